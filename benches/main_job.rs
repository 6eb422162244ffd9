//! The main job by stage: five regions, all documents, from the built-in inputs to files. Then one sheet, as a cold start
//! makes it, and as one of many.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark may fail, and prints")]

use ikrar::context;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Meta, markdown};
use ikrar::output::Format;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::render::{Renderer, batch};
use ikrar::request::Request;
use ikrar::template::Bindings;
use ikrar::workspace::{Inputs, Workspace};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn workspace() -> Workspace {
    Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap()
}

fn variables(renderer: &Renderer, request: &Request) -> Bindings {
    let selection = renderer.select(request).unwrap();
    context::Base::new(&renderer.input(request, &selection)).with(None, false)
}

/// Runs some work for two seconds, 20 times at least, and prints the least and the median time of a run.
fn timed<T>(name: &str, work: impl Fn() -> T) {
    drop(black_box(work()));
    let start = Instant::now();
    let mut times = Vec::new();
    while times.len() < 20 || start.elapsed() < Duration::from_secs(2) {
        let start = Instant::now();
        let made = black_box(work());
        times.push(start.elapsed());
        drop(made);
    }
    times.sort();
    let [least, median] = [times[0], times[times.len() / 2]].map(|time| time.as_secs_f64() * 1e3);
    println!("{name:<32}{least:10.3} ms at least, {median:10.3} ms half of the time");
}

fn stages() {
    let workspace = workspace();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let requests = plan(&workspace, &Wanted::default(), Unasked::Profiled, &mut Diagnostics::new()).unwrap();
    let contexts: Vec<Bindings> = requests.iter().map(|request| variables(&renderer, request)).collect();
    let render = |(request, context): (&Request, &Bindings)| {
        workspace.templates.render(&request.document.id, request.scope.lang, context.clone()).unwrap()
    };
    let markdown: Vec<String> = requests.iter().zip(&contexts).map(render).collect();
    let documents: Vec<Document> = requests.iter().map(|request| renderer.typeset(request).unwrap().document).collect();
    let (html, pdf) = (workspace.html().unwrap(), workspace.pdf().unwrap());

    timed("load", self::workspace);
    timed("select and context", || {
        requests.iter().for_each(|request| drop(black_box(variables(&renderer, request))));
    });
    timed("render", || {
        requests.iter().zip(&contexts).for_each(|pair| drop(black_box(render(pair))));
    });
    timed("parse", || {
        markdown.iter().for_each(|text| drop(black_box(markdown::parse("", text, Meta::default()))));
    });
    timed("html", || {
        documents.iter().for_each(|document| drop(black_box(html.write(document))));
    });
    timed("pdf", || {
        let pairs = requests.iter().zip(&documents);
        pairs.for_each(|(request, document)| drop(black_box(pdf.write(document, request.look.paper))));
    });
    let formats = [Format::Pdf, Format::Html, Format::Md];
    let folder = tempfile::tempdir().unwrap();
    timed("all, written to files", || batch::build(&renderer, &requests, &formats, folder.path(), || ()).unwrap());
}

fn sheets() {
    let sheet = |workspace: &Workspace, document: &str| {
        let wanted =
            Wanted { regions: vec!["muara-enim".into()], documents: vec![document.into()], ..Wanted::default() };
        let renderer = Renderer { workspace, stamp: workspace.rulebook.data().rulebook.date };
        let requests = plan(workspace, &wanted, Unasked::Profiled, &mut Diagnostics::new()).unwrap();
        renderer.sheet(&requests[0], &[Format::Pdf]).unwrap()
    };
    let ready = workspace();
    for document in ["handout", "pledge"] {
        timed(&format!("{document}, from nothing"), || sheet(&workspace(), document));
        timed(&format!("{document}, among many"), || sheet(&ready, document));
    }
}

fn main() {
    stages();
    sheets();
}
