//! `ikrar context`: the variables that a template sees, as JSON.

use super::args::{self, Global, LookArgs, QuizArgs, ScopeArgs};
use super::input;
use super::report::{Form, Report};
use super::setup::{load, one_request};
use crate::failure::Failure;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the variables that a document's template sees, as JSON
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Context {
    /// Document: an id from `ikrar list documents`
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    document: String,
    #[command(flatten)]
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    #[command(flatten)]
    ask: QuizArgs,
    /// Event that the sheet is for: a YAML file, as `ikrar kit` takes it
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    event: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  ikrar context checklist --region muara-enim --audience camat | jq '.rules[].id'
  ikrar context pledge --region kutai-timur --lang en | jq -r '.pledge.points[].text'
  ikrar context handout | jq 'keys'
  ikrar context quiz --questions 10 --seed 7 | jq -r '.questions[] | .options[] | select(.right) | .text'

docs/templates.md says what each variable holds. A blank to fill in by hand is shown as the line it is.";

impl Context {
    /// What a script is told of findings: everything else is JSON too.
    pub(super) const FORM: Form = Form::Json;

    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let workspace = load(global, report)?;
        let wanted = args::wanted(&self.who, &self.make, std::slice::from_ref(&self.document));
        let quiz = self.ask.wish(&workspace.rulebook)?;
        let (renderer, mut request) = one_request(&workspace, &wanted, "context", report)?;
        let event = self.event.as_deref().map(|file| input::event(file, &workspace, report)).transpose()?;
        request.subject.event = event.as_ref();
        request.quiz = &quiz;
        report.json(&renderer.prepare(&request)?.variables(request.subject.signatory)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
