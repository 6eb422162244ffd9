//! Paper sizes.

use std::fmt;
use std::str::FromStr;

use crate::diag::{Code, Diagnostic, nearest, say};
use serde::{Deserialize, Serialize};

/// A sheet size, upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 215 × 330 mm, the "F4" of Indonesian offices.
    F4,
    /// 210 × 330 mm.
    Folio,
    /// 297 × 420 mm: A4 enlarged, and what is to be ticked as a poster.
    A3,
}

impl Paper {
    /// Every size, in the order that help texts list them.
    pub const ALL: [Paper; 4] = [Paper::A4, Paper::F4, Paper::Folio, Paper::A3];

    /// The name that the command line takes.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::F4 => "f4",
            Paper::Folio => "folio",
            Paper::A3 => "a3",
        }
    }

    /// Width and height in millimetres.
    pub fn millimetres(self) -> (f32, f32) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::F4 => (215.0, 330.0),
            Paper::Folio => (210.0, 330.0),
            Paper::A3 => (297.0, 420.0),
        }
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Paper {
    type Err = Diagnostic;

    /// Takes a name in any letter case; anything else is a finding of code `unknown-paper`.
    fn from_str(typed: &str) -> Result<Self, Diagnostic> {
        let lower = typed.to_lowercase();
        Paper::ALL.into_iter().find(|paper| paper.name() == lower).ok_or_else(|| {
            let names = Paper::ALL.map(Paper::name);
            let help = match nearest(typed, names) {
                Some(name) => say!("apakah maksudnya `{name}`?", "did you mean `{name}`?"),
                None => say!("ukuran yang dikenal: {}", "known sizes: {}", names.join(", ")),
            };
            Diagnostic::error(
                Code::UnknownPaper,
                say!("tidak ada ukuran kertas `{typed}`", "there is no paper size `{typed}`"),
            )
            .help(help)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_in_any_case() {
        for paper in Paper::ALL {
            assert_eq!(paper.to_string().to_uppercase().parse(), Ok(paper));
        }
    }

    #[test]
    fn an_unknown_name_lists_what_there_is() {
        let finding = "letter".parse::<Paper>().unwrap_err();
        assert_eq!(finding.code.as_str(), "unknown-paper");
        assert_eq!(finding.help.as_ref().map(|help| help.en()), Some("known sizes: a4, f4, folio, a3"));
    }
}
