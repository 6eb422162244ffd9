//! Why a rule holds, or why not. Kept as data, since hardly anybody asks.

use crate::diag::{Message, say};
use chrono::NaiveDate;

/// The answer of one question that a rule is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason<'a> {
    /// It holds in every election.
    EveryElection,
    /// It holds in the domain of the election.
    InDomain(&'a str),
    /// It holds in other domains than that of the election.
    OtherDomains {
        /// Those it holds in.
        domains: &'a [String],
        /// The election.
        election: &'a str,
        /// Its domain.
        domain: &'a str,
    },
    /// It names the audience.
    Binds(&'a str),
    /// It names a group that the audience belongs to.
    BindsGroup {
        /// The group.
        group: &'a str,
        /// The audience.
        audience: &'a str,
    },
    /// It names others.
    BindsOthers {
        /// Those it names.
        audiences: &'a [String],
        /// The audience asked for.
        audience: &'a str,
    },
    /// Of those it names, these are in the region.
    BindsHere(Vec<&'a str>),
    /// None of those it names is in the region.
    BindsNobodyHere(&'a [String]),
    /// It holds in every phase.
    EveryPhase,
    /// It holds in the phase.
    InPhase(&'a str),
    /// It holds in phases, and none was asked for.
    InPhases(&'a [String]),
    /// It holds in other phases.
    OtherPhases {
        /// Those it holds in.
        phases: &'a [String],
        /// The phase asked for.
        phase: &'a str,
    },
    /// It holds in phases, and the date is in none.
    OutsidePhases {
        /// Those it holds in.
        phases: &'a [String],
        /// The date asked for.
        date: NaiveDate,
        /// The election.
        election: &'a str,
    },
    /// It holds only from a day after the last one asked for.
    NotYet {
        /// Its first day.
        from: NaiveDate,
        /// The last day asked for.
        last: NaiveDate,
    },
    /// It ended before the first day asked for.
    Ended {
        /// Its last day.
        until: NaiveDate,
        /// The first day asked for.
        first: NaiveDate,
    },
    /// It is valid between these days; `None` is open.
    Valid(Option<NaiveDate>, Option<NaiveDate>),
}

impl Reason<'_> {
    /// The reason in words.
    pub fn message(&self) -> Message {
        match self {
            Reason::EveryElection => say!("berlaku pada setiap pemilihan", "holds in every election"),
            Reason::InDomain(domain) => say!("berlaku pada {domain}", "holds in {domain}"),
            Reason::OtherDomains { domains, election, domain } => {
                let domains = domains.join(", ");
                say!(
                    "hanya berlaku pada {domains}; {election} termasuk {domain}",
                    "holds in {domains} only; {election} is {domain}"
                )
            }
            Reason::Binds(audience) => say!("mengikat {audience}", "binds {audience}"),
            Reason::BindsGroup { group, audience } => {
                say!(
                    "mengikat {group}, dan {audience} termasuk di dalamnya",
                    "binds {group}, and {audience} belongs to it"
                )
            }
            Reason::BindsOthers { audiences, audience } => {
                let audiences = audiences.join(", ");
                say!(
                    "mengikat {audiences}; {audience} tidak termasuk di dalamnya",
                    "binds {audiences}; {audience} does not belong to it"
                )
            }
            Reason::BindsHere(audiences) => {
                let audiences = audiences.join(", ");
                say!("mengikat {audiences}", "binds {audiences}")
            }
            Reason::BindsNobodyHere(audiences) => {
                let audiences = audiences.join(", ");
                say!(
                    "mengikat {audiences}, yang tidak ada di wilayah ini",
                    "binds {audiences}, of whom the region has none"
                )
            }
            Reason::EveryPhase => say!("berlaku pada setiap tahapan", "holds in every phase"),
            Reason::InPhase(phase) => say!("berlaku pada {phase}", "holds in {phase}"),
            Reason::InPhases(phases) => {
                let phases = phases.join(", ");
                say!("berlaku pada {phases}", "holds in {phases}")
            }
            Reason::OtherPhases { phases, phase } => {
                let phases = phases.join(", ");
                say!("berlaku pada {phases}, bukan pada {phase}", "holds in {phases}, not in {phase}")
            }
            Reason::OutsidePhases { phases, date, election } => {
                let phases = phases.join(", ");
                say!(
                    "berlaku pada {phases}; {date} tidak termasuk tahapan mana pun dari {election}",
                    "holds in {phases}; {date} is in no phase of {election}"
                )
            }
            Reason::NotYet { from, last } => {
                say!("baru berlaku sejak {from}, setelah {last}", "holds only from {from}, after {last}")
            }
            Reason::Ended { until, first } => {
                say!("berakhir pada {until}, sebelum {first}", "ended on {until}, before {first}")
            }
            Reason::Valid(None, None) => say!("berlaku tanpa batas waktu", "valid without limit of time"),
            Reason::Valid(Some(from), None) => say!("berlaku sejak {from}", "valid from {from}"),
            Reason::Valid(None, Some(until)) => say!("berlaku sampai {until}", "valid until {until}"),
            Reason::Valid(Some(from), Some(until)) => {
                say!("berlaku sejak {from} sampai {until}", "valid from {from} until {until}")
            }
        }
    }
}
