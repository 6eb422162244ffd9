//! The shipped documents, from the shipped rulebook: golden Markdown, and what must hold in every sheet.

mod golden;
mod pages;

use chrono::NaiveDate;
use ikrar::context;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Fit, Meta, markdown};
use ikrar::lang::Lang;
use ikrar::layout::{self, Paper};
use ikrar::pdf;
use ikrar::quiz;
use ikrar::region::{Region, Regions};
use ikrar::request::{Look, Request, Scope, Subject};
use ikrar::rulebook::Rulebook;
use ikrar::select::select;
use ikrar::template::{Axis, DocumentKind, Maker, TemplateFile, Templates, check};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const REGIONS: [&str; 5] = ["muara-enim", "banyuasin", "kutai-timur", "prabumulih", "buru-selatan"];

static SHIPPED: LazyLock<Shipped> = LazyLock::new(Shipped::read);

/// What the repository ships.
struct Shipped {
    rulebook: Rulebook,
    regions: Regions,
    templates: Templates,
}

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn read(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// The files of a folder with this ending, by name.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(path(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.ends_with(ending)).map(|name| (name.clone(), read(&format!("{folder}/{name}")))).collect()
}

fn template_files() -> Vec<TemplateFile> {
    let files = ["md", "html", "css", "yaml"].into_iter().flat_map(|ending| files("templates", ending));
    files.map(|(name, text)| TemplateFile { file: name.clone(), name, text, is_built_in: false }).collect()
}

impl Shipped {
    fn read() -> Self {
        let mut warnings = Diagnostics::new();
        let rulebook = Rulebook::load("rules.yaml", &read("rules.yaml"), &mut warnings).expect("rules.yaml is valid");
        let profiles: Vec<_> = files("regions", ".yaml").into_iter().collect();
        let table = read("regions/regions.csv");
        let regions = Regions::load("regions.csv", &table, &profiles, &rulebook, &mut warnings);
        let templates = Templates::load(&template_files()).unwrap_or_else(|findings| panic!("{findings:#?}"));
        Shipped { rulebook, regions: regions.expect("the regions are valid"), templates }
    }
}

/// What is asked for; everything else is as `build` does it.
#[derive(Clone, Copy)]
struct Sheet {
    document: &'static str,
    region: Option<&'static str>,
    audience: Option<&'static str>,
    phase: Option<&'static str>,
    lang: Lang,
    signed: bool,
    on_back: bool,
}

fn sheet(document: &'static str, region: &'static str) -> Sheet {
    let region = Some(region);
    Sheet { document, region, audience: None, phase: None, lang: Lang::Id, signed: false, on_back: false }
}

impl Sheet {
    fn region(&self) -> Option<&'static Region> {
        self.region.map(|typed| SHIPPED.regions.find(typed).expect(typed))
    }

    fn kind(&self) -> &'static DocumentKind {
        SHIPPED.templates.document(self.document).expect(self.document)
    }

    fn markdown(&self) -> String {
        self.markdown_from(&SHIPPED.templates)
    }

    fn markdown_from(&self, templates: &Templates) -> String {
        let rulebook = &SHIPPED.rulebook;
        let scope = Scope {
            region: self.region(),
            audience: self.audience,
            election: "pilkada-2024",
            phase: self.phase,
            date: None,
            lang: self.lang,
        };
        let signed_on = NaiveDate::from_ymd_opt(2024, 10, 4).filter(|_| self.signed);
        let look = Look { signed_on, meterai: self.signed, ..Look::default() };
        let document = templates.document(self.document).expect(self.document);
        let request = Request { document, scope, look, subject: Subject::default(), quiz: &quiz::USUAL };
        let selection = select(rulebook, &request.query()).expect("the query is fine");
        let base = context::Base::new(&context::Input {
            request: &request,
            rulebook,
            selection: &selection,
            names: None,
            labels: templates.labels(self.lang),
            documents: &[],
        });
        let variables = base.with(None, self.on_back);
        templates.render(self.document, self.lang, variables).unwrap_or_else(|findings| panic!("{findings:#?}"))
    }

    fn document(&self) -> Document {
        let meta = Meta {
            title: "x".to_owned(),
            lang: self.lang,
            fit: self.kind().fit,
            layout: self.kind().layout,
            ..Meta::default()
        };
        let markdown = self.markdown();
        markdown::parse(self.document, &markdown, meta).unwrap_or_else(|findings| panic!("{findings:#?}\n{markdown}"))
    }

    /// `kutai-timur-checklist-tk2d.kampanye.en`
    fn name(&self) -> String {
        let audience = self.audience.map(|audience| format!("-{audience}")).unwrap_or_default();
        let phase = self.phase.map(|phase| format!(".{phase}")).unwrap_or_default();
        let lang = if self.lang == Lang::En { ".en" } else { "" };
        let back = if self.on_back { ".back" } else { "" };
        format!("{}-{}{audience}{phase}{back}{lang}", self.region.unwrap_or("blank"), self.document)
    }
}

#[test]
fn templates_use_no_variable_that_does_not_exist() {
    let templates = &SHIPPED.templates;
    let findings = check(templates, |kind, lang| context::samples(kind, lang, templates.labels(lang)));
    assert!(findings.is_empty(), "{findings:#?}");
}

/// Every document of every region, in both languages, and without a region.
fn all() -> impl Iterator<Item = Sheet> {
    let regions = REGIONS.map(Some).into_iter().chain([None, Some("kota-tidore-kepulauan")]);
    regions.flat_map(|region| {
        Lang::ALL.into_iter().flat_map(move |lang| {
            let of = move |document| Sheet { region, lang, ..sheet(document, "") };
            let documents = [
                "pledge",
                "declaration",
                "attendance",
                "checklist",
                "handout",
                "slides",
                "facilitator",
                "quiz",
                "quiz-key",
                "certificate",
                "agenda",
                "minutes",
                "divider",
                "tally",
            ];
            documents.map(of)
        })
    })
}

#[test]
fn sheets_keep_to_their_pages() {
    let writer = pdf::Writer::new(layout::Settings::default()).unwrap();
    for sheet in all() {
        let document = sheet.document();
        if document.meta.fit != Fit::Flow {
            for paper in [Paper::A4, Paper::F4, Paper::Folio] {
                let pdf = writer.write(&document, paper).unwrap();
                assert!(pdf.fits, "{} has {} pages on {paper}", sheet.name(), pdf.pages);
            }
        }
    }
}

#[test]
fn every_normative_line_carries_its_rule_id() {
    for sheet in all().filter(|sheet| ["checklist", "handout", "slides", "facilitator"].contains(&sheet.document)) {
        let markdown = sheet.markdown();
        let mut role = "";
        let mut lines = 0;
        for line in markdown.lines().skip_while(|line| !line.starts_with("## ")) {
            match line {
                "<!-- prohibition -->" | "<!-- obligation -->" | "<!-- permission -->" | "<!-- contested -->" => {
                    role = line
                }
                line if line.starts_with('#') => role = "",
                line if line.starts_with("- ") && !role.is_empty() => {
                    lines += 1;
                    assert!(line.contains(" `N-"), "{}: {line}", sheet.name());
                }
                _ => {}
            }
        }
        assert!(lines > 20, "{} has {lines} normative lines", sheet.name());
    }
}

#[test]
fn what_is_in_dispute_stands_in_a_group_of_its_own_with_both_sides() {
    for sheet in all().filter(|sheet| ["checklist", "handout", "slides", "facilitator"].contains(&sheet.document)) {
        let markdown = sheet.markdown();
        let before = markdown.split("<!-- contested -->").count();
        let (allowed, disputed) = markdown.rsplit_once("<!-- contested -->").unwrap();
        assert!(before >= 2 && !allowed.contains("`N-10`"), "{}", sheet.name());
        for date in ["2024", "2021"] {
            assert!(disputed.contains("`N-10`") && disputed.contains(date), "{}", sheet.name());
        }
    }
}

#[test]
fn the_penalty_note_stands_beside_penalties() {
    for sheet in all().filter(|sheet| ["handout", "slides", "facilitator"].contains(&sheet.document)) {
        let note = SHIPPED.rulebook.data().rulebook.penalty_note.get(sheet.lang);
        let markdown = sheet.markdown();
        let figures = markdown.find("600.000").or_else(|| markdown.find("600,000")).unwrap();
        assert!(markdown.find(note).is_some_and(|at| at < figures), "{}", sheet.name());
    }
}

#[test]
fn no_name_of_an_official_is_printed_to_sign() {
    let speakers = SHIPPED.rulebook.data().articles.iter().flat_map(|article| &article.speakers);
    let names: Vec<&str> = speakers.map(|speaker| speaker.name.as_str()).collect();
    for sheet in all().filter(|sheet| sheet.document != "handout") {
        let markdown = sheet.markdown();
        assert!(names.iter().all(|name| !markdown.contains(name)), "{}", sheet.name());
    }
}

#[test]
fn a_doubtful_date_is_printed_as_such() {
    for document in ["checklist", "handout"] {
        let markdown = sheet(document, "prabumulih").markdown();
        assert!(markdown.contains("Kamis, 3 September 2024 \\[sic\\]") && markdown.contains("3 Oktober 2024"));
    }
}

#[test]
fn a_sheet_without_a_region_has_blanks_and_invents_nothing() {
    let markdown = Sheet { region: None, ..sheet("pledge", "") }.markdown();
    assert!(markdown.contains("**PEMERINTAH KABUPATEN/KOTA ____"), "{markdown}");
    assert!(!markdown.contains("muara-enim") && !markdown.contains("Muara Enim"));
}

#[test]
fn documents_say_what_they_are_made_for() {
    let axes = |id: &str| SHIPPED.templates.document(id).unwrap().per.clone();
    assert_eq!(axes("pledge"), [Axis::Region, Axis::Audience, Axis::Person]);
    assert_eq!(axes("checklist"), [Axis::Region, Axis::Audience]);
    assert_eq!(axes("declaration"), [Axis::Region]);
    assert_eq!(axes("attendance"), [Axis::Region, Axis::Unit]);
    let maker = |id: &str| SHIPPED.templates.document(id).unwrap().made_by;
    assert_eq!(["attendance", "divider", "tally"].map(maker), [Maker::Build, Maker::Merge, Maker::Tally]);
}

#[test]
fn the_timetable_of_a_talk_adds_up() {
    for sheet in all().filter(|sheet| sheet.document == "facilitator") {
        let markdown = sheet.markdown();
        let minutes = markdown.lines().filter(|line| line.starts_with("| ") && line.split('|').count() == 5);
        let minutes = minutes.filter_map(|line| line.rsplit('|').nth(1)?.trim().trim_matches('*').parse::<u32>().ok());
        let (total, parts) = minutes.collect::<Vec<_>>().split_last().map(|(t, p)| (*t, p.to_vec())).unwrap();
        assert_eq!(parts.iter().sum::<u32>(), total, "{}", sheet.name());
        let sections = markdown.lines().filter(|line| line.starts_with("## ")).count();
        assert!(parts.len() >= 7 && sections > parts.len(), "{}", sheet.name());
    }
}

#[test]
fn every_answer_to_a_case_names_its_rules() {
    for sheet in all().filter(|sheet| sheet.document == "facilitator") {
        let markdown = sheet.markdown();
        let answers: Vec<&str> =
            markdown.lines().filter(|line| line.starts_with("**Jawaban:") || line.starts_with("**Answer:")).collect();
        assert!(answers.len() >= 30 && answers.iter().all(|line| line.contains(" `N-")), "{}", sheet.name());
    }
}

/// The first fenced block of `docs/templates.md` with this info string.
fn example(info: &str) -> String {
    let page = read("docs/templates.md");
    let block = page.split(&format!("\n```{info}\n")).nth(1).and_then(|rest| rest.split("```\n").next());
    block.unwrap_or_else(|| panic!("no example `{info}`")).to_owned()
}

#[test]
fn the_template_in_the_documentation_makes_the_sheet_shown() {
    let mut files = template_files();
    let text = format!("---\n{}---\n{}", example("yaml"), example("tera"));
    files.push(TemplateFile {
        name: "cover.md".to_owned(),
        file: "docs/templates.md".to_owned(),
        text,
        is_built_in: false,
    });
    let templates = Templates::load(&files).unwrap();
    let markdown = sheet("cover", "prabumulih").markdown_from(&templates);
    assert_eq!(markdown, example("rendered"));
    assert!(markdown::parse("cover", &markdown, Meta::default()).is_ok());
}

#[test]
fn every_variable_is_documented() {
    let page = read("docs/templates.md");
    let documented: BTreeSet<&str> = page.split('`').skip(1).step_by(2).flat_map(|code| code.split('.')).collect();
    let mut names = BTreeSet::new();
    let templates = &SHIPPED.templates;
    let samples = context::samples(&templates.documents()[0], Lang::Id, &BTreeMap::new());
    for name in &samples[0].names {
        names.insert(name.clone());
        let (_, value) = samples[0].variables.iter().find(|(known, _)| known == name).unwrap();
        names_in(value, &mut names);
    }
    assert!(names.len() > 80);
    let missing: Vec<&String> = names.iter().filter(|name| !documented.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names of all fields in a value.
fn names_in(value: &tera::Value, names: &mut BTreeSet<String>) {
    for (name, value) in value.as_map().into_iter().flatten() {
        names.insert(name.to_string());
        names_in(value, names);
    }
    value.as_array().into_iter().flatten().for_each(|item| names_in(item, names));
}
