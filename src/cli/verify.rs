//! `ikrar verify`: whether a folder still holds what was written.

use super::report::{Form, Report, count};
use crate::diag::screened;
use crate::failure::Failure;
use crate::output::verify::{Verified, verify};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare a folder with its manifest: what is missing, changed or not listed
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Verify {
    /// Folder of a build, a kit, or of one document of a merge
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Form of the result
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar verify out
  ikrar verify out/muara-enim/pledge --format json | jq -r '.changed[]'

A register that was ticked, and a file that the manifest does not list, are told and no fault.";

impl Verify {
    pub(super) fn run(&self, report: Report) -> Result<ExitCode, Failure> {
        let verified = verify(&self.folder)?;
        match report.form {
            Form::Json => report.json_told(json!(verified))?,
            Form::Human => report.result(&screened(&told(&verified)))?,
        }
        Ok(ExitCode::from(u8::from(!verified.is_whole())))
    }
}

fn told(verified: &Verified) -> String {
    let lists = [
        ("missing", &verified.missing),
        ("changed", &verified.changed),
        ("filled in", &verified.filled_in),
        ("not listed", &verified.unlisted),
    ];
    let mut text = String::new();
    for (what, paths) in lists {
        paths.iter().for_each(|path| text.push_str(&format!("{what}: {path}\n")));
    }
    let wrong = verified.missing.len() + verified.changed.len();
    let listed = count(verified.files, "file");
    text + &if wrong == 0 { format!("{listed} as written\n") } else { format!("{wrong} of {listed} not as written\n") }
}
