//! The files that a rulebook extends, one after the other.

use super::built_in::built_in_rules;
use super::input::InputFile;
use super::reading::read_file;
use crate::diag::{Code, Diagnostic, Origin, say};
use crate::failure::Failure;
use crate::rulebook::overlay;
use std::path::{Path, PathBuf};

/// A ministry, a province, a regency and an agency are four.
const MOST: usize = 8;

/// What stands for the rulebook in the binary.
const BUILT_IN: &str = "built-in";

/// What can be extended.
const NAME: &str = "name `built-in`, or the file of a rulebook, relative to this one";

/// What a rulebook extends, the nearest first; nothing for one that is whole.
///
/// # Errors
/// A file that cannot be read, files that extend each other in a circle, or too many of them; at the line that says so.
pub(super) fn chain(rules: &InputFile) -> Result<Vec<InputFile>, Failure> {
    let mut chain: Vec<InputFile> = Vec::new();
    let mut seen = vec![known(&rules.file)];
    let extended = |rules: &InputFile| overlay::extended(&rules.file, &rules.text);
    while let Some((base, at)) = extended(chain.last().unwrap_or(rules)) {
        let input = match base.as_str() {
            BUILT_IN => built_in_rules(),
            _ => next(&PathBuf::from(&*at.file).with_file_name(&base), &mut seen, &at)?,
        };
        if chain.len() == MOST {
            let finding =
                Diagnostic::error(Code::ExtendsTooMany, format!("more than {MOST} rulebooks extend each other"));
            return Err(Failure::usage(finding.at(at).help("put some of them together into one")));
        }
        chain.push(input);
    }
    Ok(chain)
}

fn next(path: &Path, seen: &mut Vec<PathBuf>, at: &Origin) -> Result<InputFile, Failure> {
    let name = path.display().to_string();
    let own = known(&name);
    if seen.contains(&own) {
        let finding = Diagnostic::error(Code::ExtendsCircle, format!("{name} is extended by what it extends"));
        return Err(Failure::usage(finding.at(at.clone()).help("let one of the files extend `built-in`, or be whole")));
    }
    seen.push(own);
    let base = read_file(path).map_err(|failure| placed(failure, &name, at))?;
    // Of a file that is something else not a word is repeated: it may be nobody's business.
    if !overlay::is_rulebook(&base.file, &base.text) {
        let finding = Diagnostic::error(Code::NoRulebook, format!("{name}, which this extends, is no rulebook"));
        return Err(Failure::usage(finding.at(at.clone()).help(NAME)));
    }
    Ok(base)
}

/// A file by its one true name, where it has one.
fn known(file: &str) -> PathBuf {
    Path::new(file).canonicalize().unwrap_or_else(|_| file.into())
}

/// Why a base cannot be read, at the line that names it.
fn placed(failure: Failure, name: &str, at: &Origin) -> Failure {
    let Some(finding) = failure.findings().and_then(|findings| findings.iter().next()) else { return failure };
    let message = &finding.message;
    let message =
        say!("{name}, yang diperluas oleh berkas ini: {message}", "{name}, which this extends: {message}"; message);
    let placed = Diagnostic::error(finding.code, message).at(at.clone());
    Failure::usage(placed.help(NAME))
}
