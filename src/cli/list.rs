//! `ikrar list`: what there is, as a table for a person or as JSON for a script.

use super::args::Global;
use super::report::{Form, Report};
use super::setup::load;
use super::table::table;
use crate::diag::{Message, say};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::region::Region;
use crate::rulebook::{Article, Audience, Case, Election, Kind, Phase, Regulation, Rule, RulebookData};
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
            Form::Human => report.result(&self.human(&workspace, report.lang))?,
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

    fn human(&self, workspace: &Workspace, locale: Lang) -> String {
        let (data, lang) = (workspace.rulebook.data(), self.lang);
        match self.what {
            What::Rules => table(
                locale,
                [
                    say!("id", "id"),
                    say!("jenis", "kind"),
                    say!("situasi", "situation"),
                    say!("sasaran", "audiences"),
                    say!("tahapan", "phases"),
                    say!("aturan", "rule"),
                ],
                data.rules.iter().map(|rule| rule_row(rule, workspace, (lang, locale))),
            ),
            What::Regions => table(
                locale,
                [
                    say!("kode", "code"),
                    say!("slug", "slug"),
                    say!("nama", "name"),
                    say!("provinsi", "province"),
                    say!("profil", "profile"),
                ],
                workspace.regions.all().iter().map(|region| region_row(region, locale)),
            ),
            What::Audiences => table(
                locale,
                [
                    say!("id", "id"),
                    say!("nama", "name"),
                    say!("termasuk", "belongs to"),
                    say!("siapa yang dimaksud", "who is meant"),
                ],
                data.audiences.iter().map(|audience| audience_row(audience, (lang, locale))),
            ),
            What::Phases => table(
                locale,
                [
                    say!("id", "id"),
                    say!("nama", "name"),
                    say!("pemilihan", "election"),
                    say!("sejak", "from"),
                    say!("sampai", "until"),
                ],
                data.phases.iter().flat_map(|phase| phase_rows(phase, data, lang)),
            ),
            What::Elections => table(
                locale,
                [
                    say!("id", "id"),
                    say!("nama", "name"),
                    say!("ranah", "domain"),
                    say!("hari pemungutan suara", "voting day"),
                ],
                data.elections.iter().map(|election| election_row(election, lang)),
            ),
            What::Documents => table(
                locale,
                [
                    say!("id", "id"),
                    say!("nama", "name"),
                    say!("dibuat oleh", "made by"),
                    say!("dibuat per", "made per"),
                    say!("bahasa", "languages"),
                    say!("kegunaan", "what for"),
                ],
                workspace.templates.documents().iter().map(|kind| document_row(kind, workspace, lang)),
            ),
            What::Regulations => table(
                locale,
                [
                    say!("id", "id"),
                    say!("singkatan", "short"),
                    say!("status", "status"),
                    say!("keyakinan", "confidence"),
                    say!("judul", "title"),
                ],
                data.regulations.iter().map(|regulation| regulation_row(regulation, lang)),
            ),
            What::Articles => table(
                locale,
                [
                    say!("id", "id"),
                    say!("media", "outlet"),
                    say!("tanggal tercetak", "date as printed"),
                    say!("tempat", "place"),
                    say!("pernyataan", "statements"),
                ],
                data.articles.iter().map(|article| article_row(article, lang)),
            ),
            What::Cases => table(
                locale,
                [
                    say!("id", "id"),
                    say!("jawaban", "answer"),
                    say!("tingkat", "level"),
                    say!("situasi", "situation"),
                    say!("sasaran", "audiences"),
                    say!("aturan", "rules"),
                    say!("kasus", "case"),
                ],
                data.cases.iter().map(|case| case_row(case, workspace, lang)),
            ),
        }
    }
}

fn rule_row(rule: &Rule, workspace: &Workspace, (lang, locale): (Lang, Lang)) -> [String; 6] {
    let kind = kind(rule.kind);
    let kind = match rule.contested {
        Some(_) => say!("{kind} (diperselisihkan)", "{kind} (contested)"; kind),
        None => kind,
    };
    [
        rule.id.clone(),
        kind.get(locale).to_owned(),
        situation(&rule.channel, workspace, lang),
        rule.audiences.join(", "),
        if rule.phases.is_empty() { say!("semua", "all").get(locale).to_owned() } else { rule.phases.join(", ") },
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

fn region_row(region: &Region, locale: Lang) -> [String; 5] {
    let profile = match (&region.profile, region.elects_head) {
        (Some(_), _) => say!("ada", "yes"),
        (None, true) => say!("", ""),
        (None, false) => say!("(tidak memilih kepala daerah)", "(elects no head)"),
    };
    let profile = profile.get(locale);
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

fn audience_row(audience: &Audience, (lang, locale): (Lang, Lang)) -> [String; 4] {
    let name = audience.name.get(lang);
    let name = if audience.local { say!("{name} (setempat)", "{name} (local)") } else { say!("{name}", "{name}") };
    let name = name.get(locale).to_owned();
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

/// The word for a kind of rules.
pub(super) fn kind(kind: Kind) -> Message {
    match kind {
        Kind::Obligation => say!("kewajiban", "obligation"),
        Kind::Prohibition => say!("larangan", "prohibition"),
        Kind::Permission => say!("kebolehan", "permission"),
    }
}

/// The word that the YAML has for a value.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
