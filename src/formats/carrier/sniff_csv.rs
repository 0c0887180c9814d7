//! Whether a text is a table, and how it is written: what stands between its fields, how a quotation
//! mark within one is written, and where the table begins.

use crate::formats::carrier::csv_cells::{Cell, cells};
use crate::formats::carrier::csv_row::Rows;
use crate::formats::carrier::{Escapes, Header, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The delimiters that are tried, the commoner first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Rows and bytes that are looked at.
const ROWS: usize = 100;
const BYTES: usize = 256 << 10;
/// The longest first line of a table with one column.
const NAME: usize = 64;
/// Rows above the header that may be a title.
const TITLE: usize = 20;

/// What is known of a table beforehand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// What stands between its fields.
    pub delimiter: Option<u8>,
    /// What names its columns.
    pub header: Option<Header>,
    /// The lines at the beginning that are none of it.
    pub skip: Option<u64>,
}

/// How a table is written; `None` if the text is none.
pub(crate) fn sniff(text: &[u8], whole: bool, told: &Told) -> Option<Table> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let said = said_delimiter(text).filter(|_| told.skip.is_none());
    let skip = told.skip.unwrap_or(u64::from(said.is_some()));
    let text = without_lines(text, skip);
    let look = Look { text: &text[..text.len().min(BYTES)], whole: whole && text.len() <= BYTES };
    let known = told.delimiter.or(said);
    let mut best: Option<(usize, u8, Fit)> = None;
    for delimiter in known.map_or(DELIMITERS.to_vec(), |known| vec![known]) {
        let plain = look.fit(delimiter, Escapes::None, told);
        let quoted = || has_escapes(text).then(|| look.fit(delimiter, Escapes::Quoted, told)).flatten();
        let everywhere =
            || has_breaks(text).then(|| look.fit(delimiter, Escapes::Everywhere, told)).flatten();
        let fit = plain.or_else(quoted).or_else(everywhere);
        if let Some(fit) = fit
            && best.as_ref().is_none_or(|(score, ..)| fit.score > *score)
        {
            best = Some((fit.score, delimiter, fit));
        }
    }
    let (delimiter, fit) = match best {
        Some((_, delimiter, fit)) => (delimiter, fit),
        None => {
            let first = if known.is_some() { Vec::new() } else { single(text)? };
            (known.unwrap_or(b','), Fit { score: 0, first, above: 0 })
        }
    };
    let names = fit.first.iter().all(|cell| !is_number(cell))
        && (fit.first.iter().any(|cell| !cell.is_empty()) || known.is_some());
    let header = told.header.clone().unwrap_or(if names { Header::Row } else { Header::Absent });
    Some(Table { delimiter, header, skip: skip + fit.above, escapes: escapes(text, delimiter, whole) })
}

/// What `sep=;` in the first line says, which Excel writes and reads.
fn said_delimiter(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', byte]
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() =>
        {
            Some(*byte)
        }
        _ => None,
    }
}

/// The text behind so many lines.
fn without_lines(text: &[u8], lines: u64) -> &[u8] {
    let mut rest = text;
    for _ in 0..lines {
        let Some(end) = memchr::memchr2(b'\n', b'\r', rest) else { return &[] };
        let long = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = &rest[end + long..];
    }
    rest
}

/// How well a way to read it fits.
struct Fit {
    /// Of 1000, times 1000, and the number of columns.
    score: usize,
    /// The first row of the table.
    first: Vec<Vec<u8>>,
    /// The lines above it.
    above: u64,
}

/// A row: the line it begins on, where it stands, its cells without blanks around them.
struct Row {
    line: u64,
    begin: usize,
    cells: Vec<Vec<u8>>,
}

impl Row {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Whether its cells could name columns: all say something, none the same, none a number.
    fn is_header(&self) -> bool {
        let mut met = BTreeSet::new();
        self.cells.iter().all(|cell| !cell.is_empty() && !is_number(cell) && met.insert(cell))
    }
}

#[derive(Clone, Copy)]
struct Look<'t> {
    text: &'t [u8],
    whole: bool,
}

impl Look<'_> {
    /// How well a delimiter fits; `None` if it makes no columns.
    fn fit(self, delimiter: u8, escapes: Escapes, told: &Told) -> Option<Fit> {
        let rows = self.rows(delimiter, escapes, ROWS);
        let title = match told {
            Told { header: None, skip: None, .. } => title(&rows),
            _ => 0,
        };
        let (above, rows) = (rows.get(title)?.line, &rows[title..]);
        let first = &rows.first()?.cells;
        let width = first.len();
        if width < 2 {
            return None;
        }
        let same = rows.iter().filter(|row| row.cells.len() == width).count();
        // A table of prose has commas in its text, not in its first row: rows of one width decide, then
        // how many columns there are.
        let share = same * 1000 / rows.len();
        let score = share * 1000 + width.min(999);
        let above = if title == 0 { 0 } else { above - 1 };
        (share >= 600).then(|| Fit { score, first: first.clone(), above })
    }

    /// The first rows that say anything. Where there is more of the text, its last row may be cut off and
    /// is left out, unless it is the only one.
    fn rows(self, delimiter: u8, escapes: Escapes, at_most: usize) -> Vec<Row> {
        if escapes == Escapes::Everywhere {
            return self.rows_of_databases(delimiter, at_most);
        }
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .escape(escapes.any().then_some(b'\\'))
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text);
        let mut rows = Vec::new();
        for record in reader.into_byte_records().map_while(Result::ok) {
            let cells: Vec<Vec<u8>> = record.iter().map(|cell| cell.trim_ascii().to_vec()).collect();
            let at = record.position();
            let (line, begin) = at.map_or((1, 0), |at| (at.line(), at.byte()));
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(Row { line, begin: usize::try_from(begin).unwrap_or(0), cells });
            }
            if rows.len() > at_most {
                break;
            }
        }
        if rows.len() > at_most || !self.whole && rows.len() > 1 {
            rows.pop();
        }
        rows
    }

    /// The same, where backslashes stand before what would end a field or a row.
    fn rows_of_databases(self, delimiter: u8, at_most: usize) -> Vec<Row> {
        let mut read = Rows::new(self.text, delimiter, Escapes::Everywhere, BYTES);
        let mut rows = Vec::new();
        while let Ok(Some(row)) = read.next() {
            let found = cells(row.raw, delimiter, Escapes::Everywhere).into_iter();
            let text = |cell: Cell| cell.text(row.raw, Escapes::Everywhere).trim_ascii().to_vec();
            let cells: Vec<Vec<u8>> = found.map(text).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(Row { line: row.line, begin: 0, cells });
            }
            if rows.len() > at_most {
                break;
            }
        }
        if rows.len() > at_most || !self.whole && rows.len() > 1 {
            rows.pop();
        }
        rows
    }
}

/// How many rows at the beginning are a title: each has a cell or two, from the first on, and below them
/// stands a row that names as many columns as most rows have.
fn title(rows: &[Row]) -> usize {
    let mut widths = BTreeMap::new();
    for row in rows {
        *widths.entry(row.cells.len()).or_insert(0_usize) += 1;
    }
    let Some((width, _)) = widths.into_iter().max_by_key(|(width, times)| (*times, *width)) else { return 0 };
    let is_title = |row: &Row| {
        let most = if width >= 5 { 2 } else { 1 };
        row.filled() <= most && row.cells.first().is_some_and(|cell| !cell.is_empty())
    };
    let above = rows.iter().take(TITLE + 1).take_while(|row| is_title(row)).count();
    match rows.get(above) {
        Some(row)
            if width >= 2
                && above <= TITLE
                && row.cells.len() == width
                && rows.len() > above + 1
                && row.is_header() =>
        {
            above
        }
        _ => 0,
    }
}

/// Whether there is a quotation mark behind a backslash.
fn has_escapes(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"\\\"").is_some()
}

/// Whether there is a line break behind a backslash.
fn has_breaks(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"\\\n").is_some() || memchr::memmem::find(text, b"\\\r\n").is_some()
}

/// What a backslash does. Quotation marks stand behind backslashes throughout where, so read, all are in place, and
/// read the other way, not all are; or where every line break within quotation marks stands behind one. What would
/// end a field without them does where rows are of one width only so read, or where nothing is `\N`; and a
/// backslash never stands before what it has no business with.
fn escapes(text: &[u8], delimiter: u8, whole: bool) -> Escapes {
    if memchr::memchr(b'\\', text).is_none() {
        return Escapes::None;
    }
    let look = Look { text, whole };
    let ragged = |rows: &[Row]| {
        let width = rows.first().map_or(0, |row| row.cells.len());
        rows.iter().filter(|row| row.cells.len() != width).count()
    };
    let read = |escapes: Escapes| {
        let rows = look.rows(delimiter, escapes, usize::MAX - 1);
        let ends = rows.iter().skip(1).map(|row| row.begin).chain([text.len()]);
        let (mut malformed, mut breaks, mut bare) = (0, 0, 0);
        for (row, end) in rows.iter().zip(ends) {
            let raw = text.get(row.begin..end).unwrap_or_default().trim_ascii_end();
            // A row behind a CRLF is said to begin between the two.
            let raw = raw.strip_prefix(b"\n").unwrap_or(raw);
            let cells = cells(raw, delimiter, escapes);
            malformed += usize::from(cells.iter().any(|cell| cell.malformed));
            for at in memchr::memchr_iter(b'\n', raw) {
                breaks += 1;
                bare += usize::from(!is_behind_backslash(raw, at));
            }
        }
        ((malformed, ragged(&rows)), (breaks, bare))
    };
    let (plain, (breaks, bare)) = read(Escapes::None);
    let quoted = read(Escapes::Quoted).0;
    let in_place = quoted.0 == 0 && quoted.1 <= plain.1;
    if in_place && (has_escapes(text) && plain != (0, 0) && plain != quoted || breaks > 0 && bare == 0) {
        return Escapes::Quoted;
    }
    let (any, nothing) = legal(text, delimiter);
    if !any {
        return Escapes::None;
    }
    let everywhere = ragged(&look.rows(delimiter, Escapes::Everywhere, usize::MAX - 1));
    match everywhere < plain.1 || nothing && everywhere <= plain.1 {
        true => Escapes::Everywhere,
        false => Escapes::None,
    }
}

/// Whether the byte at a place stands behind a backslash that is not itself escaped.
fn is_behind_backslash(text: &[u8], at: usize) -> bool {
    let before = text[..at].strip_suffix(b"\r").unwrap_or(&text[..at]);
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether every backslash stands before what databases put one before, and some before more than the `N` of nothing;
/// and whether there is such nothing.
fn legal(text: &[u8], delimiter: u8) -> (bool, bool) {
    let (mut any, mut nothing, mut at) = (false, false, 0);
    while let Some(next) = text.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += next;
        match text.get(at + 1) {
            Some(b'N') => nothing = true,
            Some(b'\\' | b'\n' | b'\r' | b'\t' | b'"' | b'n' | b'r' | b't' | b'0') => any = true,
            Some(byte) if *byte == delimiter => any = true,
            None => {}
            Some(_) => return (false, nothing),
        }
        at += 2;
    }
    (any, nothing)
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
