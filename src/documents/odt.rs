//! OpenDocument texts (ODT, ISO/IEC 26300).

use crate::documents::docx::{end_row, said};
use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::squeezed_lines;
use crate::documents::packed::Packed;
use crate::documents::xml::{Attributes, Met, walk};
use crate::domain::DocumentText;
use crate::domain::document::Form;

const WHAT: &str = "an OpenDocument text (ODT)";

pub(super) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let mut parts = Packed::open(bytes)?;
    if parts.text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Unreadable::new(format!(
            "it is {WHAT} that is protected by a password; save it without one and attach that"
        )));
    }
    let content = parts.must("content.xml", WHAT)?;
    let paged = content.contains("soft-page-break");
    let mut walker = Walker { page: paged.then_some(1), ..Walker::default() };
    let whole = walk(&content, &mut |met| walker.take(met));
    walker.put();
    let mut remarks = Vec::new();
    if !whole {
        remarks.push("it is damaged: its text was read up to there".to_owned());
    }
    if walker.tracked {
        remarks.push(
            "it has tracked changes: what they delete was left out, what they insert was read".to_owned(),
        );
    }
    if walker.comments {
        remarks.push("it has comments, which were left out".to_owned());
    }
    for note in std::mem::take(&mut walker.notes) {
        walker.text.push(Form::Text, walker.page, &note);
    }
    Ok(Extracted {
        media_type: "application/vnd.oasis.opendocument.text".into(),
        what: WHAT.into(),
        pages: walker.page.map(u64::from),
        text: walker.text,
        says: parts.text("meta.xml").map(|meta| said(&meta)).unwrap_or_default(),
        remarks,
    })
}

#[derive(Default)]
struct Walker {
    text: DocumentText,
    page: Option<u32>,
    now: String,
    form: Option<Form>,
    page_of_now: Option<u32>,
    items: usize,
    /// How many elements are open whose text is not read.
    unread: usize,
    /// How many paragraphs are open.
    paragraphs: usize,
    rows: Vec<Vec<Vec<String>>>,
    /// What stood before the note that is open.
    before_note: Vec<(String, Option<Form>, usize)>,
    in_citation: bool,
    citation: String,
    notes: Vec<String>,
    tracked: bool,
    comments: bool,
}

impl Walker {
    fn take(&mut self, met: Met<'_>) {
        match met {
            Met::Begin(name, attributes) => self.begin(name, attributes),
            Met::End(name) => self.end(name),
            Met::Text(text) if self.in_citation => self.citation.push_str(text),
            Met::Text(text) if self.paragraphs > 0 && self.unread == 0 => {
                self.now.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
            }
            Met::Text(_) => {}
        }
    }

    fn begin(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "tracked-changes" => {
                self.tracked = true;
                self.unread += 1;
            }
            "annotation" => {
                self.comments = true;
                self.unread += 1;
            }
            _ if self.unread > 0 => {}
            "p" | "h" => {
                if self.before_note.is_empty() {
                    self.put();
                }
                self.paragraphs += 1;
                self.page_of_now = self.page;
                let level = attributes.get("outline-level").and_then(|level| level.parse().ok());
                self.form = match name {
                    "h" => Some(Form::Heading(level.unwrap_or(1).clamp(1, 6))),
                    _ if self.items > 0 => Some(Form::Item),
                    _ => None,
                };
            }
            "list-item" => self.items += 1,
            "s" => {
                let many = attributes.get("c").and_then(|many| many.parse().ok()).unwrap_or(1usize);
                self.now.extend(std::iter::repeat_n(' ', many.min(100)));
            }
            "tab" => self.now.push('\t'),
            "line-break" => self.now.push('\n'),
            "soft-page-break" => {
                if let Some(page) = &mut self.page {
                    *page += 1;
                }
                if self.now.trim().is_empty() {
                    self.page_of_now = self.page;
                }
            }
            "note" => {
                self.before_note.push((std::mem::take(&mut self.now), self.form, self.paragraphs));
                self.citation.clear();
            }
            "note-citation" => self.in_citation = true,
            "table-row" => {
                self.put();
                self.rows.push(Vec::new());
            }
            "table-cell" => {
                self.put();
                self.rows.last_mut().into_iter().for_each(|row| row.push(Vec::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "tracked-changes" | "annotation" => self.unread = self.unread.saturating_sub(1),
            _ if self.unread > 0 => {}
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.before_note.is_empty() {
                    self.put();
                } else {
                    self.now.push('\n');
                }
            }
            "list-item" => self.items = self.items.saturating_sub(1),
            "note-citation" => self.in_citation = false,
            "note" => {
                let Some((before, form, paragraphs)) = self.before_note.pop() else { return };
                let note = squeezed_lines(&std::mem::replace(&mut self.now, before));
                self.notes.push(format!("[note {}] {note}", self.citation));
                self.now.push_str(&format!(" [note {}]", self.citation));
                (self.form, self.paragraphs) = (form, paragraphs);
            }
            "table-row" => {
                self.put();
                let Some(cells) = self.rows.pop() else { return };
                end_row(
                    cells,
                    self.rows.last_mut().and_then(|row| row.last_mut()),
                    &mut self.text,
                    self.page,
                );
            }
            _ => {}
        }
    }

    fn put(&mut self) {
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
