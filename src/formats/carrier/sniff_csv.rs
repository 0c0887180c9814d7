//! Whether a text is a table, and what stands between its fields.

use crate::formats::carrier::{Header, Shape};

/// The delimiters that are tried, the commoner first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Rows and bytes that are looked at.
const ROWS: usize = 100;
const BYTES: usize = 256 << 10;
/// The longest first line of a table with one column.
const NAME: usize = 64;

/// The shape of a table; `None` if the text is none.
pub(super) fn sniff(text: &[u8], whole: bool) -> Option<Shape> {
    let whole = whole && text.len() <= BYTES;
    let text = &text[..text.len().min(BYTES)];
    let mut best: Option<(usize, u8, Vec<Vec<u8>>)> = None;
    for delimiter in DELIMITERS {
        let Some((score, first)) = score(text, delimiter, whole) else { continue };
        if best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, delimiter, first));
        }
    }
    let (delimiter, first) = match best {
        Some((_, delimiter, first)) => (delimiter, first),
        None => (b',', single(text)?),
    };
    let names = first.iter().all(|cell| !is_number(cell)) && first.iter().any(|cell| !cell.is_empty());
    Some(Shape::Csv { delimiter, header: if names { Header::Row } else { Header::Absent } })
}

/// How well a delimiter fits, of 1000, and the first row; `None` if it makes no columns.
fn score(text: &[u8], delimiter: u8, whole: bool) -> Option<(usize, Vec<Vec<u8>>)> {
    let (first, widths) = widths(text, delimiter, whole);
    let width = first.len();
    if width < 2 {
        return None;
    }
    let same = widths.iter().filter(|other| **other == width).count();
    // A table of prose has commas in its text, not in its first row: rows of one width decide, then
    // how many columns there are.
    let share = same * 1000 / widths.len();
    (share >= 600).then(|| (share * 1000 + width.min(999), first))
}

/// The cells of the first row, and how many each of the first rows has. Where there is more of the
/// text, its last row may be cut off and is left out, unless it is the only one.
fn widths(text: &[u8], delimiter: u8, whole: bool) -> (Vec<Vec<u8>>, Vec<usize>) {
    let reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
    let mut rows: Vec<csv::ByteRecord> =
        reader.into_byte_records().map_while(Result::ok).take(ROWS + 1).collect();
    if rows.len() > ROWS || !whole && rows.len() > 1 {
        rows.pop();
    }
    let first = rows.first().map(|row| row.iter().map(|cell| cell.trim_ascii().to_vec()).collect());
    (first.unwrap_or_default(), rows.iter().map(csv::ByteRecord::len).collect())
}

/// The first line of a table with one column: a name, not a sentence.
fn single(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let line = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty())?;
    let more = text.trim_ascii().len() > line.len();
    let name = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let fits = name.len() <= NAME
        && !name.starts_with(b"#")
        && !name.starts_with(b"-")
        && !name.ends_with(b".")
        && !name.ends_with(b":")
        && name.split(u8::is_ascii_whitespace).count() <= 3;
    (more && fits).then(|| vec![name.to_vec()])
}

fn is_number(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(|cell| cell.parse::<f64>().is_ok_and(f64::is_finite))
}
