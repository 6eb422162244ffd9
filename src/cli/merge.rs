//! `ikrar merge`: a document for everybody in a roster.

use super::args::{self, Global, LookArgs, RosterArgs, ScopeArgs};
use super::input;
use super::report::{Form, Noun, Report, count, finding_json};
use super::setup::{interrupted, load, one_request};
use crate::diag::{Code, Diagnostic, Message, say};
use crate::document::Fit;
use crate::failure::Failure;
use crate::merge::recipients::{RowRange, Who as Filter, recipients};
use crate::merge::{
    Binding, Estimate, FileCount, Merge, MergeResult, Staff, Watch, is_per_unit, row_list, status_lookup, unit_name,
};
use crate::output::{Format, safe};
use crate::request::Request;
use crate::roster::{Judge, Roster, UnitName};
use crate::template::Maker;
use crate::workspace::Workspace;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use indicatif::DecimalBytes;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Make a document for everybody in a roster
///
/// Files are named <out>/<region>/<document>/<unit>/<row>-<name>.<ext>, with --combine <unit>.pdf; beside them lie a register (XLSX and CSV) and a
/// manifest. Rows with errors are left out and listed. The same command goes on where a stopped one ended.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct MergeArgs {
    /// Document: an id from `ikrar list documents`; of one per unit each unit gets a file, of any other everybody a copy
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    document: String,
    /// Roster: a workbook (XLSX, XLS, ODS) or CSV file with a row of titles
    #[arg(long, value_name = "FILE", help_heading = "Roster")]
    roster: PathBuf,
    #[command(flatten)]
    read: RosterArgs,
    /// Units, by name [default: all]
    #[arg(long, value_name = "UNIT", value_parser = NonEmptyStringValueParser::new(), help_heading = "Roster")]
    unit: Vec<String>,
    /// Rows, by the roster's own numbers: 312 or 312-340
    #[arg(long, value_name = "ROWS", value_delimiter = ',', help_heading = "Roster")]
    rows: Vec<RowRange>,
    /// So many people, the first, for a trial
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Roster")]
    first: Option<u32>,
    #[command(flatten)]
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    /// Event that the sheets are for: a YAML file, as `ikrar kit` takes it
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    event: Option<PathBuf>,
    /// Show no more of personal numbers than their ends
    #[arg(long, help_heading = "Selection")]
    mask_nip: bool,
    /// Formats to write
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = args::format(), default_values = ["pdf"], help_heading = "Output")]
    format: Vec<Format>,
    /// Folder to write into
    #[arg(long, value_name = "DIR", default_value = "out", help_heading = "Output")]
    out: PathBuf,
    /// Make one print run for each unit, a divider in front: <unit>.pdf instead of a file for everybody
    #[arg(long, help_heading = "Output")]
    combine: bool,
    /// Cut print runs into volumes of so many pages at most, dividers among them: <unit>-1.pdf, <unit>-2.pdf and so on
    #[arg(long, value_name = "PAGES", requires = "combine", value_parser = volume_pages, help_heading = "Output")]
    split: Option<u32>,
    /// Say how many files, pages, bytes and seconds it would take, and write nothing
    #[arg(long, help_heading = "Output")]
    estimate: bool,
    /// How to report what was made
    #[arg(long, value_enum, value_name = "FORM", default_value_t, help_heading = "Output")]
    pub(super) report: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar check pegawai.xlsx                                         look at the roster first
  ikrar merge pledge --region muara-enim --roster pegawai.xlsx     a pledge for everybody
  ikrar merge pledge --roster pegawai.csv --first 5 --out trial    a trial
  ikrar merge pledge --roster pegawai.xlsx --rows 312-340          a reprint after a paper jam
  ikrar merge pledge --roster pegawai.xlsx --combine --split 200   to print, 200 pages a volume
  ikrar merge attendance --roster pegawai.xlsx --unit \"Dinas Kesehatan\"";

impl MergeArgs {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let workspace = load(global, report)?;
        let wanted = args::wanted(&self.who, &self.make, std::slice::from_ref(&self.document));
        let (renderer, mut request) = one_request(&workspace, &wanted, "merge", report)?;
        let event = self.event.as_deref().map(|file| input::event(file, &workspace, report)).transpose()?;
        request.look.mask_nip = self.mask_nip;
        request.subject.event = event.as_ref();
        if request.document.made_by == Maker::Tally {
            return Err(not_merged(&self.document));
        }
        let binding = self.combine.then_some(Binding { split: self.split });
        if binding.is_some() && (self.format != [Format::Pdf] || is_per_unit(request.document)) {
            return Err(unbound(&self.document));
        }
        let unit_name = unit_name(request.scope.region);
        let roster = self.read(&workspace, &request, &unit_name)?;
        roster
            .assumed(report.lang)
            .for_each(|assumed| report.note(&say!("{}: {assumed}", "{}: {assumed}", roster.file)));
        let staff = Staff::of(&roster);
        let who = Filter {
            units: self.unit.iter().map(|unit| unit_name(unit).unwrap_or_else(|| unit.clone())).collect(),
            rows: self.rows.clone(),
            first: self.first.map(|first| first as usize),
        };
        let recipients = recipients(&roster.people, &who).inspect_err(|_| report.roster_findings(&roster.findings))?;
        let formats: Vec<Format> = Format::ALL.into_iter().filter(|format| self.format.contains(format)).collect();
        let work = Merge { renderer, request, staff: &staff, recipients: &recipients, formats: &formats, binding };
        if self.estimate {
            return self.tell_estimate(&work, &roster, report);
        }
        let merged = self.work(&work, report)?;
        self.tell(&merged, &work, &roster, report)
    }

    /// Reads the roster, and judges its values by what is to be made of them.
    fn read(&self, workspace: &Workspace, request: &Request, unit: &UnitName<'_>) -> Result<Roster, Failure> {
        // What is to fit on a page is set for every format, so that all have the same words.
        let is_set = self.format.iter().any(|format| format.has_pages()) || request.document.fit == Fit::OnePage;
        let pdf = if is_set { Some(workspace.pdf()?) } else { None };
        let status = status_lookup(&workspace.rulebook);
        let judge = Judge { status: &status, unprintable: &|value| pdf?.unprintable(value), unit };
        input::roster(&self.roster, &self.read.options(), &judge)
    }

    fn work(&self, work: &Merge, report: Report) -> Result<MergeResult, Failure> {
        let stop = interrupted();
        let progress =
            report.progress(work.steps(), if work.steps() == work.files() { Noun::FILE } else { Noun::SHEET });
        let merged = work.run(&self.out, &below(work), &Watch { tick: &|| progress.inc(1), stop: &stop });
        progress.finish_and_clear();
        merged
    }

    fn tell(&self, merged: &MergeResult, work: &Merge, roster: &Roster, report: Report) -> Result<ExitCode, Failure> {
        let mut findings = roster.findings.clone();
        findings.extend(merged.findings.clone());
        let folder = self.out.join(below(work));
        let count = merged.count;
        match report.form {
            Form::Json => report.json_told(json!({
                "folder": folder.display().to_string(),
                "made": count.made,
                "kept": count.kept,
                "failed": count.failed,
                "changed": count.changed,
                "stopped": merged.stopped,
                "pages": count.pages,
                "bytes": count.bytes,
                "removed": merged.removed,
                "left_out": roster.left_out,
                "assumed": roster.assumed(report.lang).collect::<Vec<_>>(),
                "findings": findings.iter().map(|finding| finding_json(finding, report.lang)).collect::<Vec<_>>(),
            }))?,
            Form::Human => {
                report.roster_findings(&findings);
                report.note(&summary(merged, roster, &folder.display().to_string()));
            }
        }
        // How many volumes there are is known at the end.
        let binds_volumes = work.binding.is_some_and(|binding| binding.split.is_some());
        if merged.stopped {
            let finished = count.made + count.kept;
            let message = match binds_volumes {
                true => say!("terhenti: {finished} berkas sudah selesai", "stopped: {finished} files are finished"),
                false => say!(
                    "terhenti: {finished} dari {} berkas sudah selesai",
                    "stopped: {finished} of {} files are finished",
                    work.files()
                ),
            };
            return Err(Failure::usage(
                Diagnostic::error(Code::Stopped, message)
                    .help(say!("perintah yang sama melanjutkan dari sana", "the same command goes on from there")),
            ));
        }
        Ok(ExitCode::from(u8::from(count.failed + count.stale > 0 || !roster.left_out.is_empty())))
    }

    fn tell_estimate(&self, work: &Merge, roster: &Roster, report: Report) -> Result<ExitCode, Failure> {
        let start = Instant::now();
        let Estimate { files, pages, bytes, seconds } = work.estimate(|| start.elapsed().as_secs_f64())?;
        match report.form {
            Form::Json => report.json_told(json!({
                "files": files, "pages": pages, "bytes": bytes, "seconds": seconds, "left_out": roster.left_out,
            }))?,
            Form::Human => {
                report.roster_findings(&roster.findings);
                let (files, pages, bytes) =
                    (count(files, Noun::FILE), count(pages as usize, Noun::PAGE), DecimalBytes(bytes));
                report.result_told(&say!(
                    "{files}, sekitar {pages}, {bytes}, {seconds:.1} detik\n",
                    "{files}, about {pages}, {bytes}, {seconds:.1} s\n";
                    files, pages
                ))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The folder of a merge below that for output.
fn below(work: &Merge) -> String {
    let document = safe(&work.request.document.id);
    work.request.scope.region.map_or_else(|| document.clone(), |region| format!("{}/{document}", safe(&region.slug)))
}

/// The pages of a volume.
pub(super) fn volume_pages(typed: &str) -> Result<u32, String> {
    let pages = typed.parse().ok().filter(|pages| *pages >= 2);
    pages.ok_or_else(|| "a volume has a divider and at least one sheet: write 2 or more pages".to_owned())
}

fn summary(merged: &MergeResult, roster: &Roster, folder: &str) -> Message {
    let FileCount { made, kept, failed, changed, pages, bytes, .. } = merged.count;
    let removed = &merged.removed;
    let (files, pages) = (count(made + kept + changed, Noun::FILE), count(pages as usize, Noun::PAGE));
    let bytes = DecimalBytes(bytes);
    let mut text =
        say!("{files} ({pages}, {bytes}) di {folder}", "{files} ({pages}, {bytes}) in {folder}"; files, pages);
    if kept > 0 {
        text.push(&say!(", {kept} di antaranya sudah selesai sebelumnya", ", {kept} of them finished before"));
    }
    if changed > 0 {
        text.push(&say!(", {changed} dibiarkan karena diubah orang", ", {changed} left as somebody changed them"));
    }
    if !removed.is_empty() {
        let removed = count(removed.len(), Noun::OBSOLETE_FILE);
        text.push(&say!(", {removed} dihapus", ", {removed} removed"; removed));
    }
    if failed > 0 {
        text.push(&say!("; {failed} gagal", "; {failed} failed"));
    }
    if !roster.left_out.is_empty() {
        let (rows, listed) = (count(roster.left_out.len(), Noun::ROW), row_list(&roster.left_out));
        text.push(&say!(
            "; {rows} dilewati karena ada kesalahan: {listed}",
            "; {rows} left out for errors: {listed}";
            rows
        ));
    }
    text
}

fn unbound(document: &str) -> Failure {
    let message = say!(
        "--combine membuat berkas PDF dari dokumen per orang; `{document}` di sini tidak begitu",
        "--combine makes PDF files of a document per person; not so of `{document}` here"
    );
    let help = say!(
        "hapus --combine, atau --format; dokumen per unit kerja memang sudah satu berkas per unit kerja",
        "leave out --combine, or --format; a document per unit is one file a unit already"
    );
    Failure::usage(Diagnostic::error(Code::NotCombined, message).help(help))
}

fn not_merged(document: &str) -> Failure {
    let message = say!(
        "`{document}` memuat siapa yang sudah menandatangani, bukan untuk orang dalam daftar pegawai",
        "`{document}` tells who has signed, and is for nobody in a roster"
    );
    let help = say!("`ikrar tally` membuatnya dari sebuah register", "`ikrar tally` makes it from a register");
    Failure::usage(Diagnostic::error(Code::Impersonal, message).help(help))
}
