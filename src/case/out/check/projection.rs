//! What follows from the log: made again from it, and compared.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::out::check::Finding;
use crate::domain::ids::{Digest, Digester};
use rusqlite::Connection;

/// The projections, and in which order their rows are compared.
const PROJECTIONS: [(&str, &str); 5] = [
    ("annotation", "kind, item, reviewer"),
    ("tally", "reviewer"),
    ("claim_tally", "reviewer, claim"),
    ("settled_run", "reviewer, by_source, first"),
    ("step", "replica, step"),
];

impl Case {
    pub(super) fn check_projection(&self) -> Result<Finding, CaseError> {
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
