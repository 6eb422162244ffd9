//! Where a line may end: the Unicode line-break rules (UAX #14), and what good Indonesian and English typesetting adds.
//!
//! 1. `unicode-linebreak` names every opportunity.
//! 2. Some are dropped, since a number must not part from what it counts: "Pasal | 5", "ayat | (2)", "27 | November",
//!    "III/ | a", "Drs. | Ahmad".
//! 3. Others become poor ones, taken only where a good one costs more: after a slash or within a compound.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// A place where a line may or must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Break {
    /// Byte of the text that would start the next line.
    pub(crate) at: usize,
    pub(crate) kind: BreakKind,
}

/// How good a place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BreakKind {
    /// The line ends here.
    Mandatory,
    /// After a space.
    Good,
    /// Within what is written as one word.
    Poor,
    /// Within a word that is wider than the line.
    Emergency,
}

/// Every break of a text, in order. The last one is the end of the text. Inside a range of `whole`, which are in order
/// and apart, there is none.
pub(crate) fn breaks(text: &str, whole: &[std::ops::Range<usize>]) -> Vec<Break> {
    let classify = |(at, opportunity): (usize, BreakOpportunity)| {
        let kind = match opportunity {
            BreakOpportunity::Mandatory => BreakKind::Mandatory,
            BreakOpportunity::Allowed if text[..at].ends_with([' ', '\u{200b}']) => BreakKind::Good,
            BreakOpportunity::Allowed => BreakKind::Poor,
        };
        Break { at, kind }
    };
    let kept =
        |found: &Break| found.kind == BreakKind::Mandatory || !(is_inside(whole, found.at) || glued(text, found.at));
    linebreaks(text).map(classify).filter(kept).collect()
}

fn is_inside(whole: &[std::ops::Range<usize>], at: usize) -> bool {
    let next = whole.partition_point(|range| range.end <= at);
    whole.get(next).is_some_and(|range| range.start < at)
}

/// Whether the words on both sides of an opportunity belong together.
fn glued(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let next = after.split(' ').next().unwrap_or_default();
    if let Some(before) = before.strip_suffix(' ') {
        let previous = before.rsplit([' ', '\n']).next().unwrap_or_default().trim_start_matches(['(', '"', '“', '[']);
        return counts(previous, next)
            || is_day_of_month(previous, next)
            || is_title(previous)
            || is_degree(previous, next);
    }
    // "III/a", "4/b" stay whole, "dan/atau" may part.
    before.ends_with('/')
        && (next.chars().count() <= 2 || before.rsplit(' ').next().is_some_and(|word| word.len() <= 3))
}

/// Words before a number that lead to it.
const COUNTING: [&str; 34] = [
    "pasal",
    "ayat",
    "huruf",
    "angka",
    "nomor",
    "no.",
    "bab",
    "butir",
    "tahun",
    "tanggal",
    "pukul",
    "halaman",
    "hlm.",
    "lampiran",
    "golongan",
    "pp",
    "uu",
    "skb",
    "perpu",
    "perbawaslu",
    "perka",
    "permenpan",
    "rp",
    "kolom",
    "article",
    "paragraph",
    "letter",
    "item",
    "chapter",
    "section",
    "page",
    "number",
    "law",
    "§",
];

fn counts(previous: &str, next: &str) -> bool {
    let figure = next.trim_start_matches('(');
    let letters = figure.trim_end_matches([')', ',', '.', ';', ':']);
    let is_figure = figure.starts_with(|c: char| c.is_ascii_digit())
        || letters.len() == 1
        || (!letters.is_empty() && letters.chars().all(|c| "IVXLC".contains(c)));
    is_figure && COUNTING.contains(&previous.to_lowercase().as_str())
}

const MONTHS: [&str; 21] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "august",
    "october",
    "december",
];

fn is_day_of_month(previous: &str, next: &str) -> bool {
    let is_day = (1..=2).contains(&previous.len()) && previous.bytes().all(|b| b.is_ascii_digit());
    is_day && MONTHS.contains(&next.trim_end_matches([',', '.', ')']).to_lowercase().as_str())
}

fn is_title(previous: &str) -> bool {
    ["Drs.", "Dra.", "Dr.", "dr.", "drg.", "Ir.", "H.", "Hj.", "Prof.", "Pj.", "Pjs.", "Plt.", "Plh."]
        .contains(&previous)
}

/// "Siti Aminah, S.Pd.": the degree stays with the name.
fn is_degree(previous: &str, next: &str) -> bool {
    let degree = next.trim_end_matches(',');
    previous.ends_with(',')
        && degree.len() <= 9
        && degree.contains('.')
        && degree.starts_with(|c: char| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where a line may end well, `¦` where it may end poorly.
    fn marked(text: &str) -> String {
        let mut out = text.to_owned();
        for found in breaks(text, &[]).iter().rev().skip(1) {
            out.insert(found.at, if found.kind == BreakKind::Poor { '¦' } else { '|' });
        }
        out
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        assert_eq!(marked("PP 94/2021 Pasal 5 huruf n angka 2"), "PP 94/2021 |Pasal 5 |huruf n |angka 2");
        assert_eq!(marked("(Pasal 71 ayat (1) UU 10/2016)"), "(Pasal 71 |ayat (1) |UU 10/2016)");
        assert_eq!(marked("pada 27 November 2024, pukul 07.00"), "pada |27 November |2024, |pukul 07.00");
    }

    #[test]
    fn ranks_names_and_compounds() {
        assert_eq!(marked("Penata III/a dan/atau surat-surat"), "Penata |III/a |dan/¦atau |surat-¦surat");
        assert_eq!(marked("Drs. Ahmad Yani, M.Si. dan"), "Drs. Ahmad |Yani, M.Si. |dan");
    }

    #[test]
    fn a_no_break_space_and_a_whole_range_do_not_part() {
        assert_eq!(marked("satu\u{a0}dua"), "satu\u{a0}dua");
        let whole = 0..3;
        assert_eq!(breaks("a-b c", &[whole]).iter().map(|found| found.at).collect::<Vec<_>>(), [4, 5]);
    }
}
