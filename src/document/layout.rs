//! What a document is laid out as.

use crate::diag::{Message, say};

/// What a document is laid out as, from the front matter of its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layout {
    /// Upright pages to read, sign and file.
    #[default]
    Portrait,
    /// The same on paper turned across.
    Landscape,
    /// Slides to show: one begins at each heading of level 1 or 2, on paper turned across.
    Slides,
    /// One page turned across, in a frame: everything centred, and a centred line that is all strong, the name, large.
    Certificate,
}

impl Layout {
    /// Every layout, in the order that messages list them.
    pub const ALL: [Layout; 4] = [Layout::Portrait, Layout::Landscape, Layout::Slides, Layout::Certificate];

    /// As front matter writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Layout::Portrait => "portrait",
            Layout::Landscape => "landscape",
            Layout::Slides => "slides",
            Layout::Certificate => "certificate",
        }
    }

    /// Whether each section of level 1 or 2 is a slide.
    pub(crate) fn is_slides(self) -> bool {
        self == Layout::Slides
    }

    /// Whether a centred paragraph that is strong as a whole is a person's name, set large.
    pub(crate) fn has_large_name(self) -> bool {
        self == Layout::Certificate
    }

    /// Whether the long side of the paper lies at the foot of the page.
    pub fn is_across(self) -> bool {
        self != Layout::Portrait
    }
}

impl std::str::FromStr for Layout {
    type Err = Message;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        Layout::ALL.into_iter().find(|layout| layout.as_str() == written).ok_or_else(|| {
            let known = Layout::ALL.map(|layout| format!("`{}`", layout.as_str()));
            say!(
                "`{written}` bukan tata letak; yang ada {}",
                "`{written}` is no layout; there are {}",
                known.join(", ")
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_reads_back_and_an_unknown_one_lists_what_there_is() {
        for layout in Layout::ALL {
            assert_eq!(layout.as_str().parse(), Ok(layout));
        }
        let told = "across".parse::<Layout>().unwrap_err();
        assert_eq!(told.en(), "`across` is no layout; there are `portrait`, `landscape`, `slides`, `certificate`");
    }
}
