//! `ikrar build`: every document for every selected region, into a folder.

use super::args::{self, Global, LookArgs, Repeat, ScopeArgs};
use super::report::{Form, Noun, Report, count, finding_json};
use super::setup::{load, load_again, stamp};
use super::watch::watch;
use crate::diag::{Diagnostics, Message, say};
use crate::failure::Failure;
use crate::output::Format;
use crate::render::Renderer;
use crate::render::batch::{self, Built};
use crate::render::plan::{Unasked, plan};
use crate::workspace::Workspace;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use indicatif::DecimalBytes;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make every document for every selected region
///
/// Files are named <out>/<region>/<document>[-<audience>][.<phase>][.<lang> unless id][.<paper> unless a4][.fillable].<ext>;
/// <out>/index.html links them all, <out>/manifest.json lists them. A later build replaces what the manifest lists, and
/// touches no file that ikrar did not write.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Build {
    /// Document: an id, or `all` [default: all]
    #[arg(
        long,
        value_name = "DOCUMENT",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new(),
        help_heading = "Selection"
    )]
    document: Vec<String>,
    #[command(flatten)]
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    #[command(flatten)]
    write: OutputArgs,
    #[command(flatten)]
    repeat: Repeat,
    /// How to report what was made
    #[arg(long, value_enum, value_name = "FORM", default_value_t, help_heading = "Output")]
    pub(super) report: Form,
}

/// What is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    /// Formats to write
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = args::format(), default_values = ["md", "html", "pdf"])]
    format: Vec<Format>,
    /// Folder to write into
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  ikrar build                                       the regencies with a profile
  ikrar build --region muara-enim,64.08             by slug, name or code
  ikrar build --region all --document handout       every regency and city
  ikrar build --document checklist --audience all   one checklist per audience
  ikrar build --date 2024-10-07 --lang id,en        what held that day, in two languages
  ikrar build --report json | jq -r '.files[].path'";

impl Build {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        if self.repeat.watch {
            return watch(global, &[], report, &|| self.make(&load_again(global, report)?, report));
        }
        self.make(&*load(global, report)?, report)
    }

    fn make(&self, workspace: &Workspace, report: Report) -> Result<ExitCode, Failure> {
        let renderer = Renderer { workspace, stamp: stamp(workspace)? };
        let wanted = args::wanted(&self.who, &self.make, &self.document);
        let mut notes = Diagnostics::new();
        let requests = plan(workspace, &wanted, Unasked::Profiled, &mut notes).map_err(Failure::Unusable)?;
        let formats = self.formats();
        let progress = report.progress(requests.len(), Noun::SHEET);
        let built = batch::build(&renderer, &requests, &formats, &self.write.out, || progress.inc(1));
        progress.finish_and_clear();
        self.tell(&built?, notes, report)
    }

    /// Each format once, in the order in which lists show them.
    fn formats(&self) -> Vec<Format> {
        Format::ALL.into_iter().filter(|format| self.write.format.contains(format)).collect()
    }

    fn tell(&self, built: &Built, mut findings: Diagnostics, report: Report) -> Result<ExitCode, Failure> {
        findings.extend(built.findings.clone());
        match report.form {
            Form::Json => report.json_told(json!({
                "out": self.write.out.display().to_string(),
                "files": built.files,
                "kept": built.kept,
                "removed": built.removed,
                "changed": built.changed,
                "failed": built.failed,
                "findings": findings.iter().map(|finding| finding_json(finding, report.lang)).collect::<Vec<_>>(),
            }))?,
            Form::Human => {
                report.findings(&findings);
                report.note(&self.summary(built));
            }
        }
        Ok(ExitCode::from(u8::from(built.failed + built.stale > 0)))
    }

    fn summary(&self, built: &Built) -> Message {
        let out = &self.write.out;
        let bytes = DecimalBytes(built.files.iter().map(|file| file.bytes).sum());
        let (files, folder) = (count(built.files.len(), Noun::FILE), out.display());
        let mut text = say!("{files} ({bytes}) di {folder}", "{files} ({bytes}) in {folder}"; files);
        if built.kept > 0 {
            text.push(&say!(", {} di antaranya sudah selesai sebelumnya", ", {} of them finished before", built.kept));
        }
        if !built.removed.is_empty() {
            let removed = count(built.removed.len(), Noun::OBSOLETE_FILE);
            text.push(&say!(", {removed} dihapus", ", {removed} removed"; removed));
        }
        if !built.changed.is_empty() {
            let changed = built.changed.len();
            text.push(&say!(", {changed} dibiarkan karena diubah orang", ", {changed} left as somebody changed them"));
        }
        if built.failed > 0 {
            let failed = count(built.failed, Noun::SHEET);
            text.push(&say!("; {failed} gagal", "; {failed} failed"; failed));
        }
        let index = out.join("index.html");
        text.push(&say!("; buka {}", "; open {}", index.display()));
        text
    }
}
