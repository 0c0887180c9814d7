//! The lines of a form, made from the table of fields, and what they come to.

use crate::domain::new_name::NewName;
use crate::domain::rows::Titled;
use crate::domain::shape::{FieldSpec, Shape, Shaped, Takes};
use crate::domain::{CaseInfo, Kind};
use crate::review::prompt::record::line::{Entered, FormLine};
use crate::review::prompt::record::names::Named;
use crate::review::prompt::record::order;
use serde_json::{Map, Value};

/// The table of a kind; that of the case itself for none.
pub(super) const fn shape(kind: Option<Kind>) -> &'static Shape {
    match kind {
        Some(kind) => kind.shape(),
        None => CaseInfo::SHAPE,
    }
}

/// What has the fields, in a sentence.
pub(super) const fn owner(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(kind) => kind.word(),
        None => "case",
    }
}

/// Lines for a record as it stands, those first that stand first; and how many those are.
pub(super) fn of_record(
    kind: Option<Kind>,
    fields: &Map<String, Value>,
    named: &[(Kind, String, Titled)],
) -> (Vec<FormLine>, usize) {
    let named = |kind: Kind, id: &str| {
        named.iter().find(|(of, known, _)| *of == kind && known == id).map(|(.., titled)| titled.clone())
    };
    let first = order::first(kind);
    let mut all = Vec::new();
    for (path, field) in shape(kind).leaves() {
        match field.takes {
            Takes::List(inside) => {
                let items = fields.get(&path).and_then(Value::as_array).cloned().unwrap_or_default();
                // One more, for another.
                for at in 0..=items.len() {
                    let item = items.get(at).unwrap_or(&Value::Null);
                    for (inner, leaf) in inside.leaves() {
                        let value = value_at(item, &inner);
                        all.push(FormLine::new(inner, leaf, Some((field, at)), &value, named));
                    }
                }
            }
            _ => {
                let value = match path.split_once('.') {
                    None => fields.get(&path).cloned().unwrap_or_default(),
                    Some((outer, inner)) => value_at(fields.get(outer).unwrap_or(&Value::Null), inner),
                };
                all.push(FormLine::new(path, field, None, &value, named));
            }
        }
    }
    let place = |line: &FormLine| {
        let own = first.iter().position(|path| line.list.is_none() && *path == line.path);
        own.unwrap_or(first.len())
    };
    all.sort_by_key(place);
    let count = all.iter().filter(|line| place(line) < first.len()).count();
    (all, count)
}

fn value_at(value: &Value, path: &str) -> Value {
    let mut value = value;
    for name in path.split('.') {
        value = value.get(name).unwrap_or(&Value::Null);
    }
    value.clone()
}

/// Whether a line must be filled in: its field must be there, and so must what it is a part of, if it is of any.
pub(super) fn is_required(lines: &[FormLine], line: &FormLine) -> bool {
    let group = |other: &FormLine| {
        other.list.map(|(list, at)| (list.name, at)) == line.list.map(|(list, at)| (list.name, at))
            && match (line.path.rsplit_once('.'), other.path.rsplit_once('.')) {
                (None, None) => true,
                (Some((outer, _)), _) => other.path.starts_with(&format!("{outer}.")),
                (None, Some(_)) => false,
            }
    };
    let is_part = line.list.is_some() || line.path.contains('.');
    line.field.required && (!is_part || lines.iter().any(|other| group(other) && !other.is_blank()))
}

/// What is wrong, and in which line.
pub(super) type Wrong = (usize, String);

/// What the lines come to: fields to set by path, of a record that is made all that is entered, else what is not
/// as it was; and what is named for the first time.
pub(super) fn read(
    kind: Option<Kind>,
    lines: &[FormLine],
    is_new: bool,
) -> Result<(Map<String, Value>, Vec<NewName>), Wrong> {
    let mut fields = Map::new();
    let mut names: Vec<NewName> = Vec::new();
    let mut lists: Vec<&'static FieldSpec> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if is_required(lines, line) && line.is_blank() {
            return Err((at, format!("{} must be filled in", line.field.heading)));
        }
        if !is_new && !line.is_changed() {
            continue;
        }
        match line.list {
            Some((list, _)) if lists.iter().any(|known| known.name == list.name) => {}
            Some((list, _)) => lists.push(list),
            None => {
                let value = line.value(shape(kind), owner(kind)).map_err(|why| (at, why))?;
                if !is_new || !value.is_null() {
                    fields.insert(line.path.clone(), value);
                }
            }
        }
        if let Entered::Names(chosen) = &line.entered {
            let new = chosen.chosen().iter().filter_map(|named| match named {
                Named::New(new) => Some(new.clone()),
                Named::Record(..) => None,
            });
            for new in new {
                if !names.contains(&new) {
                    names.push(new);
                }
            }
        }
    }
    for list in lists {
        let value = read_list(kind, lines, list)?;
        if !is_new || !value.is_null() {
            fields.insert(list.name.to_owned(), value);
        }
    }
    Ok((fields, names))
}

/// The items of a list, those left out in which nothing is entered.
fn read_list(kind: Option<Kind>, lines: &[FormLine], list: &'static FieldSpec) -> Result<Value, Wrong> {
    let Takes::List(inside) = list.takes else { return Ok(Value::Null) };
    let mut items: Vec<Map<String, Value>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((_, item)) = line.list.filter(|(of, _)| of.name == list.name) else { continue };
        if items.len() <= item {
            items.resize_with(item + 1, Map::new);
        }
        let value = line.value(inside, owner(kind)).map_err(|why| (at, why))?;
        if !value.is_null() {
            items[item].insert(line.path.clone(), value);
        }
    }
    items.retain(|item| !item.is_empty());
    Ok(if items.is_empty() { Value::Null } else { items.into_iter().map(Value::Object).collect() })
}
