//! The parts of the archive and the relationships between them.

use super::super::archive::{Archive, ArchivePart};
use super::super::refusal::Refusal;
use super::super::sheet_names::MOST_SHEETS;
use super::super::xml::{Xml, attribute};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::BufReader;

/// The longest id or target of a relationship, in bytes.
const LONGEST_NAME: usize = 1024;

/// Relationships by id: last segment of the type, and name of the target.
pub(super) type Relations = BTreeMap<String, (String, String)>;

pub(super) fn open(part: ArchivePart) -> Xml<BufReader<ArchivePart>> {
    Xml::new(BufReader::with_capacity(1 << 15, part))
}

/// Calls `each` with every start tag of a part.
pub(super) fn elements(
    part: ArchivePart,
    each: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut xml = open(part);
    loop {
        match xml.next()? {
            Event::Start(start) => each(&start)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The relationships of a part; of the package for an empty name.
pub(super) fn relations(archive: &mut Archive, of: &str) -> Result<Relations, Refusal> {
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

/// The name of a target, which is relative to the root or to the folder of the part `of`.
pub(super) fn resolve(of: &str, target: &str) -> String {
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
