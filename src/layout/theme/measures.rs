//! Lengths within blocks, in points.

use super::style::MM;
use crate::layout::galley::Inset;

/// A column is not indented to less than this.
pub(crate) const NARROWEST_COLUMN: f32 = 140.0;

/// Indent of a quotation, and the room in its bar above and below.
pub(crate) const QUOTE: (f32, Inset) = (14.0, Inset { top: 1.0, bottom: 1.0 });
/// Room at the left of the text of a callout, at both sides together, and above and below.
pub(crate) const CALLOUT: (f32, f32, Inset) = (12.0, 22.0, Inset { top: 7.0, bottom: 8.0 });
/// The same of preformatted text.
pub(crate) const CODE: (f32, f32, Inset) = (8.0, 16.0, Inset { top: 6.0, bottom: 6.0 });
/// Thickness of the bar along the left edge of a box.
pub(crate) const BAR: f32 = 2.5;

/// Weight of the lines of tables, of thematic breaks and above footnotes.
pub(crate) const RULE: f32 = 0.6;
/// Length of the rule above footnotes, and height of the slice that it stands in.
pub(crate) const FOOTNOTE_RULE: (f32, f32) = (60.0, 2.0);
/// Indent of a footnote, and width of its number.
pub(crate) const FOOTNOTE: (f32, f32) = (18.0, 20.0);

/// Distance of a line to write on below the baseline.
pub(crate) const BLANK_DROP: f32 = 1.5;
/// Weight of a dotted line to write on, and of a solid one.
pub(crate) const BLANK: (f32, f32) = (0.8, 0.6);
/// A blank that takes what its line has left is at least so wide.
pub(crate) const LEAST_BLANK: f32 = 36.0;

/// Room between the label of a field and the colon, and between the colon and the value.
pub(crate) const COLON: f32 = 10.0;
/// The labels of fields take at most this share of the width.
pub(crate) const LABELS: f32 = 0.42;

/// How high a coat of arms is: as high as the lines beside it, within these limits. It is no wider than the larger.
pub(crate) const EMBLEM: (f32, f32) = (17.0 * MM, 24.0 * MM);
/// Room between the coat of arms and the lines.
pub(crate) const EMBLEM_GUTTER: f32 = 4.0 * MM;
/// The lines below a letterhead, each with its distance from the lines above and its weight; and the height of both.
pub(crate) const LETTERHEAD_RULES: ([(f32, f32); 2], f32) = ([(6.5, 2.0), (9.4, 0.6)], 10.0);

/// Room between the label of an item and its text.
pub(crate) const LABEL_GAP: f32 = 6.0;
/// Least width of the number of an item, and width of a bullet.
pub(crate) const NUMBER: f32 = 10.0;
pub(crate) const BULLET: f32 = 8.0;
/// Width of the column of role marks.
pub(crate) const MARK_WIDTH: f32 = 16.0;
/// Middle of a mark from the left edge of its column.
pub(crate) const MARK_MIDDLE: f32 = 5.0;
/// Radius of a mark.
pub(crate) const MARK_RADIUS: f32 = 4.9;
/// Side of a tick box, and its distance from the left edge.
pub(crate) const TICK_BOX: f32 = 9.5;
pub(crate) const TICK_INDENT: f32 = 0.5;

/// Room between the columns of signatures.
pub(crate) const SIGNATURE_GUTTER: f32 = 18.0;
/// Width and height of a place for a stamp (meterai).
pub(crate) const STAMP: (f32, f32) = (30.0 * MM, 18.0 * MM);
/// Room around the words in that place, and around the place.
pub(crate) const STAMP_PAD: f32 = 4.0;

/// Room inside a cell: at the sides, above and below.
pub(crate) const CELL_SIDE: f32 = 5.0;
pub(crate) const CELL_TOP: f32 = 3.5;
pub(crate) const CELL_BOTTOM: f32 = 4.0;
/// A column of a table narrower than this holds no word.
pub(crate) const NARROWEST_CELL: f32 = 16.0;

/// Length and thickness of the bar under the heading of a slide, and its distance from the heading.
pub(crate) const SLIDE_BAR: (f32, f32, f32) = (34.0, 1.8, 1.2);
/// Room beside that heading for the number that it has where it stands again, in sizes of its type.
pub(crate) const SLIDE_COUNT: f32 = 2.0;

/// Room between two columns of a page.
pub(crate) const PAGE_GUTTER: f32 = 9.0 * MM;

/// Distance of the rule of a full foot from the lower edge of the paper, and its weight.
pub(crate) const FOOT_RULE: (f32, f32) = (17.0 * MM, 0.5);
/// Distances of the two lines of a full foot from its rule.
pub(crate) const FOOT_LINES: (f32, f32) = (11.0, 20.5);
/// Distance of the baseline of a foot of one line from the lower edge of the paper.
pub(crate) const FOOT_LINE: f32 = 4.6 * MM;
/// The same inside the border of a certificate.
pub(crate) const FOOT_IN_BORDER: f32 = 10.0 * MM;
/// Room between what a foot says and the number of the page.
pub(crate) const FOOT_GAP: f32 = 12.0;
/// Size of the small line of a foot, as a share of the other.
pub(crate) const FOOT_SMALL: f32 = 0.82;
