//! What each drawn thing is part of: the tree that a screen reader walks.
//!
//! Layout opens an element for every block it sets and marks each item with the element it belongs to; what belongs to
//! none is an artifact (rules, boxes, footers). Elements are opened in reading order; those within a line stand where
//! their first item does. An element in which nothing is drawn is left out of the file.

use crate::lang::Lang;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The document as a whole.
    Document,
    /// A heading, with its level among the headings before it; see [`Structure::heading`].
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list, with the kind of its labels.
    List(Numbering),
    /// An item of a list.
    Item,
    /// The number, bullet, tick box or mark of an item.
    Label,
    /// The content of an item.
    Body,
    /// A table.
    Table,
    /// The header row of a table.
    TableHead,
    /// The rows below it.
    TableBody,
    /// A row of a table.
    Row,
    /// A cell that names its column.
    HeaderCell,
    /// A cell.
    Cell,
    /// A quotation.
    Quote,
    /// A part set apart: a callout, the letterhead, a signature block.
    Part,
    /// Preformatted text.
    Code,
    /// A footnote.
    Note,
    /// The number of a footnote in the text.
    Reference,
    /// A link.
    Link,
    /// A drawing that means something: a mark, a tick box, a line to write on.
    Figure,
    /// A place to fill in on the screen.
    Form,
    /// A stretch of text within a line.
    Span,
}

/// The labels of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// What they are is not counted: words, or none at all.
    None,
    /// Bullets, marks or tick boxes.
    Signs,
    /// Numbers.
    Numbers,
}

impl Role {
    /// The structure type that PDF knows it by.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6)) - 1],
            Role::Paragraph => "P",
            Role::List(_) => "L",
            Role::Item => "LI",
            Role::Label => "Lbl",
            Role::Body => "LBody",
            Role::Table => "Table",
            Role::TableHead => "THead",
            Role::TableBody => "TBody",
            Role::Row => "TR",
            Role::HeaderCell => "TH",
            Role::Cell => "TD",
            Role::Quote => "BlockQuote",
            Role::Part => "Div",
            Role::Code => "Code",
            Role::Note => "Note",
            Role::Reference => "Reference",
            Role::Link => "Link",
            Role::Figure => "Figure",
            Role::Form => "Form",
            Role::Span => "Span",
        }
    }
}

/// Which element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ElementId(u32);

impl ElementId {
    /// The element at a place in [`Structure::elements`].
    pub(crate) fn at(index: usize) -> ElementId {
        ElementId(index as u32)
    }

    /// Its place in [`Structure::elements`].
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An element: what it is and what it is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// What it is.
    pub(crate) role: Role,
    /// The element around it; `None` for the document.
    pub(crate) parent: Option<ElementId>,
    /// What is said in place of a drawing.
    pub(crate) alternative: Option<String>,
    /// What is said in place of an abbreviation.
    pub(crate) expansion: Option<String>,
    /// Its language, where that is not the document's.
    pub(crate) lang: Option<Lang>,
}

/// The tree of a document's elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Structure {
    elements: Vec<Element>,
    /// Levels, as written, of the headings that the next one may stand under.
    headings: Vec<u8>,
}

impl Structure {
    /// The document, the element around all others.
    pub(crate) const ROOT: ElementId = ElementId(0);

    /// A tree of the document alone.
    pub(crate) fn new() -> Structure {
        let root = Element { role: Role::Document, parent: None, alternative: None, expansion: None, lang: None };
        Structure { elements: vec![root], headings: Vec::new() }
    }

    /// Opens an element within another.
    pub(crate) fn open(&mut self, role: Role, parent: ElementId) -> ElementId {
        self.elements.push(Element { role, parent: Some(parent), alternative: None, expansion: None, lang: None });
        ElementId(self.elements.len() as u32 - 1)
    }

    /// Opens a heading. Levels start at 1 and skip none on the way down, whatever was written.
    pub(crate) fn heading(&mut self, written: u8, parent: ElementId) -> ElementId {
        while self.headings.last().is_some_and(|above| *above >= written) {
            self.headings.pop();
        }
        self.headings.push(written);
        self.open(Role::Heading(self.headings.len().min(6) as u8), parent)
    }

    /// Opens a drawing with the words that are said in its place.
    pub(crate) fn figure(&mut self, words: &str, parent: ElementId) -> ElementId {
        let figure = self.open(Role::Figure, parent);
        if let Some(element) = self.elements.last_mut() {
            element.alternative = Some(words.to_owned());
        }
        figure
    }

    /// Says what an abbreviation stands for.
    pub(crate) fn set_expansion(&mut self, id: ElementId, long: &str) {
        if let Some(element) = self.elements.get_mut(id.index()) {
            element.expansion = Some(long.to_owned());
        }
    }

    /// Says that an element is in a language of its own.
    pub(crate) fn set_lang(&mut self, id: ElementId, lang: Lang) {
        if let Some(element) = self.elements.get_mut(id.index()) {
            element.lang = Some(lang);
        }
    }

    /// Levels, as written, of the headings that the next one may stand under.
    pub(crate) fn headings(&self) -> &[u8] {
        &self.headings
    }

    /// Adds elements that were opened when there were `base` before them, and what they left of the headings.
    pub(crate) fn append(&mut self, elements: &[Element], base: usize, headings: &[u8]) {
        let here = self.elements.len();
        let within = |parent: ElementId| match parent.index() {
            within if within >= base => ElementId::at(within - base + here),
            around => ElementId::at(around),
        };
        let element = |element: &Element| Element { parent: element.parent.map(within), ..element.clone() };
        self.elements.extend(elements.iter().map(element));
        self.headings = headings.to_vec();
    }

    /// All elements, each after the one around it.
    pub(crate) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The tags of an element and of all around it, outermost first, such as `L/LI/LBody/P`.
    pub(crate) fn path(&self, id: ElementId) -> String {
        let mut names = Vec::new();
        let mut at = self.elements.get(id.index());
        while let Some(element) = at {
            if element.role != Role::Document {
                names.push(element.role.tag());
            }
            at = element.parent.and_then(|parent| self.elements.get(parent.index()));
        }
        names.reverse();
        names.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_start_at_one_and_skip_no_level() {
        let mut structure = Structure::new();
        let written = [2, 4, 3, 1, 6, 2, 2];
        let opened: Vec<String> = written
            .iter()
            .map(|level| {
                let id = structure.heading(*level, Structure::ROOT);
                structure.path(id)
            })
            .collect();
        assert_eq!(opened, ["H1", "H2", "H2", "H1", "H2", "H2", "H2"]);
    }

    #[test]
    fn a_path_names_all_that_is_around() {
        let mut structure = Structure::new();
        let list = structure.open(Role::List(Numbering::Numbers), Structure::ROOT);
        let item = structure.open(Role::Item, list);
        let figure = structure.figure("Jangan", item);
        assert_eq!(structure.path(figure), "L/LI/Figure");
        assert_eq!(structure.elements()[figure.index()].alternative.as_deref(), Some("Jangan"));
    }
}
