//! A rulebook that was checked, and what can be asked of it.

use super::ancestry::ancestors;
use super::check;
use super::check::Place;
use super::index::{Collection, Index};
use super::model::*;
use super::overlay::{self, Changed, Layered, Layers};
use crate::diag::{Diagnostics, Origin};
use crate::yaml::{self, Path};
use sha2::{Digest, Sha256};

/// A rulebook whose references all resolve.
#[derive(Debug)]
pub struct Rulebook {
    data: RulebookData,
    layers: Layers,
    changed: Vec<Changed>,
    index: Index,
    hash: String,
}

impl Rulebook {
    /// Reads and checks the text of a `rules.yaml`; `file` is its name in findings.
    ///
    /// # Errors
    /// Every error found, each with its place.
    pub fn load(file: &str, text: &str, warnings: &mut Diagnostics) -> Result<Rulebook, Diagnostics> {
        Rulebook::stack(&[], (file, text), warnings)
    }

    /// Reads and checks overlays on a rulebook, as names and texts of files. Each overlay extends the next, the last one
    /// the rulebook `base`.
    ///
    /// # Errors
    /// Every error found in any of them, each with its place.
    pub fn stack(
        overlays: &[(&str, &str)],
        base: (&str, &str),
        warnings: &mut Diagnostics,
    ) -> Result<Rulebook, Diagnostics> {
        let (located, mut findings) = yaml::read::<RulebookData>(base.0, base.1);
        let mut above = Vec::new();
        for (file, text) in overlays.iter().rev() {
            let (overlay, refused) = yaml::read::<Overlay>(file, text);
            findings.extend(refused);
            above.extend(overlay);
        }
        let Some(located) = located.filter(|_| above.len() == overlays.len()) else {
            findings.sort();
            return Err(findings);
        };
        let (Layered { data, layers, changed }, refused) = overlay::merge(located, above);
        findings.extend(refused);
        let index = Index::of(&data);
        findings.extend(check::rulebook(&data, &index, &layers));
        findings.sort();
        let hash = hash(overlays.iter().map(|(_, text)| *text).chain([base.1]));
        findings.into_result(Rulebook { data, layers, changed, index, hash }, warnings)
    }

    /// All it holds, in the order of the file, or of its files.
    pub fn data(&self) -> &RulebookData {
        &self.data
    }

    /// What overlays changed and took out, in their order.
    pub fn changed(&self) -> &[Changed] {
        &self.changed
    }

    /// The rule with this id that an overlay took out.
    pub fn removed(&self, id: &str) -> Option<&Changed> {
        self.changed.iter().find(|changed| changed.after.is_none() && changed.before.id == id)
    }

    /// Where the values of its files stand.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Ids of everything in it.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Where a value stands in the file.
    pub fn origin(&self, path: &Path<'_>) -> Origin {
        self.layers.origin(path)
    }

    /// SHA-256 of the text, in hexadecimal; of the texts of all its files where there are several.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The first eight characters of the [`hash`](Self::hash), as printed in footers.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..8).unwrap_or(&self.hash)
    }

    /// The case with this id.
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.data().cases.get(self.index.position(Collection::Case, id)?)
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.data().rules.get(self.index.position(Collection::Rule, id)?)
    }

    /// The audience with this id.
    pub fn audience(&self, id: &str) -> Option<&Audience> {
        self.data().audiences.get(self.index.position(Collection::Audience, id)?)
    }

    /// The phase with this id.
    pub fn phase(&self, id: &str) -> Option<&Phase> {
        self.data().phases.get(self.index.position(Collection::Phase, id)?)
    }

    /// The channel with this id.
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.data().channels.get(self.index.position(Collection::Channel, id)?)
    }

    /// The domain with this id.
    pub fn domain(&self, id: &str) -> Option<&Domain> {
        self.data().domains.get(self.index.position(Collection::Domain, id)?)
    }

    /// The election with this id.
    pub fn election(&self, id: &str) -> Option<&Election> {
        self.data().elections.get(self.index.position(Collection::Election, id)?)
    }

    /// The article with this id.
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.data().articles.get(self.index.position(Collection::Article, id)?)
    }

    /// The regulation with this id.
    pub fn regulation(&self, id: &str) -> Option<&Regulation> {
        self.data().regulations.get(self.index.position(Collection::Regulation, id)?)
    }

    /// The sanction with this id.
    pub fn sanction(&self, id: &str) -> Option<&Sanction> {
        self.data().sanctions.get(self.index.position(Collection::Sanction, id)?)
    }

    /// The numbered statement of an article with this id, and the article.
    pub fn norm(&self, id: &str) -> Option<(&Article, &Norm)> {
        let (article, norm) = self.index.norm(id)?;
        let article = self.data().articles.get(article)?;
        Some((article, article.norms.get(norm)?))
    }

    /// The audience with this id and every wider group it belongs to, itself first, nearer groups before farther ones
    /// of the same branch; empty for an unknown id.
    pub fn ancestors(&self, audience: &str) -> Vec<&Audience> {
        ancestors(self.data(), &self.index, audience)
    }

    /// Whether a rule binds an audience, by name or as part of a wider one.
    pub fn binds(&self, rule: &Rule, audience: &str) -> bool {
        self.ancestors(audience).iter().any(|group| rule.audiences.contains(&group.id))
    }

    /// The cases that a rule decides, in the order of the rulebook.
    pub fn cases_of(&self, rule: &str) -> impl Iterator<Item = &Case> {
        self.data().cases.iter().filter(move |case| case.rules.iter().any(|id| id == rule))
    }

    /// The identity fields of an audience's pledge: its own, else those of the nearest group that has some, else the
    /// name alone.
    pub fn identity(&self, audience: &str) -> Vec<IdentityField> {
        let own = self.ancestors(audience).into_iter().find(|a| !a.identity.is_empty());
        own.map_or_else(|| vec![IdentityField::Name], |a| a.identity.clone())
    }
}

/// SHA-256 of texts, separated by a zero byte.
fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for (at, text) in texts.enumerate() {
        hash.update(if at == 0 { "" } else { "\0" });
        hash.update(text);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
