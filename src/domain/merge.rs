//! How the work of several people on one record meets: field by field, the last word counts.
//!
//! What a record says follows from all that is known of it, in whatever order that came: its base, as the latest
//! import brought it or as it was made, and over that what was edited by hand.

use super::hlc::Hlc;
use super::ids::Digest;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A place in the order of all events.
pub type Stamp = (Hlc, Digest);

/// What was done by hand to the fields of one record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edited(BTreeMap<String, Last>);

/// The last edit of a field.
#[derive(Debug, Clone, PartialEq)]
struct Last {
    at: Stamp,
    value: Value,
    /// What stood before the first of the edits that led to it.
    first: Value,
}

impl Edited {
    /// Adds an edit; edits come in the order of their stamps.
    pub fn add(&mut self, at: Stamp, set: Map<String, Value>, mut was: Map<String, Value>) {
        for (name, value) in set {
            let before = was.remove(&name).unwrap_or_default();
            let first = match self.0.remove(&name) {
                Some(last) if last.value == before => last.first,
                _ => before,
            };
            self.0.insert(name, Last { at, value, first });
        }
    }

    /// Sets the fields of a record whose base came at a stamp: what was edited stands over it. What was edited and
    /// taken back is as it was before, unless the base came later.
    pub fn over(&self, base: Stamp, record: &mut Map<String, Value>) {
        for (name, Last { at, value, first }) in &self.0 {
            if value == first && *at < base {
                continue;
            }
            match value {
                Value::Null => record.remove(name),
                value => record.insert(name.clone(), value.clone()),
            };
        }
    }

    /// The fields that were edited, whether or not that stands.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    fn at(n: i64) -> Stamp {
        (Hlc(n), Digest([0; 32]))
    }

    fn edits(all: &[(i64, Value, Value)]) -> Edited {
        let mut edited = Edited::default();
        for (n, set, was) in all {
            edited.add(at(*n), map(set.clone()), map(was.clone()));
        }
        edited
    }

    fn over(edited: &Edited, base: i64) -> Value {
        let mut record = map(json!({"text": "base", "topic": "t"}));
        edited.over(at(base), &mut record);
        Value::Object(record)
    }

    #[test]
    fn what_was_edited_stands_over_any_base() {
        let edited =
            edits(&[(3, json!({"text": "mine", "topic": null}), json!({"text": "old", "topic": "t"}))]);
        for base in [1, 9] {
            assert_eq!(over(&edited, base), json!({"text": "mine"}));
        }
    }

    #[test]
    fn the_last_of_two_edits_counts_and_one_that_was_taken_back_gives_way_to_a_later_base() {
        let two = edits(&[
            (3, json!({"text": "a"}), json!({"text": "old"})),
            (4, json!({"text": "b"}), json!({"text": "old"})),
        ]);
        assert_eq!(over(&two, 9)["text"], "b");
        let back = edits(&[
            (3, json!({"text": "a"}), json!({"text": "old"})),
            (4, json!({"text": "old"}), json!({"text": "a"})),
        ]);
        assert_eq!(
            (over(&back, 9)["text"].clone(), over(&back, 1)["text"].clone()),
            (json!("base"), json!("old"))
        );
        assert_eq!(back.fields().collect::<Vec<_>>(), ["text"]);
    }
}
