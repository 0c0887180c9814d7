//! Which profile a file is for.

use crate::formats::carrier::Record;
use crate::formats::profile::language::records::RecordsPath;
use crate::formats::profile::{Marks, Profile};
use serde_json::Value;

/// Which profile fits the first records of a file.
#[derive(Debug, Clone)]
pub enum Recognised<'p> {
    /// This one.
    As(&'p Profile),
    /// These fit equally well: someone has to say which.
    Tied(Vec<&'p Profile>),
    /// None.
    Unknown,
}

/// Finds the profile that fits the first records of a file best: the one that asks for most and
/// finds it, and of two that ask for as much the one that fits more of the records. Records that
/// stand in a wrapping object, where a profile looks for them, count as well.
#[must_use]
pub fn recognise<'p>(sample: &[Record], profiles: &'p [Profile]) -> Recognised<'p> {
    let mut best: Vec<&Profile> = Vec::new();
    let mut most = (0, 0);
    for profile in profiles {
        let Some(marks) = &profile.marks else { continue };
        let fits = sample.iter().map(|record| fits(profile, marks, &record.value)).sum();
        let score = (marks.weight(), fits);
        if fits == 0 || score < most {
            continue;
        }
        if score > most {
            best.clear();
            most = score;
        }
        best.push(profile);
    }
    match best[..] {
        [] => Recognised::Unknown,
        [one] => Recognised::As(one),
        _ => Recognised::Tied(best),
    }
}

/// How many records fit: the record itself, or those it wraps.
fn fits(profile: &Profile, marks: &Marks, record: &Value) -> usize {
    if marks.fit(record) {
        return 1;
    }
    let mut fits = 0;
    for RecordsPath(path) in &profile.records {
        path.every(record, &mut |value, _| {
            fits += match value {
                Value::Array(items) => items.iter().filter(|item| marks.fit(item)).count(),
                value => usize::from(marks.fit(value)),
            };
        });
        if fits > 0 {
            break;
        }
    }
    fits
}

impl Marks {
    /// How much is asked for.
    fn weight(&self) -> usize {
        self.all.len() + self.none.len() + 2 * self.is.len()
    }

    /// Whether a record has what is asked for.
    pub(crate) fn fit(&self, record: &Value) -> bool {
        let there = |path: &crate::formats::profile::language::path::Path| {
            let mut there = false;
            path.every(record, &mut |value, _| there |= !value.is_null());
            there
        };
        self.all.iter().all(|any| any.iter().any(there))
            && !self.none.iter().any(there)
            && self.is.iter().all(|(path, words)| {
                let mut is = false;
                path.every(record, &mut |value, _| {
                    is |= match value {
                        Value::Array(items) => items.iter().any(|item| is_one(item, words)),
                        value => is_one(value, words),
                    };
                });
                is
            })
    }
}

fn is_one(value: &Value, words: &[String]) -> bool {
    let val = crate::formats::profile::run::value::Val::of(value);
    val.is_some_and(|val| val.word().is_some_and(|word| words.iter().any(|one| *one == word)))
}
