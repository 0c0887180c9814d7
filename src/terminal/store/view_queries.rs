//! Reads what a view shows. Each answer is bounded, whatever the size of the case.

use crate::case::{Case, CaseError, Extent, Scope};
use crate::domain::rows::{ClaimRow, ListAt};
use crate::domain::standing::Standing;
use crate::domain::{ItemId, Target};
use crate::review::protocol::viewed::{LedgerPage, Topic, ViewOf, Viewed};

/// At most this many lines of history.
const HISTORY_LINES: usize = 2_000;
/// At most this many dates, figures, ledger lines, or pieces of evidence in origins.
const RECORDS: usize = 2_000;
/// Origins of the whole case come this many claims at a time.
const CLAIMS: usize = 60;

/// Reads what a view shows.
pub(super) fn view(
    case: &Case,
    reviewer: ItemId,
    scope: Option<Scope<'_>>,
    topic: Topic,
    of: ViewOf,
) -> Result<Viewed, CaseError> {
    Ok(match (topic, of) {
        (Topic::Timeline, ViewOf::Item(target)) => {
            let (moments, more) = case.timeline(target.item, RECORDS)?;
            Viewed::Timeline(moments, more)
        }
        (Topic::Timeline, ViewOf::Case(_)) => {
            let (moments, more) = case.timeline_of(scope, RECORDS)?;
            Viewed::Timeline(moments, more)
        }
        (Topic::Figures, _) => {
            let (grids, more) = case.grids(scope, RECORDS)?;
            Viewed::Figures(grids, more)
        }
        (Topic::Origins, ViewOf::Item(target)) => {
            let claims = case.claim_lines(reviewer, &[target.item])?;
            Viewed::Origins(standing(case, reviewer, claims)?.0, false)
        }
        (Topic::Origins, ViewOf::Case(from)) => {
            let at = from.map_or(ListAt::First, ListAt::Item);
            let (claims, _) = case.claims(reviewer, at, 0, CLAIMS, scope)?;
            let more = claims.start + (claims.rows.len() as u64) < claims.total;
            let (found, cut) = standing(case, reviewer, claims.rows)?;
            Viewed::Origins(found, more || cut)
        }
        (Topic::Ledger, ViewOf::Item(target)) => Viewed::Ledger(vec![page(case, reviewer, target)?], false),
        (Topic::Ledger, ViewOf::Case(_)) => {
            let (ledgers, more) = case.ledgers(reviewer, scope, RECORDS)?;
            let mut pages = Vec::with_capacity(ledgers.len() + 1);
            for ledger in ledgers {
                let standing = match &ledger.claim {
                    Some(claim) => Some(case.standing(reviewer, claim.id)?),
                    None => None,
                };
                let (released, stale) = standing.map(|it| (it.released, it.stale)).unzip();
                pages.push(LedgerPage { ledger, released, stale: stale.unwrap_or_default() });
            }
            if scope.is_none() {
                let ledger = case.loose_ledger(Extent::Screen)?;
                if !ledger.is_empty() {
                    pages.push(LedgerPage { ledger, released: None, stale: Vec::new() });
                }
            }
            Viewed::Ledger(pages, more)
        }
        (Topic::History, ViewOf::Item(target)) => {
            Viewed::History(case.history(target.kind, target.item, HISTORY_LINES)?)
        }
        (Topic::Record, ViewOf::Item(target)) => {
            Viewed::Record(case.record_detail(reviewer, target.kind, target.item)?.map(Box::new))
        }
        (Topic::Record, ViewOf::Case(_)) => {
            return Err(CaseError::Refused("a record is shown one at a time".into()));
        }
        (Topic::History, ViewOf::Case(_)) => {
            return Err(CaseError::Refused("a history is of one item".into()));
        }
    })
}

/// The origins of each claim, up to [`RECORDS`] pieces of evidence; and whether claims are left out.
fn standing(
    case: &Case,
    reviewer: ItemId,
    claims: Vec<ClaimRow>,
) -> Result<(Vec<(ClaimRow, Standing)>, bool), CaseError> {
    let mut found = Vec::new();
    let mut pieces = 0;
    for claim in claims {
        if pieces >= RECORDS {
            return Ok((found, true));
        }
        let standing = case.standing(reviewer, claim.id)?;
        pieces += standing.origins.pieces.len();
        found.push((claim, standing));
    }
    Ok((found, false))
}

fn page(case: &Case, reviewer: ItemId, target: Target) -> Result<LedgerPage, CaseError> {
    let standing = case.standing(reviewer, target.item)?;
    let ledger = case.ledger(reviewer, target.item, Extent::Screen)?;
    Ok(LedgerPage { ledger, released: Some(standing.released), stale: standing.stale })
}
