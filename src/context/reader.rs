//! What the views have in common: the language, and how something is cited on this sheet.

use super::input::Input;
use super::named::Named;
use super::view::FactView;
use crate::lang::{Lang, Text};
use crate::rulebook::{Article, Audience, Basis, Fact, Locator, Rule, Rulebook, cite};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Reads the rulebook for one sheet.
pub(super) struct RulebookReader<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) lang: Lang,
    /// Id of the sheet's audience.
    pub(super) audience: Option<&'a str>,
    /// Kemendagri code of the sheet's region.
    region: Option<&'a str>,
    labels: &'a BTreeMap<String, String>,
    /// The as-of date: what was not in force that day is not cited.
    date: Option<NaiveDate>,
    /// Whether the sheet is for one phase.
    pub(super) is_for_a_phase: bool,
    /// Every audience with the ids of the groups it belongs to, itself among them.
    groups: Vec<(&'a Audience, Vec<&'a str>)>,
}

impl<'a> RulebookReader<'a> {
    pub(super) fn new(input: &Input<'a, '_>) -> Self {
        RulebookReader {
            rulebook: input.rulebook,
            lang: input.request.scope.lang,
            audience: input.request.scope.audience,
            labels: input.labels,
            region: input.request.scope.region.map(|region| region.code.as_str()),
            date: input.request.scope.date,
            is_for_a_phase: input.selection.phase.is_some(),
            groups: input
                .rulebook
                .data()
                .audiences
                .iter()
                .map(|audience| (audience, groups(input, audience)))
                .collect(),
        }
    }

    /// Ids of all audiences that a rule binds by name or as part of a wider one.
    pub(super) fn bound(&self, rule: &Rule) -> Vec<&'a str> {
        let binds = |groups: &[&str]| rule.audiences.iter().any(|named| groups.contains(&named.as_str()));
        self.groups.iter().filter(|(_, groups)| binds(groups)).map(|(audience, _)| audience.id.as_str()).collect()
    }

    /// Whether the rule binds the sheet's audience; on a general sheet, every rule counts.
    pub(super) fn is_bound_by(&self, rule: &str) -> bool {
        let Some(audience) = self.audience else { return true };
        self.rulebook.rule(rule).is_some_and(|rule| self.bound(rule).contains(&audience))
    }

    /// The text in the sheet's language.
    pub(super) fn text(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// The words of `labels.yaml` with this key; the key itself where there are none.
    pub(super) fn label(&self, key: &str) -> String {
        self.labels.get(key).map_or(key, String::as_str).to_owned()
    }

    /// Id and name.
    pub(super) fn named(&self, id: &str, name: &Text) -> Named {
        Named { id: id.to_owned(), name: self.text(name) }
    }

    /// The legal bases that concern the sheet's audience, as printed.
    pub(super) fn basis(&self, basis: &[Basis]) -> Vec<String> {
        let mut concerning = cite::concerning(self.rulebook, basis, self.audience);
        concerning.retain(|basis| self.is_in_force(basis));
        cite::all(self.rulebook, concerning, self.lang).into_iter().map(|citation| citation.text).collect()
    }

    /// Whether the article is about the sheet's region.
    pub(super) fn is_local(&self, article: &Article) -> bool {
        self.region == Some(article.region.as_str())
    }

    /// Legal bases and sources in one line. Beside a legal basis, only the region's own article is named; without one,
    /// every article.
    pub(super) fn cite(&self, sources: &[Locator], basis: &[Basis]) -> String {
        let mut parts = self.basis(basis);
        let is_basis = !parts.is_empty();
        let is_local =
            |source: &&Locator| self.rulebook.article(&source.article).is_some_and(|article| self.is_local(article));
        let sources = sources.iter().filter(|source| !is_basis || is_local(source));
        let sources: Vec<String> = sources.map(Locator::to_string).collect();
        if !sources.is_empty() {
            parts.push(sources.join(", "));
        }
        parts.join("; ")
    }

    /// A fact with its source.
    pub(super) fn fact(&self, fact: &Fact) -> FactView {
        FactView {
            id: fact.id.clone(),
            text: self.text(&fact.text),
            cite: self.cite(&fact.sources, &fact.basis),
            regulations: self.regulations(&fact.basis),
            sources: written(&fact.sources),
        }
    }

    /// Whether the regulation of a basis was in force on the sheet's date, as far as its days are known.
    fn is_in_force(&self, basis: &Basis) -> bool {
        let (Some(date), Some(regulation)) = (self.date, self.rulebook.regulation(&basis.regulation)) else {
            return true;
        };
        regulation.from.is_none_or(|from| from <= date) && regulation.until.is_none_or(|until| date <= until)
    }

    /// Ids of the regulations of the bases that concern the sheet's audience.
    pub(super) fn regulations<'b>(&self, basis: impl IntoIterator<Item = &'b Basis>) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for basis in basis {
            let concerns = !cite::concerning(self.rulebook, std::slice::from_ref(basis), self.audience).is_empty();
            if concerns && self.is_in_force(basis) && !ids.contains(&basis.regulation) {
                ids.push(basis.regulation.clone());
            }
        }
        ids
    }
}

fn groups<'a>(input: &Input<'a, '_>, audience: &Audience) -> Vec<&'a str> {
    input.rulebook.ancestors(&audience.id).into_iter().map(|group| group.id.as_str()).collect()
}

/// Locators as they are printed.
pub(super) fn written(sources: &[Locator]) -> Vec<String> {
    sources.iter().map(Locator::to_string).collect()
}
