//! Cases and records made and edited by hand: `new`, `add`, `edit`.

use crate::case::{Edits, create};
use crate::cli::completion::keys_and;
use crate::cli::context::{self, Global};
use crate::cli::fields::{self, Given};
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::record_editor::Written;
use crate::domain::{CaseInfo, Date, Dated, Kind};
use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Make an empty case. Refuses a file that exists.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  corrob new pipeline.corrob --title \"The pipeline leak\" --question \"Who knew, and when?\"")]
pub struct NewArgs {
    /// Where to make it, e.g. pipeline.corrob
    case: PathBuf,
    /// The title
    #[arg(long, value_parser = fields::text)]
    title: String,
    /// The question the review is to answer
    #[arg(long, value_parser = fields::text)]
    question: Option<String>,
    /// The case in a paragraph
    #[arg(long, value_parser = fields::text)]
    summary: Option<String>,
    /// The day it stands as of
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How many days a source may stand unchecked
    #[arg(long, value_name = "DAYS")]
    recheck_days: Option<u32>,
}

impl NewArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.must_write("new")?;
        if self.title.trim().is_empty() {
            return Err(Failure::said("a case needs a title"));
        }
        let info = CaseInfo {
            title: self.title,
            question: self.question,
            summary: self.summary,
            as_of: self.as_of.map(Dated::Stated),
            recheck_days: self.recheck_days,
            ..CaseInfo::default()
        };
        let reviewer = global.writer(None)?;
        create::<Failure>(&self.case, &info, &reviewer, global.heads()?, "nothing", |_| Ok(()))?;
        let mut out = Out::new();
        out.line(&format!("made {}", self.case.display()))?;
        out.finish()?;
        Ok(Exit::Done)
    }
}

/// Add a record to a case, and print its key.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob add my.corrob party --name \"Harbour Authority\" --naming named
  corrob add my.corrob claim --text \"The gate was open on 3 May.\" --claimant \"Harbour Authority\" \\
    --asserted-on 2025-05-04
  corrob add my.corrob evidence --claim C-1 --source \"The log\" --stance supports \\
    --paraphrase \"The log shows it.\" --quote \"gate 2: open\" --locator p.4 --via-party P-2 --availability withheld

Where a record is asked for, its key will do, or its name where no other has it.")]
pub struct AddArgs {
    /// The case
    case: PathBuf,
    #[command(subcommand)]
    record: NewRecord,
}

/// A kind of record, with the fields given for it, and whether the editor is to be opened.
#[derive(Debug)]
struct NewRecord(Kind, Given, bool);

impl FromArgMatches for NewRecord {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        Ok(Self(name.parse().map_err(|_| missing())?, Given::of(matches), matches.get_flag("editor")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for NewRecord {
    fn augment_subcommands(command: Command) -> Command {
        Kind::ALL
            .iter()
            .fold(command, |command, kind| command.subcommand(fields::add_command(*kind)))
            .subcommand_required(true)
            .subcommand_value_name("KIND")
            .subcommand_help_heading("Kinds")
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        name.parse::<Kind>().is_ok()
    }
}

impl AddArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let NewRecord(kind, given, editor) = self.record;
        let edits = given.edits(Some(kind))?;
        if editor {
            return in_editor(global, &self.case, kind, edits);
        }
        let added = global.change(&self.case, "add", |session| Ok(session.add_with(kind, edits, &[])?))?;
        let mut out = Out::new();
        out.line(&added.key.to_string())?;
        out.finish()?;
        say_of_quote(added.quote.as_deref());
        Ok(Exit::Done)
    }
}

/// Says on the side what is to be said of a quote that was given.
fn say_of_quote(quote: Option<&str>) {
    if let Some(says) = quote {
        remark(says);
    }
}

/// Makes a record as it is written in the editor.
fn in_editor(global: &Global, case: &Path, kind: Kind, given: Edits) -> Result<Exit> {
    global.must_write("add")?;
    let mut fields = Map::new();
    for (path, value) in given {
        match path.split_once('.') {
            None => drop(fields.insert(path, value)),
            Some((outer, inner)) => {
                let field = fields.entry(outer).or_insert_with(|| Map::new().into());
                if let Some(members) = field.as_object_mut() {
                    members.insert(inner.to_owned(), value);
                }
            }
        }
    }
    let written = Written {
        shape: kind.shape(),
        owner: kind.word(),
        heading: &format!("New {kind}"),
        fields: &fields,
        named: &|_| None,
        item: None,
        stands: false,
    };
    let save = |edits: Edits| global.change(case, "add", |session| Ok(session.add_with(kind, edits, &[])?));
    let mut out = Out::new();
    match written.edit(global, save)? {
        Some(added) => {
            out.line(&added.key.to_string())?;
            say_of_quote(added.quote.as_deref());
        }
        None => out.line("nothing was written, so nothing was added")?,
    }
    out.finish()?;
    Ok(Exit::Done)
}

/// Change fields of a record, or of the case itself. An empty value takes a field away.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob edit my.corrob C-7 --topic \"bounties\" --asserted-on 2025-10-14
  corrob edit my.corrob E-31 --via-party P-4 --quote \"no such list exists\"
  corrob edit my.corrob S-2 --status corrected --author \"\"
  corrob edit my.corrob case --title \"A better title\"
  corrob edit my.corrob C-7 --editor")]
pub struct EditArgs {
    /// The case
    case: PathBuf,
    /// The record's key, or the word case
    #[arg(add = keys_and(Kind::ALL, &[("case", "What the case says of itself.")]))]
    key: String,
    /// Write the record as a whole in your editor
    #[arg(long)]
    editor: bool,
    #[command(flatten)]
    fields: AnyFields,
}

/// The fields of any kind of record.
#[derive(Debug)]
struct AnyFields(Given);

impl FromArgMatches for AnyFields {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        Ok(Self(Given::of(matches)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for AnyFields {
    fn augment_args(command: Command) -> Command {
        fields::any_fields(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        fields::any_fields(command)
    }
}

impl EditArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let given = self.fields.0;
        if self.editor {
            return match given.is_empty() {
                true => edit_in_editor(global, &self.case, &self.key),
                false => Err(Failure::said("--editor takes no other field; all of them are in the editor")),
            };
        }
        if given.is_empty() {
            return Err(Failure::said("nothing to edit was given; corrob edit --help lists the fields"));
        }
        let of_case = self.key.eq_ignore_ascii_case("case");
        let (what, changed, quote) = global.change(&self.case, "edit", |session| {
            if of_case {
                return Ok(("case".to_owned(), session.edit_case(given.edits(None)?)?, None));
            }
            let (kind, item) = context::find(session.case(), &self.key)?;
            let edited = session.edit_with(kind, item, given.edits(Some(kind))?, &[])?;
            Ok((session.case().key(kind, item)?.to_string(), edited.changed, edited.quote))
        })?;
        let mut out = Out::new();
        if changed.is_empty() {
            out.line(&format!("{what}: no change"))?;
        } else {
            out.line(&format!("{what}: {} edited", changed.join(", ")))?;
        }
        out.finish()?;
        say_of_quote(quote.as_deref());
        Ok(Exit::Done)
    }
}

/// Edits a record, or the case itself, as it is written in the editor.
fn edit_in_editor(global: &Global, case: &Path, key: &str) -> Result<Exit> {
    global.must_write("edit")?;
    let of_case = key.eq_ignore_ascii_case("case");
    let (kind, item, heading, fields, names) = global.read(case, |case| {
        if of_case {
            let info = serde_json::to_value(case.info()?)?;
            return Ok((None, None, "The case".to_owned(), info, Vec::new()));
        }
        let (kind, item) = context::find(case, key)?;
        let shown = case.key(kind, item)?;
        let record: Value = serde_json::from_str(&case.record_text(kind, item)?)?;
        let mut references = case.references();
        let names = match &record {
            Value::Object(members) => {
                let home = members.get("dataset").and_then(Value::as_str);
                references.referred_to(home, kind.shape(), members)?
            }
            _ => Vec::new(),
        };
        let record = references.in_keys(&shown, record)?;
        Ok((Some(kind), Some(item), shown.to_string(), record, names))
    })?;
    let Value::Object(fields) = fields else { return Err(Failure::said("the record cannot be read")) };
    let named = |id: &str| {
        names.iter().find(|(.., (key, _))| key.to_string() == id).map(|(.., (_, name))| name.clone())
    };
    let written = Written {
        shape: fields::shape(kind),
        owner: kind.map_or("case", Kind::word),
        heading: &heading,
        fields: &fields,
        named: &named,
        item,
        stands: true,
    };
    let save = |edits: Edits| {
        global.change(case, "edit", |session| match (kind, item) {
            (Some(kind), Some(item)) => {
                let edited = session.edit_with(kind, item, edits, &[])?;
                Ok((edited.changed, edited.quote))
            }
            _ => Ok((session.edit_case(edits)?, None)),
        })
    };
    let what: &str = if of_case { "case" } else { &heading };
    let (changed, quote) = written.edit(global, save)?.unwrap_or_default();
    let mut out = Out::new();
    out.line(&match changed.as_slice() {
        [] => format!("{what}: no change"),
        changed => format!("{what}: {} edited", changed.join(", ")),
    })?;
    out.finish()?;
    say_of_quote(quote.as_deref());
    Ok(Exit::Done)
}
