//! Everything that is wrong with foreign templates, although Tera stops at the first error.

use super::source::{Source, Sources, with_parts};
use super::{errors, filters, parse, scan};
use crate::confine::{Abort, AbortCount, Fault};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most findings of one kind in one file.
pub(super) const MOST_FINDINGS: usize = 100;

/// Parses all templates and collects the findings.
pub(super) fn check(sources: &Sources, aborts: &AbortCount, findings: &mut Diagnostics) {
    sources.values().for_each(|source| findings.extend(uses_of_safe(source)));
    let texts: BTreeMap<&str, Arc<str>> =
        sources.iter().map(|(name, source)| (name.as_str(), Arc::clone(&source.text))).collect();
    let tried = TrialParse { sources, aborts };
    if let Some(fault) = tried.fault(&texts) {
        tried.diagnose(texts, fault, findings);
    }
}

/// Parses templates to find their errors.
struct TrialParse<'s> {
    sources: &'s Sources,
    aborts: &'s AbortCount,
}

impl TrialParse<'_> {
    /// The first error that Tera reports for these templates.
    fn fault(&self, texts: &BTreeMap<&str, Arc<str>>) -> Option<Fault> {
        parse::parse_texts(texts.clone(), self.sources, self.aborts).err()
    }

    /// Collects all errors, although Tera reports only the first. A broken template is replaced by an empty one, so that those
    /// that use it can be parsed.
    fn diagnose(&self, mut texts: BTreeMap<&str, Arc<str>>, first: Fault, findings: &mut Diagnostics) {
        if let Fault::Aborted(abort @ Abort::NoProcess(_)) = &first {
            return findings.push(abort.finding(Code::TemplateSyntax));
        }
        let known = findings.len();
        for (name, text) in &mut texts {
            match self.fault(&BTreeMap::from([(*name, Arc::clone(text))])) {
                Some(Fault::Aborted(abort)) => findings.push(errors::unparsed(&abort, name, self.sources)),
                Some(fault @ Fault::Syntax(_)) => findings.extend(errors::findings(&fault, name, self.sources)),
                _ => continue,
            }
            *text = "".into();
        }
        let mut next = if findings.len() == known { Some(first) } else { self.fault(&texts) };
        while let Some(fault) = next {
            let culprit = self.culprit(&fault, &texts).unwrap_or_default();
            match &fault {
                Fault::Aborted(Abort::Untried) => return,
                Fault::Aborted(abort) => findings.push(errors::unparsed(abort, &culprit, self.sources)),
                fault => findings.extend(errors::findings(fault, &culprit, self.sources)),
            }
            next = match texts.get_mut(culprit.as_str()).filter(|text| !text.is_empty()) {
                Some(text) => {
                    *text = "".into();
                    self.fault(&texts)
                }
                None => None,
            };
        }
    }

    /// The template to blank out so that Tera reports the next error: one in a circle, one without a parent, one that was
    /// aborted.
    fn culprit(&self, fault: &Fault, texts: &BTreeMap<&str, Arc<str>>) -> Option<String> {
        match fault {
            Fault::CircularExtend { template, .. } | Fault::CircularInclude { template, .. } => Some(template.clone()),
            Fault::MissingParent { current, .. } => Some(current.clone()),
            Fault::Aborted(_) => self.most_demanding(texts),
            _ => None,
        }
    }

    /// The first template that is aborted together with those that it names.
    fn most_demanding(&self, texts: &BTreeMap<&str, Arc<str>>) -> Option<String> {
        let is_aborted = |name: &&&str| {
            let parts = with_parts(name, self.sources).into_keys();
            let parts = parts.filter_map(|part| Some((part, Arc::clone(texts.get(part)?)))).collect();
            matches!(self.fault(&parts), Some(Fault::Aborted(_)))
        };
        texts.keys().find(is_aborted).map(|name| (*name).to_owned())
    }
}

/// Uses of `safe` as a filter of an expression or of a `filter` block.
fn uses_of_safe(Source { file, text, .. }: &Source) -> Diagnostics {
    let mut findings = Diagnostics::new();
    if !text.contains("safe") {
        return findings;
    }
    let tokens = scan::tokens(text);
    let uses = tokens.windows(2).filter(|pair| matches!(pair[0].text, "|" | "filter") && pair[1].text == "safe");
    for pair in uses.take(MOST_FINDINGS) {
        let (line, column) = scan::position(text, pair[1].at);
        let help = say!(
            "hapus filter itu; untuk isian yang ditulis tangan ada `blank`",
            "leave the filter out; for a line to fill in by hand there is `blank`"
        );
        findings.push(
            Diagnostic::error(Code::SafeFilter, filters::why_not_safe())
                .at(Origin::at(file.as_str(), line, column))
                .help(help),
        );
    }
    findings
}
