//! The events of a Markdown text, with their places in it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::source::SourceText;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};

/// The most bytes of Markdown; the longest sheet has a hundredth of it.
pub(super) const MAX_BYTES: usize = 4 << 20;
/// The most events, since a short text can mean many (a wide table of empty cells).
pub(super) const MAX_EVENTS: usize = 1 << 20;
/// The largest capacity that is allocated before reading.
const MAX_CAPACITY: usize = 1024;

/// An event and its bytes in the text.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// All events of a text.
///
/// # Errors
/// `document-too-large`.
pub(super) fn events<'a>(source: &SourceText<'a>) -> Result<Vec<Spanned<'a>>, Diagnostics> {
    let too_large = |what: Message| {
        Diagnostic::error(Code::DocumentTooLarge, what)
            .at(source.origin(0))
            .help(say!("pecah menjadi beberapa dokumen", "split it into several documents"))
    };
    if source.text.len() > MAX_BYTES {
        return Err(too_large(say!(
            "Markdown ini {} bita; paling banyak {MAX_BYTES} yang dibaca",
            "the Markdown has {} bytes; at most {MAX_BYTES} are read",
            source.text.len()
        ))
        .into());
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut events = Vec::with_capacity((source.text.len() / 8).min(MAX_CAPACITY));
    events.extend(Parser::new_ext(source.text, options).into_offset_iter().take(MAX_EVENTS + 1));
    if events.len() > MAX_EVENTS {
        return Err(too_large(say!(
            "Markdown ini terdiri atas lebih dari {MAX_EVENTS} bagian (sel, kata, tanda)",
            "the Markdown has more than {MAX_EVENTS} pieces (cells, words, marks)"
        ))
        .into());
    }
    Ok(events)
}
