//! The plain-text writer: a [`Document`] as text to paste into a message or to read in a terminal.
//!
//! Lines are not wrapped, since messengers and mail programs wrap by themselves. Fields are aligned at the colon, a
//! row of a table is a line with ` | ` between its cells, the columns of a signature block stand one below the other.

use crate::document::{Block, Document, Field, Footnote, Inline, List, Signature, Table};

/// Room for a signature, in lines.
const ROOM: usize = 3;

/// The document as plain text, with a newline at its end.
pub fn write(document: &Document) -> String {
    let mut text = blocks(&document.blocks, true).join("\n");
    text.push('\n');
    text
}

/// The lines of blocks, with an empty line between them where `spaced`.
fn blocks(blocks: &[Block], spaced: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        let next = block_lines(block);
        if spaced && !lines.is_empty() && !next.is_empty() {
            lines.push(String::new());
        }
        lines.extend(next);
    }
    lines
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { level, content, .. } => heading(*level, &inline(content)),
        Block::Paragraph { content, .. } => split(&inline(content)),
        Block::List(list) => list_lines(list),
        Block::Table(table) => table_lines(table),
        Block::Quote(inner) | Block::Callout { blocks: inner, .. } => {
            blocks(inner, true).into_iter().map(|line| format!("> {line}").trim_end().to_owned()).collect()
        }
        Block::Code { text } => text.lines().map(|line| format!("    {line}")).collect(),
        Block::Rule => vec!["* * *".to_owned()],
        Block::Letterhead { lines } => lines.iter().map(|line| inline(line)).collect(),
        Block::Fields(fields) => field_lines(fields),
        Block::Signatures(columns) => signature_lines(columns),
        Block::PageBreak => Vec::new(),
        Block::Footnotes(notes) => notes.iter().flat_map(footnote).collect(),
    }
}

fn heading(level: u8, text: &str) -> Vec<String> {
    let underline = |mark: &str| mark.repeat(text.chars().count().min(72));
    match level {
        1 => vec![text.to_owned(), underline("=")],
        2 => vec![text.to_owned(), underline("-")],
        _ => vec![text.to_owned()],
    }
}

fn list_lines(list: &List) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        let bullet =
            list.start.map_or_else(|| "-".to_owned(), |start| format!("{}.", start.saturating_add(index as u64)));
        let mark = match item.tick {
            None => format!("{bullet} "),
            Some(false) => format!("{bullet} [ ] "),
            Some(true) => format!("{bullet} [x] "),
        };
        if index > 0 && !list.tight {
            lines.push(String::new());
        }
        lines.extend(hang(&mark, blocks(&item.blocks, !list.tight)));
    }
    lines
}

/// Puts a mark before the first line and as much space before the others.
fn hang(mark: &str, lines: Vec<String>) -> Vec<String> {
    let space = " ".repeat(mark.chars().count());
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    let prefixed = lines.into_iter().enumerate().map(|(index, line)| {
        let prefix = if index == 0 { mark } else { &space };
        format!("{prefix}{line}").trim_end().to_owned()
    });
    prefixed.collect()
}

fn table_lines(table: &Table) -> Vec<String> {
    let row = |cells: &Vec<Vec<Inline>>| {
        let cells: Vec<_> = cells.iter().map(|cell| inline(cell).replace('\n', " ")).collect();
        cells.join(" | ").trim_end().to_owned()
    };
    std::iter::once(&table.head).chain(&table.rows).map(row).collect()
}

fn field_lines(fields: &[Field]) -> Vec<String> {
    let labels: Vec<String> = fields.iter().map(|field| inline(&field.label)).collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    let line =
        |(label, field): (&String, &Field)| format!("{label:width$} : {}", inline(&field.value)).trim_end().to_owned();
    labels.iter().zip(fields).map(line).collect()
}

fn signature_lines(columns: &[Signature]) -> Vec<String> {
    let mut lines = Vec::new();
    for column in columns {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(column.above.iter().map(|line| inline(line)));
        lines.extend(std::iter::repeat_n(String::new(), ROOM));
        if !column.room.is_empty() {
            lines.push(format!("[{}]", inline(&column.room)));
            lines.push(String::new());
        }
        lines.extend(column.below.iter().map(|line| inline(line)));
    }
    lines
}

fn footnote(note: &Footnote) -> Vec<String> {
    hang(&format!("[{}] ", note.number), blocks(&note.blocks, false))
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.trim().to_owned()).collect()
}

/// Inlines as text; a line break is a newline.
fn inline(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inline(inlines, &mut text);
    text
}

fn push_inline(inlines: &[Inline], text: &mut String) {
    for part in inlines {
        match part {
            Inline::Text(run) | Inline::Code(run) | Inline::Abbreviation { short: run, .. } => text.push_str(run),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Foreign { content: inner, .. } => push_inline(inner, text),
            Inline::Link { href, content } => {
                let words = inline(content);
                let shown = href.starts_with('#') || href.strip_prefix("mailto:").unwrap_or(href) == words;
                text.push_str(&if shown { words } else { format!("{words} <{href}>") });
            }
            Inline::LineBreak => text.push('\n'),
            Inline::Blank(ems) => text.push_str(&"_".repeat(usize::from(*ems) * 2)),
            Inline::FootnoteRef(number) => text.push_str(&format!("[{number}]")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ListItem, ListRole, Meta, ParagraphStyle, TableRole};
    use expect_test::expect;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    fn paragraph(content: Vec<Inline>) -> Block {
        Block::Paragraph { style: ParagraphStyle::Body, content }
    }

    fn item(tick: Option<bool>, blocks: Vec<Block>) -> ListItem {
        ListItem { tick, blocks }
    }

    fn written(blocks: Vec<Block>) -> String {
        write(&Document { meta: Meta::default(), blocks })
    }

    #[test]
    fn lists_hang_and_nest() {
        let inner = List {
            start: Some(9),
            role: ListRole::Plain,
            tight: true,
            items: vec![item(None, vec![paragraph(text("nine"))]), item(None, vec![paragraph(text("ten"))])],
        };
        let two_lines = vec![Inline::Text("tick".into()), Inline::LineBreak, Inline::Emphasis(text("why"))];
        let outer = List {
            start: None,
            role: ListRole::Prohibition,
            tight: true,
            items: vec![item(Some(false), vec![paragraph(two_lines), Block::List(inner)])],
        };
        let heading = Block::Heading { level: 1, id: "a".into(), content: text("Title") };
        expect![[r#"
            Title
            =====

            - [ ] tick
                  why
                  9. nine
                  10. ten
        "#]]
        .assert_eq(&written(vec![heading, Block::List(outer)]));
    }

    #[test]
    fn forms_can_be_filled_in() {
        let fields = Block::Fields(vec![
            Field { label: text("Nama"), value: text("Siti") },
            Field { label: text("Unit kerja"), value: vec![Inline::Blank(4)] },
        ]);
        let signature = Block::Signatures(vec![Signature {
            above: vec![text("Sangatta, "), text("Camat,")],
            room: text("Meterai"),
            below: vec![vec![Inline::Blank(5)]],
        }]);
        let table = Block::Table(Table {
            role: TableRole::SignIn,
            align: Vec::new(),
            head: vec![text("No."), text("Nama")],
            rows: vec![vec![text("1"), Vec::new()]],
        });
        expect![[r#"
            Nama       : Siti
            Unit kerja : ________

            Sangatta, 
            Camat,



            [Meterai]

            __________

            No. | Nama
            1 |
        "#]]
        .assert_eq(&written(vec![fields, signature, table]));
    }

    #[test]
    fn a_link_shows_its_address_once() {
        let link = |href: &str, words: &str| Inline::Link { href: href.into(), content: text(words) };
        let content = vec![
            link("https://lapor.go.id", "LAPOR!"),
            Inline::Text(", ".into()),
            link("mailto:a@b.id", "a@b.id"),
            Inline::Text(", ".into()),
            link("#top", "top"),
            Inline::FootnoteRef(2),
        ];
        assert_eq!(written(vec![paragraph(content)]), "LAPOR! <https://lapor.go.id>, a@b.id, top[2]\n");
    }
}
