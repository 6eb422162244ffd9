//! Limits of values in any column.

use crate::diag::{Code, Diagnostic, say};
use crate::lang::turns_text;

/// The longest value, in characters. A spreadsheet allows 32,767, which would be a name of several pages.
const LONGEST: usize = 2_000;

/// The finding about a value that is too long, or that has characters which change the direction of text.
pub(super) fn refused(value: &str) -> Option<Diagnostic> {
    if value.len() > LONGEST && value.chars().count() > LONGEST {
        let message = say!("isian ini lebih dari {LONGEST} karakter", "this value has more than {LONGEST} characters");
        return Some(Diagnostic::error(Code::ValueTooLong, message).help(say!(
            "persingkat, atau hapus kolomnya jika tidak ada lembar yang memuatnya",
            "shorten it, or remove the column if no sheet shows it"
        )));
    }
    if !value.is_ascii() && value.contains(turns_text) {
        let message = say!(
            "tanda yang tidak terlihat membalik huruf di sini menjadi dari kanan ke kiri",
            "a sign that nobody sees turns the letters here from right to left"
        );
        return Some(
            Diagnostic::error(Code::TurnedText, message).help(say!("ketik ulang isian ini", "type the value anew")),
        );
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
