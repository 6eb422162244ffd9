//! Checks of what rules rest on: articles, regulations and sanctions.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic, say};
use crate::rulebook::model::{Article, RulebookData};
use crate::yaml::Path;
use std::collections::BTreeSet;

/// Articles and the norms found in them, whose ids are unique over all articles.
pub(super) fn articles(checker: &mut Checker<'_>, data: &RulebookData) {
    let mut seen = BTreeSet::new();
    for (i, article) in data.articles.iter().enumerate() {
        let list = Path::Root.key("articles");
        let at = list.item(i);
        checker.text(&at.key("outlet"), &article.outlet);
        checker.words(&at.key("date_printed"), &article.date_printed);
        checker.text(&at.key("place"), &article.place);
        checker.text(&at.key("event"), &article.event);
        for (s, speaker) in article.speakers.iter().enumerate() {
            let at = at.key("speakers");
            checker.words(&at.item(s).key("name"), &speaker.name);
            checker.text(&at.item(s).key("capacity"), &speaker.capacity);
        }
        for (d, doubt) in article.doubts.iter().enumerate() {
            checker.text(&at.key("doubts").item(d), doubt);
        }
        norms(checker, &at.key("norms"), article, &mut seen);
    }
}

fn norms<'d>(checker: &mut Checker<'_>, at: &Path<'_>, article: &'d Article, seen: &mut BTreeSet<&'d str>) {
    for (n, norm) in article.norms.iter().enumerate() {
        let at = at.item(n);
        checker.id(&at.key("id"), &norm.id);
        checker.unique(seen, &at.key("id"), &norm.id);
        checker.text(&at.key("gist"), &norm.gist);
        for (l, line) in norm.lines.iter().enumerate() {
            checker.line(&at.key("lines").item(l), &article.id, *line, article.lines);
        }
        if norm.lines.is_empty() {
            let message = say!(
                "`{}` tidak berada pada satu baris pun dari artikelnya",
                "`{}` stands at no line of the article",
                norm.id
            );
            let help = say!("tulis baris-baris tempatnya ditemukan", "list the lines it was found at");
            checker.report(&at.key("lines"), Diagnostic::error(Code::NoGround, message).help(help));
        }
    }
}

/// Regulations.
pub(super) fn regulations(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, regulation) in data.regulations.iter().enumerate() {
        let list = Path::Root.key("regulations");
        let at = list.item(i);
        checker.text(&at.key("short"), &regulation.short);
        checker.text(&at.key("title"), &regulation.title);
        checker.period(&at, regulation.from, regulation.until);
        if let Some(note) = &regulation.note {
            checker.text(&at.key("note"), note);
        }
    }
}

/// Sanctions, each of which needs a legal basis of its own.
pub(super) fn sanctions(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, sanction) in data.sanctions.iter().enumerate() {
        let list = Path::Root.key("sanctions");
        let at = list.item(i);
        checker.text(&at.key("name"), &sanction.name);
        checker.text(&at.key("text"), &sanction.text);
        checker.text(&at.key("applies_to"), &sanction.applies_to);
        checker.bases(&at.key("basis"), &sanction.basis);
        if sanction.basis.is_empty() {
            let message =
                say!("sanksi `{}` tidak punya dasar hukum", "the sanction `{}` has no legal basis", sanction.id);
            let help = say!("tambahkan peraturan yang mengaturnya", "add the regulation that provides for it");
            checker.report(&at.key("basis"), Diagnostic::error(Code::NoGround, message).help(help));
        }
    }
}
