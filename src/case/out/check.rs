//! Verifying a case: what SQLite can tell, and what only we can.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{Digest, Digester};
use crate::domain::{Key, Kind, wording};
use rusqlite::{Connection, OptionalExtension};

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

/// The projections, and in which order their rows are compared.
const PROJECTIONS: [(&str, &str); 5] = [
    ("annotation", "kind, item, reviewer"),
    ("tally", "reviewer"),
    ("claim_tally", "reviewer, claim"),
    ("settled_run", "reviewer, by_source, first"),
    ("step", "replica, step"),
];

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
            self.check_counts()?,
            self.check_log()?,
            self.check_search()?,
            if writable {
                self.check_projection()?
            } else {
                skipped("projection", "the case is open read-only")
            },
        ])
    }

    fn check_sqlite(&self) -> Result<Finding, CaseError> {
        let mut found = self.conn.prepare("PRAGMA integrity_check(20)")?;
        let lines: Vec<String> = found.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let pages: u64 = self.conn.query_row("PRAGMA page_count", [], |r| columns::count(r, 0))?;
        let wrong = lines.into_iter().filter(|line| line != "ok").collect();
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

    fn check_records(&self) -> Result<Finding, CaseError> {
        let (mut count, mut wrong) = (0, Vec::new());
        for kind in Kind::ALL {
            let mut found =
                self.conn.prepare(&format!("SELECT key, body, digest FROM {}", keys::table(*kind)))?;
            let mut rows = found.query([])?;
            while let Some(r) = rows.next()? {
                count += 1;
                let key = Key::new(*kind, columns::count(r, 0)?);
                let whole = r.get_ref(1)?.as_str().is_ok_and(|body| {
                    columns::digest(r, 2).is_ok_and(|digest| Digest::of(body.as_bytes()) == digest)
                });
                if !whole {
                    name(&mut wrong, || {
                        format!("{key} does not match its digest: it was changed outside corrob")
                    });
                }
            }
        }
        Ok(Finding { what: "records", count, wrong, skipped: None })
    }

    fn check_counts(&self) -> Result<Finding, CaseError> {
        let mut wrong = Vec::new();
        for kind in Kind::ALL {
            let there: u64 =
                self.conn.query_row(&format!("SELECT count(*) FROM {}", keys::table(*kind)), [], |r| {
                    columns::count(r, 0)
                })?;
            let counted = keys::counter(&self.conn, &format!("count.{kind}"))?;
            if there != counted {
                name(&mut wrong, || format!("{counted} {} are counted and {there} are there", kind.plural()));
            }
        }
        let off: u64 = self.conn.query_row(
            "SELECT count(*) FROM claim c WHERE c.supports + c.repeats + c.disputes + c.context <> \
             (SELECT count(*) FROM evidence e WHERE e.pos >= c.ord << 32 AND e.pos < (c.ord + 1) << 32 \
              AND e.claim = c.id)",
            [],
            |r| columns::count(r, 0),
        )?;
        if off > 0 {
            wrong.push(format!("{} with a wrong count of evidence", wording::counted(off, "claim")));
        }
        let blocks: u64 = self
            .conn
            .query_row("SELECT coalesce(sum(n), 0) FROM claim_block", [], |r| columns::count(r, 0))?;
        let claims = keys::counter(&self.conn, "count.claim")?;
        if blocks != claims {
            wrong.push(format!("the order of claims counts {blocks} of {claims}"));
        }
        Ok(Finding { what: "counts", count: claims, wrong, skipped: None })
    }

    fn check_log(&self) -> Result<Finding, CaseError> {
        let (mut count, mut wrong) = (0, Vec::new());
        let mut found = self.conn.prepare(
            "SELECT r.uuid, e.seq, e.hlc, e.prev, e.digest, e.payload, e.hash, \
               e.seq = 1 AND e.prev = zeroblob(32) OR EXISTS (SELECT 1 FROM event p \
                 WHERE p.hash = e.prev AND p.replica = e.replica AND p.seq = e.seq - 1) \
             FROM event e JOIN replica r ON r.id = e.replica ORDER BY e.replica, e.seq",
        )?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            count += 1;
            let event = crate::case::log::journal::event(r)?;
            let at = || format!("event {} of replica {}", event.seq, event.replica);
            if !event.verifies() {
                name(&mut wrong, || format!("{} was changed after it was written", at()));
            }
            if !r.get::<_, bool>(7)? {
                name(&mut wrong, || format!("{} does not follow the event before it", at()));
            }
            if event.read().is_err() {
                name(&mut wrong, || format!("{} cannot be read", at()));
            }
        }
        let mut heads = self.conn.prepare(
            "SELECT r.uuid FROM replica r WHERE r.seq > 0 AND NOT EXISTS \
             (SELECT 1 FROM event e WHERE e.replica = r.id AND e.seq = r.seq AND e.hash = r.head)",
        )?;
        let mut rows = heads.query([])?;
        while let Some(r) = rows.next()? {
            let replica = columns::uuid(r, 0)?;
            name(&mut wrong, || format!("the journal of replica {replica} has lost its end"));
        }
        Ok(Finding { what: "events and their chain", count, wrong, skipped: None })
    }

    fn check_search(&self) -> Result<Finding, CaseError> {
        let docs: u64 =
            self.conn.query_row("SELECT count(*) FROM search_docsize", [], |r| columns::count(r, 0))?;
        let mut records = 0;
        for kind in Kind::ALL {
            records += keys::counter(&self.conn, &format!("count.{kind}"))?;
        }
        let wrong = if docs == records {
            Vec::new()
        } else {
            vec![format!("the search index holds {docs} of {records} records")]
        };
        Ok(Finding { what: "search index", count: docs, wrong, skipped: None })
    }

    fn check_projection(&self) -> Result<Finding, CaseError> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(|error| CaseError::from(error).at(&self.path))?;
        let compare = || -> Result<Finding, CaseError> {
            let before = dump(&self.conn)?;
            projection::rebuild(&self.conn)?;
            let after = dump(&self.conn)?;
            let mut wrong = Vec::new();
            for ((table, _), (was, is)) in PROJECTIONS.iter().zip(before.1.iter().zip(&after.1)) {
                if was != is {
                    wrong.push(format!("what stands in \"{table}\" is not what the events say"));
                }
            }
            Ok(Finding { what: "projection", count: after.0, wrong, skipped: None })
        };
        let result = compare();
        self.conn.execute_batch("ROLLBACK")?;
        result
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

/// The number of projected rows, and the digest of each projection.
fn dump(conn: &Connection) -> Result<(u64, Vec<Digest>), CaseError> {
    let (mut count, mut digests) = (0, Vec::new());
    for (table, order) in PROJECTIONS {
        let mut digest = Digester::default();
        let mut found = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
        let columns = found.column_count();
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            count += 1;
            for column in 0..columns {
                let value: rusqlite::types::Value = r.get(column)?;
                digest.add(format!("{value:?}\0").as_bytes());
            }
        }
        digests.push(digest.finish());
    }
    Ok((count, digests))
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
