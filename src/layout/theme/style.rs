//! How a sheet looks: sizes, spacing, margins and colours, in points.
//!
//! One [`Style`] serves a whole document. Everything vertical derives from the leading of running text, so that
//! a sheet can be made to fit its page by one number.

use super::color::{Color, Palette};
use super::settings::{Settings, Sizes};
use crate::layout::face::Face;

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// How a kind of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextStyle {
    pub(crate) face: Face,
    pub(crate) size: f32,
    /// Distance between baselines.
    pub(crate) leading: f32,
    pub(crate) color: Color,
}

impl TextStyle {
    pub(crate) fn face(self, face: Face) -> TextStyle {
        TextStyle { face, ..self }
    }

    pub(crate) fn color(self, color: Color) -> TextStyle {
        TextStyle { color, ..self }
    }
}

/// Margins of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margins {
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    pub(crate) left: f32,
}

/// What stands at the foot of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foot {
    /// A rule, and two lines below it.
    Full,
    /// One line with the number of the page at its end.
    Line,
    /// One line in the middle, of a document that has one page.
    Unnumbered,
}

/// The look of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Style {
    pub(crate) margins: Margins,
    /// Running text.
    pub(crate) body: TextStyle,
    /// Table cells.
    pub(crate) cell: TextStyle,
    /// Small print, footnotes.
    pub(crate) small: TextStyle,
    /// Citations under the items of a list.
    pub(crate) citation: TextStyle,
    /// Text to be read aloud.
    pub(crate) aloud: TextStyle,
    /// Lines of the letterhead; its strong lines are [`Style::agency`], those in emphasis [`Style::address`].
    pub(crate) letterhead: TextStyle,
    pub(crate) agency: TextStyle,
    pub(crate) address: TextStyle,
    /// The line at the foot of each page.
    pub(crate) footer: TextStyle,
    /// What the foot of a page has room for.
    pub(crate) foot: Foot,
    /// Lines around a page: distance from the edge of the paper, and weight.
    pub(crate) border: &'static [(f32, f32)],
    /// Whether the text of the first page stands in the middle of its height.
    pub(crate) is_centered: bool,
    /// The title of a sheet.
    pub(crate) title: TextStyle,
    /// A centred line that is all strong.
    pub(crate) name: TextStyle,
    headings: [TextStyle; 6],
    pub(crate) palette: Palette,
    /// Distance of the baselines of running text on a generous sheet.
    rhythm: f32,
    /// Multiplies every space between blocks.
    spacing: f32,
    /// Room to sign in.
    pub(crate) signature_room: f32,
    /// Least height of a row that is signed.
    pub(crate) sign_in_row: f32,
}

impl Style {
    /// The style of sheets to read, sign and file, with more or less room: 0 is generous, 1 the tightest that is still good to read and to sign.
    /// Space between blocks gives way first and most, then leading, and last the size of type, by a twentieth.
    pub(crate) fn new(settings: &Settings, by: f32) -> Style {
        let (sizes, margins, palette) = (&settings.sizes, &settings.margins, settings.colors.palette());
        let by = if by.is_finite() { by.clamp(0.0, 1.0) } else { 0.0 };
        let between = |loose: f32, tight: f32| loose + (tight - loose) * by;
        let shrink = 1.0 - 0.05 * ((by - 0.6).max(0.0) / 0.4);
        let leading = between(1.4, 1.24);
        let text = |size: f32, face: Face, color: Color| TextStyle {
            face,
            size: size * shrink,
            leading: size * shrink * leading,
            color,
        };
        let led = |lines: f32, text: TextStyle| TextStyle { leading: text.size * lines, ..text };
        let heading = |size: f32, face: Face, color: Color| TextStyle {
            leading: size * shrink * 1.25,
            ..text(size, face, color)
        };
        Style {
            margins: Margins {
                top: margins.top * MM,
                right: margins.right * MM,
                bottom: margins.bottom * MM,
                left: margins.left * MM,
            },
            body: text(sizes.body, Face::Regular, palette.ink),
            cell: led(1.32, text(sizes.table, Face::Regular, palette.ink)),
            small: led(1.35, text(sizes.small, Face::Regular, palette.muted)),
            citation: led(1.35, text(sizes.small, Face::Regular, palette.muted)),
            aloud: TextStyle {
                leading: sizes.read_aloud * between(1.6, 1.4),
                ..text(sizes.read_aloud, Face::Regular, palette.ink)
            },
            letterhead: heading(sizes.letterhead, Face::Regular, palette.ink),
            agency: heading(sizes.agency, Face::Bold, palette.ink),
            address: heading(sizes.small, Face::Regular, palette.ink),
            footer: TextStyle { face: Face::Regular, size: 8.0, leading: 11.0, color: palette.muted },
            foot: Foot::Full,
            border: &[],
            is_centered: false,
            name: text(sizes.body, Face::Regular, palette.ink),
            title: heading(sizes.title, Face::Bold, palette.ink),
            headings: [
                heading(sizes.headings[0], Face::Bold, palette.accent),
                heading(sizes.headings[1], Face::Bold, palette.accent),
                heading(sizes.headings[2], Face::Bold, palette.ink),
                heading(sizes.body, Face::Bold, palette.ink),
                heading(sizes.body, Face::BoldItalic, palette.ink),
                heading(sizes.body, Face::Italic, palette.ink),
            ],
            palette,
            rhythm: sizes.body * 14.5 / 10.5,
            spacing: between(1.0, 0.45),
            signature_room: between(22.0, 19.0) * MM,
            sign_in_row: between(11.0, 10.0) * MM,
        }
    }

    /// The style of a poster: narrow margins, and type that tells from afar what is the rule and what its source.
    pub(crate) fn poster(settings: &Settings) -> Style {
        let style = Style::new(settings, 0.35);
        let sized = |text: TextStyle, size: f32| TextStyle { size, leading: text.leading * size / text.size, ..text };
        let mut headings = style.headings;
        headings[1] = sized(headings[1], 14.0);
        Style {
            margins: Margins { top: 12.0 * MM, right: 12.0 * MM, bottom: 23.0 * MM, left: 12.0 * MM },
            title: sized(style.title, 24.0),
            small: sized(style.small, 6.6),
            citation: sized(style.citation, 6.6),
            headings,
            ..style
        }
    }

    /// The styles of a slide, from large to small: what does not fit into the last flows onto a second slide. All have
    /// the same margins and the same foot.
    pub(crate) fn slides(settings: &Settings) -> [Style; 6] {
        [1.35, 1.2, 1.08, 0.97, 0.88, 0.8].map(|scale| {
            let sizes = &settings.sizes;
            let [body, table, small] = [1.0, 0.9, 0.72].map(|share| sizes.body * share * scale);
            // The heading of a slide stays as large as that of the one before it.
            let headings = [sizes.body * 2.1, sizes.body * 1.4, body * 1.12];
            let (title, read_aloud) = (headings[0], body * 1.15);
            let sizes = Sizes { body, table, small, title, read_aloud, headings, ..*sizes };
            let style = Style::new(&Settings { sizes, ..settings.clone() }, 0.3);
            let heading = |level: u8| TextStyle { color: style.palette.accent, ..style.heading(level) };
            Style {
                margins: Margins { top: 9.0 * MM, right: 11.0 * MM, bottom: 10.0 * MM, left: 11.0 * MM },
                title: heading(1),
                footer: TextStyle { size: 5.2, ..style.footer },
                foot: Foot::Line,
                ..style
            }
        })
    }

    /// The style of a certificate, with room for its frame.
    pub(crate) fn certificate(settings: &Settings, by: f32) -> Style {
        let style = Style::new(settings, by);
        let enlarged =
            |text: TextStyle, times: f32| TextStyle { size: text.size * times, leading: text.leading * times, ..text };
        Style {
            margins: Margins { top: 15.0 * MM, right: 22.0 * MM, bottom: 15.0 * MM, left: 22.0 * MM },
            title: TextStyle { color: style.palette.accent, ..enlarged(style.title, 1.9) },
            name: enlarged(style.body.face(Face::Bold), 2.1),
            footer: TextStyle { size: 6.2, ..style.footer },
            foot: Foot::Unnumbered,
            border: &[(7.0 * MM, 2.2), (8.4 * MM, 0.5)],
            is_centered: true,
            ..style
        }
    }

    /// A heading of level 1 to 6.
    pub(crate) fn heading(&self, level: u8) -> TextStyle {
        self.headings[usize::from(level.clamp(1, 6)) - 1]
    }

    /// A space between blocks of so many lines of running text, as far as this sheet has room for it.
    pub(crate) fn space(&self, lines: f32) -> f32 {
        lines * self.rhythm * self.spacing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tightening_gives_way_step_by_step_and_within_limits() {
        let (loose, half, tight) = (
            Style::new(&Settings::default(), 0.0),
            Style::new(&Settings::default(), 0.5),
            Style::new(&Settings::default(), 7.0),
        );
        assert!(loose.space(1.0) > half.space(1.0) && half.space(1.0) > tight.space(1.0));
        assert_eq!(loose.body.size, half.body.size);
        assert!(tight.body.size > 0.94 * loose.body.size);
        assert!(tight.signature_room > 18.0 * MM);
    }

    #[test]
    fn a_heading_level_out_of_range_takes_the_nearest() {
        let style = Style::new(&Settings::default(), 0.0);
        assert_eq!(style.heading(0), style.heading(1));
        assert_eq!(style.heading(9), style.heading(6));
    }
}
