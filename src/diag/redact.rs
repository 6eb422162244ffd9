//! Keeps personal numbers out of messages and the names of files.
//!
//! An NIP has 18 digits and an NIK 16, and people part them by whatever they like. [`redacted`] is for a single value, of which
//! nothing need stay; [`hidden`] for one that is quoted; [`screened`] for a whole message, where citations, codes, dates
//! and hashes stand side by side and must stay: it is the net below the other two.

use chrono::NaiveDate;
use std::borrow::Cow;
use std::ops::Range;

/// So many digits in a row may be of a personal number: a day of birth, an NIP, an NIK, a telephone.
const PERSONAL: usize = 8;

/// So many digits are most of an NIK or an NIP, of which a few may be missing.
const WHOLE: usize = 14;

/// In a value, the digits of one number have no more characters between them.
const VALUE_GAP: usize = 12;

/// In a message, the digits of one number have no more characters, and no more letters, between them.
const MESSAGE_GAP: (usize, usize) = (8, 3);

/// A value with "…" in place of every run of eight and more digits, whatever signs stand between them, and of every
/// fourteen, whatever stands there, so that neither a message nor the name of a file carries a personal number. An O and
/// an l after a digit count as typed for 0 and 1.
pub fn redacted(text: &str) -> Cow<'_, str> {
    if text.chars().filter(|c| c.is_numeric()).count() < PERSONAL {
        return Cow::Borrowed(text);
    }
    let parts = hidden(text);
    Cow::Owned(covered(&parts, &runs(&parts, PERSONAL, is_gap)).into_owned())
}

/// A value, as it may be quoted, with "…" in place of a number of fourteen and more digits, whatever stands between them.
pub fn hidden(text: &str) -> Cow<'_, str> {
    covered(text, &runs(text, WHOLE, |gap| gap.chars().nth(VALUE_GAP).is_none()))
}

/// A message with "…" in place of what may be a personal number. What only dates are made of stays, as do hashes, and
/// numbers that a list or words part.
pub fn screened(text: &str) -> Cow<'_, str> {
    covered(text, &personal(text))
}

/// Where a message may have a personal number, in order.
fn personal(text: &str) -> Vec<Range<usize>> {
    let hashes = hashes(text);
    let joins = |gap: &str| {
        let letters = gap.chars().filter(|c| c.is_alphabetic()).count();
        let is_list = gap.contains([',', ';', '\n']);
        !is_list && letters <= MESSAGE_GAP.1 && gap.chars().nth(MESSAGE_GAP.0).is_none()
    };
    let mut runs = runs(text, WHOLE, joins);
    runs.retain(|run| {
        let is_hash = hashes.iter().any(|hash| hash.start <= run.start && run.end <= hash.end);
        !is_hash && !is_dates(&text[run.clone()])
    });
    let thousands = in_thousands(text);
    // A number that touches another one is a part of it.
    runs.retain(|run| thousands.iter().all(|other| run.end <= other.start || other.end <= run.start));
    runs.extend(thousands);
    runs.sort_by_key(|run| run.start);
    runs
}

/// What a text that is shown in its place is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// Values, as in the rows of a roster: covered like [`redacted`].
    Values,
    /// Sentences with citations and dates: covered like [`screened`].
    Prose,
}

/// A text with "•" in place of each character that [`redacted`] or [`screened`] leaves out, so that columns stay.
pub fn masked(text: &str, mask: Mask) -> Cow<'_, str> {
    let mut places = runs(text, WHOLE, |gap| gap.chars().nth(VALUE_GAP).is_none());
    match mask {
        Mask::Values => places.extend(runs(text, PERSONAL, |gap| !gap.contains([';', ',', '\t']) && is_gap(gap))),
        Mask::Prose => places = personal(text),
    }
    let is_covered = |at: usize| places.iter().any(|place| place.contains(&at));
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    text.char_indices().map(|(at, c)| if is_covered(at) { '•' } else { c }).collect()
}

/// Whether digits of one value may stand on both sides of this text.
fn is_gap(gap: &str) -> bool {
    // Roman numerals and the like are digits and letters at once.
    gap.chars().all(|c| !c.is_alphabetic() || stands_for_digit(c))
}

/// The text with "…" in these places.
fn covered<'t>(text: &'t str, places: &[Range<usize>]) -> Cow<'t, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for place in places {
        out.push_str(&text[from..place.start]);
        out.push('…');
        from = place.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Where digits, of which each goes on from the one before by what `joins` says of the text between them, are `least` or
/// more.
fn runs(text: &str, least: usize, joins: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut run, mut digits) = (0..0, 0);
    for (at, c) in text.char_indices() {
        let is_typed = digits > 0 && run.end == at && stands_for_digit(c);
        if !c.is_numeric() && !is_typed {
            continue;
        }
        let end = at + c.len_utf8();
        if digits > 0 && (run.end == at || joins(&text[run.end..at])) {
            (run.end, digits) = (end, digits + 1);
        } else {
            found.extend(Some(run).filter(|_| digits >= least));
            (run, digits) = (at..end, 1);
        }
    }
    found.extend(Some(run).filter(|_| digits >= least));
    found
}

/// Whether a letter is typed for a 0 or a 1.
fn stands_for_digit(c: char) -> bool {
    matches!(c, 'O' | 'o' | 'l' | 'I')
}

/// Where a text has a number as spreadsheets show it, with a comma before every three of its digits.
fn in_thousands(text: &str) -> Vec<Range<usize>> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != ',').filter(|word| word.len() > WHOLE);
    let is_number = |word: &&str| {
        let (first, others) = word.split_once(',').unwrap_or((word, ""));
        let digits = first.len() + others.bytes().filter(u8::is_ascii_digit).count();
        (1..=3).contains(&first.len()) && digits >= WHOLE && others.split(',').all(|group| group.len() == 3)
    };
    let place = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    };
    words.filter(is_number).map(place).collect()
}

/// Where a text has SHA-256 hashes: words of 64 hexadecimal digits.
fn hashes(text: &str) -> Vec<Range<usize>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() == 64);
    let hex = words.filter(|word| word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    let place = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    };
    hex.map(place).collect()
}

/// Whether digits are of days of the calendar and of years alone, as in "2024-09-25 → 2024-11-23".
fn is_dates(run: &str) -> bool {
    let mut groups = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).peekable();
    if !run.chars().filter(|c| c.is_numeric()).all(|c| c.is_ascii_digit()) {
        return false;
    }
    let day = |year: &str, month: &str, day: &str| {
        let number = |digits: &str| digits.parse::<u32>().ok();
        let year = Some(year).filter(|year| year.len() == 4 && (year.starts_with("19") || year.starts_with("20")))?;
        let short = month.len() == 2 && day.len() == 2;
        NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?).filter(|_| short)
    };
    while let Some(first) = groups.next() {
        let ahead: Vec<&str> = groups.clone().take(2).collect();
        let is_day = match ahead.as_slice() {
            [second, third] => day(first, second, third).is_some() || day(third, second, first).is_some(),
            _ => false,
        };
        if is_day {
            groups.nth(1);
        } else if first.len() != 4 || !(first.starts_with("19") || first.starts_with("20")) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_personal_number_is_left_of_a_value_however_it_is_written() {
        for (text, told) in [
            ("Siti 199001012015031001", "Siti …"),
            ("Siti, NIP. 19900101 201503.1-001 (PNS)", "Siti, NIP. … (PNS)"),
            ("1990O1012O15O31OOl", "…"),
            ("19870620x201402x2x003", "…"),
            ("19870620 dan 201402 dan 2003", "…"),
            ("lahir 01-02-1990, SK 12", "lahir …, SK 12"),
            ("SMP Negeri 12 / 2024", "SMP Negeri 12 / 2024"),
            ("１９９００１０１２０１５", "…"),
            ("Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ Ⅳ", "…"),
            ("一二三四 dan 五六七八", "一二三四 dan 五六七八"),
            ("12 dan 34 dan 5678", "12 dan 34 dan 5678"),
        ] {
            assert_eq!(redacted(text), told);
        }
    }

    #[test]
    fn no_personal_number_is_left_of_a_message() {
        for number in
            ["198706202014022003", "1603010101850001", "１９８７０６２０２０１４０２２００３", "١٩٨٧٠٦٢٠٢٠١٤٠٢٢٠٠٣"]
        {
            for gap in ["", " ", ".", "-", " - ", "x", "/", "\u{200b}", " . - . ", "abc", "_x_"] {
                let written: Vec<String> = number.chars().map(String::from).collect();
                for at in [1, 4, 8, 14] {
                    let written = format!("{}{gap}{}", written[..at].concat(), written[at..].concat());
                    let told = screened(&format!("there is no field `{written}` here")).into_owned();
                    assert_eq!(told, "there is no field `…` here", "{written}");
                }
                let told = screened(&format!("a{}b", written.join(gap))).into_owned();
                assert_eq!(told, "a…b", "{gap:?}");
            }
        }
    }

    #[test]
    fn no_personal_number_is_left_that_a_spreadsheet_shows_with_commas() {
        for (text, told) in [
            ("there is no rule `199,001,012,015,031,001`", "there is no rule `…`"),
            ("1,603,010,101,850,001 dan", "… dan"),
            ("x=12345678901234.199,001,012,015,031,001", "x=12345678901234.…"),
            ("1,234,567 pages, 890 files", "1,234,567 pages, 890 files"),
        ] {
            assert_eq!(screened(text), told);
        }
    }

    #[test]
    fn what_law_and_offices_number_stays_in_a_message() {
        let hash = "0123456789abcdef".repeat(4);
        for text in [
            "PP 94/2021 dan PP 53/2010 dan UU 20/2023 dan UU 5/2014 dan UU 10/2016",
            "from 2024-09-25 to 2024-11-23, and 27-11-2024 to 28-11-2024",
            "/arsip/2024/10/04/2024-10-04 rapat.yaml:120:15",
            "rows 312, 315, 318, 320, 322, 331, 340 and 12 more",
            "`16.03`, `16.04`, `16.05`, `16.06`",
            "N-01, N-02, N-03, N-04, N-05, N-06, N-07",
            "1234 files (56789 pages, 123.4 MB) in out",
            "SOURCE_DATE_EPOCH 1700000000",
            &hash,
        ] {
            assert_eq!(screened(text), text);
        }
    }

    #[test]
    fn a_number_beside_a_date_or_a_hash_is_seen() {
        assert_eq!(screened("1987-06-20 201402 2 003"), "…");
        assert_eq!(screened("2014-02-20 1987-06-20 003"), "…");
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(screened(&format!("{hash} as 198706202014022003")), format!("{hash} as …"));
        assert_eq!(screened(&"a1".repeat(20)), "a…");
    }
}
