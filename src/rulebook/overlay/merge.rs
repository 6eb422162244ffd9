//! Puts overlays on top of a rulebook.

use super::changed::Changed;
use super::direction::{Direction, effects};
use super::layers::{CHANGES, Layers, REMOVALS};
use crate::diag::{Code, Diagnostic, Diagnostics, excerpt, nearest, say};
use crate::lang::{Lang, Text};
use crate::rulebook::check::stands;
use crate::rulebook::index::{Collection, Index};
use crate::rulebook::model::{Change, Foreign, Overlay, Removal, RulebookData};
use crate::yaml::{ENOUGH, Located, Path};
use std::collections::BTreeSet;

/// A rulebook and what was done to it.
pub(in crate::rulebook) struct Layered {
    pub(in crate::rulebook) data: RulebookData,
    pub(in crate::rulebook) layers: Layers,
    pub(in crate::rulebook) changed: Vec<Changed>,
}

/// Puts overlays on a rulebook, the one next to it first, and tells what cannot be put on it.
pub(in crate::rulebook) fn merge(
    base: Located<RulebookData>,
    overlays: impl IntoIterator<Item = Located<Overlay>>,
) -> (Layered, Diagnostics) {
    let merged = Layered { data: base.value, layers: Layers::one(base.places), changed: Vec::new() };
    let mut merge = Merger { merged, file: 0, findings: Diagnostics::new() };
    overlays.into_iter().for_each(|overlay| merge.put(overlay));
    (merge.merged, merge.findings)
}

struct Merger {
    merged: Layered,
    /// The number of the overlay at work.
    file: usize,
    findings: Diagnostics,
}

impl Merger {
    fn put(&mut self, overlay: Located<Overlay>) {
        let Located { value: o, places } = overlay;
        self.file = self.merged.layers.begin(places, &self.merged.data);
        let fields = o.rulebook.apply(&mut self.merged.data.rulebook);
        self.merged.layers.changed_header(&fields, self.file);
        self.foreign(o.foreign);
        let abbreviations = o.abbreviations.len();
        self.merged.data.abbreviations.extend(o.abbreviations);
        (0..abbreviations).for_each(|item| self.merged.layers.added("abbreviations", self.file, item));
        let known = Index::of(&self.merged.data);
        self.add(&known, Collection::Domain, o.domains, |data| &mut data.domains, |entry| &entry.id);
        self.add(&known, Collection::Phase, o.phases, |data| &mut data.phases, |entry| &entry.id);
        self.add(&known, Collection::Election, o.elections, |data| &mut data.elections, |entry| &entry.id);
        self.add(&known, Collection::Audience, o.audiences, |data| &mut data.audiences, |entry| &entry.id);
        self.add(&known, Collection::Channel, o.channels, |data| &mut data.channels, |entry| &entry.id);
        self.add(&known, Collection::Article, o.articles, |data| &mut data.articles, |entry| &entry.id);
        self.add(&known, Collection::Regulation, o.regulations, |data| &mut data.regulations, |entry| &entry.id);
        self.add(&known, Collection::Sanction, o.sanctions, |data| &mut data.sanctions, |entry| &entry.id);
        let first = self.merged.changed.len();
        self.change(o.changes);
        self.remove(o.removals);
        self.leave_out(first);
        self.add(&known, Collection::Rule, o.rules, |data| &mut data.rules, |entry| &entry.id);
        self.add(&known, Collection::Pledge, o.pledge, |data| &mut data.pledge, |entry| &entry.id);
        self.add(&known, Collection::Fact, o.facts, |data| &mut data.facts, |entry| &entry.id);
        self.add(&known, Collection::Reporting, o.reporting, |data| &mut data.reporting, |entry| &entry.id);
        self.add(&known, Collection::Case, o.cases, |data| &mut data.cases, |entry| &entry.id);
    }

    /// Adds entries whose ids are not known yet.
    fn add<T>(
        &mut self,
        known: &Index,
        collection: Collection,
        entries: Vec<T>,
        list: impl Fn(&mut RulebookData) -> &mut Vec<T>,
        id: impl Fn(&T) -> &String,
    ) {
        for (item, entry) in entries.into_iter().enumerate() {
            if known.position(collection, id(&entry)).is_none() {
                list(&mut self.merged.data).push(entry);
                self.merged.layers.added(collection.key(), self.file, item);
                continue;
            }
            let (noun, id) = (collection.noun(), excerpt(id(&entry)));
            let message = say!("{noun} `{id}` sudah ada", "the {noun} `{id}` is there already"; noun);
            let help = match collection {
                Collection::Rule => say!(
                    "untuk mengubahnya, tulis di bawah `changes`; untuk menambah aturan, beri ID tersendiri",
                    "to change it, put it under `changes`; to add a rule, give it an id of its own"
                ),
                _ => say!(
                    "buku aturan tambahan hanya menambah daftar ini, dan hanya mengubah aturan: beri ID tersendiri, atau hapus",
                    "an overlay adds to this list and changes rules alone: give it an id of its own, or leave it out"
                ),
            };
            self.report(
                &Path::Root.key(collection.key()).item(item).key("id"),
                Diagnostic::error(Code::DuplicateId, message).help(help),
            );
        }
    }

    /// Words of another language; one that is known already says nothing new.
    fn foreign(&mut self, foreign: Foreign) {
        for (lang, words) in [(Lang::Id, foreign.id), (Lang::En, foreign.en)] {
            for (item, words) in words.into_iter().enumerate() {
                if words.trim().is_empty() {
                    let finding = Diagnostic::error(Code::EmptyText, say!("teks ini kosong", "this text is empty"))
                        .help(say!("isi, atau hapus", "write it, or remove it"));
                    self.report(&Path::Root.key("foreign").key(lang.tag()).item(item), finding);
                    continue;
                }
                let foreign = &mut self.merged.data.foreign;
                let known = if lang == Lang::Id { &mut foreign.id } else { &mut foreign.en };
                if !known.contains(&words) {
                    known.push(words);
                }
            }
        }
    }

    fn change(&mut self, changes: Vec<Change>) {
        let index = Index::of(&self.merged.data);
        let mut seen = BTreeSet::new();
        for (item, change) in changes.into_iter().enumerate() {
            let at = Path::Root.key(CHANGES);
            let at = at.item(item);
            let Some(position) = self.target(&index, &at, &change.rule, &mut seen) else { continue };
            let is_reasoned = change.because.is_some();
            let because = self.because(&at, change.because.clone());
            let Some(rule) = self.merged.data.rules.get_mut(position) else { continue };
            let before = rule.clone();
            let fields = change.apply(rule);
            let after = rule.clone();
            self.merged.layers.changed(position, &fields, self.file, item);
            if !self.merged.layers.is_read(self.file, CHANGES, item) {
                continue;
            }
            let effects = effects(&before, &after, &self.merged.data, &index);
            let changed =
                Changed { before, after: Some(after), because, effects, left_out: Vec::new(), at: (self.file, item) };
            if !is_reasoned {
                self.unreasoned(&at, &changed);
            }
            self.merged.changed.push(changed);
        }
    }

    /// A change that weakens a rule, and does not say why.
    fn unreasoned(&mut self, at: &Path<'_>, changed: &Changed) {
        let weakening = changed.effects.iter().find(|effect| effect.direction == Direction::Weakens);
        if let Some(effect) = weakening {
            let (id, what) = (&changed.before.id, &effect.what);
            let message = say!(
                "ini memperlemah `{id}` tanpa alasan: {what}",
                "this weakens `{id}` without a reason: {what}";
                what
            );
            let help = say!(
                "tulis alasannya di `because`, dalam kedua bahasa, atau biarkan isian ini seperti semula",
                "say why in `because`, in both languages, or leave this field as it was"
            );
            self.report(&at.key(effect.field), Diagnostic::error(Code::WeakenedWithoutReason, message).help(help));
        }
    }

    fn remove(&mut self, removals: Vec<Removal>) {
        let index = Index::of(&self.merged.data);
        let mut seen = BTreeSet::new();
        let mut kept = vec![true; self.merged.data.rules.len()];
        for (item, removal) in removals.into_iter().enumerate() {
            let at = Path::Root.key(REMOVALS);
            let at = at.item(item);
            let Some(position) = self.target(&index, &at, &removal.rule, &mut seen) else { continue };
            let because = self.because(&at, Some(removal.because));
            let Some(before) = self.merged.data.rules.get(position).cloned() else { continue };
            kept[position] = false;
            let at = (self.file, item);
            self.merged.changed.push(Changed {
                before,
                after: None,
                because,
                effects: Vec::new(),
                left_out: Vec::new(),
                at,
            });
        }
        let mut keep = kept.iter().copied();
        self.merged.data.rules.retain(|_| keep.next().unwrap_or(true));
        self.merged.layers.retain(Collection::Rule.key(), &kept);
    }

    /// Where the rule stands that a change or removal names, once in its list.
    fn target(&mut self, index: &Index, at: &Path<'_>, id: &str, seen: &mut BTreeSet<usize>) -> Option<usize> {
        let Some(position) = index.position(Collection::Rule, id) else {
            let message = say!("tidak ada aturan `{}` untuk diubah", "there is no rule `{}` to change", excerpt(id));
            let finding = Diagnostic::error(Code::DanglingReference, message);
            let help = match nearest(id, index.ids(Collection::Rule)) {
                Some(near) => say!("apakah yang dimaksud `{near}`?", "did you mean `{near}`?"),
                None => say!(
                    "sebut aturan dari buku aturan yang diperluas; aturan baru ditulis di bawah `rules`",
                    "name a rule of what is extended; a new rule stands under `rules`"
                ),
            };
            self.report(&at.key("rule"), finding.help(help));
            return None;
        };
        if !seen.insert(position) {
            let message = say!("`{}` disebut dua kali", "`{}` is named twice", excerpt(id));
            let help =
                say!("gabungkan semua perubahannya dalam satu entri", "put all that is to be different into one entry");
            self.report(&at.key("rule"), Diagnostic::error(Code::RepeatedEntry, message).help(help));
            return None;
        }
        Some(position)
    }

    /// A reason, which must say something.
    fn because(&mut self, at: &Path<'_>, because: Option<Text>) -> Option<Text> {
        let says = |words: &String| words.trim() != "null" && words.contains(char::is_alphabetic);
        match because {
            Some(text) if !(says(&text.id) && says(&text.en)) => {
                let message = say!("alasan ini tidak mengatakan apa-apa", "this reason says nothing");
                let help = say!("isi dalam kedua bahasa", "write it, in both languages");
                self.report(&at.key("because"), Diagnostic::error(Code::EmptyText, message).help(help));
                None
            }
            because => because,
        }
    }

    /// Takes out what rested on the rules changed from `first` on, and rests on them no more.
    fn leave_out(&mut self, first: usize) {
        let Layered { data, layers, changed } = &mut self.merged;
        let changed = changed.get_mut(first..).unwrap_or_default();
        let gone: BTreeSet<String> =
            changed.iter().filter(|c| c.after.is_none()).map(|c| c.before.id.clone()).collect();
        let mut left_out: Vec<(String, String)> = Vec::new();
        let mut kept = Vec::new();
        for point in &mut data.pledge {
            let rested = point.rules.iter().find(|id| gone.contains(*id)).cloned();
            point.rules.retain(|id| !gone.contains(id));
            let is_grounded = !(point.rules.is_empty() && point.sources.is_empty() && point.basis.is_empty());
            kept.push(is_grounded || rested.is_none());
            left_out.extend(rested.filter(|_| !is_grounded).map(|rule| (rule, point.id.clone())));
        }
        retain(&mut data.pledge, layers, Collection::Pledge, &kept);
        let index = Index::of(data);
        let mut kept = Vec::new();
        for case in &data.cases {
            let touched = case.rules.iter().find(|id| changed.iter().any(|c| c.before.id == **id));
            let out = touched.filter(|_| !stands(data, &index, layers, case));
            kept.push(out.is_none());
            left_out.extend(out.map(|rule| (rule.clone(), case.id.clone())));
        }
        retain(&mut data.cases, layers, Collection::Case, &kept);
        for (rule, id) in left_out {
            changed.iter_mut().filter(|c| c.before.id == rule).for_each(|c| c.left_out.push(id.clone()));
        }
    }

    fn report(&mut self, at: &Path<'_>, finding: Diagnostic) {
        let is_read = at.entry().is_none_or(|(list, item)| self.merged.layers.is_read(self.file, list, item));
        if is_read && self.findings.len() < ENOUGH {
            self.findings.push(finding.at(self.merged.layers.within(self.file, at)));
        }
    }
}

fn retain<T>(entries: &mut Vec<T>, layers: &mut Layers, collection: Collection, kept: &[bool]) {
    let mut keep = kept.iter().copied();
    entries.retain(|_| keep.next().unwrap_or(true));
    layers.retain(collection.key(), kept);
}
