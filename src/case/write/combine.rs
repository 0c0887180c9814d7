//! Two claims, sources or parties that are one: the first stays, and what was said of the other is said of it.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::read::referrers::{Standing, referring};
use crate::case::tables::{columns, keys};
use crate::case::write::edit_records;
use crate::case::write::fields::Edits;
use crate::case::write::records::ord_of_claim;
use crate::case::write::resolve::reference;
use crate::case::write::{annotate, remove, swap};
use crate::domain::hanging::{NAMED, joined, listed};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::Fate;
use crate::domain::{Annotation, Key, Kind, Target};
use rusqlite::params;
use serde_json::{Map, Value};

/// What combining two records did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// The label of the step, e.g. "C-9 combined into C-4".
    pub label: String,
    /// What has to be known of it; a sentence each.
    pub remarks: Vec<String>,
}

impl Session {
    /// Combines two claims, sources or parties: `stays` keeps its key and what it says; what stands only on `goes` is
    /// taken over, both wordings are kept, and what referred to `goes` refers to `stays`. One step.
    ///
    /// # Errors
    /// When the two are one, or of a kind that is not combined; when a note on the one that goes is begun and not
    /// saved; when the order of the case allows it only the other way round; when it cannot be committed.
    pub fn combine(&mut self, kind: Kind, stays: ItemId, goes: ItemId) -> Result<Combined, CaseError> {
        let dataset = self.case.dataset.clone();
        self.rearrange(|change| join(change, &dataset, kind, (stays, goes)))
    }

    /// What [`Session::combine`] would do: what it has to be known of it, and what the one that stays would say. Nothing
    /// is changed.
    ///
    /// # Errors
    /// As [`Session::combine`].
    pub fn would_combine(
        &mut self,
        kind: Kind,
        stays: ItemId,
        goes: ItemId,
    ) -> Result<(Combined, Map<String, Value>), CaseError> {
        let dataset = self.case.dataset.clone();
        let mut found = None;
        let undone = self.rearrange(|change| -> Result<(), CaseError> {
            let combined = join(change, &dataset, kind, (stays, goes))?;
            let at = keys::must(change.conn, kind, stays)?;
            found = Some((combined, Standing::at(change.conn, kind, at)?.record));
            // A change that fails is not kept.
            Err(CaseError::Interrupted)
        });
        match (found, undone) {
            (Some(found), _) => Ok(found),
            (None, failed) => Err(failed.err().unwrap_or(CaseError::NoSuchItem)),
        }
    }
}

/// Combines two records, of which the first stays.
fn join(
    change: &mut Change<'_>,
    dataset: &str,
    kind: Kind,
    (stays, goes): (ItemId, ItemId),
) -> Result<Combined, CaseError> {
    if !matches!(kind, Kind::Claim | Kind::Source | Kind::Party) {
        return Err(CaseError::Refused(format!(
            "only claims, sources and parties are combined, and this is {}",
            kind.one()
        )));
    }
    let (stay, go) = (change.key(kind, stays)?, change.key(kind, goes)?);
    if stays == goes {
        return Err(CaseError::Refused(format!("{stay} is one already")));
    }
    let at = keys::must(change.conn, kind, goes)?;
    if keys::has_draft(change.conn, kind, at)? {
        return Err(CaseError::Refused(format!(
            "a note on {go} is begun and not saved; save it or discard it first"
        )));
    }
    let label = format!("{go} combined into {stay}");
    let mut joining =
        Joining { change, dataset, kind, stays, goes, keys: (stay, go), label, remarks: Vec::new() };
    joining.combine()?;
    Ok(Combined { label: joining.label, remarks: joining.remarks })
}

/// Two records being combined.
pub(super) struct Joining<'a, 'c> {
    pub(super) change: &'a mut Change<'c>,
    pub(super) dataset: &'a str,
    pub(super) kind: Kind,
    pub(super) stays: ItemId,
    pub(super) goes: ItemId,
    /// The keys of both.
    pub(super) keys: (String, String),
    label: String,
    pub(super) remarks: Vec<String>,
}

impl Joining<'_, '_> {
    pub(super) fn standing(&self, item: ItemId) -> Result<Standing, CaseError> {
        Standing::at(self.change.conn, self.kind, keys::must(self.change.conn, self.kind, item)?)
    }

    fn combine(&mut self) -> Result<(), CaseError> {
        let (stays, goes) = (self.standing(self.stays)?, self.standing(self.goes)?);
        let mut others = referring(self.change.conn, self.dataset, self.kind, self.goes)?;
        others.retain(|other| (other.kind, other.id) != (self.kind, self.stays));
        let moves = self.must_move(&stays, &goes, &others)?;
        let place = self.place(if moves { &goes } else { &stays })?;
        let after = self.merged(&stays, &goes, place)?;
        let label = self.label.clone();
        remove::set_to(self.change, &stays, &after, &label)?;
        if moves {
            self.let_go_of_parts(&others)?;
            let step = self.change.step(&label)?;
            swap::swap(self.change, self.kind, (self.stays, self.goes), step)?;
        }
        let (mut out, mut evidence) = (Vec::new(), Vec::new());
        for other in others {
            let now = Standing::at(
                self.change.conn,
                other.kind,
                keys::must(self.change.conn, other.kind, other.id)?,
            )?;
            let after = self.turned(&other)?;
            if self.is_idle(&other, &after)? {
                out.push((other.kind, now.at));
                continue;
            }
            remove::set_to(self.change, &now, &after, &label)?;
            if other.kind == Kind::Evidence {
                evidence.push(other.id);
            }
        }
        self.name_twins(&evidence)?;
        self.take_annotation_over()?;
        if !out.is_empty() {
            let mut gone = Vec::new();
            for (kind, at) in &out {
                gone.push(keys::key_of(self.change.conn, *kind, *at)?);
            }
            self.remarks.push(format!(
                "{} said that it draws on itself, or what another one says: taken out",
                listed(&gone, gone.len() as u64)
            ));
            let step = self.change.step(&label)?;
            remove::take(self.change, out, None, step)?;
        }
        let at = keys::must(self.change.conn, self.kind, self.goes)?;
        let step = self.change.step(&label)?;
        remove::take(self.change, vec![(self.kind, at)], Some(self.stays), step)?;
        Ok(())
    }

    /// The place in the order by which others may refer to a record.
    pub(super) fn place(&self, standing: &Standing) -> Result<i64, CaseError> {
        match self.kind {
            Kind::Claim => Ok(ord_of_claim(self.change.conn, standing.at)?),
            _ => Ok(standing.at),
        }
    }

    /// The field by which a record of the kind is a part of another.
    pub(super) const fn part_of(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Claim => Some("parent"),
            Kind::Party => Some("of"),
            _ => None,
        }
    }

    /// What a record is a part of.
    pub(super) fn whole_of(&self, standing: &Standing) -> Result<Option<Standing>, CaseError> {
        let Some(id) = self.part_of().and_then(|field| standing.record.get(field)?.as_str()) else {
            return Ok(None);
        };
        let item = item_id(standing.home(self.dataset), self.kind, id);
        match keys::row_of(self.change.conn, self.kind, item)? {
            Some(at) => Ok(Some(Standing::at(self.change.conn, self.kind, at)?)),
            None => Ok(None),
        }
    }

    /// Whether a record is a part, or a part of a part, of another.
    pub(super) fn is_within(&self, standing: &Standing, whole: ItemId) -> Result<bool, CaseError> {
        let mut at = self.whole_of(standing)?;
        while let Some(above) = at {
            if above.id == whole {
                return Ok(true);
            }
            at = self.whole_of(&above)?;
        }
        Ok(false)
    }

    /// Whether the one that stays must take the place of the other, for a part of that one stands before it.
    fn must_move(&self, stays: &Standing, goes: &Standing, others: &[Standing]) -> Result<bool, CaseError> {
        let place = self.place(stays)?;
        let mut early = None;
        for other in others.iter().filter(|other| other.kind == self.kind) {
            if self.whole_of(other)?.is_some_and(|whole| whole.id == self.goes) && self.place(other)? <= place
            {
                early = Some(other);
            }
        }
        let Some(early) = early else { return Ok(false) };
        // What it is a part of itself must stand before it there, too.
        if let Some(above) = self.whole_of(stays)?
            && !self.is_within(stays, self.goes)?
            && self.place(&above)? >= self.place(goes)?
        {
            let (stay, go) = &self.keys;
            return Err(CaseError::Refused(format!(
                "{}, a part of {go}, stands before {stay} in the case; combine them the other way round: corrob combine \
                 CASE {go} {stay}",
                self.change.key(early.kind, early.id)?
            )));
        }
        Ok(true)
    }

    /// Parts of the one that goes are parts of nothing while the two change places.
    fn let_go_of_parts(&mut self, others: &[Standing]) -> Result<(), CaseError> {
        let Some(field) = self.part_of() else { return Ok(()) };
        for other in others.iter().filter(|other| other.kind == self.kind) {
            if self.whole_of(other)?.is_some_and(|whole| whole.id == self.goes) {
                let fields = Edits::from_iter([(field.to_owned(), Value::Null)]);
                edit_records::set_fields(self.change, self.kind, other.id, fields, &self.label)?;
            }
        }
        Ok(())
    }

    /// A record that refers to the one that goes, referring to the one that stays.
    fn turned(&self, other: &Standing) -> Result<Map<String, Value>, CaseError> {
        let to = reference(self.change, self.kind, self.stays, other.home(self.dataset))?;
        let turn = |kind, id| {
            if (kind, id) == (self.kind, self.goes) { Fate::Lead(to.clone()) } else { Fate::Stay }
        };
        let mut after = other.with(self.dataset, turn).ok_or(CaseError::NoSuchItem)?;
        // The parties that a claim concerns stand beside its claimant.
        if let (Some(claimant), Some(Value::Array(concerns))) =
            (after.get("claimant").cloned(), after.get_mut("concerns"))
        {
            concerns.retain(|party| *party != claimant);
            if concerns.is_empty() {
                after.remove("concerns");
            }
        }
        Ok(after)
    }

    /// Whether a derivation would lead from a source to itself, or say again what another one says.
    fn is_idle(&self, other: &Standing, after: &Map<String, Value>) -> Result<bool, CaseError> {
        if other.kind != Kind::Derivation {
            return Ok(false);
        }
        let home = other.home(self.dataset).to_owned();
        let end =
            |field: &str| after.get(field).and_then(Value::as_str).map(|id| item_id(&home, Kind::Source, id));
        let (Some(source), Some(from)) = (end("source"), end("from")) else { return Ok(false) };
        if source == from {
            return Ok(true);
        }
        let says = |record: &Map<String, Value>| {
            let mut record = record.clone();
            ["id", "key", "dataset", "source", "from"].iter().for_each(|name| drop(record.remove(*name)));
            record
        };
        let (at, onto) = (
            keys::must(self.change.conn, Kind::Source, source)?,
            keys::must(self.change.conn, Kind::Source, from)?,
        );
        let mut found = self
            .change
            .conn
            .prepare_cached("SELECT id FROM derivation WHERE source = ?1 AND origin = ?2 AND uuid <> ?3")?;
        let rows: Vec<i64> = found
            .query_map(params![at, onto, other.id.as_bytes()], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        for row in rows {
            if says(&Standing::at(self.change.conn, Kind::Derivation, row)?.record) == says(after) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Names evidence that now says of one claim, from one source and with one stance, what other evidence does.
    fn name_twins(&mut self, moved: &[ItemId]) -> Result<(), CaseError> {
        // Where there are very many, the first are told of: each is compared with all of its claim and stance.
        const LOOKED_AT: usize = 500;
        let mut pairs = Vec::new();
        for item in moved.iter().take(LOOKED_AT) {
            let mut found = self.change.conn.prepare_cached(
                "SELECT e.id, t.id FROM evidence e JOIN evidence t ON t.pos >= e.pos & ~((1 << 30) - 1) \
                 AND t.pos < (e.pos & ~((1 << 30) - 1)) + (1 << 30) AND t.source = e.source AND t.id <> e.id \
                 WHERE e.uuid = ?1",
            )?;
            let rows = found.query_map([item.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?)))?;
            for row in rows {
                let (one, other): (i64, i64) = row?;
                let pair = (one.min(other), one.max(other));
                if !pairs.contains(&pair) {
                    pairs.push(pair);
                }
                if pairs.len() > NAMED {
                    break;
                }
            }
        }
        let key = |at| -> Result<Key, CaseError> { Ok(keys::key_of(self.change.conn, Kind::Evidence, at)?) };
        let mut named = Vec::new();
        for (one, other) in pairs.iter().take(NAMED) {
            named.push(format!("{} and {}", key(*one)?, key(*other)?));
        }
        if pairs.len() > NAMED {
            named.push("more".to_owned());
        }
        if !named.is_empty() {
            self.remarks.push(format!(
                "from one source and with one stance there are now, on one claim: {}; what is the same twice can be \
                 taken out (corrob remove CASE KEY)",
                named.join(", ")
            ));
        }
        Ok(())
    }

    /// What the reviewer at work said of the other is said of the one that stays, where they have not said otherwise;
    /// what others said stays in the history, and is named.
    fn take_annotation_over(&mut self) -> Result<(), CaseError> {
        if self.kind != Kind::Claim {
            return Ok(());
        }
        let me = self.change.me()?;
        let (at, other) = (
            keys::must(self.change.conn, self.kind, self.stays)?,
            keys::must(self.change.conn, self.kind, self.goes)?,
        );
        let read = |claim| projection::read(self.change.conn, me, Kind::Claim, claim);
        let mine = read(at)?.map(|(said, _)| said).unwrap_or_default();
        let theirs = read(other)?.map(|(said, _)| said).unwrap_or_default();
        let after = carried(&mine, &theirs);
        let (stay, go) = self.keys.clone();
        if after != mine {
            let step = self.change.step(&self.label)?;
            annotate::say(self.change, Target::claim(self.stays), at, &mine, &after, &step)?;
            self.remarks.push(format!("what you said of {go} is said of {stay}"));
        }
        if differs(&after, &theirs) {
            self.remarks.push(format!("what else you said of {go} stays in its history"));
        }
        let names: Vec<String> = self
            .change
            .conn
            .prepare_cached(
                "SELECT w.name FROM annotation a JOIN reviewer w ON w.id = a.reviewer \
                 WHERE a.kind = ?1 AND a.item = ?2 AND a.reviewer <> ?3 ORDER BY w.name",
            )?
            .query_map(params![columns::CLAIM, other, me], |r| r.get(0))?
            .collect::<Result<_, _>>()?;
        if !names.is_empty() {
            self.remarks.push(format!("what {} said of {go} stays in its history", joined(&names)));
        }
        Ok(())
    }
}

/// What one says of a claim, with what they said of the other one where they say nothing of this.
fn carried(mine: &Annotation, other: &Annotation) -> Annotation {
    let mut after = mine.clone();
    if after.verdict.is_none() && other.verdict.is_some() {
        after.verdict = other.verdict;
        after.confidence = other.confidence.or(after.confidence);
        after.reason = other.reason.clone().or(after.reason);
    } else if after.verdict == other.verdict {
        after.confidence = after.confidence.or(other.confidence);
        after.reason = after.reason.or_else(|| other.reason.clone());
    }
    after.note = after.note.or_else(|| other.note.clone());
    after.aside = after.aside.or_else(|| other.aside.clone());
    after
}

/// Whether something was said of the other claim that is not said of this one.
fn differs(mine: &Annotation, other: &Annotation) -> bool {
    other.fields().iter().any(|(field, value)| mine.get(*field) != *value)
}
