//! The plain-text writer: a [`Document`] as a message for a phone, with the emphasis of WhatsApp and its like.
//!
//! Lines are not wrapped, since messengers wrap by themselves. What is wide becomes short lines: a row of a table has a line
//! for each cell, fields are not aligned, the columns of a signature block stand one below the other. The mark of a list is
//! a sign that every phone has.

mod line;

use self::line::{HAIR, line, lines, strong};
use crate::document::{
    Block, Document, Footnote, FormField, Inline, Labels, List, ListItem, ListRole, Signature, Table, TableRole,
};

/// A line of more characters takes several on a phone.
const LONG: usize = 80;

/// The document as a message, with a newline at its end.
pub fn write(document: &Document) -> String {
    let writer = Writer { labels: Labels::of(&document.meta) };
    let mut text = writer.blocks(&document.blocks).join("\n");
    text.push('\n');
    text
}

struct Writer<'a> {
    labels: Labels<'a>,
}

impl Writer<'_> {
    /// The lines of blocks, with an empty line between them.
    fn blocks(&self, blocks: &[Block]) -> Vec<String> {
        apart(blocks.iter().map(|block| self.block(block, 0)))
    }

    /// The lines of a block within so many lists.
    fn block(&self, block: &Block, level: usize) -> Vec<String> {
        match block {
            Block::Heading { level: 2, content, .. } => {
                let marked = [Inline::Text("■ ".to_owned())].into_iter().chain(content.iter().cloned());
                strong(&marked.collect::<Vec<_>>())
            }
            Block::Heading { content, .. } => strong(content),
            Block::Paragraph { content, .. } => guarded(lines(content)),
            Block::List(list) => self.list(list, level),
            Block::Table(table) => table_lines(table),
            Block::Quote(inner) => quoted(self.blocks(inner)),
            Block::Callout { kind, blocks } => {
                let title = vec![format!("*{}*", self.labels.get(kind.label()))];
                quoted([title, self.blocks(blocks)].concat())
            }
            Block::Code { text } => fenced(text),
            Block::Rule => vec!["———".to_owned()],
            Block::Letterhead { lines } => guarded(lines.iter().map(|text| line(text)).collect()),
            Block::Fields(fields) => fields.iter().flat_map(field).collect(),
            Block::Signatures(columns) => apart(columns.iter().map(signature)),
            Block::PageBreak => Vec::new(),
            Block::Footnotes(notes) => notes.iter().flat_map(|note| self.footnote(note)).collect(),
        }
    }

    /// Items of several lines stand apart from each other, also if it is the phone that breaks them.
    fn list(&self, list: &List, level: usize) -> Vec<String> {
        let numbers = list.start.map(|start| start..);
        let mut numbers = numbers.into_iter().flatten();
        let items: Vec<_> = list.items.iter().map(|item| self.item(item, list.role, numbers.next(), level)).collect();
        let marked = !role_sign(list.role).is_empty();
        let is_long = |lines: &Vec<String>| lines.len() > 1 || (marked && lines[0].chars().count() > LONG);
        if level == 0 && items.iter().any(is_long) { apart(items) } else { items.concat() }
    }

    fn item(&self, item: &ListItem, role: ListRole, number: Option<u64>, level: usize) -> Vec<String> {
        let bullet = match (number, role_sign(role), item.tick) {
            (Some(number), sign, _) => [&format!("{number}."), sign].join(" ").trim_end().to_owned(),
            (None, "", None) if level == 0 => "-".to_owned(),
            (None, "", None) => "–".to_owned(),
            (None, sign, _) => sign.to_owned(),
        };
        let tick = match item.tick {
            Some(true) => "☑",
            Some(false) if role_sign(role).is_empty() => "☐",
            _ => "",
        };
        let mark: Vec<&str> = [bullet.as_str(), tick].into_iter().filter(|part| !part.is_empty()).collect();
        let mut lines: Vec<String> = item.blocks.iter().flat_map(|block| self.block(block, level + 1)).collect();
        let first = if lines.is_empty() { String::new() } else { lines.remove(0) };
        let first = format!("{} {}", mark.join(" "), first).trim_end().to_owned();
        let indent = if level == 0 { "" } else { "  " };
        std::iter::once(first).chain(lines).map(|line| format!("{indent}{line}")).collect()
    }

    fn footnote(&self, note: &Footnote) -> Vec<String> {
        let mut lines: Vec<String> = note.blocks.iter().flat_map(|block| self.block(block, 1)).collect();
        if let Some(first) = lines.first_mut() {
            *first = format!("[{}] {first}", note.number);
        }
        lines
    }
}

/// Groups of lines with an empty line between them.
fn apart(groups: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let mut lines = Vec::new();
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(group);
    }
    lines
}

/// Lines of text whose beginning is not that of an item or a quotation.
fn guarded(lines: Vec<String>) -> Vec<String> {
    let guard = |line: String| {
        let (start, rest) = line.split_once(' ').unwrap_or_default();
        let number = start.strip_suffix('.').is_some_and(|digits| digits.parse::<u64>().is_ok());
        let begins = number || matches!(start, "-" | "*" | ">" | "•");
        if begins { format!("{start}{HAIR}{rest}") } else { line }
    };
    lines.into_iter().map(guard).collect()
}

/// A quotation is marked line by line, and ends at an empty one.
fn quoted(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().filter(|line| !line.is_empty()).map(|line| format!("> {line}")).collect()
}

fn fenced(text: &str) -> Vec<String> {
    let text = text.replace("```", &format!("`{HAIR}`{HAIR}`"));
    let fence = || std::iter::once("```");
    fence().chain(text.lines()).chain(fence()).map(str::to_owned).collect()
}

/// The titles once, then each row: its first cell strong, the others below it, with their titles where there are many.
/// A row to sign is one line, as people sign in a chat.
fn table_lines(table: &Table) -> Vec<String> {
    let titles: Vec<String> = table.head.iter().map(|cell| line(cell)).collect();
    let shown: Vec<&str> = titles.iter().map(String::as_str).filter(|title| !title.is_empty()).collect();
    let head = format!("_{}_", shown.join(" · "));
    if table.role == TableRole::SignIn {
        return std::iter::once(head).chain(table.rows.iter().map(|row| signed_row(row))).collect();
    }
    let row = |row: &Vec<Vec<Inline>>| {
        let (first, rest) = row.split_first().map_or((&[][..], &[][..]), |(first, rest)| (first.as_slice(), rest));
        let titled = |(cell, title): (&Vec<Inline>, &String)| match line(cell) {
            text if text.is_empty() => None,
            text if rest.len() > 1 && !title.is_empty() => Some(format!("{title}: {text}")),
            text => Some(text),
        };
        let first = if first.iter().any(|part| matches!(part, Inline::Strong(_))) {
            line(first)
        } else {
            strong(first).join(" ")
        };
        let rest = rest.iter().zip(titles.iter().skip(1)).filter_map(titled);
        std::iter::once(first).chain(rest).filter(|line| !line.is_empty()).collect()
    };
    apart(std::iter::once(vec![head]).chain(table.rows.iter().map(row)))
}

fn signed_row(row: &[Vec<Inline>]) -> String {
    let cells: Vec<String> = row.iter().map(|cell| line(cell)).collect();
    let (number, rest) = cells.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let rest: Vec<&str> = rest.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let dot = if number.parse::<u64>().is_ok() { "." } else { "" };
    format!("{number}{dot} {}", rest.join(" – ")).trim().to_owned()
}

/// A line for the label, further ones for what was typed in several.
fn field(FormField { label, value }: &FormField) -> Vec<String> {
    let mut value = lines(value).into_iter();
    let first = format!("{}: {}", line(label), value.next().unwrap_or_default());
    std::iter::once(first.trim_end().to_owned()).chain(value).collect()
}

fn signature(Signature { above, room, below }: &Signature) -> Vec<String> {
    let said = |lines: &[Vec<Inline>]| lines.iter().map(|text| line(text)).filter(|line| !line.is_empty()).collect();
    let room = if room.is_empty() { Vec::new() } else { vec![format!("({})", line(room))] };
    guarded([said(above), room, said(below)].concat())
}

/// The sign before each item of a list; they differ in shape.
pub(crate) fn role_sign(role: ListRole) -> &'static str {
    match role {
        ListRole::Plain | ListRole::ReadAloud => "",
        ListRole::Obligation => "➡️",
        ListRole::Prohibition => "❌",
        ListRole::Permission => "✅",
        ListRole::Contested => "⚠️",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, markdown};
    use expect_test::expect;

    fn written(text: &str) -> String {
        write(&markdown::parse("", text, Meta::default()).unwrap())
    }

    #[test]
    fn a_checklist_reads_as_a_message() {
        expect![[r#"
            *Daftar*

            *■ Media sosial*

            *Jangan*

            ❌ *ASN:* Menyukai. N-01
            _PP 94/2021_

            ❌ ☑ Berbagi. N-02

            ⚠️ Hadir. N-10
            *Saran:* Pulang.
              – *A*: boleh
              – *B*: jangan

            Lain:

            ☐ satu
            ☐ dua

            3. tiga

            4. empat
              – lagi
        "#]].assert_eq(&written(
            "# Daftar\n\n## Media sosial\n\n### Jangan\n\n<!-- prohibition -->\n- [ ] **ASN:** Menyukai. `N-01`\\\n  *PP 94/2021*\n- [x] Berbagi. `N-02`\n\n<!-- contested -->\n- Hadir. `N-10`\n\n  **Saran:** Pulang.\n\n  - **A**: boleh\n  - **B**: jangan\n\nLain:\n\n- [ ] satu\n- [ ] dua\n\n3. tiga\n4. empat\n   - lagi\n",
        ));
    }

    #[test]
    fn wide_things_become_short_lines() {
        expect![[r#"
            _Tahap · Ingat_

            *Kampanye*, kini
            Jauhi

            *Tenang*

            _Jenis · Contoh · Akibat_

            *Ringan*
            Contoh: Kata
            Akibat: Teguran

            _No. · Nama · NIP · Tanda tangan_
            1. Siti – 123
            2.

            Nama: Siti
            Unit kerja: ....

            Mengetahui,
            ....

            Sangatta, ....
            (Meterai)
            *Siti*
        "#]].assert_eq(&written(
            "| Tahap | Ingat |\n|---|---|\n| **Kampanye**, kini | Jauhi |\n| Tenang | |\n\n| Jenis | Contoh | Akibat |\n|---|---|---|\n| Ringan | Kata | Teguran |\n\n<!-- sign-in -->\n| No. | Nama | NIP | Tanda tangan |\n|--:|---|---|---|\n| 1 | Siti | 123 | |\n| 2 | | | |\n\n<!-- fields -->\n- Nama: Siti\n- Unit kerja: ____\n\n<!-- signatures -->\n| Mengetahui, | Sangatta, ____ |\n|---|---|\n| | *Meterai* |\n| ____ | **Siti** |\n",
        ));
    }

    #[test]
    fn quotations_code_and_rules_are_those_of_messengers() {
        expect![[r#"
            > *Penting*
            > Satu.
            > - dua

            > Kutipan.

            ———

            ```
            kode
            ```

            Teks.[1]

            [1] Catatan.
        "#]]
        .assert_eq(&written(
            "> [!IMPORTANT]\n> Satu.\n>\n> - dua\n\n> Kutipan.\n\n---\n\n    kode\n\nTeks.[^a]\n\n[^a]: Catatan.\n",
        ));
    }

    #[test]
    fn what_people_type_at_the_start_of_a_line_makes_no_item() {
        let start = |words: &str| {
            write(&Document {
                meta: Meta::default(),
                blocks: vec![Block::Letterhead { lines: vec![vec![Inline::Text(words.to_owned())]] }],
            })
        };
        assert_eq!(start("- Siti"), format!("-{HAIR}Siti\n"));
        assert_eq!(start("12. Siti"), format!("12.{HAIR}Siti\n"));
        assert_eq!(start("> Siti"), format!(">{HAIR}Siti\n"));
        assert_eq!(start("Siti - Ani"), "Siti - Ani\n");
    }
}
