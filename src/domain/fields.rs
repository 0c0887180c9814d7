//! An annotation field by field: what an event sets, what stood before, and what merges.

use super::annotation::Annotation;
use super::ids::Digest;
use super::words::vocabulary;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use thiserror::Error;

vocabulary! {
    /// One field of an annotation. The last writer wins field by field.
    Field, "field" {
        /// Released, withheld, or none.
        Access = "access",
        /// In part only.
        Part = "part",
        /// Contested.
        Disputed = "disputed",
        /// Looked at, no tag applies.
        Examined = "examined",
        /// The reviewer's own stance.
        Reading = "reading",
        /// Why it is withheld.
        Ground = "ground",
        /// How sure.
        Confidence = "confidence",
        /// Text.
        Note = "note",
        /// Judgement on a claim.
        Verdict = "verdict",
        /// Why a claim is judged so.
        Reason = "reason",
        /// Set aside, and why.
        Aside = "aside",
    }
}

/// The fields that people fill in their own words, and that can be erased.
pub const WRITTEN: [Field; 3] = [Field::Note, Field::Reason, Field::Aside];

/// The digests of what was written in those fields: they stay where the words do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written([Option<Digest>; 3]);

impl Written {
    /// The digests of what an annotation holds.
    #[must_use]
    pub fn of(said: &Annotation) -> Self {
        Self(WRITTEN.map(|field| match said.get(field) {
            Value::Null => None,
            value => Some(Digest::of(value.to_string().as_bytes())),
        }))
    }

    /// The same, and the digests of what was written and is not in it.
    #[must_use]
    pub fn with(mut self, held_back: &BTreeMap<Field, Digest>) -> Self {
        for (field, digest) in WRITTEN.iter().zip(&mut self.0) {
            *digest = digest.or(held_back.get(field).copied());
        }
        self
    }

    /// What was written and is not in an annotation any more.
    #[must_use]
    pub fn missing(&self, said: &Annotation) -> BTreeMap<Field, Digest> {
        let missing = |(field, digest): (Field, Option<Digest>)| match said.get(field) {
            Value::Null => digest.map(|digest| (field, digest)),
            _ => None,
        };
        WRITTEN.into_iter().zip(self.0).filter_map(missing).collect()
    }

    /// Whether what an annotation holds in these fields is what was written.
    #[must_use]
    pub fn agrees(&self, said: &Annotation) -> bool {
        Self::of(said).0.iter().zip(&self.0).all(|(is, was)| is.is_none() || is == was)
    }

    /// An annotation without these fields.
    #[must_use]
    pub fn without(said: &Annotation) -> Annotation {
        Annotation { note: None, reason: None, aside: None, ..said.clone() }
    }

    /// As it is stored: three digests; nothing where nothing was written.
    #[must_use]
    pub fn to_blob(&self) -> Option<Vec<u8>> {
        let some = self.0.iter().any(Option::is_some);
        some.then(|| self.0.iter().flat_map(|digest| digest.unwrap_or(Digest::NONE).0).collect())
    }

    /// From what is stored.
    #[must_use]
    pub fn from_blob(blob: Option<&[u8]>) -> Self {
        let part = |at: usize| blob.and_then(|blob| Digest::from_bytes(blob.get(at * 32..at * 32 + 32)?));
        Self([part(0), part(1), part(2)].map(|digest| digest.filter(|digest| *digest != Digest::NONE)))
    }
}

/// Fields and their values, in JSON; null for none.
pub type FieldSet = BTreeMap<Field, Value>;

/// A value that does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the value of {field} cannot be read: {reason}")]
pub struct BadValue {
    /// The field.
    pub field: Field,
    /// What is wrong with the value.
    pub reason: String,
}

fn read<T: DeserializeOwned + Default>(field: Field, value: &Value) -> Result<T, BadValue> {
    if value.is_null() {
        return Ok(T::default());
    }
    T::deserialize(value).map_err(|error| BadValue { field, reason: error.to_string() })
}

fn write<T: Serialize + Default + PartialEq>(value: &T) -> Value {
    if *value == T::default() {
        return Value::Null;
    }
    serde_json::to_value(value).unwrap_or(Value::Null)
}

impl Annotation {
    /// The value of a field; null where nothing is said.
    #[must_use]
    pub fn get(&self, field: Field) -> Value {
        match field {
            Field::Access => write(&self.access),
            Field::Part => write(&self.part),
            Field::Disputed => write(&self.disputed),
            Field::Examined => write(&self.examined),
            Field::Reading => write(&self.reading),
            Field::Ground => write(&self.ground),
            Field::Confidence => write(&self.confidence),
            Field::Note => write(&self.note),
            Field::Verdict => write(&self.verdict),
            Field::Reason => write(&self.reason),
            Field::Aside => write(&self.aside),
        }
    }

    /// Sets a field; null clears it.
    ///
    /// # Errors
    /// When the value does not fit the field; the annotation is then unchanged.
    pub fn set(&mut self, field: Field, value: &Value) -> Result<(), BadValue> {
        match field {
            Field::Access => self.access = read(field, value)?,
            Field::Part => self.part = read(field, value)?,
            Field::Disputed => self.disputed = read(field, value)?,
            Field::Examined => self.examined = read(field, value)?,
            Field::Reading => self.reading = read(field, value)?,
            Field::Ground => self.ground = read(field, value)?,
            Field::Confidence => self.confidence = read(field, value)?,
            Field::Note => self.note = read(field, value)?,
            Field::Verdict => self.verdict = read(field, value)?,
            Field::Reason => self.reason = read(field, value)?,
            Field::Aside => self.aside = read(field, value)?,
        }
        Ok(())
    }

    /// Sets every field of a set.
    ///
    /// # Errors
    /// When a value does not fit its field; the annotation is then unchanged.
    pub fn apply(&mut self, set: &FieldSet) -> Result<(), BadValue> {
        let mut changed = self.clone();
        for (field, value) in set {
            changed.set(*field, value)?;
        }
        *self = changed;
        Ok(())
    }

    /// The fields in which `after` differs from `self`: what to set, and what stood before.
    #[must_use]
    pub fn difference(&self, after: &Self) -> (FieldSet, FieldSet) {
        let mut set = FieldSet::new();
        let mut was = FieldSet::new();
        for field in Field::ALL {
            let (old, new) = (self.get(*field), after.get(*field));
            if old != new {
                set.insert(*field, new);
                was.insert(*field, old);
            }
        }
        (set, was)
    }

    /// The fields that say something.
    #[must_use]
    pub fn fields(&self) -> FieldSet {
        Self::default().difference(self).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Access, Note};

    #[test]
    fn difference_then_apply_is_the_change_itself() {
        let before = Annotation { access: Some(Access::Withheld), part: true, ..Default::default() };
        let after = Annotation {
            note: Some(Note { text: "asked".into(), private: true }),
            disputed: true,
            ..Default::default()
        };
        let (set, was) = before.difference(&after);
        let mut there = before.clone();
        there.apply(&set).unwrap();
        assert_eq!(there, after);
        there.apply(&was).unwrap();
        assert_eq!(there, before);
        assert!(before.clone().set(Field::Access, &Value::from("lost")).is_err());
    }
}
