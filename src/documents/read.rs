//! A document of any kind, read by the file for its kind.

use crate::documents::extracted::{Extracted, Hint, Unreadable};
use crate::documents::kind::{self, Sort};
use crate::documents::{docx, email, html, markdown, odt, pdf, plain};

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
