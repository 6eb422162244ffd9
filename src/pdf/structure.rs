//! What each drawn thing is part of: the tree that a screen reader walks.
//!
//! Layout opens an element for every block it sets and marks each item with the element it belongs to; what belongs to
//! none is an artifact (rules, boxes, footers). The order of items on the page is the reading order.

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The document as a whole.
    Document,
    /// A heading, with its level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// The number, bullet, tick box or mark of an item.
    Label,
    /// The content of an item.
    Body,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell that names its column.
    HeaderCell,
    /// A cell.
    Cell,
    /// A quotation.
    Quote,
    /// A part set apart: a callout, the letterhead, a signature block, a set of fields.
    Part,
    /// Preformatted text.
    Code,
    /// A footnote.
    Note,
    /// A link.
    Link,
    /// A place to fill in by hand.
    Blank,
}

/// Which element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ElementId(u32);

/// An element: what it is and what it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element {
    /// What it is.
    pub(crate) role: Role,
    /// The element around it; `None` for the document.
    pub(crate) parent: Option<ElementId>,
}

/// The tree of a document's elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Structure(Vec<Element>);

impl Structure {
    /// The document, the element around all others.
    pub(crate) const ROOT: ElementId = ElementId(0);

    /// A tree of the document alone.
    pub(crate) fn new() -> Structure {
        Structure(vec![Element { role: Role::Document, parent: None }])
    }

    /// Opens an element within another.
    pub(crate) fn open(&mut self, role: Role, parent: ElementId) -> ElementId {
        self.0.push(Element { role, parent: Some(parent) });
        ElementId(self.0.len() as u32 - 1)
    }

    /// The element of an id that this tree gave out.
    pub(crate) fn get(&self, id: ElementId) -> Option<&Element> {
        self.0.get(id.0 as usize)
    }

    /// The names of an element and of all around it, outermost first, such as `List/Item/Body/Paragraph`.
    pub(crate) fn path(&self, id: ElementId) -> String {
        let mut names = Vec::new();
        let mut at = self.get(id);
        while let Some(element) = at {
            if element.role != Role::Document {
                names.push(format!("{:?}", element.role));
            }
            at = element.parent.and_then(|parent| self.get(parent));
        }
        names.reverse();
        names.join("/")
    }
}
