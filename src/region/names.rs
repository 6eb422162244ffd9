//! Slugs, and the many ways in which people write the name of a region.

use super::model::Region;
use std::collections::BTreeMap;

/// Gives each region its slug: the bare name where no other region has it, else the kind in front.
pub(super) fn give_slugs(regions: &mut [Region]) {
    let slugs: Vec<String> = regions.iter().map(|region| slug(&region.bare)).collect();
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in &slugs {
        *taken.entry(slug).or_default() += 1;
    }
    for (region, bare) in regions.iter_mut().zip(&slugs) {
        region.slug = match taken.get(bare.as_str()) {
            Some(1) => bare.clone(),
            _ => format!("{}-{bare}", region.kind.as_str().to_lowercase()),
        };
    }
}

/// A name in lower case whose words are joined by hyphens.
fn slug(name: &str) -> String {
    words(name).map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The key of a name for look-ups: without case, spaces and punctuation, and with "Kabupaten" for "Kab.". A code stays as
/// it is.
pub(super) fn key(typed: &str) -> String {
    let typed = typed.trim();
    if !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return typed.to_owned();
    }
    let mut key = String::with_capacity(typed.len());
    for (at, word) in words(typed).enumerate() {
        let start = key.len();
        match word.is_ascii() {
            true => key.push_str(word),
            false => key.push_str(&word.to_lowercase()),
        }
        key[start..].make_ascii_lowercase();
        key.push_str(match &key[start..] {
            "kab" if at == 0 => "upaten",
            "kep" => "ulauan",
            _ => "",
        });
    }
    key
}

/// The key of a name without the kind in front of it.
pub(super) fn bare_key(typed: &str) -> String {
    let key = key(typed);
    let bare = ["kabupaten", "kota"].into_iter().find_map(|kind| key.strip_prefix(kind));
    bare.unwrap_or(&key).to_owned()
}

/// Every key under which a region is found.
pub(super) fn keys(regions: &[Region]) -> BTreeMap<String, Vec<usize>> {
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, region) in regions.iter().enumerate() {
        let with_kind = format!("{} {}", region.kind.as_str(), region.bare);
        for name in [&region.code, &region.slug, &region.name, &with_kind, &region.bare] {
            let positions = keys.entry(key(name)).or_default();
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_space_and_punctuation_do_not_count() {
        for typed in ["Kab. Muara Enim", "kab muara enim", "KABUPATEN  MUARA-ENIM", "kabupaten-muara-enim"] {
            assert_eq!(key(typed), "kabupatenmuaraenim", "{typed}");
        }
        assert_eq!(key(" 16.03 "), "16.03");
        assert_eq!(key("Kep. Meranti"), "kepulauanmeranti");
    }
}
