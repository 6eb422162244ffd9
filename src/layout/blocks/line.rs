//! Lines of a text that belongs to an element.

use std::sync::Arc;

use crate::document::Inline;
use crate::layout::galley::Link;
use crate::layout::lines::{LineBox, LineSetting, SetText};
use crate::layout::shape::{Shaped, shape};
use crate::layout::shaper::Breaks;
use crate::layout::structure::Structure;
use crate::layout::text::{Flattener, RichText};
use crate::layout::theme::style::TextStyle;
use crate::linebreak::BreakKind;

use super::composer::Composer;
use crate::layout::structure::ElementId;

impl Composer<'_> {
    /// The lines of a text that belongs to an element. There is at least one.
    pub(crate) fn lines(&mut self, inlines: &[Inline], setting: &LineSetting, owner: ElementId) -> Vec<LineBox> {
        let galley = &mut self.galley;
        let fields = self.fillable.then_some(&mut galley.fields);
        let flattener = Flattener::new(&mut galley.structure, &mut galley.links, &self.style.palette, self.blank);
        let rich = flattener.fields(fields).citation(setting.citation).flatten(inlines, &setting.text, owner);
        self.rich_lines(&rich, setting)
    }

    /// The lines of a text that is flattened already.
    pub(crate) fn rich_lines(&mut self, rich: &RichText, setting: &LineSetting) -> Vec<LineBox> {
        let set: Arc<SetText> = self.lines.set(rich, setting);
        self.report_characters(&set.missing, &set.right_to_left);
        set.placed(rich, &setting.text)
    }

    /// How wide a text is where nothing wraps it, and how wide its widest word is.
    pub(crate) fn natural_widths(&mut self, inlines: &[Inline], text: &TextStyle) -> (f32, f32) {
        // The measured text is set again for good, so its elements and links go nowhere.
        let (mut structure, mut links): (_, Vec<Link>) = (Structure::new(), Vec::new());
        let rich =
            Flattener::new(&mut structure, &mut links, &self.style.palette, "").flatten(inlines, text, Structure::ROOT);
        self.lines.measured(rich, |rich| {
            let breaks = self.lines.shaper.breaks(&rich);
            natural_widths(&shape(&self.lines.shaper, rich, f32::MAX), &breaks)
        })
    }
}

/// The widest line that only written breaks end, and the widest stretch between two breaks; spaces at their ends left out.
fn natural_widths(shaped: &Shaped, breaks: &Breaks) -> (f32, f32) {
    let text = &shaped.rich.text;
    let (mut from, mut first) = (0, 0);
    let (mut line, mut widest_line, mut widest_word) = (0.0f32, 0.0f32, 0.0f32);
    for place in &breaks.places {
        let end = from + text[from..place.at].trim_end().len();
        let next = first + shaped.atoms[first..].partition_point(|atom| atom.start < place.at);
        let atoms = &shaped.atoms[first..next];
        let seen = || atoms.iter().filter(|atom| atom.start < end);
        // A place to fill in gives way before a word does.
        let word = seen().map(|atom| if atom.glyph.is_some() { atom.width } else { 24.0 }).sum();
        widest_word = widest_word.max(word);
        widest_line = widest_line.max(line + seen().map(|atom| atom.width).sum::<f32>());
        line += atoms.iter().map(|atom| atom.width).sum::<f32>();
        if place.kind == BreakKind::Mandatory {
            line = 0.0;
        }
        (from, first) = (place.at, next);
    }
    (widest_line, widest_word)
}
