//! Where a line may end: the Unicode line-break rules (UAX #14), and what good Indonesian and English typesetting adds.
//!
//! 1. `unicode-linebreak` names every opportunity.
//! 2. Some are glued, since a number must not part from what it counts: "Pasal | 5", "ayat | (2)", "27 | November",
//!    "III/ | a", "Drs. | Ahmad", "PP | 94/2021". They serve only where the whole is wider than the line.
//!    The characters stay as they are, so that "Pasal 5" is found and copied with an ordinary space.
//! 3. Others become poor ones, taken only where a good one costs more: after a slash or within a compound.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::lang::Lang;
use crate::wording::month_number;

/// Stands for a place to fill in.
pub(crate) const OBJECT: char = '\u{fffc}';

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
    /// Between words that belong together.
    Glued,
    /// Within a word that is wider than the line.
    Emergency,
}

/// Every break of a text, in order. The last one is the end of the text. Inside a range of `whole`, which are in order
/// and apart, there is none.
pub(crate) fn breaks(text: &str, whole: &[std::ops::Range<usize>]) -> Vec<Break> {
    let classify = |(at, opportunity): (usize, BreakOpportunity)| {
        let kind = match opportunity {
            BreakOpportunity::Mandatory => BreakKind::Mandatory,
            BreakOpportunity::Allowed if glued(text, at) || follows(text, whole, at) => BreakKind::Glued,
            // A place to fill in stays beside the word that says what belongs there.
            BreakOpportunity::Allowed if text[at..].starts_with(OBJECT) => BreakKind::Poor,
            BreakOpportunity::Allowed if text[..at].ends_with([' ', '\u{200b}']) => BreakKind::Good,
            BreakOpportunity::Allowed => BreakKind::Poor,
        };
        Break { at, kind }
    };
    let kept = |found: &Break| found.kind == BreakKind::Mandatory || !is_inside(whole, found.at);
    linebreaks(text).map(classify).filter(kept).collect()
}

/// The stretches of a text, in order, that a line should not part: words with what belongs to them, without the spaces
/// around.
pub(crate) fn kept_together(text: &str, whole: &[std::ops::Range<usize>]) -> Vec<std::ops::Range<usize>> {
    let (mut kept, mut start, mut is_glued) = (Vec::new(), 0, false);
    for place in breaks(text, whole) {
        if place.kind == BreakKind::Glued {
            is_glued = true;
            continue;
        }
        if std::mem::take(&mut is_glued) {
            kept.push(start..start + text[start..place.at].trim_end().len());
        }
        start = place.at;
    }
    kept
}

/// Whether something whole, such as the id of a rule, starts here and stands after a sentence, not in a list of its like.
fn follows(text: &str, whole: &[std::ops::Range<usize>], at: usize) -> bool {
    whole.binary_search_by_key(&at, |range| range.start).is_ok() && !text[..at].trim_end().ends_with([',', ';', ':'])
}

fn is_inside(whole: &[std::ops::Range<usize>], at: usize) -> bool {
    let next = whole.partition_point(|range| range.end <= at);
    whole.get(next).is_some_and(|range| range.start < at)
}

/// Whether the words on both sides of an opportunity belong together.
fn glued(text: &str, at: usize) -> bool {
    let (before, after) = (tail(&text[..at]), head(&text[at..]));
    let next = after.split([' ', '\n']).next().unwrap_or_default();
    if let Some(before) = before.strip_suffix(' ') {
        let previous = before.rsplit([' ', '\n']).next().unwrap_or_default().trim_start_matches(['(', '"', '“', '[']);
        return counts(previous, next)
            || ["–", "—", "·"].contains(&next)
            || next.starts_with("[sic]")
            || is_regulation(previous)
            || is_number_of_year(next)
            || is_date(previous, next)
            || is_title(previous)
            || is_degree(previous, next);
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let start = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let is_range = start.strip_suffix('–').is_some_and(|from| from.ends_with(is_digit)) && next.starts_with(is_digit);
    // "III/a", "4/b" stay whole, "dan/atau" may part.
    let is_rank = start.ends_with('/') && (next.chars().count() <= 2 || start.len() <= 3);
    let word = format!("{start}{next}");
    is_range || is_rank || is_number_of_year(&word) || is_locator(&word)
}

/// "muara-enim#12", the line of an article.
fn is_locator(word: &str) -> bool {
    word.split_once('#')
        .is_some_and(|(article, line)| !article.is_empty() && line.starts_with(|c: char| c.is_ascii_digit()))
}

/// No word that matters here has more bytes; without a limit, a megabyte without spaces would be searched at each break.
const WORD: usize = 120;

fn tail(text: &str) -> &str {
    let from = (text.len().saturating_sub(WORD)..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[from.unwrap_or_default()..]
}

fn head(text: &str) -> &str {
    let to = (WORD.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[..to.unwrap_or(text.len())]
}

/// Words before a number that lead to it.
const COUNTING: [&str; 28] = [
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
    "rp",
    "idr",
    "kolom",
    "article",
    "paragraph",
    "letter",
    "item",
    "chapter",
    "section",
    "page",
    "number",
    "year",
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

/// "UU Pilkada", "SE Bawaslu": a kind of regulation stays with what tells which.
fn is_regulation(previous: &str) -> bool {
    ["UU", "PP", "SE", "SKB", "PKPU", "Perpu", "Perpres", "Perbawaslu", "MK"].contains(&previous)
}

/// "94/2021", "136/PUU-XXII/2024": the number of a regulation.
fn is_number_of_year(next: &str) -> bool {
    let number = next.trim_end_matches([')', ',', '.', ';', ':']);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    number.split_once('/').is_some_and(|(first, rest)| {
        is_digits(first) && rest.rsplit('/').next().is_some_and(|year| year.len() == 4 && is_digits(year))
    })
}

/// "27 November", "November 2024", "24–26 November", "25 September–23 November".
fn is_date(previous: &str, next: &str) -> bool {
    let is_month = |word: &str| Lang::ALL.into_iter().any(|lang| month_number(word, lang).is_some());
    let is_number =
        |word: &str, most: usize| (1..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let next = next.trim_end_matches([',', '.', ';', ':', ')']);
    let day = previous.rsplit('–').next().unwrap_or(previous);
    (is_number(day, 2) && is_month(next.split('–').next().unwrap_or(next)))
        || (is_month(previous) && is_number(next.split('–').next().unwrap_or(next), 4))
}

/// A title before a name, or an initial.
fn is_title(previous: &str) -> bool {
    let mut letters = previous.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.as_str() == ".";
    is_initial
        || ["Drs.", "Dra.", "Dr.", "dr.", "drg.", "Ir.", "Hj.", "KH.", "Prof.", "Pj.", "Pjs.", "Plt.", "Plh.", "a.n."]
            .contains(&previous)
}

/// Degrees that are often written after a name without comma and full stops.
const DEGREES: [&str; 24] = [
    "SE", "SH", "SP", "ST", "SKM", "SIP", "SSos", "SPd", "SHut", "SSi", "SSTP", "SPt", "MM", "MH", "MT", "MP", "MAP",
    "MSi", "MPd", "MKes", "MSc", "MBA", "MA", "PhD",
];

/// "Siti Aminah, S.Pd.", "Elman ST MM": the degree stays with the name.
fn is_degree(previous: &str, next: &str) -> bool {
    let degree = next.trim_end_matches([',', ';', ')']);
    let is_name = previous.starts_with(|c: char| c.is_uppercase());
    let dotted = degree.len() <= 9 && degree.contains('.') && degree.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = DEGREES.contains(&degree.trim_end_matches('.')) && previous.ends_with(char::is_alphanumeric);
    is_name && (plain || dotted && previous.ends_with(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where a line may end well, `¦` where it may end poorly.
    fn marked(text: &str) -> String {
        let mut out = text.to_owned();
        for found in breaks(text, &[]).iter().rev().skip(1).filter(|found| found.kind != BreakKind::Glued) {
            out.insert(found.at, if found.kind == BreakKind::Poor { '¦' } else { '|' });
        }
        out
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        assert_eq!(marked("PP 94/2021 Pasal 5 huruf n angka 2"), "PP 94/2021 |Pasal 5 |huruf n |angka 2");
        assert_eq!(marked("(Pasal 71 ayat (1) UU 10/2016)"), "(Pasal 71 |ayat (1) |UU 10/2016)");
        assert_eq!(marked("pada 27 November 2024, pukul 07.00"), "pada |27 November 2024, |pukul 07.00");
        assert_eq!(marked("25 September–23 November 2024"), "25 September–¦23 November 2024");
        assert_eq!(marked("24–26 November; SE MenPANRB 1/2023;"), "24–26 November; |SE MenPANRB 1/2023;");
        assert_eq!(
            marked("Putusan MK 136/PUU-XXII/2024 dan/atau 1/2 bagian"),
            "Putusan |MK 136/PUU-XXII/2024 |dan/¦atau |1/2 |bagian"
        );
    }

    #[test]
    fn ranks_names_and_compounds() {
        assert_eq!(marked("surat-surat muara-enim#10, muara"), "surat-¦surat |muara-enim#10, |muara");
        assert_eq!(marked("Penata III/a dan/atau surat-surat"), "Penata |III/a |dan/¦atau |surat-¦surat");
        assert_eq!(marked("Drs. Ahmad Yani, M.Si. dan"), "Drs. Ahmad |Yani, M.Si. |dan");
        assert_eq!(marked("oleh H. Elman ST MM, selaku"), "oleh |H. Elman ST MM, |selaku");
        assert_eq!(marked("Hani S. Rustam"), "Hani |S. Rustam");
        assert_eq!(marked("denda Rp 600.000"), "denda |Rp 600.000");
    }

    #[test]
    fn a_line_starts_with_no_dash_and_a_blank_stays_with_its_word() {
        assert_eq!(marked("Kamis [sic] · pagi — siang"), "Kamis [sic] · |pagi — |siang");
        assert_eq!(marked("tahun \u{fffc}, bulan"), "tahun ¦\u{fffc}, |bulan");
    }

    #[test]
    fn what_is_kept_together_is_named_without_the_spaces_around() {
        let text = "menurut PP 94/2021 Pasal 5, pada 24–26 November 2024. ";
        let kept: Vec<&str> = kept_together(text, &[]).into_iter().map(|range| &text[range]).collect();
        assert_eq!(kept, ["PP 94/2021", "Pasal 5,", "24–26 November 2024."]);
        assert!(kept_together("satu dua tiga", &[]).is_empty());
    }

    #[test]
    fn a_no_break_space_and_a_whole_range_do_not_part() {
        assert_eq!(marked("satu\u{a0}dua"), "satu\u{a0}dua");
        let whole = 2..5;
        let found = breaks("a b-c d", &[whole]);
        let kinds: Vec<_> = found.iter().map(|found| (found.at, found.kind)).collect();
        assert_eq!(kinds, [(2, BreakKind::Glued), (6, BreakKind::Good), (7, BreakKind::Mandatory)]);
    }
}
