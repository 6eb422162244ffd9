//! What both processes must agree on before a template is parsed.

use std::sync::Arc;
use tera::Tera;

/// The first argument of a process that renders for another.
pub(crate) const WORKER: &str = "--template-worker";

/// A configuration of Tera: its escape function and its filters.
#[derive(Clone, Copy)]
pub(crate) struct TeraSetup {
    /// The name that the two processes use for it.
    pub(crate) name: &'static str,
    /// Makes a Tera instance without templates.
    pub(crate) tera: fn() -> Tera,
}

/// Tera's defaults, for HTML pages.
pub(crate) const PAGE: TeraSetup = TeraSetup { name: "page", tera: Tera::new };

/// Name and source of a template.
pub(crate) type TemplateText = (Arc<str>, Arc<str>);
