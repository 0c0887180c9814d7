//! The paragraphs of a PDF, from the lines of its pages: whole again across columns and pages, and with its words
//! whole where a line divides them.

use crate::documents::flow::{WholeWords, item_sign};
use crate::documents::pdf_lines::{Line, Page};
use crate::domain::DocumentText;
use crate::domain::document::Form;
use std::collections::HashMap;

pub(super) fn text(pages: &[Page]) -> DocumentText {
    let mut words = WholeWords::default();
    let lines = || pages.iter().flat_map(|page| &page.lines);
    lines().for_each(|line| words.note(&line.text));
    let sizes = Sizes::of(lines());
    let leading = leading(pages, sizes.body);
    let mut making = Making { text: DocumentText::default(), words, sizes, open: None };
    for page in pages {
        for (at, line) in page.lines.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| page.lines.get(at));
            let (left, right) = bounds(page, line.column);
            making.take(&Place { page: page.number, line, before, left, right, leading });
        }
    }
    making.close();
    making.text
}

/// The left and right edge of a column.
fn bounds(page: &Page, column: usize) -> (f64, f64) {
    let lines = page.lines.iter().filter(|line| line.column == column);
    lines.fold((f64::MAX, f64::MIN), |(left, right), line| (left.min(line.x0), right.max(line.x1)))
}

/// How far apart the baselines of running text are.
fn leading(pages: &[Page], body: f64) -> f64 {
    let mut steps: Vec<f64> = Vec::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let step = pair[0].y - pair[1].y;
            let alike = pair.iter().all(|line| (line.size - body).abs() < body * 0.1);
            if pair[0].column == pair[1].column && alike && step > body * 0.5 {
                steps.push(step);
            }
        }
    }
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(body * 1.2)
}

/// The sizes of letters in a document.
struct Sizes {
    /// That of most of it.
    body: f64,
    /// Those of headings, in half points, the largest first.
    headings: Vec<i64>,
}

impl Sizes {
    fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut letters: HashMap<i64, usize> = HashMap::new();
        for line in lines {
            *letters.entry(halves(line.size)).or_default() += line.text.chars().count();
        }
        let body = letters.iter().max_by_key(|(size, count)| (**count, **size)).map_or(20, |(size, _)| *size);
        let mut headings: Vec<i64> = letters.into_keys().filter(|size| size * 100 > body * 114).collect();
        headings.sort_unstable_by_key(|size| -size);
        Self { body: body as f64 / 2.0, headings }
    }

    /// The level of a heading in letters of a size; `None` for running text.
    fn level(&self, size: f64) -> Option<u8> {
        let at = self.headings.iter().position(|known| *known == halves(size))?;
        Some(u8::try_from(at + 1).unwrap_or(6).min(6))
    }
}

#[allow(clippy::cast_possible_truncation)]
fn halves(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// A line, and where it stands.
struct Place<'a> {
    page: u32,
    line: &'a Line,
    before: Option<&'a Line>,
    left: f64,
    right: f64,
    leading: f64,
}

/// A paragraph that is open.
struct Open {
    text: String,
    form: Form,
    page: u32,
    size: f64,
    /// The right end of its last line, and the left edge that its lines have.
    end: f64,
}

struct Making {
    text: DocumentText,
    words: WholeWords,
    sizes: Sizes,
    open: Option<Open>,
}

impl Making {
    fn take(&mut self, place: &Place<'_>) {
        let line = place.line;
        let level = self.sizes.level(line.size).filter(|_| line.text.chars().count() < 200);
        let is_row = line.text.contains("   ");
        if let Some(open) = &mut self.open
            && !is_row
            && goes_on(open, place, level)
        {
            self.words.join(&mut open.text, &line.text);
            open.end = line.x1;
            return;
        }
        self.close();
        let form = match level {
            Some(level) => Form::Heading(level),
            None if is_row => Form::Row,
            None if item_sign(&line.text).is_some() => Form::Item,
            None => Form::Text,
        };
        let text = if is_row { line.text.replace("   ", " | ") } else { line.text.clone() };
        self.open = Some(Open { text, form, page: place.page, size: line.size, end: line.x1 });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let text = open.text.replace('\u{ad}', "");
            self.text.push(open.form, Some(open.page), text.trim());
        }
    }
}

/// Whether a line is the next of a paragraph.
fn goes_on(open: &Open, place: &Place<'_>, level: Option<u8>) -> bool {
    let Place { line, before, left, right, leading, .. } = place;
    if open.form == Form::Row || (open.size - line.size).abs() > line.size * 0.12 {
        return false;
    }
    let heading = matches!(open.form, Form::Heading(_));
    if heading != level.is_some() {
        return false;
    }
    if item_sign(&line.text).is_some() && !heading {
        return false;
    }
    let small = line.text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let ended = ends_sentence(&open.text);
    match before.filter(|before| before.column == line.column) {
        Some(before) => {
            let step = before.y - line.y;
            let most = leading * (line.size / place_size(place)).max(1.0) * 1.35;
            if step > most || step < -line.size {
                return false;
            }
            let width = (right - left).max(1.0);
            let short = open.end < right - width * 0.2;
            let indented = line.x0 > left + line.size * 0.8 && before.x0 < left + line.size * 0.4;
            let new = indented && (ended || short) || short && ended && !small;
            heading || !new || open.form == Form::Item && !ended
        }
        // Behind the end of a column or a page.
        None => !heading && (!ended && small || open.text.ends_with(['-', '\u{ad}', ','])),
    }
}

/// The size of running text, as far as the leading tells it.
fn place_size(place: &Place<'_>) -> f64 {
    place.leading / 1.2
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»') || c.is_ascii_digit()
    });
    end.ends_with(['.', '!', '?', ':', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x1: f64, y: f64) -> Line {
        Line { x0: 72.0, x1, y, size: 10.0, text: text.into(), column: 0 }
    }

    fn page(number: u32, lines: Vec<Line>) -> Page {
        Page { number, lines }
    }

    #[test]
    fn paragraphs_are_whole_across_pages() {
        let one =
            vec![line("It was the longest con-", 500.0, 600.0), line("tract of the year, and", 500.0, 588.0)];
        let two = vec![line("nobody had read it.", 300.0, 700.0), line("A new one began.", 480.0, 670.0)];
        let made = text(&[page(1, one), page(2, two)]);
        assert_eq!(
            made.text,
            "It was the longest contract of the year, and nobody had read it.\n\nA new one began."
        );
        assert_eq!(made.paragraphs.iter().map(|it| it.page).collect::<Vec<_>>(), [Some(1), Some(2)]);
    }
}
