//! A figure with what a reader must know beside it, and figures of one quantity side by side.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::case::tables::columns::as_u64;
use crate::case::tables::scope::Scope;
use crate::domain::figures::{Entered, Grid, grids};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::rows::Place;
use crate::domain::{Figure, Key, Kind, Party};
use std::collections::BTreeMap;

/// Where a filter leaves fewer claims than one for so many figures, the figures are looked for claim by
/// claim.
const WORTH_A_WALK: u64 = 8;

impl Case {
    /// A figure, who asserts it, and the figures it can be worked out from.
    ///
    /// # Errors
    /// When there is no such figure, or the file cannot be read.
    pub fn figure_entered(&self, id: ItemId) -> Result<Entered, CaseError> {
        let figure: Figure = self.record(Kind::Figure, id)?.ok_or(CaseError::NoSuchItem)?;
        let home = figure.dataset.clone().unwrap_or_else(|| self.dataset.clone());
        let by = match &figure.asserted_by {
            Some(party) => {
                let party: Option<Party> = self.record(Kind::Party, item_id(&home, Kind::Party, party))?;
                party.map(|party| party.short.unwrap_or(party.name))
            }
            None => None,
        };
        let other = |id: &str| -> Result<Option<(Key, Figure)>, CaseError> {
            let id = item_id(&home, Kind::Figure, id);
            let Some(figure) = self.record(Kind::Figure, id)? else { return Ok(None) };
            Ok(Some((self.key(Kind::Figure, id)?, figure)))
        };
        let mut share_of = Vec::new();
        for share in &figure.share_of {
            if let (Some(part), Some(whole)) = (other(&share.part)?, other(&share.whole)?) {
                share_of.push([part, whole]);
            }
        }
        let place = match (&figure.evidence, &figure.claim) {
            (Some(evidence), _) => self.place(Kind::Evidence, item_id(&home, Kind::Evidence, evidence)).ok(),
            (None, Some(claim)) => Some(Place { claim: item_id(&home, Kind::Claim, claim), evidence: None }),
            (None, None) => None,
        };
        Ok(Entered { key: self.key(Kind::Figure, id)?, by, place, share_of, figure })
    }
    /// The figures of the case, or of the claims within a scope (their own, and those that their evidence
    /// asserts), put together by quantity, in the order in which they came: at most `limit` of them;
    /// and whether there are more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn grids(&self, scope: Option<Scope<'_>>, limit: usize) -> Result<(Vec<Grid>, bool), CaseError> {
        let mut ids = match scope {
            None => self.first_figures(limit.saturating_add(1))?,
            Some(scope)
                if as_u64(scope.claims.len()).saturating_mul(WORTH_A_WALK) < self.count(Kind::Figure)? =>
            {
                self.figures_by_claim(scope)?
            }
            Some(scope) => self.figures_within(scope, limit.saturating_add(1))?,
        };
        let more = ids.len() > limit;
        ids.truncate(limit);
        let entered: Vec<Entered> =
            ids.into_iter().map(|id| self.figure_entered(id)).collect::<Result<_, _>>()?;
        Ok((grids(entered), more))
    }

    /// The figures of the claims within a scope, claim by claim.
    fn figures_by_claim(&self, scope: Scope<'_>) -> Result<Vec<ItemId>, CaseError> {
        let mut of_claim = self.conn.prepare_cached(
            "SELECT f.id, f.uuid FROM claim c JOIN figure f ON f.claim = c.id WHERE c.ord = ?1",
        )?;
        let mut found = BTreeMap::new();
        for ord in scope.claims {
            let mut rows = of_claim.query([ord])?;
            while let Some(r) = rows.next()? {
                found.insert(r.get::<_, i64>(0)?, columns::uuid(r, 1)?);
            }
        }
        Ok(found.into_values().collect())
    }

    /// The first figures of the case.
    fn first_figures(&self, most: usize) -> Result<Vec<ItemId>, CaseError> {
        let mut figures = self.conn.prepare_cached("SELECT uuid FROM figure ORDER BY id LIMIT ?1")?;
        let rows = figures.query_map([columns::int(as_u64(most))], |r| columns::uuid(r, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first figures of the claims within a scope, found by passing over all.
    fn figures_within(&self, scope: Scope<'_>, most: usize) -> Result<Vec<ItemId>, CaseError> {
        let mut figures = self.conn.prepare_cached(
            "SELECT f.uuid, c.ord FROM figure f JOIN claim c ON c.id = f.claim ORDER BY f.id",
        )?;
        let mut rows = figures.query([])?;
        let mut found = Vec::new();
        while let (true, Some(r)) = (found.len() < most, rows.next()?) {
            if scope.claims.binary_search(&r.get(1)?).is_ok() {
                found.push(columns::uuid(r, 0)?);
            }
        }
        Ok(found)
    }
}
