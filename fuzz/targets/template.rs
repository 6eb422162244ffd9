//! Any text as the template of a document, beside the built-in ones: a sheet or findings, soon and in bounded memory, never a
//! panic. The process that renders for this one is this one, started again, as it is with ikrar itself.
#![no_main]

use ikrar::diag::Diagnostics;
use ikrar::output::Format;
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::workspace::{InputFile, Inputs, Workspace};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static BUILT_IN: LazyLock<Inputs> = LazyLock::new(Inputs::built_in);

const FRONT: &str = "---\nname: { id: Surat, en: Letter }\ndescription: { id: Surat., en: Letter. }\nper: []\n---\n";

fn render(body: &str) -> Result<(), Diagnostics> {
    let mut inputs = BUILT_IN.clone();
    let own = InputFile { file: "surat.md".to_owned(), text: format!("{FRONT}{body}").into() };
    inputs.templates.insert("surat.md".to_owned(), own);
    let workspace = Workspace::from_inputs(&inputs, &mut Diagnostics::new())?;
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let wanted = Wanted { documents: vec!["surat".to_owned()], ..Wanted::default() };
    for request in plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new())? {
        renderer.sheet(&request, &[Format::Md])?;
    }
    Ok(())
}

fuzz_target!(
    init: {
        if ikrar::template::confined(std::env::args_os()).is_some() {
            std::process::exit(0);
        }
    },
    |body: &str| {
        let _ = render(body);
    }
);
