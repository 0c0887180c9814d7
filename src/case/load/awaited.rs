//! References to records of a kind that comes later in a file.

use crate::case::error::CaseError;
use crate::case::write::bulk_counts::BulkCounts;
use crate::case::write::stored::Stored;
use crate::domain::Kind;
use crate::domain::ids::ItemId;
use rusqlite::Connection;

/// At most this many are looked for at the end.
const AWAITED: usize = 100_000;

/// A reference to a record that may still be on its way.
#[derive(Debug)]
struct Reference {
    line: u64,
    kind: Kind,
    id: ItemId,
    /// The field, and the id as it stands there.
    said: String,
}

/// The references of what came in so far.
#[derive(Debug, Default)]
pub(crate) struct Awaited(Vec<Reference>);

impl Awaited {
    /// Adds those of a record that stands on a line of its file.
    pub(crate) fn add(&mut self, line: u64, stored: &Stored) {
        let room = AWAITED.saturating_sub(self.0.len());
        let later = stored.later_references().take(room);
        self.0.extend(later.map(|(said, kind, id)| Reference { line, kind, id, said }));
    }

    /// Those that lead nowhere, now that all is in: the line of each, and what it says.
    pub(crate) fn astray(
        &mut self,
        conn: &Connection,
        bulk: &mut BulkCounts<'_>,
    ) -> Result<Vec<(u64, String)>, CaseError> {
        let mut astray = Vec::new();
        for Reference { line, kind, id, said } in std::mem::take(&mut self.0) {
            if bulk.row_of(conn, kind, id)?.is_none() {
                astray.push((line, format!("{said}, and there is no such {kind} in the case")));
            }
        }
        Ok(astray)
    }
}
