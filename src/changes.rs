//! What changes for somebody between two days: the phase, the rules that hold, the regulations in force.

use crate::diag::Diagnostics;
use crate::rulebook::{Phase, Regulation, Rule, Rulebook};
use crate::select::{Query, Reason, Selection, select};
use chrono::NaiveDate;

/// What changes from one day to another.
#[derive(Debug, Clone)]
pub struct Changes<'r> {
    /// The phase that the earlier day falls in, and that of the later one.
    pub phases: [Option<&'r Phase>; 2],
    /// Rules that hold on the later day alone, each with the reason why it did not before.
    pub added: Vec<(&'r Rule, Reason<'r>)>,
    /// Rules that hold on the earlier day alone, each with the reason why it does not any more.
    pub removed: Vec<(&'r Rule, Reason<'r>)>,
    /// How many rules hold on both.
    pub kept: usize,
    /// Regulations that came into force after the earlier day, up to the later one.
    pub enacted: Vec<&'r Regulation>,
    /// Regulations that were in force on the earlier day and no longer are.
    pub ended: Vec<&'r Regulation>,
}

/// What changes between two days for whom a query asks; its own date and phase do not matter.
///
/// # Errors
/// An election or audience that does not exist.
pub fn changes<'r>(rulebook: &'r Rulebook, query: &Query, days: [NaiveDate; 2]) -> Result<Changes<'r>, Diagnostics> {
    let on = |day| select(rulebook, &Query { date: Some(day), phase: None, ..query.clone() });
    let (before, after) = (on(days[0])?, on(days[1])?);
    let [from, to] = days;
    let regulations = || rulebook.data().regulations.iter();
    Ok(Changes {
        phases: [before.phase, after.phase],
        added: only(&after, &before),
        removed: only(&before, &after),
        kept: before.rules.iter().filter(|selected| holds(&after, selected.rule)).count(),
        enacted: regulations().filter(|r| r.from.is_some_and(|first| from < first && first <= to)).collect(),
        ended: regulations().filter(|r| r.until.is_some_and(|last| from <= last && last < to)).collect(),
    })
}

fn holds(selection: &Selection, rule: &Rule) -> bool {
    selection.rules.iter().any(|selected| selected.rule.id == rule.id)
}

/// The rules of one selection that are not in another, each with the reason of the other.
fn only<'r>(one: &Selection<'r>, other: &Selection<'r>) -> Vec<(&'r Rule, Reason<'r>)> {
    let missing = other.skipped.iter().filter(|(rule, _)| holds(one, rule));
    missing.map(|(rule, reason)| (*rule, reason.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Inputs;

    fn shipped() -> Rulebook {
        let rules = Inputs::built_in().rules;
        Rulebook::load(&rules.file, &rules.text, &mut Diagnostics::new()).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn between<'r>(rulebook: &'r Rulebook, from: &str, to: &str) -> Changes<'r> {
        let query = Query { election: "pilkada-2024".into(), audience: Some("camat".into()), ..Query::default() };
        changes(rulebook, &query, [day(from), day(to)]).unwrap()
    }

    #[test]
    fn nothing_changes_within_a_phase_and_back_and_forth_mirror_each_other() {
        let rulebook = shipped();
        let same = between(&rulebook, "2024-10-01", "2024-10-02");
        assert!(same.added.is_empty() && same.removed.is_empty() && same.kept > 20);
        let (there, back) =
            (between(&rulebook, "2024-10-01", "2024-11-25"), between(&rulebook, "2024-11-25", "2024-10-01"));
        let ids = |rules: &[(&Rule, Reason)]| rules.iter().map(|(rule, _)| rule.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&there.added), ids(&back.removed));
        assert_eq!(ids(&there.removed), ids(&back.added));
        assert_eq!(there.phases.map(|phase| phase.unwrap().id.as_str()), ["kampanye", "masa-tenang"]);
    }

    #[test]
    fn regulations_come_and_go() {
        let rulebook = shipped();
        let changes = between(&rulebook, "2023-01-01", "2024-01-01");
        assert!(changes.ended.iter().any(|regulation| regulation.id == "uu-5-2014"));
        assert!(changes.enacted.iter().any(|regulation| regulation.id == "uu-20-2023"));
        assert!(between(&rulebook, "2024-10-01", "2024-10-02").enacted.is_empty());
    }
}
