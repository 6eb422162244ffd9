//! XLSX: an archive of XML parts that name each other.

mod merged;
mod sheet;
mod strings;
mod styles;

use super::archive::{Archive, Part};
use super::refusal::Refusal;
use super::rows::Rows;
use super::strings::Strings;
use super::xml::{Xml, attribute, attributes, local};
use super::{MOST_SHEETS, Names, Row};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::ops::ControlFlow;
use styles::Styles;

/// A workbook of parts in XML.
pub(super) struct Xlsx {
    archive: Archive,
    /// Names of sheets, with the place of their parts.
    sheets: Vec<(String, usize)>,
    shared: Shared,
}

/// What the cells of all sheets refer to.
#[derive(Default)]
struct Shared {
    strings: Strings,
    styles: Styles,
    is_1904: bool,
}

/// No id or target is longer, in bytes.
const LONGEST_NAME: usize = 1024;

/// What a part says another one is to it: the last word of the type, and the name of the other.
type Relations = BTreeMap<String, (String, String)>;

impl Xlsx {
    pub(super) fn open(mut archive: Archive) -> Result<Xlsx, Refusal> {
        let root = relations(&mut archive, "")?;
        let of_root = root.into_values().find(|(kind, _)| kind == "officeDocument").map(|(_, name)| name);
        let found = of_root.into_iter().chain(["xl/workbook.xml".to_owned()]);
        let found = found.filter_map(|name| archive.find(&name).map(|part| (name, part))).next();
        let (name, part) = found.ok_or(Refusal::NoSheet)?;
        let relations = relations(&mut archive, &name)?;
        let (named, is_1904) = contents(archive.part(part)?)?;
        let (mut sheets, mut taken) = (Vec::new(), BTreeSet::new());
        for (sheet, id) in named {
            // A chart has a sheet of its own, without cells. No two sheets share a part.
            let target = relations.get(&id).filter(|(kind, _)| kind == "worksheet");
            let part = target.and_then(|(_, name)| archive.find(name));
            sheets.extend(part.filter(|part| taken.insert(*part)).map(|part| (sheet, part)));
        }
        if sheets.is_empty() {
            return Err(Refusal::NoSheet);
        }
        let mut shared = Shared { is_1904, ..Shared::default() };
        let beside = |kind: &str| {
            let target = relations.values().find(|(of, _)| of == kind).map(|(_, name)| name.clone());
            archive.find(&target.unwrap_or_else(|| resolve(&name, &format!("{kind}.xml"))))
        };
        let (strings, styles) = (beside("sharedStrings"), beside("styles"));
        if let Some(part) = strings {
            let part = archive.part(part)?;
            shared.strings = strings::read(part, &archive)?;
        }
        if let Some(part) = styles {
            shared.styles = Styles::read(archive.part(part)?)?;
        }
        Ok(Xlsx { archive, sheets, shared })
    }

    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn rows(&mut self, sheet: usize, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), Refusal> {
        let Some((_, part)) = self.sheets.get(sheet) else { return Ok(()) };
        // Which cells are merged stands below the rows.
        let areas = merged::read(self.archive.part(*part)?, &self.archive)?;
        let mut rows = Rows::new(areas, self.archive.size(), each);
        sheet::read(self.archive.part(*part)?, &self.shared, &mut rows)
    }
}

fn open(part: Part) -> Xml<BufReader<Part>> {
    Xml::new(BufReader::with_capacity(1 << 15, part))
}

/// Calls for each element of a part that begins.
fn elements(part: Part, each: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut xml = open(part);
    loop {
        match xml.next()? {
            Event::Start(start) => each(&start)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What a part says others are to it, by id; of the archive as a whole for no name.
fn relations(archive: &mut Archive, of: &str) -> Result<Relations, Refusal> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let mut found = Relations::new();
    let Some(part) = archive.find(&format!("{folder}/_rels/{name}.rels")) else { return Ok(found) };
    elements(archive.part(part)?, &mut |start| {
        if start.local_name().as_ref() == "Relationship" && found.len() < 2 * MOST_SHEETS {
            let of_start = |name| attribute(start, name).map(Option::unwrap_or_default);
            let (id, kind, target) = (of_start("Id")?, of_start("Type")?, of_start("Target")?);
            if id.len().max(target.len()) <= LONGEST_NAME {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id, (kind, resolve(of, &target)));
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// The name of a part that another one names: from the root, or from the folder of the other.
fn resolve(of: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if target.starts_with('/') {
        return target;
    }
    let mut steps: Vec<&str> = of.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for step in target.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The sheets that a workbook names, with the ids of their parts, and whether its days count from 1904.
fn contents(part: Part) -> Result<(Vec<(String, String)>, bool), Refusal> {
    let (mut sheets, mut names, mut is_1904) = (Vec::new(), Names::default(), false);
    elements(part, &mut |start| {
        match start.local_name().as_ref() {
            "workbookPr" => {
                is_1904 = attribute(start, "date1904")?.is_some_and(|value| matches!(value.as_str(), "1" | "true"));
            }
            "sheet" => {
                let name = names.take(attribute(start, "name")?.unwrap_or_default())?;
                sheets.extend(part_id(start)?.map(|id| (name, id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, is_1904))
}

/// The id of the part of a sheet: `id` of another namespace, beside the sheet's own `sheetId`.
fn part_id(start: &BytesStart<'_>) -> Result<Option<String>, Refusal> {
    for found in attributes(start) {
        let (key, value) = found?;
        if key.contains(':') && local(key) == "id" {
            return Ok(Some(unescape(&value)?.into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_from_the_root_or_from_a_folder() {
        assert_eq!(resolve("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/workbook.xml", "/xl/worksheets/sheet1.xml"), "/xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/workbook.xml", "..\\xl\\.\\a.xml"), "xl/a.xml");
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("a", "../../b"), "b");
    }
}
