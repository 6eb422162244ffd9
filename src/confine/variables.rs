//! Variables of templates.

use super::fault::Fault;
use super::message::{self, Stored};
use serde::Serialize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use tera::value::Key;
use tera::{Context, Value};

/// Variables by name.
pub type Bindings = Vec<(&'static str, Value)>;

/// Variables that many renderings share. They are converted for Tera, and encoded for a child, once.
pub(crate) struct SharedVariables {
    id: u64,
    values: Bindings,
    context: OnceLock<Context>,
    encoded: OnceLock<Result<Vec<u8>, Fault>>,
}

/// An id that no two template sets and no two shared variables of this process have in common.
pub(super) fn fresh_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl SharedVariables {
    pub(crate) fn new(values: Bindings) -> Self {
        SharedVariables { id: fresh_id(), values, context: OnceLock::new(), encoded: OnceLock::new() }
    }

    /// The subset whose names are wanted.
    pub(crate) fn of(&self, is_wanted: impl Fn(&str) -> bool) -> SharedVariables {
        SharedVariables::new(self.values.iter().filter(|(name, _)| is_wanted(name)).cloned().collect())
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// As Tera takes them.
    pub(super) fn context(&self) -> &Context {
        self.context.get_or_init(|| with(Context::new(), &self.values))
    }

    /// As the message that hands them to a child.
    pub(super) fn encoded(&self) -> Result<&[u8], Fault> {
        let encode = || message::encode(&Stored::Variables { id: self.id, values: message::wire(&self.values) });
        self.encoded.get_or_init(encode).as_ref().map(Vec::as_slice).map_err(Clone::clone)
    }
}

/// A context with further variables.
pub(super) fn with(mut context: Context, values: &Bindings) -> Context {
    for (name, value) in values {
        context.insert_value(*name, value.clone());
    }
    context
}

/// The fields of a struct as variables; their names are static and cost nothing to copy.
pub(crate) fn fields(variables: &impl Serialize) -> Bindings {
    // Types made of text, numbers and lists alone always serialise.
    let fields = Value::try_from_serializable(variables).ok().and_then(Value::into_map).unwrap_or_default();
    let named = |(name, value)| if let Key::Str(name) = name { Some((name, value)) } else { None };
    fields.into_iter().filter_map(named).collect()
}
