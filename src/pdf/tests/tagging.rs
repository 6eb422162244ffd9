//! The structure tree of the file, and its way to and from what is drawn.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use lopdf::content::Content;
use lopdf::{Dictionary, Document as File, Object, ObjectId, decode_text_string};

use super::{document, fillable, write};
use crate::document::Glossary;
use crate::lang::{Lang, Text};

/// A structure tree, read back from a file.
pub(super) struct Tagged {
    pub(super) file: File,
    /// Elements in reading order, with how deep they are.
    pub(super) elements: Vec<(usize, ObjectId)>,
}

/// A piece of content: the page and the number on it.
pub(super) type Piece = (ObjectId, i64);

impl Tagged {
    fn read(markdown: &str) -> Tagged {
        Tagged::of(&write(&document(markdown)).bytes)
    }

    pub(super) fn of(bytes: &[u8]) -> Tagged {
        let file = File::load_mem(bytes).unwrap();
        let mut tagged = Tagged { file, elements: Vec::new() };
        let tops = tagged.root().get(b"K").unwrap().as_array().unwrap().clone();
        tops.iter().for_each(|top| tagged.descend(top.as_reference().unwrap(), 0));
        tagged
    }

    fn root(&self) -> &Dictionary {
        self.dictionary(self.file.catalog().unwrap().get(b"StructTreeRoot").unwrap())
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.file.dereference(object).unwrap().1.as_dict().unwrap()
    }

    pub(super) fn element(&self, id: ObjectId) -> &Dictionary {
        self.file.get_dictionary(id).unwrap()
    }

    pub(super) fn tag(&self, id: ObjectId) -> &str {
        str::from_utf8(self.element(id).get(b"S").unwrap().as_name().unwrap()).unwrap()
    }

    fn descend(&mut self, id: ObjectId, depth: usize) {
        self.elements.push((depth, id));
        let kids: Vec<ObjectId> = self.kids(id).iter().filter_map(|kid| kid.as_reference().ok()).collect();
        for kid in kids {
            assert_eq!(self.element(kid).get(b"P").unwrap().as_reference().unwrap(), id);
            self.descend(kid, depth + 1);
        }
    }

    pub(super) fn kids(&self, id: ObjectId) -> &[Object] {
        self.element(id).get(b"K").unwrap().as_array().unwrap()
    }

    /// The content that an element owns itself.
    fn pieces(&self, id: ObjectId) -> Vec<Piece> {
        let page = self.element(id).get(b"Pg").and_then(Object::as_reference).ok();
        let piece = |kid: &Object| match kid {
            Object::Integer(number) => Some((page.unwrap(), *number)),
            Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                Some((kid.get(b"Pg").unwrap().as_reference().unwrap(), kid.get(b"MCID").unwrap().as_i64().unwrap()))
            }
            _ => None,
        };
        self.kids(id).iter().filter_map(piece).collect()
    }

    /// The annotations that an element owns.
    fn annotations(&self, id: ObjectId) -> Vec<ObjectId> {
        let object = |kid: &Object| {
            let kid = kid.as_dict().ok().filter(|kid| kid.has_type(b"OBJR"))?;
            kid.get(b"Obj").unwrap().as_reference().ok()
        };
        self.kids(id).iter().filter_map(object).collect()
    }

    /// Every piece of content is in the tree, and leads back to its element.
    pub(super) fn assert_complete(&self) {
        let mut owned: BTreeMap<Piece, ObjectId> = BTreeMap::new();
        for (_, id) in &self.elements {
            for piece in self.pieces(*id) {
                assert!(owned.insert(piece, *id).is_none());
            }
        }
        for page in self.file.get_pages().into_values() {
            let mut drawn = self.drawn(page);
            drawn.sort_unstable();
            assert_eq!(drawn, (0..drawn.len() as i64).collect::<Vec<_>>());
            let number = self.element(page).get(b"StructParents").unwrap().as_i64().unwrap();
            let parents = self.parent(number).as_array().unwrap();
            assert_eq!(parents.len(), drawn.len());
            for (number, parent) in drawn.iter().zip(parents) {
                assert_eq!(owned.remove(&(page, *number)), parent.as_reference().ok());
            }
            assert_eq!(self.element(page).get(b"Tabs").unwrap().as_name().unwrap(), b"S");
        }
        assert!(owned.is_empty());
    }

    /// What a page or annotation of this number belongs to.
    fn parent(&self, number: i64) -> &Object {
        let leaves = self.leaves(self.root().get(b"ParentTree").unwrap());
        let pairs = leaves.into_iter().flat_map(|leaf| leaf.get(b"Nums").unwrap().as_array().unwrap().chunks_exact(2));
        pairs.into_iter().find(|pair| pair[0].as_i64().unwrap() == number).map(|pair| &pair[1]).unwrap()
    }

    /// The leaves of a tree of numbers or names.
    fn leaves<'a>(&'a self, tree: &'a Object) -> Vec<&'a Dictionary> {
        let node = self.dictionary(tree);
        match node.get(b"Kids") {
            Ok(kids) => kids.as_array().unwrap().iter().flat_map(|kid| self.leaves(kid)).collect(),
            Err(_) => vec![node],
        }
    }

    /// The numbers of the content on a page. Nothing is drawn outside a mark, and marks hold no other marks.
    fn drawn(&self, page: ObjectId) -> Vec<i64> {
        let content = Content::decode(&self.file.get_page_content(page)).unwrap();
        let mut open: Vec<Option<i64>> = Vec::new();
        let mut numbers = Vec::new();
        for operation in content.operations {
            match operation.operator.as_str() {
                "BMC" => open.push(None),
                "BDC" => {
                    let number = operation.operands[1].as_dict().unwrap().get(b"MCID").and_then(Object::as_i64).ok();
                    assert!(number.is_none() || open.is_empty());
                    numbers.extend(number);
                    open.push(number);
                }
                "EMC" => assert!(open.pop().is_some()),
                "Tj" | "TJ" | "S" | "s" | "f" | "F" | "B" | "b" => assert!(!open.is_empty(), "{operation:?}"),
                _ => {}
            }
        }
        assert!(open.is_empty());
        numbers
    }
}

/// The tree as text: a line an element, with how many pieces of content and how many annotations it owns.
fn tree(tagged: &Tagged) -> String {
    let line = |(depth, id): &(usize, ObjectId)| {
        let indent = "  ".repeat(*depth);
        let count = |count: usize, sign: &str| if count > 0 { format!(" {sign}{count}") } else { String::new() };
        let pieces = count(tagged.pieces(*id).len(), "");
        let annotations = count(tagged.annotations(*id).len(), "+");
        let said = |key: &[u8], sign: &str| {
            let words = tagged.element(*id).get(key).and_then(decode_text_string);
            words.map(|words| format!(" {sign}“{words}”")).unwrap_or_default()
        };
        let said = [said(b"Alt", ""), said(b"E", "= "), said(b"Lang", "in ")].concat();
        format!("{indent}{}{pieces}{annotations}{said}\n", tagged.tag(*id))
    };
    tagged.elements.iter().map(line).collect()
}

fn check(markdown: &str, expected: &Expect) {
    expected.assert_eq(&tree(&Tagged::read(markdown)));
}

/// Every block that there is, some of them over several pages.
pub(super) const EVERYTHING: &str = include_str!("../../../tests/documents/every-block.md");

fn long() -> String {
    let paragraph = "Pegawai wajib menjaga netralitas. ".repeat(150);
    let table = "| Tahap | Tanggal |\n|---|---|\n".to_owned() + &"| Kampanye | 25 September 2024 |\n".repeat(60);
    format!("{EVERYTHING}\n\n{paragraph}\n\n{table}")
}

#[test]
fn a_document_is_tagged_as_what_it_is() {
    check(
        "# Judul\n\n1. satu\n2. dua\n\n   lanjutan\n\n| Tahap | |\n|---|---|\n| Kampanye | |\n\n## Bagian\n\nLihat [judul](#judul), ____, \
         catatan.[^1]\n\n> [!NOTE]\n> Isi\n\n[^1]: Kaki.",
        &expect![[r#"
            Document
              H1 1
              L
                LI
                  Lbl 1
                  LBody 1
                LI
                  Lbl 1
                  LBody
                    P 1
                    P 1
              Table
                THead
                  TR
                    TH 1
                    TH
                TBody
                  TR
                    TD 1
                    TD
              H2 1
              P 3
                Link 1 +1
                Figure 1 “isian”
                Reference
                  Link 1 +1
              Div
                P 1
                P 1
              Note
                Lbl 1
                P 1
        "#]],
    );
}

#[test]
fn a_listener_hears_what_marks_and_boxes_and_lines_mean() {
    check(
        "<!-- prohibition -->\n- [ ] `N-07` Berkampanye.\n\n<!-- permission -->\n1. [x] Memilih.\n\n<!-- fields -->\n- Nama: ____\n- NIP: 19870101\n\n\
         <!-- signatures -->\n| Mengetahui, |\n|---|\n| |\n| ____ |",
        &expect![[r#"
            Document
              L
                LI
                  Lbl
                    Figure 1 “Dilarang, belum dicentang”
                  LBody 1
              L
                LI
                  Lbl 1
                    Figure 1 “Boleh, sudah dicentang”
                  LBody 1
              L
                LI
                  Lbl 1
                  LBody
                    Figure 1 “isian”
                LI
                  Lbl 1
                  LBody 1
              Div
                Div
                  P 1
                  P
                    Figure 1 “isian”
        "#]],
    );
}

#[test]
fn in_a_fillable_file_what_is_filled_in_is_a_form_where_it_stands() {
    let bytes = fillable(
        "<!-- prohibition -->\n- [ ] `N-07` Berkampanye.\n\n<!-- fields -->\n- Nama: Siti Aminah\n\nPada ____ di ____ hadir.\n\n\
         <!-- signatures -->\n| Mengetahui, |\n|---|\n| |\n| ____ |",
    );
    expect![[r#"
        Document
          L
            LI
              Lbl
                Figure 1 “Dilarang”
                Form +1
              LBody 1
          L
            LI
              Lbl 1
              LBody
                Form +1
          P 3
            Form +1
            Form +1
          Div
            Div
              P 1
              Form +1
              P
                Form +1
    "#]]
    .assert_eq(&tree(&Tagged::of(&bytes)));
}

#[test]
fn every_field_is_a_form_and_leads_back_to_it() {
    let tagged = Tagged::of(&fillable(&long()));
    let mut seen = 0;
    for (_, id) in tagged.elements.iter().filter(|(_, id)| tagged.tag(*id) == "Form") {
        let [annotation] = tagged.annotations(*id)[..] else { panic!("a form has one field") };
        let number = tagged.element(annotation).get(b"StructParent").unwrap().as_i64().unwrap();
        assert_eq!(tagged.parent(number).as_reference().unwrap(), *id);
        seen += 1;
    }
    let form = tagged.dictionary(tagged.file.catalog().unwrap().get(b"AcroForm").unwrap());
    assert_eq!(form.get(b"Fields").unwrap().as_array().unwrap().len(), seen);
    assert!(seen > 5);
}

#[test]
fn a_listener_hears_what_is_short_and_which_words_are_foreign() {
    let mut glossary = Glossary::default();
    glossary.abbreviation("ASN", &Text { id: "Aparatur Sipil Negara".into(), en: "State Civil Apparatus".into() });
    glossary.foreign("camat", Lang::Id);
    let mut sheet = document("# A camat\n\nThe **ASN** is no camat; ASN. [A camat of the ASN](https://a.id)");
    sheet.meta.lang = Lang::En;
    glossary.mark(&mut sheet);
    expect![[r#"
        Document
          H1 1
            Span 1 in “id”
          P 3
            Span 1 = “State Civil Apparatus”
            Span 1 in “id”
            Link 1 +1
    "#]]
    .assert_eq(&tree(&Tagged::of(&write(&sheet).bytes)));
}

#[test]
fn every_piece_of_content_is_in_the_tree_and_leads_back_to_its_element() {
    Tagged::read(&long()).assert_complete();
}

#[test]
fn every_link_has_its_annotations_and_they_lead_back_to_it() {
    let wrapped = format!("[{}](https://www.bawaslu.go.id/)", "laporkan pelanggaran ".repeat(12).trim());
    let tagged = Tagged::read(&format!("{EVERYTHING}\n\n{wrapped}"));
    let mut seen = BTreeSet::new();
    for (_, id) in tagged.elements.iter().filter(|(_, id)| tagged.tag(*id) == "Link") {
        let annotations = tagged.annotations(*id);
        assert!(!annotations.is_empty() && !tagged.pieces(*id).is_empty());
        for annotation in annotations {
            let dictionary = tagged.element(annotation);
            let number = dictionary.get(b"StructParent").unwrap().as_i64().unwrap();
            assert_eq!(tagged.parent(number).as_reference().unwrap(), *id);
            assert!(!decode_text_string(dictionary.get(b"Contents").unwrap()).unwrap().trim().is_empty());
            assert!(seen.insert(annotation));
        }
    }
    let pages = tagged.file.get_pages().into_values();
    let count: usize = pages.map(|page| tagged.file.get_page_annotations(page).unwrap().len()).sum();
    // The last link is on three lines.
    assert_eq!((seen.len(), count), (6, 6));
}

#[test]
fn a_block_over_several_pages_is_one_element_and_a_header_that_stands_again_is_none() {
    let tagged = Tagged::read(&long());
    let pages_of = |id: &ObjectId| tagged.pieces(*id).into_iter().map(|(page, _)| page).collect::<BTreeSet<_>>();
    let broken = tagged.elements.iter().filter(|(_, id)| tagged.tag(*id) == "P" && pages_of(id).len() > 1);
    assert!(broken.count() >= 1);
    let headers = tagged.elements.iter().filter(|(_, id)| tagged.tag(*id) == "TH");
    let pages: Vec<usize> = headers.map(|(_, id)| pages_of(id).len()).collect();
    assert!(!pages.is_empty() && pages.iter().all(|count| *count == 1));
}

#[test]
fn a_note_has_a_name_and_the_letterhead_of_an_english_sheet_its_language() {
    let tagged = Tagged::read("Lihat.[^1]\n\n[^1]: Kaki.");
    let leaves = tagged.leaves(tagged.root().get(b"IDTree").unwrap());
    let names = leaves[0].get(b"Names").unwrap().as_array().unwrap();
    let note = names[1].as_reference().unwrap();
    assert_eq!(tagged.tag(note), "Note");
    assert_eq!(tagged.element(note).get(b"ID").unwrap(), &names[0]);

    let mut english = document("<!-- letterhead -->\n**PEMERINTAH KABUPATEN MUARA ENIM**\n\n# Pledge");
    english.meta.lang = Lang::En;
    let file = File::load_mem(&write(&english).bytes).unwrap();
    let lang = |dictionary: &Dictionary| dictionary.get(b"Lang").and_then(Object::as_str).map(<[u8]>::to_vec).ok();
    let elements = file.objects.values().filter_map(|object| object.as_dict().ok());
    assert_eq!(lang(file.catalog().unwrap()), Some(b"en".to_vec()));
    assert_eq!(elements.filter(|element| element.has(b"S")).find_map(lang), Some(b"id".to_vec()));
}

#[test]
fn the_file_says_which_standards_it_keeps_to_and_what_it_is_twice_alike() {
    let file = File::load_mem(&write(&document("# Judul <&>")).bytes).unwrap();
    assert_eq!(file.version, "1.7");
    let catalog = file.catalog().unwrap();
    let packet = catalog.get(b"Metadata").and_then(Object::as_reference).unwrap();
    let packet = file.get_object(packet).unwrap().as_stream().unwrap().decompressed_content().unwrap();
    let packet = str::from_utf8(&packet).unwrap();
    for said in [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
        "<rdf:li xml:lang=\"x-default\">Pakta Integritas: Kabupaten Muara Enim</rdf:li>",
        "<rdf:li>Pemerintah Kabupaten Muara Enim</rdf:li>",
        "<xmp:CreateDate>2024-11-20T00:00:00Z</xmp:CreateDate>",
        "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
    ] {
        assert!(packet.contains(said), "{said} is missing in {packet}");
    }
    assert!(catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
    let intent = catalog.get(b"OutputIntents").unwrap().as_array().unwrap()[0].as_dict().unwrap();
    let profile = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    let profile = file.get_object(profile).unwrap().as_stream().unwrap().decompressed_content().unwrap();
    assert_eq!(&profile[36..40], b"acsp");
    assert_eq!(file.trailer.get(b"ID").unwrap().as_array().unwrap().len(), 2);
}
