//! Plain text: paragraphs by blank lines, or by lines where those are long; pages by form feeds.

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::{item_sign, squeezed};
use crate::domain::DocumentText;
use crate::domain::document::Form;

/// A line as long as this is one that a paragraph stands in whole, and not one of its rows.
const LONG: usize = 130;

pub(super) fn read(text: &str) -> Result<Extracted, Unreadable> {
    let paged = text.trim_matches('\u{c}').contains('\u{c}');
    let mut out = DocumentText::default();
    let by_line = is_by_line(text);
    for (at, page) in text.split('\u{c}').enumerate() {
        let number = paged.then(|| u32::try_from(at + 1).unwrap_or(u32::MAX));
        paragraphs(page, by_line, &mut |form, text| out.push(form, number, text));
    }
    Ok(Extracted {
        media_type: "text/plain".into(),
        what: "a plain text".into(),
        pages: paged.then(|| text.split('\u{c}').count() as u64),
        text: out,
        ..Extracted::default()
    })
}

/// Whether each line is a paragraph of its own: most of the text stands in lines too long to be rows of one.
fn is_by_line(text: &str) -> bool {
    let (mut all, mut long) = (0, 0);
    for line in text.lines() {
        let length = line.chars().count();
        all += length;
        long += if length > LONG { length } else { 0 };
    }
    long * 2 > all
}

/// Hands out the paragraphs of a text without pages.
pub(super) fn paragraphs(text: &str, by_line: bool, out: &mut dyn FnMut(Form, &str)) {
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            put(&block, by_line, out);
            block.clear();
        } else {
            block.push(line);
        }
    }
}

fn put(block: &[&str], by_line: bool, out: &mut dyn FnMut(Form, &str)) {
    if block.is_empty() {
        return;
    }
    if is_laid_out(block) {
        let indent = block.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
        let lines: Vec<&str> =
            block.iter().map(|line| line.get(indent..).unwrap_or(line).trim_end()).collect();
        return out(Form::Preformatted, &lines.join("\n"));
    }
    let mut rows: Vec<&str> = Vec::new();
    let mut form = Form::Text;
    for line in block {
        let item = item_sign(line.trim_start()).is_some();
        if !rows.is_empty() && (item || by_line) {
            out(form, &joined(&rows));
            rows.clear();
        }
        if rows.is_empty() {
            form = if item { Form::Item } else { Form::Text };
        }
        rows.push(line);
    }
    out(form, &joined(&rows));
}

/// The rows of a paragraph in one; where they end at will, as in an address or in verse, they stay.
fn joined(rows: &[&str]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| squeezed(row)).collect();
    let widest = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0);
    let short = |row: &String| row.chars().count() * 10 < widest * 6;
    let ragged =
        widest < 45 || rows[..rows.len() - 1].iter().filter(|row| short(row)).count() * 3 > rows.len();
    rows.join(if ragged { "\n" } else { " " })
}

/// Whether blanks in the lines of a block set columns: most of them have several together.
fn is_laid_out(block: &[&str]) -> bool {
    let wide = |line: &&&str| line.trim().contains("   ") || line.trim().contains('\t');
    block.len() > 1 && block.iter().filter(wide).count() * 3 > block.len() * 2
}
