//! Names of files that are safe on every file system.

use super::format::Format;
use crate::lang::Lang;
use crate::request::{Look, Request, Scope};
use std::path::{Component, Path};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the name of a sheet is made of:
/// `<region>/<document>[-<audience>][.<phase>][.<lang> unless id][.<paper> unless a4][.fillable].<ext>`.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    /// Slug of the region; `None` for a sheet that is the same everywhere.
    pub region: Option<&'a str>,
    /// Id of the document.
    pub document: &'a str,
    /// Id of the audience; `None` for the general sheet.
    pub audience: Option<&'a str>,
    /// Id of the phase; `None` for all phases.
    pub phase: Option<&'a str>,
    /// Language.
    pub lang: Lang,
    /// How it is made.
    pub look: Look,
}

impl<'a> Name<'a> {
    /// What the files of a request are called.
    pub fn of(request: &Request<'a>) -> Self {
        let Scope { region, audience, phase, lang, .. } = request.scope;
        let region = region.map(|region| region.slug.as_str());
        Name { region, document: &request.document.id, audience, phase, lang, look: request.look }
    }

    /// The path below the output folder, with `/` on every system.
    pub fn path(&self, format: Format) -> String {
        let mut path = self.region.map_or_else(String::new, |region| format!("{}/", safe(region)));
        path.push_str(&safe(self.document));
        if let Some(audience) = self.audience {
            path.push('-');
            path.push_str(&safe(audience));
        }
        let lang = (self.lang != Lang::Id).then_some(self.lang.tag());
        let look = self.look.of_file(format.takes_input());
        let look: Vec<&str> = look.name_parts().collect();
        for part in [self.phase, lang].into_iter().flatten().chain(look) {
            path.push('.');
            path.push_str(&safe(part));
        }
        format!("{path}.{}", format.extension())
    }
}

/// A name that is one harmless path component everywhere: lower-case ASCII letters, digits, `-` and `_`, not empty, at
/// most 80 characters, no device name of Windows. Letters with marks lose the marks; runs of anything else become `-`.
pub fn safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() == 80 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    let numbered = |device| out.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest != "0");
    if matches!(out, "" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt") {
        return format!("{out}_");
    }
    out.to_owned()
}

/// Whether a path is relative and made of plain names alone, so that it leads to no other folder.
pub fn stays_inside(path: &str) -> bool {
    let plain = |component| matches!(component, Component::Normal(_));
    !path.is_empty() && !path.contains(['\\', ':']) && Path::new(path).components().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Paper;

    const PLAIN: Name = Name {
        region: Some("muara-enim"),
        document: "pledge",
        audience: None,
        phase: None,
        lang: Lang::Id,
        look: Look::USUAL,
    };

    #[test]
    fn a_name_leaves_out_what_is_usual() {
        assert_eq!(PLAIN.path(Format::Pdf), "muara-enim/pledge.pdf");
        let look = Look { paper: Paper::F4, ..Look::default() };
        let full = Name { audience: Some("camat"), phase: Some("masa-tenang"), lang: Lang::En, look, ..PLAIN };
        assert_eq!(full.path(Format::Html), "muara-enim/pledge-camat.masa-tenang.en.f4.html");
        assert_eq!(Name { region: None, ..PLAIN }.path(Format::Md), "pledge.md");
        let fillable = Name { look: Look { fillable: true, ..look }, ..PLAIN };
        assert_eq!(fillable.path(Format::Pdf), "muara-enim/pledge.f4.fillable.pdf");
        assert_eq!(fillable.path(Format::Html), "muara-enim/pledge.f4.html");
    }

    #[test]
    fn a_safe_name_is_one_harmless_component() {
        assert_eq!(safe("../../etc/passwd"), "etc-passwd");
        assert_eq!(safe("Siti Nur’aini, S.Pd."), "siti-nur-aini-s-pd");
        assert_eq!(safe("Ménàdo"), "menado");
        assert_eq!(safe("con"), "con_");
        assert_eq!(safe("COM1"), "com1_");
        assert_eq!(safe("com10"), "com10");
        assert_eq!(safe("…"), "_");
        assert_eq!(safe(&"é".repeat(500)).len(), 80);
    }
}
