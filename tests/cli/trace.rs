//! `ikrar trace` on what others made of our sheets, or made up: it reads them, or says soon why not.

use std::io::Write as _;

use crate::folder::folder;

/// A PDF of these objects, numbered from 1; the first is the catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        writeln!(bytes, "{} 0 obj", index + 1).unwrap();
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer <</Root 1 0 R>>\n");
    bytes
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(content).unwrap();
    let packed = packed.finish().unwrap();
    let head = format!("<<{entries}/Filter/FlateDecode/Length {}>>stream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

/// Codes of a composite font that are one more than those of the letters.
fn codes(text: &str) -> String {
    text.bytes().map(|byte| format!("{:04X}", u16::from(byte) + 1)).collect()
}

const LETTERS: &str =
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0021> <007F> <0020> endbfrange";

/// A sheet as a browser prints it: what is drawn last is read first, no mark has words, an item has two lines.
fn printed(heading: &str, first: &str, second: &str, letters: &str) -> Vec<u8> {
    let show = |number: usize, y: usize, text: &str| {
        format!("/NonStruct <</MCID {number}>>BDC BT /F4 14 Tf 1 0 0 -1 0 {y} Tm <{}> Tj ET EMC\n", codes(text))
    };
    let code = format!("/Code <</MCID 2>>BDC BT /F4 14 Tf 1 0 0 -1 90 60 Tm <{}> Tj ET EMC\n", codes("N-05"));
    let content = [show(0, 40, first), show(1, 60, second), code, show(3, 20, heading)].concat();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/Resources<</Font<</F4 4 0 R>>>>/Contents 10 0 R/StructParents 0>>".into(),
        "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R>>".into(),
        stream("", letters.as_bytes()),
        "<</Type/StructTreeRoot/K 7 0 R>>".into(),
        "<</S/Document/K[8 0 R 9 0 R]>>".into(),
        "<</S/H3/Pg 3 0 R/K[3]>>".into(),
        "<</S/LI/K[<</S/NonStruct/Pg 3 0 R/K[0 1]>><</S/Code/K[<</Type/MCR/Pg 3 0 R/MCID 2>>]>>]>>".into(),
        stream("", content.as_bytes()),
    ];
    pdf(&objects)
}

#[test]
fn a_sheet_printed_by_a_browser_is_read_in_the_order_of_its_structure() {
    let text = "Memakai pose netral, misalnya kepalan tangan, setiap kali berfoto bersama selama tahapan";
    let told = |heading: &str, first: &str| {
        folder().with("c.pdf", printed(heading, first, "pemilihan. ", LETTERS)).runs("trace c.pdf")
    };
    told("Lakukan", text).succeeds().printing("1 rule, 1 unchanged");
    told("Jangan", text).finds().printing("[-prohibition-] {+obligation+}");
    told("Lakukan", &text.replace("netral", "dukungan")).finds().printing("[-dukungan,-] {+netral,+}");
}

#[test]
fn what_no_letters_can_be_read_of_is_said_to_be_so() {
    let sheet = folder().with("c.pdf", printed("Lakukan", "Memakai", "pose", "nothing"));
    sheet.runs("trace c.pdf").refuses().saying("error[unreadable-text]").saying("which letters they draw");
    let scan = pdf(&[
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K<</S/Figure/Alt(Pindaian)/Pg 3 0 R/K 0>>>>>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Contents 4 0 R>>".into(),
        stream("", b"/Figure <</MCID 0>>BDC BI /W 1 /H 1 /BPC 8 /CS /G ID x EI EMC"),
    ]);
    let scan = folder().with("c.pdf", scan);
    scan.runs("trace c.pdf").refuses().saying("error[unreadable-text]").saying("as a scan does");
}

#[test]
fn a_pdf_that_takes_more_than_its_size_allows_is_refused() {
    let page = |content: Vec<u8>, kids: &str| {
        pdf(&[
            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K 4 0 R>>>>".into(),
            format!("<</Type/Pages/Kids[{kids}]/Count 1>>").into(),
            "<</Type/Page/Contents 5 0 R/Resources<</XObject<</X 5 0 R>>>>>>".into(),
            "<</S/P/K[4 0 R 4 0 R]>>".into(),
            content,
        ])
    };
    let zeros = vec![b' '; 14_000_000];
    let twice = {
        let mut inner = stream("", &zeros);
        let start = inner.windows(7).position(|at| at == b"stream\n").unwrap() + 7;
        let packed = inner.split_off(start);
        let packed = &packed[..packed.len() - 10];
        let outer = stream("/Ignored 1", packed);
        let head = outer.windows(19).position(|at| at == b"/Filter/FlateDecode").unwrap();
        [&outer[..head], b"/Filter[/FlateDecode/FlateDecode]", &outer[head + 19..]].concat()
    };
    let again = "/X Do ".repeat(2000);
    for (content, kids, why) in [
        (stream("", &zeros), "3 0 R", "more work than its size allows"),
        (twice, "3 0 R", "more work than its size allows"),
        (stream("/Subtype/Form", again.as_bytes()), "3 0 R", "cannot be read"),
        ("<</Filter[/A85/A85/A85/A85/A85]/Length 1>>stream\nx\nendstream".into(), "3 0 R", "packed more than"),
        (stream("", format!("[{}] TJ", "/a".repeat(10_000)).as_bytes()), "3 0 R", "more than 10000 values"),
        (stream("", b"BT ET"), &"3 0 R ".repeat(300_000), "cannot be read"),
    ] {
        folder().with("c.pdf", page(content, kids)).runs("trace c.pdf").refuses().saying(why);
    }
    let plain = |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len()).into_bytes();
    let goes_on = plain(&format!("EMC {}", "(aaaaaaaa) Tj ".repeat(20_000)));
    for (parts, why) in [(9_999, "more work than its size allows"), (100_000, "more than 10000 streams")] {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K 4 0 R>>>>".into(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
            format!("<</Type/Page/Contents[{}]>>", "5 0 R ".repeat(parts)).into(),
            "<</S/P>>".into(),
            goes_on.clone(),
        ];
        folder().with("c.pdf", pdf(&objects)).runs("trace c.pdf").refuses().saying(why);
    }
    let names: String = (0..7000).map(|name| format!("/a{name} 1 ")).collect();
    for (resources, why) in [
        (names.clone(), "cannot be read"),
        (format!("/Font<<{names}>>"), "more work than its size allows"),
        (format!("/Font<</a[{names}]>>"), "cannot be read"),
    ] {
        let kids: String = (5..8005).map(|kid| format!("{kid} 0 R ")).collect();
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K 4 0 R>>>>".to_vec(),
            format!("<</Type/Pages/Resources<<{resources}>>/Kids[{kids}]>>").into(),
            b"null".to_vec(),
            b"<</S/P>>".to_vec(),
        ];
        objects.resize(8004, b"<</Type/Page>>".to_vec());
        folder().with("c.pdf", pdf(&objects)).runs("trace c.pdf").refuses().saying(why);
    }
    let table = b"%PDF-1.7\nxref\n0 4294967295\ntrailer <</Size 4294967295/Root 1 0 R>>\nstartxref\n9\n%%EOF";
    folder().with("c.pdf", table).runs("trace c.pdf").refuses().saying("no catalog");
}

#[test]
fn many_names_of_fonts_and_roles_take_time_by_their_number() {
    let fonts: String = (0..10_000).map(|font| format!("/F{font} 5 0 R")).collect();
    let roles: String = (0..30_000).map(|role| format!("/Z{role}/P")).collect();
    let elements = "<</S/Z29999>>".repeat(30_000);
    let content = format!("{}/P <</MCID 0>>BDC /F9999 1 Tf (N-05 x) Tj EMC", "/X Do ".repeat(30_000));
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        format!("<</Type/Page/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>/Font<<{fonts}>>>>>>").into(),
        stream("", content.as_bytes()),
        "<</Type/Font/Subtype/Type1>>".into(),
        stream("/Subtype/Form", b" "),
        format!("<</RoleMap<<{roles}>>/K[{elements}<</S/Z29999/Pg 3 0 R/K 0>>]>>").into(),
    ];
    folder().with("c.pdf", pdf(&objects)).runs("trace c.pdf").succeeds().printing("1 rule");
}

#[test]
fn long_texts_take_time_by_their_length() {
    let prose = "Pegawai tidak berpihak kepada calon.\n".repeat(100_000);
    let ids: String = (0..200_000).map(|id| format!("N-{}\n", id % 90_000)).collect();
    let nothing = format!("<!doctype html>{}<p>N-05", "\0".repeat(2_000_000));
    let folder = folder().with("a.txt", &prose).with("b.txt", format!("❌ {prose} N-05")).with("c.txt", ids);
    let folder =
        folder.with("d.html", nothing).with("e.txt", (0..100_001).map(|id| format!("N-{id} ")).collect::<String>());
    folder.runs("trace a.txt").refuses().saying("no-rules");
    folder.runs("trace b.txt").finds().printing("1 changed");
    folder.runs("trace c.txt").finds().printing("90000 rules");
    folder.runs("trace d.html").succeeds().printing("1 rule");
    folder.runs("trace e.txt").refuses().saying("error[too-many-rules]");
}

#[test]
fn words_are_compared_whatever_a_sheet_says_of_its_rulebook() {
    let folder = folder();
    folder.runs("render checklist --audience camat -o c.html").succeeds();
    folder.runs("trace c.html").succeeds().printing("it says it was made from this very rulebook");
    let changed = folder.text("c.html").replacen("Memakai pose netral", "Boleh memakai pose dukungan", 1);
    let outcome = folder.with("c.html", changed).runs("trace c.html").finds();
    outcome.printing("N-05 changed: [-Boleh memakai-] {+Memakai+} pose");
}
