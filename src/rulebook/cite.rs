//! How legal bases and articles are cited in print.
//!
//! A pinpoint is printed only where it is certain: confidence A, sources that can be looked up, and a regulation whose
//! own existence and force are certain. Everything else is cited by its regulation alone, and says so. `explain` shows
//! all of it ([`full`]).

use super::book::Rulebook;
use super::model::{AddressCheck, Article, Basis, Confidence, Regulation, RegulationStatus};
use crate::lang::Lang;
use crate::wording;

/// A legal basis as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The words: "PP 94/2021 Pasal 5 huruf n angka 3".
    pub text: String,
    /// Whether it is certain; where not, the text says so.
    pub verified: bool,
}

/// The citation of one basis.
pub fn basis(rulebook: &Rulebook, basis: &Basis, lang: Lang) -> Citation {
    let regulation = rulebook.regulation(&basis.regulation);
    let short = regulation.map_or(basis.regulation.as_str(), |r| r.short.get(lang));
    if !regulation.is_some_and(|regulation| certain(regulation, basis)) {
        let revoked = regulation.is_some_and(|r| r.status == RegulationStatus::Revoked);
        return Citation { text: format!("{short} {}", doubt(revoked, lang)), verified: false };
    }
    let text = match &basis.pinpoint {
        Some(pinpoint) => format!("{short} {}", localised(pinpoint, lang)),
        None => short.to_owned(),
    };
    Citation { text, verified: true }
}

fn certain(regulation: &Regulation, basis: &Basis) -> bool {
    basis.confidence == Confidence::A
        && basis.address_check != AddressCheck::Lemah
        && regulation.confidence == Confidence::A
        && regulation.status == RegulationStatus::InForce
}

fn doubt(revoked: bool, lang: Lang) -> &'static str {
    match (revoked, lang) {
        (true, Lang::Id) => "(sudah dicabut)",
        (true, Lang::En) => "(revoked)",
        (false, Lang::Id) => "(belum diverifikasi)",
        (false, Lang::En) => "(unverified)",
    }
}

/// The bases that concern an audience: those for all, for it, for a group it belongs to, or for a part of it. Without an
/// audience, all of them.
pub fn concerning<'b>(rulebook: &Rulebook, bases: &'b [Basis], audience: Option<&str>) -> Vec<&'b Basis> {
    let Some(audience) = audience else { return bases.iter().collect() };
    let within = |inner: &str, outer: &str| rulebook.ancestors(inner).iter().any(|group| group.id == outer);
    let concerns = |basis: &&Basis| {
        basis.audiences.is_empty()
            || basis.audiences.iter().any(|group| within(audience, group) || within(group, audience))
    };
    bases.iter().filter(concerns).collect()
}

/// The citations of many bases, one per regulation in the order in which they are first named; certain pinpoints of one
/// regulation are joined ("PP 94/2021 Pasal 5 huruf n angka 3 dan Pasal 14 huruf i"), and one that is certain makes an
/// uncertain mention of the same regulation superfluous.
pub fn all<'b>(rulebook: &Rulebook, bases: impl IntoIterator<Item = &'b Basis>, lang: Lang) -> Vec<Citation> {
    let mut by_regulation: Vec<(&str, Vec<&Basis>)> = Vec::new();
    for basis in bases {
        match by_regulation.iter_mut().find(|(regulation, _)| *regulation == basis.regulation) {
            Some((_, same)) => same.push(basis),
            None => by_regulation.push((&basis.regulation, vec![basis])),
        }
    }
    by_regulation.into_iter().filter_map(|(_, same)| joined(rulebook, &same, lang)).collect()
}

/// The citation of bases that share one regulation.
fn joined(rulebook: &Rulebook, bases: &[&Basis], lang: Lang) -> Option<Citation> {
    let mut pinpoints: Vec<String> = Vec::new();
    let mut best: Option<Citation> = None;
    let mut short = "";
    for one in bases {
        let citation = basis(rulebook, one, lang);
        if let Some(regulation) = rulebook.regulation(&one.regulation).filter(|_| citation.verified) {
            short = regulation.short.get(lang);
            pinpoints.extend(one.pinpoint.as_deref().map(|p| localised(p, lang)).filter(|p| !pinpoints.contains(p)));
        }
        if best.as_ref().is_none_or(|best| citation.verified && !best.verified) {
            best = Some(citation);
        }
    }
    match pinpoints.is_empty() {
        true => best,
        false => Some(Citation { text: format!("{short} {}", wording::enumeration(&pinpoints, lang)), verified: true }),
    }
}

/// Everything known of a basis, pinpoint and confidence included: for `explain`, not for print.
pub fn full(rulebook: &Rulebook, basis: &Basis, lang: Lang) -> String {
    let short = rulebook.regulation(&basis.regulation).map_or(basis.regulation.as_str(), |r| r.short.get(lang));
    let pinpoint = basis.pinpoint.as_deref().map(|p| format!(" {}", localised(p, lang))).unwrap_or_default();
    let confidence = match basis.confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
    };
    let sources = match basis.address_check {
        AddressCheck::Kuat => "kuat",
        AddressCheck::Sebagian => "sebagian",
        AddressCheck::Lemah => "lemah",
    };
    let (label, checked) = match lang {
        Lang::Id => ("keyakinan", "sumber"),
        Lang::En => ("confidence", "sources"),
    };
    format!("{short}{pinpoint} [{label} {confidence}, {checked} {sources}]")
}

/// An article as a source: "koranenimekspres.com, Jumat 30 Agustus 2024". The date is the printed one, in English with
/// the names of its day and month translated. One that cannot be right carries "[sic]"; what is doubtful about it stands
/// in [`Article::doubts`].
pub fn article(article: &Article, lang: Lang) -> String {
    let sic = if article.date.is_none() && !article.date_printed.contains("[sic]") { " [sic]" } else { "" };
    let date = match lang {
        Lang::Id => article.date_printed.clone(),
        Lang::En => date_en(&article.date_printed),
    };
    format!("{}, {date}{sic}", article.outlet.get(lang))
}

/// A printed date with its Indonesian names in English; all else stays as it was printed.
fn date_en(printed: &str) -> String {
    let words = printed.split(' ').map(|word| {
        let bare = word.trim_end_matches([',', ';']);
        let mut names = wording::WEEKDAYS.iter().chain(&wording::MONTHS);
        let english = names.find(|(indonesian, _)| *indonesian == bare).map_or(bare, |(_, english)| english);
        format!("{english}{}", word.get(bare.len()..).unwrap_or_default())
    });
    words.collect::<Vec<String>>().join(" ")
}

fn localised(pinpoint: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => pinpoint.to_owned(),
        Lang::En => pinpoint_en(pinpoint),
    }
}

/// An Indonesian pinpoint in English: "Pasal 5 huruf n angka 3" is "Article 5 letter n item 3".
pub fn pinpoint_en(pinpoint: &str) -> String {
    let words: Vec<&str> = pinpoint.split(' ').collect();
    let english = words.iter().enumerate().map(|(i, word)| {
        let bare = word.trim_end_matches([',', ';']);
        let mark = word.get(bare.len()..).unwrap_or_default();
        let last = i + 1 == words.len() || !mark.is_empty();
        format!("{}{mark}", word_en(bare, last))
    });
    english.collect::<Vec<String>>().join(" ")
}

/// `last`: nothing follows that the word could govern.
fn word_en(word: &str, last: bool) -> &str {
    match word {
        "Pasal" => "Article",
        "pasal" => "article",
        "ayat" => "paragraph",
        "huruf" => "letter",
        "angka" => "item",
        "butir" => "point",
        "nomor" => "number",
        "Bab" | "BAB" => "Chapter",
        "Bagian" => "Part",
        "bagian" => "part",
        "Lampiran" | "lampiran" => "Annex",
        "Penjelasan" | "penjelasan" if last => "Elucidation",
        "Penjelasan" | "penjelasan" => "Elucidation of",
        "dan" => "and",
        "atau" => "or",
        "sampai" => "to",
        "serta" => "and",
        "jo." | "juncto" => "in conjunction with",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::sample;

    fn with(pinpoint: Option<&str>, confidence: Confidence, address_check: AddressCheck) -> Basis {
        let regulation = "pp-94-2021".to_owned();
        Basis {
            regulation,
            pinpoint: pinpoint.map(str::to_owned),
            confidence,
            address_check,
            audiences: Vec::new(),
            note: None,
        }
    }

    #[test]
    fn a_certain_pinpoint_is_printed() {
        let basis = with(Some("Pasal 5 huruf n angka 3"), Confidence::A, AddressCheck::Sebagian);
        let citation = super::basis(&sample::rulebook(), &basis, Lang::En);
        assert_eq!(citation, Citation { text: "PP 94/2021 Article 5 letter n item 3".into(), verified: true });
    }

    #[test]
    fn an_uncertain_pinpoint_is_not() {
        let rulebook = sample::rulebook();
        for (confidence, check) in [(Confidence::B, AddressCheck::Kuat), (Confidence::A, AddressCheck::Lemah)] {
            let citation = basis(&rulebook, &with(Some("Pasal 13 huruf g"), confidence, check), Lang::Id);
            assert_eq!(citation, Citation { text: "PP 94/2021 (belum diverifikasi)".into(), verified: false });
        }
    }

    #[test]
    fn a_certain_regulation_without_pinpoint_is_not_marked() {
        let citation = basis(&sample::rulebook(), &with(None, Confidence::A, AddressCheck::Kuat), Lang::Id);
        assert_eq!(citation, Citation { text: "PP 94/2021".into(), verified: true });
    }

    #[test]
    fn a_revoked_or_uncertain_regulation_gets_no_pinpoint() {
        let rulebook = sample::rulebook();
        let mut old = with(Some("Pasal 2 huruf f"), Confidence::A, AddressCheck::Kuat);
        old.regulation = "uu-5-2014".into();
        assert_eq!(basis(&rulebook, &old, Lang::Id).text, "UU 5/2014 (sudah dicabut)");
        old.regulation = "se-mendagri-2024".into();
        assert_eq!(basis(&rulebook, &old, Lang::En).text, "Home Affairs circular 2024 (unverified)");
    }

    #[test]
    fn pinpoints_of_one_regulation_are_joined() {
        let bases = [
            with(Some("Pasal 5 huruf n angka 3"), Confidence::A, AddressCheck::Kuat),
            with(Some("Pasal 13 huruf g"), Confidence::B, AddressCheck::Kuat),
            with(Some("Pasal 14 huruf i"), Confidence::A, AddressCheck::Kuat),
        ];
        let citations = all(&sample::rulebook(), &bases, Lang::Id);
        let text = "PP 94/2021 Pasal 5 huruf n angka 3 dan Pasal 14 huruf i";
        assert_eq!(citations, [Citation { text: text.into(), verified: true }]);
    }

    #[test]
    fn a_basis_for_some_is_cited_to_them_to_their_parts_and_to_groups_that_hold_them() {
        let mut asn = with(None, Confidence::A, AddressCheck::Kuat);
        asn.audiences = vec!["asn".into()];
        let (rulebook, bases) = (sample::rulebook(), [asn]);
        let cited = |audience| concerning(&rulebook, &bases, audience).len();
        assert_eq!([cited(None), cited(Some("asn")), cited(Some("camat")), cited(Some("pegawai"))], [1; 4]);
        assert_eq!(cited(Some("tk2d")), 0);
    }

    #[test]
    fn only_doubtful_mentions_of_a_regulation_make_one_marked_citation() {
        let bases =
            [with(Some("Pasal 1"), Confidence::B, AddressCheck::Kuat), with(None, Confidence::C, AddressCheck::Kuat)];
        let citations = all(&sample::rulebook(), &bases, Lang::En);
        assert_eq!(citations, [Citation { text: "PP 94/2021 (unverified)".into(), verified: false }]);
    }

    #[test]
    fn pinpoints_in_english() {
        let cases = [
            ("Pasal 52 ayat (3) huruf j dan ayat (4)", "Article 52 paragraph (3) letter j and paragraph (4)"),
            ("Penjelasan Pasal 5 huruf n", "Elucidation of Article 5 letter n"),
            ("Pasal 71 ayat (1) jo. Pasal 188", "Article 71 paragraph (1) in conjunction with Article 188"),
            ("Pasal 9, Penjelasan", "Article 9, Elucidation"),
            ("Lampiran nomor 2", "Annex number 2"),
        ];
        for (indonesian, english) in cases {
            assert_eq!(pinpoint_en(indonesian), english);
        }
    }

    #[test]
    fn the_date_of_an_article_is_in_the_language_of_the_sheet() {
        let dates = ["Jumat 30 Agustus 2024", "Senin (13/05)", "Kamis, 3 September 2024"].map(date_en);
        assert_eq!(dates, ["Friday 30 August 2024", "Monday (13/05)", "Thursday, 3 September 2024"]);
    }

    #[test]
    fn full_shows_what_print_withholds() {
        let basis = with(Some("Pasal 13 huruf g"), Confidence::B, AddressCheck::Sebagian);
        let text = full(&sample::rulebook(), &basis, Lang::En);
        assert_eq!(text, "PP 94/2021 Article 13 letter g [confidence B, sources sebagian]");
    }
}
