//! Numbers in words and numerals.

use crate::lang::Lang;
use num_format::{Locale, ToFormattedString};

const ONES_ID: [&str; 12] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];

const ONES_EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS_EN: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in words: `24` is "dua puluh empat" or "twenty-four".
pub fn cardinal(number: u64, lang: Lang) -> String {
    match lang {
        Lang::Id => indonesian(number),
        Lang::En => english(number),
    }
}

/// A number in numerals with the language's separator between thousands: "8.000" or "8,000".
pub fn grouped(number: i64, lang: Lang) -> String {
    match lang {
        Lang::Id => number.to_formatted_string(&Locale::id),
        Lang::En => number.to_formatted_string(&Locale::en_GB),
    }
}

/// Indonesian (terbilang): the prefix *se-* stands for one of ten, hundred and thousand, and for no larger unit.
fn indonesian(n: u64) -> String {
    let unit = |size: u64, one: &str, many: &str| {
        let head = if n / size == 1 { one.to_owned() } else { format!("{} {many}", indonesian(n / size)) };
        match n % size {
            0 => head,
            rest => format!("{head} {}", indonesian(rest)),
        }
    };
    match n {
        0..=11 => ONES_ID[n as usize].to_owned(),
        12..=19 => format!("{} belas", ONES_ID[n as usize - 10]),
        20..=99 => unit(10, "sepuluh", "puluh"),
        100..=999 => unit(100, "seratus", "ratus"),
        1_000..=999_999 => unit(1_000, "seribu", "ribu"),
        1_000_000..=999_999_999 => unit(1_000_000, "satu juta", "juta"),
        1_000_000_000..=999_999_999_999 => unit(1_000_000_000, "satu miliar", "miliar"),
        _ => unit(1_000_000_000_000, "satu triliun", "triliun"),
    }
}

/// British English: "and" stands before the last two digits.
fn english(n: u64) -> String {
    let unit = |size: u64, name: &str| {
        let head = format!("{} {name}", english(n / size));
        match n % size {
            0 => head,
            rest if rest < 100 => format!("{head} and {}", english(rest)),
            rest => format!("{head} {}", english(rest)),
        }
    };
    match n {
        0..=19 => ONES_EN[n as usize].to_owned(),
        20..=99 if n.is_multiple_of(10) => TENS_EN[n as usize / 10].to_owned(),
        20..=99 => format!("{}-{}", TENS_EN[n as usize / 10], ONES_EN[n as usize % 10]),
        100..=999 => unit(100, "hundred"),
        1_000..=999_999 => unit(1_000, "thousand"),
        1_000_000..=999_999_999 => unit(1_000_000, "million"),
        1_000_000_000..=999_999_999_999 => unit(1_000_000_000, "billion"),
        _ => unit(1_000_000_000_000, "trillion"),
    }
}

/// An English ordinal, as for the day of a month: "thirtieth", "twenty-first".
pub fn english_ordinal(number: u64) -> String {
    let words = english(number);
    let last = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (head, tail) = words.split_at(last);
    let tail = match tail {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        other => match other.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{other}th"),
        },
    };
    format!("{head}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_in_indonesian() {
        for (number, words) in [
            (0, "nol"),
            (10, "sepuluh"),
            (11, "sebelas"),
            (12, "dua belas"),
            (21, "dua puluh satu"),
            (100, "seratus"),
            (111, "seratus sebelas"),
            (1_000, "seribu"),
            (2_024, "dua ribu dua puluh empat"),
            (8_000, "delapan ribu"),
            (101_000, "seratus satu ribu"),
            (1_000_000, "satu juta"),
            (6_000_001, "enam juta satu"),
            (1_000_000_000_000, "satu triliun"),
        ] {
            assert_eq!(cardinal(number, Lang::Id), words);
        }
    }

    #[test]
    fn numbers_are_spelt_in_english() {
        for (number, words) in [
            (13, "thirteen"),
            (30, "thirty"),
            (99, "ninety-nine"),
            (105, "one hundred and five"),
            (2_024, "two thousand and twenty-four"),
            (1_234_567, "one million two hundred and thirty-four thousand five hundred and sixty-seven"),
        ] {
            assert_eq!(cardinal(number, Lang::En), words);
        }
    }

    #[test]
    fn ordinals_of_all_days() {
        let days = [1, 2, 3, 4, 5, 8, 9, 12, 13, 20, 21, 22, 23, 30, 31].map(english_ordinal).join(" ");
        assert_eq!(
            days,
            "first second third fourth fifth eighth ninth twelfth thirteenth twentieth twenty-first twenty-second \
             twenty-third thirtieth thirty-first"
        );
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(grouped(8_000, Lang::Id), "8.000");
        assert_eq!(grouped(-1_234_567, Lang::En), "-1,234,567");
    }

    #[test]
    fn the_largest_number_is_spelt() {
        assert!(cardinal(u64::MAX, Lang::Id).contains("triliun"));
        assert!(cardinal(u64::MAX, Lang::En).contains("trillion"));
    }
}
