//! One rendering, in whichever process.

use super::{Fault, Values};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io;
use tera::{Context, Tera, Value, value::Key};

/// Renders a template into no more than so many bytes.
pub(super) fn render(tera: &Tera, name: &str, context: &Context, most: usize) -> Result<String, Fault> {
    let mut output = Capped { bytes: Vec::new(), most, is_full: false };
    let result = tera.render_to(name, context, &mut output);
    if output.is_full {
        return Err(Fault::TooLong(most));
    }
    result?;
    Ok(String::from_utf8(output.bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The variables that a template names and does not set.
pub(super) fn names(tera: &Tera, name: &str) -> Result<BTreeSet<String>, Fault> {
    Ok(tera.get_template_variables(name)?.into_iter().map(str::to_owned).collect())
}

/// Variables with further ones.
pub(super) fn with(mut context: Context, values: &Values) -> Context {
    for (name, value) in values {
        context.insert_value(*name, value.clone());
    }
    context
}

/// The fields of a struct, under names that cost nothing to copy.
pub(crate) fn fields(variables: &impl Serialize) -> Values {
    // Types made of text, numbers and lists alone always serialise.
    let fields = Value::try_from_serializable(variables).ok().and_then(Value::into_map).unwrap_or_default();
    let named = |(name, value)| if let Key::Str(name) = name { Some((name, value)) } else { None };
    fields.into_iter().filter_map(named).collect()
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
