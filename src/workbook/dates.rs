//! Dates, which workbooks store as serial numbers with a date format.

use super::cell::Cell;
use chrono::{Days, NaiveDate};

/// Whether a built-in number format shows a date or time (ECMA-376, 18.8.30).
pub(super) fn is_built_in(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a number format shows a date or time: it has d, m, y, h or s outside quotes, or elapsed time in brackets. Only the
/// first section counts, which is that of positive numbers.
pub(super) fn is_date(format: &str) -> bool {
    let mut characters = format.chars().map(|character| character.to_ascii_lowercase());
    let mut is_half_day = false;
    while let Some(character) = characters.next() {
        match character {
            // The next character is literal.
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.find(|c| *c == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let first = inside.chars().next();
                let is_elapsed = first.is_some_and(|first| "hms".contains(first) && inside.chars().all(|c| c == first));
                if is_elapsed {
                    return true;
                }
            }
            ';' => return false,
            'd' | 'm' | 'y' | 'h' | 's' => return true,
            // AM/PM, A/P.
            'a' => is_half_day = true,
            'p' | '/' if is_half_day => return true,
            _ => {}
        }
    }
    false
}

/// The cell of a number in a date or other format.
pub(super) fn number(value: f64, is_day: bool, is_1904: bool) -> Cell {
    match is_day.then(|| day(value, is_1904)).flatten() {
        Some(day) => Cell::Date(day),
        None if value.is_finite() => Cell::Number(value),
        None => Cell::Empty,
    }
}

/// The date of a serial number: days since 31 December 1899 (counting 29 February 1900, which did not exist), or since 1 January
/// 1904. `None` for 29 February 1900; numbers out of range become the first or last date.
fn day(value: f64, is_1904: bool) -> Option<NaiveDate> {
    // The cast turns negative numbers and NaN into 0.
    let days = value.floor() as u64;
    let (year, month, first) = match (is_1904, days) {
        (true, _) => (1904, 1, 1),
        (false, 60) => return None,
        (false, ..60) => (1899, 12, 31),
        (false, _) => (1899, 12, 30),
    };
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    let day = NaiveDate::from_ymd_opt(year, month, first)?.checked_add_days(Days::new(days));
    Some(day.map_or(last, |day| day.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_known() {
        for format in [
            "DD/MM/YY",
            "[$-421]d mmmm yyyy;@",
            "m\"M\"d\"D\";@",
            "[h]:mm:ss",
            "[$-404]e\"\\xfc\"m\"\\xfc\"",
            "[>=100][Magenta][s].00",
            "*-yyyy-mm-dd",
            "ha/p\\\\m",
            "mm:ss.0",
            "[ss]",
        ] {
            assert!(is_date(format), "{format}");
        }
        for format in [
            "General",
            "0",
            "@",
            "\"$\"#,##0_);[Red](\"$\"#,##0)",
            "#,##0\\ [$\\u20bd-46D]",
            "\"Y: \"0.00\"m\";\"Y: \"-0.00\"m\"",
            "\\Y000000",
            "#,##0*y",
            "0_ ;[Red]\\-0\\ ",
            "[>=100][Magenta].00",
            "000000000000000000",
            "\"unclosed dmy",
            "[$Rp-421]#,##0",
        ] {
            assert!(!is_date(format), "{format}");
        }
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        let of = |value, is_1904| day(value, is_1904).map(|day| day.to_string());
        assert_eq!(of(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(of(59.9, false).as_deref(), Some("1900-02-28"));
        assert_eq!(of(60.0, false), None);
        assert_eq!(of(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(of(25_569.5, false).as_deref(), Some("1970-01-01"));
        assert_eq!(of(24_107.0, true).as_deref(), Some("1970-01-01"));
        assert_eq!(of(-5.0, false).as_deref(), Some("1899-12-31"));
        for value in [f64::MAX, f64::INFINITY, 2_958_466.0] {
            assert_eq!(of(value, false).as_deref(), Some("9999-12-31"));
            assert_eq!(of(value, true).as_deref(), Some("9999-12-31"));
        }
        assert_eq!(of(f64::NAN, false).as_deref(), Some("1899-12-31"));
    }
}
