//! Word documents (DOCX, ECMA-376).

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::squeezed_lines;
use crate::documents::html_says;
use crate::documents::packed::Packed;
use crate::documents::xml::{Attributes, Met, texts, walk};
use crate::domain::DocumentText;
use crate::domain::document::{Form, Says};
use std::collections::HashMap;

const WHAT: &str = "a Word document (DOCX)";

pub(super) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let mut parts = Packed::open(bytes)?;
    let document = parts.must("word/document.xml", WHAT)?;
    let levels = parts.text("word/styles.xml").map(|styles| heading_levels(&styles)).unwrap_or_default();
    let paged = document.contains("lastRenderedPageBreak");
    let mut walker = Walker { levels, page: paged.then_some(1), ..Walker::default() };
    let whole = walk(&document, &mut |met| walker.take(met));
    walker.put();
    let mut remarks = Vec::new();
    if !whole {
        remarks.push("it is damaged: its text was read up to there".to_owned());
    }
    for (part, what) in [("word/footnotes.xml", "note"), ("word/endnotes.xml", "end note")] {
        let Some(notes) = parts.text(part) else { continue };
        let mut of_notes = Walker { notes: Some(what), page: None, ..Walker::default() };
        walk(&notes, &mut |met| of_notes.take(met));
        for paragraph in &of_notes.text.paragraphs {
            walker.text.push(Form::Text, None, &of_notes.text.text[paragraph.start..paragraph.end]);
        }
    }
    // Notes stand behind the last page.
    let last = walker.page;
    walker
        .text
        .paragraphs
        .iter_mut()
        .filter(|paragraph| paragraph.page.is_none())
        .for_each(|it| it.page = last);
    if walker.deleted {
        remarks.push(
            "it has tracked changes: what they delete was left out, what they insert was read".to_owned(),
        );
    }
    if parts.has("word/comments.xml") {
        remarks.push("it has comments, which were left out".to_owned());
    }
    let says = parts.text("docProps/core.xml").map(|core| said(&core)).unwrap_or_default();
    Ok(Extracted {
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
        what: WHAT.into(),
        pages: walker.page.map(u64::from),
        text: walker.text,
        says,
        remarks,
    })
}

/// What the properties of an Office document say.
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

/// The levels of headings by the ids of their styles, whatever language Word names those in.
fn heading_levels(styles: &str) -> HashMap<String, u8> {
    let (mut all, mut id) = (HashMap::new(), String::new());
    walk(styles, &mut |met| {
        if let Met::Begin(name, attributes) = met {
            let value = attributes.get("val").unwrap_or_default();
            match name {
                "style" => id = attributes.get("styleId").unwrap_or_default().to_owned(),
                "name" if value.eq_ignore_ascii_case("title") => drop(all.insert(id.clone(), 1)),
                "name" => {
                    let level = value
                        .to_ascii_lowercase()
                        .strip_prefix("heading ")
                        .and_then(|level| level.parse().ok());
                    all.extend(level.map(|level: u8| (id.clone(), level.clamp(1, 6))));
                }
                "outlineLvl" => {
                    let level = value.parse().ok().filter(|level: &u8| *level < 6).map(|level| level + 1);
                    if let Some(level) = level {
                        all.entry(id.clone()).or_insert(level);
                    }
                }
                _ => {}
            }
        }
    });
    all
}

#[derive(Default)]
struct Walker {
    text: DocumentText,
    levels: HashMap<String, u8>,
    page: Option<u32>,
    /// What the notes of this part are called, where it is one of notes.
    notes: Option<&'static str>,
    now: String,
    form: Option<Form>,
    page_of_now: Option<u32>,
    /// How many elements are open whose text is not read.
    unread: usize,
    in_text: bool,
    /// The paragraphs of each cell, for each row that is open.
    rows: Vec<Vec<Vec<String>>>,
    deleted: bool,
}

impl Walker {
    fn take(&mut self, met: Met<'_>) {
        match met {
            Met::Begin(name, attributes) => self.begin(name, attributes),
            Met::End(name) => self.end(name),
            Met::Text(text) if self.in_text && self.unread == 0 => self.now.push_str(text),
            Met::Text(_) => {}
        }
    }

    fn begin(&mut self, name: &str, attributes: &Attributes) {
        match name {
            // What programs that know no newer shapes would show instead.
            "Fallback" => self.unread += 1,
            "del" | "moveFrom" => {
                self.deleted = true;
                self.unread += 1;
            }
            _ if self.unread > 0 => {}
            "p" => {
                self.put();
                (self.form, self.page_of_now) = (None, self.page);
            }
            "pStyle" => {
                let level = attributes.get("val").and_then(|style| self.levels.get(style));
                self.form = level.map(|level| Form::Heading(*level)).or(self.form);
            }
            "numPr" if self.form.is_none() => self.form = Some(Form::Item),
            "t" => self.in_text = true,
            "tab" => self.now.push('\t'),
            "br" | "cr" if attributes.get("type").is_none_or(|kind| kind == "textWrapping") => {
                self.now.push('\n')
            }
            "noBreakHyphen" => self.now.push('\u{2011}'),
            "lastRenderedPageBreak" => {
                if let Some(page) = &mut self.page {
                    *page += 1;
                }
                if self.now.trim().is_empty() {
                    self.page_of_now = self.page;
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let what = if name == "footnoteReference" { "note" } else { "end note" };
                if let Some(id) = attributes.get("id") {
                    self.now.push_str(&format!(" [{what} {id}]"));
                }
            }
            "footnote" | "endnote" => {
                self.put();
                // The lines between text and notes are notes themselves.
                match attributes.get("type") {
                    None => {
                        let (what, id) =
                            (self.notes.unwrap_or("note"), attributes.get("id").unwrap_or_default());
                        self.now = format!("[{what} {id}] ");
                    }
                    Some(_) => self.unread += 1,
                }
            }
            "tr" => {
                self.put();
                self.rows.push(Vec::new());
            }
            "tc" => {
                self.put();
                self.rows.last_mut().into_iter().for_each(|row| row.push(Vec::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "del" | "moveFrom" => self.unread = self.unread.saturating_sub(1),
            "footnote" | "endnote" => {
                self.put();
                self.unread = 0;
            }
            "t" => self.in_text = false,
            "p" if self.unread == 0 => self.put(),
            "tr" if self.unread == 0 => {
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

/// A row has come to its end: one paragraph, where each of its cells holds one at most. In a cell of another row
/// it belongs to that.
pub(super) fn end_row(
    cells: Vec<Vec<String>>,
    outer: Option<&mut Vec<String>>,
    text: &mut DocumentText,
    page: Option<u32>,
) {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let row = filled > 1 && cells.iter().all(|cell| cell.len() <= 1);
    let lines: Vec<String> = match row {
        true => {
            vec![cells.iter().map(|cell| cell.join(" ").replace('\n', " ")).collect::<Vec<_>>().join(" | ")]
        }
        false => cells.into_iter().flatten().collect(),
    };
    match outer {
        Some(cell) => cell.extend(lines),
        None => {
            let form = if row { Form::Row } else { Form::Text };
            lines.iter().for_each(|line| text.push(form, page, line));
        }
    }
}
