//! Keeps spreadsheets from taking a value of a CSV file for a formula.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A value that no spreadsheet takes for a formula, with an apostrophe before one that would be. Even of `-Awal` Excel would
/// show no more than `#NAME?`; a dash by itself is fine. Full-width signs, which East Asian versions take for the usual
/// ones, and blanks before a sign make no difference.
pub(crate) fn harmless(value: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let sign = value.trim_start_matches(is_unseen).chars().next().and_then(|first| first.nfkc().next());
    let begins_one = match sign {
        Some('=' | '@') => true,
        Some('+' | '-' | '\u{2212}') => value.contains(char::is_alphanumeric),
        _ => value.starts_with(['\t', '\r']),
    };
    if begins_one { format!("'{value}").into() } else { value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_a_formula_is_marked() {
        for value in ["-", "+", "Siti", "S-1", "", "'a", "－", " ", "1 = 1"] {
            assert_eq!(harmless(value), value);
        }
        let ascii = ["-Awal", "+62", "=1+1", "@SUM(A1)", "-1+cmd|' /C calc'!A0", "\tx", " =1", "\u{200b}=1"];
        let wide = ["＝1+1", "＋62", "－1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫A", "−1", "\u{feff}＝1"];
        for value in ascii.into_iter().chain(wide) {
            assert_eq!(harmless(value), format!("'{value}"));
        }
    }
}
