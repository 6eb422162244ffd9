//! Whole documents through the writer: layout as text, the objects of the file, hard input.

mod across;
mod emblem;
mod forms;
mod hard;
mod layout;
mod listening;
mod objects;
mod run;
mod tagging;

use std::sync::LazyLock;

use super::{Pdf, Writer};
use crate::document::{Block, Document, Fit, Inline, Meta, ParagraphStyle, markdown};
use crate::layout::{Paper, Settings, Target};

/// One writer for all tests, as one serves all documents of a run.
static WRITER: LazyLock<Writer> = LazyLock::new(|| Writer::new(Settings::default()).unwrap());

/// A document of Markdown.
fn document(markdown: &str) -> Document {
    let meta = Meta {
        title: "Pakta Integritas: Kabupaten Muara Enim".to_owned(),
        document: "pledge".to_owned(),
        document_name: "Pakta Integritas".to_owned(),
        region: "Kabupaten Muara Enim".to_owned(),
        author: "Pemerintah Kabupaten Muara Enim".to_owned(),
        rulebook_version: "1.0".to_owned(),
        rulebook_hash: "0123abcd".to_owned(),
        date: "2024-11-20".to_owned(),
        ..Meta::default()
    };
    markdown::parse("sample.md", markdown, meta).unwrap()
}

/// A document of blocks that no parser would hand over.
fn blocks(blocks: Vec<Block>) -> Document {
    Document { blocks, ..document("") }
}

fn one_page(document: Document) -> Document {
    let meta = Meta { fit: Fit::OnePage, ..document.meta };
    Document { meta, ..document }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { style: ParagraphStyle::Body, content: vec![Inline::Text(text.to_owned())] }
}

fn write(document: &Document) -> Pdf {
    WRITER.write(document, Paper::A4).unwrap()
}

/// The file of a document of Markdown to fill in on the screen.
fn fillable(markdown: &str) -> Vec<u8> {
    WRITER.write(&document(markdown), Target { paper: Paper::A4, fillable: true }).unwrap().bytes
}

/// The lines of type of a document: `y x │text│`, for tests about what stands where.
fn lines(document: &Document) -> Vec<String> {
    let printed = WRITER.typesetter().dump(document, Paper::A4).unwrap();
    printed.lines().filter(|line| line.contains('│') || line.starts_with("--")).map(str::to_owned).collect()
}
