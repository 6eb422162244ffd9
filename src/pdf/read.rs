//! What a tagged PDF says, passage by passage, in reading order: the way back from a printed sheet to its words.
//!
//! Content is read with the numbers of its marks; the structure tree says which marks are one list item, paragraph or
//! cell. It is meant for files of ours, and reads others as far as they are made alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId, decode_text_string};

use crate::diag::Diagnostic;

/// No stream inflates to more, and no page either; the largest of ours has a hundredth of it.
const MOST: usize = 16 * 1024 * 1024;

/// How deep elements may be nested, so that a tree that leads back to itself comes to an end.
const DEEPEST: usize = 64;

/// A list item, paragraph, heading or cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// What it says.
    pub text: String,
    /// The words that stand for the pictures in it, such as the mark of an item.
    pub pictures: Vec<String>,
}

/// The passages of a PDF. One that is cut by its structure, such as an item of several paragraphs, is more than one; a
/// picture alone is one without text.
///
/// # Errors
/// `unreadable-pdf` where the bytes are no PDF, or one that must be opened with a password; `untagged-pdf` where it has
/// no structure.
pub fn passages(bytes: &[u8]) -> Result<Vec<Passage>, Diagnostic> {
    let options = LoadOptions { max_decompressed_size: Some(MOST), ..LoadOptions::default() };
    let unreadable =
        |error: lopdf::Error| Diagnostic::error("unreadable-pdf", format!("cannot read this PDF: {error}"));
    let document = Document::load_mem_with_options(bytes, options).map_err(unreadable)?;
    let parents = Parents::of(&document).ok_or_else(|| {
        let finding =
            Diagnostic::error("untagged-pdf", "this PDF has no structure, so what it says cannot be told apart");
        finding.help("ikrar writes tagged PDFs; take the file it wrote, not a scan or a copy printed to PDF")
    })?;
    let mut passages = Passages::default();
    for page in document.get_pages().into_values() {
        let mut marked = marked(&document, page).map_err(unreadable)?;
        // What is one person's is drawn last, wherever it stands; the numbers follow the reading.
        marked.sort_by_key(|(number, _)| number.unwrap_or(usize::MAX));
        for (number, text) in marked {
            let own = number.and_then(|number| parents.element(&document, page, number));
            let picture = own.and_then(|element| alternative(&document, element));
            passages.add(own.map(|element| passage(&document, element)), &text, picture);
        }
    }
    passages.all.retain(|passage| !passage.text.is_empty() || !passage.pictures.is_empty());
    Ok(passages.all)
}

/// Passages by the element they belong to, in the order in which these begin.
#[derive(Default)]
struct Passages {
    all: Vec<Passage>,
    places: HashMap<ObjectId, usize>,
}

impl Passages {
    /// What belongs to no element, such as a footer, is a passage by itself.
    fn add(&mut self, element: Option<ObjectId>, text: &str, picture: Option<String>) {
        let next = self.all.len();
        let place = element.map_or(next, |element| *self.places.entry(element).or_insert(next));
        if place == next {
            self.all.push(Passage::default());
        }
        if let Some(passage) = self.all.get_mut(place) {
            passage.text.push_str(text);
            passage.pictures.extend(picture);
        }
    }
}

/// The elements that marks belong to: for each key of a page its list.
struct Parents(BTreeMap<i64, Vec<Object>>);

impl Parents {
    fn of(document: &Document) -> Option<Parents> {
        let catalog = document.catalog().ok()?;
        let tree = dictionary(document, catalog.get(b"StructTreeRoot").ok()?)?;
        let mut lists = BTreeMap::new();
        let mut open = vec![dictionary(document, tree.get(b"ParentTree").ok()?)?];
        let mut seen = BTreeSet::new();
        while let Some(node) = open.pop() {
            for kid in array(document, node, b"Kids").unwrap_or_default() {
                let is_new = kid.as_reference().is_ok_and(|id| seen.insert(id));
                open.extend(dictionary(document, kid).filter(|_| is_new));
            }
            for pair in array(document, node, b"Nums").unwrap_or_default().chunks_exact(2) {
                let list = document.dereference(&pair[1]).ok().and_then(|(_, list)| list.as_array().ok());
                if let (Ok(key), Some(list)) = (pair[0].as_i64(), list) {
                    lists.insert(key, list.clone());
                }
            }
        }
        Some(Parents(lists))
    }

    /// The element that a mark of a page belongs to.
    fn element(&self, document: &Document, page: ObjectId, number: usize) -> Option<ObjectId> {
        let key = document.get_dictionary(page).ok()?.get(b"StructParents").ok()?.as_i64().ok()?;
        self.0.get(&key)?.get(number)?.as_reference().ok()
    }
}

/// The list item, paragraph, heading or cell around an element, else the element itself.
fn passage(document: &Document, own: ObjectId) -> ObjectId {
    let mut element = own;
    for _ in 0..DEEPEST {
        let Ok(dictionary) = document.get_dictionary(element) else { break };
        let role = dictionary.get(b"S").and_then(Object::as_name).unwrap_or_default();
        if matches!(role, b"P" | b"LI" | b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" | b"TD" | b"TH" | b"Note") {
            return element;
        }
        match dictionary.get(b"P").and_then(Object::as_reference) {
            Ok(parent) => element = parent,
            Err(_) => break,
        }
    }
    own
}

/// The words that stand for an element that is a picture.
fn alternative(document: &Document, element: ObjectId) -> Option<String> {
    decode_text_string(document.get_dictionary(element).ok()?.get(b"Alt").ok()?).ok()
}

fn dictionary<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}

fn array<'d>(document: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d [Object]> {
    Some(document.dereference(of.get(key).ok()?).ok()?.1.as_array().ok()?.as_slice())
}

/// The texts of a page, each with the number of its mark, if it has one.
fn marked(document: &Document, page: ObjectId) -> Result<Vec<(Option<usize>, String)>, lopdf::Error> {
    let mut encodings: BTreeMap<Vec<u8>, Encoding> = BTreeMap::new();
    for (name, font) in document.get_page_fonts(page)? {
        encodings.insert(name, font.get_font_encoding_with_limit(document, MOST)?);
    }
    let content = Content::decode(&document.get_page_content_with_limit(page, MOST)?)?;
    let mut texts: Vec<(Option<usize>, String)> = Vec::new();
    let mut marks: Vec<Option<usize>> = Vec::new();
    let mut encoding = None;
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BDC" | "BMC" => {
                let number = operands.get(1).and_then(|of| of.as_dict().ok()?.get(b"MCID").ok()?.as_i64().ok());
                let number = number.and_then(|number| usize::try_from(number).ok());
                marks.push(number);
                // A picture shows no text, and still is in its place.
                texts.extend(number.map(|number| (Some(number), String::new())));
            }
            "EMC" => drop(marks.pop()),
            "Tf" => encoding = operands.first().and_then(|name| encodings.get(name.as_name().ok()?)),
            "Tj" | "TJ" => {
                let number = marks.iter().rev().find_map(|mark| *mark);
                let text: String = operands.iter().map(|operand| shown(operand, encoding)).collect();
                match texts.last_mut().filter(|(last, _)| *last == number) {
                    Some((_, known)) => known.push_str(&text),
                    None => texts.push((number, text)),
                }
            }
            _ => {}
        }
    }
    Ok(texts)
}

/// What a string, or an array of strings and distances, shows.
fn shown(operand: &Object, encoding: Option<&Encoding>) -> String {
    match operand {
        Object::Array(parts) => parts.iter().map(|part| shown(part, encoding)).collect(),
        Object::String(bytes, _) => {
            encoding.and_then(|encoding| Document::decode_text(encoding, bytes).ok()).unwrap_or_default()
        }
        _ => String::new(),
    }
}
