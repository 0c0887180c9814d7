//! What the screen asks, put to the case.

use crate::case::{Case, CaseError, Filtered, ListAt};
use crate::domain::ItemId;
use crate::domain::rows::ClaimView;
use crate::review::effect::{ClaimAt, Order};
use crate::review::{Answer, Read};

/// A filter in force.
pub(super) type Filter = Filtered;

/// How many lines of history are shown.
const HISTORY: usize = 2_000;

/// The first piece in view that a filter leaves, where it asks something of evidence.
fn first_left(view: &ClaimView, filter: Option<&Filter>) -> Option<ItemId> {
    let left = filter?.evidence.as_deref()?;
    let rows = view.supporting.rows.iter().chain(&view.disputing.rows);
    rows.filter(|row| left.binary_search(&row.pos).is_ok()).map(|row| row.id).next()
}

/// Answers one of the quick questions.
pub(super) fn answer(
    case: &Case,
    reviewer: ItemId,
    filter: Option<&Filter>,
    read: &Read,
) -> Result<Answer, CaseError> {
    let scope = filter.map(Filtered::scope);
    Ok(match read {
        Read::Claims { at, before, after } => {
            let at = match at {
                ClaimAt::First => ListAt::First,
                ClaimAt::Last => ListAt::Last,
                ClaimAt::Item(id) => ListAt::Item(*id),
            };
            let (claims, place) = case.claims(reviewer, at, *before, *after, scope)?;
            Answer::Claims(claims, place)
        }
        Read::Claim { claim, focus, rows } => {
            let view = case.claim_view(reviewer, *claim, *focus, *rows)?.map(Box::new);
            let first = view.as_deref().and_then(|view| first_left(view, filter));
            Answer::Claim(view, first)
        }
        Read::Evidence { claim, side, start, rows } => {
            Answer::Evidence(case.evidence(reviewer, *claim, *side, *start, *rows)?)
        }
        Read::Between { from, to } => Answer::Between(case.between(*from, *to)?),
        Read::Undecided { from, forward, order } => {
            Answer::Undecided(case.undecided(reviewer, *from, *forward, *order == Order::BySource, scope)?)
        }
        Read::OnSameMaterial { item } => Answer::OnSameMaterial(case.count_on_material(reviewer, *item)?),
        Read::History { target } => Answer::History(case.history(target.kind, target.item, HISTORY)?),
        Read::Search { .. } | Read::Filter { .. } => {
            return Err(CaseError::Refused("this question takes longer and has its own thread".into()));
        }
    })
}
