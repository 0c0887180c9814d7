//! The list of sources and the list of parties: a stretch of either, in any of their orders.

use crate::case::derive::origins::{EvidenceForOrigins, OriginCache};
use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::read::stale::today;
use crate::case::tables::columns::{EVIDENCE, as_u64};
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::ItemId;
use crate::domain::query::Query;
use crate::domain::record_list::{PartyRow, RecordOrder, RecordRow, SourceRow};
use crate::domain::rows::{ListAt, Slice, Stances};
use crate::domain::stale::{Stale, unchecked};
use crate::domain::{Key, Kind, Party, Record, Source, Stance};
use rusqlite::{OptionalExtension, params};

/// On a screen at most this many pieces of evidence of a source, or claims of a party, are counted.
const COUNTED: u64 = 500;
/// Counts all there is: no case has more.
pub const COUNT_ALL: u64 = 1 << 40;
/// At most this many sources are looked at that the sources of a stretch draw on.
const BEHIND: usize = 20_000;

/// Sources or parties in an order, by their rows.
pub type ArrangedRecords = Vec<u32>;

/// The evidence of a row of `source` s.
const ITS_EVIDENCE: &str = "e.source_pos >= s.id << 32 AND e.source_pos < (s.id + 1) << 32";

/// The records of a kind in an order, by their rows.
fn arranged_by(kind: Kind, order: RecordOrder) -> String {
    let name = match kind {
        Kind::Source => "coalesce(nullif(s.body ->> '$.short', ''), s.body ->> '$.title')",
        _ => "coalesce(nullif(s.body ->> '$.short', ''), s.body ->> '$.name')",
    };
    let by = match order {
        RecordOrder::Key => String::new(),
        RecordOrder::Name => format!("{name} COLLATE NOCASE, "),
        RecordOrder::Publisher => {
            "s.body ->> '$.publisher' IS NULL, s.body ->> '$.publisher' COLLATE NOCASE, ".to_owned()
        }
        RecordOrder::Date => {
            let day = "coalesce(s.body ->> '$.dated.date', s.body ->> '$.dated', \
                       s.body ->> '$.published.date', s.body ->> '$.published')";
            format!("{day} IS NULL, {day}, ")
        }
        RecordOrder::Evidence => format!("(SELECT count(*) FROM evidence e WHERE {ITS_EVIDENCE}) DESC, "),
        RecordOrder::Undecided => {
            format!("(SELECT count(*) FROM evidence e WHERE {ITS_EVIDENCE}) - coalesce(d.n, 0) DESC, ")
        }
    };
    let decided = match order {
        RecordOrder::Undecided => format!(
            "LEFT JOIN (SELECT e.source AS source, count(*) AS n FROM annotation a JOIN evidence e ON e.id = a.item \
             WHERE a.reviewer = ?1 AND a.kind = {EVIDENCE} AND a.decided GROUP BY e.source) d ON d.source = s.id "
        ),
        _ => "WHERE ?1 = ?1 ".to_owned(),
    };
    format!("SELECT s.id FROM {} s {decided}ORDER BY {by}s.key, s.id", keys::table(kind))
}

impl Case {
    /// Puts sources or parties in an order, all of them or those sources that a query finds. Looks at
    /// each; can be stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the query names a record or a reviewer the case does not have, or the file cannot be read;
    /// [`CaseError::Interrupted`] when it was stopped.
    pub fn arrange_records(
        &self,
        reviewer: ItemId,
        kind: Kind,
        order: RecordOrder,
        query: Option<&Query>,
    ) -> Result<ArrangedRecords, CaseError> {
        let found = match query.filter(|query| !query.is_empty()) {
            Some(query) => Some(self.list(kind, reviewer, query)?),
            None => None,
        };
        let mut records = Vec::new();
        let mut all = self.conn.prepare(&arranged_by(kind, order))?;
        let mut rows = all.query([self.reviewer_row(reviewer)?])?;
        while let Some(r) = rows.next()? {
            let at: i64 = r.get(0)?;
            if found.as_ref().is_none_or(|found| found.places().binary_search(&at).is_ok()) {
                records.push(r.get(0)?);
            }
        }
        Ok(records)
    }

    /// A stretch of the list of sources or of parties around a place, and the record that stands there:
    /// in the order of `arranged`, or else all of them by key.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn record_rows(
        &self,
        reviewer: ItemId,
        kind: Kind,
        arranged: Option<&[u32]>,
        (at, before, after): (ListAt, usize, usize),
    ) -> Result<(Slice<RecordRow>, Option<ItemId>), CaseError> {
        let stretch = match arranged {
            Some(order) => self.stretch_of(kind, order, at, before, after)?,
            None => self.stretch_by_key(kind, at, before, after)?,
        };
        let rows = self.rows_of_records(reviewer, kind, &stretch.records, COUNTED)?;
        let place = match stretch.place {
            Some(at) => {
                let table = keys::table(kind);
                let mut found =
                    self.conn.prepare_cached(&format!("SELECT uuid FROM {table} WHERE id = ?1"))?;
                found.query_row([at], |r| columns::uuid(r, 0)).optional()?
            }
            None => None,
        };
        Ok((Slice { rows, start: stretch.start, total: stretch.total }, place))
    }

    fn stretch_of(
        &self,
        kind: Kind,
        order: &[u32],
        at: ListAt,
        before: usize,
        after: usize,
    ) -> Result<Stretch, CaseError> {
        let found = match at {
            ListAt::First => 0,
            ListAt::Last => order.len().saturating_sub(1),
            ListAt::Item(id) => {
                let row = keys::row_of(&self.conn, kind, id)?;
                order.iter().position(|at| Some(i64::from(*at)) == row).unwrap_or(0)
            }
        };
        let (first, last) = (found.saturating_sub(before), found.saturating_add(after).min(order.len()));
        Ok(Stretch {
            records: order[first..last].iter().copied().map(i64::from).collect(),
            place: order.get(found).copied().map(i64::from),
            start: as_u64(first),
            total: as_u64(order.len()),
        })
    }

    fn stretch_by_key(
        &self,
        kind: Kind,
        at: ListAt,
        before: usize,
        after: usize,
    ) -> Result<Stretch, CaseError> {
        let table = keys::table(kind);
        let (key, row): (i64, i64) = match at {
            ListAt::First => (i64::MIN, i64::MIN),
            ListAt::Last => (i64::MAX, i64::MAX),
            ListAt::Item(id) => self
                .conn
                .prepare_cached(&format!("SELECT key, id FROM {table} WHERE uuid = ?1"))?
                .query_row([id.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?
                .unwrap_or((i64::MIN, i64::MIN)),
        };
        let side = |than: &str, direction: &str, rows: usize| -> Result<Vec<(i64, i64)>, CaseError> {
            let mut found = self.conn.prepare_cached(&format!(
                "SELECT key, id FROM {table} WHERE (key, id) {than} (?1, ?2) \
                 ORDER BY key {direction}, id {direction} LIMIT ?3"
            ))?;
            let rows = columns::int(as_u64(rows));
            let found = found.query_map(params![key, row, rows], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(found.collect::<Result<_, _>>()?)
        };
        let (mut upper, lower) = (side("<", "DESC", before)?, side(">=", "ASC", after)?);
        upper.reverse();
        let place = lower.first().or(upper.last()).map(|(_, row)| *row);
        let total = keys::counter(&self.conn, &format!("count.{kind}"))?;
        let start = match upper.first().or(lower.first()) {
            Some(first) => self.before_key(kind, *first, total)?,
            None => 0,
        };
        let records = upper.into_iter().chain(lower).map(|(_, row)| row).collect();
        Ok(Stretch { records, place, start, total })
    }

    /// How many records of a kind stand before one, by key.
    fn before_key(&self, kind: Kind, (key, row): (i64, i64), total: u64) -> Result<u64, CaseError> {
        let table = keys::table(kind);
        let last: Option<i64> = self
            .conn
            .prepare_cached(&format!("SELECT max(key) FROM {table}"))?
            .query_row([], |r| r.get(0))?;
        // Where no key is missing and none was given twice, the key says it.
        if last == Some(columns::int(total)) && !keys::shares_keys(&self.conn, kind)? {
            return Ok(u64::try_from(key - 1).unwrap_or(0));
        }
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT count(*) FROM {table} WHERE (key, id) < (?1, ?2)"))?
            .query_row([key, row], |r| columns::count(r, 0))?)
    }

    /// The lines of some records of a kind, given by their rows; of what belongs to each, no more than
    /// `most` is counted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows_of_records(
        &self,
        reviewer: ItemId,
        kind: Kind,
        records: &[i64],
        most: u64,
    ) -> Result<Vec<RecordRow>, CaseError> {
        let mut names = Names::new(self);
        if kind == Kind::Source {
            let sources = self.source_rows(reviewer, records, most, &mut names)?;
            return Ok(sources.into_iter().map(|row| RecordRow::Source(Box::new(row))).collect());
        }
        let mut rows = Vec::new();
        for at in records {
            rows.extend(self.party_row(*at, most, &mut names)?.map(|row| RecordRow::Party(Box::new(row))));
        }
        Ok(rows)
    }

    /// The line of one record, all that belongs to it counted; `None` if there is no such record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn record_row(
        &self,
        reviewer: ItemId,
        kind: Kind,
        id: ItemId,
    ) -> Result<Option<RecordRow>, CaseError> {
        let Some(at) = keys::row_of(&self.conn, kind, id)? else { return Ok(None) };
        Ok(self.rows_of_records(reviewer, kind, &[at], COUNT_ALL)?.pop())
    }

    fn source_rows(
        &self,
        reviewer: ItemId,
        records: &[i64],
        most: u64,
        names: &mut Names<'_>,
    ) -> Result<Vec<SourceRow>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let allowed = self.info()?.recheck_days;
        let today = today();
        let mut rows = Vec::new();
        let mut pieces = Vec::new();
        for at in records {
            let Some((id, key, record)) = self.whole::<Source>(*at)? else { continue };
            let counted = self.evidence_in(me, *at, most)?;
            let days = allowed.and_then(|allowed| unchecked(record.accessed.as_ref(), &today, allowed));
            let stale =
                days.map(|days| Stale::Source { key: key.clone(), accessed: record.accessed.clone(), days });
            pieces.push(EvidenceForOrigins::in_source(key.clone(), id));
            rows.push(SourceRow {
                id,
                key,
                party: names.titled(Kind::Party, record.dataset(), record.party.as_deref())?,
                record,
                stances: counted.stances,
                decided: counted.decided,
                more: counted.more,
                origin: String::new(),
                stale,
            });
        }
        let origins = OriginCache::within(self, BEHIND).of_pieces(pieces)?;
        let mut pieces = origins.ids.iter().enumerate().peekable();
        for row in &mut rows {
            if let Some((piece, _)) = pieces.next_if(|(_, id)| **id == row.id) {
                row.origin = origins.in_short(piece);
            }
        }
        Ok(rows)
    }

    fn party_row(&self, at: i64, most: u64, names: &mut Names<'_>) -> Result<Option<PartyRow>, CaseError> {
        let Some((id, key, record)) = self.whole::<Party>(at)? else { return Ok(None) };
        let claims: u64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM claim WHERE claimant = ?1 LIMIT ?2)")?
            .query_row(params![at, columns::int(most.saturating_add(1))], |r| columns::count(r, 0))?;
        let of = names.titled(Kind::Party, record.dataset(), record.of.as_deref())?;
        Ok(Some(PartyRow { id, key, record, of, claims: claims.min(most), more: claims > most }))
    }

    /// The record in a row of its table, with its id and key; `None` where it is gone.
    pub(crate) fn whole<R: Record>(&self, at: i64) -> Result<Option<(ItemId, Key, R)>, CaseError> {
        let table = keys::table(R::KIND);
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT uuid, key, body FROM {table} WHERE id = ?1"))?
            .query_row([at], |r| {
                let id = columns::uuid(r, 0)?;
                let key = keys::shown(&self.conn, R::KIND, columns::count(r, 1)?, id)?;
                Ok((id, key, columns::json(r, 2)?))
            })
            .optional()?)
    }

    /// Counts the evidence in a source, no further than `most`.
    fn evidence_in(&self, me: i64, source: i64, most: u64) -> Result<Counted, CaseError> {
        let (from, to) = (position::source_pos(source, 0), position::source_pos(source + 1, 0));
        let mut found = self.conn.prepare_cached(
            "SELECT e.stance, count(*), sum(coalesce(a.decided, 0)) FROM \
             (SELECT id, stance FROM evidence WHERE source_pos >= ?2 AND source_pos < ?3 ORDER BY source_pos LIMIT ?4) e \
             LEFT JOIN annotation a ON a.kind = ?5 AND a.item = e.id AND a.reviewer = ?1 GROUP BY e.stance",
        )?;
        let mut rows = found.query(params![me, from, to, columns::int(most), EVIDENCE])?;
        let mut counted = Counted::default();
        while let Some(r) = rows.next()? {
            let n = columns::count(r, 1)?;
            *match columns::stance(r.get(0)?) {
                Stance::Supports => &mut counted.stances.supports,
                Stance::Repeats => &mut counted.stances.repeats,
                Stance::Disputes => &mut counted.stances.disputes,
                Stance::Context => &mut counted.stances.context,
            } = n;
            counted.decided += columns::count(r, 2)?;
        }
        if counted.stances.total() == most {
            counted.more = self
                .conn
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM evidence WHERE source_pos >= ?1 AND source_pos < ?2 \
                     ORDER BY source_pos LIMIT 1 OFFSET ?3)",
                )?
                .query_row(params![from, to, columns::int(most)], |r| r.get(0))?;
        }
        Ok(counted)
    }
}

/// A stretch of a list, by rows.
struct Stretch {
    records: Vec<i64>,
    place: Option<i64>,
    start: u64,
    total: u64,
}

/// The evidence in a source.
#[derive(Default)]
struct Counted {
    stances: Stances,
    decided: u64,
    more: bool,
}
