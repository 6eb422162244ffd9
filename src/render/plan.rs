//! From what was asked for to one request per sheet.
//!
//! 1. Every name is looked up; all that do not exist are found at once.
//! 2. The requests are the combinations of what was asked for. A document that is not made per audience has one sheet
//!    for all of them; an audience of local staff has sheets only in regions that have such staff.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, nearest, say};
use crate::lang::Lang;
use crate::layout::Paper;
use crate::quiz;
use crate::region::Region;
use crate::request::{Look, Request, Scope, Subject, local_staff};
use crate::rulebook::{Audience, Election, Rulebook};
use crate::select::{audiences, phase_on};
use crate::template::{Axis, DocumentKind, Maker};
use crate::workspace::Workspace;
use chrono::NaiveDate;

/// The word that asks for one sheet per region, audience or phase.
pub(crate) const ALL: &str = "all";

/// More names than these are not told in a finding.
const MANY: usize = 20;

/// What is asked for, in the words of the person who asks.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Regions: slug, name or code, or `all`; none for those with a profile.
    pub regions: Vec<String>,
    /// Ids of documents, or `all`; none for all. What another command makes must be named, and is a form to fill in.
    pub documents: Vec<String>,
    /// Ids of audiences, or `all`; none for general sheets.
    pub audiences: Vec<String>,
    /// Id of the election; none for the latest.
    pub election: Option<String>,
    /// Ids of phases, or `all`; none for sheets of all phases.
    pub phases: Vec<String>,
    /// The as-of date.
    pub date: Option<NaiveDate>,
    /// Languages; none for Indonesian.
    pub langs: Vec<Lang>,
    /// Papers; none for A4.
    pub papers: Vec<Paper>,
    /// How the sheets are made, on each of the papers.
    pub look: Look,
}

/// For which regions sheets are made where none is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// Those with a profile.
    Profiled,
    /// None: the sheets have blanks.
    Blank,
}

/// The requests, by region, document, audience, phase, language and paper. What was left out with good reason is noted in
/// `notes`.
///
/// # Errors
/// Every name that does not exist; an empty plan.
pub fn plan<'w>(
    workspace: &'w Workspace,
    wanted: &Wanted,
    unasked: Unasked,
    notes: &mut Diagnostics,
) -> Result<Vec<Request<'w>>, Diagnostics> {
    let mut findings = Diagnostics::new();
    let rulebook = &workspace.rulebook;
    let regions = regions(workspace, wanted, unasked, &mut findings);
    let documents = documents(workspace, wanted, &mut findings);
    let audience_wish = audience_wish(rulebook, wanted, &mut findings);
    let election = election(rulebook, wanted.election.as_deref(), &mut findings);
    let phases = phases(rulebook, wanted, election, &mut findings);
    let (Some(election), false) = (election, findings.has_errors()) else { return Err(findings) };
    let mut plan = Plan { workspace, wanted, election: &election.id, phases, requests: Vec::new(), notes };
    for region in distinct(regions) {
        for document in &documents {
            plan.add(region, document, &audience_wish);
        }
    }
    let Plan { requests, notes, .. } = plan;
    if requests.is_empty() {
        let mut findings = std::mem::take(notes);
        let finding = Diagnostic::error(
            Code::NothingToDo,
            say!("tidak ada lembar yang cocok dengan permintaan ini", "no sheet fits what was asked for"),
        );
        // Without a profile nothing is made of a region unless it is named.
        let is_bare = wanted.regions.is_empty() && workspace.regions.profiled().next().is_none();
        findings.push(if is_bare {
            finding.help(say!("sebutkan wilayah dengan --region", "name a region with --region"))
        } else {
            finding
        });
        return Err(findings);
    }
    Ok(requests)
}

/// The election with this id, or the latest.
pub fn election<'w>(rulebook: &'w Rulebook, id: Option<&str>, findings: &mut Diagnostics) -> Option<&'w Election> {
    let elections = &rulebook.data().elections;
    let Some(id) = id else { return elections.iter().max_by_key(|election| election.voting_day) };
    let found = rulebook.election(id);
    if found.is_none() {
        findings.push(unknown(
            Code::UnknownElection,
            &say!("pemilihan", "election"),
            id,
            elections.iter().map(|election| election.id.as_str()),
        ));
    }
    found
}

/// A plan in the making.
struct Plan<'w, 'p> {
    workspace: &'w Workspace,
    wanted: &'p Wanted,
    election: &'w str,
    phases: Vec<Option<&'w str>>,
    requests: Vec<Request<'w>>,
    notes: &'p mut Diagnostics,
}

impl<'w> Plan<'w, '_> {
    fn add(&mut self, region: Option<&'w Region>, document: &'w DocumentKind, wish: &AudienceWish<'w>) {
        // People and units belong to a region, whose letterhead and words their sheets have.
        let is_regional = [Axis::Region, Axis::Unit, Axis::Person].into_iter().any(|axis| document.is_per(axis));
        let region = region.filter(|_| is_regional);
        let audiences = if document.is_per(Axis::Audience) { self.audiences(region, wish) } else { vec![None] };
        let langs = self.langs(document);
        let papers = or_default(&self.wanted.papers);
        for audience in audiences {
            for &phase in &self.phases.clone() {
                for &lang in &langs {
                    for &paper in &papers {
                        let Wanted { date, look, .. } = *self.wanted;
                        let scope = Scope { region, audience, election: self.election, phase, date, lang };
                        let (look, subject) = (Look { paper, ..look }, Subject::default());
                        let request = Request { document, scope, look, subject, quiz: &quiz::USUAL };
                        self.push(request);
                    }
                }
            }
        }
    }

    /// The languages asked for that the document has.
    fn langs(&mut self, document: &DocumentKind) -> Vec<Lang> {
        let exists = |lang: &Lang| self.workspace.templates.file_name(&document.id, *lang).is_some();
        let (there, missing): (Vec<Lang>, Vec<Lang>) = or_default(&self.wanted.langs).into_iter().partition(exists);
        for lang in missing {
            self.note_untranslated(document, lang);
        }
        there
    }

    /// A document that is the same in every region is ordered once.
    fn push(&mut self, request: Request<'w>) {
        let sheet = |request: &Request<'w>| {
            let Scope { audience, phase, lang, .. } = request.scope;
            (request.document, audience, phase, lang, request.look.paper)
        };
        let is_known = |other: &Request<'w>| other.scope.region.is_none() && sheet(other) == sheet(&request);
        if request.scope.region.is_some() || !self.requests.iter().any(is_known) {
            self.requests.push(request);
        }
    }

    fn audiences(&mut self, region: Option<&'w Region>, wish: &AudienceWish<'w>) -> Vec<Option<&'w str>> {
        let rulebook = &self.workspace.rulebook;
        match wish {
            AudienceWish::General => vec![None],
            AudienceWish::All => {
                audiences(rulebook, local_staff(region)).into_iter().map(|a| Some(a.id.as_str())).collect()
            }
            AudienceWish::These(wished) => {
                let exists = |audience: &&&Audience| {
                    !audience.local || region.is_none_or(|region| local_staff(Some(region)).contains(&audience.id))
                };
                let (here, elsewhere): (Vec<&Audience>, Vec<_>) = wished.iter().copied().partition(|a| exists(&a));
                for audience in elsewhere {
                    self.note_elsewhere(region, audience);
                }
                here.into_iter().map(|audience| Some(audience.id.as_str())).collect()
            }
        }
    }

    fn note_elsewhere(&mut self, region: Option<&Region>, audience: &Audience) {
        let Audience { id, name, .. } = audience;
        let message = match region.map(|region| &region.name) {
            Some(region) => say!(
                "menurut profilnya, {region} tidak memiliki {name}: lembar untuk mereka tidak dibuat",
                "{region} has no {name} by its profile: no sheets for them there";
                name
            ),
            None => say!(
                "menurut profilnya, wilayah ini tidak memiliki {name}: lembar untuk mereka tidak dibuat",
                "this region has no {name} by its profile: no sheets for them there";
                name
            ),
        };
        let help = say!(
            "tulis `{id}` pada `staff` dalam profil wilayah itu",
            "name `{id}` under `staff` in the region's profile"
        );
        self.note(Diagnostic::warning(Code::NoSuchStaff, message).help(help));
    }

    fn note_untranslated(&mut self, document: &DocumentKind, lang: Lang) {
        let (id, lang) = (&document.id, lang.tag());
        let message = say!(
            "dokumen `{id}` tidak memiliki versi bahasa `{lang}`",
            "the document `{id}` has no version in language `{lang}`"
        );
        let help = say!("tambahkan templat `{id}.{lang}.md`", "add a template `{id}.{lang}.md`");
        self.note(Diagnostic::warning(Code::Untranslated, message).help(help));
    }

    fn note(&mut self, note: Diagnostic) {
        if !self.notes.iter().any(|other| *other == note) {
            self.notes.push(note);
        }
    }
}

/// Which audiences are asked for.
enum AudienceWish<'w> {
    General,
    All,
    These(Vec<&'w Audience>),
}

fn regions<'w>(
    workspace: &'w Workspace,
    wanted: &Wanted,
    unasked: Unasked,
    findings: &mut Diagnostics,
) -> Vec<Option<&'w Region>> {
    let regions = &workspace.regions;
    if wanted.regions.is_empty() {
        return match unasked {
            Unasked::Profiled => regions.profiled().map(Some).collect(),
            Unasked::Blank => vec![None],
        };
    }
    let mut found = Vec::new();
    for typed in &wanted.regions {
        if typed == ALL {
            found.extend(regions.electing());
            continue;
        }
        match regions.find(typed) {
            Ok(region) => found.push(region),
            Err(finding) => findings.push(finding),
        }
    }
    distinct(found.into_iter().map(Some).collect())
}

fn documents<'w>(workspace: &'w Workspace, wanted: &Wanted, findings: &mut Diagnostics) -> Vec<&'w DocumentKind> {
    let known = workspace.templates.documents();
    if wanted.documents.is_empty() || wanted.documents.iter().any(|id| id == ALL) {
        return known.iter().filter(|document| document.made_by == Maker::Build).collect();
    }
    let mut found = Vec::new();
    for id in &wanted.documents {
        match workspace.templates.document(id) {
            Some(document) => found.push(document),
            None => {
                findings.push(unknown(
                    Code::UnknownDocument,
                    &say!("dokumen", "document"),
                    id,
                    known.iter().map(|kind| kind.id.as_str()),
                ));
            }
        }
    }
    distinct(found)
}

fn audience_wish<'w>(rulebook: &'w Rulebook, wanted: &Wanted, findings: &mut Diagnostics) -> AudienceWish<'w> {
    if wanted.audiences.is_empty() {
        return AudienceWish::General;
    }
    if wanted.audiences.iter().any(|id| id == ALL) {
        return AudienceWish::All;
    }
    let mut these = Vec::new();
    for id in distinct(wanted.audiences.iter().map(String::as_str).collect()) {
        match rulebook.audience(id) {
            Some(audience) => these.push(audience),
            None => {
                let known = rulebook.data().audiences.iter().map(|audience| audience.id.as_str());
                findings.push(unknown(Code::UnknownAudience, &say!("kelompok sasaran", "audience"), id, known));
            }
        }
    }
    AudienceWish::These(these)
}

/// The phases asked for, else the one that the date falls in, else all in one.
fn phases<'w>(
    rulebook: &'w Rulebook,
    wanted: &Wanted,
    election: Option<&Election>,
    findings: &mut Diagnostics,
) -> Vec<Option<&'w str>> {
    let known = || rulebook.data().phases.iter().map(|phase| phase.id.as_str());
    if wanted.phases.is_empty() {
        let of_date = election.zip(wanted.date).and_then(|(election, date)| phase_on(rulebook, election, date));
        return vec![of_date.map(|phase| phase.id.as_str())];
    }
    if wanted.phases.iter().any(|id| id == ALL) {
        return known().map(Some).collect();
    }
    let mut found = Vec::new();
    for id in distinct(wanted.phases.iter().map(String::as_str).collect()) {
        match rulebook.phase(id) {
            Some(phase) => found.push(Some(phase.id.as_str())),
            None => findings.push(unknown(Code::UnknownPhase, &say!("tahapan", "phase"), id, known())),
        }
    }
    found
}

/// Each item once, or without any the usual one.
fn or_default<T: PartialEq + Copy + Default>(items: &[T]) -> Vec<T> {
    if items.is_empty() { vec![T::default()] } else { distinct(items.to_vec()) }
}

/// Each item once, in the order of its first mention.
fn distinct<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(items.len());
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}

/// A name that does not exist, with what may have been meant. What it should name is told in both languages; `ikrar list`
/// shows it by the plural of the English word.
pub fn unknown<'a>(
    code: Code,
    what: &Message,
    typed: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let finding = Diagnostic::error(code, say!("tidak ada {what} `{typed}`", "there is no {what} `{typed}`"; what));
    let help = match nearest(typed, known.clone()) {
        Some(meant) => say!("apakah maksudnya `{meant}`?", "did you mean `{meant}`?"),
        None if known.clone().count() > MANY => {
            let what = what.en();
            say!("semuanya ada di `ikrar list {what}s`", "`ikrar list {what}s` shows them all")
        }
        None => {
            let known = known.collect::<Vec<_>>().join(", ");
            say!("yang ada: {known}", "there are {known}")
        }
    };
    finding.help(help)
}
