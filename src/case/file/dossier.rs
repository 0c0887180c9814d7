//! The digest of the dossier: of all that the case holds besides what its log tells, its description,
//! records and reviewers, and what imports replaced and brought. Events carry it, so that the log answers
//! for every byte of them.
//!
//! It is a sum of digests, one of each thing, so that a change costs what it changes.

use crate::case::error::CaseError;
use crate::domain::entry::Reviewer;
use crate::domain::fields::Written;
use crate::domain::ids::{Digest, Digester};
use crate::domain::words::Being;
use crate::domain::{Annotation, Kind};
use rusqlite::{Connection, params};
use serde_json::Value;

/// A sum of digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum([u64; 4]);

impl Sum {
    /// The sum that stands as a digest.
    fn of(digest: Digest) -> Self {
        let mut sum = Self::default();
        sum.add(digest);
        sum
    }

    /// Adds one thing.
    pub(crate) fn add(&mut self, Digest(bytes): Digest) {
        for (lane, part) in self.0.iter_mut().zip(bytes.as_chunks().0) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*part));
        }
    }

    /// Takes one thing away.
    pub(crate) fn take(&mut self, Digest(bytes): Digest) {
        for (lane, part) in self.0.iter_mut().zip(bytes.as_chunks().0) {
            *lane = lane.wrapping_sub(u64::from_be_bytes(*part));
        }
    }

    /// The sum, as a digest.
    pub(crate) fn digest(self) -> Digest {
        let mut bytes = [0; 32];
        for (part, lane) in bytes.as_chunks_mut().0.iter_mut().zip(self.0) {
            *part = lane.to_be_bytes();
        }
        Digest(bytes)
    }
}

fn thing(what: &str, parts: &[&[u8]]) -> Digest {
    let mut digest = Digester::default();
    digest.add(what.as_bytes());
    for part in parts {
        digest.add(&(part.len() as u64).to_be_bytes());
        digest.add(part);
    }
    digest.finish()
}

/// What the case says of itself.
pub(crate) fn of_case(body: &str) -> Digest {
    thing("case", &[body.as_bytes()])
}

/// A record counts by the digest that stands beside it.
pub(crate) fn of_record(body: &str) -> Digest {
    Digest::of(body.as_bytes())
}

/// A reviewer.
pub(crate) fn of_reviewer(Reviewer { id, name, is }: &Reviewer) -> Digest {
    reviewer(id.as_bytes(), name, is.map(Being::word))
}

fn reviewer(id: &[u8], name: &str, being: Option<&str>) -> Digest {
    let being = being.map(str::as_bytes);
    thing("reviewer", &[&[id, name.as_bytes()], being.as_slice()].concat())
}

/// What an import replaced: the number of its kind, its id, and how it was, its members in any order.
pub(crate) fn of_replaced(kind: i64, item: &[u8], body: &str) -> Result<Digest, serde_json::Error> {
    let body: Value = serde_json::from_str(body)?;
    Ok(thing("replaced", &[&kind.to_be_bytes(), item, body.to_string().as_bytes()]))
}

/// What an import brought a reviewer to say of an item. What they wrote in their own words counts by its
/// digest, which stays where it is erased.
pub(crate) fn of_brought(
    reviewer: &[u8],
    (kind, item): (i64, &[u8]),
    (said, written): (&Annotation, &Written),
    changed: Option<i64>,
) -> Result<Digest, serde_json::Error> {
    let rest = serde_json::to_vec(&Written::without(said))?;
    let written = written.to_blob().unwrap_or_default();
    let changed = changed.map(i64::to_be_bytes);
    let changed: &[u8] = changed.as_ref().map_or(&[], |bytes| bytes);
    Ok(thing("brought", &[reviewer, &kind.to_be_bytes(), item, &rest, changed, &written]))
}

/// What stands as the sum, and what the log says that it is.
pub(crate) fn state(conn: &Connection) -> Result<(Digest, Option<Digest>), rusqlite::Error> {
    conn.prepare_cached("SELECT dossier, told FROM case_info")?.query_row([], |r| {
        let read = |bytes: Option<Vec<u8>>| bytes.and_then(|bytes| Digest::from_bytes(&bytes));
        Ok((read(r.get(0)?).unwrap_or(Digest::NONE), read(r.get(1)?)))
    })
}

/// Changes the sum together with what it is of.
pub(crate) fn change(conn: &Connection, change: impl FnOnce(&mut Sum)) -> Result<(), rusqlite::Error> {
    let mut sum = Sum::of(state(conn)?.0);
    change(&mut sum);
    conn.prepare_cached("UPDATE case_info SET dossier = ?1")?.execute([sum.digest().0])?;
    Ok(())
}

/// Notes what the log says that the sum is; none where it says otherwise.
pub(crate) fn note_told(conn: &Connection, told: Option<Digest>) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("UPDATE case_info SET told = ?1")?.execute([told.map(|told| told.0)])?;
    Ok(())
}

/// Whether the log answers for the dossier at all: it does from the first event on that a case of this format
/// was given.
pub(crate) fn is_answered_for(conn: &Connection) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE dossier IS NOT NULL)";
    conn.query_row(sql, [], |r| r.get(0))
}

/// Whether some journal tells this sum last. Journals that came from another case tell what that one held.
pub(crate) fn is_told(conn: &Connection, sum: Digest) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM (SELECT max(seq), dossier FROM event WHERE dossier IS NOT NULL \
               GROUP BY replica) WHERE dossier = ?1)";
    conn.query_row(sql, [sum.0], |r| r.get(0))
}

/// Sums up all that there is.
pub(crate) fn sum_up(conn: &Connection) -> Result<Digest, CaseError> {
    let mut sum = Sum::default();
    let mut each = |sql: &str, of: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<Digest, CaseError>| {
        let mut found = conn.prepare(sql)?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            sum.add(of(r)?);
        }
        Ok::<(), CaseError>(())
    };
    let text = |r: &rusqlite::Row<'_>, column| -> Result<String, rusqlite::Error> { r.get(column) };
    let blob = |r: &rusqlite::Row<'_>, column| -> Result<Vec<u8>, rusqlite::Error> { r.get(column) };
    each("SELECT body FROM case_info", &mut |r| Ok(of_case(&text(r, 0)?)))?;
    for kind in Kind::ALL {
        each(&format!("SELECT body FROM {}", kind.word()), &mut |r| Ok(of_record(&text(r, 0)?)))?;
    }
    each("SELECT uuid, name, being FROM reviewer", &mut |r| {
        // As it stands, though it may be no word for a being: a change of it is to be noticed.
        Ok(reviewer(&blob(r, 0)?, &text(r, 1)?, r.get::<_, Option<String>>(2)?.as_deref()))
    })?;
    each("SELECT kind, item, body FROM replaced", &mut |r| {
        Ok(of_replaced(r.get(0)?, &blob(r, 1)?, &text(r, 2)?)?)
    })?;
    let brought = "SELECT w.uuid, b.kind, b.item, b.annotation, b.changed, b.written FROM brought b \
                   JOIN reviewer w ON w.id = b.reviewer";
    each(brought, &mut |r| {
        let said: Annotation = serde_json::from_str(&text(r, 3)?)?;
        let written = Written::from_blob(r.get::<_, Option<Vec<u8>>>(5)?.as_deref());
        Ok(of_brought(&blob(r, 0)?, (r.get(1)?, &blob(r, 2)?), (&said, &written), r.get(4)?)?)
    })?;
    Ok(sum.digest())
}

/// Begins to keep the sum, in a case that did not.
pub(crate) fn begin(conn: &Connection) -> Result<(), CaseError> {
    let mut brought = conn.prepare("SELECT id, annotation FROM brought")?;
    let mut rows = brought.query([])?;
    while let Some(r) = rows.next()? {
        let said: Annotation = serde_json::from_str(&r.get::<_, String>(1)?)?;
        if let Some(written) = Written::of(&said).to_blob() {
            conn.prepare_cached("UPDATE brought SET written = ?2 WHERE id = ?1")?
                .execute(params![r.get::<_, i64>(0)?, written])?;
        }
    }
    conn.execute("UPDATE case_info SET dossier = ?1", [sum_up(conn)?.0])?;
    Ok(())
}
