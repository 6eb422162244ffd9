//! Rebuilds when a file is added to a folder that the binary carries; changes of known files Cargo sees by itself.

fn main() {
    for built_in in ["rules.yaml", "regions", "templates"] {
        println!("cargo::rerun-if-changed={built_in}");
    }
}
