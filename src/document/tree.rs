//! The document tree: blocks and the running text within them.

use super::meta::Meta;
use crate::lang::Lang;

/// A whole sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What the file says about itself.
    pub meta: Meta,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

/// A block of content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading of level 1 to 6 with an anchor unique in the document.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Anchor, for links and bookmarks.
        id: String,
        /// Text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// How it is set.
        style: ParagraphStyle,
        /// Text.
        content: Vec<Inline>,
    },
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A quotation.
    Quote(Vec<Block>),
    /// A remark set apart in a box.
    Callout {
        /// Which kind of remark.
        kind: CalloutKind,
        /// Content.
        blocks: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The text, lines separated by `\n`.
        text: String,
    },
    /// A thematic break.
    Rule,
    /// The letterhead (kop): the lines that name who issues the sheet, beside the coat of arms, if [`Meta`] has one. A
    /// strong line, the agency, is set larger; one all in emphasis, a line of its address, smaller.
    Letterhead {
        /// Lines from top to bottom.
        lines: Vec<Vec<Inline>>,
    },
    /// Identity fields: a label and a value to print or to fill in by hand, aligned at the colon.
    Fields(Vec<FormField>),
    /// Signature block: columns side by side, never torn from each other or left alone on a page.
    Signatures(Vec<Signature>),
    /// What follows starts on a new page.
    PageBreak,
    /// Definitions of footnotes, in the order of their first reference.
    Footnotes(Vec<Footnote>),
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ParagraphStyle {
    /// Running text.
    #[default]
    Body,
    /// Centred, such as the line below a title.
    Centered,
    /// Small print: rule ids at the foot of a pledge, notes on provenance.
    Small,
    /// To be read aloud: larger, with air between the lines; its line breaks tell where to pause.
    ReadAloud,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List {
    /// The first number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// What its items are, beyond their text.
    pub role: ListRole,
    /// Whether the items stand without space between them.
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// What the items of a list are. The mark of each kind differs in shape and word, never in colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ListRole {
    /// An ordinary list.
    #[default]
    Plain,
    /// Things that must be done.
    Obligation,
    /// Things that must not be done.
    Prohibition,
    /// Things that may be done.
    Permission,
    /// Things in dispute: better avoided.
    Contested,
    /// Sentences to be read aloud, one item after the other.
    ReadAloud,
}

impl ListRole {
    /// Its name in directives, classes, ids and keys of labels; none for lists without a mark of their own.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            ListRole::Plain | ListRole::ReadAloud => None,
            ListRole::Obligation => Some("obligation"),
            ListRole::Prohibition => Some("prohibition"),
            ListRole::Permission => Some("permission"),
            ListRole::Contested => Some("contested"),
        }
    }
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListItem {
    /// `Some(ticked)` for an item with a tick box.
    pub tick: Option<bool>,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A table with one header row, repeated on every page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Table {
    /// What its rows are for.
    pub role: TableRole,
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// Header cells.
    pub head: Vec<Vec<Inline>>,
    /// Rows of as many cells as the header has.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// What the rows of a table are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TableRole {
    /// To be read.
    #[default]
    Plain,
    /// To be signed by hand: rows high enough for a signature.
    SignIn,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// Centred.
    Center,
    /// At the right.
    Right,
}

/// Kind of a callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// Something to know (GFM `[!NOTE]`).
    Note,
    /// Advice (GFM `[!TIP]`).
    Tip,
    /// Something not to overlook (GFM `[!IMPORTANT]`).
    Important,
    /// A risk (GFM `[!WARNING]`).
    Warning,
    /// A danger (GFM `[!CAUTION]`).
    Caution,
}

impl CalloutKind {
    /// The key in the labels of the words that say which kind it is.
    pub(crate) fn label(self) -> &'static str {
        match self {
            CalloutKind::Note => "callout_note",
            CalloutKind::Tip => "callout_tip",
            CalloutKind::Important => "callout_important",
            CalloutKind::Warning => "callout_warning",
            CalloutKind::Caution => "callout_caution",
        }
    }
}

/// A label with a value to print or to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormField {
    /// The label, without its colon.
    pub label: Vec<Inline>,
    /// The value; a single [`Inline::Blank`] where it is filled in by hand.
    pub value: Vec<Inline>,
}

/// One column of a signature block, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Lines above the room: place and date, the capacity of who signs.
    pub above: Vec<Vec<Inline>>,
    /// Words inside the room to sign, such as those of the place for a stamp duty label (meterai); empty for plain room.
    pub room: Vec<Inline>,
    /// Lines below the room: name, rank, NIP. A blank is filled in by hand.
    pub below: Vec<Vec<Inline>>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Footnote {
    /// Number as printed, from 1.
    pub number: u32,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A run of text within a block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// Emphasis. Within a list with a role it is the citation of the item, set smaller.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Text struck out.
    Strikethrough(Vec<Inline>),
    /// A rule id or other code.
    Code(String),
    /// An abbreviation whose meaning a listener is told here; see [`Glossary`].
    Abbreviation {
        /// As it is written.
        short: String,
        /// What it stands for.
        long: String,
    },
    /// A passage in a language of its own.
    Foreign {
        /// Its language.
        lang: Lang,
        /// Text.
        content: Vec<Inline>,
    },
    /// A link. Only `http`, `https`, `mailto` and `#anchor` targets reach the tree.
    Link {
        /// Where to.
        href: String,
        /// Text.
        content: Vec<Inline>,
    },
    /// A line break that was written as one.
    LineBreak,
    /// A line to fill in by hand, its length in ems.
    Blank(u16),
    /// Reference to a footnote.
    FootnoteRef(u32),
}
