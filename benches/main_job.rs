//! The main job by stage: five regions, all documents, from the built-in inputs to files. Then one sheet, as a cold start
//! makes it, and as one of many.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark may fail; criterion's macros write no docs")]

use criterion::{Criterion, criterion_group, criterion_main};
use ikrar::context;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Meta, markdown};
use ikrar::output::Format;
use ikrar::press::plan::{Unasked, Wanted, plan};
use ikrar::press::{Order, Press, batch};
use ikrar::template::Values;
use ikrar::workspace::{Inputs, Workspace};
use std::hint::black_box;
use std::time::Duration;

fn workspace() -> Workspace {
    Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap()
}

fn variables(press: &Press, order: &Order) -> Values {
    let Workspace { rulebook, templates, .. } = press.workspace;
    context::Base::new(&context::Input {
        rulebook,
        region: order.region,
        selection: &press.select(order).unwrap(),
        audience: order.audience,
        election: order.election,
        date: order.date,
        signed_on: order.signed_on,
        meterai: order.meterai,
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
        lang: order.lang,
        labels: templates.labels(order.lang),
        document: order.document,
        documents: &[],
    })
    .with(None, false)
}

fn stages(c: &mut Criterion) {
    let workspace = workspace();
    let press = Press { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let orders = plan(&workspace, &Wanted::default(), Unasked::Profiled, &mut Diagnostics::new()).unwrap();
    let contexts: Vec<Values> = orders.iter().map(|order| variables(&press, order)).collect();
    let render = |(order, context): (&Order, &Values)| {
        workspace.templates.render(&order.document.id, order.lang, context.clone()).unwrap()
    };
    let markdown: Vec<String> = orders.iter().zip(&contexts).map(render).collect();
    let documents: Vec<Document> = orders.iter().map(|order| press.typeset(order).unwrap().document).collect();
    let (html, pdf) = (workspace.html().unwrap(), workspace.pdf().unwrap());

    let mut group = c.benchmark_group("main job");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.bench_function("load", |b| b.iter(self::workspace));
    group.bench_function("select and context", |b| {
        b.iter(|| orders.iter().for_each(|order| drop(black_box(variables(&press, order)))));
    });
    group.bench_function("render", |b| {
        b.iter(|| orders.iter().zip(&contexts).for_each(|pair| drop(black_box(render(pair)))));
    });
    group.bench_function("parse", |b| {
        b.iter(|| markdown.iter().for_each(|text| drop(black_box(markdown::parse("", text, Meta::default())))));
    });
    group.bench_function("html", |b| {
        b.iter(|| documents.iter().for_each(|document| drop(black_box(html.write(document)))));
    });
    group.bench_function("pdf", |b| {
        let pairs = || orders.iter().zip(&documents);
        b.iter(|| pairs().for_each(|(order, document)| drop(black_box(pdf.write(document, order.paper)))));
    });
    let formats = [Format::Pdf, Format::Html, Format::Md];
    group.bench_function("all, written to files", |b| {
        let folder = tempfile::tempdir().unwrap();
        b.iter(|| batch::build(&press, &orders, &formats, folder.path(), || ()).unwrap());
    });
    group.finish();
}

fn sheets(c: &mut Criterion) {
    let sheet = |workspace: &Workspace, document: &str| {
        let wanted =
            Wanted { regions: vec!["muara-enim".into()], documents: vec![document.into()], ..Wanted::default() };
        let press = Press { workspace, stamp: workspace.rulebook.data().rulebook.date };
        let orders = plan(workspace, &wanted, Unasked::Profiled, &mut Diagnostics::new()).unwrap();
        press.sheet(&orders[0], &[Format::Pdf]).unwrap()
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
