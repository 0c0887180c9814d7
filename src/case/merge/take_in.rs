//! The work of others comes in: in one transaction, all of it or nothing.

use crate::case::error::CaseError;
use crate::case::file::dossier::{self, Sum};
use crate::case::load::import_history::put_brought;
use crate::case::log::arriving::{Arrived, arrive};
use crate::case::log::bases::Bases;
use crate::case::log::session::{Change, Session};
use crate::case::log::{journal, overwriting, projection, undo_stack};
use crate::case::merge::parcel::{Parcel, ids_of};
use crate::case::merge::records::{self, Rearranged};
use crate::case::merge::settle::{Item, Known};
use crate::case::merge::summary::{Merged, Said};
use crate::case::tables::{columns, contents, keys, reviewers};
use crate::case::write::take_out::{PENDING, keep_replaced};
use crate::case::write::{arrange, edit_records, expunge, fields};
use crate::domain::entry::Reviewer;
use crate::domain::event::{Head, Payload};
use crate::domain::ids::{Digest, ItemId};
use crate::domain::merge::Edited;
use crate::domain::shape::Shaped as _;
use crate::domain::{CaseInfo, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};

impl Session {
    /// Takes in what another case tells. `join` says that two cases of different ids are to be one.
    ///
    /// # Errors
    /// When an event was changed, is missing or does not follow; when the two are different cases and are not to be
    /// joined ([`CaseError::AnotherCase`]); when it cannot be committed. Nothing is changed then.
    pub fn merge(&mut self, parcel: &Parcel, join: bool) -> Result<Merged, CaseError> {
        let merged = self.merge_all(std::slice::from_ref(parcel), join).map_err(|(_, error)| error)?;
        Ok(merged.into_iter().next().unwrap_or_default())
    }

    /// The same for several, one after the other, all of them or none.
    ///
    /// # Errors
    /// As [`Session::merge`], with the number of the one that was not taken in.
    pub fn merge_all(&mut self, parcels: &[Parcel], join: bool) -> Result<Vec<Merged>, (usize, CaseError)> {
        let dataset = self.case.dataset.clone();
        let mut at = 0;
        let taken = self.rearrange(|change| {
            let mut all = Vec::new();
            for parcel in parcels {
                all.push(TakingIn::new(change, parcel, &dataset).run(join)?);
                at += 1;
            }
            Ok(all)
        });
        // What cannot be overwritten now stays due.
        let _ = overwriting::if_due(&self.case.conn);
        taken.map_err(|error| (at, error))
    }
}

impl Session {
    /// The journal that this reviewer writes here; begun, where there is none yet.
    ///
    /// # Errors
    /// When it cannot be committed.
    pub fn own_journal(&mut self) -> Result<ItemId, CaseError> {
        self.transact(|change| {
            change.step("")?;
            Ok(change.own_replica()?.ok_or(CaseError::NoSuchItem)?.1.replica)
        })
    }
}

struct TakingIn<'a, 'c> {
    change: &'a mut Change<'c>,
    conn: &'c Connection,
    parcel: &'a Parcel,
    dataset: &'a str,
    erased: HashSet<Digest>,
    /// The events that are new here.
    new: HashSet<Digest>,
    /// Records that may be another matter by now.
    items: BTreeSet<Item>,
    /// Claims and evidence on which something was said.
    said: BTreeSet<Item>,
    /// By whom.
    speakers: BTreeMap<ItemId, BTreeSet<Item>>,
    /// Everybody whose name came anew.
    named: BTreeSet<ItemId>,
    /// Whether undo stacks, or all annotations, are to be made again.
    again: [bool; 2],
    done: Merged,
}

impl<'a, 'c> TakingIn<'a, 'c> {
    fn new(change: &'a mut Change<'c>, parcel: &'a Parcel, dataset: &'a str) -> Self {
        Self {
            conn: change.conn,
            change,
            parcel,
            dataset,
            erased: HashSet::new(),
            new: HashSet::new(),
            items: BTreeSet::new(),
            said: BTreeSet::new(),
            speakers: BTreeMap::new(),
            named: BTreeSet::new(),
            again: [false; 2],
            done: Merged::default(),
        }
    }

    fn run(mut self, join: bool) -> Result<Merged, CaseError> {
        let joined = self.is_one_case(join)?;
        let bases = Bases::load(self.conn)?;
        self.events()?;
        self.complete()?;
        self.reviewers()?;
        self.facts()?;
        self.documents()?;
        let mut rearranged = Rearranged::default();
        if !self.items.is_empty() || arrange::is_due(self.conn)? {
            let known = Known::load(self.conn, self.parcel, bases)?;
            let items = std::mem::take(&mut self.items);
            rearranged = records::rearrange(self.change, self.dataset, known, items)?;
        }
        self.describe()?;
        self.project(&rearranged)?;
        keys::note_shared_keys(self.conn)?;
        self.tell(joined, &rearranged)?;
        arrange::note(self.conn)?;
        self.sum_up(rearranged)?;
        Ok(self.done)
    }

    /// Whether what came is of this very case, or of one that is to be joined with it; the id of that.
    fn is_one_case(&mut self, join: bool) -> Result<Option<[ItemId; 2]>, CaseError> {
        let ours = ids_of(self.conn)?;
        if !ours.is_disjoint(&self.parcel.ids) {
            return Ok(None);
        }
        let theirs = ItemId::try_parse(&self.parcel.case.id)
            .map_err(|_| CaseError::Refused("what came does not say of which case it is".into()))?;
        if self.parcel.case.dataset != self.dataset {
            return Err(CaseError::Refused(format!(
                "\"{}\" is another case, over records of its own (dataset \"{}\", and this one's is \"{}\"); \
                 \"corrob import\" brings records of one case into another",
                self.parcel.case.title, self.parcel.case.dataset, self.dataset
            )));
        }
        if !join {
            return Err(CaseError::AnotherCase(self.parcel.case.title.clone()));
        }
        self.done.joined = true;
        let own = self.conn.query_row("SELECT uuid FROM case_info", [], |r| columns::uuid(r, 0))?;
        Ok(Some([own, theirs]))
    }

    fn events(&mut self) -> Result<(), CaseError> {
        self.erased = journal::expunged(self.conn)?;
        for event in &self.parcel.events {
            if let Some(Payload::Expunge { events, .. }) = event.read()? {
                self.erased.extend(events);
            }
        }
        for event in &self.parcel.events {
            let (replica, payload) = match arrive(self.conn, event, &self.erased)? {
                Arrived::Known => continue,
                Arrived::Filled(payload) => {
                    self.again[0] = true;
                    (None, Some(payload))
                }
                Arrived::New(replica, payload, forks) => {
                    if forks {
                        self.again[0] = true;
                        self.done.forks.push((event.replica, event.seq));
                    }
                    (Some(replica), payload)
                }
            };
            self.change.witness(event.hlc);
            self.new.insert(event.hash);
            self.done.events += 1;
            let Some(payload) = payload.filter(|_| !self.erased.contains(&event.hash)) else { continue };
            if let (Some(replica), Some(step)) = (replica, payload.step()) {
                undo_stack::note(self.conn, replica, step)?;
            }
            self.event(event.replica, payload)?;
        }
        Ok(())
    }

    fn event(&mut self, replica: ItemId, payload: Payload) -> Result<(), CaseError> {
        match payload {
            Payload::Join { reviewer, .. } => {
                self.named.insert(reviewer);
            }
            Payload::Annotate { kind, item, .. } => {
                self.said.insert((kind, item));
                let speaker = self
                    .conn
                    .prepare_cached(
                        "SELECT w.uuid FROM replica r JOIN reviewer w ON w.id = r.reviewer WHERE r.uuid = ?1",
                    )?
                    .query_row([replica.as_bytes()], |r| columns::uuid(r, 0))?;
                self.speakers.entry(speaker).or_default().insert((kind, item));
            }
            Payload::Add { kind, item, .. } | Payload::Edit { kind: Some(kind), item, .. } => {
                self.items.insert((kind, item));
            }
            Payload::Merge { back, .. } => self.items.extend(back),
            Payload::Remove { import, .. } => self.again[1] |= import.is_some(),
            Payload::Expunge { item, events, .. } => {
                journal::erase(self.conn, &events)?;
                expunge::strip_brought(self.conn, item, &mut BTreeSet::new())?;
                overwriting::note_due(self.conn)?;
                self.again[0] = true;
                self.said.extend([(Kind::Claim, item), (Kind::Evidence, item)]);
                self.done.erased += 1;
            }
            Payload::Edit { kind: None, .. } | Payload::Swap { .. } | Payload::Import { .. } => {}
        }
        Ok(())
    }

    /// What came was said of a case that had these journals: without their ends something is cut off.
    fn complete(&self) -> Result<(), CaseError> {
        let mut heads = self.parcel.heads.clone();
        for event in &self.parcel.events {
            if let Some(Payload::Merge { heads: told, .. }) = event.read()? {
                heads.extend(told);
            }
        }
        for Head { replica, seq, hash } in heads {
            let known: bool = self
                .conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE hash = ?1)")?
                .query_row([hash.0], |r| r.get(0))?;
            if !known {
                return Err(CaseError::Refused(format!(
                    "event {seq} of replica {replica} is told of and is not there: the end of its journal was cut off"
                )));
            }
        }
        Ok(())
    }

    /// The name that a reviewer gave last counts; of who is only told of, the first in the order of the alphabet.
    fn reviewers(&mut self) -> Result<(), CaseError> {
        for came in &self.parcel.reviewers {
            let known = reviewers::find(self.conn, came.id)?;
            let name = match last_name(self.conn, came.id, &known, self.named.contains(&came.id))? {
                Some(name) => name,
                None => known
                    .iter()
                    .map(|(_, known)| &known.name)
                    .chain([&came.name])
                    .min()
                    .cloned()
                    .unwrap_or_default(),
            };
            let is =
                came.is.into_iter().chain(known.and_then(|(_, known)| known.is)).min_by_key(|is| is.word());
            reviewers::ensure(self.conn, &Reviewer { id: came.id, name, is })?;
        }
        Ok(())
    }

    /// What the events replaced and brought.
    fn facts(&mut self) -> Result<(), CaseError> {
        let mut came = Sum::default();
        for replaced in &self.parcel.replaced {
            self.items.insert((replaced.kind, replaced.item));
            let kind = columns::kind_code(replaced.kind);
            let sql = "SELECT EXISTS (SELECT 1 FROM replaced WHERE event = ?1 AND kind = ?2 AND item = ?3)";
            let values = params![replaced.event.0, kind, replaced.item.as_bytes()];
            let known: bool = self.conn.prepare_cached(sql)?.query_row(values, |r| r.get(0))?;
            if known || !self.new.contains(&replaced.event) {
                continue;
            }
            let body = serde_json::to_string(&replaced.record)?;
            if let Some(key) = replaced.record.get("key").and_then(Value::as_u64) {
                let counter = format!("key.{}", replaced.kind);
                keys::set_counter(self.conn, &counter, keys::counter(self.conn, &counter)?.max(key))?;
            }
            keep_replaced(self.conn, &mut came, replaced.event, replaced.kind, replaced.item, &body)?;
        }
        self.items.extend(self.parcel.came.iter().map(|came| (came.kind, came.item)));
        for brought in &self.parcel.brought {
            if !self.new.contains(&brought.event) {
                continue;
            }
            let Some((reviewer, _)) = reviewers::find(self.conn, brought.reviewer)? else {
                return Err(CaseError::Refused(format!(
                    "reviewer {} is not among those who came",
                    brought.reviewer
                )));
            };
            let annotation = serde_json::to_string(&brought.annotation)?;
            came.add(put_brought(self.conn, brought, reviewer, &annotation)?);
            self.said.insert((brought.on, brought.item));
            self.speakers.entry(brought.reviewer).or_default().insert((brought.on, brought.item));
        }
        dossier::change(self.conn, |sum| sum.add(came.digest()))?;
        if !self.parcel.brought.is_empty() {
            for item in erased_items(self.conn)? {
                expunge::strip_brought(self.conn, item, &mut BTreeSet::new())?;
            }
        }
        Ok(())
    }

    fn documents(&self) -> Result<(), CaseError> {
        if self.done.erased == 0 && self.parcel.contents.is_empty() {
            return Ok(());
        }
        // What was erased and not attached again since.
        let gone = journal::erased_contents(self.conn)?;
        contents::erase(self.conn, &gone.iter().copied().collect::<Vec<_>>())?;
        let mut came = BTreeSet::new();
        for content in &self.parcel.contents {
            if !gone.contains(&content.sha256)
                && contents::put(self.conn, content.sha256, content.part, &content.bytes)?
            {
                came.insert(content.sha256);
            }
        }
        for sha256 in came {
            if contents::digest_now(self.conn, sha256)?.is_none_or(|(now, _)| now != sha256) {
                return Err(CaseError::Refused(format!(
                    "a document came with the SHA-256 {sha256} and has another: it was changed"
                )));
            }
        }
        Ok(())
    }

    /// What the case says of itself: as the older of two says it that were joined, with what was edited of it since.
    fn describe(&mut self) -> Result<(), CaseError> {
        let mut info = fields::info_of(self.change)?;
        let own: ItemId = self.conn.query_row("SELECT uuid FROM case_info", [], |r| columns::uuid(r, 0))?;
        let id = ItemId::try_parse(&self.parcel.case.id).unwrap_or(own);
        let other = Some(id).filter(|id| *id < own);
        if let Some(other) = other {
            let Value::Object(theirs) = serde_json::to_value(&self.parcel.case)? else {
                return Err(CaseError::NoSuchItem);
            };
            info = theirs;
            self.conn.execute("UPDATE case_info SET uuid = ?1", [other.as_bytes()])?;
        }
        let of = other.unwrap_or(own);
        for (name, value) in edited(self.conn, of)? {
            match value {
                Value::Null => info.remove(&name),
                value => info.insert(name, value),
            };
        }
        let info: CaseInfo = serde_json::from_value(Value::Object(info))?;
        let body = serde_json::to_string(&info)?;
        let standing: String = self.conn.query_row("SELECT body FROM case_info", [], |r| r.get(0))?;
        if body != standing {
            edit_records::describe(self.conn, &body)?;
            let before: CaseInfo = serde_json::from_str(&standing)?;
            self.done.described = CaseInfo { id: info.id.clone(), ..before } != info;
        }
        Ok(())
    }

    /// The annotations that follow from what came.
    fn project(&mut self, rearranged: &Rearranged) -> Result<(), CaseError> {
        const ONE_BY_ONE: usize = 50_000;
        if self.again[0] {
            undo_stack::rebuild(self.conn)?;
        }
        let touched: BTreeSet<Item> = self.said.iter().chain(&rearranged.touched).copied().collect();
        if self.again[1] || touched.len() > ONE_BY_ONE {
            return projection::rebuild(self.conn);
        }
        let out = projection::TakenOut::load(self.conn)?;
        touched
            .into_iter()
            .filter(|(kind, _)| matches!(kind, Kind::Claim | Kind::Evidence))
            .try_for_each(|(kind, item)| projection::reproject(self.conn, &out, kind, item))
    }

    /// Writes down what is to be said of it, if anything is.
    fn tell(&mut self, joined: Option<[ItemId; 2]>, rearranged: &Rearranged) -> Result<(), CaseError> {
        let (stands, told) = dossier::state(self.conn)?;
        let mut due = joined.is_some() || !rearranged.back.is_empty() || !rearranged.kept.is_empty();
        if !due && told != Some(stands) && dossier::is_answered_for(self.conn)? {
            if dossier::is_told(self.conn, stands)? {
                dossier::note_told(self.conn, Some(stands))?;
            } else {
                due = true;
            }
        }
        if !due {
            return Ok(());
        }
        let of_new = |head: &&Head| self.new.contains(&head.hash);
        let event = self.change.append(&Payload::Merge {
            heads: self.parcel.heads.iter().filter(of_new).copied().collect(),
            back: rearranged.back.clone(),
            replaced: rearranged.kept.clone(),
            joined,
        })?;
        let sql = "UPDATE replaced SET event = ?1 WHERE event = ?2";
        self.conn.execute(sql, params![event.hash.0, PENDING.0])?;
        Ok(())
    }

    fn sum_up(&mut self, rearranged: Rearranged) -> Result<(), CaseError> {
        let me = reviewers::find(self.conn, self.change.reviewer().id)?.map_or(0, |(row, _)| row);
        for (speaker, items) in std::mem::take(&mut self.speakers) {
            let Some((row, reviewer)) = reviewers::find(self.conn, speaker)? else { continue };
            self.done.said.push(Said::count(self.conn, (row, reviewer.name), me, &items)?);
        }
        self.done.said.sort_by(|one, other| one.who.cmp(&other.who));
        for (kind, item) in rearranged.back {
            self.done.back.push(records::key_of(self.change, kind, item)?);
        }
        self.done.added = rearranged.added;
        self.done.changed = rearranged.changed;
        self.done.removed = rearranged.removed;
        Ok(())
    }
}

/// The name that a reviewer gave last in a journal of theirs; none where they have none.
fn last_name(
    conn: &Connection,
    reviewer: ItemId,
    known: &Option<(i64, Reviewer)>,
    named: bool,
) -> Result<Option<String>, CaseError> {
    let Some((row, known)) = known else { return Ok(None) };
    if !named {
        let sql = "SELECT EXISTS (SELECT 1 FROM replica WHERE reviewer = ?1)";
        let speaks: bool = conn.prepare_cached(sql)?.query_row([row], |r| r.get(0))?;
        return Ok(speaks.then(|| known.name.clone()));
    }
    let sql = "SELECT payload ->> '$.name' FROM event WHERE item IS NULL AND step IS NULL \
               AND substr(payload, 1, 12) = '{\"op\":\"join\"' AND payload ->> '$.reviewer' = ?1 \
               ORDER BY hlc DESC, hash DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([reviewer.to_string()], |r| r.get(0)).optional()?)
}

/// The items of which something was erased.
fn erased_items(conn: &Connection) -> Result<Vec<ItemId>, CaseError> {
    let mut found = conn.prepare(
        "SELECT DISTINCT item FROM event WHERE item IS NOT NULL AND step IS NULL AND payload ->> '$.op' = 'expunge'",
    )?;
    let items = found.query_map([], |r| columns::uuid(r, 0))?;
    Ok(items.collect::<Result<_, _>>()?)
}

/// What was edited of what a case says of itself.
fn edited(conn: &Connection, case: ItemId) -> Result<Map<String, Value>, CaseError> {
    let mut found = conn.prepare(
        "SELECT hlc, hash, payload FROM event WHERE item = ?1 AND payload ->> '$.op' = 'edit' ORDER BY hlc, hash",
    )?;
    let mut rows = found.query([case.as_bytes()])?;
    let mut all = Edited::default();
    while let Some(r) = rows.next()? {
        if let Payload::Edit { kind: None, mut set, mut was, .. } = columns::json(r, 2)? {
            CaseInfo::SHAPE.rename(&mut set);
            CaseInfo::SHAPE.rename(&mut was);
            all.add((crate::domain::Hlc(r.get(0)?), columns::digest(r, 1)?), set, was);
        }
    }
    let mut info = Map::new();
    all.over(crate::case::log::bases::FIRST, &mut info);
    Ok(all.fields().map(|name| (name.to_owned(), info.get(name).cloned().unwrap_or_default())).collect())
}
