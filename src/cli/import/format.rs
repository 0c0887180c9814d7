//! What the user knows of a file that is imported.

use crate::cli::outcome::{Failure, Result};
use crate::formats::foreign::Choice;
use crate::formats::profile::{Profile, RecordsPath};
use crate::work::Cancel;
use clap::Args;
use std::io::Read as _;
use std::path::PathBuf;

/// The greatest length of a profile, in bytes.
const LONGEST: u64 = 1 << 20;

/// What the user knows of the files.
#[derive(Debug, Args)]
pub struct FormatArgs {
    /// What the files are: native, csv (as corrob exports it), or a profile that ships; else recognised by their
    /// content
    #[arg(long, value_name = "NAME", conflicts_with_all = ["profile", "map"])]
    format: Option<String>,
    /// Read them as this profile says
    #[arg(long, value_name = "FILE", conflicts_with = "map")]
    profile: Option<PathBuf>,
    /// What a column is: claim.text, source.url, tag@REVIEWER:yes=examined, ...
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// The dataset their ids live in; else the one the profile names, else the file's name
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) dataset: Option<String>,
    /// Where the records of a JSON file are, as in a profile: data.threads, or data.*; "" is all of it
    #[arg(long, value_name = "PATH")]
    records: Option<String>,
    /// What stands between the columns of a table; else recognised. \t is a tab
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<String>,
    /// Lines at the beginning of a table that are none of it, such as a title; else recognised
    #[arg(long, value_name = "N")]
    skip_lines: Option<u64>,
    /// The first row of a table is a record; its columns are column_1, column_2, ...
    #[arg(long)]
    no_header: bool,
    /// The encoding of the files, such as windows-1252 or macintosh; else recognised among UTF-8 and UTF-16
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

impl FormatArgs {
    /// What is known, read and checked.
    ///
    /// # Errors
    /// When the profile cannot be read, or an option does not say what it should.
    pub(in crate::cli) fn choice(&self, cancel: &Cancel) -> Result<Choice> {
        let map = self.map.iter().map(|pair| {
            let (column, field) = pair.split_once('=').ok_or_else(|| {
                Failure::said(format!("--map takes COLUMN=FIELD, and \"{pair}\" has no \"=\""))
            })?;
            Ok((column.trim().to_owned(), field.trim().to_owned()))
        });
        let dataset = self.dataset.as_deref().map(str::trim);
        if dataset.is_some_and(str::is_empty) {
            return Err(Failure::said("--dataset takes a name"));
        }
        Ok(Choice {
            format: self.format.clone(),
            profile: self.profile.as_ref().map(|path| profile(path, cancel)).transpose()?,
            map: map.collect::<Result<_>>()?,
            delimiter: self.delimiter.as_deref().map(delimiter).transpose()?,
            skip_lines: self.skip_lines,
            no_header: self.no_header,
            records: self
                .records
                .as_ref()
                .map(|path| RecordsPath::parse(path))
                .transpose()
                .map_err(|reason| Failure::said(format!("--records: {reason}")))?,
            encoding: self.encoding.clone(),
        })
    }
}

fn profile(path: &std::path::Path, cancel: &Cancel) -> Result<Profile> {
    let failed = |error: &dyn std::fmt::Display| Failure::said(format!("{}: {error}", path.display()));
    let (input, _) = crate::cli::import::input::open(path, cancel)?;
    let mut text = String::new();
    // A pipe has no length.
    let read = input.take(LONGEST + 1).read_to_string(&mut text);
    if text.len() as u64 > LONGEST {
        return Err(failed(&"a profile has at most a megabyte, and this file has more"));
    }
    read.map_err(|error| failed(&error))?;
    Profile::parse(&text).map_err(|error| failed(&error))
}

fn delimiter(text: &str) -> Result<u8> {
    match text.as_bytes() {
        b"\\t" | b"tab" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(*byte),
        _ => Err(Failure::said(format!(
            "--delimiter takes one character such as , or ; or \\t, and not \"{text}\""
        ))),
    }
}
