//! The part of a case that a query leaves, with all that belongs to it and all that it refers to:
//! enough to be imported by itself.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::Filtered;
use crate::case::tables::row_set::RowSet;
use crate::case::tables::{columns, keys};
use crate::domain::ids::item_id;
use crate::domain::{Claim, Evidence, Figure, Gap, Kind, Party, Record, Request, Source};
use rusqlite::Row;
use std::collections::BTreeMap;

/// Rows of every kind: a bit for each.
#[derive(Debug, Default)]
pub(crate) struct Subset {
    rows: BTreeMap<Kind, RowSet>,
}

impl Subset {
    /// What a query leaves, completed.
    pub(crate) fn of(case: &Case, scope: &Filtered) -> Result<Self, CaseError> {
        let mut gather = Gather { case, subset: Self::default(), left: RowSet::default(), open: Vec::new() };
        case.each("SELECT id, body, ord FROM claim", |r| {
            if !scope.has_claim(r.get(2)?) {
                return Ok(());
            }
            gather.left.insert(r.get(0)?);
            gather.take::<Claim>(r)
        })?;
        case.each("SELECT id, body, pos FROM evidence", |r| {
            if scope.has_piece(r.get(2)?) { gather.take::<Evidence>(r) } else { Ok(()) }
        })?;
        gather.figures()?;
        gather.of_claims::<Request>()?;
        gather.of_claims::<Gap>()?;
        gather.complete()?;
        gather.derivations()?;
        Ok(gather.subset)
    }

    /// Whether a record is in it.
    pub(crate) fn has(&self, kind: Kind, at: i64) -> bool {
        self.rows.get(&kind).is_some_and(|rows| rows.has(at))
    }

    fn add(&mut self, kind: Kind, at: i64) -> bool {
        let new = !self.has(kind, at);
        self.rows.entry(kind).or_default().insert(at);
        new
    }
}

struct Gather<'a> {
    case: &'a Case,
    subset: Subset,
    /// The claims that the query itself leaves.
    left: RowSet,
    /// What was referred to and has not been looked at.
    open: Vec<(Kind, i64)>,
}

impl Gather<'_> {
    /// Takes the record of a row (id, body) in.
    fn take<R: Record>(&mut self, r: &Row<'_>) -> Result<(), CaseError> {
        self.subset.add(R::KIND, r.get(0)?);
        self.follow(&columns::json::<R>(r, 1)?)
    }

    /// Adds what a record refers to. Claims and evidence that figures name are in already.
    fn follow<R: Record>(&mut self, record: &R) -> Result<(), CaseError> {
        let home = record.dataset().unwrap_or(&self.case.dataset);
        for (_, kind, id) in record.references() {
            let followed = matches!(kind, Kind::Party | Kind::Source)
                || (kind == Kind::Claim && matches!(R::KIND, Kind::Claim | Kind::Evidence));
            if followed
                && let Some(at) = keys::row_of(&self.case.conn, kind, item_id(home, kind, id))?
                && self.subset.add(kind, at)
            {
                self.open.push((kind, at));
            }
        }
        Ok(())
    }

    /// The figures of what is in: where a figure names a claim and a piece, both must be.
    fn figures(&mut self) -> Result<(), CaseError> {
        self.case.each("SELECT id, body, claim, evidence FROM figure", |r| {
            let (claim, piece): (Option<i64>, Option<i64>) = (r.get(2)?, r.get(3)?);
            let none = claim.is_none() && piece.is_none();
            let whole = claim.is_none_or(|at| self.left.has(at))
                && piece.is_none_or(|at| self.subset.has(Kind::Evidence, at));
            if whole && !none { self.take::<Figure>(r) } else { Ok(()) }
        })
    }

    fn of_claims<R: Record>(&mut self) -> Result<(), CaseError> {
        let sql = format!("SELECT id, body, claim FROM {} WHERE claim IS NOT NULL", keys::table(R::KIND));
        self.case.each(&sql, |r| if self.left.has(r.get(2)?) { self.take::<R>(r) } else { Ok(()) })
    }

    /// Goes on until nothing refers to anything that is not in.
    fn complete(&mut self) -> Result<(), CaseError> {
        while let Some((kind, at)) = self.open.pop() {
            let body: String = self
                .case
                .conn
                .prepare_cached(&format!("SELECT body FROM {} WHERE id = ?1", keys::table(kind)))?
                .query_row([at], |r| r.get(0))?;
            match kind {
                Kind::Party => self.follow(&serde_json::from_str::<Party>(&body)?)?,
                Kind::Source => self.follow(&serde_json::from_str::<Source>(&body)?)?,
                _ => self.follow(&serde_json::from_str::<Claim>(&body)?)?,
            }
        }
        Ok(())
    }

    /// The derivations between two sources that are in.
    fn derivations(&mut self) -> Result<(), CaseError> {
        self.case.each("SELECT id, source, origin FROM derivation", |r| {
            if self.subset.has(Kind::Source, r.get(1)?) && self.subset.has(Kind::Source, r.get(2)?) {
                self.subset.add(Kind::Derivation, r.get(0)?);
            }
            Ok(())
        })
    }
}
