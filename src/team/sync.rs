//! A case and its folder brought together: what is new there comes in, and what is new here goes out.

use crate::case::{Merged, Parcel, Session};
use crate::domain::ids::Digest;
use crate::team::error::TeamError;
use crate::team::folder::{Folder, Trouble};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// How far a case and a folder were brought together. Losing it costs only time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synced {
    /// The last row of the log that is in the folder, and the event in it: another file has another one there.
    sent: (i64, Digest),
    /// How far each journal was read.
    read: BTreeMap<String, u64>,
}

/// What bringing them together did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// What came in.
    pub merged: Merged,
    /// How many events went out.
    pub sent: u64,
    /// What is not there yet, and is waited for.
    pub waiting: Vec<String>,
    /// What was changed after it was written, and is not believed.
    pub changed: Vec<String>,
}

/// Brings a case and a folder together. `join` says that two cases of different ids are to be one.
///
/// # Errors
/// When the case does not take what came, or a file cannot be read or written. The case is as it was then.
pub fn sync(
    session: &mut Session,
    folder: &Path,
    before: Option<Synced>,
    join: bool,
) -> Result<(Done, Synced), TeamError> {
    let root = folder;
    let folder = Folder::new(folder);
    let case = session.case();
    let before = match before {
        Some(before) if case.event_in(before.sent.0)? == Some(before.sent.1) => before,
        _ => Synced { sent: (0, Digest::NONE), read: BTreeMap::new() },
    };
    if !root.is_dir() {
        let missing = std::io::Error::new(
            std::io::ErrorKind::NotFound,
            "there is no such folder; make it first, or name another",
        );
        return Err(TeamError::Io(root.to_owned(), missing));
    }
    let mut done = Done::default();
    let mut arriving = arriving(&folder, &before.read, &mut done, |event| Ok(case.knows(event)?.is_some()))?;
    let there: HashSet<Digest> = arriving.parcel.events.iter().map(|event| event.hash).collect();
    if !arriving.parcel.events.is_empty() {
        done.merged = session.merge(&arriving.parcel, join)?;
    }
    let (last, _) = session.case().last_event()?;
    if last > before.sent.0 {
        let known = |event: &crate::domain::Event| Ok(there.contains(&event.hash).then_some(true));
        let mut parcel = session.case().parcel(false, before.sent.0, known)?;
        if !parcel.events.is_empty() {
            let own = session.own_journal()?;
            if session.case().last_event()?.0 > last {
                parcel = session.case().parcel(false, before.sent.0, known)?;
            }
            done.sent = parcel.events.len() as u64;
            let name = Folder::name(own);
            let (from, to) = folder.append(&name, parcel)?;
            // What one wrote oneself need not be read.
            let read = arriving.read.entry(name).or_default();
            if *read == from {
                *read = to;
            }
        }
    }
    let sent = session.case().last_event()?;
    Ok((done, Synced { sent, read: arriving.read }))
}

/// What is there to be taken in, and how far the journals are read with it.
#[derive(Debug, Default)]
pub(super) struct Arriving {
    pub(super) parcel: Parcel,
    read: BTreeMap<String, u64>,
}

/// Reads what is new in the journals, as far as what it rests on is there.
pub(super) fn arriving(
    folder: &Folder,
    from: &BTreeMap<String, u64>,
    done: &mut Done,
    mut known: impl FnMut(&Digest) -> Result<bool, TeamError>,
) -> Result<Arriving, TeamError> {
    let mut all = Arriving { parcel: Parcel::default(), read: from.clone() };
    let mut open = Vec::new();
    for name in folder.names()? {
        let read = folder.read(&name, from.get(&name).copied().unwrap_or(0))?;
        match read.trouble {
            Some(Trouble::Waiting(what)) => done.waiting.push(what),
            Some(Trouble::Changed(what)) => done.changed.push(what),
            None => {}
        }
        open.push((name, std::collections::VecDeque::from(read.parcels)));
    }
    let mut there: HashSet<Digest> = HashSet::new();
    loop {
        let mut progress = false;
        for (name, parcels) in &mut open {
            while let Some((parcel, _)) = parcels.front() {
                let own: HashSet<Digest> = parcel.events.iter().map(|event| event.hash).collect();
                let mut missing = None;
                let before = parcel.events.iter().map(|event| event.prev);
                for hash in before.chain(parcel.heads.iter().map(|head| head.hash)) {
                    if hash != Digest::NONE
                        && !own.contains(&hash)
                        && !there.contains(&hash)
                        && !known(&hash)?
                    {
                        missing = Some(hash);
                        break;
                    }
                }
                if missing.is_some() {
                    break;
                }
                let Some((parcel, end)) = parcels.pop_front() else { break };
                there.extend(own);
                all.read.insert(name.clone(), end);
                all.parcel.add(parcel);
                progress = true;
            }
        }
        if !progress {
            break;
        }
    }
    for (name, parcels) in open {
        if !parcels.is_empty() {
            done.waiting.push(format!("what {name} rests on"));
        }
    }
    Ok(all)
}
