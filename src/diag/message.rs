//! What a finding says, in both languages.

use crate::lang::Lang;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A text for the person at the screen, in Indonesian and English. `say!` makes one.
///
/// Findings may come by the million, so a text without arguments is not copied, and one with arguments takes no more room
/// in its finding.
#[derive(Clone)]
pub struct Message(Repr);

#[derive(Clone)]
enum Repr {
    Fixed { id: &'static str, en: &'static str },
    Made(Box<Made>),
}

#[derive(Clone)]
struct Made {
    id: String,
    en: String,
}

impl Message {
    /// The message with these words.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Message(Repr::Made(Box::new(Made { id: id.into(), en: en.into() })))
    }

    /// What `say!` has formatted.
    pub fn formatted(id: fmt::Arguments<'_>, en: fmt::Arguments<'_>) -> Self {
        match (id.as_str(), en.as_str()) {
            (Some(id), Some(en)) => Message(Repr::Fixed { id, en }),
            _ => Message::new(id.to_string(), en.to_string()),
        }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match (&self.0, lang) {
            (Repr::Fixed { id, .. }, Lang::Id) => id,
            (Repr::Fixed { en, .. }, Lang::En) => en,
            (Repr::Made(made), Lang::Id) => &made.id,
            (Repr::Made(made), Lang::En) => &made.en,
        }
    }

    /// The English text.
    pub fn en(&self) -> &str {
        self.get(Lang::En)
    }

    /// The same message with each text changed in the same way.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Message::new(change(self.get(Lang::Id)), change(self.get(Lang::En)))
    }

    /// Adds more to the end, in each language.
    pub fn push(&mut self, more: &Message) {
        *self = Message::new(
            format!("{}{}", self.get(Lang::Id), more.get(Lang::Id)),
            format!("{}{}", self.get(Lang::En), more.get(Lang::En)),
        );
    }

    fn key(&self) -> (&str, &str) {
        (self.get(Lang::En), self.get(Lang::Id))
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Message {}

impl PartialOrd for Message {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Message {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Message {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key().fmt(f)
    }
}

// In tests of what is done with findings, one text may stand for both.
#[cfg(test)]
impl From<&'static str> for Message {
    fn from(both: &'static str) -> Self {
        Message(Repr::Fixed { id: both, en: both })
    }
}

#[cfg(test)]
impl From<String> for Message {
    fn from(both: String) -> Self {
        Message::new(both.clone(), both)
    }
}

/// A [`Message`]: the Indonesian format string, then the English one, then arguments for both.
///
/// Variables are captured by name as in `format!`. A variable that is itself a [`Message`] is named after a semicolon, and
/// each language gets its own text of it:
///
/// ```ignore
/// let what = say!("wilayah", "region");
/// say!("tidak ada {what} `{name}`", "there is no {what} `{name}`"; what)
/// ```
macro_rules! say {
    ($id:literal, $en:literal; $($both:ident),+ $(,)?) => {
        $crate::diag::Message::new(
            { $(let $both = $both.get($crate::lang::Lang::Id);)+ format!($id) },
            { $(let $both = $both.get($crate::lang::Lang::En);)+ format!($en) },
        )
    };
    ($id:literal, $en:literal $(, $($args:tt)*)?) => {
        $crate::diag::Message::formatted(format_args!($id $(, $($args)*)?), format_args!($en $(, $($args)*)?))
    };
}

pub(crate) use say;

#[cfg(test)]
mod tests {
    use crate::diag::Message;
    use crate::lang::Lang;

    #[test]
    fn each_language_has_its_own_words() {
        let name = "bogr";
        let what = say!("wilayah", "region");
        let message = say!("tidak ada {what} `{name}`", "there is no {what} `{name}`"; what);
        assert_eq!(message.get(Lang::Id), "tidak ada wilayah `bogr`");
        assert_eq!(message.get(Lang::En), "there is no region `bogr`");
        let counted = say!("{} baris", "{} rows", 1 + 1);
        assert_eq!((counted.get(Lang::Id), counted.en()), ("2 baris", "2 rows"));
    }

    #[test]
    fn a_message_is_small() {
        assert!(size_of::<Message>() <= 32 && size_of::<Option<Message>>() <= 40);
    }
}
