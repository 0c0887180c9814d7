//! The two orders of evidence, each as one number.

use crate::domain::rows::Side;

/// The counter that holds the row of the last event after which the order was made from the records alone.
pub(crate) const ARRANGED: &str = "arranged";

/// The step between the `ord` of two claims that came together: room for claims made between them.
pub(crate) const STRIDE: i64 = 256;

/// How many bits of `ord` one block of the table `claim_block` spans.
pub(crate) const BLOCK_BITS: u32 = 18;

/// At most this many pieces of one claim's evidence are weighed, dated or compared with its verdict.
pub(crate) const PIECES: usize = 10_000;

/// Where a piece of evidence stands, claim by claim.
pub(crate) const fn pos(claim_ord: i64, stance: i64, row: i64) -> i64 {
    (claim_ord << 32) | (stance << 30) | row
}

/// Where a piece of evidence stands, source by source.
pub(crate) const fn source_pos(source: i64, row: i64) -> i64 {
    (source << 32) | row
}

/// The claim's `ord` in a position.
pub(crate) const fn ord_of(pos: i64) -> i64 {
    pos >> 32
}

/// The positions of one side of a claim: from, to (not included).
pub(crate) const fn side(claim_ord: i64, side: Side) -> (i64, i64) {
    match side {
        Side::Supporting => (pos(claim_ord, 0, 0), pos(claim_ord, 2, 0)),
        Side::Disputing => (pos(claim_ord, 2, 0), pos(claim_ord + 1, 0, 0)),
    }
}

/// The positions of a claim's evidence of one stance: from, to (not included).
pub(crate) const fn stance(claim_ord: i64, stance: i64) -> (i64, i64) {
    let from = pos(claim_ord, stance, 0);
    (from, from + (1 << 30))
}

/// The positions of all evidence of a claim: from, to (not included).
pub(crate) const fn claim(claim_ord: i64) -> (i64, i64) {
    (pos(claim_ord, 0, 0), pos(claim_ord + 1, 0, 0))
}
