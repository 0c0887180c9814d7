//! What records refer to, as commands and people name it: by key, by key and name.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::domain::rows::Titled;
use crate::domain::shape::{FieldSpec, Shape, Shaped, Takes};
use crate::domain::{DocumentInfo, ItemId, Key, Kind, custody};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Puts references into keys and words; remembers, within bounds, what it has looked up.
#[derive(Debug)]
pub struct References<'a>(Names<'a>);

impl Case {
    /// What records of this case refer to.
    #[must_use]
    pub fn references(&self) -> References<'_> {
        References(Names::new(self))
    }
}

impl References<'_> {
    /// The native JSON of a record, with its key and what it refers to as commands take them. What leads to no
    /// record of the case stays as it is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn in_keys(&mut self, key: &Key, record: Value) -> Result<Value, CaseError> {
        let Value::Object(mut members) = record else { return Ok(record) };
        let home = members.get("dataset").and_then(Value::as_str).map(str::to_owned);
        key.kind.shape().rename(&mut members);
        self.keys_within(home.as_deref(), key.kind.shape(), &mut members)?;
        if members.contains_key("key") {
            members.insert("key".into(), key.to_string().into());
            return Ok(Value::Object(members));
        }
        let mut keyed = Map::from_iter([("key".to_owned(), key.to_string().into())]);
        keyed.append(&mut members);
        Ok(Value::Object(keyed))
    }

    fn keys_within(
        &mut self,
        home: Option<&str>,
        shape: &Shape,
        members: &mut Map<String, Value>,
    ) -> Result<(), CaseError> {
        for field in shape.fields {
            if let Some(value) = members.get_mut(field.name) {
                self.keys_of(home, field.takes, value)?;
            }
        }
        Ok(())
    }

    fn keys_of(&mut self, home: Option<&str>, takes: Takes, value: &mut Value) -> Result<(), CaseError> {
        match (takes, value) {
            (Takes::Reference(kind) | Takes::References(kind), Value::String(id)) => {
                if let Some(named) = self.0.named(kind, home, Some(id))? {
                    *id = named.key.to_string();
                }
                Ok(())
            }
            (Takes::References(_), Value::Array(ids)) => {
                ids.iter_mut().try_for_each(|id| self.keys_of(home, takes, id))
            }
            (Takes::Nested(inside), Value::Object(members)) => self.keys_within(home, inside, members),
            (Takes::List(inside), Value::Array(items)) => {
                items.iter_mut().try_for_each(|item| self.keys_of(home, Takes::Nested(inside), item))
            }
            _ => Ok(()),
        }
    }

    /// The value of a field in words: what it refers to by key and name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn in_words(&mut self, home: Option<&str>, takes: Takes, value: &Value) -> Result<String, CaseError> {
        Ok(match (takes, value) {
            (Takes::Reference(kind), Value::String(id)) => self.referred(home, kind, id)?,
            (Takes::References(kind), Value::Array(ids)) => {
                let ids = ids.iter().filter_map(Value::as_str);
                ids.map(|id| self.referred(home, kind, id)).collect::<Result<Vec<_>, _>>()?.join("; ")
            }
            (Takes::List(inside), documents) if inside.name == DocumentInfo::SHAPE.name => {
                custody::versions(&Vec::deserialize(documents).unwrap_or_default()).join("; ")
            }
            (Takes::List(inside), Value::Array(items)) => {
                let items = items.iter().map(|item| self.in_words(home, Takes::Nested(inside), item));
                items.collect::<Result<Vec<_>, _>>()?.join("; ")
            }
            (Takes::Nested(inside), Value::Object(members)) => {
                let known = inside.fields.iter().filter_map(|field| Some((field, members.get(field.name)?)));
                let parts = known.map(|(field, value)| {
                    let words = self.in_words(home, field.takes, value)?;
                    Ok(format!("{} {words}", field.heading.to_lowercase()))
                });
                parts.collect::<Result<Vec<_>, CaseError>>()?.join(", ")
            }
            _ => takes.in_words(value).unwrap_or_default(),
        })
    }

    /// Some fields of a record in words, each with its heading in lower case, in their order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fields(
        &mut self,
        kind: Kind,
        record: &Map<String, Value>,
        which: impl Fn(&FieldSpec) -> bool,
    ) -> Result<Vec<(String, String)>, CaseError> {
        let home = record.get("dataset").and_then(Value::as_str);
        let mut all = Vec::new();
        for field in kind.shape().fields.iter().filter(|field| which(field)) {
            let Some(value) = record.get(field.name) else { continue };
            if field.name == "documents" {
                let versions = Vec::<DocumentInfo>::deserialize(value)?;
                let each = custody::versions(&versions).into_iter();
                all.extend(each.map(|custody| ("document".to_owned(), custody)));
                continue;
            }
            all.push((field.heading.to_lowercase(), self.in_words(home, field.takes, value)?));
        }
        Ok(all)
    }

    /// What a record refers to: the kind and the id as the record has it, with the key and the name of what that
    /// is. What leads to no record of the case is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn referred_to(
        &mut self,
        home: Option<&str>,
        shape: &Shape,
        members: &Map<String, Value>,
    ) -> Result<Vec<(Kind, String, Titled)>, CaseError> {
        let mut all = Vec::new();
        for field in shape.fields {
            if let Some(value) = members.get(field.name) {
                self.add_referred(home, field.takes, value, &mut all)?;
            }
        }
        Ok(all)
    }

    /// Key and name of a record; none where it is not in the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn titled(&mut self, kind: Kind, item: ItemId) -> Result<Option<Titled>, CaseError> {
        Ok(self.0.named(kind, None, Some(&item.to_string()))?.map(|named| named.titled()))
    }

    fn add_referred(
        &mut self,
        home: Option<&str>,
        takes: Takes,
        value: &Value,
        all: &mut Vec<(Kind, String, Titled)>,
    ) -> Result<(), CaseError> {
        match (takes, value) {
            (Takes::Reference(kind) | Takes::References(kind), Value::String(id)) => {
                let named = self.0.named(kind, home, Some(id))?;
                all.extend(named.map(|named| (kind, id.clone(), named.titled())));
                Ok(())
            }
            (Takes::References(_), Value::Array(ids)) => {
                ids.iter().try_for_each(|id| self.add_referred(home, takes, id, all))
            }
            (Takes::Nested(inside), Value::Object(members)) => {
                all.extend(self.referred_to(home, inside, members)?);
                Ok(())
            }
            (Takes::List(inside), Value::Array(items)) => {
                items.iter().try_for_each(|item| self.add_referred(home, Takes::Nested(inside), item, all))
            }
            _ => Ok(()),
        }
    }

    /// Key and name of the record that another one of a dataset refers to.
    fn referred(&mut self, home: Option<&str>, kind: Kind, id: &str) -> Result<String, CaseError> {
        let named = self.0.named(kind, home, Some(id))?;
        Ok(named.map_or_else(|| id.to_owned(), |named| format!("{} {}", named.key, named.name)))
    }
}
