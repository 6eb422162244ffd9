//! Tidies values, and names in particular, and normalises names for comparison.

use super::field::plain;

/// A value without surplus spaces, invisible and control characters. Line breaks are kept, empty lines are not.
pub(super) fn tidy(text: &str) -> String {
    // Fast path: nearly all of millions of values are tidy.
    if text.bytes().all(|byte| matches!(byte, b'!'..=b'~' | b' ')) && text.split(' ').all(|word| !word.is_empty()) {
        return text.to_owned();
    }
    let seen = |c: char| match c {
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => None,
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    };
    let tidy_line = |line: &str| {
        let text: String = line.chars().filter_map(seen).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let lines = text.split(['\n', '\r']).map(tidy_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A name in all capitals with only initials in upper case; `None` for any other name. Degrees after the comma stay.
pub(super) fn from_capitals(name: &str) -> Option<String> {
    let (own, degrees) = name.split_at(name.find(',').unwrap_or(name.len()));
    let letters = own.chars().filter(|c| c.is_alphabetic());
    if letters.clone().count() < 4 || !letters.clone().all(char::is_uppercase) {
        return None;
    }
    let mut start = true;
    let lowered = own.chars().flat_map(|c| {
        let kept = start;
        start = !c.is_alphabetic() && c != '\'' && c != '’';
        let lower: Vec<char> = if kept { vec![c] } else { c.to_lowercase().collect() };
        lower
    });
    Some(lowered.collect::<String>() + degrees)
}

/// Splits a name and the number below it in the same cell: "Siti NIP. 1987…".
pub(super) fn with_number(text: &str) -> Option<(String, String)> {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-');
    let (name, number) = text.split_at(text.trim_end_matches(is_of_number).len());
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let signs = [' ', '\n', '/', ',', ':', '(', '|'];
    let name = name.trim_end_matches(signs);
    let name = ["NIP", "Nip", "NIPPPK", "NI PPPK"].iter().find_map(|label| name.strip_suffix(label)).unwrap_or(name);
    let name = name.trim_end_matches(signs);
    (digits.len() >= 15 && !name.is_empty()).then(|| (name.to_owned(), digits))
}

/// A name with the academic titles from columns of their own, unless it has them already.
pub(super) fn with_titles(name: &str, before: &str, after: &str) -> String {
    let is_new = |title: &str| !plain(title).is_empty() && !plain(name).contains(&plain(title));
    let mut whole = name.to_owned();
    if is_new(before) {
        whole = format!("{before} {whole}");
    }
    if is_new(after) {
        whole = format!("{whole}, {after}");
    }
    whole
}

/// Academic and other titles before a name.
const TITLES: [&str; 12] = ["drs", "dra", "dr", "drg", "drh", "h", "hj", "ir", "prof", "kh", "apt", "ns"];

/// A name without titles and degrees, normalised, to recognise a person in two rows.
pub(super) fn bare(name: &str) -> String {
    let own = name.split(',').next().unwrap_or(name);
    // "S.Pd" has letters on both sides of a dot; "M. Yusuf" has not.
    let is_degree = |word: &str| word.trim_end_matches('.').contains('.');
    let words = own.split_whitespace().enumerate().filter(|(at, word)| *at == 0 || !is_degree(word));
    let own = plain(&words.map(|(_, word)| word).collect::<Vec<_>>().join(" "));
    let mut words = own.split(' ').peekable();
    while words.next_if(|word| TITLES.contains(word)).is_some() {}
    let without: Vec<&str> = words.collect();
    if without.is_empty() { own } else { without.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        assert_eq!(from_capitals("SITI NUR'AINI, S.Pd.").as_deref(), Some("Siti Nur'aini, S.Pd."));
        assert_eq!(from_capitals("DRS. H. M. ALI").as_deref(), Some("Drs. H. M. Ali"));
        assert_eq!(from_capitals("Siti Aminah"), None);
        assert_eq!(from_capitals("ALI"), None);
        assert_eq!(from_capitals("محمد علي"), None);
    }

    #[test]
    fn titles_in_columns_of_their_own_join_the_name() {
        assert_eq!(with_titles("Siti Aminah", "Dr.", "S.Pd., M.M."), "Dr. Siti Aminah, S.Pd., M.M.");
        assert_eq!(with_titles("Siti Aminah, S.Pd.", "-", "S.Pd."), "Siti Aminah, S.Pd.");
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_value() {
        assert_eq!(tidy(" Siti\u{a0} \u{200b}Aminah\t\n"), "Siti Aminah");
        assert_eq!(tidy("Kepala Bidang\r\n\r\n Gizi "), "Kepala Bidang\nGizi");
    }

    #[test]
    fn a_number_below_a_name_is_taken_apart_from_it() {
        for text in ["Siti, S.Pd. NIP. 19870101 201001 2 001", "Siti, S.Pd. / 198701012010012001"] {
            let split = with_number(text).unwrap();
            assert_eq!((split.0.as_str(), split.1.as_str()), ("Siti, S.Pd.", "198701012010012001"));
        }
        assert_eq!(with_number("Siti é 12"), None);
        assert_eq!(with_number("198701012010012001"), None);
    }

    #[test]
    fn titles_make_nobody_another_person() {
        for name in ["Siti Aminah", "SITI AMINAH, S.Pd., M.M.", "Dra. Hj. Siti Aminah", "Siti Aminah S.Pd"] {
            assert_eq!(bare(name), "siti aminah", "{name}");
        }
        assert_eq!((bare("M. Yusuf"), bare("Dr.")), ("m yusuf".to_owned(), "dr".to_owned()));
    }
}
