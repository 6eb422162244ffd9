//! What an overlay did to a rule, for `explain`.

use crate::diag::{Origin, say};
use crate::lang::Lang;
use crate::rulebook::Rule;
use crate::rulebook::overlay::{Changed, Direction};
use serde_json::{Map, Value, json};

/// For people: where, what and why, then what was different before.
pub(super) fn human((changed, at): (&Changed, Origin), lang: Lang) -> String {
    let what: Vec<&str> = changed.effects.iter().map(|effect| effect.what.get(lang)).collect();
    let (done, what) = match changed.direction() {
        _ if changed.after.is_none() => (say!("dihapus", "taken out"), String::new()),
        None => (say!("tanpa akibat", "without effect"), String::new()),
        Some(Direction::Weakens) => (say!("diperlemah", "weakened"), what.join("; ")),
        Some(Direction::Tightens) => (say!("diperketat", "made stricter"), what.join("; ")),
        Some(Direction::Rewords) => (say!("diubah susunan katanya", "reworded"), what.join("; ")),
    };
    let what = if what.is_empty() { what } else { format!(": {what}") };
    let first = say!("{done} di {at}{what}", "{done} in {at}{what}"; done);
    let (because, was, now) = (say!("sebab", "because"), say!("semula", "was"), say!("kini", "now"));
    let (because, was, now) = (because.get(lang), was.get(lang), now.get(lang));
    let mut told = vec![first.get(lang).to_owned()];
    told.extend(changed.because.as_ref().map(|text| format!("  {because}: {}", text.get(lang))));
    if let Some(after) = changed.after.as_ref().filter(|after| after.text != changed.before.text) {
        let (before, after) = (&changed.before.text, &after.text);
        told.push(format!("  {was}: {}\n  {now}: {}", before.id, after.id));
        told.push(format!("  {was}: {}\n  {now}: {}", before.en, after.en));
    }
    told.join("\n")
}

/// For scripts: the same, with the values of each field that is different.
pub(super) fn json((changed, at): (&Changed, Origin)) -> Value {
    let after = changed.after.as_ref().map(fields).unwrap_or_default();
    let before = fields(&changed.before);
    let effects = changed.effects.iter().map(|effect| {
        json!({
            "field": effect.field,
            "direction": effect.direction,
            "what": effect.what.en(),
            "before": before.get(effect.field),
            "after": after.get(effect.field),
        })
    });
    json!({
        "file": &*at.file,
        "line": at.line,
        "removed": changed.after.is_none(),
        "direction": changed.direction(),
        "because": changed.because,
        "effects": effects.collect::<Vec<_>>(),
        "left_out": changed.left_out,
    })
}

fn fields(rule: &Rule) -> Map<String, Value> {
    match serde_json::to_value(rule) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
