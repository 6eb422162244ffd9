//! Abbreviations and foreign words, for screen readers: expansions, and passages in another language than their text.
//!
//! [`Glossary::mark`] finds both in a document and marks them in its tree, so that every writer can say them. An
//! abbreviation is marked where it first stands in running text, unless its own paragraph explains it; a listener is told
//! once.

use rustc_hash::FxHashMap;

use super::tree::{Block, Document, FormField, Inline, List, Signature, Table};
use super::words::plain_text;
use crate::lang::{Lang, Text};

/// Known abbreviations and foreign words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// By first word: the whole phrase, and what it is. Longer phrases come first.
    entries: FxHashMap<String, Vec<(String, Meaning)>>,
    /// A filter over the first two bytes of first words: the lower five bits of each, case-insensitively.
    beginnings: [u32; 32],
    /// How many abbreviations there are.
    abbreviations: usize,
}

/// What a phrase is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// An abbreviation: its number and its expansion.
    Short(usize, Text),
    /// A word or phrase of this language.
    Foreign(Lang),
}

impl Glossary {
    /// Adds an abbreviation. What it stands for in Indonesian is Indonesian in an English text.
    pub fn abbreviation(&mut self, short: &str, long: &Text) {
        self.add(short, Meaning::Short(self.abbreviations, long.clone()));
        self.abbreviations += 1;
        if long.id != long.en {
            self.foreign(&long.id, Lang::Id);
        }
    }

    /// Adds a phrase of one language that texts of the other use. At the start of a sentence it has a capital.
    pub fn foreign(&mut self, phrase: &str, lang: Lang) {
        let mut letters = phrase.chars();
        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        if capital != phrase {
            self.add(&capital, Meaning::Foreign(lang));
        }
        self.add(phrase, Meaning::Foreign(lang));
    }

    fn add(&mut self, phrase: &str, meaning: Meaning) {
        let Some(first) = phrase.split(is_between).find(|word| !word.is_empty()) else { return };
        if let [first, ref rest @ ..] = *first.as_bytes() {
            let seconds = rest.first().map_or(u32::MAX, |second| 1 << (second & 31));
            self.beginnings[usize::from(first & 31)] |= seconds;
        }
        let entries = self.entries.entry(first.to_owned()).or_default();
        let at = entries.partition_point(|(known, _)| known.len() >= phrase.len());
        entries.insert(at, (phrase.to_owned(), meaning));
    }

    /// Marks the known phrases in a document. Nothing is explained in headings, letterheads and links, which serve as names.
    pub fn mark(&self, document: &mut Document) {
        self.mark_next(&mut document.blocks, document.meta.lang, &mut ExplainedSet::default());
    }

    /// Marks the next blocks of a document of this language; `explained` holds the abbreviations explained before.
    pub(super) fn mark_next(&self, blocks: &mut [Block], lang: Lang, explained: &mut ExplainedSet) {
        if !self.entries.is_empty() {
            Marker { glossary: self, explained }.blocks(blocks, Around { lang, explains: true });
        }
    }

    /// The entries in a text that begin where a word does, the longest in each place.
    fn entries(&self, text: &str) -> impl Iterator<Item = (usize, &(String, Meaning))> {
        let begins = |at: usize| text.get(..at).is_some_and(|before| before.chars().next_back().is_none_or(is_between));
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some(at) = self.beginning(text.as_bytes(), from) {
                from = at + 1;
                if begins(at)
                    && let Some(entry) = self.entry(&text[at..])
                {
                    return Some((at, entry));
                }
            }
            None
        })
    }

    /// The next offset where an entry may begin, by the filter over first bytes.
    fn beginning(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut before = from.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or_default();
        for (at, &byte) in bytes.iter().enumerate().skip(from) {
            if !before.is_ascii_alphanumeric() {
                let second = bytes.get(at + 1).copied().unwrap_or_default();
                if self.beginnings[usize::from(byte & 31)] >> (second & 31) & 1 == 1 {
                    return Some(at);
                }
            }
            before = byte;
        }
        None
    }

    /// The longest entry that a text begins with.
    fn entry(&self, text: &str) -> Option<&(String, Meaning)> {
        let word = text.split(is_between).next()?;
        let whole =
            |phrase: &str| text.strip_prefix(phrase).is_some_and(|after| after.chars().next().is_none_or(is_between));
        self.entries.get(word)?.iter().find(|(phrase, _)| whole(phrase))
    }

    /// Whether there is an entry in any of these texts.
    fn knows_any_of(&self, inlines: &[Inline]) -> bool {
        inlines.iter().any(|inline| match inline {
            Inline::Text(text) => self.entries(text).next().is_some(),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Foreign { content: inner, .. } => self.knows_any_of(inner),
            _ => false,
        })
    }
}

/// Whether a character separates words.
fn is_between(character: char) -> bool {
    !character.is_alphanumeric()
}

/// The surroundings of a text.
#[derive(Debug, Clone, Copy)]
struct Around {
    lang: Lang,
    /// Whether abbreviations are explained here.
    explains: bool,
}

/// A set of abbreviations by number, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct ExplainedSet(Vec<u64>);

impl ExplainedSet {
    /// Adds one; false if it was in the set.
    fn insert(&mut self, number: usize) -> bool {
        let (word, bit) = (number / 64, 1 << (number % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }
}

/// The marking of one document.
struct Marker<'a> {
    glossary: &'a Glossary,
    explained: &'a mut ExplainedSet,
}

impl Marker<'_> {
    fn blocks(&mut self, blocks: &mut [Block], around: Around) {
        for block in blocks {
            self.block(block, around);
        }
    }

    fn block(&mut self, block: &mut Block, around: Around) {
        match block {
            Block::Heading { content, .. } => self.line(content, Around { explains: false, ..around }),
            Block::Paragraph { content, .. } => self.line(content, around),
            Block::List(List { items, .. }) => items.iter_mut().for_each(|item| self.blocks(&mut item.blocks, around)),
            Block::Table(Table { head, rows, .. }) => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| self.line(cell, around));
            }
            Block::Quote(blocks) | Block::Callout { blocks, .. } => self.blocks(blocks, around),
            Block::Fields(fields) => fields.iter_mut().for_each(|FormField { label, value }| {
                self.line(label, around);
                self.line(value, around);
            }),
            Block::Signatures(signatures) => signatures.iter_mut().for_each(|Signature { above, room, below }| {
                above.iter_mut().chain([room]).chain(below).for_each(|line| self.line(line, around));
            }),
            Block::Footnotes(notes) => notes.iter_mut().for_each(|note| self.blocks(&mut note.blocks, around)),
            Block::Letterhead { .. } | Block::Code { .. } | Block::Rule | Block::PageBreak => {}
        }
    }

    /// The text of a paragraph, a cell or the like.
    fn line(&mut self, inlines: &mut Vec<Inline>, around: Around) {
        if self.glossary.knows_any_of(inlines) {
            let whole = plain_text(inlines).to_lowercase();
            self.inlines(inlines, &whole, around);
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>, whole: &str, around: Around) {
        let mut marked: Vec<Inline> = Vec::with_capacity(inlines.len());
        for mut inline in inlines.drain(..) {
            match &mut inline {
                Inline::Text(text) => match self.text(text, whole, around) {
                    Some(pieces) => marked.extend(pieces),
                    None => marked.push(inline),
                },
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                    self.inlines(inner, whole, around);
                    marked.push(inline);
                }
                Inline::Link { content, .. } => {
                    self.inlines(content, whole, Around { explains: false, ..around });
                    marked.push(inline);
                }
                Inline::Foreign { lang, content } => {
                    self.inlines(content, whole, Around { lang: *lang, ..around });
                    marked.push(inline);
                }
                _ => marked.push(inline),
            }
        }
        *inlines = marked;
    }

    /// A text with its marked phrases, or `None` if there are none; `whole` is its paragraph in lower case.
    fn text(&mut self, text: &str, whole: &str, around: Around) -> Option<Vec<Inline>> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for (at, (phrase, meaning)) in self.glossary.entries(text) {
            if at < done {
                continue;
            }
            let piece = match meaning {
                Meaning::Foreign(lang) => (*lang != around.lang).then(|| foreign(phrase, *lang)),
                Meaning::Short(number, long) => self.abbreviation((*number, phrase), long, whole, around),
            };
            if let Some(piece) = piece {
                pieces.extend((done < at).then(|| Inline::Text(text[done..at].to_owned())));
                pieces.push(piece);
                done = at + phrase.len();
            }
        }
        pieces.extend((0 < done && done < text.len()).then(|| Inline::Text(text[done..].to_owned())));
        (!pieces.is_empty()).then_some(pieces)
    }

    /// An abbreviation that has not been explained.
    fn abbreviation(
        &mut self,
        (number, short): (usize, &str),
        long: &Text,
        whole: &str,
        around: Around,
    ) -> Option<Inline> {
        let untold = around.explains && self.explained.insert(number);
        let explained = || Lang::ALL.into_iter().any(|lang| has_words(whole, long.get(lang)));
        let long = long.get(around.lang);
        (untold && !explained()).then(|| Inline::Abbreviation { short: short.to_owned(), long: long.to_owned() })
    }
}

fn foreign(phrase: &str, lang: Lang) -> Inline {
    Inline::Foreign { lang, content: vec![Inline::Text(phrase.to_owned())] }
}

/// Whether these words stand in a lower-case text as whole words, ignoring case.
fn has_words(text: &str, words: &str) -> bool {
    let words = words.to_lowercase();
    let is_whole = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        before.is_none_or(is_between) && after.is_none_or(is_between)
    };
    text.match_indices(&words).any(|(at, _)| is_whole(at))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::{Meta, markdown, words};

    fn glossary() -> Glossary {
        let mut glossary = Glossary::default();
        let text = |id: &str, en: &str| Text { id: id.to_owned(), en: en.to_owned() };
        glossary.abbreviation("ASN", &text("Aparatur Sipil Negara", "State Civil Apparatus"));
        glossary.abbreviation("PP", &text("Peraturan Pemerintah", "Government Regulation"));
        glossary.abbreviation("NI", &text("Nomor Induk", "number"));
        glossary.abbreviation("SP4N-LAPOR", &text("Sistem Pengaduan", "complaint system"));
        glossary.foreign("camat", Lang::Id);
        glossary.foreign("guest house", Lang::En);
        glossary
    }

    /// Marks a text and shows what is marked in it: abbreviations in braces, foreign words in brackets.
    fn check(lang: Lang, markdown: &str, expected: &Expect) {
        let meta = Meta { lang, ..Meta::default() };
        let mut document = markdown::parse("a.md", markdown, meta).unwrap();
        let unmarked = words(&document);
        glossary().mark(&mut document);
        assert_eq!(words(&document), unmarked);
        let shown: Vec<String> = document.blocks.iter().map(show_block).collect();
        expected.assert_eq(&shown.join("\n"));
    }

    fn show_block(block: &Block) -> String {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } => show(content),
            other => format!("{other:?}"),
        }
    }

    fn show(inlines: &[Inline]) -> String {
        let one = |inline: &Inline| match inline {
            Inline::Abbreviation { short, long } => format!("{{{short} = {long}}}"),
            Inline::Foreign { lang, content } => format!("[{}: {}]", lang.tag(), show(content)),
            Inline::Strong(inner) => format!("**{}**", show(inner)),
            Inline::Link { content, .. } => format!("<{}>", show(content)),
            other => plain_text(std::slice::from_ref(other)),
        };
        inlines.iter().map(one).collect()
    }

    #[test]
    fn an_abbreviation_is_explained_where_it_first_stands() {
        check(
            Lang::Id,
            "# ASN\n\nBaik **ASN** maupun non-ASN; ASNX, asn.\n\nNIP/NI, SP4N-LAPOR!\n\nLagi ASN",
            &expect![[r#"
                ASN
                Baik **{ASN = Aparatur Sipil Negara}** maupun non-ASN; ASNX, asn.
                NIP/{NI = Nomor Induk}, {SP4N-LAPOR = Sistem Pengaduan}!
                Lagi ASN"#]],
        );
    }

    #[test]
    fn one_that_its_paragraph_explains_is_not_explained_again() {
        check(Lang::Id, "Aparatur sipil negara (ASN).\n\nASN", &expect!["Aparatur sipil negara (ASN).\nASN"]);
        check(
            Lang::En,
            "Government Regulation 94/2021 (PP 94/2021). Numbers.\n\nNI",
            &expect!["Government Regulation 94/2021 (PP 94/2021). Numbers.\n{NI = number}"],
        );
    }

    #[test]
    fn nothing_is_explained_in_a_link() {
        check(Lang::Id, "[ASN](http://a.id) dan ASN", &expect!["<ASN> dan {ASN = Aparatur Sipil Negara}"]);
    }

    #[test]
    fn entries_begin_and_end_where_words_do() {
        let mut glossary = Glossary::default();
        for phrase in ["éclair", "camat", "camat muda"] {
            glossary.foreign(phrase, Lang::Id);
        }
        let found = |text| glossary.entries(text).map(|(at, (phrase, _))| (at, phrase.as_str())).collect::<Vec<_>>();
        assert_eq!(found("Éclair–éclair, é"), [(0, "Éclair"), (10, "éclair")]);
        assert_eq!(found("camat muda, camat mudah"), [(0, "camat muda"), (12, "camat")]);
        assert_eq!(found("écamat camaté 1camat éclairs"), []);
    }

    #[test]
    fn words_of_the_other_language_are_marked_wherever_they_stand() {
        check(
            Lang::En,
            "# Camat\n\nthe camat (Aparatur Sipil Negara), camats",
            &expect!["[id: Camat]\nthe [id: camat] ([id: Aparatur Sipil Negara]), camats"],
        );
        check(Lang::Id, "camat di Guest house", &expect!["camat di [en: Guest house]"]);
    }
}
