//! Reads the text of a tagged PDF, passage by passage in reading order.
//!
//! 1. [`lexer`] reads tokens and objects; [`file`] finds objects and decodes streams, within a budget per file.
//! 2. [`content`] reads the text of content streams with its marked-content ids; [`resources`] finds fonts and form
//!    XObjects, [`encoding`] maps character codes to text.
//! 3. [`tree`] walks the structure tree: which marked content makes up a list item, paragraph or cell, and in which
//!    order.

mod content;
mod encoding;
mod file;
mod lexer;
mod passage;
mod resources;
mod tree;

use std::rc::Rc;

use rustc_hash::FxHashSet;

use self::content::{Contents, MarkedText};
use self::file::{ENTRY, PdfFile, unreadable};
use self::lexer::{Dict, PdfValue};
pub use self::passage::TaggedPassage;
use crate::diag::{Code, Diagnostic, say};

/// The most pages of a file.
const MOST_PAGES: usize = 100_000;

/// The passages of a PDF in reading order. An item of several paragraphs is several passages; a picture alone is one
/// without text. Content outside the structure, such as a footer, comes last.
///
/// # Errors
/// `unreadable-pdf` where the bytes are no PDF, where it is encrypted, or takes more work than its size allows;
/// `untagged-pdf` where it has no structure tree; `unreadable-text` where it shows pictures alone, or its fonts have no
/// mapping to text.
pub fn passages(bytes: &[u8]) -> Result<Vec<TaggedPassage>, Diagnostic> {
    let mut file = PdfFile::open(bytes)?;
    let catalog = file.catalog()?;
    let Some(root) = file.dict(&catalog, "StructTreeRoot")? else {
        let message = say!(
            "PDF ini tidak berstruktur, sehingga bagian-bagian isinya tidak dapat dibedakan",
            "this PDF has no structure, so what it says cannot be told apart"
        );
        return Err(Diagnostic::error(Code::UntaggedPdf, message).help(say!(
            "pakai berkas yang ditulis ikrar, atau yang dicetak peramban dengan tag; bukan hasil pindaian",
            "take the file that ikrar wrote, or one that a browser printed with tags; not a scan"
        )));
    };
    let mut contents = Contents::default();
    let mut pieces: Vec<MarkedText> = Vec::new();
    each_page(&mut file, &catalog, |page, dict, resources, file| {
        pieces.extend(contents.page(page, dict, resources, file)?);
        Ok(())
    })?;
    require_letters(&pieces)?;
    tree::passages(&root, pieces, &mut file)
}

/// Calls `call` for each page in order, with its object number, dictionary and resources.
fn each_page(
    file: &mut PdfFile,
    catalog: &Dict,
    mut call: impl FnMut(u32, &Dict, &Dict, &mut PdfFile) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let mut open: Vec<(u32, Rc<Dict>)> = Vec::new();
    open.extend(catalog.get("Pages").and_then(PdfValue::reference).map(|root| (root, Rc::default())));
    let (mut seen, mut pages) = (FxHashSet::default(), 0);
    while let Some((number, inherited)) = open.pop() {
        let Some(PdfValue::Dict(dict)) = file.object(number)? else { continue };
        if !seen.insert(number) {
            continue;
        }
        let resources = match file.dict(&dict, "Resources")? {
            Some(own) => {
                // Kept until all pages below have been visited.
                file.spend(own.iter().count() * ENTRY)?;
                Rc::new(own)
            }
            None => inherited,
        };
        if let Some(kids) = dict.get("Kids") {
            let kids = file.resolve(Some(kids))?;
            let kids = kids.iter().flat_map(PdfValue::each).filter_map(PdfValue::reference);
            let from = open.len();
            for kid in kids {
                file.spend(0)?;
                open.push((kid, Rc::clone(&resources)));
            }
            open[from..].reverse();
        } else {
            pages += 1;
            if pages > MOST_PAGES {
                return Err(unreadable(say!(
                    "halamannya lebih dari {MOST_PAGES}",
                    "it has more than {MOST_PAGES} pages"
                )));
            }
            call(number, &dict, &resources, file)?;
        }
    }
    Ok(())
}

/// Fails with `unreadable-text` unless most of the text could be mapped to characters.
fn require_letters(pieces: &[MarkedText]) -> Result<(), Diagnostic> {
    let chars = || pieces.iter().flat_map(|piece| piece.text.chars());
    let unknown = chars().filter(|char| *char == encoding::UNKNOWN).count();
    if chars().filter(|char| char.is_alphanumeric()).count() > unknown {
        return Ok(());
    }
    let why = match unknown {
        0 => say!(
            "isinya hanya gambar tanpa huruf, seperti hasil pindaian",
            "it shows no letters, only pictures, as a scan does"
        ),
        _ => {
            say!("fonnya tidak menyebutkan huruf apa yang digambarnya", "its fonts do not say which letters they draw")
        }
    };
    let message = say!("teks PDF ini tidak dapat dibaca: {why}", "the text of this PDF cannot be read: {why}"; why);
    Err(Diagnostic::error(Code::UnreadableText, message).help(say!(
        "pakai berkas yang ditulis ikrar, atau cetak halaman itu ke PDF dengan program lain",
        "take the file that ikrar wrote, or print the page to PDF with another program"
    )))
}
