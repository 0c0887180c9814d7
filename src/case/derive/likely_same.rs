//! Records that may be one with another of their kind, entered twice.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys};
use crate::domain::likeness::Telling;
use crate::domain::origins::same_page;
use crate::domain::rows::Titled;
use crate::domain::{ItemId, Kind};
use rusqlite::Row;

/// At most this many are named.
const NAMED: usize = 12;
/// From this many hundredths of their words on, two are alike.
const ALIKE: usize = 60;

/// What a record is told by.
struct Told {
    names: Vec<Telling>,
    page: String,
    document: String,
}

impl Told {
    fn read(r: &Row<'_>) -> Result<Self, rusqlite::Error> {
        let text = |column| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(column)?.unwrap_or_default());
        let names = [text(2)?, text(3)?];
        Ok(Self {
            names: names.iter().filter(|name| !name.is_empty()).map(|name| Telling::of(name)).collect(),
            page: same_page(&text(4)?),
            document: text(5)?.to_lowercase(),
        })
    }

    /// How likely another one is the same, and why.
    fn same(&self, other: &Self) -> Option<(usize, &'static str)> {
        if !self.page.is_empty() && self.page == other.page {
            return Some((300, "same address"));
        }
        if !self.document.is_empty() && self.document == other.document {
            return Some((200, "same document"));
        }
        let pairs = self.names.iter().flat_map(|one| other.names.iter().map(move |it| one.likeness(it)));
        let most = pairs.flatten().max().filter(|most| *most >= ALIKE)?;
        Some((most, if most == 100 { "same words" } else { "much alike" }))
    }
}

impl Case {
    /// Claims, sources or parties that may be one with this one, the likeliest first: key and name, and why. Passes over
    /// all records of the kind; can be stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the record is not in the case or the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn likely_same(&self, kind: Kind, item: ItemId) -> Result<Vec<(Titled, &'static str)>, CaseError> {
        let (name, short) = match kind {
            Kind::Claim => ("text", "label"),
            Kind::Source => ("title", "short"),
            Kind::Party => ("name", "short"),
            _ => return Ok(Vec::new()),
        };
        let columns = format!(
            "SELECT key, uuid, body ->> '$.{name}', body ->> '$.{short}', body ->> '$.url', body ->> '$.sha256' FROM {}",
            keys::table(kind)
        );
        let at = keys::must(&self.conn, kind, item)?;
        let own = self.conn.query_row(&format!("{columns} WHERE id = ?1"), [at], Told::read)?;
        let mut likely = Vec::new();
        let mut all = self.conn.prepare(&format!("{columns} WHERE id <> ?1 ORDER BY id"))?;
        let mut rows = all.query([at])?;
        while let Some(r) = rows.next()? {
            let Some((how, why)) = own.same(&Told::read(r)?) else { continue };
            let key = keys::shown(&self.conn, kind, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            likely.push((how, (key, r.get::<_, Option<String>>(2)?.unwrap_or_default()), why));
            if likely.len() > NAMED * 4 {
                keep_likeliest(&mut likely);
            }
        }
        keep_likeliest(&mut likely);
        Ok(likely.into_iter().map(|(_, titled, why)| (titled, why)).collect())
    }
}

fn keep_likeliest(likely: &mut Vec<(usize, Titled, &'static str)>) {
    // Those alike in one way stay in the order of the case.
    likely.sort_by_key(|(how, ..)| std::cmp::Reverse(*how));
    likely.truncate(NAMED);
}
