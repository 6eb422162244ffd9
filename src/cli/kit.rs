//! `ikrar kit`: everything that the day of an event needs, in one folder.

use super::args::{self, Global, LookArgs, Repeat, RosterArgs, ScopeArgs};
use super::input;
use super::merge::volume_pages;
use super::report::{Form, Noun, Report, count, finding_json};
use super::setup::{interrupted, load, load_again, stamp};
use super::watch::watch;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::failure::Failure;
use crate::kit::{Kit, KitPart, MadeKit, PrintedFolder};
use crate::merge::{Staff, Watch, row_list, status_lookup, unit_name};
use crate::output::Format;
use crate::render::Renderer;
use crate::roster::{Judge, Roster};
use crate::workspace::Workspace;
use clap::Args;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// Make everything that an event needs, in one folder
///
/// Files are called <nn>-<document>[-<audience>].<ext>, in the order of printing; 01-agenda lists them with pages and copies. With a roster,
/// pledges, attendance lists and certificates are made for everybody or every unit, in folders <nn>-<document>/ with a register. The same
/// command goes on where a stopped one ended.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct KitArgs {
    /// Event: a YAML file with title, date, place, speakers, witnesses, audiences and agenda
    #[arg(long, value_name = "FILE")]
    event: PathBuf,
    /// Roster: a workbook (XLSX, XLS, ODS) or CSV file with a row of titles [default: blank forms]
    #[arg(long, value_name = "FILE", help_heading = "Roster")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    read: RosterArgs,
    #[command(flatten)]
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    /// Show no more of personal numbers than their ends
    #[arg(long, help_heading = "Selection")]
    mask_nip: bool,
    /// Formats to write
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = args::format(), default_values = ["pdf"], help_heading = "Output")]
    format: Vec<Format>,
    /// Folder to write into
    #[arg(long, value_name = "DIR", default_value = "kit", help_heading = "Output")]
    out: PathBuf,
    /// Cut print runs into volumes of so many pages at most
    #[arg(long, value_name = "PAGES", value_parser = volume_pages, help_heading = "Output")]
    split: Option<u32>,
    #[command(flatten)]
    repeat: Repeat,
    /// How to report what was made
    #[arg(long, value_enum, value_name = "FORM", default_value_t, help_heading = "Output")]
    pub(super) report: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar check sosialisasi.yaml                                   look at the event first
  ikrar kit --region prabumulih --event sosialisasi.yaml         with blank forms
  ikrar kit --region prabumulih --event sosialisasi.yaml --roster pegawai.xlsx --out kit-oktober
  ikrar kit --event sosialisasi.yaml --report json | jq -r '.files[].path'

`ikrar init DIR` writes an event to begin with. Dates at signatures are that of the event, or --signed-on.";

impl KitArgs {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        if self.repeat.watch {
            let stop = AtomicBool::new(false);
            let files: Vec<&Path> =
                [Some(&self.event), self.roster.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect();
            return watch(global, &files, report, &|| self.make_once(&load_again(global, report)?, &stop, report));
        }
        self.make_once(&*load(global, report)?, &interrupted(), report)
    }

    fn make_once(&self, workspace: &Workspace, stop: &AtomicBool, report: Report) -> Result<ExitCode, Failure> {
        let event = input::event(&self.event, workspace, report)?;
        let roster = self.roster.as_deref().map(|file| self.read(file, workspace)).transpose()?;
        let staff = roster.as_ref().map(Staff::of);
        let formats: Vec<Format> = Format::ALL.into_iter().filter(|format| self.format.contains(format)).collect();
        let work = Kit {
            renderer: Renderer { workspace, stamp: stamp(workspace)? },
            event: &event,
            wanted: args::wanted(&self.who, &self.make, &[]),
            staff: staff.as_ref(),
            formats: &formats,
            split: self.split,
        };
        let mut notes = Diagnostics::new();
        let mut parts = work.plan(&mut notes).map_err(Failure::Unusable)?;
        parts.iter_mut().for_each(|part| part.request.look.mask_nip = self.mask_nip);
        let made = self.work(&work, &parts, stop, report)?;
        self.tell(&made, notes, roster.as_ref(), report)
    }

    /// Reads the roster, and judges its values by what can be printed.
    fn read(&self, file: &Path, workspace: &Workspace) -> Result<Roster, Failure> {
        let pdf = workspace.pdf()?;
        let region = self.who.region.first().and_then(|region| workspace.regions.find(region).ok());
        let (status, unit) = (status_lookup(&workspace.rulebook), unit_name(region));
        let judge = Judge { status: &status, unprintable: &|value| pdf.unprintable(value), unit: &unit };
        input::roster(file, &self.read.options(), &judge)
    }

    fn work<'w>(
        &self,
        work: &Kit<'w>,
        parts: &[KitPart<'w>],
        stop: &AtomicBool,
        report: Report,
    ) -> Result<MadeKit, Failure> {
        let progress = report.progress(work.steps(parts), Noun::SHEET);
        let made = work.run(parts, &self.out, &Watch { tick: &|| progress.inc(1), stop });
        progress.finish_and_clear();
        made
    }

    fn tell(
        &self,
        made: &MadeKit,
        mut findings: Diagnostics,
        roster: Option<&Roster>,
        report: Report,
    ) -> Result<ExitCode, Failure> {
        findings.extend(made.findings.clone());
        let left_out = roster.map_or(&[][..], |roster| &roster.left_out);
        if let Some(roster) = roster {
            roster
                .assumed(report.lang)
                .for_each(|assumed| report.note(&say!("{}: {assumed}", "{}: {assumed}", roster.file)));
            findings.extend(roster.findings.clone());
        }
        match report.form {
            Form::Json => report.json_told(json!({
                "out": self.out.display().to_string(),
                "files": made.files,
                "kept": made.kept,
                "runs": made.runs.iter().map(run_json).collect::<Vec<_>>(),
                "changed": made.changed,
                "failed": made.failed,
                "stopped": made.stopped,
                "removed": made.removed,
                "left_out": left_out,
                "assumed": roster.map_or(Vec::new(), |roster| roster.assumed(report.lang).collect()),
                "findings": findings.iter().map(|finding| finding_json(finding, report.lang)).collect::<Vec<_>>(),
            }))?,
            Form::Human => {
                report.roster_findings(&findings);
                report.note(&self.summary(made, left_out));
            }
        }
        if made.stopped {
            let message = say!("terhenti sebelum kit selesai", "stopped before the kit was finished");
            return Err(Failure::usage(
                Diagnostic::error(Code::Stopped, message)
                    .help(say!("perintah yang sama melanjutkan dari sana", "the same command goes on from there")),
            ));
        }
        Ok(ExitCode::from(u8::from(made.failed + made.stale > 0 || !left_out.is_empty())))
    }

    fn summary(&self, made: &MadeKit, left_out: &[u32]) -> Message {
        let mut text = count(made.files.len(), Noun::SHEET);
        for run in &made.runs {
            let done = run.merged.count;
            let (files, folder, pages) = (count(done.made + done.kept, Noun::FILE), &run.folder, done.pages);
            text.push(
                &say!(", {files} di {folder}/ ({pages} halaman)", ", {files} in {folder}/ ({pages} pages)"; files),
            );
        }
        text.push(&say!(" di {}", " in {}", self.out.display()));
        if made.failed > 0 {
            text.push(&say!("; {} gagal", "; {} failed", made.failed));
        }
        if !left_out.is_empty() {
            let (rows, listed) = (count(left_out.len(), Noun::ROW), row_list(left_out));
            text.push(&say!(
                "; {rows} dilewati karena ada kesalahan: {listed}",
                "; {rows} left out for errors: {listed}";
                rows
            ));
        }
        if let Some(agenda) = made.files.first().filter(|_| !made.stopped) {
            text.push(&say!("; mulai dari {}", "; begin with {}", self.out.join(&agenda.path).display()));
        }
        text
    }
}

fn run_json(run: &PrintedFolder) -> Value {
    let done = run.merged.count;
    json!({
        "folder": run.folder,
        "made": done.made,
        "kept": done.kept,
        "failed": done.failed,
        "changed": done.changed,
        "pages": done.pages,
        "bytes": done.bytes,
        "removed": run.merged.removed,
    })
}
