//! The built-in files, and the front matter of templates, as JSON, which the build makes of them (`build.rs`).

/// Each text with its data as JSON.
const TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/prepared.rs"));

/// The data of a text as JSON, where it is a built-in one, wherever it was read from.
pub(super) fn json(text: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == text).map(|(_, json)| *json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::gate;

    #[test]
    fn every_built_in_text_is_prepared_and_says_the_same() {
        assert_eq!(TEXTS.len(), 8 + 14);
        for (text, json) in TEXTS {
            let plain: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
            let prepared: serde_yaml::Value = serde_json::from_str(json).unwrap();
            assert_eq!(plain, prepared);
            assert_eq!(gate::check("built-in", text), Ok(*text));
        }
    }

    #[test]
    fn another_text_is_not() {
        assert_eq!(json("a: 1\n"), None);
    }
}
