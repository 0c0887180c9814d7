//! A wrong import taken out again: what it brought goes where nobody has said or changed anything since, and what it
//! changed goes back to what it was.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::read::referrers::Standing;
use crate::case::tables::{columns, keys};
use crate::case::write::edit_records;
use crate::case::write::fields;
use crate::case::write::remove::in_order;
use crate::case::write::stored::Stored;
use crate::case::write::take_out::{self, Leaving, Removal, go_back, replaced_by};
use crate::domain::event::{Payload, Step};
use crate::domain::hanging::{NAMED, how_many, joined, listed};
use crate::domain::ids::{Digest, ItemId, item_id};
use crate::domain::shape::Fate;
use crate::domain::{Hlc, Key, Kind, wording};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What became of an import that was to be taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportRemoved {
    /// The label of the step, e.g. "import of feed.csv taken out: 12 records".
    pub label: String,
    /// What stays, and why; a sentence each.
    pub stays: Vec<String>,
}

impl Session {
    /// Takes an import out, by its number: what it brought and nobody has said or changed anything of; records that
    /// it changed are as they were before, where they have not changed since; annotations it brought go.
    ///
    /// # Errors
    /// When there is no such import, it is out already, all it brought stays, or the change cannot be committed.
    pub fn remove_import(&mut self, number: i64) -> Result<ImportRemoved, CaseError> {
        self.rearrange(|change| {
            let event: Option<Digest> = change
                .conn
                .query_row(
                    "SELECT e.hash FROM import_batch b JOIN event e ON e.id = b.event \
                     WHERE b.batch = ?1 AND b.last_key = ?2",
                    [number, i64::MAX],
                    |r| columns::digest(r, 0),
                )
                .optional()?;
            let event = event.ok_or_else(|| {
                CaseError::Refused(format!(
                    "there is no import with the number {number} that could be taken out; corrob list CASE imports \
                     tells their numbers"
                ))
            })?;
            take_out(change, event, None)
        })
    }
}

/// Takes an import out as the undoing of its step. Returns what stays, and why.
pub(crate) fn take_back(
    change: &mut Change<'_>,
    import: Digest,
    step: Step,
) -> Result<Vec<String>, CaseError> {
    Ok(take_out(change, import, Some(step))?.stays)
}

/// Brings an import back that was taken out by undoing its step.
pub(crate) fn bring_back(
    change: &mut Change<'_>,
    import: Digest,
    step: Step,
) -> Result<Vec<String>, CaseError> {
    let removal = last_removal(change.conn, import)?.ok_or(CaseError::NoSuchItem)?;
    let dataset = fields::dataset_of(change)?;
    removal.put_back(change, &dataset)?;
    take_out::record_again(change, &removal, true, step.clone())?;
    removal.reproject(change)?;
    let stays = describe(change, import, false, &step)?;
    Ok(stays.into_iter().collect())
}

/// An import, as the log tells of it.
struct Import {
    event: Digest,
    at: Hlc,
    name: String,
    batch: i64,
    brought: u64,
}

impl Import {
    fn find(conn: &Connection, event: Digest) -> Result<Self, CaseError> {
        let (row, at, payload): (i64, i64, Payload) =
            conn.query_row("SELECT id, hlc, payload FROM event WHERE hash = ?1", [event.0], |r| {
                Ok((r.get(0)?, r.get(1)?, columns::json(r, 2)?))
            })?;
        let Payload::Import { name, added, .. } = payload else { return Err(CaseError::NoSuchItem) };
        let batch = conn
            .query_row(
                "SELECT batch FROM import_batch WHERE event = ?1 AND last_key = ?2",
                [row, i64::MAX],
                |r| r.get(0),
            )
            .optional()?
            .ok_or_else(|| {
                CaseError::Refused(format!(
                    "the import of {name} came with the history of another file, and which records it brought is \
                     not known here"
                ))
            })?;
        Ok(Self { event, at: Hlc(at), name, batch, brought: added.values().sum() })
    }
}

fn take_out(
    change: &mut Change<'_>,
    event: Digest,
    undoing: Option<Step>,
) -> Result<ImportRemoved, CaseError> {
    let import = Import::find(change.conn, event)?;
    if projection::TakenOut::load(change.conn)?.has(&event) {
        return Err(CaseError::Refused(format!("the import of {} is out already", import.name)));
    }
    let dataset = fields::dataset_of(change)?;
    let mut sorting = Sorting::new(change.conn, &dataset, &import)?;
    sorting.hold_what_is_referred_to()?;
    let Sorting { out, back, stays, found, .. } = sorting;
    let brought: u64 =
        change.conn.query_row("SELECT count(*) FROM brought WHERE event = ?1", [event.0], |r| {
            columns::count(r, 0)
        })?;
    let mut stays = stays.sentences();
    if found < import.brought {
        let n = import.brought - found;
        stays.push(format!(
            "{} that it brought {} another matter by now: taken out before, or changed by a later import",
            wording::counted(n, "record"),
            if n == 1 { "is" } else { "are" }
        ));
    }
    if out.is_empty() && back.is_empty() && brought == 0 {
        let why = if stays.is_empty() { String::new() } else { format!(": {}", stays.join("; ")) };
        return Err(CaseError::Refused(format!(
            "nothing of the import of {} can be taken out{why}",
            import.name
        )));
    }
    let mut parts = Vec::new();
    let mut counts = BTreeMap::new();
    out.iter().for_each(|(kind, _)| *counts.entry(*kind).or_insert(0) += 1);
    parts.extend(counts.into_iter().map(|(kind, n)| how_many(kind, n)));
    if !back.is_empty() {
        parts.push(format!("{} as before", wording::counted(back.len() as u64, "record")));
    }
    if brought > 0 {
        parts.push(wording::counted(brought, "annotation"));
    }
    let label = format!("import of {} taken out: {}", import.name, joined(&parts));
    let step = match undoing {
        Some(step) => step,
        None => change.step(&label)?,
    };
    let removal = go(change, &dataset, &import, [out, back], step.clone())?;
    removal.reproject(change)?;
    stays.extend(describe(change, event, true, &step)?);
    Ok(ImportRemoved { label, stays })
}

/// Takes records out and lets others go back. What goes stands before what goes back, so that it is there again
/// when what refers to it comes back.
fn go(
    change: &mut Change<'_>,
    dataset: &str,
    import: &Import,
    [out, back]: [Vec<(Kind, i64)>; 2],
    step: Step,
) -> Result<Removal, CaseError> {
    let mut leaving = Leaving::of(out.len());
    for (kind, at) in in_order(change, out)? {
        leaving.keep_and_take(change.conn, kind, at)?;
    }
    let mut bodies = Vec::with_capacity(back.len());
    for (kind, at) in in_order(change, back)? {
        leaving.keep(change.conn, kind, at)?;
        let item = Standing::at(change.conn, kind, at)?.id;
        let before = replaced_by(change.conn, import.event, kind, item)?.ok_or(CaseError::NoSuchItem)?;
        bodies.push((kind, item, at, before));
    }
    let stood = leaving.close(change.conn)?;
    go_back(change.conn, dataset, Some(import.event), bodies)?;
    take_out::record(change, stood, (Some(import.event), None), step)
}

/// Why a record that an import brought stays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Why {
    Said,
    Begun,
    Edited,
    Referred,
    Rests,
}

#[derive(Debug, Default)]
struct Stays(BTreeMap<Why, (Vec<Key>, u64)>);

impl Stays {
    fn add(&mut self, conn: &Connection, kind: Kind, at: i64, why: Why) -> Result<(), CaseError> {
        let (first, n) = self.0.entry(why).or_default();
        *n += 1;
        if first.len() < NAMED {
            first.push(keys::key_of(conn, kind, at)?);
        }
        Ok(())
    }

    fn sentences(self) -> Vec<String> {
        let why = |why: &Why, one: bool| match (why, one) {
            (Why::Said, true) => "somebody has said something of it",
            (Why::Said, false) => "somebody has said something of them",
            (Why::Begun, true) => "a note on it is begun and not saved",
            (Why::Begun, false) => "notes on them are begun and not saved",
            (Why::Edited, true) => "it was edited by hand since",
            (Why::Edited, false) => "they were edited by hand since",
            (Why::Referred, true) => "what stays refers to it",
            (Why::Referred, false) => "what stays refers to them",
            (Why::Rests, true) => "what it was before refers to what is not in the case",
            (Why::Rests, false) => "what they were before refers to what is not in the case",
        };
        self.0
            .iter()
            .map(|(reason, (first, n))| {
                let stay = if *n == 1 { "stays" } else { "stay" };
                format!("{} {stay}: {}", listed(first, *n), why(reason, *n == 1))
            })
            .collect()
    }
}

/// What an import brought and changed, on its way to being sorted into what goes, what goes back and what stays.
struct Sorting<'a> {
    conn: &'a Connection,
    dataset: &'a str,
    import: &'a Import,
    /// What goes.
    going: HashSet<(Kind, i64)>,
    /// What goes back, and the records that stay as the import has them.
    back: Vec<(Kind, i64)>,
    staying: Vec<(Kind, i64)>,
    out: Vec<(Kind, i64)>,
    stays: Stays,
    /// How many records that it brought were found.
    found: u64,
}

impl<'a> Sorting<'a> {
    fn new(conn: &'a Connection, dataset: &'a str, import: &'a Import) -> Result<Self, CaseError> {
        let mut sorting = Self {
            conn,
            dataset,
            import,
            going: HashSet::new(),
            back: Vec::new(),
            staying: Vec::new(),
            out: Vec::new(),
            stays: Stays::default(),
            found: 0,
        };
        let edited = edited_since(conn, import.at)?;
        let out = projection::TakenOut::load(conn)?.and(import.event);
        for kind in Kind::ALL {
            let mut found = conn.prepare(&format!(
                "SELECT id, uuid FROM {} WHERE batch = ?1 ORDER BY id",
                keys::table(*kind)
            ))?;
            let mut rows = found.query([import.batch])?;
            while let Some(r) = rows.next()? {
                let (at, item): (i64, ItemId) = (r.get(0)?, columns::uuid(r, 1)?);
                let before = replaced_by(conn, import.event, *kind, item)?;
                sorting.found += u64::from(before.is_none());
                let why = if edited.contains(&item) {
                    Some(Why::Edited)
                } else if before.is_none() {
                    said(conn, &out, *kind, at, item)?
                } else {
                    None
                };
                match (why, before) {
                    (Some(why), _) => {
                        sorting.stays.add(conn, *kind, at, why)?;
                        sorting.staying.push((*kind, at));
                    }
                    (None, Some(_)) => sorting.back.push((*kind, at)),
                    (None, None) => {
                        sorting.going.insert((*kind, at));
                    }
                }
            }
        }
        Ok(sorting)
    }

    /// What goes may be referred to only by what goes, too, or goes back to when it was not there. Records that have
    /// neither come nor been edited since cannot know it.
    fn hold_what_is_referred_to(&mut self) -> Result<(), CaseError> {
        let mut open = self.later()?;
        open.append(&mut self.staying);
        let mut back = std::mem::take(&mut self.back);
        loop {
            while let Some((kind, at)) = open.pop() {
                for (of, row) in self.referred(kind, at)? {
                    if self.going.remove(&(of, row)) {
                        self.stays.add(self.conn, of, row, Why::Referred)?;
                        open.push((of, row));
                    }
                }
            }
            // What it was before rests on what is still there.
            let (rests, stays) = back.into_iter().try_fold(
                (Vec::new(), Vec::new()),
                |(mut rests, mut stays), (kind, at)| {
                    if self.can_go_back(kind, at)? {
                        rests.push((kind, at))
                    } else {
                        stays.push((kind, at))
                    }
                    Ok::<_, CaseError>((rests, stays))
                },
            )?;
            back = rests;
            if stays.is_empty() {
                break;
            }
            for (kind, at) in stays {
                self.stays.add(self.conn, kind, at, Why::Rests)?;
                open.push((kind, at));
            }
        }
        self.back = back;
        self.out = self.going.drain().collect();
        Ok(())
    }

    /// What came or was edited after the import.
    fn later(&self) -> Result<Vec<(Kind, i64)>, CaseError> {
        let mut later = Vec::new();
        for kind in Kind::ALL {
            let sql = format!("SELECT id FROM {} WHERE batch > ?1 OR batch = 0", keys::table(*kind));
            let mut found = self.conn.prepare(&sql)?;
            for at in found.query_map([self.import.batch], |r| r.get(0))? {
                later.push((*kind, at?));
            }
        }
        for item in edited_since(self.conn, self.import.at)? {
            for kind in Kind::ALL {
                if let Some(at) = keys::row_of(self.conn, *kind, item)?
                    && !self.going.contains(&(*kind, at))
                {
                    later.push((*kind, at));
                }
            }
        }
        Ok(later)
    }

    /// What a record refers to among what is to go.
    fn referred(&self, kind: Kind, at: i64) -> Result<Vec<(Kind, i64)>, CaseError> {
        let standing = Standing::at(self.conn, kind, at)?;
        self.referred_by(&standing)
    }

    fn referred_by(&self, standing: &Standing) -> Result<Vec<(Kind, i64)>, CaseError> {
        let mut all = Vec::new();
        for (kind, item) in references(standing, self.dataset) {
            if let Some(at) = keys::row_of(self.conn, kind, item)? {
                all.push((kind, at));
            }
        }
        Ok(all)
    }

    fn can_go_back(&self, kind: Kind, at: i64) -> Result<bool, CaseError> {
        let standing = Standing::at(self.conn, kind, at)?;
        let Some(before) = replaced_by(self.conn, self.import.event, kind, standing.id)? else {
            return Ok(false);
        };
        for (of, item) in Stored::parse(kind, &serde_json::from_str(&before)?, self.dataset)?.references() {
            let there = keys::row_of(self.conn, of, item)?;
            if of <= kind && there.is_none_or(|at| self.going.contains(&(of, at))) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn references(standing: &Standing, dataset: &str) -> Vec<(Kind, ItemId)> {
    let mut all = Vec::new();
    let home = standing.home(dataset).to_owned();
    let mut record = standing.record.clone();
    let _ = standing.kind.shape().refer(&mut record, &mut |kind, id| {
        all.push((kind, item_id(&home, kind, id)));
        Fate::Stay
    });
    all
}

/// The records that were made, brought back or edited by hand since some time, or are as they were before that again.
fn edited_since(conn: &Connection, time: Hlc) -> Result<HashSet<ItemId>, CaseError> {
    let mut found = conn.prepare(
        "SELECT item, payload ->> '$.undoes' IS NOT NULL, replica, coalesce(payload ->> '$.undoes', \
         payload ->> '$.redoes', step) FROM event WHERE hlc > ?1 AND item IS NOT NULL \
         AND payload ->> '$.op' IN ('edit', 'add', 'swap')",
    )?;
    let mut rows = found.query([time.0])?;
    // Of each step: a step that was done and taken back since is none, and one that was taken back since is a change.
    let mut net: HashMap<(ItemId, i64, i64), i64> = HashMap::new();
    while let Some(r) = rows.next()? {
        let step = (columns::uuid(r, 0)?, r.get(2)?, r.get::<_, Option<i64>>(3)?.unwrap_or_default());
        *net.entry(step).or_default() += if r.get(1)? { -1 } else { 1 };
    }
    Ok(net.into_iter().filter(|(_, n)| *n != 0).map(|((item, ..), _)| item).collect())
}

/// Whether somebody has said something of a record that an import brought, other than by that import.
fn said(
    conn: &Connection,
    out: &projection::TakenOut,
    kind: Kind,
    at: i64,
    item: ItemId,
) -> Result<Option<Why>, CaseError> {
    if !matches!(kind, Kind::Claim | Kind::Evidence) {
        return Ok(None);
    }
    if keys::has_draft(conn, kind, at)? {
        return Ok(Some(Why::Begun));
    }
    let annotated: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1 AND item = ?2)")?
        .query_row(params![columns::kind_code(kind), at], |r| r.get(0))?;
    if !annotated {
        return Ok(None);
    }
    let others = projection::from_log(conn, out, item)?;
    Ok(others.values().any(|(said, _)| !said.is_empty()).then_some(Why::Said))
}

/// The last event that took an import out, with what it keeps.
fn last_removal(conn: &Connection, import: Digest) -> Result<Option<Removal>, CaseError> {
    let mut found = conn.prepare(
        "SELECT hash, payload FROM event WHERE step IS NOT NULL AND item IS NULL \
         AND substr(payload, 1, 14) = '{\"op\":\"remove\"' AND payload ->> '$.import' = ?1 ORDER BY id DESC",
    )?;
    let mut rows = found.query([import.to_string()])?;
    while let Some(r) = rows.next()? {
        if let Payload::Remove { stood, import, into, back: false, step, .. } = columns::json(r, 1)?
            && step.redoes.is_none()
        {
            return Ok(Some(Removal { event: columns::digest(r, 0)?, stood, import, into }));
        }
    }
    Ok(None)
}

/// Takes back (or does again) what an import changed of the case's description, where that has not changed since.
/// Returns what stays, and why.
fn describe(
    change: &mut Change<'_>,
    import: Digest,
    back: bool,
    step: &Step,
) -> Result<Option<String>, CaseError> {
    let edit: Option<Payload> = change
        .conn
        .query_row(
            "SELECT d.payload FROM event e JOIN event d ON d.replica = e.replica AND d.step = e.step \
             WHERE e.hash = ?1 AND d.payload ->> '$.op' = 'edit'",
            [import.0],
            |r| columns::json(r, 0),
        )
        .optional()?;
    let Some(Payload::Edit { kind: None, item, set, was, .. }) = edit else { return Ok(None) };
    let (to, from): (Map<String, Value>, Map<String, Value>) = if back { (was, set) } else { (set, was) };
    match edit_records::replay_edit(change, None, item, to, from, step.clone()) {
        Err(CaseError::Refused(why)) => Ok(Some(format!("the description of the case stays: {why}"))),
        done => done.map(|()| None),
    }
}
