//! A record made ready to be stored: its id, its JSON, what it refers to, and what it is looked up by.

use crate::case::error::CaseError;
use crate::case::write::bulk_counts::BulkCounts;
use crate::domain::ids::{ItemId, content_id, item_id};
use crate::domain::records::Record;
use crate::domain::{Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Request, Source, Stance};
use rusqlite::Connection;
use serde_json::Value;
use std::borrow::Cow;

/// Where a record stood that is put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its row.
    pub(crate) row: i64,
    /// The number of its batch.
    pub(crate) batch: i64,
    /// Its place in the order of claims.
    pub(crate) ord: Option<i64>,
}

/// A record ready to be stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// Its kind.
    pub(crate) kind: Kind,
    /// Its id.
    pub(crate) id: ItemId,
    /// Its key number, where it brought one.
    pub(crate) key: Option<u64>,
    /// Its id as the record itself has it, as JSON.
    own_id: String,
    /// The other members of its native JSON, without braces and without the key number.
    members: String,
    /// Members the present version does not know.
    pub(crate) unknown: Vec<String>,
    pub(super) words: String,
    pub(super) references: Vec<(Cow<'static, str>, Kind, ItemId, String)>,
    pub(super) stance: Option<Stance>,
    pub(super) material: Option<String>,
    /// Where it stood, if it is put back.
    pub(crate) place: Option<Place>,
}

impl Stored {
    /// About how many bytes it holds.
    pub(crate) fn weight(&self) -> usize {
        self.members.len() + self.words.len()
    }

    /// Prepares a record whose ids and references are those of `dataset`, unless it names its own.
    /// One without an id gets one from its content.
    pub(crate) fn new<R: Record>(mut record: R, dataset: &str) -> Result<Self, CaseError> {
        if record.dataset() == Some(dataset) {
            record.set_dataset(None);
        }
        let home = record.dataset().unwrap_or(dataset).to_owned();
        let id = if record.id().is_empty() {
            let key = record.key();
            record.set_key(None);
            let id = content_id(&home, R::KIND, &serde_json::to_string(&record)?);
            record.set_key(key);
            record.set_id(id.to_string());
            id
        } else {
            item_id(&home, R::KIND, record.id())
        };
        let (own_id, key) = (serde_json::to_string(record.id())?, record.key());
        let references = record
            .references()
            .into_iter()
            .map(|(field, kind, text)| (field, kind, item_id(&home, kind, text), text.to_owned()))
            .collect();
        let words = record.words();
        record.set_id(String::new());
        record.set_key(None);
        let body = serde_json::to_string(&record)?;
        let members = body.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let members = members.ok_or_else(|| CaseError::Refused(format!("a {} is not an object", R::KIND)))?;
        Ok(Self {
            kind: R::KIND,
            id,
            key,
            own_id,
            members: members.to_owned(),
            unknown: Vec::new(),
            words,
            references,
            stance: None,
            material: None,
            place: None,
        })
    }

    /// The same, to go where it stood.
    pub(crate) fn placed(self, place: Option<Place>) -> Self {
        Self { place, ..self }
    }

    /// Prepares a piece of evidence.
    pub(crate) fn evidence(record: Evidence, dataset: &str) -> Result<Self, CaseError> {
        let (stance, material) = (Some(record.stance), record.material.clone());
        Ok(Self { stance, material, ..Self::new(record, dataset)? })
    }

    /// Prepares a record of any kind from its JSON.
    pub(crate) fn parse(kind: Kind, record: &Value, dataset: &str) -> Result<Self, CaseError> {
        fn read<R: Record>(record: &Value) -> Result<R, CaseError> {
            let absent =
                R::SHAPE.fields.iter().find(|field| field.required && record.get(field.name).is_none());
            if let Some(field) = absent {
                return Err(CaseError::Refused(format!("the {} needs its {}", R::KIND, field.name)));
            }
            let read: R = R::deserialize(record)
                .map_err(|error| CaseError::Refused(format!("the {} was not accepted: {error}", R::KIND)))?;
            let (field, text) = read.essential();
            if text.trim().is_empty() {
                return Err(CaseError::Refused(format!("the {} needs its {field}", R::KIND)));
            }
            Ok(read)
        }
        macro_rules! plain {
            ($kind:ty) => {{
                let read: $kind = read(record)?;
                let extra = read.extra.clone();
                (Self::new(read, dataset)?, extra)
            }};
        }
        let (stored, extra) = match kind {
            Kind::Party => plain!(Party),
            Kind::Source => plain!(Source),
            Kind::Derivation => plain!(Derivation),
            Kind::Claim => plain!(Claim),
            Kind::Evidence => {
                let read: Evidence = read(record)?;
                let extra = read.extra.clone();
                (Self::evidence(read, dataset)?, extra)
            }
            Kind::Figure => plain!(Figure),
            Kind::Request => plain!(Request),
            Kind::Gap => plain!(Gap),
        };
        Ok(Self { unknown: extra.into_iter().map(|(name, _)| name).collect(), ..stored })
    }

    /// Its native JSON as it came: with a key number where it brought one.
    pub(crate) fn body(&self) -> String {
        self.body_with(self.key)
    }

    /// Its native JSON with this key number. What stands in the table is what is exported, members in
    /// the order of the record's declaration: `id`, `key`, the others.
    pub(crate) fn body_with(&self, key: Option<u64>) -> String {
        let key = key.map(|key| format!(",\"key\":{key}")).unwrap_or_default();
        let comma = if self.members.is_empty() { "" } else { "," };
        format!("{{\"id\":{}{key}{comma}{}}}", self.own_id, self.members)
    }

    /// What it refers to.
    pub(crate) fn references(&self) -> impl Iterator<Item = (Kind, ItemId)> + '_ {
        self.references.iter().map(|(_, kind, id, _)| (*kind, *id))
    }

    /// Its references to records of a kind that comes after its own in a file, the requests of a piece of
    /// evidence: what each says, the kind and the id.
    pub(crate) fn later_references(&self) -> impl Iterator<Item = (String, Kind, ItemId)> + '_ {
        let later = self.references.iter().filter(|(_, kind, ..)| *kind > self.kind);
        later.map(|(field, kind, id, text)| {
            let text: String = text.chars().take(60).collect();
            (format!("{field} is \"{text}\""), *kind, *id)
        })
    }

    /// The rows of the records it refers to. Those of a kind that comes after its own in a file may still be
    /// on their way, and are not looked for.
    pub(super) fn rows(
        &self,
        conn: &Connection,
        bulk: &mut BulkCounts<'_>,
    ) -> Result<Vec<(&str, i64)>, CaseError> {
        self.references
            .iter()
            .filter(|(_, kind, ..)| *kind <= self.kind)
            .map(|(field, kind, id, text)| {
                bulk.row_of(conn, *kind, *id)?.map(|at| (field.as_ref(), at)).ok_or_else(|| {
                    let text: String = text.chars().take(60).collect();
                    CaseError::Refused(format!(
                        "{field} is \"{text}\", and there is no such {kind} in the case (yet)"
                    ))
                })
            })
            .collect()
    }
}
