//! The way from the root of a document to a value: `rules[3].sources[1]`.

use std::fmt;

/// One step of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'p> {
    /// To the value of a key.
    Key(&'p str),
    /// To an item of a list, from 0.
    Item(usize),
}

/// A way to a value. It borrows its parent, so that making one costs nothing where there is nothing to report.
#[derive(Debug, Clone, Copy)]
pub enum Path<'p> {
    /// The document itself.
    Root,
    /// The value of a key.
    Key(&'p Path<'p>, &'p str),
    /// An item of a list, from 0.
    Item(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    /// The way to the value of a key.
    pub fn key(&'p self, name: &'p str) -> Path<'p> {
        Path::Key(self, name)
    }

    /// The way to an item, counted from 0.
    pub fn item(&'p self, index: usize) -> Path<'p> {
        Path::Item(self, index)
    }

    /// The steps from the root, the first one first.
    pub fn steps(&self) -> Vec<Step<'p>> {
        let (parent, step) = match self {
            Path::Root => return Vec::new(),
            Path::Key(parent, name) => (parent, Step::Key(name)),
            Path::Item(parent, index) => (parent, Step::Item(*index)),
        };
        let mut steps = parent.steps();
        steps.push(step);
        steps
    }

    /// The entry of a list at the top of the document that this leads to or into: the key of the list, and the item.
    pub fn entry(&self) -> Option<(&'p str, usize)> {
        match self {
            Path::Item(Path::Key(Path::Root, list), index) => Some((list, *index)),
            Path::Key(parent, _) | Path::Item(parent, _) => parent.entry(),
            Path::Root => None,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, name) => f.write_str(name),
            Path::Key(parent, name) => write!(f, "{parent}.{name}"),
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_one_would_write_it() {
        assert_eq!(Path::Root.key("rules").item(3).key("sources").item(1).to_string(), "rules[3].sources[1]");
    }

    #[test]
    fn a_path_is_walked_from_the_root() {
        let expected = [Step::Key("rules"), Step::Item(3), Step::Key("text")];
        assert_eq!(Path::Root.key("rules").item(3).key("text").steps(), expected);
    }

    #[test]
    fn a_path_tells_the_entry_it_leads_into() {
        assert_eq!(Path::Root.key("rules").item(3).key("sources").item(1).entry(), Some(("rules", 3)));
        assert_eq!(Path::Root.key("rulebook").key("title").entry(), None);
    }
}
