//! The profiles that ship with corrob, and which one a file is for.

use crate::formats::carrier::Record;
use crate::formats::carrier::linked;
use crate::formats::profile::language::path::RecordsPath;
use crate::formats::profile::schema::profile::{Marks, Profile};
use serde_json::Value;
use std::sync::LazyLock;

/// The profiles as they stand under `assets/profiles/`.
const TEXTS: [&str; 11] = [
    include_str!("../../../../assets/profiles/claimreview.toml"),
    include_str!("../../../../assets/profiles/doccano.toml"),
    include_str!("../../../../assets/profiles/factck-br.toml"),
    include_str!("../../../../assets/profiles/fever.toml"),
    include_str!("../../../../assets/profiles/flat.toml"),
    include_str!("../../../../assets/profiles/foia-documents.toml"),
    include_str!("../../../../assets/profiles/foia-log.toml"),
    include_str!("../../../../assets/profiles/fool-me-twice.toml"),
    include_str!("../../../../assets/profiles/google-factcheck.toml"),
    include_str!("../../../../assets/profiles/hypothesis.toml"),
    include_str!("../../../../assets/profiles/scifact.toml"),
];

impl Profile {
    /// The profiles that ship with corrob, in the order of the alphabet.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        static ALL: LazyLock<Vec<Profile>> = LazyLock::new(|| {
            let parsed = TEXTS.iter().filter_map(|text| Profile::parse(text).ok());
            parsed.map(Profile::shipped).collect()
        });
        &ALL
    }
}

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

/// The profile that all of some records would be for, if anything stood in lists of theirs that are empty; `None` if
/// none is, or several.
#[must_use]
pub fn recognise_but_for_lists<'p>(sample: &[Record], profiles: &'p [Profile]) -> Option<&'p Profile> {
    let fits = |profile: &&Profile| {
        let marks = profile.marks.as_ref();
        marks.is_some_and(|marks| sample.iter().all(|record| marks.fit_but_for_lists(&record.value)))
    };
    let mut all = profiles.iter().filter(fits);
    match (all.next(), all.next(), sample.is_empty()) {
        (one, None, false) => one,
        _ => None,
    }
}

/// How many records fit: the record itself, or those it wraps.
fn fits(profile: &Profile, marks: &Marks, record: &Value) -> usize {
    let plain = profile.linked.then(|| linked::plain(record.clone()));
    let record = plain.as_ref().unwrap_or(record);
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
