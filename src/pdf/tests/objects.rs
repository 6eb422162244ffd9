//! The objects of the file.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as File, Object, decode_text_string};

use super::{Paper, WRITER, Writer, document, write};
use crate::document::words;
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::layout::{FontFile, Settings};

const SAMPLE: &str = "# Pakta Integritas\n\nSaya berjanji **netral**; lihat [sanksi](#sanksi) dan [situs](https://www.bawaslu.go.id/).\n\n\
    ## Dasar\n\n- satu\n- dua\n\n### Rinci\n\n| Tahap | Tanggal |\n|---|---|\n| Kampanye | 25 September 2024 |\n\n## Sanksi\n\nAda.\n";

fn file(markdown: &str) -> File {
    File::load_mem(&write(&document(markdown)).bytes).unwrap()
}

fn dictionary<'a>(file: &'a File, object: &'a Object) -> &'a Dictionary {
    file.dereference(object).unwrap().1.as_dict().unwrap()
}

#[test]
fn every_font_is_an_embedded_subset_with_a_table_to_unicode() {
    let file = file(SAMPLE);
    let mut count = 0;
    for object in file.objects.values().filter_map(|object| object.as_dict().ok()) {
        if object.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Type0") {
            continue;
        }
        count += 1;
        let name = object.get(b"BaseFont").unwrap().as_name().unwrap();
        assert_eq!(name[6], b'+');
        assert!(object.has(b"ToUnicode"));
        let descendant = dictionary(&file, &object.get(b"DescendantFonts").unwrap().as_array().unwrap()[0]);
        let descriptor = dictionary(&file, descendant.get(b"FontDescriptor").unwrap());
        assert!(descriptor.has(b"FontFile2"));
    }
    assert_eq!(count, 2);
}

#[test]
fn a_font_of_ones_own_keeps_its_name() {
    let data = Fonts::new(None).unwrap().face(Face::Bold).data.to_vec();
    let fonts = [(); 4].map(|()| FontFile::read(data.clone()).unwrap());
    let writer = Writer::new(Settings { fonts: Some(fonts), ..Settings::default() }).unwrap();
    let pdf = writer.write(&document("Isi."), Paper::A4).unwrap();
    let file = File::load_mem(&pdf.bytes).unwrap();
    let name = |object: &Object| Some(object.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok()?[7..].to_vec());
    let names: Vec<_> = file.objects.values().filter_map(name).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name == b"NotoSans-Bold"));
}

#[test]
fn every_page_has_content_and_the_size_of_its_paper() {
    for (paper, width, height) in [(Paper::A4, 595.3, 841.9), (Paper::F4, 609.4, 935.4), (Paper::Folio, 595.3, 935.4)] {
        let pdf = WRITER.write(&document(&"Isi.\n\n".repeat(100)), paper).unwrap();
        let file = File::load_mem(&pdf.bytes).unwrap();
        assert_eq!(file.get_pages().len(), pdf.pages as usize);
        for page in file.get_pages().into_values() {
            let content = file.get_page_content(page);
            assert!(String::from_utf8_lossy(&content).contains("TJ"));
            let size = file.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
            assert!((size[2].as_float().unwrap() - width).abs() < 0.1);
            assert!((size[3].as_float().unwrap() - height).abs() < 0.1);
        }
    }
}

#[test]
fn bookmarks_nest_as_headings_do() {
    let file = file(SAMPLE);
    let outline = dictionary(&file, file.catalog().unwrap().get(b"Outlines").unwrap());
    let mut titles = Vec::new();
    walk(&file, outline, 0, &mut titles);
    assert_eq!(titles, ["Pakta Integritas", " Dasar", "  Rinci", " Sanksi"]);
    assert_eq!(file.catalog().unwrap().get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
}

fn walk(file: &File, parent: &Dictionary, depth: usize, titles: &mut Vec<String>) {
    let mut next = parent.get(b"First").ok();
    while let Some(object) = next {
        let entry = dictionary(file, object);
        titles.push(" ".repeat(depth) + &decode_text_string(entry.get(b"Title").unwrap()).unwrap());
        assert!(entry.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().is_ok());
        walk(file, entry, depth + 1, titles);
        next = entry.get(b"Next").ok();
    }
}

#[test]
fn links_lead_to_addresses_and_to_headings() {
    let file = file(SAMPLE);
    let page = file.get_pages()[&1];
    let annotations = file.get_page_annotations(page).unwrap();
    assert_eq!(annotations.len(), 2);
    assert_eq!(annotations[0].get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap(), page);
    let action = annotations[1].get(b"A").unwrap().as_dict().unwrap();
    assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"https://www.bawaslu.go.id/");
}

#[test]
fn title_author_language_and_dates_are_those_of_the_document() {
    let file = file(SAMPLE);
    let info = dictionary(&file, file.trailer.get(b"Info").unwrap());
    let text = |key: &[u8]| decode_text_string(info.get(key).unwrap()).unwrap();
    assert_eq!(text(b"Title"), "Pakta Integritas: Kabupaten Muara Enim");
    assert_eq!(text(b"Author"), "Pemerintah Kabupaten Muara Enim");
    assert_eq!(text(b"CreationDate"), "D:20241120000000Z");
    assert_eq!(file.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap(), b"id");
}

#[test]
fn the_words_of_the_document_are_extracted_in_reading_order() {
    let document = document(SAMPLE);
    let file = File::load_mem(&write(&document).bytes).unwrap();
    // lopdf parts text wherever the font changes, so only the order of characters can be compared here.
    let text: String = file.extract_text(&[1]).unwrap().split_whitespace().collect();
    let mut rest = text.as_str();
    for word in words(&document) {
        let found = rest.find(&word).unwrap_or_else(|| panic!("{word} is missing in {rest}"));
        rest = &rest[found + word.len()..];
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_on_any_thread() {
    let writer = &*WRITER;
    let documents: Vec<_> = (0..8).map(|index| document(&format!("{SAMPLE}\n\nNomor {index} ŵ é"))).collect();
    let write = |index: usize| writer.write(&documents[index], Paper::A4).unwrap().bytes;
    let once: BTreeMap<usize, Vec<u8>> = (0..8).map(|index| (index, write(index))).collect();
    let again = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).rev().map(|index| (index, scope.spawn(move || write(index)))).collect();
        threads.into_iter().map(|(index, thread)| (index, thread.join().unwrap())).collect::<BTreeMap<_, _>>()
    });
    assert_eq!(once, again);
    assert_eq!(
        Writer::new(crate::layout::Settings::default()).unwrap().write(&documents[3], Paper::A4).unwrap().bytes,
        once[&3]
    );
}
