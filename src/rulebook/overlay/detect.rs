//! What a text is, as far as its keys tell: a rulebook, and one that extends another.

use crate::diag::Origin;
use crate::yaml;

/// What the text of a rulebook says that it extends, and where; none for one that is whole.
pub fn extended(file: &str, text: &str) -> Option<(String, Origin)> {
    // Few rulebooks do, and only those are worth a parser.
    let may = text.starts_with("extends") || text.contains("\nextends");
    if may { yaml::top(file, text, "extends") } else { None }
}

/// Whether a text has the key of a rulebook, of a whole one or of one that extends another.
pub fn is_rulebook(file: &str, text: &str) -> bool {
    let begins = |key: &str| text.starts_with(key) || text.contains(&format!("\n{key}"));
    begins("rulebook:") || begins("extends:") || yaml::has_top(file, text, &["rulebook", "extends"])
}
