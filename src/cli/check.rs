//! `ikrar check`: every finding in rulebook, profiles, templates, rosters and events, at once.

use super::args::{Global, RosterArgs};
use super::input::{self, File};
use super::report::{FindingsJson, Form, Lines, Noun, Report, count, few, human};
use crate::check::check;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Severity, hidden, say, screened};
use crate::event::Event;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::merge::status_lookup;
use crate::output::write_aside;
use crate::roster::{self, Judge, Roster};
use crate::workspace::{self, InputFile, Inputs, Workspace};
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Check rulebook, profiles, templates, rosters and events, and report every finding at once
///
/// Without FILE the workspace is checked. A rulebook, profile or template takes the place of the file of its kind and
/// name in the workspace. A workbook or CSV file is a roster, a YAML file with title and date is an event: these are checked alone. `-` is standard
/// input, known by what is in it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// Rulebook, profiles, templates, rosters and events to check; `-` for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    read: RosterArgs,
    /// Write the roster's sheet with its values corrected, the touched cells coloured
    #[arg(long, value_name = "OUT.xlsx", help_heading = "Roster")]
    fixed: Option<PathBuf>,
    /// Form of the findings
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar check                                       the workspace
  ikrar check rules.yaml regions/kota-bogor.yaml    these files, with the rest of the workspace
  ikrar check pegawai.xlsx                          a roster
  ikrar check sosialisasi.yaml                      an event
  ikrar check pegawai.xlsx --fixed pegawai-2.xlsx   what can be put right without a person, put right
  ikrar check --format json | jq -r '.findings[] | \"\\(.file):\\(.line): \\(.message)\"'";

/// Endings of rosters.
const ROSTERS: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"];

impl Check {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let mut findings = Diagnostics::new();
        let mut inputs = Inputs::read(&global.paths(), &mut findings)?;
        let Named { rosters, events, files } = self.named()?;
        let mut told = Vec::new();
        if !rosters.is_empty() || !events.is_empty() {
            // What a roster's statuses and an event's audiences mean is in the rulebook of the workspace.
            let workspace = Workspace::from_inputs(&inputs, &mut Diagnostics::new())?;
            for event in &events {
                let errors = input::load_event(event, &workspace, &mut findings).err();
                findings.extend(errors.unwrap_or_default());
            }
            let status = status_lookup(&workspace.rulebook);
            let pdf = workspace.pdf()?;
            let judge = Judge { unprintable: &|value| pdf.unprintable(value), ..Judge::by(&status) };
            for file in &rosters {
                match Roster::read(file, &self.read.options(), &judge) {
                    Ok(roster) => {
                        told.push(told_of(&roster, report.lang));
                        roster
                            .assumed(report.lang)
                            .for_each(|assumed| report.note(&say!("{}: {assumed}", "{}: {assumed}", roster.file)));
                        findings.extend(roster.findings);
                    }
                    Err(Failure::Findings(errors)) => findings.extend(errors),
                    Err(failure) => return Err(failure),
                }
            }
            if let Some(out) = &self.fixed {
                self.fix(&rosters, out, &judge, report)?;
            }
        } else if self.fixed.is_some() {
            let finding = Diagnostic::error(
                Code::NoRoster,
                say!(
                    "--fixed memperbaiki daftar pegawai, tetapi tidak ada yang disebut",
                    "--fixed corrects a roster, and none is named"
                ),
            );
            return Err(Failure::usage(
                finding.help(say!("sebutkan berkas Excel atau CSV", "name a workbook or CSV file")),
            ));
        }
        if self.files.is_empty() || !files.is_empty() {
            for (path, file) in files {
                inputs.replace(&path, file)?;
            }
            findings.extend(check(&inputs));
        }
        self.tell(&findings, &told, report)?;
        Ok(ExitCode::from(u8::from(findings.has_errors())))
    }

    /// The files by what they are: rosters by their endings, the others, and standard input, by what is in them.
    fn named(&self) -> Result<Named, Failure> {
        let mut named = Named::default();
        for path in &self.files {
            let file = File::of(path)?;
            let from_stdin = workspace::is_stdin(path);
            if is_roster(path) {
                named.rosters.push(file.table()?);
                continue;
            }
            match file.text() {
                // A workbook is no text.
                Err(_) if from_stdin => named.rosters.push(file.table()?),
                Err(failure) => return Err(failure),
                Ok(input) if Event::is_likely(&input.text) => named.events.push(input),
                Ok(input) if from_stdin && !input.is_yaml_of_workspace() => named.rosters.push(file.table()?),
                Ok(input) => named.files.push((path.clone(), input)),
            }
        }
        Ok(named)
    }

    /// Writes the corrected copy of the one roster.
    fn fix(&self, rosters: &[roster::File], out: &Path, judge: &Judge, report: Report) -> Result<(), Failure> {
        let [roster] = rosters else {
            let finding = Diagnostic::error(
                Code::ManyRosters,
                say!("--fixed memperbaiki satu daftar pegawai setiap kali", "--fixed corrects one roster at a time"),
            );
            return Err(Failure::usage(finding.help(say!("sebutkan satu berkas saja", "name one file"))));
        };
        let is_itself = out.canonicalize().is_ok_and(|out| roster.path().canonicalize().is_ok_and(|path| path == out));
        if is_itself {
            let finding = Diagnostic::error(
                Code::FileInTheWay,
                say!(
                    "salinan yang diperbaiki akan menimpa daftar pegawai itu sendiri",
                    "the corrected copy would replace the roster itself"
                ),
            );
            return Err(Failure::usage(
                finding
                    .at(Origin::file(out.display().to_string()))
                    .help(say!("pilih nama lain", "choose another name")),
            ));
        }
        if !out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
            let finding = Diagnostic::error(
                Code::UnknownFormat,
                say!("salinan yang diperbaiki berupa berkas Excel", "the corrected copy is a workbook"),
            );
            return Err(Failure::usage(
                finding
                    .at(Origin::file(out.display().to_string()))
                    .help(say!("akhiri namanya dengan .xlsx", "end its name in .xlsx")),
            ));
        }
        let (bytes, corrected) = roster::fixed(roster, &self.read.options(), judge, report.lang)?;
        write_aside(out, &bytes)?;
        let (out, cells) = (out.display(), count(corrected, Noun::CELL));
        report.note(&say!(
            "{out}: {cells} diperbaiki (hijau), nilai yang salah berwarna merah; lembar kerja lain, rumus, dan format tidak ikut disimpan",
            "{out}: {cells} corrected (green), values with errors in red; other sheets, formulas and formats are not kept";
            cells
        ));
        Ok(())
    }

    fn tell(&self, findings: &Diagnostics, rosters: &[Value], report: Report) -> Result<(), Failure> {
        let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let [errors, warnings, hints] = [Severity::Error, Severity::Warning, Severity::Hint].map(of);
        match report.form {
            Form::Json => report.json(&Checked {
                errors,
                findings: FindingsJson(findings, report.lang),
                hints,
                rosters,
                warnings,
            }),
            Form::Human => {
                if !findings.is_empty() {
                    let text = if rosters.is_empty() {
                        let mut lines = Lines::default();
                        findings.iter().map(|finding| human(finding, report.lang, &mut lines)).collect()
                    } else {
                        few(findings.iter(), report.lang)
                    };
                    report.result(&text)?;
                }
                for roster in rosters {
                    let (people, rows) = (&roster["people"], roster["left_out"].as_array().map_or(0, Vec::len));
                    let people = count(people.as_u64().unwrap_or_default() as usize, Noun::PERSON);
                    let rows = count(rows, Noun::ROW);
                    report.note(&say!(
                        "{people} dapat dicetak, {rows} dilewati karena ada kesalahan",
                        "{people} can be printed, {rows} left out for errors";
                        people, rows
                    ));
                }
                if findings.is_empty() {
                    report.note(&say!("tidak ada temuan", "no findings"));
                } else {
                    let (errors, warnings) = (count(errors, Noun::ERROR), count(warnings, Noun::WARNING));
                    let mut text = say!("{errors}, {warnings}", "{errors}, {warnings}"; errors, warnings);
                    if hints > 0 {
                        let hints = count(hints, Noun::HINT);
                        text.push(&say!(", {hints}", ", {hints}"; hints));
                    }
                    report.note(&text);
                }
                Ok(())
            }
        }
    }
}

/// The files to check by what they are.
#[derive(Default)]
struct Named {
    rosters: Vec<roster::File>,
    events: Vec<InputFile>,
    /// Those of the workspace.
    files: Vec<(PathBuf, InputFile)>,
}

/// What a script is told of a check.
#[derive(Serialize)]
struct Checked<'c> {
    errors: usize,
    findings: FindingsJson<'c>,
    hints: usize,
    rosters: &'c [Value],
    warnings: usize,
}

/// Whether a file is a roster; the table of all regions is the one CSV file that is none.
fn is_roster(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    ROSTERS.contains(&ending.as_str()) && file.file_name().is_none_or(|name| name != "regions.csv")
}

fn told_of(roster: &Roster, lang: Lang) -> Value {
    let assumed: Vec<_> = roster.assumed(lang).map(screened).collect();
    json!({
        "file": screened(&roster.file),
        "sheet": roster.sheet.as_deref().map(hidden),
        "people": roster.people.len(),
        "left_out": roster.left_out,
        "assumed": assumed,
    })
}
