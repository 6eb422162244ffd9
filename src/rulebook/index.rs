//! Where each id stands in its list.

use super::model::RulebookData;
use std::collections::BTreeMap;

/// A list of the rulebook whose entries have ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
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

impl Table {
    /// The key of the list in `rules.yaml`.
    pub fn key(self) -> &'static str {
        match self {
            Table::Domain => "domains",
            Table::Election => "elections",
            Table::Phase => "phases",
            Table::Audience => "audiences",
            Table::Channel => "channels",
            Table::Article => "articles",
            Table::Regulation => "regulations",
            Table::Sanction => "sanctions",
            Table::Rule => "rules",
            Table::Pledge => "pledge",
            Table::Fact => "facts",
            Table::Reporting => "reporting",
            Table::Case => "cases",
            Table::Norm => "norms",
        }
    }

    /// What an entry is called in a message.
    pub fn noun(self) -> &'static str {
        match self {
            Table::Domain => "domain",
            Table::Election => "election",
            Table::Phase => "phase",
            Table::Audience => "audience",
            Table::Channel => "channel",
            Table::Article => "article",
            Table::Regulation => "regulation",
            Table::Sanction => "sanction",
            Table::Rule => "rule",
            Table::Pledge => "pledge point",
            Table::Fact => "fact",
            Table::Reporting => "reporting channel",
            Table::Case => "case",
            Table::Norm => "norm",
        }
    }
}

/// The ids of each list at the top of the file, in the order of its entries.
pub(super) fn lists(data: &RulebookData) -> [(Table, Vec<&str>); 13] {
    [
        (Table::Domain, data.domains.iter().map(|e| e.id.as_str()).collect()),
        (Table::Election, data.elections.iter().map(|e| e.id.as_str()).collect()),
        (Table::Phase, data.phases.iter().map(|e| e.id.as_str()).collect()),
        (Table::Audience, data.audiences.iter().map(|e| e.id.as_str()).collect()),
        (Table::Channel, data.channels.iter().map(|e| e.id.as_str()).collect()),
        (Table::Article, data.articles.iter().map(|e| e.id.as_str()).collect()),
        (Table::Regulation, data.regulations.iter().map(|e| e.id.as_str()).collect()),
        (Table::Sanction, data.sanctions.iter().map(|e| e.id.as_str()).collect()),
        (Table::Rule, data.rules.iter().map(|e| e.id.as_str()).collect()),
        (Table::Pledge, data.pledge.iter().map(|e| e.id.as_str()).collect()),
        (Table::Fact, data.facts.iter().map(|e| e.id.as_str()).collect()),
        (Table::Reporting, data.reporting.iter().map(|e| e.id.as_str()).collect()),
        (Table::Case, data.cases.iter().map(|e| e.id.as_str()).collect()),
    ]
}

/// Positions by id. Where an id occurs twice, the first counts; the check of ids reports the second.
#[derive(Debug, Clone, Default)]
pub struct Index {
    tables: BTreeMap<Table, BTreeMap<String, usize>>,
    norms: BTreeMap<String, (usize, usize)>,
}

impl Index {
    /// The index of this data.
    pub fn of(data: &RulebookData) -> Index {
        let mut index = Index::default();
        for (table, ids) in lists(data) {
            index.add(table, ids);
        }
        for (a, article) in data.articles.iter().enumerate() {
            for (n, norm) in article.norms.iter().enumerate() {
                index.norms.entry(norm.id.clone()).or_insert((a, n));
            }
        }
        index.add(Table::Norm, data.articles.iter().flat_map(|a| &a.norms).map(|e| e.id.as_str()).collect());
        index
    }

    fn add(&mut self, table: Table, ids: Vec<&str>) {
        let positions = self.tables.entry(table).or_default();
        for (position, id) in ids.into_iter().enumerate() {
            positions.entry(id.to_owned()).or_insert(position);
        }
    }

    /// Where the entry with this id stands in its list.
    pub fn position(&self, table: Table, id: &str) -> Option<usize> {
        self.tables.get(&table)?.get(id).copied()
    }

    /// Where the norm with this id stands: its article and its place among the article's norms.
    pub fn norm(&self, id: &str) -> Option<(usize, usize)> {
        self.norms.get(id).copied()
    }

    /// All ids of a list, in alphabetical order.
    pub fn ids(&self, table: Table) -> impl Iterator<Item = &str> {
        self.tables.get(&table).into_iter().flat_map(|ids| ids.keys().map(String::as_str))
    }
}
