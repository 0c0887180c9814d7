//! Answers of the store and of the fake, without what the two need not have in common.

use crate::domain::Kind;
use crate::domain::record_list::RecordRow;
use crate::domain::rows::{Change, ClaimRow, ClaimView, EvidenceRow};
use crate::review::Answer;
use crate::review::protocol::msg::FilterLeaves;
use crate::review::protocol::record::FormBasis;

/// An answer without what a case file adds to it: places in its tables, ids and keys within the records,
/// and the records that go with a claim's line, which each test gives the fake as it needs them.
pub(super) fn alike(answer: Answer) -> Answer {
    match answer {
        Answer::Claims(mut claims, at) => {
            claims.rows.iter_mut().for_each(alike_claim);
            Answer::Claims(claims, at)
        }
        Answer::Claim(view, first) => Answer::Claim(view.map(|view| Box::new(alike_view(*view))), first),
        Answer::Evidence(mut evidence) => {
            evidence.rows.iter_mut().for_each(alike_evidence);
            Answer::Evidence(evidence)
        }
        Answer::Matrix(mut matrix, at) => {
            matrix.rows.rows.iter_mut().for_each(|row| alike_claim(&mut row.claim));
            Answer::Matrix(matrix, at)
        }
        Answer::Records(mut records, at) => {
            for row in &mut records.rows {
                match row {
                    RecordRow::Source(row) => (row.record.id, row.record.key) = (String::new(), None),
                    RecordRow::Party(row) => (row.record.id, row.record.key) = (String::new(), None),
                }
            }
            Answer::Records(records, at)
        }
        Answer::Form(basis) => Answer::Form(Box::new(alike_form(*basis))),
        // The best come first in the store; the fake knows no better and worse.
        Answer::Search(mut hits) => {
            hits.hits.sort_by_key(|hit| hit.key.clone());
            hits.hits.iter_mut().for_each(|hit| hit.text.clear());
            Answer::Search(hits)
        }
        // Places are the store's own.
        Answer::Filter(Some(left)) => Answer::Filter(Some(FilterLeaves { matching: None, ..left })),
        other => other,
    }
}

fn alike_view(mut view: ClaimView) -> ClaimView {
    alike_claim(&mut view.claim.row);
    view.claim.record.id.clear();
    view.claim.record.key = None;
    view.claim.record.claimant = None;
    view.claim.claimant = None;
    view.supporting.rows.iter_mut().for_each(alike_evidence);
    view.disputing.rows.iter_mut().for_each(alike_evidence);
    view
}

fn alike_form(mut basis: FormBasis) -> FormBasis {
    for name in ["id", "key", "claimant", "dataset"] {
        basis.fields.remove(name);
    }
    basis.named.retain(|(kind, ..)| *kind != Kind::Party);
    basis.about = basis.about.map(|view| Box::new(alike_view(*view)));
    basis.today = crate::domain::Date::default();
    basis
}

fn alike_claim(row: &mut ClaimRow) {
    row.ord = 0;
}

fn alike_evidence(row: &mut EvidenceRow) {
    row.pos = 0;
    row.record.id.clear();
    row.record.key = None;
    row.source.id.clear();
    row.source.key = None;
}

pub(super) fn alike_change(mut change: Change) -> Change {
    change.claims.iter_mut().for_each(alike_claim);
    change.info.iter_mut().for_each(|info| info.id.clear());
    change.annotations.sort_by_key(|(target, _)| *target);
    change
}
