//! One part after the other, each read with what stands around it.

use crate::case::derive::origins::Shelf;
use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::export::time;
use crate::case::out::private_notes::Openly;
use crate::case::out::redaction::Cover;
use crate::case::out::report::Walk;
use crate::case::out::report::names::Names;
use crate::case::out::report::standing::Held;
use crate::case::read::filter::Ids;
use crate::case::tables::{columns, keys, position};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Asking, GapRow, Ledger, PartyId, is_overdue, materials, party_id};
use crate::domain::report::{Opinion, Part, ReportSource};
use crate::domain::rows::{ClaimDetail, ClaimRow, EvidenceRow, Stances, StandsIn, Titled};
use crate::domain::words::Asked;
use crate::domain::{
    Annotation, Claim, Dated, Derivation, Evidence, Figure, Gap, Hlc, Key, Kind, Party, Record, Request,
};
use rusqlite::{Row, params};
use std::collections::HashMap;

pub(super) const CLAIM: &str =
    "SELECT id, uuid, key, ord, depth, body, supports, repeats, disputes, context FROM claim";

const PIECE: &str = "SELECT id, uuid, key, pos, body, source FROM evidence";

/// How many requests about no claim are remembered by who was asked.
const WENT: usize = 10_000;

/// What the walk keeps while it goes.
pub(super) struct Parts<'a> {
    pub(super) case: &'a Case,
    pub(super) cover: &'a Cover,
    /// Whether what claims stand on is to be told.
    deep: bool,
    pub(super) shelf: Shelf<'a>,
    openly: Openly<'a>,
    names: Names<'a>,
    /// Of claims, of evidence: whether anyone says anything at all.
    pub(super) said: (bool, bool),
    /// The day the case stands as of.
    pub(super) as_of: Option<Dated>,
    /// How many days a source may stand unchecked.
    pub(super) recheck_days: Option<u32>,
    /// The figures that a piece of evidence asserts and that name no claim, by the piece's claim.
    figures: HashMap<i64, Vec<i64>>,
    /// The sources that were named, and how many pieces stand in each.
    named: Ids,
    pieces: HashMap<i64, u64>,
    opinions: Vec<Opinion>,
}

impl<'a> Parts<'a> {
    /// `deep`: whether what claims stand on is to be told.
    pub(super) fn new(walk: &'a Walk<'_>, deep: bool) -> Result<Self, CaseError> {
        let case = walk.case;
        let said = |kind: Kind| -> Result<bool, CaseError> {
            Ok(case.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1)",
                [columns::kind_code(kind)],
                |r| r.get(0),
            )?)
        };
        let mut figures: HashMap<i64, Vec<i64>> = HashMap::new();
        let sql = "SELECT e.claim, f.id FROM figure f CROSS JOIN evidence e \
                   WHERE f.claim IS NULL AND e.id = f.evidence ORDER BY f.id";
        case.each::<CaseError>(sql, |r| {
            figures.entry(r.get(0)?).or_default().push(r.get(1)?);
            Ok(())
        })?;
        Ok(Self {
            case,
            cover: &walk.cover,
            deep,
            shelf: Shelf::new(case),
            openly: Openly::new(case, walk.with_private)?,
            names: Names::new(case)?,
            said: (said(Kind::Claim)?, said(Kind::Evidence)?),
            as_of: walk.about.info.as_of.clone(),
            recheck_days: walk.about.info.recheck_days,
            figures,
            named: Ids::default(),
            pieces: HashMap::new(),
            opinions: Vec::new(),
        })
    }

    /// The sources that were named until now.
    pub(super) fn named(&mut self) -> Ids {
        std::mem::take(&mut self.named)
    }

    /// A claim, then its evidence: all of it, or the pieces at these places.
    pub(super) fn claim<E: From<CaseError>>(
        &mut self,
        r: &Row<'_>,
        pieces: Option<&[i64]>,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at: i64 = r.get(0).map_err(CaseError::from)?;
        let detail = self.detail(r, at)?;
        self.hear(Kind::Claim, at, detail.row.id)?;
        out(Part::Claim(&detail, &self.opinions))?;
        let claim = &detail.row;
        let case = self.case;
        let mut held = Held::default();
        if let Some(pieces) = pieces {
            let mut one =
                case.conn.prepare_cached(&format!("{PIECE} WHERE pos = ?1")).map_err(CaseError::from)?;
            for pos in pieces {
                let mut rows = one.query([pos]).map_err(CaseError::from)?;
                while let Some(r) = rows.next().map_err(CaseError::from)? {
                    self.piece(claim, r, &mut held, out)?;
                }
            }
        } else {
            let (from, to) = position::claim(claim.ord);
            let mut all = case
                .conn
                .prepare_cached(&format!("{PIECE} WHERE pos >= ?1 AND pos < ?2 ORDER BY pos"))
                .map_err(CaseError::from)?;
            let mut rows = all.query([from, to]).map_err(CaseError::from)?;
            while let Some(r) = rows.next().map_err(CaseError::from)? {
                self.piece(claim, r, &mut held, out)?;
            }
        }
        if self.deep
            && let Some(standing) = self.standing(at, &detail, held, pieces.is_none())?
        {
            out(Part::Standing(&standing))?;
        }
        Ok(())
    }

    fn piece<E: From<CaseError>>(
        &mut self,
        claim: &ClaimRow,
        r: &Row<'_>,
        held: &mut Held,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let at: i64 = r.get(0).map_err(CaseError::from)?;
        let row = self.evidence(claim, r)?;
        self.hear(Kind::Evidence, at, row.id)?;
        out(Part::Evidence(&row, &self.opinions))?;
        if self.deep {
            held.piece(row, &self.opinions);
        }
        Ok(())
    }

    fn evidence(&mut self, claim: &ClaimRow, r: &Row<'_>) -> Result<EvidenceRow, CaseError> {
        let record: Evidence = columns::json(r, 4)?;
        let id = columns::uuid(r, 1)?;
        let key = self.names.key(Kind::Evidence, columns::count(r, 2)?, id)?;
        let source: i64 = r.get(5)?;
        self.named.insert(source);
        *self.pieces.entry(source).or_default() += 1;
        let home = record.dataset();
        let via = record.via.as_ref();
        let via_party = self.names.party(home, via.and_then(|via| via.party.as_deref()))?;
        let origin = self.names.named(Kind::Source, home, via.and_then(|via| via.origin.as_deref()))?;
        if let Some(origin) = &origin {
            self.named.insert(origin.at);
        }
        let holder = record.availability.as_ref().and_then(|says| says.holder.as_deref());
        let holder = self.names.name(Kind::Party, home, holder)?;
        let source = self.names.source(source)?;
        Ok(EvidenceRow {
            id,
            key,
            pos: r.get(3)?,
            claim: claim.id,
            claim_key: claim.key.clone(),
            source_key: source.0.clone(),
            source: source.1.clone(),
            via_party,
            via_origin: origin.map(|origin| (origin.key.clone(), origin.name.clone())),
            holder,
            annotation: Annotation::default(),
            others: Vec::new(),
            record,
        })
    }

    fn detail(&mut self, r: &Row<'_>, at: i64) -> Result<ClaimDetail, CaseError> {
        let record: Claim = columns::json(r, 5)?;
        let home = record.dataset();
        let claimant = match &record.claimant {
            Some(id) => {
                let home = home.unwrap_or(&self.case.dataset);
                self.case.record(Kind::Party, item_id(home, Kind::Party, id))?
            }
            None => None,
        };
        let parent = self.names.named(Kind::Claim, home, record.parent.as_deref())?;
        let (mut wording_sources, mut wording_urls) = (Vec::new(), Vec::new());
        for wording in &record.wordings {
            let source = self.names.named(Kind::Source, home, Some(&wording.source))?;
            let source = source.ok_or(CaseError::NoSuchItem)?;
            self.named.insert(source.at);
            wording_sources.push((source.key.clone(), source.name.clone()));
            wording_urls.push(self.names.source(source.at)?.1.url.clone());
        }
        let mut figures: Vec<(Key, Figure)> = self.about(Kind::Figure, "claim", at)?;
        for figure in self.figures.remove(&at).unwrap_or_default() {
            figures.extend(self.about(Kind::Figure, "id", figure)?);
        }
        let mut stands_in = StandsIn::default();
        let mut figure_parties = Vec::new();
        for (_, figure) in &figures {
            let by = figure.asserted_by.as_deref();
            figure_parties.push(self.names.name(Kind::Party, figure.dataset(), by)?);
            stands_in.figures.push(self.titled(figure, figure.source.as_deref())?);
        }
        let mut requests = Vec::new();
        for (key, request) in self.about::<Request>(Kind::Request, "claim", at)? {
            let (by, to) = self.asked(&request)?;
            stands_in.requests.push(self.titled(&request, request.source.as_deref())?);
            requests.push((key, request, by, to));
        }
        let (mut gaps, mut gap_requests) = (Vec::new(), Vec::new());
        for (key, gap) in self.about::<Gap>(Kind::Gap, "claim", at)? {
            let holder = self.names.name(Kind::Party, gap.dataset(), gap.holder.as_deref())?;
            stands_in.gaps.push(self.titled(&gap, gap.source.as_deref())?);
            let mut asked = Vec::new();
            for id in &gap.requests {
                let request = self.names.named(Kind::Request, gap.dataset(), Some(id))?;
                asked.extend(request.map(|request| request.key.clone()));
            }
            gap_requests.push(asked);
            gaps.push((key, gap, holder));
        }
        let (id, stances) = (columns::uuid(r, 1)?, stances(r, 6)?);
        let name = |party: &Party| party.short.clone().unwrap_or_else(|| party.name.clone());
        Ok(ClaimDetail {
            row: ClaimRow {
                id,
                key: self.names.key(Kind::Claim, columns::count(r, 2)?, id)?,
                ord: r.get(3)?,
                text: record.text.clone(),
                claimant: claimant.as_ref().map(name),
                depth: u8::try_from(r.get::<_, i64>(4)?).unwrap_or(u8::MAX),
                stances,
                decided: 0,
                verdict: None,
                aside: false,
                noted: false,
            },
            claimant,
            parent: parent.as_ref().map(|parent| (parent.key.clone(), parent.name.clone())),
            parent_claimant: parent.and_then(|parent| parent.claimant.clone()),
            wording_sources,
            wording_urls,
            figures,
            figure_parties,
            requests,
            gaps,
            gap_requests,
            stands_in,
            annotation: Annotation::default(),
            others: Vec::new(),
            record,
        })
    }

    fn asked(&mut self, request: &Request) -> Result<(Option<String>, Option<String>), CaseError> {
        let home = request.dataset();
        let by = self.names.name(Kind::Party, home, request.by.as_deref())?;
        Ok((by, self.names.name(Kind::Party, home, request.to.as_deref())?))
    }

    /// The source a record names: it will be listed.
    fn titled(&mut self, of: &impl Record, source: Option<&str>) -> Result<Option<Titled>, CaseError> {
        let Some((at, titled)) = self.names.titled(of.dataset(), source)? else { return Ok(None) };
        self.named.insert(at);
        Ok(Some(titled))
    }

    /// The records of a kind in which a column has this value.
    fn about<R: Record>(&self, kind: Kind, column: &str, value: i64) -> Result<Vec<(Key, R)>, CaseError> {
        let mut found = self.case.conn.prepare_cached(&format!(
            "SELECT key, uuid, body FROM {} WHERE {column} = ?1 ORDER BY id",
            keys::table(kind)
        ))?;
        let mut rows = found.query([value])?;
        let mut records = Vec::new();
        while let Some(r) = rows.next()? {
            records.push((self.names.key_in(kind, r, 0)?, columns::json(r, 2)?));
        }
        Ok(records)
    }

    /// Gathers what reviewers say of an item.
    fn hear(&mut self, kind: Kind, at: i64, id: ItemId) -> Result<(), CaseError> {
        self.opinions.clear();
        if !(if kind == Kind::Claim { self.said.0 } else { self.said.1 }) {
            return Ok(());
        }
        let mut found = self.case.conn.prepare_cached(
            "SELECT reviewer, body, changed FROM annotation WHERE kind = ?1 AND item = ?2 ORDER BY reviewer",
        )?;
        let mut rows = found.query(params![columns::kind_code(kind), at])?;
        while let Some(r) = rows.next()? {
            let reviewer: i64 = r.get(0)?;
            let mut annotation: Annotation = columns::json(r, 1)?;
            if let Some(changed) = self.openly.leave(id, reviewer, &mut annotation, Hlc(r.get(2)?))? {
                self.cover.put_on(&mut annotation);
                let reviewer = self.cover.reviewer(reviewer)?;
                self.opinions.push(Opinion {
                    id: reviewer.id,
                    reviewer: reviewer.name.clone(),
                    annotation,
                    changed: time(changed),
                });
            }
        }
        Ok(())
    }

    pub(super) fn source<E: From<CaseError>>(
        &mut self,
        at: i64,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let source = self.listed(at)?;
        out(Part::Source(&source))
    }

    fn listed(&mut self, at: i64) -> Result<ReportSource, CaseError> {
        let named = self.names.source(at)?;
        let (key, source) = (named.0.clone(), named.1.clone());
        let party = self.names.name(Kind::Party, source.dataset(), source.party.as_deref())?;
        let mut derives_from = Vec::new();
        let mut found = self
            .case
            .conn
            .prepare_cached("SELECT body, origin FROM derivation WHERE source = ?1 ORDER BY id")?;
        let mut rows = found.query([at])?;
        while let Some(r) = rows.next()? {
            let derivation: Derivation = columns::json(r, 0)?;
            let from = self.names.source(r.get(1)?)?;
            derives_from.push((derivation.relation, from.0.clone(), from.1.title.clone()));
        }
        let evidence = self.pieces.get(&at).copied().unwrap_or(0);
        Ok(ReportSource { key, source, party, derives_from, evidence })
    }

    /// The figures, requests and gaps that belong to no claim.
    pub(super) fn of_no_claim<E: From<CaseError>>(
        &mut self,
        out: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let case = self.case;
        let sql = |kind: Kind, more: &str| {
            format!("SELECT key, uuid, body FROM {} WHERE claim IS NULL{more} ORDER BY id", keys::table(kind))
        };
        case.each(&sql(Kind::Figure, " AND evidence IS NULL"), |r| {
            let (key, figure): (Key, Figure) = self.read(Kind::Figure, r)?;
            let by = self.names.name(Kind::Party, figure.dataset(), figure.asserted_by.as_deref())?;
            let source = self.titled(&figure, figure.source.as_deref())?;
            out(Part::Figure(&key, &figure, by.as_deref(), source.as_ref()))
        })?;
        let mut went: HashMap<PartyId, Vec<Key>> = HashMap::new();
        let mut kept = 0;
        case.each(&sql(Kind::Request, ""), |r| {
            let (key, request): (Key, Request) = self.read(Kind::Request, r)?;
            let asking = self.asking(key, request)?;
            let to = party_id(&asking.request, asking.request.to.as_deref());
            if let (Asked::Record, Some(to)) = (asking.request.kind, to)
                && kept < WENT
            {
                went.entry(to).or_default().push(asking.key.clone());
                kept += 1;
            }
            out(Part::Request(&asking))
        })?;
        case.each(&sql(Kind::Gap, ""), |r| {
            let (key, gap): (Key, Gap) = self.read(Kind::Gap, r)?;
            let row = self.gap(key, gap)?;
            let holder = party_id(&row.gap, row.gap.holder.as_deref());
            let gaps = vec![row];
            let linked = case.linked(materials(&[], &gaps), self.as_of.as_ref())?;
            let mut ledger = Ledger::new(None, &[], gaps, Vec::new(), &linked);
            for entry in &mut ledger.entries {
                if entry.asked.is_empty() {
                    entry.asked = holder.as_ref().and_then(|it| went.get(it)).cloned().unwrap_or_default();
                }
                out(Part::Gap(entry, &ledger.requests))?;
            }
            Ok(())
        })
    }

    /// A request, with who asked and who was asked.
    fn asking(&mut self, key: Key, request: Request) -> Result<Asking, CaseError> {
        let (by, to) = self.asked(&request)?;
        let source = self.titled(&request, request.source.as_deref())?;
        let id = self.id(&request);
        let overdue = self.is_overdue(&request);
        Ok(Asking { key, id, by, to, source, overdue, request })
    }

    pub(super) fn is_overdue(&self, request: &Request) -> bool {
        is_overdue(request, self.as_of.as_ref())
    }

    /// A gap, with its holder and the requests that it names.
    fn gap(&mut self, key: Key, gap: Gap) -> Result<GapRow, CaseError> {
        let holder = self.names.name(Kind::Party, gap.dataset(), gap.holder.as_deref())?;
        let source = self.titled(&gap, gap.source.as_deref())?;
        let asked = self.asked_for(&gap)?;
        let home = gap.dataset().unwrap_or(&self.case.dataset);
        let grade = self.case.reliability(home, gap.source.as_deref())?;
        Ok(GapRow { key, id: self.id(&gap), holder, source, grade, asked, gap })
    }

    /// The requests that a gap names.
    pub(super) fn asked_for(&mut self, gap: &Gap) -> Result<Vec<Asking>, CaseError> {
        let mut asked = Vec::new();
        for request in &gap.requests {
            let id = item_id(gap.dataset().unwrap_or(&self.case.dataset), Kind::Request, request);
            if let Some(request) = self.case.record::<Request>(Kind::Request, id)? {
                asked.push(self.asking(self.case.key(Kind::Request, id)?, request)?);
            }
        }
        Ok(asked)
    }

    /// The id of a record.
    pub(super) fn id<R: Record>(&self, record: &R) -> ItemId {
        item_id(record.dataset().unwrap_or(&self.case.dataset), R::KIND, record.id())
    }

    fn read<R: Record>(&self, kind: Kind, r: &Row<'_>) -> Result<(Key, R), CaseError> {
        Ok((self.names.key_in(kind, r, 0)?, columns::json(r, 2)?))
    }
}

/// The four counts in columns of a row.
fn stances(r: &Row<'_>, column: usize) -> Result<Stances, rusqlite::Error> {
    Ok(Stances {
        supports: columns::count(r, column)?,
        repeats: columns::count(r, column + 1)?,
        disputes: columns::count(r, column + 2)?,
        context: columns::count(r, column + 3)?,
    })
}
