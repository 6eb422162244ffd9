//! Splits a document's template into what is the same for everybody, rendered once, and what is personal.
//!
//! 1. The template is cut into segments, outside all tags and where white-space control of a neighbouring tag cannot reach
//!    across the cut. A segment renders to the same text alone as in its place, as long as it sees the same values.
//! 2. A segment is [`Personal`](SegmentRole::Personal) if it, or what it includes, names a personal variable or a value set
//!    by a personal segment. Every identifier counts as a name: rather too many segments are personal than too few.
//! 3. A segment that sets a value which a personal segment names goes into [`Both`](SegmentRole::Both) halves.
//!
//! A template with anything that is not understood here is not split.

use super::filters;
use super::scan::{self, CodeKind, TeraCode};
use super::source::{Sources, with_parts};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Separates the runs of segments in each half. Values cannot contain it, since the escape replaces control characters; if
/// one did, the number of parts would not match the number of runs.
pub(super) const SEPARATOR: char = '\u{1}';

/// Where a run of segments is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SegmentRole {
    /// Once for everybody.
    Common,
    /// For each person and once for everybody, since it sets values that both halves name.
    Both,
    /// For each person.
    Personal,
}

/// A template with more segments, or one that includes more bytes in total, is not split.
const MOST_SEGMENTS: usize = 1_000;
const MOST_INCLUDED: usize = 4 * 1024 * 1024;

/// A template in two halves.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Halves {
    /// The runs of segments, in their order.
    pub(super) runs: Vec<SegmentRole>,
    /// The template of what is common.
    pub(super) common: String,
    /// The template of what is personal.
    pub(super) personal: String,
    /// The names in it.
    pub(super) names: BTreeSet<String>,
}

/// The halves of a template; `None` where nothing in it is certainly common.
pub(super) fn halves(name: &str, sources: &Sources, personal: &[&str]) -> Option<Halves> {
    // A component can see variables that the tag calling it does not name.
    if with_parts(name, sources).keys().any(|part| sources[*part].defines_components()) {
        return None;
    }
    let segments = segments(&sources.get(name)?.text, sources)?;
    let roles = roles(&segments, personal);
    let mut halves =
        Halves { runs: Vec::new(), common: String::new(), personal: String::new(), names: BTreeSet::new() };
    for (segment, role) in segments.iter().zip(roles) {
        let is_new = halves.runs.last() != Some(&role);
        for (half, without) in
            [(&mut halves.common, SegmentRole::Personal), (&mut halves.personal, SegmentRole::Common)]
        {
            if role != without {
                let follows = is_new && halves.runs.iter().any(|run| *run != without);
                half.extend(follows.then_some(SEPARATOR));
                half.push_str(segment.text);
            }
        }
        if is_new {
            halves.runs.push(role);
        }
        if role != SegmentRole::Common {
            halves.names.extend(segment.words.iter().map(|word| (*word).to_owned()));
        }
    }
    halves.runs.contains(&SegmentRole::Common).then_some(halves)
}

/// A part of a template with complete tags.
struct Segment<'s> {
    text: &'s str,
    /// The identifiers in its code and in what it includes.
    words: BTreeSet<&'s str>,
    /// The names of the values that it sets.
    kept: BTreeSet<&'s str>,
}

/// The role of each segment.
fn roles(segments: &[Segment<'_>], personal: &[&str]) -> Vec<SegmentRole> {
    let mut roles = vec![SegmentRole::Common; segments.len()];
    let mut names: BTreeSet<&str> = personal.iter().copied().collect();
    let is_personal = |segment: &Segment<'_>, names: &BTreeSet<&str>| !segment.words.is_disjoint(names);
    while let Some(found) =
        (0..roles.len()).find(|&at| roles[at] == SegmentRole::Common && is_personal(&segments[at], &names))
    {
        roles[found] = SegmentRole::Personal;
        names.extend(&segments[found].kept);
    }
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    needed.extend((0..roles.len()).filter(|&at| roles[at] == SegmentRole::Personal).flat_map(|at| &segments[at].words));
    let is_needed = |segment: &Segment<'_>, needed: &BTreeSet<&str>| !segment.kept.is_disjoint(needed);
    while let Some(found) =
        (0..roles.len()).find(|&at| roles[at] == SegmentRole::Common && is_needed(&segments[at], &needed))
    {
        roles[found] = SegmentRole::Both;
        needed.extend(&segments[found].words);
    }
    roles
}

/// Cuts a template into segments; `None` where something in it is not understood.
fn segments<'s>(source: &'s str, sources: &'s Sources) -> Option<Vec<Segment<'s>>> {
    if source.contains(SEPARATOR) {
        return None;
    }
    let code = scan::code(source);
    let (mut segments, mut left) = (Vec::new(), MOST_INCLUDED);
    let (mut start, mut first, mut depth) = (0, 0, 0_usize);
    for at in 0..=code.len() {
        let (before, after) = (at.checked_sub(1).map(|before| &code[before]), code.get(at));
        let from = before.map_or(0, |before| before.range.end);
        let text = &source[from..after.map_or(source.len(), |after| after.range.start)];
        let cut = if depth == 0 { cut(source, text, before, after).map(|cut| from + cut) } else { None };
        if let Some(cut) = cut.filter(|cut| *cut > start) {
            segments.push(segment(source, start..cut, &code[first..at], sources, &mut left)?);
            (start, first) = (cut, at);
            if segments.len() == MOST_SEGMENTS {
                return None;
            }
        }
        depth = after.map_or(Some(depth), |after| depth_after(after, depth))?;
    }
    if start < source.len() {
        segments.push(segment(source, start..source.len(), &code[first..], sources, &mut left)?);
    }
    (depth == 0).then_some(segments)
}

/// Where to cut the text between two pieces of code, so that white space that either trims is on its own side.
fn cut(source: &str, text: &str, before: Option<&TeraCode<'_>>, after: Option<&TeraCode<'_>>) -> Option<usize> {
    if let Some((at, first)) = text.char_indices().find(|(_, c)| !c.is_whitespace()) {
        return Some(at + first.len_utf8());
    }
    // A tag also trims the white space after the comments that follow it.
    if [before, after].into_iter().flatten().any(|code| code.kind == CodeKind::Comment) {
        return None;
    }
    let trims = |code: &TeraCode<'_>| ["-}}", "-%}"].iter().any(|end| source[code.range.clone()].ends_with(end));
    Some(if before.is_some_and(trims) { text.len() } else { 0 })
}

/// The nesting depth after a piece of code; `None` where that is not understood.
fn depth_after(code: &TeraCode<'_>, depth: usize) -> Option<usize> {
    match (code.kind, tag(code)) {
        (CodeKind::Comment | CodeKind::Expression, _) => Some(depth),
        (CodeKind::Tag, Some("if" | "for")) => Some(depth + 1),
        (CodeKind::Tag, Some("endif" | "endfor")) => depth.checked_sub(1),
        (CodeKind::Tag, Some("elif" | "else" | "set" | "set_global" | "include" | "break" | "continue")) => Some(depth),
        _ => None,
    }
}

/// The word that a tag begins with.
fn tag<'t>(code: &TeraCode<'t>) -> Option<&'t str> {
    let word = code.tokens.iter().map(|token| token.text).find(|text| *text != "-");
    word.filter(|_| code.kind == CodeKind::Tag)
}

/// A segment; `left` is how many bytes may still be included.
fn segment<'s>(
    source: &'s str,
    range: Range<usize>,
    code: &[TeraCode<'s>],
    sources: &'s Sources,
    left: &mut usize,
) -> Option<Segment<'s>> {
    let mut words = BTreeSet::from([filters::READ]);
    let mut parts = vec![(source, Cow::Borrowed(code))];
    let mut seen = BTreeSet::new();
    while let Some((source, code)) = parts.pop() {
        for part in collect(source, &code, &mut words)? {
            if seen.insert(part) {
                let text = &*sources.get(part)?.text;
                *left = left.checked_sub(text.len())?;
                parts.push((text, Cow::Owned(whole(text)?)));
            }
        }
    }
    let keeps = code.iter().filter(|code| matches!(tag(code), Some("set" | "set_global")));
    let kept = keeps.filter_map(|code| code.tokens.iter().map(|token| token.text).filter(|text| *text != "-").nth(1));
    Some(Segment { text: &source[range], words, kept: kept.collect() })
}

/// The code of an included template; `None` where something in it is not understood.
fn whole(text: &str) -> Option<Vec<TeraCode<'_>>> {
    let code = scan::code(text);
    let is_known = |depth, code: &TeraCode<'_>| depth_after(code, depth);
    (!text.contains(SEPARATOR) && code.iter().try_fold(0, is_known) == Some(0)).then_some(code)
}

/// Collects the identifiers of code and returns the templates that it includes; `None` where something is not understood.
fn collect<'s>(source: &'s str, code: &[TeraCode<'s>], words: &mut BTreeSet<&'s str>) -> Option<Vec<&'s str>> {
    let mut parts = Vec::new();
    for code in code {
        for text in code.tokens.iter().map(|token| token.text).filter(|text| text.starts_with(is_word)) {
            // Tera reads `1p` as a number and a name; names with `__` stand for all variables at once.
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            if text.starts_with("__") || (text.starts_with(|c: char| c.is_ascii_digit()) && !is_number) {
                return None;
            }
            words.insert(text);
        }
        if tag(code) == Some("include") {
            parts.push(included(&source[code.range.clone()])?);
        }
    }
    Some(parts)
}

/// The name in `{% include "name" %}`.
fn included(tag: &str) -> Option<&str> {
    let start = tag.find(['"', '\'', '`'])?;
    let quote = tag[start..].chars().next()?;
    let name = tag[start + 1..].split(quote).next()?;
    (!name.contains('\\')).then_some(name)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::front;
    use crate::template::source::Source;
    use std::path::Path;

    const PERSONAL: [&str; 2] = ["p", "q"];

    /// The halves of a template, with `|` between their runs.
    fn split(text: &str) -> Option<(String, String)> {
        let texts = [
            ("_p.md", "{{ p.name }}"),
            ("_c.md", "{% include '_d.md' %}"),
            ("_d.md", "{{ r }}"),
            ("_raw.md", "{% raw %}{{ p }}{% endraw %}"),
            ("a.md", text),
        ];
        let sources = texts.map(|(name, text)| (name.to_owned(), Source::new(name, text.to_owned(), true)));
        let halves = halves("a.md", &sources.into(), &PERSONAL)?;
        Some((halves.common.replace(SEPARATOR, "|"), halves.personal.replace(SEPARATOR, "|")))
    }

    #[test]
    fn what_is_personal_is_apart() {
        for (text, common, personal) in [
            ("a {{ r }} b {{ p }} c", "a {{ r }} b", " {{ p }} c"),
            ("{{ r }}{{ p }}{{ r }}", "{{ r }}|{{ r }}", "{{ p }}"),
            ("{{ r }} {# p #} {{ r }}", "{{ r }} {# p #} {{ r }}", ""),
            ("x{{ \"}} {{ p }}\" ~ r }}y{{ p }}z", "x{{ \"}} {{ p }}\" ~ r }}y", "{{ p }}z"),
            ("{% include '_c.md' %}.{% include '_p.md' %}", "{% include '_c.md' %}.", "{% include '_p.md' %}"),
            (
                "{% if r %}{{ p }}{% endif %}{% if r %}b{% endif %}",
                "{% if r %}b{% endif %}",
                "{% if r %}{{ p }}{% endif %}",
            ),
        ] {
            assert_eq!(split(text), Some((common.to_owned(), personal.to_owned())), "{text}");
        }
    }

    #[test]
    fn white_space_stays_with_the_tag_that_takes_it_away() {
        for (text, common, personal) in [
            ("{{ r -}}  {{ p }}", "{{ r -}}  ", "{{ p }}"),
            ("{{ r }}  {{- p }}", "{{ r }}", "  {{- p }}"),
            ("{{ r -}}  {{- p }}", "{{ r -}}  ", "{{- p }}"),
            ("{{ r -}} é {{- p }}", "{{ r -}} é", " {{- p }}"),
            ("{{ r -}}{# c #} {{ p }}.{{ r }}", "{{ r }}", "{{ r -}}{# c #} {{ p }}."),
        ] {
            let (found_common, found) = split(text).unwrap();
            assert_eq!((found_common.as_str(), found.as_str()), (common, personal), "{text}");
        }
    }

    #[test]
    fn values_are_kept_where_they_are_named() {
        let text = "{% set x = p %}{% set y = r %}{% set z = y %}{{ x }}{{ y }}{{ q ~ z }}";
        let common = "{% set y = r %}{% set z = y %}|{{ y }}";
        let personal = "{% set x = p %}|{% set y = r %}{% set z = y %}|{{ x }}|{{ q ~ z }}";
        assert_eq!(split(text), Some((common.to_owned(), personal.to_owned())));
        assert_eq!(split("{{ r }}{% set r = p %}"), None);
        // The filters read the language.
        assert_eq!(split("{{ d | date }}{% set lang = p %}"), None);
    }

    #[test]
    fn what_is_not_understood_is_whole() {
        for text in [
            "{% extends '_p.md' %}{{ r }}",
            "{{ r }}{% block b %}{% endblock %}",
            "{{ r }}{% set a %}b{% endset %}",
            "{% filter upper %}a{% endfilter %}b",
            "{% component A() %}a{% endcomponent %}b",
            "a{{ __tera_context }}",
            "a{% raw %}{{ p }}{% endraw %}b",
            "a{% include '_raw.md' %}b{{ p }}",
            "a{% include '_none.md' %}b{{ p }}",
            "a{% include '_c\\.md' %}b{{ p }}",
            "a{{ 1p }}b",
            "a\u{1}b{{ p }}",
            "a{% endif %}b",
            "a{% if b %}",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
        for broken in ["a{{ ", "a{% é漢", "a{", "{{", "{%", "{#"] {
            split(broken);
        }
    }

    #[test]
    fn the_built_in_documents_are_in_halves() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let read = |name: &String| front::split(&std::fs::read_to_string(folder.join(name)).unwrap()).1;
        let sources: Sources = names
            .filter(|name| name.ends_with(".md"))
            .map(|name| (name.clone(), Source::new(&name, read(&name), true)))
            .collect();
        for name in sources.keys().filter(|name| !name.starts_with('_')) {
            let Halves { common, personal, .. } =
                halves(name, &sources, &["signatory", "superior", "identity"]).unwrap_or_else(|| panic!("{name}"));
            let most = match name.split('.').next() {
                Some("pledge") => common.len(),
                Some("certificate") => 2 * common.len(),
                _ => 0,
            };
            assert!(personal.len() <= most, "{name}: {personal}");
        }
    }
}
