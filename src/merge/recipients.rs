//! Who gets what: units and rows.

use crate::diag::{Code, Diagnostic, Diagnostics, excerpt, nearest, redacted, say};
use crate::roster::{Field, People, plain};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Who of a roster is meant, by unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipients {
    /// The units with those who are meant, in the order in which the roster first names them.
    pub units: Vec<UnitRecipients>,
    /// How much of the roster they are.
    pub extent: Extent,
    /// The names of all units of the roster, meant or not, in its order.
    pub all: Vec<String>,
    /// The row of the first person of every unit of the roster.
    ranks: BTreeMap<String, u32>,
}

/// How much of a roster is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// Everybody.
    #[default]
    Everybody,
    /// Everybody in some units.
    Units,
    /// Some people.
    Some,
}

impl Recipients {
    /// The row of the first person of a unit, meant or not; none for a unit of which the roster has nobody.
    pub fn rank(&self, unit: &str) -> Option<u32> {
        self.ranks.get(&plain(unit)).copied()
    }

    /// Whether everybody in a unit is meant. Without anybody, a unit is covered when everybody is meant.
    pub fn covers(&self, unit: &str) -> bool {
        match self.extent {
            Extent::Everybody => true,
            Extent::Units => self.units.iter().any(|meant| plain(&meant.name) == plain(unit)),
            Extent::Some => false,
        }
    }

    /// How many people are meant.
    pub fn people(&self) -> usize {
        self.units.iter().map(|unit| unit.people.len()).sum()
    }
}

/// Which people of a roster are meant; none of the limits for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// Names of units.
    pub units: Vec<String>,
    /// RowRange, by the roster's own numbers.
    pub rows: Vec<RowRange>,
    /// So many of them, the first.
    pub first: Option<usize>,
}

impl Who {
    fn extent(&self) -> Extent {
        match (self.units.is_empty(), self.rows.is_empty() && self.first.is_none()) {
            (true, true) => Extent::Everybody,
            (false, true) => Extent::Units,
            (_, false) => Extent::Some,
        }
    }
}

/// RowRange of a roster: `312` or `312-340`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRange(RangeInclusive<u32>);

impl FromStr for RowRange {
    type Err = String;

    fn from_str(typed: &str) -> Result<RowRange, String> {
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|row| *row > 0);
        let (from, to) = typed.split_once(['-', '–']).unwrap_or((typed, typed));
        match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => Ok(RowRange(from..=to)),
            _ => Err("write a row such as 312, or rows such as 312-340, as the roster counts them".to_owned()),
        }
    }
}

/// A unit of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRecipients {
    /// Name as its first row has it; empty for people without one.
    pub name: String,
    /// The row of its first person, meant or not, which says where it stands among the units.
    pub rank: u32,
    /// Those of its people who are meant, as places in the roster, in the roster's order.
    pub people: Vec<u32>,
    /// Whether they are all of its people.
    pub is_whole: bool,
}

/// Who is meant, by unit.
///
/// # Errors
/// A unit that nobody is in; nobody at all.
pub fn recipients(people: &People, who: &Who) -> Result<Recipients, Diagnostics> {
    let mut units: Vec<UnitRecipients> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut sizes: Vec<usize> = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let name = person.get(Field::Unit);
        let place = *places.entry(plain(name)).or_insert_with(|| {
            units.push(UnitRecipients { name: name.to_owned(), rank: person.row, people: Vec::new(), is_whole: false });
            sizes.push(0);
            units.len() - 1
        });
        sizes[place] += 1;
        if who.rows.is_empty() || who.rows.iter().any(|rows| rows.0.contains(&person.row)) {
            units[place].people.push(index as u32);
        }
    }
    let ranks = places.iter().map(|(name, place)| (name.clone(), units[*place].rank)).collect();
    let all = units.iter().map(|unit| unit.name.clone()).collect();
    let sizes: BTreeMap<u32, usize> = units.iter().map(|unit| unit.rank).zip(sizes).collect();
    let mut findings = Diagnostics::new();
    if !who.units.is_empty() {
        let wanted: Vec<String> = who.units.iter().map(|unit| plain(unit)).collect();
        for (typed, wanted) in who.units.iter().zip(&wanted).filter(|(_, wanted)| !places.contains_key(*wanted)) {
            findings.push(unknown(typed, wanted, &units));
        }
        units.retain(|unit| wanted.contains(&plain(&unit.name)));
    }
    units.retain(|unit| !unit.people.is_empty());
    if let Some(first) = who.first {
        limit(&mut units, first);
    }
    for unit in &mut units {
        unit.is_whole = sizes.get(&unit.rank) == Some(&unit.people.len());
    }
    if findings.is_empty() && units.is_empty() {
        let finding = Diagnostic::error(
            Code::Nobody,
            say!(
                "tidak seorang pun dalam daftar pegawai termasuk yang diminta",
                "nobody in the roster is meant by what was asked for"
            ),
        );
        findings.push(finding.help(say!(
            "periksa --rows, --unit, dan kesalahan di atas",
            "look at --rows, --unit and the errors above"
        )));
    }
    if findings.is_empty() { Ok(Recipients { units, extent: who.extent(), all, ranks }) } else { Err(findings) }
}

/// Leaves the first people of all, in the order of the roster.
fn limit(units: &mut Vec<UnitRecipients>, first: usize) {
    let mut all: Vec<u32> = units.iter().flat_map(|unit| unit.people.iter().copied()).collect();
    all.sort_unstable();
    let Some(beyond) = all.get(first).copied() else { return };
    units.iter_mut().for_each(|unit| unit.people.retain(|person| *person < beyond));
    units.retain(|unit| !unit.people.is_empty());
}

fn unknown(typed: &str, wanted: &str, units: &[UnitRecipients]) -> Diagnostic {
    let typed = redacted(typed);
    let message = say!("tidak ada pegawai di unit kerja `{}`", "nobody is in a unit `{}`", excerpt(&typed));
    let finding = Diagnostic::error(Code::UnknownUnit, message);
    let names: Vec<String> = units.iter().map(|unit| plain(&unit.name)).collect();
    let near = nearest(wanted, names.iter().map(String::as_str));
    match near.and_then(|near| units.iter().find(|unit| plain(&unit.name) == near)) {
        Some(unit) => finding.help(say!("maksudnya “{}”?", "did you mean “{}”?", redacted(&unit.name))),
        None => finding.help(say!("daftar pegawai memuat {} unit kerja", "the roster has {} units", units.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::people;

    fn roster() -> People {
        people(&[
            (5, "Siti", "Dinas Kesehatan"),
            (6, "Budi", "Dinas  KESEHATAN"),
            (7, "Eko", "BKPSDM"),
            (9, "Dewi", ""),
            (10, "Fajar", "Dinas-Kesehatan!"),
            (11, "Gita", "Dinas Pendidikan"),
        ])
    }

    fn planned(who: &Who) -> Vec<(String, Vec<u32>)> {
        let plan = recipients(&roster(), who).unwrap();
        plan.units.into_iter().map(|unit| (unit.name, unit.people)).collect()
    }

    #[test]
    fn units_come_in_the_order_of_the_roster_however_they_are_spelt() {
        let expected = [
            ("Dinas Kesehatan".to_owned(), vec![0, 1, 4]),
            ("BKPSDM".to_owned(), vec![2]),
            ("".to_owned(), vec![3]),
            ("Dinas Pendidikan".to_owned(), vec![5]),
        ];
        assert_eq!(planned(&Who::default()), expected);
    }

    #[test]
    fn who_is_meant_can_be_told_by_unit_rows_and_number() {
        let rows = |typed: &str| Who { rows: vec![typed.parse().unwrap()], ..Who::default() };
        assert_eq!(planned(&rows("6-9")).len(), 3);
        assert_eq!(planned(&rows("11")), [("Dinas Pendidikan".to_owned(), vec![5])]);
        let first = Who { first: Some(3), ..Who::default() };
        assert_eq!(planned(&first), [("Dinas Kesehatan".to_owned(), vec![0, 1]), ("BKPSDM".to_owned(), vec![2])]);
        let unit = Who { units: vec!["bkpsdm".into()], ..Who::default() };
        assert_eq!(planned(&unit), [("BKPSDM".to_owned(), vec![2])]);
        let wrong = recipients(&roster(), &Who { units: vec!["Dinas Kesehatn".into()], ..Who::default() }).unwrap_err();
        assert_eq!(
            wrong.iter().next().unwrap().help.as_ref().map(|help| help.en()),
            Some("did you mean “Dinas Kesehatan”?")
        );
        assert!(recipients(&roster(), &rows("99")).unwrap_err().has_errors());
        assert!(
            "9-3".parse::<RowRange>().is_err() && "0".parse::<RowRange>().is_err() && "a".parse::<RowRange>().is_err()
        );
    }

    #[test]
    fn what_is_typed_for_a_unit_is_told_without_numbers() {
        let told = unknown("19900101 201503 1 002", "19900101 201503 1 002", &[]);
        assert!(!format!("{told:?}").contains("1990"), "{told:?}");
    }

    #[test]
    fn a_plan_knows_where_a_unit_stands_and_whether_all_of_it_is_meant() {
        let of = |who: Who| recipients(&roster(), &who).unwrap();
        let everybody = of(Who::default());
        assert_eq!((everybody.rank("BKPSDM"), everybody.rank("Bagian Umum")), (Some(7), None));
        assert!(everybody.covers("Bagian Umum"));
        let unit = of(Who { units: vec!["bkpsdm".into()], ..Who::default() });
        assert_eq!((unit.covers("BKPSDM"), unit.covers("Dinas Kesehatan"), unit.rank("")), (true, false, Some(9)));
        let some = of(Who { units: vec!["bkpsdm".into()], first: Some(1), ..Who::default() });
        assert!(!some.covers("BKPSDM"));
        // The first of those who are meant need not be the first of the unit.
        let one = of(Who { rows: vec!["10".parse().unwrap()], ..Who::default() });
        assert_eq!((one.units[0].rank, one.units[0].is_whole, one.all.len()), (5, false, 4));
        assert!(everybody.units.iter().all(|unit| unit.is_whole));
    }
}
