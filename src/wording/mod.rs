//! Dates, numbers and enumerations in words, in both languages.

mod calendar;
mod date;
mod number;

pub use calendar::{MONTHS, WEEKDAYS, month_number};
pub use date::{DateStyle, date, date_range};
pub use number::{cardinal, english_ordinal, grouped};

use crate::lang::Lang;

/// The separators of an [`enumeration`] in either language, longer ones first.
pub const SEPARATORS: [&str; 5] = [", dan ", ", and ", ", ", " dan ", " and "];

/// Items joined as in a sentence: "a, b, dan c"; in English "a, b and c", and "a, b and c, and d" where one of the last two
/// has an "and" of its own.
pub fn enumeration<S: AsRef<str>>(items: &[S], lang: Lang) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    let Some((last, head)) = items.split_last() else { return String::new() };
    let joined = head.join(", ");
    match (head.len(), lang) {
        (0, _) => (*last).to_owned(),
        (1, Lang::Id) => format!("{joined} dan {last}"),
        (_, Lang::Id) => format!("{joined}, dan {last}"),
        (2.., Lang::En) if items.iter().rev().take(2).any(|item| item.contains(" and ")) => {
            format!("{joined}, and {last}")
        }
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
        assert_eq!(enumeration(&["a", "b and c"], Lang::En), "a and b and c");
        assert_eq!(enumeration(&["a", "b and c", "d"], Lang::En), "a, b and c, and d");
        assert_eq!(enumeration(&["a and b", "c", "d"], Lang::En), "a and b, c and d");
    }

    #[test]
    fn an_enumeration_is_parted_by_its_separators() {
        for lang in Lang::ALL {
            for items in [&["a", "b"][..], &["a", "b", "c"], &["a", "b", "c", "d"]] {
                let listed = enumeration(items, lang);
                let mut rest = listed.as_str();
                for item in items {
                    rest = rest.strip_prefix(item).unwrap();
                    rest = SEPARATORS.iter().find_map(|separator| rest.strip_prefix(separator)).unwrap_or(rest);
                }
                assert_eq!(rest, "", "{listed}");
            }
        }
    }

    #[test]
    fn a_sentence_begins_and_ends_as_one() {
        assert_eq!(sentence("jangan memotret surat suara"), "Jangan memotret surat suara.");
        assert_eq!(sentence("Sudah benar."), "Sudah benar.");
        assert_eq!(sentence("berakhir (begini.)"), "Berakhir (begini.)");
        assert_eq!(sentence(""), "");
    }
}
