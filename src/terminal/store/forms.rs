//! What a form of a record begins with, and what it writes.

use crate::case::{Case, CaseError, Done, Session, today};
use crate::domain::hanging::Hanging;
use crate::domain::origins::Same;
use crate::domain::rows::{ClaimView, Place, Titled};
use crate::domain::shape::Shaped;
use crate::domain::{CaseInfo, ItemId, Kind, Target, wording};
use crate::review::protocol::record::{
    Combining, FormBasis, FormOf, Going, Half, Others, RecordWrite, TakingOut, Twice,
};
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

/// What is to be known of records before they are taken out.
pub(super) fn taking_out(case: &Case, reviewer: ItemId, of: &[FormOf]) -> Result<TakingOut, CaseError> {
    let mut references = case.references();
    let mut titled = |kind, item| -> Result<Titled, CaseError> {
        references.titled(kind, item)?.ok_or(CaseError::NoSuchItem)
    };
    let (mut records, mut first) = (Vec::new(), Vec::new());
    for of in of {
        let FormOf::Record(kind, item) = by_id(case, of)? else { continue };
        records.push((Target { kind, item }, titled(kind, item)?));
    }
    let items: Vec<_> = records.iter().map(|(target, _)| (target.kind, target.item)).collect();
    let hanging = case.hanging(&items)?;
    let mut said_of = |target: Target, titled: Titled, always: bool| -> Result<(), CaseError> {
        let said = match target.kind {
            Kind::Claim | Kind::Evidence => {
                wording::judgement(&case.annotation(reviewer, target.kind, target.item)?)
            }
            _ => String::new(),
        };
        if always || !said.is_empty() {
            first.push(Going { titled, said });
        }
        Ok(())
    };
    for (target, titled) in &records {
        said_of(*target, titled.clone(), false)?;
    }
    for key in &hanging.first {
        let target = Target { kind: key.kind, item: case.find(key)? };
        said_of(target, titled(target.kind, target.item)?, true)?;
    }
    Ok(TakingOut { records, hanging, first })
}

/// Takes records out with what hangs on them, unless that is something else by now than what was `shown`.
pub(super) fn take_out(session: &mut Session, items: &[Target], shown: &Hanging) -> Result<Done, CaseError> {
    let items: Vec<_> = items.iter().map(|target| (target.kind, target.item)).collect();
    if session.case().hanging(&items)? != *shown {
        let why = "something else hangs on it by now, so nothing was taken out: look at it again";
        return Err(CaseError::Refused(why.into()));
    }
    Ok(Done { label: session.remove(&items, true)?.label, items: Vec::new() })
}

/// Records with which one might be combined: those that may be the same, then others that match.
pub(super) fn others(case: &Case, of: &FormOf, text: &str, limit: usize) -> Result<Others, CaseError> {
    let (kind, item, of) = found(case, of)?;
    let mut likely = case.likely_same(kind, item)?;
    let mut named = case.named_like(kind, text, limit)?;
    named.retain(|(key, _)| *key != of.0 && likely.iter().all(|((known, _), _)| known != key));
    let typed = text.to_lowercase();
    likely.retain(|((key, name), _)| {
        key.to_string().to_lowercase() == typed || name.to_lowercase().contains(&typed)
    });
    Ok(Others { of, likely, named })
}

fn found(case: &Case, of: &FormOf) -> Result<(Kind, ItemId, Titled), CaseError> {
    let FormOf::Record(kind, item) = by_id(case, of)? else { return Err(CaseError::NoSuchItem) };
    let titled = case.references().titled(kind, item)?.ok_or(CaseError::NoSuchItem)?;
    Ok((kind, item, titled))
}

/// What would become of two records that are combined.
pub(super) fn combining(
    session: &mut Session,
    stays: &FormOf,
    goes: &FormOf,
) -> Result<Combining, CaseError> {
    let half = |case: &Case, of: &FormOf| -> Result<(Kind, Half), CaseError> {
        let (kind, item, titled) = found(case, of)?;
        let record: Map<String, Value> = serde_json::from_str(&case.record_text(kind, item)?)?;
        Ok((kind, Half { item, titled, fields: fields_of(case, kind, &record)? }))
    };
    let ((kind, stays), (other, goes)) = (half(session.case(), stays)?, half(session.case(), goes)?);
    if kind != other {
        let why = format!("{} is {} and {} is {}", stays.titled.0, kind.one(), goes.titled.0, other.one());
        return Err(CaseError::Refused(format!("{why}; only two of one kind are combined")));
    }
    let (combined, after) = session.would_combine(kind, stays.item, goes.item)?;
    let after = fields_of(session.case(), kind, &after)?;
    let moved = session.case().referring_to(kind, goes.item)?;
    Ok(Combining { kind, stays, goes, after, moved, remarks: combined.remarks })
}

/// The fields of a record, each heading once: a source may have several documents.
fn fields_of(
    case: &Case,
    kind: Kind,
    record: &Map<String, Value>,
) -> Result<Vec<(String, String)>, CaseError> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (heading, words) in case.references().fields(kind, record, |_| true)? {
        match all.last_mut().filter(|(before, _)| *before == heading) {
            Some((_, before)) => before.push_str(&format!("; {words}")),
            None => all.push((heading, words)),
        }
    }
    Ok(all)
}

/// At most this many pairs are listed.
const PAIRS: usize = 500;

/// Sources that were entered more than once, two by two, and whether there are more.
pub(super) fn duplicates(case: &Case) -> Result<(Vec<Twice>, bool), CaseError> {
    let (mut pairs, mut more) = (Vec::new(), false);
    case.duplicates::<CaseError>(|duplicate| {
        let why = match duplicate.same {
            Same::Page => "same address",
            Same::Document => "same document",
        };
        let mut sources = duplicate.sources.into_iter();
        let Some(first) = sources.next() else { return Ok(()) };
        for other in sources {
            let known = |pair: &Twice| (&pair.first.0, &pair.other.0) == (&first.0, &other.0);
            more |= pairs.len() == PAIRS;
            if pairs.len() < PAIRS && !pairs.iter().any(known) {
                pairs.push(Twice { first: first.clone(), other, why });
            }
        }
        Ok(())
    })?;
    Ok((pairs, more))
}
