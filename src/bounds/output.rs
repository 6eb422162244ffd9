//! What a template writes, up to a limit.

use crate::diag::Diagnostic;
use std::io;
use tera::{Context, Error, Tera};

/// Why there is no output.
pub(crate) enum Failed {
    /// It would be too large: a finding without a place.
    TooLarge(Diagnostic),
    /// Tera's error.
    Template(Error),
}

/// What rendering may still do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Turns of all loops.
    steps: usize,
    /// Bytes of output.
    bytes: usize,
}

impl Budget {
    /// So many bytes, and loops that turn [as often as they may](super::MOST_STEPS).
    pub(crate) fn of(bytes: usize) -> Self {
        Budget { steps: super::MOST_STEPS, bytes }
    }
}

/// Renders a template into no more than so many bytes, its loops turning no more than [so often](super::MOST_STEPS).
pub(crate) fn render(tera: &Tera, name: &str, context: &Context, most: usize) -> Result<String, Failed> {
    render_within(tera, name, context, &mut Budget::of(most))
}

/// Renders a template with what is left of a budget, and takes from it what that cost.
pub(crate) fn render_within(tera: &Tera, name: &str, context: &Context, budget: &mut Budget) -> Result<String, Failed> {
    let most = budget.bytes;
    let mut output = Capped { bytes: Vec::new(), most, is_full: false };
    super::LEFT.set(budget.steps);
    let result = tera.render_to(name, context, &mut output);
    *budget = Budget { steps: super::LEFT.get(), bytes: most - output.bytes.len() };
    if output.is_full {
        let message = format!("the document grows beyond {} MB", most / 1024 / 1024);
        return Err(Failed::TooLarge(Diagnostic::error("output-too-large", message)));
    }
    result.map_err(Failed::Template)?;
    Ok(String::from_utf8(output.bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Takes so many bytes and no more.
struct Capped {
    bytes: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
