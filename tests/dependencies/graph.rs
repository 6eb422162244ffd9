//! Which file uses which, with re-exports followed to the file that declares what is named.

use super::source::{Module, Names, modules};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a path leads to.
enum Target {
    /// A module as a whole.
    Module(usize),
    /// An item of a module.
    Item(usize),
}

/// The files of the library and their arrows.
pub(super) struct Graph {
    modules: Vec<Module>,
    /// For each file those that it uses, each with the paths that say so.
    pub(super) arrows: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// For each file the first names of paths that lead out of the library.
    pub(super) outside: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub(super) fn of_library() -> Self {
        let modules = modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        let mut graph = Graph { modules, arrows: BTreeMap::new(), outside: BTreeMap::new() };
        for index in 0..graph.modules.len() {
            let module = &graph.modules[index];
            let used = |(name, _): &&(String, Names)| module.words.contains(name);
            let re_exported = module.re_exports.iter().filter(used).map(|(_, path)| path);
            let paths: Vec<Names> = module.paths.iter().chain(&module.globs).chain(re_exported).cloned().collect();
            for path in paths {
                graph.add(index, &path);
            }
        }
        graph
    }

    fn add(&mut self, index: usize, path: &Names) {
        let file = self.modules[index].file.clone();
        let target = match self.resolve(index, path, true, &mut Vec::new()) {
            // A module that is named is not used yet, but for all that is in it.
            Some(Target::Module(target)) if self.modules[index].globs.contains(path) => target,
            Some(Target::Module(_)) => return,
            Some(Target::Item(target)) => target,
            None => {
                self.outside.entry(file).or_default().insert(path[0].clone());
                return;
            }
        };
        let target = self.modules[target].file.clone();
        if target != file {
            self.arrows.entry(file).or_default().entry(target).or_default().insert(path.join("::"));
        }
    }

    /// Follows a path from a module; `first` is true for its first segment. None if it leads out of the library, or to
    /// something that no module declares, such as a variant brought in by a glob.
    fn resolve(&self, index: usize, path: &[String], first: bool, seen: &mut Vec<(usize, Names)>) -> Option<Target> {
        let key = (index, path.to_vec());
        let Some((name, rest)) = path.split_first() else { return Some(Target::Module(index)) };
        if first {
            match name.as_str() {
                "crate" => return self.resolve(0, rest, false, seen),
                "self" => return self.resolve(index, rest, false, seen),
                "super" => {
                    let again = rest.first().is_some_and(|name| name == "super");
                    return self.resolve(self.modules[index].parent?, rest, again, seen);
                }
                _ => {}
            }
        }
        if seen.contains(&key) {
            return None;
        }
        seen.push(key);
        let module = &self.modules[index];
        if let Some(&child) = module.children.get(name) {
            return self.resolve(child, rest, false, seen);
        }
        if module.items.contains(name) {
            return Some(Target::Item(index));
        }
        if let Some(import) = module.imports.get(name) {
            return match self.resolve(index, import, true, seen)? {
                Target::Module(module) => self.resolve(module, rest, false, seen),
                item => Some(item),
            };
        }
        module.globs.iter().find_map(|glob| match self.resolve(index, glob, true, seen)? {
            Target::Module(module) => self.resolve(module, path, false, seen),
            Target::Item(_) => None,
        })
    }

    /// All files.
    pub(super) fn files(&self) -> BTreeSet<&str> {
        self.modules.iter().map(|module| module.file.as_str()).collect()
    }

    /// The files that use each other, directly or through others, each group with its arrows.
    pub(super) fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.files().into_iter().map(|file| (file, self.reached(file))).collect();
        let mut circles: Vec<Vec<String>> = Vec::new();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (&file, others) in &reached {
            if !others.contains(file) || told.contains(file) {
                continue;
            }
            let group: BTreeSet<&str> = others.iter().copied().filter(|other| reached[other].contains(file)).collect();
            let inside = |from: &&str| {
                let arrows = self.arrows[*from].iter().filter(|(to, _)| group.contains(to.as_str()));
                arrows.map(|(to, paths)| format!("{from} → {to}: {paths:?}")).collect::<Vec<_>>()
            };
            circles.push(group.iter().flat_map(inside).collect());
            told.extend(group);
        }
        circles
    }

    /// All files that a file uses, directly or through others: itself only if it is in a circle.
    fn reached(&self, file: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&str> = self.used_by(file);
        while let Some(file) = next.pop() {
            if reached.insert(file) {
                next.extend(self.used_by(file));
            }
        }
        reached
    }

    fn used_by(&self, file: &str) -> Vec<&str> {
        self.arrows.get(file).into_iter().flat_map(|arrows| arrows.keys().map(String::as_str)).collect()
    }

    /// Names of types, each with the files that declare it.
    pub(super) fn types(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut types: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for module in &self.modules {
            for name in &module.types {
                types.entry(name).or_default().insert(&module.file);
            }
        }
        types
    }
}

/// The module of the first level that a file belongs to.
pub(super) fn top(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}
