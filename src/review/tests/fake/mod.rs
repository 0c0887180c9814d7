//! A case in memory that answers as the store does, when a test lets it. `terminal::store` puts one
//! list of questions to both; what the views of the whole case show is each test's own.

mod combining;
mod making;
mod reading;
mod records;
mod rows;
mod taking_out;
mod writing;

pub use rows::*;
use rows::{evidence, source};

use crate::domain::matrix::{Arrangement, Cell, CellEvidence, Column, Matrix, MatrixRow};
use crate::domain::open_document::OpenDocument;
use crate::domain::query::{Query, TagIs, Term};
use crate::domain::quotes::Searchable;
use crate::domain::record_list::*;
use crate::domain::records::{Kind, Source};
use crate::domain::rows::*;
use crate::domain::standing::Standing;
use crate::domain::tag::{Tag, Toggle};
use crate::domain::timeline::{DateOf, Moment};
use crate::domain::words::Stance;
use crate::domain::*;
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::msg::FilterLeaves;
use crate::review::protocol::record::Twice;
use crate::review::protocol::viewed::{Topic, ViewOf, Viewed};
use crate::review::{Answer, Effect, Export, Msg, Read, Write};
use std::collections::{BTreeMap, VecDeque};
use uuid::Uuid;

type Said = BTreeMap<Target, Annotation>;

/// What a step may change: what is said, and the claims and the evidence it is said of.
#[derive(Clone, Default)]
pub struct Kept {
    said: Said,
    claims: Vec<ClaimRow>,
    evidence: Vec<EvidenceRow>,
}

/// What can be undone or redone: how all was before it, what it touched, its label, and whether it changed records.
#[derive(Clone, Default)]
pub struct Step {
    pub kept: Kept,
    pub targets: Vec<Target>,
    pub label: String,
    pub records: bool,
}

/// What a filter leaves.
pub struct Left {
    claims: Vec<ItemId>,
    /// The evidence, where the filter asks something of evidence.
    evidence: Option<Vec<ItemId>>,
    /// Whether the party there is says the words by itself.
    party: bool,
}

/// What the views of the case show, and what a claim stands on.
#[derive(Clone, Copy)]
pub struct Views {
    pub viewed: fn(&Fake, Topic, ViewOf) -> Viewed,
    pub standing: fn(&Fake, ItemId) -> Standing,
    /// What a source rests on, as the matrix has it and as the list of sources does.
    pub origin: fn(&Key) -> String,
    pub in_short: fn(&Key) -> String,
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
    pub drafts: BTreeMap<Target, Note>,
    pub filtered: Option<Left>,
    pub refuse_writes: bool,
    pub exports: Vec<Export>,
    /// The order asked for last, for the matrix.
    pub arranged: Option<Arrangement>,
    /// The order asked for last, for sources or parties.
    pub arranged_records: Option<(Kind, RecordOrder)>,
    /// The documents of sources, where a test gives them.
    pub documents: BTreeMap<Key, OpenDocument>,
    /// The sources that were entered twice, where a test gives them.
    pub duplicates: Vec<Twice>,
    /// The changes to the dossier.
    pub records: Vec<Write>,
    /// The ids of records that are to be made.
    pub new_ids: VecDeque<ItemId>,
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
            in_short: |_| "untraced: what it rests on is not recorded".into(),
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
            arranged_records: None,
            documents: BTreeMap::new(),
            duplicates: Vec::new(),
            records: Vec::new(),
            new_ids: VecDeque::new(),
            views,
        };
        fake.put_in_order();
        fake
    }

    /// Claim by claim, stance by stance.
    fn put_in_order(&mut self) {
        self.evidence.sort_by_key(|row| (row.claim_key.clone(), row.record.stance));
        for (pos, row) in (0..).zip(&mut self.evidence) {
            row.pos = pos;
        }
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

    fn detail(&self, row: &ClaimRow) -> ClaimDetail {
        let known = self.details.get(&row.id).cloned();
        ClaimDetail {
            row: self.row(row),
            annotation: self.annotation(Target::claim(row.id)),
            ..known.unwrap_or_else(|| bare(row))
        }
    }
}
