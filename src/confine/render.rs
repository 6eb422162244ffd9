//! One rendering, in either process.

use super::fault::Fault;
use std::collections::BTreeSet;
use std::io;
use tera::{Context, Tera};

/// Renders a template into at most `most` bytes.
pub(super) fn render(tera: &Tera, name: &str, context: &Context, most: usize) -> Result<String, Fault> {
    let mut output = Capped { bytes: Vec::new(), most, is_full: false };
    let result = tera.render_to(name, context, &mut output);
    if output.is_full {
        return Err(Fault::TooLong(most));
    }
    result?;
    Ok(String::from_utf8(output.bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The variables that a template reads and does not set.
pub(super) fn names(tera: &Tera, name: &str) -> Result<BTreeSet<String>, Fault> {
    Ok(tera.get_template_variables(name)?.into_iter().map(str::to_owned).collect())
}

/// A writer that fails beyond `most` bytes.
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
