//! The append-only log: what was recorded, by which replica, in what order.
//!
//! Each replica (one reviewer on one device) writes its own journal. An event carries the digest
//! of its payload and the hash of the event before it, so that a payload can be erased later and
//! the chain still verifies.

use super::fields::FieldSet;
use super::hlc::Hlc;
use super::ids::{Digest, Digester, ItemId};
use super::kind::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How many records of each kind, for the summary of an import.
pub type Counts = BTreeMap<Kind, u64>;

/// A group of events that is undone and redone as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The step's number: the sequence of its first event.
    pub step: u64,
    /// What was done, for people: "tag E-3 released".
    pub label: String,
    /// The step this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// The undone step this one brings back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redoes: Option<u64>,
}

/// Records of one kind as they stood, one row behind the other: where they go when they are put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Their kind.
    pub kind: Kind,
    /// The row of the first.
    pub row: i64,
    /// How many they are.
    pub n: u64,
    /// The number of the batch that brought or last changed them; 0 where they were made by hand.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub batch: i64,
    /// The place of the first in the order of claims; each other stands a stride behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ord: Option<i64>,
}

impl Stretch {
    /// Adds a record to the last of some stretches, or begins another; claims stand `stride` apart in their order.
    pub fn add(all: &mut Vec<Self>, one: Self, stride: i64) {
        if let Some(last) = all.last_mut()
            && let Ok(n) = i64::try_from(last.n)
            && (last.kind, last.batch) == (one.kind, one.batch)
            && (last.row + n, last.ord.map(|ord| ord + n * stride)) == (one.row, one.ord)
        {
            last.n += one.n;
        } else {
            all.push(one);
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// The last event of a replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The replica.
    pub replica: ItemId,
    /// The event's sequence.
    pub seq: u64,
    /// The event's hash.
    pub hash: Digest,
}

/// What one event records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
pub enum Payload {
    /// A replica begins: whose it is. Always a journal's first event; and again where the reviewer has another name.
    Join {
        /// The reviewer.
        reviewer: ItemId,
        /// The reviewer's name.
        name: String,
        /// Whether the journal was begun before, and the name is another one from here on.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
    /// The reviewer says something of an item.
    Annotate {
        /// Evidence or claim.
        kind: Kind,
        /// The item.
        item: ItemId,
        /// What it sets.
        set: FieldSet,
        /// What stood before.
        was: FieldSet,
        /// The step it belongs to.
        #[serde(flatten)]
        step: Step,
    },
    /// A record is made by hand, brought back (redo), or taken back (undo: `record` is none).
    Add {
        /// Its kind.
        kind: Kind,
        /// Its id.
        item: ItemId,
        /// The record; none when its making is undone.
        record: Option<Value>,
        /// Where it stood when its making was undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stood: Option<Stretch>,
        /// The step it belongs to.
        #[serde(flatten)]
        step: Step,
    },
    /// Fields of a record, or of the case itself, are edited by hand.
    Edit {
        /// The record's kind; none for the case's own description.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Kind>,
        /// Its id.
        item: ItemId,
        /// What it sets; null takes a field away.
        set: Map<String, Value>,
        /// What stood before.
        was: Map<String, Value>,
        /// The step it belongs to.
        #[serde(flatten)]
        step: Step,
    },
    /// Records are taken out, or (undo) put back. What each was is kept as what this event replaced, in the order
    /// of `stood`; a step that is taken back or brought back has its records with the event that did it first.
    Remove {
        /// How many records of each kind it keeps.
        #[serde(default, skip_serializing_if = "Counts::is_empty")]
        removed: Counts,
        /// Where they stood.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stood: Vec<Stretch>,
        /// The event of the import that is taken out. A record that the import only changed is then as it was before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<Digest>,
        /// The record that this one is combined with: what was said of it is said of that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<ItemId>,
        /// Whether records are put back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
        /// The step it belongs to.
        #[serde(flatten)]
        step: Step,
    },
    /// Two records of a kind change places in the order of the case.
    Swap {
        /// Their kind.
        kind: Kind,
        /// The one.
        item: ItemId,
        /// The other.
        with: ItemId,
        /// The step it belongs to.
        #[serde(flatten)]
        step: Step,
    },
    /// A batch of records and annotations came in from a file.
    Import {
        /// What it was read from.
        name: String,
        /// The digest of everything in the batch, in order.
        batch: Digest,
        /// How many records were new.
        added: Counts,
        /// How many records changed.
        changed: Counts,
        /// How many annotations it brought.
        #[serde(default)]
        annotations: u64,
        /// Where the records that it changed stand, and by which batches they were before, in the order of what it
        /// replaced.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stood: Vec<Stretch>,
        /// The step it belongs to; none where it made the case, or an earlier version wrote it.
        #[serde(flatten)]
        step: Option<Step>,
    },
    /// The work of others came in. Written where that leaves something to be said: what the case holds now, what it
    /// replaced, what stays though it was taken out.
    Merge {
        /// The last event of each journal of theirs that brought something.
        heads: Vec<Head>,
        /// Records that stay, though somebody took them out: what others said or made meanwhile rests on them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        back: Vec<(Kind, ItemId)>,
        /// How many versions of records it keeps, in place of which those of others stand now.
        #[serde(default, skip_serializing_if = "Counts::is_empty")]
        replaced: Counts,
        /// The ids of two cases that were joined: they are one from here on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joined: Option<[ItemId; 2]>,
    },
    /// Payloads were erased to protect someone.
    Expunge {
        /// The item they were about.
        item: ItemId,
        /// Why.
        reason: String,
        /// The hashes of the events whose payloads were erased, and the SHA-256 of what was erased of documents.
        events: Vec<Digest>,
    },
}

impl Payload {
    /// The step the event belongs to, for those that can be undone.
    #[must_use]
    pub const fn step(&self) -> Option<&Step> {
        match self {
            Self::Annotate { step, .. }
            | Self::Add { step, .. }
            | Self::Edit { step, .. }
            | Self::Remove { step, .. }
            | Self::Swap { step, .. } => Some(step),
            Self::Import { step, .. } => step.as_ref(),
            Self::Join { .. } | Self::Merge { .. } | Self::Expunge { .. } => None,
        }
    }

    /// The item the event is about.
    #[must_use]
    pub const fn item(&self) -> Option<ItemId> {
        match self {
            Self::Annotate { item, .. }
            | Self::Add { item, .. }
            | Self::Edit { item, .. }
            | Self::Swap { item, .. }
            | Self::Expunge { item, .. } => Some(*item),
            Self::Join { .. } | Self::Merge { .. } | Self::Remove { .. } | Self::Import { .. } => None,
        }
    }

    /// The payload as it is stored, digested and exchanged.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One recorded change, as it stands in the log and in a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The replica that wrote it.
    pub replica: ItemId,
    /// Its place in the replica's journal, from 1.
    pub seq: u64,
    /// When, on the hybrid logical clock.
    pub hlc: Hlc,
    /// The hash of the replica's event before it.
    pub prev: Digest,
    /// The digest of the payload's text.
    pub digest: Digest,
    /// The payload's text; `None` if it was erased.
    pub payload: Option<String>,
    /// When it was by the clock of the device, in milliseconds since 1970 UTC, where `hlc` is ahead of
    /// that: after some clock was wrong, the order goes on, and the time is still the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// What the case holds from here on besides what the log tells, as one digest, where that is another
    /// than the log said last: its description, records and reviewers, and what imports replaced and
    /// brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<Digest>,
    /// The hash of this event: over everything above but the payload's text.
    pub hash: Digest,
}

impl Event {
    /// A new event after the one with the hash `prev`, hashed. Its clock shows the time of `hlc`.
    #[must_use]
    pub fn new(replica: ItemId, seq: u64, hlc: Hlc, prev: Digest, payload: String) -> Self {
        let digest = Digest::of(payload.as_bytes());
        let event = Self {
            replica,
            seq,
            hlc,
            prev,
            digest,
            payload: Some(payload),
            at: None,
            dossier: None,
            hash: Digest::NONE,
        };
        Self { hash: event.own_hash(), ..event }
    }

    /// The same with what it may carry besides.
    #[must_use]
    pub fn with(self, at: Option<i64>, dossier: Option<Digest>) -> Self {
        let event = Self { at, dossier, ..self };
        Self { hash: event.own_hash(), ..event }
    }

    fn own_hash(&self) -> Digest {
        let beside = self.at.is_some() || self.dossier.is_some();
        let mut hash = Digester::default();
        hash.add(if beside { b"corrob event 2\n" } else { b"corrob event 1\n" });
        hash.add(self.replica.as_bytes());
        hash.add(&self.seq.to_be_bytes());
        hash.add(&self.hlc.0.to_be_bytes());
        hash.add(&self.prev.0);
        hash.add(&self.digest.0);
        if beside {
            hash.add(&[u8::from(self.at.is_some())]);
            hash.add(&self.at.unwrap_or_default().to_be_bytes());
            hash.add(&self.dossier.unwrap_or(Digest::NONE).0);
        }
        hash.finish()
    }

    /// When it was, in the form of a stamp: never to be compared with the order of events.
    #[must_use]
    pub fn time(&self) -> Hlc {
        self.at.map_or(self.hlc, Hlc::at_milli)
    }

    /// Whether the hash is the event's own, and the payload, if still there, the one it was
    /// written with.
    #[must_use]
    pub fn verifies(&self) -> bool {
        self.own_hash() == self.hash
            && self.payload.as_ref().is_none_or(|text| Digest::of(text.as_bytes()) == self.digest)
    }

    /// The payload read; `None` if it was erased.
    ///
    /// # Errors
    /// When the payload's text cannot be read.
    pub fn read(&self) -> Result<Option<Payload>, serde_json::Error> {
        self.payload.as_deref().map(serde_json::from_str).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erasing_a_payload_keeps_the_chain_and_changing_it_does_not() {
        let payload = Payload::Join { reviewer: ItemId::nil(), name: "r.lee".into(), again: false };
        let mut event = Event::new(ItemId::nil(), 1, Hlc(7), Digest::NONE, payload.to_text());
        assert!(event.verifies());
        assert_eq!(event.read().unwrap(), Some(payload));
        event.payload = None;
        assert!(event.verifies());
        event.payload = Some("{}".into());
        assert!(!event.verifies());
        event.payload = None;
        event.seq = 2;
        assert!(!event.verifies());
    }

    #[test]
    fn what_an_event_carries_besides_is_held_by_its_hash() {
        let event =
            |at, dossier| Event::new(ItemId::nil(), 1, Hlc(7), Digest::NONE, "{}".into()).with(at, dossier);
        let (plain, full) = (event(None, None), event(Some(5), Some(Digest([1; 32]))));
        assert_eq!(plain, Event::new(ItemId::nil(), 1, Hlc(7), Digest::NONE, "{}".into()));
        assert_eq!((plain.time(), full.time()), (Hlc(7), Hlc(5 << 16)));
        for (at, dossier) in [(None, None), (Some(6), full.dossier), (None, full.dossier), (Some(5), None)] {
            assert!(full.verifies() && !Event { at, dossier, ..full.clone() }.verifies());
        }
        let text = serde_json::to_string(&full).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), full);
        assert!(!serde_json::to_string(&plain).unwrap().contains("dossier"));
    }

    #[test]
    fn a_step_reads_back_from_its_payload() {
        let step = Step { step: 4, label: "tag E-1 released".into(), undoes: Some(3), redoes: None };
        let payload = Payload::Annotate {
            kind: Kind::Evidence,
            item: ItemId::nil(),
            set: FieldSet::new(),
            was: FieldSet::new(),
            step: step.clone(),
        };
        let read: Payload = serde_json::from_str(&payload.to_text()).unwrap();
        assert_eq!(read.step(), Some(&step));
    }
}
