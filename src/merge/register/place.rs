//! Registers in the folder of a merge: one that somebody has ticked, or has open, is never replaced.

use crate::failure::{Action, Failure};
use crate::merge::manifest::{MergeFolder, Register};
use crate::output::Hash;
use crate::output::root::Aside;
use std::io::ErrorKind;

/// Where a register was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedRegister {
    /// The register.
    pub(crate) register: Register,
    /// Why it stands beside the one of the name that it should have.
    pub(crate) beside: Option<Hold>,
}

/// Why a register must not be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Somebody has written into it.
    Changed,
    /// A program has it open.
    Open,
}

/// Puts a register that was written aside into its place; beside it, where that one is held.
///
/// # Errors
/// Failed I/O.
pub(crate) fn put_register(folder: &MergeFolder, aside: &Aside, name: &str) -> Result<PlacedRegister, Failure> {
    let (sha256, _) = Hash::of_file(aside.path()).map_err(|error| Failure::io(Action::Read, aside.path(), &error))?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let beside = hold(folder, name, sha256)?;
    let (mut path, mut number) = (name.to_owned(), 1);
    let mut held = beside;
    while held.is_some() {
        let mark = if number == 1 { String::new() } else { format!("-{number}") };
        path = format!("{stem}.new{mark}.{ending}");
        held = hold(folder, &path, sha256)?;
        number += 1;
    }
    let root = folder.root();
    root.settle(aside, &path).map_err(|error| root.trouble(Action::Write, &path, &error))?;
    Ok(PlacedRegister { register: Register { path, sha256 }, beside })
}

/// Why a register must not be replaced by one with this content.
fn hold(folder: &MergeFolder, path: &str, content: Hash) -> Result<Option<Hold>, Failure> {
    let root = folder.root();
    let there = match root.hash(path) {
        Ok((there, _)) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(root.trouble(Action::Replace, path, &error)),
    };
    let registers = &folder.index().listing().head().registers;
    let is_ours = registers.iter().any(|ours| ours.path == path && ours.sha256 == there);
    // LibreOffice and Excel leave such a file beside one that they have open.
    let is_open = [format!(".~lock.{path}#"), format!("~${path}")].iter().any(|mark| root.has(mark));
    Ok(match () {
        () if there == content => None,
        () if !is_ours => Some(Hold::Changed),
        () if is_open => Some(Hold::Open),
        () => None,
    })
}
