//! What the origins of a claim's evidence depend on, read from the case: the claim's sources, all
//! they draw on, and who speaks.

use super::error::CaseError;
use super::open::Case;
use super::{lookup, position, row};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::origins::{ClaimOrigins, Piece, Question, SourceNode, Voice, weigh};
use crate::domain::{Claim, Derivation, Evidence, Key, Kind, Party, Record, Source};
use rusqlite::params;
use std::collections::HashMap;

/// How many pieces of one claim's evidence are looked at, and how many sources they may lead to.
pub(super) const PIECES: usize = 10_000;
const SOURCES: usize = 100_000;

impl Case {
    /// The origins of a claim's evidence.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn origins(&self, claim: ItemId) -> Result<ClaimOrigins, CaseError> {
        Shelf::new(self).origins(claim)
    }
}

/// Answers claim after claim.
pub(super) struct Shelf<'a> {
    case: &'a Case,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        Self { case }
    }

    /// The origins of a claim's evidence.
    pub(super) fn origins(&mut self, claim: ItemId) -> Result<ClaimOrigins, CaseError> {
        let case = self.case;
        let record: Claim = case.record(Kind::Claim, claim)?.ok_or(CaseError::NoSuchItem)?;
        let ord = case.ord_of_claim(claim)?;
        let mut gather =
            Gather { case, found: ClaimOrigins::default(), sources: HashMap::new(), voices: HashMap::new() };
        gather.found.question.claimant = gather.voice(record.dataset(), record.claimant.as_deref())?;
        gather.pieces(ord)?;
        gather.derivations()?;
        let mut found = gather.found;
        found.weighed = weigh(&found.question);
        Ok(found)
    }
}

struct Gather<'a> {
    case: &'a Case,
    found: ClaimOrigins,
    /// Where each source and party stands among those found.
    sources: HashMap<ItemId, usize>,
    voices: HashMap<ItemId, usize>,
}

impl Gather<'_> {
    fn question(&mut self) -> &mut Question {
        &mut self.found.question
    }

    fn pieces(&mut self, ord: i64) -> Result<(), CaseError> {
        let (from, to) = position::claim(ord);
        let case = self.case;
        let mut rows = case.conn.prepare_cached(
            "SELECT key, uuid, body FROM evidence WHERE pos >= ?1 AND pos < ?2 ORDER BY pos LIMIT ?3",
        )?;
        let mut rows = rows.query(params![from, to, row::int(PIECES as u64 + 1)])?;
        while let Some(r) = rows.next()? {
            if self.found.pieces.len() == PIECES {
                self.found.cut = true;
                break;
            }
            let key = lookup::shown(&case.conn, Kind::Evidence, row::count(r, 0)?, row::uuid(r, 1)?)?;
            let record: Evidence = row::json(r, 2)?;
            let home = record.dataset();
            let via = record.via.clone().unwrap_or_default();
            let Some(source) = self.source(home, Some(&record.source))? else { continue };
            let piece = Piece {
                stance: record.stance,
                source,
                party: self.voice(home, via.party.as_deref())?,
                origin: self.source(home, via.origin.as_deref())?,
                unresolved: via.unresolved,
            };
            self.question().pieces.push(piece);
            self.found.pieces.push(key);
        }
        Ok(())
    }

    /// All that the sources found draw on, and so on.
    fn derivations(&mut self) -> Result<(), CaseError> {
        let case = self.case;
        let mut drawn = case.conn.prepare_cached(
            "SELECT d.body FROM derivation d JOIN source s ON s.id = d.source WHERE s.uuid = ?1 ORDER BY d.id",
        )?;
        let mut ids: Vec<ItemId> = vec![ItemId::nil(); self.sources.len()];
        for (id, at) in &self.sources {
            ids[*at] = *id;
        }
        let mut next = 0;
        while let Some(id) = ids.get(next).copied() {
            let mut rows = drawn.query([id.as_bytes()])?;
            while let Some(r) = rows.next()? {
                let record: Derivation = row::json(r, 0)?;
                let known = self.sources.len();
                let Some(onto) = self.source(record.dataset(), Some(&record.from))? else { continue };
                if self.sources.len() > known {
                    ids.push(item_id(record.dataset().unwrap_or(&case.dataset), Kind::Source, &record.from));
                }
                self.question().derivations.push((next, onto));
                self.found.relations.push(record.relation);
            }
            next += 1;
            if next == SOURCES {
                self.found.cut = true;
                break;
            }
        }
        Ok(())
    }

    fn source(&mut self, dataset: Option<&str>, id: Option<&str>) -> Result<Option<usize>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        let id = item_id(dataset.unwrap_or(&self.case.dataset), Kind::Source, id);
        if let Some(at) = self.sources.get(&id) {
            return Ok(Some(*at));
        }
        let Some(record): Option<Source> = self.case.record(Kind::Source, id)? else { return Ok(None) };
        let key = self.key(Kind::Source, id)?;
        let party = self.voice(record.dataset(), record.party.as_deref())?;
        let at = self.found.sources.len();
        self.found.sources.push((key, record.title));
        self.question().sources.push(SourceNode { party, kind: record.kind, url: record.url, sha256: None });
        self.sources.insert(id, at);
        Ok(Some(at))
    }

    /// A party, and those it belongs to.
    fn voice(&mut self, dataset: Option<&str>, id: Option<&str>) -> Result<Option<usize>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        let mut next = item_id(dataset.unwrap_or(&self.case.dataset), Kind::Party, id);
        let mut first = None;
        let mut below: Option<usize> = None;
        loop {
            let known = self.voices.get(&next).copied();
            let (at, above) = match known {
                Some(at) => (at, None),
                None => {
                    let Some(record): Option<Party> = self.case.record(Kind::Party, next)? else { break };
                    let key = self.key(Kind::Party, next)?;
                    let at = self.found.voices.len();
                    let home = record.dataset().unwrap_or(&self.case.dataset).to_owned();
                    let above = record.of.as_deref().map(|of| item_id(&home, Kind::Party, of));
                    self.found.voices.push((key, record.short.unwrap_or(record.name)));
                    self.question().voices.push(Voice { naming: record.naming, of: None });
                    self.voices.insert(next, at);
                    (at, above)
                }
            };
            if let Some(below) = below {
                self.question().voices[below].of = Some(at);
            }
            first.get_or_insert(at);
            match above {
                Some(above) => (below, next) = (Some(at), above),
                None => break,
            }
        }
        Ok(first)
    }

    fn key(&self, kind: Kind, id: ItemId) -> Result<Key, CaseError> {
        self.case.key(kind, id)
    }
}
