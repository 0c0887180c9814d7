//! What refers to a record, and what hangs on records that are to be taken out.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys, position};
use crate::domain::Kind;
use crate::domain::event::Counts;
use crate::domain::hanging::{Hanging, NAMED};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::shape::Fate;
use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A record by its kind and id.
pub(crate) type Item = (Kind, ItemId);

/// A record as it stands, its fields by their present names.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) kind: Kind,
    pub(crate) at: i64,
    pub(crate) id: ItemId,
    pub(crate) record: Map<String, Value>,
}

impl Standing {
    /// The record in a row.
    pub(crate) fn at(conn: &Connection, kind: Kind, at: i64) -> Result<Self, CaseError> {
        let sql = format!("SELECT uuid, body FROM {} WHERE id = ?1", keys::table(kind));
        let (id, mut record): (_, Map<String, Value>) = conn
            .prepare_cached(&sql)?
            .query_row([at], |r| Ok((columns::uuid(r, 0)?, columns::json(r, 1)?)))?;
        kind.shape().rename(&mut record);
        Ok(Self { kind, at, id, record })
    }

    /// The dataset that its references belong to.
    pub(crate) fn home<'a>(&'a self, dataset: &'a str) -> &'a str {
        self.record.get("dataset").and_then(Value::as_str).unwrap_or(dataset)
    }

    /// The same with another fate of some of its references; `None` where it cannot stand so.
    pub(crate) fn with(
        &self,
        dataset: &str,
        mut fate: impl FnMut(Kind, ItemId) -> Fate,
    ) -> Option<Map<String, Value>> {
        let (home, mut after) = (self.home(dataset), self.record.clone());
        let stands = self.kind.shape().refer(&mut after, &mut |kind, id| fate(kind, item_id(home, kind, id)));
        // A figure is of the claim or of the evidence that it names, and a gap of its claim.
        let leans: &[&str] = match self.kind {
            Kind::Figure => &["claim", "evidence"],
            Kind::Gap => &["claim"],
            _ => &[],
        };
        let fell = leans.iter().any(|field| self.record.contains_key(*field) && !after.contains_key(*field));
        (stands && !fell).then_some(after)
    }

    /// Whether it refers to a record.
    pub(crate) fn refers_to(&self, dataset: &str, kind: Kind, id: ItemId) -> bool {
        let mut found = false;
        let _ = self.with(dataset, |of, item| {
            found |= (of, item) == (kind, id);
            Fate::Stay
        });
        found
    }
}

/// The records that refer to one: kind and row, in the order of their kinds and rows.
pub(crate) fn referring(
    conn: &Connection,
    dataset: &str,
    kind: Kind,
    id: ItemId,
) -> Result<Vec<Standing>, CaseError> {
    let at = keys::must(conn, kind, id)?;
    let mut all = Vec::new();
    for from in Kind::ALL.iter().copied().filter(|from| from.shape().may_refer_to(kind)) {
        for row in candidates(conn, from, kind, at, id)? {
            let standing = Standing::at(conn, from, row)?;
            if standing.refers_to(dataset, kind, id) {
                all.push(standing);
            }
        }
    }
    Ok(all)
}

/// A record outside of others that refers to one of some, and that one. Where they are many, this passes over all that
/// may refer to them once.
pub(crate) fn referring_from_outside(
    conn: &Connection,
    dataset: &str,
    to: &BTreeSet<Item>,
    others: &BTreeSet<Item>,
) -> Result<Option<(Standing, Item)>, CaseError> {
    /// So many are looked for one by one.
    const FEW: usize = 8;
    if to.len() <= FEW {
        for (kind, id) in to {
            let mut found = referring(conn, dataset, *kind, *id)?.into_iter();
            if let Some(found) = found.find(|one| !others.contains(&(one.kind, one.id))) {
                return Ok(Some((found, (*kind, *id))));
            }
        }
        return Ok(None);
    }
    let kinds: BTreeSet<Kind> = to.iter().map(|(kind, _)| *kind).collect();
    let may_refer = |from: &Kind| kinds.iter().any(|kind| from.shape().may_refer_to(*kind));
    for kind in Kind::ALL.iter().copied().filter(may_refer) {
        let mut found = conn.prepare(&format!("SELECT id, uuid FROM {}", keys::table(kind)))?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            if others.contains(&(kind, columns::uuid(r, 1)?)) {
                continue;
            }
            let standing = Standing::at(conn, kind, r.get(0)?)?;
            let mut among = None;
            let _ = standing.with(dataset, |kind, id| {
                among = among.or_else(|| to.get(&(kind, id)).copied());
                Fate::Stay
            });
            if let Some(one) = among {
                return Ok(Some((standing, one)));
            }
        }
    }
    Ok(None)
}

/// Rows among which those are that refer to a record: by an index where there is one, else all that have its id
/// anywhere.
pub(crate) fn candidates(
    conn: &Connection,
    from: Kind,
    kind: Kind,
    at: i64,
    id: ItemId,
) -> Result<Vec<i64>, CaseError> {
    let rows = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<Vec<i64>, CaseError> {
        Ok(conn.prepare_cached(sql)?.query_map(values, |r| r.get(0))?.collect::<Result<_, _>>()?)
    };
    match (from, kind) {
        (Kind::Evidence, Kind::Claim) => {
            let ord: i64 =
                conn.prepare_cached("SELECT ord FROM claim WHERE id = ?1")?.query_row([at], |r| r.get(0))?;
            let (first, end) = position::claim(ord);
            rows("SELECT id FROM evidence WHERE pos >= ?1 AND pos < ?2 ORDER BY id", params![first, end])
        }
        (Kind::Claim, Kind::Claim) => rows("SELECT id FROM claim WHERE parent = ?1 ORDER BY id", params![at]),
        (Kind::Figure, Kind::Evidence) => {
            rows("SELECT id FROM figure WHERE evidence = ?1 ORDER BY id", params![at])
        }
        (_, Kind::Claim) => rows(&format!("SELECT id FROM {from} WHERE claim = ?1 ORDER BY id"), params![at]),
        _ => {
            let sql = format!("SELECT body ->> '$.id' FROM {} WHERE id = ?1", keys::table(kind));
            let own: String = conn.prepare_cached(&sql)?.query_row([at], |r| r.get(0))?;
            // As it stands in JSON. Records of other datasets name its UUID, in letters of either case.
            let own = serde_json::to_string(&own)?;
            rows(
                &format!(
                    "SELECT id FROM {from} WHERE instr(body, ?1) > 0 OR instr(lower(body), ?2) > 0 ORDER BY id"
                ),
                params![own, id.to_string()],
            )
        }
    }
}

/// What is to be done where some records are taken out.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What goes: kinds and rows.
    pub(crate) out: Vec<(Kind, i64)>,
    /// What stays with fewer references: its fields before and after, as whole fields.
    pub(crate) bent: Vec<(Standing, Map<String, Value>)>,
    /// The same in words.
    pub(crate) hanging: Hanging,
}

/// What hangs on records, and what is to be done where they are taken out.
pub(crate) fn plan(conn: &Connection, dataset: &str, items: &[(Kind, ItemId)]) -> Result<Plan, CaseError> {
    let mut out: HashSet<(Kind, ItemId)> = HashSet::new();
    let (mut rows, mut bent) = (Vec::new(), BTreeSet::new());
    let (mut asked, mut open) = (Vec::new(), Vec::new());
    for (kind, item) in items {
        if out.insert((*kind, *item)) {
            let at = keys::must(conn, *kind, *item)?;
            asked.push(keys::key_of(conn, *kind, at)?);
            rows.push((*kind, at));
            open.push((*kind, *item));
        }
    }
    while let Some((kind, item)) = open.pop() {
        for standing in referring(conn, dataset, kind, item)? {
            if out.contains(&(standing.kind, standing.id)) {
                continue;
            }
            if without(&standing, dataset, &out).is_some() {
                bent.insert((standing.kind, standing.at));
            } else {
                out.insert((standing.kind, standing.id));
                rows.push((standing.kind, standing.at));
                open.push((standing.kind, standing.id));
            }
        }
    }
    let mut plan = Plan { hanging: Hanging { asked, ..Hanging::default() }, ..Plan::default() };
    for (kind, at) in bent {
        let standing = Standing::at(conn, kind, at)?;
        if out.contains(&(kind, standing.id)) {
            continue;
        }
        if let Some(after) = without(&standing, dataset, &out) {
            let changed = kind.shape().fields.iter();
            let changed = changed.filter(|field| standing.record.get(field.name) != after.get(field.name));
            let changed = changed.map(|field| field.heading).collect();
            plan.hanging.without.push((keys::key_of(conn, kind, at)?, changed));
            plan.bent.push((standing, after));
        }
    }
    let others = rows.split_off(plan.hanging.asked.len());
    note_others(conn, &mut plan.hanging, others.clone())?;
    rows.extend(others);
    note_said(conn, &mut plan.hanging, &rows)?;
    plan.out = rows;
    Ok(plan)
}

/// A record without its references to what goes; `None` if it goes with it.
fn without(standing: &Standing, dataset: &str, out: &HashSet<(Kind, ItemId)>) -> Option<Map<String, Value>> {
    standing.with(dataset, |kind, id| if out.contains(&(kind, id)) { Fate::Go } else { Fate::Stay })
}

fn note_others(
    conn: &Connection,
    hanging: &mut Hanging,
    mut others: Vec<(Kind, i64)>,
) -> Result<(), CaseError> {
    // What is nearest to the records themselves comes first: evidence before what hangs on that.
    others.sort_unstable();
    for (at, (kind, row)) in others.into_iter().enumerate() {
        *hanging.with.entry(kind).or_default() += 1;
        if at < NAMED {
            hanging.first.push(keys::key_of(conn, kind, row)?);
        }
    }
    Ok(())
}

fn note_said(conn: &Connection, hanging: &mut Hanging, out: &[(Kind, i64)]) -> Result<(), CaseError> {
    let mut said: BTreeMap<String, u64> = BTreeMap::new();
    for (kind, at) in out.iter().filter(|(kind, _)| matches!(kind, Kind::Claim | Kind::Evidence)) {
        let mut found = conn.prepare_cached(
            "SELECT w.name FROM annotation a JOIN reviewer w ON w.id = a.reviewer WHERE a.kind = ?1 AND a.item = ?2",
        )?;
        for name in found.query_map(params![columns::kind_code(*kind), at], |r| r.get(0))? {
            *said.entry(name?).or_default() += 1;
        }
        if keys::has_draft(conn, *kind, *at)? {
            hanging.unfinished.push(keys::key_of(conn, *kind, *at)?);
        }
    }
    hanging.said = said.into_iter().collect();
    Ok(())
}

impl Case {
    /// How many records of each kind refer to one. Where it is a party or a source, this looks at all records of the
    /// case.
    ///
    /// # Errors
    /// When it is not in the case, or the file cannot be read.
    pub fn referring_to(&self, kind: Kind, item: ItemId) -> Result<Counts, CaseError> {
        let mut counts = Counts::new();
        for standing in referring(&self.conn, &self.dataset, kind, item)? {
            *counts.entry(standing.kind).or_default() += 1;
        }
        Ok(counts)
    }

    /// What hangs on records that might be taken out. Where something refers to parties or sources, this looks at all
    /// records of the case.
    ///
    /// # Errors
    /// When one of them is not in the case, or the file cannot be read.
    pub fn hanging(&self, items: &[(Kind, ItemId)]) -> Result<Hanging, CaseError> {
        Ok(plan(&self.conn, &self.dataset, items)?.hanging)
    }
}
