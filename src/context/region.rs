//! The region of a sheet.

use super::named::audience;
use super::reader::RulebookReader;
use super::view::{ActingHeadView, OrganiserView, RegionView};
use crate::lang::Lang;
use crate::region::{ActingHead, Organiser, Region, RegionKind};
use crate::request::UnitSheet;
use chrono::NaiveDate;
use tera::Value;

/// The region as it was on a day, or one of which nothing is known.
pub(super) fn view(
    region: Option<&Region>,
    unit: Option<&UnitSheet<'_>>,
    day: Option<NaiveDate>,
    reader: &RulebookReader<'_>,
) -> RegionView {
    let Some(region) = region else { return RegionView::default() };
    let profile = region.profile.as_ref();
    let (letterhead, address) = letterhead(region, unit);
    let head = profile.and_then(|profile| profile.acting_head.as_ref()).filter(|head| head.is_known_on(day));
    RegionView {
        known: true,
        name: Some(full_name(region, reader.lang)),
        bare: Some(region.bare.clone()),
        kind_name: Some(kind_name(region.kind, reader.lang).to_owned()),
        code: Some(region.code.clone()),
        slug: Some(region.slug.clone()),
        province: Some(region.province.name.clone()),
        head_title: Some(
            profile.map_or_else(|| head_title(region.kind, reader.lang).to_owned(), |p| reader.text(&p.head_title)),
        ),
        capital: profile.map(|profile| profile.capital.clone()),
        letterhead,
        address,
        has_profile: profile.is_some(),
        organiser: profile.and_then(|profile| profile.organiser.as_ref()).map(|office| organiser(office, reader)),
        event: profile
            .and_then(|profile| profile.event.as_ref())
            .filter(|event| event.holds_on(day))
            .map(|event| reader.fact(event)),
        acting_head: head.map(|head| acting_head(head, reader)),
        facts: profile
            .map(|profile| &profile.facts)
            .into_iter()
            .flatten()
            .filter(|fact| fact.holds_on(day))
            .map(|fact| reader.fact(fact))
            .collect(),
        staff: profile
            .map(|profile| profile.staff.iter().filter_map(|id| audience(reader.rulebook, id, reader.lang)).collect())
            .unwrap_or_default(),
    }
}

/// The lines of the letterhead, and those of the address below. Those of a unit stand below the government's, in place
/// of the agency's, and so does its address: the region's is that of another house.
fn letterhead(region: &Region, unit: Option<&UnitSheet<'_>>) -> (Vec<String>, Vec<String>) {
    let government = || vec![format!("PEMERINTAH {}", region.name.to_uppercase())];
    let profile = region.profile.as_ref();
    let mut lines = profile.map_or_else(government, |profile| profile.letterhead.clone());
    let address = profile.map(|profile| profile.address.clone()).unwrap_or_default();
    let Some(unit) = unit else { return (lines, address) };
    if unit.letterhead.is_empty() {
        return (lines, if unit.address.is_empty() { address } else { unit.address.to_vec() });
    }
    lines.truncate(1);
    let is_there = |line: &String| lines.first().is_some_and(|first| first.eq_ignore_ascii_case(line));
    let own = unit.letterhead.iter().skip_while(|line| is_there(line)).cloned().collect::<Vec<_>>();
    lines.extend(own);
    (lines, unit.address.to_vec())
}

fn organiser(office: &Organiser, reader: &RulebookReader<'_>) -> OrganiserView {
    OrganiserView { name: reader.text(&office.name), cite: reader.cite(&office.sources, &office.basis) }
}

fn acting_head(head: &ActingHead, reader: &RulebookReader<'_>) -> ActingHeadView {
    ActingHeadView {
        title: reader.text(&head.title),
        name: head.name.clone(),
        on: head.on.map(|day| day.to_string()),
        cite: reader.cite(&head.sources, &[]),
    }
}

fn kind_name(kind: RegionKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (RegionKind::Kabupaten, Lang::Id) => "Kabupaten",
        (RegionKind::Kota, Lang::Id) => "Kota",
        (RegionKind::Kabupaten, Lang::En) => "Regency",
        (RegionKind::Kota, Lang::En) => "City",
    }
}

fn head_title(kind: RegionKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (RegionKind::Kabupaten, Lang::Id) => "Bupati",
        (RegionKind::Kota, Lang::Id) => "Wali Kota",
        (RegionKind::Kabupaten, Lang::En) => "Regent",
        (RegionKind::Kota, Lang::En) => "Mayor",
    }
}

fn full_name(region: &Region, lang: Lang) -> String {
    match lang {
        Lang::Id => region.name.clone(),
        Lang::En => format!("{} {}", region.bare, kind_name(region.kind, lang)),
    }
}

/// The variable `region` of a sheet without one: its names are blanks, so that templates can print them as they are.
pub(super) fn with_blanks(region: &Value, unit: Option<&UnitSheet<'_>>, lang: Lang) -> Value {
    let mut fields = region.clone().into_map().unwrap_or_default();
    let (kind, head) = match lang {
        Lang::Id => ("Kabupaten/Kota", "Bupati/Wali Kota"),
        Lang::En => ("Regency/City", "Regent/Mayor"),
    };
    let line = "_".repeat(24);
    let name = match lang {
        Lang::Id => format!("{kind} {line}"),
        Lang::En => format!("{line} {kind}"),
    };
    fields.insert("name".into(), Value::safe_string(&name));
    fields.insert("bare".into(), blank(12));
    fields.insert("province".into(), blank(12));
    fields.insert("capital".into(), blank(8));
    fields.insert("kind_name".into(), Value::from(kind));
    fields.insert("head_title".into(), Value::from(head));
    let letterhead = Value::safe_string(&format!("PEMERINTAH KABUPATEN/KOTA {line}"));
    let of_unit = unit.iter().flat_map(|unit| unit.letterhead).map(|line| Value::from(line.as_str()));
    fields.insert("letterhead".into(), Value::from([letterhead].into_iter().chain(of_unit).collect::<Vec<_>>()));
    Value::from(fields)
}

/// A blank to fill in by hand, as a value that the escape leaves alone.
fn blank(ems: usize) -> Value {
    Value::safe_string(&"_".repeat(ems * 2))
}
