//! What a report says of a case, part by part in its order, so that a case of any size streams.

use super::annotation::Annotation;
use super::dates::Date;
use super::figures::Grid;
use super::ids::ItemId;
use super::keys::Key;
use super::ledger::{Asking, Entry, Ledger};
use super::origins::ClaimOrigins;
use super::query::Query;
use super::records::{CaseInfo, Derivation, Source};
use super::rows::{ClaimDetail, EvidenceRow, FigureRow};
use super::stale::Stale;
use super::standing::Released;
use super::wording::counted;
use super::words::{Being, Confidence, Verdict};

/// What leaves the case: in a report, and in any other export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporting {
    /// Whose judgements the query asks for, unless it names someone.
    pub reviewer: ItemId,
    /// What it is limited to: the claims and the evidence this leaves, and what belongs to them.
    pub query: Query,
    /// The query as it was typed.
    pub typed: String,
    /// Private notes too.
    pub with_private: bool,
    /// Stand-ins in the place of the reviewers' names and ids.
    pub redact: bool,
}

/// What is known of a report before its first part.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// What the case says of itself.
    pub info: CaseInfo,
    /// The query the report is limited to, as it was typed; `None` if it holds the whole case. In
    /// the place of one that names a reviewer whose name is redacted, a sentence.
    pub query: Option<String>,
    /// The names of the reviewers of the case; stand-ins where names are redacted.
    pub reviewers: Vec<String>,
    /// Whether the reviewers' names are redacted.
    pub redacted: bool,
    /// Whether private notes are in it.
    pub with_private: bool,
    /// How many claims the report holds.
    pub claims: u64,
    /// How many pieces of evidence the report holds.
    pub evidence: u64,
    /// Whether anyone has tagged any evidence of the case.
    pub tagged: bool,
    /// The day it is made.
    pub made: Date,
    /// The claims with what reviewers conclude: all of them, or of very many those that have a verdict.
    pub verdicts: Vec<ClaimVerdicts>,
    /// Whether there are figures in it.
    pub has_figures: bool,
    /// Whether there are figures, requests or gaps in it that belong to no claim.
    pub has_loose: bool,
}

impl About {
    /// Whether any reviewer has given a verdict on one of its claims.
    #[must_use]
    pub fn has_verdicts(&self) -> bool {
        self.verdicts.iter().any(|claim| !claim.verdicts.is_empty())
    }

    /// That some of its claims stand in no line of the table of verdicts, in a sentence; empty where none does.
    #[must_use]
    pub fn unlisted(&self) -> String {
        match self.claims.saturating_sub(self.verdicts.len() as u64) {
            0 => String::new(),
            1 => "1 more claim stands below and is not listed here.".to_owned(),
            n => format!("{} stand below and are not listed here.", counted(n, "more claim")),
        }
    }
}

/// What reviewers conclude of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimVerdicts {
    /// Its key.
    pub key: Key,
    /// The claimant's name, the short one where there is one.
    pub claimant: Option<String>,
    /// Its label, or its text where it has none.
    pub text: String,
    /// The verdicts.
    pub verdicts: Vec<VerdictSaid>,
}

/// A reviewer's verdict, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictSaid {
    /// The reviewer's name, or the stand-in for it.
    pub reviewer: String,
    /// The verdict.
    pub verdict: Verdict,
    /// How sure the reviewer is.
    pub confidence: Option<Confidence>,
    /// The reason that the reviewer gives.
    pub reason: Option<String>,
}

impl VerdictSaid {
    /// The reason for a table, of which no more is kept than has room; the whole of it stands with the claim.
    #[must_use]
    pub fn reason_in_short(&self) -> String {
        const ROOM: usize = 300;
        let Some(reason) = &self.reason else { return "none given".to_owned() };
        let words = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(ROOM) {
            Some((end, _)) => format!("{}\u{2026}", words[..end].trim_end()),
            None => words,
        }
    }
}

/// What one reviewer says of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// The reviewer's id, or the stand-in for it.
    pub id: ItemId,
    /// The reviewer's name, or the stand-in for it.
    pub reviewer: String,
    /// A person or an organization, where a file that was imported says so.
    pub is: Option<Being>,
    /// Whether they speak for themselves in this case; else a file that was imported says what they said.
    pub own: bool,
    /// What they say; private notes only where they were asked for.
    pub annotation: Annotation,
    /// When it was last changed.
    pub changed: Date,
}

/// Another source that a source derives from.
#[derive(Debug, Clone, PartialEq)]
pub struct DerivesFrom {
    /// The key of the other source.
    pub key: Key,
    /// Its title.
    pub title: String,
    /// How the one derives from it, where that shows, and what a reader should know of it.
    pub derivation: Derivation,
}

/// A source as a report lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportSource {
    /// Its key.
    pub key: Key,
    /// The record.
    pub source: Source,
    /// The name of the party whose own statement it is.
    pub party: Option<String>,
    /// What it derives from.
    pub derives_from: Vec<DerivesFrom>,
    /// How many pieces of evidence of the report stand in it.
    pub evidence: u64,
}

/// What a claim of a report stands on. Whether material is released, and an origin seen, is as reviewers tagged it,
/// else as its source says; where reviewers differ, what is least public counts. Origins, and what is released, are of all evidence of the
/// claim, also where a query leaves only some of it; the ledger holds what the report holds.
#[derive(Debug, Clone)]
pub struct ReportStanding {
    /// Where its evidence comes from in the end.
    pub origins: ClaimOrigins,
    /// For each reviewer who decided on any of its evidence: the name, and what stands on what they tagged
    /// released.
    pub released: Vec<(String, Released)>,
    /// What is released, withheld, not shown and asked for.
    pub ledger: Ledger,
    /// What has grown old: with the reviewer whose verdict it is, none for a source.
    pub stale: Vec<(Option<String>, Stale)>,
}

impl ReportStanding {
    /// What reviewers tagged released, without those who tagged nothing so.
    pub fn tagged_released(&self) -> impl Iterator<Item = (&str, &Released)> {
        let some = self.released.iter().filter(|(_, released)| released.pieces > 0);
        some.map(|(name, released)| (name.as_str(), released))
    }
}

/// One part of a report. Parts come claim by claim in the order of the case: a claim, its evidence
/// (supports, repeats, disputes, context), and where there is anything to say, what it stands on;
/// behind the last claim the figures by quantity, the sources that the claims and their evidence name
/// (all sources, where the report holds the whole case), then the figures, requests and gaps that
/// belong to no claim.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A claim, and what reviewers say of it. `annotation` and `others` of the detail are empty.
    Claim(&'a ClaimDetail, &'a [Opinion]),
    /// A piece of evidence of the claim before, and what reviewers say of it. `annotation` and
    /// `others` of the row are empty.
    Evidence(&'a EvidenceRow, &'a [Opinion]),
    /// What the claim before stands on.
    Standing(&'a ReportStanding),
    /// All figures of one quantity that the report holds.
    Grid(&'a Grid),
    /// There are more figures than are set side by side.
    MoreFigures,
    /// A source.
    Source(&'a ReportSource),
    /// A figure of no claim and no piece of evidence.
    Figure(&'a FigureRow),
    /// A request about no claim in particular.
    Request(&'a Asking),
    /// A gap about no claim in particular, with the requests that it names.
    Gap(&'a Entry, &'a [Asking]),
}
