//! Names of months and days of the week, Indonesian and English.

use crate::lang::Lang;

/// The months from January on: Indonesian and English name.
pub const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// The days of the week from Monday on: Indonesian and English name.
pub const WEEKDAYS: [(&str, &str); 7] = [
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
];

/// The number of the month (1 to 12) that a word names in a language, whatever its case.
pub fn month_number(word: &str, lang: Lang) -> Option<u32> {
    let name = |(id, en): &(&'static str, &'static str)| match lang {
        Lang::Id => *id,
        Lang::En => *en,
    };
    (1..).zip(&MONTHS).find(|(_, month)| name(month).eq_ignore_ascii_case(word)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::{DateStyle, date};
    use chrono::{Days, NaiveDate};

    #[test]
    fn names_are_those_that_dates_are_printed_with() {
        let both = |day, style| [Lang::Id, Lang::En].map(|lang| date(day, style, lang));
        for (number, (id, en)) in (1..).zip(MONTHS) {
            let first = NaiveDate::from_ymd_opt(2024, number, 1).unwrap();
            assert_eq!(both(first, DateStyle::Plain), [format!("1 {id} 2024"), format!("1 {en} 2024")]);
        }
        let monday = NaiveDate::from_ymd_opt(2024, 9, 2).unwrap();
        for (after, (id, en)) in (0..).zip(WEEKDAYS) {
            assert_eq!(both(monday + Days::new(after), DateStyle::Weekday), [id, en]);
        }
    }

    #[test]
    fn a_month_is_known_in_its_language_alone() {
        assert_eq!(month_number("agustus", Lang::Id), Some(8));
        assert_eq!(month_number("MARCH", Lang::En), Some(3));
        assert_eq!((month_number("March", Lang::Id), month_number("Mar", Lang::En)), (None, None));
    }
}
