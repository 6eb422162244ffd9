//! Where each id stands in its list.

use super::model::RulebookData;
use crate::diag::{Message, say};
use std::collections::BTreeMap;

/// A list of the rulebook whose entries have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collection {
    /// `domains`
    Domain,
    /// `elections`
    Election,
    /// `phases`
    Phase,
    /// `audiences`
    Audience,
    /// `channels`
    Channel,
    /// `articles`
    Article,
    /// `regulations`
    Regulation,
    /// `sanctions`
    Sanction,
    /// `rules`
    Rule,
    /// `pledge`
    Pledge,
    /// `facts`
    Fact,
    /// `reporting`
    Reporting,
    /// `cases`
    Case,
    /// `norms` of all articles
    Norm,
}

impl Collection {
    /// The key of the list in `rules.yaml`.
    pub fn key(self) -> &'static str {
        match self {
            Collection::Domain => "domains",
            Collection::Election => "elections",
            Collection::Phase => "phases",
            Collection::Audience => "audiences",
            Collection::Channel => "channels",
            Collection::Article => "articles",
            Collection::Regulation => "regulations",
            Collection::Sanction => "sanctions",
            Collection::Rule => "rules",
            Collection::Pledge => "pledge",
            Collection::Fact => "facts",
            Collection::Reporting => "reporting",
            Collection::Case => "cases",
            Collection::Norm => "norms",
        }
    }

    /// What an entry is called in a message.
    pub fn noun(self) -> Message {
        match self {
            Collection::Domain => say!("jenis pemilihan", "domain"),
            Collection::Election => say!("pemilihan", "election"),
            Collection::Phase => say!("tahapan", "phase"),
            Collection::Audience => say!("kelompok sasaran", "audience"),
            Collection::Channel => say!("situasi", "channel"),
            Collection::Article => say!("artikel", "article"),
            Collection::Regulation => say!("peraturan", "regulation"),
            Collection::Sanction => say!("sanksi", "sanction"),
            Collection::Rule => say!("aturan", "rule"),
            Collection::Pledge => say!("butir pakta", "pledge point"),
            Collection::Fact => say!("fakta", "fact"),
            Collection::Reporting => say!("saluran pelaporan", "reporting channel"),
            Collection::Case => say!("kasus", "case"),
            Collection::Norm => say!("norma", "norm"),
        }
    }
}

/// The ids of each list at the top of the file, in the order of its entries.
pub(super) fn lists(data: &RulebookData) -> [(Collection, Vec<&str>); 13] {
    [
        (Collection::Domain, data.domains.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Election, data.elections.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Phase, data.phases.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Audience, data.audiences.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Channel, data.channels.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Article, data.articles.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Regulation, data.regulations.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Sanction, data.sanctions.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Rule, data.rules.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Pledge, data.pledge.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Fact, data.facts.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Reporting, data.reporting.iter().map(|e| e.id.as_str()).collect()),
        (Collection::Case, data.cases.iter().map(|e| e.id.as_str()).collect()),
    ]
}

/// Positions by id. Where an id occurs twice, the first counts; the check of ids reports the second.
#[derive(Debug, Clone, Default)]
pub struct Index {
    positions: BTreeMap<Collection, BTreeMap<String, usize>>,
    norms: BTreeMap<String, (usize, usize)>,
}

impl Index {
    /// The index of this data.
    pub fn of(data: &RulebookData) -> Index {
        let mut index = Index::default();
        for (collection, ids) in lists(data) {
            index.add(collection, ids);
        }
        for (a, article) in data.articles.iter().enumerate() {
            for (n, norm) in article.norms.iter().enumerate() {
                index.norms.entry(norm.id.clone()).or_insert((a, n));
            }
        }
        index.add(Collection::Norm, data.articles.iter().flat_map(|a| &a.norms).map(|e| e.id.as_str()).collect());
        index
    }

    fn add(&mut self, collection: Collection, ids: Vec<&str>) {
        let positions = self.positions.entry(collection).or_default();
        for (position, id) in ids.into_iter().enumerate() {
            positions.entry(id.to_owned()).or_insert(position);
        }
    }

    /// Where the entry with this id stands in its list.
    pub fn position(&self, collection: Collection, id: &str) -> Option<usize> {
        self.positions.get(&collection)?.get(id).copied()
    }

    /// Where the norm with this id stands: its article and its place among the article's norms.
    pub fn norm(&self, id: &str) -> Option<(usize, usize)> {
        self.norms.get(id).copied()
    }

    /// All ids of a list, in alphabetical order.
    pub fn ids(&self, collection: Collection) -> impl Iterator<Item = &str> {
        self.positions.get(&collection).into_iter().flat_map(|ids| ids.keys().map(String::as_str))
    }
}
