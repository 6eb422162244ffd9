//! Lists: numbers and bullets that hang in the margin, tick boxes and the marks of roles.

use super::area::BlockArea;
use super::composer::{Composer, shifted, stronger};
use super::marks;
use crate::document::{Align, Block, Inline, List, ListItem, ListRole, plain_text};
use crate::layout::field::{Field, FieldKind};
use crate::layout::galley::{Bond, Slice};
use crate::layout::item::{Bounds, Draw, Item, Shape, Widget};
use crate::layout::lines::{LineBox, LineSetting};
use crate::layout::structure::{ElementId, Numbering, Role};
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

/// The widths of what labels the items of a list, from left to right: tick box, mark, number or bullet.
struct LabelColumns {
    tick: f32,
    mark: f32,
    number: f32,
}

impl LabelColumns {
    fn width(&self) -> f32 {
        self.tick + self.mark + self.number
    }
}

impl Composer<'_> {
    pub(super) fn list(&mut self, list: &List, area: BlockArea) {
        let columns = self.columns(list, area);
        let numbering = if list.start.is_some() { Numbering::Numbers } else { Numbering::Signs };
        let parent = self.galley.structure.open(Role::List(numbering), area.parent);
        self.space(spacing::list(area.level > 0, list.tight));
        let mut number = list.start.unwrap_or_default();
        for item in &list.items {
            self.space(spacing::item(list.role, list.tight));
            self.item(item, list, number, &columns, area.within(parent));
            number = number.saturating_add(1);
        }
    }

    fn columns(&mut self, list: &List, area: BlockArea) -> LabelColumns {
        let tick = list.items.iter().any(|item| item.tick.is_some());
        let mark = marks::key(list.role).is_some();
        let number = match list.start {
            Some(start) => {
                let last = start.saturating_add(list.items.len() as u64).saturating_sub(1);
                let text = if list.role == ListRole::ReadAloud { self.style.aloud } else { self.style.body };
                self.natural_widths(&[Inline::Text(format!("{last}."))], &text).0.max(measures::NUMBER)
                    + measures::LABEL_GAP
            }
            None if tick || mark => 0.0,
            None => measures::BULLET + measures::LABEL_GAP,
        };
        LabelColumns {
            tick: if tick { measures::TICK_BOX + measures::LABEL_GAP } else { 0.0 },
            mark: if mark { measures::MARK_WIDTH } else { 0.0 },
            // Deep lists must leave room for their text.
            number: number.min(area.width / 3.0),
        }
    }

    fn item(&mut self, item: &ListItem, list: &List, number: u64, columns: &LabelColumns, area: BlockArea) {
        let element = self.galley.structure.open(Role::Item, area.parent);
        let label = self.galley.structure.open(Role::Label, element);
        let lines = self.label_line(list, number, columns, area.level, label);
        let body = self.galley.structure.open(Role::Body, element);
        let first = self.galley.slices.len();
        let indented = area.indent(columns.width());
        if indented.is_none() {
            // No room beside the label: the text stands below it.
            self.push(Slice { height: self.style.body.leading, ..Slice::default() });
            self.hold(Bond::Never);
        }
        let is_plain = matches!(item.blocks[..], [Block::Paragraph { .. }]);
        let inner =
            BlockArea { role: list.role, level: area.level + 1, is_plain, ..indented.unwrap_or(area).within(body) };
        self.close_first();
        self.blocks(&item.blocks, inner);
        if self.galley.slices.len() == first {
            let height = self.style.body.leading;
            self.push(Slice { height, ..Slice::default() });
        }
        self.keep_short(first, list.role, item.blocks.len());
        self.label(first, area.x + columns.tick + columns.mark, lines);
        self.draw_marks(first, (item, list.role), (area.x, area.x + columns.tick), label);
    }

    /// A short item is not parted: its words from its citation, its second line from its first, or where it has several
    /// blocks a question from its answers.
    fn keep_short(&mut self, first: usize, role: ListRole, blocks: usize) {
        let slices = &mut self.galley.slices[first..];
        let most = match role {
            ListRole::Plain if blocks > 1 => 14,
            ListRole::Plain => 3,
            _ => 6,
        };
        if slices.len() <= most {
            for slice in slices.iter_mut().skip(1) {
                slice.bond = stronger(slice.bond, Bond::Avoid);
            }
        }
    }

    /// The first block of an item stands where the item does, whatever space it would ask for.
    fn close_first(&mut self) {
        self.close = Some(self.space);
    }

    fn label_line(
        &mut self,
        list: &List,
        number: u64,
        columns: &LabelColumns,
        level: usize,
        owner: ElementId,
    ) -> Vec<LineBox> {
        let text = if list.role == ListRole::ReadAloud { self.style.aloud } else { self.style.body };
        let (label, align) = match list.start {
            Some(_) => (format!("{number}."), Align::Right),
            None if columns.number > 0.0 => (["•", "–", "·"][level.min(2)].to_owned(), Align::Left),
            None => return Vec::new(),
        };
        let setting = LineSetting::new(text, columns.number - measures::LABEL_GAP).align(align);
        self.lines(&[Inline::Text(label)], &setting, owner)
    }

    /// Puts a label in front of the first slice of what it labels, on the same baseline.
    pub(super) fn label(&mut self, slice: usize, x: f32, label: Vec<LineBox>) {
        let (Some(slice), Some(first)) = (self.galley.slices.get_mut(slice), label.first()) else { return };
        let mut y = first_baseline(slice).unwrap_or(first.baseline) - first.baseline;
        let mut items = Vec::new();
        for line in label {
            items.extend(shifted(line.items, x, y));
            y += line.height;
        }
        slice.height = slice.height.max(y);
        slice.items.splice(0..0, items);
    }

    /// Draws the tick box and the mark of an item, which a listener hears as words.
    fn draw_marks(
        &mut self,
        slice: usize,
        (item, role): (&ListItem, ListRole),
        (tick_x, mark_x): (f32, f32),
        label: ElementId,
    ) {
        let Some(first) = self.galley.slices.get(slice) else { return };
        let middle = first_baseline(first).unwrap_or(first.height * 0.75) - self.style.body.size * 0.357;
        let word = marks::key(role).map(|key| self.words.get(key));
        let is_field = self.fillable && item.tick.is_some();
        let state = item.tick.filter(|_| !is_field).map(|ticked| if ticked { "tick_done" } else { "tick_open" });
        let words: Vec<&str> = word.into_iter().chain(state.map(|key| self.words.get(key))).collect();
        let owner = (!words.is_empty()).then(|| self.galley.structure.figure(&words.join(", "), label));
        let drawn = |shape: Shape, owner| Item { draw: Draw::Shape(shape), owner, is_personal: false };
        let mut items = Vec::new();
        if let Some(ticked) = item.tick {
            let (tick_owner, ticked) = if is_field { (None, false) } else { (owner, ticked) };
            let shapes = marks::tick_box(tick_x + measures::TICK_INDENT, middle, ticked, self.style.palette.ink);
            items.extend(shapes.into_iter().map(|shape| drawn(shape, tick_owner)));
        }
        items.extend(
            marks::role_mark(role, mark_x + measures::MARK_MIDDLE, middle, &self.style.palette)
                .into_iter()
                .map(|shape| drawn(shape, owner)),
        );
        if let Some(ticked) = item.tick.filter(|_| is_field) {
            items.push(self.tick_field(item, (ticked, word), (tick_x + measures::TICK_INDENT, middle), label));
        }
        if let Some(slice) = self.galley.slices.get_mut(slice) {
            slice.items.splice(0..0, items);
        }
    }

    /// The check box of an item, its left edge at `x`, its middle at height `y`. It is called by the rule that the item
    /// is about, if it names one.
    fn tick_field(
        &mut self,
        item: &ListItem,
        (ticked, word): (bool, Option<&str>),
        (x, y): (f32, f32),
        label: ElementId,
    ) -> Item {
        let content = item.blocks.iter().find_map(|block| match block {
            Block::Paragraph { content, .. } => Some(content.as_slice()),
            _ => None,
        });
        // A written break separates the words of a rule from its citation.
        let said = content.and_then(|content| content.split(|inline| *inline == Inline::LineBreak).next());
        let said = said.unwrap_or_default();
        let rule = said.iter().find_map(|inline| match inline {
            Inline::Code(code) => Some(code.clone()),
            _ => None,
        });
        let text = plain_text(said).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = word.into_iter().map(str::to_owned).chain([text]).collect::<Vec<_>>().join(": ");
        let field = self.galley.fields.len();
        let (kind, name) = (FieldKind::Tick(ticked), rule.unwrap_or_default());
        self.galley.fields.push(Field { kind, label: text, name });
        let (top, side) = (y - measures::TICK_BOX / 2.0, measures::TICK_BOX);
        let area = Bounds { left: x, top, right: x + side, bottom: top + side };
        let shown = vec![Item::artifact(Draw::Shape(marks::tick_in_box(x, y, self.style.palette.ink)))];
        let owner = self.galley.structure.open(Role::Form, label);
        Item::of(owner, Draw::Widget(Widget { field, area, shown }))
    }
}

/// The baseline of the first text of a slice.
fn first_baseline(slice: &Slice) -> Option<f32> {
    slice.items.iter().find_map(|item| match &item.draw {
        Draw::Run(run) => Some(run.y),
        _ => None,
    })
}
