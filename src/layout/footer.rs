//! The foot of each page: what the sheet is and for whom at the left, the page number at the right, and below, small,
//! which rulebook it was made from. On slides and certificates all of it is one line.

use super::item::{Dash, Draw, Item, Rule, Run};
use super::shaper::Shaper;
use super::theme::measures::{FOOT_GAP, FOOT_IN_BORDER, FOOT_LINE, FOOT_LINES, FOOT_RULE, FOOT_SMALL};
use super::theme::style::{Foot, Style, TextStyle};
use crate::document::{Labels, Meta};

/// The footer of page `number` of `pages` on a page of this size.
pub(crate) fn footer(
    meta: &Meta,
    (number, pages): (u32, u32),
    (width, height): (f32, f32),
    style: &Style,
    fonts: &Shaper,
) -> Vec<Item> {
    let (left, right) = (style.margins.left, width - style.margins.right);
    let text = style.footer;
    let small = TextStyle { size: text.size * FOOT_SMALL, ..text };
    let page = Labels::of(meta)
        .get("footer_page")
        .replace("{page}", &number.to_string())
        .replace("{pages}", &pages.to_string());
    let page = run(fonts, &page, &text, f32::MAX);
    let (page_x, room) = (right - page.width, right - left - page.width - FOOT_GAP);
    let sheet = joined(&[&meta.document_name, &meta.region]);
    let all = || joined(&[&sheet, &rulebook(meta)]);
    let placed = match style.foot {
        Foot::Full => {
            let top = height - FOOT_RULE.0;
            let book = run(fonts, &rulebook(meta), &small, right - left);
            vec![
                (run(fonts, &sheet, &text, room), left, top + FOOT_LINES.0),
                (page, page_x, top + FOOT_LINES.0),
                (book, left, top + FOOT_LINES.1),
            ]
        }
        Foot::Line => {
            let y = height - FOOT_LINE;
            vec![(run(fonts, &all(), &text, room), left, y), (page, page_x, y)]
        }
        Foot::Unnumbered => {
            let all = run(fonts, &all(), &small, right - left);
            let x = (width - all.width) / 2.0;
            vec![(all, x, height - FOOT_IN_BORDER)]
        }
    };
    let rule = (style.foot == Foot::Full).then(|| {
        let y = height - FOOT_RULE.0;
        let rule = Rule {
            from: (left, y),
            to: (right, y),
            weight: FOOT_RULE.1,
            color: style.palette.hairline,
            dash: Dash::Solid,
        };
        Item::artifact(Draw::Rule(rule))
    });
    let placed = placed.into_iter().filter(|(run, ..)| !run.text.trim().is_empty());
    rule.into_iter().chain(placed.map(|(run, x, y)| Item::artifact(Draw::Run(Run { x, y, ..run })))).collect()
}

fn rulebook(meta: &Meta) -> String {
    if meta.rulebook_version.is_empty() && meta.rulebook_hash.is_empty() {
        return String::new();
    }
    let label = Labels::of(meta).get("footer_rulebook");
    format!("{label} {}", joined(&[&meta.rulebook_version, &meta.rulebook_hash]))
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

/// One line of text at the origin, cut with an ellipsis where it is wider than `room`.
pub(super) fn run(fonts: &Shaper, text: &str, style: &TextStyle, room: f32) -> Run {
    let face = fonts.face(style.face);
    let set = |text: String| {
        let glyphs = fonts.glyphs(style.face, &text);
        let width: f32 = glyphs.iter().map(|glyph| face.metrics.scale(glyph.advance, style.size)).sum();
        let (face, size, color) = (style.face, style.size, style.color);
        Run { x: 0.0, y: 0.0, width, face, size, color, glyphs, text: text.into(), link: None }
    };
    let mut text = text.to_owned();
    let mut whole = set(text.clone());
    if whole.glyphs.iter().any(|glyph| glyph.id == 0) {
        // What the font lacks has been reported where the text itself says it; the footer only repeats names.
        text.retain(|c| face.glyph(c).is_some());
        whole = set(text.clone());
    }
    if whole.width <= room {
        return whole;
    }
    let keep = (text.chars().count() as f32 * room / whole.width) as usize;
    let mut short: String = text.chars().take(keep.saturating_sub(2)).collect();
    loop {
        let cut = set(format!("{}…", short.trim_end()));
        if cut.width <= room || short.is_empty() {
            return cut;
        }
        short.pop();
    }
}
