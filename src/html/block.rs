//! Blocks.

use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;

use super::body::Body;
use super::marks;
use crate::document::{
    Align, Block, CalloutKind, Footnote, FormField, Inline, List, ListItem, ListRole, ParagraphStyle, Picture,
    Signature, Table, TableRole, plain_text,
};

/// Signatures side by side, at most.
const COLUMNS: usize = 4;
/// Bytes of a column's title from which on its cells do not repeat it.
const MAX_TITLE: usize = 200;
/// Columns from which on a table becomes a list of cards on a narrow screen.
const CARDS_FROM: usize = 3;

impl Body<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, content } => self.heading((*level).clamp(1, 6), id, content),
            Block::Paragraph { style: ParagraphStyle::Centered, content } if self.is_name(content) => {
                self.line("p class=\"center name\"", |b| b.inlines(content));
            }
            Block::Paragraph { style, content } => self.line(paragraph_tag(*style), |b| b.inlines(content)),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => self.container("blockquote", blocks),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Code { text } => self.line("pre", |b| b.element("code", |b| b.text(text))),
            Block::Rule => self.push("<hr>\n"),
            Block::Letterhead { lines } => self.line("div class=\"letterhead\" lang=\"id\"", |b| b.letterhead(lines)),
            Block::Fields(fields) => self.fields(fields),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::PageBreak => self.push("<div class=\"page-break\"></div>\n"),
            Block::Footnotes(footnotes) => self.footnotes(footnotes),
        }
    }

    /// Whether a centred paragraph is the name of the person who gets a certificate.
    fn is_name(&self, content: &[Inline]) -> bool {
        self.meta.layout.has_large_name() && matches!(content, [Inline::Strong(_)])
    }

    fn container(&mut self, tag: &str, blocks: &[Block]) {
        self.line(tag, |b| {
            b.push("\n");
            b.blocks(blocks);
        });
    }

    fn heading(&mut self, level: u8, id: &str, content: &[Inline]) {
        self.push(&format!("<h{level}"));
        self.attribute("id", id);
        self.push(">");
        self.inlines(content);
        self.push(&format!("</h{level}>\n"));
    }

    /// The coat of arms and the lines of a letterhead, without the element around them.
    pub(super) fn letterhead(&mut self, lines: &[Vec<Inline>]) {
        let Some(emblem) = &self.meta.emblem else { return self.letterhead_lines(lines) };
        self.emblem(emblem);
        self.line("div", |b| b.letterhead_lines(lines));
    }

    fn letterhead_lines(&mut self, lines: &[Vec<Inline>]) {
        for line in lines {
            match line.as_slice() {
                [Inline::Strong(_)] => self.line("p class=\"agency\"", |b| b.inlines(line)),
                [Inline::Emphasis(address)] => self.line("p class=\"address\"", |b| b.inlines(address)),
                _ => self.line("p", |b| b.inlines(line)),
            }
        }
    }

    /// A coat of arms, carried by the page itself.
    fn emblem(&mut self, emblem: &Picture) {
        self.push(&format!("<img class=\"emblem\" width=\"{}\" height=\"{}\"", emblem.width(), emblem.height()));
        self.attribute("lang", self.meta.lang.tag());
        self.attribute("alt", &self.labels.emblem(&self.meta.region));
        self.push(&format!(" src=\"data:image/png;base64,{}\">\n", STANDARD.encode(emblem.png())));
    }

    fn callout(&mut self, kind: CalloutKind, blocks: &[Block]) {
        let name = match kind {
            CalloutKind::Note => "note",
            CalloutKind::Tip => "tip",
            CalloutKind::Important => "important",
            CalloutKind::Warning => "warning",
            CalloutKind::Caution => "caution",
        };
        self.push(&format!("<div class=\"callout {name}\" role=\"note\""));
        self.attribute("data-title", self.labels.get(&format!("callout_{name}")));
        self.push(">\n");
        self.blocks(blocks);
        self.push("</div>\n");
    }

    fn list(&mut self, list: &List) {
        let tag = if list.start.is_some() { "ol" } else { "ul" };
        self.push(&format!("<{tag}"));
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.push(&format!(" start=\"{start}\""));
        }
        if let Some(class) = list_class(list) {
            self.attribute("class", &class);
        }
        if let Some(name) = list.role.name() {
            self.marks.insert(list.role);
            self.attribute("aria-label", self.labels.get(&format!("list_{name}")));
        }
        self.push(">\n");
        for item in &list.items {
            self.line("li", |b| b.item(item, list));
        }
        self.push(&format!("</{tag}>\n"));
    }

    /// An item. Its first paragraph, if it has one, is what its tick box is for.
    fn item(&mut self, item: &ListItem, list: &List) {
        let (first, rest) = match item.blocks.split_first() {
            Some((Block::Paragraph { style: ParagraphStyle::Body, content }, rest)) => (Some(content), rest),
            _ => (None, item.blocks.as_slice()),
        };
        let spaced = !list.tight && first.is_some();
        self.push(if spaced { "<p>" } else { "" });
        self.push(if item.tick.is_some() { "<label>" } else { "" });
        if let Some(ticked) = item.tick {
            self.tick(ticked);
        }
        self.push(&marks::mark(list.role));
        match first {
            Some(content) if list.role.name().is_some() => self.cited(content),
            Some(content) => self.inlines(content),
            None => {}
        }
        self.push(if item.tick.is_some() { "</label>" } else { "" });
        self.push(if spaced { "</p>" } else { "" });
        if !rest.is_empty() {
            self.push("\n");
            self.blocks(rest);
        }
    }

    fn tick(&mut self, ticked: bool) {
        self.ticks += 1;
        let checked = if ticked { " checked" } else { "" };
        self.push(&format!("<input type=\"checkbox\" id=\"tick:{}\"{checked}>", self.ticks));
    }

    fn table(&mut self, table: &Table) {
        let class = match table.role {
            TableRole::SignIn => "table class=\"sign-in\"",
            TableRole::Plain if table.head.len() >= CARDS_FROM => "table class=\"cards\"",
            TableRole::Plain => "table",
        };
        let titles: Vec<String> = table.head.iter().map(|cell| plain_text(cell)).collect();
        self.line(class, |b| {
            b.push("\n<thead>\n<tr>\n");
            for (cell, align) in table.head.iter().zip(&table.align) {
                let tag = if cell.is_empty() { "td" } else { "th scope=\"col\"" };
                b.line(&format!("{tag}{}", align_class(*align)), |b| b.inlines(cell));
            }
            b.push("</tr>\n</thead>\n");
            if !table.rows.is_empty() {
                b.line("tbody", |b| table.rows.iter().for_each(|row| b.row(row, &table.align, &titles)));
            }
        });
    }

    /// A row; each cell knows the title of its column, for cards.
    fn row(&mut self, row: &[Vec<Inline>], align: &[Align], titles: &[String]) {
        self.push("\n<tr>\n");
        for ((cell, align), title) in row.iter().zip(align).zip(titles) {
            self.push(&format!("<td{}", align_class(*align)));
            if (1..MAX_TITLE).contains(&title.len()) && titles.len() >= CARDS_FROM {
                self.attribute("data-title", title);
            }
            self.push(">");
            self.inlines(cell);
            self.push("</td>\n");
        }
        self.push("</tr>");
    }

    fn fields(&mut self, fields: &[FormField]) {
        self.line("dl class=\"fields\"", |b| {
            b.push("\n");
            for field in fields {
                b.line("div", |b| {
                    b.line("dt", |b| b.inlines(&field.label));
                    b.form_line("dd", &field.value);
                });
            }
        });
    }

    /// As few rows of columns as there can be, evenly filled.
    fn signatures(&mut self, signatures: &[Signature]) {
        let rows = signatures.len().div_ceil(COLUMNS).max(1);
        for row in signatures.chunks(signatures.len().div_ceil(rows).max(1)) {
            self.line(&format!("div class=\"signatures of-{}\"", row.len()), |b| {
                b.push("\n");
                row.iter().for_each(|signature| b.signature(signature));
            });
        }
    }

    fn signature(&mut self, signature: &Signature) {
        self.line("div class=\"signature\"", |b| {
            b.line("div", |b| signature.above.iter().for_each(|line| b.form_line("p", line)));
            let stamp = if signature.room.is_empty() { "" } else { " stamp" };
            b.line(&format!("div class=\"room{stamp}\""), |b| {
                if !signature.room.is_empty() {
                    b.element("p", |b| b.inlines(&signature.room));
                }
            });
            b.line("div", |b| signature.below.iter().for_each(|line| b.form_line("p", line)));
        });
    }

    fn footnotes(&mut self, footnotes: &[Footnote]) {
        self.push("<div class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-label", self.labels.get("footnotes"));
        self.push(">\n<ol>\n");
        for Footnote { number, blocks } in footnotes {
            self.line(&format!("li id=\"note:{number}\""), |b| {
                b.blocks(blocks);
                b.push(&format!("<a class=\"back\" href=\"#ref:{number}\" role=\"doc-backlink\""));
                b.attribute("aria-label", b.labels.get("footnote_back"));
                b.push("></a>");
            });
        }
        self.push("</ol>\n</div>\n");
    }
}

fn paragraph_tag(style: ParagraphStyle) -> &'static str {
    match style {
        ParagraphStyle::Body => "p",
        ParagraphStyle::Centered => "p class=\"center\"",
        ParagraphStyle::Small => "p class=\"small\"",
        ParagraphStyle::ReadAloud => "p class=\"read-aloud\"",
    }
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Center => " class=\"center\"",
        Align::Right => " class=\"right\"",
    }
}

/// What the style sheet must know of a list.
fn list_class(list: &List) -> Option<String> {
    let role = match list.role {
        ListRole::ReadAloud => Some("read-aloud"),
        role => role.name(),
    };
    let marked = list.role.name().map(|_| "marked");
    let ticks = list.items.iter().any(|item| item.tick.is_some()).then_some("ticks");
    let classes: Vec<&str> = [role, marked, ticks].into_iter().flatten().collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}
