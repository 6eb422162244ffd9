//! Paper turned across: slides and certificates.

use super::{Paper, WRITER, document};
use crate::document::{Document, Fit, Layout, Meta};

fn laid_out(layout: Layout, markdown: &str) -> Document {
    let document = document(markdown);
    Document { meta: Meta { layout, ..document.meta }, ..document }
}

/// The pages of a document as printed lines.
fn pages(document: &Document, paper: Paper) -> Vec<Vec<String>> {
    let printed = WRITER.typesetter().dump(document, paper).unwrap();
    printed.split("-- page --\n").map(|page| page.lines().map(str::to_owned).collect()).collect()
}

/// Where a line of type stands, its size and its text.
fn placed(line: &str) -> (f32, f32, &str) {
    let y = line.split_whitespace().next().unwrap().parse().unwrap();
    let (before, rest) = line.split_once(" │").unwrap();
    (y, before.rsplit(' ').next().unwrap().parse().unwrap(), rest.split('│').next().unwrap())
}

fn slides(count: usize) -> String {
    let items: String = (1..=count).map(|number| format!("- Butir nomor {number} dengan beberapa kata.\n")).collect();
    format!("# Judul\n\n<!-- center -->\nDi sini.\n\n## Aturan\n\n{items}\n## Akhir\n\nSelesai.\n")
}

#[test]
fn each_slide_is_a_page_and_its_heading_is_as_large_as_any_other() {
    let pages = pages(&laid_out(Layout::Slides, &slides(3)), Paper::A4);
    assert_eq!(pages.len(), 3);
    let heading = |page: &[String]| placed(page.iter().find(|line| line.ends_with("│ H2")).unwrap()).1;
    assert_eq!(heading(&pages[1]), heading(&pages[2]));
    assert!(heading(&pages[1]) > 24.0);
}

#[test]
fn what_is_too_long_is_set_smaller_and_then_goes_on_below_the_same_heading() {
    let size = |pages: &[Vec<String>]| {
        let item = pages[1].iter().find(|line| line.contains("│Butir")).unwrap();
        placed(item).1
    };
    let few = pages(&laid_out(Layout::Slides, &slides(5)), Paper::A4);
    let more = pages(&laid_out(Layout::Slides, &slides(12)), Paper::A4);
    let many = pages(&laid_out(Layout::Slides, &slides(40)), Paper::A4);
    assert_eq!((few.len(), more.len()), (3, 3));
    assert!(size(&few) > size(&more) && size(&more) > 15.0, "{} {}", size(&few), size(&more));
    assert!(many.len() > 3);
    assert!(many[2].iter().any(|line| line.ends_with("│Aturan │ -")), "{:#?}", many[2]);
    assert!(many[2].iter().any(|line| line.ends_with("│(2)│ -")) && !many[1].iter().any(|line| line.contains("(2)")));
    // Nothing is lost, and nothing stands below the text of a page.
    let said = many.concat().join("\n");
    assert!((1..=40).all(|number| said.contains(&format!("│Butir nomor {number} "))));
    let lowest = many.iter().flatten().filter(|line| line.contains("│Butir")).map(|line| placed(line).0);
    assert!(lowest.fold(0.0, f32::max) < 595.0 - 40.0);
}

#[test]
fn slides_are_as_wide_as_the_paper_is_long_and_say_where_one_is() {
    let document = laid_out(Layout::Slides, &slides(1));
    for (paper, right) in [(Paper::A4, 842.0), (Paper::F4, 935.0), (Paper::A3, 1191.0)] {
        let bytes = WRITER.write(&document, paper).unwrap().bytes;
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let page = file.get_object(file.get_pages()[&1]).unwrap().as_dict().unwrap();
        let sides: Vec<f32> =
            page.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|side| side.as_float().unwrap()).collect();
        assert!((sides[2] - right).abs() < 1.0 && sides[2] > sides[3], "{sides:?}");
    }
    let last = &pages(&document, Paper::A4)[2];
    assert!(last.iter().any(|line| line.contains("│Halaman 3 dari 3│ -")));
}

#[test]
fn a_certificate_is_one_framed_page_with_a_large_name() {
    let text = "# SERTIFIKAT\n\n<!-- center -->\ndiberikan kepada\n\n<!-- center -->\n**Siti Aminah**\n";
    let certificate = laid_out(Layout::Certificate, text);
    let meta = Meta { fit: Fit::OnePage, ..certificate.meta };
    let [page] = &pages(&Document { meta, ..certificate }, Paper::A4)[..] else { panic!("more than a page") };
    let size = |word: &str| placed(page.iter().find(|line| line.contains(word)).unwrap()).1;
    assert!(size("│Siti Aminah") > 1.9 * size("│diberikan"));
    assert_eq!(page.iter().filter(|line| line.contains("[shape of 4 ")).count(), 2, "{page:#?}");
    assert!(!page.iter().any(|line| line.contains("Halaman")));
    // It stands in the middle of the page, a little above it.
    let (top, bottom) = (placed(page.iter().find(|line| line.contains("│SERTIFIKAT")).unwrap()).0, 595.0);
    assert!((0.25..0.5).contains(&(top / bottom)), "{top}");
}
