//! Annotations on their way out: reviewers become ids, and none is written twice.

use crate::domain::entry::{Entry, Reviewer, Said};
use crate::domain::fields::Field;
use crate::domain::ids::{ItemId, reviewer_id};
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
}

impl SaidSoFar {
    /// Nothing yet, in this dataset.
    pub fn new(dataset: &str) -> Self {
        Self { dataset: dataset.to_owned(), named: HashSet::new(), words: HashMap::new() }
    }

    /// The entries for one annotation of the record on this line. `shared`: other records may annotate
    /// the same item.
    ///
    /// # Errors
    /// If an earlier record has another value of the same reviewer for the same field.
    pub fn entries(&mut self, saying: Saying, shared: bool, line: u64) -> Result<Vec<Found>, String> {
        let Saying { reviewer, on, dataset, said, changed } = saying;
        let Some((on, item)) = on else { return Ok(Vec::new()) };
        let id = reviewer_id(&self.dataset, &reviewer);
        let mut out = Vec::with_capacity(2);
        let mut news = !shared;
        if shared {
            for field in Field::ALL {
                let value = said.get(*field);
                if value.is_null() {
                    continue;
                }
                let key = hash(&(id, on, &item, &dataset, field.word()));
                let value = hash(&value.to_string());
                let room = self.words.len() < WORDS;
                match self.words.entry(key) {
                    Slot::Occupied(before) if *before.get() == value => {}
                    Slot::Occupied(_) => {
                        return Err(format!(
                            "{reviewer} has said something else of this {on} before, in its {field}; a reviewer \
                             has one {field} for each"
                        ));
                    }
                    Slot::Vacant(slot) => {
                        news = true;
                        if room {
                            slot.insert(value);
                        }
                    }
                }
            }
        }
        if !news {
            return Ok(out);
        }
        if !self.named.contains(&id) {
            let item = Entry::Reviewer(Reviewer { id, name: reviewer });
            out.push(Found::Shared(Located { line, item }));
            if self.named.len() < REVIEWERS {
                self.named.insert(id);
            }
        }
        let item = Entry::Said(Said { reviewer: id, on, item, dataset, annotation: said, changed });
        out.push(Found::Entry(Located { line, item }));
        Ok(out)
    }
}

fn hash(of: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
