//! What a file brings of documents: kept where it is what its SHA-256 says, and not kept before.

use crate::case::error::CaseError;
use crate::case::load::import::ImportOutcome;
use crate::case::tables::contents;
use crate::domain::Digest;
use crate::domain::entry::Content;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// What came so far, by its SHA-256.
#[derive(Debug, Default)]
pub(super) struct Contents(BTreeMap<Digest, Came>);

#[derive(Debug)]
struct Came {
    /// The line of its first piece.
    line: u64,
    /// Whether the case had it before.
    known: bool,
}

impl Contents {
    /// Takes a piece in.
    pub(super) fn add(
        &mut self,
        conn: &Connection,
        line: u64,
        content: &Content,
    ) -> Result<ImportOutcome, CaseError> {
        let known = match self.0.get(&content.sha256) {
            Some(came) => came.known,
            None => {
                let known = contents::is_kept(conn, content.sha256)?;
                self.0.insert(content.sha256, Came { line, known });
                known
            }
        };
        let new = !known && contents::put(conn, content.sha256, content.part, &content.bytes)?;
        Ok(if new { ImportOutcome::Added } else { ImportOutcome::Same })
    }

    /// Now that all of it is in: takes out what is not what its SHA-256 says. The line of each, and what is
    /// wrong with it.
    pub(super) fn settle(&mut self, conn: &Connection) -> Result<Vec<(u64, String)>, CaseError> {
        let mut wrong = Vec::new();
        for (digest, came) in std::mem::take(&mut self.0) {
            if came.known || contents::digest_now(conn, digest)?.is_some_and(|(now, _)| now == digest) {
                continue;
            }
            conn.execute("DELETE FROM content WHERE digest = ?1", [digest.0])?;
            wrong.push((
                came.line,
                format!("contents: what comes with the SHA-256 {digest} has another: it was changed, and was left out"),
            ));
        }
        Ok(wrong)
    }
}
