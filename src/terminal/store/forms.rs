//! What a form of a record begins with, and what it writes.

use crate::case::{Case, CaseError, Done, Session, today};
use crate::domain::rows::{ClaimView, Place};
use crate::domain::shape::Shaped;
use crate::domain::{CaseInfo, ItemId, Kind, Target};
use crate::review::protocol::record::{FormBasis, FormOf, RecordWrite};
use serde_json::{Map, Value};

/// What a form begins with.
pub(super) fn basis(
    case: &Case,
    reviewer: ItemId,
    of: &FormOf,
    refers: &[FormOf],
    place: Option<Place>,
) -> Result<FormBasis, CaseError> {
    let of = by_id(case, of)?;
    let (key, fields) = match of {
        FormOf::Record(kind, item) => {
            let mut fields: Map<String, Value> = serde_json::from_str(&case.record_text(kind, item)?)?;
            kind.shape().rename(&mut fields);
            (Some(case.key(kind, item)?), fields)
        }
        FormOf::Case => (None, Map::from_iter(members(&case.info()?)?)),
        FormOf::New(_) | FormOf::Keyed(_) => (None, Map::new()),
    };
    let mut references = case.references();
    let home = fields.get("dataset").and_then(Value::as_str);
    let shape = of.kind().map_or(CaseInfo::SHAPE, Kind::shape);
    let named = references.referred_to(home, shape, &fields)?;
    let mut titled = Vec::new();
    for other in refers {
        if let FormOf::Record(kind, item) = by_id(case, other)? {
            titled.extend(references.titled(kind, item)?);
        }
    }
    let place = own_place(case, &of)?.or(place);
    let about = place.map(|place| about(case, reviewer, place)).transpose()?.flatten().map(Box::new);
    Ok(FormBasis { of, key, fields, named, refers: titled, about, today: today() })
}

fn members(info: &CaseInfo) -> Result<Map<String, Value>, CaseError> {
    match serde_json::to_value(info)? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

/// The same with a record by its id.
fn by_id(case: &Case, of: &FormOf) -> Result<FormOf, CaseError> {
    match of {
        FormOf::Keyed(key) => Ok(FormOf::Record(key.kind, case.find(key)?)),
        of => Ok(of.clone()),
    }
}

/// Where a claim or a piece of evidence is, which is about itself.
fn own_place(case: &Case, of: &FormOf) -> Result<Option<Place>, CaseError> {
    match of {
        FormOf::Record(kind @ (Kind::Claim | Kind::Evidence), item) => Ok(Some(case.place(*kind, *item)?)),
        _ => Ok(None),
    }
}

/// A claim, with the one piece of evidence in a place, if there is one.
fn about(case: &Case, reviewer: ItemId, place: Place) -> Result<Option<ClaimView>, CaseError> {
    let Some(mut view) = case.claim_view(reviewer, place.claim, place.evidence, 1)? else { return Ok(None) };
    for side in [&mut view.supporting, &mut view.disputing] {
        side.rows.retain(|row| Some(row.id) == place.evidence);
    }
    Ok(Some(view))
}

/// Makes or edits a record.
pub(super) fn write(session: &mut Session, record: &RecordWrite) -> Result<Done, CaseError> {
    let (fields, names) = (record.fields.clone(), &record.names);
    let quote;
    let (kind, item, mut label) = match by_id(session.case(), &record.of)? {
        FormOf::New(kind) => {
            let added = session.add_with(kind, fields, names)?;
            quote = added.quote;
            (kind, added.item, added.label)
        }
        FormOf::Record(kind, item) => {
            let edited = session.edit_with(kind, item, fields, names)?;
            quote = edited.quote;
            (kind, item, edited.label)
        }
        FormOf::Keyed(_) | FormOf::Case => {
            let changed = session.edit_case(fields)?;
            let label = if changed.is_empty() { "case: no change" } else { "case edited" };
            return Ok(Done { label: label.into(), items: Vec::new() });
        }
    };
    if let Some(says) = quote {
        label = format!("{label}; {says}");
    }
    let items = match kind {
        Kind::Claim | Kind::Evidence => vec![Target { kind, item }],
        _ => Vec::new(),
    };
    Ok(Done { label, items })
}
