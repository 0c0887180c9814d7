//! A case in memory that answers as the real one does, when it is told to.

use crate::domain::matrix::{Arrangement, Cell, Column, Matrix, MatrixRow, Piece};
use crate::domain::records::{Kind, Source};
use crate::domain::rows::*;
use crate::domain::timeline::{DateOf, Moment};
use crate::domain::words::Stance;
use crate::domain::*;
use crate::review::protocol::effect::{ClaimAt, SeekOrder};
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::{Answer, Effect, Export, Msg, Read, Ticket, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn claim_id(n: u64) -> ItemId {
    Uuid::from_u128(0xC000_0000 + u128::from(n))
}

pub fn evidence_id(n: u64) -> ItemId {
    Uuid::from_u128(0xE000_0000 + u128::from(n))
}

type Said = BTreeMap<Target, Annotation>;

/// The case.
pub struct Fake {
    pub claims: Vec<ClaimRow>,
    pub evidence: Vec<EvidenceRow>,
    pub said: Said,
    pub undo: Vec<(Said, Place)>,
    pub redo: Vec<(Said, Place)>,
    pub drafts: BTreeMap<Target, String>,
    pub filtered: Option<Vec<ItemId>>,
    pub refuse_writes: bool,
    pub exports: Vec<Export>,
    /// The order asked for last, for the matrix.
    pub arranged: Option<Arrangement>,
    /// The changes to the dossier.
    pub records: Vec<Write>,
    /// The evidence a filter leaves, where it asks something of evidence.
    pub left: Vec<ItemId>,
}

impl Fake {
    /// Claims with so many supporting and disputing pieces each; keys count from 1.
    pub fn new(shape: &[(u64, u64)]) -> Self {
        let mut fake = Self {
            claims: Vec::new(),
            evidence: Vec::new(),
            said: BTreeMap::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            drafts: BTreeMap::new(),
            filtered: None,
            refuse_writes: false,
            exports: Vec::new(),
            arranged: None,
            records: Vec::new(),
            left: Vec::new(),
        };
        let mut number = 0;
        for (at, (supports, disputes)) in shape.iter().enumerate() {
            let n = at as u64 + 1;
            fake.claims.push(ClaimRow {
                id: claim_id(n),
                key: Key::new(Kind::Claim, n),
                ord: n as i64 * 10,
                text: format!("claim {n}"),
                claimant: Some("DHS".into()),
                depth: 0,
                stances: Stances { supports: *supports, disputes: *disputes, ..Stances::default() },
                decided: 0,
                verdict: None,
                aside: false,
                noted: false,
            });
            for at in 0..supports + disputes {
                number += 1;
                let stance = if at < *supports { Stance::Supports } else { Stance::Disputes };
                fake.evidence.push(evidence(number, n, stance));
            }
        }
        fake
    }

    pub fn annotation(&self, target: Target) -> Annotation {
        self.said.get(&target).cloned().unwrap_or_default()
    }

    pub fn of(&self, n: u64) -> Annotation {
        self.annotation(Target::evidence(evidence_id(n)))
    }

    fn row(&self, row: &ClaimRow) -> ClaimRow {
        let said = self.annotation(Target::claim(row.id));
        let decided = self.evidence.iter().filter(|e| e.claim == row.id);
        let decided = decided.filter(|e| self.annotation(Target::evidence(e.id)).is_decided()).count();
        ClaimRow {
            verdict: said.verdict,
            aside: said.aside.is_some(),
            decided: decided as u64,
            ..row.clone()
        }
    }

    fn shown(&self) -> Vec<ClaimRow> {
        let keep = |row: &&ClaimRow| self.filtered.as_ref().is_none_or(|ids| ids.contains(&row.id));
        self.claims.iter().filter(keep).map(|row| self.row(row)).collect()
    }

    fn side(&self, claim: ItemId, side: Side) -> Vec<EvidenceRow> {
        self.evidence
            .iter()
            .filter(|e| e.claim == claim && Side::of(e.record.stance) == side)
            .map(|e| EvidenceRow { annotation: self.annotation(Target::evidence(e.id)), ..e.clone() })
            .collect()
    }

    pub fn progress(&self) -> Progress {
        let decided = self.evidence.iter().filter(|e| self.annotation(Target::evidence(e.id)).is_decided());
        Progress {
            decided: decided.count() as u64,
            evidence: self.evidence.len() as u64,
            claims: self.claims.len() as u64,
            ..Progress::default()
        }
    }

    pub fn overview(&self) -> Overview {
        Overview {
            info: CaseInfo { title: "a case".into(), ..CaseInfo::default() },
            reviewer: "r.lee".into(),
            progress: self.progress(),
            drafts: Vec::new(),
        }
    }

    pub fn answer(&mut self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::Write(ticket, write) => Some(self.write(*ticket, write)),
            Effect::Read(ticket, read) => Some(Msg::Answer(*ticket, self.read(read))),
            Effect::ProposeExports(ticket) => Some(Msg::Proposed(
                *ticket,
                ExportFormat::ALL.iter().map(|format| format!("/desk/case{}", format.ending())).collect(),
            )),
            Effect::Export(ticket, export) if export.file.contains("taken") => {
                Some(Msg::Refused(*ticket, format!("{} is there already", export.file)))
            }
            Effect::Export(ticket, export) => {
                self.exports.push(export.clone());
                Some(Msg::Exporting(*ticket))
            }
            _ => None,
        }
    }

    fn read(&mut self, read: &Read) -> Answer {
        match read {
            Read::Claims { at, before, after } => {
                let all = self.shown();
                let found = match at {
                    ClaimAt::First => 0,
                    ClaimAt::Last => all.len().saturating_sub(1),
                    ClaimAt::Item(id) => {
                        let ord = self.claims.iter().find(|row| row.id == *id).map_or(0, |row| row.ord);
                        all.iter().position(|row| row.ord >= ord).unwrap_or(all.len().saturating_sub(1))
                    }
                };
                let start = found.saturating_sub(*before);
                let end = (found + after).min(all.len());
                let rows = all.get(start..end).unwrap_or_default().to_vec();
                let at = all.get(found).map(|row| row.id);
                Answer::Claims(Slice { rows, start: start as u64, total: all.len() as u64 }, at)
            }
            Read::Claim { claim, focus, rows } => {
                let Some(row) = self.claims.iter().find(|row| row.id == *claim) else {
                    return Answer::Claim(None, None);
                };
                let slice = |side| {
                    let all = self.side(*claim, side);
                    let at = focus.and_then(|id| all.iter().position(|e| e.id == id)).unwrap_or(0);
                    cut(&all, at.saturating_sub(rows / 2), *rows)
                };
                let view = Some(Box::new(ClaimView {
                    claim: self.detail(row),
                    supporting: slice(Side::Supporting),
                    disputing: slice(Side::Disputing),
                }));
                let left = |row: &&EvidenceRow| row.claim == *claim && self.left.contains(&row.id);
                Answer::Claim(view, self.evidence.iter().find(left).map(|row| row.id))
            }
            Read::Evidence { claim, side, start, rows } => {
                Answer::Evidence(cut(&self.side(*claim, *side), *start as usize, *rows))
            }
            Read::Between { from, to } => {
                let at = |id: &ItemId| self.evidence.iter().position(|e| e.id == *id).unwrap_or(0);
                let (one, other) = (at(from).min(at(to)), at(from).max(at(to)));
                Answer::Between(self.evidence[one..=other].iter().map(|e| e.id).collect())
            }
            Read::Undecided { from, forward, order } => {
                Answer::Undecided(self.undecided(*from, *forward, *order))
            }
            Read::OnSameMaterial { item } => Answer::OnSameMaterial(self.on_material(*item).len() as u64),
            Read::Search { text } => {
                let hits: Vec<Hit> = self
                    .evidence
                    .iter()
                    .filter(|e| e.record.paraphrase.contains(text.as_str()))
                    .map(|e| Hit {
                        key: e.key.clone(),
                        place: Some(Place { claim: e.claim, evidence: Some(e.id) }),
                        text: e.record.paraphrase.clone(),
                    })
                    .collect();
                Answer::Search(Hits { count: hits.len() as u64, hits, more: false })
            }
            Read::Filter { query } => {
                self.filtered = (!query.is_empty()).then(|| {
                    let keep = |row: &&ClaimRow| query.split(' ').any(|key| row.key.to_string() == key);
                    self.claims.iter().filter(keep).map(|row| row.id).collect()
                });
                Answer::Filter(self.filtered.as_ref().map(|ids| (ids.len() as u64, 0)))
            }
            Read::Standing { .. } => Answer::Standing(Box::default()),
            Read::Named { kind, text } => {
                let all = (1..=3).map(|n| (Key::new(*kind, n), format!("source {n}")));
                let like =
                    |(key, name): &(Key, String)| key.to_string() == *text || name.contains(text.as_str());
                Answer::Named(all.filter(like).collect())
            }
            Read::View { topic, of } => Answer::View(Box::new(self.viewed(*topic, *of))),
            Read::Arrange { arrangement } => {
                self.arranged = Some(*arrangement);
                Answer::Arranged
            }
            Read::Matrix { arrangement, at, before, after } => {
                assert!(!arrangement.takes_all_claims() || self.arranged == Some(*arrangement));
                self.matrix(*arrangement, *at, *before, *after)
            }
        }
    }

    /// A line for each claim, or one for the claim the view is of.
    fn viewed(&self, topic: Topic, of: ViewOf) -> Viewed {
        let moment = |row: &ClaimRow| Moment {
            dated: Dated::Stated(format!("20{:02}", row.key.number).parse().unwrap()),
            of: DateOf::Asserted,
            key: row.key.clone(),
            what: row.text.clone(),
            place: Some(Place { claim: row.id, evidence: None }),
        };
        let within = |row: &&ClaimRow| match of {
            ViewOf::Item(target) => row.id == target.item,
            ViewOf::Case(_) => true,
        };
        match topic {
            Topic::Timeline => {
                Viewed::Timeline(self.claims.iter().filter(within).map(moment).collect(), false)
            }
            Topic::Figures => Viewed::Figures(Vec::new(), false),
            Topic::Origins => Viewed::Origins(Vec::new(), false),
            Topic::Ledger => Viewed::Ledger(Vec::new(), false),
            Topic::History => Viewed::History(Vec::new()),
        }
    }

    /// All sources have a column; a claim has a cell for each that gives evidence on it.
    fn matrix(&self, by: Arrangement, at: ClaimAt, before: usize, after: usize) -> Answer {
        let place = match at {
            ClaimAt::First => 0,
            ClaimAt::Last => self.claims.len().saturating_sub(1),
            ClaimAt::Item(id) => self.claims.iter().position(|row| row.id == id).unwrap_or(0),
        };
        let (from, to) = (place.saturating_sub(before), (place + after).min(self.claims.len()));
        let columns = (1..=3).map(|n| Column {
            id: Uuid::from_u128(0x5000_0000 + n),
            key: Key::new(Kind::Source, n as u64),
            title: format!("source {n}"),
            published: None,
            reliability: None,
            origin: "itself".into(),
            pieces: 0,
            disputes: 0,
        });
        let columns: Vec<Column> = columns.collect();
        let rows = self.claims[from..to].iter().map(|claim| MatrixRow {
            claim: self.row(claim),
            cells: (0..columns.len())
                .filter_map(|column| {
                    let of = |e: &&EvidenceRow| e.claim == claim.id && e.source_key == columns[column].key;
                    let pieces: Vec<Piece> = self.evidence.iter().filter(of).map(|e| self.piece(e)).collect();
                    (!pieces.is_empty()).then_some(Cell { column, pieces })
                })
                .collect(),
            cut: false,
        });
        let rows = Slice { rows: rows.collect(), start: from as u64, total: self.claims.len() as u64 };
        let mut matrix = Matrix { columns, complete: true, rows };
        matrix.arrange(by);
        Answer::Matrix(Box::new(matrix), self.claims.get(place).map(|claim| claim.id))
    }

    fn piece(&self, row: &EvidenceRow) -> Piece {
        Piece {
            id: row.id,
            key: row.key.clone(),
            stance: row.record.stance,
            said: self.annotation(Target::evidence(row.id)),
            conflict: false,
        }
    }

    fn undecided(&self, from: Option<ItemId>, forward: bool, order: SeekOrder) -> Option<(Place, bool)> {
        let mut all: Vec<&EvidenceRow> = self.evidence.iter().collect();
        if order == SeekOrder::BySource {
            all.sort_by_key(|e| (e.source_key.clone(), e.pos));
        }
        if !forward {
            all.reverse();
        }
        let ids = self.filtered.as_ref();
        let waits = |e: &&&EvidenceRow| {
            let said = self.annotation(Target::evidence(e.id));
            !said.is_decided() && said.aside.is_none() && ids.is_none_or(|ids| ids.contains(&e.claim))
        };
        let piece = from.and_then(|id| all.iter().position(|e| e.id == id)).map(|at| at + 1);
        // From a claim: before its first piece; on the way back that is after its last.
        let claim = from.and_then(|id| self.claims.iter().find(|row| row.id == id)).map(|claim| {
            let before = |e: &&EvidenceRow| {
                let ord = self.claims.iter().find(|row| row.id == e.claim).map_or(0, |row| row.ord);
                if forward { ord < claim.ord } else { ord >= claim.ord }
            };
            all.iter().take_while(|e| before(e)).count()
        });
        let at = piece.or(claim).unwrap_or(0);
        let place = |e: &&EvidenceRow| Place { claim: e.claim, evidence: Some(e.id) };
        let on = all[at..].iter().find(waits).map(|e| (place(e), false));
        on.or_else(|| all[..at].iter().find(waits).map(|e| (place(e), true)))
    }

    fn on_material(&self, item: ItemId) -> Vec<ItemId> {
        let of = |id| self.evidence.iter().find(|e| e.id == id).and_then(|e| e.record.material.clone());
        let material = of(item);
        self.evidence
            .iter()
            .filter(|e| e.id != item && material.is_some() && e.record.material == material)
            .filter(|e| !self.annotation(Target::evidence(e.id)).is_decided())
            .map(|e| e.id)
            .collect()
    }

    fn detail(&self, row: &ClaimRow) -> ClaimDetail {
        ClaimDetail {
            row: self.row(row),
            record: serde_json::from_value(serde_json::json!({ "text": row.text })).unwrap(),
            claimant: None,
            parent: None,
            parent_claimant: None,
            wording_sources: Vec::new(),
            wording_urls: Vec::new(),
            figures: Vec::new(),
            figure_parties: Vec::new(),
            requests: Vec::new(),
            gaps: Vec::new(),
            gap_requests: Vec::new(),
            stands_in: Default::default(),
            annotation: self.annotation(Target::claim(row.id)),
            others: Vec::new(),
        }
    }

    fn write(&mut self, ticket: Ticket, write: &Write) -> Msg {
        if self.refuse_writes {
            return Msg::Refused(ticket, "the disk is full".into());
        }
        let before = self.said.clone();
        let mut touched: Vec<Target> = Vec::new();
        let mut label = "done".to_owned();
        let mut set = |said: &mut Said, target: Target, annotation: Annotation| {
            said.insert(target, annotation);
            touched.push(target);
        };
        match write {
            Write::Toggle { items, tag } => {
                let all = items.iter().all(|id| self.annotation(Target::evidence(*id)).has(*tag));
                for id in items {
                    let now = self.said.get(&Target::evidence(*id)).cloned().unwrap_or_default();
                    let off = all && *tag != tag::Tag::Clear;
                    let after = if off { now.without(*tag) } else { now.with(*tag) };
                    set(&mut self.said, Target::evidence(*id), after);
                }
                label = format!("tagged {tag}");
            }
            Write::Repeat { items, judgement } => {
                for id in items {
                    set(&mut self.said, Target::evidence(*id), judgement.clone());
                }
            }
            Write::RepeatOnMaterial { item, judgement } => {
                for id in self.on_material(*item) {
                    set(&mut self.said, Target::evidence(id), judgement.clone());
                }
            }
            Write::Details { items, part, ground, confidence } => {
                for id in items {
                    let now = self.said.get(&Target::evidence(*id)).cloned().unwrap_or_default();
                    let after =
                        Annotation { part: *part, ground: ground.clone(), confidence: *confidence, ..now };
                    set(&mut self.said, Target::evidence(*id), after);
                }
            }
            Write::Note { target, note } => {
                let now = self.said.get(target).cloned().unwrap_or_default();
                set(&mut self.said, *target, Annotation { note: note.clone(), ..now });
                self.drafts.remove(target);
            }
            Write::Draft { target, text } => {
                match text {
                    Some(text) => self.drafts.insert(*target, text.clone()),
                    None => self.drafts.remove(target),
                };
                label.clear();
            }
            Write::Verdict { claim, verdict, confidence } => {
                let target = Target::claim(*claim);
                let now = self.said.get(&target).cloned().unwrap_or_default();
                set(&mut self.said, target, Annotation { verdict: *verdict, confidence: *confidence, ..now });
            }
            Write::Aside { targets, reason } => {
                for target in targets {
                    let now = self.said.get(target).cloned().unwrap_or_default();
                    set(&mut self.said, *target, Annotation { aside: reason.clone(), ..now });
                }
            }
            Write::Reliability { .. }
            | Write::Credibility { .. }
            | Write::Derive { .. }
            | Write::Via { .. } => {
                self.records.push(write.clone());
                let change = Change { records: true, ..self.change("done", &before, None) };
                return Msg::Committed(ticket, Box::new(change));
            }
            Write::Undo | Write::Redo => {
                let undo = *write == Write::Undo;
                let (from, to) =
                    if undo { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
                let Some((said, place)) = from.pop() else {
                    let what = if undo { "undo" } else { "redo" };
                    return Msg::Refused(ticket, format!("nothing to {what}"));
                };
                to.push((std::mem::replace(&mut self.said, said), place));
                let label = if undo { "undid" } else { "redid" };
                return Msg::Committed(ticket, Box::new(self.change(label, &before, Some(place))));
            }
        }
        let place = touched.first().and_then(|target| self.place(*target));
        if let Some(place) = place {
            self.undo.push((before.clone(), place));
            self.redo.clear();
        }
        Msg::Committed(ticket, Box::new(self.change(&label, &before, place)))
    }

    fn place(&self, target: Target) -> Option<Place> {
        if target.kind == Kind::Claim {
            return Some(Place { claim: target.item, evidence: None });
        }
        let evidence = self.evidence.iter().find(|e| e.id == target.item)?;
        Some(Place { claim: evidence.claim, evidence: Some(evidence.id) })
    }

    fn change(&self, label: &str, before: &Said, place: Option<Place>) -> Change {
        let all = before.keys().chain(self.said.keys());
        let touched: std::collections::BTreeSet<Target> =
            all.filter(|target| before.get(*target) != self.said.get(*target)).copied().collect();
        let claims: std::collections::BTreeSet<ItemId> =
            touched.iter().filter_map(|target| self.place(*target)).map(|place| place.claim).collect();
        Change {
            label: label.to_owned(),
            annotations: touched.iter().map(|target| (*target, self.annotation(*target))).collect(),
            claims: self
                .claims
                .iter()
                .filter(|row| claims.contains(&row.id))
                .map(|row| self.row(row))
                .collect(),
            records: false,
            progress: self.progress(),
            place,
        }
    }
}

fn cut(all: &[EvidenceRow], start: usize, rows: usize) -> Slice<EvidenceRow> {
    let start = start.min(all.len());
    let end = (start + rows).min(all.len());
    Slice { rows: all[start..end].to_vec(), start: start as u64, total: all.len() as u64 }
}

fn evidence(n: u64, claim: u64, stance: Stance) -> EvidenceRow {
    let source = n % 3 + 1;
    let record = serde_json::json!({
        "claim": "c", "source": "s", "stance": stance, "paraphrase": format!("evidence {n}"),
        "material": format!("material {}", n % 2),
    });
    let url = ["https://example.org/a", "ftp://example.org/b", ""][source as usize - 1];
    let source_record = serde_json::json!({ "title": format!("source {source}"), "url": url });
    EvidenceRow {
        id: evidence_id(n),
        key: Key::new(Kind::Evidence, n),
        pos: n as i64,
        claim: claim_id(claim),
        claim_key: Key::new(Kind::Claim, claim),
        record: serde_json::from_value(record).unwrap(),
        source_key: Key::new(Kind::Source, source),
        source: serde_json::from_value::<Source>(source_record).unwrap(),
        via_party: None,
        via_origin: None,
        holder: None,
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}
