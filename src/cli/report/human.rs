//! Findings for a person: what, where with the line itself, and what to do.

use super::line::{Lines, Shown};
use crate::diag::{Code, Diagnostic, Origin, Severity, hidden, say, screened};
use crate::lang::Lang;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer};
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;

/// So many findings of a kind are shown one by one where they come by the thousand.
const SHOWN: usize = 10;

/// A line of a source is cut to so many columns around its place.
const WIDTH: usize = 120;

/// A finding with colours, which go where the output is no terminal.
pub(in crate::cli) fn human(finding: &Diagnostic, lang: Lang, lines: &mut Lines) -> String {
    let message = plain(&screened(finding.message.get(lang)));
    let name = severity(finding.severity);
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let title = level.with_name(name.get(lang).to_owned()).primary_title(message).id(finding.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(origin) = &finding.origin {
        group = match lines.at(origin) {
            Some(Shown { text, mark }) => group.element(
                Snippet::source(text)
                    .line_start(origin.line as usize)
                    .path(plain(&screened(&origin.file)))
                    .annotation(AnnotationKind::Primary.span(mark)),
            ),
            None => group.element(annotate_snippets::Origin::path(plain(&place(origin).to_string()))),
        };
    }
    if let Some(help) = &finding.help {
        let name = say!("saran", "help");
        let help = plain(&screened(help.get(lang)));
        group = group.element(Level::HELP.with_name(name.get(lang).to_owned()).message(help));
    }
    let blue = AnsiColor::Blue.on_default();
    let renderer = Renderer::styled()
        .term_width(WIDTH)
        .error(AnsiColor::Red.on_default().bold())
        .note(AnsiColor::Cyan.on_default().bold())
        .help(blue)
        .line_num(blue)
        .context(blue)
        .decor_style(renderer::DecorStyle::Ascii);
    renderer.render(&[group]) + "\n"
}

/// Findings of which there may be thousands: the first ones of each kind, and how many more of it there are.
pub(in crate::cli) fn few<'f>(findings: impl Iterator<Item = &'f Diagnostic>, lang: Lang) -> String {
    let mut kinds: BTreeMap<(Severity, Code), (usize, u32)> = BTreeMap::new();
    let (mut text, mut lines) = (String::new(), Lines::default());
    for finding in findings {
        let kind = kinds.entry((finding.severity, finding.code)).or_default();
        *kind = (kind.0 + 1, finding.origin.as_ref().map_or(0, |origin| origin.line));
        if kind.0 <= SHOWN {
            text.push_str(&human(finding, lang, &mut lines));
        }
    }
    let bold = Style::new().bold();
    for ((grade, code), (count, last)) in kinds.into_iter().filter(|(_, (count, _))| *count > SHOWN) {
        let (grade, more) = (severity(grade), count - SHOWN);
        let last = match last {
            0 => say!("", ""),
            last => say!(", yang terakhir di baris {last}", ", the last one in row {last}"),
        };
        let told = say!(
            "{grade}[{code}]: {more} lagi yang serupa{last}; JSON memuat semuanya",
            "{grade}[{code}]: {more} more like this{last}; JSON lists all";
            grade, last
        );
        text.push_str(&format!("{bold}{}{bold:#}\n", told.get(lang)));
    }
    text
}

/// The word for how grave a finding is.
fn severity(severity: Severity) -> crate::diag::Message {
    match severity {
        Severity::Error => say!("kesalahan", "error"),
        Severity::Warning => say!("peringatan", "warning"),
        Severity::Hint => say!("saran", "hint"),
    }
}

/// The place of a finding, the name of a file or a sheet without a personal number.
pub(super) fn place(origin: &Origin) -> Origin {
    Origin {
        file: screened(&origin.file).into(),
        sheet: origin.sheet.as_ref().map(|sheet| hidden(sheet).into()),
        ..*origin
    }
}

/// Text from an input without control characters, which could drive the terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
