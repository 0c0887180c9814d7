//! Entries made ready to be stored, on whatever thread has the time.

use crate::case::error::CaseError;
use crate::case::write::stored::Stored;
use crate::domain::CaseInfo;
use crate::domain::entry::{Entry, Said};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::records::Record;

/// Makes entries ready to be stored. Knows nothing of the file, so that this, the greater part of
/// what an entry costs outside SQLite, can be done on another thread than the one that stores.
#[derive(Debug, Clone)]
pub struct Preparer {
    /// Whether the case is being made now.
    pub(crate) fresh: bool,
    /// The dataset of what comes in.
    pub(crate) dataset: String,
    /// The dataset of the case.
    pub(crate) own_dataset: String,
}

/// An entry ready to be stored.
#[derive(Debug)]
pub struct Prepared {
    /// Whether several records of the file may bring it.
    pub(crate) shared: bool,
    pub(crate) inner: Inner,
}

#[derive(Debug)]
#[allow(clippy::large_enum_variant)]
pub(crate) enum Inner {
    /// A record, and how it names itself.
    Record(Stored, String),
    /// What a reviewer says of an item, and both as their JSON.
    Said { said: Said, item: ItemId, annotation: String, text: String },
    /// It cannot be stored.
    Bad(CaseError),
    /// What is not a record.
    Other(Entry),
}

impl Prepared {
    /// About how many bytes it holds.
    #[must_use]
    pub fn weight(&self) -> usize {
        match &self.inner {
            Inner::Record(stored, _) => stored.weight(),
            Inner::Said { annotation, text, .. } => annotation.len() + 2 * text.len(),
            Inner::Bad(_) => 0,
            Inner::Other(entry) => match entry {
                Entry::Event(event) => event.payload.as_ref().map_or(0, |payload| payload.len()),
                Entry::Replaced(replaced) => replaced.record.to_string().len(),
                Entry::Content(content) => content.bytes.len(),
                _ => 0,
            },
        }
    }
}

impl Preparer {
    /// Makes an entry ready. Entries come in the order of their file: what it says of the case holds
    /// for those behind.
    #[must_use]
    pub fn prepare(&mut self, entry: Entry) -> Prepared {
        Prepared { shared: false, inner: self.ready(entry) }
    }

    /// As [`Preparer::prepare`], for an entry that several records of the file bring: where it is
    /// brought again, the first stands.
    #[must_use]
    pub fn prepare_shared(&mut self, entry: Entry) -> Prepared {
        Prepared { shared: true, inner: self.ready(entry) }
    }

    fn ready(&mut self, entry: Entry) -> Inner {
        match entry {
            Entry::Party(record) => self.record(record, Stored::new),
            Entry::Source(record) => self.record(record, Stored::new),
            Entry::Derivation(record) => self.record(record, Stored::new),
            Entry::Claim(record) => self.record(record, Stored::new),
            Entry::Evidence(record) => self.record(record, Stored::evidence),
            Entry::Figure(record) => self.record(record, Stored::new),
            Entry::Request(record) => self.record(record, Stored::new),
            Entry::Gap(record) => self.record(record, Stored::new),
            Entry::Said(said) => self.said(said).unwrap_or_else(|error| Inner::Bad(error.into())),
            other => {
                if let Entry::Case(info) = &other {
                    self.enter(info);
                }
                Inner::Other(other)
            }
        }
    }

    fn record<R: Record>(
        &self,
        mut record: R,
        prepare: impl Fn(R, &str) -> Result<Stored, CaseError>,
    ) -> Inner {
        // What is stored names its dataset where that is not the case's own.
        if record.dataset().is_none() && self.dataset != self.own_dataset {
            record.set_dataset(Some(self.dataset.clone()));
        }
        let given: String = record.id().chars().take(60).collect();
        match prepare(record, &self.own_dataset) {
            Ok(stored) => Inner::Record(stored, given),
            Err(error) => Inner::Bad(error),
        }
    }

    fn said(&self, said: Said) -> Result<Inner, serde_json::Error> {
        let home = said.dataset.as_deref().unwrap_or(&self.dataset);
        let item = item_id(home, said.on, &said.item);
        let (annotation, text) = (serde_json::to_string(&said.annotation)?, serde_json::to_string(&said)?);
        Ok(Inner::Said { said, item, annotation, text })
    }

    /// From here on the file speaks of this case. Returns whether it says enough of it.
    pub(crate) fn enter(&mut self, info: &CaseInfo) -> bool {
        if info.title.trim().is_empty() || info.dataset.trim().is_empty() {
            return false;
        }
        self.dataset.clone_from(&info.dataset);
        if self.fresh {
            self.own_dataset.clone_from(&info.dataset);
        }
        true
    }
}
