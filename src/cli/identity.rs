//! `corrob identity`.

use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::config::{Heads, Wanted, Whence, identify, take_over, to_text};
use crate::domain::wording::counted;
use crate::files::{self, Readers};
use clap::Args;
use serde_json::json;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Say who you are to other reviewers, and be the same reviewer on another device.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob identity                      your name and id
  corrob identity my.corrob            and this device's journal in a case
  corrob identity --export me.txt      on the device you come from
  corrob identity --import me.txt      on the other one

The id signs what you decide; the name is shown. Two people with one name have two ids and stay two. One person on two
devices is one reviewer, with a journal on each. Whoever has the exported line can write under your id: keep it to
yourself, and remove the file once it is taken over.")]
pub struct IdentityArgs {
    /// A case: also say which journal of it is this device's
    case: Option<PathBuf>,
    /// Write your id to a file that you alone can read, or to standard output (-)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["import", "case", "json"])]
    export: Option<PathBuf>,
    /// Take over your id from a file, or from standard input (-)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["case", "json"])]
    import: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl IdentityArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        if let Some(file) = &self.import {
            return import(global, file);
        }
        let user = global.user()?;
        if let Some(path) = &self.case {
            return global.read(path, |case| {
                let me = global.reader(case)?;
                let head = Heads::new(Arc::clone(&user.memory)).recall(case.id(), me.id, case.path());
                let journal = head.map(|head| (head.replica.to_string(), head.seq));
                self.show(&me.name, &me.id.to_string(), Some(journal))
            });
        }
        let wanted = Wanted::find(global.reviewer.as_deref(), &user.settings)?;
        let me = identify(&wanted, &user.memory, &[])?;
        match &self.export {
            Some(file) => export(global, file, &to_text(&me)),
            None => self.show(&me.name, &me.id.to_string(), None),
        }
    }

    fn show(&self, name: &str, id: &str, journal: Option<Option<(String, u64)>>) -> Result<Exit> {
        let mut out = Out::new();
        if self.json {
            let mut all = json!({"name": name, "id": id});
            if let Some(journal) = journal {
                all["replica"] =
                    journal.map_or(json!(null), |(replica, seq)| json!({"id": replica, "seq": seq}));
            }
            out.json(&all)?;
        } else {
            out.field("name", name)?;
            out.field("id", id)?;
            match journal {
                Some(Some((replica, seq))) => {
                    out.field("journal here", &format!("{replica}, {}", counted(seq, "event")))?;
                }
                Some(None) => out.field("journal here", "none yet")?,
                None => {}
            }
        }
        out.finish()?;
        Ok(Exit::Done)
    }
}

fn export(global: &Global, file: &Path, text: &str) -> Result<Exit> {
    if file == Path::new("-") {
        let mut out = Out::new();
        out.line(text.trim_end())?;
        out.finish()?;
        return Ok(Exit::Done);
    }
    global.must_write("identity --export")?;
    let failed =
        |error: std::io::Error| Failure::said(format!("{} cannot be written: {error}", file.display()));
    if file.symlink_metadata().is_ok() {
        return Err(Failure::said(format!(
            "{} exists already and was left as it is; name another file",
            file.display()
        )));
    }
    let mut half = files::begin(file, Readers::Owner).map_err(failed)?;
    half.write_all(text.as_bytes()).map_err(failed)?;
    half.as_file().sync_all().map_err(failed)?;
    half.persist_noclobber(file).map_err(|error| failed(error.error))?;
    remark(&format!(
        "on the other device: corrob identity --import {}; who has this file can write under your id",
        file.display()
    ));
    Ok(Exit::Done)
}

/// A line is short: what is longer is none.
const LONGEST: u64 = 4096;

fn import(global: &Global, file: &Path) -> Result<Exit> {
    global.must_write("identity --import")?;
    let user = global.user()?;
    let mut text = String::new();
    let read = match file == Path::new("-") {
        true => std::io::stdin().take(LONGEST).read_to_string(&mut text),
        false => std::fs::File::open(file).and_then(|file| file.take(LONGEST).read_to_string(&mut text)),
    };
    read.map_err(|error| Failure::said(format!("{} cannot be read: {error}", file.display())))?;
    let (me, namesake) = take_over(&text, &user.memory)?;
    let mut out = Out::new();
    out.line(&format!("you are {} here from now on, with the id {}", me.name, me.id))?;
    out.finish()?;
    if let Some(other) = namesake {
        remark(&format!(
            "{} was another reviewer on this device until now, with the id {}: what was decided under it stays theirs; \
             --reviewer {} goes on with it",
            other.name, other.id, other.id
        ));
    }
    let wanted = Wanted::find(global.reviewer.as_deref(), &user.settings)?;
    if wanted.whence == Whence::Given && wanted.who != me.name && wanted.who != me.id.to_string() {
        remark(&format!(
            "--reviewer, CORROB_REVIEWER or the settings say that you are {}, and go before it",
            wanted.who
        ));
    }
    Ok(Exit::Done)
}
