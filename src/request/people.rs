//! The people, units and counts that a sheet can be about. They borrow, since a roster has thousands of rows.

use crate::region::{Holder, Officer, Unit};
use chrono::NaiveDate;
use serde::Serialize;

/// A person who signs. An empty text means that it is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signatory<'a> {
    /// Row of the roster, as its program shows it, from 1.
    pub row: u32,
    /// Name with titles.
    pub name: &'a str,
    /// NIP or NI PPPK.
    pub number: &'a str,
    /// Rank and grade.
    pub rank: &'a str,
    /// Position.
    pub position: &'a str,
    /// Unit.
    pub unit: &'a str,
    /// Village, of its officials.
    pub village: &'a str,
    /// Number of the contract or decree, of staff without a personnel number.
    pub contract: &'a str,
    /// The superior, where the roster tells; else that of the unit.
    pub superior: Superior<'a>,
    /// Further columns of the roster: the title as an identifier (`nomor_hp`), and the value.
    pub extras: Vec<(&'a str, &'a str)>,
}

/// Who signs as superior. An empty text means that it is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Superior<'a> {
    /// Name with titles.
    pub name: &'a str,
    /// NIP.
    pub number: &'a str,
    /// Rank and grade.
    pub rank: &'a str,
    /// Position: "Kepala Dinas Kesehatan".
    pub position: &'a str,
}

impl Superior<'_> {
    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        [self.name, self.number, self.rank, self.position].iter().all(|text| text.trim().is_empty())
    }
}

/// The unit (OPD) that a sheet is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnitSheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// Lines of its letterhead below that of the government; none for the letterhead of the region.
    pub letterhead: &'a [String],
    /// Lines of its address.
    pub address: &'a [String],
    /// Who signs as superior of its staff.
    pub superior: Superior<'a>,
}

impl<'a> UnitSheet<'a> {
    /// A unit of which no more than the name is known.
    pub fn named(name: &'a str) -> Self {
        UnitSheet { name, ..UnitSheet::default() }
    }

    /// A unit that a profile tells of, with who is superior of its staff on a day.
    pub fn on(unit: &'a Unit, day: Option<NaiveDate>) -> Self {
        let superior = unit.superior_on(day).map_or_else(Superior::default, Superior::from);
        UnitSheet { name: &unit.name, letterhead: &unit.letterhead, address: &unit.address, superior }
    }
}

impl<'a> From<&'a Officer> for Superior<'a> {
    fn from(officer: &'a Officer) -> Self {
        let Officer { name, number, rank, position } = officer;
        Superior { name, number, rank, position }
    }
}

impl<'a> From<&'a Holder> for Superior<'a> {
    fn from(holder: &'a Holder) -> Self {
        let Holder { name, number, rank, position, .. } = holder;
        Superior { name, number, rank, position }
    }
}

/// Which volume of a print run a divider stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InVolumes {
    /// Its number, from 1.
    pub number: usize,
    /// How many volumes there are.
    pub of: usize,
}

/// How many of each unit have signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallySheet<'a> {
    /// The units, in the order in which they are told.
    pub units: Vec<TallyUnit<'a>>,
}

/// How many of one unit have signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyUnit<'a> {
    /// Name of the unit.
    pub name: &'a str,
    /// To how many a sheet was issued.
    pub total: usize,
    /// How many of them have signed.
    pub signed: usize,
    /// Names of those who have not.
    pub missing: Vec<&'a str>,
}
