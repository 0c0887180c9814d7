//! What reviewers say, on its way out: names become ids, and nothing is said twice.

use crate::domain::entry::{Entry, Reviewer, Said as SaidEntry};
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

/// What has been said so far, as far as it must be known.
#[derive(Debug)]
pub struct Said {
    dataset: String,
    named: HashSet<ItemId>,
    /// By reviewer, item and field: the value.
    words: HashMap<u64, u64>,
}

/// An entry that says something of a reviewer.
#[derive(Debug)]
pub struct Out(Entry);

impl Out {
    /// On its line.
    pub fn at(self, line: u64) -> Found {
        match self.0 {
            item @ Entry::Reviewer(_) => Found::Shared(Located { line, item }),
            item => Found::Entry(Located { line, item }),
        }
    }
}

impl Said {
    /// Nothing yet, in this dataset.
    pub fn new(dataset: &str) -> Self {
        Self { dataset: dataset.to_owned(), named: HashSet::new(), words: HashMap::new() }
    }

    /// The entries for one annotation. `shared`: other records may speak of the same item.
    ///
    /// # Errors
    /// Where the same reviewer said something else of it before.
    pub fn entries(&mut self, saying: Saying, shared: bool) -> Result<Vec<Out>, String> {
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
            out.push(Out(Entry::Reviewer(Reviewer { id, name: reviewer })));
            if self.named.len() < REVIEWERS {
                self.named.insert(id);
            }
        }
        out.push(Out(Entry::Said(SaidEntry { reviewer: id, on, item, dataset, annotation: said, changed })));
        Ok(out)
    }
}

fn hash(of: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
