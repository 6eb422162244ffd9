//! Validation of personnel numbers.
//!
//! An NIP has 18 digits: date of birth (YYYYMMDD), month of appointment (YYYYMM), sex (1 or 2), serial number (3). The number
//! of a contract civil servant (NI PPPK) has 18 digits, too, and begins with the date of birth; the rest differs.

use super::judge::NumberKind;
use super::names::tidy;
use crate::diag::{Code, Diagnostic, Message, say};
use crate::workbook::Cell;
use chrono::{Datelike, NaiveDate};

/// How many digits a number has.
const DIGITS: usize = 18;

/// What is wrong with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// It was stored as a number, whose last digits are lost.
    Lost,
    /// This many digits instead of 18.
    Length(usize),
    /// Characters other than digits.
    NoDigits,
    /// The first eight digits are no plausible date of birth.
    Birth,
    /// The next six are no month, or one before the 15th birthday.
    Appointment,
    /// The fifteenth is neither 1 nor 2.
    Sex,
}

impl NumberFault {
    /// The finding about the number of somebody of this kind, or of an unknown one.
    pub(super) fn finding(&self, kind: Option<NumberKind>) -> Diagnostic {
        let look_up = || {
            say!(
                "cocokkan nomor ini dengan berkas kepegawaian yang bersangkutan",
                "look the number up in the person's file"
            )
        };
        let of_nip = |code, message: Message| match kind {
            Some(NumberKind::Nip) => Diagnostic::error(code, message).help(look_up()),
            _ => Diagnostic::warning(code, message).help(say!(
                "untuk PPPK ini wajar: tulis statusnya di kolom “Status”",
                "of a PPPK this is fine: say so in a column “Status”"
            )),
        };
        match self {
            NumberFault::Lost => Diagnostic::error(
                Code::NipDestroyed,
                say!(
                    "lembar kerja menyimpan nomor ini sebagai bilangan: angka-angka terakhirnya hilang",
                    "the spreadsheet kept this number as a quantity: its last digits are lost"
                ),
            )
            .help(say!(
                "atur format kolom ini sebagai teks, lalu ketik atau tempel ulang nomornya dari sumbernya",
                "format the column as text, then type or paste the numbers anew from their source"
            )),
            NumberFault::Length(16) => Diagnostic::error(
                Code::NipLength,
                say!(
                    "16 angka adalah panjang NIK pada KTP, bukan NIP",
                    "16 digits are those of an identity card (NIK), not of an NIP"
                ),
            )
            .help(say!("isi dengan NIP", "put the NIP here")),
            NumberFault::Length(digits) => Diagnostic::error(
                Code::NipLength,
                say!(
                    "nomor ini terdiri atas {digits} angka, seharusnya 18",
                    "the number has {digits} digits instead of 18"
                ),
            )
            .help(look_up()),
            NumberFault::NoDigits => Diagnostic::error(
                Code::NipNotDigits,
                say!("nomor ini memuat tanda selain angka", "the number holds other signs than digits"),
            )
            .help(say!(
                "periksa apakah ada huruf O di tempat angka 0, atau huruf l di tempat angka 1",
                "look for an O in place of a 0, an l in place of a 1"
            )),
            NumberFault::Birth => Diagnostic::error(
                Code::NipBirthDate,
                say!("delapan angka pertama bukan tanggal lahir", "the first eight digits are no day of birth"),
            )
            .help(look_up()),
            NumberFault::Appointment => of_nip(
                Code::NipAppointment,
                say!(
                    "angka ke-9 sampai ke-14 bukan tahun dan bulan pengangkatan",
                    "digits 9 to 14 are no month of appointment"
                ),
            ),
            NumberFault::Sex => {
                of_nip(Code::NipSex, say!("angka ke-15 bukan 1 dan bukan pula 2", "digit 15 is neither 1 nor 2"))
            }
        }
    }
}

/// The number in a cell, without separators between its groups, and what is wrong with it.
pub(super) fn read(cell: &Cell, kind: Option<NumberKind>) -> (String, Vec<NumberFault>) {
    let text = match cell {
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Cell::Number(_) => return (String::new(), vec![NumberFault::Lost]),
        other => other.text().into_owned(),
    };
    if is_scientific(&text) {
        return (String::new(), vec![NumberFault::Lost]);
    }
    let bare: String = text
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '.' | '-' | '\'' | '’' | '‘' | '`' | '"' | '\u{feff}' | '\u{200b}')
        })
        .collect();
    if kind == Some(NumberKind::None) || bare.is_empty() {
        return (tidy(&text).replace('\n', " "), Vec::new());
    }
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return (bare, vec![NumberFault::NoDigits]);
    }
    if bare.len() != DIGITS {
        let length = bare.len();
        return (bare, vec![NumberFault::Length(length)]);
    }
    let faults = judge(&bare, kind);
    (bare, faults)
}

/// What is wrong with a number of 18 digits.
fn judge(digits: &str, kind: Option<NumberKind>) -> Vec<NumberFault> {
    let number = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(0);
    let (year, month) = (number(0, 4) as i32, number(4, 6));
    let born = NaiveDate::from_ymd_opt(year, month, number(6, 8)).filter(|_| (1930..=2020).contains(&year));
    let Some(born) = born else { return vec![NumberFault::Birth] };
    if kind != Some(NumberKind::Nip) {
        return Vec::new();
    }
    let (year, month) = (number(8, 12) as i32, number(12, 14));
    let appointed =
        NaiveDate::from_ymd_opt(year, month, 1).filter(|day| day.year() - born.year() >= 15 && day.year() <= 2100);
    let mut faults = Vec::new();
    if appointed.is_none() {
        faults.push(NumberFault::Appointment);
    }
    if !matches!(&digits[14..15], "1" | "2") {
        faults.push(NumberFault::Sex);
    }
    faults
}

/// Whether a text is a number in scientific notation: `1.98701E+17`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let digits = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'+'))
    };
    digits(mantissa) && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str, kind: NumberKind) -> Vec<NumberFault> {
        read(&Cell::Text(text.to_owned()), Some(kind)).1
    }

    #[test]
    fn a_number_is_judged_by_what_it_is() {
        let good = "198701012010011001";
        assert_eq!(faults(good, NumberKind::Nip), []);
        assert_eq!(read(&Cell::Text("19870101 201001 1 001".into()), Some(NumberKind::Nip)).0, good);
        assert_eq!(faults("198713012010011001", NumberKind::Nip), [NumberFault::Birth]);
        assert_eq!(faults("198701011990011001", NumberKind::Nip), [NumberFault::Appointment]);
        assert_eq!(faults("198701012010131001", NumberKind::Nip), [NumberFault::Appointment]);
        assert_eq!(faults("198701012010013001", NumberKind::Nip), [NumberFault::Sex]);
        // An NI PPPK has the year of the contract and a code instead of a month.
        assert_eq!(faults("198701012023211001", NumberKind::NiPppk), []);
        assert_eq!(faults("19870101201001100", NumberKind::Nip), [NumberFault::Length(17)]);
        assert_eq!(faults("19870101201001100O", NumberKind::Nip), [NumberFault::NoDigits]);
        assert_eq!(faults("TKD-12/2020", NumberKind::None), []);
        // It is not checked, but tidied.
        assert_eq!(read(&Cell::Text(" TKD\u{1f}12\n\u{200b}20 ".into()), Some(NumberKind::None)).0, "TKD 12 20");
    }

    #[test]
    fn what_a_spreadsheet_destroyed_is_not_guessed() {
        assert_eq!(read(&Cell::Number(198_701_012_010_011_001.0), None).1, [NumberFault::Lost]);
        assert_eq!(faults("1,98701E+17", NumberKind::Nip), [NumberFault::Lost]);
        assert_eq!(faults("1.98701012010011E+17", NumberKind::NiPppk), [NumberFault::Lost]);
    }
}
