//! Print runs: many documents in one file.

use std::collections::BTreeSet;

use lopdf::content::Content;
use lopdf::{Document as File, Object};

use super::tagging::Tagged;
use super::{Paper, Target, WRITER, document};
use crate::document::{Block, Document, Meta};
use crate::layout::Settings;
use crate::pdf::{FilePart, Writer};

/// The sheet of a person.
fn sheet(name: &str) -> Document {
    let markdown = format!(
        "# Pakta Integritas\n\nYang bertanda tangan di bawah ini:\n\n<!-- fields -->\n- Nama: {name}\n- NIP: ____\n\n\
        1. menjaga netralitas;\n2. menolak politik uang.[^1]\n\n<!-- signatures -->\n| Yang berjanji |\n|---|\n| |\n| {name} |\n\n\
        [^1]: Lihat [situs](https://www.bawaslu.go.id/).\n"
    );
    let mut document = document(&markdown);
    document.meta.title = format!("Pakta integritas – {name}");
    document
}

fn run(names: &[&str], target: Target) -> Vec<u8> {
    bound(&names.iter().map(|name| WRITER.part(&sheet(name), target).unwrap()).collect::<Vec<_>>())
}

fn bound(parts: &[FilePart]) -> Vec<u8> {
    let mut run = WRITER.print_run(Meta { title: "Dinas Kesehatan".into(), ..Meta::default() }, Vec::new());
    parts.chunks(2).for_each(|portion| run.add(portion).unwrap());
    run.finish().unwrap()
}

fn contents(file: &File, page: lopdf::ObjectId) -> Vec<lopdf::ObjectId> {
    let contents = file.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_array().unwrap();
    contents.iter().map(|content| content.as_reference().unwrap()).collect()
}

const NAMES: [&str; 5] = ["Siti Aminah", "Budi Santoso", "Cici", "José_Ñ", "Eka"];

#[test]
fn what_sheets_have_in_common_is_in_the_file_once() {
    let file = File::load_mem(&run(&NAMES, Paper::A4.into())).unwrap();
    let pages: Vec<_> = file.get_pages().into_values().map(|page| contents(&file, page)).collect();
    assert_eq!(pages.len(), 5);
    // The sheet of a name with unusual letters is drawn in a font of its own.
    let usual: Vec<_> = pages.iter().enumerate().filter(|(index, _)| *index != 3).map(|(_, page)| page).collect();
    let all: BTreeSet<_> = usual.iter().flat_map(|page| page.iter()).collect();
    let (common, own) = (1, 1);
    assert!(usual.iter().all(|page| page.len() == common + own));
    assert_eq!(all.len(), common + own * usual.len());
}

#[test]
fn no_stream_relies_on_how_another_left_its_lines() {
    let file = File::load_mem(&run(&NAMES, Paper::A4.into())).unwrap();
    let mut strokes = 0;
    for content in file.get_pages().into_values().flat_map(|page| contents(&file, page)) {
        let stream = file.get_object(content).unwrap().as_stream().unwrap();
        let operations = Content::decode(&stream.decompressed_content().unwrap()).unwrap().operations;
        let first = |operator: &str| operations.iter().position(|operation| operation.operator == operator);
        let Some(stroke) = first("S") else { continue };
        strokes += 1;
        assert!(["d", "w", "RG"].iter().all(|operator| first(operator).is_some_and(|said| said < stroke)));
    }
    assert_eq!(strokes, NAMES.len());
}

#[test]
fn every_sheet_keeps_its_words_its_tags_and_its_title() {
    let bytes = run(&NAMES, Paper::A4.into());
    let tagged = Tagged::of(&bytes);
    let documents = tagged.elements.iter().filter(|(_, id)| tagged.tag(*id) == "Document").count();
    assert_eq!(documents, 5);
    for (page, name) in (1..).zip(NAMES) {
        let text = tagged.file.extract_text(&[page]).unwrap();
        assert!(text.contains(name) && text.contains("politik uang"), "{text}");
    }
    tagged.assert_complete();
    let outline = tagged.file.get_toc().unwrap().toc;
    let titles: Vec<&str> = outline.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles[..2], ["Pakta integritas – Siti Aminah", "Pakta integritas – Budi Santoso"]);
}

#[test]
fn fields_and_notes_of_different_sheets_have_different_names() {
    let file = File::load_mem(&run(&NAMES, Target { paper: Paper::A4, fillable: true })).unwrap();
    let form = file.catalog().unwrap().get(b"AcroForm").unwrap().as_dict().unwrap();
    let fields = form.get(b"Fields").unwrap().as_array().unwrap().iter().map(|field| field.as_reference().unwrap());
    let name = |id| lopdf::decode_text_string(file.get_dictionary(id).unwrap().get(b"T").unwrap()).unwrap();
    let names: Vec<String> = fields.map(name).collect();
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
    assert!(names.contains(&"1-nama".to_owned()) && names.contains(&"5-nama".to_owned()), "{names:?}");
    let notes =
        file.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"ID").and_then(Object::as_str).ok());
    let notes: Vec<&[u8]> = notes.collect();
    assert_eq!((notes.len(), notes.iter().collect::<BTreeSet<_>>().len()), (5, 5));
}

#[test]
fn what_a_writer_has_seen_before_changes_nothing() {
    let written = |writer: &Writer, name: &str| writer.write(&sheet(name), Paper::F4).unwrap().bytes;
    let seen = Writer::new(Settings::default()).unwrap();
    for name in NAMES.iter().chain(&NAMES) {
        let fresh = Writer::new(Settings::default()).unwrap();
        assert!(written(&seen, name) == written(&fresh, name), "{name}");
    }
}

#[test]
fn what_sheets_have_in_common_changes_nothing() {
    // Names of one line and of three, plain and with a footnote of their own; a form without any.
    let long = "Raden Ajeng Siti Aminah Kusumawardhani Prasetyaningtyas, S.E., M.Si., Ak., CA., CPA. ".repeat(2);
    let names = [&NAMES[..], &["Ida Ayu", long.trim(), "____", "Ida ***Ayu***", "Ida Ayu"]].concat();
    let plain = |name: &&str| {
        let document = sheet(name);
        let blocks = document.blocks.iter().filter(|block| !matches!(block, Block::Footnotes(_) | Block::List(_)));
        Document { blocks: blocks.cloned().collect(), ..document }
    };
    let documents: Vec<Document> = names.iter().map(|name| sheet(name)).chain(names.iter().map(plain)).collect();
    let shared = Writer::new(Settings::default()).unwrap();
    let set = |writer: &Writer, document: &Document| writer.part(document, Paper::A4).unwrap();
    let together: Vec<FilePart> = documents.iter().map(|document| set(&shared, document)).collect();
    let apart: Vec<FilePart> =
        documents.iter().map(|document| set(&Writer::new(Settings::default()).unwrap(), document)).collect();
    let bytes = bound(&together);
    assert!(bytes == bound(&apart));
    Tagged::of(&bytes).assert_complete();
    let templates = |parts: &[FilePart]| {
        let template = |part: &FilePart| part.template();
        parts.iter().map(template).collect::<BTreeSet<_>>().len()
    };
    // José, the long name and the blank have patterns of their own, with notes and without.
    assert_eq!((templates(&together), templates(&apart)), (8, 20));
    // A font that one of them needs is not in the files of the others.
    let file =
        |writer: &Writer, (part, document): (&FilePart, &Document)| writer.file(part, &document.meta).unwrap().bytes;
    for ((together, apart), document) in together.iter().zip(&apart).zip(&documents) {
        let fresh = Writer::new(Settings::default()).unwrap();
        assert!(file(&shared, (together, document)) == file(&fresh, (apart, document)), "{:?}", document.meta.title);
    }
}
