//! A PDF file: [`writer::FileWriter`] writes it, `catalog` holds together what is in it.

mod catalog;
mod error;
mod writer;

pub use error::WriteError;
pub(crate) use writer::FileWriter;
