//! Where the records of a JSON file are, as `records` of a profile and `--records` say it.

use crate::formats::carrier::Record;
use crate::formats::profile::language::path::{Aspect, Path, Place, Root, Step, write_at, write_name};
use serde_json::Value;

/// A path from the beginning of a file, or of each value in it, to its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsPath(pub(crate) Path);

/// One way of getting at the records: how far in a carrier goes while it reads, and what is left to
/// be unwrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The members to go in by.
    pub names: Vec<String>,
    /// Whether all that stands there is meant, one by one.
    pub every: bool,
    /// The rest of the path; none where that is all of it.
    pub rest: Option<RecordsPath>,
}

impl RecordsPath {
    /// Reads a path: `data.threads`, `*`, `feed.*.item`; an empty one is the whole.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let path = Path::parse(if text.trim().is_empty() { "$record" } else { text })?;
        if path.root != Root::Record || path.aspect != Aspect::Value {
            return Err("it should be a path from the beginning of the record".into());
        }
        Ok(Self(path))
    }

    /// Whether all of the file, or of each value in it, is one record.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.0.steps.is_empty()
    }

    /// How the records are got at; none where a carrier cannot go any part of the way.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        let names: Vec<String> = self
            .0
            .steps
            .iter()
            .map_while(|step| if let Step::Name(name) = step { Some(name.clone()) } else { None })
            .collect();
        let (every, rest) = match &self.0.steps[names.len()..] {
            [] => (false, &[][..]),
            [Step::Every, rest @ ..] => (true, rest),
            _ => return None,
        };
        let rest = (!rest.is_empty())
            .then(|| Self(Path { root: Root::Record, aspect: Aspect::Value, steps: rest.to_vec() }));
        Some(Reach { names, every, rest })
    }

    /// The members to go in by before the path spreads; none where it begins otherwise.
    #[must_use]
    pub fn beginning(&self) -> Vec<String> {
        let names = self.0.steps.iter().map_while(|step| match step {
            Step::Name(name) => Some(name.clone()),
            _ => None,
        });
        names.collect()
    }
}

impl std::fmt::Display for RecordsPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        crate::formats::profile::language::path::write_steps(&mut text, &self.0.steps);
        f.write_str(&text)
    }
}

/// A record within a value, where it stands there, and its name.
pub(crate) type Within<'v> = (&'v Value, String, Option<&'v str>);

/// The records that a value wraps: those at the first path that finds any.
pub(crate) fn within<'v>(value: &'v Value, paths: &[RecordsPath]) -> Vec<Within<'v>> {
    let mut found = Vec::new();
    for RecordsPath(path) in paths {
        if path.steps.is_empty() {
            return vec![(value, String::new(), None)];
        }
        path.every(value, &mut |value, trail| {
            let mut at = String::new();
            for place in trail {
                match place {
                    Place::Name(name) => write_name(&mut at, name),
                    Place::At(index) => write_at(&mut at, *index),
                }
            }
            let name = trail.last().and_then(|place| match place {
                Place::Name(name) if path.is_many() => Some(*name),
                _ => None,
            });
            match value {
                // What `*` leads to is a record already, whatever it is.
                Value::Array(items) if path.steps.last() != Some(&Step::Every) => {
                    for (index, item) in items.iter().enumerate() {
                        let mut at = at.clone();
                        write_at(&mut at, index);
                        found.push((item, at, None));
                    }
                }
                Value::Null => {}
                value => found.push((value, at, name)),
            }
        });
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The records that each of a sample wraps, as records of their own.
#[must_use]
pub fn unwrapped(sample: &[Record], paths: &[RecordsPath]) -> Vec<Record> {
    let mut records = Vec::new();
    for Record { line, value, .. } in sample {
        let of = |(value, _, name): Within<'_>| Record {
            line: *line,
            name: name.map(str::to_owned),
            value: value.clone(),
        };
        records.extend(within(value, paths).into_iter().map(of));
    }
    records
}
