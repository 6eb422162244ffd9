//! Tables: columns as wide as their content asks for, a header that stands again on each page, rows that are not torn.

use super::area::BlockArea;
use super::composer::{Composer, shifted};
use crate::diag::{Code, Diagnostic, say};
use crate::document::{Inline, Table, TableRole, plain_text};
use crate::layout::face::Face;
use crate::layout::field::{Field, FieldKind};
use crate::layout::galley::{Bond, RepeatedHeader, Slice};
use crate::layout::item::{Bounds, Dash, Draw, Item, Rule, Shape, Widget};
use crate::layout::lines::{LineBox, LineSetting};
use crate::layout::structure::{ElementId, Role};
use crate::layout::theme::color::{Color, Palette};
use crate::layout::theme::measures;
use crate::layout::theme::spacing;
use crate::layout::theme::style::TextStyle;

/// A text counts as no longer than so many lines across the whole table.
const LONGEST: f32 = 4.0;

/// What one column asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct ColumnNeed {
    /// Its widest word.
    least: f32,
    /// Its widest text in one line.
    most: f32,
}

/// A table whose columns have their places.
struct TableGrid<'a> {
    table: &'a Table,
    text: TextStyle,
    /// Left edge and width of each column.
    columns: Vec<(f32, f32)>,
    area: BlockArea,
}

impl Composer<'_> {
    pub(super) fn table(&mut self, table: &Table, area: BlockArea) {
        let element = self.galley.structure.open(Role::Table, area.parent);
        let count = table.rows.iter().map(Vec::len).chain([table.head.len()]).max().unwrap_or(0);
        if count as f32 * measures::NARROWEST_CELL > area.width {
            let most = (area.width / measures::NARROWEST_CELL) as usize;
            let finding = Diagnostic::error(
                Code::TooManyColumns,
                say!(
                    "sebuah tabel memiliki {count} kolom; di sini hanya muat {most}",
                    "a table has {count} columns; {most} fit here"
                ),
            );
            return self.findings.push(finding.help(say!(
                "bagi tabel itu, atau jadikan baris sebagai kolom",
                "split the table, or turn its rows into columns"
            )));
        }
        let (text, widths) = self.column_widths(table, count, area.width);
        let starts = widths.iter().scan(area.x, |x, width| {
            *x += width;
            Some((*x - width, *width))
        });
        let grid = TableGrid { table, text, columns: starts.collect(), area };
        self.space(spacing::TABLE);
        let first = self.galley.slices.len();
        let has_head = table.head.iter().any(|cell| !cell.is_empty());
        if has_head {
            let head = self.galley.structure.open(Role::TableHead, element);
            self.row(&grid, &table.head, head, true);
        }
        let rows = self.galley.structure.open(Role::TableBody, element);
        let body = self.galley.slices.len();
        for (index, row) in table.rows.iter().enumerate() {
            let is_last = index + 1 == table.rows.len();
            self.hold(match index {
                0 if has_head => Bond::Never,
                // A single row on a page of its own looks forgotten.
                _ if index > 0 && (index == 1 || is_last) => Bond::Avoid,
                _ => Bond::Free,
            });
            self.row(&grid, row, rows, false);
        }
        if has_head {
            self.galley.repeats.push(RepeatedHeader {
                header: first..body,
                body: body..self.galley.slices.len(),
                gap: 0.0,
                counted: false,
            });
        }
        self.space(spacing::BELOW_TABLE);
    }

    fn row(&mut self, grid: &TableGrid, cells: &[Vec<Inline>], parent: ElementId, is_head: bool) {
        let element = self.galley.structure.open(Role::Row, parent);
        let text = cell_style(grid.text, is_head);
        let signed = !is_head && grid.table.role == TableRole::SignIn;
        let mut stacks: Vec<Vec<LineBox>> = Vec::new();
        let mut fields = Vec::new();
        for (index, &(_, width)) in grid.columns.iter().enumerate() {
            let role = if is_head { Role::HeaderCell } else { Role::Cell };
            let owner = self.galley.structure.open(role, element);
            let align = grid.table.align.get(index).copied().unwrap_or_default();
            let setting = LineSetting::new(text, width - 2.0 * measures::CELL_SIDE).align(align).stretch(Dash::Dotted);
            let cell = cells.get(index).map_or(&[][..], Vec::as_slice);
            let first = self.galley.fields.len();
            stacks.push(self.lines(cell, &setting, owner));
            if self.fillable && signed && cell.is_empty() {
                fields.push((index, self.cell_field(grid, cells, index, owner)));
            }
            if let Some(column) = grid.table.head.get(index).filter(|_| !is_head) {
                let column = plain_text(column);
                self.label_fields(first, |given| if given.is_empty() { column.clone() } else { given.to_owned() });
            }
        }
        let content = stacks.iter().map(|lines| lines.iter().map(|line| line.height).sum::<f32>()).fold(0.0, f32::max);
        let least = if signed { self.style.sign_in_row } else { 0.0 };
        let height = (content + measures::CELL_TOP + measures::CELL_BOTTOM).max(least);
        let mut items = grid.lines(height, is_head, &self.style.palette);
        for (&(x, _), lines) in grid.columns.iter().zip(stacks) {
            let stack: f32 = lines.iter().map(|line| line.height).sum();
            // Rows to sign in are read as a form: what is printed stands in the middle.
            let mut y = if signed { ((height - stack) / 2.0).max(measures::CELL_TOP) } else { measures::CELL_TOP };
            for line in lines {
                items.extend(shifted(line.items, x + measures::CELL_SIDE, y));
                y += line.height;
            }
        }
        for (index, (field, owner)) in fields {
            let (x, width) = grid.columns[index];
            // Inside the lines around the cell.
            let area = Bounds { left: x + 1.0, top: 1.0, right: x + width - 1.0, bottom: height - 1.0 };
            let draw = Draw::Widget(Widget { field, area, shown: Vec::new() });
            items.push(Item::of(owner, draw));
        }
        self.push(Slice { height, items, ..Slice::default() });
    }

    /// The field of an empty cell of a row to sign in, and its element. One signs in the last column.
    fn cell_field(
        &mut self,
        grid: &TableGrid,
        row: &[Vec<Inline>],
        column: usize,
        cell: ElementId,
    ) -> (usize, ElementId) {
        let words = |cell: Option<&Vec<Inline>>| cell.map(|cell| plain_text(cell)).unwrap_or_default();
        let label = format!("{} {}", words(grid.table.head.get(column)), words(row.first()));
        let is_last = column + 1 == grid.columns.len();
        let kind = if is_last { FieldKind::Signature } else { FieldKind::Text(String::new()) };
        self.galley.fields.push(Field { kind, label: label.trim().to_owned(), name: String::new() });
        (self.galley.fields.len() - 1, self.galley.structure.open(Role::Form, cell))
    }

    /// The width of each column, and the type that lets every word fit: the usual, or somewhat smaller.
    fn column_widths(&mut self, table: &Table, count: usize, width: f32) -> (TextStyle, Vec<f32>) {
        let usual = self.style.cell;
        let mut text = usual;
        let mut wishes = self.wishes(table, count, width, text);
        for size in [0.88, 0.76] {
            if wishes.iter().map(|wish| wish.least).sum::<f32>() <= width {
                break;
            }
            text = TextStyle { size: usual.size * size, leading: usual.leading * size, ..usual };
            wishes = self.wishes(table, count, width, text);
        }
        (text, share(&wishes, width))
    }

    fn wishes(&mut self, table: &Table, count: usize, width: f32, text: TextStyle) -> Vec<ColumnNeed> {
        let mut wishes = vec![ColumnNeed::default(); count];
        for (is_head, row) in [(true, &table.head)].into_iter().chain(table.rows.iter().map(|row| (false, row))) {
            let text = cell_style(text, is_head);
            for (wish, cell) in wishes.iter_mut().zip(row) {
                let (most, least) = self.natural_widths(cell, &text);
                // Half a point more, so that rounding does not wrap what fits.
                wish.least = wish.least.max(least + 2.0 * measures::CELL_SIDE + 0.5);
                wish.most = wish.most.max(most.min(LONGEST * width) + 2.0 * measures::CELL_SIDE + 0.5);
            }
        }
        if table.role == TableRole::SignIn {
            self.widen_empty_columns(table, &mut wishes, width);
        }
        wishes
    }

    /// Columns to be filled in by hand ask for room to write or to sign.
    fn widen_empty_columns(&self, table: &Table, wishes: &mut [ColumnNeed], width: f32) {
        for (index, wish) in wishes.iter_mut().enumerate() {
            let is_empty = |row: &Vec<Vec<Inline>>| row.get(index).is_none_or(|cell| cell.is_empty());
            if !table.rows.is_empty() && table.rows.iter().all(is_empty) {
                wish.most = wish.most.max(width * 0.24);
                wish.least = wish.least.max((width * 0.16).min(80.0));
            }
        }
    }
}

fn cell_style(text: TextStyle, is_head: bool) -> TextStyle {
    if is_head { text.face(Face::Bold) } else { text }
}

impl TableGrid<'_> {
    /// The ground of the header and the lines around a row.
    fn lines(&self, height: f32, is_head: bool, palette: &Palette) -> Vec<Item> {
        let (left, right) = (self.area.x, self.columns.last().map_or(self.area.x, |(x, width)| x + width));
        let is_form = self.table.role == TableRole::SignIn;
        let color = if is_form { palette.fill_in } else { palette.hairline };
        let line = |from: (f32, f32), to: (f32, f32), weight: f32, color: Color| {
            Item::artifact(Draw::Rule(Rule { from, to, weight, color, dash: Dash::Solid }))
        };
        let mut items = Vec::new();
        if is_head {
            let ground = Shape::rectangle(left, 0.0, right - left, height).fill(palette.tint);
            items.push(Item::artifact(Draw::Shape(ground)));
        }
        if is_head || is_form {
            items.push(line((left, 0.0), (right, 0.0), measures::RULE, if is_head { palette.fill_in } else { color }));
        }
        let below = if is_head { palette.fill_in } else { color };
        items.push(line((left, height), (right, height), measures::RULE, below));
        if is_form {
            let edges = self.columns.iter().map(|(x, _)| *x).chain([right]);
            items.extend(edges.map(|x| line((x, 0.0), (x, height), measures::RULE, color)));
        }
        items
    }
}

/// Shares a width out among columns: each gets what its widest word needs, then what keeps its text in few lines.
fn share(wishes: &[ColumnNeed], width: f32) -> Vec<f32> {
    let least: f32 = wishes.iter().map(|wish| wish.least).sum();
    let most: f32 = wishes.iter().map(|wish| wish.most).sum();
    if least >= width {
        // Words will be cut: narrow columns keep their width, wide ones share the rest.
        return squeeze(wishes, width);
    }
    if most <= width {
        // All fits in one line each; what is left goes to those with most text, not to the numbers.
        let weight = |wish: &ColumnNeed| (wish.most - 36.0).max(0.0);
        let weights: f32 = wishes.iter().map(weight).sum();
        let extra = |wish: &ColumnNeed| match weights > 0.0 {
            true => weight(wish) / weights,
            false => 1.0 / wishes.len() as f32,
        };
        return wishes.iter().map(|wish| wish.most + (width - most) * extra(wish)).collect();
    }
    // The longer a text, the more it gets, but less than in proportion: its many lines bear another one.
    let weight = |wish: &ColumnNeed| (wish.most - wish.least).max(0.0).powf(0.7);
    fill(wishes, width - least, weight)
}

/// Adds room to the least widths by weight, never beyond what a column can use.
fn fill(wishes: &[ColumnNeed], mut room: f32, weight: impl Fn(&ColumnNeed) -> f32) -> Vec<f32> {
    let mut widths: Vec<f32> = wishes.iter().map(|wish| wish.least).collect();
    for _ in 0..wishes.len() {
        let open = |(wish, width): &(&ColumnNeed, &f32)| **width + 0.01 < wish.most;
        let weights: f32 = wishes.iter().zip(&widths).filter(open).map(|(wish, _)| weight(wish)).sum();
        if room < 0.01 || weights <= 0.0 {
            break;
        }
        let share = room / weights;
        for (wish, width) in wishes.iter().zip(&mut widths) {
            let more = (share * weight(wish)).min(wish.most - *width).max(0.0);
            *width += more;
            room -= more;
        }
    }
    widths
}

/// Widths below the least ones: no column gets more than an even share as long as another one lacks room.
fn squeeze(wishes: &[ColumnNeed], width: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| wishes[a].least.total_cmp(&wishes[b].least));
    let mut widths = vec![0.0; wishes.len()];
    let mut room = width;
    for (done, &index) in order.iter().enumerate() {
        widths[index] = wishes[index].least.min(room / (wishes.len() - done) as f32);
        room -= widths[index];
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(least: f32, most: f32) -> ColumnNeed {
        ColumnNeed { least, most }
    }

    #[test]
    fn room_to_spare_goes_to_text_and_not_to_numbers() {
        assert_eq!(share(&[wish(20.0, 25.0), wish(60.0, 136.0), wish(60.0, 136.0)], 400.0), [25.0, 187.5, 187.5]);
    }

    #[test]
    fn a_long_text_gets_more_than_a_short_one_and_all_room_is_used() {
        let widths = share(&[wish(25.0, 25.0), wish(60.0, 150.0), wish(60.0, 900.0)], 400.0);
        assert_eq!(widths[0], 25.0);
        assert!(widths[2] > widths[1] && widths[1] > 70.0);
        assert!((widths.iter().sum::<f32>() - 400.0).abs() < 0.1);
    }

    #[test]
    fn too_many_wide_words_share_what_there_is() {
        let widths = share(&[wish(20.0, 20.0), wish(300.0, 300.0), wish(500.0, 900.0)], 400.0);
        assert_eq!(widths, [20.0, 190.0, 190.0]);
        assert!(share(&[], 400.0).is_empty());
    }
}
