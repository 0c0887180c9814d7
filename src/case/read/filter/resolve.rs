//! What the clauses of a query ask: each becomes a [`Check`], with the sets of rows that can be found beforehand.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::annotations::Asked;
use crate::case::read::filter::check::{self, Check, Read};
use crate::case::read::filter::{quoted, searched};
use crate::case::tables::row_set::RowSet;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::query::{Level, Named, Query, Span, State, Term, fold};
use crate::domain::{Kind, Party};

impl Case {
    /// Makes the clauses ready to be asked.
    pub(super) fn checks(&self, reviewer: ItemId, query: &Query) -> Result<Vec<Check>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let mut checks = Vec::new();
        let mut asked = Vec::new();
        let judged = query.clauses.iter().any(|clause| clause.term.is_judged());
        let mut judges = Vec::new();
        for clause in &query.clauses {
            if let Term::By(name) = &clause.term
                && judged
                && !clause.negated
            {
                judges.push(self.reviewers_called(name)?);
            }
        }
        let named = !judges.is_empty();
        if !named {
            judges.push(vec![me]);
        }
        let mut span = Span::default();
        for clause in &query.clauses {
            let mut check = Check::new(clause.negated, clause.term.level());
            match &clause.term {
                Term::By(_) if judged && !clause.negated => continue,
                Term::By(name) => {
                    asked.push(Asked::new(&clause.term, checks.len(), self.reviewers_called(name)?).0);
                }
                Term::Is(State::Conflict) => self.gather_conflicts(&mut check)?,
                term if term.is_judged() => {
                    // It must hold for each reviewer named.
                    for by in &judges {
                        let mut check = Check::new(clause.negated, clause.term.level());
                        if let Term::Is(State::Stale) = term {
                            self.gather_stale(by, &mut check)?;
                            checks.push(check);
                            continue;
                        }
                        let (ask, not) = Asked::new(term, checks.len(), by.clone());
                        check.negated ^= not;
                        if let (Term::Ground(part), false) = (term, named) {
                            check.read = Some(Read::Ground(fold(part)));
                        }
                        asked.push(ask);
                        checks.push(check);
                    }
                    continue;
                }
                Term::Before(date) if !clause.negated => {
                    span.before.push(date.clone());
                    continue;
                }
                Term::After(date) if !clause.negated => {
                    span.after.push(date.clone());
                    continue;
                }
                term => self.resolve(term, &mut check)?,
            }
            checks.push(check);
        }
        // Dates that must hold must all hold of one date.
        if span != Span::default() {
            let mut check = Check::new(false, Level::Any);
            check.read = Some(Read::Dates(span));
            checks.push(check);
        }
        self.gather_said(me, &asked, &mut checks)?;
        Ok(checks)
    }

    fn resolve(&self, term: &Term, check: &mut Check) -> Result<(), CaseError> {
        match term {
            Term::Text(text) => {
                let needle = text.needle();
                if needle.is_scanned() {
                    check.read = Some(Read::Words(needle));
                } else {
                    self.each_match(&quoted(&needle), |kind, at| match kind {
                        Kind::Claim => check.claims.insert(at),
                        Kind::Evidence => check.pieces.insert(at),
                        Kind::Source => check.sources.insert(at),
                        _ => {}
                    })?;
                }
            }
            Term::Stance(stance) => check.read = Some(Read::Stance(columns::stance_code(*stance))),
            Term::Source(Named::Key(key)) => {
                check.knows_sources = true;
                check.sources.insert(self.row_with(key)?);
            }
            Term::Source(Named::Part(part)) => check.read = Some(Read::SourceTitle(fold(part))),
            Term::Claim(key) => check.claims.insert(self.row_with(key)?),
            Term::Claimant(Named::Key(key)) => {
                let mut parties = RowSet::default();
                parties.insert(self.row_with(key)?);
                check.claimants = Some(parties);
            }
            Term::Claimant(Named::Part(part)) => check.claimants = Some(self.parties_called(part)?),
            Term::Kind(kind) => check.read = Some(Read::Kind(check::one_word(kind))),
            Term::Status(status) => check.read = Some(Read::Status(*status)),
            Term::Topic(part) => check.read = Some(Read::Topic(fold(part))),
            Term::Material(part) => check.read = Some(Read::Material(fold(part))),
            Term::Before(date) => {
                check.read = Some(Read::Dates(Span { before: vec![date.clone()], after: Vec::new() }));
            }
            Term::After(date) => {
                check.read = Some(Read::Dates(Span { before: Vec::new(), after: vec![date.clone()] }));
            }
            // Judgements are gathered from the annotations.
            Term::Tag(_)
            | Term::Reading(_)
            | Term::Verdict(_)
            | Term::Ground(_)
            | Term::Note(_)
            | Term::Is(_)
            | Term::By(_) => {}
        }
        Ok(())
    }

    fn row_with(&self, key: &crate::domain::Key) -> Result<i64, CaseError> {
        keys::must(&self.conn, key.kind, keys::find(&self.conn, key)?)
    }

    /// Every record whose words match, through the index of words.
    fn each_match(&self, wanted: &str, mut each: impl FnMut(Kind, i64)) -> Result<(), CaseError> {
        let mut found = self.conn.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1")?;
        let mut rows = found.query([wanted])?;
        while let Some(r) = rows.next()? {
            let (kind, at) = searched(r.get(0)?);
            if let Some(kind) = kind {
                each(kind, at);
            }
        }
        Ok(())
    }

    /// The parties with an id, or with a part of a name.
    fn parties_called(&self, part: &str) -> Result<RowSet, CaseError> {
        let wanted = fold(part);
        let id = item_id(&self.dataset, Kind::Party, part);
        let mut found = self.conn.prepare("SELECT id, body, uuid FROM party")?;
        let mut rows = found.query([])?;
        let mut parties = RowSet::default();
        while let Some(r) = rows.next()? {
            let party: Party = columns::json(r, 1)?;
            if fold(&party.name).contains(&wanted) || fold(&party.id) == wanted || columns::uuid(r, 2)? == id
            {
                parties.insert(r.get(0)?);
            }
        }
        Ok(parties)
    }
}
