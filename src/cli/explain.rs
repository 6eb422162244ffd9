//! `ikrar explain`: everything known about one rule.

use super::args::{self, Global, LookArgs, ScopeArgs};
use super::change;
use super::list::kind;
use super::report::{Form, Report};
use super::setup::{load, stamp};
use super::table::fields;
use crate::diag::{Code, Diagnostics, Message, Origin, say};
use crate::document::words;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::render::Renderer;
use crate::render::plan::{Unasked, plan, unknown};
use crate::request::Request;
use crate::rulebook::overlay::Changed;
use crate::rulebook::{Basis, Locator, Norm, Position, Rule, Rulebook, cite};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Explain one rule: whom and when it binds, on what it rests, where it appears
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// Rule: an id from `ikrar list rules`
    rule: String,
    #[command(flatten)]
    who: ScopeArgs,
    /// Form of the explanation
    #[arg(long, value_enum, value_name = "FORM", default_value_t, help_heading = "Output")]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar explain N-07
  ikrar explain N-07 --region kutai-timur --audience tk2d    does it hold for them, and why
  ikrar explain N-07 --format json | jq '.sheets[] | select(.printed)'";

impl Explain {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let workspace = load(global, report)?;
        let renderer = Renderer { workspace: &workspace, stamp: stamp(&workspace)? };
        let rule = find(&workspace.rulebook, &self.rule)?;
        let mut notes = Diagnostics::new();
        let wanted = args::wanted(&self.who, &LookArgs::default(), &[]);
        let requests = plan(&workspace, &wanted, Unasked::Blank, &mut notes).map_err(Failure::Unusable)?;
        let explained = Explained {
            rulebook: &workspace.rulebook,
            rule,
            lang: self.who.lang.first().copied().unwrap_or_default(),
            locale: report.lang,
            sheets: requests
                .iter()
                .map(|request| Sheet::look(&renderer, request, rule, &mut notes))
                .collect::<Result<_, _>>()?,
        };
        report.findings(&notes);
        match self.format {
            Form::Json => report.json(&explained.json())?,
            Form::Human => report.result(&explained.human())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The rule with this id, in whatever case it was typed; also one that an overlay took out.
fn find<'w>(rulebook: &'w Rulebook, typed: &str) -> Result<&'w Rule, Failure> {
    let rules = &rulebook.data().rules;
    let removed = rulebook.changed().iter().filter(|changed| changed.after.is_none()).map(|changed| &changed.before);
    let found = rulebook.rule(typed);
    let found = found.or_else(|| rules.iter().chain(removed).find(|rule| rule.id.eq_ignore_ascii_case(typed)));
    found.ok_or_else(|| {
        Failure::usage(unknown(
            Code::UnknownRule,
            &say!("aturan", "rule"),
            typed,
            rules.iter().map(|rule| rule.id.as_str()),
        ))
    })
}

/// A sheet of what was selected, seen from the rule.
struct Sheet<'w> {
    request: Request<'w>,
    /// Whether the rule holds for whom and when the sheet is, and why.
    holds: bool,
    reason: Message,
    /// Whether the sheet prints the rule's id.
    printed: bool,
}

impl<'w> Sheet<'w> {
    /// A sheet that cannot be made prints nothing; why goes into `notes`.
    fn look(
        renderer: &Renderer<'w>,
        request: &Request<'w>,
        rule: &Rule,
        notes: &mut Diagnostics,
    ) -> Result<Self, Failure> {
        let selection = renderer.select(request)?;
        let (holds, reason) = match selection.rules.iter().find(|selected| selected.rule.id == rule.id) {
            Some(selected) => (true, selected.reason()),
            None => {
                let skipped = selection.skipped.iter().find(|(skipped, _)| skipped.id == rule.id);
                (
                    false,
                    skipped.map_or_else(
                        || say!("dihapus oleh berkas tambahan", "an overlay takes it out"),
                        |(_, reason)| reason.message(),
                    ),
                )
            }
        };
        let words = match renderer.typeset(request) {
            Ok(typeset) => words(&typeset.document),
            Err(findings) => {
                notes.extend(findings);
                Vec::new()
            }
        };
        let is_id = |word: &String| word.trim_matches(|c: char| !c.is_alphanumeric()) == rule.id;
        Ok(Sheet { request: *request, holds, reason, printed: words.iter().any(is_id) })
    }

    /// "checklist (Kabupaten Muara Enim, camat)".
    fn name(&self) -> String {
        let region = self.request.scope.region.map(|region| region.name.as_str());
        let scope: Vec<&str> =
            [region, self.request.scope.audience, self.request.scope.phase].into_iter().flatten().collect();
        match scope.is_empty() {
            true => self.request.document.id.clone(),
            false => format!("{} ({})", self.request.document.id, scope.join(", ")),
        }
    }

    fn json(&self, locale: Lang) -> Value {
        json!({
            "document": self.request.document.id,
            "region": self.request.scope.region.map(|region| &region.slug),
            "audience": self.request.scope.audience,
            "phase": self.request.scope.phase,
            "date": self.request.scope.date,
            "holds": self.holds,
            "reason": self.reason.get(locale),
            "printed": self.printed,
        })
    }
}

/// A rule with what only the rest of the workspace knows of it.
struct Explained<'w> {
    rulebook: &'w Rulebook,
    rule: &'w Rule,
    /// The language of the rule's texts.
    lang: Lang,
    /// The language of all around them.
    locale: Lang,
    sheets: Vec<Sheet<'w>>,
}

impl Explained<'_> {
    fn human(&self) -> String {
        let told = self.locale;
        let Explained { rulebook, rule, lang, .. } = *self;
        let channel = rulebook.channel(&rule.channel).map_or(rule.channel.as_str(), |channel| channel.name.get(lang));
        let id = &rule.id;
        let rows = [
            (say!("{id}", "{id}"), self.title()),
            (say!("bahasa Indonesia", "Indonesian"), rule.text.id.clone()),
            (say!("bahasa Inggris", "English"), rule.text.en.clone()),
            (say!("alasan", "why"), rule.reason.get(lang).to_owned()),
            (say!("situasi", "situation"), channel.to_owned()),
            (say!("mengikat", "binds"), self.binds()),
            (say!("kapan", "when"), self.when()),
            (say!("berlaku", "holds"), self.holds()),
            (say!("sumber", "sources"), lines(rule.sources.iter().map(|locator| self.source(locator)))),
            (
                say!("pernyataan", "statements"),
                lines(self.norms().map(|norm| format!("{}  {}", norm.id, norm.gist.get(lang)))),
            ),
            (say!("dasar hukum", "legal basis"), lines(rule.basis.iter().map(|basis| self.basis(basis)))),
            (say!("sanksi", "sanctions"), lines(rule.sanctions.iter().map(|id| self.sanction(id)))),
            (say!("diperselisihkan", "contested"), self.contested()),
            (
                say!("kasus", "cases"),
                lines(rulebook.cases_of(&rule.id).map(|case| format!("{}  {}", case.id, case.scenario.get(lang)))),
            ),
            (say!("catatan", "note"), rule.note.as_ref().map(|note| note.get(lang).to_owned()).unwrap_or_default()),
            (say!("perubahan", "changed"), lines(self.changed().map(|changed| change::human(changed, told)))),
            (say!("muncul di", "appears in"), lines(self.sheets.iter().filter(|sheet| sheet.printed).map(Sheet::name))),
        ];
        let rows: Vec<_> = rows.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        fields(rows.iter().map(|(label, value)| (label.get(told), value.clone())))
    }

    fn told(&self, message: &Message) -> String {
        message.get(self.locale).to_owned()
    }

    /// What overlays did to the rule, each with its place.
    fn changed(&self) -> impl Iterator<Item = (&Changed, Origin)> {
        let of_rule = self.rulebook.changed().iter().filter(|changed| changed.before.id == self.rule.id);
        of_rule.map(|changed| (changed, self.rulebook.layers().place(changed)))
    }

    fn title(&self) -> String {
        let kind = kind(self.rule.kind);
        let title = match self.rule.contested {
            Some(_) => say!("{kind}, diperselisihkan: sebaiknya dihindari", "{kind}, contested: better avoided"; kind),
            None => kind,
        };
        self.told(&title)
    }

    /// The audiences named, and those that belong to them.
    fn binds(&self) -> String {
        let named = self.rule.audiences.join(", ");
        let inherited: Vec<&str> =
            self.bound().into_iter().filter(|id| !self.rule.audiences.iter().any(|a| a == id)).collect();
        if inherited.is_empty() {
            return named;
        }
        self.told(&say!("{named}\ndan karena itu: {}", "{named}\nand so: {}", inherited.join(", ")))
    }

    /// Ids of all audiences that the rule binds.
    fn bound(&self) -> Vec<&str> {
        let audiences = self.rulebook.data().audiences.iter().map(|audience| audience.id.as_str());
        let is_bound =
            |id: &&str| self.rulebook.ancestors(id).iter().any(|ancestor| self.rule.audiences.contains(&ancestor.id));
        audiences.filter(is_bound).collect()
    }

    fn when(&self) -> String {
        let rule = self.rule;
        let mut parts = Vec::new();
        if !rule.domains.is_empty() {
            parts.push(self.told(&say!("hanya dalam {}", "in {} alone", rule.domains.join(", "))));
        }
        if rule.phases.is_empty() {
            parts.push(self.told(&say!("pada semua tahapan", "in all phases")));
        }
        parts.extend(rule.phases.iter().map(|phase| self.phase(phase)));
        parts.extend(rule.from.map(|day| self.told(&say!("sejak {day}", "from {day}"))));
        parts.extend(rule.until.map(|day| self.told(&say!("sampai {day}", "until {day}"))));
        lines(parts.into_iter())
    }

    /// A phase with its days in each election.
    fn phase(&self, id: &str) -> String {
        let elections = self.rulebook.data().elections.iter();
        let days = elections.filter_map(|election| {
            let dates = election.phases.iter().find(|dates| dates.phase == id)?;
            let day = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
            let (id, from, until) = (&election.id, day(dates.from), day(dates.until));
            Some(self.told(&say!("{id}: {from} s.d. {until}", "{id}: {from} to {until}")))
        });
        let days: Vec<String> = days.collect();
        if days.is_empty() { id.to_owned() } else { format!("{id} ({})", days.join("; ")) }
    }

    /// Why the rule holds or not for whom was asked, each reason once.
    fn holds(&self) -> String {
        let mut reasons: Vec<String> = Vec::new();
        let for_audience = self.sheets.iter().any(|sheet| sheet.request.scope.audience.is_some());
        for sheet in self.sheets.iter().filter(|sheet| !for_audience || sheet.request.scope.audience.is_some()) {
            let who = match (sheet.request.scope.region, sheet.request.scope.audience) {
                (None, None) => say!("secara umum", "in general"),
                (region, audience) => {
                    let parts = [audience, region.map(|region| region.name.as_str())];
                    let parts: Vec<_> = parts.into_iter().flatten().collect();
                    say!("untuk {}", "for {}", parts.join(&self.told(&say!(" di ", " in "))))
                }
            };
            let holds = if sheet.holds { say!("ya,", "yes,") } else { say!("tidak,", "no, not") };
            let reason = &sheet.reason;
            let reason = self.told(&say!("{holds} {who}: {reason}", "{holds} {who}: {reason}"; holds, who, reason));
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.join("\n")
    }

    fn source(&self, locator: &Locator) -> String {
        let article = self.rulebook.article(&locator.article);
        let named = article.map(|article| cite::article(article, self.lang)).unwrap_or_default();
        format!("{locator}  {named}")
    }

    /// The statements of articles that the rule carries.
    fn norms(&self) -> impl Iterator<Item = &Norm> {
        self.rule.norms.iter().filter_map(|id| self.rulebook.norm(id)).map(|(_, norm)| norm)
    }

    fn basis(&self, basis: &Basis) -> String {
        let printed = cite::basis(self.rulebook, basis, self.lang).text;
        let concerns = || self.told(&say!("  berlaku bagi: {}", "  concerns: {}", basis.audiences.join(", ")));
        let concerns = (!basis.audiences.is_empty()).then(concerns);
        let note = basis.note.as_ref().map(|note| format!("  {}", note.get(self.lang)));
        let first = [
            cite::full(self.rulebook, basis, self.lang),
            self.told(&say!("  dicetak sebagai: {printed}", "  printed as: {printed}")),
        ];
        lines(first.into_iter().chain(concerns).chain(note))
    }

    fn sanction(&self, id: &str) -> String {
        let Some(sanction) = self.rulebook.sanction(id) else { return id.to_owned() };
        let bases = sanction.basis.iter().map(|basis| cite::full(self.rulebook, basis, self.lang));
        let bases: Vec<String> = bases.collect();
        format!("{}: {}\n  {}", sanction.name.get(self.lang), sanction.text.get(self.lang), bases.join("; "))
    }

    fn contested(&self) -> String {
        let Some(contested) = &self.rule.contested else { return String::new() };
        let position = |position: &Position| {
            let (holder, date, text) = (&position.holder, &position.date, &position.text);
            format!("- {} ({}): {}", holder.get(self.lang), date.get(self.lang), text.get(self.lang))
        };
        let positions = contested.positions.iter().map(position);
        let advice = self.told(&say!("- saran: {}", "- advice: {}", contested.advice.get(self.lang)));
        lines(positions.chain([advice]))
    }

    fn json(&self) -> Value {
        let Explained { rulebook, rule, .. } = *self;
        let source = |locator: &Locator| {
            let article = rulebook.article(&locator.article);
            json!({
                "locator": locator,
                "outlet": article.map(|article| &article.outlet),
                "date_printed": article.map(|article| &article.date_printed),
                "date": article.map(|article| article.date),
                "doubts": article.map(|article| &article.doubts),
            })
        };
        let basis = |basis: &Basis| {
            let printed = |lang| cite::basis(rulebook, basis, lang);
            json!({
                "basis": basis,
                "regulation": rulebook.regulation(&basis.regulation),
                "printed": { "id": printed(Lang::Id).text, "en": printed(Lang::En).text },
                "verified": printed(Lang::Id).verified,
            })
        };
        json!({
            "rule": rule,
            "binds": self.bound(),
            "sources": rule.sources.iter().map(source).collect::<Vec<_>>(),
            "norms": self.norms().collect::<Vec<_>>(),
            "basis": rule.basis.iter().map(basis).collect::<Vec<_>>(),
            "sanctions": rule.sanctions.iter().filter_map(|id| rulebook.sanction(id)).collect::<Vec<_>>(),
            "cases": rulebook.cases_of(&rule.id).map(|case| &case.id).collect::<Vec<_>>(),
            "changed": self.changed().map(change::json).collect::<Vec<_>>(),
            "sheets": self.sheets.iter().map(|sheet| sheet.json(self.locale)).collect::<Vec<_>>(),
        })
    }
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n")
}
