//! What a file brings of documents: kept where it is what its SHA-256 says, and not kept before.

use crate::case::error::CaseError;
use crate::case::log::journal;
use crate::case::tables::contents;
use crate::domain::Digest;
use crate::domain::entry::Content;
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// What came so far.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// By its SHA-256.
    came: BTreeMap<Digest, Came>,
    /// What was erased here, or by the history that came, and not attached again; looked up when the first piece comes.
    erased: Option<HashSet<Digest>>,
}

#[derive(Debug)]
struct Came {
    /// The line of its first piece.
    line: u64,
    /// Whether the case had it before.
    known: bool,
}

impl Contents {
    /// Takes a piece in. Returns whether it was not here.
    pub(super) fn add(&mut self, conn: &Connection, line: u64, content: &Content) -> Result<bool, CaseError> {
        let known = match self.came.get(&content.sha256) {
            Some(came) => came.known,
            None => {
                // What was erased here does not come back with an older file.
                let erased = match &mut self.erased {
                    Some(known) => known,
                    none => none.insert(journal::erased_contents(conn)?),
                };
                let known = erased.contains(&content.sha256) || contents::is_kept(conn, content.sha256)?;
                self.came.insert(content.sha256, Came { line, known });
                known
            }
        };
        Ok(!known && contents::put(conn, content.sha256, content.part, &content.bytes)?)
    }

    /// Now that all of it is in: takes out what is not what its SHA-256 says. The line of each, and what is
    /// wrong with it.
    pub(super) fn settle(&mut self, conn: &Connection) -> Result<Vec<(u64, String)>, CaseError> {
        let mut wrong = Vec::new();
        for (digest, came) in std::mem::take(&mut self.came) {
            if came.known || contents::digest_now(conn, digest)?.is_some_and(|(now, _)| now == digest) {
                continue;
            }
            contents::erase(conn, &[digest])?;
            wrong.push((
                came.line,
                format!("what comes with the SHA-256 {digest} has another: it was changed, and was left out"),
            ));
        }
        Ok(wrong)
    }
}
