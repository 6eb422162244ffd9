//! What the values of a roster are checked against. The caller knows the rulebook, the fonts and the region.

use crate::diag::Diagnostic;

/// The kind of personnel number that somebody of a status has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// NIP of a civil servant: dates of birth and of appointment, sex, serial number.
    Nip,
    /// NI PPPK of a contract civil servant: date of birth, and codes of another meaning.
    NiPppk,
    /// None; a number that is there is not checked.
    None,
}

/// Looks up a status as written in a roster: the audience of the rulebook, and the kind of personnel number if all of that
/// audience have the same kind. `None` for an unknown status.
pub type StatusLookup<'a> = dyn Fn(&str) -> Option<(String, Option<NumberKind>)> + Sync + 'a;

/// Why a value cannot be printed; `None` for one that can.
pub type Unprintable<'a> = dyn Fn(&str) -> Option<Diagnostic> + Sync + 'a;

/// The official name of a unit that a roster calls otherwise.
pub type UnitName<'a> = dyn Fn(&str) -> Option<String> + Sync + 'a;

/// What the values of a roster are checked against.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// What a status means.
    pub status: &'a StatusLookup<'a>,
    /// Which values cannot be printed.
    pub unprintable: &'a Unprintable<'a>,
    /// What units are called.
    pub unit: &'a UnitName<'a>,
}

impl<'a> Judge<'a> {
    /// A judge that knows statuses only: every value can be printed, and units keep their names.
    pub fn by(status: &'a StatusLookup<'a>) -> Judge<'a> {
        Judge { status, unprintable: &|_| None, unit: &|_| None }
    }
}
