//! Validates every value of a roster, row by row: what is wrong with it, where, and what to do.
//!
//! An error leaves the row out; a warning is for a person to look at; a hint can be corrected without one. No message
//! quotes a personnel number, since messages end up in logs.

use super::checked_row::{CheckedRow, quotable, quoted};
use super::correction::{Correction, Corrections};
use super::duplicates::{Duplicate, Duplicates, same_number, same_person};
use super::field::Field;
use super::findings::RowFindings;
use super::header::Header;
use super::judge::{Judge, NumberKind};
use super::names::{from_capitals, tidy, with_titles};
use super::outline::{Outline, RowKind};
use super::people::People;
use super::place::SheetPlace;
use super::rank::{self, Joined, Ranks, Spelling};
use super::{limits, number};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, Severity, redacted, say};
use crate::workbook::{Cell, Row};
use std::borrow::Cow;
use std::hash::Hash;

/// Validates the rows of a sheet, in their order.
pub(super) struct Validator {
    place: SheetPlace,
    findings: RowFindings,
    left_out: Vec<u32>,
    /// Rows whose number was found again in a later row, after they had been accepted.
    doubted: Vec<u32>,
    /// `None` where they are dropped.
    corrections: Option<Vec<Correction>>,
    duplicates: Duplicates,
    outline: Outline,
    ranks: Ranks,
    /// The last unit in the unit column, with its row.
    unit_above: Option<(u32, String)>,
}

/// The results of all rows.
pub(super) struct Validated {
    pub(super) findings: Diagnostics,
    pub(super) left_out: Vec<u32>,
    pub(super) corrections: Vec<Correction>,
    pub(super) assumed: Vec<Message>,
}

impl Validator {
    /// For the rows below the header; those `above` it may name a unit.
    pub(super) fn new(place: SheetPlace, header: &Header, above: &[Row], corrections: Corrections) -> Validator {
        Validator {
            place,
            findings: RowFindings::default(),
            left_out: Vec::new(),
            doubted: Vec::new(),
            corrections: (corrections == Corrections::Kept).then(Vec::new),
            duplicates: Duplicates::default(),
            outline: Outline::new(header, above),
            ranks: Ranks::default(),
            unit_above: None,
        }
    }

    /// Validates a row and adds the person in it to `people`, unless it has errors.
    pub(super) fn row(&mut self, header: &Header, source: &Row, judge: &Judge<'_>, people: &mut People) {
        match self.outline.row(header, source) {
            RowKind::Person => {}
            RowKind::Section(_) => {
                self.unit_above = None;
                return;
            }
            RowKind::Nothing | RowKind::Words => return,
        }
        let values = Field::ALL.iter().map(|field| tidy(&header.cell(source, *field).1.text())).collect();
        let mut row = CheckedRow { header, source, values, from_name: None, has_errors: false };
        self.spaces(&row);
        row.split_name();
        self.name(&mut row);
        let (audience, kind) = self.status(&row, judge);
        self.number(&mut row, kind);
        self.rank(&mut row);
        self.unit(&mut row, judge);
        self.duplicate(&mut row);
        self.unprintable(&mut row, judge);
        let extras: Vec<(u32, String)> =
            header.extra_cells(source).map(|(column, value)| (column, tidy(&value))).collect();
        self.limits(&mut row, &extras);
        if row.has_errors {
            self.left_out.push(source.number);
        } else {
            people.push(source.number, &row.values, &audience, extras.iter().map(|(_, value)| value.as_str()));
        }
    }

    /// The results. Takes those out of `people` again whose number a later row has, too.
    pub(super) fn finish(self, header: &Header, people: &mut People) -> Validated {
        let Validator { mut findings, mut left_out, mut doubted, corrections, duplicates, outline, .. } = self;
        if left_out.is_empty() && findings.is_empty() && duplicates.is_empty() {
            let message = say!("tidak ada orang di bawah judul kolom", "there is nobody below the titles");
            findings.add(Diagnostic::error(Code::EmptyRoster, message).at(self.place.cell(header.row, 1)));
        }
        if !doubted.is_empty() {
            doubted.sort_unstable();
            people.leave_out(&doubted);
            left_out.extend(doubted);
            left_out.sort_unstable();
            left_out.dedup();
        }
        Validated {
            findings: findings.finish(),
            left_out,
            corrections: corrections.unwrap_or_default(),
            assumed: outline.assumed(),
        }
    }

    /// Reports a finding about a value.
    fn report(&mut self, row: &CheckedRow, field: Field, finding: Diagnostic) {
        self.findings.add(finding.at(origin(&self.place, row, field)));
    }

    /// Reports a finding that many rows may have, which is only made if it is kept.
    fn report_with(&mut self, row: &CheckedRow, field: Field, code: Code, finding: impl FnOnce() -> Diagnostic) {
        self.findings.add_with(code, || finding().at(origin(&self.place, row, field)));
    }

    /// Reports a finding about a value, once for all rows with an equal one.
    fn report_once(
        &mut self,
        row: &CheckedRow,
        field: Field,
        (code, value): (Code, &impl Hash),
        finding: impl FnOnce() -> Diagnostic,
    ) {
        self.findings.add_once(code, value, || finding().at(origin(&self.place, row, field)));
    }

    fn correct(&mut self, row: &CheckedRow, field: Field, value: &str) {
        let Some(corrections) = &mut self.corrections else { return };
        let (column, _) = row.cell(field);
        if row.from_name.is_some() && matches!(field, Field::Name | Field::Number) {
            // Both stand in this cell: the corrected one would replace the other.
            return;
        }
        let (row, value) = (row.source.number, value.to_owned());
        // Rows come in order: an earlier correction of this cell is among the last ones.
        let of_row = corrections.iter().rposition(|other| other.row != row).map_or(0, |before| before + 1);
        match corrections[of_row..].iter_mut().find(|other| other.column == column) {
            Some(other) => other.value = value,
            None => corrections.push(Correction { row, column, value }),
        }
    }

    fn spaces(&mut self, row: &CheckedRow) {
        for field in Field::ALL {
            let (_, cell) = row.header.cell(row.source, field);
            let value = row.value(field);
            if let Cell::Text(text) = cell
                && text != value
                && text.replace("\r\n", "\n") != *value
            {
                let message =
                    say!("ada spasi berlebih atau tanda yang tidak terlihat", "spaces or unseen signs too many");
                self.report(row, field, Diagnostic::hint(Code::StraySpaces, message));
                self.correct(row, field, value);
            }
        }
    }

    fn name(&mut self, row: &mut CheckedRow) {
        let name = row.value(Field::Name);
        if !name.contains(char::is_alphabetic) {
            row.has_errors = true;
            let message = say!("tidak ada nama di baris ini", "there is no name in this row");
            let help = say!("isi namanya, atau hapus barisnya", "fill it in, or remove the row");
            return self.report(row, Field::Name, Diagnostic::error(Code::MissingName, message).help(help));
        }
        if matches!(redacted(name), Cow::Owned(_)) {
            let message = say!(
                "ada nomor di dalam nama, dan nomor itu ikut tercetak",
                "a number stands in the name, and is printed with it"
            );
            let help = say!("isi kolom ini dengan nama saja", "keep names alone in this column");
            self.report(row, Field::Name, Diagnostic::warning(Code::NumberInName, message).help(help));
        }
        if let Some(proper) = from_capitals(name) {
            let message = say!(
                "nama ditulis dengan huruf kapital semua, dan tercetak demikian",
                "the name is written in capitals, and printed so"
            );
            let help = say!(
                "`--fixed` menulisnya dengan huruf kecil; periksa gelarnya",
                "`--fixed` writes it with small letters; look at degrees"
            );
            self.report(row, Field::Name, Diagnostic::hint(Code::NameInCapitals, message).help(help));
            self.correct(row, Field::Name, &proper);
        }
        let (before, after) = (row.value(Field::TitleBefore), row.value(Field::TitleAfter));
        row.values[Field::Name as usize] = with_titles(name, before, after);
    }

    /// The audience of the status and the kind of number that goes with it, if the status is known.
    fn status(&mut self, row: &CheckedRow, judge: &Judge<'_>) -> (String, Option<NumberKind>) {
        let status = row.value(Field::Status);
        if status.is_empty() {
            return Default::default();
        }
        (judge.status)(status).unwrap_or_else(|| {
            let status = quotable(status);
            self.report_once(row, Field::Status, (Code::UnknownStatus, &status), || {
                let status = quoted(status.as_deref());
                let message = say!(
                    "tidak ada kelompok sasaran dengan status {status}",
                    "no audience has the status {status}";
                    status
                );
                Diagnostic::warning(Code::UnknownStatus, message).help(say!(
                    "`ikrar list audiences` menampilkan yang dikenal; nomor diperiksa seolah-olah status tidak diisi",
                    "`ikrar list audiences` shows the known ones; the number is judged as if none were given"
                ))
            });
            Default::default()
        })
    }

    fn number(&mut self, row: &mut CheckedRow, kind: Option<NumberKind>) {
        if !row.value(Field::Number).contains(char::is_alphanumeric) {
            // A dash means that there is none.
            row.values[Field::Number as usize].clear();
            if kind.is_some_and(|kind| kind != NumberKind::None) {
                let message = say!(
                    "pegawai dengan status ini mempunyai nomor induk, tetapi di sini tidak ada",
                    "somebody of this status has a number, and none is here"
                );
                let help = say!(
                    "yang tercetak adalah isian kosong untuk ditulis tangan",
                    "a blank is printed, to be filled in by hand"
                );
                self.report(row, Field::Number, Diagnostic::warning(Code::MissingNip, message).help(help));
            }
            return;
        }
        let (number, faults) = number::read(row.cell(Field::Number).1, kind);
        for fault in &faults {
            let finding = fault.finding(kind);
            row.has_errors |= finding.severity == Severity::Error;
            self.report(row, Field::Number, finding);
        }
        if faults.is_empty() && number != row.value(Field::Number) {
            let message = say!(
                "nomor ini ditulis dengan tanda selain angka",
                "the number is written with other signs than its digits"
            );
            let help = say!("nomor dicetak tanpa tanda itu", "it is printed without them");
            self.report(row, Field::Number, Diagnostic::hint(Code::NipInGroups, message).help(help));
            self.correct(row, Field::Number, &number);
        }
        row.values[Field::Number as usize] = number;
    }

    fn rank(&mut self, row: &mut CheckedRow) {
        for field in [Field::Rank, Field::Grade, Field::SuperiorRank] {
            let typed = row.value(field);
            if rank::is_none(typed) {
                continue;
            }
            match self.ranks.spelling(typed) {
                Spelling::Unknown => {
                    let typed = quotable(typed);
                    self.report_once(row, field, (Code::UnknownRank, &typed), || {
                        let typed = quoted(typed.as_deref());
                        let message = say!("tidak ada pangkat {typed}", "there is no rank {typed}"; typed);
                        Diagnostic::warning(Code::UnknownRank, message).help(say!(
                            "pangkat adalah I/a sampai IV/e beserta namanya, untuk PPPK I sampai XVII; \
                             yang dicetak tulisan aslinya",
                            "ranks are I/a to IV/e with their names, of PPPK I to XVII; it is printed as it stands"
                        ))
                    });
                }
                Spelling::Unusual(proper) => {
                    let typed = quotable(typed);
                    self.report_once(row, field, (Code::RankSpelling, &typed), || {
                        let typed = quoted(typed.as_deref());
                        Diagnostic::hint(
                            Code::RankSpelling,
                            say!(
                                "{typed} lazimnya ditulis “{proper}”",
                                "{typed} is usually written “{proper}”";
                                typed
                            ),
                        )
                    });
                    self.correct(row, field, &proper);
                }
                Spelling::Usual => {}
            }
        }
        match rank::join(row.value(Field::Rank), row.value(Field::Grade)) {
            Joined::Print(printed) => row.values[Field::Rank as usize] = printed,
            Joined::Contradiction => self.report(row, Field::Grade, rank::contradiction()),
            Joined::AsTyped => {}
        }
    }

    /// Fills in the unit and gives it the name that the profile of the region has for it.
    fn unit(&mut self, row: &mut CheckedRow, judge: &Judge<'_>) {
        self.unit_above(row);
        let unit = &mut row.values[Field::Unit as usize];
        if let Some(name) = (judge.unit)(unit) {
            *unit = name;
        }
    }

    /// Fills in a missing unit: that of the row above, where cells may have been merged, or else of the heading above.
    fn unit_above(&mut self, row: &mut CheckedRow) {
        let unit = &mut row.values[Field::Unit as usize];
        if !unit.is_empty() {
            self.unit_above = Some((row.source.number, unit.clone()));
            return;
        }
        match self.unit_above.clone() {
            Some((from, above)) => {
                unit.clone_from(&above);
                self.report_with(row, Field::Unit, Code::UnitFromAbove, || {
                    let message = say!(
                        "unit kerja di sini kosong; yang dipakai unit kerja dari baris {from}",
                        "no unit is here; that of row {from} is taken"
                    );
                    Diagnostic::warning(Code::UnitFromAbove, message).help(say!(
                        "tidak apa-apa jika sel memang digabung atau dikosongkan; jika tidak, tulis unit kerja di sini",
                        "fine where cells were merged or left out; else write the unit here"
                    ))
                });
                self.correct(row, Field::Unit, &above);
            }
            None => self.outline.unit().clone_into(unit),
        }
    }

    /// Looks for an earlier row with the same number, or with the same name and unit. If two rows share a number, both are
    /// left out: it cannot be known whose it is.
    fn duplicate(&mut self, row: &mut CheckedRow) {
        let at = row.source.number;
        let number = row.value(Field::Number).parse::<u64>().ok().filter(|number| *number > 0);
        if let Some(Duplicate { row: first, is_second }) = number.and_then(|number| self.duplicates.number(number, at))
        {
            if is_second {
                let (column, _) = row.cell(Field::Number);
                self.findings.add_above(same_number(at).at(self.place.cell(first, column.max(1))));
                self.doubted.push(first);
            }
            row.has_errors = true;
            return self.report(row, Field::Number, same_number(first));
        }
        let person = (row.value(Field::Name), row.value(Field::Unit));
        if let Some(first) = self.duplicates.person(person, at, number.is_some()) {
            self.report(row, Field::Name, same_person(first));
        }
    }

    /// Values that no sheet should show, in whatever column.
    fn limits(&mut self, row: &mut CheckedRow, extras: &[(u32, String)]) {
        for field in Field::ALL {
            if let Some(finding) = limits::refused(row.value(field)) {
                row.has_errors = true;
                self.report(row, field, finding);
            }
        }
        for (column, value) in extras {
            if let Some(finding) = limits::refused(value) {
                row.has_errors = true;
                self.findings.add(finding.at(self.place.cell(row.source.number, *column)));
            }
        }
    }

    /// Values with characters that no font of the PDF has.
    fn unprintable(&mut self, row: &mut CheckedRow, judge: &Judge<'_>) {
        for field in Field::ALL.into_iter().filter(|field| *field != Field::Status) {
            let value = row.value(field);
            if !value.is_ascii()
                && row.cell(field).0 > 0
                && let Some(finding) = (judge.unprintable)(value)
            {
                row.has_errors = true;
                self.report(row, field, finding);
            }
        }
    }
}

/// The place of a value; of the first column if no column has the field.
fn origin(place: &SheetPlace, row: &CheckedRow, field: Field) -> Origin {
    place.cell(row.source.number, row.cell(field).0.max(1))
}
