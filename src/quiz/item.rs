//! A question in the words of one language.

use serde::Serialize;

/// A question as it is printed, marked and exported. Nothing in it is markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Place in the quiz, from 1.
    pub no: usize,
    /// Id of its case or rule, unique in a quiz.
    pub id: String,
    /// Whom it is about, by name, where its words do not say so and that is not all whom the quiz is for.
    pub only_for: Option<String>,
    /// When it holds, by name of the phases, where that is not all the time the quiz is for.
    pub only_in: Option<String>,
    /// The case, or what the rule is about; none where the options say it.
    pub text: Option<String>,
    /// What is asked: "Allowed or forbidden?".
    pub ask: String,
    /// What there is to choose from; one is right.
    pub options: Vec<ItemOption>,
    /// Why the right one is.
    pub reason: String,
    /// Id of its situation.
    pub topic: String,
    /// Name of its situation.
    pub topic_name: String,
    /// Ids of the rules that decide it.
    pub rules: Vec<String>,
    /// What these rest on, as printed.
    pub cite: String,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemOption {
    /// A, B, C …
    pub letter: char,
    /// Its words.
    pub text: String,
    /// Whether it is the right one.
    pub right: bool,
    /// Id of the rule it is the text of.
    pub rule: Option<String>,
    /// What to tell somebody who chose it, in a few words.
    pub feedback: String,
}

impl Item {
    /// The question in one piece, for where only its words are taken: whom and when, what about, what is asked.
    pub fn prompt(&self) -> String {
        let scope: Vec<&str> = [&self.only_for, &self.only_in].into_iter().flatten().map(String::as_str).collect();
        let scope = (!scope.is_empty()).then(|| format!("{}:", scope.join(" · ")));
        let parts = [scope.as_deref(), self.text.as_deref(), Some(self.ask.as_str())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Place of the right option.
    pub fn right(&self) -> usize {
        self.options.iter().position(|option| option.right).unwrap_or_default()
    }

    /// Why the right option is right, with the rules and what they rest on.
    pub fn explanation(&self) -> String {
        format!("{} [{}] {}", self.reason, self.rules.join(", "), self.cite)
    }
}
