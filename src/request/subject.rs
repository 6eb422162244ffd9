//! Whom or what a sheet is about.

use super::kit::KitContents;
use super::people::{InVolumes, Signatory, TallySheet, UnitSheet};
use crate::event::Event;
use crate::template::DocumentKind;

/// Whom or what a sheet is about; nothing of it for a form to fill in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'w> {
    /// Who signs; without one, a form to fill in.
    pub signatory: Option<&'w Signatory<'w>>,
    /// The unit, with its letterhead and superior.
    pub unit: Option<&'w UnitSheet<'w>>,
    /// People on a list.
    pub people: &'w [Signatory<'w>],
    /// Who has signed.
    pub tally: Option<&'w TallySheet<'w>>,
    /// The document that a divider stands before, or that was signed.
    pub contents: Option<&'w DocumentKind>,
    /// The volume that a divider stands in.
    pub volume: Option<InVolumes>,
    /// The event that the sheet is for.
    pub event: Option<&'w Event>,
    /// What lies in the folder of the event.
    pub kit: Option<&'w KitContents<'w>>,
}
