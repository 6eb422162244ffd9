//! The engine as its callers see it.

use super::*;
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::document::{Fit, Layout, labels};
use crate::lang::{Lang, Text};
use crate::yaml;
use std::collections::BTreeMap;
use tera::{Context, Tera, Value};

const FRONT: &str = "---\nname: { id: Ikrar, en: Pledge }\ndescription: { id: x, en: x }\nper: [region]\n---\n";

/// Variables from names and what can be a value.
macro_rules! values {
    ($($name:ident => $value:expr),*) => {
        vec![$((stringify!($name), Value::from_serializable($value))),*]
    };
}

fn file(name: &str, text: &str) -> TemplateFile {
    TemplateFile { name: name.to_owned(), file: format!("templates/{name}"), text: text.to_owned(), is_built_in: false }
}

fn load(templates: &[(&str, &str)]) -> Result<Templates, Diagnostics> {
    let chrome =
        [("page.html", "x"), ("style.css", "x"), ("labels.yaml", "sanctions: { id: Sanksi, en: Sanctions }\n")];
    let files: Vec<_> = chrome.iter().chain(templates).map(|(name, text)| file(name, text)).collect();
    Templates::load(&files)
}

fn document(body: &str) -> String {
    format!("{FRONT}{body}")
}

fn rendered(body: &str, variables: &Bindings) -> String {
    load(&[("a.md", &document(body))]).unwrap().render("a", Lang::Id, variables.clone()).unwrap()
}

/// Findings as `file:line:column code: message; help`.
fn told(findings: &Diagnostics) -> Vec<String> {
    let tell = |d: &Diagnostic| {
        let origin = d.origin.as_ref().map_or_else(String::new, |origin| format!("{origin} "));
        let help = d.help.as_ref().map_or_else(String::new, |help| format!("; {}", help.en()));
        format!("{origin}{}: {}{help}", d.code, d.message.en())
    };
    findings.iter().map(tell).collect()
}

fn findings(body: &str) -> Vec<String> {
    told(&load(&[("a.md", &document(body))]).err().unwrap_or_default())
}

#[test]
fn values_are_text_and_templates_are_markup() {
    let variables = values! { name => "Siti *Nur* | <b>" };
    assert_eq!(
        rendered("**{{ name }}** {{ name | upper }}\n", &variables),
        "**Siti \\*Nur\\* \\| \\<b\\>** SITI \\*NUR\\* \\| \\<B\\>\n"
    );
}

#[test]
fn filters_word_values_in_the_language_of_the_sheet() {
    let mut variables =
        values! { day => "2024-08-30", missing => &None::<String>, n => &8000, items => &["a", "b", "c"] };
    variables.push(("lang", Value::from("id")));
    let body = "{{ day | date }}; {{ day | date(style='full') }}; {{ missing | date }}; {{ missing | blank(ems=3) }}; \
                {{ day | blank }}; {{ n | number }}; {{ n | words }}; {{ items | enumeration }}; {{ 'abc' | sentence }}";
    assert_eq!(
        rendered(body, &variables),
        "30 Agustus 2024; Jumat, 30 Agustus 2024; ____________________; ______; 2024-08-30; 8.000; delapan ribu; \
         a, b, dan c; Abc.\n"
    );
    variables.push(("lang", Value::from("en")));
    assert_eq!(
        rendered("{{ day | date }}; {{ n | number }}; {{ n | words }}; {{ items | enumeration }}", &variables),
        "30 August 2024; 8,000; eight thousand; a, b and c\n"
    );
}

#[test]
fn empty_lines_that_tags_leave_are_gone() {
    let body = "\n\n# A\n\n{% if false %}\nno\n{% endif %}\n\n\nB\n   \n";
    assert_eq!(rendered(body, &Bindings::new()), "# A\n\nB\n");
}

#[test]
fn a_template_in_english_shares_the_front_matter() {
    let templates = load(&[("a.md", &document("id")), ("a.en.md", "en"), ("b.md", &document("id"))]).unwrap();
    assert_eq!(templates.render("a", Lang::En, Bindings::new()).unwrap(), "en\n");
    assert_eq!(
        told(&templates.render("b", Lang::En, Bindings::new()).unwrap_err()),
        ["untranslated: the document `b` has no version in this language; add a template `b.en.md`"]
    );
    assert_eq!(templates.file_name("a", Lang::En), Some("templates/a.en.md"));
    assert_eq!(templates.labels(Lang::En)["sanctions"], "Sanctions");
}

#[test]
fn what_a_filter_refuses_has_its_place() {
    let rendered = |body: &str| {
        let templates = load(&[("a.md", &document(body))]).unwrap();
        told(&templates.render("a", Lang::Id, values! { day => "2024-13-01" }).unwrap_err())
    };
    assert_eq!(
        rendered("{{ day | date }}"),
        ["templates/a.md:6:10 template-render: `2024-13-01` is not a date of the form YYYY-MM-DD"]
    );
    let told = rendered("{{ day | date(style='long') }}");
    assert!(told[0].contains("`long` is no style of a date; there are plain, full"), "{told:?}");
}

#[test]
fn documents_come_in_their_order() {
    let ordered = |n| document("x").replace("per:", &format!("order: {n}\nper:"));
    let templates =
        load(&[("a.md", &document("x")), ("b.md", &ordered(20)), ("c.md", &ordered(3)), ("_d.md", "x")]).unwrap();
    let ids: Vec<_> = templates.documents().iter().map(|kind| kind.id.as_str()).collect();
    assert_eq!(ids, ["c", "b", "a"]);
}

#[test]
fn findings_have_the_place_in_the_file() {
    assert_eq!(
        findings("a\n{{ x | uper }} {% include '_kop.md' %}\n{{ f(a=1) }}\n"),
        [
            "templates/a.md:7:8 unknown-filter: unknown filter `uper`; did you mean `upper`?",
            "templates/a.md:7:27 unknown-template: unknown template `_kop.md`; there are a.md",
            "templates/a.md:8:4 unknown-function: unknown function `f`; there are range, throw, super",
        ]
    );
    assert_eq!(findings("{% if x %}"), ["templates/a.md:6:11 template-syntax: unexpected end of input"]);
    assert_eq!(
        findings("a {{ x | safe }}")[0].split(';').next(),
        Some("templates/a.md:6:10 safe-filter: the filter `safe` would let a value become markup")
    );
    assert_eq!(
        findings("{% extends '_b.md' %}"),
        ["templates/a.md:6:4 unknown-template: unknown template `_b.md`; there are a.md"]
    );
}

#[test]
fn a_block_that_no_parent_has_is_found() {
    let child = document("{% extends '_a.md' %}{% block foot %}x{% endblock %}");
    let found = load(&[("_a.md", "{% block head %}{% endblock %}"), ("a.md", &child)]).err().unwrap();
    assert_eq!(told(&found), ["templates/a.md:6:31 unknown-block: block `foot` is not defined in any parent template"]);
}

#[test]
fn every_file_is_looked_at() {
    let circle = load(&[
        ("a.md", &document("{% include '_b.md' %}")),
        ("_b.md", "{% include '_c.md' %}"),
        ("_c.md", "{% include '_b.md' %}"),
        ("d.md", &document("{{ x | uper }}")),
        ("e.md", &document("{{ ")),
        ("F.md", "x"),
        ("g.en.md", "x"),
        ("h.md", "x"),
    ]);
    let told = told(&circle.err().unwrap());
    for start in [
        "templates/F.md document-name",
        "templates/_b.md:1:4 template-circle: templates call each other in a circle: _b.md → _c.md → _b.md",
        "templates/d.md:6:8 unknown-filter",
        "templates/e.md:6:3 template-syntax",
        "templates/g.en.md:1:1 untranslated",
        "templates/h.md:1:1 front-matter",
    ] {
        assert!(told.iter().any(|finding| finding.starts_with(start)), "{start} is not in {told:#?}");
    }
}

#[test]
fn front_matter_is_read_strictly() {
    let wrong = FRONT.replace("per:", "par:");
    let told = told(&load(&[("a.md", &wrong)]).err().unwrap());
    assert!(told.iter().any(|finding| finding.starts_with("templates/a.md:4:1 ")), "{told:#?}");
}

#[test]
fn a_fit_is_one_page_some_pages_or_any() {
    let with = |fit: &str| load(&[("a.md", &FRONT.replace("per:", &format!("fit: {fit}\nper:")))]);
    for (written, fit) in [("flow", Fit::Flow), ("one-page", Fit::OnePage), ("4-pages", Fit::Pages(4))] {
        assert_eq!(with(written).unwrap().documents()[0].fit, fit);
    }
    for written in ["0-pages", "short", "-pages"] {
        let told = told(&with(written).err().unwrap());
        assert!(told[0].starts_with("templates/a.md:4:6 unknown-fit: "), "{told:#?}");
    }
}

#[test]
fn a_layout_is_one_of_those_there_are() {
    let with = |layout: &str| load(&[("a.md", &FRONT.replace("per:", &format!("layout: {layout}\nper:")))]);
    for layout in Layout::ALL {
        assert_eq!(with(layout.as_str()).unwrap().documents()[0].layout, layout);
    }
    let told = told(&with("across").err().unwrap());
    assert!(told[0].starts_with("templates/a.md:4:9 unknown-layout: `across` is no layout"), "{told:#?}");
}

#[test]
fn a_document_that_grows_without_end_is_stopped() {
    let body = "{% for i in range(end=9000) %}{% for j in range(end=9000) %}0123456789{% endfor %}{% endfor %}";
    let error = load(&[("a.md", &document(body))]).unwrap().render("a", Lang::Id, Bindings::new()).unwrap_err();
    assert_eq!(told(&error), ["templates/a.md output-too-large: the document grows beyond 8 MB"]);
}

#[test]
fn safe_does_not_work_even_where_the_lint_cannot_see_it() {
    let mut tera = Tera::default();
    filters::register(&mut tera);
    assert!(tera.render_str("{{ 'a' | safe }}", &Context::new(), true).is_err());
}

#[test]
fn unknown_variables_are_found_on_samples() {
    let body = "{{ region.nam }}\n{% if region.known %}{{ regoin.name }}{% endif %}\n";
    let check_with = |body: &str| {
        let templates = load(&[("a.md", &document(body))]).unwrap();
        let sample = |what, known: Option<bool>| Sample {
            what,
            variables: match known {
                Some(known) => {
                    values! { region => &std::collections::BTreeMap::from([("known", known), ("name", true)]) }
                }
                None => values! { region => &None::<bool> },
            },
            names: vec!["region".to_owned()],
        };
        told(&check(&templates, |_, _| {
            vec![
                sample(say!("pada lembar penuh", "on a full sheet"), Some(true)),
                sample(say!("pada lembar kosong", "on a blank sheet"), None),
            ]
        }))
    };
    assert_eq!(
        check_with(body),
        ["templates/a.md:7:25 unknown-variable: variable `regoin` is not defined; did you mean `region`?"]
    );
    assert_eq!(
        check_with("{{ region.nam }}"),
        ["templates/a.md:6:11 unknown-variable: field `nam` is not defined; did you mean `name`?",]
    );
    assert_eq!(
        check_with("{{ region.name }}"),
        [
            "templates/a.md:6:11 unknown-variable: field `name` is not defined (on a blank sheet); what stands before it can be absent; ask for it first, with `{% if … %}`",
        ]
    );
}

#[test]
fn a_map_is_walked_in_its_own_order() {
    let words = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"];
    let map: BTreeMap<&str, usize> = words.into_iter().zip(1..).collect();
    assert_eq!(
        rendered("{% for word, n in map %}{{ word }}={{ n }} {% endfor %}", &values! { map => &map }),
        "delapan=8 dua=2 empat=4 enam=6 lima=5 satu=1 tiga=3 tujuh=7 \n"
    );
}

#[test]
fn the_names_that_a_template_uses_are_known_with_those_of_its_parts() {
    let body = "{% for rule in groups[\"rules\"] %}{{ rule.facts | join(sep=\"articles\") }}{% endfor %}{# cases #} sanctions\n\
                {{ region?.phases }}{% include \"_b.md\" %}";
    let templates =
        [("a.md", document(body)), ("_b.md", "{{ people }}".to_owned()), ("c.md", document("{{ __tera_context }}"))];
    let templates: Vec<(&str, &str)> = templates.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let templates = load(&templates).unwrap();
    let names = templates.names("a", Lang::Id).unwrap();
    let all = ["groups", "region", "people", "rules", "facts", "articles", "cases", "sanctions", "phases"];
    assert_eq!(all.map(|name| names.contains(name)), [true, true, true, false, false, false, false, false, false]);
    assert_eq!(templates.names("c", Lang::Id), None);
    assert_eq!(templates.names("d", Lang::Id), None);
}

#[test]
fn default_labels_are_those_of_the_built_in_folder() {
    let file = include_str!("../../templates/labels.yaml");
    let built_in = yaml::load::<yaml::Keyed<Text>>("labels.yaml", file).unwrap().value.0;
    let mut absent = Vec::new();
    for (key, id, en) in labels::DEFAULTS {
        match built_in.get(key) {
            Some(text) => assert_eq!((text.id.as_str(), text.en.as_str()), (id, en), "{key}"),
            None => absent.push(key),
        }
    }
    assert_eq!(absent, ["field_date", "field_place", "field_signature", "footnote_back", "footnotes"]);
}

#[test]
fn a_set_of_templates_without_the_page_is_a_finding() {
    let told = Templates::load(&[]).err().unwrap();
    assert!(told.iter().any(|finding| finding.code == Code::TemplateMissing), "{told:?}");
}
