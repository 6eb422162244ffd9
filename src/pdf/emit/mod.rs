//! Laid-out pages to the bytes of a PDF file that conforms to PDF/UA-1 and PDF/A-2a.
//!
//! Six layers on top of `laid_out`, the document to write; each uses those above it in this list, never one below:
//!
//! 1. `syntax`: how objects are serialised, numbered, packed into object streams and found again.
//! 2. `resources`: font subsets, the colour profile, pictures; shared by all files of a [`super::Writer`].
//! 3. `content`: content streams with marked content.
//! 4. `tags`: structure tree, annotations, page dictionaries, outline.
//! 5. `template`: what documents that differ in personal text alone share.
//! 6. `part`: a document drawn and ready to be numbered; `file`: a file of one document or of thousands.

mod content;
mod file;
mod laid_out;
mod part;
mod resources;
mod syntax;
mod tags;
mod template;

pub(crate) use file::FileWriter;
pub use file::WriteError;
pub(crate) use part::EmitCache;
pub use part::FilePart;
pub(crate) use resources::shared::SharedObjects;
