//! JSON-LD as plain JSON: the ways in which it may write one and the same thing become one.

use crate::formats::carrier::graph::is_reference;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// How the names of schema.org begin where they are not written bare.
const PREFIXES: [&str; 3] = ["schema:", "https://schema.org/", "http://schema.org/"];

/// Properties of schema.org whose value may be text in the place of a thing, and the property of that
/// thing which the text is.
const NAMED: [(&str, &str); 6] = [
    ("author", "name"),
    ("creator", "name"),
    ("publisher", "name"),
    ("sdPublisher", "name"),
    ("itemReviewed", "name"),
    ("reviewRating", "alternateName"),
];

/// What stands for the name of a thing that has none.
const IN_ITS_PLACE: [&str; 4] = ["legalName", "alternateName", "url", "@id"];

/// The same record in one way of writing: a list of one is what is in it; `{"@value": "text"}` is the
/// text and `{"@id": "address"}` the address; names of schema.org have no prefix; a text in the place of
/// a thing is a thing of that name. Nothing is left out.
pub(crate) fn plain(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(plain).collect();
            if items.len() == 1 { items.remove(0) } else { Value::Array(items) }
        }
        Value::Object(members) => object(members),
        other => other,
    }
}

/// How many in the place of someone's name are no more than an address.
pub(crate) fn addressed(value: &Value) -> u64 {
    match value {
        Value::Array(items) => items.iter().map(addressed).sum(),
        Value::Object(members) => {
            let named = |name: &str| NAMED.iter().any(|(known, by)| *known == bare(name) && *by == "name");
            let alone = |value: &Value| value.as_object().is_some_and(is_reference);
            let of = |(name, value): (&String, &Value)| match value {
                Value::Array(items) if named(name) => items.iter().filter(|item| alone(item)).count() as u64,
                value => u64::from(named(name) && alone(value)),
            };
            members.iter().map(|member| of(member) + addressed(member.1)).sum()
        }
        _ => 0,
    }
}

fn object(members: Map<String, Value>) -> Value {
    let mut out = Map::new();
    let is_bare: HashSet<String> = members.keys().filter(|name| bare(name) == *name).cloned().collect();
    for (name, value) in members {
        // What is there twice, with a prefix and without, stays as it is.
        let twice = bare(&name) != name && (is_bare.contains(bare(&name)) || out.contains_key(bare(&name)));
        let name = if twice { name } else { bare(&name).to_owned() };
        let value = plain(value);
        let value = match (name.as_str(), NAMED.iter().find(|(property, _)| *property == name)) {
            ("@type", _) => types(value),
            (_, Some((_, member))) => each(value, &|value| thing(value, member)),
            _ => value,
        };
        out.insert(name, value);
    }
    // A text with its language or its type, an address alone.
    let alone = match (out.get("@value"), out.get("@id")) {
        (Some(value), _)
            if out.keys().all(|name| ["@value", "@language", "@type"].contains(&name.as_str())) =>
        {
            Some(value.clone())
        }
        (None, Some(id)) if out.len() == 1 => Some(id.clone()),
        _ => None,
    };
    alone.unwrap_or(Value::Object(out))
}

fn bare(name: &str) -> &str {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

fn types(value: Value) -> Value {
    each(value, &|value| match value {
        Value::String(text) => bare(&text).into(),
        other => other,
    })
}

/// Of a list, each of its values.
fn each(value: Value, of: &dyn Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(of).collect(),
        one => of(one),
    }
}

fn thing(value: Value, member: &str) -> Value {
    match value {
        Value::String(_) | Value::Number(_) => {
            let member = if value.is_number() { "ratingValue" } else { member };
            Value::Object(Map::from_iter([(member.to_owned(), value)]))
        }
        Value::Object(mut members) if member == "name" && !members.contains_key("name") => {
            let other =
                IN_ITS_PLACE.iter().find_map(|name| members.get(*name).filter(|it| it.is_string()).cloned());
            members.extend(other.map(|other| ("name".to_owned(), other)));
            Value::Object(members)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_thing_is_written_in_one_way() {
        for (written, is) in [
            (json!({"claimReviewed": ["It rained"]}), json!({"claimReviewed": "It rained"})),
            (json!({"url": {"@id": "https://a.example/1"}}), json!({"url": "https://a.example/1"})),
            (json!({"name": {"@value": "Regen", "@language": "de"}}), json!({"name": "Regen"})),
            (json!({"schema:author": "A. Marrow"}), json!({"author": {"name": "A. Marrow"}})),
            (
                json!({"author": ["A", {"@type": "schema:Person", "name": "B"}]}),
                json!({"author": [{"name": "A"}, {"@type": "Person", "name": "B"}]}),
            ),
            (
                json!({"author": {"@type": "Organization", "url": "https://b.example"}}),
                json!({"author": {"@type": "Organization", "url": "https://b.example", "name": "https://b.example"}}),
            ),
            (json!({"reviewRating": 2}), json!({"reviewRating": {"ratingValue": 2}})),
            (
                json!({"http://schema.org/name": "a", "name": "b"}),
                json!({"http://schema.org/name": "a", "name": "b"}),
            ),
        ] {
            assert_eq!(plain(written), is);
        }
    }
}
