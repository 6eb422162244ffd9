//! Whom a sheet is for: a person of a roster, the unit, and lists of people.
//!
//! The views of this module are what templates see of what a request names. Personal numbers are masked here, once for
//! all documents.

use crate::request::{Signatory, Superior, TallySheet, TallyUnit, UnitSheet};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A person.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct PersonView<'a> {
    /// Place in a list, from 1.
    pub(super) no: usize,
    /// Row of the roster.
    pub(super) row: u32,
    pub(super) name: Option<&'a str>,
    /// NIP or NI PPPK.
    pub(super) number: Option<Cow<'a, str>>,
    pub(super) rank: Option<&'a str>,
    pub(super) position: Option<&'a str>,
    pub(super) unit: Option<&'a str>,
    pub(super) village: Option<&'a str>,
    pub(super) contract: Option<&'a str>,
    /// Further columns of the roster by title.
    pub(super) extras: BTreeMap<&'a str, Cow<'a, str>>,
}

/// A superior.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct OfficerView<'a> {
    pub(super) name: Option<&'a str>,
    /// NIP.
    pub(super) number: Option<Cow<'a, str>>,
    pub(super) rank: Option<&'a str>,
    pub(super) position: Option<&'a str>,
}

/// A unit.
#[derive(Debug, Clone, Serialize)]
pub(super) struct UnitView<'a> {
    pub(super) name: Option<&'a str>,
    /// Lines of its own letterhead; `region.letterhead` has the whole.
    pub(super) letterhead: &'a [String],
    pub(super) address: &'a [String],
    pub(super) superior: OfficerView<'a>,
}

/// Who has signed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TallyView<'a> {
    /// To how many a sheet was issued.
    pub(super) total: usize,
    pub(super) signed: usize,
    /// How many have not signed yet.
    pub(super) open: usize,
    /// Whole percent, rounded down.
    pub(super) percent: usize,
    pub(super) units: Vec<TallyUnitView<'a>>,
}

/// Who of a unit has signed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TallyUnitView<'a> {
    pub(super) name: &'a str,
    pub(super) total: usize,
    pub(super) signed: usize,
    pub(super) open: usize,
    pub(super) percent: usize,
    /// Names of those who have not signed yet.
    pub(super) missing: &'a [&'a str],
}

/// The text, unless it is empty.
pub(super) fn known(text: &str) -> Option<&str> {
    (!is_empty(text)).then_some(text)
}

fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

/// Writes people down for templates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scribe {
    /// Whether personal numbers are masked.
    pub(super) mask: bool,
}

impl Scribe {
    /// A person; `no` is the place in a list, from 1.
    pub(super) fn person<'a>(&self, person: &Signatory<'a>, no: usize) -> PersonView<'a> {
        PersonView {
            no,
            row: person.row,
            name: known(person.name),
            number: self.number(person.number),
            rank: known(person.rank),
            position: known(person.position),
            unit: known(person.unit),
            village: known(person.village),
            contract: known(person.contract),
            extras: self.extras(person),
        }
    }

    /// The further columns of a person's row.
    pub(super) fn extras<'a>(&self, person: &Signatory<'a>) -> BTreeMap<&'a str, Cow<'a, str>> {
        let masked = |value: &'a str| match self.mask && is_personal_number(value) {
            true => Cow::Owned(masked(value)),
            false => Cow::Borrowed(value),
        };
        person.extras.iter().map(|(key, value)| (*key, masked(value))).collect()
    }

    pub(super) fn officer<'a>(&self, superior: Superior<'a>) -> OfficerView<'a> {
        OfficerView {
            name: known(superior.name),
            number: self.number(superior.number),
            rank: known(superior.rank),
            position: known(superior.position),
        }
    }

    pub(super) fn unit<'a>(&self, unit: &UnitSheet<'a>) -> UnitView<'a> {
        UnitView {
            name: known(unit.name),
            letterhead: unit.letterhead,
            address: unit.address,
            superior: self.officer(unit.superior),
        }
    }

    fn number<'a>(&self, number: &'a str) -> Option<Cow<'a, str>> {
        known(number).map(|number| if self.mask { Cow::Owned(masked(number)) } else { Cow::Borrowed(number) })
    }
}

/// Who signs as superior of a person: whom the row names, else whom the unit has, unless that is the person.
pub(super) fn superior_of<'a>(person: &Signatory<'a>, of_unit: Superior<'a>) -> Superior<'a> {
    if !person.superior.is_unknown() {
        return person.superior;
    }
    let (own, other) = (digits(person.number), digits(of_unit.number));
    let is_same = if own.is_empty() || other.is_empty() {
        !is_empty(person.name) && person.name.trim().eq_ignore_ascii_case(of_unit.name.trim())
    } else {
        own == other
    };
    if is_same { Superior::default() } else { of_unit }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The tally as templates see it.
pub(super) fn tally<'a>(tally: &'a TallySheet<'a>) -> TallyView<'a> {
    let unit = |unit: &'a TallyUnit<'a>| TallyUnitView {
        name: unit.name,
        total: unit.total,
        signed: unit.signed,
        open: unit.total.saturating_sub(unit.signed),
        percent: percent(unit.signed, unit.total),
        missing: &unit.missing,
    };
    let total = tally.units.iter().map(|unit| unit.total).sum();
    let signed = tally.units.iter().map(|unit| unit.signed).sum();
    TallyView {
        total,
        signed,
        open: usize::saturating_sub(total, signed),
        percent: percent(signed, total),
        units: tally.units.iter().map(unit).collect(),
    }
}

/// Whole percent, rounded down, so that 100 means all.
fn percent(part: usize, whole: usize) -> usize {
    part.saturating_mul(100).checked_div(whole).unwrap_or(0)
}

/// Fewer letters and digits than these are masked as a whole, since too few would be hidden.
const SHORTEST: usize = 12;

/// A personal number with its first four and last two characters; the others are dots, spaces stay.
pub(super) fn masked(number: &str) -> String {
    let count = number.chars().filter(|c| c.is_alphanumeric()).count();
    let mut at = 0;
    let mask = |c: char| {
        if !c.is_alphanumeric() {
            return c;
        }
        at += 1;
        if count >= SHORTEST && (at <= 4 || at + 2 > count) { c } else { '•' }
    };
    number.chars().map(mask).collect()
}

/// Whether a value is as long as a NIK (16 digits) or a NIP (18) and nothing but digits and what parts them.
fn is_personal_number(value: &str) -> bool {
    let is_number = value.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '\''));
    is_number && digits(value).len() >= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_ends() {
        assert_eq!(masked("198501012010011003"), "1985••••••••••••03");
        assert_eq!(masked("19850101 201001 1 003"), "1985•••• •••••• • •03");
        assert_eq!(masked("140123456"), "•••••••••");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn further_columns_show_no_personal_number_either() {
        let extras = vec![("nik", "1603010101850001"), ("nomor_hp", "0812-0000-0000"), ("seri", "A 1234567890123456")];
        let person = Signatory { extras, ..Signatory::default() };
        let shown = Scribe { mask: true }.extras(&person);
        let shown: Vec<&str> = shown.values().map(AsRef::as_ref).collect();
        assert_eq!(shown, ["1603••••••••••01", "0812-0000-0000", "A 1234567890123456"]);
    }

    #[test]
    fn nobody_is_his_own_superior() {
        let head = Superior { name: "Contoh Kepala", number: "19700101 199501 1 001", ..Superior::default() };
        let staff = Signatory { name: "Contoh Staf", number: "198501012010011003", ..Signatory::default() };
        assert_eq!(superior_of(&staff, head), head);
        let same_number = Signatory { name: "KEPALA", number: "197001011995011001", ..Signatory::default() };
        assert!(superior_of(&same_number, head).is_unknown());
        let same_name = Signatory { name: "CONTOH KEPALA", ..Signatory::default() };
        assert!(superior_of(&same_name, head).is_unknown());
        let other = Superior { name: "Contoh Lain", ..Superior::default() };
        assert_eq!(superior_of(&Signatory { superior: other, ..same_name }, head), other);
    }

    #[test]
    fn a_hundred_percent_means_all() {
        assert_eq!([percent(999, 1000), percent(3, 3), percent(0, 0)], [99, 100, 0]);
    }
}
