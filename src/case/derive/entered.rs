//! Who made a record of the dossier give the ground that is only inferred in it, as far as the log knows.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::import_batches::ImportBatches;
use crate::case::tables::keys;
use crate::domain::ids::ItemId;
use crate::domain::ledger::{Entered, Ledger, Reason};
use crate::domain::{Hlc, Kind};
use rusqlite::OptionalExtension;
use std::collections::HashSet;

/// What the log has of a record's ground: when it came, whose event that is, and whether they wrote it.
struct Found {
    at: Hlc,
    reviewer: i64,
    by_hand: bool,
}

impl Case {
    /// Notes who made records give the grounds that are inferred in a ledger. `name` is that of a reviewer's row.
    pub(crate) fn note_entered(
        &self,
        ledger: &mut Ledger,
        name: impl Fn(i64) -> Result<String, CaseError>,
    ) -> Result<(), CaseError> {
        let mut batches = ImportBatches::default();
        let voices = ledger.entries.iter_mut().flat_map(|entry| &mut entry.voices);
        let reasons = voices.filter_map(|voice| voice.reason.as_mut());
        for reason in reasons.filter(|reason| reason.is_inferred_in_record()) {
            let Reason { record: Some((kind, id)), .. } = *reason else { continue };
            let (hand, import) = (self.written(id)?, self.imported(&mut batches, kind, id)?);
            let last = hand.into_iter().chain(import).max_by_key(|found| found.at);
            let entered = last.map(|found| -> Result<Entered, CaseError> {
                let name = name(found.reviewer)?;
                Ok(if found.by_hand { Entered::ByHand(name) } else { Entered::Imported(name) })
            });
            reason.entered = entered.transpose()?;
        }
        Ok(())
    }

    /// The name of a reviewer's row.
    pub(crate) fn reviewer_name(&self, reviewer: i64) -> Result<String, CaseError> {
        Ok(self
            .conn
            .prepare_cached("SELECT name FROM reviewer WHERE id = ?1")?
            .query_row([reviewer], |r| r.get(0))?)
    }

    /// The last event, not undone, by which a record was made or its ground was set by hand.
    fn written(&self, item: ItemId) -> Result<Option<Found>, CaseError> {
        let mut found = self.conn.prepare_cached(
            "SELECT e.hlc, r.reviewer, e.replica, e.payload ->> '$.step', e.payload ->> '$.undoes' \
             FROM event e JOIN replica r ON r.id = e.replica \
             WHERE e.item = ?1 AND (e.payload ->> '$.op' = 'add' OR e.payload ->> '$.op' = 'edit' AND EXISTS \
             (SELECT 1 FROM json_each(e.payload, '$.set') WHERE key IN ('availability', 'ground', 'basis'))) \
             ORDER BY e.hlc DESC, e.hash DESC",
        )?;
        let mut rows = found.query([item.as_bytes()])?;
        let mut undone: HashSet<(i64, Option<i64>)> = HashSet::new();
        while let Some(r) = rows.next()? {
            let (replica, step, undoes): (i64, Option<i64>, Option<i64>) = (r.get(2)?, r.get(3)?, r.get(4)?);
            if undoes.is_some() {
                undone.insert((replica, undoes));
            } else if !undone.contains(&(replica, step)) {
                return Ok(Some(Found { at: Hlc(r.get(0)?), reviewer: r.get(1)?, by_hand: true }));
            }
        }
        Ok(None)
    }

    /// The import that brought a record, or changed it last.
    fn imported(
        &self,
        batches: &mut ImportBatches,
        kind: Kind,
        id: ItemId,
    ) -> Result<Option<Found>, CaseError> {
        let sql = format!("SELECT batch, key FROM {} WHERE uuid = ?1", keys::table(kind));
        let at = self.conn.prepare_cached(&sql)?.query_row([id.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?)));
        let Some((batch, key)) = at.optional()? else { return Ok(None) };
        // Of a history that was restored only the evidence is told by its keys.
        let key = if kind == Kind::Evidence { key } else { i64::MAX };
        let Some(arrival) = batches.of(&self.conn, batch, key)? else { return Ok(None) };
        let reviewer = self
            .conn
            .prepare_cached(
                "SELECT r.reviewer FROM event e JOIN replica r ON r.id = e.replica WHERE e.id = ?1",
            )?
            .query_row([arrival.own()], |r| r.get(0))?;
        Ok(Some(Found { at: arrival.at, reviewer, by_hand: false }))
    }
}
