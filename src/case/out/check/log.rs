//! The log: its chain, what is noted beside its events, and what it answers for.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::open::Case;
use crate::case::log::journal::{self, EVENT};
use crate::case::out::check::{Finding, name, skipped};
use crate::case::tables::columns;
use crate::domain::Annotation;
use crate::domain::event::{Counts, Event, Payload};
use crate::domain::fields::Written;
use crate::domain::ids::{Digest, ItemId};
use rusqlite::Row;
use std::collections::HashMap;

impl Case {
    pub(crate) fn check_log(&self) -> Result<Finding, CaseError> {
        let (mut count, mut wrong) = (0, Vec::new());
        let mut found = self.conn.prepare(&format!(
            "SELECT {EVENT}, \
               e.seq = 1 AND e.prev = zeroblob(32) OR EXISTS (SELECT 1 FROM event p \
                 WHERE p.hash = e.prev AND p.replica = e.replica AND p.seq = e.seq - 1), \
               e.item, e.step, w.uuid \
             FROM event e JOIN replica r ON r.id = e.replica JOIN reviewer w ON w.id = r.reviewer \
             ORDER BY e.replica, e.seq",
        ))?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            count += 1;
            let event = journal::event(r)?;
            let at = || format!("event {} of replica {}", event.seq, event.replica);
            if !event.verifies() {
                name(&mut wrong, || format!("{} was changed after it was written", at()));
            }
            if !r.get::<_, bool>(9)? {
                name(&mut wrong, || format!("{} does not follow the event before it", at()));
            }
            match event.read() {
                Ok(payload) if is_filed(&event, payload.as_ref(), r)? => {}
                Ok(_) => name(&mut wrong, || format!("{} is not filed as it says itself", at())),
                Err(_) => name(&mut wrong, || format!("{} cannot be read", at())),
            }
        }
        for (sql, what) in [
            (
                "SELECT r.uuid FROM replica r WHERE r.seq > 0 AND NOT EXISTS \
                 (SELECT 1 FROM event e WHERE e.replica = r.id AND e.seq = r.seq AND e.hash = r.head)",
                "has lost its end",
            ),
            (
                "SELECT r.uuid FROM replica r WHERE EXISTS \
                 (SELECT 1 FROM event e WHERE e.replica = r.id AND e.seq > r.seq)",
                "goes on after its end",
            ),
        ] {
            let mut found = self.conn.prepare(sql)?;
            let mut rows = found.query([])?;
            while let Some(r) = rows.next()? {
                let replica = columns::uuid(r, 0)?;
                name(&mut wrong, || format!("the journal of replica {replica} {what}"));
            }
        }
        let ahead: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM event WHERE hlc > (SELECT clock FROM case_info))",
            [],
            |r| r.get(0),
        )?;
        if ahead {
            name(&mut wrong, || "the clock of the case is behind its events".into());
        }
        Ok(Finding { what: "events and their chain", count, wrong, skipped: None })
    }

    /// What imports replaced and brought is theirs, and as much as they say.
    pub(crate) fn check_imports(&self) -> Result<Finding, CaseError> {
        let mut wrong = Vec::new();
        let held = |table: &str| -> Result<HashMap<Digest, u64>, CaseError> {
            let mut found =
                self.conn.prepare(&format!("SELECT event, count(*) FROM {table} GROUP BY event"))?;
            let all = found.query_map([], |r| Ok((columns::digest(r, 0)?, columns::count(r, 1)?)))?;
            Ok(all.collect::<Result<_, _>>()?)
        };
        let (mut replaced, mut brought) = (held("replaced")?, held("brought")?);
        let mut rows_of_imports = Vec::new();
        let mut found = self.conn.prepare(
            "SELECT id, hash, payload FROM event WHERE item IS NULL AND payload IS NOT NULL ORDER BY id",
        )?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let total = |counts: &Counts| counts.values().sum::<u64>();
            let hash = columns::digest(r, 1)?;
            let (file, changed, annotations) = match columns::json(r, 2) {
                Ok(Payload::Import { name, changed, annotations, .. }) => (name, changed, annotations),
                Ok(Payload::Remove { removed, step, .. }) => {
                    if replaced.remove(&hash).unwrap_or(0) != total(&removed) {
                        name(&mut wrong, || format!("what was taken out is not all there: {}", step.label));
                    }
                    continue;
                }
                Ok(Payload::Merge { replaced: kept, .. }) => {
                    if replaced.remove(&hash).unwrap_or(0) != total(&kept) {
                        name(&mut wrong, || "what a merge replaced is not all there".into());
                    }
                    continue;
                }
                _ => continue,
            };
            rows_of_imports.push(r.get::<_, i64>(0)?);
            let kept = (replaced.remove(&hash).unwrap_or(0), brought.remove(&hash).unwrap_or(0));
            if kept != (total(&changed), annotations) {
                name(&mut wrong, || {
                    format!("what the import of {file} replaced or brought is not all there")
                });
            }
        }
        if !replaced.is_empty() || !brought.is_empty() {
            name(&mut wrong, || "something came by an import that the log does not know".into());
        }
        self.check_batches(&rows_of_imports, &mut wrong)?;
        let mut found = self.conn.prepare("SELECT annotation, written FROM brought")?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let written = Written::from_blob(r.get::<_, Option<Vec<u8>>>(1)?.as_deref());
            if !columns::json::<Annotation>(r, 0).is_ok_and(|said| written.agrees(&said)) {
                name(&mut wrong, || "what an import brought was changed outside corrob".into());
            }
        }
        Ok(Finding { what: "imports", count: rows_of_imports.len() as u64, wrong, skipped: None })
    }

    /// Each batch of records came by an import, or was made by hand.
    fn check_batches(&self, imports: &[i64], wrong: &mut Vec<String>) -> Result<(), CaseError> {
        let mut found = self.conn.prepare("SELECT event, first_event FROM import_batch")?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let (own, first): (Option<i64>, Option<i64>) = (r.get(0)?, r.get(1)?);
            let known = own.is_none_or(|own| imports.binary_search(&own).is_ok());
            if !known || first > own || first.is_some() != own.is_some() {
                name(wrong, || "an import is not noted as the log tells it".into());
            }
        }
        let stray: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM (SELECT batch, max(key) AS last FROM evidence WHERE batch > 0 GROUP BY batch) v \
             WHERE NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.batch = v.batch AND b.last_key >= v.last))",
            [],
            |r| r.get(0),
        )?;
        if stray {
            name(wrong, || "evidence came by an import that is not noted".into());
        }
        Ok(())
    }

    /// All that the case holds besides what the log tells is what the log says that it is.
    pub(crate) fn check_dossier(&self) -> Result<Finding, CaseError> {
        const WHAT: &str = "all of it, by the log";
        let (stands, told) = dossier::state(&self.conn)?;
        let found = dossier::sum_up(&self.conn)?;
        if !dossier::is_answered_for(&self.conn)? && told.is_none() && found == stands {
            return Ok(skipped(WHAT, "no change was made since this version of corrob has the case"));
        }
        let mut wrong = Vec::new();
        if found != stands || told != Some(stands) || !dossier::is_told(&self.conn, stands)? {
            wrong.push(
                "the case's description, its records, its reviewers, or what imports replaced or brought, are not \
                 what the log answers for: something was changed, added or taken away outside corrob"
                    .into(),
            );
        }
        Ok(Finding { what: WHAT, count: 1, wrong, skipped: None })
    }
}

/// Whether an event is filed under the reviewer, item and step that its payload names.
fn is_filed(event: &Event, payload: Option<&Payload>, r: &Row<'_>) -> Result<bool, CaseError> {
    let item = r.get::<_, Option<[u8; 16]>>(10)?.map(ItemId::from_bytes);
    let step = r.get::<_, Option<i64>>(11)?;
    Ok(match payload {
        // What was erased stays filed as it was, or never came.
        None => event.seq != 1,
        Some(Payload::Join { reviewer, .. }) if *reviewer != columns::uuid(r, 12)? => false,
        Some(payload) => item == payload.item() && step == payload.step().map(|step| columns::int(step.step)),
    })
}
