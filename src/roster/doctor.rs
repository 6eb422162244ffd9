//! Looks at every value of a roster, row by row, and says what is wrong with it, where, and what to do.
//!
//! An error leaves the row out; a warning is for a person to look at; a hint can be put right without one. No message
//! repeats a value, since messages end up in logs.

use super::field::Field;
use super::header::Header;
use super::names::{from_capitals, tidy, with_number, with_titles};
use super::number;
use super::outline::{Kind, Outline};
use super::people::People;
use super::rank::{self, Joined, Ranks, Spelling};
use super::report::Report;
use super::sheet::{Cell, Row};
use super::twins::{Twin, Twins};
use super::{Correction, Corrections, Judge, NumberKind, bounds, place};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, excerpt, redacted};
use std::borrow::Cow;
use std::sync::Arc;

/// Looks at rows.
pub(super) struct Doctor {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    report: Report,
    left_out: Vec<u32>,
    /// Rows whose numbers later ones have, too.
    doubted: Vec<u32>,
    /// `None` where they are dropped.
    corrections: Option<Vec<Correction>>,
    twins: Twins,
    outline: Outline,
    ranks: Ranks,
    /// The last unit that stood in its own column, and where.
    unit_above: Option<(u32, String)>,
}

/// What was found in all rows.
pub(super) struct Done {
    pub(super) findings: Diagnostics,
    pub(super) left_out: Vec<u32>,
    pub(super) corrections: Vec<Correction>,
    pub(super) assumed: Vec<String>,
}

/// A row being looked at.
struct Patient<'r> {
    header: &'r Header,
    row: &'r Row,
    /// The values as they are printed, by field.
    values: Vec<String>,
    /// The number that stood with the name in one cell.
    from_name: Option<Cell>,
    sick: bool,
}

impl Patient<'_> {
    /// Parts a number from the name, where the roster has both in one column.
    fn part(&mut self) {
        let number = match self.header.column(Field::Number) {
            None => with_number(&self.values[Field::Name as usize]),
            Some(_) => None,
        };
        if let Some((name, number)) = number {
            self.values[Field::Name as usize] = name;
            self.values[Field::Number as usize].clone_from(&number);
            self.from_name = Some(Cell::Text(number));
        }
    }

    /// The cell of a field, and its column from 1.
    fn place(&self, field: Field) -> (u32, &Cell) {
        match (&self.from_name, field) {
            (Some(number), Field::Number) => (self.header.cell(self.row, Field::Name).0, number),
            _ => self.header.cell(self.row, field),
        }
    }
}

impl Doctor {
    /// For the rows below the titles; those above them may name a unit.
    pub(super) fn new(
        file: &str,
        sheet: Option<&str>,
        header: &Header,
        above: &[Row],
        corrections: Corrections,
    ) -> Doctor {
        Doctor {
            file: file.into(),
            sheet: sheet.map(Arc::from),
            report: Report::default(),
            left_out: Vec::new(),
            doubted: Vec::new(),
            corrections: (corrections == Corrections::Kept).then(Vec::new),
            twins: Twins::default(),
            outline: Outline::new(header, above),
            ranks: Ranks::default(),
            unit_above: None,
        }
    }

    /// Looks at a row; takes the person in it in, unless something is wrong.
    pub(super) fn row(&mut self, header: &Header, row: &Row, judge: &Judge<'_>, people: &mut People) {
        match self.outline.row(header, row) {
            Kind::Person => {}
            Kind::Section(_) => {
                self.unit_above = None;
                return;
            }
            Kind::Nothing | Kind::Words => return,
        }
        let values = Field::ALL.iter().map(|field| tidy(&header.cell(row, *field).1.text())).collect();
        let mut patient = Patient { header, row, values, from_name: None, sick: false };
        self.spaces(&patient);
        patient.part();
        self.name(&mut patient);
        let (audience, kind) = self.status(&patient, judge);
        self.number(&mut patient, kind);
        self.rank(&mut patient);
        self.unit(&mut patient, judge);
        self.twice(&mut patient);
        self.unprintable(&mut patient, judge);
        let extras: Vec<(u32, String)> =
            header.extra_cells(row).map(|(column, value)| (column, tidy(&value))).collect();
        self.bounds(&mut patient, &extras);
        if patient.sick {
            self.left_out.push(row.number);
        } else {
            people.push(row.number, &patient.values, &audience, extras.iter().map(|(_, value)| value.as_str()));
        }
    }

    /// What was found; those whose rows turned out to be wrong later are taken out again.
    pub(super) fn finish(self, header: &Header, people: &mut People) -> Done {
        let Doctor { mut report, mut left_out, mut doubted, corrections, twins, outline, .. } = self;
        if left_out.is_empty() && report.is_empty() && twins.is_empty() {
            let finding = Diagnostic::error(Code::EmptyRoster, "there is nobody below the titles");
            report.add(finding.at(place(&self.file, self.sheet.as_ref(), header.row, 1)));
        }
        if !doubted.is_empty() {
            doubted.sort_unstable();
            people.leave_out(&doubted);
            left_out.extend(doubted);
            left_out.sort_unstable();
            left_out.dedup();
        }
        Done {
            findings: report.finish(),
            left_out,
            corrections: corrections.unwrap_or_default(),
            assumed: outline.assumed(),
        }
    }

    /// Reports something about a value.
    fn report(&mut self, patient: &Patient, field: Field, finding: Diagnostic) {
        self.report.add(self.placed(patient, field, finding));
    }

    /// Reports something about a value that is the same of others like it.
    fn report_once(&mut self, patient: &Patient, field: Field, finding: Diagnostic) {
        self.report.add_once(self.placed(patient, field, finding));
    }

    fn placed(&self, patient: &Patient, field: Field, finding: Diagnostic) -> Diagnostic {
        let (column, _) = patient.place(field);
        finding.at(place(&self.file, self.sheet.as_ref(), patient.row.number, column.max(1)))
    }

    fn correct(&mut self, patient: &Patient, field: Field, value: &str) {
        let Some(corrections) = &mut self.corrections else { return };
        let (column, _) = patient.place(field);
        if patient.from_name.is_some() && matches!(field, Field::Name | Field::Number) {
            // One of the two would be lost.
            return;
        }
        let (row, value) = (patient.row.number, value.to_owned());
        // Rows come one after the other: an earlier correction of this cell is among the last.
        let of_row = corrections.iter().rposition(|other| other.row != row).map_or(0, |before| before + 1);
        match corrections[of_row..].iter_mut().find(|other| other.column == column) {
            Some(other) => other.value = value,
            None => corrections.push(Correction { row, column, value }),
        }
    }

    fn spaces(&mut self, patient: &Patient) {
        for field in Field::ALL {
            let (_, cell) = patient.header.cell(patient.row, field);
            let value = &patient.values[field as usize];
            if let Cell::Text(text) = cell
                && text != value
                && text.replace("\r\n", "\n") != *value
            {
                self.report(patient, field, Diagnostic::hint(Code::StraySpaces, "spaces or unseen signs too many"));
                self.correct(patient, field, value);
            }
        }
    }

    fn name(&mut self, patient: &mut Patient) {
        let name = &patient.values[Field::Name as usize];
        if !name.contains(char::is_alphabetic) {
            patient.sick = true;
            let finding = Diagnostic::error(Code::MissingName, "there is no name in this row");
            return self.report(patient, Field::Name, finding.help("fill it in, or remove the row"));
        }
        if matches!(redacted(name), Cow::Owned(_)) {
            let finding =
                Diagnostic::warning(Code::NumberInName, "a number stands in the name, and is printed with it");
            self.report(patient, Field::Name, finding.help("keep names alone in this column"));
        }
        let name = &patient.values[Field::Name as usize];
        if let Some(proper) = from_capitals(name) {
            let finding = Diagnostic::hint(Code::NameInCapitals, "the name is written in capitals, and printed so");
            self.report(patient, Field::Name, finding.help("`--fixed` writes it with small letters; look at degrees"));
            self.correct(patient, Field::Name, &proper);
        }
        let [name, before, after] =
            [Field::Name, Field::TitleBefore, Field::TitleAfter].map(|field| &patient.values[field as usize]);
        patient.values[Field::Name as usize] = with_titles(name, before, after);
    }

    /// The audience of a status and the number that goes with it, as far as the status is known.
    fn status(&mut self, patient: &Patient, judge: &Judge<'_>) -> (String, Option<NumberKind>) {
        let status = &patient.values[Field::Status as usize];
        match (judge.standing)(status).filter(|_| !status.is_empty()) {
            Some(known) => known,
            None => {
                if !status.is_empty() {
                    let message = format!("no audience has the status {}", quoted(status));
                    let help =
                        "`ikrar list audiences` shows the known ones; the number is judged as if none were given";
                    self.report_once(
                        patient,
                        Field::Status,
                        Diagnostic::warning(Code::UnknownStatus, message).help(help),
                    );
                }
                (String::new(), None)
            }
        }
    }

    fn number(&mut self, patient: &mut Patient, kind: Option<NumberKind>) {
        if !patient.values[Field::Number as usize].contains(char::is_alphanumeric) {
            // A dash says that there is none.
            patient.values[Field::Number as usize].clear();
            if kind.is_some_and(|kind| kind != NumberKind::None) {
                let finding =
                    Diagnostic::warning(Code::MissingNip, "somebody of this status has a number, and none is here");
                self.report(patient, Field::Number, finding.help("a blank is printed, to be filled in by hand"));
            }
            return;
        }
        let (number, faults) = number::read(patient.place(Field::Number).1, kind);
        for fault in &faults {
            let finding = fault.finding(kind);
            patient.sick |= finding.severity == Severity::Error;
            self.report(patient, Field::Number, finding);
        }
        if faults.is_empty() && number != patient.values[Field::Number as usize] {
            let finding = Diagnostic::hint(Code::NipInGroups, "the number is written with other signs than its digits");
            self.report(patient, Field::Number, finding.help("it is printed without them"));
            self.correct(patient, Field::Number, &number);
        }
        patient.values[Field::Number as usize] = number;
    }

    fn rank(&mut self, patient: &mut Patient) {
        for field in [Field::Rank, Field::Grade, Field::SuperiorRank] {
            let typed = &patient.values[field as usize];
            if rank::is_none(typed) {
                continue;
            }
            match self.ranks.spelling(typed) {
                Spelling::Unknown => {
                    let finding = Diagnostic::warning(Code::UnknownRank, format!("there is no rank {}", quoted(typed)));
                    let help = "ranks are I/a to IV/e with their names, of PPPK I to XVII; it is printed as it stands";
                    self.report_once(patient, field, finding.help(help));
                }
                Spelling::Unusual(proper) => {
                    let message = format!("{} is usually written “{proper}”", quoted(typed));
                    self.report_once(patient, field, Diagnostic::hint(Code::RankSpelling, message));
                    self.correct(patient, field, &proper);
                }
                Spelling::Usual => {}
            }
        }
        let [rank, grade] = [Field::Rank, Field::Grade].map(|field| patient.values[field as usize].as_str());
        match rank::join(rank, grade) {
            Joined::Print(printed) => patient.values[Field::Rank as usize] = printed,
            Joined::Contradiction => {
                let finding = Diagnostic::warning(
                    Code::RankContradiction,
                    "this grade and the rank in the row exclude each other",
                );
                self.report(patient, Field::Grade, finding.help("correct one of the two; the rank alone is printed"));
            }
            Joined::AsTyped => {}
        }
    }

    /// The unit by the name that the profile of the region has for it.
    fn unit(&mut self, patient: &mut Patient, judge: &Judge<'_>) {
        self.unit_above(patient);
        let unit = &mut patient.values[Field::Unit as usize];
        if let Some(name) = (judge.unit)(unit) {
            *unit = name;
        }
    }

    /// The unit of somebody without one: that of the heading above, or of the row above where cells were merged.
    fn unit_above(&mut self, patient: &mut Patient) {
        let unit = &mut patient.values[Field::Unit as usize];
        if !unit.is_empty() {
            self.unit_above = Some((patient.row.number, unit.clone()));
            return;
        }
        match self.unit_above.clone() {
            Some((row, above)) => {
                let finding =
                    Diagnostic::warning(Code::UnitFromAbove, format!("no unit is here; that of row {row} is taken"));
                let help = "fine where cells were merged or left out; else write the unit here";
                unit.clone_from(&above);
                self.report(patient, Field::Unit, finding.help(help));
                self.correct(patient, Field::Unit, &above);
            }
            None => self.outline.unit().clone_into(unit),
        }
    }

    /// The same number, or the same name in the same unit, in an earlier row. Of a number that two rows have, nobody can
    /// say whose it is.
    fn twice(&mut self, patient: &mut Patient) {
        let row = patient.row.number;
        let number = patient.values[Field::Number as usize].parse::<u64>().ok().filter(|number| *number > 0);
        if let Some(Twin { row: first, is_second }) = number.and_then(|number| self.twins.number(number, row)) {
            let (again, help) = ("this number stands in row", "remove one of the two, or correct its number");
            let finding = |other: u32| Diagnostic::error(Code::DuplicateNip, format!("{again} {other} too")).help(help);
            if is_second {
                let (column, _) = patient.place(Field::Number);
                let at = place(&self.file, self.sheet.as_ref(), first, column.max(1));
                self.report.add_above(finding(row).at(at));
                self.doubted.push(first);
            }
            patient.sick = true;
            return self.report(patient, Field::Number, finding(first));
        }
        let [name, unit] = [Field::Name, Field::Unit].map(|field| patient.values[field as usize].as_str());
        if let Some(first) = self.twins.person((name, unit), row, number.is_some()) {
            let message = format!("somebody of this name and unit, titles aside, stands in row {first} already");
            let finding = Diagnostic::warning(Code::SamePerson, message);
            self.report(patient, Field::Name, finding.help("remove one of the two, if they are one person"));
        }
    }

    /// Values that no sheet should show.
    fn bounds(&mut self, patient: &mut Patient, extras: &[(u32, String)]) {
        for field in Field::ALL {
            if let Some(finding) = bounds::refused(&patient.values[field as usize]) {
                patient.sick = true;
                self.report(patient, field, finding);
            }
        }
        for (column, value) in extras {
            if let Some(finding) = bounds::refused(value) {
                patient.sick = true;
                self.report.add(finding.at(place(&self.file, self.sheet.as_ref(), patient.row.number, *column)));
            }
        }
    }

    /// Values that the PDF could not show.
    fn unprintable(&mut self, patient: &mut Patient, judge: &Judge<'_>) {
        for field in Field::ALL.into_iter().filter(|field| *field != Field::Status) {
            let value = &patient.values[field as usize];
            if !value.is_ascii()
                && patient.place(field).0 > 0
                && let Some(finding) = (judge.unprintable)(value)
            {
                patient.sick = true;
                self.report(patient, field, finding);
            }
        }
    }
}

/// A value in a message; not one that may be a personal number in the wrong column.
fn quoted(value: &str) -> String {
    match redacted(value) {
        Cow::Borrowed(value) => format!("“{}”", excerpt(value)),
        Cow::Owned(_) => "that stands here (not shown: it has many digits; are the columns shifted?)".into(),
    }
}
