//! Fields of fillable files: what they are called, what they hold, what they show.

use expect_test::expect;
use lopdf::{Dictionary, Document as File, Object, decode_text_string};

use super::{Paper, Target, WRITER, document, fillable};

/// The fields of a file, in the order of its form.
fn fields(file: &File) -> Vec<&Dictionary> {
    let form = file.catalog().unwrap().get(b"AcroForm").unwrap().as_dict().unwrap();
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    fields.iter().map(|field| file.get_dictionary(field.as_reference().unwrap()).unwrap()).collect()
}

fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a str {
    str::from_utf8(dictionary.get(key).unwrap().as_name().unwrap()).unwrap()
}

fn words(field: &Dictionary, key: &[u8]) -> Option<String> {
    field.get(key).ok().and_then(|text| decode_text_string(text).ok())
}

/// A line a field: its type, name, label and value.
fn listed(markdown: &str) -> String {
    let file = File::load_mem(&fillable(markdown)).unwrap();
    let line = |field: &&Dictionary| {
        let (name_, label) = (words(field, b"T").unwrap(), words(field, b"TU").unwrap());
        let value = words(field, b"V").or_else(|| field.has(b"AS").then(|| name(field, b"AS").to_owned()));
        let value = value.map(|value| format!(" = {value}")).unwrap_or_default();
        format!("{} {name_} “{label}”{value}\n", name(field, b"FT"))
    };
    fields(&file).iter().map(line).collect()
}

/// The content of what a field shows, in this state if it has several.
fn shown(file: &File, field: &Dictionary, state: Option<&[u8]>) -> String {
    let normal = field.get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap();
    let stream = match state {
        Some(state) => normal.as_dict().unwrap().get(state).unwrap(),
        None => normal,
    };
    let stream = file.get_object(stream.as_reference().unwrap()).unwrap().as_stream().unwrap();
    assert!(stream.dict.has(b"BBox") && stream.dict.has(b"Resources"));
    String::from_utf8_lossy(&stream.decompressed_content().unwrap()).into_owned()
}

const FORM: &str = "Nomor: ____\n\n<!-- fields -->\n- Nama: Siti Aminah, S.Pd.\n- NIP: ____\n- Jabatan: ____\n\n\
    <!-- prohibition -->\n- [ ] `N-07` Berkampanye.\\\n  *PP 94/2021*\n- [x] `N-08` Memasang\n  baliho.\n\n\
    Hadir pada ____ pukul ____ di ____.\n\n| Nama | Paraf |\n|---|---|\n| ____ | ____ |\n\n<!-- sign-in -->\n| No. | Nama | Paraf |\n|--:|---|---|\n| 1 | | |\n| 2 | Budi | |\n\n<!-- signatures -->\n\
    | Mengetahui, | ____, ____ |\n|---|---|\n| Atasan langsung | Yang berjanji |\n| | *Meterai* |\n| ____ | Siti Aminah |\n| NIP ____ | |";

#[test]
fn fields_are_called_by_the_words_beside_them_and_ticks_by_their_rules() {
    expect![[r#"
        Tx nomor “Nomor”
        Tx nama “Nama” = Siti Aminah, S.Pd.
        Tx nip “NIP”
        Tx jabatan “Jabatan”
        Btn N-07 “Dilarang: N-07 Berkampanye.” = Off
        Btn N-08 “Dilarang: N-08 Memasang baliho.” = Yes
        Tx hadir-pada “Hadir pada”
        Tx pukul “pukul”
        Tx di “di”
        Tx nama-2 “Nama”
        Tx paraf “Paraf”
        Tx nama-1 “Nama 1”
        Sig paraf-1 “Paraf 1”
        Sig paraf-2 “Paraf 2”
        Sig tanda-tangan-atasan-langsung “Tanda tangan – Atasan langsung”
        Tx nama-atasan-langsung “Nama – Atasan langsung”
        Tx nip-atasan-langsung “NIP – Atasan langsung”
        Tx tempat “Tempat”
        Tx tanggal “Tanggal”
        Sig tanda-tangan-yang-berjanji “Tanda tangan – Yang berjanji”
    "#]]
    .assert_eq(&listed(FORM));
}

#[test]
fn a_value_is_shown_and_a_box_has_both_states() {
    let file = File::load_mem(&fillable(FORM)).unwrap();
    let fields = fields(&file);
    let named = |wanted: &str| *fields.iter().find(|field| words(field, b"T").as_deref() == Some(wanted)).unwrap();
    let value = shown(&file, named("nama"), None);
    assert!(value.starts_with("/Tx BMC") && value.trim_end().ends_with("EMC") && value.contains(" Tf"), "{value}");
    let blank = shown(&file, named("nip"), None);
    assert!(!blank.contains("Tj") && !blank.contains("TJ"), "{blank}");
    for tick in ["N-07", "N-08"].map(named) {
        assert!(shown(&file, tick, Some(b"Yes")).contains(" l\n"));
        assert!(!shown(&file, tick, Some(b"Off")).contains(" l\n"));
    }
}

#[test]
fn fields_are_printed_typed_into_and_never_drawn_by_the_reader_alone() {
    let file = File::load_mem(&fillable(FORM)).unwrap();
    let form = file.catalog().unwrap().get(b"AcroForm").unwrap().as_dict().unwrap();
    assert!(!form.has(b"NeedAppearances") && !form.has(b"XFA"));
    let fonts = form.get(b"DR").unwrap().as_dict().unwrap().get(b"Font").unwrap().as_dict().unwrap();
    let font = file.get_dictionary(fonts.get(b"FF").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!((name(font, b"Subtype"), name(font, b"Encoding")), ("TrueType", "WinAnsiEncoding"));
    assert_eq!(font.get(b"Widths").unwrap().as_array().unwrap().len(), 224);
    for field in fields(&file) {
        assert_eq!(field.get(b"F").unwrap().as_i64().unwrap(), 4);
        assert!(field.has(b"StructParent") && field.has(b"AP"));
        if name(field, b"FT") == "Tx" {
            assert!(field.get(b"DA").unwrap().as_str().unwrap().starts_with(b"/FF 0 Tf"));
        }
    }
}

#[test]
fn no_field_overlaps_another() {
    let file = File::load_mem(&fillable(FORM)).unwrap();
    let areas: Vec<Vec<f32>> = fields(&file)
        .iter()
        .map(|field| field.get(b"Rect").unwrap().as_array().unwrap().iter().map(|at| at.as_float().unwrap()).collect())
        .collect();
    for (index, a) in areas.iter().enumerate() {
        assert!(a[0] < a[2] && a[1] < a[3]);
        for b in &areas[index + 1..] {
            let apart = a[2] <= b[0] + 0.1 || b[2] <= a[0] + 0.1 || a[3] <= b[1] + 0.1 || b[3] <= a[1] + 0.1;
            assert!(apart, "{a:?} {b:?}");
        }
    }
}

#[test]
fn a_value_of_several_lines_is_typed_in_as_such() {
    let long = "Kepala Bidang Pengembangan Sumber Daya Manusia dan Penilaian Kinerja Aparatur ".repeat(2);
    let file = File::load_mem(&fillable(&format!("<!-- fields -->\n- Jabatan: {long}"))).unwrap();
    let [field] = fields(&file)[..] else { panic!("one field") };
    assert_eq!(field.get(b"Ff").unwrap().as_i64().unwrap(), 1 << 12);
    assert_eq!(words(field, b"V").unwrap(), long.trim());
    assert!(shown(&file, field, None).matches("Tj").count() + shown(&file, field, None).matches("TJ").count() >= 2);
}

#[test]
fn a_place_to_fill_in_is_a_field_within_an_emphasis_too() {
    let markdown = "<!-- signatures -->\n| Yang berjanji |\n|---|\n| |\n| **____** |\n| *NIP ____* |\n";
    let count = |bytes: Vec<u8>| {
        let file = File::load_mem(&bytes).unwrap();
        let form = file.catalog().unwrap().get(b"AcroForm").unwrap().as_dict().unwrap();
        form.get(b"Fields").unwrap().as_array().unwrap().len()
    };
    // The signature is the third.
    assert_eq!(count(fillable(markdown)), 3);
    assert_eq!(count(fillable(&markdown.replace('*', ""))), 3);
}

#[test]
fn a_fillable_sheet_looks_like_the_one_for_the_pen() {
    let type_of = |fillable| {
        let printed = WRITER.typesetter().dump(&document(FORM), Target { paper: Paper::A4, fillable }).unwrap();
        let lines = printed.lines().filter(|line| line.contains('│') && !line.contains("Siti Aminah, S.Pd."));
        lines.map(|line| line.rsplit_once('│').unwrap().0.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(type_of(true), type_of(false));
}

#[test]
fn a_file_for_the_pen_has_no_form() {
    let bytes = WRITER.write(&document(FORM), Paper::A4).unwrap().bytes;
    let file = File::load_mem(&bytes).unwrap();
    assert!(!file.catalog().unwrap().has(b"AcroForm"));
    assert!(!file.objects.values().any(|object| object.as_dict().is_ok_and(|entry| entry.has_type(b"Annot"))));
    assert_eq!(
        file.objects
            .values()
            .filter(|object| matches!(object, Object::Dictionary(font) if font.has_type(b"Font")))
            .count()
            % 2,
        0
    );
}
