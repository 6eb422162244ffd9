//! Which rules hold for an audience, in a phase, on a date, and why.
//!
//! 1. The names of the query are looked up; what does not exist is a finding.
//! 2. The phase is the one given, else the one the date falls in, else any.
//! 3. Each rule is asked in turn, in the order of the rulebook: election, audience, phase, validity. The first "no"
//!    skips it; the answers are the reason.
//!
//! Nothing here reads the clock: without a date, a rule must have held at some time during the election (or its phase).

mod reason;

pub use reason::Reason;

use crate::diag::{Code, Diagnostic, Diagnostics, Message, nearest, say};
use crate::rulebook::{Audience, Collection, Domain, Election, Phase, PhaseDates, Rule, Rulebook};
use chrono::NaiveDate;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Id of the election.
    pub election: String,
    /// Id of the audience; without one, the rules of all.
    pub audience: Option<String>,
    /// Id of the phase. With a date too, the date is only asked whether a rule was valid.
    pub phase: Option<String>,
    /// The day as of which rules are selected.
    pub date: Option<NaiveDate>,
    /// Local audiences that exist in the region. Rules that bind no others are left out elsewhere, unless one of them
    /// is the audience asked for.
    pub local_staff: Vec<String>,
}

/// A rule that holds.
#[derive(Debug, Clone)]
pub struct Selected<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Why it holds, question by question.
    pub reasons: [Reason<'a>; 4],
}

impl Selected<'_> {
    /// Why it holds, in words.
    pub fn reason(&self) -> Message {
        let mut words = say!("", "");
        for (at, reason) in self.reasons.iter().enumerate() {
            if at > 0 {
                words.push(&say!("; ", "; "));
            }
            words.push(&reason.message());
        }
        words
    }
}

/// The rules that hold and those that do not.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    /// What holds, in the order of the rulebook.
    pub rules: Vec<Selected<'a>>,
    /// What does not, each with the reason.
    pub skipped: Vec<(&'a Rule, Reason<'a>)>,
    /// The phase given, or the one the date falls in.
    pub phase: Option<&'a Phase>,
}

/// The rules of the rulebook that hold for this query.
///
/// # Errors
/// An election, audience or phase that does not exist, all at once.
pub fn select<'a>(rulebook: &'a Rulebook, query: &Query) -> Result<Selection<'a>, Diagnostics> {
    let asked = Asked::of(rulebook, query)?;
    let mut selection = Selection { rules: Vec::new(), skipped: Vec::new(), phase: asked.phase };
    for rule in &rulebook.data().rules {
        match asked.answer(rule) {
            Ok(reasons) => selection.rules.push(Selected { rule, reasons }),
            Err(reason) => selection.skipped.push((rule, reason)),
        }
    }
    Ok(selection)
}

/// The audiences that exist in a region with this local staff, in the order of the rulebook.
pub fn audiences<'a>(rulebook: &'a Rulebook, local_staff: &[String]) -> Vec<&'a Audience> {
    rulebook.data().audiences.iter().filter(|a| !a.local || local_staff.contains(&a.id)).collect()
}

/// The phase of an election that a day falls in.
pub fn phase_on<'a>(rulebook: &'a Rulebook, election: &Election, date: NaiveDate) -> Option<&'a Phase> {
    let within = |p: &&PhaseDates| p.from.is_none_or(|from| from <= date) && p.until.is_none_or(|until| date <= until);
    rulebook.phase(&election.phases.iter().find(within)?.phase)
}

/// A query whose names are looked up.
struct Asked<'a> {
    rulebook: &'a Rulebook,
    election: &'a Election,
    domain: &'a Domain,
    audience: Option<&'a Audience>,
    /// Ids of the audience and of all groups it belongs to.
    groups: Vec<&'a str>,
    phase: Option<&'a Phase>,
    date: Option<NaiveDate>,
    /// First and last day of which a rule must have held at least one.
    window: (NaiveDate, NaiveDate),
    local_staff: Vec<String>,
}

impl<'a> Asked<'a> {
    fn of(rulebook: &'a Rulebook, query: &Query) -> Result<Asked<'a>, Diagnostics> {
        let mut findings = Diagnostics::new();
        let election = rulebook.election(&query.election);
        if election.is_none() {
            findings.push(unknown(rulebook, Code::UnknownElection, Collection::Election, &query.election));
        }
        let audience = query.audience.as_deref().and_then(|id| rulebook.audience(id));
        if let (Some(id), None) = (&query.audience, audience) {
            findings.push(unknown(rulebook, Code::UnknownAudience, Collection::Audience, id));
        }
        let given = query.phase.as_deref().and_then(|id| rulebook.phase(id));
        if let (Some(id), None) = (&query.phase, given) {
            findings.push(unknown(rulebook, Code::UnknownPhase, Collection::Phase, id));
        }
        let (Some(election), false) = (election, findings.has_errors()) else { return Err(findings) };
        let Some(domain) = rulebook.domain(&election.domain) else {
            return Err(unknown(rulebook, Code::DanglingReference, Collection::Domain, &election.domain).into());
        };
        let phase = given.or_else(|| phase_on(rulebook, election, query.date?));
        let groups = audience.map(|a| rulebook.ancestors(&a.id).iter().map(|a| a.id.as_str()).collect());
        Ok(Asked {
            rulebook,
            election,
            domain,
            audience,
            groups: groups.unwrap_or_default(),
            phase,
            date: query.date,
            window: query.date.map_or_else(|| window(election, given), |date| (date, date)),
            local_staff: query.local_staff.clone(),
        })
    }

    /// Why the rule holds, or why not.
    fn answer(&self, rule: &'a Rule) -> Result<[Reason<'a>; 4], Reason<'a>> {
        Ok([self.election(rule)?, self.audience(rule)?, self.phase(rule)?, self.validity(rule)?])
    }

    fn election(&self, rule: &'a Rule) -> Result<Reason<'a>, Reason<'a>> {
        let (election, domain) = (self.election.id.as_str(), self.domain.id.as_str());
        match rule.domains.as_slice() {
            [] => Ok(Reason::EveryElection),
            domains if domains.contains(&self.domain.id) => Ok(Reason::InDomain(domain)),
            domains => Err(Reason::OtherDomains { domains, election, domain }),
        }
    }

    fn audience(&self, rule: &'a Rule) -> Result<Reason<'a>, Reason<'a>> {
        let Some(audience) = self.audience else { return self.anybody(rule) };
        let audience = audience.id.as_str();
        match self.groups.iter().find(|group| rule.audiences.iter().any(|bound| bound == *group)) {
            Some(group) if *group == audience => Ok(Reason::Binds(group)),
            Some(group) => Ok(Reason::BindsGroup { group, audience }),
            None => Err(Reason::BindsOthers { audiences: &rule.audiences, audience }),
        }
    }

    /// Without an audience: whether somebody is bound who exists in the region.
    fn anybody(&self, rule: &'a Rule) -> Result<Reason<'a>, Reason<'a>> {
        let here = |id: &&String| {
            self.rulebook.audience(id).is_some_and(|audience| !audience.local || self.local_staff.contains(id))
        };
        let bound: Vec<&str> = rule.audiences.iter().filter(here).map(String::as_str).collect();
        if bound.is_empty() { Err(Reason::BindsNobodyHere(&rule.audiences)) } else { Ok(Reason::BindsHere(bound)) }
    }

    fn phase(&self, rule: &'a Rule) -> Result<Reason<'a>, Reason<'a>> {
        match (rule.phases.as_slice(), self.phase, self.date) {
            ([], ..) => Ok(Reason::EveryPhase),
            (phases, Some(phase), _) if phases.contains(&phase.id) => Ok(Reason::InPhase(&phase.id)),
            (phases, Some(phase), _) => Err(Reason::OtherPhases { phases, phase: &phase.id }),
            (phases, None, Some(date)) => Err(Reason::OutsidePhases { phases, date, election: &self.election.id }),
            (phases, None, None) => Ok(Reason::InPhases(phases)),
        }
    }

    fn validity(&self, rule: &Rule) -> Result<Reason<'a>, Reason<'a>> {
        let (first, last) = self.window;
        match (rule.from, rule.until) {
            (Some(from), _) if from > last => Err(Reason::NotYet { from, last }),
            (_, Some(until)) if until < first => Err(Reason::Ended { until, first }),
            (from, until) => Ok(Reason::Valid(from, until)),
        }
    }
}

/// The days an election, or one phase of it, is about. An open end counts as the day at which the phase is tied to the
/// election: rules of all past and future are not meant.
pub fn window(election: &Election, phase: Option<&Phase>) -> (NaiveDate, NaiveDate) {
    let asked = election.phases.iter().filter(|dates| phase.is_none_or(|phase| phase.id == dates.phase));
    let days: Vec<NaiveDate> = asked.flat_map(|dates| [dates.from, dates.until]).flatten().collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => (election.voting_day, election.voting_day),
    }
}

fn unknown(rulebook: &Rulebook, code: Code, collection: Collection, id: &str) -> Diagnostic {
    let noun = collection.noun();
    let message = say!("tidak ada {noun} `{id}`", "there is no {noun} `{id}`"; noun);
    let help = match nearest(id, rulebook.index().ids(collection)) {
        Some(near) => say!("apakah yang dimaksud `{near}`?", "did you mean `{near}`?"),
        None => {
            let ids = rulebook.index().ids(collection).collect::<Vec<_>>().join(", ");
            say!("salah satu dari: {ids}", "one of: {ids}")
        }
    };
    Diagnostic::error(code, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::sample;

    fn query() -> Query {
        Query { election: "pilkada-2024".into(), ..Query::default() }
    }

    fn day(written: &str) -> Option<NaiveDate> {
        Some(written.parse().expect("a date"))
    }

    fn ids(query: &Query) -> String {
        let rulebook = sample::rulebook();
        let selection = select(&rulebook, query).expect("the query is fine");
        selection.rules.iter().map(|s| s.rule.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn skipped(query: &Query, id: &str) -> String {
        let rulebook = sample::rulebook();
        let selection = select(&rulebook, query).expect("the query is fine");
        let found = selection.skipped.iter().find(|(rule, _)| rule.id == id);
        found.map(|(_, reason)| reason.message().en().to_owned()).expect("the rule is skipped")
    }

    #[test]
    fn without_an_audience_all_rules_of_the_election_hold_but_those_of_staff_the_region_lacks() {
        assert_eq!(ids(&query()), "N-01 N-02 N-03");
        assert_eq!(ids(&Query { local_staff: vec!["tk2d".into()], ..query() }), "N-01 N-02 N-03 N-05");
        assert_eq!(skipped(&query(), "N-05"), "binds tk2d, of whom the region has none");
        assert_eq!(skipped(&query(), "N-04"), "holds in pemilu only; pilkada-2024 is pilkada");
        assert_eq!(skipped(&query(), "N-06"), "ended on 2023-10-30, before 2024-09-24");
    }

    #[test]
    fn an_audience_is_bound_by_the_rules_of_the_groups_it_belongs_to_and_by_no_others() {
        assert_eq!(ids(&Query { audience: Some("camat".into()), ..query() }), "N-01 N-02 N-03");
        assert_eq!(ids(&Query { audience: Some("tk2d".into()), ..query() }), "N-02 N-05");
        let pegawai = Query { audience: Some("pegawai".into()), ..query() };
        assert_eq!(ids(&pegawai), "N-02");
        assert_eq!(skipped(&pegawai, "N-01"), "binds asn; pegawai does not belong to it");
    }

    #[test]
    fn a_phase_is_given_or_the_one_the_date_falls_in() {
        assert_eq!(ids(&Query { phase: Some("pasca".into()), ..query() }), "N-02");
        assert_eq!(ids(&Query { date: day("2024-09-25"), ..query() }), "N-01 N-02 N-03");
        assert_eq!(ids(&Query { date: day("2024-09-24"), ..query() }), "N-02");
        let rulebook = sample::rulebook();
        let selection = select(&rulebook, &Query { date: day("2030-01-01"), ..query() }).expect("fine");
        assert_eq!(selection.phase.map(|p| p.id.as_str()), Some("pasca"));
    }

    #[test]
    fn a_day_between_two_phases_is_in_none() {
        let quiet = Query { date: day("2024-11-25"), ..query() };
        assert_eq!(ids(&quiet), "N-02");
        assert_eq!(skipped(&quiet, "N-01"), "holds in kampanye; 2024-11-25 is in no phase of pilkada-2024");
    }

    #[test]
    fn a_date_brings_back_what_held_then() {
        assert_eq!(ids(&Query { date: day("2023-10-30"), ..query() }), "N-02 N-06");
        assert_eq!(ids(&Query { date: day("2023-10-31"), ..query() }), "N-02");
    }

    #[test]
    fn the_reason_names_what_was_asked() {
        let rulebook = sample::rulebook();
        let query = Query { audience: Some("camat".into()), phase: Some("kampanye".into()), ..query() };
        let selection = select(&rulebook, &query).expect("fine");
        let reason =
            "holds in pilkada; binds asn, and camat belongs to it; holds in kampanye; valid without limit of time";
        assert_eq!(selection.rules[0].reason().en(), reason);
    }

    #[test]
    fn all_unknown_names_are_reported_at_once_with_the_nearest() {
        let query = Query {
            election: "pilkada-2042".into(),
            audience: Some("camta".into()),
            phase: Some("xyz".into()),
            ..Query::default()
        };
        let findings = select(&sample::rulebook(), &query).expect_err("nothing of this exists");
        let told: Vec<_> = findings
            .iter()
            .map(|d| (d.code.as_str(), d.help.as_ref().map(|help| help.en()).unwrap_or_default()))
            .collect();
        let expected = [
            ("unknown-election", "did you mean `pilkada-2024`?"),
            ("unknown-audience", "did you mean `camat`?"),
            ("unknown-phase", "one of: kampanye, pasca, pra, pungut"),
        ];
        assert_eq!(told, expected);
    }
}
