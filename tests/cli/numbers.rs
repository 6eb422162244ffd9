//! Personal numbers in every place of every input: no message and no report repeats one.

use crate::folder::{Folder, folder};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;

/// Ways to write a number.
const FORMS: [fn(&str) -> String; 8] = [
    str::to_owned,
    |number| format!("{} {} {} {}", &number[..8], &number[8..14], &number[14..15], &number[15..]),
    |number| format!("NIP.{}.{}", &number[..6], &number[6..]),
    |number| format!("{}x{}x{}", &number[..8], &number[8..14], &number[14..]),
    |number| format!("a{}-{}b", &number[..4], &number[4..]),
    |number| number.chars().map(|digit| char::from_u32(digit as u32 - 0x30 + 0xff10).unwrap()).collect(),
    |number| number.chars().map(|digit| format!("{digit} ")).collect(),
    |number| number.chars().map(|digit| char::from_u32(digit as u32 - 0x30 + 0x660).unwrap()).collect(),
];

/// Numbers of people who do not exist: as many as one asks for, the same each time.
fn numbers() -> impl Iterator<Item = String> {
    (1u64..).map(|seed| {
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let (day, month, year) = (10 + mixed % 18, 1 + mixed % 12, 1960 + mixed % 40);
        match seed % 3 {
            0 => format!("160301{day:02}{month:02}{:02}{:04}", year % 100, mixed % 10_000),
            _ => format!("{year}{month:02}{day:02}{}{month:02}{}{:03}", year + 25, 1 + seed % 2, mixed % 1000),
        }
    })
}

/// The digits of a text, whatever they look like.
fn digits(text: &str) -> String {
    let value = |c: char| match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xff10 + 0x30),
        '\u{660}'..='\u{669}' => char::from_u32(c as u32 - 0x660 + 0x30),
        _ => None,
    };
    text.chars().filter_map(value).collect()
}

/// Runs a command in both forms; nothing that it says has a dozen digits of one of the numbers.
#[track_caller]
fn says_no_number(folder: &Folder, line: &str, form: &str, numbers: &BTreeSet<String>) {
    for line in [line.to_owned(), format!("{line} {form} json")] {
        says_none_of(folder, &line, numbers);
    }
}

/// Runs a command; nothing that it says has a dozen digits of one of the numbers.
#[track_caller]
fn says_none_of(folder: &Folder, line: &str, numbers: &BTreeSet<String>) {
    let words: Vec<&str> = line.split(' ').collect();
    let output = folder.command(&words).output().unwrap();
    assert!(output.status.code().is_some_and(|status| status < 3), "ikrar {line}: {output:?}");
    for said in [&output.stdout, &output.stderr] {
        let said = String::from_utf8_lossy(said);
        let told = digits(&said);
        for number in numbers {
            let is_told = (0..=number.len() - 12).any(|at| told.contains(&number[at..at + 12]));
            assert!(!is_told, "ikrar {line} tells {number}:\n{said}");
        }
    }
}

/// The values of a YAML file, each with its place.
fn values(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (at, _) in text.match_indices(": ") {
        let value = &text[at + 2..];
        let end = value.find(['\n', ',', '}']).unwrap_or(value.len());
        let value = value[..end].trim();
        if !value.is_empty() && !value.starts_with(['{', '[', '#', '>', '|']) {
            places.push((at + 2, at + 2 + value.len()));
        }
    }
    places
}

#[test]
fn no_value_of_an_event_is_told() {
    let event = include_str!("../../samples/sosialisasi.yaml");
    let mut all = numbers();
    for (turn, (from, to)) in values(event).into_iter().enumerate() {
        let number = all.next().unwrap();
        let written = FORMS[turn % FORMS.len()](&number);
        let folder = folder().with("e.yaml", format!("{}\"{written}\"{}", &event[..from], &event[to..]));
        says_no_number(&folder, "check e.yaml", "--format", &[number].into());
    }
    for (turn, form) in FORMS.into_iter().enumerate() {
        let number = all.next().unwrap();
        let written = form(&number);
        let texts = ["in_charge:", "speakers:", "audiences: [pns,", "    documents:"];
        let text = texts[turn % texts.len()];
        let odd = event.replacen(text, &format!("{text} \"{written}\" #"), 1);
        let folder = folder().with("e.yaml", odd).with("f.yaml", format!("\"{written}\": x\n{event}"));
        says_no_number(&folder, "check e.yaml f.yaml", "--format", &[number.clone()].into());
        says_no_number(&folder, "kit --event f.yaml --format md", "--report", &[number].into());
    }
}

#[test]
fn no_value_of_a_profile_is_told() {
    let profile = include_str!("../../regions/prabumulih.yaml");
    let mut all = numbers();
    let places = values(profile);
    for (turn, (from, to)) in places.iter().copied().step_by(places.len() / 4 + 1).enumerate() {
        let number = all.next().unwrap();
        let written = FORMS[turn % FORMS.len()](&number);
        let folder = folder().with("prabumulih.yaml", format!("{}\"{written}\"{}", &profile[..from], &profile[to..]));
        // A check of a profile makes the sheets of the region: the forms take turns.
        let line = ["check prabumulih.yaml", "check prabumulih.yaml --format json"][turn % 2];
        says_none_of(&folder, line, &[number].into());
    }
    let (mut units, mut told) = (format!("{profile}\nunits:\n"), BTreeSet::new());
    for form in FORMS {
        let number = all.next().unwrap();
        let written = form(&number);
        units.push_str(&format!("  - {{ name: A, superiors: ['{written}'] }}\n"));
        units.push_str(&format!("  - {{ name: '{written}', also: ['{written}', '{written}'] }}\n"));
        told.insert(number);
    }
    let folder = folder().with("prabumulih.yaml", units);
    says_no_number(&folder, "check prabumulih.yaml", "--format", &told);
}

const TITLES: [&str; 7] = ["Nama", "NIP", "Pangkat", "Jabatan", "Unit Kerja", "Status", "Catatan"];
const PERSON: [&str; 7] = ["Siti Aminah", "", "Penata, III/c", "Guru", "Dinas A", "PHL", "-"];

#[test]
fn no_value_title_or_name_of_a_roster_is_told() {
    let mut all = numbers();
    for column in 0..TITLES.len() {
        let (number, second) = (all.next().unwrap(), all.next().unwrap());
        let written = FORMS[column % FORMS.len()](&number);
        let title = format!("Kolom {}", FORMS[(column + 1) % FORMS.len()](&second));
        let mut person = PERSON.map(str::to_owned);
        person[column] = written.clone();
        let csv = [[TITLES.join(","), title.clone()].join(","), person.join(",") + ",x", PERSON.join(",") + ",y"];
        let mut workbook = Workbook::new();
        for sheet in [number.as_str(), "lain"] {
            let sheet = workbook.add_worksheet().set_name(sheet).unwrap();
            for (at, value) in (0..).zip(TITLES.iter().chain([&title.as_str()])) {
                sheet.write_string(0, at, *value).unwrap();
            }
            for (at, value) in (0..).zip(&person) {
                sheet.write_string(1, at, value).unwrap();
            }
        }
        let folder = folder().with("p.csv", csv.join("\n")).with("p.xlsx", workbook.save_to_buffer().unwrap());
        let folder = folder.with("e.yaml", include_str!("../../samples/sosialisasi.yaml"));
        let numbers = [number, second].into();
        says_no_number(&folder, "check p.csv p.xlsx", "--format", &numbers);
        says_no_number(&folder, "merge pledge --roster p.xlsx --format md", "--report", &numbers);
        says_no_number(&folder, "merge pledge --roster p.csv --format md --out csv", "--report", &numbers);
        says_no_number(&folder, "kit --event e.yaml --roster p.csv --format md", "--report", &numbers);
        let files = folder.files("");
        let paths: String = files.keys().map(|path| format!("{path}\n")).collect();
        assert!(!numbers.iter().any(|number| digits(&paths).contains(&number[..12])), "{paths}");
        if folder.path("csv/pledge/register.csv").exists() {
            says_no_number(&folder, "tally csv/pledge/register.csv", "--format", &numbers);
        }
    }
}

#[test]
fn no_number_that_was_typed_is_told() {
    let number = numbers().next().unwrap();
    let folder =
        folder().with(&format!("{number}.csv"), "Nama,Status\nSiti,PHL\n").with(&format!("{number}.yaml"), "a: b\n");
    for line in [
        "check N.csv",
        "check N.yaml",
        "check M.yaml",
        "merge pledge --roster N.csv --unit N",
        "merge pledge --roster N.csv --rows N",
        "merge pledge --roster N.csv --sheet N",
        "merge pledge --roster N.csv --column N=N",
        "tally N.csv",
        "kit --event N.yaml",
        "merge pledge --roster N.csv --out N",
        "list N",
        "N",
        "list rules --rules N.yaml",
    ] {
        let (form, line) = match line.split(' ').next().unwrap() {
            "merge" | "kit" => ("--report", line),
            _ => ("--format", line),
        };
        let line = line.replace('N', &number).replace('M', &number[..16]);
        says_no_number(&folder, &line, form, &[number.clone()].into());
    }
}
