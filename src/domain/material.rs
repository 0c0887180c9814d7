//! The material that evidence and gaps are about: what is named, or else the source itself, which anyone
//! can read if it was published. A tag, an availability and a request are about the material, so that all
//! evidence and gaps on the same material stand or fall together.

use super::annotation::Ground;
use super::keys::Key;
use super::records::{Evidence, Source};
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

/// Whether anyone can read a source, as far as is recorded: it was published and can still be had.
#[must_use]
pub fn is_public(source: &Source) -> bool {
    let published = source.publisher.is_some() || source.url.is_some() || source.published.is_some();
    source.archive_url.is_some() || published && source.status != Some(Status::Removed)
}

/// Whether anything is recorded of where or when a source was made.
#[must_use]
pub fn is_placed(source: &Source) -> bool {
    is_public(source) || source.dated.is_some() || source.sha256.is_some()
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

/// What the details of a tag begin with: the ground that the source records, whether it was invoked, and by
/// whom. Where it does not say that its holder invoked it, it is inferred. `None` if it records no ground.
#[must_use]
pub fn ground_on_record(record: &Evidence, holder: Option<&str>) -> Option<Ground> {
    let says = record.availability.as_ref()?;
    let basis = says.basis.unwrap_or(Basis::Inferred);
    Some(Ground {
        code: says.ground.clone()?,
        basis,
        by: holder.filter(|_| basis == Basis::Invoked).map(str::to_owned),
        // No record says when.
        on: None,
        harm: says.harm.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let says = |basis| json!({"availability": {"says": "withheld", "ground": "(b)(4)", "basis": basis, "harm": "bids"}});
        let found = ground_on_record(&evidence(says("invoked")), Some("the town")).unwrap();
        assert_eq!((found.code.as_str(), found.basis), ("(b)(4)", Basis::Invoked));
        assert_eq!((found.by.as_deref(), found.harm.as_deref()), (Some("the town"), Some("bids")));
        let inferred = ground_on_record(&evidence(says("inferred")), Some("the town")).unwrap();
        assert_eq!((inferred.basis, inferred.by), (Basis::Inferred, None));
        let none = evidence(json!({"availability": {"says": "withheld"}}));
        assert_eq!(
            (ground_on_record(&none, None), ground_on_record(&evidence(json!({})), None)),
            (None, None)
        );
    }
}
