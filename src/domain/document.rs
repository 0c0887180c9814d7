//! A source's document: what is known of each of its versions, and its text as it is read, quoted and cited.

use super::dates::{Date, Dated};
use super::ids::Digest;
use super::shape::inside;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

inside! {
    /// One version of a source's document, as it was attached: the later ones stand behind the earlier.
    DocumentInfo {
        /// The SHA-256 of the document as it came, in hexadecimal.
        sha256: Digest, "SHA-256";
        /// What it is, as an Internet media type: text/html, application/pdf, ...
        media_type: String, "Media type";
        /// Its size in bytes.
        size: u64, "Size";
        /// The name of its file.
        name: Option<String>, "File name";
        /// When it was attached, in UTC.
        attached: Dated, "Attached";
        /// The reviewer who attached it.
        by: Option<String>, "Attached by";
        /// When it was captured: downloaded, received or scanned.
        captured: Option<Dated>, "Captured";
        /// Who captured it.
        captured_by: Option<String>, "Captured by";
        /// Where it was captured from: an address, an archive, a person.
        from: Option<String>, "Captured from";
        /// How many pages it has, where it has pages.
        pages: Option<u64>, "Pages";
        /// The SHA-256 of its text in UTF-8.
        text_sha256: Digest, "SHA-256 of its text";
        /// The SHA-256 of how its text is divided into paragraphs and pages.
        structure_sha256: Digest, "SHA-256 of its structure";
        /// Whether only its text was kept, and not the document as it came.
        text_only: Option<bool>, "Text only";
    }
}

impl DocumentInfo {
    /// The SHA-256 of all that is kept of it.
    pub fn contents(&self) -> impl Iterator<Item = Digest> + use<> {
        let original = (self.text_only != Some(true)).then_some(self.sha256);
        original.into_iter().chain([self.text_sha256, self.structure_sha256])
    }
}

/// What a document says of itself, for the fields of its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Says {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The date that it bears.
    pub dated: Option<Date>,
    /// When it was published.
    pub published: Option<Date>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
}

impl Says {
    /// The fields of a source that it has something for, with what.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let date = |date: &Option<Date>| date.as_ref().map(|date| date.as_str().to_owned());
        [
            ("title", self.title.clone()),
            ("author", self.author.clone()),
            ("publisher", self.publisher.clone()),
            ("dated", date(&self.dated)),
            ("published", date(&self.published)),
            ("url", self.url.clone()),
            ("language", self.language.clone()),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
        .collect()
    }
}

/// What stands between two paragraphs of a text.
pub const BETWEEN: &str = "\n\n";

/// A document's text as it is read, quoted and cited: its paragraphs with [`BETWEEN`] between them. Inside a
/// paragraph a line break stands only where the document has one that means something: in what is
/// preformatted, in an address, in verse. Anchors count its Unicode code points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// The text.
    pub text: String,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it is.
    pub form: Form,
    /// The page on which it begins, from 1, where the document has pages.
    pub page: Option<u32>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Running text.
    Text,
    /// A heading, of level 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A quotation set apart.
    Quotation,
    /// A row of a table.
    Row,
    /// Text whose blanks and line breaks stand as they are.
    Preformatted,
}

impl Form {
    fn code(self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Heading(level) => format!("heading-{level}"),
            Self::Item => "item".into(),
            Self::Quotation => "quotation".into(),
            Self::Row => "row".into(),
            Self::Preformatted => "preformatted".into(),
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "text" => Self::Text,
            "item" => Self::Item,
            "quotation" => Self::Quotation,
            "row" => Self::Row,
            "preformatted" => Self::Preformatted,
            other => {
                Self::Heading(other.strip_prefix("heading-")?.parse().ok().filter(|n| (1..=6).contains(n))?)
            }
        })
    }
}

impl DocumentText {
    /// Adds a paragraph; one without text is none.
    pub fn push(&mut self, form: Form, page: Option<u32>, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.paragraphs.is_empty() {
            self.text.push_str(BETWEEN);
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.paragraphs.push(Paragraph { start, end: self.text.len(), form, page });
    }

    /// How the text is divided, a line for each paragraph: its length in bytes, what it is, and its page.
    #[must_use]
    pub fn structure(&self) -> String {
        let mut all = String::new();
        for paragraph in &self.paragraphs {
            let _ = write!(all, "{} {}", paragraph.end - paragraph.start, paragraph.form.code());
            if let Some(page) = paragraph.page {
                let _ = write!(all, " {page}");
            }
            all.push('\n');
        }
        all
    }

    /// A text with its structure; `None` where the two do not fit each other.
    #[must_use]
    pub fn from_parts(text: String, structure: &str) -> Option<Self> {
        let mut paragraphs = Vec::new();
        let mut next = 0;
        for line in structure.lines() {
            let mut words = line.split(' ');
            let length: usize = words.next()?.parse().ok()?;
            let form = Form::from_code(words.next()?)?;
            let page = words.next().map(str::parse).transpose().ok()?;
            let start: usize = next;
            let end = start.checked_add(length)?;
            text.get(start..end)?;
            paragraphs.push(Paragraph { start, end, form, page });
            next = end + BETWEEN.len();
        }
        let whole = paragraphs.last().map_or(0, |last| last.end) == text.len();
        whole.then_some(Self { text, paragraphs })
    }

    /// The index of the paragraph at a byte of the text, or of the one before it where the byte stands between
    /// two; `None` where there is no paragraph.
    #[must_use]
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        self.paragraphs.partition_point(|paragraph| paragraph.start <= at).checked_sub(1)
    }

    /// Where a byte of the text stands, as it is cited: "p. 12, ¶ 3", with the paragraphs counted on their
    /// page, or "¶ 14" in a document without pages. Empty where there is no paragraph.
    #[must_use]
    pub fn locator(&self, at: usize) -> String {
        self.paragraph_at(at).map_or_else(String::new, |index| self.name(index))
    }

    /// What a paragraph is cited as, by its index.
    #[must_use]
    pub fn name(&self, index: usize) -> String {
        let Some(paragraph) = self.paragraphs.get(index) else { return String::new() };
        match paragraph.page {
            None => format!("¶ {}", index + 1),
            Some(page) => {
                let first = self.paragraphs[..index].partition_point(|before| before.page < Some(page));
                format!("p. {page}, ¶ {}", index - first + 1)
            }
        }
    }

    /// The number of code points before a byte of the text, as anchors count.
    #[must_use]
    pub fn characters_before(&self, at: usize) -> u64 {
        self.text.as_bytes()[..at.min(self.text.len())].iter().filter(|byte| **byte & 0xC0 != 0x80).count()
            as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> DocumentText {
        let mut text = DocumentText::default();
        text.push(Form::Heading(2), Some(1), "Über uns");
        text.push(Form::Text, Some(1), "First.");
        text.push(Form::Text, Some(1), "");
        text.push(Form::Item, Some(2), "An item");
        text.push(Form::Row, Some(2), "a | b");
        text
    }

    #[test]
    fn a_text_comes_back_from_its_parts() {
        let made = made();
        assert_eq!(made.text, "Über uns\n\nFirst.\n\nAn item\n\na | b");
        assert_eq!(DocumentText::from_parts(made.text.clone(), &made.structure()), Some(made.clone()));
        for wrong in ["", "9 text\n", "9 heading-9 1\n6 text 1\n7 item 2\n5 row 2\n", "1 text\n26 text\n"] {
            assert_eq!(DocumentText::from_parts(made.text.clone(), wrong), None, "{wrong}");
        }
        assert_eq!(DocumentText::from_parts(String::new(), ""), Some(DocumentText::default()));
    }

    #[test]
    fn a_place_is_cited_by_page_and_paragraph() {
        let mut text = made();
        assert_eq!(text.locator(0), "p. 1, ¶ 1");
        assert_eq!(text.locator(text.text.find("rst.").unwrap()), "p. 1, ¶ 2");
        assert_eq!(text.locator(text.text.find("An item").unwrap()), "p. 2, ¶ 1");
        assert_eq!(text.locator(text.text.len()), "p. 2, ¶ 2");
        text.paragraphs.iter_mut().for_each(|paragraph| paragraph.page = None);
        assert_eq!(text.locator(text.text.len()), "¶ 4");
        assert_eq!(DocumentText::default().locator(3), "");
    }

    #[test]
    fn characters_are_counted_by_code_points() {
        let text = made();
        let at = text.text.find("First").unwrap();
        assert_eq!(text.characters_before(at), 10);
    }
}
