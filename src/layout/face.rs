//! The four faces of the text font.

/// A face of the text font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    /// Upright, of normal weight.
    Regular,
    /// Upright and bold.
    Bold,
    /// Slanted.
    Italic,
    /// Slanted and bold.
    BoldItalic,
}

impl Face {
    /// All four, in the order in which arrays of fonts hold them.
    pub(crate) const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    /// The face of this weight and slant.
    pub(crate) fn of(bold: bool, italic: bool) -> Face {
        Face::ALL[usize::from(bold) + 2 * usize::from(italic)]
    }

    pub(crate) fn is_bold(self) -> bool {
        matches!(self, Face::Bold | Face::BoldItalic)
    }

    pub(crate) fn is_italic(self) -> bool {
        matches!(self, Face::Italic | Face::BoldItalic)
    }

    /// Name of the face among the font resources of a page.
    pub(crate) fn resource(self) -> &'static str {
        ["FR", "FB", "FI", "FZ"][self as usize]
    }

    /// The PostScript name of the built-in font of this face.
    pub(crate) fn postscript(self) -> &'static str {
        ["NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic"][self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_and_slant_choose_the_face() {
        for face in Face::ALL {
            assert_eq!(Face::of(face.is_bold(), face.is_italic()), face);
        }
    }
}
