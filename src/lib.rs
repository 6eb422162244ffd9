//! Turns one YAML rulebook into the sheets of a campaign for the political neutrality of Indonesian civil servants.

pub mod context;
pub mod diag;
pub mod document;
pub mod failure;
pub mod html;
pub mod lang;
pub mod output;
pub mod pdf;
pub mod region;
pub mod rulebook;
pub mod select;
pub mod template;
pub mod text;
pub mod wording;
pub mod yaml;
