//! `--watch`: made again when something changes, until Ctrl-C. Each step waits for the line that tells of the one before.

use crate::folder::{Folder, folder};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, Command, Stdio};

/// A run that goes on.
struct Running {
    child: Child,
    messages: Lines<BufReader<ChildStderr>>,
}

impl Running {
    fn of(folder: &Folder, line: &str) -> Running {
        let mut command = folder.command(&line.split(' ').collect::<Vec<_>>());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let messages = BufReader::new(child.stderr.take().unwrap()).lines();
        Running { child, messages }
    }

    /// Reads messages up to one with these words.
    #[track_caller]
    fn says(&mut self, words: &str) {
        let mut said = Vec::new();
        for line in self.messages.by_ref() {
            said.push(line.unwrap());
            if said.last().is_some_and(|line| line.contains(words)) {
                return;
            }
        }
        panic!("never said: {words}\nsaid: {said:#?}");
    }

    /// Presses Ctrl-C.
    #[track_caller]
    fn ends(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.says("stopped watching");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn words(text: &str) -> String {
    format!("---\nname: {{ id: A, en: A }}\ndescription: {{ id: A., en: A. }}\nper: [region]\n---\n# Judul\n\n{text}\n")
}

#[test]
fn a_sheet_is_made_again_when_its_template_changes() {
    let folder = folder().with("templates/words.md", words("satu"));
    let mut run = Running::of(&folder, "render words -o words.md --watch");
    run.says("watching");
    assert!(folder.text("words.md").contains("satu"));
    let folder = folder.with("templates/words.md", words("dua"));
    run.says("made again");
    assert!(folder.text("words.md").contains("dua"));
    // What is wrong is told, and watching goes on.
    let folder = folder.with("templates/words.md", words("{{ tiga }}"));
    run.says("unknown-variable");
    assert!(folder.text("words.md").contains("dua"));
    // As editors do it: a new file in the place of the old one.
    std::fs::write(folder.path("aside"), words("empat")).unwrap();
    std::fs::rename(folder.path("aside"), folder.path("templates/words.md")).unwrap();
    run.says("made again");
    assert!(folder.text("words.md").contains("empat"));
    run.ends();
}

#[test]
fn a_rulebook_that_is_put_there_is_seen_and_what_is_made_is_not() {
    let folder = folder();
    let mut run = Running::of(&folder, "build --region prabumulih --document handout --format md --watch");
    run.says("watching");
    let rules = include_str!("../../rules.yaml").replacen("\n  version: \"1.0.0\"", "\n  version: \"9.9.9\"", 1);
    let folder = folder.with("rules.yaml", rules);
    run.says("made again");
    assert_eq!(folder.json("out/manifest.json")["files"][0]["rulebook"]["version"], "9.9.9");
    // Nothing is made again for what was written: the next thing to be said is the end.
    run.ends();
}

#[test]
fn what_a_rulebook_extends_is_watched_too() {
    let overlay = |version: &str| format!("extends: built-in\nrulebook: {{ version: {version} }}\n");
    let folder = folder().with("pusat/a.yaml", overlay("a1")).with("pusat/b.yaml", overlay("b1"));
    let folder = folder.with("rules.yaml", "extends: pusat/a.yaml\n");
    let mut run = Running::of(&folder, "build --region prabumulih --document handout --format md --watch");
    let version = |folder: &Folder| {
        folder.json("out/manifest.json")["files"][0]["rulebook"]["version"].as_str().map(str::to_owned)
    };
    run.says("watching");
    let folder = folder.with("pusat/a.yaml", overlay("a2"));
    run.says("made again");
    assert_eq!(version(&folder).as_deref(), Some("a2"));
    let folder = folder.with("rules.yaml", "extends: pusat/b.yaml\n");
    run.says("made again");
    let folder = folder.with("pusat/b.yaml", overlay("b2"));
    run.says("made again");
    assert_eq!(version(&folder).as_deref(), Some("b2"));
    run.ends();
}

#[test]
fn a_kit_follows_its_event_and_roster() {
    let event = include_str!("../../samples/sosialisasi.yaml");
    let folder = folder().with("e.yaml", event).with("p.csv", include_str!("../../samples/pegawai.csv"));
    let mut run = Running::of(&folder, "kit --event e.yaml --roster p.csv --format txt --watch");
    run.says("watching");
    let folder = folder.with("e.yaml", event.replace("Nama Gedung Contoh", "Gedung Lain"));
    run.says("made again");
    assert!(folder.text("kit/01-agenda.txt").contains("Gedung Lain"));
    run.ends();
}

#[test]
fn what_cannot_be_watched_is_refused() {
    folder().runs("render pledge --watch --region nowhere").refuses().saying("unknown-region");
    folder().runs("render agenda --event - --watch").refuses().saying("watched-stdin");
}
