//! Names of what records refer to by id, as far as earlier parts of the report told them.

use crate::domain::Key;
use std::collections::BTreeMap;

/// So many are kept of each kind.
const MOST: usize = 20_000;

/// Party names and source keys by dataset and id.
#[derive(Debug, Default)]
pub(super) struct Known {
    parties: BTreeMap<Id, String>,
    sources: BTreeMap<Id, (Key, String)>,
}

type Id = (Option<String>, String);

fn id(dataset: Option<&str>, id: &str) -> Id {
    (dataset.map(str::to_owned), id.to_owned())
}

impl Known {
    /// A party has this name.
    pub fn party(&mut self, dataset: Option<&str>, party: &str, name: &str) {
        if self.parties.len() < MOST {
            self.parties.entry(id(dataset, party)).or_insert_with(|| name.to_owned());
        }
    }

    /// A source has this key and title.
    pub fn source(&mut self, dataset: Option<&str>, source: &str, key: &Key, title: &str) {
        if self.sources.len() < MOST {
            let title = || super::escape::short(title, 120);
            self.sources.entry(id(dataset, source)).or_insert_with(|| (key.clone(), title()));
        }
    }

    /// The name of a party; where it was not told, the id itself.
    pub fn name_of<'a>(&'a self, dataset: Option<&str>, party: &'a str) -> &'a str {
        self.parties.get(&id(dataset, party)).map_or(party, String::as_str)
    }

    /// The key and title of a source; none where they were not told.
    pub fn source_of(&self, dataset: Option<&str>, source: Option<&str>) -> Option<&(Key, String)> {
        self.sources.get(&id(dataset, source?))
    }
}
