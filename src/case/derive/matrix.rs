//! The matrix, read as far as the screen needs it: some claims with their cells, and the sources
//! that stand in them.
//!
//! A case with few sources has a column for each, so that the columns stay as the rows go by; in a
//! case with many, the columns are the sources of the rows at hand.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::columns::as_u64;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::ItemId;
use crate::domain::matrix::{Arrangement, Cell, CellEvidence, Column, Matrix, MatrixRow};
use crate::domain::origins::graph::{Graph, Rest};
use crate::domain::origins::speaks_for_itself;
use crate::domain::rows::{ClaimRow, ListAt, Slice};
use crate::domain::{Annotation, Key, Kind, Source, Stance};
use rusqlite::params;
use std::collections::HashMap;

/// A case with at most this many sources has a column for each.
const FEW: u64 = 300;
/// At most this many pieces of evidence per stance and claim, so that no stance crowds out another.
const PIECES: i64 = 100;
/// At most this many columns are read.
const COLUMNS: usize = 2_000;
/// At most this many sources are followed from what the columns draw on.
const BEHIND: usize = 20_000;

/// All claims, or those of a scope, in an order: by their `ord`.
pub type Arranged = Vec<u32>;

impl Case {
    /// Puts the claims in an order for the matrix. Looks at each; can be stopped with
    /// [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn arrange(&self, scope: Option<Scope<'_>>, by: Arrangement) -> Result<Arranged, CaseError> {
        let sql = match by {
            Arrangement::Case | Arrangement::Origin => "SELECT ord FROM claim ORDER BY ord".to_owned(),
            Arrangement::Date => {
                "SELECT ord, coalesce(body ->> '$.asserted_on.date', body ->> '$.asserted_on', \
                 body ->> '$.event_date.date', body ->> '$.event_date') AS day FROM claim \
                 ORDER BY day IS NULL, day, ord"
                    .to_owned()
            }
            // Of a claim, the pieces on which reviewers tagged differently; then what the sources
            // disagree on, by the weaker side.
            Arrangement::Disagreement => {
                format!(
                    "SELECT c.ord FROM claim c LEFT JOIN ( \
                   SELECT e.claim AS claim, count(*) AS n FROM ( \
                     SELECT item FROM annotation WHERE kind = {EVIDENCE} AND decided \
                     GROUP BY item HAVING count(DISTINCT coalesce(access, -1) * 4 + disputed * 2 + examined) > 1 \
                   ) a JOIN evidence e ON e.id = a.item GROUP BY e.claim \
                 ) d ON d.claim = c.id \
                 ORDER BY coalesce(d.n, 0) DESC, min(c.supports, c.disputes) DESC, c.disputes DESC, c.ord"
                )
            }
        };
        let mut claims = Vec::new();
        self.each::<CaseError>(&sql, |r| {
            let ord: u32 = r.get(0)?;
            if scope.is_none_or(|scope| scope.claims.binary_search(&ord).is_ok()) {
                claims.push(ord);
            }
            Ok(())
        })?;
        Ok(claims)
    }

    /// A stretch of the matrix around a place, and the claim that stands there. The claims come in the
    /// order of `arranged`, where that is given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn matrix(
        &self,
        reviewer: ItemId,
        by: Arrangement,
        arranged: Option<&[u32]>,
        (at, before, after): (ListAt, usize, usize),
        scope: Option<Scope<'_>>,
    ) -> Result<(Matrix, Option<ItemId>), CaseError> {
        let (claims, place) = match arranged {
            Some(order) => self.claims_in(reviewer, order, at, before, after)?,
            None => self.claims(reviewer, at, before, after, scope)?,
        };
        let mut gather =
            Gather { case: self, me: self.reviewer_row(reviewer)?, columns: Vec::new(), at: HashMap::new() };
        let few = keys::counter(&self.conn, "count.source")? <= FEW;
        if few {
            self.each::<CaseError>("SELECT id FROM source s WHERE EXISTS \
                (SELECT 1 FROM evidence e WHERE e.source_pos >= s.id << 32 AND e.source_pos < (s.id + 1) << 32) \
                ORDER BY id", |r| {
                gather.column(r.get(0)?);
                Ok(())
            })?;
        }
        let mut rows = Vec::new();
        for claim in claims.rows {
            rows.push(gather.row(claim, scope)?);
        }
        let columns = gather.read_columns()?;
        let rows = Slice { rows, start: claims.start, total: claims.total };
        let mut matrix = Matrix { columns, complete: few, rows };
        matrix.arrange(by);
        Ok((matrix, place))
    }

    fn claims_in(
        &self,
        reviewer: ItemId,
        order: &[u32],
        at: ListAt,
        before: usize,
        after: usize,
    ) -> Result<(Slice<ClaimRow>, Option<ItemId>), CaseError> {
        let found = match at {
            ListAt::First => 0,
            ListAt::Last => order.len().saturating_sub(1),
            ListAt::Item(id) => {
                let ord: Option<u32> = match keys::row_of(&self.conn, Kind::Claim, id)? {
                    Some(at) => {
                        Some(self.conn.query_row("SELECT ord FROM claim WHERE id = ?1", [at], |r| r.get(0))?)
                    }
                    None => None,
                };
                order.iter().position(|its| Some(*its) == ord).unwrap_or(0)
            }
        };
        let (first, last) = (found.saturating_sub(before), found.saturating_add(after).min(order.len()));
        let ids: Vec<ItemId> = {
            let mut one = self.conn.prepare_cached("SELECT uuid FROM claim WHERE ord = ?1")?;
            // A claim that is gone since leaves no row.
            let mut ids = Vec::new();
            for ord in &order[first..last] {
                let mut rows = one.query([ord])?;
                if let Some(r) = rows.next()? {
                    ids.push(columns::uuid(r, 0)?);
                }
            }
            ids
        };
        let rows = self.claim_lines(reviewer, &ids)?;
        let place = order.get(found).and_then(|ord| rows.iter().find(|claim| claim.ord == i64::from(*ord)));
        let place = place.map(|claim| claim.id);
        Ok((Slice { rows, start: as_u64(first), total: as_u64(order.len()) }, place))
    }
}

struct Gather<'a> {
    case: &'a Case,
    me: i64,
    /// The row of each source with a column, and where that is.
    columns: Vec<i64>,
    at: HashMap<i64, usize>,
}

impl Gather<'_> {
    fn column(&mut self, source: i64) -> Option<usize> {
        if let Some(at) = self.at.get(&source) {
            return Some(*at);
        }
        if self.columns.len() == COLUMNS {
            return None;
        }
        self.columns.push(source);
        self.at.insert(source, self.columns.len() - 1);
        Some(self.columns.len() - 1)
    }

    fn row(&mut self, claim: ClaimRow, scope: Option<Scope<'_>>) -> Result<MatrixRow, CaseError> {
        let case = self.case;
        let mut found = case.conn.prepare_cached(
            "SELECT e.id, e.uuid, e.key, e.pos, e.source, e.stance, a.body FROM evidence e \
             LEFT JOIN annotation a ON a.kind = ?5 AND a.item = e.id AND a.reviewer = ?1 \
             WHERE e.pos >= ?2 AND e.pos < ?3 ORDER BY e.pos LIMIT ?4",
        )?;
        let mut row = MatrixRow { claim, cells: Vec::new(), cut: false };
        let left = scope.and_then(|scope| scope.evidence);
        for (stance, _) in (0..).zip(Stance::ALL) {
            let (from, to) = position::stance(row.claim.ord, stance);
            // With a filter the first that it leaves, wherever they stand.
            let stretches: Vec<(i64, i64)> = match left {
                None => vec![(from, to)],
                Some(left) => {
                    let first = left.partition_point(|pos| *pos < from);
                    left[first..].iter().take_while(|pos| **pos < to).map(|pos| (*pos, *pos + 1)).collect()
                }
            };
            let mut n = 0;
            for (from, to) in stretches {
                if n > PIECES {
                    break;
                }
                let mut pieces = found.query(params![self.me, from, to, PIECES + 1, EVIDENCE])?;
                while let Some(r) = pieces.next()? {
                    n += 1;
                    if n > PIECES {
                        row.cut = true;
                        break;
                    }
                    let Some(column) = self.column(r.get(4)?) else {
                        row.cut = true;
                        continue;
                    };
                    let piece = self.piece(r)?;
                    match row.cells.iter_mut().find(|cell| cell.column == column) {
                        Some(cell) => cell.pieces.push(piece),
                        None => row.cells.push(Cell { column, pieces: vec![piece] }),
                    }
                }
            }
        }
        Ok(row)
    }

    fn piece(&self, r: &rusqlite::Row<'_>) -> Result<CellEvidence, CaseError> {
        let (at, id) = (r.get(0)?, columns::uuid(r, 1)?);
        let said: Annotation = crate::case::tables::columns::annotation(r, 6)?;
        let others = self.case.others(self.me, Kind::Evidence, at)?;
        let mut said_by: Vec<&Annotation> = others.iter().map(|other| &other.annotation).collect();
        said_by.push(&said);
        let stance = columns::stance(r.get(5)?);
        let conflict = said_by.iter().any(|one| said_by.iter().any(|other| one.contradicts(other, stance)));
        Ok(CellEvidence {
            id,
            key: keys::shown(&self.case.conn, Kind::Evidence, columns::count(r, 2)?, id)?,
            stance,
            said,
            conflict,
        })
    }

    /// The sources of the columns, each with what it rests on.
    fn read_columns(&self) -> Result<Vec<Column>, CaseError> {
        let conn = &self.case.conn;
        let mut one = conn.prepare_cached("SELECT uuid, key, body FROM source WHERE id = ?1")?;
        let mut sources: Vec<(ItemId, Key, Source)> = Vec::new();
        for at in &self.columns {
            sources.push(one.query_row([at], |r| {
                let id = columns::uuid(r, 0)?;
                Ok((id, keys::shown(conn, Kind::Source, columns::count(r, 1)?, id)?, columns::json(r, 2)?))
            })?);
        }
        let origins = self.origins()?;
        Ok(sources
            .into_iter()
            .zip(origins)
            .map(|((id, key, source), origin)| Column {
                id,
                origin,
                key,
                called: source.called().to_owned(),
                title: source.title,
                published: source.published,
                reliability: source.reliability,
                pieces: 0,
                disputes: 0,
            })
            .collect())
    }

    /// What each column's source rests on.
    fn origins(&self) -> Result<Vec<String>, CaseError> {
        let conn = &self.case.conn;
        let mut drawn = conn.prepare_cached("SELECT origin FROM derivation WHERE source = ?1 ORDER BY id")?;
        let mut nodes = self.columns.clone();
        let mut at = self.at.clone();
        let mut edges = Vec::new();
        let mut next = 0;
        while next < nodes.len() && next < BEHIND {
            let mut rows = drawn.query([nodes[next]])?;
            while let Some(r) = rows.next()? {
                let onto: i64 = r.get(0)?;
                let place = *at.entry(onto).or_insert_with(|| {
                    nodes.push(onto);
                    nodes.len() - 1
                });
                edges.push((next, place));
            }
            next += 1;
        }
        let rests = Graph::new(nodes.len(), &edges).rests();
        let source = |node: usize| -> Result<(Key, Source), CaseError> {
            Ok(conn.prepare_cached("SELECT uuid, key, body FROM source WHERE id = ?1")?.query_row(
                [nodes[node]],
                |r| {
                    let id = columns::uuid(r, 0)?;
                    Ok((keys::shown(conn, Kind::Source, columns::count(r, 1)?, id)?, columns::json(r, 2)?))
                },
            )?)
        };
        // As for evidence of which nothing more is recorded.
        let end = |node: usize, itself: bool| -> Result<String, CaseError> {
            let (key, source) = source(node)?;
            let own = source.party.is_some() || source.kind.as_deref().is_some_and(speaks_for_itself);
            Ok(match (own, itself) {
                (true, true) => format!("{key} itself"),
                (true, false) => format!("{key} {}", source.title),
                // The same words for all, so that these stand side by side in the order of their keys.
                (false, true) => "untraced, what it rests on is not recorded".to_owned(),
                (false, false) => format!("untraced, what {key} rests on is not recorded"),
            })
        };
        (0..self.columns.len())
            .map(|column| {
                Ok(match rests.get(column) {
                    Some(Rest::On(at)) => end(*at, false)?,
                    Some(Rest::Several) => "untraced, several sources".to_owned(),
                    Some(Rest::Circle(first)) => {
                        let (key, source) = source(*first)?;
                        format!("a circle with {key} {}", source.title)
                    }
                    Some(Rest::Itself) | None => end(column, true)?,
                })
            })
            .collect()
    }
}
