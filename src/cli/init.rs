//! `ikrar init`: a workspace to begin with.

use super::report::{Noun, Report, count};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::event::Event;
use crate::failure::{Action, Failure};
use crate::region::{Profile, Region};
use crate::rulebook::{Overlay, RulebookData};
use crate::workspace::{Inputs, Workspace, start};
use crate::yaml::schema;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write a workspace to begin with: rulebook, a profile, templates, an event, a roster and a Makefile
///
/// `make` in it builds at once. What is there already is never overwritten: then nothing is written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// Folder to write into; it is made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Region whose profile to copy: one of those that ikrar brings
    #[arg(long, value_name = "REGION", value_parser = NonEmptyStringValueParser::new(), default_value = "muara-enim")]
    region: String,
}

const EXAMPLES: &str = "\
Examples:
  ikrar init kampanye && cd kampanye && make
  ikrar init kampanye --region prabumulih

Remove what you do not mean to change: what a workspace lacks is taken from what is built in, and is newer with a newer ikrar.";

impl Init {
    pub(super) fn run(&self, report: Report) -> Result<ExitCode, Failure> {
        // What lies in this folder is of another workspace.
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new())?;
        let region = self.region(&workspace)?;
        let mut files = start(&region.slug, &format!("{}.yaml", region.slug));
        let schemas = [
            ("schema/rules.json", schema::<RulebookData>()),
            ("schema/overlay.json", schema::<Overlay>()),
            ("schema/region.json", schema::<Profile>()),
            ("schema/event.json", schema::<Event>()),
        ];
        for (path, schema) in schemas {
            let text = serde_json::to_string_pretty(&schema).map_err(|error| Failure::stream(&error.into()))?;
            files.push((path.to_owned(), text + "\n"));
        }
        self.collisions(&files)?;
        write(&self.folder, &files)?;
        let (files, folder) = (count(files.len(), Noun::FILE), self.folder.display());
        report.note(&say!(
            "{files} di {folder}; jalankan `make` di sana untuk membuat lembarnya",
            "{files} in {folder}; `make` there builds it";
            files
        ));
        Ok(ExitCode::SUCCESS)
    }

    fn region<'w>(&self, workspace: &'w Workspace) -> Result<&'w Region, Failure> {
        let region = workspace.regions.find(&self.region).map_err(Failure::usage)?;
        if region.profile.is_some() {
            return Ok(region);
        }
        let finding = Diagnostic::error(
            Code::NoProfile,
            say!("ikrar tidak membawa profil {}", "ikrar brings no profile of {}", region.name),
        );
        let known: Vec<&str> = workspace.regions.profiled().map(|region| region.slug.as_str()).collect();
        Err(Failure::usage(finding.help(say!(
            "mulailah dari salah satu profil ini lalu ubah: {}",
            "begin with one of {}, and change it",
            known.join(", ")
        ))))
    }

    /// Every file that is in the way.
    fn collisions(&self, files: &[(String, String)]) -> Result<(), Failure> {
        let mut findings = Diagnostics::new();
        for path in files.iter().map(|(path, _)| self.folder.join(path)).filter(|path| path.symlink_metadata().is_ok())
        {
            let finding = Diagnostic::error(
                Code::FileInTheWay,
                say!("berkas ini sudah ada dan tidak ditimpa", "this file is there already, and is not overwritten"),
            );
            let finding = finding.at(Origin::file(path.display().to_string()));
            findings.push(
                finding.help(say!(
                    "pilih folder lain, atau pindahkan berkas itu",
                    "choose another folder, or move it away"
                )),
            );
        }
        if findings.is_empty() { Ok(()) } else { Err(Failure::Unusable(findings)) }
    }
}

/// Writes the files, or none of them.
fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let folders: BTreeSet<PathBuf> =
        files.iter().filter_map(|(path, _)| folder.join(path).parent().map(Path::to_owned)).collect();
    for folder in &folders {
        fs::create_dir_all(folder).map_err(|error| Failure::io(Action::MakeFolder, folder, &error))?;
    }
    let mut written = Vec::new();
    for (path, text) in files {
        let path = folder.join(path);
        let made = File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        if !matches!(&made, Err(error) if error.kind() == ErrorKind::AlreadyExists) {
            written.push(path.clone());
        }
        if let Err(error) = made {
            // What cannot be removed either is told by the next attempt.
            written.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(Failure::io(Action::Write, &path, &error));
        }
    }
    Ok(())
}
