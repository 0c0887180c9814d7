//! Searching the whole case while someone types.
//!
//! Words go to the index of words, of which only the first hits are ranked: ranking all hits of a
//! common word takes seconds in a large case, and nobody reads them. What the index cannot find (a
//! script without spaces, signs) is looked for in the records one by one, until stopped.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::{quoted, searched};
use crate::case::tables::{columns, keys};
use crate::domain::ids::ItemId;
use crate::domain::query::{Needle, fold, loose};
use crate::domain::record_words::record_words;
use crate::domain::rows::{Hit, Hits, Place};
use crate::domain::{Annotation, Claim, Key, Kind};
use rusqlite::params;
use std::collections::HashSet;

/// How many hits are ranked.
const RANKED: i64 = 2_000;
/// How many hits are shown.
const SHOWN: usize = 200;
/// How many hits are counted.
const COUNTED: u64 = 1_000;
/// How many annotations are looked through for notes, the reviewer's own and the latest first.
const NOTES_READ: i64 = 2_000;
/// How many of the shown hits are notes at the most.
const NOTES_SHOWN: usize = 50;
/// How much of a text is shown, in characters.
const EXCERPT: usize = 300;
/// How much stands before what was looked for, where the beginning is cut off.
const BEFORE: usize = 60;

/// What was found so far.
#[derive(Default)]
struct Finding {
    hits: Vec<Hit>,
    /// Counted beside those the index counts.
    count: u64,
    more: bool,
    seen: HashSet<(Kind, i64)>,
    /// The kind of records that are looked for, where it is one alone.
    only: Option<Kind>,
}

impl Finding {
    /// Whether records of a kind are looked for.
    fn wants(&self, kind: Kind) -> bool {
        self.only.is_none_or(|only| only == kind)
    }
}

impl Case {
    /// Searches every record and every note that the reviewer may see for all the words and
    /// "phrases" of a text; the last word may go on. A key finds its record. Where records of one kind
    /// `only` are looked for, no notes are. Can be stopped with [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn search(&self, reviewer: ItemId, text: &str, only: Option<Kind>) -> Result<Hits, CaseError> {
        let needles: Vec<Needle> = loose(text).iter().map(|word| word.needle()).collect();
        if needles.is_empty() {
            return Ok(Hits::default());
        }
        let mut found = Finding { only, ..Finding::default() };
        self.find_key(text, &needles, &mut found)?;
        if only.is_none() {
            self.find_notes(reviewer, &needles, &mut found)?;
        }
        if needles.iter().any(Needle::is_scanned) {
            self.scan(&needles, &mut found)?;
        } else {
            self.find_words(&needles, &mut found)?;
        }
        let more = found.more || found.count > COUNTED;
        Ok(Hits { hits: found.hits, count: found.count.min(COUNTED), more })
    }

    /// The record whose key was typed; each of them, where reviewers gave it twice while apart.
    fn find_key(&self, text: &str, needles: &[Needle], found: &mut Finding) -> Result<(), CaseError> {
        let Some(key) = text.trim().parse::<Key>().ok().filter(|key| found.wants(key.kind)) else {
            return Ok(());
        };
        let mut bearers = self.conn.prepare_cached(&format!(
            "SELECT id, uuid FROM {} WHERE key = ?1 ORDER BY uuid LIMIT 10",
            keys::table(key.kind)
        ))?;
        let mut rows = bearers.query([columns::int(key.number)])?;
        while let Some(r) = rows.next()? {
            let id = columns::uuid(r, 1)?.simple().to_string();
            if key.suffix.as_ref().is_none_or(|suffix| id.starts_with(suffix.as_str())) {
                self.take(key.kind, r.get(0)?, needles, None, found)?;
            }
        }
        found.count += u64::try_from(found.hits.len()).unwrap_or(0);
        Ok(())
    }

    /// Notes that hold every word: the reviewer's own, and what others did not keep private.
    fn find_notes(&self, reviewer: ItemId, needles: &[Needle], found: &mut Finding) -> Result<(), CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let mut reviewers =
            self.conn.prepare_cached("SELECT id, name FROM reviewer ORDER BY id <> ?1, id LIMIT 100")?;
        let reviewers: Vec<(i64, String)> =
            reviewers.query_map([me], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut latest = self.conn.prepare_cached(
            "SELECT item, body FROM annotation WHERE reviewer = ?1 AND kind = ?2 ORDER BY changed DESC LIMIT ?3",
        )?;
        let mut left = NOTES_READ;
        for (who, name) in reviewers {
            for kind in [Kind::Evidence, Kind::Claim] {
                let mut rows = latest.query(params![who, columns::kind_code(kind), left])?;
                while let Some(r) = rows.next()? {
                    left -= 1;
                    if !r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?.contains("\"note\":") {
                        continue;
                    }
                    let said: Annotation = columns::json(r, 1)?;
                    let Some(note) = said.note.filter(|note| who == me || !note.private) else { continue };
                    if !needles.iter().all(|needle| needle.is_in(&note.text)) {
                        continue;
                    }
                    found.count += 1;
                    if found.hits.len() < NOTES_SHOWN {
                        let text = format!("{name}: {}", excerpt(&note.text, needles));
                        self.take(kind, r.get(0)?, needles, Some(text), found)?;
                    }
                }
            }
        }
        // What was not looked through may hold more.
        found.more |= left <= 0;
        Ok(())
    }

    fn find_words(&self, needles: &[Needle], found: &mut Finding) -> Result<(), CaseError> {
        let wanted = needles.iter().map(quoted).collect::<Vec<_>>().join(" ");
        let mut ranked = self.conn.prepare_cached(
            "SELECT rowid, count(*) OVER () FROM \
             (SELECT rowid, rank FROM search WHERE search MATCH ?1 AND (?4 IS NULL OR rowid % 8 = ?4) LIMIT ?2) \
             ORDER BY rank LIMIT ?3",
        )?;
        let only = found.only.map(columns::kind_code);
        let mut rows = ranked.query(params![wanted, RANKED, columns::int(SHOWN as u64), only])?;
        let mut matches = 0;
        while let Some(r) = rows.next()? {
            matches = columns::count(r, 1)?;
            let (kind, at) = searched(r.get(0)?);
            let Some(kind) = kind else { continue };
            if found.hits.len() >= SHOWN {
                break;
            }
            if found.seen.contains(&(kind, at)) {
                found.count = found.count.saturating_sub(1);
            } else {
                self.take(kind, at, needles, None, found)?;
            }
        }
        found.count += matches;
        Ok(())
    }

    /// Looks through every record, until [`COUNTED`] are found.
    fn scan(&self, needles: &[Needle], found: &mut Finding) -> Result<(), CaseError> {
        let sure = needles.iter().map(Needle::sure_part).max_by_key(|part| part.len()).unwrap_or_default();
        let only = found.only;
        for kind in [
            Kind::Claim,
            Kind::Evidence,
            Kind::Source,
            Kind::Party,
            Kind::Figure,
            Kind::Request,
            Kind::Gap,
            Kind::Derivation,
        ]
        .into_iter()
        .filter(|kind| only.is_none_or(|only| only == *kind))
        {
            let mut all = self.conn.prepare(&format!("SELECT id, body FROM {}", keys::table(kind)))?;
            let mut rows = all.query([])?;
            while let Some(r) = rows.next()? {
                let body = r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                if !body.contains(sure) {
                    continue;
                }
                let at = r.get(0)?;
                let words = record_words(kind, body)?;
                if found.seen.contains(&(kind, at)) || !needles.iter().all(|needle| needle.is_in(&words)) {
                    continue;
                }
                found.count += 1;
                if found.count > COUNTED {
                    return Ok(());
                }
                if found.hits.len() < SHOWN {
                    self.take(kind, at, needles, None, found)?;
                }
            }
        }
        Ok(())
    }

    /// Takes a record among the hits, with where to go for it.
    fn take(
        &self,
        kind: Kind,
        at: i64,
        needles: &[Needle],
        text: Option<String>,
        found: &mut Finding,
    ) -> Result<(), CaseError> {
        if !found.seen.insert((kind, at)) {
            return Ok(());
        }
        let mut record = self.conn.prepare_cached(&format!("{} WHERE t.id = ?1", whole(kind)))?;
        let mut rows = record.query([at])?;
        let Some(r) = rows.next()? else { return Ok(()) };
        let place = match r.get_ref(3)?.as_blob_or_null().map_err(rusqlite::Error::from)? {
            None => None,
            Some(_) => {
                let evidence = r.get_ref(4)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
                let evidence = evidence.map(|_| columns::uuid(r, 4)).transpose()?;
                Some(Place { claim: columns::uuid(r, 3)?, evidence })
            }
        };
        let body = r.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        let text = match text {
            Some(text) => text,
            None if kind == Kind::Claim => {
                let claim: Claim = serde_json::from_str(body)?;
                let shown = excerpt(&claim.text, needles);
                let claimant: Option<String> = r.get(5)?;
                claimant.map_or_else(|| shown.clone(), |claimant| format!("{claimant}: {shown}"))
            }
            None => {
                let words = record_words(kind, body)?;
                let fits = |line: &&str| needles.iter().any(|needle| needle.is_in(line));
                let line = words.lines().find(fits).or_else(|| words.lines().next()).unwrap_or_default();
                excerpt(line, needles)
            }
        };
        let id = columns::uuid(r, 0)?;
        let key = keys::shown(&self.conn, kind, columns::count(r, 1)?, id)?;
        found.hits.push(Hit { id, key, place, text });
        Ok(())
    }
}

/// A record with where to go for it: its id, key and JSON, the claim, the piece of evidence, and who
/// claims it.
const fn whole(kind: Kind) -> &'static str {
    match kind {
        Kind::Claim => {
            "SELECT t.uuid, t.key, t.body, t.uuid, NULL, p.body ->> '$.name' \
             FROM claim t LEFT JOIN party p ON p.id = t.claimant"
        }
        Kind::Evidence => {
            "SELECT t.uuid, t.key, t.body, c.uuid, t.uuid, NULL FROM evidence t JOIN claim c ON c.id = t.claim"
        }
        Kind::Source => {
            "SELECT t.uuid, t.key, t.body, c.uuid, e.uuid, NULL FROM source t \
             LEFT JOIN evidence e ON e.id = (SELECT id FROM evidence \
             WHERE source_pos BETWEEN t.id << 32 AND (t.id << 32) + 4294967295 ORDER BY source_pos LIMIT 1) \
             LEFT JOIN claim c ON c.id = e.claim"
        }
        Kind::Derivation => {
            "SELECT t.uuid, t.key, t.body, c.uuid, e.uuid, NULL FROM derivation t \
             LEFT JOIN evidence e ON e.id = (SELECT id FROM evidence WHERE source_pos \
             BETWEEN t.source << 32 AND (t.source << 32) + 4294967295 ORDER BY source_pos LIMIT 1) \
             LEFT JOIN claim c ON c.id = e.claim"
        }
        Kind::Party => {
            "SELECT t.uuid, t.key, t.body, c.uuid, NULL, NULL FROM party t \
             LEFT JOIN claim c ON c.id = (SELECT min(id) FROM claim WHERE claimant = t.id)"
        }
        Kind::Figure => {
            "SELECT t.uuid, t.key, t.body, c.uuid, e.uuid, NULL FROM figure t \
             LEFT JOIN evidence e ON e.id = t.evidence LEFT JOIN claim c ON c.id = coalesce(e.claim, t.claim)"
        }
        Kind::Request => {
            "SELECT t.uuid, t.key, t.body, c.uuid, NULL, NULL FROM request t LEFT JOIN claim c ON c.id = t.claim"
        }
        Kind::Gap => {
            "SELECT t.uuid, t.key, t.body, c.uuid, NULL, NULL FROM gap t LEFT JOIN claim c ON c.id = t.claim"
        }
    }
}

/// As much of a text as is shown, with what was looked for in it.
fn excerpt(text: &str, needles: &[Needle]) -> String {
    if text.len() <= EXCERPT {
        return text.to_owned();
    }
    // An offset into the folded text, which has nearly as many characters before it.
    let at = needles.iter().filter_map(|needle| needle.find(text)).min().unwrap_or(0);
    let before = fold(text).get(..at).map_or(0, |folded| folded.chars().count());
    let skipped = if before + BEFORE < EXCERPT { 0 } else { before - BEFORE };
    let mut shown: String = text.chars().skip(skipped).take(EXCERPT).collect();
    if skipped > 0 {
        shown.insert(0, '…');
    }
    if text.chars().nth(skipped + EXCERPT).is_some() {
        shown.push('…');
    }
    shown
}
