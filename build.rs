//! Prepares what the binary carries, so that no run spends its time on it: each built-in YAML file as JSON, which
//! reads many times faster. `src/yaml/prepared.rs` takes it in.
//!
//! A file that cannot be prepared is left out. It is then read as any other, with findings in their places.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What the binary carries. Rebuilds when a file is added; changes of known files Cargo sees by itself.
const BUILT_IN: [&str; 3] = ["rules.yaml", "regions", "templates"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    for built_in in BUILT_IN {
        println!("cargo::rerun-if-changed={built_in}");
    }
    let mut table = "&[\n".to_owned();
    for (number, file) in yaml_files(&root)?.iter().enumerate() {
        let Ok(data) = serde_yaml::from_str::<serde_yaml::Value>(&fs::read_to_string(file)?) else { continue };
        let json = out.join(format!("{number}.json"));
        fs::write(&json, serde_json::to_string(&data)?)?;
        writeln!(table, "(include_str!({:?}), include_str!({:?})),", file, json)?;
    }
    fs::write(out.join("prepared.rs"), table + "]")?;
    Ok(())
}

/// The built-in YAML files.
fn yaml_files(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for path in BUILT_IN.map(|built_in| root.join(built_in)) {
        match path.is_dir() {
            true => files.extend(fs::read_dir(path)?.flatten().map(|entry| entry.path())),
            false => files.push(path),
        }
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    Ok(files)
}
