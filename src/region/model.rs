//! Provinces, and the regencies and cities in them.

use super::profile::Profile;

/// Whether a region is rural or urban. Their heads are a Bupati and a Wali Kota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegionKind {
    /// Kabupaten, a regency.
    Kabupaten,
    /// Kota, a city.
    Kota,
}

impl RegionKind {
    /// The word in front of the name.
    pub fn as_str(self) -> &'static str {
        match self {
            RegionKind::Kabupaten => "Kabupaten",
            RegionKind::Kota => "Kota",
        }
    }
}

/// A province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Kemendagri code: `16`.
    pub code: String,
    /// Name: "Sumatera Selatan".
    pub name: String,
}

/// A regency or city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Kemendagri code: `16.03`.
    pub code: String,
    /// Full name: "Kabupaten Muara Enim".
    pub name: String,
    /// Name without the kind: "Muara Enim".
    pub bare: String,
    /// Regency or city.
    pub kind: RegionKind,
    /// Name in paths and on the command line: `muara-enim`, `kota-bogor`.
    pub slug: String,
    /// Its province.
    pub province: Province,
    /// Whether its head is elected; not so in Jakarta.
    pub elects_head: bool,
    /// What is known of it beyond the table.
    pub profile: Option<Profile>,
}
