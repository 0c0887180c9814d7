//! The material that evidence and gaps are about: what is named, or else the source itself, which anyone
//! can read if it was published. A tag, an availability and a request are about the material, so that all
//! evidence and gaps on the same material stand or fall together.

use super::annotation::Ground;
use super::keys::Key;
use super::records::{Evidence, Source};
use super::rows::EvidenceRow;
use super::words::{Basis, Status};

/// Some material, as far as it is told from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MaterialId {
    /// By its name, without what does not tell it from another.
    Named(String),
    /// A source itself.
    Source(Key),
}

impl MaterialId {
    /// The material with a name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::Named(same_material(name))
    }

    /// What a piece of evidence in a source rests on.
    #[must_use]
    pub fn of(record: &Evidence, source: &Key) -> Self {
        record.material.as_deref().map_or_else(|| Self::Source(source.clone()), Self::named)
    }
}

/// The name of some material without what does not tell it from another: case and white space.
#[must_use]
pub fn same_material(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn is_published(source: &Source) -> bool {
    source.publisher.is_some() || source.url.is_some() || source.published.is_some()
}

/// Whether anyone can read a source, as far as is recorded: it was published and can still be had.
#[must_use]
pub fn is_public(source: &Source) -> bool {
    source.archive_url.is_some() || is_published(source) && source.status != Some(Status::Removed)
}

/// Whether anything is recorded by which a source could be found: a publisher, an address, a date, a document.
#[must_use]
pub fn is_placed(source: &Source) -> bool {
    is_published(source) || source.archive_url.is_some() || source.dated.is_some() || source.sha256.is_some()
}

/// Kinds of evidence that are somebody's own reasoning: there is nothing behind it to ask for.
const REASONING: &[&str] =
    &["analysis", "argument", "calculation", "comment", "expert-comment", "opinion", "reasoning"];

/// Whether it would make sense to ask someone for what a piece of evidence rests on: not for a source that
/// anyone can read, nor for somebody's own reasoning.
#[must_use]
pub fn can_be_asked_for(record: &Evidence, source: &Source) -> bool {
    let reasoning = record.kind.as_deref().is_some_and(|kind| REASONING.contains(&kind));
    !reasoning && (record.material.is_some() || !is_public(source))
}

/// What the details of a tag begin with: the ground that the source records, whether it was invoked, by whom
/// and when. Where it does not say that its holder invoked it, it is inferred; when it was invoked is known
/// where the holder itself says so, by the date of the source. `None` if it records no ground.
#[must_use]
pub fn ground_on_record(row: &EvidenceRow) -> Option<Ground> {
    let says = row.record.availability.as_ref()?;
    let basis = says.basis.unwrap_or(Basis::Inferred);
    let invoked = basis == Basis::Invoked;
    let holders_own = says.holder.is_some() && says.holder == row.source.party;
    Some(Ground {
        code: says.ground.clone()?,
        basis,
        by: row.holder.clone().filter(|_| invoked),
        on: row.source.day().cloned().filter(|_| invoked && holders_own),
        harm: says.harm.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Annotation, ItemId, Kind};
    use serde_json::json;

    fn evidence(more: serde_json::Value) -> Evidence {
        let mut all = json!({"claim": "c", "source": "s", "stance": "supports", "paraphrase": "x"});
        for (name, value) in more.as_object().unwrap() {
            all[name] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn what_is_public_or_reasoned_is_not_asked_for() {
        let source = |more: serde_json::Value| -> Source {
            let mut all = json!({"title": "t"});
            for (name, value) in more.as_object().unwrap() {
                all[name] = value.clone();
            }
            serde_json::from_value(all).unwrap()
        };
        let published = source(json!({"publisher": "The Post"}));
        assert!(!can_be_asked_for(&evidence(json!({})), &published));
        assert!(can_be_asked_for(&evidence(json!({})), &source(json!({}))));
        assert!(can_be_asked_for(&evidence(json!({"material": "the log"})), &published));
        let sums = evidence(json!({"material": "her own sums", "kind": "calculation"}));
        assert!(!can_be_asked_for(&sums, &published));
        let removed = source(json!({"publisher": "The Post", "status": "removed"}));
        assert!(!is_public(&removed) && can_be_asked_for(&evidence(json!({})), &removed));
        assert!(is_public(&source(json!({"archive_url": "https://a.example", "status": "removed"}))));
    }

    #[test]
    fn the_details_of_a_tag_begin_with_what_the_source_records() {
        let row = |availability: serde_json::Value, party: &str| EvidenceRow {
            id: ItemId::nil(),
            key: Key::new(Kind::Evidence, 1),
            pos: 0,
            claim: ItemId::nil(),
            claim_key: Key::new(Kind::Claim, 1),
            record: evidence(json!({"availability": availability})),
            source_id: ItemId::nil(),
            source_key: Key::new(Kind::Source, 1),
            source: serde_json::from_value(json!({"title": "t", "party": party, "published": "2025-03-03"}))
                .unwrap(),
            via_party: None,
            via_origin: None,
            holder: Some("the town".into()),
            requests: Vec::new(),
            gaps: Vec::new(),
            annotation: Annotation::default(),
            others: Vec::new(),
        };
        let says = |basis| json!({"says": "withheld", "holder": "town", "ground": "(b)(4)", "basis": basis, "harm": "bids"});
        let found = ground_on_record(&row(says("invoked"), "town")).unwrap();
        assert_eq!((found.code.as_str(), found.basis), ("(b)(4)", Basis::Invoked));
        assert_eq!((found.by.as_deref(), found.harm.as_deref()), (Some("the town"), Some("bids")));
        assert_eq!(found.on.map(|on| on.to_string()).as_deref(), Some("2025-03-03"));
        // Another one's report of it does not say when.
        assert_eq!(ground_on_record(&row(says("invoked"), "paper")).unwrap().on, None);
        let inferred = ground_on_record(&row(says("inferred"), "town")).unwrap();
        assert_eq!((inferred.basis, inferred.by, inferred.on), (Basis::Inferred, None, None));
        assert_eq!(ground_on_record(&row(json!({"says": "withheld"}), "town")), None);
    }
}
