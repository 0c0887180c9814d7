//! What a file is, by its first bytes.

use crate::formats::FormatError;
use crate::formats::carrier::sniff_csv::Told;
use crate::formats::carrier::{JsonShape, Shape, sniff_csv, sniff_json};
use crate::formats::json::SplitError;

/// What a file looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// How its records most likely lie in it.
    pub shape: Shape,
    /// Other ways to read it, the likelier first: other arrays of a wrapping object, or the object
    /// as one record.
    pub others: Vec<Shape>,
}

/// Files that are no text, by their first bytes, and what to do with them.
const KNOWN: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document; copy what it says into a table or attach it to a source"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (XLSX, ODS); unpack it, or save it as CSV"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xD0\xCF\x11\xE0", "an old Office document (XLS, DOC); save it as CSV"),
    (b"SQLite format 3\0", "a SQLite database; export its tables as CSV or JSON"),
    (b"{\\rtf", "a rich text document (RTF); save it as CSV"),
    (b"BZh", "compressed with bzip2; decompress it first"),
    (b"\xFD7zXZ\0", "compressed with xz; decompress it first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x1f\x8b", "compressed a third time; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "compressed a third time; decompress it first"),
    (b"PAR1", "a Parquet file; export it as CSV or JSON Lines"),
    (b"ARROW1", "an Arrow file; export it as CSV or JSON Lines"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xFF\xD8\xFF", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
];

/// Tells what a file is from its decoded `start`; `whole` says that there is no more of it.
///
/// # Errors
/// A sentence that says what it looks like where it has no records that can be found, or is empty.
pub fn sniff(start: &[u8], whole: bool) -> Result<Sniffed, FormatError> {
    if let Some((_, looks)) = KNOWN.iter().find(|(first, _)| start.starts_with(first)) {
        return Err(unlike(format!("it looks like {looks}")));
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let rest = text.trim_ascii_start();
    if rest.is_empty() {
        return Err(if whole {
            SplitError::Empty.into()
        } else {
            unlike("it begins with nothing but blanks")
        });
    }
    let controls = text.iter().filter(|byte| **byte < b' ' && !byte.is_ascii_whitespace()).count();
    if controls * 20 > text.len() {
        return Err(unlike(
            "it is not text: more than a twentieth of its first bytes are control characters",
        ));
    }
    if let Some(sniffed) = json(rest) {
        return Ok(sniffed);
    }
    if rest[0] == b'{' || rest[0] == b'[' && !is_bracketed_header(rest) {
        return Err(unlike(format!(
            "it begins with {} as JSON does, and is not JSON: names and texts of JSON stand in double quotation \
             marks, as in {{\"claim\": \"text\"}}; if it is a table anyway, say so: --delimiter ','",
            char::from(rest[0])
        )));
    }
    if rest[0] == b'<' {
        let start = rest[..rest.len().min(64 << 10)].to_ascii_lowercase();
        let has = |tag: &[u8]| memchr::memmem::find(&start, tag).is_some();
        if !start.starts_with(b"<?xml") || has(b"<html") || has(b"<script") {
            return Ok(Sniffed { shape: Shape::Html, others: Vec::new() });
        }
        return Err(unlike("it looks like XML, which is not read; convert it to JSON or CSV"));
    }
    match sniff_csv::sniff(text, whole, &Told::default()) {
        Some(table) => Ok(Sniffed { shape: Shape::Csv(table), others: Vec::new() }),
        None => Err(unlike(
            "it looks like running text, without records or columns; if it is a table anyway, say so",
        )),
    }
}

/// Whether a first line that begins with a bracket is the header of a table: some databases write
/// `[ID],[Name]`.
fn is_bracketed_header(text: &[u8]) -> bool {
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let Some(end) = line.iter().position(|byte| *byte == b']') else { return false };
    let plain = !line[1..end].iter().any(|byte| b"[{}\"',;\t|".contains(byte));
    plain && line.get(end + 1).is_some_and(|next| b",;\t|".contains(next))
}

/// Whether the JSON that begins so is several values, one behind the other, and not a single one.
#[must_use]
pub fn has_several(start: &[u8]) -> bool {
    sniff_json::has_several(start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start())
}

fn unlike(looks: impl Into<String>) -> FormatError {
    FormatError::Unlike { looks: looks.into() }
}

/// The ways to read JSON; `None` if it does not begin as JSON does.
fn json(text: &[u8]) -> Option<Sniffed> {
    let inner = text[1..].trim_ascii_start().first();
    let begins = match text[0] {
        b'{' => matches!(inner, None | Some(b'"' | b'}')),
        b'[' => {
            matches!(inner, None | Some(b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'))
        }
        _ => false,
    };
    if !begins {
        return None;
    }
    let mut shapes = sniff_json::shapes(text).into_iter().map(Shape::Json);
    let shape = shapes.next().unwrap_or(Shape::Json(JsonShape::Lines));
    Some(Sniffed { shape, others: shapes.collect() })
}
