//! Whether a text is a table, and what stands between its fields.

use crate::formats::carrier::{Header, Shape};
use csv_core::{ReadRecordResult, ReaderBuilder};

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

/// The cells of the first row, and how many each of the first rows has.
fn widths(text: &[u8], delimiter: u8, whole: bool) -> (Vec<Vec<u8>>, Vec<usize>) {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut out = vec![0; text.len() + 1];
    let mut ends = vec![0; text.len() + 2];
    let mut first = Vec::new();
    let mut widths = Vec::new();
    let (mut rest, mut filled, mut fields) = (text, 0, 0);
    while widths.len() < ROWS {
        let (result, taken, written, ended) =
            reader.read_record(rest, &mut out[filled..], &mut ends[fields..]);
        filled += written;
        fields += ended;
        rest = &rest[taken..];
        match result {
            ReadRecordResult::Record => {
                // An empty line is a row of one empty field.
                if fields > 1 || filled > 0 {
                    if first.is_empty() {
                        first = cells(&out, &ends[..fields]);
                    }
                    widths.push(fields);
                }
                (filled, fields) = (0, 0);
            }
            ReadRecordResult::InputEmpty if whole || widths.is_empty() => {}
            _ => break,
        }
    }
    (first, widths)
}

fn cells(text: &[u8], ends: &[usize]) -> Vec<Vec<u8>> {
    let mut begin = 0;
    ends.iter()
        .map(|end| {
            let cell = text[begin..*end].trim_ascii().to_vec();
            begin = *end;
            cell
        })
        .collect()
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
