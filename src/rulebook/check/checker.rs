//! The checks that recur at many places: of ids, references, texts, locators and bases. Profiles of regions share them.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, excerpt, nearest, say};
use crate::lang::{Lang, Text};
use crate::rulebook::ancestry::ancestors;
use crate::rulebook::index::{Collection, Index};
use crate::rulebook::model::{Basis, Fact, Locator, PledgePoint, Rule, RulebookData};
use crate::yaml::{ENOUGH, Located, Path};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A file whose values have places.
pub(crate) trait Place {
    /// Where the value at a path stands.
    fn origin(&self, path: &Path<'_>) -> Origin;
    /// Whether it was read as it was written.
    fn intact(&self, path: &Path<'_>) -> bool;
}

impl<T> Place for Located<T> {
    fn origin(&self, path: &Path<'_>) -> Origin {
        self.origin(path)
    }

    fn intact(&self, path: &Path<'_>) -> bool {
        path.entry().is_none_or(|(list, index)| self.places.intact(list, index))
    }
}

/// Collects findings about data that refers to a rulebook.
pub(crate) struct Checker<'c> {
    data: &'c RulebookData,
    index: &'c Index,
    place: &'c dyn Place,
    findings: Diagnostics,
}

impl<'c> Checker<'c> {
    /// A checker of data that refers to a rulebook; `place` is the file that the data was read from.
    pub(crate) fn new(data: &'c RulebookData, index: &'c Index, place: &'c dyn Place) -> Self {
        Checker { data, index, place, findings: Diagnostics::new() }
    }

    /// Where the entry with this id stands in its list.
    pub(crate) fn position(&self, collection: Collection, id: &str) -> Option<usize> {
        self.index.position(collection, id)
    }

    /// The rule with this id, unless its kind or whom it binds could not be read.
    pub(crate) fn rule(&self, id: &str) -> Option<&'c Rule> {
        let position = self.position(Collection::Rule, id)?;
        let list = Path::Root.key("rules");
        let at = list.item(position);
        let is_read = ["kind", "audiences", "contested"].iter().all(|key| self.place.intact(&at.key(key)));
        self.data.rules.get(position).filter(|_| is_read)
    }

    /// Whether a rule binds an audience, by name or as part of a wider one.
    pub(crate) fn binds(&self, rule: &Rule, audience: &str) -> bool {
        ancestors(self.data, self.index, audience).iter().any(|group| rule.audiences.contains(&group.id))
    }

    /// The findings, from the top of the file to its end.
    pub(crate) fn finish(mut self) -> Diagnostics {
        self.findings.sort();
        self.findings
    }

    /// Adds a finding at a path, unless it is about something that could not be read in the first place.
    pub(crate) fn report(&mut self, at: &Path<'_>, finding: Diagnostic) {
        if self.findings.len() < ENOUGH && self.place.intact(at) {
            self.findings.push(finding.at(self.place.origin(at)));
        }
    }

    /// An id is made of letters, digits and hyphens, so that it can stand in a file name and on a command line.
    pub(crate) fn id(&mut self, at: &Path<'_>, id: &str) {
        let fine = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !id.is_empty();
        if !fine {
            let message = say!("`{}` bukan ID yang benar", "`{}` is not an id", excerpt(id));
            let help = say!(
                "pakai huruf, angka, dan tanda hubung: `masa-tenang`, `N-07`",
                "use letters, digits and hyphens: `masa-tenang`, `N-07`"
            );
            self.report(at, Diagnostic::error(Code::BadId, message).help(help));
        }
    }

    /// No id twice; `seen` may span several lists.
    pub(crate) fn unique<'i>(&mut self, seen: &mut BTreeSet<&'i str>, at: &Path<'_>, id: &'i str) {
        if !seen.insert(id) {
            let message = say!("ID `{}` sudah dipakai", "the id `{}` is already taken", excerpt(id));
            let help = say!("beri setiap entri ID tersendiri", "give each entry an id of its own");
            self.report(at, Diagnostic::error(Code::DuplicateId, message).help(help));
        }
    }

    /// An id that must exist.
    pub(crate) fn reference(&mut self, at: &Path<'_>, collection: Collection, id: &str) {
        if self.index.position(collection, id).is_some() || self.findings.len() >= ENOUGH {
            return;
        }
        let noun = collection.noun();
        let quoted = excerpt(id);
        let message = say!("tidak ada {noun} `{quoted}`", "there is no {noun} `{quoted}`"; noun);
        let help = match nearest(id, self.index.ids(collection)) {
            Some(near) => say!("apakah yang dimaksud `{near}`?", "did you mean `{near}`?"),
            None => say!(
                "sebut salah satu yang ada, atau tambahkan ke daftar {noun}",
                "name one that is listed, or add it to the list of {noun}s";
                noun
            ),
        };
        self.report(at, Diagnostic::error(Code::DanglingReference, message).help(help));
    }

    /// Ids that must exist, none twice.
    pub(crate) fn references(&mut self, at: &Path<'_>, collection: Collection, ids: &[String]) {
        let mut seen = BTreeSet::new();
        for (i, id) in ids.iter().enumerate() {
            self.reference(&at.item(i), collection, id);
            self.once(&mut seen, &at.item(i), id, say!("hapus salah satunya", "remove one of them"));
        }
    }

    /// An id that is not named before; `seen` are those that are.
    pub(crate) fn once<'i>(&mut self, seen: &mut BTreeSet<&'i str>, at: &Path<'_>, id: &'i str, help: Message) {
        if !seen.insert(id) {
            let message = say!("`{}` disebut dua kali", "`{}` is named twice", excerpt(id));
            self.report(at, Diagnostic::error(Code::RepeatedEntry, message).help(help));
        }
    }

    /// A text that must say something in both languages.
    pub(crate) fn text(&mut self, at: &Path<'_>, text: &Text) {
        for lang in Lang::ALL {
            self.words(&at.key(lang.tag()), text.get(lang));
        }
    }

    /// A text of one language that must say something. YAML's spellings of "nothing" are no words either.
    pub(crate) fn words(&mut self, at: &Path<'_>, words: &str) {
        if matches!(words.trim(), "" | "~" | "null") {
            let finding = Diagnostic::error(Code::EmptyText, say!("teks ini kosong", "this text is empty"));
            self.report(at, finding.help(say!("isi dalam kedua bahasa", "write it, in both languages")));
        }
    }

    /// A period that does not end before it begins.
    pub(crate) fn period(&mut self, at: &Path<'_>, from: Option<NaiveDate>, until: Option<NaiveDate>) {
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            let message = say!(
                "jangka waktu ini mulai pada {from} dan berakhir pada {until}",
                "the period begins on {from} and ends on {until}"
            );
            let help = say!("tukar kedua tanggal itu", "exchange the two dates");
            self.report(&at.key("until"), Diagnostic::error(Code::PeriodReversed, message).help(help));
        }
    }

    /// Locators of articles that exist, at lines that they have.
    pub(crate) fn locators(&mut self, at: &Path<'_>, sources: &[Locator]) {
        for (i, locator) in sources.iter().enumerate() {
            let at = at.item(i);
            self.reference(&at, Collection::Article, &locator.article);
            if let Some(article) = self.index.position(Collection::Article, &locator.article) {
                let lines = self.data.articles.get(article).map_or(0, |a| a.lines);
                self.line(&at, &locator.article, locator.line, lines);
            }
        }
    }

    /// A line that an article of so many lines has.
    pub(crate) fn line(&mut self, at: &Path<'_>, article: &str, line: u32, lines: u32) {
        if line == 0 || line > lines {
            let message = say!("`{article}` tidak punya baris {line}", "`{article}` has no line {line}");
            let help = say!(
                "barisnya yang tidak kosong bernomor 1 sampai {lines}",
                "its lines that are not blank are numbered 1 to {lines}"
            );
            self.report(at, Diagnostic::error(Code::NoSuchLine, message).help(help));
        }
    }

    /// Legal bases whose regulations exist.
    pub(crate) fn bases(&mut self, at: &Path<'_>, bases: &[Basis]) {
        for (i, basis) in bases.iter().enumerate() {
            let at = at.item(i);
            self.reference(&at.key("regulation"), Collection::Regulation, &basis.regulation);
            self.references(&at.key("audiences"), Collection::Audience, &basis.audiences);
            if let Some(pinpoint) = &basis.pinpoint {
                self.words(&at.key("pinpoint"), pinpoint);
            }
            if let Some(note) = &basis.note {
                self.text(&at.key("note"), note);
            }
        }
    }

    /// Where something comes from: locators and bases, at least one of either.
    pub(crate) fn ground(&mut self, at: &Path<'_>, noun: Message, sources: &[Locator], basis: &[Basis]) {
        self.locators(&at.key("sources"), sources);
        self.bases(&at.key("basis"), basis);
        if sources.is_empty() && basis.is_empty() {
            let message = say!(
                "{noun} ini tidak punya sumber ataupun dasar hukum",
                "this {noun} has neither a source nor a legal basis";
                noun
            );
            let help =
                say!("tambahkan `sources` (artikel#baris) atau `basis`", "add `sources` (article#line) or `basis`");
            self.report(at, Diagnostic::error(Code::NoGround, message).help(help));
        }
    }

    /// Norms of articles that exist and one of whose lines is cited.
    pub(crate) fn norms(&mut self, at: &Path<'_>, norms: &[String], sources: &[Locator]) {
        self.references(at, Collection::Norm, norms);
        for (i, id) in norms.iter().enumerate() {
            let Some((article, norm)) = self.index.norm(id) else { continue };
            let Some(article) = self.data.articles.get(article) else { continue };
            let lines = article.norms.get(norm).map(|n| n.lines.as_slice()).unwrap_or_default();
            if !sources.iter().any(|s| s.article == article.id && lines.contains(&s.line)) {
                let message = say!(
                    "`{id}` dimuat, tetapi tidak satu pun barisnya dirujuk",
                    "`{id}` is carried, but none of its lines is cited"
                );
                let wanted: Vec<String> = lines.iter().map(|line| format!("{}#{line}", article.id)).collect();
                let wanted = Message::new(wanted.join(" atau "), wanted.join(" or "));
                let help = say!("tambahkan pada `sources`: {wanted}", "add to `sources`: {wanted}"; wanted);
                self.report(&at.item(i), Diagnostic::error(Code::NormNotCited, message).help(help));
            }
        }
    }

    /// A fact, of the rulebook or of a profile.
    pub(crate) fn fact(&mut self, at: &Path<'_>, fact: &Fact) {
        self.id(&at.key("id"), &fact.id);
        self.text(&at.key("text"), &fact.text);
        self.ground(at, Collection::Fact.noun(), &fact.sources, &fact.basis);
        self.norms(&at.key("norms"), &fact.norms, &fact.sources);
        self.period(at, fact.from, fact.until);
    }

    /// A point of the pledge, of the rulebook or of a profile.
    pub(crate) fn pledge_point(&mut self, at: &Path<'_>, point: &PledgePoint) {
        self.id(&at.key("id"), &point.id);
        self.text(&at.key("text"), &point.text);
        self.references(&at.key("rules"), Collection::Rule, &point.rules);
        self.locators(&at.key("sources"), &point.sources);
        self.bases(&at.key("basis"), &point.basis);
        self.norms(&at.key("norms"), &point.norms, &point.sources);
        if point.rules.is_empty() && point.sources.is_empty() && point.basis.is_empty() {
            let message = say!(
                "butir pakta ini tidak mewakili aturan, sumber, ataupun dasar hukum",
                "this pledge point stands for no rule, source or legal basis"
            );
            let help = say!(
                "tambahkan `rules`, `sources` (artikel#baris), atau `basis`",
                "add `rules`, `sources` (article#line) or `basis`"
            );
            self.report(at, Diagnostic::error(Code::NoGround, message).help(help));
        }
    }
}
