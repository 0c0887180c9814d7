//! References within JSON-LD: `{"@id": "#org"}` in the place of a thing that stands elsewhere in the page or graph.

use crate::formats::carrier::Record;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// So much of a graph is held to find in it what its records refer to, in bytes; of a larger one the first records.
const HELD: usize = 16 << 20;
/// How deep things that refer to others are set in.
const DEPTH: usize = 4;
/// At most so many things are set in among the records that are held together.
const SET_IN: usize = 200_000;

/// The records of a graph, held until all it refers to is in.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    held: Vec<Record>,
    weight: usize,
    /// Nothing is held any more.
    full: bool,
}

impl Graph {
    /// Takes a record. Returns those that are ready.
    pub(crate) fn take(&mut self, record: Record) -> Vec<Record> {
        if self.full {
            return vec![record];
        }
        self.weight += weight(&record.value);
        self.held.push(record);
        self.full = self.weight > HELD;
        if self.full { self.ready() } else { Vec::new() }
    }

    /// Those that are held, each with what it refers to in its place.
    pub(crate) fn ready(&mut self) -> Vec<Record> {
        let mut held = std::mem::take(&mut self.held);
        join(held.iter_mut().map(|record| &mut record.value).collect());
        held
    }
}

/// About how many bytes a value holds.
fn weight(value: &Value) -> usize {
    32 + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + weight(value)).sum(),
        _ => 0,
    }
}

/// Sets the things that values refer to by their address into the places where they do so.
pub(crate) fn join(mut values: Vec<&mut Value>) {
    let mut wanted = HashSet::new();
    for value in &values {
        each(value, &mut |members| {
            wanted.extend(address(members).filter(|_| is_reference(members)).map(str::to_owned))
        });
    }
    if wanted.is_empty() {
        return;
    }
    let mut things: HashMap<String, Map<String, Value>> = HashMap::new();
    for value in &values {
        each(value, &mut |members| {
            let Some(id) = address(members).filter(|id| !is_reference(members) && wanted.contains(*id))
            else {
                return;
            };
            // Of several the one that says most.
            let known = things.get(id).map_or(0, Map::len);
            if members.len() > known {
                things.insert(id.to_owned(), members.clone());
            }
        });
    }
    let mut left = SET_IN;
    for value in &mut values {
        if let Value::Object(members) = value {
            let mut within: Vec<String> = address(members).map(str::to_owned).into_iter().collect();
            members.values_mut().for_each(|value| set_in(value, &things, &mut within, &mut left));
        } else if let Value::Array(items) = value {
            items.iter_mut().for_each(|value| set_in(value, &things, &mut Vec::new(), &mut left));
        }
    }
}

fn set_in(
    value: &mut Value,
    things: &HashMap<String, Map<String, Value>>,
    within: &mut Vec<String>,
    left: &mut usize,
) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| set_in(item, things, within, left)),
        Value::Object(members) => {
            let id = address(members).map(str::to_owned);
            if is_reference(members)
                && let Some((id, thing)) = id.as_ref().and_then(|id| things.get_key_value(id))
                && *left > 0
                && within.len() < DEPTH
                && !within.contains(id)
            {
                *left -= 1;
                *members = thing.clone();
            }
            let depth = within.len();
            within.extend(id);
            members.values_mut().for_each(|value| set_in(value, things, within, left));
            within.truncate(depth);
        }
        _ => {}
    }
}

/// Every object in a value.
fn each(value: &Value, of: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, of)),
        Value::Object(members) => {
            of(members);
            members.values().for_each(|value| each(value, of));
        }
        _ => {}
    }
}

fn address(members: &Map<String, Value>) -> Option<&str> {
    members.get("@id").and_then(Value::as_str)
}

/// Whether an object is no more than the address of a thing, and perhaps what that is.
pub(crate) fn is_reference(members: &Map<String, Value>) -> bool {
    members.contains_key("@id") && members.keys().all(|name| name == "@id" || name == "@type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_referred_to_stands_where_it_is_referred_to() {
        let mut review = json!({"@type": "ClaimReview", "author": {"@id": "#org"}, "itemReviewed": {"@type": "Claim", "@id": "#c"}});
        let mut org =
            json!({"@id": "#org", "name": "The Desk", "parent": {"@id": "#group"}, "logo": {"@id": "#none"}});
        let mut group = json!({"@id": "#group", "name": "Group", "owns": [{"@id": "#org"}]});
        let mut claim = json!({"@id": "#c", "@type": "Claim", "author": {"@id": "#org"}});
        join(vec![&mut review, &mut org, &mut group, &mut claim]);
        assert_eq!(review["author"]["name"], "The Desk");
        assert_eq!(review["author"]["parent"]["name"], "Group");
        assert_eq!(review["author"]["parent"]["owns"], json!([{"@id": "#org"}]), "no circle");
        assert_eq!(review["author"]["logo"], json!({"@id": "#none"}));
        assert_eq!(review["itemReviewed"]["author"]["name"], "The Desk");
        assert_eq!(group["owns"][0]["name"], "The Desk");
    }

    #[test]
    fn a_graph_without_end_is_not_held() {
        let mut graph = Graph::default();
        let record = |n: usize| Record {
            line: 1,
            name: None,
            value: json!({"@id": n.to_string(), "text": "x".repeat(1 << 20)}),
        };
        let handed: usize = (0..40).map(|n| graph.take(record(n)).len()).sum();
        assert!(handed > 0);
        assert_eq!(handed + graph.ready().len(), 40);
    }
}
