//! What a sheet rests on: sanctions, places of report, articles, regulations.

use super::reader::RulebookReader;
use super::view::{ArticleView, RegulationView, ReportingView, SanctionView};
use crate::rulebook::{Article, Regulation, RegulationStatus, ReportingChannel, Sanction, cite};
use crate::select::Selection;
use std::collections::BTreeSet;

/// The sanctions of the rules selected, in the order of the rulebook.
pub(super) fn sanctions(selection: &Selection<'_>, reader: &RulebookReader<'_>) -> Vec<SanctionView> {
    imposed(selection, reader).map(|imposed| sanction(imposed, reader)).collect()
}

fn imposed<'r>(selection: &Selection<'_>, reader: &RulebookReader<'r>) -> impl Iterator<Item = &'r Sanction> {
    let named: BTreeSet<String> = selection.rules.iter().flat_map(|selected| selected.rule.sanctions.clone()).collect();
    reader.rulebook.data().sanctions.iter().filter(move |sanction| named.contains(&sanction.id))
}

/// A sanction.
pub(super) fn sanction(sanction: &Sanction, reader: &RulebookReader<'_>) -> SanctionView {
    SanctionView {
        id: sanction.id.clone(),
        name: reader.text(&sanction.name),
        text: reader.text(&sanction.text),
        applies_to: reader.text(&sanction.applies_to),
        cite: reader.cite(&[], &sanction.basis),
        regulations: reader.regulations(&sanction.basis),
        penalty: sanction.penalty,
    }
}

/// Where a breach can be reported.
pub(super) fn reporting(reader: &RulebookReader<'_>) -> Vec<ReportingView> {
    let view = |channel: &ReportingChannel| ReportingView {
        id: channel.id.clone(),
        name: reader.text(&channel.name),
        scope: reader.text(&channel.scope),
        how: reader.text(&channel.how),
        url: channel.url.clone(),
        cite: reader.cite(&channel.sources, &channel.basis),
        regulations: reader.regulations(&channel.basis),
    };
    reader.rulebook.data().reporting.iter().map(view).collect()
}

/// The articles, that of the region first.
pub(super) fn articles(reader: &RulebookReader<'_>) -> Vec<ArticleView> {
    let view = |article: &Article| ArticleView {
        id: article.id.clone(),
        cite: cite::article(article, reader.lang),
        event: reader.text(&article.event),
        place: reader.text(&article.place),
        speakers: article
            .speakers
            .iter()
            .map(|speaker| format!("{} ({})", speaker.name, reader.text(&speaker.capacity)))
            .collect(),
        doubts: article.doubts.iter().map(|doubt| reader.text(doubt)).collect(),
        is_local: reader.is_local(article),
    };
    let mut articles: Vec<ArticleView> = reader.rulebook.data().articles.iter().map(view).collect();
    articles.sort_by_key(|article| !article.is_local);
    articles
}

/// The regulations that anything on the sheet may cite, in the order of the rulebook.
pub(super) fn regulations(selection: &Selection<'_>, reader: &RulebookReader<'_>) -> Vec<RegulationView> {
    let data = reader.rulebook.data();
    let rules = selection.rules.iter().flat_map(|selected| {
        let positions = selected.rule.contested.iter().flat_map(|contested| &contested.positions);
        selected.rule.basis.iter().chain(positions.flat_map(|position| &position.basis))
    });
    let others = imposed(selection, reader)
        .flat_map(|sanction| &sanction.basis)
        .chain(data.reporting.iter().flat_map(|channel| &channel.basis))
        .chain(data.facts.iter().flat_map(|fact| &fact.basis));
    let cited = reader.regulations(rules.chain(others));
    let is_cited = |regulation: &&Regulation| cited.contains(&regulation.id);
    data.regulations.iter().filter(is_cited).map(|regulation| regulation_view(regulation, reader)).collect()
}

fn regulation_view(regulation: &Regulation, reader: &RulebookReader<'_>) -> RegulationView {
    RegulationView {
        id: regulation.id.clone(),
        short: reader.text(&regulation.short),
        title: reader.text(&regulation.title),
        status: match regulation.status {
            RegulationStatus::InForce => "in-force",
            RegulationStatus::Revoked => "revoked",
            RegulationStatus::Uncertain => "uncertain",
        },
        note: regulation.note.as_ref().map(|note| reader.text(note)),
    }
}
