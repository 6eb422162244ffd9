//! Reading in sections is reading the whole, whatever the text and whatever was read before.

use super::*;
use crate::approved;
use crate::document::markdown::tests::nasty;
use crate::lang::Text;

/// Pieces of every kind of block, whole or open, and of what acts from afar.
const PIECES: [&str; 76] = [
    "a",
    "ASN",
    "Baik **ASN** maupun camat",
    "Aparatur sipil negara (ASN).",
    "# A",
    "# B",
    "## A",
    "## B {#a}",
    "## C {#c}",
    "#### D",
    "#",
    "#e",
    "Setext",
    "===",
    "---",
    "* * *",
    "-",
    "- ",
    "- f",
    "- f\n- ASN",
    "- f\n\n- g",
    "- - h",
    "-\n  -",
    "+ i",
    "  j",
    "   - k",
    "      l",
    "1. m",
    "1.",
    "2) n",
    "- [ ] o",
    "- [x] p",
    ">",
    "> q",
    "> - r",
    "> > s",
    "> [!NOTE]\n> t",
    "> [!TIP]",
    "    code",
    "\tcode",
    "    ",
    "```",
    "~~~",
    "- ```",
    "`u",
    "v`",
    "| w | x |\n|---|---|\n| y |",
    "w | x\n-|-\ny | z",
    "|---|---|",
    "| ASN |",
    "<!-- small -->",
    "<!-- center -->\ncentred",
    "<!-- page-break -->",
    "<!-- read-aloud -->\n",
    "<!-- obligation -->\n- must",
    "<!-- fields -->\n- Nama: ____\n- NIP: ____",
    "<!-- signatures -->\n| A | B |\n|---|---|\n| | |\n| C | ____ |",
    "<!-- letterhead -->\n**A**",
    "  <!-- small -->",
    "<!-- open",
    "-->",
    "<!-- two\nlines -->",
    "b <!-- c --> d",
    "<div>",
    "\\<div\\>",
    "<?",
    "[a]",
    "[a]: http://a.id",
    "[^1]",
    "[^1]: note",
    "[d](#a)",
    "[e](#b)\\",
    "line\\",
    "line  ",
    "*f",
    "\r\n",
];

fn glossary() -> Glossary {
    let text = |id: &str, en: &str| Text { id: id.to_owned(), en: en.to_owned() };
    let mut glossary = Glossary::default();
    glossary.abbreviation("ASN", &text("Aparatur Sipil Negara", "State Civil Apparatus"));
    glossary.abbreviation("PP", &text("Peraturan Pemerintah", "Government Regulation"));
    glossary.abbreviation("NIP", &text("Nomor Induk Pegawai", "personnel number"));
    glossary.abbreviation("PNS", &text("Pegawai Negeri Sipil", "permanent civil servant"));
    glossary.foreign("camat", Lang::Id);
    glossary
}

fn meta(lang: Lang) -> Meta {
    Meta { lang, ..Meta::default() }
}

fn whole(markdown: &str, lang: Lang) -> Result<Document, Diagnostics> {
    let mut document = markdown::parse("a.md", markdown, meta(lang))?;
    glossary().mark(&mut document);
    Ok(document)
}

/// Texts of a few pieces, put together at random but the same at each run. One piece comes rather often, so that lists,
/// tables and paragraphs go on.
fn texts() -> impl Iterator<Item = String> {
    const BETWEEN: [&str; 6] = ["\n", "\n\n", "\n\n", "\n\n", "\n \n", "\n\n\n"];
    (0..5_000).map(|seed| {
        let mut numbers = nasty::numbers(seed);
        let mut next = |below: usize| numbers.next().unwrap_or(0) % below;
        let (length, often) = (2 + next(7), next(PIECES.len()));
        let mut text = String::new();
        for _ in 0..length {
            let piece = if next(4) == 0 { often } else { next(PIECES.len()) };
            text.extend([PIECES[piece], BETWEEN[next(BETWEEN.len())]]);
        }
        text
    })
}

#[test]
fn sections_mean_what_the_whole_text_means() {
    let experienced = Reader::new(glossary());
    let mut in_sections = 0;
    for text in texts().chain(nasty::texts()) {
        let expected = whole(&text, Lang::Id);
        for _ in 0..3 {
            assert_eq!(experienced.read("a.md", &text, meta(Lang::Id)), expected, "{text:?}");
        }
        let is_in_sections = SectionCache::default().blocks(&text, Lang::Id, &glossary()).is_some();
        assert!(!is_in_sections || expected.is_ok(), "{text:?}");
        in_sections += usize::from(is_in_sections && sections(&text).count() > 1);
    }
    assert!(in_sections > 500, "only {in_sections} texts were read in sections");
}

#[test]
fn a_reader_that_has_read_much_reads_every_sheet_as_a_new_one_does() {
    let experienced = Reader::new(glossary());
    for (name, text) in (0..3).flat_map(|_| approved::sheets()) {
        for lang in Lang::ALL {
            let expected = whole(&text, lang);
            assert!(expected.is_ok(), "{name}");
            assert_eq!(experienced.read("a.md", &text, meta(lang)), expected, "{name}");
            assert_eq!(Reader::new(glossary()).read("a.md", &text, meta(lang)), expected, "{name}");
        }
    }
}

#[test]
fn pledges_are_read_in_sections_and_only_what_is_personal_is_read_anew() {
    let form = &approved::sheets()["muara-enim-pledge"];
    let pledge = |name: &str| form.replacen("Nama: ____", &format!("Nama: {name}"), 1);
    let mut cache = SectionCache::default();
    for name in ["A", "B"] {
        assert!(cache.blocks(&pledge(name), Lang::Id, &glossary()).is_some());
    }
    let third = pledge("C");
    let mut before = Preceding { lang: Lang::Id, level: 0, explained: ExplainedSet::default() };
    let mut anew = Vec::new();
    for text in sections(&third) {
        let hash = hash_of(|hasher| (text, &before).hash(hasher));
        match cache.known.get(hash, |known| known.text == text && known.before == before) {
            Some(known) => before = known.after.clone(),
            None => {
                let mut section = Section::new(text, before.level).unwrap();
                glossary().mark_next(&mut section.blocks, Lang::Id, &mut before.explained);
                before.level = section.level;
                anew.push(text);
            }
        }
    }
    assert_eq!(sections(&third).count(), 9);
    assert!(matches!(anew[..], [fields] if fields.contains("Nama: C")), "{anew:#?}");
}
