//! Text out of documents: what a source says, as paragraphs that can be read, quoted and cited, and what its
//! document says of itself. One small file for each kind, behind [`read`].
//!
//! What reads a stranger's file may panic, loop, or eat memory: [`read`] is called in a process of its own,
//! which [`crate::work::attach`] starts, bounds and ends.

mod confine;
mod docx;
mod email;
mod extracted;
mod flow;
mod html;
mod html_says;
mod kind;
mod markdown;
mod odt;
mod packed;
mod pdf;
mod pdf_columns;
mod pdf_lines;
mod pdf_paragraphs;
mod plain;
mod serve;
mod xml;

pub use extracted::{Extracted, Hint, Unreadable};
pub use kind::MOST;
pub use pdf::page_at_hand;
pub use serve::{Answer, serve};

use kind::Sort;

/// Reads a document, by what is in it and not by its name.
///
/// # Errors
/// A sentence that says why there is no text to be had of it, and what would help.
pub fn read(bytes: &[u8], hint: &Hint) -> Result<Extracted, Unreadable> {
    let mut extracted = match kind::recognise(bytes, hint)? {
        Sort::Html(page) => html::read(&page),
        Sort::Markdown(text) => markdown::read(&text),
        Sort::Plain(text) => plain::read(&text),
        Sort::Email => email::read(bytes),
        Sort::Pdf => pdf::read(bytes, &hint.passed_over),
        Sort::Docx => docx::read(bytes),
        Sort::Odt => odt::read(bytes),
    }?;
    if extracted.text.paragraphs.is_empty() {
        return Err(Unreadable::new(format!("it is {}, and there is no text in it", extracted.what)));
    }
    extracted.remarks.extend(kind::lies(&extracted, hint));
    Ok(extracted)
}
