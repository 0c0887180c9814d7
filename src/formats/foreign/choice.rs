//! What is known of a file beforehand, and what it was found to be.

use crate::formats::FormatError;
use crate::formats::carrier::{Record, Shape, Table};
use crate::formats::profile::{Profile, ProfileError, RecordsPath};
use crate::text::encoding::{Candidate, readings};
use std::collections::HashSet;
use std::io;
use thiserror::Error;

/// What is known of a file beforehand.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// `native`, `csv` for corrob's own table, or the name of a profile that ships; `None`: whatever fits.
    pub format: Option<String>,
    /// A profile of the user's own.
    pub profile: Option<Profile>,
    /// Pairs of a column and what its cells are.
    pub map: Vec<(String, String)>,
    /// What stands between the columns of a table.
    pub delimiter: Option<u8>,
    /// How many lines at the beginning of a table are none of it; `None`: as many as show that they are.
    pub skip_lines: Option<u64>,
    /// Whether the first row of a table is a record.
    pub no_header: bool,
    /// Where the records of a JSON file are.
    pub records: Option<RecordsPath>,
    /// The encoding, by its label.
    pub encoding: Option<String>,
}

/// Why a file cannot be taken in hand.
#[derive(Debug, Error)]
pub enum ForeignError {
    /// It cannot be read, or is nothing that has records.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// It cannot be read at all.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The profile, or what is mapped, does not hold together.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// No profile has this name.
    #[error("there is no format \"{0}\"; known are native, csv, {known}", known = known())]
    NoFormat(String),
    /// It is not the table it was said to be.
    #[error("csv is what corrob itself exports, and this has not the columns of that; it has: {has}")]
    NotOwnTable {
        /// The columns that it has.
        has: String,
    },
    /// No profile fits.
    #[error(
        "no known format fits it ({shape}); {}--explain shows what it holds and writes a profile to begin with",
        if matches!(.shape, Shape::Csv(_)) { "--map COLUMN=FIELD says what a column is, " } else { "" }
    )]
    Unknown {
        /// How its records lie in it.
        shape: Shape,
    },
    /// No record of it can be read.
    #[error("it looks like {shape}, and no record can be read at its start: {why}")]
    NoRecord {
        /// How its records would lie in it.
        shape: Shape,
        /// Why not.
        why: String,
    },
    /// The profile reads columns that the table has not.
    #[error("the profile reads what the table has not: {lacks}; it has: {has}")]
    Columns {
        /// What is not there, and for what the profile reads it.
        lacks: String,
        /// The columns that are.
        has: String,
    },
    /// It is in an encoding that nothing names.
    #[error(
        "line {line} is not UTF-8, and nothing says in which encoding the file is; name the one in which it reads \
         right: {}",
        readings(.candidates)
    )]
    NotUtf8 {
        /// The first line that is not UTF-8.
        line: u64,
        /// Encodings in which it could be.
        candidates: Vec<Candidate>,
    },
    /// Several profiles fit.
    #[error("it could be {}; say which with --format", .0.join(" or "))]
    Tied(Vec<String>),
}

fn known() -> String {
    Profile::built_in().iter().map(Profile::name).collect::<Vec<_>>().join(", ")
}

/// What a file was found to be.
#[derive(Debug, Clone)]
pub enum Format {
    /// A case in corrob's own format.
    Native,
    /// What reviewers said, alone, as corrob writes it.
    Annotations,
    /// A table for spreadsheets, as corrob writes it.
    OwnTable(Table),
    /// Records, for a profile to make entries of.
    Records(Shape, Box<Profile>),
}

/// The names of the members of the first records, each once.
#[must_use]
pub fn columns(sample: &[Record]) -> Vec<String> {
    let mut met = HashSet::new();
    let all = sample.iter().filter_map(|record| record.value.as_object()).flat_map(|members| members.keys());
    all.filter(|name| met.insert(name.as_str())).cloned().collect()
}
