//! Markdown, with the front matter that static sites put before it.

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::{squeezed, squeezed_lines};
use crate::documents::{html, html_says};
use crate::domain::DocumentText;
use crate::domain::document::{Form, Says};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

pub(super) fn read(text: &str) -> Result<Extracted, Unreadable> {
    let (matter, body) = front_matter(text);
    let mut says = matter.map(said).unwrap_or_default();
    let mut flow = Flow::default();
    for event in Parser::new_ext(
        body,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
    ) {
        flow.take(event);
    }
    flow.flush(Form::Text);
    let heading = |form: Form| matches!(form, Form::Heading(1));
    if says.title.is_none() {
        let first = flow.text.paragraphs.iter().find(|paragraph| heading(paragraph.form));
        says.title = first.map(|paragraph| flow.text.text[paragraph.start..paragraph.end].to_owned());
    }
    Ok(Extracted {
        media_type: "text/markdown".into(),
        what: "a Markdown text".into(),
        text: flow.text,
        says,
        ..Extracted::default()
    })
}

/// The front matter, between two lines of dashes, and the text behind it.
fn front_matter(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix("---\n") else { return (None, text) };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (Some(&rest[..at]), &rest[at + line.len()..]);
        }
        at += line.len();
    }
    (None, text)
}

/// What front matter says of the text: members of its first level, whatever sites call them.
fn said(matter: &str) -> Says {
    let members = members(matter);
    let get = |names: &[&str]| {
        let found = |name: &&str| members.iter().find(|(known, value)| known == name && !value.is_empty());
        names.iter().find_map(found).map(|(_, value)| squeezed(value))
    };
    let date = |names: &[&str]| get(names).and_then(|text| html_says::date(&text));
    Says {
        title: get(&["title", "headline"]),
        author: get(&["author", "authors", "byline", "creator"]),
        publisher: get(&["publisher", "publication", "site_name"]),
        dated: date(&["date", "dated"]),
        published: date(&["published_time", "published", "date_published", "publish_date", "pubdate"]),
        url: get(&["canonical_url", "canonical", "source_url", "url", "link", "permalink"]),
        language: get(&["lang", "language", "locale"]),
    }
}

/// The members of the first level of YAML whose values are texts, as their name in lower case and value.
fn members(yaml: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut raw: Vec<(String, String)> = Vec::new();
    for line in yaml.lines() {
        let indented = line.starts_with([' ', '\t']);
        match line.split_once(':') {
            Some((name, value)) if !indented && !line.starts_with(['#', '-']) => {
                raw.push((
                    name.trim().trim_matches(['"', '\'']).to_ascii_lowercase(),
                    value.trim().to_owned(),
                ));
            }
            _ => {
                if let Some((_, value)) = raw.last_mut() {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    for (name, value) in raw {
        all.push((name, scalar(&value)));
    }
    all
}

/// A scalar of YAML: in double or single quotation marks, in a block, or plain; of a list, its items in one.
fn scalar(value: &str) -> String {
    if let Some(inner) = value.strip_prefix('"') {
        return quoted(inner);
    }
    if let Some(inner) = value.strip_prefix('\'') {
        let end = inner.rfind('\'').unwrap_or(inner.len());
        return inner[..end].replace("''", "'");
    }
    let rest = value.trim_start_matches(['|', '>', '-', '+']).trim_start();
    if let Some(items) = rest.strip_prefix('[').and_then(|items| items.strip_suffix(']')) {
        return items.split(',').map(|item| scalar(item.trim())).collect::<Vec<_>>().join(", ");
    }
    if rest.lines().count() > 1 && value.starts_with('\n') {
        let items = rest.lines().map(|line| scalar(line.trim().trim_start_matches("- ")));
        return items.collect::<Vec<_>>().join(", ");
    }
    match rest {
        "null" | "~" => String::new(),
        plain => plain.split(" #").next().unwrap_or_default().trim().to_owned(),
    }
}

/// A text in double quotation marks, behind the first of them, with its escapes read.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\n' => out.push(' '),
            '\\' => {
                let digits = match chars.next() {
                    Some('n') => {
                        out.push('\n');
                        0
                    }
                    Some('t') => {
                        out.push('\t');
                        0
                    }
                    Some('_') => {
                        out.push('\u{a0}');
                        0
                    }
                    Some('\n') | None => 0,
                    Some('x') => 2,
                    Some('u') => 4,
                    Some('U') => 8,
                    Some(other) => {
                        out.push(other);
                        0
                    }
                };
                if digits > 0 {
                    let code: String = chars.by_ref().take(digits).collect();
                    out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The paragraphs, as the parser comes to them.
#[derive(Default)]
struct Flow {
    text: DocumentText,
    now: String,
    /// The block of HTML that is open.
    html: String,
    /// How many quotations are open.
    quotations: usize,
    /// How many items of lists are open.
    items: usize,
    cells: Vec<String>,
    in_cell: bool,
    in_code: bool,
}

impl Flow {
    fn form(&self) -> Form {
        match (self.items, self.quotations) {
            (0, 0) => Form::Text,
            (0, _) => Form::Quotation,
            _ => Form::Item,
        }
    }

    fn flush(&mut self, form: Form) {
        let text = std::mem::take(&mut self.now);
        match form {
            Form::Preformatted => self.text.push(form, None, text.trim_matches('\n')),
            _ => self.text.push(form, None, &squeezed_lines(&text)),
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                self.flush(self.form());
                self.quotations += 1;
            }
            Event::Start(Tag::Heading { .. } | Tag::HtmlBlock | Tag::Table(_)) => self.flush(self.form()),
            Event::End(TagEnd::BlockQuote(_)) => {
                self.flush(self.form());
                self.quotations = self.quotations.saturating_sub(1);
            }
            Event::Start(Tag::Item) => {
                self.flush(self.form());
                self.items += 1;
            }
            Event::End(TagEnd::Item) => {
                self.flush(self.form());
                self.items = self.items.saturating_sub(1);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.flush(self.form());
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.flush(Form::Preformatted);
                self.in_code = false;
            }
            Event::End(TagEnd::Heading(level)) => self.flush(Form::Heading(match level {
                HeadingLevel::H1 => 1,
                HeadingLevel::H2 => 2,
                HeadingLevel::H3 => 3,
                HeadingLevel::H4 => 4,
                HeadingLevel::H5 => 5,
                HeadingLevel::H6 => 6,
            })),
            Event::Start(Tag::TableCell) => self.in_cell = true,
            Event::End(TagEnd::TableCell) => {
                self.cells.push(squeezed(&std::mem::take(&mut self.now)));
                self.in_cell = false;
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.text.push(Form::Row, None, row.trim());
            }
            Event::End(TagEnd::Paragraph | TagEnd::FootnoteDefinition) => self.flush(self.form()),
            Event::Start(Tag::FootnoteDefinition(label)) => self.now.push_str(&format!("[{label}] ")),
            Event::FootnoteReference(label) => self.now.push_str(&format!("[{label}]")),
            Event::Text(text) | Event::Code(text) => self.now.push_str(&text),
            Event::SoftBreak => self.now.push(' '),
            Event::HardBreak => self.now.push('\n'),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.now.push('\n'),
            // Tags and comments go over several lines.
            Event::Html(html) => self.html.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => {
                self.now.push_str(&html::words_of(&std::mem::take(&mut self.html)));
                self.flush(self.form());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_stands_by_itself() {
        let text = "Before\n> said\n\n- item\n  ## Heading in it\n\n<div\nclass=x>One <b>bold</b>\n<!-- not\nsaid -->\n</div>\n\n\
                    Next\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let read = read(text).unwrap().text;
        let of = |at: usize| {
            (read.paragraphs[at].form, &read.text[read.paragraphs[at].start..read.paragraphs[at].end])
        };
        let all: Vec<(Form, &str)> = (0..read.paragraphs.len()).map(of).collect();
        assert_eq!(
            all,
            [
                (Form::Text, "Before"),
                (Form::Quotation, "said"),
                (Form::Item, "item"),
                (Form::Heading(2), "Heading in it"),
                (Form::Text, "One bold"),
                (Form::Text, "Next"),
                (Form::Row, "a | b"),
                (Form::Row, "1 | 2"),
            ]
        );
    }
}
