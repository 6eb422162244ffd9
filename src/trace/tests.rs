use super::*;
use crate::diag::Diagnostics;
use crate::lang::Lang;
use crate::output::Format;
use crate::render::Renderer;
use crate::render::plan::{Unasked, Wanted, plan};
use crate::request::Look;
use crate::workspace::{Inputs, Workspace};

fn workspace(edit: impl Fn(&str) -> String) -> Workspace {
    let mut inputs = Inputs::built_in();
    inputs.rules.text = edit(&inputs.rules.text).into();
    Workspace::from_inputs(&inputs, &mut Diagnostics::new()).unwrap()
}

/// Sheets printed from the shipped rulebook, each with its name.
fn sheets(wanted: &Wanted, formats: &[Format]) -> Vec<(String, Vec<u8>)> {
    sheets_of(&workspace(str::to_owned), wanted, formats)
}

/// Sheets printed from a workspace, each with its name.
fn sheets_of(workspace: &Workspace, wanted: &Wanted, formats: &[Format]) -> Vec<(String, Vec<u8>)> {
    let requests = plan(workspace, wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap();
    let renderer = Renderer { workspace, stamp: workspace.rulebook.data().rulebook.date };
    let mut sheets = Vec::new();
    for request in &requests {
        for sheet in renderer.sheet(request, formats).unwrap() {
            sheets.push((format!("{} {:?} {:?}", request.document.id, request.scope.lang, sheet.format), sheet.bytes));
        }
    }
    sheets
}

/// The documents of a region, for camat where they differ by audience.
fn wanted(documents: &[&str], lang: Lang) -> Wanted {
    Wanted {
        documents: documents.iter().map(|id| (*id).into()).collect(),
        regions: vec!["muara-enim".into()],
        audiences: vec!["camat".into()],
        langs: vec![lang],
        ..Wanted::default()
    }
}

fn labels(workspace: &Workspace) -> [&BTreeMap<String, String>; 2] {
    Lang::ALL.map(|lang| &**workspace.templates.labels(lang))
}

/// What became of a sheet by the date of the rulebook.
fn traced(bytes: &[u8], workspace: &Workspace) -> Result<Traced, Diagnostic> {
    trace("sheet", bytes, &workspace.rulebook, &labels(workspace), workspace.rulebook.data().rulebook.date)
}

fn state<'t>(traced: &'t Traced, id: &str) -> &'t State {
    &traced.rules.iter().find(|found| found.id == id).unwrap().state
}

/// The documents that quote rules word for word.
const QUOTING: [&str; 3] = ["checklist", "handout", "slides"];

#[test]
fn a_sheet_of_the_same_rulebook_is_unchanged_in_every_format_and_language() {
    let workspace = workspace(str::to_owned);
    for lang in Lang::ALL {
        for (name, bytes) in sheets(&wanted(&["checklist"], lang), &Format::ALL) {
            let traced = traced(&bytes, &workspace).unwrap();
            assert!(traced.rules.len() > 20, "{name}");
            assert!(traced.rules.iter().all(|found| found.state == State::Unchanged), "{name}: {traced:?}");
        }
    }
}

#[test]
fn marks_are_known_by_the_labels_of_the_workspace() {
    let mut inputs = Inputs::built_in();
    let file = inputs.templates.get_mut("labels.yaml").unwrap();
    let (old, new) = ("{ id: Dilarang, en: Must not }", "{ id: \"Pantang, sungguh\", en: Never }");
    file.text = file.text.replacen(&format!("list_prohibition: {old}"), &format!("list_prohibition: {new}"), 1).into();
    assert!(file.text.contains("Pantang, sungguh"));
    let workspace = Workspace::from_inputs(&inputs, &mut Diagnostics::new()).unwrap();
    for lang in Lang::ALL {
        let paper = Wanted { look: Look { fillable: true, ..Look::default() }, ..wanted(&["checklist"], lang) };
        for wanted in [wanted(&["checklist"], lang), paper] {
            for (name, bytes) in sheets_of(&workspace, &wanted, &[Format::Pdf]) {
                let traced = traced(&bytes, &workspace).unwrap();
                assert!(traced.rules.len() > 20, "{name}");
                assert!(traced.rules.iter().all(|found| found.state == State::Unchanged), "{name}: {traced:?}");
            }
        }
    }
    // A sheet that was made with other labels is known by those.
    for (name, bytes) in sheets(&wanted(&["checklist"], Lang::Id), &[Format::Pdf]) {
        let traced = traced(&bytes, &workspace).unwrap();
        assert!(traced.rules.iter().all(|found| found.state == State::Unchanged), "{name}: {traced:?}");
    }
}

#[test]
fn no_document_tells_of_changes_where_a_comment_alone_is_new() {
    let workspace = workspace(|text| format!("{text}\n# later\n"));
    let mut read = 0;
    for lang in Lang::ALL {
        for audiences in [vec![], vec!["camat".into(), "pegawai".into()]] {
            let all = Wanted { audiences, ..wanted(&[], lang) };
            let paper = Wanted {
                documents: vec!["checklist".into(), "facilitator".into()],
                look: Look { fillable: true, ..Look::default() },
                ..all.clone()
            };
            let sheets = [sheets(&all, &[Format::Md, Format::Html, Format::Txt]), sheets(&paper, &[Format::Pdf])];
            for (name, bytes) in sheets.concat() {
                let Ok(traced) = traced(&bytes, &workspace) else { continue };
                assert!(!traced.is_current && traced.holds(), "{name}: {traced:?}");
                read += 1;
                if name.contains("checklist") {
                    assert!(traced.rules.iter().all(|found| found.state == State::Unchanged), "{name}: {traced:?}");
                }
            }
        }
    }
    assert!(read > 60, "{read}");
}

/// What is different in the rulebook of later: the id of a rule, then an old and a new line of it.
const LATER: [(&str, &str, &str); 6] = [
    ("N-01", "kind: prohibition", "until: 2020-01-01\n    kind: prohibition"),
    ("N-08", "kind: prohibition", "kind: permission"),
    ("N-03", "id: Mengunggah foto bersama", "id: Foto bersama"),
    ("N-37", "mengajak, mengimbau,", "mengajak,"),
    ("N-41", " dari calon, partai, atau timnya.", " dari calon."),
    (
        "N-39",
        "Memasang spanduk, baliho, stiker, atau alat peraga lain untuk calon atau bakal calon, juga di rumah atau kendaraan sendiri.",
        "Berkata kasar.",
    ),
];

fn later(text: &str) -> String {
    LATER.iter().fold(text.to_owned(), |text, (id, old, new)| {
        let (before, rule) = text.split_once(&format!("  - id: {id}\n")).unwrap();
        assert!(rule.split("  - id: N-").next().unwrap().contains(old), "{id}");
        format!("{before}  - id: {id}\n{}", rule.replacen(old, new, 1))
    })
}

#[test]
fn another_kind_start_middle_end_or_validity_is_told_in_every_format() {
    let workspace = workspace(later);
    for (name, bytes) in sheets(&wanted(&QUOTING, Lang::Id), &Format::ALL) {
        let traced = traced(&bytes, &workspace).unwrap();
        let until = NaiveDate::from_ymd_opt(2020, 1, 1);
        assert_eq!(*state(&traced, "N-01"), State::Ended { from: None, until }, "{name}");
        for (id, ..) in &LATER[1..] {
            let State::Changed { kind, diff } = state(&traced, id) else { panic!("{name}: {id} {traced:?}") };
            let is_same = matches!(diff.as_slice(), [WordChange::Same(_)]);
            let other = Kinds { printed: "prohibition", now: "permission" };
            assert_eq!((*kind, is_same), ((*id == "N-08").then_some(other), *id == "N-08"), "{name}: {id}");
        }
        let others = traced.rules.iter().filter(|found| LATER.iter().all(|(id, ..)| *id != found.id));
        let others: Vec<_> = others.filter(|found| found.state != State::Unchanged).collect();
        assert!(others.is_empty(), "{name}: {others:?}");
    }
}

#[test]
fn a_rule_that_is_gone_is_told_and_a_removed_word_shown() {
    let workspace = workspace(|text| text.replace("N-15", "N-515").replacen("pose netral", "sikap netral", 1));
    for (name, bytes) in sheets(&wanted(&["checklist"], Lang::Id), &Format::ALL) {
        let traced = traced(&bytes, &workspace).unwrap();
        assert_eq!(*state(&traced, "N-15"), State::Gone, "{name}");
        let State::Changed { kind: None, diff } = state(&traced, "N-05") else { panic!("{name}: {traced:?}") };
        let has = |change: WordChange| diff.contains(&change);
        assert!(has(WordChange::Removed("pose".into())) && has(WordChange::Added("sikap".into())), "{diff:?}");
    }
}

#[test]
fn what_is_not_quoted_below_a_mark_is_for_a_person_to_compare() {
    let workspace = workspace(str::to_owned);
    let rule = workspace.rulebook.rule("N-02").unwrap().text.id.clone();
    let told = |sheet: &str| state(&traced(sheet.as_bytes(), &workspace).unwrap(), "N-02").clone();
    assert_eq!(told(&format!("<!-- prohibition -->\n- [x] {rule} `N-02`\n")), State::Unchanged);
    assert_eq!(told(&format!("<!-- prohibition -->\n- **Camat dan Lurah:** {rule} `N-02`\n")), State::Unchanged);
    assert_eq!(told(&format!("❌ {rule} N-02\n")), State::Unchanged);
    for unmarked in [
        format!("- {rule} `N-02`\n"),
        format!("{rule} N-02"),
        format!("<!-- prohibition -->\n- Lain.\n\n## Kuis\n\n- {rule} `N-02`\n"),
        format!("<!-- prohibition -->\n- Lain.\n  - {rule} `N-02`\n"),
        "❌ N-02\n".to_owned(),
    ] {
        assert_eq!(told(&unmarked), State::Named, "{unmarked}");
    }
    for other in [
        format!("❌ Tidak {rule} N-02\n"),
        format!("❌ {} N-02\n", rule.to_lowercase()),
        format!("❌ {rule} Kecuali hari Minggu. N-02\n"),
        format!("❌ Jangan lupa: {rule} N-02\n"),
        format!("✅ {rule} N-02\n"),
    ] {
        assert!(matches!(told(&other), State::Changed { .. }), "{other}");
    }
}

#[test]
fn a_rule_is_held_against_the_day_asked_for() {
    let workspace = workspace(later);
    let told = |day| {
        let day = NaiveDate::from_ymd_opt(day, 1, 1).unwrap();
        trace("sheet", b"N-01", &workspace.rulebook, &labels(&workspace), day).unwrap().rules.remove(0).state
    };
    assert_eq!(told(2020), State::Named);
    assert!(matches!(told(2021), State::Ended { .. }));
}

#[test]
fn what_is_no_sheet_is_a_finding() {
    let workspace = workspace(str::to_owned);
    let code = |bytes: &[u8]| traced(bytes, &workspace).unwrap_err().code.as_str();
    assert_eq!(code(b""), "no-rules");
    assert_eq!(code(b"Tanpa aturan."), "no-rules");
    assert_eq!(code(b"\xff\xfe\x00"), "not-text");
    assert_eq!(code(b"%PDF-1.7\nbroken"), "unreadable-pdf");
}
