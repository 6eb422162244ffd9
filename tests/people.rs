//! Sheets of people: what a roster says is printed as it is, and nothing is invented where it says nothing.

use chrono::NaiveDate;
use expect_test::expect_file;
use ikrar::diag::Diagnostics;
use ikrar::document::words;
use ikrar::lang::Lang;
use ikrar::output::Format;
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::request::{Request, Signatory, Subject, Superior, TallySheet, TallyUnit, UnitSheet};
use ikrar::workspace::{Inputs, Workspace};
use std::path::Path;
use std::sync::LazyLock;

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap());

fn renderer() -> Renderer<'static> {
    Renderer { workspace: &WORKSPACE, stamp: WORKSPACE.rulebook.data().rulebook.date }
}

/// The order of one document of Muara Enim.
fn request(document: &str, audience: &str) -> Request<'static> {
    let wanted = Wanted {
        regions: vec!["muara-enim".to_owned()],
        documents: vec![document.to_owned()],
        audiences: vec![audience.to_owned()],
        ..Wanted::default()
    };
    plan(&WORKSPACE, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap()[0]
}

const SUPERIOR: Superior<'static> = Superior {
    name: "Dr. Contoh Atasan, M.Si.",
    number: "197001011995011001",
    rank: "Pembina Utama Muda, IV/c",
    position: "Kepala Dinas Contoh",
};

fn staff() -> Signatory<'static> {
    Signatory {
        row: 2,
        name: "Contoh Pegawai, S.Pd.",
        number: "198501012010011003",
        rank: "Penata, III/c",
        position: "Guru Ahli Muda",
        unit: "Dinas Contoh",
        ..Signatory::default()
    }
}

/// The pledge of a person as Markdown.
fn pledge(person: &Signatory, unit: &UnitSheet, mask_nip: bool) -> String {
    let mut request = request("pledge", "pns");
    request.subject = Subject { signatory: Some(person), unit: Some(unit), ..Subject::default() };
    request.look.mask_nip = mask_nip;
    renderer().typeset(&request).unwrap().markdown
}

#[test]
fn a_pledge_says_who_signs_it_and_before_whom() {
    let unit = UnitSheet { superior: SUPERIOR, ..UnitSheet::named("Dinas Contoh") };
    let markdown = pledge(&staff(), &unit, false);
    for line in [
        "- Nama: Contoh Pegawai, S.Pd.\n- NIP: 198501012010011003\n- Pangkat/golongan ruang: Penata, III/c\n",
        "- Jabatan: Guru Ahli Muda\n- Unit kerja: Dinas Contoh\n",
        "| Kepala Dinas Contoh | Yang berjanji |\n",
        "| Dr. Contoh Atasan, M.Si. | Contoh Pegawai, S.Pd. |\n| Pembina Utama Muda, IV/c | Penata, III/c |\n",
        "| NIP 197001011995011001 | NIP 198501012010011003 |\n",
    ] {
        assert!(markdown.contains(line), "{line}\n{markdown}");
    }
}

#[test]
fn what_is_unknown_is_left_blank() {
    let person = Signatory { name: "Contoh Pegawai", number: " ", ..Signatory::default() };
    let markdown = pledge(&person, &UnitSheet::default(), false);
    assert!(markdown.contains("- Nama: Contoh Pegawai\n- NIP: ____\n"), "{markdown}");
    assert!(markdown.contains("| Atasan langsung | Yang berjanji |\n"), "{markdown}");
    assert!(markdown.contains("| ____ | Contoh Pegawai |\n| NIP ____ | NIP ____ |\n"), "{markdown}");
}

#[test]
fn the_superior_of_a_row_goes_before_that_of_the_unit() {
    let unit = UnitSheet { superior: SUPERIOR, ..UnitSheet::default() };
    let superior = Superior { name: "Contoh Lain", ..Superior::default() };
    let markdown = pledge(&Signatory { superior, ..staff() }, &unit, false);
    assert!(markdown.contains("| Contoh Lain | Contoh Pegawai, S.Pd. |") && !markdown.contains("Atasan, M.Si."));
    assert!(markdown.contains("| NIP ____ |"), "no number of another: {markdown}");
}

#[test]
fn masked_numbers_are_masked_everywhere() {
    let unit = UnitSheet { superior: SUPERIOR, ..UnitSheet::default() };
    let markdown = pledge(&staff(), &unit, true);
    assert!(markdown.contains("- NIP: 1985••••••••••••03\n"), "{markdown}");
    assert!(markdown.contains("| NIP 1970••••••••••••01 | NIP 1985••••••••••••03 |"), "{markdown}");
}

#[test]
fn a_unit_has_its_own_letterhead_below_that_of_the_government() {
    let (letterhead, address) = (["DINAS CONTOH".to_owned()], ["Jalan Contoh 1".to_owned()]);
    let unit = UnitSheet { letterhead: &letterhead, address: &address, ..UnitSheet::default() };
    let markdown = pledge(&staff(), &unit, false);
    let kop = "PEMERINTAH KABUPATEN MUARA ENIM\\\n**DINAS CONTOH**\\\n*Jalan Contoh 1*\n";
    assert!(markdown.starts_with(&format!("<!-- letterhead -->\n{kop}")), "{markdown}");
}

#[test]
fn one_job_makes_the_same_sheets_as_an_order_each() {
    let job = renderer().prepare(&request("pledge", "pns")).unwrap();
    for person in [staff(), Signatory::default()] {
        let subject = Subject { signatory: Some(&person), ..Subject::default() };
        let alone = Request { subject, ..request("pledge", "pns") };
        assert!(job.sheet(Some(&person), &Format::ALL).unwrap() == renderer().sheet(&alone, &Format::ALL).unwrap());
    }
    assert!(
        job.sheet(None, &Format::ALL).unwrap() == renderer().sheet(&request("pledge", "pns"), &Format::ALL).unwrap()
    );
}

/// Values that would be markup, a template, a directive or another cell.
const HOSTILE: [&str; 8] = [
    "Siti \"Ani\" O'Brien",
    "{{ region.name }} {% if %} {# a #}",
    "<b>Siti</b> <script>alert(1)</script> &amp; <!-- page-break -->",
    "*Siti* **Aminah** _a_ `b` ~~c~~ [d](e) ![f](g)",
    "Siti | Aminah || \\| \\",
    "____",
    "# 1. - > : Siti: Aminah",
    "=1+1 @SUM(A1) ---",
];

#[test]
fn what_a_roster_says_is_printed_as_it_is() {
    for value in HOSTILE {
        let superior = Superior { name: value, number: value, rank: value, position: value };
        let person = Signatory { name: value, position: value, rank: value, unit: value, superior, ..staff() };
        let subject = Subject { signatory: Some(&person), ..Subject::default() };
        let request = Request { subject, ..request("pledge", "pns") };
        let typeset = renderer().typeset(&request).unwrap();
        let words = words(&typeset.document).join(" ");
        // Four fields, two lines below the signature, four lines of the superior.
        assert_eq!(words.matches(value).count(), 10, "{value}: {words}");
    }
}

#[test]
fn a_line_break_in_a_value_is_told_apart_from_those_of_the_template() {
    let markdown = pledge(&Signatory { name: " Siti\r\n\n- Aminah\t", ..staff() }, &UnitSheet::default(), false);
    assert!(markdown.contains("- Nama: Siti\u{2028}\\- Aminah\n"), "{markdown}");
}

#[test]
fn lists_print_names_as_they_are() {
    for value in HOSTILE {
        let people = [Signatory { name: value, number: value, position: value, ..staff() }];
        let unit = UnitSheet::named(value);
        let tally = TallySheet { units: vec![TallyUnit { name: value, total: 1, signed: 0, missing: vec![value] }] };
        // In the fields, the table or the headings, by document.
        for (document, times) in [("attendance", 4), ("divider", 3), ("tally", 3)] {
            let (unit, tally) = (Some(&unit), Some(&tally));
            let subject = Subject { people: &people, unit, tally, ..Subject::default() };
            let request = Request { subject, ..request(document, "pns") };
            let words = words(&renderer().typeset(&request).unwrap().document).join(" ");
            assert_eq!(words.matches(value).count(), times, "{document}: {value}: {words}");
        }
    }
}

#[test]
fn a_value_too_long_for_its_line_leaves_the_pledge_on_its_page() {
    let long = "Pengelola Pengadaan Barang dan Jasa ".repeat(6);
    let person = Signatory { name: &long[..80], position: &long[..200], unit: &long[..200], ..staff() };
    let unit = UnitSheet { superior: SUPERIOR, ..UnitSheet::default() };
    for request in both_languages("pledge") {
        let subject = Subject { signatory: Some(&person), unit: Some(&unit), ..Subject::default() };
        let request = Request { subject, ..request };
        let sheet = &renderer().sheet(&request, &[Format::Pdf]).unwrap()[0];
        assert!(sheet.fits && sheet.pages == Some(1), "{:?} pages in {:?}", sheet.pages, request.scope.lang);
    }
}

/// The requests for one document of Muara Enim for PNS, in Indonesian and in English.
fn both_languages(document: &str) -> [Request<'static>; 2] {
    Lang::ALL.map(|lang| {
        let mut request = request(document, "pns");
        request.scope.lang = lang;
        request
    })
}

#[test]
fn sheets_of_people_are_as_approved() {
    let (letterhead, address) = (["DINAS CONTOH".to_owned()], ["Jalan Contoh 1".to_owned()]);
    let unit = UnitSheet { letterhead: &letterhead, address: &address, superior: SUPERIOR, name: "Dinas Contoh" };
    let contract = Signatory { row: 5, name: "Contoh Tenaga", contract: "800/1/2024", ..Signatory::default() };
    let people = [staff(), Signatory { row: 3, name: "Contoh Guru", number: "", ..staff() }, contract];
    let units = vec![
        TallyUnit { name: "Dinas Contoh", total: 1200, signed: 1198, missing: vec!["Contoh Guru", "Contoh Tenaga"] },
        TallyUnit { name: "Kecamatan Contoh", total: 3, signed: 3, missing: Vec::new() },
    ];
    let tally = TallySheet { units };
    for document in ["pledge", "attendance", "divider", "tally"] {
        for mut request in both_languages(document) {
            request.subject = Subject {
                signatory: Some(&people[0]),
                unit: (document != "tally").then_some(&unit),
                people: &people,
                tally: Some(&tally),
                contents: WORKSPACE.templates.document("pledge").filter(|_| document != "pledge"),
                ..Subject::default()
            };
            request.scope.date = NaiveDate::from_ymd_opt(2024, 10, 4);
            request.look.signed_on = NaiveDate::from_ymd_opt(2024, 10, 4);
            let name = format!("tests/golden/people/{document}.{}.md", request.scope.lang.tag());
            expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join(name)]
                .assert_eq(&renderer().typeset(&request).unwrap().markdown);
        }
    }
}
