//! The modules of the library, read from their files: what each declares, imports and names. Code that only tests have is
//! left out.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Segments of a path as written, such as `crate`, `diag`, `Code`.
pub(super) type Names = Vec<String>;

/// A module, with its own file or within that of another one.
pub(super) struct Module {
    /// The file, relative to `src`, with `/` between its parts.
    pub(super) file: String,
    /// The index of the module around it.
    pub(super) parent: Option<usize>,
    /// The modules in it, by name.
    pub(super) children: BTreeMap<String, usize>,
    /// Names of items declared in it, macros among them.
    pub(super) items: BTreeSet<String>,
    /// Those that are structs, enums, unions, traits and aliases.
    pub(super) types: BTreeSet<String>,
    /// What `use` brings in, by the name it has here; re-exports among it.
    pub(super) imports: BTreeMap<String, Names>,
    /// What `use a::*` brings in, as the path before the star.
    pub(super) globs: Vec<Names>,
    /// Paths that count as a use of what they lead to: imports but for those of `re_exports`, and paths in code.
    pub(super) paths: Vec<Names>,
    /// `pub use` of a `mod.rs`, by the name it has here: a use only if the code of the file names it as well.
    pub(super) re_exports: Vec<(String, Names)>,
    /// Each single name in the code.
    pub(super) words: BTreeSet<String>,
}

/// All modules of the library below `src/lib.rs`, which is the first.
pub(super) fn modules(src: &Path) -> Vec<Module> {
    let mut reader = Reader { src, modules: Vec::new() };
    reader.file(&src.join("lib.rs"), None);
    reader.modules
}

struct Reader<'a> {
    src: &'a Path,
    modules: Vec<Module>,
}

impl Reader<'_> {
    /// Reads a file with its modules. Gives its index.
    fn file(&mut self, path: &Path, parent: Option<usize>) -> usize {
        let text = fs::read_to_string(path).unwrap();
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = path.strip_prefix(self.src).unwrap().to_string_lossy().replace('\\', "/");
        let folder = match path.file_name().unwrap().to_str().unwrap() {
            "lib.rs" | "mod.rs" => path.parent().unwrap().to_owned(),
            _ => path.with_extension(""),
        };
        self.module(file, Some(&folder), parent, tokens)
    }

    fn module(&mut self, file: String, folder: Option<&Path>, parent: Option<usize>, tokens: TokenStream) -> usize {
        let index = self.modules.len();
        self.modules.push(Module {
            file,
            parent,
            children: BTreeMap::new(),
            items: BTreeSet::new(),
            types: BTreeSet::new(),
            imports: BTreeMap::new(),
            globs: Vec::new(),
            paths: Vec::new(),
            re_exports: Vec::new(),
            words: BTreeSet::new(),
        });
        self.code(index, folder, &without_tests(tokens), true);
        index
    }

    /// Reads code of a module: its items, or what is inside of one.
    fn code(&mut self, index: usize, folder: Option<&Path>, tokens: &[TokenTree], top: bool) {
        let mut at = 0;
        while at < tokens.len() {
            match (word(&tokens[at]).as_deref(), tokens.get(at + 1)) {
                (Some("use"), Some(_)) if starts_item(tokens, at) => {
                    let end = (at..tokens.len()).find(|&end| is(&tokens[end], ';')).unwrap_or(tokens.len());
                    self.import(index, &tokens[at + 1..end], is_public(tokens, at));
                    at = end;
                }
                (Some("mod"), Some(TokenTree::Ident(name))) => {
                    let name = name.to_string();
                    let child = match (tokens.get(at + 2), folder) {
                        (Some(TokenTree::Group(body)), _) => {
                            self.module(self.modules[index].file.clone(), None, Some(index), body.stream())
                        }
                        (_, Some(folder)) => self.file(&place(folder, &name), Some(index)),
                        (_, None) => panic!("{}: a file within `mod {{}}`", self.modules[index].file),
                    };
                    self.modules[index].children.insert(name, child);
                    at += 2;
                }
                (Some("struct" | "enum" | "union" | "trait" | "type"), Some(TokenTree::Ident(name))) if top => {
                    self.modules[index].types.insert(name.to_string());
                    self.modules[index].items.insert(name.to_string());
                    at += 1;
                }
                (Some("fn" | "const" | "static"), Some(TokenTree::Ident(name))) if top => {
                    self.modules[index].items.insert(name.to_string());
                }
                (Some("macro_rules"), _) => {
                    self.modules[index].items.insert(tokens[at + 2].to_string());
                    // What the macro declares stands in its arms.
                    if let Some(TokenTree::Group(arms)) = tokens.get(at + 3) {
                        for arm in arms.stream() {
                            if let TokenTree::Group(arm) = arm {
                                self.code(index, None, &without_tests(arm.stream()), top);
                            }
                        }
                    }
                    at += 3;
                }
                (Some(_), _) => {
                    let path = path(&tokens[at..]);
                    at += 3 * (path.len() - 1);
                    self.modules[index].words.insert(path[0].clone());
                    if path.len() > 1 {
                        self.modules[index].paths.push(path);
                    }
                }
                _ => {
                    if let TokenTree::Group(group) = &tokens[at] {
                        self.code(index, folder, &without_tests(group.stream()), false);
                    }
                }
            }
            at += 1;
        }
    }

    /// Takes in what a `use` lists.
    fn import(&mut self, index: usize, tree: &[TokenTree], public: bool) {
        let mut leaves = Vec::new();
        leaves_of(tree, &Vec::new(), &mut leaves);
        let module = &mut self.modules[index];
        let re_exports = public && (module.file.ends_with("mod.rs") || module.file == "lib.rs");
        for (path, name) in leaves {
            match name {
                None => module.globs.push(path),
                Some(name) => {
                    module.imports.insert(name.clone(), path.clone());
                    match re_exports {
                        true => module.re_exports.push((name, path)),
                        false => module.paths.push(path),
                    }
                }
            }
        }
    }
}

/// The file of a module that is declared with `;`.
fn place(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.exists() { file } else { folder.join(name).join("mod.rs") }
}

/// Code without the items that only tests have.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let attribute = is(&tokens[at], '#').then(|| tokens.get(at + 1).map(ToString::to_string)).flatten();
        match attribute.map(|text| text.replace(' ', "")).as_deref() {
            Some("[cfg(test)]" | "[test]") => at = end_of_item(&tokens, at + 2),
            // Other attributes name nothing of the library.
            Some(attribute) if attribute.starts_with('[') => at += 2,
            _ => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// Where the item, field or variant that begins here ends.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let is_import = tokens[start..].iter().take(3).any(|token| word(token).as_deref() == Some("use"));
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_import,
        token => is(token, ';') || is(token, ','),
    };
    tokens[start..].iter().position(ends).map_or(tokens.len(), |length| start + length + 1)
}

/// The paths at the ends of a `use` tree, each with the name that it has here, or none for a star.
fn leaves_of(tree: &[TokenTree], before: &Names, leaves: &mut Vec<(Names, Option<String>)>) {
    for branch in tree.split(|token| is(token, ',')).filter(|branch| !branch.is_empty()) {
        let mut path = before.clone();
        let mut name = None;
        for (at, token) in branch.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    leaves_of(&group.stream().into_iter().collect::<Vec<_>>(), &path, leaves);
                    path.clear();
                }
                TokenTree::Ident(word) if word == "as" => {
                    name = branch.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                token if is(token, '*') => {
                    leaves.push((std::mem::take(&mut path), None));
                }
                _ => {}
            }
        }
        if let Some(last) = path.last().cloned() {
            leaves.push((path, Some(name.unwrap_or(last))));
        }
    }
}

/// The path that begins here: names with `::` between them.
fn path(tokens: &[TokenTree]) -> Names {
    let mut path = vec![word(&tokens[0]).unwrap()];
    let mut rest = &tokens[1..];
    while let [first, second, TokenTree::Ident(name), ..] = rest
        && is(first, ':')
        && is(second, ':')
    {
        path.push(name.to_string());
        rest = &rest[3..];
    }
    path
}

fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Whether an item may begin here: `use` of `impl Trait + use<'a>` does not.
fn starts_item(tokens: &[TokenTree], at: usize) -> bool {
    !is(&tokens[at + 1], '<')
}

/// Whether what begins here has a `pub` before it.
fn is_public(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| tokens[at].to_string());
    before(1).as_deref() == Some("pub") || (before(2).as_deref() == Some("pub") && !is(&tokens[at - 1], ';'))
}
