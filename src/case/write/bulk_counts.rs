//! Counters of a bulk load, kept in memory and written at its end, so that a record costs its own row and
//! little more.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::dossier::Sum;
use crate::case::tables::counts;
use crate::case::tables::keys;
use crate::case::write::bulk_search_index::Words;
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, HashMap};

/// How many ids are remembered with their rows.
const REMEMBERED: usize = 1 << 16;

/// The counter of the last place in the order of claims that was ever taken by one that is out.
pub(crate) const LAST_ORD: &str = "ord.claim";

/// The counter of the last row that was ever taken by a record of a kind that is out: it is kept for that.
pub(crate) fn row_counter(kind: Kind) -> String {
    format!("row.{kind}")
}

/// The last place taken by what is there, or by what is out and was counted; -1 where there is neither among
/// claims, 0 among rows.
fn last(conn: &Connection, taken: &str, counter: &str) -> Result<i64, CaseError> {
    let there: Option<i64> = conn.prepare_cached(taken)?.query_row([], |r| r.get(0))?;
    let none = if counter == LAST_ORD { -1 } else { 0 };
    let out: Option<i64> = conn
        .prepare_cached("SELECT n FROM counter WHERE name = ?1")?
        .query_row([counter], |r| r.get(0))
        .optional()?;
    Ok(there.into_iter().chain(out).max().unwrap_or(none))
}

/// The counters of one bulk change.
#[derive(Debug)]
pub(crate) struct BulkCounts<'w> {
    /// Where the words of records go, where the case is being made; else into its own index.
    pub(crate) words: Option<&'w mut Words>,
    keys: BTreeMap<Kind, u64>,
    counts: BTreeMap<Kind, i64>,
    rows: HashMap<(Kind, ItemId), i64>,
    reviewers: HashMap<ItemId, i64>,
    /// Whether claims stay in the order they come in, parts of another one too.
    pub(crate) in_order: bool,
    /// The last place in the order of claims.
    pub(crate) last_ord: Option<i64>,
    /// The row that the next record of a kind gets.
    next_rows: BTreeMap<Kind, i64>,
    /// The reviewers whose runs a new piece may interrupt.
    pub(crate) runs: Vec<i64>,
    /// The claim whose evidence is coming in, its `ord`, and its new pieces by stance.
    claim: Option<(i64, i64, [i64; 4])>,
    /// The stretch of the order that claims are being added to, and how many.
    block: Option<(i64, i64)>,
    /// What came to the dossier, and what went.
    pub(crate) came: Sum,
    pub(crate) went: Sum,
}

impl<'w> BulkCounts<'w> {
    /// Begins, with the counters as the case has them.
    pub(crate) fn open(conn: &Connection, words: Option<&'w mut Words>) -> Result<Self, CaseError> {
        let (mut keys, mut next_rows) = (BTreeMap::new(), BTreeMap::new());
        for kind in Kind::ALL {
            keys.insert(*kind, keys::counter(conn, &format!("key.{kind}"))?);
            next_rows
                .insert(*kind, last(conn, &format!("SELECT max(id) FROM {kind}"), &row_counter(*kind))? + 1);
        }
        let last_ord = last(conn, "SELECT max(ord) FROM claim", LAST_ORD)?;
        Ok(Self {
            words,
            keys,
            counts: BTreeMap::new(),
            rows: HashMap::new(),
            reviewers: HashMap::new(),
            in_order: false,
            last_ord: (last_ord >= 0).then_some(last_ord),
            next_rows,
            runs: counts::with_runs(conn)?,
            claim: None,
            block: None,
            came: Sum::default(),
            went: Sum::default(),
        })
    }

    /// Writes down what was counted.
    pub(crate) fn close(mut self, conn: &Connection) -> Result<(), CaseError> {
        self.settle_counts(conn)?;
        self.settle_dossier(conn)?;
        for (kind, key) in &self.keys {
            keys::set_counter(conn, &format!("key.{kind}"), *key)?;
        }
        for (kind, n) in &self.counts {
            keys::count_up(conn, &format!("count.{kind}"), *n)?;
        }
        Ok(())
    }

    /// The row that the next record of a kind gets.
    pub(crate) fn next_row(&self, kind: Kind) -> i64 {
        self.next_rows.get(&kind).copied().unwrap_or(1)
    }

    /// A key number was given, though the record is not there any more.
    pub(crate) fn gave_key(&mut self, kind: Kind, key: u64) {
        let last = self.keys.entry(kind).or_default();
        *last = key.max(*last);
    }

    /// The last key number given to a kind.
    pub(crate) fn last_key(&self, kind: Kind) -> u64 {
        self.keys.get(&kind).copied().unwrap_or(0)
    }

    /// A record went in.
    pub(crate) fn added(&mut self, kind: Kind, id: ItemId, at: i64, key: u64) {
        self.gave_key(kind, key);
        let next = self.next_rows.entry(kind).or_default();
        *next = (at + 1).max(*next);
        *self.counts.entry(kind).or_default() += 1;
        if kind != Kind::Evidence {
            self.remember(kind, id, at);
        }
    }

    fn remember(&mut self, kind: Kind, id: ItemId, at: i64) {
        if self.rows.len() >= REMEMBERED {
            self.rows.clear();
        }
        self.rows.insert((kind, id), at);
    }

    /// The row of the record with an id.
    pub(crate) fn row_of(
        &mut self,
        conn: &Connection,
        kind: Kind,
        id: ItemId,
    ) -> Result<Option<i64>, CaseError> {
        if let Some(at) = self.rows.get(&(kind, id)) {
            return Ok(Some(*at));
        }
        let at = keys::row_of(conn, kind, id)?;
        if let Some(at) = at {
            self.remember(kind, id, at);
        }
        Ok(at)
    }

    /// The row of a reviewer.
    pub(crate) fn reviewer(&mut self, conn: &Connection, id: ItemId) -> Result<Option<i64>, CaseError> {
        if let Some(at) = self.reviewers.get(&id) {
            return Ok(Some(*at));
        }
        let at = conn
            .prepare_cached("SELECT id FROM reviewer WHERE uuid = ?1")?
            .query_row([id.as_bytes()], |r| r.get(0))
            .optional()?;
        if let Some(at) = at {
            if self.reviewers.len() >= REMEMBERED {
                self.reviewers.clear();
            }
            self.reviewers.insert(id, at);
        }
        Ok(at)
    }

    /// A claim got its place.
    pub(crate) fn claim_placed(&mut self, conn: &Connection, ord: i64) -> Result<(), CaseError> {
        self.last_ord = Some(self.last_ord.map_or(ord, |last| last.max(ord)));
        let block = ord >> crate::case::tables::position::BLOCK_BITS;
        match &mut self.block {
            Some((at, n)) if *at == block => *n += 1,
            _ => {
                self.settle_block(conn)?;
                self.block = Some((block, 1));
            }
        }
        Ok(())
    }

    /// The place of a claim.
    pub(crate) fn ord_of(&mut self, conn: &Connection, claim: i64) -> Result<i64, CaseError> {
        if let Some((at, ord, _)) = self.claim
            && at == claim
        {
            return Ok(ord);
        }
        self.settle_stances(conn)?;
        let ord =
            conn.prepare_cached("SELECT ord FROM claim WHERE id = ?1")?.query_row([claim], |r| r.get(0))?;
        self.claim = Some((claim, ord, [0; 4]));
        Ok(ord)
    }

    /// A piece of evidence of a stance came to a claim.
    pub(crate) fn count_stance(
        &mut self,
        conn: &Connection,
        claim: i64,
        stance: i64,
    ) -> Result<(), CaseError> {
        self.ord_of(conn, claim)?;
        if let (Some((_, _, counts)), Ok(stance)) = (&mut self.claim, usize::try_from(stance)) {
            counts[stance & 3] += 1;
        }
        Ok(())
    }

    /// Writes down what is counted of claims, so that the tables say it too.
    pub(crate) fn settle_counts(&mut self, conn: &Connection) -> Result<(), CaseError> {
        self.settle_stances(conn)?;
        self.settle_block(conn)
    }

    /// Writes down what came to the dossier and what went.
    pub(crate) fn settle_dossier(&mut self, conn: &Connection) -> Result<(), rusqlite::Error> {
        let (came, went) = (std::mem::take(&mut self.came), std::mem::take(&mut self.went));
        if came == went {
            return Ok(());
        }
        dossier::change(conn, |sum| {
            sum.add(came.digest());
            sum.take(went.digest());
        })
    }

    fn settle_stances(&mut self, conn: &Connection) -> Result<(), CaseError> {
        if let Some((claim, _, [supports, repeats, disputes, context])) = self.claim.take() {
            conn.prepare_cached(
                "UPDATE claim SET supports = supports + ?2, repeats = repeats + ?3, \
                 disputes = disputes + ?4, context = context + ?5 WHERE id = ?1",
            )?
            .execute(params![claim, supports, repeats, disputes, context])?;
        }
        Ok(())
    }

    fn settle_block(&mut self, conn: &Connection) -> Result<(), CaseError> {
        if let Some((block, n)) = self.block.take() {
            counts::count_block(conn, block << crate::case::tables::position::BLOCK_BITS, n)?;
        }
        Ok(())
    }
}
