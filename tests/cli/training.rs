//! What a training needs: slides, a trainer's script, certificates, messages.

use crate::folder::folder;

#[test]
fn slides_come_in_every_format_and_for_an_audience_and_a_phase() {
    let folder = folder();
    folder
        .runs("build --region kutai-timur --document slides --audience camat --phase kampanye --lang id,en")
        .succeeds();
    let files = folder.files("out/kutai-timur");
    for name in ["slides-camat.kampanye", "slides-camat.kampanye.en"] {
        let html = String::from_utf8_lossy(&files[&format!("{name}.html")]).into_owned();
        assert!(html.matches("<section class=\"slide\"").count() > 15 && html.contains("ArrowRight"), "{name}");
        let pdf = lopdf::Document::load_mem(&files[&format!("{name}.pdf")]).unwrap();
        assert!(pdf.get_pages().len() >= html.matches("<section class=\"slide\"").count(), "{name}");
        assert!(files.contains_key(&format!("{name}.md")));
    }
}

#[test]
fn a_certificate_is_made_for_everybody_and_otherwise_only_where_it_is_named() {
    let roster =
        "Nama;NIP;Jabatan;Unit Kerja;Status\nSiti *Aminah*, S.Pd.;198701012010012001;Guru;Dinas Pendidikan;PNS\n";
    let folder = folder().with("pegawai.csv", roster);
    folder.runs("merge certificate --region kutai-timur --roster pegawai.csv --format pdf,md").succeeds();
    let files = folder.files("out/kutai-timur/certificate");
    let path = files.keys().find(|path| path.ends_with(".pdf")).unwrap();
    assert_eq!(path, "dinas-pendidikan/0002-siti-aminah-s-pd.pdf");
    assert_eq!(lopdf::Document::load_mem(&files[path]).unwrap().get_pages().len(), 1);
    let text = String::from_utf8_lossy(&files["dinas-pendidikan/0002-siti-aminah-s-pd.md"]).into_owned();
    assert!(text.contains("**Siti \\*Aminah\\*, S.Pd.**") && text.contains("NIP 198701012010012001 · Guru"), "{text}");
    folder.runs("build --region kutai-timur --format md").succeeds();
    assert!(!folder.files("out/kutai-timur").contains_key("certificate.md"));
    folder.runs("render certificate").succeeds().printing("Nama: ____");
}

#[test]
fn text_is_a_message_for_a_phone() {
    let text = folder().runs("render handout --region kutai-timur --format txt").succeeds().stdout();
    assert!(
        text.contains("\n*■ Sanksi*\n") && text.contains("\n❌ ") && text.contains("https://sbt.bkn.go.id"),
        "{text}"
    );
    assert!(!text.contains(" | ") && !text.contains("---") && !text.contains('`'), "{text}");
    let roster = "Nama;Jabatan;Unit Kerja;Status\n*Budi* _x_;Petugas;~Dinas~;PHL\n";
    let folder = folder().with("pegawai.csv", roster);
    folder.runs("merge pledge --region kutai-timur --roster pegawai.csv --format txt").succeeds();
    let files = folder.files("out/kutai-timur/pledge");
    let (_, text) = files.iter().find(|(path, _)| path.ends_with(".txt")).unwrap();
    let text = String::from_utf8_lossy(text);
    assert!(text.contains("*\u{200A}Budi\u{200A}* _\u{200A}x\u{200A}_"), "{text}");
}
