//! `ikrar init`: a workspace that builds at once.

use crate::folder::folder;

#[test]
fn a_new_workspace_is_without_errors_and_builds() {
    let folder = folder();
    folder.runs("init .").succeeds().saying("`make` there builds it").printing_nothing();
    folder.runs("check").succeeds().saying("no findings");
    folder.runs("check sosialisasi.yaml").succeeds().saying("no findings");
    folder.runs("check pegawai.csv").succeeds().saying("0 errors").saying("4 people can be printed");
    folder.runs("build --region muara-enim --format md").succeeds();
    folder.runs("kit --region muara-enim --event sosialisasi.yaml --roster pegawai.csv").succeeds();
    assert!(folder.path("kit/01-agenda.pdf").exists() && folder.path("kit/04-pledge/dinas-contoh.pdf").exists());
    // What is to be changed is there, and used.
    let template = folder.text("templates/checklist.md");
    let folder = folder.with("templates/checklist.md", template.replace("\n# ", "\n# Uji coba: "));
    folder.runs("render checklist").succeeds().printing("# Uji coba: ");
}

#[test]
fn every_recipe_of_the_makefile_is_a_command_that_exists() {
    let folder = folder();
    folder.runs("init a --region prabumulih").succeeds();
    let makefile = folder.text("a/Makefile");
    assert!(makefile.contains("REGION ?= prabumulih\n") && !makefile.contains('@'.to_string().repeat(2).as_str()));
    let recipes = makefile.lines().filter_map(|line| line.strip_prefix("\t$(IKRAR) "));
    let commands: Vec<&str> = recipes.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(commands, ["check", "check", "build", "kit", "merge", "render"]);
}

#[test]
fn an_editor_finds_the_schema_of_every_yaml_file() {
    let folder = folder();
    folder.runs("init . --quiet").succeeds().silently();
    for (file, schema) in [
        ("rules.yaml", "schema/rules.json"),
        ("regions/muara-enim.yaml", "../schema/region.json"),
        ("sosialisasi.yaml", "schema/event.json"),
    ] {
        let first = folder.text(file).lines().next().map(str::to_owned);
        assert_eq!(first, Some(format!("# yaml-language-server: $schema={schema}")));
        let kind = schema.rsplit('/').next().unwrap().trim_end_matches(".json");
        let written = folder.text(&format!("schema/{kind}.json"));
        assert_eq!(written, folder.runs(&format!("schema {kind}")).succeeds().stdout());
    }
}

#[test]
fn nothing_is_overwritten_and_all_that_is_in_the_way_is_told() {
    let folder = folder().with("a/rules.yaml", "mine").with("a/templates/pledge.md", "mine too");
    let outcome = folder.runs("init a").refuses().saying("a/rules.yaml").saying("a/templates/pledge.md");
    assert_eq!(outcome.stderr().matches("file-in-the-way").count(), 2);
    assert_eq!(folder.files("a").len(), 2);
    folder.runs("init b").succeeds();
    let before = folder.files("b");
    folder.runs("init b").refuses();
    assert!(folder.files("b") == before);
    folder.runs("init c --region kota-bogor").refuses().saying("no-profile").saying("muara-enim");
    folder.with("d", "a file").runs("init d").refuses();
}
