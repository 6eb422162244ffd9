//! Directives: comments such as `<!-- fields -->` that say what the next block is. All other HTML is a finding.

use pulldown_cmark::{Event, Tag};

use super::builder::TreeBuilder;
use crate::diag::{Code, Diagnostic, Message, nearest, say};
use crate::document::{Block, ListRole, ParagraphStyle, TableRole};

/// Length from which on a name is not compared to suggest another.
const MAX_COMPARED: usize = 40;

/// What a directive makes of the next block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directive {
    Letterhead,
    Fields,
    Signatures,
    SignIn,
    Role(ListRole),
    Style(ParagraphStyle),
    ReadAloud,
    PageBreak,
}

/// Each directive by name.
const DIRECTIVES: [(&str, Directive); 12] = [
    ("letterhead", Directive::Letterhead),
    ("fields", Directive::Fields),
    ("signatures", Directive::Signatures),
    ("sign-in", Directive::SignIn),
    ("obligation", Directive::Role(ListRole::Obligation)),
    ("prohibition", Directive::Role(ListRole::Prohibition)),
    ("permission", Directive::Role(ListRole::Permission)),
    ("contested", Directive::Role(ListRole::Contested)),
    ("read-aloud", Directive::ReadAloud),
    ("center", Directive::Style(ParagraphStyle::Centered)),
    ("small", Directive::Style(ParagraphStyle::Small)),
    ("page-break", Directive::PageBreak),
];

impl Directive {
    /// The block it needs, for messages.
    fn needs(self) -> Message {
        match self {
            Directive::Letterhead | Directive::Style(_) => say!("paragraf", "a paragraph"),
            Directive::Fields => say!("daftar berbutir", "a bullet list"),
            Directive::Signatures | Directive::SignIn => say!("tabel", "a table"),
            Directive::Role(_) => say!("daftar", "a list"),
            Directive::ReadAloud => say!("daftar atau paragraf", "a list or a paragraph"),
            Directive::PageBreak => say!("apa pun", "nothing"),
        }
    }

    /// Whether it makes a block that may not stand in another.
    fn is_top_level(self) -> bool {
        matches!(self, Directive::Letterhead | Directive::Signatures | Directive::PageBreak)
    }
}

impl TreeBuilder<'_> {
    /// A block of HTML whose start has just been passed: a directive with what it applies to, or a finding.
    pub(super) fn html_block(&mut self, offset: usize) -> Option<Block> {
        let html = self.inside(offset, |reader| {
            let mut html = String::new();
            while let Some((event, _)) = reader.cursor.next_child() {
                if let Event::Html(line) = event {
                    html.push_str(line);
                }
            }
            html
        });
        let Some(name) = directive_name(&html) else {
            self.raw_html(offset);
            return None;
        };
        let Some((name, directive)) = DIRECTIVES.into_iter().find(|(known, _)| *known == name) else {
            self.unknown_directive(name, offset);
            return None;
        };
        if directive.is_top_level() && !self.at_top_level() {
            let message = say!(
                "`<!-- {name} -->` di dalam daftar, kutipan, atau catatan kaki",
                "`<!-- {name} -->` within a list, quotation or footnote"
            );
            let help = say!(
                "arahan ini hanya boleh berdiri sendiri di tepi kiri",
                "it can only stand by itself, at the left margin"
            );
            self.find(offset, Diagnostic::error(Code::MisplacedDirective, message).help(help));
        }
        self.directed(name, directive, offset)
    }

    /// The next block as the directive wants it.
    fn directed(&mut self, name: &str, directive: Directive, offset: usize) -> Option<Block> {
        let next = self.cursor.peek();
        let is_paragraph = self.cursor.is_at_paragraph();
        match (directive, next) {
            (Directive::PageBreak, _) => Some(Block::PageBreak),
            (Directive::Letterhead, _) if is_paragraph => Some(self.letterhead()),
            (Directive::Style(style), _) if is_paragraph => Some(Block::Paragraph { style, content: self.paragraph() }),
            (Directive::ReadAloud, _) if is_paragraph => {
                Some(Block::Paragraph { style: ParagraphStyle::ReadAloud, content: self.paragraph() })
            }
            (Directive::Fields, Some(Event::Start(Tag::List(None)))) => self.fields(),
            (Directive::ReadAloud, Some(Event::Start(Tag::List(start)))) => {
                Some(self.list_with_role(*start, ListRole::ReadAloud))
            }
            (Directive::Role(role), Some(Event::Start(Tag::List(start)))) => Some(self.list_with_role(*start, role)),
            (Directive::SignIn, Some(Event::Start(Tag::Table(align)))) => {
                let offset = self.cursor.next()?.1.start;
                let table = self.table(align, offset);
                self.table_with_header(table, TableRole::SignIn).map(Block::Table)
            }
            (Directive::Signatures, Some(Event::Start(Tag::Table(align)))) => {
                let offset = self.cursor.next()?.1.start;
                let table = self.table(align, offset);
                self.signatures(table)
            }
            _ => {
                let needs = directive.needs();
                let message = say!(
                    "`<!-- {name} -->` harus diikuti {needs}", "`<!-- {name} -->` must be followed by {needs}"; needs
                );
                self.find(offset, Diagnostic::error(Code::DirectiveWithoutBlock, message));
                None
            }
        }
    }

    fn list_with_role(&mut self, start: Option<u64>, role: ListRole) -> Block {
        let offset = self.cursor.next().map_or(0, |(_, range)| range.start);
        Block::List(self.list(start, role, offset).list)
    }

    /// Reports HTML that is no directive.
    pub(super) fn raw_html(&mut self, offset: usize) {
        let help = say!(
            "tulis Markdown; arahan ialah komentar tersendiri pada barisnya, `<!-- fields -->`; \
             catatan bagi penyusun ditulis {{# … #}}",
            "write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; \
             remarks for authors are written {{# … #}}"
        );
        self.find(
            offset,
            Diagnostic::error(
                Code::RawHtml,
                say!("HTML tidak boleh ada dalam templat", "HTML has no place in a template"),
            )
            .help(help),
        );
    }

    fn unknown_directive(&mut self, name: &str, offset: usize) {
        let mut finding = Diagnostic::error(
            Code::UnknownDirective,
            say!("tidak ada arahan `<!-- {name} -->`", "there is no directive `<!-- {name} -->`"),
        );
        let known = DIRECTIVES.iter().map(|(known, _)| *known);
        if name.len() < MAX_COMPARED
            && let Some(near) = nearest(name, known)
        {
            finding = finding.help(say!("mungkin maksudnya `<!-- {near} -->`?", "did you mean `<!-- {near} -->`?"));
        }
        self.find(offset, finding);
    }
}

/// The name in a comment of one word.
fn directive_name(html: &str) -> Option<&str> {
    let name = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    is_word.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_comment_of_one_word_is_a_directive() {
        assert_eq!(directive_name("<!-- page-break -->\n"), Some("page-break"));
        assert_eq!(directive_name("<!--small-->"), Some("small"));
        for html in ["<!-- two words -->", "<!-- -->", "<!-->", "<b>", "<!-- a --> b", "<!-- a --><!-- b -->"] {
            assert_eq!(directive_name(html), None, "{html}");
        }
    }
}
