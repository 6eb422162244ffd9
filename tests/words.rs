//! Every format of every shipped document has the same words: those of the document tree.
//!
//! White space is left out of the comparison, since formats break lines in places of their own.

use ikrar::diag::Diagnostics;
use ikrar::document::words;
use ikrar::lang::Lang;
use ikrar::layout::Paper;
use ikrar::output::Format;
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::request::{Look, Request, Signatory, Subject, Superior, TallySheet, TallyUnit, UnitSheet};
use ikrar::workspace::{Inputs, Workspace};
use lopdf::{Document, Object, ObjectId};
use rayon::prelude::*;
use std::collections::BTreeMap;

#[test]
fn the_formats_of_every_shipped_document_have_the_same_words() {
    let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let papers = vec![Paper::A4, Paper::Folio];
    let wanted = Wanted { langs: Lang::ALL.to_vec(), papers, ..Wanted::default() };
    let mut requests = plan(&workspace, &wanted, Unasked::Profiled, &mut Diagnostics::new()).unwrap();
    requests.extend(plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap());
    let local = Wanted { audiences: vec!["all".into()], look: Look { meterai: true, ..Look::default() }, ..wanted };
    requests
        .extend(plan(&workspace, &local, Unasked::Profiled, &mut Diagnostics::new()).unwrap().into_iter().step_by(7));
    assert!(requests.len() > 100);
    requests.par_iter().for_each(|request| compare(&renderer, request));
}

/// A name that would be markup in each of the formats, if it were not text.
const HOSTILE: &str = "<b>Siti</b> \"Ani\" O'Neil {{ x }} *Aminah* | & co";

#[test]
fn the_formats_of_sheets_of_people_have_the_same_words() {
    let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let superior = Superior { name: "Contoh Atasan", number: "1", rank: HOSTILE, position: HOSTILE };
    let person = |name| Signatory { name, position: name, rank: name, number: "2", superior, ..Signatory::default() };
    let people: Vec<Signatory> = [HOSTILE, "Contoh Pegawai"].repeat(30).into_iter().map(person).collect();
    let unit = UnitSheet::named(HOSTILE);
    let units = vec![TallyUnit { name: HOSTILE, total: 3, signed: 1, missing: vec![HOSTILE, "Contoh Pegawai"] }];
    let tally = TallySheet { units };
    let documents = ["pledge", "attendance", "certificate", "divider", "tally"].map(str::to_owned).to_vec();
    let wanted = Wanted { langs: Lang::ALL.to_vec(), documents, ..Wanted::default() };
    for request in plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap() {
        let (unit, tally, signatory) = (Some(&unit), Some(&tally), people.first());
        let subject = Subject { unit, tally, signatory, people: &people, ..request.subject };
        compare(&renderer, &Request { subject, ..request });
    }
}

fn compare(renderer: &Renderer, request: &Request) {
    let words = words(&renderer.typeset(request).unwrap().document);
    let expected = words.concat();
    assert!(words.len() > 30);
    let labels = renderer.workspace.templates.labels(request.scope.lang).values();
    let chrome: Vec<String> = labels.map(|label| label.split_whitespace().collect()).collect();
    for sheet in renderer.sheet(request, &Format::ALL).unwrap() {
        let region = request.scope.region.map(|region| region.slug.as_str());
        let name = format!(
            "{:?} {region:?} {:?} {:?} {:?}",
            request.document.id, request.scope.audience, request.scope.lang, sheet.format
        );
        match sheet.format {
            Format::Pdf => same(&name, &expected, &pdf_text(&sheet.bytes, &expected, &chrome)),
            Format::Html => same(&name, &expected, &html_text(&String::from_utf8(sheet.bytes).unwrap())),
            Format::Md => contains(&name, &words, &String::from_utf8(sheet.bytes).unwrap()),
            Format::Txt => {
                // Marks stand in the middle of words, and a hair space keeps a typed sign from being one.
                let bare = |text: &str| text.replace(['*', '_', '~', '\u{200A}'], "");
                let words: Vec<String> = words.iter().map(|word| bare(word)).collect();
                contains_in_order(&name, &words, &bare(&String::from_utf8(sheet.bytes).unwrap()));
            }
        }
    }
}

#[track_caller]
fn same(name: &str, expected: &str, found: &str) {
    let found: String = found.chars().filter(|c| !c.is_whitespace()).collect();
    let at = expected.char_indices().zip(found.char_indices()).find(|((_, a), (_, b))| a != b);
    let around = |text: &str, at: usize| text[at..].chars().take(60).collect::<String>();
    if let Some(((a, _), (b, _))) = at {
        panic!("{name} differs:\nexpected …{}\nfound    …{}", around(expected, a), around(&found, b));
    }
    assert_eq!(expected.len(), found.len(), "{name} ends elsewhere");
}

/// Plain text says more than the words (marks, numbers), but has all of them in their order.
#[track_caller]
fn contains_in_order(name: &str, words: &[String], text: &str) {
    let mut rest = text;
    for word in words {
        let at =
            rest.find(word).unwrap_or_else(|| panic!("{name} misses `{word}` in …{}", &rest[..rest.len().min(80)]));
        rest = &rest[at + word.len()..];
    }
}

/// Markdown writes the columns of a signature block by row, so that words are counted rather than followed.
#[track_caller]
fn contains(name: &str, words: &[String], markdown: &str) {
    let without_marks = |text: &str| text.replace(['\\', '*', '`'], "");
    let links = markdown.replace("](", " ](").replace(['[', '|', ':', '_', '<', '>'], " ");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    without_marks(&links).split_whitespace().for_each(|word| *found.entry(word.to_owned()).or_default() += 1);
    for word in words {
        for part in without_marks(word).replace(['[', '|', ':', '_', '<', '>'], " ").split_whitespace() {
            match found.get_mut(part) {
                Some(left) if *left > 0 => *left -= 1,
                _ => panic!("{name} misses `{word}`"),
            }
        }
    }
}

/// The text of the page, its footer apart.
fn html_text(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1.split_once("<footer").unwrap().0;
    let mut rest = body.split_once('>').unwrap().1;
    let mut text = String::new();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        let name = tag.split([' ', '/']).next().unwrap();
        // Footnote numbers are the format's own; so is what a picture says to those who do not see it.
        rest = match name {
            "sup" | "svg" => after.split_once(&format!("</{name}>")).unwrap().1,
            _ => after,
        };
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// A run of text of a PDF, without its white space, and its height above the foot of the page.
struct Run {
    /// The number of the content that it is part of.
    number: i64,
    text: String,
    height: f32,
}

/// The text of a PDF in the order of the numbers of its content, which must be the expected one. What the format adds is left out:
/// footers, numbers of list items and footnotes, colons of fields, titles of callouts, heads of tables repeated on the
/// next page.
fn pdf_text(bytes: &[u8], expected: &str, chrome: &[String]) -> String {
    let pdf = Document::load_mem(bytes).unwrap();
    let mut text = String::new();
    for page in pdf.get_pages().into_values() {
        for run in runs(&pdf, page).into_iter().filter(|run| run.height > FOOTER) {
            let is_next = expected.get(text.len()..).is_some_and(|rest| rest.starts_with(&run.text));
            let is_added = is_label(&run.text) || chrome.contains(&run.text) || text.contains(&run.text);
            if is_next || !is_added {
                text.push_str(&run.text);
            }
        }
    }
    text
}

/// Height of the footer, in points.
const FOOTER: f32 = 48.0;

/// ":", "•", "1.", "[1]", "1".
fn is_label(text: &str) -> bool {
    text.trim_matches([':', '•', '–', '◦', '▪', '[', ']', '.']).chars().all(|c| c.is_ascii_digit())
}

fn runs(pdf: &Document, page: ObjectId) -> Vec<Run> {
    let fonts = pdf.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> =
        fonts.iter().map(|(name, font)| (name.clone(), font.get_font_encoding(pdf).unwrap())).collect();
    let (mut runs, mut font, mut height) = (Vec::new(), Vec::new(), 0.0);
    let mut replacement: Option<String> = None;
    // Whether each marked stretch around is no part of the document, such as a heading that stands again.
    let mut artifacts = Vec::new();
    let mut number = 0;
    for operation in pdf.get_and_decode_page_content(page).unwrap().operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BT" => height = 0.0,
            "Tf" => font = operands[0].as_name().unwrap().to_vec(),
            "Td" => height += operands[1].as_float().unwrap(),
            "BMC" | "BDC" => {
                artifacts.push(operands[0].as_name().unwrap() == b"Artifact");
                replacement = operands.get(1).and_then(actual_text);
                number = operands.get(1).and_then(content_number).unwrap_or(number);
            }
            "EMC" => {
                artifacts.pop();
                replacement = None;
            }
            "Tj" | "TJ" if artifacts.contains(&true) => {}
            "Tj" | "TJ" => {
                let shown =
                    || strings(&operands[0]).map(|bytes| Document::decode_text(&encodings[&font], bytes).unwrap());
                // The first run takes the replacement, the others of the stretch are empty.
                let text = replacement.as_mut().map_or_else(|| shown().collect(), std::mem::take);
                let text: String = text.split_whitespace().collect();
                runs.push(Run { number, text, height });
            }
            _ => {}
        }
    }
    // What is one person's is drawn last, wherever it is read.
    runs.sort_by_key(|run| run.number);
    runs
}

/// The place of a marked stretch in the reading order of its page.
fn content_number(properties: &Object) -> Option<i64> {
    properties.as_dict().ok()?.get(b"MCID").ok()?.as_i64().ok()
}

/// What the glyphs of a marked stretch stand for, if they stand for something else than themselves.
fn actual_text(properties: &Object) -> Option<String> {
    let text = properties.as_dict().ok()?.get(b"ActualText").ok()?;
    lopdf::decode_text_string(text).ok()
}

fn strings(shown: &Object) -> impl Iterator<Item = &[u8]> {
    let items = shown.as_array().map_or(std::slice::from_ref(shown), Vec::as_slice);
    items.iter().filter_map(|item| item.as_str().ok())
}
