//! PDF documents with a text layer: their characters with where they stand; columns, lines and paragraphs are
//! worked out from that.

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::{squeezed, without_ligatures};
use crate::documents::html_says;
use crate::documents::pdf_lines::Page;
use crate::documents::pdf_runs::{Drawn, Glyph};
use crate::documents::{pdf_headers, pdf_paragraphs, pdf_widths};
use crate::domain::document::Says;
use crate::domain::wording::counted;
use pdf_extract::{Document, MediaBox, Object, OutputDev, OutputError, Transform, output_doc_page};
use std::sync::atomic::{AtomicU32, Ordering};

const WHAT: &str = "a PDF document";
/// How many pages are named one by one.
const NAMED: usize = 10;
/// The most characters of one page, and pages of one document, that are read.
const GLYPHS: usize = 1_000_000;
const PAGES: usize = 20_000;

/// The page that is being read, for whoever has to say where a reading ended; 0 before the first.
static AT: AtomicU32 = AtomicU32::new(0);

/// The page at which the reading of a PDF stands; 0 where it stands at none.
pub fn page_at_hand() -> u32 {
    AT.load(Ordering::Relaxed)
}

pub(super) fn read(bytes: &[u8], passed_over: &[u32]) -> Result<Extracted, Unreadable> {
    let damaged = |why: String| {
        Unreadable::new(format!(
            "it is {WHAT}, and is damaged ({why}); \"qpdf IN.pdf OUT.pdf\" mends what can be mended"
        ))
    };
    let mut document = Document::load_mem(bytes).map_err(|error| match error.to_string() {
        why if why.to_lowercase().contains("password") || why.to_lowercase().contains("decrypt") => {
            protected()
        }
        why => damaged(why),
    })?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| protected())?;
    }
    pdf_widths::spell_out(&mut document);
    let numbers: Vec<u32> = document.get_pages().into_keys().take(PAGES).collect();
    if numbers.is_empty() {
        return Err(damaged("it has no pages".into()));
    }
    let mut pages = Vec::with_capacity(numbers.len());
    let (mut bare, mut unread) = (Vec::new(), Vec::new());
    for number in &numbers {
        AT.store(*number, Ordering::Relaxed);
        let mut collector = Collector::default();
        let read =
            !passed_over.contains(number) && output_doc_page(&document, &mut collector, *number).is_ok();
        if !read {
            unread.push(*number);
        } else if collector.glyphs.is_empty() {
            bare.push(*number);
        }
        pages.push(Drawn::of(*number, collector.height, collector.glyphs));
    }
    AT.store(0, Ordering::Relaxed);
    if bare.len() == numbers.len() {
        return Err(Unreadable::new(format!(
            "it is {WHAT} without a text layer, {} of pictures: \"ocrmypdf IN.pdf OUT.pdf\" makes one with its \
             text, which can be attached",
            counted(numbers.len() as u64, "page")
        )));
    }
    let margins = pdf_headers::take_out(&mut pages);
    let pages: Vec<Page> = pages.into_iter().map(Page::of).collect();
    let text = pdf_paragraphs::text(&pages);
    if is_gibberish(&text.text) {
        return Err(Unreadable::new(format!(
            "it is {WHAT} whose fonts do not say which letters their signs are: \"ocrmypdf --force-ocr IN.pdf \
             OUT.pdf\" makes one whose text can be read"
        )));
    }
    let mut remarks = Vec::new();
    if !unread.is_empty() {
        remarks.push(format!(
            "{} could not be read: {}",
            counted(unread.len() as u64, "page"),
            listed(&unread)
        ));
    }
    if !bare.is_empty() {
        remarks.push(format!(
            "{} of {} without text, blank or pictures: {}",
            counted(bare.len() as u64, "page"),
            numbers.len(),
            listed(&bare)
        ));
    }
    if margins > 0 {
        remarks.push(format!("{} of headers, footers and page numbers not read", counted(margins, "line")));
    }
    Ok(Extracted {
        media_type: "application/pdf".into(),
        what: WHAT.into(),
        text,
        says: said(&document),
        pages: Some(numbers.len() as u64),
        remarks,
    })
}

fn protected() -> Unreadable {
    Unreadable::new(format!(
        "it is {WHAT} that is protected by a password: \"qpdf --decrypt --password=... IN.pdf OUT.pdf\" makes a \
         copy without, which can be attached"
    ))
}

fn listed(pages: &[u32]) -> String {
    let mut names: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
    if pages.len() > NAMED {
        names.push("...".into());
    }
    names.join(", ")
}

/// Whether a text is signs that stand for no letters.
fn is_gibberish(text: &str) -> bool {
    let (mut all, mut wrong) = (0, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
        wrong += usize::from(private || c.is_control());
    }
    wrong * 3 > all
}

/// What the document says of itself.
fn said(document: &Document) -> Says {
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_object(*id).ok(),
        other => Some(other),
    });
    let get = |name: &[u8]| {
        let text = info?.as_dict().ok()?.get(name).ok()?.as_str().ok()?;
        Some(squeezed(&decoded(text))).filter(|text| !text.is_empty())
    };
    // "D:20251014093000-04'00'"
    let date = get(b"CreationDate").and_then(|text| html_says::date(text.trim_start_matches("D:")));
    Says { title: get(b"Title"), author: get(b"Author"), dated: date, ..Says::default() }
}

/// A text string of PDF: UTF-16 or UTF-8 by its mark, else near enough to Latin-1.
fn decoded(text: &[u8]) -> String {
    match text {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.as_chunks().0.iter().map(|unit| u16::from_be_bytes(*unit));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other => std::str::from_utf8(other)
            .map_or_else(|_| other.iter().copied().map(char::from).collect(), str::to_owned),
    }
}

/// The characters of a page, as the page draws them.
#[derive(Default)]
struct Collector {
    height: f64,
    corner: (f64, f64),
    glyphs: Vec<Glyph>,
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _: u32,
        media: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = media.ury - media.lly;
        self.corner = (media.llx, media.lly);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let scale = (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt();
        let size = scale * font_size.abs();
        let (x, y) = (at.m31 - self.corner.0, at.m32 - self.corner.1);
        let turned = match (at.m11, at.m12) {
            (a, b) if a.abs() >= b.abs() => u8::from(a < 0.0) * 2,
            (_, b) => {
                if b > 0.0 {
                    1
                } else {
                    3
                }
            }
        };
        let text = without_ligatures(text);
        if [x, y, size, width].iter().all(|n| n.is_finite()) && size > 0.1 && self.glyphs.len() < GLYPHS {
            self.glyphs.push(Glyph { x, y, width: width.abs() * size, size, turned, text });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
