//! The words by which a sheet says what the items of a list are.

use crate::document::{ListRole, labels};
use std::collections::BTreeMap;

/// The roles whose items carry a mark.
pub(super) const MARKED: [ListRole; 4] =
    [ListRole::Obligation, ListRole::Prohibition, ListRole::Permission, ListRole::Contested];

/// Of each role: the label that templates use as a title, and further titles of our documents, past and present.
const TITLES: [(ListRole, &str, [&str; 6]); 4] = [
    (ListRole::Obligation, "do", ["lakukan", "wajib", "kewajiban", "do", "must", "dos"]),
    (ListRole::Prohibition, "dont", ["jangan", "dilarang", "larangan", "don't", "don’t", "must not"]),
    (ListRole::Permission, "may", ["boleh", "yang boleh", "dibolehkan", "may", "allowed", "you may"]),
    (
        ListRole::Contested,
        "avoid",
        ["hindari", "masih diperselisihkan", "diperselisihkan", "avoid", "in dispute", "disputed"],
    ),
];

/// What marks and titles of lists are called: first in the labels of the workspace, then by default, as on sheets that were
/// made with other labels.
pub(super) struct MarkWords {
    /// Alternative texts of marks.
    pictures: Vec<(ListRole, String)>,
    /// Headings of lists in lower case, for sheets whose marks cannot be read, such as those that browsers print.
    titles: Vec<(ListRole, String)>,
}

impl MarkWords {
    /// From the labels of each language.
    pub(super) fn new(labels: &[&BTreeMap<String, String>]) -> MarkWords {
        let own = |key: &str| labels.iter().filter_map(|labels| labels.get(key).cloned()).collect::<Vec<_>>();
        let keys = MARKED.iter().filter_map(|role| Some((*role, format!("list_{}", role.name()?))));
        let keys: Vec<(ListRole, String)> = keys.collect();
        let by_default = |key: &str| labels::defaults(key).into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
        let named = |words: &dyn Fn(&str) -> Vec<String>| {
            keys.iter().flat_map(|(role, key)| words(key).into_iter().map(|word| (*role, word))).collect::<Vec<_>>()
        };
        let pictures = [named(&own), named(&by_default)].concat();
        let titled = TITLES.iter().flat_map(|(role, key, _)| own(key).into_iter().map(|word| (*role, word)));
        let usual = TITLES.iter().flat_map(|(role, _, words)| words.iter().map(|word| (*role, (*word).to_owned())));
        let titles = titled.chain(pictures.iter().cloned()).chain(usual);
        let titles = titles.map(|(role, word)| (role, normalised(&word))).collect();
        MarkWords { pictures, titles }
    }

    /// The role in the alternative text of a picture: "Dilarang, belum dicentang" is the mark and the box to tick.
    pub(super) fn of_picture(&self, words: &str) -> Option<ListRole> {
        let is_mark =
            |name: &str| words.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(','));
        self.pictures.iter().find(|(_, name)| !name.is_empty() && is_mark(name)).map(|(role, _)| *role)
    }

    /// The role in a heading: "Hindari: masih diperselisihkan".
    pub(super) fn of_title(&self, text: &str) -> Option<ListRole> {
        let is_title = |title: &str| self.titles.iter().find(|(_, known)| known == title).map(|(role, _)| *role);
        is_title(&normalised(text)).or_else(|| is_title(&normalised(text.split(':').next().unwrap_or_default())))
    }
}

fn normalised(title: &str) -> String {
    title.trim().trim_end_matches(':').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_workspace_come_before_those_by_default() {
        let labels = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, w)| ((*k).to_owned(), (*w).to_owned())).collect();
        let own: BTreeMap<String, String> =
            labels(&[("list_prohibition", "Pantang, sungguh"), ("list_obligation", "Boleh"), ("dont", "Pantangan:")]);
        let marks = MarkWords::new(&[&own]);
        for (words, role) in [
            ("Pantang, sungguh", Some(ListRole::Prohibition)),
            ("Pantang, sungguh, belum dicentang", Some(ListRole::Prohibition)),
            ("Must not, not ticked", Some(ListRole::Prohibition)),
            ("Boleh", Some(ListRole::Obligation)),
            ("May", Some(ListRole::Permission)),
            ("Pantangan", None),
            ("Bolehkah", None),
        ] {
            assert_eq!(marks.of_picture(words), role, "{words}");
        }
        assert_eq!(marks.of_title("Pantangan"), Some(ListRole::Prohibition));
        assert_eq!(marks.of_title("Hindari: masih diperselisihkan"), Some(ListRole::Contested));
        assert_eq!(marks.of_title("Kuis"), None);
    }
}
