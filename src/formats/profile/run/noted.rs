//! What a file says and an entry does not, or says otherwise: values that no map names, dates that
//! cannot be read, lists of unlike length. The first few of a kind are named as they come, the others
//! counted, so that a column full of one slip hides nothing else.

use crate::formats::profile::error::{listed_up_to, short};
use crate::formats::{Found, Warning};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Remarks of one kind that are named one by one.
const NAMED: u64 = 5;
/// Values of one map that are remembered, and those of them that are named.
const VALUES: usize = 1000;
const SHOWN: usize = 40;

/// One remark on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// A map does not name this value, and made nothing of it.
    Unmapped {
        /// Its name; empty where it stands in a field itself.
        map: String,
        /// The value, for a sentence.
        value: String,
    },
    /// Something else.
    Of {
        /// Those that are counted together: section and field.
        kind: String,
        /// What, as the end of a sentence.
        what: String,
    },
}

/// The remarks on one record so far.
#[derive(Debug, Default)]
pub struct Noted(RefCell<Vec<Remark>>);

impl Noted {
    /// Adds one, unless it is there.
    pub fn add(&self, remark: Remark) {
        let mut all = self.0.borrow_mut();
        if matches!(remark, Remark::Unmapped { .. }) || !all.contains(&remark) {
            all.push(remark);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Takes back those between two counts: what they were about came to something after all.
    pub fn forget(&self, from: usize, to: usize) {
        self.0.borrow_mut().drain(from..to);
    }
}

/// The remarks on the records of one file.
#[derive(Debug, Default)]
pub struct NotedInFile {
    /// By map and value: how often, and the line of the first.
    unmapped: BTreeMap<String, BTreeMap<String, (u64, u64)>>,
    /// By kind: how many, and the line of the first that was not named.
    of: BTreeMap<String, (u64, u64)>,
}

impl NotedInFile {
    /// Takes those on one record, and hands on what is named at once.
    ///
    /// # Errors
    /// The error of `sink`.
    pub fn take<E>(
        &mut self,
        noted: Noted,
        line: u64,
        sink: &mut dyn FnMut(Found) -> Result<(), E>,
    ) -> Result<(), E> {
        for remark in noted.0.into_inner() {
            match remark {
                Remark::Unmapped { map, value } => {
                    let values = self.unmapped.entry(map).or_default();
                    if values.len() < VALUES || values.contains_key(&value) {
                        values.entry(value).or_insert((0, line)).0 += 1;
                    }
                }
                Remark::Of { kind, what } => {
                    let (times, first) = self.of.entry(kind.clone()).or_insert((0, line));
                    *times += 1;
                    if *times == NAMED + 1 {
                        *first = line;
                    }
                    if *times <= NAMED {
                        sink(Found::Warned(Warning { line, what: format!("{kind}: {what}") }))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Says at the end of a file what has not been said.
    ///
    /// # Errors
    /// The error of `sink`.
    pub fn finish<E>(self, sink: &mut dyn FnMut(Found) -> Result<(), E>) -> Result<(), E> {
        for (kind, (times, line)) in self.of {
            if times > NAMED {
                let what = format!("{kind}: {} more like this; this is the first of them", times - NAMED);
                sink(Found::Warned(Warning { line, what }))?;
            }
        }
        for (map, values) in self.unmapped {
            let line = values.values().map(|(_, line)| *line).min().unwrap_or(1);
            let mut all: Vec<_> = values.into_iter().collect();
            all.sort_by_key(|(value, (times, line))| (u64::MAX - times, *line, value.clone()));
            let each: Vec<String> = all
                .iter()
                .map(|(value, (times, _))| match times {
                    1 => value.clone(),
                    _ => format!("{value} ({times} times)"),
                })
                .collect();
            let which =
                if map.is_empty() { "a map".to_owned() } else { format!("the map \"{}\"", short(&map)) };
            let what = format!(
                "{which} of the profile does not name these values, and makes nothing of them: {}",
                listed_up_to(SHOWN, each.iter().map(String::as_str))
            );
            sink(Found::Warned(Warning { line, what }))?;
        }
        Ok(())
    }
}
