//! The language of messages.

use crate::lang::Lang;
use std::env;

/// The language that was asked for with `--locale`, else by `IKRAR_LOCALE`, else the one of the system.
pub(super) fn chosen(flag: Option<Lang>) -> Lang {
    let wished = || env::var("IKRAR_LOCALE").ok().filter(|tag| !tag.is_empty());
    flag.unwrap_or_else(|| wished().or_else(system).map_or(Lang::En, |tag| of(&tag)))
}

/// What the system says: on Unix the first of these variables that is set, as POSIX has it, elsewhere the user's settings.
fn system() -> Option<String> {
    if cfg!(unix) && !cfg!(target_vendor = "apple") {
        let set = |name| env::var(name).ok().filter(|tag| !tag.is_empty());
        return ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    }
    sys_locale::get_locale()
}

/// Indonesian for `id`, `id_ID.UTF-8`, `id-ID` and the like, else English.
fn of(tag: &str) -> Lang {
    let language = tag.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("id") { Lang::Id } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_tag_decides() {
        for tag in ["id", "id_ID.UTF-8", "id-ID", "ID", "id@latin"] {
            assert_eq!(of(tag), Lang::Id, "{tag}");
        }
        for tag in ["C", "en_US.UTF-8", "ido_XX", "", "POSIX"] {
            assert_eq!(of(tag), Lang::En, "{tag}");
        }
    }
}
