//! Ranks of civil servants (pangkat dan golongan ruang): the seventeen ranks with their grades, and the grades of contract civil
//! servants (PPPK). The names are those of the official table.

use std::hash::Hash;

use super::field::plain;
use crate::cache::{Cache, hash_of};
use crate::diag::{Code, Diagnostic, say};

/// Grade and name of each rank.
const RANKS: [(&str, &str); 17] = [
    ("I/a", "Juru Muda"),
    ("I/b", "Juru Muda Tingkat I"),
    ("I/c", "Juru"),
    ("I/d", "Juru Tingkat I"),
    ("II/a", "Pengatur Muda"),
    ("II/b", "Pengatur Muda Tingkat I"),
    ("II/c", "Pengatur"),
    ("II/d", "Pengatur Tingkat I"),
    ("III/a", "Penata Muda"),
    ("III/b", "Penata Muda Tingkat I"),
    ("III/c", "Penata"),
    ("III/d", "Penata Tingkat I"),
    ("IV/a", "Pembina"),
    ("IV/b", "Pembina Tingkat I"),
    ("IV/c", "Pembina Utama Muda"),
    ("IV/d", "Pembina Utama Madya"),
    ("IV/e", "Pembina Utama"),
];

/// Grades of contract civil servants.
const GRADES: [&str; 17] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"];

/// A rank or grade in its usual spelling: "Penata, III/c"; `None` for one that does not exist.
pub(super) fn proper(typed: &str) -> Option<String> {
    read(typed).map(|read| read.words())
}

/// How a typed rank compares to its usual spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spelling {
    Usual,
    /// The usual spelling is this one.
    Unusual(String),
    /// There is no such rank.
    Unknown,
}

/// A cache of ranks by spelling; a roster has few distinct ones.
#[derive(Debug)]
pub(super) struct Ranks(Cache<(String, Spelling)>);

impl Default for Ranks {
    fn default() -> Ranks {
        Ranks(Cache::new(Ranks::ROOM))
    }
}

impl Ranks {
    /// Entries in a generation of the cache.
    const ROOM: usize = 256;

    /// Compares a typed rank to its usual spelling.
    pub(super) fn spelling(&mut self, typed: &str) -> Spelling {
        let hash = hash_of(|hasher| typed.hash(hasher));
        if let Some((_, known)) = self.0.get(hash, |(known, _)| known == typed) {
            return known.clone();
        }
        let spelling = match proper(typed) {
            None => Spelling::Unknown,
            Some(proper) if proper != typed && plain(&proper) != plain(typed) => Spelling::Unusual(proper),
            Some(_) => Spelling::Usual,
        };
        self.0.insert(hash, (typed.to_owned(), spelling.clone()));
        spelling
    }
}

/// What the columns of rank and grade say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Joined {
    /// Both, as they are to be printed.
    Print(String),
    /// They exclude each other.
    Contradiction,
    /// One of them is empty or unknown: the rank is printed as typed, or else the grade.
    AsTyped,
}

/// Joins a rank and a grade as typed.
pub(super) fn join(rank: &str, grade: &str) -> Joined {
    match (is_none(rank), is_none(grade)) {
        (true, false) => return Joined::Print(grade.to_owned()),
        (false, false) => {}
        _ => return Joined::AsTyped,
    }
    let (Some(rank), Some(grade)) = (read(rank), read(grade)) else { return Joined::AsTyped };
    match (rank, grade) {
        (ParsedRank::Contract(one), ParsedRank::Contract(other)) if one == other => Joined::Print(one.to_owned()),
        (ParsedRank::Rank(one), ParsedRank::Rank(other)) if one.rank == other.rank => {
            let (by_grade, by_name) = (one.by_grade || other.by_grade, one.by_name || other.by_name);
            Joined::Print(ParsedRank::Rank(NamedRank { rank: one.rank, by_grade, by_name }).words())
        }
        // "III" is only the beginning of "III/c".
        (ParsedRank::Rank(known), ParsedRank::Contract(group)) if known.rank.0.split('/').next() == Some(group) => {
            Joined::AsTyped
        }
        _ => Joined::Contradiction,
    }
}

/// The finding about a grade that excludes the rank beside it.
pub(super) fn contradiction() -> Diagnostic {
    let message = say!(
        "golongan ini tidak cocok dengan pangkat di baris yang sama",
        "this grade and the rank in the row exclude each other"
    );
    Diagnostic::warning(Code::RankContradiction, message).help(say!(
        "perbaiki salah satunya; yang dicetak hanya pangkatnya",
        "correct one of the two; the rank alone is printed"
    ))
}

/// Whether a cell is empty or only has a dash.
pub(super) fn is_none(typed: &str) -> bool {
    plain(typed).is_empty()
}

/// A rank that exists.
enum ParsedRank {
    Rank(NamedRank),
    /// A grade of contract civil servants.
    Contract(&'static str),
}

/// A rank, and whether it was given by grade, by name or both.
struct NamedRank {
    rank: &'static (&'static str, &'static str),
    by_grade: bool,
    by_name: bool,
}

impl ParsedRank {
    fn words(&self) -> String {
        match self {
            ParsedRank::Contract(grade) => (*grade).to_owned(),
            ParsedRank::Rank(NamedRank { rank: (grade, name), by_grade: true, by_name: true }) => {
                format!("{name}, {grade}")
            }
            ParsedRank::Rank(NamedRank { rank: (grade, _), by_grade: true, .. }) => (*grade).to_owned(),
            ParsedRank::Rank(NamedRank { rank: (_, name), .. }) => (*name).to_owned(),
        }
    }
}

fn read(typed: &str) -> Option<ParsedRank> {
    let typed =
        plain(typed).replace("tk i", "tingkat i").replace("tk 1", "tingkat i").replace("tingkat 1", "tingkat i");
    let words: Vec<&str> =
        typed.split_whitespace().filter(|word| !matches!(*word, "gol" | "golongan" | "ruang")).collect();
    let (grade, name): (Vec<&str>, Vec<&str>) = split(&words);
    let by_grade = (!grade.is_empty()).then(|| self::grade(&grade.concat()));
    let by_name =
        (!name.is_empty()).then(|| RANKS.iter().find(|(_, known)| known.eq_ignore_ascii_case(&name.join(" "))));
    match (by_grade, by_name) {
        (Some(Some(Grade::Rank(rank))), Some(Some(named))) if *rank == *named => {
            Some(ParsedRank::Rank(NamedRank { rank, by_grade: true, by_name: true }))
        }
        (Some(Some(Grade::Rank(rank))), None) => {
            Some(ParsedRank::Rank(NamedRank { rank, by_grade: true, by_name: false }))
        }
        (Some(Some(Grade::Contract(grade))), None) => Some(ParsedRank::Contract(grade)),
        (None, Some(Some(rank))) => Some(ParsedRank::Rank(NamedRank { rank, by_grade: false, by_name: true })),
        _ => None,
    }
}

enum Grade {
    Rank(&'static (&'static str, &'static str)),
    Contract(&'static str),
}

/// Splits words into those of a grade and those of a name. The numeral of "Tingkat I" belongs to the name.
fn split<'t>(words: &[&'t str]) -> (Vec<&'t str>, Vec<&'t str>) {
    let is_grade =
        |word: &str| grade(word).is_some() || matches!(word, "a" | "b" | "c" | "d" | "e" | "1" | "2" | "3" | "4");
    let mut parts = (Vec::new(), Vec::new());
    for (index, word) in words.iter().enumerate() {
        let of_name = index > 0 && words[index - 1] == "tingkat";
        if is_grade(word) && !of_name { parts.0.push(*word) } else { parts.1.push(*word) }
    }
    parts
}

fn grade(typed: &str) -> Option<Grade> {
    let roman = match typed.as_bytes().first() {
        Some(digit @ b'1'..=b'4') => ["i", "ii", "iii", "iv"][usize::from(digit - b'1')].to_owned() + &typed[1..],
        _ => typed.to_owned(),
    };
    let is_it = |grade: &str| {
        let letters = grade.bytes().filter(|letter| *letter != b'/').map(|letter| letter.to_ascii_lowercase());
        letters.eq(roman.bytes())
    };
    let rank = RANKS.iter().find(|(grade, _)| is_it(grade));
    rank.map(Grade::Rank)
        .or_else(|| GRADES.iter().find(|grade| grade.eq_ignore_ascii_case(&roman)).map(|grade| Grade::Contract(grade)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_rank_mean_the_same() {
        for (typed, meant) in [
            ("III/a", "III/a"),
            ("IIIa", "III/a"),
            ("III.a", "III/a"),
            ("3a", "III/a"),
            ("Gol. III/A", "III/a"),
            ("Penata Tk. I", "Penata Tingkat I"),
            ("Penata Muda Tk.I (III/b)", "Penata Muda Tingkat I, III/b"),
            ("IV/e - Pembina Utama", "Pembina Utama, IV/e"),
            ("IX", "IX"),
        ] {
            assert_eq!(proper(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_rank_is_written_as_usual_or_not_however_often_it_comes() {
        let mut ranks = Ranks::default();
        for round in 0..3 {
            assert_eq!(ranks.spelling("Penata (III/c)"), Spelling::Usual);
            assert_eq!(ranks.spelling("IIIc"), Spelling::Unusual("III/c".to_owned()));
            (0..300).for_each(|index| assert_eq!(ranks.spelling(&format!("{round} {index}")), Spelling::Unknown));
        }
    }

    #[test]
    fn rank_and_grade_are_printed_together_or_contradict_each_other() {
        let print = |words: &str| Joined::Print(words.to_owned());
        for (rank, grade, joined) in [
            ("Penata", "III/c", print("Penata, III/c")),
            ("PENATA TK. I", "IIId", print("Penata Tingkat I, III/d")),
            ("III/c", "Penata", print("Penata, III/c")),
            ("Penata (III/c)", "Gol. III/c", print("Penata, III/c")),
            ("-", "IX", print("IX")),
            ("", "III/c", print("III/c")),
            ("IX", "IX", print("IX")),
            ("Penata", "", Joined::AsTyped),
            ("Penata", "III", Joined::AsTyped),
            ("Letnan", "III/c", Joined::AsTyped),
            ("Penata", "III/d", Joined::Contradiction),
            ("Penata", "IX", Joined::Contradiction),
        ] {
            assert_eq!(join(rank, grade), joined, "{rank} {grade}");
        }
    }

    #[test]
    fn what_does_not_exist_or_does_not_go_together_is_none() {
        for typed in ["V/a", "III/e", "Penata Madya", "Penata (III/a)", "XX", "?"] {
            assert_eq!(proper(typed), None, "{typed}");
        }
    }
}
