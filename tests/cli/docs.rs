//! The commands that the documentation shows do run.

use crate::folder::folder;
use std::path::Path;

/// Commands in `sh` blocks: the part of each line that is ikrar's, without what it is piped into.
fn commands(text: &str) -> Vec<(Option<String>, Vec<String>)> {
    let blocks = text.split("\n```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let lines = blocks.flat_map(str::lines).filter_map(|line| {
        let (epoch, line) = match line.strip_prefix("SOURCE_DATE_EPOCH=").and_then(|rest| rest.split_once(' ')) {
            Some((epoch, line)) => (Some(epoch.to_owned()), line),
            None => (None, line),
        };
        let command = line.strip_prefix("ikrar ")?;
        let own = command.split(['|', '>', '#']).next().unwrap_or_default();
        // All regions take their time; another test builds them.
        let own = own.replace("--region all", "--region muara-enim,kota-bogor");
        Some((epoch, words(&own)))
    });
    lines.collect()
}

/// Words as a shell splits them, as far as double quotes go.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_shown_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let is_page = |file: &std::path::PathBuf| file.extension().is_some_and(|ending| ending == "md");
    let files: Vec<_> = docs.chain([root.join("README.md")]).filter(is_page).collect();
    let mut shown = 0;
    for file in files {
        let folder = folder();
        for (epoch, words) in commands(&std::fs::read_to_string(&file).unwrap()) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut command = folder.command(&words);
            command.envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
            let output = command.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: ikrar {}\n{said}", file.display(), words.join(" "));
            shown += 1;
        }
    }
    assert!(shown >= 10, "{shown} commands");
}
