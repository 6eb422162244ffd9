//! Looks at every value of a roster, row by row, and says what is wrong with it, where, and what to do.
//!
//! An error leaves the row out; a warning is for a person to look at; a hint can be put right without one. No message
//! repeats a value, since messages end up in logs.

use super::header::{Field, Header, plain};
use super::number::{self, Fault};
use super::people::People;
use super::rank;
use super::sheet::{Cell, Row};
use super::{Correction, NumberKind, Standing, place};
use crate::diag::{Diagnostic, Diagnostics};
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};

/// Looks at rows.
pub(super) struct Doctor {
    file: String,
    sheet: Option<String>,
    findings: Diagnostics,
    left_out: Vec<u32>,
    corrections: Vec<Correction>,
    /// Rows by number.
    numbers: HashMap<u64, u32>,
    /// Rows by name and unit, with whether they have a number.
    persons: HashMap<u64, (u32, bool)>,
    /// Statuses that no audience goes by, each reported once.
    unknown: Vec<String>,
}

/// What was found in all rows.
pub(super) struct Done {
    pub(super) findings: Diagnostics,
    pub(super) left_out: Vec<u32>,
    pub(super) corrections: Vec<Correction>,
}

/// A row being looked at.
struct Patient<'r> {
    header: &'r Header,
    row: &'r Row,
    /// The values as they are printed, by field.
    values: Vec<String>,
    sick: bool,
}

impl Doctor {
    pub(super) fn new(file: &str, sheet: Option<&str>) -> Doctor {
        Doctor {
            file: file.to_owned(),
            sheet: sheet.map(str::to_owned),
            findings: Diagnostics::new(),
            left_out: Vec::new(),
            corrections: Vec::new(),
            numbers: HashMap::new(),
            persons: HashMap::new(),
            unknown: Vec::new(),
        }
    }

    /// Looks at a row; takes the person in it in, unless something is wrong.
    pub(super) fn row(&mut self, header: &Header, row: &Row, standing: &Standing<'_>, people: &mut People) {
        if is_no_person(header, row) {
            return;
        }
        let values = Field::ALL.iter().map(|field| tidy(&header.cell(row, *field).1.text())).collect();
        let mut patient = Patient { header, row, values, sick: false };
        self.spaces(&patient);
        self.name(&mut patient);
        let (audience, kind) = self.status(&patient, standing);
        self.number(&mut patient, kind);
        self.rank(&patient);
        self.twice(&mut patient);
        if patient.sick {
            self.left_out.push(row.number);
        } else {
            let extras = header.extra_cells(row).map(|value| tidy(&value));
            people.push(row.number, &patient.values, &audience, extras);
        }
    }

    pub(super) fn finish(self, header: &Header) -> Done {
        let mut findings = self.findings;
        if self.left_out.is_empty() && findings.is_empty() && self.numbers.is_empty() && self.persons.is_empty() {
            let finding = Diagnostic::error("empty-roster", "there is nobody below the titles");
            findings.push(finding.at(place(&self.file, self.sheet.as_deref(), header.row, 1)));
        }
        Done { findings, left_out: self.left_out, corrections: self.corrections }
    }

    /// Reports something about a value.
    fn report(&mut self, patient: &Patient, field: Field, finding: Diagnostic) {
        let (column, _) = patient.header.cell(patient.row, field);
        self.findings.push(finding.at(place(&self.file, self.sheet.as_deref(), patient.row.number, column.max(1))));
    }

    fn correct(&mut self, patient: &Patient, field: Field, value: &str) {
        let (column, _) = patient.header.cell(patient.row, field);
        let (row, value) = (patient.row.number, value.to_owned());
        self.corrections.retain(|other| (other.row, other.column) != (row, column));
        self.corrections.push(Correction { row, column, value });
    }

    fn spaces(&mut self, patient: &Patient) {
        for field in Field::ALL {
            let (_, cell) = patient.header.cell(patient.row, field);
            let value = &patient.values[field as usize];
            if let Cell::Text(text) = cell
                && text != value
            {
                self.report(patient, field, Diagnostic::hint("stray-spaces", "spaces or unseen signs too many"));
                self.correct(patient, field, value);
            }
        }
    }

    fn name(&mut self, patient: &mut Patient) {
        let name = &patient.values[Field::Name as usize];
        if !name.contains(char::is_alphabetic) {
            patient.sick = true;
            let finding = Diagnostic::error("missing-name", "there is no name in this row");
            return self.report(patient, Field::Name, finding.help("fill it in, or remove the row"));
        }
        if let Some(proper) = from_capitals(name) {
            let finding = Diagnostic::hint("name-in-capitals", "the name is written in capitals, and printed so");
            self.report(patient, Field::Name, finding.help("`--fixed` writes it with small letters; look at degrees"));
            self.correct(patient, Field::Name, &proper);
        }
    }

    /// The audience of a status and the number that goes with it, as far as the status is known.
    fn status(&mut self, patient: &Patient, standing: &Standing<'_>) -> (String, Option<NumberKind>) {
        let status = &patient.values[Field::Status as usize];
        match standing(status).filter(|_| !status.is_empty()) {
            Some(known) => known,
            None => {
                if !status.is_empty() && !self.unknown.contains(&plain(status)) {
                    self.unknown.push(plain(status));
                    let finding = Diagnostic::warning("unknown-status", format!("nobody has the status “{status}”"));
                    let help =
                        "`ikrar list audiences` shows the known ones; the number is judged as if there were none";
                    self.report(patient, Field::Status, finding.help(help));
                }
                (String::new(), None)
            }
        }
    }

    fn number(&mut self, patient: &mut Patient, kind: Option<NumberKind>) {
        let (_, cell) = patient.header.cell(patient.row, Field::Number);
        if cell.is_empty() {
            if kind.is_some_and(|kind| kind != NumberKind::None) {
                let finding =
                    Diagnostic::warning("missing-nip", "somebody of this status has a number, and none is here");
                self.report(patient, Field::Number, finding.help("a blank is printed, to be filled in by hand"));
            }
            return;
        }
        let (number, faults) = number::read(cell, kind);
        for fault in &faults {
            let finding = told(fault, kind);
            patient.sick |= finding.severity == crate::diag::Severity::Error;
            self.report(patient, Field::Number, finding);
        }
        if faults.is_empty() && number != patient.values[Field::Number as usize] {
            let finding = Diagnostic::hint("nip-in-groups", "the digits of the number are written in groups");
            self.report(patient, Field::Number, finding.help("it is printed without the signs between them"));
            self.correct(patient, Field::Number, &number);
        }
        patient.values[Field::Number as usize] = number;
    }

    fn rank(&mut self, patient: &Patient) {
        for field in [Field::Rank, Field::Grade, Field::SuperiorRank] {
            let typed = &patient.values[field as usize];
            if typed.is_empty() || typed == "-" {
                continue;
            }
            match rank::proper(typed) {
                None => {
                    let finding = Diagnostic::warning("unknown-rank", format!("there is no rank “{typed}”"));
                    self.report(
                        patient,
                        field,
                        finding.help("ranks are I/a to IV/e with their names, of PPPK I to XVII"),
                    );
                }
                Some(proper) if proper != *typed && plain(&proper) != plain(typed) => {
                    let message = format!("“{typed}” is usually written “{proper}”");
                    self.report(patient, field, Diagnostic::hint("rank-spelling", message));
                    self.correct(patient, field, &proper);
                }
                Some(_) => {}
            }
        }
    }

    /// The same number, or the same name in the same unit, in an earlier row.
    fn twice(&mut self, patient: &mut Patient) {
        let row = patient.row.number;
        let number = patient.values[Field::Number as usize].parse::<u64>().ok().filter(|number| *number > 0);
        if let Some(number) = number {
            match self.numbers.entry(number) {
                Entry::Occupied(first) => {
                    let message = format!("the number of row {} stands here again", first.get());
                    patient.sick = true;
                    let finding = Diagnostic::error("duplicate-nip", message);
                    return self.report(
                        patient,
                        Field::Number,
                        finding.help("remove one of the two, or correct its number"),
                    );
                }
                Entry::Vacant(new) => {
                    new.insert(row);
                }
            }
        }
        let mut hasher = DefaultHasher::new();
        (plain(&patient.values[Field::Name as usize]), plain(&patient.values[Field::Unit as usize])).hash(&mut hasher);
        match self.persons.entry(hasher.finish()) {
            Entry::Occupied(first) => {
                let (first, has_number) = *first.get();
                // Two numbers are two people of one name.
                if !(has_number && number.is_some()) {
                    let message = format!("somebody of this name and unit stands in row {first} already");
                    let finding = Diagnostic::warning("same-person", message);
                    self.report(patient, Field::Name, finding.help("remove one of the two, if they are one person"));
                }
            }
            Entry::Vacant(new) => {
                new.insert((row, number.is_some()));
            }
        }
    }
}

/// What a fault of a number means for somebody of this status, or of none.
fn told(fault: &Fault, kind: Option<NumberKind>) -> Diagnostic {
    let known = kind == Some(NumberKind::Nip);
    let judged = |code, message: &str| match known {
        true => Diagnostic::error(code, message).help("look the number up in the person's file"),
        false => Diagnostic::warning(code, message).help("of a PPPK this is fine: say so in a column “Status”"),
    };
    match fault {
        Fault::Lost => Diagnostic::error(
            "nip-destroyed",
            "the spreadsheet kept this number as a quantity: its last digits are lost",
        )
        .help("format the column as text, then type or paste the numbers anew from their source"),
        Fault::Length(16) => {
            Diagnostic::error("nip-length", "16 digits are those of an identity card (NIK), not of an NIP")
                .help("put the NIP here")
        }
        Fault::Length(digits) => {
            Diagnostic::error("nip-length", format!("the number has {digits} digits instead of 18"))
                .help("look the number up in the person's file")
        }
        Fault::NoDigits => Diagnostic::error("nip-not-digits", "the number holds other signs than digits")
            .help("look for an O in place of a 0, an l in place of a 1"),
        Fault::Birth => Diagnostic::error("nip-birth-date", "the first eight digits are no day of birth")
            .help("look the number up in the person's file"),
        Fault::Appointment => judged("nip-appointment", "digits 9 to 14 are no month of appointment"),
        Fault::Sex => judged("nip-sex", "digit 15 is neither 1 nor 2"),
    }
}

/// Whether a row is of nobody: empty, titles again, the numbers of the columns, a heading, a total.
fn is_no_person(header: &Header, row: &Row) -> bool {
    let is_empty = |field: Field| header.cell(row, field).1.is_empty();
    let filled = Field::ALL.into_iter().filter(|field| !is_empty(*field)).count();
    let name = header.cell(row, Field::Name).1.text();
    let counts = |cell: &Cell| cell.is_empty() || cell.text().trim_matches(['(', ')', ' ']).parse::<f64>().is_ok();
    let is_title = header.columns.get(&Field::Name).and_then(|column| header.titles().get(*column));
    filled == 0
        || (is_empty(Field::Name) && is_empty(Field::Number) && filled < 2)
        || (!name.trim().is_empty() && row.cells.iter().all(counts))
        || is_title.is_some_and(|title| plain(title) == plain(&name)) && filled > 1
}

/// A value without spaces that nobody sees, and without control characters.
fn tidy(text: &str) -> String {
    let seen = |c: char| match c {
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => None,
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    };
    let text: String = text.chars().filter_map(seen).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in capitals as names are written; `None` for one that is. Degrees after the comma are left alone.
fn from_capitals(name: &str) -> Option<String> {
    let (own, degrees) = name.split_at(name.find(',').unwrap_or(name.len()));
    let letters = own.chars().filter(|c| c.is_alphabetic());
    if letters.clone().count() < 4 || letters.clone().any(char::is_lowercase) {
        return None;
    }
    let mut start = true;
    let lowered = own.chars().flat_map(|c| {
        let kept = start;
        start = !c.is_alphabetic() && c != '\'' && c != '’';
        let lower: Vec<char> = if kept { vec![c] } else { c.to_lowercase().collect() };
        lower
    });
    Some(lowered.collect::<String>() + degrees)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        assert_eq!(from_capitals("SITI NUR'AINI, S.Pd.").as_deref(), Some("Siti Nur'aini, S.Pd."));
        assert_eq!(from_capitals("DRS. H. M. ALI").as_deref(), Some("Drs. H. M. Ali"));
        assert_eq!(from_capitals("Siti Aminah"), None);
        assert_eq!(from_capitals("ALI"), None);
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_value() {
        assert_eq!(tidy(" Siti\u{a0} \u{200b}Aminah\t\n"), "Siti Aminah");
    }
}
