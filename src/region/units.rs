//! The units (OPD) of a profile: their checks, and how one is found by the name that a roster gives it.

use super::office;
use super::profile::{Profile, Unit};
use crate::diag::{Code, Diagnostic, excerpt, say};
use crate::rulebook::Checker;
use crate::yaml::Path;
use std::collections::BTreeMap;

/// The key of a name for look-ups: in lower case, without spaces.
fn key(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect()
}

fn spellings(unit: &Unit) -> impl Iterator<Item = &String> {
    std::iter::once(&unit.name).chain(&unit.also)
}

impl Profile {
    /// The unit of this name or other spelling, in capitals or not, however it is spaced.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        find(&self.units, name)
    }
}

fn find<'u>(units: &'u [Unit], name: &str) -> Option<&'u Unit> {
    let wanted = key(name);
    units.iter().find(|unit| spellings(unit).any(|spelling| key(spelling) == wanted))
}

/// Names, letterheads and officers must say something, and each spelling must mean one unit.
pub(super) fn check(checker: &mut Checker<'_>, units: &[Unit]) {
    let root = Path::Root.key("units");
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        let at = root.item(i);
        checker.words(&at.key("name"), &unit.name);
        spelling(checker, &mut taken, &at.key("name"), &unit.name, unit);
        for (j, also) in unit.also.iter().enumerate() {
            checker.words(&at.key("also").item(j), also);
            spelling(checker, &mut taken, &at.key("also").item(j), also, unit);
        }
        for (lines, name) in [(&unit.letterhead, "letterhead"), (&unit.address, "address")] {
            for (j, line) in lines.iter().enumerate() {
                checker.words(&at.key(name).item(j), line);
            }
        }
        office::check(checker, &at, unit);
    }
}

fn spelling<'u>(
    checker: &mut Checker<'_>,
    taken: &mut BTreeMap<String, &'u str>,
    at: &Path<'_>,
    spelling: &str,
    unit: &'u Unit,
) {
    if let Some(other) = taken.insert(key(spelling), &unit.name) {
        let message = say!(
            "`{}` sudah menjadi ejaan untuk `{}`",
            "`{}` is already a spelling of `{}`",
            excerpt(spelling),
            excerpt(other)
        );
        let help = say!(
            "huruf besar dan spasi tidak membedakan dua unit kerja",
            "case and spaces do not tell two units apart"
        );
        checker.report(at, Diagnostic::error(Code::DuplicateUnit, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_found_however_it_is_typed() {
        let unit = |name: &str, also: &[&str]| Unit {
            name: name.to_owned(),
            also: also.iter().map(|spelling| (*spelling).to_owned()).collect(),
            ..Unit::default()
        };
        let units = [unit("Dinas Kesehatan", &["Dinkes"]), unit("Dinas Kesehatan Hewan", &[])];
        let found = |name: &str| find(&units, name).map(|unit| unit.name.as_str());
        assert_eq!(found("  DINAS  kesehatan\n"), Some("Dinas Kesehatan"));
        assert_eq!(found("DINKES"), Some("Dinas Kesehatan"));
        assert_eq!(found("dinas kesehatan hewan"), Some("Dinas Kesehatan Hewan"));
        assert_eq!(found("Dinas"), None);
    }
}
