//! Slides: a section for each, and buttons to turn them, which the script shows.

use super::body::Body;
use crate::document::{Block, slides};

impl Body<'_> {
    pub(super) fn slides(&mut self, blocks: &[Block]) {
        for slide in slides(blocks) {
            self.push("<section class=\"slide\"");
            if let Some(Block::Heading { id, .. }) = slide.first() {
                self.attribute("aria-labelledby", id);
            }
            self.push(">\n");
            self.blocks(slide);
            self.push("</section>\n");
        }
        self.controls();
    }

    /// The buttons have signs that the style draws, and names for those who do not see them.
    fn controls(&mut self) {
        self.push("<div class=\"turn\" role=\"group\"");
        self.attribute("aria-label", self.labels.get("slides"));
        self.push(" hidden>\n");
        for (class, key) in [("previous", "slide_back"), ("next", "slide_next"), ("full", "slide_full")] {
            self.push(&format!("<button type=\"button\" class=\"{class}\""));
            self.attribute("aria-label", self.labels.get(key));
            self.attribute("title", self.labels.get(key));
            self.push("></button>\n");
            if class == "previous" {
                self.push("<output aria-live=\"polite\"");
                self.attribute("data-page", self.labels.get("footer_page"));
                self.push("></output>\n");
            }
        }
        self.push("</div>\n");
    }
}
