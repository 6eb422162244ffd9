//! A quiz as files of other systems take it: its questions as plain text.

use crate::quiz::Item;

/// A quiz to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// What it is called where questions are kept, such as "Kuis – Camat – Kabupaten Muara Enim".
    pub title: String,
    /// Its questions.
    pub items: Vec<Item>,
}

/// Where the questions of a topic are kept in Moodle, below the course: a slash within a name is doubled.
pub(super) fn category(bank: &Bank, item: &Item) -> String {
    let [title, topic] = [&bank.title, &item.topic_name].map(|name| plain(name).replace('/', "//"));
    format!("$course$/top/{title}/{topic}")
}

/// A text in one line, without what no text has.
pub(super) fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_no_text(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_no_text(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}
