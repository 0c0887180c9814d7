//! The index of words: made again from the records, in memory and part by part, and compared.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::file::schema;
use crate::case::out::check::Finding;
use crate::case::tables::{columns, keys};
use crate::domain::{Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Record, Request, Source};
use rusqlite::{Connection, params};
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many records are indexed at once.
const AT_ONCE: usize = 20_000;

/// All words of an index, each with its record and its place in it, as one number that does not depend on
/// their order; and the records, with how many words they have.
#[derive(Debug, Default, PartialEq, Eq)]
struct Indexed {
    words: u64,
    sizes: u64,
    records: u64,
}

impl Indexed {
    /// Adds all of an index.
    fn add(&mut self, conn: &Connection) -> Result<(), CaseError> {
        conn.execute_batch("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab (main, search, instance)")?;
        let read = || -> Result<(u64, u64, u64), CaseError> {
            let mut found = conn.prepare("SELECT term, doc, offset FROM temp.indexed")?;
            let mut rows = found.query([])?;
            let mut words = 0_u64;
            while let Some(r) = rows.next()? {
                let word =
                    (r.get_ref(0)?.as_str().unwrap_or_default(), r.get::<_, i64>(1)?, r.get::<_, i64>(2)?);
                words = words.wrapping_add(hashed(&word));
            }
            let mut found = conn.prepare("SELECT id, sz FROM search_docsize")?;
            let mut rows = found.query([])?;
            let (mut sizes, mut records) = (0_u64, 0);
            while let Some(r) = rows.next()? {
                sizes = sizes.wrapping_add(hashed(&(r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)));
                records += 1;
            }
            Ok((words, sizes, records))
        };
        let read = read();
        conn.execute_batch("DROP TABLE temp.indexed")?;
        let (words, sizes, records) = read?;
        self.words = self.words.wrapping_add(words);
        self.sizes = self.sizes.wrapping_add(sizes);
        self.records += records;
        Ok(())
    }
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// An index in memory, of the records since it was last counted.
struct Again {
    conn: Connection,
    waiting: usize,
    all: Indexed,
}

impl Again {
    fn new() -> Result<Self, CaseError> {
        Ok(Self { conn: index()?, waiting: 0, all: Indexed::default() })
    }

    fn each<R: Record>(&mut self, case: &Case) -> Result<(), CaseError> {
        case.each(&format!("SELECT id, body FROM {}", keys::table(R::KIND)), |r| {
            let row = columns::search_row(R::KIND, r.get(0)?);
            // A record that cannot be read is found wrong as a record.
            let Ok(record) = columns::json::<R>(r, 1) else { return Ok(()) };
            self.conn
                .prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
                .execute(params![row, record.words()])?;
            self.waiting += 1;
            if self.waiting < AT_ONCE { Ok(()) } else { self.count() }
        })
    }

    fn count(&mut self) -> Result<(), CaseError> {
        self.conn.execute_batch("COMMIT")?;
        self.all.add(&self.conn)?;
        (self.conn, self.waiting) = (index()?, 0);
        Ok(())
    }
}

fn index() -> Result<Connection, CaseError> {
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(schema::SEARCH)?;
    conn.execute_batch("BEGIN")?;
    Ok(conn)
}

impl Case {
    pub(super) fn check_search(&self) -> Result<Finding, CaseError> {
        let mut again = Again::new()?;
        for kind in Kind::ALL {
            match kind {
                Kind::Party => again.each::<Party>(self)?,
                Kind::Source => again.each::<Source>(self)?,
                Kind::Derivation => again.each::<Derivation>(self)?,
                Kind::Claim => again.each::<Claim>(self)?,
                Kind::Evidence => again.each::<Evidence>(self)?,
                Kind::Figure => again.each::<Figure>(self)?,
                Kind::Request => again.each::<Request>(self)?,
                Kind::Gap => again.each::<Gap>(self)?,
            }
        }
        again.count()?;
        let mut stands = Indexed::default();
        stands.add(&self.conn)?;
        let wrong = if stands == again.all {
            Vec::new()
        } else if stands.records != again.all.records {
            vec![format!("the search index holds {} of {} records", stands.records, again.all.records)]
        } else {
            vec!["the search index does not find what the records say".into()]
        };
        Ok(Finding { what: "search index", count: stands.records, wrong, skipped: None })
    }
}
