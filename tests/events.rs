//! Sheets of an event: what its file says is printed as it is, and what it does not say is a blank.

use expect_test::expect_file;
use ikrar::diag::Diagnostics;
use ikrar::document::words;
use ikrar::event::Event;
use ikrar::lang::{Lang, Text};
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::request::{KitContents, KitPaper, Request, Subject};
use ikrar::workspace::{Inputs, Workspace};
use std::path::Path;
use std::sync::LazyLock;

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap());

/// The event that `ikrar init` writes.
fn event() -> Event {
    let documents: Vec<&str> = WORKSPACE.templates.documents().iter().map(|kind| kind.id.as_str()).collect();
    let mut warnings = Diagnostics::new();
    let text = include_str!("../samples/sosialisasi.yaml");
    let event = Event::load("sosialisasi.yaml", text, &WORKSPACE.rulebook, &documents, &mut warnings);
    assert!(warnings.is_empty(), "{warnings:#?}");
    event.unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn request(document: &str, lang: Lang) -> Request<'static> {
    let wanted = Wanted {
        regions: vec!["prabumulih".to_owned()],
        documents: vec![document.to_owned()],
        langs: vec![lang],
        ..Wanted::default()
    };
    plan(&WORKSPACE, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap()[0]
}

fn markdown(request: &Request<'_>) -> String {
    let renderer = Renderer { workspace: &WORKSPACE, stamp: WORKSPACE.rulebook.data().rulebook.date };
    renderer.typeset(request).unwrap().markdown
}

fn paper(no: usize, document: &str, audience: Option<&'static str>, copies: Option<usize>) -> KitPaper<'static> {
    let document = WORKSPACE.templates.document(document).unwrap();
    KitPaper { no, document, audience, path: format!("{no:02}-{}.pdf", document.id), files: 1, pages: Some(3), copies }
}

#[test]
fn sheets_of_an_event_are_as_approved() {
    let event = event();
    let pledges =
        KitPaper { path: "04-pledge/".into(), files: 12, pages: Some(1234), ..paper(4, "pledge", None, Some(1)) };
    let papers = vec![
        paper(3, "declaration", None, Some(1)),
        pledges,
        paper(6, "checklist", Some("pns"), Some(1200)),
        KitPaper { pages: None, ..paper(6, "checklist", Some("camat"), None) },
    ];
    let kit = KitContents { papers, people: Some(1222) };
    for document in ["agenda", "minutes", "attendance", "declaration"] {
        for lang in Lang::ALL {
            let subject = Subject { event: Some(&event), kit: Some(&kit), ..Subject::default() };
            let request = Request { subject, ..request(document, lang) };
            let name = format!("tests/golden/event/{document}.{}.md", lang.tag());
            expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join(name)].assert_eq(&markdown(&request));
        }
    }
}

#[test]
fn copies_are_added_up_where_all_are_known() {
    let event = event();
    let agenda = |copies| {
        let kit = KitContents {
            papers: vec![paper(2, "attendance", None, Some(2)), paper(5, "handout", None, copies)],
            people: None,
        };
        let subject = Subject { event: Some(&event), kit: Some(&kit), ..Subject::default() };
        markdown(&Request { subject, ..request("agenda", Lang::Id) })
    };
    assert!(agenda(Some(500)).contains("Seluruhnya 1.506 halaman cetak."));
    assert!(!agenda(None).contains("Seluruhnya"));
}

#[test]
fn many_witnesses_sign_in_a_list() {
    let mut event = event();
    event.witnesses = (1..=6).flat_map(|_| event.witnesses.clone()).take(6).collect();
    event.witnesses[5].name = "Nama Contoh 6".to_owned();
    for document in ["minutes", "declaration"] {
        let subject = Subject { event: Some(&event), ..Subject::default() };
        let text = markdown(&Request { subject, ..request(document, Lang::Id) });
        assert!(text.contains("| 6 | Nama Contoh 6, Bawaslu | |"), "{text}");
    }
}

#[test]
fn what_an_event_says_is_printed_as_it_is() {
    for value in
        ["{{ region.name }} {% if %}", "<b>Siti</b> <!-- page-break -->", "*a* | b || \\ [d](e)", "# 1. - > : x"]
    {
        let mut event = event();
        let text = Text { id: value.to_owned(), en: value.to_owned() };
        event.title = text.clone();
        event.place = value.to_owned();
        event.in_charge.name = value.to_owned();
        event.speakers[0].name = value.to_owned();
        event.speakers[0].topic = Some(text.clone());
        event.witnesses[0].name = value.to_owned();
        event.witnesses[0].position = value.to_owned();
        event.agenda[0].title = text;
        event.agenda[0].by = value.to_owned();
        let renderer = Renderer { workspace: &WORKSPACE, stamp: WORKSPACE.rulebook.data().rulebook.date };
        for (document, times) in [("agenda", 9), ("minutes", 8), ("attendance", 3), ("declaration", 3)] {
            let subject = Subject { event: Some(&event), ..Subject::default() };
            let request = Request { subject, ..request(document, Lang::Id) };
            let words = words(&renderer.typeset(&request).unwrap().document).join(" ");
            assert_eq!(words.matches(value).count(), times, "{document}: {value}: {words}");
        }
    }
}
