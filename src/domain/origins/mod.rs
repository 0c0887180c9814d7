//! Origins: where evidence comes from in the end, and how many voices that makes.
//!
//! Five outlets that repeat one press release are one origin, and what nobody wrote down is not
//! independent for that. The rules, in the order in which they are asked of a piece of evidence:
//!
//! 1. Its *via* says why the origin is not established: it is unresolved, for that reason.
//! 2. Its *via* names the source it rests on: that source, whatever that source draws on.
//! 3. Its *via* names the party who speaks, and no source: that party's own word.
//! 4. Else what its source draws on decides: one end is the origin; several are unresolved, since
//!    which of them this piece rests on is not recorded; sources that draw on each other and on
//!    nothing else are circular reporting.
//! 5. A source with nothing recorded behind it is an origin where it is somebody's own word, or of
//!    a kind that is its own evidence ([`speaks_for_itself`]); else it is unresolved, "not recorded",
//!    once for all that lead to it.
//! 6. An origin whose speaker is anonymous is unresolved; so is a speaker that the source does not
//!    attribute, where no source stands for them.
//!
//! *Repeats* never counts. An origin that is the claimant, or belongs to or speaks for the claimant
//! (or the claimant for it), is an interested party and counts apart. Origins with one speaker are
//! one voice; so are a party and the one it belongs to, where both speak.

mod claim;
mod count;
mod duplicates;
mod entered;
pub mod graph;
mod question;
mod tree;
mod url;
mod ways;

pub use claim::ClaimOrigins;
pub use count::{Circle, Origin, Side, Tally, Unresolved, Weighed, weigh};
pub use entered::{Duplicate, Same};
pub use question::{Piece, Question, SourceNode, Voice};
pub use tree::Line;
pub use url::same_page;
pub use ways::Ways;

/// Whether a source of this kind is its own evidence: it does not report what somebody else says
/// or holds.
#[must_use]
pub fn speaks_for_itself(kind: &str) -> bool {
    const OWN: &[&str] = &[
        "bill",
        "court-record",
        "dataset",
        "intelligence-product",
        "internal-record",
        "interview",
        "law",
        "letter",
        "official-release",
        "official-statement",
        "photograph",
        "record",
        "recording",
        "satellite-image",
        "speech",
        "testimony",
        "video",
    ];
    OWN.binary_search(&kind).is_ok()
}
