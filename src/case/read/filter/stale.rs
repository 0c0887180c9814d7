//! What has grown old, of the whole case at once.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::import_batches::ImportBatches;
use crate::case::read::filter::check::Check;
use crate::case::read::stale::{BROUGHT, CHANGES, EarlierStatuses, Given, SAID, WITHDRAWN, accessed, today};
use crate::case::tables::columns::{self, CLAIM};
use crate::domain::Hlc;
use crate::domain::stale::unchecked;
use rusqlite::params;
use std::collections::HashMap;

/// When the verdicts that stand were given, by the row of the claim.
type Verdicts = HashMap<i64, Given>;

impl Case {
    /// Finds the claims whose verdict by one of these reviewers is older than newer evidence, and the
    /// sources that were not looked at for longer than the case allows.
    pub(crate) fn gather_stale(&self, by: &[i64], check: &mut Check) -> Result<(), CaseError> {
        check.knows_sources = true;
        self.each_quote(None, |_, quoted| {
            if !quoted.stands() {
                check.pieces.insert(quoted.at);
            }
        })?;
        for reviewer in by {
            let verdicts = self.verdicts(*reviewer)?;
            self.gather_withdrawn(&verdicts, check)?;
            if let Some(first) = verdicts.values().map(|given| given.at).min() {
                self.gather_newer(&verdicts, first, check)?;
                self.gather_changed(&verdicts, first, check)?;
            }
        }
        let Some(allowed) = self.info()?.recheck_days else { return Ok(()) };
        let today = today();
        let mut found = self.conn.prepare("SELECT id, body -> '$.accessed' FROM source")?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            if unchecked(accessed(r, 1)?.as_ref(), &today, allowed).is_some() {
                check.sources.insert(r.get(0)?);
            }
        }
        Ok(())
    }

    /// Claims with evidence from a source that was corrected, removed or retracted after the verdict.
    fn gather_withdrawn(&self, verdicts: &Verdicts, check: &mut Check) -> Result<(), CaseError> {
        if verdicts.is_empty() {
            return Ok(());
        }
        let mut found = self.conn.prepare(WITHDRAWN)?;
        let mut rows = found.query([])?;
        let mut claims = self.conn.prepare("SELECT DISTINCT claim FROM evidence WHERE source = ?1")?;
        while let Some(r) = rows.next()? {
            let (earlier, now) =
                (EarlierStatuses::of(&self.conn, columns::uuid(r, 2)?)?, r.get::<_, String>(4)?);
            let mut of = claims.query([r.get::<_, i64>(0)?])?;
            while let Some(r) = of.next()? {
                let claim = r.get(0)?;
                if verdicts.get(&claim).is_some_and(|given| earlier.differ(given, &now)) {
                    check.claims.insert(claim);
                }
            }
        }
        Ok(())
    }

    /// The verdicts of a reviewer that stand.
    fn verdicts(&self, reviewer: i64) -> Result<Verdicts, CaseError> {
        let mut verdicts = Verdicts::new();
        let mut standing = self.conn.prepare(
            "SELECT item FROM annotation WHERE reviewer = ?1 AND kind = ?2 AND verdict IS NOT NULL",
        )?;
        let never = Given { order: Hlc(i64::MIN), at: Hlc(i64::MAX), event: 0 };
        for claim in standing.query_map(params![reviewer, CLAIM], |r| r.get(0))? {
            verdicts.insert(claim?, never);
        }
        if verdicts.is_empty() {
            return Ok(verdicts);
        }
        let mut claim = self.conn.prepare_cached("SELECT id FROM claim WHERE uuid = ?1")?;
        for sql in [SAID, BROUGHT] {
            let mut found = self.conn.prepare(sql)?;
            let mut rows = found.query([reviewer])?;
            while let Some(r) = rows.next()? {
                let mut at = claim.query([r.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?])?;
                let Some(at) = at.next()?.map(|r| r.get::<_, i64>(0)).transpose()? else { continue };
                let given = Given { order: Hlc(r.get(1)?), at: Hlc(r.get(2)?), event: r.get(3)? };
                if let Some(last) = verdicts.get_mut(&at)
                    && last.order <= given.order
                {
                    *last = given;
                }
            }
        }
        Ok(verdicts)
    }

    /// Claims with evidence that an import brought or changed after the verdict.
    fn gather_newer(&self, verdicts: &Verdicts, first: Hlc, check: &mut Check) -> Result<(), CaseError> {
        // Where no import came after the first verdict there is no need to pass over the evidence.
        if !ImportBatches::any_after(&self.conn, first)? {
            return Ok(());
        }
        let mut arrivals = ImportBatches::default();
        let mut found = self.conn.prepare("SELECT claim, batch, key FROM evidence")?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            let claim = r.get(0)?;
            if let Some(given) = verdicts.get(&claim)
                && arrivals.of(&self.conn, r.get(1)?, r.get(2)?)?.is_some_and(|came| given.is_before(&came))
            {
                check.claims.insert(claim);
            }
        }
        Ok(())
    }

    /// Claims with evidence that was made or edited by hand, or replaced, after the verdict.
    fn gather_changed(&self, verdicts: &Verdicts, first: Hlc, check: &mut Check) -> Result<(), CaseError> {
        let changes = format!(
            "SELECT v.claim, e.hlc, v.batch, e.id, v.key FROM event e CROSS JOIN evidence v ON v.uuid = e.item \
             WHERE e.hlc > ?1 AND e.item IS NOT NULL \
             AND (instr(e.payload, '\"add\"') > 0 OR instr(e.payload, '\"edit\"') > 0) AND {CHANGES}"
        );
        for sql in [
            &changes,
            "SELECT v.claim, e.hlc, v.batch, e.id, v.key FROM replaced p CROSS JOIN event e ON e.hash = p.event \
             CROSS JOIN evidence v ON v.uuid = p.item WHERE e.hlc > ?1",
        ] {
            let mut arrivals = ImportBatches::default();
            let mut found = self.conn.prepare(sql)?;
            let mut rows = found.query([first.0])?;
            while let Some(r) = rows.next()? {
                let claim = r.get(0)?;
                let Some(given) = verdicts.get(&claim) else { continue };
                let came = arrivals.of(&self.conn, r.get(2)?, r.get(4)?)?;
                let event: i64 = r.get(3)?;
                if given.at < Hlc(r.get(1)?) && given.except(came) != event {
                    check.claims.insert(claim);
                }
            }
        }
        Ok(())
    }
}
