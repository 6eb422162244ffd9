//! What several subcommands begin with: the workspace, the one request they make, and how they are stopped.

use super::args::Global;
use super::report::Report;
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::failure::Failure;
use crate::render::Renderer;
use crate::render::plan::{Unasked, Wanted, plan};
use crate::request::Request;
use crate::workspace::Workspace;
use chrono::{DateTime, NaiveDate};
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Loads the workspace and reports its warnings. It lives as long as the process: taking it apart would only cost time.
pub(super) fn load(global: &Global, report: Report) -> Result<ManuallyDrop<Workspace>, Failure> {
    load_again(global, report).map(ManuallyDrop::new)
}

/// The same, for work that is done more than once.
pub(super) fn load_again(global: &Global, report: Report) -> Result<Workspace, Failure> {
    let mut warnings = Diagnostics::new();
    let workspace = Workspace::load(&global.paths(), &mut warnings);
    report.findings(&warnings);
    workspace
}

/// What Ctrl-C, SIGTERM and SIGHUP set: a wish to stop after the files at work.
pub(super) fn interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second Ctrl-C ends the process at once. Without a handler, so does the first: nothing is lost by it.
    let _ = ctrlc::set_handler(move || {
        if handler.swap(true, Ordering::Relaxed) {
            std::process::exit(2);
        }
    });
    stop
}

/// The one kind of sheet that `command` makes, and the renderer that makes it.
///
/// # Errors
/// A name that does not exist; a wish for several kinds.
pub(super) fn one_request<'w>(
    workspace: &'w Workspace,
    wanted: &Wanted,
    command: &str,
    report: Report,
) -> Result<(Renderer<'w>, Request<'w>), Failure> {
    let mut notes = Diagnostics::new();
    let requests = plan(workspace, wanted, Unasked::Blank, &mut notes).map_err(Failure::Unusable)?;
    report.findings(&notes);
    let renderer = Renderer { workspace, stamp: stamp(workspace)? };
    match requests.as_slice() {
        [request] => Ok((renderer, *request)),
        requests => {
            let kinds = requests.len();
            let message = say!(
                "pilihan ini mencakup {kinds} jenis lembar, sedangkan `{command}` membuat satu saja",
                "this selects {kinds} kinds of sheets, and `{command}` makes one"
            );
            Err(Failure::usage(Diagnostic::error(Code::ManySheets, message).help(say!(
                "sebutkan satu dokumen, wilayah, sasaran, tahapan, bahasa, dan ukuran kertas",
                "name one document, region, audience, phase, language and paper"
            ))))
        }
    }
}

/// The date in the metadata of files: `SOURCE_DATE_EPOCH` where set, else the rulebook's.
pub(super) fn stamp(workspace: &Workspace) -> Result<NaiveDate, Failure> {
    let Some(typed) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(workspace.rulebook.data().rulebook.date);
    };
    let seconds = typed.to_str().and_then(|typed| typed.parse::<i64>().ok());
    let moment = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    moment.map(|moment| moment.date_naive()).ok_or_else(|| {
        let finding = Diagnostic::error(
            Code::BadSourceDateEpoch,
            say!(
                "SOURCE_DATE_EPOCH bukan jumlah detik sejak 1970",
                "SOURCE_DATE_EPOCH is not a number of seconds since 1970"
            ),
        );
        Failure::usage(finding.help(say!(
            "isi seperti keluaran `date +%s`, atau hapus variabel itu",
            "set it as `date +%s` prints it, or unset it"
        )))
    })
}
