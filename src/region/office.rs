//! Who holds an office on which day.

use super::profile::{ActingHead, Holder, Unit};
use crate::diag::{Code, Diagnostic, say};
use crate::rulebook::Checker;
use crate::yaml::Path;
use chrono::NaiveDate;

impl Holder {
    fn term(&self) -> (NaiveDate, NaiveDate) {
        (self.from.unwrap_or(NaiveDate::MIN), self.until.unwrap_or(NaiveDate::MAX))
    }
}

impl Unit {
    /// Everybody known to have been superior of its staff.
    fn holders(&self) -> impl Iterator<Item = &Holder> {
        self.superior.iter().chain(&self.superiors)
    }

    /// The superior of its staff on a day; without a day, the one whose term has no end. None where nobody is known.
    pub fn superior_on(&self, day: Option<NaiveDate>) -> Option<&Holder> {
        let day = day.unwrap_or(NaiveDate::MAX);
        self.holders().find(|holder| (holder.term().0..=holder.term().1).contains(&day))
    }

    /// Whether somebody is known to have been superior of its staff, but nobody on this day.
    pub fn lacks_superior(&self, day: Option<NaiveDate>) -> bool {
        self.holders().next().is_some() && self.superior_on(day).is_none()
    }
}

impl ActingHead {
    /// Whether he is known to hold the office on a day: within the term or, where the profile gives none, on the day of
    /// the article. Always true without a day, since it is a fact about the article.
    pub fn is_known_on(&self, day: Option<NaiveDate>) -> bool {
        let Some(day) = day else { return true };
        let (first, last) = (self.from.or(self.on), self.until.or(self.on));
        first.is_some_and(|first| first <= day) && last.is_some_and(|last| day <= last)
    }
}

/// The superiors of a unit: each is somebody, and no two hold the office on one day.
pub(super) fn check(checker: &mut Checker<'_>, at: &Path<'_>, unit: &Unit) {
    if let Some(holder) = &unit.superior {
        one(checker, &at.key("superior"), holder);
    }
    let list = at.key("superiors");
    for (i, holder) in unit.superiors.iter().enumerate() {
        one(checker, &list.item(i), holder);
        let (first, last) = holder.term();
        let mut before = unit.superior.iter().chain(unit.superiors.iter().take(i));
        if let Some(other) = before.find(|other| other.term().0 <= last && first <= other.term().1) {
            let who =
                |holder: &Holder| if holder.name.is_empty() { holder.position.clone() } else { holder.name.clone() };
            let message = say!(
                "{} dan {} menjadi atasan `{}` pada waktu yang sama",
                "{} and {} are superiors of `{}` at one time",
                who(other),
                who(holder),
                unit.name
            );
            let help = say!(
                "isi setiap `until` dengan hari sebelum `from` berikutnya",
                "let each `until` be the day before the next `from`"
            );
            checker.report(&list.item(i), Diagnostic::error(Code::TermsOverlap, message).help(help));
        }
    }
}

fn one(checker: &mut Checker<'_>, at: &Path<'_>, holder: &Holder) {
    checker.period(at, holder.from, holder.until);
    if holder.name.trim().is_empty() && holder.position.trim().is_empty() {
        let message =
            say!("atasan ini tidak punya nama ataupun jabatan", "this superior has neither a name nor a position");
        let help = say!("isi salah satunya, atau hapus atasan ini", "name one of them, or leave the superior out");
        checker.report(at, Diagnostic::error(Code::EmptyText, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> Option<NaiveDate> {
        written.parse().ok()
    }

    fn holder(name: &str, from: &str, until: &str) -> Holder {
        Holder { name: name.to_owned(), from: day(from), until: day(until), ..Holder::default() }
    }

    #[test]
    fn the_day_decides_who_signs() {
        let superiors =
            vec![holder("A", "", "2024-06-30"), holder("B", "2024-09-01", "2024-12-31"), holder("C", "2025-01-01", "")];
        let unit = Unit { superiors, ..Unit::default() };
        let on = |written: &str| unit.superior_on(day(written)).map(|holder| holder.name.as_str());
        assert_eq!(
            [on("2024-06-30"), on("2024-09-01"), on("2030-01-01"), on("")],
            [Some("A"), Some("B"), Some("C"), Some("C")]
        );
        assert_eq!(on("2024-07-15"), None);
        assert!(unit.lacks_superior(day("2024-07-15")) && !unit.lacks_superior(None));
        assert!(!Unit::default().lacks_superior(None), "nobody is known at all");
    }

    #[test]
    fn an_acting_head_is_known_for_the_days_that_are_told() {
        let head = |from: &str, on: &str, until: &str| ActingHead {
            title: crate::lang::Text { id: String::new(), en: String::new() },
            name: String::new(),
            on: day(on),
            from: day(from),
            until: day(until),
            sources: Vec::new(),
        };
        let whole = head("2024-09-25", "2024-10-07", "2024-11-23");
        assert!(whole.is_known_on(day("2024-10-04")) && !whole.is_known_on(day("2024-09-24")));
        let one_day = head("", "2024-08-30", "");
        assert!(
            one_day.is_known_on(day("2024-08-30"))
                && !one_day.is_known_on(day("2024-10-04"))
                && one_day.is_known_on(None)
        );
        assert!(!head("", "", "").is_known_on(day("2024-10-04")));
    }
}
