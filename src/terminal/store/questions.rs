//! What the screen asks, put to the case.

use super::{forms, view_queries};
use crate::case::{Arranged, ArrangedRecords, Case, CaseError, Filtered};
use crate::domain::matrix::Arrangement;
use crate::domain::query::Query;
use crate::domain::record_list::RecordOrder;
use crate::domain::rows::ClaimView;
use crate::domain::{ItemId, Kind};
use crate::review::protocol::effect::SeekOrder;
use crate::review::{Answer, Read};
use std::sync::Arc;

/// What the lists on the screen are limited to and ordered by.
#[derive(Debug, Clone, Default)]
pub(super) struct ListState {
    /// The filter.
    pub filter: Option<Arc<Filtered>>,
    /// The arrangement that was asked for last, and the claims that match the filter in that order.
    pub arranged: Option<(Arrangement, Arc<Arranged>)>,
    /// The query of the filter, by which sources are found.
    pub query: Option<Arc<Query>>,
    /// The order of sources or of parties that was asked for last, and these in it.
    pub records: Option<((Kind, RecordOrder), Arc<ArrangedRecords>)>,
}

impl ListState {
    /// Whether sources or parties must be put in this order before any can be shown.
    fn needs_order(&self, order: RecordOrder) -> bool {
        order != RecordOrder::Key || self.query.is_some()
    }
}

/// The first evidence in view that matches a filter, where the filter limits evidence.
fn first_match(view: &ClaimView, filter: Option<&Filtered>) -> Option<ItemId> {
    let matching = filter?.evidence.as_deref()?;
    let rows = view.supporting.rows.iter().chain(&view.disputing.rows);
    rows.filter(|row| matching.binary_search(&row.pos).is_ok()).map(|row| row.id).next()
}

/// At most this many records are offered to choose from.
const NAME_MATCHES: usize = 50;

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
            let (claims, place) = case.claims(reviewer, *at, *before, *after, scope)?;
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
        Read::Named { kind, text, within: None } => {
            Answer::Named(case.named_like(*kind, text, NAME_MATCHES)?)
        }
        Read::Named { text, within: Some(source), .. } => {
            Answer::Named(case.evidence_like(source, text, NAME_MATCHES)?)
        }
        Read::Form { of, refers, place } => {
            Answer::Form(Box::new(forms::basis(case, reviewer, of, refers, *place)?))
        }
        Read::Others { of, text } => Answer::Others(Box::new(forms::others(case, of, text, NAME_MATCHES)?)),
        Read::Duplicates => {
            let (pairs, more) = forms::duplicates(case)?;
            Answer::Duplicates(pairs, more)
        }
        Read::Hanging { of } => Answer::Hanging(Box::new(forms::taking_out(case, reviewer, of)?)),
        Read::View { topic, of } => {
            Answer::View(Box::new(view_queries::view(case, reviewer, scope, *topic, *of)?))
        }
        Read::Document { source, version } => {
            Answer::Document(Box::new(case.open_document(reviewer, source, *version)?))
        }
        Read::Find { source, version, words } => {
            Answer::Passages(case.find_in_document(source, *version, words)?)
        }
        Read::Matrix { arrangement, at, before, after } => {
            let arranged = match &lists.arranged {
                _ if !arrangement.takes_all_claims() => None,
                Some((by, arranged)) if by == arrangement => Some(arranged.clone()),
                // The filter changed since, which drops the order.
                _ => Some(Arc::new(case.arrange(scope, *arrangement)?)),
            };
            let around = (*at, *before, *after);
            let arranged = arranged.as_ref().map(|order| order.as_slice());
            let (found, place) = case.matrix(reviewer, *arrangement, arranged, around, scope)?;
            Answer::Matrix(Box::new(found), place)
        }
        Read::Records { kind, order, at, before, after } => {
            let arranged = match &lists.records {
                _ if !lists.needs_order(*order) => None,
                Some((by, arranged)) if *by == (*kind, *order) => Some(arranged.clone()),
                // The filter changed since, which drops the order.
                _ => Some(Arc::new(case.arrange_records(reviewer, *kind, *order, lists.query.as_deref())?)),
            };
            let arranged = arranged.as_ref().map(|order| order.as_slice());
            let (rows, place) = case.record_rows(reviewer, *kind, arranged, (*at, *before, *after))?;
            Answer::Records(rows, place)
        }
        Read::Search { .. }
        | Read::Filter { .. }
        | Read::Arrange { .. }
        | Read::ArrangeRecords { .. }
        | Read::Combining { .. } => {
            return Err(CaseError::Refused("this question has its own thread".into()));
        }
    })
}
