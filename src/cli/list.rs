//! `ikrar list`: what there is, as a table for a person or as JSON for a script.

use super::args::Global;
use super::load;
use super::report::{Form, Report};
use super::table::table;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::region::Region;
use crate::rulebook::{Article, Audience, Case, Election, Phase, Regulation, Rule, RulebookData};
use crate::template::DocumentKind;
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};
use std::process::ExitCode;

/// List what there is: rules, regions, audiences, …
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct List {
    /// What to list
    #[arg(value_enum, value_name = "WHAT")]
    what: What,
    /// Language of names and texts in the table; JSON has both
    #[arg(long, value_name = "LANG", value_parser = super::args::lang(), default_value = "id")]
    lang: Lang,
    /// Form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar list rules
  ikrar list regions | grep -i bogor
  ikrar list rules --format json | jq -r '.[] | select(.kind == \"prohibition\") | .id'
  ikrar list regions --format json | jq -r '.[] | select(.profile) | .slug'";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Rules,
    Regions,
    Audiences,
    Phases,
    Elections,
    Documents,
    Regulations,
    Articles,
    Cases,
}

impl List {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let workspace = load(global, report)?;
        match self.format {
            Form::Json => report.json(&self.json(&workspace))?,
            Form::Human => report.result(&self.human(&workspace))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn json(&self, workspace: &Workspace) -> Value {
        let data = workspace.rulebook.data();
        match self.what {
            What::Rules => json!(data.rules),
            What::Regions => workspace.regions.all().iter().map(region_json).collect(),
            What::Audiences => json!(data.audiences),
            What::Phases => data.phases.iter().map(|phase| phase_json(phase, data)).collect(),
            What::Elections => json!(data.elections),
            What::Documents => {
                workspace.templates.documents().iter().map(|kind| document_json(kind, workspace)).collect()
            }
            What::Regulations => json!(data.regulations),
            What::Articles => json!(data.articles),
            What::Cases => json!(data.cases),
        }
    }

    fn human(&self, workspace: &Workspace) -> String {
        let (data, lang) = (workspace.rulebook.data(), self.lang);
        match self.what {
            What::Rules => table(
                ["id", "kind", "situation", "audiences", "phases", "rule"],
                data.rules.iter().map(|rule| rule_row(rule, workspace, lang)),
            ),
            What::Regions => {
                table(["code", "slug", "name", "province", "profile"], workspace.regions.all().iter().map(region_row))
            }
            What::Audiences => table(
                ["id", "name", "belongs to", "who is meant"],
                data.audiences.iter().map(|audience| audience_row(audience, lang)),
            ),
            What::Phases => table(
                ["id", "name", "election", "from", "until"],
                data.phases.iter().flat_map(|phase| phase_rows(phase, data, lang)),
            ),
            What::Elections => table(
                ["id", "name", "domain", "voting day"],
                data.elections.iter().map(|election| election_row(election, lang)),
            ),
            What::Documents => table(
                ["id", "name", "made by", "made per", "languages", "what for"],
                workspace.templates.documents().iter().map(|kind| document_row(kind, workspace, lang)),
            ),
            What::Regulations => table(
                ["id", "short", "status", "confidence", "title"],
                data.regulations.iter().map(|regulation| regulation_row(regulation, lang)),
            ),
            What::Articles => table(
                ["id", "outlet", "date as printed", "place", "statements"],
                data.articles.iter().map(|article| article_row(article, lang)),
            ),
            What::Cases => table(
                ["id", "answer", "level", "situation", "audiences", "rules", "case"],
                data.cases.iter().map(|case| case_row(case, workspace, lang)),
            ),
        }
    }
}

fn rule_row(rule: &Rule, workspace: &Workspace, lang: Lang) -> [String; 6] {
    let contested = if rule.contested.is_some() { " (contested)" } else { "" };
    [
        rule.id.clone(),
        format!("{}{contested}", word(&rule.kind)),
        situation(&rule.channel, workspace, lang),
        rule.audiences.join(", "),
        or_all(&rule.phases),
        rule.text.get(lang).to_owned(),
    ]
}

fn case_row(case: &Case, workspace: &Workspace, lang: Lang) -> [String; 7] {
    [
        case.id.clone(),
        word(&case.answer),
        word(&case.level),
        situation(&case.channel, workspace, lang),
        case.audiences.join(", "),
        case.rules.join(", "),
        case.scenario.get(lang).to_owned(),
    ]
}

/// The name of a situation.
fn situation(id: &str, workspace: &Workspace, lang: Lang) -> String {
    workspace.rulebook.channel(id).map_or(id, |channel| channel.name.get(lang)).to_owned()
}

fn region_row(region: &Region) -> [String; 5] {
    let profile = match (&region.profile, region.elects_head) {
        (Some(_), _) => "yes",
        (None, true) => "",
        (None, false) => "(elects no head)",
    };
    [&region.code, &region.slug, &region.name, &region.province.name, profile].map(str::to_owned)
}

fn region_json(region: &Region) -> Value {
    json!({
        "code": region.code,
        "slug": region.slug,
        "name": region.name,
        "kind": region.kind.as_str(),
        "province": { "code": region.province.code, "name": region.province.name },
        "elects_head": region.elects_head,
        "profile": region.profile,
    })
}

fn audience_row(audience: &Audience, lang: Lang) -> [String; 4] {
    let local = if audience.local { " (local)" } else { "" };
    let name = format!("{}{local}", audience.name.get(lang));
    [audience.id.clone(), name, audience.parents.join(", "), audience.description.get(lang).to_owned()]
}

/// A phase with its days in each election.
fn phase_rows<'a>(phase: &'a Phase, data: &'a RulebookData, lang: Lang) -> impl Iterator<Item = [String; 5]> + 'a {
    let of = move |election: &'a Election| {
        election.phases.iter().find(|dates| dates.phase == phase.id).map(|d| (election, d))
    };
    data.elections.iter().filter_map(of).map(move |(election, dates)| {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let name = phase.name.get(lang).to_owned();
        [phase.id.clone(), name, election.id.clone(), day(dates.from), day(dates.until)]
    })
}

fn phase_json(phase: &Phase, data: &RulebookData) -> Value {
    let dates = data.elections.iter().flat_map(|election| {
        let own = election.phases.iter().filter(|dates| dates.phase == phase.id);
        own.map(|dates| json!({ "election": election.id, "from": dates.from, "until": dates.until }))
    });
    json!({ "id": phase.id, "name": phase.name, "changes": phase.changes, "dates": dates.collect::<Vec<_>>() })
}

fn election_row(election: &Election, lang: Lang) -> [String; 4] {
    let name = election.name.get(lang).to_owned();
    [election.id.clone(), name, election.domain.clone(), election.voting_day.to_string()]
}

fn languages(kind: &DocumentKind, workspace: &Workspace) -> Vec<&'static str> {
    let exists = |lang: &Lang| workspace.templates.file_name(&kind.id, *lang).is_some();
    Lang::ALL.into_iter().filter(exists).map(Lang::tag).collect()
}

fn per(kind: &DocumentKind) -> Vec<&'static str> {
    kind.per.iter().map(|axis| axis.as_str()).collect()
}

fn document_row(kind: &DocumentKind, workspace: &Workspace, lang: Lang) -> [String; 6] {
    let (name, description) = (kind.name.get(lang).to_owned(), kind.description.get(lang).to_owned());
    let (maker, languages) = (kind.made_by.as_str().to_owned(), languages(kind, workspace).join(", "));
    [kind.id.clone(), name, maker, per(kind).join(", "), languages, description]
}

fn document_json(kind: &DocumentKind, workspace: &Workspace) -> Value {
    json!({
        "id": kind.id,
        "name": kind.name,
        "description": kind.description,
        "made_by": kind.made_by.as_str(),
        "per": per(kind),
        "languages": languages(kind, workspace),
        "template": workspace.templates.file_name(&kind.id, Lang::Id),
    })
}

fn regulation_row(regulation: &Regulation, lang: Lang) -> [String; 5] {
    let (short, title) = (regulation.short.get(lang).to_owned(), regulation.title.get(lang).to_owned());
    [regulation.id.clone(), short, word(&regulation.status), word(&regulation.confidence), title]
}

fn article_row(article: &Article, lang: Lang) -> [String; 5] {
    let (outlet, place) = (article.outlet.get(lang).to_owned(), article.place.get(lang).to_owned());
    [article.id.clone(), outlet, article.date_printed.clone(), place, article.norms.len().to_string()]
}

fn or_all(ids: &[String]) -> String {
    if ids.is_empty() { "all".to_owned() } else { ids.join(", ") }
}

/// The word that the YAML has for a value.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
