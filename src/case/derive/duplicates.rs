//! Sources of the whole case that were entered more than once. Of each source only a hash and a row
//! are held; what the hashes have in common is then compared itself.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys};
use crate::domain::Kind;
use crate::domain::ids::Digest;
use crate::domain::origins::{Duplicate, Same, same_page};
use std::collections::BTreeMap;

/// What a source can have in common with another: 8 bytes of a digest of it, and its row.
type Mark = (u64, i64);

impl Case {
    /// Hands out the sources that were entered more than once: by address, then by document.
    ///
    /// # Errors
    /// What `out` returns, or when the file cannot be read.
    pub fn duplicates<E: From<CaseError>>(
        &self,
        mut out: impl FnMut(Duplicate) -> Result<(), E>,
    ) -> Result<(), E> {
        let _snapshot = self.snapshot()?;
        for same in Same::ALL {
            for rows in self.alike(*same)? {
                for duplicate in self.truly(*same, &rows)? {
                    out(duplicate)?;
                }
            }
        }
        Ok(())
    }

    /// Rows of sources that have one hash, each group in order, the groups by their first.
    fn alike(&self, same: Same) -> Result<Vec<Vec<i64>>, CaseError> {
        let member = member(same);
        let sql =
            format!("SELECT id, body ->> '$.{member}' FROM source WHERE body ->> '$.{member}' IS NOT NULL");
        let mut marks: Vec<Mark> = Vec::new();
        self.each::<CaseError>(&sql, |r| {
            if let Some(what) = common(same, r.get_ref(1)?.as_str().unwrap_or_default()) {
                let [a, b, c, d, e, f, g, h, ..] = Digest::of(what.as_bytes()).0;
                marks.push((u64::from_be_bytes([a, b, c, d, e, f, g, h]), r.get(0)?));
            }
            Ok(())
        })?;
        marks.sort_unstable();
        let groups = marks.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        let mut groups: Vec<Vec<i64>> =
            groups.map(|group| group.iter().map(|(_, at)| *at).collect()).collect();
        groups.sort_unstable_by_key(|group| group[0]);
        Ok(groups)
    }

    /// Those among some sources that do have the same.
    fn truly(&self, same: Same, rows: &[i64]) -> Result<Vec<Duplicate>, CaseError> {
        let member = member(same);
        let mut find = self.conn.prepare_cached(&format!(
            "SELECT key, uuid, body ->> '$.title', body ->> '$.{member}' FROM source WHERE id = ?1"
        ))?;
        let mut found: BTreeMap<String, Duplicate> = BTreeMap::new();
        for at in rows {
            let (number, id, title, what) = find.query_row([at], |r| {
                Ok((
                    columns::count(r, 0)?,
                    columns::uuid(r, 1)?,
                    r.get::<_, String>(2)?,
                    r.get::<_, String>(3)?,
                ))
            })?;
            let Some(common) = common(same, &what) else { continue };
            let key = keys::shown(&self.conn, Kind::Source, number, id)?;
            let duplicate =
                found.entry(common).or_insert_with(|| Duplicate { sources: Vec::new(), same, what });
            duplicate.sources.push((key, title));
        }
        Ok(found.into_values().filter(|duplicate| duplicate.sources.len() > 1).collect())
    }
}

const fn member(same: Same) -> &'static str {
    match same {
        Same::Page => "url",
        Same::Document => "sha256",
    }
}

/// What two entries of one source have in common; `None` if that is empty.
fn common(same: Same, what: &str) -> Option<String> {
    let common = match same {
        Same::Page => same_page(what),
        Same::Document => what.to_ascii_lowercase(),
    };
    Some(common).filter(|common| !common.is_empty())
}
