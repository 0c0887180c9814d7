//! Figures, requests and gaps, each with the names of what it refers to.

use crate::case::error::CaseError;
use crate::case::read::names::Names;
use crate::case::read::stale::today;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Asking, GapRow, overdue};
use crate::domain::rows::FigureRow;
use crate::domain::{Date, Figure, Gap, Kind, Record, Request};
use rusqlite::{Row, params_from_iter};

impl Names<'_> {
    /// The figures of a claim: its own, and those that its evidence asserts.
    pub(crate) fn figures(&mut self, claim: i64) -> Result<Vec<FigureRow>, CaseError> {
        self.each("figure", Some(claim), i64::MAX, Self::figure)
    }

    /// The requests about a claim, or about none: at most this many.
    pub(crate) fn requests(&mut self, claim: Option<i64>, most: i64) -> Result<Vec<Asking>, CaseError> {
        self.each("request", claim, most, Self::request)
    }

    /// The gaps about a claim, or about none: at most this many.
    pub(crate) fn gaps(&mut self, claim: Option<i64>, most: i64) -> Result<Vec<GapRow>, CaseError> {
        self.each("gap", claim, most, Self::gap)
    }

    fn each<T>(
        &mut self,
        table: &str,
        claim: Option<i64>,
        most: i64,
        read: impl Fn(&mut Self, &Row<'_>) -> Result<T, CaseError>,
    ) -> Result<Vec<T>, CaseError> {
        // Asked for so that the index on claims, which leaves out records about none, can be used.
        let which = if claim.is_some() { "= ?1" } else { "IS NULL" };
        let case = self.case;
        let mut found = case.conn.prepare_cached(&format!(
            "SELECT key, uuid, body FROM {table} WHERE claim {which} ORDER BY id LIMIT {most}"
        ))?;
        let mut rows = found.query(params_from_iter(claim))?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(read(self, r)?);
        }
        Ok(all)
    }

    /// The figure in a row of key, id and record.
    pub(crate) fn figure(&mut self, r: &Row<'_>) -> Result<FigureRow, CaseError> {
        let figure: Figure = columns::json(r, 2)?;
        let home = figure.dataset();
        let evidence = figure.evidence.as_ref().map(|id| item_id(self.home(home), Kind::Evidence, id));
        Ok(FigureRow {
            key: self.key_in(Kind::Figure, r, 0)?,
            evidence,
            asserted_by: self.name(Kind::Party, home, figure.asserted_by.as_deref())?,
            stands_in: self.titled(Kind::Source, home, figure.source.as_deref())?,
            figure,
        })
    }

    /// The request in a row of key, id and record.
    pub(crate) fn request(&mut self, r: &Row<'_>) -> Result<Asking, CaseError> {
        let request: Request = columns::json(r, 2)?;
        let home = request.dataset();
        Ok(Asking {
            key: self.key_in(Kind::Request, r, 0)?,
            id: columns::uuid(r, 1)?,
            by: self.name(Kind::Party, home, request.by.as_deref())?,
            to: self.name(Kind::Party, home, request.to.as_deref())?,
            source: self.titled(Kind::Source, home, request.source.as_deref())?,
            overdue: overdue(&request, self.as_of()?, &today()),
            request,
        })
    }

    /// The request with an id; `None` if it is not in the case.
    pub(crate) fn request_with(&mut self, id: ItemId) -> Result<Option<Asking>, CaseError> {
        let case = self.case;
        let mut found = case.conn.prepare_cached("SELECT key, uuid, body FROM request WHERE uuid = ?1")?;
        let mut rows = found.query([id.as_bytes()])?;
        rows.next()?.map(|r| self.request(r)).transpose()
    }

    /// The gap in a row of key, id and record, with the requests that it names.
    pub(crate) fn gap(&mut self, r: &Row<'_>) -> Result<GapRow, CaseError> {
        let gap: Gap = columns::json(r, 2)?;
        let home = gap.dataset();
        let mut asked = Vec::new();
        for request in &gap.requests {
            asked.extend(self.request_with(item_id(self.home(home), Kind::Request, request))?);
        }
        let source = self.named(Kind::Source, home, gap.source.as_deref())?;
        let grade = match &source {
            Some(source) => self.source(source.at)?.1.reliability,
            None => None,
        };
        Ok(GapRow {
            key: self.key_in(Kind::Gap, r, 0)?,
            id: columns::uuid(r, 1)?,
            holder: self.name(Kind::Party, home, gap.holder.as_deref())?,
            source: source.map(|source| source.titled()),
            grade,
            asked,
            gap,
        })
    }
}

impl crate::case::file::open::Case {
    /// The day as of which a request is overdue, where it is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn overdue(&self, request: &Request) -> Result<Option<Date>, CaseError> {
        Ok(overdue(request, self.info()?.as_of.as_ref(), &today()))
    }

    /// The figures that a piece of evidence asserts.
    ///
    /// # Errors
    /// When there is no such evidence, or the file cannot be read.
    pub fn figures_of(&self, evidence: ItemId) -> Result<Vec<FigureRow>, CaseError> {
        let at = keys::must(&self.conn, Kind::Evidence, evidence)?;
        let mut names = Names::new(self);
        let mut found =
            self.conn.prepare_cached("SELECT key, uuid, body FROM figure WHERE evidence = ?1 ORDER BY id")?;
        let mut rows = found.query([at])?;
        let mut figures = Vec::new();
        while let Some(r) = rows.next()? {
            figures.push(names.figure(r)?);
        }
        Ok(figures)
    }
}
