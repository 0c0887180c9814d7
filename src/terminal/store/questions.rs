//! What the screen asks, put to the case.

use super::{forms, view_queries};
use crate::case::{Arranged, Case, CaseError, Filtered, ListAt};
use crate::domain::ItemId;
use crate::domain::matrix::Arrangement;
use crate::domain::rows::ClaimView;
use crate::review::protocol::effect::{ClaimAt, SeekOrder};
use crate::review::{Answer, Read};
use std::sync::Arc;

/// What the lists on the screen are limited to and ordered by.
#[derive(Debug, Clone, Default)]
pub(super) struct ListState {
    /// The filter.
    pub filter: Option<Arc<Filtered>>,
    /// The arrangement that was asked for last, and the claims that match the filter in that order.
    pub arranged: Option<(Arrangement, Arc<Arranged>)>,
}

/// The first evidence in view that matches a filter, where the filter limits evidence.
fn first_match(view: &ClaimView, filter: Option<&Filtered>) -> Option<ItemId> {
    let matching = filter?.evidence.as_deref()?;
    let rows = view.supporting.rows.iter().chain(&view.disputing.rows);
    rows.filter(|row| matching.binary_search(&row.pos).is_ok()).map(|row| row.id).next()
}

/// At most this many records are offered to choose from.
const NAME_MATCHES: usize = 50;

const fn list_at(at: ClaimAt) -> ListAt {
    match at {
        ClaimAt::First => ListAt::First,
        ClaimAt::Last => ListAt::Last,
        ClaimAt::Item(id) => ListAt::Item(id),
    }
}

/// Answers a question.
pub(super) fn answer(
    case: &Case,
    reviewer: ItemId,
    lists: &ListState,
    read: &Read,
) -> Result<Answer, CaseError> {
    let filter = lists.filter.as_deref();
    let scope = filter.map(Filtered::scope);
    Ok(match read {
        Read::Claims { at, before, after } => {
            let (claims, place) = case.claims(reviewer, list_at(*at), *before, *after, scope)?;
            Answer::Claims(claims, place)
        }
        Read::Claim { claim, focus, rows } => {
            let view = case.claim_view(reviewer, *claim, *focus, *rows)?.map(Box::new);
            let first = view.as_deref().and_then(|view| first_match(view, filter));
            Answer::Claim(view, first)
        }
        Read::Standing { claim } => Answer::Standing(Box::new(case.standing(reviewer, *claim)?)),
        Read::Evidence { claim, side, start, rows } => {
            Answer::Evidence(case.evidence(reviewer, *claim, *side, *start, *rows)?)
        }
        Read::Between { from, to } => Answer::Between(case.between(*from, *to)?),
        Read::Undecided { from, forward, order } => Answer::Undecided(case.undecided(
            reviewer,
            *from,
            *forward,
            *order == SeekOrder::BySource,
            scope,
        )?),
        Read::OnSameMaterial { item } => Answer::OnSameMaterial(case.count_on_material(reviewer, *item)?),
        Read::Named { kind, text } => Answer::Named(case.named_like(*kind, text, NAME_MATCHES)?),
        Read::Form { of, refers, place } => {
            Answer::Form(Box::new(forms::basis(case, reviewer, of, refers, *place)?))
        }
        Read::View { topic, of } => {
            Answer::View(Box::new(view_queries::view(case, reviewer, scope, *topic, *of)?))
        }
        Read::Matrix { arrangement, at, before, after } => {
            let arranged = match &lists.arranged {
                _ if !arrangement.takes_all_claims() => None,
                Some((by, arranged)) if by == arrangement => Some(arranged.clone()),
                // The filter changed since, which drops the order.
                _ => Some(Arc::new(case.arrange(scope, *arrangement)?)),
            };
            let around = (list_at(*at), *before, *after);
            let arranged = arranged.as_ref().map(|order| order.as_slice());
            let (found, place) = case.matrix(reviewer, *arrangement, arranged, around, scope)?;
            Answer::Matrix(Box::new(found), place)
        }
        Read::Search { .. } | Read::Filter { .. } | Read::Arrange { .. } => {
            return Err(CaseError::Refused("this question takes longer and has its own thread".into()));
        }
    })
}
