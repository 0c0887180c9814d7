//! Lines that several views begin a claim with.

use crate::domain::rows::{ClaimRow, Place};
use crate::domain::stale::Stale;
use crate::domain::wording;
use crate::review::view::sheet::{Look, SheetLine};

/// A claim with its claimant, as the heading of what follows.
pub(super) fn claim_line(claim: &ClaimRow) -> SheetLine {
    let text = wording::assertion(claim.claimant.as_deref(), &claim.text);
    let place = Place { claim: claim.id, evidence: None };
    SheetLine::new(1, text, Look::Claim).column(claim.key.to_string(), 5, Look::Key).to(Some(place))
}

pub(super) fn stale_line(stale: &Stale) -> SheetLine {
    SheetLine::new(1, format!("stale: {stale}"), Look::Warning)
}
