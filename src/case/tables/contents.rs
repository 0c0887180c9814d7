//! What documents hold, in pieces, each under the SHA-256 of the whole. A whole is kept once, whichever
//! sources have it.

use crate::case::error::CaseError;
use crate::case::tables::columns;
use crate::domain::ids::{Digest, Digester};
use rusqlite::{Connection, OptionalExtension, params};

/// How many bytes a piece has at most.
const PIECE: usize = 256 << 10;

/// Keeps bytes, unless they are here already. Returns their digest.
pub(crate) fn keep(conn: &Connection, bytes: &[u8]) -> Result<Digest, CaseError> {
    let digest = Digest::of(bytes);
    if is_kept(conn, digest)? {
        return Ok(digest);
    }
    for (part, piece) in (0..).zip(pieces(bytes)) {
        put(conn, digest, part, piece)?;
    }
    Ok(digest)
}

/// The pieces that bytes are kept in; one, where there are none.
pub(crate) fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut all, mut rest) = (Vec::new(), bytes);
    loop {
        let (piece, behind) = rest.split_at(cut(rest));
        all.push(piece);
        rest = behind;
        if rest.is_empty() {
            return all;
        }
    }
}

/// Where to cut a piece off: where text is UTF-8, amid no character.
fn cut(bytes: &[u8]) -> usize {
    if bytes.len() <= PIECE {
        return bytes.len();
    }
    (PIECE - 3..=PIECE).rev().find(|at| bytes[*at] & 0xC0 != 0x80).unwrap_or(PIECE)
}

/// Stores one piece, unless it is here. Returns whether it was not.
pub(crate) fn put(conn: &Connection, digest: Digest, part: u64, bytes: &[u8]) -> Result<bool, CaseError> {
    let sql = "INSERT INTO content (digest, part, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    Ok(conn.prepare_cached(sql)?.execute(params![digest.0, columns::int(part), bytes])? > 0)
}

/// Erases what has one of these digests.
pub(crate) fn erase(conn: &Connection, digests: &[Digest]) -> Result<(), rusqlite::Error> {
    let mut gone = conn.prepare_cached("DELETE FROM content WHERE digest = ?1")?;
    digests.iter().try_for_each(|digest| gone.execute([digest.0]).map(drop))
}

/// Whether bytes with this digest are here.
pub(crate) fn is_kept(conn: &Connection, digest: Digest) -> Result<bool, CaseError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM content WHERE digest = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([digest.0], |r| r.get(0))?)
}

/// Hands out the pieces of what has this digest, in order; none where it is not here.
pub(crate) fn each<E: From<CaseError>>(
    conn: &Connection,
    digest: Digest,
    mut out: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut part = 0;
    while let Some(bytes) = piece(conn, digest, part)? {
        out(&bytes)?;
        part += 1;
    }
    Ok(())
}

fn piece(conn: &Connection, digest: Digest, part: i64) -> Result<Option<Vec<u8>>, CaseError> {
    let sql = "SELECT bytes FROM content WHERE digest = ?1 AND part = ?2";
    Ok(conn.prepare_cached(sql)?.query_row(params![digest.0, part], |r| r.get(0)).optional()?)
}

/// The text that has this digest; `None` where it is not here, or is another than its digest says.
pub(crate) fn text(conn: &Connection, digest: Digest) -> Result<Option<String>, CaseError> {
    let mut bytes = Vec::new();
    each(conn, digest, |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), CaseError>(())
    })?;
    let same = Digest::of(&bytes) == digest && is_kept(conn, digest)?;
    Ok(same.then_some(bytes).and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The digest that stored bytes have now, and how many there are; `None` where none are here.
pub(crate) fn digest_now(conn: &Connection, digest: Digest) -> Result<Option<(Digest, u64)>, CaseError> {
    let (mut now, mut size) = (Digester::default(), 0);
    each(conn, digest, |piece| {
        now.add(piece);
        size += piece.len() as u64;
        Ok::<(), CaseError>(())
    })?;
    Ok(is_kept(conn, digest)?.then(|| (now.finish(), size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_between_characters_and_are_the_whole_again() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(crate::case::file::schema::TABLES).unwrap();
        conn.execute_batch(crate::case::file::schema::INDEXES).unwrap();
        let long = format!("a{}", "ü".repeat(PIECE));
        let binary = vec![0x80; 3 * PIECE + 7];
        for bytes in [b"".as_slice(), b"short", long.as_bytes(), &binary] {
            let digest = keep(&conn, bytes).unwrap();
            assert_eq!(keep(&conn, bytes).unwrap(), digest);
            let mut whole = Vec::new();
            each(&conn, digest, |piece| {
                assert!(piece.len() <= PIECE);
                assert!(bytes == binary || std::str::from_utf8(piece).is_ok());
                whole.extend_from_slice(piece);
                Ok::<(), CaseError>(())
            })
            .unwrap();
            assert_eq!(whole, bytes);
            assert_eq!(digest_now(&conn, digest).unwrap(), Some((digest, bytes.len() as u64)));
        }
        assert_eq!(text(&conn, Digest::of(long.as_bytes())).unwrap(), Some(long));
        assert_eq!(text(&conn, Digest::of(b"other")).unwrap(), None);
    }
}
