//! The region of a sheet.

use super::reader::Reader;
use super::view::{ActingHeadView, OrganiserView, RegionView};
use super::{audience, blank};
use crate::lang::Lang;
use crate::region::{ActingHead, Organiser, Region, RegionKind};
use tera::Value;

/// The region, or one of which nothing is known.
pub(super) fn view(region: Option<&Region>, reader: &Reader<'_>) -> RegionView {
    let Some(region) = region else { return RegionView::default() };
    let profile = region.profile.as_ref();
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
        letterhead: profile.map_or_else(
            || vec![format!("PEMERINTAH {}", region.name.to_uppercase())],
            |profile| profile.letterhead.clone(),
        ),
        address: profile.map(|profile| profile.address.clone()).unwrap_or_default(),
        has_profile: profile.is_some(),
        organiser: profile.and_then(|profile| profile.organiser.as_ref()).map(|office| organiser(office, reader)),
        event: profile.and_then(|profile| profile.event.as_ref()).map(|event| reader.fact(event)),
        acting_head: profile.and_then(|profile| profile.acting_head.as_ref()).map(|head| acting_head(head, reader)),
        facts: profile.map(|profile| profile.facts.iter().map(|fact| reader.fact(fact)).collect()).unwrap_or_default(),
        staff: profile
            .map(|profile| profile.staff.iter().filter_map(|id| audience(reader.rulebook, id, reader.lang)).collect())
            .unwrap_or_default(),
    }
}

fn organiser(office: &Organiser, reader: &Reader<'_>) -> OrganiserView {
    OrganiserView { name: reader.text(&office.name), cite: reader.cite(&office.sources, &office.basis) }
}

fn acting_head(head: &ActingHead, reader: &Reader<'_>) -> ActingHeadView {
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
pub(super) fn with_blanks(region: Option<&Value>, lang: Lang) -> Value {
    let mut fields = region.cloned().and_then(Value::into_map).unwrap_or_default();
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
    fields.insert("letterhead".into(), Value::from(vec![letterhead]));
    Value::from(fields)
}
