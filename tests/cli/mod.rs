//! The binary, as a person or a script sees it.

mod arguments;
mod build;
mod check;
mod docs;
mod emblem;
mod explain;
mod files;
mod findings;
pub(crate) mod folder;
mod init;
#[cfg(unix)]
mod inputs;
mod kit;
mod list;
mod merge;
pub(crate) mod merge_folder;
mod numbers;
mod overlay;
mod places;
mod print_run;
mod quiz;
mod render;
mod scripting;
mod subjects;
mod templates;
mod trace;
mod training;
mod trust;
mod values;
#[cfg(unix)]
mod watch;
mod workspace;
