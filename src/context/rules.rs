//! Rules and pledge points as a sheet shows them.

use super::named::Named;
use super::reader::{RulebookReader, written};
use super::view::{ContestedView, GroupView, PledgeView, PointView, PositionView, RuleView};
use crate::lang::Lang;
use crate::region::Region;
use crate::rulebook::{Audience, Contested, Kind, PledgePoint, Rule, Rulebook};
use crate::select::Selection;
use crate::wording;

/// The rules selected, in the order of the rulebook.
pub(super) fn views(selection: &Selection<'_>, reader: &RulebookReader<'_>) -> Vec<RuleView> {
    selection.rules.iter().map(|selected| view(selected.rule, reader)).collect()
}

fn view(rule: &Rule, reader: &RulebookReader<'_>) -> RuleView {
    let sanction = |id: &String| reader.rulebook.sanction(id).map(|sanction| reader.named(id, &sanction.name));
    let bound = reader.bound(rule);
    let positions = rule.contested.iter().flat_map(|contested| &contested.positions);
    RuleView {
        id: rule.id.clone(),
        kind: kind(rule.kind),
        text: reader.text(&rule.text),
        reason: reader.text(&rule.reason),
        channel: rule.channel.clone(),
        common: rule.common,
        only_for: only_for(rule, &bound, reader),
        binds: bound.into_iter().map(str::to_owned).collect(),
        only_in: only_in(rule, reader),
        cite: reader.cite(&rule.sources, &rule.basis),
        basis: reader.basis(&rule.basis),
        regulations: reader.regulations(rule.basis.iter().chain(positions.flat_map(|position| &position.basis))),
        sources: written(&rule.sources),
        sanctions: rule.sanctions.iter().filter_map(sanction).collect(),
        contested: rule.contested.as_ref().map(|contested| dispute(contested, reader)),
        note: rule.note.as_ref().map(|note| reader.text(note)),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Obligation => "obligation",
        Kind::Prohibition => "prohibition",
        Kind::Permission => "permission",
    }
}

/// On a general sheet, whom a rule binds that does not bind the staff at large. A sheet for an audience has only rules
/// that bind all of it.
pub(super) fn only_for(rule: &Rule, bound: &[&str], reader: &RulebookReader<'_>) -> Option<String> {
    let is_for_all = staff(reader.rulebook).is_some_and(|staff| covers(bound, staff, reader.rulebook));
    if reader.audience.is_some() || is_for_all {
        return None;
    }
    let name = |id: &String| reader.rulebook.audience(id).map(|audience| reader.text(&audience.name));
    let names: Vec<String> = rule.audiences.iter().filter_map(name).collect();
    Some(wording::enumeration(&names, reader.lang))
}

/// The staff at large, whom a general sheet is for: the first audience that signs a pledge.
fn staff(rulebook: &Rulebook) -> Option<&Audience> {
    rulebook.data().audiences.iter().find(|audience| !audience.identity.is_empty())
}

/// Whether a whole audience is among those bound: itself, or part by part.
fn covers(bound: &[&str], audience: &Audience, rulebook: &Rulebook) -> bool {
    if bound.contains(&audience.id.as_str()) {
        return true;
    }
    let mut parts = rulebook.data().audiences.iter().filter(|part| part.parents.contains(&audience.id)).peekable();
    parts.peek().is_some() && parts.all(|part| covers(bound, part, rulebook))
}

/// When a rule holds that does not always hold: its phases by name, three or more in a row as a span.
pub(super) fn only_in(rule: &Rule, reader: &RulebookReader<'_>) -> Option<String> {
    if rule.phases.is_empty() || reader.is_for_a_phase {
        return None;
    }
    let all = &reader.rulebook.data().phases;
    let held: Vec<usize> = (0..all.len()).filter(|at| rule.phases.contains(&all[*at].id)).collect();
    let name = |at: &usize| all[*at].name.get(reader.lang);
    if let [first, .., last] = held.as_slice()
        && held.len() > 2
        && last - first + 1 == held.len()
    {
        return Some(format!("{} – {}", name(first), name(last)));
    }
    Some(wording::enumeration(&held.iter().map(name).collect::<Vec<_>>(), reader.lang))
}

fn dispute(contested: &Contested, reader: &RulebookReader<'_>) -> ContestedView {
    let position = |position: &crate::rulebook::Position| PositionView {
        holder: reader.text(&position.holder),
        date: reader.text(&position.date),
        text: reader.text(&position.text),
        cite: reader.cite(&position.sources, &position.basis),
    };
    ContestedView {
        positions: contested.positions.iter().map(position).collect(),
        advice: reader.text(&contested.advice),
    }
}

/// Rules by situation, in the order of the rulebook; situations without a rule are left out. A rule in dispute is in
/// none of them: it must not stand among what is allowed.
pub(super) fn groups(rules: &[RuleView], rulebook: &Rulebook, lang: Lang) -> Vec<GroupView> {
    let group = |channel: &crate::rulebook::Channel| {
        let of = |kind: &str| -> Vec<RuleView> {
            let belongs =
                |rule: &&RuleView| rule.channel == channel.id && rule.kind == kind && rule.contested.is_none();
            rules.iter().filter(belongs).cloned().collect()
        };
        GroupView {
            channel: Named { id: channel.id.clone(), name: channel.name.get(lang).to_owned() },
            obligations: of("obligation"),
            prohibitions: of("prohibition"),
            permissions: of("permission"),
        }
    };
    let is_empty = |group: &GroupView| {
        group.obligations.is_empty() && group.prohibitions.is_empty() && group.permissions.is_empty()
    };
    rulebook.data().channels.iter().map(group).filter(|group| !is_empty(group)).collect()
}

/// The points of the pledge: those of every region, then those of this one. Of the rules behind them, those that bind
/// the sheet's audience: a village head may promise more than binds him.
pub(super) fn pledge(region: Option<&Region>, reader: &RulebookReader<'_>) -> PledgeView {
    let points = &reader.rulebook.data().pledge;
    let regional = region.and_then(|region| region.profile.as_ref()).map_or(&[][..], |profile| &profile.pledge);
    let mut rules: Vec<String> = Vec::new();
    for rule in points.iter().chain(regional).flat_map(|point| &point.rules) {
        if !rules.contains(rule) && reader.is_bound_by(rule) {
            rules.push(rule.clone());
        }
    }
    let view = |point: &PledgePoint| PointView {
        id: point.id.clone(),
        text: reader.text(&point.text),
        cite: reader.cite(&point.sources, &point.basis),
        rules: point.rules.clone(),
        sources: written(&point.sources),
    };
    PledgeView { points: points.iter().map(view).collect(), regional: regional.iter().map(view).collect(), rules }
}
