//! Whether every numbered statement of the articles is carried by something that a sheet can print.

use super::profile::Profile;
use super::regions::Regions;
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::rulebook::{Article, Collection, Norm, NormKind, Rulebook};
use crate::yaml::Path;
use std::collections::BTreeSet;

/// A finding for each norm and fact of an article that no rule, pledge point, fact or profile carries. Articles about
/// regions that the table leaves out are left out with their profiles.
pub fn coverage(rulebook: &Rulebook, regions: &Regions) -> Diagnostics {
    let profiles: Vec<&Profile> = regions.profiled().filter_map(|region| region.profile.as_ref()).collect();
    let carried = carried(rulebook, &profiles);
    let mut findings = Diagnostics::new();
    let is_known = |article: &Article| regions.all().iter().any(|region| region.code == article.region);
    for (a, article) in rulebook.data().articles.iter().enumerate().filter(|(_, article)| is_known(article)) {
        for (n, norm) in article.norms.iter().enumerate() {
            let told = norm.kind == NormKind::Fact && told_by_a_profile(article, norm, &profiles);
            if !told && !carried.contains(norm.id.as_str()) {
                let list = Path::Root.key(Collection::Article.key());
                let at = rulebook.origin(&list.item(a).key(Collection::Norm.key()).item(n).key("id"));
                let (id, gist) = (&norm.id, &norm.gist);
                let message = say!("belum ada yang memuat `{id}`: {gist}", "nothing carries `{id}`: {gist}"; gist);
                let help = say!(
                    "sebut di `norms` pada aturan, butir pakta, atau fakta",
                    "name it under `norms` of a rule, a pledge point or a fact"
                );
                findings.push(Diagnostic::error(Code::UncoveredNorm, message).help(help).at(at));
            }
        }
    }
    findings
}

/// The ids named under `norms` anywhere, also by rules that an overlay took out: that is a finding of its own.
fn carried<'a>(rulebook: &'a Rulebook, profiles: &[&'a Profile]) -> BTreeSet<&'a str> {
    let data = rulebook.data();
    let removed = rulebook.changed().iter().filter(|changed| changed.after.is_none()).map(|changed| &changed.before);
    let rules = data.rules.iter().chain(removed).flat_map(|rule| &rule.norms);
    let pledge = data.pledge.iter().chain(profiles.iter().flat_map(|p| &p.pledge)).flat_map(|point| &point.norms);
    let facts = data.facts.iter().chain(profiles.iter().flat_map(|p| p.facts.iter().chain(&p.event)));
    rules.chain(pledge).chain(facts.flat_map(|fact| &fact.norms)).map(String::as_str).collect()
}

/// Who led a region and who organises there are facts too, told by fields that name lines rather than norms.
fn told_by_a_profile(article: &Article, norm: &Norm, profiles: &[&Profile]) -> bool {
    let heads = profiles.iter().filter_map(|p| p.acting_head.as_ref()).flat_map(|head| &head.sources);
    let organisers = profiles.iter().filter_map(|p| p.organiser.as_ref()).flat_map(|organiser| &organiser.sources);
    heads.chain(organisers).any(|locator| locator.article == article.id && norm.lines.contains(&locator.line))
}
