//! XLSX: an archive of XML parts with relationships.

mod merged;
mod parts;
mod shared;
mod sheet;
mod strings;
mod styles;

use super::archive::{Archive, ArchivePart};
use super::cell::Row;
use super::refusal::Refusal;
use super::rows::Rows;
use super::sheet_names::SheetNames;
use super::xml::{attribute, attributes, local};
use parts::{elements, relations, resolve};
use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;
use shared::SharedParts;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use styles::Styles;

/// An XLSX workbook.
pub(super) struct Xlsx {
    archive: Archive,
    /// Names of sheets, with the indices of their parts.
    sheets: Vec<(String, usize)>,
    shared: SharedParts,
}

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
            // Sheets of charts have no cells. No two sheets may share a part.
            let target = relations.get(&id).filter(|(kind, _)| kind == "worksheet");
            let part = target.and_then(|(_, name)| archive.find(name));
            sheets.extend(part.filter(|part| taken.insert(*part)).map(|part| (sheet, part)));
        }
        if sheets.is_empty() {
            return Err(Refusal::NoSheet);
        }
        let mut shared = SharedParts { is_1904, ..SharedParts::default() };
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
        // The merged cells are listed after the rows.
        let areas = merged::read(self.archive.part(*part)?, &self.archive)?;
        let mut rows = Rows::new(areas, self.archive.size(), each);
        sheet::read(self.archive.part(*part)?, &self.shared, &mut rows)
    }
}

/// Names and relationship ids of the sheets, and whether dates are counted from 1904.
fn contents(part: ArchivePart) -> Result<(Vec<(String, String)>, bool), Refusal> {
    let (mut sheets, mut names, mut is_1904) = (Vec::new(), SheetNames::default(), false);
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

/// The relationship id of a sheet: the attribute `id` with a namespace prefix, beside `sheetId`.
fn part_id(start: &BytesStart<'_>) -> Result<Option<String>, Refusal> {
    for found in attributes(start) {
        let (key, value) = found?;
        if key.contains(':') && local(key) == "id" {
            return Ok(Some(unescape(&value)?.into_owned()));
        }
    }
    Ok(None)
}
