//! Word documents (DOCX, ECMA-376).

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::office::{Body, COMMENTED, DAMAGED, TRACKED, said};
use crate::documents::packed::Packed;
use crate::documents::xml::{Attributes, Met, walk};
use crate::domain::document::Form;
use std::collections::HashMap;

const WHAT: &str = "a Word document (DOCX)";

pub(super) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let mut parts = Packed::open(bytes)?;
    let document = parts.must("word/document.xml", WHAT)?;
    let levels = parts.text("word/styles.xml").map(|styles| heading_levels(&styles)).unwrap_or_default();
    let paged = document.contains("lastRenderedPageBreak");
    let mut walker = Walker { levels, body: Body::new(paged), ..Walker::default() };
    let whole = walk(&document, &mut |met| walker.take(met));
    walker.body.put();
    let mut remarks = Vec::new();
    if !whole {
        remarks.push(DAMAGED.to_owned());
    }
    for (part, what) in [("word/footnotes.xml", "note"), ("word/endnotes.xml", "end note")] {
        let Some(notes) = parts.text(part) else { continue };
        let mut of_notes = Walker { notes: Some(what), ..Walker::default() };
        walk(&notes, &mut |met| of_notes.take(met));
        let notes = &of_notes.body.text;
        for paragraph in &notes.paragraphs {
            walker.body.text.push(Form::Text, None, &notes.text[paragraph.start..paragraph.end]);
        }
    }
    // Notes stand behind the last page.
    let Body { mut text, page, .. } = walker.body;
    text.paragraphs.iter_mut().filter(|paragraph| paragraph.page.is_none()).for_each(|it| it.page = page);
    if walker.deleted {
        remarks.push(TRACKED.to_owned());
    }
    if parts.has("word/comments.xml") {
        remarks.push(COMMENTED.to_owned());
    }
    let says = parts.text("docProps/core.xml").map(|core| said(&core)).unwrap_or_default();
    Ok(Extracted {
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".into(),
        what: WHAT.into(),
        pages: page.map(u64::from),
        text,
        says,
        remarks,
    })
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
    body: Body,
    levels: HashMap<String, u8>,
    /// What the notes of this part are called, where it is one of notes.
    notes: Option<&'static str>,
    /// What a note is called, until its first paragraph comes.
    label: Option<String>,
    /// How many elements are open whose text is not read.
    unread: usize,
    in_text: bool,
    deleted: bool,
}

impl Walker {
    fn take(&mut self, met: Met<'_>) {
        match met {
            Met::Begin(name, attributes) => self.begin(name, attributes),
            Met::End(name) => self.end(name),
            Met::Text(text) if self.in_text && self.unread == 0 => self.body.now.push_str(text),
            Met::Text(_) => {}
        }
    }

    fn begin(&mut self, name: &str, attributes: &Attributes) {
        match name {
            // What programs that know no newer shapes would show instead.
            "Fallback" => self.unread += 1,
            // How a paragraph looked before a tracked change.
            "pPrChange" => self.unread += 1,
            "del" | "moveFrom" => {
                self.deleted = true;
                self.unread += 1;
            }
            _ if self.unread > 0 => {}
            "p" => {
                self.body.put();
                (self.body.form, self.body.page_of_now) = (None, self.body.page);
                self.body.now = self.label.take().unwrap_or_default();
            }
            "pStyle" => {
                let level = attributes.get("val").and_then(|style| self.levels.get(style));
                self.body.form = level.map(|level| Form::Heading(*level)).or(self.body.form);
            }
            "numPr" if self.body.form.is_none() => self.body.form = Some(Form::Item),
            "t" => self.in_text = true,
            "tab" => self.body.now.push('\t'),
            "br" | "cr" => {
                let wraps = attributes.get("type").is_none_or(|kind| kind == "textWrapping");
                self.body.now.push(if wraps { '\n' } else { ' ' });
            }
            "noBreakHyphen" => self.body.now.push('\u{2011}'),
            "lastRenderedPageBreak" => self.body.begin_page(),
            "footnoteReference" | "endnoteReference" => {
                let what = if name == "footnoteReference" { "note" } else { "end note" };
                if let Some(id) = attributes.get("id") {
                    self.body.now.push_str(&format!(" [{what} {id}]"));
                }
            }
            "footnote" | "endnote" => {
                self.body.put();
                // The lines between text and notes are notes themselves.
                match attributes.get("type") {
                    None => {
                        let (what, id) =
                            (self.notes.unwrap_or("note"), attributes.get("id").unwrap_or_default());
                        self.label = Some(format!("[{what} {id}] "));
                    }
                    Some(_) => self.unread += 1,
                }
            }
            "tr" => self.body.begin_row(),
            "tc" => self.body.begin_cell(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "pPrChange" | "del" | "moveFrom" => self.unread = self.unread.saturating_sub(1),
            "footnote" | "endnote" => {
                self.body.put();
                self.unread = 0;
            }
            "t" => self.in_text = false,
            "p" if self.unread == 0 => self.body.put(),
            "tr" if self.unread == 0 => self.body.end_row(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// A document of these parts, the words of the first in the body of the page.
    fn document(body: &str, notes: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
            ("word/footnotes.xml", format!("<w:footnotes>{notes}</w:footnotes>")),
        ];
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_note_keeps_its_label_and_a_page_break_parts_words() {
        let body = "<w:p><w:pPr><w:pStyle w:val='x'/><w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange></w:pPr>\
                    <w:r><w:t>One</w:t><w:br w:type='page'/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>";
        let notes = "<w:footnote w:id='2'><w:p><w:r><w:t>A note.</w:t></w:r></w:p>\
                     <w:p><w:r><w:t>More of it.</w:t></w:r></w:p></w:footnote>";
        let read = read(&document(body, notes)).unwrap().text;
        assert_eq!(read.text, "One two\nthree\n\n[note 2] A note.\n\nMore of it.");
        assert_eq!(read.paragraphs[0].form, Form::Text);
    }
}
