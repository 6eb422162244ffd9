//! Dates as documents print them.

use super::{cardinal, english_ordinal};
use crate::lang::Lang;
use chrono::{Datelike, Locale, NaiveDate};

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// "30 Agustus 2024".
    Plain,
    /// "Jumat, 30 Agustus 2024".
    Full,
    /// "Jumat".
    Weekday,
    /// "30-08-2024".
    Numeric,
    /// "Jumat, tanggal tiga puluh, bulan Agustus, tahun dua ribu dua puluh empat", as minutes and declarations open.
    Words,
}

impl DateStyle {
    /// Each style with the name that templates use.
    pub const NAMES: [(&str, DateStyle); 5] = [
        ("plain", DateStyle::Plain),
        ("full", DateStyle::Full),
        ("weekday", DateStyle::Weekday),
        ("numeric", DateStyle::Numeric),
        ("words", DateStyle::Words),
    ];
}

/// A date in words or numerals.
pub fn date(date: NaiveDate, style: DateStyle, lang: Lang) -> String {
    match style {
        DateStyle::Plain => formatted(date, "%-d %B %Y", lang),
        DateStyle::Full if lang == Lang::Id => formatted(date, "%A, %-d %B %Y", lang),
        DateStyle::Full => formatted(date, "%A %-d %B %Y", lang),
        DateStyle::Weekday => formatted(date, "%A", lang),
        DateStyle::Numeric => formatted(date, "%d-%m-%Y", lang),
        DateStyle::Words => words(date, lang),
    }
}

fn formatted(date: NaiveDate, format: &str, lang: Lang) -> String {
    let locale = match lang {
        Lang::Id => Locale::id_ID,
        Lang::En => Locale::en_GB,
    };
    date.format_localized(format, locale).to_string()
}

fn words(date: NaiveDate, lang: Lang) -> String {
    let (weekday, month) = (formatted(date, "%A", lang), formatted(date, "%B", lang));
    let (day, year) = (u64::from(date.day()), u64::from(date.year().unsigned_abs()));
    match lang {
        Lang::Id => {
            format!("{weekday}, tanggal {}, bulan {month}, tahun {}", cardinal(day, lang), cardinal(year, lang))
        }
        Lang::En => format!("{weekday}, the {} of {month}, {}", english_ordinal(day), cardinal(year, lang)),
    }
}

/// A span of days, both included; an open end where there is none. Empty without both ends.
pub fn date_range(from: Option<NaiveDate>, until: Option<NaiveDate>, lang: Lang) -> String {
    let plain = |day| date(day, DateStyle::Plain, lang);
    match (from, until) {
        (Some(from), Some(until)) if from == until => plain(from),
        (Some(from), Some(until)) if (from.year(), from.month()) == (until.year(), until.month()) => {
            format!("{}–{}", from.day(), plain(until))
        }
        (Some(from), Some(until)) if from.year() == until.year() => {
            format!("{}–{}", formatted(from, "%-d %B", lang), plain(until))
        }
        (Some(from), Some(until)) => format!("{}–{}", plain(from), plain(until)),
        (Some(from), None) => match lang {
            Lang::Id => format!("sejak {}", plain(from)),
            Lang::En => format!("from {} on", plain(from)),
        },
        (None, Some(until)) => match lang {
            Lang::Id => format!("sampai {}", plain(until)),
            Lang::En => format!("until {}", plain(until)),
        },
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    #[test]
    fn a_date_in_every_style_and_language() {
        let friday = day("2024-08-30");
        let all = |lang| DateStyle::NAMES.map(|(_, style)| date(friday, style, lang)).join(" | ");
        assert_eq!(
            all(Lang::Id),
            "30 Agustus 2024 | Jumat, 30 Agustus 2024 | Jumat | 30-08-2024 | \
             Jumat, tanggal tiga puluh, bulan Agustus, tahun dua ribu dua puluh empat"
        );
        assert_eq!(
            all(Lang::En),
            "30 August 2024 | Friday 30 August 2024 | Friday | 30-08-2024 | \
             Friday, the thirtieth of August, two thousand and twenty-four"
        );
    }

    #[test]
    fn ranges_repeat_nothing() {
        let range = |from: &str, until: &str, lang| {
            let parse = |written: &str| (!written.is_empty()).then(|| day(written));
            date_range(parse(from), parse(until), lang)
        };
        assert_eq!(range("2024-11-24", "2024-11-26", Lang::Id), "24–26 November 2024");
        assert_eq!(range("2024-09-25", "2024-11-23", Lang::Id), "25 September–23 November 2024");
        assert_eq!(range("2024-11-27", "2024-11-27", Lang::En), "27 November 2024");
        assert_eq!(range("2023-12-31", "2024-01-01", Lang::Id), "31 Desember 2023–1 Januari 2024");
        assert_eq!(range("", "2024-09-21", Lang::Id), "sampai 21 September 2024");
        assert_eq!(range("2024-11-28", "", Lang::En), "from 28 November 2024 on");
        assert_eq!(range("", "", Lang::Id), "");
    }
}
