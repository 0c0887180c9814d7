//! A document in rows of the screen. Only what is near the screen is laid out, so that a key costs in a long
//! document what it costs in a short one.

use crate::domain::document::{DocumentText, Form, Paragraph};
use crate::text::rows;
use std::collections::HashMap;
use std::ops::Range;

/// A row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageRow {
    /// Between two paragraphs.
    Blank,
    /// A page begins.
    Page(u32),
    /// Text.
    Text {
        /// Its paragraph, by its index.
        paragraph: usize,
        /// Whether it is the first row of the paragraph.
        first: bool,
        /// The bytes of the document's text that stand in it.
        bytes: Range<usize>,
    },
}

/// A place in the rows: a stretch of the document, and a row in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    stretch: usize,
    row: usize,
}

/// A paragraph, or a part of one that is very long.
#[derive(Debug, Clone)]
struct Stretch {
    paragraph: usize,
    bytes: Range<usize>,
}

/// No stretch is much longer.
const LONG: usize = 4_000;
/// So many stretches are kept laid out.
const KEPT: usize = 512;

/// The rows of a document at some width.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    stretches: Vec<Stretch>,
    cells: usize,
    laid_out: HashMap<usize, Vec<PageRow>>,
}

impl Layout {
    /// For a document.
    pub fn of(document: &DocumentText) -> Self {
        let mut stretches = Vec::with_capacity(document.paragraphs.len());
        for (paragraph, Paragraph { start, end, .. }) in document.paragraphs.iter().enumerate() {
            let mut from = *start;
            while end - from > LONG {
                let to = part(&document.text[from..*end]);
                stretches.push(Stretch { paragraph, bytes: from..from + to });
                from += to;
            }
            stretches.push(Stretch { paragraph, bytes: from..*end });
        }
        Self { stretches, cells: 0, laid_out: HashMap::new() }
    }

    /// Lays out for rows of so many cells from here on.
    pub fn set_cells(&mut self, cells: usize) {
        if self.cells != cells {
            self.cells = cells;
            self.laid_out.clear();
        }
    }

    fn rows_of(&mut self, document: &DocumentText, stretch: usize) -> &[PageRow] {
        if self.laid_out.len() >= KEPT && !self.laid_out.contains_key(&stretch) {
            self.laid_out.clear();
        }
        let (stretches, cells) = (&self.stretches, self.cells);
        self.laid_out.entry(stretch).or_insert_with(|| lay_out(document, stretches, stretch, cells))
    }

    /// The rows from a place on, as many as there is room for.
    pub fn rows_from(&mut self, document: &DocumentText, at: At, room: usize) -> Vec<PageRow> {
        let mut found = Vec::with_capacity(room);
        let mut skip = at.row;
        for stretch in at.stretch..self.stretches.len() {
            let rows = self.rows_of(document, stretch);
            found.extend(rows.iter().skip(skip).take(room - found.len()).cloned());
            skip = 0;
            if found.len() == room {
                break;
            }
        }
        found
    }

    /// The row in which a byte of the text stands.
    pub fn row_of(&mut self, document: &DocumentText, byte: usize) -> At {
        let stretch = self.stretches.partition_point(|stretch| stretch.bytes.start <= byte).saturating_sub(1);
        if self.stretches.is_empty() {
            return At::default();
        }
        let begun = |row: &PageRow| !matches!(row, PageRow::Text { bytes, .. } if bytes.start > byte);
        let row = self.rows_of(document, stretch).iter().rposition(begun).unwrap_or(0);
        At { stretch, row }
    }

    /// The place some rows further on, or back; at the ends of the document as far as that goes.
    pub fn moved(&mut self, document: &DocumentText, at: At, rows: i64) -> At {
        let mut at = at;
        let mut left = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        while left > 0 {
            if rows > 0 {
                let here = self.rows_of_or_none(document, at.stretch).saturating_sub(at.row + 1);
                if left <= here {
                    at.row += left;
                    return at;
                }
                if at.stretch + 1 >= self.stretches.len() {
                    at.row += here;
                    return at;
                }
                left -= here + 1;
                at = At { stretch: at.stretch + 1, row: 0 };
            } else {
                if left <= at.row {
                    at.row -= left;
                    return at;
                }
                if at.stretch == 0 {
                    return At::default();
                }
                left -= at.row + 1;
                let stretch = at.stretch - 1;
                at = At { stretch, row: self.rows_of_or_none(document, stretch).saturating_sub(1) };
            }
        }
        at
    }

    fn rows_of_or_none(&mut self, document: &DocumentText, stretch: usize) -> usize {
        if stretch < self.stretches.len() { self.rows_of(document, stretch).len() } else { 0 }
    }

    /// The last row.
    pub fn last(&mut self, document: &DocumentText) -> At {
        self.row_of(document, document.text.len())
    }
}

/// Where a part of a long text may end: at a blank, else between two characters.
fn part(text: &str) -> usize {
    let end = (LONG..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    match text[..end].rfind(char::is_whitespace) {
        Some(blank) => blank + text[blank..].chars().next().map_or(1, char::len_utf8),
        None => end,
    }
}

/// How far the text of a form stands in.
pub const fn indent(form: Form) -> usize {
    match form {
        Form::Item | Form::Quotation => 2,
        Form::Text | Form::Heading(_) | Form::Row | Form::Preformatted => 0,
    }
}

fn lay_out(document: &DocumentText, stretches: &[Stretch], at: usize, cells: usize) -> Vec<PageRow> {
    let Stretch { paragraph, bytes } = &stretches[at];
    let here = &document.paragraphs[*paragraph];
    let begins = bytes.start == here.start;
    let mut all = Vec::new();
    if begins && let Some(before) = paragraph.checked_sub(1).map(|before| &document.paragraphs[before]) {
        let together = here.form == before.form && matches!(here.form, Form::Item | Form::Row);
        if here.page != before.page {
            all.push(PageRow::Blank);
            all.extend(here.page.map(PageRow::Page));
        } else if !together {
            all.push(PageRow::Blank);
        }
    } else if begins {
        all.extend(here.page.map(PageRow::Page));
    }
    let room = cells.saturating_sub(indent(here.form)).max(2);
    let mut start = bytes.start;
    let mut first = begins;
    for line in document.text[bytes.clone()].split('\n') {
        for row in rows(line, room) {
            // The blanks at which a row ends need no room.
            let end = row.start + line[row.clone()].trim_end_matches(' ').len();
            let bytes = start + row.start..start + end;
            all.push(PageRow::Text { paragraph: *paragraph, first, bytes });
            first = false;
        }
        start += line.len() + 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> DocumentText {
        let mut text = DocumentText::default();
        text.push(Form::Heading(1), Some(1), "A heading");
        text.push(Form::Text, Some(1), "one two three four five six seven");
        text.push(Form::Item, Some(2), "item one");
        text.push(Form::Item, Some(2), "item two");
        text.push(Form::Preformatted, Some(2), "a\nb");
        text
    }

    fn drawn(document: &DocumentText, rows: &[PageRow]) -> Vec<String> {
        rows.iter()
            .map(|row| match row {
                PageRow::Blank => String::new(),
                PageRow::Page(page) => format!("-- {page}"),
                PageRow::Text { bytes, first, .. } => {
                    format!("{}{}", if *first { "> " } else { "  " }, &document.text[bytes.clone()])
                }
            })
            .collect()
    }

    #[test]
    fn paragraphs_and_pages_stand_apart_and_items_together() {
        let document = document();
        let mut layout = Layout::of(&document);
        layout.set_cells(14);
        let all = layout.rows_from(&document, At::default(), 100);
        assert_eq!(
            drawn(&document, &all),
            [
                "-- 1",
                "> A heading",
                "",
                "> one two three",
                "  four five six",
                "  seven",
                "",
                "-- 2",
                "> item one",
                "> item two",
                "",
                "> a",
                "  b"
            ]
        );
    }

    #[test]
    fn every_place_is_reached_both_ways() {
        let document = document();
        let mut layout = Layout::of(&document);
        layout.set_cells(14);
        let all = layout.rows_from(&document, At::default(), 100);
        for n in 0..all.len() {
            let there = layout.moved(&document, At::default(), i64::try_from(n).unwrap());
            assert_eq!(layout.rows_from(&document, there, 1), all[n..=n]);
            assert_eq!(layout.moved(&document, there, -i64::try_from(n).unwrap()), At::default());
        }
        let last = layout.last(&document);
        assert_eq!(layout.rows_from(&document, last, 9), all[12..]);
        assert_eq!(layout.moved(&document, At::default(), 1_000), last);
        let seven = document.text.find("seven").unwrap();
        assert_eq!(layout.row_of(&document, seven), layout.moved(&document, At::default(), 5));
        let mut none = Layout::of(&DocumentText::default());
        assert_eq!(none.rows_from(&DocumentText::default(), At::default(), 5), []);
        assert_eq!(none.moved(&DocumentText::default(), At::default(), 5), At::default());
    }

    #[test]
    fn of_a_text_without_end_only_what_is_near_is_laid_out() {
        let mut document = DocumentText::default();
        document.push(Form::Text, None, &"wörd ".repeat(200_000));
        let mut layout = Layout::of(&document);
        layout.set_cells(80);
        let middle = layout.row_of(&document, 600_000);
        let rows = layout.rows_from(&document, middle, 50);
        assert_eq!(rows.len(), 50);
        assert!(layout.laid_out.len() < 4);
        let said: String = drawn(&document, &rows).concat();
        assert!(said.split_whitespace().all(|word| word == "wörd"), "{said}");
    }
}
