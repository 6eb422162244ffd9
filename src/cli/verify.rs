//! `ikrar verify`: whether a folder still holds what was written.

use super::report::{Form, Noun, Report, count};
use crate::diag::{Message, say};
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
            Form::Human => report.result_told(&told(&verified))?,
        }
        Ok(ExitCode::from(u8::from(!verified.is_whole())))
    }
}

fn told(verified: &Verified) -> Message {
    let lists = [
        (say!("hilang", "missing"), &verified.missing),
        (say!("berubah", "changed"), &verified.changed),
        (say!("sudah diisi", "filled in"), &verified.filled_in),
        (say!("tidak terdaftar", "not listed"), &verified.unlisted),
    ];
    let mut text = say!("", "");
    for (what, paths) in lists {
        paths.iter().for_each(|path| text.push(&say!("{what}: {path}\n", "{what}: {path}\n"; what)));
    }
    let wrong = verified.missing.len() + verified.changed.len();
    let listed = count(verified.files, Noun::FILE);
    text.push(&if wrong == 0 {
        say!("{listed} masih seperti ketika ditulis\n", "{listed} as written\n"; listed)
    } else {
        say!("{wrong} dari {listed} tidak lagi seperti ketika ditulis\n", "{wrong} of {listed} not as written\n"; listed)
    });
    text
}
