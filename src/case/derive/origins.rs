//! What the origins of a claim's evidence depend on, read from the case: the claim's sources, all
//! they draw on, and who speaks.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::bounded_cache::BoundedCache;
use crate::case::tables::position::PIECES;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::material::{is_placed, is_public};
use crate::domain::origins::{ClaimOrigins, EvidenceNode, Material, SourceNode, Voice, weigh};
use crate::domain::records::Via;
use crate::domain::words::{Naming, Relation, Reliability};
use crate::domain::{Annotation, Claim, Derivation, Evidence, Key, Kind, Party, Record, Source, Stance};
use rusqlite::params;
use std::collections::HashMap;
use std::rc::Rc;

/// At most this many sources are looked at that the evidence of a claim leads to.
const SOURCES: usize = 100_000;

impl Case {
    /// The origins of a claim's evidence, and what of it is seen as a reviewer tagged it; with what the
    /// reviewer says of each piece that was weighed, in their order.
    ///
    /// # Errors
    /// When there is no such claim, or the file cannot be read.
    pub fn origins(
        &self,
        reviewer: ItemId,
        claim: ItemId,
    ) -> Result<(ClaimOrigins, Vec<Annotation>), CaseError> {
        let record: Claim = self.record(Kind::Claim, claim)?.ok_or(CaseError::NoSuchItem)?;
        let (pieces, cut) = self.evidence_for_origins(self.ord_of_claim(claim)?)?;
        let mut origins = OriginCache::new(self).origins(&record, pieces, cut)?;
        let said = self.said_of_pieces(self.reviewer_row(reviewer)?, claim, &origins)?;
        origins.tag([said.as_slice()]);
        Ok((origins, said))
    }

    /// The pieces of the claim at a place in the order of claims, and whether it has more.
    pub(crate) fn evidence_for_origins(
        &self,
        ord: i64,
    ) -> Result<(Vec<EvidenceForOrigins>, bool), CaseError> {
        let (from, to) = position::claim(ord);
        let mut found = self.conn.prepare_cached(
            "SELECT key, uuid, body FROM evidence WHERE pos >= ?1 AND pos < ?2 ORDER BY pos LIMIT ?3",
        )?;
        let mut rows = found.query(params![from, to, columns::int(PIECES as u64 + 1)])?;
        let shared = keys::shares_keys(&self.conn, Kind::Evidence)?;
        let mut pieces = Vec::new();
        while let Some(r) = rows.next()? {
            if pieces.len() == PIECES {
                return Ok((pieces, true));
            }
            let (number, id) = (columns::count(r, 0)?, columns::uuid(r, 1)?);
            let key = keys::shown_among(&self.conn, shared, Kind::Evidence, number, id)?;
            pieces.push(EvidenceForOrigins::of(key, id, &columns::json(r, 2)?));
        }
        Ok((pieces, false))
    }
}

/// What origins need of a piece of evidence.
#[derive(Debug)]
pub(crate) struct EvidenceForOrigins {
    key: Key,
    id: ItemId,
    dataset: Option<String>,
    stance: Stance,
    source: StandsIn,
    via: Via,
    material: Material,
}

/// The source that a piece stands in: as its record names it, or by its id.
#[derive(Debug)]
enum StandsIn {
    Named(String),
    Known(ItemId),
}

impl EvidenceForOrigins {
    /// A piece in a source of which nothing more is recorded.
    pub(crate) fn in_source(key: Key, source: ItemId) -> Self {
        Self {
            key,
            id: source,
            dataset: None,
            stance: Stance::Supports,
            source: StandsIn::Known(source),
            via: Via::default(),
            material: Material::default(),
        }
    }

    pub(crate) fn of(key: Key, id: ItemId, record: &Evidence) -> Self {
        Self {
            key,
            id,
            dataset: record.dataset.clone(),
            stance: record.stance,
            source: StandsIn::Named(record.source.clone()),
            via: record.via.clone().unwrap_or_default(),
            material: Material::of(record),
        }
    }
}

/// What origins need of a source.
#[derive(Debug)]
struct CachedSource {
    key: Key,
    title: String,
    party: Option<ItemId>,
    /// The same, without its party.
    node: SourceNode,
    reliability: Option<Reliability>,
}

/// What origins need of a party.
#[derive(Debug)]
struct Speaker {
    key: Key,
    name: String,
    naming: Naming,
    above: Option<ItemId>,
    speaks_for: bool,
}

/// A source that another one draws on, and how.
type Drawn = (Relation, ItemId);

/// What origins depend on, cached from one claim to the next.
#[derive(Debug)]
pub(crate) struct OriginCache<'a> {
    case: &'a Case,
    sources: BoundedCache<ItemId, Option<Rc<CachedSource>>>,
    parties: BoundedCache<ItemId, Option<Rc<Speaker>>>,
    drawn: BoundedCache<ItemId, Rc<[Drawn]>>,
    /// At most this many sources are looked at that the evidence of a claim leads to.
    most: usize,
}

impl<'a> OriginCache<'a> {
    pub(crate) fn new(case: &'a Case) -> Self {
        Self::within(case, SOURCES)
    }

    /// The same, looking at no more sources than this.
    pub(crate) fn within(case: &'a Case, most: usize) -> Self {
        let (sources, parties, drawn) = (BoundedCache::new(), BoundedCache::new(), BoundedCache::new());
        Self { case, sources, parties, drawn, most }
    }

    /// The origins of a claim's evidence, given its pieces in their order, and whether it has more.
    pub(crate) fn origins(
        &mut self,
        claim: &Claim,
        pieces: Vec<EvidenceForOrigins>,
        cut: bool,
    ) -> Result<ClaimOrigins, CaseError> {
        self.weigh(Some(claim), pieces, cut)
    }

    /// The origins of pieces, without asking which claim they bear on.
    pub(crate) fn of_pieces(&mut self, pieces: Vec<EvidenceForOrigins>) -> Result<ClaimOrigins, CaseError> {
        self.weigh(None, pieces, false)
    }

    fn weigh(
        &mut self,
        claim: Option<&Claim>,
        pieces: Vec<EvidenceForOrigins>,
        cut: bool,
    ) -> Result<ClaimOrigins, CaseError> {
        let mut gather = Gather {
            cache: self,
            found: ClaimOrigins { cut, ..ClaimOrigins::default() },
            ids: Vec::new(),
            sources: HashMap::new(),
            voices: HashMap::new(),
        };
        if let Some(claim) = claim {
            gather.found.question.claimant = gather.voice(claim.dataset(), claim.claimant.as_deref())?;
            for concerned in &claim.concerns {
                let voice = gather.voice(claim.dataset(), Some(concerned))?;
                gather.found.question.concerns.extend(voice);
            }
        }
        gather.pieces(pieces)?;
        gather.derivations()?;
        let mut found = gather.found;
        found.weighed = weigh(&found.question);
        Ok(found)
    }

    fn id(&self, dataset: Option<&str>, kind: Kind, id: &str) -> ItemId {
        item_id(dataset.unwrap_or(&self.case.dataset), kind, id)
    }

    fn source(&mut self, id: ItemId) -> Result<Option<Rc<CachedSource>>, CaseError> {
        let case = self.case;
        self.sources.get_or_load(id, |id| {
            let Some(record): Option<Source> = case.record(Kind::Source, *id)? else { return Ok((None, 0)) };
            let home = record.dataset().unwrap_or(&case.dataset);
            let party = record.party.as_deref().map(|party| item_id(home, Kind::Party, party));
            let key = case.key(Kind::Source, *id)?;
            let bytes = record.title.len() + record.url.as_ref().map_or(0, String::len);
            let source = CachedSource {
                node: SourceNode {
                    party: None,
                    public: is_public(&record),
                    placed: is_placed(&record),
                    kind: record.kind,
                    url: record.url,
                    sha256: record.sha256.map(|digest| digest.to_string()),
                },
                key,
                title: record.title,
                party,
                reliability: record.reliability,
            };
            Ok((Some(Rc::new(source)), bytes))
        })
    }

    fn party(&mut self, id: ItemId) -> Result<Option<Rc<Speaker>>, CaseError> {
        let case = self.case;
        self.parties.get_or_load(id, |id| {
            let Some(record): Option<Party> = case.record(Kind::Party, *id)? else { return Ok((None, 0)) };
            let home = record.dataset().unwrap_or(&case.dataset);
            let above = record.of.as_deref().map(|of| item_id(home, Kind::Party, of));
            let name = record.short.unwrap_or(record.name);
            let bytes = name.len();
            let key = case.key(Kind::Party, *id)?;
            let speaks_for = record.speaks_for == Some(true);
            Ok((Some(Rc::new(Speaker { key, name, naming: record.naming, above, speaks_for })), bytes))
        })
    }

    /// What a source draws on.
    fn drawn(&mut self, id: ItemId) -> Result<Rc<[Drawn]>, CaseError> {
        let case = self.case;
        self.drawn.get_or_load(id, |id| {
            let mut found = case.conn.prepare_cached(
                "SELECT d.body FROM derivation d JOIN source s ON s.id = d.source WHERE s.uuid = ?1 \
                 ORDER BY d.id",
            )?;
            let mut rows = found.query([id.as_bytes()])?;
            let mut drawn: Vec<Drawn> = Vec::new();
            while let Some(r) = rows.next()? {
                let record: Derivation = columns::json(r, 0)?;
                let home = record.dataset().unwrap_or(&case.dataset);
                drawn.push((record.relation, item_id(home, Kind::Source, &record.from)));
            }
            let bytes = drawn.len() * size_of::<Drawn>();
            Ok((drawn.into(), bytes))
        })
    }
}

struct Gather<'a, 'b> {
    cache: &'b mut OriginCache<'a>,
    found: ClaimOrigins,
    /// The sources found, in their order.
    ids: Vec<ItemId>,
    /// Where each source and party stands among those found.
    sources: HashMap<ItemId, usize>,
    voices: HashMap<ItemId, usize>,
}

impl Gather<'_, '_> {
    fn pieces(&mut self, pieces: Vec<EvidenceForOrigins>) -> Result<(), CaseError> {
        for evidence in pieces {
            let home = evidence.dataset.as_deref();
            let source = match &evidence.source {
                StandsIn::Named(id) => self.source_of(home, Some(id))?,
                StandsIn::Known(id) => self.source(*id)?,
            };
            let Some(source) = source else { continue };
            let piece = EvidenceNode {
                stance: evidence.stance,
                source,
                party: self.voice(home, evidence.via.party.as_deref())?,
                origin: self.source_of(home, evidence.via.origin.as_deref())?,
                untraced: evidence.via.untraced,
                material: evidence.material,
                tag: None,
            };
            self.found.question.pieces.push(piece);
            self.found.pieces.push(evidence.key);
            self.found.ids.push(evidence.id);
        }
        Ok(())
    }

    /// All that the sources found draw on, and so on.
    fn derivations(&mut self) -> Result<(), CaseError> {
        let mut next = 0;
        while let Some(id) = self.ids.get(next).copied() {
            for (relation, onto) in self.cache.drawn(id)?.iter() {
                let Some(onto) = self.source(*onto)? else { continue };
                self.found.question.derivations.push((next, onto));
                self.found.relations.push(*relation);
            }
            next += 1;
            if next == self.cache.most {
                self.found.cut = true;
                break;
            }
        }
        Ok(())
    }

    fn source_of(&mut self, dataset: Option<&str>, id: Option<&str>) -> Result<Option<usize>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        self.source(self.cache.id(dataset, Kind::Source, id))
    }

    fn source(&mut self, id: ItemId) -> Result<Option<usize>, CaseError> {
        if let Some(at) = self.sources.get(&id) {
            return Ok(Some(*at));
        }
        let Some(source) = self.cache.source(id)? else { return Ok(None) };
        let party = source.party.map_or(Ok(None), |party| self.speaker(party))?;
        let at = self.ids.len();
        self.ids.push(id);
        self.sources.insert(id, at);
        self.found.sources.push((source.key.clone(), source.title.clone()));
        self.found.grades.push(source.reliability);
        self.found.question.sources.push(SourceNode { party, ..source.node.clone() });
        Ok(Some(at))
    }

    fn voice(&mut self, dataset: Option<&str>, id: Option<&str>) -> Result<Option<usize>, CaseError> {
        let Some(id) = id else { return Ok(None) };
        self.speaker(self.cache.id(dataset, Kind::Party, id))
    }

    /// A party, and those it belongs to.
    fn speaker(&mut self, id: ItemId) -> Result<Option<usize>, CaseError> {
        let mut next = id;
        let mut first = None;
        let mut below: Option<usize> = None;
        loop {
            let known = self.voices.get(&next).copied();
            let (at, above) = match known {
                Some(at) => (at, None),
                None => {
                    let Some(speaker) = self.cache.party(next)? else { break };
                    let at = self.found.voices.len();
                    self.found.voices.push((speaker.key.clone(), speaker.name.clone()));
                    self.found.question.voices.push(Voice {
                        naming: speaker.naming,
                        of: None,
                        speaks_for: speaker.speaks_for,
                    });
                    self.voices.insert(next, at);
                    (at, speaker.above)
                }
            };
            if let Some(below) = below {
                self.found.question.voices[below].of = Some(at);
            }
            first.get_or_insert(at);
            match above {
                Some(above) => (below, next) = (Some(at), above),
                None => break,
            }
        }
        Ok(first)
    }
}
