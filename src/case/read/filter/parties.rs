//! The parties that a query finds: those that have to do with the claims and the evidence that it leaves, and those
//! that satisfy a query of words by themselves.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::row_set::RowSet;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::query::{Query, Term};
use crate::domain::{Kind, Party, Record as _};

impl Case {
    /// Rows of parties: who asserts a claim that the query leaves, whom it concerns, who speaks in its evidence or holds
    /// the material behind that; and whose own words are those of the query.
    pub(super) fn parties_found(&self, reviewer: ItemId, query: &Query) -> Result<RowSet, CaseError> {
        let mut found = RowSet::default();
        if query.is_empty() {
            for at in self.column("SELECT id FROM party")? {
                found.insert(at);
            }
            return Ok(found);
        }
        let left = self.filter(reviewer, query)?;
        let named = |home: Option<String>, id: &str, found: &mut RowSet| -> Result<(), CaseError> {
            let item = item_id(home.as_deref().unwrap_or(&self.dataset), Kind::Party, id);
            if let Some(at) = keys::row_of(&self.conn, Kind::Party, item)? {
                found.insert(at);
            }
            Ok(())
        };
        let mut claims = self
            .conn
            .prepare("SELECT ord, claimant, body ->> '$.dataset', body -> '$.concerns' FROM claim")?;
        let mut rows = claims.query([])?;
        while let Some(r) = rows.next()? {
            if !left.has_claim(r.get(0)?) {
                continue;
            }
            if let Some(claimant) = r.get(1)? {
                found.insert(claimant);
            }
            if r.get_ref(3)? != rusqlite::types::ValueRef::Null {
                for id in columns::json::<Vec<String>>(r, 3)? {
                    named(r.get(2)?, &id, &mut found)?;
                }
            }
        }
        let mut evidence = self.conn.prepare(
            "SELECT pos, body ->> '$.dataset', body ->> '$.via.party', body ->> '$.availability.holder' FROM evidence",
        )?;
        let mut rows = evidence.query([])?;
        while let Some(r) = rows.next()? {
            let parties: [Option<String>; 2] = [r.get(2)?, r.get(3)?];
            if parties.iter().any(Option::is_some) && left.has_piece(r.get(0)?) {
                for id in parties.iter().flatten() {
                    named(r.get(1)?, id, &mut found)?;
                }
            }
        }
        self.by_their_words(query, &mut found)?;
        Ok(found)
    }

    fn by_their_words(&self, query: &Query, found: &mut RowSet) -> Result<(), CaseError> {
        let mut needles = Vec::new();
        for clause in &query.clauses {
            let Term::Text(text) = &clause.term else { return Ok(()) };
            needles.push((text.needle(), clause.negated));
        }
        let mut parties = self.conn.prepare("SELECT id, body FROM party")?;
        let mut rows = parties.query([])?;
        while let Some(r) = rows.next()? {
            let words = columns::json::<Party>(r, 1)?.words();
            if needles.iter().all(|(needle, negated)| needle.is_in(&words) != *negated) {
                found.insert(r.get(0)?);
            }
        }
        Ok(())
    }
}
