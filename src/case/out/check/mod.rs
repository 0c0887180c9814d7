//! Verifying a case: what SQLite can tell, and what only we can. Whatever a reader sees is either told by
//! the log, which is chained, or is a part of the dossier, for which the log answers by its digest, or is
//! worked out from both again and compared.

mod counts;
mod documents;
mod log;
mod projection;
mod quotes;
mod records;
mod words;

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys};
use crate::domain::Kind;
use rusqlite::OptionalExtension;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was checked.
    pub what: &'static str,
    /// How much of it there was.
    pub count: u64,
    /// What is wrong, a sentence each; empty where all is well.
    pub wrong: Vec<String>,
    /// Why it was not checked, where it was not.
    pub skipped: Option<&'static str>,
}

/// How many faults of one sort are named.
const NAMED: usize = 20;

/// Why a check that works things out again in the case's own file is not made.
const READ_ONLY: &str = "the case is open read-only";

impl Case {
    /// Verifies the file, its records, its log and its projections. `writable` says whether the
    /// projections may be made again for comparison (in a transaction that is taken back).
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self, writable: bool) -> Result<Vec<Finding>, CaseError> {
        Ok(vec![
            self.check_sqlite()?,
            self.check_references()?,
            self.check_records()?,
            self.check_documents()?,
            self.check_quotes()?,
            self.check_counts()?,
            self.check_log()?,
            self.check_imports()?,
            self.check_dossier()?,
            if writable { self.check_search()? } else { skipped("search index", READ_ONLY) },
            if writable { self.check_projection()? } else { skipped("projection", READ_ONLY) },
        ])
    }

    fn check_sqlite(&self) -> Result<Finding, CaseError> {
        let mut found = self.conn.prepare("PRAGMA integrity_check(20)")?;
        let lines: Vec<String> = found.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let pages: u64 = self.conn.query_row("PRAGMA page_count", [], |r| columns::count(r, 0))?;
        let said = lines.into_iter().filter(|line| line != "ok");
        let wrong = said.map(|line| format!("SQLite's own check says: {line}")).collect();
        Ok(Finding { what: "database pages", count: pages, wrong, skipped: None })
    }

    fn check_references(&self) -> Result<Finding, CaseError> {
        let mut found = self.conn.prepare("PRAGMA foreign_key_check")?;
        let mut rows = found.query([])?;
        let mut wrong = Vec::new();
        while let Some(r) = rows.next()? {
            let (table, target): (String, String) = (r.get(0)?, r.get(2)?);
            name(&mut wrong, || format!("a row of {table} refers to a {target} that is not there"));
        }
        let mut count = 0;
        for kind in Kind::ALL {
            count += keys::counter(&self.conn, &format!("count.{kind}"))?;
        }
        Ok(Finding { what: "references", count, wrong, skipped: None })
    }
}

fn name(wrong: &mut Vec<String>, sentence: impl FnOnce() -> String) {
    match wrong.len() {
        n if n < NAMED => wrong.push(sentence()),
        NAMED => wrong.push("and more of the same".into()),
        _ => {}
    }
}

fn skipped(what: &'static str, why: &'static str) -> Finding {
    Finding { what, count: 0, wrong: Vec::new(), skipped: Some(why) }
}

impl Case {
    /// Size of the file in bytes, its SQLite version and journal mode, for `stats`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn file_facts(&self) -> Result<(u64, &'static str, String), CaseError> {
        let size = std::fs::metadata(&self.path).map(|meta| meta.len()).unwrap_or(0);
        let mode: Option<String> = self.conn.query_row("PRAGMA journal_mode", [], |r| r.get(0)).optional()?;
        Ok((size, rusqlite::version(), mode.unwrap_or_default()))
    }
}
