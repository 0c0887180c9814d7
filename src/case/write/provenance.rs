//! Where evidence comes from, and what its source is worth: grades, derivations, who speaks.
//! These change the dossier. Each is one step: one transaction, one undo.
//!
//! Where everything stands so already, nothing is written and the label says so.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::session::{Change, Session};
use crate::case::tables::{columns, keys};
use crate::case::write::add_record;
use crate::case::write::annotate::Done;
use crate::case::write::edit_records;
use crate::case::write::fields::Edits;
use crate::case::write::resolve;
use crate::domain::annotation::Target;
use crate::domain::ids::ItemId;
use crate::domain::wording;
use crate::domain::words::{Credibility, Relation, Reliability, shown};
use crate::domain::{Derivation, Kind};
use rusqlite::Connection;
use serde_json::{Map, Value};

/// Who speaks in a piece of evidence and what it rests on, whole: what is not given is taken off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Through {
    /// The party who speaks there.
    pub party: Option<ItemId>,
    /// The source it rests on.
    pub origin: Option<ItemId>,
    /// Why the origin cannot be traced.
    pub untraced: Option<String>,
}

impl Through {
    /// Why it cannot be so, if it cannot.
    fn contradiction(&self) -> Option<&'static str> {
        match &self.untraced {
            Some(why) if why.trim().is_empty() => {
                Some("why an origin is untraced takes a word or two: anonymous, not recorded, ...")
            }
            Some(_) if self.origin.is_some() => Some(wording::TRACED_AND_UNTRACED),
            _ => None,
        }
    }
}

impl Session {
    /// Grades sources, or takes their grades away.
    ///
    /// # Errors
    /// When a source is not in the case or the change cannot be committed.
    pub fn set_reliability(
        &mut self,
        sources: &[ItemId],
        grade: Option<Reliability>,
    ) -> Result<Done, CaseError> {
        self.grade(Kind::Source, sources, "reliability", grade.map(|it| (it.word(), it.meaning())))
    }

    /// Grades pieces of evidence, or takes their grades away.
    ///
    /// # Errors
    /// When a piece is not in the case or the change cannot be committed.
    pub fn set_credibility(
        &mut self,
        evidence: &[ItemId],
        grade: Option<Credibility>,
    ) -> Result<Done, CaseError> {
        self.grade(Kind::Evidence, evidence, "credibility", grade.map(|it| (it.word(), it.meaning())))
    }

    /// Sets the grade of items of a kind, a word with its meaning, or takes it away.
    fn grade(
        &mut self,
        kind: Kind,
        items: &[ItemId],
        field: &str,
        grade: Option<(&str, &str)>,
    ) -> Result<Done, CaseError> {
        let value = grade.map_or(Value::Null, |(word, _)| word.into());
        let graded = grade.map(|(word, meaning)| format!("graded {word} ({meaning})"));
        let verb = graded.clone().unwrap_or_else(|| "no longer graded".into());
        let standing = graded.map_or_else(|| "not graded".into(), |graded| format!("{graded} already"));
        self.transact(|change| {
            let what = counted(change, kind, items)?;
            edit_each(change, kind, items, &what, &verb, &standing, |_, _| {
                Ok(Edits::from_iter([(field.to_owned(), value.clone())]))
            })
        })
    }

    /// Says that a source draws on another, and how. One that is on record with another relation is
    /// changed; a locator that is not given stays as it stands.
    ///
    /// # Errors
    /// When the two are one, either is not in the case, more than one such derivation is on record
    /// and none has this relation, or the change cannot be committed.
    pub fn derive(
        &mut self,
        source: ItemId,
        from: ItemId,
        relation: Relation,
        locator: Option<&str>,
    ) -> Result<Done, CaseError> {
        let locator = locator.map(str::trim).filter(|text| !text.is_empty());
        let dataset = self.case.dataset.clone();
        self.transact(|change| derive(change, &dataset, source, from, relation, locator))
    }

    /// Sets who speaks in pieces of evidence and what they rest on, whole; all empty takes it away.
    ///
    /// # Errors
    /// When it contradicts itself, something is not in the case, or the change cannot be committed.
    pub fn set_via(&mut self, evidence: &[ItemId], through: &Through) -> Result<Done, CaseError> {
        if let Some(why) = through.contradiction() {
            return Err(CaseError::Refused(why.into()));
        }
        self.transact(|change| set_via(change, evidence, through))
    }
}

fn set_via(change: &mut Change<'_>, items: &[ItemId], through: &Through) -> Result<Done, CaseError> {
    let what = counted(change, Kind::Evidence, items)?;
    let mut said = Vec::new();
    for (kind, id, before) in
        [(Kind::Party, through.party, "spoken by "), (Kind::Source, through.origin, "rests on ")]
    {
        if let Some(id) = id {
            said.push(format!("{before}{}", change.key(kind, id)?));
        }
    }
    if let Some(why) = &through.untraced {
        said.push(format!("untraced ({})", why.trim()));
    }
    let (verb, standing) = match said.is_empty() {
        true => ("as its source has it".into(), "as its source has it already".into()),
        false => (said.join(", "), format!("{} already", said.join(", "))),
    };
    let verb = format!(": {verb}");
    edit_each(change, Kind::Evidence, items, &what, &verb, &format!(": {standing}"), |change, home| {
        let mut via = Map::new();
        for (name, kind, id) in
            [("party", Kind::Party, through.party), ("origin", Kind::Source, through.origin)]
        {
            if let Some(id) = id {
                via.insert(name.into(), resolve::reference(change, kind, id, home)?.into());
            }
        }
        if let Some(why) = &through.untraced {
            via.insert("untraced".into(), why.trim().into());
        }
        let via = if via.is_empty() { Value::Null } else { Value::Object(via) };
        Ok(Edits::from_iter([("via".to_owned(), via)]))
    })
}

/// Sets fields of several records of one kind as one step. `fields` makes them for a record whose
/// references belong to a dataset.
fn edit_each(
    change: &mut Change<'_>,
    kind: Kind,
    items: &[ItemId],
    what: &str,
    verb: &str,
    standing: &str,
    fields: impl Fn(&Change<'_>, &str) -> Result<Edits, CaseError>,
) -> Result<Done, CaseError> {
    let joined = |rest: &str| match rest.starts_with(':') {
        true => format!("{what}{rest}"),
        false => format!("{what} {rest}"),
    };
    let label = joined(verb);
    let mut touched = Vec::new();
    for item in items {
        if touched.contains(item) {
            continue;
        }
        let home = edit_records::home(change, kind, *item)?;
        let set = fields(change, &home)?;
        if edit_records::set_fields(change, kind, *item, set, &label)? {
            touched.push(*item);
        }
    }
    if touched.is_empty() {
        return Ok(Done { label: joined(standing), items: Vec::new() });
    }
    // What a source is worth shows beside all its evidence, which can be too much to name.
    let items = match kind {
        Kind::Evidence => touched.into_iter().map(Target::evidence).collect(),
        _ => Vec::new(),
    };
    Ok(Done { label, items })
}

/// Whether a source draws on another, through however many between them.
fn draws_on(conn: &Connection, source: ItemId, on: ItemId) -> Result<bool, CaseError> {
    let mut found = conn.prepare_cached(
        "WITH RECURSIVE behind (id) AS (SELECT id FROM source WHERE uuid = ?1 UNION \
         SELECT d.origin FROM derivation d JOIN behind b ON d.source = b.id) \
         SELECT EXISTS (SELECT 1 FROM behind b JOIN source s ON s.id = b.id WHERE s.uuid = ?2)",
    )?;
    Ok(found.query_row([source.as_bytes(), on.as_bytes()], |r| r.get(0))?)
}

fn derive(
    change: &mut Change<'_>,
    dataset: &str,
    source: ItemId,
    from: ItemId,
    relation: Relation,
    locator: Option<&str>,
) -> Result<Done, CaseError> {
    let (one, other) = (change.key(Kind::Source, source)?, change.key(Kind::Source, from)?);
    if source == from {
        return Err(CaseError::Refused(format!("{one} cannot draw on itself")));
    }
    let done = |label: String| Ok(Done { label, items: Vec::new() });
    let says = format!("{one} {} {other}", shown(relation.word()));
    let known = derivations(change.conn, source, from)?;
    let same = known.iter().find(|(_, record)| record.relation == relation);
    let item = match (same, known.as_slice()) {
        (Some((item, _)), _) => *item,
        (None, [(item, _)]) => *item,
        (None, []) => {
            let mut fields = Edits::new();
            fields.insert("source".into(), resolve::reference(change, Kind::Source, source, dataset)?.into());
            fields.insert("from".into(), resolve::reference(change, Kind::Source, from, dataset)?.into());
            fields.insert("relation".into(), relation.word().into());
            if let Some(locator) = locator {
                fields.insert("locator".into(), locator.into());
            }
            let circular = draws_on(change.conn, from, source)?;
            let key = add_record::add(change, Kind::Derivation, dataset, fields, |_| says.clone())?;
            return done(if circular {
                format!("{says} ({key}); {other} draws on {one} already, so that the two are circular now")
            } else {
                format!("{says} ({key})")
            });
        }
        (None, several) => {
            let mut keys = Vec::new();
            for (item, _) in several {
                keys.push(change.key(Kind::Derivation, *item)?);
            }
            return Err(CaseError::Refused(format!(
                "{one} draws on {other} in more than one way ({}); edit the one that is meant",
                keys.join(", ")
            )));
        }
    };
    let key = change.key(Kind::Derivation, item)?;
    let mut fields = Edits::from_iter([("relation".to_owned(), Value::from(relation.word()))]);
    if let Some(locator) = locator {
        fields.insert("locator".into(), locator.into());
    }
    match edit_records::set_fields(change, Kind::Derivation, item, fields, &says)? {
        true => done(format!("{says} ({key})")),
        false => done(format!("{says} already ({key})")),
    }
}

impl Case {
    /// The derivations on record that lead from one source to another.
    ///
    /// # Errors
    /// When either is not in the case, or the file cannot be read.
    pub fn derivations(&self, source: ItemId, from: ItemId) -> Result<Vec<(ItemId, Derivation)>, CaseError> {
        derivations(&self.conn, source, from)
    }
}

fn derivations(
    conn: &Connection,
    source: ItemId,
    from: ItemId,
) -> Result<Vec<(ItemId, Derivation)>, CaseError> {
    let at = keys::must(conn, Kind::Source, source)?;
    let onto = keys::must(conn, Kind::Source, from)?;
    let mut found = conn
        .prepare_cached("SELECT uuid, body FROM derivation WHERE source = ?1 AND origin = ?2 ORDER BY id")?;
    let all = found.query_map([at, onto], |r| Ok((columns::uuid(r, 0)?, columns::json(r, 1)?)))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// The records a step is about, for its label: one by its key, several by their number.
fn counted(change: &Change<'_>, kind: Kind, items: &[ItemId]) -> Result<String, CaseError> {
    let several = if kind == Kind::Evidence { "pieces of evidence" } else { kind.plural() };
    let all: std::collections::BTreeSet<&ItemId> = items.iter().collect();
    match (all.first(), all.len()) {
        (Some(one), 1) => change.key(kind, **one),
        (_, n) => Ok(format!("{n} {several}")),
    }
}
