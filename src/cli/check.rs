//! What a case is worth as a file: check, stats.

use crate::case::{Case, CaseError, Finding};
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::domain::Kind;
use crate::domain::wording::counted;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Verify a case: SQLite, references, digests, counts, the chain of events, the projection.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 all is well, 1 something is wrong, 2 the file cannot be checked at all."
)]
pub struct CheckArgs {
    /// The case
    case: PathBuf,
    /// As a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Checked<'a> {
    what: &'a str,
    count: u64,
    wrong: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a str>,
}

impl CheckArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let findings = self.findings(global)?;
        let mut out = Out::new();
        if self.json {
            let mut array = out.array()?;
            for finding in &findings {
                array.push(&Checked {
                    what: finding.what,
                    count: finding.count,
                    wrong: &finding.wrong,
                    skipped: finding.skipped,
                })?;
            }
            array.finish()?;
        } else {
            let mut table = Table::new(
                &mut out,
                &[("CHECKED", Fit::Whole), ("COUNT", Fit::Number), ("FOUND", Fit::Rest)],
            );
            for finding in &findings {
                let count = finding.count.to_string();
                let skipped = finding.skipped.map(|why| format!("not checked: {why}"));
                let first = finding.wrong.first().map(String::as_str);
                table.row(&[finding.what, &count, skipped.as_deref().or(first).unwrap_or("ok")])?;
                for more in finding.wrong.iter().skip(1) {
                    table.row(&["", "", more])?;
                }
            }
            table.finish()?;
        }
        out.finish()?;
        let wrong = findings.iter().any(|finding| !finding.wrong.is_empty());
        Ok(if wrong { Exit::Incomplete } else { Exit::Done })
    }

    /// The case is opened for writing, to rebuild the projection and roll that back.
    fn findings(&self, global: &Global) -> Result<Vec<Finding>> {
        if !global.read_only {
            match Case::open(&self.case) {
                Ok(case) => return Ok(case.check(true).map_err(|error| error.at(case.path()))?),
                Err(CaseError::NotWritable(..)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        global.read(&self.case, |case| Ok(case.check(false)?))
    }
}

/// What a case holds and how far its reviewers have come.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// The case
    case: PathBuf,
    /// As a JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Stats {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<crate::domain::Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale: Option<String>,
    records: BTreeMap<&'static str, u64>,
    reviewers: Vec<Reviewed>,
    bytes: u64,
    journal_mode: String,
    sqlite: &'static str,
}

#[derive(Serialize)]
struct Reviewed {
    name: String,
    decided: u64,
    aside: u64,
    verdicts: u64,
}

impl StatsArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let stats = global.read(&self.case, stats)?;
        let mut out = Out::new();
        if self.json {
            out.json(&stats)?
        } else {
            text(&mut out, &stats)?
        }
        out.finish()?;
        Ok(Exit::Done)
    }
}

fn stats(case: &Case) -> Result<Stats> {
    let info = case.info()?;
    let mut records = BTreeMap::new();
    for kind in Kind::ALL {
        records.insert(kind.plural(), case.count(*kind)?);
    }
    let mut reviewers = Vec::new();
    for reviewer in case.reviewers()? {
        let progress = case.progress(reviewer.id)?;
        reviewers.push(Reviewed {
            name: reviewer.name,
            decided: progress.decided,
            aside: progress.aside,
            verdicts: progress.verdicts,
        });
    }
    let (bytes, sqlite, journal_mode) = case.file_facts()?;
    Ok(Stats {
        title: info.title,
        as_of: info.as_of,
        stale: info.stale,
        records,
        reviewers,
        bytes,
        journal_mode,
        sqlite,
    })
}

fn text(out: &mut Out, stats: &Stats) -> Result<()> {
    out.field("title", &stats.title)?;
    out.field("as of", &stats.as_of.as_ref().map(ToString::to_string).unwrap_or_default())?;
    out.field("stale", stats.stale.as_deref().unwrap_or_default())?;
    for kind in Kind::ALL {
        let count = stats.records.get(kind.plural()).copied().unwrap_or(0);
        out.field(kind.plural(), &count.to_string())?;
    }
    let count = |kind: Kind| stats.records.get(kind.plural()).copied().unwrap_or(0);
    for reviewer in &stats.reviewers {
        let aside =
            if reviewer.aside > 0 { format!(", {} set aside", reviewer.aside) } else { String::new() };
        out.field(
            "reviewer",
            &format!(
                "{}: {} of {} of evidence decided{aside}, verdict on {} of {}",
                reviewer.name,
                reviewer.decided,
                counted(count(Kind::Evidence), "piece"),
                reviewer.verdicts,
                counted(count(Kind::Claim), "claim")
            ),
        )?;
    }
    out.field(
        "file",
        &format!("{} bytes, SQLite {}, journal mode {}", stats.bytes, stats.sqlite, stats.journal_mode),
    )
}
