//! What is counted and placed beside the records.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::overwriting;
use crate::case::out::check::{Finding, name};
use crate::case::tables::position::{ARRANGED, BLOCK_BITS};
use crate::case::tables::{columns, keys};
use crate::domain::{Key, Kind, wording};

/// Claims that do not count their evidence of some stance as it is.
const MISCOUNTED: &str = "SELECT count(*) FROM claim c WHERE \
     c.supports <> (SELECT count(*) FROM evidence e WHERE e.pos >= c.ord << 32 AND e.pos < (c.ord << 32) + (1 << 30)) \
     OR c.repeats <> (SELECT count(*) FROM evidence e WHERE e.pos >= (c.ord << 32) + (1 << 30) AND e.pos < (c.ord << 32) + (2 << 30)) \
     OR c.disputes <> (SELECT count(*) FROM evidence e WHERE e.pos >= (c.ord << 32) + (2 << 30) AND e.pos < (c.ord << 32) + (3 << 30)) \
     OR c.context <> (SELECT count(*) FROM evidence e WHERE e.pos >= (c.ord << 32) + (3 << 30) AND e.pos < (c.ord + 1) << 32)";

/// Records that stand elsewhere than what they refer to puts them.
const MISPLACED: [(Kind, &str); 3] = [
    (
        Kind::Evidence,
        "SELECT e.key FROM evidence e JOIN claim c ON c.id = e.claim \
         WHERE e.pos <> (c.ord << 32 | (e.stance << 30) | e.id) OR e.source_pos <> (e.source << 32 | e.id)",
    ),
    (
        Kind::Claim,
        "SELECT c.key FROM claim c LEFT JOIN claim p ON p.id = c.parent \
         WHERE c.depth <> coalesce(p.depth + 1, 0) OR p.ord >= c.ord",
    ),
    (
        Kind::Figure,
        "SELECT f.key FROM figure f JOIN evidence e ON e.id = f.evidence \
         WHERE f.body -> '$.claim' IS NULL AND f.claim IS NOT e.claim",
    ),
];

impl Case {
    pub(super) fn check_counts(&self) -> Result<Finding, CaseError> {
        let number = |sql: &str| self.conn.query_row(sql, [], |r| columns::count(r, 0));
        let mut wrong = Vec::new();
        for kind in Kind::ALL {
            let table = keys::table(*kind);
            let there = number(&format!("SELECT count(*) FROM {table}"))?;
            let counted = keys::counter(&self.conn, &format!("count.{kind}"))?;
            if there != counted {
                name(&mut wrong, || format!("{counted} {} are counted and {there} are there", kind.plural()));
            }
            let last = number(&format!("SELECT coalesce(max(key), 0) FROM {table}"))?;
            if keys::counter(&self.conn, &format!("key.{kind}"))? < last {
                name(&mut wrong, || format!("the next key of {} was given already", kind.one()));
            }
            let twice =
                number(&format!("SELECT EXISTS (SELECT 1 FROM {table} GROUP BY key HAVING count(*) > 1)"))?;
            if keys::counter(&self.conn, &format!("shared-keys.{kind}"))? != twice {
                name(&mut wrong, || format!("whether two {} share a key is noted wrong", kind.plural()));
            }
            if number(&format!("SELECT coalesce(max(batch), 0) FROM {table}"))?
                > keys::counter(&self.conn, "batch")?
            {
                name(&mut wrong, || {
                    format!("one of the {} came by an import that there was not", kind.plural())
                });
            }
        }
        let known = |counter: &str| {
            ["batch", overwriting::DUE, ARRANGED].contains(&counter)
                || counter.split_once('.').is_some_and(|(what, kind)| {
                    ["count", "key", "shared-keys", "row", "ord"].contains(&what)
                        && kind.parse::<Kind>().is_ok()
                })
        };
        let mut found = self.conn.prepare("SELECT name FROM counter")?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let counter: String = r.get(0)?;
            if !known(&counter) {
                name(&mut wrong, || format!("something unknown is counted: {counter}"));
            }
        }
        for (kind, sql) in MISPLACED {
            let mut found = self.conn.prepare(sql)?;
            let mut rows = found.query([])?;
            while let Some(r) = rows.next()? {
                let key = Key::new(kind, columns::count(r, 0)?);
                name(&mut wrong, || format!("{key} does not stand where it belongs"));
            }
        }
        let off = number(MISCOUNTED)?;
        if off > 0 {
            wrong.push(format!("{} with a wrong count of evidence", wording::counted(off, "claim")));
        }
        let blocks = number(&format!(
            "SELECT count(*) FROM (SELECT ord >> {BLOCK_BITS} AS block, count(*) AS n FROM claim GROUP BY 1) c \
             FULL JOIN (SELECT block, n FROM claim_block WHERE n <> 0) b ON b.block = c.block WHERE b.n IS NOT c.n"
        ))?;
        if blocks > 0 {
            wrong.push("the order of claims is counted wrong".into());
        }
        Ok(Finding { what: "counts", count: keys::counter(&self.conn, "count.claim")?, wrong, skipped: None })
    }
}
