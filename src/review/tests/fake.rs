//! A case in memory that answers as the store does, when a test lets it. `terminal::store` puts one
//! list of questions to both; what the views of the whole case show is each test's own.

use crate::domain::matrix::{Arrangement, Cell, CellEvidence, Column, Matrix, MatrixRow};
use crate::domain::query::{Query, TagIs, Term};
use crate::domain::records::{Kind, Source};
use crate::domain::rows::*;
use crate::domain::standing::Standing;
use crate::domain::tag::{Tag, Toggle};
use crate::domain::timeline::{DateOf, Moment};
use crate::domain::words::Stance;
use crate::domain::*;
use crate::review::protocol::effect::{ClaimAt, SeekOrder};
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::{Answer, Effect, Export, Msg, Read, Write};
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn claim_id(n: u64) -> ItemId {
    Uuid::from_u128(0xC000_0000 + u128::from(n))
}

pub fn evidence_id(n: u64) -> ItemId {
    Uuid::from_u128(0xE000_0000 + u128::from(n))
}

pub fn source_id(n: u64) -> ItemId {
    Uuid::from_u128(0x5000_0000 + u128::from(n))
}

type Said = BTreeMap<Target, Annotation>;

/// What can be undone or redone: what was said before it, where, and its label.
pub type Step = (Said, Place, String);

/// What a filter leaves.
pub struct Left {
    claims: Vec<ItemId>,
    /// The evidence, where the filter asks something of evidence.
    evidence: Option<Vec<ItemId>>,
}

/// What the views of the case show, and what a claim stands on.
#[derive(Clone, Copy)]
pub struct Views {
    pub viewed: fn(&Fake, Topic, ViewOf) -> Viewed,
    pub standing: fn(&Fake, ItemId) -> Standing,
    /// What a source rests on.
    pub origin: fn(&Key) -> String,
}

/// The case.
pub struct Fake {
    pub info: CaseInfo,
    /// S-1 is the first.
    pub sources: Vec<Source>,
    pub claims: Vec<ClaimRow>,
    /// What there is to a claim besides its line, where a test gives it.
    pub details: BTreeMap<ItemId, ClaimDetail>,
    /// In the order of the case: claim by claim, stance by stance.
    pub evidence: Vec<EvidenceRow>,
    pub said: Said,
    pub undo: Vec<Step>,
    pub redo: Vec<Step>,
    pub drafts: BTreeMap<Target, String>,
    pub filtered: Option<Left>,
    pub refuse_writes: bool,
    pub exports: Vec<Export>,
    /// The order asked for last, for the matrix.
    pub arranged: Option<Arrangement>,
    /// The changes to the dossier.
    pub records: Vec<Write>,
    pub views: Views,
}

impl Fake {
    /// Claims, each with this many supporting and disputing pieces; keys count from 1.
    pub fn new(shape: &[(u64, u64)]) -> Self {
        let mut claims = Vec::new();
        let mut pieces = Vec::new();
        for (n, (supports, disputes)) in (1..).zip(shape) {
            let text = format!("claim {n}");
            claims.push(claim_row(claim_id(n), n, &text, Some("DHS"), 0));
            for at in 0..supports + disputes {
                let stance = if at < *supports { Stance::Supports } else { Stance::Disputes };
                pieces.push(evidence(pieces.len() as u64 + 1, n, stance));
            }
        }
        let info = CaseInfo { title: "a case".into(), dataset: "made up".into(), ..CaseInfo::default() };
        let views = Views {
            viewed: Self::dates,
            standing: |_, _| Standing::default(),
            origin: |_| "untraced, what it rests on is not recorded".into(),
        };
        Self::of_records(info, (1..=3).map(source).collect(), claims, pieces, views)
    }

    /// A case of these records.
    pub fn of_records(
        info: CaseInfo,
        sources: Vec<Source>,
        claims: Vec<ClaimRow>,
        evidence: Vec<EvidenceRow>,
        views: Views,
    ) -> Self {
        let mut fake = Self {
            info,
            sources,
            claims,
            details: BTreeMap::new(),
            evidence,
            said: BTreeMap::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            drafts: BTreeMap::new(),
            filtered: None,
            refuse_writes: false,
            exports: Vec::new(),
            arranged: None,
            records: Vec::new(),
            views,
        };
        fake.evidence.sort_by_key(|row| (row.claim_key.clone(), row.record.stance));
        for (pos, row) in (0..).zip(&mut fake.evidence) {
            row.pos = pos;
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
        let mut stances = Stances::default();
        let mut decided = 0;
        for piece in self.evidence.iter().filter(|piece| piece.claim == row.id) {
            *match piece.record.stance {
                Stance::Supports => &mut stances.supports,
                Stance::Repeats => &mut stances.repeats,
                Stance::Disputes => &mut stances.disputes,
                Stance::Context => &mut stances.context,
            } += 1;
            decided += u64::from(self.annotation(Target::evidence(piece.id)).is_decided());
        }
        ClaimRow {
            verdict: said.verdict,
            aside: said.aside.is_some(),
            noted: said.note.is_some(),
            stances,
            decided,
            ..row.clone()
        }
    }

    fn shown(&self) -> Vec<ClaimRow> {
        let keep = |row: &&ClaimRow| self.filtered.as_ref().is_none_or(|left| left.claims.contains(&row.id));
        self.claims.iter().filter(keep).map(|row| self.row(row)).collect()
    }

    /// A piece with what is said of it.
    fn piece(&self, row: &EvidenceRow) -> EvidenceRow {
        EvidenceRow { annotation: self.annotation(Target::evidence(row.id)), ..row.clone() }
    }

    fn side(&self, claim: ItemId, side: Side) -> Vec<EvidenceRow> {
        let of = |row: &&EvidenceRow| row.claim == claim && Side::of(row.record.stance) == side;
        self.evidence.iter().filter(of).map(|row| self.piece(row)).collect()
    }

    /// The lines of these claims.
    pub fn lines(&self, claims: &[ItemId]) -> Vec<ClaimRow> {
        self.claims.iter().filter(|row| claims.contains(&row.id)).map(|row| self.row(row)).collect()
    }

    pub fn progress(&self) -> Progress {
        let mut progress = Progress {
            evidence: self.evidence.len() as u64,
            claims: self.claims.len() as u64,
            ..Progress::default()
        };
        for row in &self.evidence {
            let said = self.annotation(Target::evidence(row.id));
            progress.decided += u64::from(said.is_decided());
            progress.aside += u64::from(said.aside.is_some() && !said.is_decided());
        }
        for row in &self.claims {
            progress.verdicts += u64::from(self.annotation(Target::claim(row.id)).verdict.is_some());
        }
        progress
    }

    pub fn overview(&self) -> Overview {
        Overview {
            info: self.info.clone(),
            reviewer: "r.lee".into(),
            progress: self.progress(),
            drafts: Vec::new(),
        }
    }

    pub fn answer(&mut self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::Write(ticket, write) => Some(match self.write(write) {
                Ok(change) => Msg::Committed(*ticket, Box::new(change)),
                Err(why) => Msg::Refused(*ticket, why),
            }),
            Effect::Read(ticket, read) => Some(match self.read(read) {
                Ok(answer) => Msg::Answer(*ticket, answer),
                Err(why) => Msg::Refused(*ticket, why),
            }),
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

    pub fn read(&mut self, read: &Read) -> Result<Answer, String> {
        Ok(match read {
            Read::Claims { at, before, after } => {
                let all = self.shown();
                let found = match at {
                    ClaimAt::First => 0,
                    ClaimAt::Last => all.len(),
                    ClaimAt::Item(id) => {
                        let ord = self.claims.iter().find(|row| row.id == *id).map_or(0, |row| row.ord);
                        all.iter().position(|row| row.ord >= ord).unwrap_or(all.len())
                    }
                };
                let start = found.saturating_sub(*before);
                let rows = all[start..(found + after).min(all.len())].to_vec();
                let at = rows.get(found - start).or(rows.last()).map(|row| row.id);
                Answer::Claims(Slice { rows, start: start as u64, total: all.len() as u64 }, at)
            }
            Read::Claim { claim, focus, rows } => {
                let Some(row) = self.claims.iter().find(|row| row.id == *claim) else {
                    return Ok(Answer::Claim(None, None));
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
                let left = self.filtered.as_ref().and_then(|left| left.evidence.as_ref());
                let left = |row: &&EvidenceRow| {
                    row.claim == *claim && left.is_some_and(|left| left.contains(&row.id))
                };
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
            Read::Search { text } => Answer::Search(self.search(text)),
            Read::Filter { query } => {
                self.filtered = if query.trim().is_empty() { None } else { Some(self.filter(query)?) };
                Answer::Filter(self.filtered.as_ref().map(|left| {
                    let all = self.evidence.iter().filter(|row| left.claims.contains(&row.claim)).count();
                    let evidence = left.evidence.as_ref().map_or(all, Vec::len);
                    (left.claims.len() as u64, evidence as u64)
                }))
            }
            Read::Standing { claim } => Answer::Standing(Box::new((self.views.standing)(self, *claim))),
            Read::Named { kind, text } => {
                let all = (1..).zip(&self.sources).map(|(n, one)| (Key::new(*kind, n), one.title.clone()));
                let part = text.to_lowercase();
                let like = |(key, name): &(Key, String)| {
                    key.to_string() == *text || name.to_lowercase().contains(&part)
                };
                Answer::Named(all.filter(like).collect())
            }
            Read::View { topic, of } => Answer::View(Box::new((self.views.viewed)(self, *topic, *of))),
            Read::Arrange { arrangement } => {
                self.arranged = Some(*arrangement);
                Answer::Arranged
            }
            Read::Matrix { arrangement, at, before, after } => {
                assert!(!arrangement.takes_all_claims() || self.arranged == Some(*arrangement));
                self.matrix(*arrangement, *at, *before, *after)
            }
        })
    }

    /// Claims, then evidence, that hold this text.
    fn search(&self, text: &str) -> Hits {
        let part = text.to_lowercase();
        let claims = self.claims.iter().map(|row| Hit {
            key: row.key.clone(),
            place: Some(Place { claim: row.id, evidence: None }),
            text: row.text.clone(),
        });
        let evidence = self.evidence.iter().map(|row| Hit {
            key: row.key.clone(),
            place: Some(Place { claim: row.claim, evidence: Some(row.id) }),
            text: row.record.paraphrase.clone(),
        });
        let hits: Vec<Hit> =
            claims.chain(evidence).filter(|hit| hit.text.to_lowercase().contains(&part)).collect();
        Hits { count: hits.len() as u64, hits, more: false }
    }

    /// What a query leaves. It may ask for claims, tags and text.
    fn filter(&self, query: &str) -> Result<Left, String> {
        let query: Query = query.parse().map_err(|error| format!("{error}"))?;
        let of_evidence =
            query.clauses.iter().any(|clause| matches!(clause.term, Term::Tag(_) | Term::Text(_)));
        let holds = |claim: &ClaimRow, piece: Option<&EvidenceRow>| {
            query.clauses.iter().all(|clause| {
                let holds = match &clause.term {
                    Term::Claim(key) => claim.key == *key,
                    Term::Tag(tag) => piece.is_some_and(|row| self.is_tagged(row, *tag)),
                    Term::Text(text) => {
                        let part = text.text.to_lowercase();
                        let within = |text: &str| text.to_lowercase().contains(&part);
                        within(&claim.text) || piece.is_some_and(|row| within(&row.record.paraphrase))
                    }
                    _ => true,
                };
                holds != clause.negated
            })
        };
        let (mut claims, mut evidence) = (Vec::new(), Vec::new());
        for claim in &self.claims {
            let before = evidence.len();
            let of = self.evidence.iter().filter(|row| row.claim == claim.id);
            evidence.extend(of.filter(|row| holds(claim, Some(row))).map(|row| row.id));
            if evidence.len() > before || holds(claim, None) {
                claims.push(claim.id);
            }
        }
        Ok(Left { claims, evidence: of_evidence.then_some(evidence) })
    }

    fn is_tagged(&self, row: &EvidenceRow, tag: TagIs) -> bool {
        let said = self.annotation(Target::evidence(row.id));
        match tag {
            TagIs::Released => said.has(Tag::Released),
            TagIs::Withheld => said.has(Tag::Withheld),
            TagIs::Disputed => said.has(Tag::Disputed),
            TagIs::Examined => said.has(Tag::Examined),
            TagIs::None => !said.is_decided(),
        }
    }

    /// A date for each claim, or one for the claim the view is of; nothing else.
    fn dates(&self, topic: Topic, of: ViewOf) -> Viewed {
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
        let columns = (1..).zip(&self.sources).map(|(n, source)| {
            let key = Key::new(Kind::Source, n);
            Column {
                id: source_id(n),
                title: source.title.clone(),
                called: source.called().to_owned(),
                published: source.published.clone(),
                reliability: source.reliability,
                origin: (self.views.origin)(&key),
                key,
                pieces: 0,
                disputes: 0,
            }
        });
        let columns: Vec<Column> = columns.collect();
        let rows = self.claims[from..to].iter().map(|claim| MatrixRow {
            claim: self.row(claim),
            cells: (0..columns.len())
                .filter_map(|column| {
                    let of = |e: &&EvidenceRow| e.claim == claim.id && e.source_key == columns[column].key;
                    let pieces: Vec<CellEvidence> =
                        self.evidence.iter().filter(of).map(|e| self.in_cell(e)).collect();
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

    fn in_cell(&self, row: &EvidenceRow) -> CellEvidence {
        let said = self.annotation(Target::evidence(row.id));
        CellEvidence {
            id: row.id,
            key: row.key.clone(),
            stance: row.record.stance,
            conflict: row.others.iter().any(|other| other.annotation.contradicts(&said)),
            said,
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
        let within = |row: &EvidenceRow| {
            self.filtered.as_ref().is_none_or(|left| match &left.evidence {
                Some(evidence) => evidence.contains(&row.id),
                None => left.claims.contains(&row.claim),
            })
        };
        let waits = |e: &&&EvidenceRow| {
            let said = self.annotation(Target::evidence(e.id));
            !said.is_decided() && said.aside.is_none() && within(e)
        };
        let piece = from.and_then(|id| all.iter().position(|e| e.id == id)).map(|at| at + 1);
        // From a claim: from before its first piece, whichever way.
        let claim = from.and_then(|id| self.claims.iter().find(|row| row.id == id)).map(|claim| {
            if order == SeekOrder::BySource {
                let first = self.evidence.iter().find(|row| row.claim == claim.id);
                let at = first.and_then(|first| all.iter().position(|row| row.id == first.id));
                return at.map_or(0, |at| at + usize::from(!forward));
            }
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
        let known = self.details.get(&row.id).cloned();
        ClaimDetail {
            row: self.row(row),
            annotation: self.annotation(Target::claim(row.id)),
            ..known.unwrap_or_else(|| bare(row))
        }
    }

    /// Writes as the store does; `Err` is its refusal.
    pub fn write(&mut self, write: &Write) -> Result<Change, String> {
        if self.refuse_writes {
            return Err("the disk is full".into());
        }
        let before = self.said.clone();
        match write {
            Write::Reliability { .. }
            | Write::Credibility { .. }
            | Write::Derive { .. }
            | Write::Via { .. } => {
                self.records.push(write.clone());
                return Ok(Change { records: true, ..self.change("done".into(), &before, None) });
            }
            Write::Draft { target, text } => {
                match text {
                    Some(text) => self.drafts.insert(*target, text.clone()),
                    None => self.drafts.remove(target),
                };
                return Ok(self.change(String::new(), &before, None));
            }
            Write::Undo | Write::Redo => {
                let undo = *write == Write::Undo;
                let (from, to) =
                    if undo { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
                let Some((said, place, label)) = from.pop() else {
                    return Err(format!("there is nothing to {}", if undo { "undo" } else { "redo" }));
                };
                let done = format!("{}: {label}", if undo { "undid" } else { "redid" });
                to.push((std::mem::replace(&mut self.said, said), place, label));
                return Ok(self.change(done, &before, Some(place)));
            }
            _ => {}
        }
        let (targets, label) = self.revise(write);
        let mut changed: Vec<Target> =
            targets.into_iter().filter(|target| before.get(target) != self.said.get(target)).collect();
        let place = changed.first().and_then(|target| self.place(*target));
        // To undo it leads to the first of them in the order of their ids.
        changed.sort_unstable();
        if let Some(first) = changed.first().and_then(|target| self.place(*target)) {
            self.undo.push((before.clone(), first, label.clone()));
            self.redo.clear();
        }
        Ok(self.change(label, &before, place))
    }

    /// Changes what is said of items; returns the items, and what was done.
    fn revise(&mut self, write: &Write) -> (Vec<Target>, String) {
        let pieces = |items: &[ItemId]| items.iter().copied().map(Target::evidence).collect::<Vec<_>>();
        match write {
            Write::Toggle { items, tag } => {
                let targets = pieces(items);
                let standing: Vec<Annotation> =
                    targets.iter().map(|target| self.annotation(*target)).collect();
                let toggle = Toggle::of(*tag, &standing);
                let what = match toggle {
                    Toggle::On(Tag::Clear) => "cleared".to_owned(),
                    Toggle::On(tag) => tag.to_string(),
                    Toggle::Off(tag) => format!("no longer {tag}"),
                };
                let label = format!("{} {what}", self.name(&targets));
                self.set(targets, label, |said| toggle.apply(said))
            }
            Write::Repeat { items, judgement } => self.repeat(pieces(items), judgement),
            Write::RepeatOnMaterial { item, judgement } => {
                self.repeat(pieces(&self.on_material(*item)), judgement)
            }
            Write::Details { items, part, ground, confidence } => {
                let targets = pieces(items);
                let details = wording::details(*part, ground.as_ref(), *confidence);
                let label = format!("{}: {details}", self.name(&targets));
                self.set(targets, label, |said| Annotation {
                    part: *part,
                    ground: ground.clone(),
                    confidence: *confidence,
                    ..said.clone()
                })
            }
            Write::Note { target, note, .. } => {
                self.drafts.remove(target);
                let no = if note.is_some() { "" } else { "no " };
                let label = format!("{no}note on {}", self.name(&[*target]));
                self.set(vec![*target], label, |said| Annotation { note: note.clone(), ..said.clone() })
            }
            Write::Verdict { claim, verdict, confidence, reason } => {
                let target = Target::claim(*claim);
                let name = self.name(&[target]);
                let label = verdict
                    .map_or_else(|| format!("no verdict on {name}"), |verdict| format!("{name} {verdict}"));
                self.set(vec![target], label, |said| Annotation {
                    verdict: *verdict,
                    confidence: *confidence,
                    reason: reason.clone(),
                    ..said.clone()
                })
            }
            Write::Aside { targets, reason } => {
                let what = if reason.is_some() { "set aside" } else { "taken up again" };
                let label = format!("{} {what}", self.name(targets));
                self.set(targets.clone(), label, |said| Annotation { aside: reason.clone(), ..said.clone() })
            }
            _ => unreachable!("{write:?} changes no annotation"),
        }
    }

    fn repeat(&mut self, targets: Vec<Target>, judgement: &Annotation) -> (Vec<Target>, String) {
        let tags = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];
        let tags: Vec<&str> =
            tags.into_iter().filter(|tag| judgement.has(*tag)).map(|tag| tag.word()).collect();
        let what = if tags.is_empty() { "cleared".to_owned() } else { tags.join(" and ") };
        let label = format!("{} {what}", self.name(&targets));
        self.set(targets, label, |said| said.with_judgement(judgement))
    }

    fn set(
        &mut self,
        targets: Vec<Target>,
        label: String,
        rule: impl Fn(&Annotation) -> Annotation,
    ) -> (Vec<Target>, String) {
        for target in &targets {
            let after = rule(&self.annotation(*target));
            if after.is_empty() {
                self.said.remove(target);
            } else {
                self.said.insert(*target, after);
            }
        }
        (targets, label)
    }

    /// The items of a step, as its label names them.
    fn name(&self, targets: &[Target]) -> String {
        match targets {
            [] => "nothing".into(),
            [one] if one.kind == Kind::Claim => self
                .claims
                .iter()
                .find(|row| row.id == one.item)
                .map_or_else(String::new, |row| row.key.to_string()),
            [one] => {
                let row = self.evidence.iter().find(|row| row.id == one.item);
                row.map_or_else(String::new, |row| row.key.to_string())
            }
            [first, ..] => {
                let kind = if first.kind == Kind::Claim { "claims" } else { "pieces of evidence" };
                format!("{} {kind}", targets.len())
            }
        }
    }

    fn place(&self, target: Target) -> Option<Place> {
        if target.kind == Kind::Claim {
            return Some(Place { claim: target.item, evidence: None });
        }
        let evidence = self.evidence.iter().find(|e| e.id == target.item)?;
        Some(Place { claim: evidence.claim, evidence: Some(evidence.id) })
    }

    fn change(&self, label: String, before: &Said, place: Option<Place>) -> Change {
        let all = before.keys().chain(self.said.keys());
        let touched: std::collections::BTreeSet<Target> =
            all.filter(|target| before.get(*target) != self.said.get(*target)).copied().collect();
        let claims: Vec<ItemId> =
            touched.iter().filter_map(|target| self.place(*target)).map(|place| place.claim).collect();
        Change {
            label,
            annotations: touched.iter().map(|target| (*target, self.annotation(*target))).collect(),
            claims: self.lines(&claims),
            records: false,
            progress: self.progress(),
            place,
        }
    }
}

fn cut(all: &[EvidenceRow], start: usize, rows: usize) -> Slice<EvidenceRow> {
    let rows = all.iter().skip(start).take(rows).cloned().collect();
    Slice { rows, start: start as u64, total: all.len() as u64 }
}

pub fn claim_row(id: ItemId, n: u64, text: &str, claimant: Option<&str>, depth: u8) -> ClaimRow {
    ClaimRow {
        id,
        key: Key::new(Kind::Claim, n),
        ord: n as i64 * 10,
        text: text.into(),
        label: None,
        claimant: claimant.map(str::to_owned),
        depth,
        stances: Stances::default(),
        decided: 0,
        verdict: None,
        aside: false,
        noted: false,
    }
}

/// A claim of which nothing is known but its line.
pub fn bare(row: &ClaimRow) -> ClaimDetail {
    ClaimDetail {
        row: row.clone(),
        record: serde_json::from_value(serde_json::json!({ "text": row.text })).unwrap(),
        claimant: None,
        concerns: Vec::new(),
        parent: None,
        parent_claimant: None,
        wordings: Vec::new(),
        figures: Vec::new(),
        requests: Vec::new(),
        gaps: Vec::new(),
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}

fn source(n: u64) -> Source {
    let url = ["https://example.org/a", "ftp://example.org/b"].get(n as usize - 1);
    serde_json::from_value(serde_json::json!({ "title": format!("source {n}"), "url": url })).unwrap()
}

fn evidence(n: u64, claim: u64, stance: Stance) -> EvidenceRow {
    let from = n % 3 + 1;
    let record = serde_json::json!({
        "stance": stance, "paraphrase": format!("evidence {n}"), "material": format!("material {}", n % 2),
    });
    evidence_row(n, claim, (from, source(from)), record)
}

/// A piece of evidence by its number, the claim's number, and the source with its number.
pub fn evidence_row(n: u64, claim: u64, from: (u64, Source), mut record: serde_json::Value) -> EvidenceRow {
    record["claim"] = claim_id(claim).to_string().into();
    record["source"] = source_id(from.0).to_string().into();
    EvidenceRow {
        id: evidence_id(n),
        key: Key::new(Kind::Evidence, n),
        pos: 0,
        claim: claim_id(claim),
        claim_key: Key::new(Kind::Claim, claim),
        record: serde_json::from_value(record).unwrap(),
        source_key: Key::new(Kind::Source, from.0),
        source: from.1,
        via_party: None,
        via_origin: None,
        holder: None,
        requests: Vec::new(),
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}
