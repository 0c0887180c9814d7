//! What happened when, read from the case: of one claim, or of many, as far as a screen needs it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::columns::as_u64;
use crate::case::tables::position::PIECES;
use crate::case::tables::scope::Scope;
use crate::case::tables::{columns, keys, position};
use crate::domain::figures::said;
use crate::domain::ids::ItemId;
use crate::domain::ledger::outcome;
use crate::domain::rows::Place;
use crate::domain::timeline::{DateOf, Moment, arrange};
use crate::domain::wording::CLAIMANT_NOT_RECORDED;
use crate::domain::{Claim, Dated, Evidence, Figure, Key, Kind, Record, Source};
use rusqlite::{Row, params, params_from_iter};
use std::collections::HashSet;

/// At most this many parts of a claim are shown with it.
const PARTS: usize = 1_000;
/// For each moment that is wanted, so many records are looked through at the most; and so many in any
/// case.
const LOOKED_EACH: usize = 20;
const LOOKED: usize = 20_000;

impl Case {
    /// The dates of a claim and its parts: of the claims themselves, their evidence, the sources that
    /// stands in, their figures and the requests about them; in order. Gathered claim by claim until there
    /// are so many; and whether there are more.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn timeline(&self, claim: ItemId, limit: usize) -> Result<(Vec<Moment>, bool), CaseError> {
        let mut gather = Gather::new(self, limit);
        let mut open = vec![keys::must(&self.conn, Kind::Claim, claim)?];
        let mut next = 0;
        let mut parts =
            self.conn.prepare_cached("SELECT id FROM claim WHERE parent = ?1 ORDER BY ord LIMIT ?2")?;
        while let (false, Some(at)) = (gather.is_full(), open.get(next).copied()) {
            let ord = self
                .conn
                .prepare_cached("SELECT ord FROM claim WHERE id = ?1")?
                .query_row([at], |r| r.get(0))?;
            gather.claim(ord, None)?;
            let room = PARTS.saturating_sub(open.len());
            for part in parts.query_map(params![at, columns::int(as_u64(room))], |r| r.get(0))? {
                open.push(part?);
            }
            next += 1;
        }
        Ok(gather.done())
    }

    /// Dates of the whole case, or of what a filter leaves of it: gathered in the order of the case until
    /// there are so many, then put in order; and whether there are more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn timeline_of(
        &self,
        scope: Option<Scope<'_>>,
        limit: usize,
    ) -> Result<(Vec<Moment>, bool), CaseError> {
        let mut gather = Gather::new(self, limit);
        match scope {
            Some(scope) => {
                for ord in scope.claims {
                    if gather.is_full() {
                        break;
                    }
                    gather.claim(i64::from(*ord), scope.evidence)?;
                }
            }
            None => {
                let mut claims = self.conn.prepare("SELECT ord FROM claim ORDER BY ord")?;
                let mut rows = claims.query([])?;
                while let (false, Some(r)) = (gather.is_full(), rows.next()?) {
                    gather.claim(r.get(0)?, None)?;
                }
                gather.of_no_claim()?;
            }
        }
        Ok(gather.done())
    }
}

/// The moments gathered until now.
struct Gather<'a> {
    case: &'a Case,
    names: Names<'a>,
    limit: usize,
    looked: usize,
    most: usize,
    found: Vec<Moment>,
    /// Whether something was left out.
    more: bool,
    /// The sources that are in it already.
    sources: HashSet<i64>,
}

impl<'a> Gather<'a> {
    fn new(case: &'a Case, limit: usize) -> Self {
        let most = limit.saturating_mul(LOOKED_EACH).max(LOOKED);
        Self {
            case,
            names: Names::new(case),
            limit,
            looked: 0,
            most,
            found: Vec::new(),
            more: false,
            sources: HashSet::new(),
        }
    }

    /// Whether there is no room for more, or enough was looked through.
    fn is_full(&mut self) -> bool {
        let full = self.looked >= self.most || self.found.len() >= self.limit;
        self.more |= full;
        full
    }

    fn done(mut self) -> (Vec<Moment>, bool) {
        arrange(&mut self.found);
        (self.found, self.more)
    }

    fn put(&mut self, dated: Option<&Dated>, of: DateOf, key: &Key, place: Option<Place>, what: &str) {
        let Some(dated) = dated else { return };
        if self.found.len() >= self.limit {
            self.more = true;
            return;
        }
        let (dated, key, what) = (dated.clone(), key.clone(), what.to_owned());
        self.found.push(Moment { dated, of, key, what, place });
    }

    fn key(&mut self, kind: Kind, r: &Row<'_>) -> Result<(Key, ItemId), CaseError> {
        let id = columns::uuid(r, 1)?;
        Ok((self.names.key(kind, columns::count(r, 2)?, id)?, id))
    }

    fn name(&mut self, of: &impl Record, kind: Kind, id: Option<&str>) -> Result<Option<String>, CaseError> {
        self.names.name(kind, of.dataset(), id)
    }

    /// A claim, its evidence (all of it, or what is among these), its figures and requests.
    fn claim(&mut self, ord: i64, among: Option<&[i64]>) -> Result<(), CaseError> {
        let case = self.case;
        let mut found = case.conn.prepare_cached(&format!(
            "SELECT c.id, c.uuid, c.key, c.body, {} FROM claim c WHERE c.ord = ?1",
            keys::CLAIMANT
        ))?;
        let mut rows = found.query([ord])?;
        while let Some(r) = rows.next()? {
            self.looked += 1;
            let (key, id) = self.key(Kind::Claim, r)?;
            let place = Place { claim: id, evidence: None };
            let record: Claim = columns::json(r, 3)?;
            let claimant: Option<String> = r.get(4)?;
            let what = format!("{}: {}", claimant.as_deref().unwrap_or(CLAIMANT_NOT_RECORDED), record.text);
            self.put(record.event_date.as_ref(), DateOf::Event, &key, Some(place), &what);
            self.put(record.asserted_on.as_ref(), DateOf::Asserted, &key, Some(place), &what);
            self.evidence(id, ord, among)?;
            let at: i64 = r.get(0)?;
            self.figures("claim = ?1 AND body -> '$.claim' IS NOT NULL", Some(at), Some(place))?;
            self.requests("claim = ?1", Some(at), Some(place))?;
        }
        Ok(())
    }

    fn evidence(&mut self, claim: ItemId, ord: i64, among: Option<&[i64]>) -> Result<(), CaseError> {
        let case = self.case;
        let (from, to) = position::claim(ord);
        let mut found = case.conn.prepare_cached(
            "SELECT id, uuid, key, body, source, pos FROM evidence WHERE pos >= ?1 AND pos < ?2 \
             ORDER BY pos LIMIT ?3",
        )?;
        let mut rows = found.query(params![from, to, columns::int(as_u64(PIECES))])?;
        while let (false, Some(r)) = (self.is_full(), rows.next()?) {
            self.looked += 1;
            let pos: i64 = r.get(5)?;
            if among.is_some_and(|among| among.binary_search(&pos).is_err()) {
                continue;
            }
            let (key, id) = self.key(Kind::Evidence, r)?;
            let place = Some(Place { claim, evidence: Some(id) });
            let body = r.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
            if body.contains("\"dated\":") {
                let record: Evidence = columns::json(r, 3)?;
                let via = record.via.as_ref();
                let who = self.name(&record, Kind::Party, via.and_then(|via| via.party.as_deref()))?;
                let source = self.names.named(Kind::Source, record.dataset(), Some(&record.source))?;
                let source = source.map(|source| source.key.to_string());
                // The words are the reviewer's, not theirs.
                let who = who.map(|who| format!("speaking: {who}"));
                let facts: Vec<String> = source.into_iter().chain(who).collect();
                let what = format!("{} ({})", record.paraphrase, facts.join("; "));
                self.put(record.dated.as_ref(), DateOf::Described, &key, place, &what);
            }
            let source: i64 = r.get(4)?;
            if self.sources.insert(source) {
                self.source(source, place)?;
            }
            self.figures("evidence = ?1 AND body -> '$.claim' IS NULL", Some(r.get(0)?), place)?;
        }
        Ok(())
    }

    fn source(&mut self, at: i64, place: Option<Place>) -> Result<(), CaseError> {
        let case = self.case;
        let mut found = case.conn.prepare_cached("SELECT id, uuid, key, body FROM source WHERE id = ?1")?;
        let mut rows = found.query([at])?;
        if let Some(r) = rows.next()? {
            self.tell_source(r, place)?;
        }
        Ok(())
    }

    fn tell_source(&mut self, r: &Row<'_>, place: Option<Place>) -> Result<(), CaseError> {
        let (key, _) = self.key(Kind::Source, r)?;
        let record: Source = columns::json(r, 3)?;
        let by = record.publisher.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        let grade = record.reliability.map(|grade| format!("; reliability {grade}")).unwrap_or_default();
        let what = format!("{}{by}{grade}", record.title);
        self.put(record.published.as_ref(), DateOf::Published, &key, place, &what);
        self.put(record.accessed.as_ref(), DateOf::Accessed, &key, place, &what);
        Ok(())
    }

    fn figures(&mut self, which: &str, at: Option<i64>, place: Option<Place>) -> Result<(), CaseError> {
        let case = self.case;
        let sql = format!("SELECT id, uuid, key, body FROM figure WHERE {which} ORDER BY id");
        let mut found = case.conn.prepare_cached(&sql)?;
        let mut rows = found.query(params_from_iter(at))?;
        while let (false, Some(r)) = (self.is_full(), rows.next()?) {
            self.looked += 1;
            let (key, _) = self.key(Kind::Figure, r)?;
            let record: Figure = columns::json(r, 3)?;
            if record.as_of.is_some() {
                let by = self.name(&record, Kind::Party, record.asserted_by.as_deref())?;
                let by = by.map(|by| format!("{by}: ")).unwrap_or_default();
                let what = format!("{by}{}: {}", record.measures, said(&record));
                self.put(record.as_of.as_ref(), DateOf::AsOf, &key, place, &what);
            }
        }
        Ok(())
    }

    fn requests(&mut self, which: &str, at: Option<i64>, place: Option<Place>) -> Result<(), CaseError> {
        let case = self.case;
        let mut names = Names::new(case);
        let sql = format!("SELECT key, uuid, body FROM request WHERE {which} ORDER BY id");
        let mut found = case.conn.prepare_cached(&sql)?;
        let mut rows = found.query(params_from_iter(at))?;
        while let (false, Some(r)) = (self.is_full(), rows.next()?) {
            self.looked += 1;
            let asking = names.request(r)?;
            let (key, record) = (&asking.key, &asking.request);
            let tracking = record.tracking.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
            let what = format!("{}{tracking}", asking.sentence());
            self.put(record.made.as_ref(), DateOf::Requested, key, place, &what);
            let by_then = if record.is_open() && record.answer.is_none() { " by then" } else { "" };
            let answered = format!("{what}: {}{by_then}", outcome(record.outcome));
            self.put(
                record.due.as_ref(),
                DateOf::Due,
                key,
                place,
                &format!("{what}: {}", asking.came_back()),
            );
            self.put(record.answered.as_ref(), DateOf::Answered, key, place, &answered);
        }
        Ok(())
    }

    /// What belongs to no claim: figures, requests, and sources in which no evidence stands.
    fn of_no_claim(&mut self) -> Result<(), CaseError> {
        // However much was looked through before.
        self.most = self.looked.saturating_add(LOOKED);
        if self.is_full() {
            return Ok(());
        }
        self.figures("claim IS NULL", None, None)?;
        self.requests("claim IS NULL", None, None)?;
        let case = self.case;
        let mut found = case.conn.prepare("SELECT id, uuid, key, body FROM source ORDER BY id")?;
        let mut rows = found.query([])?;
        while let (false, Some(r)) = (self.is_full(), rows.next()?) {
            self.looked += 1;
            if !self.sources.contains(&r.get(0)?) {
                self.tell_source(r, None)?;
            }
        }
        Ok(())
    }
}
