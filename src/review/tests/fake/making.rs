//! Records made and edited in the case in memory: claims and evidence as the store does it, with undo; of other
//! kinds only that it was asked for.

use super::*;
use crate::domain::Stance;
use crate::domain::new_name::NewName;
use crate::review::protocol::record::{FormBasis, FormOf, RecordWrite};
use serde_json::{Map, Value};

const GONE: &str = "it is not in the case";

impl Fake {
    /// What a form begins with.
    pub(super) fn form(
        &self,
        of: &FormOf,
        refers: &[FormOf],
        place: Option<Place>,
    ) -> Result<FormBasis, String> {
        let of = self.by_id(of)?;
        let (key, record) = match &of {
            FormOf::Record(Kind::Claim, id) => {
                let row = self.claims.iter().find(|row| row.id == *id).ok_or(GONE)?;
                let detail = self.details.get(id).cloned().unwrap_or_else(|| bare(row));
                (Some(row.key.clone()), serde_json::to_value(detail.record))
            }
            FormOf::Record(Kind::Evidence, id) => {
                let row = self.evidence.iter().find(|row| row.id == *id).ok_or(GONE)?;
                (Some(row.key.clone()), serde_json::to_value(&row.record))
            }
            FormOf::Record(Kind::Party, _) => {
                let row = self.party_row();
                (Some(row.key), serde_json::to_value(row.record))
            }
            FormOf::Record(Kind::Request, _) => (None, Ok(Value::Object(Map::new()))),
            FormOf::Record(_, id) => {
                let at = (0..).zip(&self.sources).find(|(at, _)| source_id(at + 1) == *id).ok_or(GONE)?;
                (Some(Key::new(Kind::Source, at.0 + 1)), serde_json::to_value(at.1))
            }
            FormOf::Case => (None, serde_json::to_value(&self.info)),
            FormOf::New(_) | FormOf::Keyed(_) => (None, Ok(Value::Object(Map::new()))),
        };
        let Value::Object(fields) = record.unwrap() else { panic!() };
        let mut named = Vec::new();
        for (name, kind) in [("claim", Kind::Claim), ("source", Kind::Source)] {
            if let Some(Value::String(id)) = fields.get(name).filter(|_| of.kind() == Some(Kind::Evidence)) {
                named.push((kind, id.clone(), self.titled(&FormOf::Record(kind, id.parse().unwrap()))?));
            }
        }
        let place = match &of {
            FormOf::Record(Kind::Claim, id) => Some(Place { claim: *id, evidence: None }),
            FormOf::Record(Kind::Evidence, id) => {
                let row = self.evidence.iter().find(|row| row.id == *id).ok_or(GONE)?;
                Some(Place { claim: row.claim, evidence: Some(row.id) })
            }
            _ => place,
        };
        let about = place.and_then(|place| {
            let row = self.claims.iter().find(|row| row.id == place.claim)?;
            let slice = |side| {
                let all = self.side(place.claim, side);
                let rows = all.iter().filter(|row| Some(row.id) == place.evidence).cloned().collect();
                let start = all.iter().position(|row| Some(row.id) == place.evidence).unwrap_or(0);
                Slice { rows, start: start as u64, total: all.len() as u64 }
            };
            let (supporting, disputing) = (slice(Side::Supporting), slice(Side::Disputing));
            Some(Box::new(ClaimView { claim: self.detail(row), supporting, disputing }))
        });
        let refers = refers.iter().map(|other| self.titled(&self.by_id(other)?));
        Ok(FormBasis {
            key,
            fields,
            named,
            refers: refers.collect::<Result<_, _>>()?,
            about,
            today: "2025-10-18".parse().unwrap(),
            of,
        })
    }

    pub(super) fn by_id(&self, of: &FormOf) -> Result<FormOf, String> {
        match of {
            FormOf::Keyed(key) => Ok(FormOf::Record(key.kind, self.item(key)?)),
            other => Ok(other.clone()),
        }
    }

    fn item(&self, key: &Key) -> Result<ItemId, String> {
        Ok(match key.kind {
            Kind::Claim => self.claims.iter().find(|row| row.key == *key).ok_or(GONE)?.id,
            Kind::Evidence => self.evidence.iter().find(|row| row.key == *key).ok_or(GONE)?.id,
            _ => source_id(key.number),
        })
    }

    /// Key and name of a record.
    pub(super) fn titled(&self, of: &FormOf) -> Result<Titled, String> {
        Ok(match of {
            FormOf::Record(Kind::Claim, id) => {
                let row = self.claims.iter().find(|row| row.id == *id).ok_or(GONE)?;
                (row.key.clone(), row.text.clone())
            }
            FormOf::Record(Kind::Evidence, id) => {
                let row = self.evidence.iter().find(|row| row.id == *id).ok_or(GONE)?;
                (row.key.clone(), row.record.paraphrase.clone())
            }
            FormOf::Record(_, id) => {
                let (at, source) =
                    (1..).zip(&self.sources).find(|(at, _)| source_id(*at) == *id).ok_or(GONE)?;
                (Key::new(Kind::Source, at), source.title.clone())
            }
            other => panic!("{other:?}"),
        })
    }

    /// Makes or edits a record; returns where, and what was done.
    pub(super) fn write_record(&mut self, write: &RecordWrite) -> Result<(Option<Target>, String), String> {
        let RecordWrite { of, fields, names } = write;
        match of {
            FormOf::New(Kind::Claim) => {
                let text = fields.get("text").and_then(Value::as_str).ok_or("a claim needs a text")?;
                let number = self.claims.iter().map(|row| row.key.number).max().unwrap_or(0) + 1;
                let id = self.new_ids.pop_front().unwrap_or_else(|| claim_id(number));
                let claimant = fields.get("claimant").map(|_| "DHS");
                let mut row = claim_row(id, number, text, claimant, 0);
                row.label = fields.get("label").and_then(Value::as_str).map(str::to_owned);
                self.claims.push(row);
                Ok((Some(Target::claim(id)), format!("C-{number} added{}", with(names))))
            }
            FormOf::New(Kind::Evidence) => {
                let key =
                    |name: &str| fields.get(name).and_then(Value::as_str).and_then(|key| key.parse().ok());
                let claim: Key = key("claim").ok_or("the claim is missing")?;
                let source: Key = key("source").ok_or("the source is missing")?;
                let number = self.evidence.iter().map(|row| row.key.number).max().unwrap_or(0) + 1;
                let record = Value::Object(fields.clone());
                let from = (source.number, self.sources.get(source.number as usize - 1).ok_or(GONE)?.clone());
                let mut row = evidence_row(number, claim.number, from, record);
                row.claim = self.item(&claim)?;
                row.record.claim = row.claim.to_string();
                row.id = self.new_ids.pop_front().unwrap_or(row.id);
                let target = Target::evidence(row.id);
                self.evidence.push(row);
                self.put_in_order();
                Ok((Some(target), format!("E-{number} added")))
            }
            FormOf::Record(Kind::Claim, id) => {
                let row = self.claims.iter_mut().find(|row| row.id == *id).ok_or("no such claim")?;
                let mut changed = Vec::new();
                for (name, value) in fields {
                    let text = value.as_str().map(str::to_owned);
                    match name.as_str() {
                        "text" => row.text = text.unwrap_or_default(),
                        "label" => row.label = text,
                        "event_date" | "asserted_on" => {}
                        other => return Err(format!("the fake has no {other}")),
                    }
                    changed.push(name.clone());
                }
                let label = format!("{}: {} edited", row.key, changed.join(", "));
                Ok((Some(Target::claim(*id)), label))
            }
            FormOf::Record(Kind::Evidence, id) => {
                let row = self.evidence.iter_mut().find(|row| row.id == *id).ok_or("no such evidence")?;
                let mut changed = Vec::new();
                for (name, value) in fields {
                    let text = value.as_str().unwrap_or_default();
                    match name.as_str() {
                        "stance" => row.record.stance = text.parse::<Stance>().map_err(|e| e.to_string())?,
                        "paraphrase" => text.clone_into(&mut row.record.paraphrase),
                        "locator" => row.record.locator = Some(text.to_owned()),
                        "quote.text" | "quote.anchor" | "quote.translator" | "dated" => {}
                        other => return Err(format!("the fake has no {other}")),
                    }
                    changed.push(name.clone());
                }
                let label = format!("{}: {} edited", row.key, changed.join(", "));
                self.put_in_order();
                Ok((Some(Target::evidence(*id)), label))
            }
            _ => {
                self.records.push(Write::Record(Box::new(write.clone())));
                Ok((None, "done".into()))
            }
        }
    }
}

fn with(names: &[NewName]) -> String {
    let keys: Vec<String> = (2..).zip(names).map(|(n, new)| format!("{}-{n}", new.kind.letter())).collect();
    if keys.is_empty() { String::new() } else { format!(", with {}", keys.join(" and ")) }
}
