//! What a screen reader finds along the structure tree, word by word: that of the document, in its order, with white space
//! where words end.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document as File, Object, ObjectId, decode_text_string};

use super::tagging::{EVERYTHING, Piece, Tagged};
use super::{document, write};
use crate::document::{Document, Glossary, words};
use crate::lang::{Lang, Text};

/// Elements within a line; all others keep what stands before and after them apart.
const WITHIN_LINES: [&str; 3] = ["Span", "Link", "Code"];

/// Titles of callouts, which the words of a document leave out.
const TITLES: [&str; 5] = ["Awas", "Catatan", "Penting", "Peringatan", "Saran"];

/// The words of a file, without numbers of notes and what stands before an item or after a label.
fn heard(bytes: &[u8]) -> Vec<String> {
    let tagged = Tagged::of(bytes);
    let pages = tagged.file.get_pages().into_values();
    let pieces = pages.flat_map(|page| pieces(&tagged.file, page)).collect();
    let mut text = String::new();
    read(&tagged, &pieces, tagged.elements[0].1, &mut text);
    text.split_whitespace().map(str::to_owned).collect()
}

fn read(tagged: &Tagged, pieces: &BTreeMap<Piece, String>, id: ObjectId, text: &mut String) {
    let tag = tagged.tag(id);
    let start = text.len();
    for kid in tagged.kids(id) {
        match kid {
            Object::Reference(kid) => read(tagged, pieces, *kid, text),
            Object::Integer(number) => {
                let page = tagged.element(id).get(b"Pg").unwrap().as_reference().unwrap();
                text.push_str(&pieces[&(page, *number)]);
            }
            Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                let page = kid.get(b"Pg").unwrap().as_reference().unwrap();
                text.push_str(&pieces[&(page, kid.get(b"MCID").unwrap().as_i64().unwrap())]);
            }
            _ => {}
        }
    }
    let said = text[start..].trim();
    let is_sign = |c: char| c.is_ascii_digit() || ".:•–◦▪".contains(c);
    let is_added = match tag {
        "Reference" => true,
        "Span" | "Lbl" => said.chars().all(is_sign),
        "P" => TITLES.contains(&said),
        _ => false,
    };
    if is_added {
        text.truncate(start);
    } else if tag == "Lbl" {
        text.truncate(text.trim_end_matches([':', ' ']).len());
    }
    if !WITHIN_LINES.contains(&tag) {
        text.insert(start, ' ');
        text.push(' ');
    }
}

/// The text of each piece of content on a page.
fn pieces(file: &File, page: ObjectId) -> BTreeMap<Piece, String> {
    let fonts = file.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> =
        fonts.iter().map(|(name, font)| (name.clone(), font.get_font_encoding(file).unwrap())).collect();
    let (mut pieces, mut number, mut font) = (BTreeMap::new(), None, Vec::new());
    // For each open mark: whether it holds what its glyphs stand for, once said.
    let mut marks: Vec<bool> = Vec::new();
    for operation in Content::decode(&file.get_page_content(page)).unwrap().operations {
        let mut say = |text: &str, number: Option<i64>| {
            if let Some(number) = number {
                pieces.entry((page, number)).or_insert_with(String::new).push_str(text);
            }
        };
        match operation.operator.as_str() {
            "BMC" => marks.push(false),
            "BDC" => {
                let properties = operation.operands[1].as_dict().unwrap();
                number = properties.get(b"MCID").and_then(Object::as_i64).ok().or(number);
                say("", number);
                let meant = properties.get(b"ActualText").and_then(decode_text_string).ok();
                meant.iter().for_each(|text| say(text, number));
                marks.push(meant.is_some());
            }
            "EMC" => {
                marks.pop();
                number = number.filter(|_| !marks.is_empty());
            }
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" | "TJ" if !marks.contains(&true) => {
                let shown = &operation.operands[0];
                let items = shown.as_array().map_or(std::slice::from_ref(shown), Vec::as_slice);
                for bytes in items.iter().filter_map(|item| item.as_str().ok()) {
                    say(&File::decode_text(&encodings[&font], bytes).unwrap(), number);
                }
            }
            _ => {}
        }
    }
    pieces
}

#[track_caller]
fn check(document: &Document) {
    assert_eq!(heard(&write(document).bytes), words(document));
}

#[test]
fn every_block_is_read_as_it_is_written() {
    check(&document(EVERYTHING));
}

#[test]
fn words_at_line_ends_and_labels_and_values_stay_apart() {
    let paragraph = "Pegawai wajib menjaga netralitas selama kampanye. ".repeat(120);
    check(&document(&format!(
        "# Judul yang panjang sekali dan karena itu tentu tidak cukup pada satu baris saja di kertas ini\n\n{paragraph}\n\n\
         - **satu** dan *dua*; `N-07`\\\n  tiga\n\n<!-- fields -->\n- Nama: Siti Aminah, S.Pd.\n- Tempat: Sangatta, ____ 2024\n\n\
         | Tahap | Tanggal |\n|---|---|\n| Kampanye | 25 September 2024 |\n"
    )));
}

#[test]
fn what_is_told_beside_leaves_words_whole() {
    let mut glossary = Glossary::default();
    glossary.abbreviation("ASN", &Text { id: "Aparatur Sipil Negara".into(), en: "civil servants".into() });
    glossary.foreign("guest house", Lang::En);
    let mut sheet = document("Non-ASN, (ASN) “guest house”. Di guest\nhouse bupati; **guest house** itu.");
    glossary.mark(&mut sheet);
    check(&sheet);
}
