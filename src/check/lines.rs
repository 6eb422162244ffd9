//! Lines of a sheet that say what must, must not or may be done, and name no rule.

use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::document::{Block, Document, Inline, ListItem, ListRole, plain_text};
use crate::rulebook::Rulebook;

/// A warning for each item of a list with a role that names no rule. An item that begins with strong words and a colon
/// explains what the mark of its list means.
pub(super) fn without_a_rule(file: &str, document: &Document, rulebook: &Rulebook) -> Diagnostics {
    let mut findings = Diagnostics::new();
    look(&document.blocks, &mut |item| {
        let text = words(&item.blocks);
        let names_a_rule = text.split_whitespace().any(|word| {
            let id = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            rulebook.rule(id).is_some()
        });
        if !names_a_rule && !explains_a_mark(item) {
            let start: String = text.chars().take(60).collect();
            let message = say!("“{}” tidak didasari aturan", "no rule stands behind “{}”", start.trim());
            let help = say!(
                "cetak ID aturannya, atau jadikan daftar tanpa peran",
                "print the id of its rule, or make it a list without a role"
            );
            findings.push(Diagnostic::warning(Code::LineWithoutRule, message).at(Origin::file(file)).help(help));
        }
    });
    findings
}

fn look(blocks: &[Block], told: &mut impl FnMut(&ListItem)) {
    for block in blocks {
        match block {
            Block::List(list) => {
                let is_normative = !matches!(list.role, ListRole::Plain | ListRole::ReadAloud);
                for item in &list.items {
                    if is_normative {
                        told(item);
                    } else {
                        look(&item.blocks, told);
                    }
                }
            }
            Block::Quote(blocks) | Block::Callout { blocks, .. } => look(blocks, told),
            _ => {}
        }
    }
}

fn explains_a_mark(item: &ListItem) -> bool {
    let Some(Block::Paragraph { content, .. }) = item.blocks.first() else { return false };
    let mut inlines = content.iter();
    matches!((inlines.next(), inlines.next()), (Some(Inline::Strong(_)), Some(Inline::Text(rest))) if rest.starts_with(':'))
}

fn words(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Paragraph { content, .. } => text.push_str(&(plain_text(content) + " ")),
            Block::List(list) => list.items.iter().for_each(|item| text.push_str(&words(&item.blocks))),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, markdown};
    use crate::workspace::Inputs;

    #[test]
    fn a_line_needs_a_rule_and_a_legend_does_not() {
        let rules = Inputs::built_in().rules;
        let rulebook = Rulebook::load(&rules.file, &rules.text, &mut Diagnostics::new()).unwrap();
        let text = "<!-- obligation -->\n- **Lakukan**: wajib.\n- [ ] Netral. `N-60`\n- [ ] Tanpa aturan.\n\n<!-- small -->\nx\n\n- bebas\n";
        let document = markdown::parse("t.md", text, Meta::default()).unwrap();
        let findings = without_a_rule("t.md", &document, &rulebook);
        let found: Vec<_> = findings.iter().map(|finding| finding.message.en().to_owned()).collect();
        assert_eq!(found, ["no rule stands behind “Tanpa aturan.”"]);
    }
}
