//! What the screen shows of a row: outside text made safe, once, when the row comes in.

use crate::domain::rows::{ClaimDetail, ClaimRow, EvidenceRow, Hit, Place, Slice, Stances};
use crate::domain::standing::Standing;
use crate::domain::{Access, Annotation, Confidence, ItemId, Key, Stance, Verdict};
use crate::review::state::list::HasId;
use crate::text::SafeText;

/// A key as text.
#[must_use]
pub fn key(key: &Key) -> SafeText {
    SafeText::line(&key.to_string())
}

fn line(text: &str) -> SafeText {
    SafeText::line(text)
}

fn maybe(text: Option<&str>) -> Option<SafeText> {
    text.filter(|text| !text.is_empty()).map(SafeText::line)
}

/// A claim as a line.
#[derive(Debug, Clone)]
pub struct ClaimLine {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: SafeText,
    /// Who asserts it; stands with the text wherever that is shown.
    pub claimant: Option<SafeText>,
    /// The statement.
    pub text: SafeText,
    /// What a list calls it: its label, or else the statement.
    pub label: SafeText,
    /// How many claims stand above it as parents.
    pub depth: u8,
    /// How much evidence it has.
    pub stances: Stances,
    /// How much of it is decided.
    pub decided: u64,
    /// The reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// Set aside.
    pub aside: bool,
    /// The reviewer wrote a note.
    pub noted: bool,
}

impl From<&ClaimRow> for ClaimLine {
    fn from(row: &ClaimRow) -> Self {
        Self {
            id: row.id,
            key: key(&row.key),
            claimant: maybe(row.claimant.as_deref()),
            text: line(&row.text),
            label: line(row.called()),
            depth: row.depth,
            stances: row.stances,
            decided: row.decided,
            verdict: row.verdict,
            aside: row.aside,
            noted: row.noted,
        }
    }
}

impl From<ClaimRow> for ClaimLine {
    fn from(row: ClaimRow) -> Self {
        Self::from(&row)
    }
}

impl HasId for ClaimLine {
    fn id(&self) -> ItemId {
        self.id
    }
}

/// What the reviewer says of an item, as far as a line shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Released, withheld or neither.
    pub access: Option<Access>,
    /// Only in part.
    pub part: bool,
    /// Contested.
    pub disputed: bool,
    /// Looked at: no tag applies.
    pub examined: bool,
    /// Read otherwise than the case lists it.
    pub reading: Option<Stance>,
    /// Tagged or examined.
    pub decided: bool,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// There is a note.
    pub noted: bool,
    /// Set aside.
    pub aside: bool,
}

impl From<&Annotation> for Judgement {
    fn from(annotation: &Annotation) -> Self {
        Self {
            access: annotation.access,
            part: annotation.part,
            disputed: annotation.disputed,
            examined: annotation.examined,
            reading: annotation.reading,
            decided: annotation.is_decided(),
            confidence: annotation.confidence,
            noted: annotation.note.is_some(),
            aside: annotation.aside.is_some(),
        }
    }
}

/// A piece of evidence as a line.
#[derive(Debug, Clone)]
pub struct EvidenceLine {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: SafeText,
    /// The claim it bears on.
    pub claim: ItemId,
    /// How it bears on it.
    pub stance: Stance,
    /// The source's key.
    pub source_key: SafeText,
    /// What a row calls the source.
    pub source: SafeText,
    /// The day a row tells the source by.
    pub day: SafeText,
    /// Admiralty code: how reliable the source is, and how credible what it says; `?` for the one of the two
    /// that is not given.
    pub grade: SafeText,
    /// Its quote, or where there is none its paraphrase.
    pub text: SafeText,
    /// Whether `text` is a quote (to be shown in quotation marks).
    pub quoted: bool,
    /// What it is, in a word.
    pub kind: Option<SafeText>,
    /// What the reviewer says of it.
    pub judgement: Judgement,
    /// How many other reviewers say something of it.
    pub others: usize,
    /// Whether one of them says something else of the tag.
    pub conflict: bool,
    pub(crate) row: EvidenceRow,
}

impl From<EvidenceRow> for EvidenceLine {
    fn from(row: EvidenceRow) -> Self {
        let quote = row.record.quote.as_ref().filter(|quote| !quote.text.is_empty());
        Self {
            id: row.id,
            key: key(&row.key),
            claim: row.claim,
            stance: row.record.stance,
            source_key: key(&row.source_key),
            source: line(row.source.called()),
            day: line(&row.source.day().map(|day| day.date().to_string()).unwrap_or_default()),
            grade: grade(&row),
            text: line(quote.map_or(&row.record.paraphrase, |quote| &quote.text)),
            quoted: quote.is_some(),
            kind: maybe(row.record.kind.as_deref()),
            judgement: Judgement::from(&row.annotation),
            others: row.others.len(),
            conflict: differs(&row, &row.annotation),
            row,
        }
    }
}

/// Whether another reviewer differs from what is said.
fn differs(row: &EvidenceRow, said: &Annotation) -> bool {
    row.others.iter().any(|other| other.annotation.contradicts(said, row.record.stance))
}

fn grade(row: &EvidenceRow) -> SafeText {
    let reliability = row.source.reliability.map(|grade| grade.word());
    let credibility = row.record.credibility.map(|grade| grade.word());
    match (reliability, credibility) {
        (None, None) => SafeText::default(),
        (one, other) => line(&format!("{}{}", one.unwrap_or("?"), other.unwrap_or("?"))),
    }
}

impl EvidenceLine {
    pub(crate) fn annotate(&mut self, annotation: Annotation) {
        self.judgement = Judgement::from(&annotation);
        self.conflict = differs(&self.row, &annotation);
        self.row.annotation = annotation;
    }
}

impl HasId for EvidenceLine {
    fn id(&self) -> ItemId {
        self.id
    }
}

/// The selected claim, above its evidence.
#[derive(Debug, Clone)]
pub struct ClaimHead {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: SafeText,
    /// Who asserts it.
    pub claimant: Option<SafeText>,
    /// The statement.
    pub text: SafeText,
    /// When it was asserted, when it happened, what it is about: short pieces for one line.
    pub facts: Vec<SafeText>,
    /// The reviewer's verdict.
    pub verdict: Option<Verdict>,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Set aside.
    pub aside: bool,
    /// The reviewer wrote a note.
    pub noted: bool,
    /// Its evidence by stance.
    pub stances: Stances,
    /// What it stands on, in a line; empty until that is known.
    pub stands: SafeText,
    pub(crate) standing: Option<Standing>,
    pub(crate) detail: ClaimDetail,
}

impl From<ClaimDetail> for ClaimHead {
    fn from(detail: ClaimDetail) -> Self {
        let record = &detail.record;
        let facts = [
            record.asserted_on.as_ref().map(|on| format!("asserted {on}")),
            record.event_date.as_ref().map(|on| format!("event {on}")),
            record.nature.map(|nature| format!("put forward as {nature}")),
            record.topic.clone(),
            detail.parent.as_ref().map(|(key, _)| format!("part of {key}")),
        ];
        Self {
            id: detail.row.id,
            key: key(&detail.row.key),
            claimant: maybe(
                detail.claimant.as_ref().map(|party| party.name.as_str()).or(detail.row.claimant.as_deref()),
            ),
            text: line(&record.text),
            facts: facts.into_iter().flatten().map(|fact| line(&fact)).collect(),
            verdict: detail.annotation.verdict,
            confidence: detail.annotation.confidence,
            aside: detail.annotation.aside.is_some(),
            noted: detail.annotation.note.is_some(),
            stances: detail.row.stances,
            stands: SafeText::default(),
            standing: None,
            detail,
        }
    }
}

impl ClaimHead {
    pub(crate) fn stand(&mut self, standing: Standing) {
        let weighed = &standing.origins.weighed;
        let sides = [("for", &weighed.supporting), ("against", &weighed.disputing)]
            .map(|(side, tally)| format!("{side}: {}", tally.sentence()));
        self.stands = line(&sides.join(" \u{b7} "));
        self.standing = Some(standing);
    }

    /// Whether its verdict or one of its sources has grown old, as far as that is known.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| !standing.stale.is_empty())
    }

    pub(crate) fn annotate(&mut self, annotation: Annotation) {
        self.verdict = annotation.verdict;
        self.confidence = annotation.confidence;
        self.aside = annotation.aside.is_some();
        self.noted = annotation.note.is_some();
        self.detail.annotation = annotation;
    }
}

/// A hit of a search as a line.
#[derive(Debug, Clone)]
pub struct HitLine {
    /// The id of what was found.
    pub id: ItemId,
    /// The key of what was found.
    pub key: SafeText,
    /// What it says.
    pub text: SafeText,
    /// Where to go for it.
    pub place: Option<Place>,
}

impl From<Hit> for HitLine {
    fn from(hit: Hit) -> Self {
        Self { id: hit.id, key: key(&hit.key), text: line(&hit.text), place: hit.place }
    }
}

/// A slice of rows as a slice of lines.
pub(crate) fn slice<A, B: From<A>>(slice: Slice<A>) -> Slice<B> {
    Slice { rows: slice.rows.into_iter().map(B::from).collect(), start: slice.start, total: slice.total }
}
