//! The files that a rulebook extends, one after the other.

use super::built_in::built_in_rules;
use super::input::InputFile;
use super::reading::read_file;
use crate::diag::{Code, Diagnostic, Message, Origin, say};
use crate::failure::Failure;
use crate::rulebook::overlay;
use std::path::{Path, PathBuf};

/// The most rulebooks in a chain. A ministry, a province, a regency and an agency make four.
const MOST: usize = 8;

/// The name of the built-in rulebook in `extends`.
const BUILT_IN: &str = "built-in";

/// What can be extended.
fn extendable() -> Message {
    say!(
        "sebut `built-in`, atau berkas buku aturan, relatif terhadap berkas ini",
        "name `built-in`, or the file of a rulebook, relative to this one"
    )
}

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
            let message =
                say!("lebih dari {MOST} buku aturan saling memperluas", "more than {MOST} rulebooks extend each other");
            let help = say!("gabungkan sebagian menjadi satu", "put some of them together into one");
            return Err(Failure::usage(Diagnostic::error(Code::ExtendsTooMany, message).at(at).help(help)));
        }
        chain.push(input);
    }
    Ok(chain)
}

fn next(path: &Path, seen: &mut Vec<PathBuf>, at: &Origin) -> Result<InputFile, Failure> {
    let name = path.display().to_string();
    let own = known(&name);
    if seen.contains(&own) {
        let message =
            say!("{name} diperluas oleh berkas yang diperluasnya sendiri", "{name} is extended by what it extends");
        let help = say!(
            "jadikan salah satu berkas memperluas `built-in`, atau buku aturan yang utuh",
            "let one of the files extend `built-in`, or be whole"
        );
        let finding = Diagnostic::error(Code::ExtendsCircle, message).at(at.clone());
        return Err(Failure::usage(finding.help(help)));
    }
    seen.push(own);
    let base = read_file(path).map_err(|failure| placed(failure, &name, at))?;
    // Nothing of a file that is no rulebook is quoted: it may hold secrets.
    if !overlay::is_rulebook(&base.file, &base.text) {
        let message = say!(
            "{name}, yang diperluas oleh berkas ini, bukan buku aturan",
            "{name}, which this extends, is no rulebook"
        );
        let finding = Diagnostic::error(Code::NoRulebook, message);
        return Err(Failure::usage(finding.at(at.clone()).help(extendable())));
    }
    Ok(base)
}

/// The canonical path of a file, where it exists.
fn known(file: &str) -> PathBuf {
    Path::new(file).canonicalize().unwrap_or_else(|_| file.into())
}

/// Moves the reason why a base cannot be read to the line that names it.
fn placed(failure: Failure, name: &str, at: &Origin) -> Failure {
    let Some(finding) = failure.findings().and_then(|findings| findings.iter().next()) else { return failure };
    let message = &finding.message;
    let message =
        say!("{name}, yang diperluas oleh berkas ini: {message}", "{name}, which this extends: {message}"; message);
    let placed = Diagnostic::error(finding.code, message).at(at.clone());
    Failure::usage(placed.help(extendable()))
}
