//! `ikrar render`.

use crate::folder::{Folder, folder};

#[test]
fn markdown_goes_to_standard_output() {
    let outcome = folder().runs("render pledge --region muara-enim").succeeds().silently();
    outcome.printing("# ").printing("MUARA ENIM");
}

#[test]
fn the_ending_of_the_file_sets_the_format() {
    let folder = folder();
    for (ending, start) in
        [("pdf", "%PDF-1."), ("html", "<!DOCTYPE html>"), ("md", "<!-- letterhead -->"), ("txt", "*PEMERINTAH")]
    {
        folder.runs(&format!("render pledge --region muara-enim -o sheet.{ending}")).succeeds().printing_nothing();
        let bytes = std::fs::read(folder.path(&format!("sheet.{ending}"))).unwrap();
        assert!(bytes.starts_with(start.as_bytes()), "{ending}: {}", String::from_utf8_lossy(&bytes[..40]));
    }
    folder.runs("render pledge -o sheet.dat --format pdf").succeeds();
    folder.runs("render pledge -o sheet.dat").refuses().saying("unknown-format");
    folder.runs("render pledge -o sheet.pdf --format html").refuses().saying("format-mismatch");
}

#[test]
fn standard_output_has_the_bytes_of_the_file() {
    let folder = folder();
    for format in ["pdf", "html", "md", "txt"] {
        let piped =
            folder.runs(&format!("render checklist --region 64.08 --audience tk2d --format {format}")).succeeds();
        folder.runs(&format!("render checklist --region 64.08 --audience tk2d -o sheet.{format}")).succeeds();
        assert_eq!(piped.bytes(), std::fs::read(folder.path(&format!("sheet.{format}"))).unwrap(), "{format}");
    }
}

#[test]
fn without_a_region_there_are_blanks() {
    folder().runs("render pledge").succeeds().printing("____");
}

#[test]
fn it_makes_one_sheet() {
    folder().runs("render pledge --region muara-enim,banyuasin").refuses().saying("many-sheets");
    folder().runs("render all").refuses().saying("many-sheets");
    folder().runs("render checklist --audience all").refuses().saying("many-sheets");
}

#[test]
fn a_date_can_be_printed_at_the_signature() {
    let dated = folder().runs("render pledge --region muara-enim --signed-on 2024-08-30").succeeds();
    dated.printing("30 Agustus 2024");
    assert!(!folder().runs("render pledge --region muara-enim").stdout().contains("30 Agustus 2024"));
}

#[test]
fn a_meterai_has_room_only_where_asked_for() {
    folder().runs("render pledge --region muara-enim --meterai").succeeds().printing("eterai");
    assert!(!folder().runs("render pledge --region muara-enim").stdout().to_lowercase().contains("meterai"));
}

#[test]
fn staff_of_another_region_have_no_sheet() {
    folder().runs("render checklist --region muara-enim --audience tk2d").refuses().saying("no-such-staff");
}

#[test]
fn the_date_of_the_metadata_can_be_set() {
    let folder = folder().with_env("SOURCE_DATE_EPOCH", "86400");
    folder.runs("render pledge -o sheet.pdf").succeeds();
    let pdf = std::fs::read(folder.path("sheet.pdf")).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).unwrap().1.as_dict().unwrap();
    assert!(info.get(b"CreationDate").unwrap().as_str().unwrap().starts_with(b"D:19700102"));
}

#[test]
fn fonts_of_ones_own_stand_beside_the_style() {
    let style = |regular: &str| {
        format!("fonts: {{ regular: {regular}.ttf, bold: b.ttf, italic: i.ttf, bold-italic: z.ttf }}\n")
    };
    let folder = folder()
        .with("templates/style.yaml", style("r"))
        .with("templates/r.ttf", notosans::REGULAR_TTF)
        .with("templates/b.ttf", notosans::BOLD_TTF)
        .with("templates/i.ttf", notosans::ITALIC_TTF)
        .with("templates/z.ttf", notosans::BOLD_ITALIC_TTF);
    let sheet = |folder: &Folder| folder.runs("render pledge --format pdf").succeeds().bytes().to_vec();
    let own = sheet(&folder);
    let bold = sheet(&folder.with("templates/style.yaml", style("b")));
    assert!(own.starts_with(b"%PDF-") && bold != own);
}

#[test]
fn more_pages_than_the_template_allows_are_told_by_every_command_that_makes_them() {
    let folder = folder().with("templates/style.yaml", "sizes:\n  body: 48\n").with("p.csv", "Nama,Unit\nSiti,A\n");
    for line in [
        "render pledge --region muara-enim --output sheet.pdf",
        "build --document pledge --region muara-enim --format pdf",
        "merge pledge --region muara-enim --roster p.csv",
    ] {
        folder.runs(line).succeeds().saying("too-many-pages");
    }
}
