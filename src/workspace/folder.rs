//! The folders of a workspace: where they are, which of their files are read, and how much.

use super::input::InputFile;
use super::reading::read_in;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, nearest, say};
use crate::failure::{Action, Failure};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the table of all regions within the regions folder.
pub(super) const TABLE: &str = "regions.csv";

/// Files of the templates folder beside `*.md`.
const TEMPLATE_FILES: [&str; 5] = ["page.html", "style.css", "labels.yaml", INDEX, STYLE];

/// Name of the template of the index page.
pub(super) const INDEX: &str = "index.html";

/// Name of the look of PDF sheets within the templates folder.
pub(super) const STYLE: &str = "style.yaml";

/// The most files read from a folder: three times a profile of every region.
const MAX_FILES: usize = 2000;

/// The most bytes read from a folder of profiles: three times a profile of every region.
pub(super) const MAX_REGIONS: u64 = 8 * 1024 * 1024;

/// The most bytes read from a folder of templates, with room for fonts in pages. Tera takes fifty times as many.
pub(super) const MAX_TEMPLATES: u64 = 2 * 1024 * 1024;

/// Where to look, as far as flags say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The rulebook.
    pub rules: Option<PathBuf>,
    /// The folder of region profiles.
    pub regions: Option<PathBuf>,
    /// The folder of templates.
    pub templates: Option<PathBuf>,
}

pub(super) fn is_region_file(name: &str) -> bool {
    name == TABLE || name.ends_with(".yaml") || name.ends_with(".yml")
}

pub(super) fn is_template_file(name: &str) -> bool {
    name.ends_with(".md") || TEMPLATE_FILES.contains(&name)
}

/// Reads the files of a folder, by their names. A file that looks like a slip is a warning.
///
/// # Errors
/// A folder or file that cannot be read, or too much to read.
pub(super) fn read_folder(
    folder: &Path,
    (wanted, most): (fn(&str) -> bool, u64),
    warnings: &mut Diagnostics,
) -> Result<BTreeMap<String, InputFile>, Failure> {
    let (files, others) = listed(folder, wanted).map_err(|error| Failure::io(Action::ReadFolder, folder, &error))?;
    let known = || TEMPLATE_FILES.into_iter().chain([TABLE]).filter(|known| wanted(known));
    for (name, path) in &others {
        if let Some(meant) = nearest(name, known()) {
            let message = say!("berkas ini tidak dibaca", "nothing reads this file");
            let warning = Diagnostic::warning(Code::UnusedFile, message);
            let help = say!("apakah yang dimaksud `{meant}`?", "did you mean `{meant}`?");
            warnings.push(warning.at(Origin::file(path.display().to_string())).help(help));
        }
    }
    within_bounds(folder, files.values(), most)?;
    let read = |(name, path): (String, PathBuf)| Ok((name, read_in(folder, &path)?));
    files.into_iter().map(read).collect()
}

/// Files by their names.
type Files = BTreeMap<String, PathBuf>;

/// Whether a file of this name is to be read.
pub(super) type NameFilter = fn(&str) -> bool;

/// The files of a folder that are to be read, or more of them than any folder has, and the first of the other ones; by
/// their names.
pub(super) fn listed(folder: &Path, wanted: NameFilter) -> io::Result<(Files, Files)> {
    let (mut files, mut others) = (BTreeMap::new(), BTreeMap::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        if !wanted(&name) || path.is_dir() {
            others.insert(name, path);
        } else if files.len() <= MAX_FILES {
            files.insert(name, path);
        }
        if others.len() > MAX_FILES {
            others.pop_last();
        }
    }
    Ok((files, others))
}

/// Refuses a folder with more to read than any has, before any of it is read.
fn within_bounds<'p>(
    folder: &Path,
    files: impl ExactSizeIterator<Item = &'p PathBuf>,
    most: u64,
) -> Result<(), Failure> {
    let is_many = files.len() > MAX_FILES;
    let size = files.map(|path| path.metadata().map_or(0, |metadata| metadata.len())).fold(0, u64::saturating_add);
    if !is_many && size <= most {
        return Ok(());
    }
    let message = match is_many {
        true => say!(
            "folder ini memuat lebih dari {MAX_FILES} berkas yang harus dibaca",
            "there are more than {MAX_FILES} files to read in this folder"
        ),
        false => say!(
            "folder ini memuat {} MB yang harus dibaca",
            "there are {} MB to read in this folder",
            size.div_ceil(1 << 20)
        ),
    };
    let finding = Diagnostic::error(Code::InputTooLarge, message).at(Origin::file(folder.display().to_string()));
    Err(Failure::usage(finding.help(say!(
        "yang dibaca paling banyak {MAX_FILES} berkas dan {} MB",
        "no more is read of it than {MAX_FILES} files and {} MB",
        most >> 20
    ))))
}
