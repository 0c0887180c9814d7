//! OpenDocument texts (ODT, ISO/IEC 26300).

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::squeezed_lines;
use crate::documents::office::{Body, COMMENTED, DAMAGED, TRACKED, said};
use crate::documents::packed::Packed;
use crate::documents::xml::{Attributes, Met, walk};
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
    let mut walker = Walker { body: Body::new(paged), ..Walker::default() };
    let whole = walk(&content, &mut |met| walker.take(met));
    walker.body.put();
    let mut remarks = Vec::new();
    if !whole {
        remarks.push(DAMAGED.to_owned());
    }
    if walker.tracked {
        remarks.push(TRACKED.to_owned());
    }
    if walker.comments {
        remarks.push(COMMENTED.to_owned());
    }
    let Body { mut text, page, .. } = walker.body;
    walker.notes.iter().for_each(|note| text.push(Form::Text, page, note));
    Ok(Extracted {
        media_type: "application/vnd.oasis.opendocument.text".into(),
        what: WHAT.into(),
        pages: page.map(u64::from),
        text,
        says: parts.text("meta.xml").map(|meta| said(&meta)).unwrap_or_default(),
        remarks,
    })
}

#[derive(Default)]
struct Walker {
    body: Body,
    items: usize,
    /// How many elements are open whose text is not read.
    unread: usize,
    /// How many paragraphs are open.
    paragraphs: usize,
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
                self.body.now.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
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
                    self.body.put();
                }
                self.paragraphs += 1;
                self.body.page_of_now = self.body.page;
                let level = attributes.get("outline-level").and_then(|level| level.parse().ok());
                self.body.form = match name {
                    "h" => Some(Form::Heading(level.unwrap_or(1).clamp(1, 6))),
                    _ if self.items > 0 => Some(Form::Item),
                    _ => None,
                };
            }
            "list-item" => self.items += 1,
            "s" => {
                let many = attributes.get("c").and_then(|many| many.parse().ok()).unwrap_or(1usize);
                self.body.now.extend(std::iter::repeat_n(' ', many.min(100)));
            }
            "tab" => self.body.now.push('\t'),
            "line-break" => self.body.now.push('\n'),
            "soft-page-break" => self.body.begin_page(),
            "note" => {
                self.before_note.push((std::mem::take(&mut self.body.now), self.body.form, self.paragraphs));
                self.citation.clear();
            }
            "note-citation" => self.in_citation = true,
            "table-row" => self.body.begin_row(),
            "table-cell" => self.body.begin_cell(),
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
                    self.body.put();
                } else {
                    self.body.now.push('\n');
                }
            }
            "list-item" => self.items = self.items.saturating_sub(1),
            "note-citation" => self.in_citation = false,
            "note" => {
                let Some((before, form, paragraphs)) = self.before_note.pop() else { return };
                let note = squeezed_lines(&std::mem::replace(&mut self.body.now, before));
                self.notes.push(format!("[note {}] {note}", self.citation));
                self.body.now.push_str(&format!(" [note {}]", self.citation));
                (self.body.form, self.paragraphs) = (form, paragraphs);
            }
            "table-row" => self.body.end_row(),
            _ => {}
        }
    }
}
