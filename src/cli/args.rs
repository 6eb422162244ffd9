//! What can be typed: the flags that several subcommands share.

use crate::diag::{Code, Diagnostics, Message, say};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::layout::Paper;
use crate::output::Format;
use crate::quiz::exchange::Exchange;
use crate::quiz::{Count, Wish};
use crate::render::plan::{Wanted, unknown};
use crate::request::Look;
use crate::roster::{self, Field};
use crate::rulebook::Rulebook;
use crate::workspace::Paths;
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;
use std::str::FromStr;

/// Flags of every subcommand.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// Print errors and results alone
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Language of messages [default: IKRAR_LOCALE, else the system's; Indonesian for `id`, else English]
    #[arg(long, value_name = "LANG", global = true, value_parser = lang())]
    pub(super) locale: Option<Lang>,
    /// Rulebook to use [default: ./rules.yaml, else the built-in one]
    #[arg(long, value_name = "FILE", global = true, help_heading = "Workspace")]
    pub(super) rules: Option<PathBuf>,
    /// Folder of region profiles, each replacing the built-in one of its name [default: ./regions]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Workspace")]
    pub(super) regions: Option<PathBuf>,
    /// Folder of templates, each replacing the built-in one of its name [default: ./templates]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Workspace")]
    pub(super) templates: Option<PathBuf>,
}

impl Global {
    /// The places of the workspace.
    pub(super) fn paths(&self) -> Paths {
        Paths { rules: self.rules.clone(), regions: self.regions.clone(), templates: self.templates.clone() }
    }
}

/// For whom and when.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Selection")]
pub(super) struct ScopeArgs {
    /// Region: slug, name or Kemendagri code; `all` for every one that elects its head
    #[arg(long, value_name = "REGION", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(super) region: Vec<String>,
    /// Audience: an id, or `all` for one sheet each [default: one general sheet]
    #[arg(long, value_name = "AUDIENCE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(super) audience: Vec<String>,
    /// Election [default: the one with the latest day of voting]
    #[arg(long, value_name = "ELECTION", value_parser = NonEmptyStringValueParser::new())]
    pub(super) election: Option<String>,
    /// Phase: an id, or `all` for one sheet each [default: one sheet for all phases]
    #[arg(long, value_name = "PHASE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(super) phase: Vec<String>,
    /// As-of date, YYYY-MM-DD: what held that day, in the phase it fell in
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<NaiveDate>,
    /// Language
    #[arg(long, value_name = "LANG", value_delimiter = ',', value_parser = lang(), default_value = "id")]
    pub(super) lang: Vec<Lang>,
}

/// How a sheet is made.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Selection")]
pub(super) struct LookArgs {
    /// Paper
    #[arg(long, value_name = "PAPER", value_delimiter = ',', value_parser = paper(), default_value = "a4")]
    pub(super) paper: Vec<Paper>,
    /// Date to print at signatures, YYYY-MM-DD [default: a blank to fill in]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) signed_on: Option<NaiveDate>,
    /// Leave room for a stamp duty label (meterai) at signatures
    #[arg(long)]
    pub(super) meterai: bool,
    /// Make PDFs to fill in on the screen: text fields, check boxes, signature fields
    #[arg(long)]
    pub(super) fillable: bool,
}

impl LookArgs {
    /// The look asked for, whatever the paper.
    fn look(&self) -> Look {
        let LookArgs { paper: _, signed_on, meterai, fillable } = *self;
        Look { signed_on, meterai, fillable, ..Look::default() }
    }
}

/// Whether work is done once.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Repeat {
    /// Make it again whenever something that it is made from changes, until Ctrl-C
    #[arg(long)]
    pub(super) watch: bool,
}

/// Which questions a quiz asks.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Quiz")]
pub(super) struct QuizArgs {
    /// Topic of a quiz: the id of a situation [default: all]
    #[arg(long, value_name = "TOPIC", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(super) topic: Vec<String>,
    /// Number of questions to mark, or `all` [default: every case, and the rules asked about most]
    #[arg(long, value_name = "N", value_parser = Count::from_str)]
    pub(super) questions: Option<Count>,
    /// Shuffle the questions: a number gives the same order everywhere [default: the order of the rulebook]
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
}

impl QuizArgs {
    /// What is wished for.
    ///
    /// # Errors
    /// Topics that do not exist.
    pub(super) fn wish(&self, rulebook: &Rulebook) -> Result<Wish, Failure> {
        let known = || rulebook.data().channels.iter().map(|channel| channel.id.as_str());
        let mut findings = Diagnostics::new();
        for id in self.topic.iter().filter(|id| rulebook.channel(id).is_none()) {
            findings.push(unknown(Code::UnknownTopic, &say!("topik", "topic"), id, known()));
        }
        match findings.has_errors() {
            true => Err(Failure::Unusable(findings)),
            false => {
                Ok(Wish { topics: self.topic.clone(), count: self.questions.unwrap_or_default(), seed: self.seed })
            }
        }
    }
}

/// How a roster is read.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Roster")]
pub(super) struct RosterArgs {
    /// Column of a field whose title does not tell: `nip="NIP Baru"`
    #[arg(long, value_name = "FIELD=TITLE", value_parser = column)]
    pub(super) column: Vec<(Field, String)>,
    /// Sheet of the workbook [default: the first one with titles]
    #[arg(long, value_name = "SHEET", value_parser = NonEmptyStringValueParser::new())]
    pub(super) sheet: Option<String>,
}

impl RosterArgs {
    pub(super) fn options(&self) -> roster::Options {
        roster::Options { columns: self.column.clone(), sheet: self.sheet.clone() }
    }
}

fn column(typed: &str) -> Result<(Field, String), String> {
    let (field, title) =
        typed.split_once('=').ok_or("write the field, an equals sign and the title: nip=\"NIP Baru\"")?;
    Ok((field.trim().parse()?, title.trim().to_owned()))
}

/// What is asked for by these flags and documents.
pub(super) fn wanted(who: &ScopeArgs, make: &LookArgs, documents: &[String]) -> Wanted {
    Wanted {
        regions: who.region.clone(),
        documents: documents.to_vec(),
        audiences: who.audience.clone(),
        election: who.election.clone(),
        phases: who.phase.clone(),
        date: who.date,
        langs: who.lang.clone(),
        papers: make.paper.clone(),
        look: make.look(),
    }
}

/// Reads a format of documents.
pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::extension))
        .try_map(|typed| Format::of_ending(&typed).ok_or("no such format"))
}

/// A file that `render` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// A sheet.
    Sheet(Format),
    /// The questions of a quiz, for another system.
    Questions(Exchange),
}

impl OutputFormat {
    /// Every format, by its name on the command line.
    pub(super) fn all() -> impl Iterator<Item = (&'static str, OutputFormat)> {
        let sheets = Format::ALL.map(|format| (format.extension(), OutputFormat::Sheet(format)));
        let questions = Exchange::ALL.map(|exchange| (exchange.name(), OutputFormat::Questions(exchange)));
        sheets.into_iter().chain(questions)
    }

    /// The ending of its files.
    pub(super) fn extension(self) -> &'static str {
        match self {
            OutputFormat::Sheet(format) => format.extension(),
            OutputFormat::Questions(exchange) => exchange.extension(),
        }
    }

    /// The finding when a file that is no text is to be written to a terminal, and what such a file is.
    pub(super) fn terminal_finding(self) -> Option<(Code, Message)> {
        match self {
            OutputFormat::Sheet(format) => {
                let name = format.name();
                format.terminal_finding().map(|code| (code, say!("{name}", "a {name}")))
            }
            OutputFormat::Questions(Exchange::Xlsx) => Some((Code::XlsxToTerminal, say!("buku kerja", "a workbook"))),
            OutputFormat::Questions(_) => None,
        }
    }

    /// What files of this ending are.
    pub(super) fn of_ending(ending: &str) -> Option<OutputFormat> {
        OutputFormat::all().map(|(_, written)| written).find(|written| written.extension().eq_ignore_ascii_case(ending))
    }
}

/// Reads a format of sheets or of questions.
pub(super) fn written() -> impl TypedValueParser<Value = OutputFormat> {
    let read =
        |typed: String| OutputFormat::all().find(|(name, _)| *name == typed).map(|(_, it)| it).ok_or("no such format");
    PossibleValuesParser::new(OutputFormat::all().map(|(name, _)| name)).try_map(read)
}

/// Reads a language.
pub(super) fn lang() -> impl TypedValueParser<Value = Lang> {
    let read = |typed: String| Lang::ALL.into_iter().find(|lang| lang.tag() == typed).ok_or("no such language");
    PossibleValuesParser::new(Lang::ALL.map(Lang::tag)).try_map(read)
}

fn paper() -> impl TypedValueParser<Value = Paper> {
    let read = |typed: String| Paper::ALL.into_iter().find(|paper| paper.name() == typed).ok_or("no such paper");
    PossibleValuesParser::new(Paper::ALL.map(Paper::name)).try_map(read)
}

pub(super) fn date(typed: &str) -> Result<NaiveDate, String> {
    let read = typed.parse::<NaiveDate>().ok().filter(|day| day.to_string() == typed);
    read.ok_or_else(|| "write a day of the calendar as YYYY-MM-DD, as in 2024-10-07".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar_written_out() {
        assert_eq!(date("2024-10-07"), Ok(NaiveDate::from_ymd_opt(2024, 10, 7).unwrap()));
        for typed in ["2024-02-30", "7 October 2024", "2024-1-7", "+2024-1-07", ""] {
            assert!(date(typed).is_err(), "{typed}");
        }
    }
}
