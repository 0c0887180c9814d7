//! A line of the ledger: some material and how it stands.

use super::voice::{self, Sentence, TagSaid, Voice};
use super::{PartyId, Reason, Word, party_id};
use crate::domain::dates::Dated;
use crate::domain::ids::ItemId;
use crate::domain::keys::Key;
use crate::domain::kind::Kind;
use crate::domain::material::{MaterialId, can_be_asked_for};
use crate::domain::rows::{EvidenceRow, GapRow};
use crate::domain::words::Holding;

/// A line of the ledger: some material and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The piece of evidence or the gap by which it stands so.
    pub key: Key,
    /// Its id.
    pub id: ItemId,
    /// What it is: the material that is named, else the title of the source.
    pub material: String,
    /// What tells it from other material.
    pub id_of_material: MaterialId,
    /// How it stands: as it is tagged, of several tags by the one by which least is public; where nobody tagged it,
    /// as the first record says.
    pub state: Holding,
    /// Whether a reviewer tagged it disputed.
    pub disputed: bool,
    /// Who holds it, or would.
    pub holder: Option<String>,
    /// Which party that is.
    pub held_by: Option<PartyId>,
    /// The date of what it reports.
    pub dated: Option<Dated>,
    /// Who says how it stands: reviewers first, then the records of the case, in its order.
    pub voices: Vec<Voice>,
    /// What a reader should know of it, each with the record that says so.
    pub notes: Vec<(Key, String)>,
    /// Whether it would make sense to ask someone for it.
    pub can_be_asked_for: bool,
    /// The requests that ask for it.
    pub asked: Vec<Key>,
    /// Where there is none: requests about the claim that asked its holder for a record.
    pub holder_asked: Vec<Key>,
}

impl Entry {
    /// Who says that it stands so.
    #[must_use]
    pub fn lead(&self) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.key == self.key && voice.state == self.state)
    }

    /// Whose word it is that it stands so.
    #[must_use]
    pub fn word(&self) -> Word {
        self.lead().map_or(Word::Source, Voice::word)
    }

    /// How it stands, in words: "withheld in part" where it was tagged so.
    #[must_use]
    pub fn state_in_words(&self) -> String {
        self.lead().map_or_else(|| super::holding(self.state).to_owned(), Voice::state_in_words)
    }

    /// Whether it is something that could be shown and is not, whole.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.state != Holding::Released
    }

    /// What a record says of it that a reviewer tagged otherwise.
    #[must_use]
    pub fn recorded(&self) -> Option<Holding> {
        let records = || self.voices.iter().filter(|voice| voice.tag.is_none());
        let own = records().find(|voice| voice.key == self.key).or_else(|| records().next());
        own.filter(|_| self.word() == Word::Reviewer).map(|voice| voice.state)
    }

    /// Whether a record has it otherwise than it was tagged.
    #[must_use]
    pub fn is_tagged_otherwise(&self) -> bool {
        self.recorded().is_some_and(|recorded| recorded != self.state)
    }

    /// Why it is not public, by those who say that it stands so: the reviewer's ground alone where it was tagged.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.of_word(|voice| voice.reason.as_ref()).filter(|reason| {
            let held_back = matches!(self.state, Holding::Withheld | Holding::InPart | Holding::Removed);
            reason.word == Word::Reviewer || held_back
        })
    }

    /// The harm that showing it would do, as its holder has it: by the tag, or else by a record.
    #[must_use]
    pub fn harm(&self) -> Option<&str> {
        let any = || self.voices.iter().find_map(|voice| voice.harm.as_deref());
        self.of_word(|voice| voice.harm.as_deref()).or_else(any)
    }

    /// The first of something that those say by whose word it stands so.
    fn of_word<'a, T>(&'a self, of: impl Fn(&'a Voice) -> Option<T>) -> Option<T> {
        let word = self.word();
        let lead = self.lead().into_iter();
        lead.chain(self.voices.iter().filter(|voice| voice.word() == word)).find_map(of)
    }

    /// Who says how it stands, a sentence each; with the grounds that they give, where it is `whole`.
    #[must_use]
    pub fn said(&self, whole: bool) -> Vec<Sentence> {
        self.sentences(whole, |_| true)
    }

    /// What the records of the case say of how it stands, a sentence each.
    #[must_use]
    pub fn recorded_in_words(&self) -> Vec<Sentence> {
        self.sentences(true, |voice| voice.tag.is_none())
    }

    fn sentences(&self, whole: bool, of: impl Fn(&Voice) -> bool) -> Vec<Sentence> {
        let Some(lead) = self.lead() else { return Vec::new() };
        let groups = voice::groups(self.voices.iter().filter(|voice| of(voice)));
        let holder = self.holder.as_deref();
        let said = groups.iter().filter_map(|group| voice::sentence(group, lead, holder, whole));
        // What agrees stands before what does not.
        let (differ, mut agree): (Vec<Sentence>, Vec<Sentence>) = said.partition(|sentence| sentence.differs);
        agree.extend(differ);
        agree
    }

    /// Every ground that is given, each with who says that it applies.
    #[must_use]
    pub fn grounds(&self) -> Vec<String> {
        voice::grounds(&self.voices, self.holder.as_deref())
    }

    /// What a reader should know of it; another record's than its own by its key.
    #[must_use]
    pub fn about(&self) -> Option<String> {
        let mut said: Vec<String> = Vec::new();
        for (key, note) in &self.notes {
            let known =
                self.notes.iter().take_while(|(known, _)| known != key).any(|(_, known)| known == note);
            if !known {
                said.push(if *key == self.key { note.clone() } else { format!("{key}: {note}") });
            }
        }
        (!said.is_empty()).then(|| said.join(" "))
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

    /// Takes in what is said of the same material elsewhere.
    pub(super) fn join(&mut self, other: Self) {
        let first_tag = self.word() == Word::Source && other.word() == Word::Reviewer;
        let less_public =
            self.word() == other.word() && other.word() == Word::Reviewer && other.state > self.state;
        if first_tag || less_public {
            (self.key, self.id, self.state) = (other.key, other.id, other.state);
            self.dated = other.dated.or(self.dated.take());
        }
        self.voices.extend(other.voices);
        // Reviewers first, and before them the one by whom it stands so.
        let (key, state) = (self.key.clone(), self.state);
        self.voices.sort_by_key(|voice| (voice.tag.is_none(), voice.key != key || voice.state != state));
        self.notes.extend(other.notes);
        self.disputed |= other.disputed;
        self.can_be_asked_for |= other.can_be_asked_for;
        if self.held_by.is_none() {
            (self.holder, self.held_by) = (other.holder, other.held_by);
        }
    }

    /// Keeps what reviewers say alone, each by a name.
    pub(super) fn of_reviewer(mut self, name: &str) -> Self {
        self.voices.retain_mut(|voice| {
            if let Some(tag) = &mut voice.tag {
                tag.reviewer = Some(name.to_owned());
            }
            voice.tag.is_some()
        });
        self.notes.clear();
        self
    }

    /// What the tag or the source says of the material behind a piece of evidence; `None` if neither
    /// says anything.
    pub(super) fn of_evidence(row: &EvidenceRow) -> Option<Self> {
        let record = &row.record;
        let said = &row.annotation;
        let says = record.availability.as_ref();
        let voice = |state, tag: Option<TagSaid>, reason, harm| Voice {
            key: row.key.clone(),
            state,
            tag,
            reason,
            harm,
            source: Some((row.source_key.clone(), row.source.title.clone())),
            grade: row.source.reliability,
            locator: record.locator.clone(),
        };
        let tagged = said.holding().zip(TagSaid::of(said)).map(|(state, tag)| {
            let ground = said.ground.as_ref();
            let harm = ground.and_then(|ground| ground.harm.clone());
            voice(state, Some(tag), ground.map(Reason::of_reviewer), harm)
        });
        let recorded = says.map(|says| {
            let ground = says.ground.as_ref();
            let reason = ground.map(|code| Reason::of_record(code, says.basis, (Kind::Evidence, row.id)));
            voice(says.says, None, reason, says.harm.clone())
        });
        let voices: Vec<Voice> = tagged.into_iter().chain(recorded).collect();
        Some(Self {
            key: row.key.clone(),
            id: row.id,
            material: record.material.clone().unwrap_or_else(|| row.source.title.clone()),
            id_of_material: MaterialId::of(record, &row.source_key),
            state: voices.first()?.state,
            disputed: said.disputed,
            holder: row.holder.clone(),
            held_by: party_id(record, says.and_then(|says| says.holder.as_deref())),
            dated: record.dated.clone(),
            voices,
            notes: record.about.clone().map(|note| (row.key.clone(), note)).into_iter().collect(),
            can_be_asked_for: can_be_asked_for(record, &row.source),
            asked: Vec::new(),
            holder_asked: Vec::new(),
        })
    }

    /// What the dossier says of what is missing.
    pub(super) fn of_gap(row: GapRow) -> Self {
        let gap = row.gap;
        let voice = Voice {
            key: row.key.clone(),
            state: gap.state,
            tag: None,
            reason: gap.ground.as_ref().map(|code| Reason::of_record(code, gap.basis, (Kind::Gap, row.id))),
            harm: gap.harm.clone(),
            source: row.source,
            grade: row.grade,
            locator: gap.locator.clone(),
        };
        Self {
            held_by: party_id(&gap, gap.holder.as_deref()),
            notes: gap.about.clone().map(|note| (row.key.clone(), note)).into_iter().collect(),
            key: row.key,
            id: row.id,
            id_of_material: MaterialId::named(&gap.material),
            material: gap.material,
            state: gap.state,
            disputed: false,
            holder: row.holder,
            dated: None,
            voices: vec![voice],
            can_be_asked_for: true,
            asked: Vec::new(),
            holder_asked: Vec::new(),
        }
    }

    /// The piece of evidence or gap that it begins with, and the others on the same material.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let mut others: Vec<&Key> = Vec::new();
        for key in self.voices.iter().map(|voice| &voice.key).filter(|key| **key != self.key) {
            if !others.contains(&key) {
                others.push(key);
            }
        }
        std::iter::once(&self.key).chain(others)
    }

    /// Whether a gap says so, or says it too.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.keys().any(|key| key.kind == Kind::Gap)
    }
}
