//! A builder that reads as a sentence: `folder().with("rules.yaml", "…").runs("build").refuses().saying("…")`.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{PipeWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An empty folder to run `ikrar` in.
pub(crate) fn folder() -> Folder {
    Folder { dir: tempfile::tempdir().unwrap(), env: Vec::new() }
}

/// A folder to run `ikrar` in.
pub(crate) struct Folder {
    dir: TempDir,
    env: Vec<(String, String)>,
}

impl Folder {
    /// Puts a file into the folder.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Sets an environment variable for the runs to come.
    pub(crate) fn with_env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs `ikrar` with the words of this line.
    pub(crate) fn runs(&self, line: &str) -> Outcome {
        self.runs_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs `ikrar` with these words.
    pub(crate) fn runs_words(&self, words: &[&str]) -> Outcome {
        outcome(words, self.command(words).output().unwrap())
    }

    /// Runs `ikrar` with the words of this line and something on its standard input.
    pub(crate) fn fed(&self, input: impl AsRef<[u8]> + Send, line: &str) -> Outcome {
        let words: Vec<&str> = line.split(' ').collect();
        let piped = || Stdio::piped();
        let mut child = self.command(&words).stdin(piped()).stdout(piped()).stderr(piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // Whoever has read enough need not read all.
            scope.spawn(move || pipe.write_all(input.as_ref()).is_ok());
            child.wait_with_output().unwrap()
        });
        outcome(&words, output)
    }

    /// Runs `ikrar` with its result going into a pipe; its status and messages.
    pub(crate) fn runs_into(&self, words: &[&str], pipe: PipeWriter) -> (Option<i32>, String) {
        let output = self.command(words).stdout(pipe).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// The command, not yet run.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ikrar"));
        command.args(words).current_dir(self.dir.path()).env_remove("SOURCE_DATE_EPOCH").env("IKRAR_LOCALE", "en");
        command.envs(self.env.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        command
    }

    /// The place of a file in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// A text file in the folder.
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A JSON file in the folder.
    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).unwrap()
    }

    /// All files below a folder, by path, with their bytes.
    pub(crate) fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(below);
        let mut files = BTreeMap::new();
        collect(&root, &root, &mut files);
        files
    }
}

fn outcome(words: &[&str], output: Output) -> Outcome {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Outcome { line: words.join(" "), status: output.status.code(), stderr, bytes: output.stdout }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// What a run did.
pub(crate) struct Outcome {
    line: String,
    status: Option<i32>,
    stderr: String,
    bytes: Vec<u8>,
}

impl Outcome {
    /// Status 0.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.ends_with(0)
    }

    /// Status 1: findings in what was given.
    #[track_caller]
    pub(crate) fn finds(self) -> Self {
        self.ends_with(1)
    }

    /// Status 2: wrong usage, failed I/O or unreadable input.
    #[track_caller]
    pub(crate) fn refuses(self) -> Self {
        self.ends_with(2)
    }

    #[track_caller]
    fn ends_with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "ikrar {}\n{}", self.line, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// These words stand in a message.
    #[track_caller]
    pub(crate) fn saying(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "ikrar {}\nmisses: {words}\nsays: {}", self.line, self.stderr);
        self
    }

    /// There is no message.
    #[track_caller]
    pub(crate) fn silently(self) -> Self {
        assert_eq!(self.stderr, "", "ikrar {}", self.line);
        self
    }

    /// These words stand in the result.
    #[track_caller]
    pub(crate) fn printing(self, words: &str) -> Self {
        assert!(self.stdout().contains(words), "ikrar {}\nmisses: {words}\nprints: {}", self.line, self.stdout());
        self
    }

    /// There is no result.
    #[track_caller]
    pub(crate) fn printing_nothing(self) -> Self {
        assert_eq!(self.stdout(), "", "ikrar {}", self.line);
        self
    }

    /// The result.
    pub(crate) fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The result as bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The messages.
    pub(crate) fn stderr(&self) -> &str {
        &self.stderr
    }

    /// The result as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout()).unwrap_or_else(|error| panic!("{error}: {}", self.stdout()))
    }
}
