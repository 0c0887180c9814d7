//! A line of the ledger: some material and how it stands.

use super::{PartyId, Reason, Word, party_id};
use crate::domain::dates::Dated;
use crate::domain::ids::ItemId;
use crate::domain::keys::Key;
use crate::domain::kind::Kind;
use crate::domain::material::{MaterialId, can_be_asked_for};
use crate::domain::rows::{EvidenceRow, GapRow, Titled};
use crate::domain::words::{Access, Holding, Reliability};

/// A line of the ledger: some material and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The piece of evidence or the gap that says so.
    pub key: Key,
    /// Its id.
    pub id: ItemId,
    /// What it is: the material that is named, else the title of the source.
    pub material: String,
    /// What tells it from other material.
    pub id_of_material: MaterialId,
    /// How it stands.
    pub state: Holding,
    /// Whose word that is.
    pub word: Word,
    /// Whether the reviewer tagged it disputed.
    pub disputed: bool,
    /// Who holds it, or would.
    pub holder: Option<String>,
    /// Which party that is.
    pub held_by: Option<PartyId>,
    /// Why it is withheld.
    pub reason: Option<Reason>,
    /// The harm that showing it would do, as its holder has it.
    pub harm: Option<String>,
    /// The source that says so.
    pub source: Option<Titled>,
    /// Its reliability, where it is graded.
    pub grade: Option<Reliability>,
    /// Where in it.
    pub locator: Option<String>,
    /// The date of what it reports.
    pub dated: Option<Dated>,
    /// What a reader should know of it.
    pub about: Option<String>,
    /// Other evidence and gaps on the same material.
    pub also: Vec<Key>,
    /// What those say of it, where it is something else.
    pub otherwise: Vec<Otherwise>,
    /// What reviewers tagged it, where a report tells of several.
    pub tags: Vec<TagSaid>,
    /// Whether it would make sense to ask someone for it.
    pub can_be_asked_for: bool,
    /// The requests that ask for it.
    pub asked: Vec<Key>,
    /// Where there is none: requests about the claim that asked its holder for a record.
    pub holder_asked: Vec<Key>,
}

/// Another word on how some material stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise {
    /// The piece of evidence or the gap that says so.
    pub key: Key,
    /// How it stands by that.
    pub state: Holding,
    /// Whose word that is.
    pub word: Word,
    /// The ground that it gives.
    pub ground: Option<String>,
}

/// What a reviewer tagged some material.
#[derive(Debug, Clone, PartialEq)]
pub struct TagSaid {
    /// The reviewer.
    pub reviewer: String,
    /// How it stands by the tag.
    pub state: Holding,
    /// Whether it is tagged disputed as well.
    pub disputed: bool,
    /// The ground that the reviewer gives.
    pub reason: Option<Reason>,
}

/// What one says and what another says, once where they say the same.
fn both(one: Option<String>, other: Option<String>, between: &str) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if !one.contains(&other) => Some(format!("{one}{between}{other}")),
        (one, other) => one.or(other),
    }
}

impl Entry {
    /// Whether it is something that could be shown and is not, whole; by whoever says so.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.state != Holding::Released || self.tags.iter().any(|tag| tag.state != Holding::Released)
    }

    /// Whether no request for it is on record although asking for it would make sense.
    #[must_use]
    pub fn is_unasked(&self) -> bool {
        let asked = !self.asked.is_empty() || !self.holder_asked.is_empty();
        self.state != Holding::Released && self.can_be_asked_for && !asked
    }

    /// Whether another entry is about the same material: of one name, and of no other holder.
    #[must_use]
    pub fn is_on_same_material(&self, other: &Self) -> bool {
        let one_holder = match (&self.held_by, &other.held_by) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        self.id_of_material == other.id_of_material && one_holder
    }

    /// Notes the requests for it; where there is none, those that asked its holder for a record.
    pub fn ask(
        &mut self,
        requests: impl IntoIterator<Item = Key>,
        of_holder: impl FnOnce(&PartyId) -> Vec<Key>,
    ) {
        self.asked.extend(requests);
        self.asked.sort();
        self.asked.dedup();
        if self.is_missing() && self.asked.is_empty() {
            self.holder_asked = self.held_by.as_ref().map(of_holder).unwrap_or_default();
        }
    }

    /// Takes in what another piece of evidence or gap says of the same material.
    pub(super) fn join(&mut self, mut other: Self) {
        if self.word == Word::Source && other.word == Word::Reviewer {
            std::mem::swap(self, &mut other);
            // What was noted until now stays noted.
            (self.also, self.otherwise) =
                (std::mem::take(&mut other.also), std::mem::take(&mut other.otherwise));
        }
        let ground = |of: &Self| of.reason.as_ref().map(|reason| reason.code.clone());
        let (own, its) = (ground(self), ground(&other));
        if other.state != self.state || (own.is_some() && its.is_some() && own != its) {
            let Self { state, word, .. } = other;
            self.otherwise.push(Otherwise { key: other.key.clone(), state, word, ground: its });
        }
        self.also.push(other.key);
        self.disputed |= other.disputed;
        self.can_be_asked_for |= other.can_be_asked_for;
        if self.held_by.is_none() {
            (self.holder, self.held_by) = (other.holder, other.held_by);
        }
        if self.is_held_back() {
            self.reason = self.reason.take().or(other.reason);
        }
        self.harm = both(self.harm.take(), other.harm, "; ");
        self.about = both(self.about.take(), other.about, " ");
    }

    const fn is_held_back(&self) -> bool {
        matches!(self.state, Holding::Withheld | Holding::InPart | Holding::Removed)
    }

    /// What the tag or the source says of the material behind a piece of evidence; `None` if neither
    /// says anything.
    pub(super) fn of_evidence(row: &EvidenceRow) -> Option<Self> {
        let record = &row.record;
        let said = &row.annotation;
        let says = record.availability.as_ref();
        let (state, word) = match (said.access, says) {
            (Some(_), _) if said.part => (Holding::InPart, Word::Reviewer),
            (Some(Access::Released), _) => (Holding::Released, Word::Reviewer),
            (Some(Access::Withheld), _) => (Holding::Withheld, Word::Reviewer),
            (None, Some(says)) => (says.says, Word::Source),
            (None, None) => return None,
        };
        let sources = || {
            let says = says?;
            let code = says.ground.clone()?;
            Some(Reason { code, basis: says.basis, by: None, on: None, word: Word::Source })
        };
        let reviewers = || {
            let ground = said.ground.as_ref()?;
            Some(Reason {
                code: ground.code.clone(),
                basis: Some(ground.basis),
                by: ground.by.clone(),
                on: ground.on.clone(),
                word: Word::Reviewer,
            })
        };
        let held_back = matches!(state, Holding::Withheld | Holding::InPart | Holding::Removed);
        let harm = said.ground.as_ref().and_then(|ground| ground.harm.clone());
        Some(Self {
            key: row.key.clone(),
            id: row.id,
            material: record.material.clone().unwrap_or_else(|| row.source.title.clone()),
            id_of_material: MaterialId::of(record, &row.source_key),
            state,
            word,
            disputed: said.disputed,
            holder: row.holder.clone(),
            held_by: party_id(record, says.and_then(|says| says.holder.as_deref())),
            reason: reviewers().or_else(|| sources().filter(|_| held_back)),
            harm: harm.or_else(|| says.and_then(|says| says.harm.clone())),
            source: Some((row.source_key.clone(), row.source.title.clone())),
            grade: row.source.reliability,
            locator: record.locator.clone(),
            dated: record.dated.clone(),
            about: record.about.clone(),
            also: Vec::new(),
            otherwise: Vec::new(),
            tags: Vec::new(),
            can_be_asked_for: can_be_asked_for(record, &row.source),
            asked: Vec::new(),
            holder_asked: Vec::new(),
        })
    }

    /// What the dossier says of what is missing.
    pub(super) fn of_gap(row: GapRow) -> Self {
        let gap = row.gap;
        Self {
            held_by: party_id(&gap, gap.holder.as_deref()),
            key: row.key,
            id: row.id,
            id_of_material: MaterialId::named(&gap.material),
            material: gap.material,
            state: gap.state,
            word: Word::Source,
            disputed: false,
            holder: row.holder,
            reason: gap.ground.map(|code| Reason {
                code,
                basis: gap.basis,
                by: None,
                on: None,
                word: Word::Source,
            }),
            harm: gap.harm,
            source: row.source,
            grade: row.grade,
            locator: gap.locator,
            dated: None,
            about: gap.about,
            also: Vec::new(),
            otherwise: Vec::new(),
            tags: Vec::new(),
            can_be_asked_for: true,
            asked: Vec::new(),
            holder_asked: Vec::new(),
        }
    }

    /// Whether it is a source itself, of which no material is named.
    #[must_use]
    pub const fn is_source(&self) -> bool {
        matches!(self.id_of_material, MaterialId::Source(_))
    }

    /// Whether a gap says so, or says it too.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.key.kind == Kind::Gap || self.also.iter().any(|key| key.kind == Kind::Gap)
    }
}
