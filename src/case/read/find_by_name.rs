//! Records found by what they are called.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, keys, position};
use crate::domain::{ItemId, Key, Kind};
use rusqlite::{Connection, Row, params};

impl Case {
    /// Records of a kind that bear the key typed, then those whose name, title or text holds it: key
    /// and name, in the order of the case. Looks at all records of the kind, and can be stopped with
    /// [`Case::interrupt_handle`].
    ///
    /// # Errors
    /// When the file cannot be read; [`CaseError::Interrupted`] when it was stopped.
    pub fn named_like(&self, kind: Kind, text: &str, limit: usize) -> Result<Vec<(Key, String)>, CaseError> {
        let short = names(kind).1;
        let also = short.map(|short| format!(" OR body ->> '$.{short}' LIKE ?1 ESCAPE '\\'"));
        let also = also.unwrap_or_default();
        let number =
            text.parse::<Key>().ok().filter(|key| key.kind == kind).map(|key| columns::int(key.number));
        let pattern = format!("%{}%", escaped(text));
        let columns = format!("SELECT key, uuid, {} AS name FROM {}", name_of(kind), keys::table(kind));
        let read = |r: &Row<'_>| -> Result<(Key, String), rusqlite::Error> {
            let key = keys::shown(&self.conn, kind, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            Ok((key, r.get::<_, Option<String>>(2)?.unwrap_or_default()))
        };
        let mut all: Vec<(Key, String)> = Vec::new();
        if let Some(number) = number {
            let mut found = self.conn.prepare_cached(&format!("{columns} WHERE key = ?1 ORDER BY id"))?;
            for one in found.query_map([number], read)? {
                all.push(one?);
            }
        }
        let mut found = self.conn.prepare_cached(&format!(
            "{columns} WHERE (name LIKE ?1 ESCAPE '\\'{also}) AND key IS NOT ?2 ORDER BY id LIMIT ?3"
        ))?;
        let room = columns::int(limit.saturating_sub(all.len()) as u64);
        for one in found.query_map(params![pattern, number, room], read)? {
            all.push(one?);
        }
        Ok(all)
    }

    /// The evidence of a source that bears the key typed, or whose paraphrase, quote or claim holds it: key, and
    /// claim with paraphrase, in the order of the case.
    ///
    /// # Errors
    /// When the file cannot be read, or there is no such source.
    pub fn evidence_like(
        &self,
        source: &Key,
        text: &str,
        limit: usize,
    ) -> Result<Vec<(Key, String)>, CaseError> {
        let at = keys::must(&self.conn, Kind::Source, self.find(source)?)?;
        let (from, to) = (position::source_pos(at, 0), position::source_pos(at + 1, 0));
        let number = text.parse::<Key>().ok().filter(|key| key.kind == Kind::Evidence);
        let number = number.map(|key| columns::int(key.number));
        let mut found = self.conn.prepare_cached(
            "SELECT e.key, e.uuid, c.key, c.uuid, e.body ->> '$.paraphrase' AS said FROM evidence e \
             JOIN claim c ON c.id = e.claim WHERE e.source_pos >= ?1 AND e.source_pos < ?2 AND (e.key IS ?3 \
             OR said LIKE ?4 ESCAPE '\\' OR e.body ->> '$.quote.text' LIKE ?4 ESCAPE '\\' \
             OR c.body ->> '$.text' LIKE ?4 ESCAPE '\\' OR c.body ->> '$.label' LIKE ?4 ESCAPE '\\') \
             ORDER BY e.source_pos LIMIT ?5",
        )?;
        let pattern = format!("%{}%", escaped(text));
        let rows = found.query_map(params![from, to, number, pattern, columns::int(limit as u64)], |r| {
            let shown = |kind, at: usize| {
                keys::shown(&self.conn, kind, columns::count(r, at)?, columns::uuid(r, at + 1)?)
            };
            let said = r.get::<_, Option<String>>(4)?.unwrap_or_default();
            Ok((shown(Kind::Evidence, 0)?, format!("{} · {said}", shown(Kind::Claim, 2)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The one record of a kind that is called this: by its name, title or text, or the short form of it,
    /// whatever its letters' case.
    ///
    /// # Errors
    /// When none is, with those that are called something like it; when several are, with their keys.
    pub fn called(&self, kind: Kind, text: &str) -> Result<ItemId, CaseError> {
        called(&self.conn, kind, text)
    }

    /// Records of a kind whose key begins as typed, at most `limit`: key and name, in the order of the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn keyed_like(&self, kind: Kind, typed: &str, limit: usize) -> Result<Vec<(Key, String)>, CaseError> {
        let digits = typed.trim_start_matches(|c: char| c.eq_ignore_ascii_case(&kind.letter()) || c == '-');
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT key, uuid, {} FROM {} WHERE cast(key AS TEXT) LIKE ?1 || '%' ORDER BY id LIMIT ?2",
            name_of(kind),
            keys::table(kind)
        ))?;
        let rows = found.query_map(params![digits, columns::int(limit as u64)], |r| {
            let key = keys::shown(&self.conn, kind, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            Ok((key, r.get::<_, Option<String>>(2)?.unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Case {
    /// What records of a kind have in a field, each once, where it begins as typed: at most `limit`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values_like(
        &self,
        kind: Kind,
        path: &str,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<String>, CaseError> {
        let mut found = self.conn.prepare(&format!(
            "SELECT DISTINCT body ->> ?1 AS value FROM {} WHERE value LIKE ?2 || '%' ESCAPE '\\' ORDER BY value \
             LIMIT ?3",
            keys::table(kind)
        ))?;
        let limit = columns::int(limit as u64);
        let rows = found.query_map(params![format!("$.{path}"), escaped(typed), limit], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The name of a record of a kind, in SQL. A derivation is called by its two sources.
fn name_of(kind: Kind) -> String {
    let called = |which: &str| {
        format!(
            "(SELECT ifnull(body ->> '$.short', body ->> '$.title') FROM source WHERE id = derivation.{which})"
        )
    };
    match kind {
        Kind::Derivation => format!("{} || ' draws on ' || {}", called("source"), called("origin")),
        kind => format!("body ->> '$.{}'", names(kind).0),
    }
}

/// The fields that name a record of a kind: whole, and in short.
fn names(kind: Kind) -> (&'static str, Option<&'static str>) {
    let short = match kind {
        Kind::Party | Kind::Source => Some("short"),
        Kind::Claim => Some("label"),
        _ => None,
    };
    (kind.shape().essential.unwrap_or("id"), short)
}

/// As [`Case::called`].
pub(crate) fn called(conn: &Connection, kind: Kind, text: &str) -> Result<ItemId, CaseError> {
    /// How many are named where a name does not say which.
    const NAMED: usize = 5;
    let (name, short) = names(kind);
    let is = |field: &str, like: &str| format!("body ->> '$.{field}' {like}");
    let either = |like: &str| {
        let fields = [Some(name), short].into_iter().flatten();
        fields.map(|field| is(field, like)).collect::<Vec<_>>().join(" OR ")
    };
    let look = |condition: String, text: &str| -> Result<Vec<(ItemId, String)>, CaseError> {
        let mut found = conn.prepare_cached(&format!(
            "SELECT key, uuid, body ->> '$.{name}' FROM {} WHERE {condition} ORDER BY id LIMIT {}",
            keys::table(kind),
            NAMED + 1
        ))?;
        let rows = found.query_map([text], |r| {
            let id = columns::uuid(r, 1)?;
            let key = keys::shown(conn, kind, columns::count(r, 0)?, id)?;
            Ok((id, format!("{key} {}", r.get::<_, Option<String>>(2)?.unwrap_or_default())))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let listed = |found: &[(ItemId, String)]| {
        let more = if found.len() > NAMED { ", ..." } else { "" };
        let names: Vec<&str> = found.iter().take(NAMED).map(|(_, name)| name.as_str()).collect();
        names.join(", ") + more
    };
    let text = text.trim();
    let shown: String = text.chars().take(60).collect();
    match look(either("= ?1 COLLATE NOCASE"), text)?.as_slice() {
        [(id, _)] => Ok(*id),
        [] => {
            let like = look(either("LIKE '%' || ?1 || '%' ESCAPE '\\'"), &escaped(text))?;
            let near = if like.is_empty() { String::new() } else { format!("; like it: {}", listed(&like)) };
            Err(CaseError::Refused(format!("there is no {kind} called \"{shown}\" in this case{near}")))
        }
        several => Err(CaseError::Refused(format!(
            "more than one {kind} is called \"{shown}\"; give the key: {}",
            listed(several)
        ))),
    }
}

/// Text as a pattern of LIKE's that means nothing but itself.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
