//! The coat of arms of a region, from its profile to the sheets.

use crate::folder::{Folder, folder};

const PROFILE: &str = "\
region: \"16.03\"
letterhead: [PEMERINTAH KABUPATEN MUARA ENIM, BADAN CONTOH]
address: [Jalan Contoh]
emblem: lambang/kabupaten.png
head_title: { id: Bupati, en: Regent }
capital: Muara Enim
";

/// A picture of one colour.
fn picture(color: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = png::Encoder::new(&mut file, 30, 40);
    encoder.write_header().unwrap().write_image_data(&[color; 30 * 40]).unwrap();
    file
}

fn workspace(picture: &[u8]) -> Folder {
    folder().with("regions/muara-enim.yaml", PROFILE).with("regions/lambang/kabupaten.png", picture)
}

#[test]
fn it_stands_in_every_format_that_can_show_it() {
    let folder = workspace(&picture(0x40));
    folder.runs("build --region muara-enim --format md,txt,html,pdf --quiet").succeeds().silently();
    let page = folder.text("out/muara-enim/pledge.html");
    assert!(page.contains("alt=\"Lambang Kabupaten Muara Enim\" src=\"data:image/png;base64,"));
    assert!(page.contains("<p class=\"address\">Jalan Contoh</p>"));
    let pdf = &folder.files("out")["muara-enim/declaration.pdf"];
    assert!(pdf.windows(14).any(|bytes| bytes == b"/Subtype/Image"));
    assert!(folder.text("out/muara-enim/pledge.md").contains("\n**BADAN CONTOH**\\\n*Jalan Contoh*\n"));
    assert!(folder.text("out/muara-enim/pledge.txt").contains("\n*BADAN CONTOH*\n_Jalan Contoh_\n"));
}

#[test]
fn another_picture_is_another_edition() {
    let edition = |color: u8| {
        let folder = workspace(&picture(color));
        folder.runs("build --region muara-enim --document pledge").succeeds();
        folder.json("out/manifest.json")["files"][0]["edition"].clone()
    };
    assert_eq!(edition(1), edition(1));
    assert_ne!(edition(1), edition(2));
}

#[test]
fn what_is_wrong_with_it_is_found_at_its_line() {
    let cut = &picture(1)[..60];
    for (file, said) in [(b"GIF89a".as_slice(), "this is no PNG picture"), (cut, "this picture cannot be read: ")] {
        let folder = workspace(file);
        let place = "regions/muara-enim.yaml:4:9";
        folder.runs("check").finds().printing("error[profile-emblem]").printing(said).printing(place);
        folder.runs("render pledge --region muara-enim").finds().saying(said).saying(place);
        folder.runs("render pledge --region banyuasin").succeeds();
    }
    let missing = folder().with("regions/muara-enim.yaml", PROFILE);
    missing.runs("check").finds().printing("cannot read `lambang/kabupaten.png`").printing("yaml:4:9");
}
