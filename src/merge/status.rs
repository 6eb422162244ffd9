//! What a status in a roster means, by the audiences of the rulebook, and what a unit is called, by the profile of the
//! region.

use crate::region::Region;
use crate::roster::{NumberKind, plain};
use crate::rulebook::{Audience, IdentityField, Rulebook};
use std::collections::BTreeMap;

/// The audience that a status names, with the kind of number that all who belong to it have.
pub fn status_lookup(rulebook: &Rulebook) -> impl Fn(&str) -> Option<(String, Option<NumberKind>)> + Sync {
    let mut known = BTreeMap::new();
    for audience in &rulebook.data().audiences {
        let names = [&audience.id, &audience.name.id, &audience.name.en].into_iter().chain(&audience.also);
        for name in names {
            known.entry(plain(name)).or_insert_with(|| (audience.id.clone(), kind(rulebook, audience)));
        }
    }
    move |status| known.get(&plain(status)).cloned()
}

/// The name of a unit that a roster calls by another of its names.
pub fn unit_name(region: Option<&Region>) -> impl Fn(&str) -> Option<String> + Sync {
    let profile = region.and_then(|region| region.profile.as_ref());
    move |typed| {
        let unit = profile.filter(|profile| !profile.units.is_empty() && !typed.is_empty())?.unit(typed)?;
        (unit.name != typed).then(|| unit.name.clone())
    }
}

/// The kind of number of an audience; `None` where narrower ones within it differ.
fn kind(rulebook: &Rulebook, audience: &Audience) -> Option<NumberKind> {
    let within = |other: &&Audience| rulebook.ancestors(&other.id).iter().any(|ancestor| ancestor.id == audience.id);
    let mut kinds = rulebook.data().audiences.iter().filter(within).map(|other| {
        let identity = rulebook.identity(&other.id);
        match (identity.contains(&IdentityField::Nip), identity.contains(&IdentityField::NiPppk)) {
            (true, false) => Some(NumberKind::Nip),
            (false, true) => Some(NumberKind::NiPppk),
            (false, false) => Some(NumberKind::None),
            (true, true) => None,
        }
    });
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Inputs, Workspace};

    #[test]
    fn a_status_is_known_by_all_its_names_and_a_wide_one_is_not_judged() {
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut crate::diag::Diagnostics::new()).unwrap();
        let standing = status_lookup(&workspace.rulebook);
        assert_eq!(standing("PNS"), Some(("pns".into(), Some(NumberKind::Nip))));
        assert_eq!(standing("Pegawai Negeri Sipil"), standing("pns"));
        assert_eq!(standing("P3K"), Some(("pppk".into(), Some(NumberKind::NiPppk))));
        assert_eq!(standing("Honorer"), Some(("honorer".into(), Some(NumberKind::None))));
        assert_eq!(standing("ASN"), Some(("asn".into(), None)));
        assert_eq!(standing("tamu"), None);
    }
}
