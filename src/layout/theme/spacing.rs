//! Spaces above and below blocks, in lines of running text. Between two blocks stands the larger of what both ask for.
//! [`Style::space`](super::style::Style::space) turns them into points and tightens them on a sheet that must fit.

use crate::document::ListRole;

/// Around a quotation.
pub(crate) const QUOTE: f32 = 0.5;
/// Around a callout.
pub(crate) const CALLOUT: f32 = 0.7;
/// Between the title of a callout and its text.
pub(crate) const CALLOUT_TITLE: f32 = 0.15;
/// Around preformatted text.
pub(crate) const CODE: f32 = 0.5;
/// Above the rule over footnotes.
pub(crate) const FOOTNOTES: f32 = 1.2;
/// Above a footnote.
pub(crate) const FOOTNOTE: f32 = 0.2;
/// Above identity fields.
pub(crate) const FIELDS: f32 = 0.5;
/// Above a letterhead.
pub(crate) const LETTERHEAD: f32 = 1.0;
/// Above the title of a sheet.
pub(crate) const TITLE: f32 = 1.4;
/// Below it.
pub(crate) const BELOW_TITLE: f32 = 0.3;
/// Above a paragraph.
pub(crate) const PARAGRAPH: f32 = 0.5;
/// Above a paragraph of small print.
pub(crate) const SMALL: f32 = 0.4;
/// Above a centred line below a heading.
pub(crate) const SUBTITLE: f32 = 0.3;
/// Around a paragraph that is read aloud: as far as the sentences of a list are from each other.
pub(crate) const READ_ALOUD: f32 = 0.9;
/// Between what is read aloud in one breath and in the next.
pub(crate) const BREATH: f32 = 0.6;
/// Around a thematic break.
pub(crate) const THEMATIC_BREAK: f32 = 0.8;
/// Above a row of signatures.
pub(crate) const SIGNATURES: f32 = 1.1;
/// Below the last of them.
pub(crate) const BELOW_SIGNATURES: f32 = 1.0;
/// Above a table.
pub(crate) const TABLE: f32 = 0.6;
/// Below it.
pub(crate) const BELOW_TABLE: f32 = 0.7;
/// Below the bar under the heading of a slide.
pub(crate) const SLIDE_HEADING: f32 = 0.6;

/// Above a heading of this level.
pub(crate) fn above_heading(level: u8) -> f32 {
    match level {
        1 => 1.4,
        2 => 1.3,
        3 => 0.85,
        _ => 0.7,
    }
}

/// Below a heading of this level.
pub(crate) fn below_heading(level: u8) -> f32 {
    if level <= 1 { 0.55 } else { 0.35 }
}

/// Above a field; a hand needs more room between the lines than type does.
pub(crate) fn field(by_hand: bool) -> f32 {
    if by_hand { 0.4 } else { 0.14 }
}

/// Above a list.
pub(crate) fn list(is_nested: bool, tight: bool) -> f32 {
    if is_nested && tight { 0.15 } else { 0.45 }
}

/// Above an item of a list.
pub(crate) fn item(role: ListRole, tight: bool) -> f32 {
    match (role, tight) {
        (ListRole::ReadAloud, _) => 0.8,
        (ListRole::Plain, true) => 0.18,
        (_, true) => 0.28,
        (_, false) => 0.45,
    }
}
