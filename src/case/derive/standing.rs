//! What a claim stands on, read from the case.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::position::PIECES;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::ItemId;
use crate::domain::origins::ClaimOrigins;
use crate::domain::standing::{Readings, Released, Standing};
use crate::domain::{Annotation, Kind};
use rusqlite::params;

impl Case {
    /// What a claim stands on, as the reviewer has tagged its evidence: where that comes from, what is
    /// left where only what is tagged released counts, and what should be looked at again.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn standing(&self, reviewer: ItemId, claim: ItemId) -> Result<Standing, CaseError> {
        let (origins, said) = self.origins(reviewer, claim)?;
        let released = Released::of(&origins, &said);
        let pieces = origins.question.pieces.iter().enumerate();
        let readings = Readings::of(pieces.map(|(at, piece)| (piece.stance, said.get(at))));
        Ok(Standing { released, readings, stale: self.stale(reviewer, claim)?, origins })
    }

    /// What the reviewer of a row says of each piece that was weighed, in their order.
    pub(crate) fn said_of_pieces(
        &self,
        me: i64,
        claim: ItemId,
        origins: &ClaimOrigins,
    ) -> Result<Vec<Annotation>, CaseError> {
        let (from, to) = position::claim(self.ord_of_claim(claim)?);
        let mut found = self.conn.prepare_cached(
            "SELECT e.key, e.uuid, a.body FROM evidence e \
             LEFT JOIN annotation a ON a.kind = ?4 AND a.item = e.id AND a.reviewer = ?1 \
             WHERE e.pos >= ?2 AND e.pos < ?3 ORDER BY e.pos LIMIT ?5",
        )?;
        let limit = columns::int(PIECES as u64);
        let mut rows = found.query(params![me, from, to, EVIDENCE, limit])?;
        let mut said = Vec::with_capacity(origins.pieces.len());
        while let Some(r) = rows.next()? {
            // Both are in the order of the case, and a piece without a source was not weighed.
            let key = keys::shown(&self.conn, Kind::Evidence, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            if origins.pieces.get(said.len()) == Some(&key) {
                said.push(columns::annotation(r, 2)?);
            }
        }
        Ok(said)
    }
}
