//! Annotations on their way out: reviewers become ids, and none is written twice.

use crate::domain::entry::{Entry, Reviewer, Said};
use crate::domain::fields::Field;
use crate::domain::ids::{ItemId, reviewer_id};
use crate::domain::{Annotation, Date, Kind, Note};
use crate::formats::profile::schema::draft::Saying;
use crate::formats::{Found, Located};
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher as _};

/// At most this many reviewers are remembered; those beyond are named each time.
const REVIEWERS: usize = 10_000;
/// At most this many words on items of several records are remembered.
const WORDS: usize = 1 << 20;

/// The annotations of a file so far, as far as they must be known so that none is written twice.
#[derive(Debug)]
pub struct SaidSoFar {
    dataset: String,
    named: HashSet<ItemId>,
    /// By reviewer, item and field: the value.
    words: HashMap<u64, u64>,
    /// What is to be joined, in the order in which each reviewer first spoke of each item.
    held: Vec<Held>,
    by_item: HashMap<(ItemId, Kind, String), usize>,
    /// How many bytes of notes that is.
    bytes: usize,
}

/// What one reviewer says of one item in several records, until all of them are there.
#[derive(Debug)]
struct Held {
    line: u64,
    saying: Saying,
    /// The notes, each with its time and its line.
    notes: Vec<(Option<i64>, u64, String)>,
}

/// Bytes of notes that are held to be joined, at most.
const HELD: usize = 64 << 20;

impl SaidSoFar {
    /// Nothing yet, in this dataset.
    pub fn new(dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            named: HashSet::new(),
            words: HashMap::new(),
            held: Vec::new(),
            by_item: HashMap::new(),
            bytes: 0,
        }
    }

    fn id(&self, saying: &Saying) -> ItemId {
        reviewer_id(&self.dataset, saying.account.as_ref().unwrap_or(&saying.reviewer))
    }

    /// Holds one annotation back until the end of the file, to be joined with what the same reviewer says
    /// of the same item in other records, wherever these stand.
    ///
    /// # Errors
    /// If an earlier record has another value of the same reviewer for a field that is not the note.
    pub fn hold(&mut self, mut saying: Saying, line: u64) -> Result<(), String> {
        let Some((on, item)) = saying.on.clone() else { return Ok(()) };
        let note = saying.said.note.take();
        self.bytes += note.as_ref().map_or(0, |note| note.text.len());
        if self.bytes > HELD {
            return Err(format!("the file has more than {} MiB of notes to be joined; split it", HELD >> 20));
        }
        let at = *self.by_item.entry((self.id(&saying), on, item)).or_insert(self.held.len());
        if at == self.held.len() {
            let first = Saying { said: Annotation::default(), ..saying.clone() };
            self.held.push(Held { line, saying: first, notes: Vec::new() });
        }
        let held = &mut self.held[at];
        for field in Field::ALL {
            let value = saying.said.get(*field);
            let standing = held.saying.said.get(*field);
            if value.is_null() || value == standing {
                continue;
            }
            if !standing.is_null() {
                return Err(another(&saying.reviewer, on, *field));
            }
            held.saying.said.set(*field, &value).map_err(|error| error.to_string())?;
        }
        let time = saying.changed.as_ref().map(Date::first_second);
        if let Some(note) = note {
            // What is private in part is private.
            let private = note.private || held.saying.said.note.as_ref().is_some_and(|note| note.private);
            held.saying.said.note = Some(Note { text: String::new(), private });
            held.notes.push((time, line, note.text));
        }
        if time > held.saying.changed.as_ref().map(Date::first_second) {
            held.saying.changed = saying.changed;
        }
        Ok(())
    }

    /// What was held back: the notes of one reviewer on one item are one note, in the order of their times.
    pub fn joined(&mut self) -> Vec<Found> {
        let mut out = Vec::new();
        self.by_item.clear();
        for Held { line, mut saying, mut notes } in std::mem::take(&mut self.held) {
            notes.sort_by_key(|note| (note.0, note.1));
            notes.dedup_by(|a, b| a.2 == b.2);
            if let Some(note) = &mut saying.said.note {
                let texts: Vec<String> = notes.into_iter().map(|(.., text)| text).collect();
                note.text = texts.join("\n\n");
            }
            out.extend(self.go_in(saying, line));
        }
        out
    }

    /// The entries for one annotation of the record on this line. `shared`: other records may annotate
    /// the same item.
    ///
    /// # Errors
    /// If an earlier record has another value of the same reviewer for the same field.
    pub fn entries(&mut self, saying: Saying, shared: bool, line: u64) -> Result<Vec<Found>, String> {
        let id = self.id(&saying);
        let Some((on, item)) = saying.on.clone() else { return Ok(Vec::new()) };
        let mut news = !shared;
        if shared {
            for field in Field::ALL {
                let value = saying.said.get(*field);
                if value.is_null() {
                    continue;
                }
                let key = hash(&(id, on, &item, &saying.dataset, field.word()));
                let value = hash(&value.to_string());
                let room = self.words.len() < WORDS;
                match self.words.entry(key) {
                    Slot::Occupied(before) if *before.get() == value => {}
                    Slot::Occupied(_) => return Err(another(&saying.reviewer, on, *field)),
                    Slot::Vacant(slot) => {
                        news = true;
                        if room {
                            slot.insert(value);
                        }
                    }
                }
            }
        }
        Ok(if news { self.go_in(saying, line) } else { Vec::new() })
    }

    /// The entries for what one reviewer says, the reviewer first where the file has not named them yet.
    fn go_in(&mut self, saying: Saying, line: u64) -> Vec<Found> {
        let id = self.id(&saying);
        let Saying { reviewer, account: _, is, on, dataset, said, changed } = saying;
        let Some((on, item)) = on else { return Vec::new() };
        let mut out = Vec::with_capacity(2);
        if !self.named.contains(&id) {
            let item = Entry::Reviewer(Reviewer { id, name: reviewer, is });
            out.push(Found::Shared(Located { line, item }));
            if self.named.len() < REVIEWERS {
                self.named.insert(id);
            }
        }
        let item = Entry::Said(Said { reviewer: id, on, item, dataset, annotation: said, changed });
        out.push(Found::Entry(Located { line, item }));
        out
    }
}

fn another(reviewer: &str, on: Kind, field: Field) -> String {
    format!(
        "{reviewer} has said something else of this {on} before, in its {field}; a reviewer has one {field} for \
         each"
    )
}

fn hash(of: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
