//! Reads the native format, one record at a time.

use crate::domain::entry::{Brought, Content, Entry, Replaced, Reviewer, Said, Section};
use crate::domain::{Annotation, CaseInfo, Event, Field, Kind, Record};
use crate::formats::error::{FormatError, ReadError};
use crate::formats::json::inspect::{Fault, strict};
use crate::formats::json::{Layout, Split, Splitter};
use crate::formats::native::{FORMAT, VERSION};
use crate::formats::{Found, Located, Refusal, Warning};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::io::BufRead;

/// At most this many unknown members are named, once each.
const NAMED: usize = 1000;

/// Reads a case and hands what it finds to `sink`, in the order of the file. Memory does not grow
/// with the file. To follow the progress, count the bytes taken from `input`.
///
/// `format` and `version` come first, and `case` before the first record. Beyond that the order of
/// the sections is not checked: whether a reference is known yet is for the receiver to say.
///
/// # Errors
/// [`ReadError::Stopped`] with the error of `sink`, which so cancels the reading, or
/// [`ReadError::File`] where the file is not ours, is of a later version, or cannot be read on.
/// What was handed out before then stands, and it is for the receiver to take it back.
pub fn read<E>(
    input: impl BufRead,
    sink: &mut dyn FnMut(Found) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let mut splitter = Splitter::new(input, Layout::Sections);
    let mut reader = NativeReader {
        sink,
        preamble: Preamble::default(),
        section: None,
        met: BTreeSet::new(),
        named: BTreeSet::new(),
        scratch: Vec::new(),
    };
    while let Some(split) = splitter.next()? {
        reader.take(split)?;
    }
    reader.preamble.complete(splitter.line(), "has neither").map_err(ReadError::File)
}

/// What a file says of itself before its records.
#[derive(Debug, Default)]
struct Preamble {
    format: bool,
    version: bool,
}

impl Preamble {
    fn complete(&self, line: u64, instead: &str) -> Result<(), FormatError> {
        if self.format && self.version {
            return Ok(());
        }
        Err(FormatError::NotOurs { line, instead: instead.to_owned() })
    }

    fn format(&mut self, line: u64, raw: &[u8]) -> Result<(), FormatError> {
        if self.format {
            return Err(FormatError::Twice { line, name: "format".into() });
        }
        match serde_json::from_slice::<String>(raw) {
            Ok(format) if format == FORMAT => self.format = true,
            Ok(other) => {
                let other: String = other.chars().take(60).collect();
                return Err(FormatError::NotOurs { line, instead: format!("says it is \"{other}\"") });
            }
            Err(_) => {
                return Err(FormatError::NotOurs { line, instead: "has no text for its format".into() });
            }
        }
        Ok(())
    }

    fn version(&mut self, line: u64, raw: &[u8]) -> Result<(), FormatError> {
        if self.version {
            return Err(FormatError::Twice { line, name: "version".into() });
        }
        match serde_json::from_slice::<u64>(raw) {
            Ok(found) if found > VERSION => Err(FormatError::Newer { line, found, known: VERSION }),
            Ok(found) if found > 0 => {
                self.version = true;
                Ok(())
            }
            _ => Err(FormatError::NotOurs { line, instead: "has no number for its version".into() }),
        }
    }
}

struct NativeReader<'s, E> {
    sink: &'s mut dyn FnMut(Found) -> Result<(), E>,
    preamble: Preamble,
    /// The section whose records are being read; `None` if it is not known.
    section: Option<Section>,
    /// The sections met so far.
    met: BTreeSet<Section>,
    /// The unknown members named so far.
    named: BTreeSet<String>,
    scratch: Vec<u8>,
}

impl<E> NativeReader<'_, E> {
    fn take(&mut self, split: Split<'_>) -> Result<(), ReadError<E>> {
        match split {
            Split::Member { name: "format", line, raw } => Ok(self.preamble.format(line, raw)?),
            Split::Member { name: "version", line, raw } => Ok(self.preamble.version(line, raw)?),
            Split::Member { name, line, raw } => self.member(name, line, raw),
            Split::Section { name, line } => self.begin(name, line),
            Split::Record { line, raw, .. } => match self.section {
                Some(section) => self.record(section, line, raw),
                None => Ok(()),
            },
            Split::Broken { section, line, raw, why } => {
                self.preamble.complete(line, "is broken there")?;
                match known(section) {
                    Some(Section::Case) => {
                        Err(FormatError::BadCase { line, field: None, reason: why.to_string() }.into())
                    }
                    Some(section) => self.refuse(section, line, raw, Fault::whole(why.to_string())),
                    None => self.unknown(line, section, "member"),
                }
            }
            Split::Slip { line, slip } => self.warn(line, format!("{slip}; it was read anyway")),
        }
    }

    fn member(&mut self, name: &str, line: u64, raw: &[u8]) -> Result<(), ReadError<E>> {
        self.preamble.complete(line, &format!("begins with \"{}\"", short(name)))?;
        match known(name) {
            Some(Section::Case) => self.case(line, raw),
            Some(section) => {
                self.refuse(section, line, raw, Fault::whole("it should be an array of records"))
            }
            None => self.unknown(line, name, "member"),
        }
    }

    fn begin(&mut self, name: &str, line: u64) -> Result<(), ReadError<E>> {
        self.preamble.complete(line, &format!("begins with \"{}\"", short(name)))?;
        self.section = known(name);
        match self.section {
            Some(Section::Case) => {
                let reason = "it should be one object, not an array".to_owned();
                Err(FormatError::BadCase { line, field: None, reason }.into())
            }
            Some(section) if !self.met.insert(section) => {
                self.warn(line, format!("\"{section}\" begins a second time; both were read"))
            }
            Some(_) => Ok(()),
            None => self.unknown(line, name, "section"),
        }
    }

    fn case(&mut self, line: u64, raw: &[u8]) -> Result<(), ReadError<E>> {
        if !self.met.insert(Section::Case) {
            return Err(FormatError::Twice { line, name: "case".into() }.into());
        }
        if self.met.len() > 1 {
            return Err(FormatError::CaseTooLate { line }.into());
        }
        match entry(Section::Case, raw, &mut self.scratch) {
            Ok((case, left)) => self.entry(Section::Case, line, case, left),
            Err(Fault { field, reason }) => Err(FormatError::BadCase { line, field, reason }.into()),
        }
    }

    fn record(&mut self, section: Section, line: u64, raw: &[u8]) -> Result<(), ReadError<E>> {
        match entry(section, raw, &mut self.scratch) {
            Ok((item, left)) => self.entry(section, line, item, left),
            Err(fault) => self.refuse(section, line, raw, fault),
        }
    }

    fn entry(
        &mut self,
        section: Section,
        line: u64,
        item: Entry,
        left: Vec<String>,
    ) -> Result<(), ReadError<E>> {
        for member in left {
            self.unknown(line, &format!("{section}: {member}"), "member")?;
        }
        self.put(Found::Entry(Located { line, item }))
    }

    fn refuse(&mut self, section: Section, line: u64, raw: &[u8], fault: Fault) -> Result<(), ReadError<E>> {
        let Fault { field, reason } = fault;
        self.put(Found::Refused(Refusal {
            line,
            section: section.to_string(),
            field,
            reason,
            raw: raw.to_vec(),
        }))
    }

    /// Names a member nobody knows, once.
    fn unknown(&mut self, line: u64, name: &str, what: &str) -> Result<(), ReadError<E>> {
        let name = short(name);
        if self.named.len() >= NAMED || !self.named.insert(name.clone()) {
            return Ok(());
        }
        self.warn(line, format!("the {what} \"{name}\" is not known to this version and was left out"))
    }

    fn warn(&mut self, line: u64, what: String) -> Result<(), ReadError<E>> {
        self.put(Found::Warned(Warning { line, what }))
    }

    fn put(&mut self, found: Found) -> Result<(), ReadError<E>> {
        (self.sink)(found).map_err(ReadError::Stopped)
    }
}

fn known(name: &str) -> Option<Section> {
    Section::ALL.iter().copied().find(|section| section.word() == name)
}

fn short(name: &str) -> String {
    name.chars().take(100).collect()
}

/// An entry, and the members of its record that it does not keep.
type Parsed = Result<(Entry, Vec<String>), Fault>;

fn entry(section: Section, raw: &[u8], scratch: &mut Vec<u8>) -> Parsed {
    match section {
        Section::Case => typed(raw, scratch, Entry::Case, |case: &CaseInfo| {
            filled("title", &case.title).and_then(|()| filled("dataset", &case.dataset))
        }),
        Section::Parties => record(raw, scratch, Entry::Party),
        Section::Sources => record(raw, scratch, Entry::Source),
        Section::Derivations => record(raw, scratch, Entry::Derivation),
        Section::Claims => record(raw, scratch, Entry::Claim),
        Section::Evidence => record(raw, scratch, Entry::Evidence),
        Section::Figures => record(raw, scratch, Entry::Figure),
        Section::Requests => record(raw, scratch, Entry::Request),
        Section::Gaps => record(raw, scratch, Entry::Gap),
        Section::Reviewers => typed(raw, scratch, Entry::Reviewer, |it: &Reviewer| filled("name", &it.name)),
        Section::Annotations => typed(raw, scratch, Entry::Said, |it: &Said| {
            annotated(it.on).and_then(|()| filled("item", &it.item))
        })
        .map_err(|fault| bad_field(raw).unwrap_or(fault)),
        Section::History => typed(raw, scratch, Entry::Event, |it: &Event| positive("seq", it.seq)),
        Section::Replaced => typed(raw, scratch, Entry::Replaced, |_: &Replaced| Ok(())),
        Section::Brought => typed(raw, scratch, Entry::Brought, |it: &Brought| annotated(it.on)),
        Section::Contents => typed(raw, scratch, Entry::Content, |_: &Content| Ok(())),
    }
}

/// Reads a record of the dossier.
fn record<T: Record>(raw: &[u8], scratch: &mut Vec<u8>, wrap: fn(T) -> Entry) -> Parsed {
    typed(raw, scratch, wrap, |record: &T| {
        record.key().map_or(Ok(()), |key| positive("key", key))?;
        let (field, text) = record.essential();
        filled(field, text)
    })
}

fn typed<T: Serialize + DeserializeOwned>(
    raw: &[u8],
    scratch: &mut Vec<u8>,
    wrap: fn(T) -> Entry,
    check: impl Fn(&T) -> Result<(), Fault>,
) -> Parsed {
    let (item, left) = strict::<T>(raw, scratch)?;
    check(&item)?;
    Ok((wrap(item), left))
}

fn filled(field: &str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::field(field, "it is empty"));
    }
    Ok(())
}

fn positive(field: &str, number: u64) -> Result<(), Fault> {
    if number == 0 || i64::try_from(number).is_err() {
        return Err(Fault::field(field, format!("it is {number}, and should be from 1 to {}", i64::MAX)));
    }
    Ok(())
}

fn annotated(kind: Kind) -> Result<(), Fault> {
    if matches!(kind, Kind::Evidence | Kind::Claim) {
        return Ok(());
    }
    Err(Fault::field("on", format!("it is \"{kind}\", and only evidence and claims are annotated")))
}

/// Finds the field of an annotation that does not fit: its fields are flattened into the record, and
/// serde does not say which of them failed.
fn bad_field(raw: &[u8]) -> Option<Fault> {
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(raw).ok()?;
    let mut probe = Annotation::default();
    Field::ALL.iter().find_map(|field| {
        let value = members.get(field.word())?;
        let bad = probe.set(*field, value).err()?;
        Some(Fault::field(field.word(), bad.reason))
    })
}
