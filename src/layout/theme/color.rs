//! Colours, and what each is for.

use crate::document::CalloutKind;

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Color(pub(crate) u8, pub(crate) u8, pub(crate) u8);

/// The colours of a document by their role. A style file sets the first three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    /// Text, tick boxes.
    pub(crate) ink: Color,
    /// Secondary text: citations, footers, notes. Dark enough to print well (contrast 7:1).
    pub(crate) muted: Color,
    /// Headings, links, the marks of obligations.
    pub(crate) accent: Color,
    /// Lines between rows and at the foot of a page.
    pub(crate) hairline: Color,
    /// Lines to write on.
    pub(crate) fill_in: Color,
    /// Ground of table headers and of boxes.
    pub(crate) tint: Color,
    /// What stands on a solid mark.
    pub(crate) paper: Color,
    /// Marks of prohibitions.
    pub(crate) forbidden: Color,
    /// Marks of permissions.
    pub(crate) allowed: Color,
    /// Marks of what is contested.
    pub(crate) contested: Color,
    /// Bar and title of important remarks and warnings.
    pub(crate) warning: Color,
    /// Bar and title of remarks that tell of harm.
    pub(crate) danger: Color,
}

impl Default for Palette {
    fn default() -> Self {
        Palette {
            ink: Color(0x1c, 0x1e, 0x21),
            muted: Color(0x50, 0x56, 0x5e),
            accent: Color(0x1d, 0x3c, 0x5e),
            hairline: Color(0xb4, 0xb9, 0xc0),
            fill_in: Color(0x5c, 0x62, 0x6a),
            tint: Color(0xf1, 0xf3, 0xf6),
            paper: Color(0xff, 0xff, 0xff),
            forbidden: Color(0x8c, 0x1d, 0x18),
            allowed: Color(0x1b, 0x5e, 0x3a),
            contested: Color(0x7a, 0x4f, 0x00),
            warning: Color(0x7a, 0x4f, 0x00),
            danger: Color(0x8c, 0x1d, 0x18),
        }
    }
}

impl Palette {
    /// The colour of the bar and the title of a callout.
    pub(crate) fn callout(&self, kind: CalloutKind) -> Color {
        match kind {
            CalloutKind::Note | CalloutKind::Tip => self.accent,
            CalloutKind::Important | CalloutKind::Warning => self.warning,
            CalloutKind::Caution => self.danger,
        }
    }
}
