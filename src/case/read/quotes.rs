//! The quotes that evidence has from the documents of sources, each looked for in the latest version.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys, position};
use crate::domain::document::DocumentText;
use crate::domain::quotes::{Finding, Searchable};
use crate::domain::records::Quote;
use crate::domain::stale::Stale;
use crate::domain::{ItemId, Key, Kind};
use rusqlite::params;

/// A piece of evidence with a quote, and what became of the quote.
pub(crate) struct Quoted {
    /// The row of the piece.
    pub(crate) at: i64,
    /// Its id.
    pub(crate) id: ItemId,
    /// Its key.
    pub(crate) key: Key,
    /// What became of the quote.
    pub(crate) finding: Finding,
}

impl Quoted {
    /// Whether the document says what the quote says.
    pub(crate) fn stands(&self) -> bool {
        matches!(self.finding, Finding::Found(_) | Finding::Moved(_))
    }
}

impl Case {
    /// The quotes from a text that pieces of a source have: all of them, or those `within` two places. What was translated does not stand in a text in these words, and is left out.
    pub(crate) fn quotes_in(
        &self,
        source: i64,
        text: &DocumentText,
        within: Option<(i64, i64)>,
    ) -> Result<Vec<Quoted>, CaseError> {
        let (from, to) = within.unwrap_or((i64::MIN, i64::MAX));
        let (first, last) = (position::source_pos(source, 0), position::source_pos(source + 1, 0));
        let mut found = self.conn.prepare_cached(
            "SELECT id, key, uuid, body -> '$.quote' FROM evidence WHERE source_pos >= ?1 AND source_pos < ?2 AND pos >= ?3 AND pos < ?4 \
             AND json_extract(body, '$.quote') IS NOT NULL ORDER BY pos",
        )?;
        let mut rows = found.query(params![first, last, from, to])?;
        let mut searchable = None;
        let mut quotes = Vec::new();
        while let Some(r) = rows.next()? {
            let quote: Quote = columns::json(r, 3)?;
            if quote.translator.is_some() {
                continue;
            }
            let id = columns::uuid(r, 2)?;
            let searchable = searchable.get_or_insert_with(|| Searchable::new(&text.text));
            quotes.push(Quoted {
                at: r.get(0)?,
                id,
                key: keys::shown(&self.conn, Kind::Evidence, columns::count(r, 1)?, id)?,
                finding: searchable.find(&quote),
            });
        }
        Ok(quotes)
    }

    /// The quotes from the latest version of each document, with the key of its source: all of them, or those of
    /// pieces `within` two places.
    pub(crate) fn each_quote(
        &self,
        within: Option<(i64, i64)>,
        mut each: impl FnMut(&Key, Quoted),
    ) -> Result<(), CaseError> {
        const DOCUMENTED: &str =
            "SELECT s.id, s.key, s.uuid FROM source s WHERE json_extract(s.body, '$.documents') IS NOT NULL";
        let some = " AND s.id IN (SELECT source FROM evidence WHERE pos >= ?1 AND pos < ?2)";
        let mut sources = self.conn.prepare_cached(&match within {
            Some(_) => format!("{DOCUMENTED}{some} ORDER BY s.id"),
            None => format!("{DOCUMENTED} ORDER BY s.id"),
        })?;
        let mut rows = match within {
            Some((from, to)) => sources.query([from, to])?,
            None => sources.query([])?,
        };
        while let Some(r) = rows.next()? {
            let id = columns::uuid(r, 2)?;
            let Some(info) = self.documents(id)?.pop() else { continue };
            let Some(text) = self.document_text(&info)? else { continue };
            let key = keys::shown(&self.conn, Kind::Source, columns::count(r, 1)?, id)?;
            for quoted in self.quotes_in(r.get(0)?, &text, within)? {
                each(&key, quoted);
            }
        }
        Ok(())
    }

    /// Quotes of a claim's evidence that do not stand in the latest version of the document they are from.
    pub(crate) fn stale_quotes(&self, claim: ItemId, found: &mut Vec<Stale>) -> Result<(), CaseError> {
        self.each_quote(Some(position::claim(self.ord_of_claim(claim)?)), |source, quoted| {
            if !quoted.stands() {
                let says = quoted.finding.words();
                found.push(Stale::Quote { evidence: quoted.key, source: source.clone(), says });
            }
        })
    }
}
