//! Origins: where evidence comes from in the end, and how many voices that makes.
//!
//! Five outlets that repeat one press release are one origin, and what nobody wrote down is not
//! independent for that. The rules, in the order in which they are asked of a piece of evidence:
//!
//! 1. Its *via* says why the origin cannot be traced: it is untraced, for that reason.
//! 2. Its *via* names the source it rests on: that source, whatever that source draws on.
//! 3. Its *via* names the party who speaks, and no source: that party's own statement.
//! 4. Else what its source draws on decides: one end is the origin; several are untraced, since
//!    which of them this piece rests on is not recorded; sources that draw on each other and on
//!    nothing else are circular reporting.
//! 5. A source with nothing recorded behind it is an origin where it is somebody's own statement, or of
//!    a kind that is its own evidence ([`speaks_for_itself`]); else it is untraced, "not recorded",
//!    once for all that lead to it.
//! 6. An origin whose speaker is anonymous is untraced; so is a speaker that the source does not
//!    attribute, where no source stands for them, and one who is not named, in a source of which nothing
//!    is recorded by which it could be found.
//!
//! *Repeats* never counts. A traced origin is *seen* where what the evidence rests on is released, in full or in
//! part: as it was tagged, else as the source says. An origin that is the
//! claimant or a party the claim concerns, belongs to or speaks for one of them, or is whom one of them
//! speaks for, is *interested* and counts apart; an organization that one of them only belongs to is not.
//! Origins with one speaker are one voice; so are a party and the one it belongs to, where both speak.

mod claim;
mod count;
mod duplicates;
mod entered;
pub mod graph;
mod origin;
mod question;
mod seen;
mod tally;
mod tree;
mod url;
mod ways;

pub use claim::ClaimOrigins;
pub use count::{Circle, Weighed, weigh};
pub use entered::{Duplicate, Same};
pub use origin::{Origin, Untraced};
pub use question::{EvidenceNode, Material, Question, SourceNode, Voice};
pub(in crate::domain) use seen::tags_of_material;
pub use tally::{Tally, Traced};
pub use tree::{TreeLine, both_sides};
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
