//! Front matter: what a document template says about itself, as YAML between two lines `---` at the top of the file.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, say};
use crate::document::{Fit, Layout};
use crate::lang::Text;
use crate::yaml::{self, Located, Path};
use schemars::JsonSchema;
use serde::Deserialize;

/// A kind of document, from the front matter of its template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKind {
    /// Id: the name of its template without `.md`.
    pub id: String,
    /// Name, as in the footer and in lists.
    pub name: Text,
    /// What it is for, in a sentence.
    pub description: Text,
    /// What there is a separate document for.
    pub per: Vec<Axis>,
    /// What must fit on how many pages.
    pub fit: Fit,
    /// Its layout.
    pub layout: Layout,
    /// The command that makes it.
    pub made_by: Maker,
    /// Sort key in lists.
    pub order: u32,
}

impl DocumentKind {
    /// Whether there is one for each of these.
    pub fn is_per(&self, axis: Axis) -> bool {
        self.per.contains(&axis)
    }
}

/// A dimension along which there are separate documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// A regency or city.
    Region,
    /// A group of people; without one asked for, a general sheet.
    Audience,
    /// A unit (OPD) of a roster; without one, a form to fill in.
    Unit,
    /// A person of a roster; without one, a form to fill in.
    Person,
}

impl Axis {
    /// As front matter writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Axis::Region => "region",
            Axis::Audience => "audience",
            Axis::Unit => "unit",
            Axis::Person => "person",
        }
    }
}

/// The command that makes a document. `build` makes documents of other commands only when they are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Maker {
    /// `ikrar build`, and any other.
    #[default]
    Build,
    /// `ikrar merge`, beside the documents that it makes.
    Merge,
    /// `ikrar tally`.
    Tally,
    /// `ikrar kit`.
    Kit,
}

impl Maker {
    /// As front matter writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Maker::Build => "build",
            Maker::Merge => "merge",
            Maker::Tally => "tally",
            Maker::Kit => "kit",
        }
    }
}

/// The front matter as written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    name: Text,
    description: Text,
    per: Vec<Axis>,
    #[serde(default)]
    fit: Option<String>,
    #[serde(default)]
    layout: Option<String>,
    #[serde(default)]
    made_by: Maker,
    #[serde(default = "last")]
    order: u32,
}

fn last() -> u32 {
    u32::MAX
}

/// A template file in two: the lines of its front matter, if it has any, and the template itself with as many empty
/// lines in front, so that lines keep their numbers.
pub(super) fn split(text: &str) -> (Option<String>, String) {
    let Some(rest) = text.strip_prefix("---\n") else { return (None, text.to_owned()) };
    let Some(end) = closing_line(rest) else { return (None, text.to_owned()) };
    let (yaml, template) = (&rest[..end], &rest[end..]);
    let template = template.strip_prefix("---").unwrap_or(template);
    let skipped = 1 + yaml.matches('\n').count();
    (Some(format!("\n{yaml}")), format!("{}{template}", "\n".repeat(skipped)))
}

/// Offset of the line `---` that ends the front matter.
fn closing_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Parses the front matter of a document's template.
pub(super) fn read(id: &str, file: &str, yaml: Option<&str>) -> Result<DocumentKind, Diagnostics> {
    let Some(yaml) = yaml else {
        return Err(Diagnostic::error(Code::FrontMatter, say!(
            "templat ini tidak menyebut dokumen apa yang dibuatnya",
            "the template does not say what document it makes"
        ))
            .at(Origin::at(file, 1, 1))
            .help(say!(
            "awali berkas dengan `---`, baris `name: {{ id: …, en: … }}`, `description: {{ id: …, en: … }}`, dan `per: [region]`, lalu `---`",
            "begin the file with `---`, lines `name: {{ id: …, en: … }}`, `description: {{ id: …, en: … }}` and `per: [region]`, and `---`"
        ))
            .into());
    };
    let located: Located<FrontMatter> = yaml::load(file, yaml)?;
    let FrontMatter { fit, layout, .. } = &located.value;
    let fit = parsed(&located, ("fit", Code::UnknownFit), fit.as_deref())?;
    let layout = parsed(&located, ("layout", Code::UnknownLayout), layout.as_deref())?;
    let FrontMatter { name, description, per, made_by, order, .. } = located.value;
    Ok(DocumentKind { id: id.to_owned(), name, description, per, fit, layout, made_by, order })
}

/// The value of a key, or the default where the key is absent.
fn parsed<T: Default + std::str::FromStr<Err = Message>>(
    located: &Located<FrontMatter>,
    (key, code): (&str, Code),
    written: Option<&str>,
) -> Result<T, Diagnostic> {
    let refuse = |message| Diagnostic::error(code, message).at(located.origin(&Path::Root.key(key)));
    written.map_or_else(|| Ok(T::default()), |written| written.parse().map_err(refuse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers() {
        let (yaml, template) = split("---\nname: x\nper: []\n---\n# Judul\n");
        assert_eq!(yaml.as_deref(), Some("\nname: x\nper: []\n"));
        assert_eq!(template, "\n\n\n\n# Judul\n");
    }

    #[test]
    fn a_break_in_the_text_is_no_front_matter() {
        assert_eq!(split("a\n---\nb\n").0, None);
        assert_eq!(split("---\nno end\n").0, None);
    }
}
