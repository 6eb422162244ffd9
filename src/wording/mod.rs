//! Dates, numbers and lists as a sheet words them, in both languages.

mod calendar;
mod date;
mod number;

pub use calendar::{MONTHS, WEEKDAYS, month_number};
pub use date::{DateStyle, date, date_range};
pub use number::{cardinal, english_ordinal, grouped};

use crate::lang::Lang;

/// Items joined as in a sentence: "a, b, dan c" or "a, b and c".
pub fn enumeration<S: AsRef<str>>(items: &[S], lang: Lang) -> String {
    let Some((last, head)) = items.split_last() else { return String::new() };
    let last = last.as_ref();
    let joined = head.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match (head.len(), lang) {
        (0, _) => last.to_owned(),
        (1, Lang::Id) => format!("{joined} dan {last}"),
        (_, Lang::Id) => format!("{joined}, dan {last}"),
        (_, Lang::En) => format!("{joined} and {last}"),
    }
}

/// The text as a sentence: its first letter a capital, a full stop at its end unless it ends in punctuation.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut sentence: String = first.to_uppercase().chain(chars).collect();
    if !sentence.trim_end_matches(['"', '”', ')']).ends_with(['.', '!', '?', ':', ';']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_in_a_sentence() {
        assert_eq!(enumeration::<&str>(&[], Lang::Id), "");
        assert_eq!(enumeration(&["camat"], Lang::Id), "camat");
        assert_eq!(enumeration(&["camat", "lurah"], Lang::Id), "camat dan lurah");
        assert_eq!(enumeration(&["camat", "lurah", "kepala OPD"], Lang::Id), "camat, lurah, dan kepala OPD");
        assert_eq!(enumeration(&["a", "b", "c"], Lang::En), "a, b and c");
    }

    #[test]
    fn a_sentence_begins_and_ends_as_one() {
        assert_eq!(sentence("jangan memotret surat suara"), "Jangan memotret surat suara.");
        assert_eq!(sentence("Sudah benar."), "Sudah benar.");
        assert_eq!(sentence("berakhir (begini.)"), "Berakhir (begini.)");
        assert_eq!(sentence(""), "");
    }
}
