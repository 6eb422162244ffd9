//! What scripts, shells and editors ask for: variables, schemas, completions, manual pages.

use crate::folder::folder;
use std::io::{Read, pipe};

#[test]
fn the_variables_of_a_template_are_json() {
    let context = folder().runs("context checklist --region muara-enim --audience camat --lang en").succeeds();
    let json = context.silently().json();
    assert_eq!((&json["lang"], &json["document"]["id"]), (&"en".into(), &"checklist".into()));
    assert_eq!((&json["audience"]["id"], &json["region"]["slug"]), (&"camat".into(), &"muara-enim".into()));
    assert!(json["rules"].as_array().unwrap().len() > 20);
    // What is absent is there, as null, so that a script need not guess.
    assert!(json["signatory"].is_null() && json["options"]["meterai"] == false);
    folder().runs("context pledge --region all").refuses().saying("\"code\": \"many-sheets\"");
    folder().runs("context pleddge").refuses().saying("did you mean `pledge`?");
}

#[test]
fn a_template_of_ones_own_sees_what_context_prints() {
    let template = "---\nname: { id: Kata, en: Words }\ndescription: { id: Kata., en: Words. }\nper: [region]\n---\n\
                    # Kata\n\n{{ region.name }}: {{ rules | length }} aturan, {{ pledge.points | length }} butir.\n";
    let folder = folder().with("templates/words.md", template);
    let json = folder.runs("context words --region prabumulih").succeeds().json();
    let count = |value: &serde_json::Value| value.as_array().unwrap().len();
    let (rules, points) = (count(&json["rules"]), count(&json["pledge"]["points"]));
    let line = format!("{}: {rules} aturan, {points} butir.", json["region"]["name"].as_str().unwrap());
    folder.runs("render words --region prabumulih").succeeds().printing(&line);
}

#[test]
fn schemas_say_what_each_key_means() {
    let rules = folder().runs("schema rules").succeeds().silently().json();
    assert_eq!(rules["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(rules["properties"]["rules"].is_object() && rules["additionalProperties"] == false);
    let region = folder().runs("schema region").succeeds().json();
    assert!(region["properties"]["emblem"]["description"].as_str().unwrap().contains("PNG"));
    folder().runs("schema roster").refuses();
}

#[test]
fn shells_and_man_know_every_command() {
    let page = folder().runs("man").succeeds().silently().stdout();
    let commands = ["build", "render", "merge", "tally", "list", "explain", "check", "context", "schema"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder().runs(&format!("completions {shell}")).succeeds().silently().stdout();
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let folder = folder();
    folder.runs("man --out man1").succeeds().silently();
    let pages = folder.files("man1");
    for command in commands {
        assert!(page.contains(&format!("ikrar\\-{command}(1)")), "{command}");
        let own = String::from_utf8_lossy(&pages[&format!("ikrar-{command}.1")]).into_owned();
        assert!(own.contains("Examples:") || own.contains("EXTRA"), "{command}");
        assert_eq!(folder.runs(&format!("man {command}")).succeeds().stdout(), own);
    }
    folder.runs("man chek").refuses().saying("did you mean `check`?");
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    for line in ["schema rules", "completions bash", "man", "list rules", "list rules --format json", "context handout"]
    {
        let (mut reader, writer) = pipe().unwrap();
        // Nobody reads any more, before the first byte or after it.
        let words: Vec<&str> = line.split(' ').collect();
        let folder = folder();
        let run = std::thread::scope(|scope| {
            let run = scope.spawn(|| folder.runs_into(&words, writer));
            let _ = reader.read(&mut [0; 1]).unwrap();
            drop(reader);
            run.join().unwrap()
        });
        assert_eq!(run, (Some(0), String::new()), "{line}");
    }
}

#[test]
fn a_hyphen_is_standard_input() {
    let (event, roster) = (include_str!("../../samples/sosialisasi.yaml"), include_str!("../../samples/pegawai.csv"));
    let folder = folder().with("sosialisasi.yaml", event);
    folder.fed(roster, "check -").succeeds().printing("<stdin>:2:3").saying("4 people can be printed");
    folder.fed(event, "check -").succeeds().saying("no findings");
    folder.fed(event.replace("08:30", "pagi"), "check - --format json").finds().printing("\"file\": \"<stdin>\"");
    folder.fed("region: \"99.99\"\n", "check -").finds().printing("<stdin>:1");
    folder.fed(include_bytes!("../fixtures/pegawai.xls"), "check -").printing("<stdin>:");
    folder.fed(event, "render minutes --event -").succeeds().printing("Nama Gedung Contoh");
    folder.fed(roster, "merge pledge --roster - --format txt").succeeds();
    assert!(folder.text("out/pledge/dinas-contoh/0002-nama-contoh-1.txt").contains("Nama Contoh 1"));
    folder.fed(roster, "kit --event sosialisasi.yaml --roster -").succeeds();
    let register = folder.text("out/pledge/register.csv");
    folder.fed(&register, "tally -").succeeds().printing("0 of 4 sheets signed");
    folder.fed("a;b\n", "tally -").refuses().saying("--> <stdin>");
    folder.fed("", "check -").finds();
    folder.fed(include_str!("../../rules.yaml"), "render handout --rules -").succeeds().printing("# ");
}
