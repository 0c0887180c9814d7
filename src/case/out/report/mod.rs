//! A case on its way out for people to read: part by part, in the order a report has them.
//!
//! Nothing is held but the part at hand, what the query leaves (a number for each row), how many
//! pieces stand in each source, and names within bounds. Private notes and, where asked, the names
//! of reviewers stay behind here, so that no format has to think of it.

pub(crate) mod parts;
pub(crate) mod standing;
mod verdicts;

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::redaction::Redaction;
use crate::case::out::report::parts::{CLAIM, Parts};
use crate::case::out::report::verdicts::verdicts;
use crate::case::read::filter::Filtered;
use crate::case::read::stale::today;
use crate::case::tables::columns::EVIDENCE;
use crate::case::tables::columns::as_u64;
use crate::case::tables::snapshot::Snapshot;
use crate::case::tables::{columns, position};
use crate::domain::Kind;
use crate::domain::figures::Grid;
use crate::domain::report::{About, Part, Reporting};

/// At most this many figures are set side by side.
const FIGURES: usize = 2_000;

/// A case about to be reported on: one state of it, whoever writes meanwhile.
#[derive(Debug)]
pub struct Walk<'a> {
    case: &'a Case,
    about: About,
    scope: Option<Filtered>,
    redaction: Redaction,
    _snapshot: Snapshot<'a>,
}

impl Case {
    /// Begins a report.
    ///
    /// # Errors
    /// When the query names what the case does not have, or the file cannot be read.
    pub fn report(&self, what: &Reporting) -> Result<Walk<'_>, CaseError> {
        let snapshot = self.snapshot()?;
        let redaction = Redaction::of(self, what.redact)?;
        let scope = self.scope_of(what)?;
        let (claims, evidence) = match &scope {
            None => (self.count(Kind::Claim)?, self.count(Kind::Evidence)?),
            Some(scope) => (as_u64(scope.claims.len()), self.pieces_in(scope)?),
        };
        let query = match what.typed.trim() {
            _ if scope.is_none() => None,
            typed if redaction.is_named_in(typed) => Some("(a query that names a reviewer)".to_owned()),
            typed => Some(typed.to_owned()),
        };
        let about = About {
            info: self.info()?,
            query,
            reviewers: redaction.all().iter().map(|reviewer| reviewer.name.clone()).collect(),
            redacted: what.redact,
            with_private: what.with_private,
            claims,
            evidence,
            tagged: self.anyone_tagged()?,
            made: today(),
            verdicts: verdicts(self, &redaction, scope.as_ref(), claims)?,
            has_figures: !self.grids(scope.as_ref().map(Filtered::scope), 1)?.0.is_empty(),
            has_loose: scope.is_none() && self.has_loose()?,
        };
        Ok(Walk { case: self, about, scope, redaction, _snapshot: snapshot })
    }

    /// Whether a figure, a request or a gap belongs to no claim.
    fn has_loose(&self) -> Result<bool, CaseError> {
        let any = |table: &str| format!("EXISTS (SELECT 1 FROM {table} WHERE claim IS NULL)");
        let sql = format!("SELECT {} OR {} OR {}", any("figure"), any("request"), any("gap"));
        Ok(self.conn.query_row(&sql, [], |r| r.get(0))?)
    }

    /// Whether anyone has tagged any evidence.
    fn anyone_tagged(&self) -> Result<bool, CaseError> {
        Ok(self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1 AND decided)",
            [EVIDENCE],
            |r| r.get(0),
        )?)
    }

    /// What the query leaves; `None` if it leaves everything.
    pub(crate) fn scope_of(&self, what: &Reporting) -> Result<Option<Filtered>, CaseError> {
        (!what.query.is_empty()).then(|| self.filter(what.reviewer, &what.query)).transpose()
    }

    fn pieces_in(&self, scope: &Filtered) -> Result<u64, CaseError> {
        if let Some(evidence) = &scope.evidence {
            return Ok(as_u64(evidence.len()));
        }
        let mut found =
            self.conn.prepare("SELECT ord, supports + repeats + disputes + context FROM claim")?;
        let mut rows = found.query([])?;
        let mut pieces = 0;
        while let Some(r) = rows.next()? {
            if scope.has_claim(r.get(0)?) {
                pieces += columns::count(r, 1)?;
            }
        }
        Ok(pieces)
    }
}

impl Walk<'_> {
    /// What is known before the first part.
    #[must_use]
    pub const fn about(&self) -> &About {
        &self.about
    }

    /// Hands out every part; what claims stand on, and figures side by side, where `deep` asks for it.
    ///
    /// # Errors
    /// What `out` returns, or when the file cannot be read.
    pub fn parts<E: From<CaseError>>(
        &self,
        deep: bool,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = Parts::new(self.case, &self.redaction, &self.about, deep)?;
        match &self.scope {
            None => {
                self.case.each(&format!("{CLAIM} ORDER BY c.ord"), |r| parts.claim(r, None, out))?;
                self.grids(deep, out)?;
                self.case.each("SELECT id FROM source ORDER BY id", |r| {
                    parts.source(r.get(0).map_err(CaseError::from)?, out)
                })?;
                parts.of_no_claim(out)
            }
            Some(scope) => {
                let mut left = scope.evidence.as_deref();
                let mut one =
                    self.case.conn.prepare(&format!("{CLAIM} WHERE c.ord = ?1")).map_err(CaseError::from)?;
                for ord in &scope.claims {
                    // The pieces of this claim stand at the head of those that are left.
                    let mut own = None;
                    if let Some(pieces) = left {
                        let (_, end) = position::claim(i64::from(*ord));
                        let (of_it, rest) = pieces.split_at(pieces.partition_point(|pos| *pos < end));
                        (own, left) = (Some(of_it), Some(rest));
                    }
                    let mut rows = one.query([ord]).map_err(CaseError::from)?;
                    while let Some(r) = rows.next().map_err(CaseError::from)? {
                        parts.claim(r, own, out)?;
                    }
                }
                self.grids(deep, out)?;
                parts.named().iter().try_for_each(|at| parts.source(at, out))
            }
        }
    }

    /// The figures by quantity: those that can be set side by side, then those that stand alone.
    fn grids<E: From<CaseError>>(
        &self,
        deep: bool,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if !deep {
            return Ok(());
        }
        let scope = self.scope.as_ref().map(Filtered::scope);
        let (mut grids, more) = self.case.grids(scope, FIGURES)?;
        grids.sort_by_key(Grid::is_alone);
        grids.iter().try_for_each(|grid| out(Part::Grid(grid)))?;
        if more { out(Part::MoreFigures) } else { Ok(()) }
    }
}
