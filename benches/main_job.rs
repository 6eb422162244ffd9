//! The main job by stage: five regions, all documents, from the built-in inputs to files. Then one sheet, as a cold start
//! makes it, and as one of many.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark may fail; criterion's macros write no docs")]

use criterion::{Criterion, criterion_group, criterion_main};
use ikrar::context;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Meta, markdown};
use ikrar::output::Format;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::render::{Renderer, Request, batch};
use ikrar::template::Bindings;
use ikrar::workspace::{Inputs, Workspace};
use std::hint::black_box;
use std::time::Duration;

fn workspace() -> Workspace {
    Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap()
}

fn variables(renderer: &Renderer, request: &Request) -> Bindings {
    let Workspace { rulebook, templates, .. } = renderer.workspace;
    context::Base::new(&context::Input {
        rulebook,
        region: request.region,
        selection: &renderer.select(request).unwrap(),
        audience: request.audience,
        election: request.election,
        date: request.date,
        signed_on: request.signed_on,
        meterai: request.meterai,
        mask_nip: false,
        unit: None,
        people: &[],
        tally: None,
        quiz: &ikrar::quiz::USUAL,
        names: None,
        contents: None,
        event: None,
        kit: None,
        volume: None,
        lang: request.lang,
        labels: templates.labels(request.lang),
        document: request.document,
        documents: &[],
    })
    .with(None, false)
}

fn stages(c: &mut Criterion) {
    let workspace = workspace();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let requests = plan(&workspace, &Wanted::default(), Unasked::Profiled, &mut Diagnostics::new()).unwrap();
    let contexts: Vec<Bindings> = requests.iter().map(|request| variables(&renderer, request)).collect();
    let render = |(request, context): (&Request, &Bindings)| {
        workspace.templates.render(&request.document.id, request.lang, context.clone()).unwrap()
    };
    let markdown: Vec<String> = requests.iter().zip(&contexts).map(render).collect();
    let documents: Vec<Document> = requests.iter().map(|request| renderer.typeset(request).unwrap().document).collect();
    let (html, pdf) = (workspace.html().unwrap(), workspace.pdf().unwrap());

    let mut group = c.benchmark_group("main job");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.bench_function("load", |b| b.iter(self::workspace));
    group.bench_function("select and context", |b| {
        b.iter(|| requests.iter().for_each(|request| drop(black_box(variables(&renderer, request)))));
    });
    group.bench_function("render", |b| {
        b.iter(|| requests.iter().zip(&contexts).for_each(|pair| drop(black_box(render(pair)))));
    });
    group.bench_function("parse", |b| {
        b.iter(|| markdown.iter().for_each(|text| drop(black_box(markdown::parse("", text, Meta::default())))));
    });
    group.bench_function("html", |b| {
        b.iter(|| documents.iter().for_each(|document| drop(black_box(html.write(document)))));
    });
    group.bench_function("pdf", |b| {
        let pairs = || requests.iter().zip(&documents);
        b.iter(|| pairs().for_each(|(request, document)| drop(black_box(pdf.write(document, request.paper)))));
    });
    let formats = [Format::Pdf, Format::Html, Format::Md];
    group.bench_function("all, written to files", |b| {
        let folder = tempfile::tempdir().unwrap();
        b.iter(|| batch::build(&renderer, &requests, &formats, folder.path(), || ()).unwrap());
    });
    group.finish();
}

fn sheets(c: &mut Criterion) {
    let sheet = |workspace: &Workspace, document: &str| {
        let wanted =
            Wanted { regions: vec!["muara-enim".into()], documents: vec![document.into()], ..Wanted::default() };
        let renderer = Renderer { workspace, stamp: workspace.rulebook.data().rulebook.date };
        let requests = plan(workspace, &wanted, Unasked::Profiled, &mut Diagnostics::new()).unwrap();
        renderer.sheet(&requests[0], &[Format::Pdf]).unwrap()
    };
    let mut group = c.benchmark_group("one PDF");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    let ready = workspace();
    for document in ["handout", "pledge"] {
        group.bench_function(format!("{document}, from nothing"), |b| b.iter(|| sheet(&workspace(), document)));
        group.bench_function(format!("{document}, among many"), |b| b.iter(|| sheet(&ready, document)));
    }
    group.finish();
}

criterion_group!(benches, stages, sheets);
criterion_main!(benches);
