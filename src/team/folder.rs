//! The files of the folder: journals of sealed lines, and what is called by its SHA-256.

use crate::case::Parcel;
use crate::domain::CaseInfo;
use crate::domain::entry::{Brought, Replaced, Reviewer};
use crate::domain::event::{Event, Head};
use crate::domain::ids::{Digest, ItemId};
use crate::files::{self, Readers};
use crate::team::error::TeamError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// At most this many events stand on a line.
const EVENTS: usize = 2_000;

/// No line, and no file called by its SHA-256, is longer.
const LONGEST: u64 = 256 << 20;

/// What a line of a journal says. Lines that belong together are believed when the last of them is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Line {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<Event>,
    /// Of the last line of those that belong together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<End>,
}

/// What is said once of lines that belong together.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct End {
    case: CaseInfo,
    ids: BTreeSet<ItemId>,
    heads: Vec<Head>,
    reviewers: Vec<Reviewer>,
    /// The SHA-256 of the file with the records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    records: Option<Digest>,
    /// Those of documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contents: Vec<Digest>,
}

/// The file with the records that belong to events.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Records {
    came: Vec<Replaced>,
    replaced: Vec<Replaced>,
    brought: Vec<Brought>,
}

/// A folder that a team shares.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

/// What was read of a journal.
#[derive(Debug, Default)]
pub(super) struct JournalRead {
    /// Parcels, each with where the journal goes on behind it.
    pub(super) parcels: Vec<(Parcel, u64)>,
    /// What is not there yet, and is waited for; or what was changed, and is not believed.
    pub(super) trouble: Option<Trouble>,
}

/// Why a journal is not read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Something is still on its way.
    Waiting(String),
    /// Something was changed after it was written.
    Changed(String),
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn journals(&self) -> PathBuf {
        self.root.join("journals")
    }

    fn called(&self, what: &str, sha256: Digest) -> PathBuf {
        self.root.join(what).join(sha256.to_string())
    }

    /// The name of the journal of a device.
    pub(super) fn name(replica: ItemId) -> String {
        format!("{replica}.jsonl")
    }

    /// The names of the journals.
    pub(super) fn names(&self) -> Result<Vec<String>, TeamError> {
        let folder = self.journals();
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| TeamError::Io(folder.clone(), error))?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| TeamError::Io(folder.clone(), error))?;
            if let Ok(name) = entry.file_name().into_string()
                && name.strip_suffix(".jsonl").is_some_and(|stem| ItemId::try_parse(stem).is_ok())
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Reads a journal from a place on. A journal that has not grown costs nothing.
    pub(super) fn read(&self, name: &str, from: u64) -> Result<JournalRead, TeamError> {
        let path = self.journals().join(name);
        let failed = |error| TeamError::Io(path.clone(), error);
        let mut read = JournalRead::default();
        let mut file = File::open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        if length < from {
            read.trouble = Some(Trouble::Waiting(format!("{name} is shorter than it was")));
            return Ok(read);
        }
        file.seek(io::SeekFrom::Start(from)).map_err(failed)?;
        let (mut input, mut at, mut events) = (BufReader::new(file), from, Vec::new());
        while at < length {
            let mut text = Vec::new();
            let n = (&mut input).take(LONGEST).read_until(b'\n', &mut text).map_err(failed)?;
            at += n as u64;
            let Some(line) = sealed(&text) else {
                let last = at >= length;
                read.trouble = Some(match last {
                    true => Trouble::Waiting(format!("the end of {name}")),
                    false => Trouble::Changed(format!(
                        "{name}: what ends at byte {at} is not what was written there"
                    )),
                });
                return Ok(read);
            };
            events.extend(line.events);
            if let Some(end) = line.end {
                match self.parcel(end, std::mem::take(&mut events))? {
                    Ok(parcel) => read.parcels.push((parcel, at)),
                    Err(trouble) => {
                        read.trouble = Some(trouble);
                        return Ok(read);
                    }
                }
            }
        }
        if !events.is_empty() {
            read.trouble = Some(Trouble::Waiting(format!("the end of {name}")));
        }
        Ok(read)
    }

    fn parcel(&self, end: End, events: Vec<Event>) -> Result<Result<Parcel, Trouble>, TeamError> {
        if let Some(event) = events.iter().find(|event| !event.verifies()) {
            return Ok(Err(Trouble::Changed(format!(
                "event {} of replica {} was changed after it was written",
                event.seq, event.replica
            ))));
        }
        let mut parcel = Parcel {
            case: end.case,
            ids: end.ids,
            heads: end.heads,
            reviewers: end.reviewers,
            events,
            ..Parcel::default()
        };
        if let Some(sha256) = end.records {
            let Some(bytes) = self.whole("records", sha256)? else {
                return Ok(Err(Trouble::Waiting(format!("records/{sha256}"))));
            };
            match serde_json::from_slice(&bytes) {
                Ok(Records { came, replaced, brought }) => {
                    (parcel.came, parcel.replaced, parcel.brought) = (came, replaced, brought);
                }
                Err(error) => return Ok(Err(Trouble::Changed(format!("records/{sha256}: {error}")))),
            }
        }
        for sha256 in end.contents {
            let Some(bytes) = self.whole("contents", sha256)? else {
                return Ok(Err(Trouble::Waiting(format!("contents/{sha256}"))));
            };
            parcel.add_content(sha256, &bytes);
        }
        Ok(Ok(parcel))
    }

    /// The file that is called by a SHA-256, if it is there and what that says.
    fn whole(&self, what: &str, sha256: Digest) -> Result<Option<Vec<u8>>, TeamError> {
        let path = self.called(what, sha256);
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(TeamError::Io(path, error)),
            Ok(_) => Ok((Digest::of(&bytes) == sha256).then_some(bytes)),
        }
    }

    /// Appends to the journal of a device, which is called so. What is called by its SHA-256 is there before the line
    /// that names it. Returns where what was appended begins and ends.
    pub(super) fn append(&self, name: &str, parcel: Parcel) -> Result<(u64, u64), TeamError> {
        for folder in ["journals", "records", "contents"] {
            let folder = self.root.join(folder);
            std::fs::create_dir_all(&folder).map_err(|error| TeamError::Io(folder.clone(), error))?;
            // Git is not to change the ends of lines in what is sealed.
            let attributes = folder.join(".gitattributes");
            if !attributes.exists() {
                self.put(&attributes, b"* -text\n")?;
            }
        }
        let mut contents: BTreeMap<Digest, Vec<u8>> = BTreeMap::new();
        for piece in parcel.contents {
            contents.entry(piece.sha256).or_default().extend(piece.bytes);
        }
        for (sha256, bytes) in &contents {
            self.put(&self.called("contents", *sha256), bytes)?;
        }
        let Parcel { case, ids, heads, reviewers, mut events, came, replaced, brought, .. } = parcel;
        let mut records = None;
        if !(came.is_empty() && replaced.is_empty() && brought.is_empty()) {
            let text = json(&Records { came, replaced, brought })?;
            let sha256 = Digest::of(&text);
            self.put(&self.called("records", sha256), &text)?;
            records = Some(sha256);
        }
        let mut text = Vec::new();
        while events.len() > EVENTS {
            let rest = events.split_off(EVENTS);
            seal(&mut text, &Line { events, end: None })?;
            events = rest;
        }
        let contents = contents.into_keys().collect();
        let end = End { case, ids, heads, reviewers, records, contents };
        seal(&mut text, &Line { events, end: Some(end) })?;
        self.append_text(&self.journals().join(name), &text)
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), TeamError> {
        let put = || -> io::Result<()> {
            if std::fs::read(path).is_ok_and(|standing| standing == bytes) {
                return Ok(());
            }
            let mut half = files::begin(path, Readers::Umask)?;
            half.write_all(bytes)?;
            half.as_file().sync_all()?;
            half.persist(path).map_err(|failed| failed.error)?;
            Ok(())
        };
        put().map_err(|error| TeamError::Io(path.to_owned(), error))
    }

    /// Appends whole lines. Half a line of one's own, of a program that was killed, is taken off first.
    fn append_text(&self, path: &Path, text: &[u8]) -> Result<(u64, u64), TeamError> {
        let append = || -> io::Result<(u64, u64)> {
            let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
            let mut standing = Vec::new();
            file.read_to_end(&mut standing)?;
            let whole = standing.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let whole = whole as u64;
            file.set_len(whole)?;
            file.seek(io::SeekFrom::End(0))?;
            file.write_all(text)?;
            file.sync_all()?;
            Ok((whole, whole + text.len() as u64))
        };
        append().map_err(|error| TeamError::Io(path.to_owned(), error))
    }
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, TeamError> {
    serde_json::to_vec(value).map_err(|error| TeamError::Case(error.into()))
}

/// A line behind its own SHA-256, which says whether it is whole.
fn seal(text: &mut Vec<u8>, line: &Line) -> Result<(), TeamError> {
    let line = json(line)?;
    text.extend(Digest::of(&line).to_string().as_bytes());
    text.push(b' ');
    text.extend(line);
    text.push(b'\n');
    Ok(())
}

/// What a line says, if it is whole.
fn sealed(text: &[u8]) -> Option<Line> {
    let (digest, rest) = text.split_at_checked(64)?;
    let line = rest.strip_prefix(b" ")?.strip_suffix(b"\n")?;
    let says = Digest::try_from(String::from_utf8(digest.to_vec()).ok()?).ok()?;
    (Digest::of(line) == says).then(|| serde_json::from_slice(line).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_whole_is_not_believed() {
        let mut text = Vec::new();
        seal(&mut text, &Line::default()).unwrap();
        assert!(sealed(&text).is_some());
        for cut in 0..text.len() {
            assert!(sealed(&text[..cut]).is_none(), "{cut}");
        }
        let mut other = text.clone();
        other[66] ^= 1;
        assert!(sealed(&other).is_none());
    }
}
