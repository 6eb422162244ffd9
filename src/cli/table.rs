//! Tables for a person: aligned columns, wrapped to the width of a terminal and to none in a pipe.

use crate::diag::Message;
use crate::lang::Lang;
use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};
use std::io::{IsTerminal, stdout};
use terminal_size::terminal_size_of;

/// A table with these columns.
pub(super) fn table<const N: usize>(
    locale: Lang,
    head: [Message; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = Table::new();
    table.set_header(head.map(|label| label.get(locale).to_uppercase()));
    lay_out(table, rows)
}

/// Labels with their values, which may have several lines.
pub(super) fn fields<'a>(rows: impl IntoIterator<Item = (&'a str, String)>) -> String {
    lay_out(Table::new(), rows.into_iter().map(|(label, value)| [label.to_owned(), value]))
}

fn lay_out<const N: usize>(mut table: Table, rows: impl IntoIterator<Item = [String; N]>) -> String {
    table.load_style(NOTHING);
    match terminal_width() {
        Some(width) => table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    for row in rows {
        table.add_row(row);
    }
    let last = table.column_count().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if let Some(width) = terminal_width().filter(|_| index < last) {
            // The last column has the long text, and gets the room that the others leave.
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed((width / 7).max(14))));
        }
    }
    table.trim_fmt() + "\n"
}

/// The width of the terminal that standard output is, if it is one.
pub(super) fn terminal_width() -> Option<u16> {
    let out = stdout();
    let is_terminal = out.is_terminal();
    is_terminal.then(|| terminal_size_of(out)).flatten().map(|(width, _)| width.0)
}
