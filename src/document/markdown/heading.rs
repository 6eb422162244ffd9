//! Headings: their anchors, links that must find one, levels in order.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag};

use super::builder::{MAX_FINDINGS, TreeBuilder};
use super::events::Spanned;
use crate::diag::{Code, Diagnostic, nearest, say};
use crate::document::{Block, plain_text};

/// Length from which on anchors are not compared to suggest one, and number of those that are.
const MAX_COMPARED: usize = 100;

impl TreeBuilder<'_> {
    /// The heading whose start has just been passed.
    pub(super) fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&CowStr>,
        only_anchor: bool,
        offset: usize,
    ) -> Block {
        let level = level as u8;
        let content = self.inside(offset, Self::inlines);
        let text = plain_text(&content);
        if text.trim().is_empty() {
            self.find(
                offset,
                Diagnostic::error(Code::EmptyHeading, say!("judul tanpa teks", "a heading without text")),
            );
        }
        if !only_anchor {
            let message = say!(
                "judul hanya boleh diberi jangkar dalam kurung kurawal",
                "a heading takes an anchor in braces and nothing else"
            );
            let help = say!(
                "tulis {{#jangkar}}; tampilan judul diatur dalam style.css",
                "write {{#anchor}}; how a heading looks is set in style.css"
            );
            self.find(offset, Diagnostic::error(Code::HeadingAttributes, message).help(help));
        }
        self.check_level(level, offset);
        let id = id.map_or_else(|| self.anchors.name(&text), |id| id.to_string());
        Block::Heading { level, id, content }
    }

    /// Keeps the anchors that headings give themselves for them.
    pub(super) fn reserve_anchors(&mut self, events: &[Spanned]) {
        for (event, range) in events {
            let Event::Start(Tag::Heading { id: Some(id), .. }) = event else { continue };
            if id.is_empty() || id.contains(|c: char| !c.is_alphanumeric() && c != '-' && c != '_') {
                let message = say!(
                    "jangkar `{id}` memuat tanda selain huruf, angka, dan tanda hubung",
                    "the anchor `{id}` has other characters than letters, digits and hyphens"
                );
                self.find(range.start, Diagnostic::error(Code::BadAnchor, message));
            } else if !self.anchors.taken.insert(id.to_string()) {
                let message =
                    say!("jangkar `{id}` dipakai pada dua judul", "the anchor `{id}` is given to two headings");
                self.find(range.start, Diagnostic::error(Code::DuplicateAnchor, message));
            }
        }
    }

    /// Notes the level of a heading, which may be at most one below that of the heading before.
    pub(super) fn check_level(&mut self, level: u8, offset: usize) {
        let above = std::mem::replace(&mut self.anchors.level, level);
        if level > above + 1 {
            let message = match above {
                0 => say!("judul pertama bertingkat {level}", "the first heading is of level {level}"),
                _ => say!(
                    "judul tingkat {level} langsung mengikuti judul tingkat {above}",
                    "a heading of level {level} follows one of level {above}"
                ),
            };
            let help = say!("tulis `{}` di sini", "write `{}` here", "#".repeat(usize::from(above) + 1));
            self.find(offset, Diagnostic::error(Code::HeadingSkipsLevel, message).help(help));
        }
    }

    /// Reports links to anchors that no heading has.
    pub(super) fn check_links(&mut self) {
        let mut links = std::mem::take(&mut self.anchors.links);
        links.retain(|(anchor, _)| !self.anchors.taken.contains(anchor));
        for (anchor, offset) in links.into_iter().take(MAX_FINDINGS) {
            let mut finding = Diagnostic::error(
                Code::UnknownAnchor,
                say!("tidak ada judul dengan jangkar `{anchor}`", "no heading has the anchor `{anchor}`"),
            );
            let anchors = self.anchors.taken.iter().map(String::as_str).filter(|known| known.len() < MAX_COMPARED);
            if anchor.len() < MAX_COMPARED
                && let Some(near) = nearest(&anchor, anchors.take(MAX_COMPARED))
            {
                finding = finding.help(say!("mungkin maksudnya `#{near}`?", "did you mean `#{near}`?"));
            }
            self.find(offset, finding);
        }
    }
}
