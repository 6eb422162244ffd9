//! One document for many people: what all its sheets have in common is rendered once.
//!
//! On any error the template is rendered as it was written, so that findings have their place in it.

use super::engine::{Engine, MAX_OUTPUT};
use super::halves::{COMMON, PERSONAL, ParsedHalves};
use super::split::{SEPARATOR, SegmentRole};
use super::tidy::{Tidy, TidyFragment};
use crate::confine::{Bindings, Fault, SharedVariables};
use crate::diag::Diagnostics;

/// The sheets of a document that share all variables but the personal ones.
pub struct Sheets<'t> {
    engine: &'t Engine,
    name: String,
    shared: SharedVariables,
    common: Option<Common<'t>>,
}

/// What all sheets have in common.
struct Common<'t> {
    halves: &'t ParsedHalves,
    /// The text of each [common](SegmentRole::Common) run.
    texts: Vec<TidyFragment>,
    /// Their length in bytes, separators included.
    length: usize,
    /// The shared variables that the personal half names.
    named: SharedVariables,
    /// How many bytes the personal half may come to.
    left: usize,
}

impl<'t> Sheets<'t> {
    pub(super) fn new(engine: &'t Engine, name: String, shared: Bindings, personal: &[&'static str]) -> Self {
        let shared = SharedVariables::new(shared);
        let common = engine.halves(&name, personal).and_then(|halves| {
            Common::new(halves, &shared).unwrap_or_else(|fault| {
                engine.note(&name, &fault);
                None
            })
        });
        Sheets { engine, name, shared, common }
    }

    /// The Markdown of one sheet, from the values of the personal variables.
    ///
    /// # Errors
    /// As [`Templates::render`](super::Templates::render).
    pub fn render(&self, personal: &Bindings) -> Result<String, Diagnostics> {
        match self.in_halves(personal) {
            Some(markdown) => Ok(markdown),
            None => self.engine.render(&self.name, &self.shared, personal),
        }
    }

    /// The same from the two halves; `None` where there are none or they fail.
    pub(crate) fn in_halves(&self, personal: &Bindings) -> Option<String> {
        self.common.as_ref()?.markdown(personal).unwrap_or_else(|fault| {
            self.engine.note(&self.name, &fault);
            None
        })
    }
}

impl<'t> Common<'t> {
    /// Renders the common half; `None` where it does not have the expected number of parts.
    fn new(halves: &'t ParsedHalves, shared: &SharedVariables) -> Result<Option<Self>, Fault> {
        let text = halves.set.render(COMMON, shared, &Bindings::new(), MAX_OUTPUT)?;
        let runs: Vec<SegmentRole> =
            halves.runs.iter().copied().filter(|role| *role != SegmentRole::Personal).collect();
        let parts: Vec<&str> = text.split(SEPARATOR).collect();
        let texts = runs.iter().zip(&parts).filter(|(role, _)| **role == SegmentRole::Common);
        let texts = texts.map(|(_, text)| TidyFragment::of(text)).collect();
        let named = shared.of(|name| halves.names.contains(name));
        let left = MAX_OUTPUT - text.len();
        Ok((parts.len() == runs.len()).then_some(Common { halves, texts, length: text.len(), named, left }))
    }

    /// The Markdown of one sheet; `None` where the personal half does not have the expected number of parts.
    fn markdown(&self, personal: &Bindings) -> Result<Option<String>, Fault> {
        let ParsedHalves { set, runs, personal: known, .. } = self.halves;
        if personal.iter().any(|(name, _)| !known.contains(name)) {
            return Ok(None);
        }
        let count = runs.iter().filter(|role| **role != SegmentRole::Common).count();
        let own = match count {
            0 => String::new(),
            _ => set.render(PERSONAL, &self.named, personal, self.left)?,
        };
        let parts: Vec<&str> = own.split(SEPARATOR).collect();
        Ok((parts.len() == count.max(1)).then(|| self.joined(&parts, own.len())).flatten())
    }

    /// The parts of both halves in their order; the personal ones come to `bytes` bytes.
    fn joined(&self, parts: &[&str], bytes: usize) -> Option<String> {
        let (mut parts, mut texts) = (parts.iter(), self.texts.iter());
        let mut markdown = Tidy::with_capacity(self.length + bytes);
        for role in &self.halves.runs {
            match role {
                SegmentRole::Common => markdown.push_fragment(texts.next()?),
                SegmentRole::Both | SegmentRole::Personal => markdown.push(parts.next()?),
            }
        }
        Some(markdown.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::template::{TemplateFile, Templates};
    use std::collections::BTreeMap;
    use tera::Value;

    const FRONT: &str = "---\nname: { id: a, en: a }\ndescription: { id: x, en: x }\nper: [person]\n---\n";

    fn load(body: &str, is_built_in: bool) -> Option<Templates> {
        let document = format!("{FRONT}{body}");
        let chrome = [("page.html", "x"), ("style.css", "x"), ("labels.yaml", "a: { id: a, en: a }\n")];
        let parts = [("_p.md", " {{- p.name }} "), ("_c.md", "{% set x = r -%} {{ x }}"), ("a.md", &document)];
        let file = |(name, text): &(&str, &str)| TemplateFile {
            name: (*name).to_owned(),
            file: (*name).to_owned(),
            text: (*text).to_owned(),
            is_built_in,
        };
        Templates::load(&chrome.iter().chain(&parts).map(file).collect::<Vec<_>>()).ok()
    }

    fn shared() -> Bindings {
        let (yes, list) = (Value::from(true), Value::from(vec![1, 2, 3]));
        vec![("lang", Value::from("id")), ("r", Value::from("r*")), ("yes", yes), ("list", list)]
    }

    fn personal(name: Option<&str>) -> Bindings {
        let of = |value| BTreeMap::from([("name", value)]);
        vec![("p", Value::from_serializable(&name.map(|name| of(Value::from(name)))))]
    }

    /// Whether a sheet of a template is made of halves, each being the same as whole; none where it cannot be loaded.
    fn assert_same(body: &str, is_built_in: bool) -> Option<bool> {
        let templates = load(body, is_built_in)?;
        let sheets = templates.sheets("a", Lang::Id, shared(), &["p"]).unwrap();
        for name in [Some("Siti"), Some(" a\u{1}b\n# *c* {{ p }}"), Some(""), None] {
            let whole = templates.render("a", Lang::Id, [shared(), personal(name)].concat());
            assert_eq!(sheets.render(&personal(name)), whole, "{name:?} in {body}");
        }
        Some(sheets.in_halves(&personal(Some("Siti"))).is_some())
    }

    #[test]
    fn a_sheet_is_as_if_rendered_by_itself() {
        for (body, is_split) in [
            ("a {{ r }} {{ p?.name }}\n\n{% if p?.name == 'Siti' %}b{% endif %} c\n", true),
            ("{% set x = p?.name %}{{ r }}{% if x %}{{ x }}{% endif %}", true),
            ("{% for p in list %}{{ p }}{% endfor %}{{ r }}{% for x in list %}{{ p?.name }}{% endfor %}", true),
            ("{{ r }}{% include '_p.md' %}{{ r }}{% include '_c.md' %}", true),
            ("{% set n = list | length %}{{ n }}{{ p?.name }}{{ n + 1 }}\n{% set n = n + 1 %}{{ n }}{{ p ~ n }}", true),
            ("{{ p?.name | escape_html }}{{ r }}", true),
            ("{{ nothing }} {{ p?.name }}", false),
            ("{{ r }}{% raw %}{{ p }}{% endraw %}", false),
            ("{{ p?.name }}", false),
        ] {
            assert_eq!(assert_same(body, false), Some(is_split), "{body}");
        }
    }

    #[test]
    fn both_halves_have_one_budget() {
        let bytes = "{% for i in range(end=50000) %}{{ p?.name }}".to_owned() + &"0".repeat(100) + "{% endfor %}";
        let one = |text: &str| {
            load(text, false).unwrap().sheets("a", Lang::Id, shared(), &["p"]).unwrap().render(&personal(Some("x")))
        };
        assert!(one(&bytes).is_ok());
        let sheet = one(&format!("{bytes}{}", bytes.replace("p?.name", "r")));
        assert_eq!(sheet.unwrap_err().iter().next().unwrap().code.to_string(), "output-too-large");
    }

    /// Pieces of templates beside each other and within each other in many ways.
    #[test]
    fn generated_templates_say_the_same_in_halves() {
        const PIECES: &str = " |\n|a|{|%|é |\n\n- b\n|{{ r }}|{{- r }}|{{ r -}}|{{ p?.name }}|{{- p?.name -}}|{{ x }}|{{ y -}}|\
            {% set x = p?.name %}|{% set x = r -%}|{%- set y = x %}|{%- include '_p.md' %}|{% include '_c.md' -%}|\
            {# c #}|{#- c #}|{# c -#}";
        const BLOCKS: [(&str, &str); 5] = [
            ("{% if yes -%}", "{% endif %}"),
            ("{% if p?.name == 'Siti' %}", "{%- else %}{% endif -%}"),
            ("{%- if x -%}", "{%- endif -%}"),
            ("{% for x in list -%}", "{% endfor %}"),
            ("{%- for p in list %}", "{%- endfor -%}"),
        ];
        let pieces: Vec<&str> = PIECES.split('|').collect();
        let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        let mut split = 0;
        for _ in 0..2_000 {
            let (mut body, mut open) = ("{% set x = r %}{% set y = r %}".to_owned(), Vec::new());
            for _ in 0..2 + next(14) {
                let (begin, end) = BLOCKS[next(BLOCKS.len())];
                match next(8) {
                    0 => {
                        body.push_str(begin);
                        open.push(end);
                    }
                    1 => body.push_str(open.pop().unwrap_or_default()),
                    _ => body.push_str(pieces[next(pieces.len())]),
                }
            }
            body.extend(open.into_iter().rev());
            split += usize::from(assert_same(&body, next(2) == 0) == Some(true));
        }
        assert!(split > 1_000, "{split}");
    }
}
