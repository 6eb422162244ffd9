//! The line of a file that a finding is about.

use crate::diag::{Mask, Origin, masked};
use crate::ordinary;
use crate::workspace::built_in_text;
use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Of larger files no line is shown: to find it would take longer than to open the file.
const MOST_BYTES: u64 = 8 << 20;

/// Of longer lines nothing is shown.
const MOST_CHARACTERS: usize = 10_000;

/// Files that findings are about, each read once.
#[derive(Default)]
pub(in crate::cli) struct Lines {
    texts: HashMap<Arc<str>, Option<String>>,
}

/// A line of a file, in which personal numbers are covered character by character.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// The bytes to mark: the character at the place, or all that is written where no column is known.
    pub(super) mark: Range<usize>,
}

impl Lines {
    /// The line of a place, if it is one in a text that can be read now.
    pub(super) fn at(&mut self, origin: &Origin) -> Option<Shown> {
        if origin.line == 0 || origin.sheet.is_some() {
            return None;
        }
        let text = self.texts.entry(Arc::clone(&origin.file)).or_insert_with(|| read(&origin.file)).as_deref()?;
        let line = text.lines().nth(origin.line as usize - 1)?;
        // Rosters are full of numbers; what else has places quotes citations and dates.
        let is_roster = [".csv", ".tsv", ".txt"].iter().any(|ending| origin.file.to_lowercase().ends_with(ending));
        shown(line, origin.column as usize, if is_roster { Mask::Values } else { Mask::Prose })
    }
}

fn read(file: &str) -> Option<String> {
    if let Some(text) = built_in_text(file) {
        return Some(text.to_owned());
    }
    let opened = ordinary::open(Path::new(file)).ok()?;
    let mut bytes = Vec::new();
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MOST_BYTES).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// A line with its place (a column from 1; 0 is unknown).
fn shown(line: &str, column: usize, mask: Mask) -> Option<Shown> {
    if line.chars().nth(MOST_CHARACTERS).is_some() {
        return None;
    }
    let text: String = masked(line, mask).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let written = text.len() - text.trim_start().len()..text.trim_end().len();
    let mark = match column.checked_sub(1) {
        None => written,
        Some(before) => {
            let at = text.char_indices().nth(before).map_or(text.len(), |(at, _)| at);
            at..text[at..].chars().next().map_or(at, |c| at + c.len_utf8())
        }
    };
    Some(Shown { text, mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_at_the_place_is_marked() {
        let mark = |line, column| shown(line, column, Mask::Prose).unwrap().mark;
        assert_eq!(mark("  txet: x", 3), 2..3);
        assert_eq!(mark("  txet: x ", 0), 2..9);
        assert_eq!(mark("x", 9), 1..1);
        assert_eq!(mark("é\tx", 3), 3..4);
        assert_eq!(shown(&"x".repeat(20_000), 1, Mask::Prose), None);
    }

    #[test]
    fn no_number_of_a_person_is_shown() {
        let row = "Siti;198706202014022003;guru";
        for column in 0..row.len() {
            let shown = shown(row, column, Mask::Values).unwrap();
            assert_eq!(shown.text, "Siti;••••••••••••••••••;guru");
        }
    }
}
