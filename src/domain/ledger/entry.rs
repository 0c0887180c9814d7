//! A line of the ledger: some material and how it stands.

use super::{PartyId, Reason, Word, party_id};
use crate::domain::dates::Dated;
use crate::domain::ids::ItemId;
use crate::domain::keys::Key;
use crate::domain::kind::Kind;
use crate::domain::material::{MaterialId, can_be_asked_for};
use crate::domain::rows::{EvidenceRow, GapRow, Titled};
use crate::domain::words::{Holding, Reliability};

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
    /// How it stands by the record that was tagged, where that says something of it.
    pub recorded: Option<Holding>,
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
    pub also: Vec<OnRecord>,
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

/// A piece of evidence or a gap, and the source it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnRecord {
    /// Its key.
    pub key: Key,
    /// The source.
    pub source: Option<Titled>,
}

/// Another word on how some material stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise {
    /// The piece of evidence or the gap that says so.
    pub record: OnRecord,
    /// How it stands by that.
    pub state: Holding,
    /// Whose word that is.
    pub word: Word,
    /// The ground that it gives.
    pub reason: Option<Reason>,
}

/// What a reviewer tagged some material.
#[derive(Debug, Clone, PartialEq)]
pub struct TagSaid {
    /// The reviewer.
    pub reviewer: String,
    /// The piece of evidence that was tagged.
    pub key: Key,
    /// How it stands by the tag.
    pub state: Holding,
    /// Whether it is tagged disputed as well.
    pub disputed: bool,
    /// The ground that the reviewer gives.
    pub reason: Option<Reason>,
}

/// Whether there is something of which it may be asked why it is not public.
const fn is_held_back(state: Holding) -> bool {
    matches!(state, Holding::Withheld | Holding::InPart | Holding::Removed)
}

/// What one says and what another says, once where they say the same.
fn both(one: Option<String>, other: Option<String>, between: &str) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if !one.contains(&other) => Some(format!("{one}{between}{other}")),
        (one, other) => one.or(other),
    }
}

impl Entry {
    /// Whether it is something that could be shown and is not, whole.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.state != Holding::Released
    }

    /// Whether a record has it otherwise than it was tagged.
    #[must_use]
    pub fn is_tagged_otherwise(&self) -> bool {
        self.word == Word::Reviewer && self.recorded.is_some_and(|recorded| recorded != self.state)
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
        // A tag comes before a record, and of two tags the one by which less is public.
        if other.word == Word::Reviewer && (self.word == Word::Source || other.state > self.state) {
            std::mem::swap(self, &mut other);
            // What was noted until now stays noted.
            (self.also, self.otherwise) =
                (std::mem::take(&mut other.also), std::mem::take(&mut other.otherwise));
        }
        let ground = |of: &Self| of.reason.as_ref().map(|reason| reason.code.clone());
        let (own, its) = (ground(self), ground(&other));
        let record = OnRecord { key: other.key, source: other.source };
        if other.state != self.state || (own.is_some() && its.is_some() && own != its) {
            let Self { state, word, ref reason, .. } = other;
            self.otherwise.push(Otherwise { record: record.clone(), state, word, reason: reason.clone() });
        }
        self.also.push(record);
        self.disputed |= other.disputed;
        self.can_be_asked_for |= other.can_be_asked_for;
        if self.held_by.is_none() {
            (self.holder, self.held_by) = (other.holder, other.held_by);
        }
        if is_held_back(self.state) {
            self.reason = self.reason.take().or(other.reason);
        }
        self.harm = both(self.harm.take(), other.harm, "; ");
        self.about = both(self.about.take(), other.about, " ");
    }

    /// Takes in how it stands as a reviewer tagged it, by a line that holds what that reviewer says.
    pub(super) fn add_tag(&mut self, reviewer: &str, said: &Self) {
        let own = |reason: &Option<Reason>| reason.clone().filter(|reason| reason.word == Word::Reviewer);
        let tag = |key: &Key, state, reason| TagSaid {
            reviewer: reviewer.to_owned(),
            key: key.clone(),
            state,
            disputed: said.disputed,
            reason: own(reason),
        };
        self.tags.push(tag(&said.key, said.state, &said.reason));
        let others = said.otherwise.iter().filter(|other| other.word == Word::Reviewer);
        self.tags.extend(others.map(|other| tag(&other.record.key, other.state, &other.reason)));
        if self.word == Word::Source {
            (self.recorded, self.word, self.state) = (Some(self.state), Word::Reviewer, said.state);
        }
        self.state = self.state.max(said.state);
        self.disputed |= said.disputed;
    }

    /// Why it is withheld. What a record gives as the ground of what was tagged released is none.
    #[must_use]
    pub fn ground(&self) -> Option<&Reason> {
        self.reason.as_ref().filter(|reason| reason.word == Word::Reviewer || self.is_missing())
    }

    /// What the tag or the source says of the material behind a piece of evidence; `None` if neither
    /// says anything.
    pub(super) fn of_evidence(row: &EvidenceRow) -> Option<Self> {
        let record = &row.record;
        let said = &row.annotation;
        let says = record.availability.as_ref();
        let (state, word) = match (said.holding(), says) {
            (Some(state), _) => (state, Word::Reviewer),
            (None, Some(says)) => (says.says, Word::Source),
            (None, None) => return None,
        };
        let sources = || {
            let says = says?;
            Some(Reason::of_record(says.ground.as_ref()?, says.basis, (Kind::Evidence, row.id)))
        };
        let reviewers = said.ground.as_ref().map(Reason::of_reviewer);
        let harm = said.ground.as_ref().and_then(|ground| ground.harm.clone());
        Some(Self {
            key: row.key.clone(),
            id: row.id,
            material: record.material.clone().unwrap_or_else(|| row.source.title.clone()),
            id_of_material: MaterialId::of(record, &row.source_key),
            state,
            word,
            recorded: says.map(|says| says.says).filter(|_| word == Word::Reviewer),
            disputed: said.disputed,
            holder: row.holder.clone(),
            held_by: party_id(record, says.and_then(|says| says.holder.as_deref())),
            reason: reviewers.or_else(|| sources().filter(|_| is_held_back(state))),
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
            recorded: None,
            disputed: false,
            holder: row.holder,
            reason: gap.ground.map(|code| Reason::of_record(&code, gap.basis, (Kind::Gap, row.id))),
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

    /// The piece of evidence or gap that it begins with, and the others on the same material.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.key).chain(self.also.iter().map(|other| &other.key))
    }

    /// Whether it is a source itself, of which no material is named.
    #[must_use]
    pub const fn is_source(&self) -> bool {
        matches!(self.id_of_material, MaterialId::Source(_))
    }

    /// Whether a gap says so, or says it too.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.keys().any(|key| key.kind == Kind::Gap)
    }
}
