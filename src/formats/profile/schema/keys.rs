//! What the records of a file have: keys, the types of their values, and examples.

use crate::formats::carrier::Record;
use crate::formats::profile::error::short;
use serde_json::Value;
use std::collections::BTreeSet;

/// So many keys are looked at, so deep, and so many values of each are kept.
const KEYS: usize = 300;
const DEEP: usize = 6;
const VALUES: usize = 12;
/// A key with a longer name, in bytes, is passed by, with what is below it.
const LONGEST: usize = 4 << 10;

/// A key of the records and what stands there.
#[derive(Debug, Default)]
pub struct Key {
    /// Its path; `[]` where the path goes through a list.
    pub(crate) path: Vec<String>,
    pub(crate) types: BTreeSet<&'static str>,
    pub(crate) values: BTreeSet<String>,
    /// How many values it had, and how long they were together.
    pub(crate) times: usize,
    pub(crate) length: usize,
    pub(crate) more: bool,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let types: Vec<&str> = self.types.iter().copied().collect();
        write!(f, "{}: {}", safe(&self.path.join(".")), types.join(" or "))?;
        let values: Vec<String> = self.values.iter().take(3).map(|value| safe(value)).collect();
        if values.is_empty() { Ok(()) } else { write!(f, ", such as {}", values.join(" | ")) }
    }
}

/// The keys of the first records of a file, and what stands there. Bounded, and without recursion.
#[must_use]
pub fn inventory(sample: &[Record]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for record in sample {
        let mut open: Vec<(Vec<&str>, &Value)> = vec![(Vec::new(), &record.value)];
        while let Some((path, value)) = open.pop() {
            if path.last().is_some_and(|last| *last != "[]") {
                note(&mut keys, &path, value);
            }
            if path.len() >= DEEP {
                continue;
            }
            fn below<'v>(path: &[&'v str], name: &'v str) -> Vec<&'v str> {
                path.iter().copied().chain([name]).collect()
            }
            match value {
                Value::Object(members) => {
                    let named = members.iter().take(KEYS).filter(|(name, _)| name.len() <= LONGEST);
                    open.extend(named.map(|(name, value)| (below(&path, name), value)));
                }
                Value::Array(items) => {
                    open.extend(items.iter().take(5).map(|item| (below(&path, "[]"), item)));
                }
                _ => {}
            }
        }
    }
    keys.sort_by(|a, b| a.path.cmp(&b.path));
    keys
}

fn note(keys: &mut Vec<Key>, path: &[&str], value: &Value) {
    let at = match keys.iter().position(|key| key.path == path) {
        Some(at) => at,
        None if keys.len() < KEYS => {
            let path = path.iter().map(|&name| name.to_owned()).collect();
            keys.push(Key { path, ..Key::default() });
            keys.len() - 1
        }
        None => return,
    };
    let key = &mut keys[at];
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    };
    key.types.insert(match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    });
    let Some(text) = text.filter(|text| !text.is_empty()) else { return };
    key.times += 1;
    key.length += text.len();
    if text.chars().count() > 60 || key.values.len() >= VALUES && !key.values.contains(&text) {
        key.more = true;
    } else {
        key.values.insert(text.clone());
    }
    if key.values.is_empty() {
        key.values.insert(short(&text));
    }
}

/// Text for a remark: one short line without control characters.
pub(crate) fn safe(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_control() || is_hidden(c) { '\u{fffd}' } else { c }).take(60).collect();
    text
}

/// Marks that change how a line is shown without being seen.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
