//! What Word documents and OpenDocument texts have in common: paragraphs that come element by element, pages, tables,
//! and what their properties say.

use crate::documents::flow::squeezed_lines;
use crate::documents::html_says;
use crate::documents::xml::texts;
use crate::domain::DocumentText;
use crate::domain::document::{Form, Says};

/// Said of one whose elements do not come to an end.
pub(super) const DAMAGED: &str = "it is damaged: its text was read up to there";
/// Said of one in which changes are tracked.
pub(super) const TRACKED: &str =
    "it has tracked changes: what they delete was left out, what they insert was read";
/// Said of one that has comments.
pub(super) const COMMENTED: &str = "it has comments, which were left out";

/// The text so far, and the paragraph that is open.
#[derive(Default)]
pub(super) struct Body {
    pub text: DocumentText,
    /// The page reached, where the document knows its pages.
    pub page: Option<u32>,
    /// What stands in the paragraph that is open.
    pub now: String,
    /// What it is, where it is more than text.
    pub form: Option<Form>,
    /// The page it began on.
    pub page_of_now: Option<u32>,
    /// The paragraphs of each cell, for each row that is open.
    rows: Vec<Vec<Vec<String>>>,
}

impl Body {
    pub fn new(paged: bool) -> Self {
        Self { page: paged.then_some(1), ..Self::default() }
    }

    pub fn begin_page(&mut self) {
        if let Some(page) = &mut self.page {
            *page += 1;
        }
        if self.now.trim().is_empty() {
            self.page_of_now = self.page;
        }
    }

    pub fn begin_row(&mut self) {
        self.put();
        self.rows.push(Vec::new());
    }

    pub fn begin_cell(&mut self) {
        self.put();
        self.rows.last_mut().into_iter().for_each(|row| row.push(Vec::new()));
    }

    /// A row has come to its end: one paragraph, where each of its cells holds one at most. In a cell of another
    /// row it belongs to that.
    pub fn end_row(&mut self) {
        self.put();
        let Some(cells) = self.rows.pop() else { return };
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let row = filled > 1 && cells.iter().all(|cell| cell.len() <= 1);
        let lines: Vec<String> = if row {
            vec![cells.iter().map(|cell| cell.join(" ").replace('\n', " ")).collect::<Vec<_>>().join(" | ")]
        } else {
            cells.into_iter().flatten().collect()
        };
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.extend(lines),
            None => {
                let form = if row { Form::Row } else { Form::Text };
                lines.iter().for_each(|line| self.text.push(form, self.page, line));
            }
        }
    }

    /// The paragraph that is open has come to its end.
    pub fn put(&mut self) {
        let text = squeezed_lines(&std::mem::take(&mut self.now));
        if text.is_empty() {
            return;
        }
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(text),
            None => self.text.push(self.form.take().unwrap_or(Form::Text), self.page_of_now, &text),
        }
    }
}

/// What the properties of an office document say.
pub(super) fn said(core: &str) -> Says {
    let all = texts(core);
    let get =
        |name: &str| all.iter().find(|(known, _)| known == name).map(|(_, text)| text.trim().to_owned());
    let date = |name: &str| get(name).and_then(|text| html_says::date(&text));
    Says {
        title: get("title"),
        author: get("initial-creator").or(get("creator")),
        dated: date("created").or(date("creation-date")),
        language: get("language"),
        ..Says::default()
    }
}
