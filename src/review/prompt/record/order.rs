//! Which fields of a record stand first in its form, and what is taken for granted of a new one. All others follow
//! in the order of their table.

use crate::domain::Kind;

/// The paths of the fields that stand first; for the case itself where there is no kind.
pub(super) const fn first(kind: Option<Kind>) -> &'static [&'static str] {
    match kind {
        None => &["title", "question", "summary", "as_of"],
        Some(Kind::Party) => &["name", "short", "role", "naming", "of", "speaks_for"],
        Some(Kind::Source) => {
            &["title", "short", "kind", "party", "publisher", "published", "url", "status", "about"]
        }
        Some(Kind::Derivation) => &["source", "from", "relation", "locator"],
        Some(Kind::Claim) => &["text", "label", "claimant", "concerns", "nature", "asserted_on", "topic"],
        Some(Kind::Evidence) => &[
            "claim",
            "stance",
            "source",
            "paraphrase",
            "quote.text",
            "locator",
            "kind",
            "material",
            "availability.says",
            "via.party",
            "via.origin",
        ],
        Some(Kind::Figure) => {
            &["claim", "evidence", "asserted_by", "measures", "low", "high", "unit", "qualifier", "quantity"]
        }
        Some(Kind::Request) => &["claim", "by", "to", "what", "kind", "made", "due", "outcome", "answered"],
        Some(Kind::Gap) => &["claim", "material", "state", "holder", "ground", "requests"],
    }
}

/// What a new record says as long as nothing else is entered: fields that must be there, with what is usual.
pub(super) const fn usual(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Party => &[("naming", "named")],
        Kind::Derivation => &[("relation", "relays")],
        Kind::Figure => &[("qualifier", "exact")],
        Kind::Request => &[("kind", "record"), ("outcome", "no-response")],
        Kind::Source | Kind::Claim | Kind::Evidence | Kind::Gap => &[],
    }
}
