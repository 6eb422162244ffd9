//! Removes the empty lines that tags leave in Markdown: none at the top, at most one in a row, one line break at the end.

/// A text that is tidied while it is appended to.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    text: String,
    /// Where the last line, still incomplete, begins.
    line: usize,
    /// Whether there were empty lines before it.
    gap: bool,
}

/// A text prepared for being appended to many others.
#[derive(Debug, Default)]
pub(super) struct TidyFragment {
    /// Up to the end of its first line, which continues the line before.
    head: String,
    /// Its complete lines, tidied.
    body: String,
    /// Whether empty lines stand before and after them.
    gaps: (bool, bool),
    /// Its last line, which what follows continues.
    tail: String,
}

impl TidyFragment {
    /// Prepares a text.
    pub(super) fn of(text: &str) -> TidyFragment {
        let (first, last) = (text.find('\n').map_or(text.len(), |at| at + 1), text.rfind('\n').map_or(0, |at| at + 1));
        let own = text.get(first..last).unwrap_or_default();
        let is_blank = |line: Option<&str>| line.is_some_and(|line| line.trim().is_empty());
        TidyFragment {
            head: text[..first].to_owned(),
            body: tidy(own),
            gaps: (is_blank(own.lines().next()), is_blank(own.lines().next_back())),
            tail: text[last.max(first)..].to_owned(),
        }
    }
}

impl Tidy {
    /// With room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Tidy {
        Tidy { text: String::with_capacity(bytes), ..Tidy::default() }
    }

    /// Appends text.
    pub(super) fn push(&mut self, text: &str) {
        let mut rest = text;
        // Lines are short: a byte loop is faster than starting memchr.
        while let Some(end) = rest.bytes().position(|byte| byte == b'\n') {
            self.text.push_str(&rest[..end]);
            if self.text.len() > self.line && self.text.ends_with('\r') {
                self.text.pop();
            }
            self.end_line();
            rest = &rest[end + 1..];
        }
        self.text.push_str(rest);
    }

    /// Appends a prepared text.
    pub(super) fn push_fragment(&mut self, fragment: &TidyFragment) {
        self.push(&fragment.head);
        if !fragment.head.ends_with('\n') {
            return;
        }
        if !fragment.body.is_empty() {
            if (self.gap || fragment.gaps.0) && !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&fragment.body);
        }
        self.gap = match fragment.body.is_empty() {
            true => self.gap || (fragment.gaps.0 && !self.text.is_empty()),
            false => fragment.gaps.1,
        };
        self.line = self.text.len();
        self.text.push_str(&fragment.tail);
    }

    fn end_line(&mut self) {
        if self.text[self.line..].chars().all(char::is_whitespace) {
            self.text.truncate(self.line);
            self.gap = self.line > 0;
            return;
        }
        if std::mem::take(&mut self.gap) {
            self.text.insert(self.line, '\n');
        }
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.text
    }
}

/// A whole text, tidied.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = Tidy::with_capacity(text.len() + 1);
    tidied.push(text);
    tidied.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same line by line.
    fn expected(text: &str) -> String {
        let mut tidied = String::new();
        let mut gap = false;
        for line in text.lines() {
            if line.trim().is_empty() {
                gap = !tidied.is_empty();
                continue;
            }
            let gap = std::mem::take(&mut gap);
            tidied.extend([if gap { "\n" } else { "" }, line, "\n"]);
        }
        tidied
    }

    #[test]
    fn texts_are_tidied_piece_by_piece_as_they_are_whole() {
        const PARTS: [&str; 8] = ["\n", "a", " ", "\r", "\n\n", "é\n", "\u{2028}", "b\n\nc\n"];
        for number in 0..8_usize.pow(5) {
            let parts: Vec<&str> = (0..5).map(|at| PARTS[number / 8_usize.pow(at) % 8]).collect();
            let whole = parts.concat();
            assert_eq!(tidy(&whole), expected(&whole), "{whole:?}");
            for at in 0..5 {
                let mut tidied = Tidy::default();
                tidied.push(&parts[..at].concat());
                tidied.push_fragment(&TidyFragment::of(&parts[at..].concat()));
                tidied.push("d");
                assert_eq!(tidied.finish(), expected(&format!("{whole}d")), "{parts:?} at {at}");
                let mut tidied = Tidy::default();
                tidied.push_fragment(&TidyFragment::of(&parts[..at].concat()));
                tidied.push_fragment(&TidyFragment::of(&parts[at..].concat()));
                assert_eq!(tidied.finish(), expected(&whole), "{parts:?} at {at}");
            }
        }
    }
}
