//! Prepares what the binary carries, so that no run spends its time on it:
//!
//! - each built-in YAML file and the front matter of each template as JSON, which reads many times faster;
//!   `src/yaml/prepared.rs` takes it in. What cannot be prepared is left out. It is then read as any other, with
//!   findings in their places.
//! - the programs of the built-in fonts with the usual glyphs, for `src/pdf/emit/resources/subset.rs`.
//!
//! Tests compare what was prepared with what a run makes.

#[path = "src/pdf/emit/resources/program.rs"]
mod program;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use subsetter::GlyphRemapper;

/// What the binary carries. Rebuilds when a file is added; changes of known files Cargo sees by itself.
const BUILT_IN: [&str; 3] = ["rules.yaml", "regions", "templates"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/pdf/emit/resources/program.rs");
    for built_in in BUILT_IN {
        println!("cargo::rerun-if-changed={built_in}");
    }
    prepare_yaml(&root, &out)?;
    prepare_fonts(&out)
}

/// Writes the table of texts and their data.
fn prepare_yaml(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = "&[\n".to_owned();
    for (number, file) in yaml_files(root)?.iter().enumerate() {
        let Ok(data) = serde_yaml::from_str::<serde_yaml::Value>(&fs::read_to_string(file)?) else { continue };
        let json = out.join(format!("{number}.json"));
        fs::write(&json, serde_json::to_string(&data)?)?;
        writeln!(table, "(include_str!({file:?}), include_str!({json:?})),")?;
    }
    for template in files(&root.join("templates"), "md")? {
        let Some(front) = front_matter(&fs::read_to_string(template)?) else { continue };
        let Ok(data) = serde_yaml::from_str::<serde_yaml::Value>(&front) else { continue };
        writeln!(table, "({front:?}, {:?}),", serde_json::to_string(&data)?)?;
    }
    Ok(fs::write(out.join("prepared.rs"), table + "]")?)
}

/// Writes the array of font programs, each as it is and compressed, in the order of `Face::ALL`.
fn prepare_fonts(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = "[\n".to_owned();
    let fonts = [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF];
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::best());
    for (number, font) in fonts.into_iter().enumerate() {
        let face = ttf_parser::Face::parse(font, 0)?;
        let mut glyphs = GlyphRemapper::new();
        for character in program::usual(number == 0) {
            glyphs.remap(face.glyph_index(character).unwrap_or_default().0);
        }
        let program = program::cut(font, &glyphs)?;
        let files = ["ttf", "z"].map(|ending| out.join(format!("{number}.{ending}")));
        fs::write(&files[0], &program)?;
        let mut compressed = vec![0; compressor.zlib_compress_bound(program.len())];
        let length = compressor.zlib_compress(&program, &mut compressed)?;
        fs::write(&files[1], &compressed[..length])?;
        writeln!(table, "(include_bytes!({:?}), include_bytes!({:?})),", files[0], files[1])?;
    }
    Ok(fs::write(out.join("programs.rs"), table + "]")?)
}

/// The built-in YAML files.
fn yaml_files(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for path in BUILT_IN.map(|built_in| root.join(built_in)) {
        match path.is_dir() {
            true => found.extend(files(&path, "yaml")?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

/// The files of a folder with this ending, by name.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|own| own == ending));
    files.sort();
    Ok(files)
}

/// The front matter of a template, as `src/template/front.rs` hands it to the YAML module: below an empty line, so that
/// lines keep their numbers.
fn front_matter(template: &str) -> Option<String> {
    let (front, _) = template.strip_prefix("---\n")?.split_once("\n---\n")?;
    Some(format!("\n{front}\n"))
}
