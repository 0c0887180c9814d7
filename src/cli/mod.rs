//! The command line: arguments, and the commands without a terminal.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 done, but
//! something was refused or found wrong; 2 not done. A closed pipe is no error.

mod agreement;
mod annotate;
mod attach;
mod check;
mod clone;
mod combine;
mod completion;
mod context;
mod dropped_path;
mod export;
mod fields;
mod generate;
mod help;
mod history;
mod identity;
mod import;
mod list;
mod merge;
mod outcome;
mod output;
mod provenance;
mod record;
mod record_editor;
mod remove;
mod review;
mod schema;
mod show;
mod sync;
mod usage;

use crate::documents;
use crate::work::attach::READS;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use context::{Definition, Global};
use outcome::{Exit, Failure, Result};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Review claims against their evidence, at the keyboard.
///
/// Without a command, corrob opens a case for review: the one named, else the last one opened, else
/// the bundled one. Everything you decide is saved as you decide it, in one file.
#[derive(Debug, Parser)]
#[command(
    name = "corrob",
    version,
    disable_help_subcommand = true,
    subcommand_value_name = "COMMAND",
    override_usage = "corrob [CASE] [--read-only]\n       corrob COMMAND ...",
    after_help = more()
)]
struct Cli {
    /// The case to review
    case: Option<PathBuf>,
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What stands behind the commands and options in the help.
fn more() -> String {
    format!(
        "Examples:
  corrob                          the last case, or the bundled one on the first run
  corrob my.corrob                review a case
  corrob my.corrob --read-only    watch without writing
  corrob list my.corrob           its claims, as text
  corrob tag my.corrob E-31 withheld --ground no-basis-stated

{}

Exit codes: 0 done, 1 done but something was refused or found wrong, 2 not done.
CORROB_HOME sets where corrob keeps its files, CORROB_REVIEWER who you are.",
        help::topics()
    )
}

macro_rules! commands {
    ($($name:ident($args:ty)),+ $(,)?) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($name($args)),+
        }

        impl Command {
            fn run(self, global: &Global) -> Result<Exit> {
                match self {
                    $(Self::$name(args) => args.run(global)),+
                }
            }
        }
    };
}

// A command is a line here and the file with its arguments and their `run`.
commands! {
    New(record::NewArgs),
    Import(import::ImportArgs),
    Add(record::AddArgs),
    Edit(Box<record::EditArgs>),
    Remove(remove::RemoveArgs),
    Restore(remove::RestoreArgs),
    Combine(combine::CombineArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Tag(Box<annotate::TagArgs>),
    Reading(annotate::ReadingArgs),
    Note(annotate::NoteArgs),
    Verdict(annotate::VerdictArgs),
    Aside(annotate::AsideArgs),
    Grade(provenance::GradeArgs),
    Derive(provenance::DeriveArgs),
    Via(provenance::ViaArgs),
    Attach(attach::AttachArgs),
    Document(attach::DocumentArgs),
    Undo(history::UndoArgs),
    Redo(history::RedoArgs),
    Log(history::LogArgs),
    Expunge(history::ExpungeArgs),
    Merge(merge::MergeArgs),
    Sync(sync::SyncArgs),
    Clone(clone::CloneArgs),
    Agreement(agreement::AgreementArgs),
    Identity(identity::IdentityArgs),
    Export(export::ExportArgs),
    Check(check::CheckArgs),
    Stats(check::StatsArgs),
    Schema(schema::SchemaArgs),
    Generate(generate::GenerateArgs),
    Help(help::HelpArgs),
}

/// The definition of the command line, for help, completions and the manual page.
fn command() -> clap::Command {
    completion::with_cases(flowing(Cli::command()))
}

/// A command whose help flows as wide as the terminal, whatever the lines of its source.
fn flowing(command: clap::Command) -> clap::Command {
    let command = command.mut_subcommands(flowing);
    match command.get_after_help().map(|help| flowed(&help.to_string())) {
        Some(help) => command.after_help(help),
        None => command,
    }
}

/// A text with each paragraph on one line; what is indented, or follows a colon, has lines of its own.
fn flowed(text: &str) -> String {
    let (mut out, mut before) = (String::new(), "");
    for line in text.lines() {
        let stands_alone = |line: &str| line.is_empty() || line.starts_with(' ') || line.ends_with(':');
        if stands_alone(before) || line.is_empty() || line.starts_with(' ') {
            if !out.is_empty() {
                out.push('\n');
            }
        } else {
            out.push(' ');
        }
        out.push_str(line);
        before = line;
    }
    out
}

/// Runs corrob with these arguments (the first is the program's name).
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // The process that reads a document for another one.
    if matches!(args.as_slice(), [_, only] if only == READS) {
        return documents::serve().unwrap_or(ExitCode::from(2));
    }
    match completion::answer(command, &args) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => return refuse(&error, &args),
    }
    let parsed = command().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, &args),
    };
    let Cli { case, mut global, command } = cli;
    global.definition = Definition(self::command);
    let result = run(case, command, &global);
    if result.is_ok() {
        global.warn();
    }
    match result {
        Ok(Exit::Done) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Exit::Incomplete) => ExitCode::from(1),
        Err(failure) => {
            output::out::remark(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

fn run(case: Option<PathBuf>, command: Option<Command>, global: &Global) -> Result<Exit> {
    let Some(command) = command else { return review::review(case.as_deref(), global) };
    if let Some(case) = case {
        return Err(Failure::Said(usage::command_first(&case.display().to_string())));
    }
    command.run(global)
}

/// Prints help and version, which are results, or else why the arguments were refused.
fn refuse(error: &clap::Error, args: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        let mut out = output::out::Out::new();
        return match out.raw(&error.render().to_string()).and_then(|()| out.finish()) {
            Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
            Err(failure) => {
                output::out::remark(&failure.to_string());
                ExitCode::from(2)
            }
        };
    }
    output::out::remark(&usage::refusal(error, args, &command()));
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_of_help_is_one_line_and_examples_keep_theirs() {
        let text = "Examples:\n  corrob a\n  corrob b\n\nOne that\ngoes on.\n\nLast:\nby itself";
        assert_eq!(
            flowed(text),
            "Examples:\n  corrob a\n  corrob b\n\nOne that goes on.\n\nLast:\nby itself"
        );
    }

    #[test]
    fn the_definition_holds_together() {
        command().debug_assert();
    }
}
