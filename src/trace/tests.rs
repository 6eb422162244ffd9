use super::*;
use crate::diag::Diagnostics;
use crate::lang::Lang;
use crate::output::Format;
use crate::press::Press;
use crate::press::plan::{Unasked, Wanted, plan};
use crate::workspace::{Inputs, Workspace};

fn workspace(edit: impl Fn(&str) -> String) -> Workspace {
    let mut inputs = Inputs::built_in();
    inputs.rules.text = edit(&inputs.rules.text).into();
    Workspace::from_inputs(&inputs, &mut Diagnostics::new()).unwrap()
}

/// The checklist of camat in a format, as printed from the shipped rulebook.
fn printed(format: Format, lang: Lang) -> Vec<u8> {
    let workspace = workspace(str::to_owned);
    let wanted = Wanted {
        documents: vec!["checklist".into()],
        audiences: vec!["camat".into()],
        langs: vec![lang],
        ..Wanted::default()
    };
    let orders = plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap();
    let press = Press { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    press.sheet(&orders[0], &[format]).unwrap().remove(0).bytes
}

fn state<'t>(traced: &'t Traced, id: &str) -> &'t State {
    &traced.rules.iter().find(|found| found.id == id).unwrap().state
}

#[test]
fn a_sheet_of_the_same_rulebook_is_unchanged_in_every_format_and_language() {
    let workspace = workspace(str::to_owned);
    for lang in Lang::ALL {
        for format in Format::ALL {
            let traced = trace("sheet", &printed(format, lang), &workspace.rulebook).unwrap();
            assert!(traced.holds() && traced.rules.len() > 20, "{format:?} {lang:?}");
        }
    }
}

#[test]
fn another_rulebook_shows_what_changed_and_what_is_gone() {
    // N-05 gets other words, N-15 another id; a comment at the end changes the hash alone.
    let edit = |text: &str| {
        text.replacen(
            "Memakai pose netral, misalnya kepalan tangan,",
            "Memakai sikap netral, misalnya tangan terkepal,",
            1,
        )
        .replace("N-15", "N-515")
            + "\n# later\n"
    };
    let workspace = workspace(edit);
    for format in Format::ALL {
        let traced = trace("sheet", &printed(format, Lang::Id), &workspace.rulebook).unwrap();
        assert!(!traced.is_current && !traced.holds());
        assert_eq!(*state(&traced, "N-15"), State::Gone, "{format:?}");
        assert_eq!(*state(&traced, "N-06"), State::Unchanged, "{format:?}");
        let State::Changed { diff } = state(&traced, "N-05") else { panic!("{format:?}: {traced:?}") };
        let has = |change: Change| diff.contains(&change);
        assert!(has(Change::Removed("pose".into())) && has(Change::Added("sikap".into())), "{diff:?}");
        let others = traced.rules.iter().filter(|found| !["N-15", "N-05"].contains(&found.id.as_str()));
        assert!(others.into_iter().all(|found| found.state == State::Unchanged), "{format:?}: {traced:?}");
    }
}

#[test]
fn what_is_no_sheet_is_a_finding() {
    let rulebook = workspace(str::to_owned).rulebook;
    let code = |bytes: &[u8]| trace("sheet", bytes, &rulebook).unwrap_err().code.0;
    assert_eq!(code(b""), "no-rules");
    assert_eq!(code(b"Tanpa aturan."), "no-rules");
    assert_eq!(code(b"\xff\xfe\x00"), "not-text");
    assert_eq!(code(b"%PDF-1.7\nbroken"), "unreadable-pdf");
}
