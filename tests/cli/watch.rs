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
    fn ends(self) {
        self.last_words();
    }

    /// Presses Ctrl-C; what is said until the end.
    #[track_caller]
    fn last_words(mut self) -> Vec<String> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let said: Vec<String> = self.messages.by_ref().map(Result::unwrap).collect();
        assert_eq!(said.last().map(String::as_str), Some("stopped watching"), "{said:#?}");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        said
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

/// Does something again and again until dropped.
struct Busy(std::sync::Arc<std::sync::atomic::AtomicBool>, Option<std::thread::JoinHandle<()>>);

impl Busy {
    fn with(act: impl Fn(u32) + Send + 'static) -> Busy {
        let on = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        let goes_on = std::sync::Arc::clone(&on);
        let act = move || {
            for turn in 0.. {
                if !goes_on.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                act(turn);
                std::thread::sleep(std::time::Duration::from_millis(30));
            }
        };
        Busy(on, Some(std::thread::spawn(act)))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, std::sync::atomic::Ordering::Relaxed);
        let _ = self.1.take().map(std::thread::JoinHandle::join);
    }
}

#[test]
fn what_others_read_and_write_there_keeps_nothing_from_being_made() {
    let folder = folder().with("templates/words.md", words("satu"));
    let mut run = Running::of(&folder, "render words -o words.md --watch");
    run.says("watching");
    let (read, notes) = (folder.path("templates/words.md"), folder.path("templates/notes.txt"));
    let _reader = Busy::with(move |_| drop(std::fs::read(&read)));
    let _writer = Busy::with(move |turn| std::fs::write(&notes, turn.to_string()).unwrap());
    let folder = folder.with("templates/words.md", words("dua"));
    run.says("made again");
    assert!(folder.text("words.md").contains("dua"));
    // A file that is read and changes all the time is made from now and then.
    let style = folder.path("templates/style.css");
    let busy = Busy::with(move |turn| std::fs::write(&style, format!("a {{ top: {turn}px }}")).unwrap());
    run.says("made again");
    drop(busy);
    run.ends();
}

#[test]
fn folders_are_followed_wherever_they_lead() {
    let folder = folder().with("satu/words.md", words("satu")).with("dua/words.md", words("dua"));
    let link = |to: &str| std::os::unix::fs::symlink(to, folder.path("templates")).unwrap();
    link("satu");
    let mut run = Running::of(&folder, "render words -o words.md --watch");
    run.says("watching");
    // Another folder in its place.
    std::fs::remove_file(folder.path("templates")).unwrap();
    link("dua");
    run.says("made again");
    // The target of a link changes.
    let folder = folder.with("dua/words.md", words("tiga"));
    run.says("made again");
    // The folder goes, and comes back.
    std::fs::remove_file(folder.path("templates")).unwrap();
    run.says("unknown-document");
    let folder = folder.with("templates/words.md", words("empat"));
    run.says("made again");
    assert!(folder.text("words.md").contains("empat"));
    let folder = folder.with("templates/words.md", words("lima"));
    run.says("made again");
    assert!(folder.text("words.md").contains("lima"));
    run.ends();
}

#[test]
fn what_is_made_beside_what_is_read_is_not_made_again_for_itself() {
    let folder = folder().with("templates/words.md", words("satu"));
    let mut run = Running::of(&folder, "render words -o templates/words.html --watch");
    run.says("watching");
    let folder = folder.with("templates/words.md", words("dua"));
    run.says("made again");
    assert!(folder.text("templates/words.html").contains("dua"));
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(run.last_words(), ["stopped watching"]);
}

#[test]
fn a_font_and_a_coat_of_arms_are_watched_too() {
    let profile = include_str!("../../regions/prabumulih.yaml");
    let folder =
        folder().with("regions/prabumulih.yaml", format!("emblem: a.png\n{profile}")).with("regions/a.png", "x");
    let folder = folder.with("templates/style.yaml", "fonts: { regular: f, bold: f, italic: f, bold-italic: f }\n");
    let mut run = Running::of(&folder, "render pledge --region prabumulih -o pledge.pdf --watch");
    run.says("profile-emblem");
    run.says("watching");
    let folder = folder.with("regions/a.png", "y");
    run.says("profile-emblem");
    let _folder = folder.with("templates/f", "z");
    run.says("profile-emblem");
    run.ends();
}

#[test]
fn what_cannot_be_watched_is_refused() {
    folder().runs("render pledge --watch --rules -").refuses().saying("watched-stdin");
    folder().runs("render pledge --watch --region nowhere").refuses().saying("unknown-region");
    folder().runs("render agenda --event - --watch").refuses().saying("watched-stdin");
}
