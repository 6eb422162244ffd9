//! Walks the structure tree of a tagged PDF and collects its passages in reading order.

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::MarkedText;
use super::file::PdfFile;
use super::lexer::{Dict, PdfValue};
use super::passage::{TaggedPassage, decoded, joint};
use crate::diag::Diagnostic;

/// Structure types that make a passage of their own.
const PASSAGES: [&[u8]; 11] = [b"P", b"LI", b"H1", b"H2", b"H3", b"H4", b"H5", b"H6", b"TD", b"TH", b"Note"];

/// The least distance of two lines, in points.
const LINE: f64 = 2.0;

/// The longest chain in the role map.
const MOST_ROLES: usize = 8;

/// The longest name that the format allows, in bytes.
const LONGEST_ROLE: usize = 127;

/// A node to visit: an element, a marked-content id, or an array of them.
struct Visit {
    kid: PdfValue,
    /// The passage around it, and the page of its marked content.
    passage: Option<usize>,
    page: Option<u32>,
}

/// The state of the walk.
struct StructureWalk<'f, 'b> {
    file: &'f mut PdfFile<'b>,
    roles: FxHashMap<Vec<u8>, Vec<u8>>,
    pieces: Vec<MarkedText>,
    /// The pieces of each mark, until the walk takes them.
    places: FxHashMap<(u32, usize), Vec<usize>>,
    passages: Vec<TaggedPassage>,
    /// The page and y position of the last line of each passage.
    ends: Vec<Option<(u32, f64)>>,
    open: Vec<Visit>,
}

/// The passages below the root of the structure, then the pieces outside it.
///
/// # Errors
/// `unreadable-pdf` beyond the limits.
pub(super) fn passages(
    root: &Dict,
    pieces: Vec<MarkedText>,
    file: &mut PdfFile,
) -> Result<Vec<TaggedPassage>, Diagnostic> {
    let roles = file.dict(root, "RoleMap")?.unwrap_or_default();
    let short = |(role, value): &(Vec<u8>, PdfValue)| {
        let other = value.name()?;
        (role.len().max(other.len()) <= LONGEST_ROLE).then(|| (role.clone(), other.to_vec()))
    };
    // Of two entries with the same name, the first counts.
    let roles: Vec<_> = roles.iter().filter_map(short).collect();
    let roles = roles.into_iter().rev().collect();
    let mut places: FxHashMap<(u32, usize), Vec<usize>> = FxHashMap::default();
    for (index, piece) in pieces.iter().enumerate() {
        if let Some(mark) = piece.mark {
            places.entry(mark).or_default().push(index);
        }
    }
    let mut walk =
        StructureWalk { file, roles, pieces, places, passages: Vec::new(), ends: Vec::new(), open: Vec::new() };
    walk.open.extend(root.get("K").map(|kid| Visit { kid: kid.clone(), passage: None, page: None }));
    walk.run()?;
    let StructureWalk { mut passages, places, pieces, file, .. } = walk;
    for piece in pieces.iter().filter(|piece| piece.mark.is_none_or(|mark| places.contains_key(&mark))) {
        file.spend(piece.text.len())?;
        passages.push(TaggedPassage { text: piece.text.clone(), ..TaggedPassage::default() });
    }
    passages.retain(|passage| !passage.text.is_empty() || !passage.pictures.is_empty());
    Ok(passages)
}

impl StructureWalk<'_, '_> {
    fn run(&mut self) -> Result<(), Diagnostic> {
        let mut seen = FxHashSet::default();
        while let Some(Visit { kid, passage, page }) = self.open.pop() {
            self.file.spend(0)?;
            let kid = match kid {
                PdfValue::Ref(number) if !seen.insert(number) => continue,
                PdfValue::Ref(number) => self.file.object(number)?,
                other => Some(other),
            };
            match kid {
                Some(PdfValue::Array(kids)) => self.visit(kids, passage, page),
                Some(PdfValue::Dict(dict)) if dict.is("Type", "OBJR") => {}
                Some(PdfValue::Dict(dict)) => match dict.get("MCID").and_then(PdfValue::count) {
                    Some(number) => {
                        let owner = dict.get("Stm").or(dict.get("Pg")).and_then(PdfValue::reference).or(page);
                        self.mark(owner, number, passage);
                    }
                    None => self.element(&dict, passage, page),
                },
                Some(number) => {
                    if let Some(number) = number.count() {
                        self.mark(page, number, passage);
                    }
                }
                None => {}
            }
        }
        Ok(())
    }

    fn visit(&mut self, kids: Vec<PdfValue>, passage: Option<usize>, page: Option<u32>) {
        self.open.extend(kids.into_iter().rev().map(|kid| Visit { kid, passage, page }));
    }

    fn element(&mut self, dict: &Dict, passage: Option<usize>, page: Option<u32>) {
        let page = dict.get("Pg").and_then(PdfValue::reference).or(page);
        let role = self.role(dict);
        let is_passage = PASSAGES.contains(&role.as_slice());
        let passage = if is_passage { Some(self.begin(role.starts_with(b"H"))) } else { passage };
        if let Some(words) = dict.get("Alt").and_then(PdfValue::text) {
            let at = passage.unwrap_or_else(|| self.begin(false));
            self.passages[at].pictures.push(decoded(words));
        }
        if let Some(words) = dict.get("ActualText").and_then(PdfValue::text) {
            let at = passage.unwrap_or_else(|| self.begin(false));
            self.passages[at].text.push_str(&decoded(words));
            self.forget(dict.get("K"), page);
        } else if let Some(kids) = dict.get("K") {
            self.open.push(Visit { kid: kids.clone(), passage, page });
        }
    }

    /// The standard structure type of an element, through the role map.
    fn role(&self, dict: &Dict) -> Vec<u8> {
        let mut role = dict.get("S").and_then(PdfValue::name).unwrap_or_default();
        for _ in 0..MOST_ROLES {
            let Some(next) = self.roles.get(role) else { break };
            role = next;
        }
        role.to_vec()
    }

    fn begin(&mut self, is_heading: bool) -> usize {
        self.passages.push(TaggedPassage { is_heading, ..TaggedPassage::default() });
        self.ends.push(None);
        self.passages.len() - 1
    }

    /// Adds the text of a mark to a passage, the first time it is referred to.
    fn mark(&mut self, owner: Option<u32>, number: usize, passage: Option<usize>) {
        let Some(places) = owner.and_then(|owner| self.places.remove(&(owner, number))) else { return };
        let at = passage.unwrap_or_else(|| self.begin(false));
        for place in places {
            let piece = &self.pieces[place];
            let text = &mut self.passages[at].text;
            let owner = owner.unwrap_or_default();
            if let Some((first, last)) = piece.lines {
                let is_apart = self.ends[at].is_some_and(|(page, end)| page != owner || (end - first).abs() > LINE);
                let joint = if is_apart { joint(text) } else { "" };
                text.push_str(joint);
                self.ends[at] = Some((owner, last));
            }
            text.push_str(&piece.text);
        }
    }

    /// Drops the text of marks that `ActualText` replaces.
    fn forget(&mut self, kids: Option<&PdfValue>, page: Option<u32>) {
        for kid in kids.into_iter().flat_map(PdfValue::each) {
            if let (Some(page), Some(number)) = (page, kid.count()) {
                self.places.remove(&(page, number));
            }
        }
    }
}
