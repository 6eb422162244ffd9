//! Made-up variables to try templates on.

use super::event::{EventView, ItemView, KitView, PaperView, SpeakerView};
use super::named::{AudienceView, Named};
use super::person::{OfficerView, PersonView, TallyUnitView, TallyView, UnitView};
use super::region;
use super::view::{
    ActingHeadView, ArticleView, CaseView, ContestedView, ElectionView, FactView, FieldView, GroupView, OptionsView,
    OrganiserView, Personal, PhaseView, PledgeView, PointView, PositionView, RegionView, RegulationView, ReportingView,
    RuleView, RulebookView, SanctionView, Variables,
};
use crate::confine::fields;
use crate::diag::{Message, say};
use crate::lang::Lang;
use crate::quiz::{Item, ItemOption};
use crate::request::InVolumes;
use crate::template::{DocumentKind, Sample};
use std::collections::BTreeMap;
use tera::Value;

/// A sheet on which everything occurs, and one on which nothing does that can be absent.
pub fn samples(document: &DocumentKind, lang: Lang, labels: &BTreeMap<String, String>) -> Vec<Sample> {
    let lines = [text("unit"), text("address")];
    let missing = [text("missing"), text("missing")];
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    let full = full(document, lang, labels, (&lines, &missing));
    let bare = bare(&full);
    let mut bare = sample(
        say!(
            "pada lembar tanpa wilayah, kelompok sasaran, tanggal, dan aturan",
            "on a sheet without region, audience, date and rules"
        ),
        &bare,
        &nobody(),
        false,
    );
    let region = bare.variables.iter_mut().filter(|(name, _)| *name == "region");
    region.for_each(|(_, region)| *region = region::with_blanks(region, None, lang));
    vec![sample(say!("pada lembar yang lengkap", "on a sheet with everything"), &full, &somebody(), true), bare]
}

fn sample(what: Message, variables: &Variables, personal: &Personal, options: bool) -> Sample {
    let options = OptionsView::all(options);
    let options = vec![("options", Value::from_serializable(&options))];
    let variables = [fields(variables), fields(personal), options].concat();
    let mut names: Vec<String> = variables.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.sort();
    Sample { what, variables, names }
}

/// Who signs where everything is known.
fn somebody() -> Personal<'static> {
    Personal {
        signatory: Some(person()),
        superior: officer(),
        identity: vec![field("name", false), field("nip", true)],
    }
}

/// Who signs a form that is for nobody in particular.
fn nobody() -> Personal<'static> {
    Personal { signatory: None, superior: OfficerView::default(), identity: Vec::new() }
}

fn person() -> PersonView<'static> {
    PersonView {
        no: 1,
        row: 2,
        name: Some("person *1*"),
        number: Some("198501012010011003".into()),
        rank: Some("rank *1*"),
        position: Some("position *1*"),
        unit: Some("unit *1*"),
        village: Some("village *1*"),
        contract: Some("contract *1*"),
        extras: [("nomor_hp", "0812 *1*".into())].into(),
    }
}

fn officer() -> OfficerView<'static> {
    OfficerView {
        name: Some("superior *1*"),
        number: Some("197001011995011001".into()),
        rank: Some("rank *1*"),
        position: Some("position *1*"),
    }
}

fn tally<'a>(missing: &'a [&'a str]) -> TallyView<'a> {
    let unit = TallyUnitView { name: "unit *1*", total: 4, signed: 2, open: 2, percent: 50, missing };
    let done = TallyUnitView { signed: 4, open: 0, percent: 100, missing: &[], ..unit.clone() };
    TallyView { total: 8, signed: 6, open: 2, percent: 75, units: vec![unit, done] }
}

/// Text that shows in a finding where it comes from, with characters that would be markup if they were not escaped.
fn text(name: &str) -> String {
    format!("{name} *1*")
}

fn some(name: &str) -> Option<String> {
    Some(text(name))
}

fn named(name: &str) -> Named {
    Named { id: name.to_owned(), name: text(name) }
}

fn full<'a>(
    document: &DocumentKind,
    lang: Lang,
    labels: &BTreeMap<String, String>,
    (lines, missing): (&'a [String], &'a [&'a str]),
) -> Variables<'a> {
    let rule = |kind| rule(kind, None);
    let contested = self::rule("permission", Some(contested()));
    let rules = vec![rule("obligation"), rule("prohibition"), rule("permission"), contested.clone()];
    Variables {
        lang: lang.tag(),
        t: labels.clone(),
        document: Named { id: document.id.clone(), name: document.name.get(lang).to_owned() },
        rulebook: rulebook(),
        election: ElectionView { id: "pilkada".into(), name: text("election"), voting_day: day("2024-11-27") },
        region: region_view(),
        audience: Some(audience()),
        phase: Some(phase()),
        date: day("2024-10-04"),
        phases: vec![phase(), PhaseView { current: false, from: None, ..phase() }],
        groups: vec![GroupView {
            channel: named("social-media"),
            obligations: vec![rule("obligation")],
            prohibitions: vec![rule("prohibition")],
            permissions: vec![rule("permission")],
        }],
        contested: vec![contested],
        pledge: PledgeView { points: vec![point()], regional: vec![point()], rules: vec!["N-01".into()] },
        contents: Some(named("pledge")),
        volume: Some(InVolumes { number: 1, of: 2 }),
        unit: Some(UnitView { name: Some("unit *1*"), letterhead: lines, address: lines, superior: officer() }),
        people: vec![person(), PersonView { no: 2, row: 3, name: person().name, ..PersonView::default() }],
        tally: Some(tally(missing)),
        event: event(),
        kit: Some(KitView { papers: vec![paper(Some(1)), paper(None)], people: Some(2), printed: Some(1) }),
        facts: vec![fact()],
        sanctions: vec![sanction(true), sanction(false)],
        reporting: vec![reporting()],
        articles: vec![article(true), article(false)],
        regulations: vec![regulation("in-force"), regulation("revoked"), regulation("uncertain")],
        cases: vec![case("forbidden"), case("depends")],
        questions: vec![question(Some("scenario")), question(None)],
        discussions: vec![case("depends")],
        signed_on: day("2024-10-04"),
        rules,
    }
}

fn event() -> EventView<'static> {
    let speaker = SpeakerView { name: some("speaker"), position: some("position"), topic: some("topic") };
    let item = ItemView { time: text("08.00"), title: text("item"), by: some("by"), documents: vec![named("pledge")] };
    EventView {
        title: some("event"),
        date: day("2024-10-04"),
        place: some("place"),
        organiser: some("organiser"),
        in_charge: officer(),
        speakers: vec![speaker],
        witnesses: vec![officer(), OfficerView::default()],
        audiences: vec![audience()],
        agenda: vec![item.clone(), ItemView { by: None, documents: Vec::new(), ..item }],
    }
}

fn paper(copies: Option<usize>) -> PaperView {
    let (document, audience) = (named("pledge"), some("audience"));
    PaperView { no: "01".into(), document, audience, path: "01-pledge.pdf".into(), files: 1, pages: Some(1), copies }
}

/// The same without what can be absent.
fn bare<'a>(full: &Variables<'a>) -> Variables<'a> {
    Variables {
        region: RegionView::default(),
        audience: None,
        phase: None,
        date: None,
        phases: Vec::new(),
        rules: Vec::new(),
        groups: Vec::new(),
        contested: Vec::new(),
        pledge: PledgeView { points: Vec::new(), regional: Vec::new(), rules: Vec::new() },
        contents: None,
        volume: None,
        unit: None,
        people: Vec::new(),
        tally: None,
        event: EventView::default(),
        kit: None,
        facts: Vec::new(),
        sanctions: Vec::new(),
        reporting: Vec::new(),
        articles: Vec::new(),
        regulations: Vec::new(),
        cases: Vec::new(),
        questions: Vec::new(),
        discussions: Vec::new(),
        signed_on: None,
        ..full.clone()
    }
}

fn day(written: &str) -> Option<String> {
    Some(written.to_owned())
}

fn rulebook() -> RulebookView {
    RulebookView {
        title: text("rulebook"),
        version: "1.0.0".into(),
        date: "2024-10-04".into(),
        hash: "0123abcd".into(),
        note: text("note"),
        penalty_note: text("penalty"),
    }
}

fn region_view() -> RegionView {
    RegionView {
        known: true,
        name: some("region"),
        bare: some("bare"),
        kind_name: some("kind"),
        code: some("16.03"),
        slug: some("slug"),
        province: some("province"),
        head_title: some("head"),
        capital: some("capital"),
        letterhead: vec![text("letterhead"), text("office")],
        address: vec![text("address")],
        has_profile: true,
        organiser: Some(OrganiserView { name: text("organiser"), cite: text("cite") }),
        event: Some(fact()),
        acting_head: Some(ActingHeadView {
            title: text("title"),
            name: text("name"),
            on: day("2024-10-04"),
            cite: text("cite"),
        }),
        facts: vec![fact()],
        staff: vec![audience()],
    }
}

fn audience() -> AudienceView {
    AudienceView { id: "camat".into(), name: text("audience"), description: text("description") }
}

fn phase() -> PhaseView {
    PhaseView {
        id: "kampanye".into(),
        name: text("phase"),
        changes: text("changes"),
        from: day("2024-09-25"),
        until: day("2024-11-23"),
        dates: text("dates"),
        current: true,
    }
}

fn rule(kind: &'static str, contested: Option<ContestedView>) -> RuleView {
    RuleView {
        id: "N-01".into(),
        kind,
        text: text("rule"),
        reason: text("reason"),
        channel: "social-media".into(),
        common: true,
        only_for: some("camat"),
        binds: vec!["camat".into(), "lurah".into(), "kepala-opd".into()],
        only_in: some("kampanye"),
        cite: text("cite"),
        basis: vec![text("basis")],
        regulations: vec!["pp-94-2021".into()],
        sources: vec!["kutai-timur#12".into()],
        sanctions: vec![named("sanction")],
        contested,
        note: some("note"),
    }
}

fn contested() -> ContestedView {
    let position =
        PositionView { holder: text("holder"), date: text("date"), text: text("position"), cite: text("cite") };
    ContestedView { positions: vec![position], advice: text("advice") }
}

fn point() -> PointView {
    PointView {
        id: "I-1".into(),
        text: text("point"),
        cite: text("cite"),
        rules: vec!["N-01".into()],
        sources: vec!["kutai-timur#12".into()],
    }
}

fn field(id: &'static str, is_number: bool) -> FieldView<'static> {
    FieldView { id, label: text(id).into(), is_number, value: Some(text("value").into()) }
}

fn fact() -> FactView {
    FactView {
        id: "F-1".into(),
        text: text("fact"),
        cite: text("cite"),
        regulations: vec!["pp-94-2021".into()],
        sources: vec!["kutai-timur#12".into()],
    }
}

fn sanction(penalty: bool) -> SanctionView {
    SanctionView {
        id: "sanction".into(),
        name: text("sanction"),
        text: text("text"),
        applies_to: text("whom"),
        cite: text("cite"),
        regulations: vec!["pp-94-2021".into()],
        penalty,
    }
}

fn reporting() -> ReportingView {
    ReportingView {
        id: "bawaslu".into(),
        name: text("place"),
        scope: text("scope"),
        how: text("how"),
        url: Some("https://example.org/".into()),
        cite: text("cite"),
        regulations: vec!["pp-94-2021".into()],
    }
}

fn article(is_local: bool) -> ArticleView {
    ArticleView {
        id: "kutai-timur".into(),
        cite: text("outlet"),
        event: text("event"),
        place: text("place"),
        speakers: vec![text("speaker")],
        doubts: vec![text("doubt")],
        is_local,
    }
}

fn regulation(status: &'static str) -> RegulationView {
    RegulationView { id: "pp-94-2021".into(), short: text("short"), title: text("title"), status, note: some("note") }
}

fn case(answer: &'static str) -> CaseView {
    CaseView {
        id: "Q-01".into(),
        scenario: text("scenario"),
        answer,
        verdict: text("verdict"),
        reason: text("reason"),
        channel: named("social-media"),
        level: "basic",
        audiences: vec!["asn".into()],
        rules: vec!["N-01".into()],
        cite: text("cite"),
        regulations: vec!["pp-94-2021".into()],
        sanctions: vec![sanction(true)],
    }
}

fn question(words: Option<&str>) -> Item {
    let option = |letter, right| ItemOption {
        letter,
        text: text("option"),
        right,
        rule: Some("N-01".into()),
        feedback: text("feedback"),
    };
    Item {
        no: 1,
        id: "Q-01".into(),
        only_for: some("camat"),
        only_in: some("kampanye"),
        text: words.map(text),
        ask: text("ask"),
        options: vec![option('A', false), option('B', true)],
        reason: text("reason"),
        topic: "social-media".into(),
        topic_name: text("topic"),
        rules: vec!["N-01".into()],
        cite: text("cite"),
    }
}
