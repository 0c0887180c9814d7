//! What a list or a screen shows of a case: records together with what stands around them.

use super::annotation::{Annotation, Note, Target};
use super::dates::Date;
use super::event::Counts;
use super::ids::ItemId;
use super::keys::Key;
use super::records::{CaseInfo, Claim, Evidence, Figure, Gap, Party, Request, Source, Wording, called};
use super::words::{Reliability, Stance, Verdict};

/// How far a reviewer has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pieces of evidence decided by the reviewer.
    pub decided: u64,
    /// Pieces of evidence set aside and not decided.
    pub aside: u64,
    /// Pieces of evidence in the case.
    pub evidence: u64,
    /// Claims with a verdict of the reviewer's.
    pub verdicts: u64,
    /// Claims in the case.
    pub claims: u64,
}

/// How many pieces of evidence a claim has, by stance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stances {
    /// Supporting.
    pub supports: u64,
    /// Repeating.
    pub repeats: u64,
    /// Disputing.
    pub disputes: u64,
    /// Context.
    pub context: u64,
}

impl Stances {
    /// How many of a stance.
    #[must_use]
    pub const fn of(self, stance: Stance) -> u64 {
        match stance {
            Stance::Supports => self.supports,
            Stance::Repeats => self.repeats,
            Stance::Disputes => self.disputes,
            Stance::Context => self.context,
        }
    }

    /// One more of a stance.
    pub const fn add(&mut self, stance: Stance) {
        match stance {
            Stance::Supports => self.supports += 1,
            Stance::Repeats => self.repeats += 1,
            Stance::Disputes => self.disputes += 1,
            Stance::Context => self.context += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.supports + self.repeats + self.disputes + self.context
    }
}

/// The two panes in which a claim's evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Supports, then repeats.
    Supporting,
    /// Disputes, then context.
    Disputing,
}

impl Side {
    /// The side on which evidence of a stance stands.
    #[must_use]
    pub const fn of(stance: Stance) -> Self {
        match stance {
            Stance::Supports | Stance::Repeats => Self::Supporting,
            Stance::Disputes | Stance::Context => Self::Disputing,
        }
    }
}

/// A claim as a line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimRow {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// Its place in the order of claims; grows down the list, not dense.
    pub ord: i64,
    /// The statement.
    pub text: String,
    /// Its name for lists, where it has one.
    pub label: Option<String>,
    /// The claimant's name, the short one where there is one.
    pub claimant: Option<String>,
    /// How many claims stand above it as parents.
    pub depth: u8,
    /// Its evidence.
    pub stances: Stances,
    /// How many pieces of its evidence the reviewer has decided.
    pub decided: u64,
    /// The reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// Whether the reviewer has set it aside.
    pub aside: bool,
    /// Whether the reviewer has written a note on it.
    pub noted: bool,
}

impl ClaimRow {
    /// What a list calls it: its label, or else its text.
    #[must_use]
    pub fn called(&self) -> &str {
        called(self.label.as_deref(), &self.text)
    }
}

/// What another reviewer says of the same item.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherOpinion {
    /// The other reviewer's name.
    pub reviewer: String,
    /// What they say.
    pub annotation: Annotation,
}

/// Key and title (or name) of a source or a party that a record names.
pub type Titled = (Key, String);

/// How a source puts a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct WordingRow {
    /// The wording.
    pub wording: Wording,
    /// The source.
    pub source: Titled,
    /// Where that was published.
    pub url: Option<String>,
}

/// A figure, with the names of what it refers to.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    /// Its key.
    pub key: Key,
    /// The record.
    pub figure: Figure,
    /// The evidence that asserts it, where it names some.
    pub evidence: Option<ItemId>,
    /// The name of the party that asserts it.
    pub asserted_by: Option<String>,
    /// The source it stands in.
    pub stands_in: Option<Titled>,
}

/// A request, with the names of who asked and who was asked, and the source that reports it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// Its key.
    pub key: Key,
    /// Its id.
    pub id: ItemId,
    /// The record.
    pub request: Request,
    /// Who asked.
    pub by: Option<String>,
    /// Who was asked.
    pub to: Option<String>,
    /// The source that reports it.
    pub source: Option<Titled>,
    /// The day as of which it is overdue, where it is: an answer was due before, and none is on record.
    pub overdue: Option<Date>,
}

/// A gap, its holder's name, the source that says so, and the requests it names.
#[derive(Debug, Clone, PartialEq)]
pub struct GapRow {
    /// Its key.
    pub key: Key,
    /// Its id.
    pub id: ItemId,
    /// The record.
    pub gap: Gap,
    /// The holder's name.
    pub holder: Option<String>,
    /// The source that says so.
    pub source: Option<Titled>,
    /// Its reliability, where it is graded.
    pub grade: Option<Reliability>,
    /// The requests that it names, and all that ask for the same material.
    pub asked: Vec<Asking>,
}

/// A claim, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimDetail {
    /// Its line.
    pub row: ClaimRow,
    /// The record.
    pub record: Claim,
    /// The claimant.
    pub claimant: Option<Party>,
    /// The parties that it concerns.
    pub concerns: Vec<Titled>,
    /// The key and text of the claim it is a part of.
    pub parent: Option<(Key, String)>,
    /// The name of that claim's claimant, the short one where there is one: its text is not shown
    /// without it.
    pub parent_claimant: Option<String>,
    /// How sources put it.
    pub wordings: Vec<WordingRow>,
    /// Its figures, and those that its evidence asserts.
    pub figures: Vec<FigureRow>,
    /// The requests about it.
    pub requests: Vec<Asking>,
    /// What is withheld or not shown.
    pub gaps: Vec<GapRow>,
    /// What the reviewer says of it.
    pub annotation: Annotation,
    /// What others say of it.
    pub others: Vec<OtherOpinion>,
}

/// A piece of evidence, whole: its line shows some of it, its detail the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: Key,
    /// Its place in the order of evidence: claim by claim, side by side; not dense.
    pub pos: i64,
    /// The claim it bears on.
    pub claim: ItemId,
    /// That claim's key.
    pub claim_key: Key,
    /// The record.
    pub record: Evidence,
    /// The source's id.
    pub source_id: ItemId,
    /// The source's key.
    pub source_key: Key,
    /// The source.
    pub source: Source,
    /// Key and name of the party who speaks there.
    pub via_party: Option<Titled>,
    /// Key and title of the source it rests on.
    pub via_origin: Option<Titled>,
    /// The name of the party that holds the material.
    pub holder: Option<String>,
    /// The requests for it.
    pub requests: Vec<Asking>,
    /// The gaps about its material, where the piece itself does not say if that is public.
    pub gaps: Vec<GapRow>,
    /// What the reviewer says of it.
    pub annotation: Annotation,
    /// What others say of it.
    pub others: Vec<OtherOpinion>,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListAt {
    /// At the top.
    First,
    /// At the end.
    Last,
    /// At this item; where it is not in the list, the nearest after it.
    Item(ItemId),
}

/// A stretch of a list that is not held whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// How many rows of the list stand before the first.
    pub start: u64,
    /// How many rows the list has.
    pub total: u64,
}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), start: 0, total: 0 }
    }
}

/// A claim with the evidence around the selected piece.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimView {
    /// The claim.
    pub claim: ClaimDetail,
    /// Supporting and repeating evidence.
    pub supporting: Slice<EvidenceRow>,
    /// Disputing evidence and context.
    pub disputing: Slice<EvidenceRow>,
}

/// Where a piece of evidence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The claim.
    pub claim: ItemId,
    /// The piece of evidence; none for the claim itself.
    pub evidence: Option<ItemId>,
}

/// One thing a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of what was found.
    pub id: ItemId,
    /// Its key: of a claim, a piece of evidence, a source, ...
    pub key: Key,
    /// Where to go for it; none for something no claim leads to.
    pub place: Option<Place>,
    /// What it says.
    pub text: String,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// The best, best first.
    pub hits: Vec<Hit>,
    /// How many there are, counted no further than a thousand.
    pub count: u64,
    /// Whether there are more than were counted.
    pub more: bool,
}

/// One line of the history of an item or of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Who.
    pub reviewer: String,
    /// What was done, as the step was labelled.
    pub label: String,
    /// Field by field: what it was, what it became, as text; empty for none.
    pub changes: Vec<(String, String, String)>,
    /// Whether what it recorded was erased.
    pub expunged: bool,
}

/// An import that the log tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its number, by which it can be taken out; none where it came with the history of another file.
    pub number: Option<i64>,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Who imported it.
    pub reviewer: String,
    /// What it was read from.
    pub name: String,
    /// How many records were new.
    pub added: Counts,
    /// How many records it changed.
    pub changed: Counts,
    /// How many annotations it brought.
    pub annotations: u64,
    /// Whether it was taken out again.
    pub out: bool,
}

/// What is known of a case the moment it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// What the case says of itself.
    pub info: CaseInfo,
    /// The reviewer's name.
    pub reviewer: String,
    /// How far the reviewer has come.
    pub progress: Progress,
    /// What the reviewer was writing when the case was last left.
    pub drafts: Vec<(Target, Key, Note)>,
}

/// What a committed change did.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was done, for people: "E-31 withheld", "undid: E-31 withheld"; empty for
    /// something that leaves no trace in the log (a draft).
    pub label: String,
    /// Each item it touched, with what the reviewer now says of it.
    pub annotations: Vec<(Target, Annotation)>,
    /// The lines of the claims it touched.
    pub claims: Vec<ClaimRow>,
    /// Whether records of the dossier changed, and what is shown of them is out of date.
    pub records: bool,
    /// What the case says of itself, where that may have changed.
    pub info: Option<CaseInfo>,
    /// How far the reviewer has come.
    pub progress: Progress,
    /// Where it happened.
    pub place: Option<Place>,
}
