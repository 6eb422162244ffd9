//! Values that no sheet should show, whatever column they stand in.

use crate::diag::{Code, Diagnostic};
use crate::lang::turns_text;

/// No value is longer, in characters; a spreadsheet takes 32,767, which would be pages of a name.
const LONGEST: usize = 2_000;

/// What is wrong with a value that goes on and on, or that turns the text around it.
pub(super) fn refused(value: &str) -> Option<Diagnostic> {
    if value.len() > LONGEST && value.chars().count() > LONGEST {
        let finding = Diagnostic::error(Code::ValueTooLong, format!("this value has more than {LONGEST} characters"));
        return Some(finding.help("shorten it, or remove the column if no sheet shows it"));
    }
    if !value.is_ascii() && value.contains(turns_text) {
        let message = "a sign that nobody sees turns the letters here from right to left";
        return Some(Diagnostic::error(Code::TurnedText, message).help("type the value anew"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_an_end_and_one_direction() {
        let code = |value: &str| refused(value).map(|finding| finding.code.as_str());
        assert_eq!(code(&"é".repeat(LONGEST)), None);
        assert_eq!(code(&"é".repeat(LONGEST + 1)), Some("value-too-long"));
        for value in ["gnp.\u{202e}itiS", "\u{2067}a", "a\u{202c}"] {
            assert_eq!(code(value), Some("turned-text"), "{value:?}");
        }
        assert_eq!(code("שלום é"), None);
    }
}
