//! The coat of arms in the letterhead.

use std::sync::Arc;

use lopdf::{Dictionary, Document as File, Object, decode_text_string};

use super::{document, lines, one_page, write};
use crate::document::picture::tests::shield;
use crate::document::{Document, Meta, Picture};
use crate::lang::Lang;

const SHEET: &str =
    "<!-- letterhead -->\nPEMERINTAH KABUPATEN CONTOH\\\n**DINAS CONTOH**\\\n*Jalan Contoh*\n\n# Ikrar\n\nIsi.\n";

fn with_emblem(markdown: &str, width: u32, height: u32) -> Document {
    let document = document(markdown);
    let emblem = Some(Arc::new(Picture::read(&shield(width, height)).unwrap()));
    Document { meta: Meta { emblem, ..document.meta }, ..document }
}

fn images(file: &File) -> Vec<&Dictionary> {
    let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
    let is_image =
        |head: &&Dictionary| head.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
    streams.map(|stream| &stream.dict).filter(is_image).collect()
}

#[test]
fn it_is_one_opaque_image_and_a_figure_with_words() {
    for (lang, words) in
        [(Lang::Id, "Lambang Kabupaten Muara Enim"), (Lang::En, "Coat of arms of Kabupaten Muara Enim")]
    {
        let document = with_emblem(SHEET, 900, 1200);
        let document = Document { meta: Meta { lang, ..document.meta }, ..document };
        let bytes = write(&document).bytes;
        let file = File::load_mem(&bytes).unwrap();
        let [image] = images(&file)[..] else { panic!("one image") };
        assert!(!image.has(b"SMask"));
        assert_eq!(image.get(b"Width").unwrap().as_i64().unwrap(), 213);
        let elements = file.objects.values().filter_map(|object| object.as_dict().ok());
        let said = elements.filter_map(|element| decode_text_string(element.get(b"Alt").ok()?).ok());
        assert_eq!(said.collect::<Vec<_>>(), [words]);
        assert_eq!(bytes, write(&document).bytes);
    }
}

#[test]
fn the_lines_stand_in_the_middle_of_what_it_leaves() {
    let starts = |document: &Document| -> Vec<f32> {
        let line = |line: &String| line.split_whitespace().nth(1)?.split('–').next()?.parse().ok();
        lines(document)[..3].iter().filter_map(line).collect()
    };
    let (with, without) = (starts(&with_emblem(SHEET, 60, 80)), starts(&document(SHEET)));
    assert_eq!(with.len(), 3);
    assert!(with.iter().zip(&without).all(|(with, without)| with - without > 25.0), "{with:?} {without:?}");
}

#[test]
fn a_sheet_without_letterhead_has_none() {
    let file = File::load_mem(&write(&with_emblem("# Ikrar\n\nIsi.\n", 60, 80)).bytes).unwrap();
    assert!(images(&file).is_empty());
}

#[test]
fn any_shape_and_any_number_of_lines_go_with_it() {
    let many = format!("<!-- letterhead -->\n{}\n\nIsi.\n", "BADAN\\\n".repeat(90) + "*Jalan*");
    for markdown in [SHEET, "<!-- letterhead -->\n**KOTA**\n", &many] {
        for (width, height) in [(1, 1), (1, 900), (900, 1), (300, 900), (900, 300)] {
            assert!(write(&one_page(with_emblem(markdown, width, height))).pages >= 1);
        }
    }
}
