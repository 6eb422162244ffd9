//! `ikrar schema`: the shape of the YAML files, for editors and other programs.

use super::report::{Form, Report};
use crate::event::Event;
use crate::failure::Failure;
use crate::region::Profile;
use crate::rulebook::{Overlay, RulebookData};
use crate::yaml::schema;
use clap::{Args, ValueEnum};
use std::process::ExitCode;

/// Print the JSON Schema of a YAML file: rulebook, overlay, region profile or event
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Schema {
    /// What to describe
    #[arg(value_enum, value_name = "WHAT")]
    what: Kind,
}

const EXAMPLES: &str = "\
Examples:
  ikrar schema rules > rules.schema.json
  ikrar schema region | jq '.properties | keys'

An editor that knows YAML checks a file against it while it is typed, when the file begins with a line such as
  # yaml-language-server: $schema=rules.schema.json
`ikrar check` finds all that and more.";

/// A kind of YAML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The rulebook: rules.yaml
    Rules,
    /// A rulebook that extends another: rules.yaml with `extends`
    Overlay,
    /// The profile of a region: regions/<slug>.yaml
    Region,
    /// An event, as `ikrar kit` takes it
    Event,
}

impl Schema {
    /// The form of messages.
    pub(super) const FORM: Form = Form::Json;

    pub(super) fn run(&self, report: Report) -> Result<ExitCode, Failure> {
        report.json(&match self.what {
            Kind::Rules => schema::<RulebookData>(),
            Kind::Overlay => schema::<Overlay>(),
            Kind::Region => schema::<Profile>(),
            Kind::Event => schema::<Event>(),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
