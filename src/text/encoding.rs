//! In which encoding a text from outside is.

pub use crate::text::candidates::{Candidate, candidates, is_foreign};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use html5gum::{Token, Tokenizer};

/// The encodings that are known, for the end of a sentence.
pub const ENCODINGS: &str = "known are utf-8, utf-16le, utf-16be, windows-1252, macintosh, windows-1251, \
                             koi8-r and the other labels of the Encoding Standard";

/// Whether an encoding has this label.
#[must_use]
pub fn is_encoding(label: &str) -> bool {
    Encoding::for_label(label.as_bytes()).is_some()
}

/// UTF-16, by its byte order mark or by zeros in every second place.
pub fn wide(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let pairs = start.len() / 2;
    let zeros = |odd: usize| start.chunks_exact(2).filter(|pair| pair[odd] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // What a file begins with is punctuation or names: ASCII, even where its text is not.
    let first = start.get(..4)?;
    match first {
        [a, 0, c, 0] if *a != 0 && *c != 0 && odd * 2 > pairs && even * 20 <= pairs => Some(UTF_16LE),
        [0, b, 0, d] if *b != 0 && *d != 0 && even * 2 > pairs && odd * 20 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page names in its head, where its beginning is not UTF-8 already: a page that was
/// saved anew often keeps the name of its old one.
pub fn of_page(start: &[u8]) -> Option<&'static Encoding> {
    let page = start.trim_ascii_start();
    let is_utf8 = || match std::str::from_utf8(page) {
        Ok(text) => !text.is_ascii(),
        Err(error) => error.error_len().is_none() && !page[..error.valid_up_to()].is_ascii(),
    };
    if page.first() != Some(&b'<') || is_utf8() {
        return None;
    }
    let label = named_in_head(page)?;
    // A page that could be read this far is not in UTF-16, whatever it says.
    Encoding::for_label(&label).filter(|encoding| encoding.is_ascii_compatible() && *encoding != UTF_8)
}

/// The label of the encoding: of `<?xml encoding="...">`, `<meta charset>`, or `<meta content="...; charset=...">`.
fn named_in_head(page: &[u8]) -> Option<Vec<u8>> {
    fn after<'p>(text: &'p [u8], name: &[u8]) -> Option<&'p [u8]> {
        let lower = text.to_ascii_lowercase();
        let at = memchr::memmem::find(&lower, name)? + name.len();
        text[at..].trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start)
    }
    let label = |text: &[u8]| {
        let text = text.strip_prefix(b"\"").or(text.strip_prefix(b"'")).unwrap_or(text);
        text.split(|byte| b"\"' ;>?".contains(byte)).next().unwrap_or_default().to_vec()
    };
    if page.starts_with(b"<?xml") {
        let end = memchr::memchr(b'>', page)?;
        return after(&page[..end], b"encoding").map(label);
    }
    for token in Tokenizer::new(page).flatten() {
        match token {
            Token::StartTag(tag) if *tag.name == *b"meta" => {
                let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| value.to_vec());
                let content =
                    attribute(b"content").and_then(|content| after(&content, b"charset").map(label));
                if let Some(label) = attribute(b"charset").or(content) {
                    return Some(label);
                }
            }
            Token::StartTag(tag) if *tag.name == *b"body" => return None,
            _ => {}
        }
    }
    None
}

/// The encodings, each with how the file reads in it.
#[must_use]
pub fn readings(candidates: &[Candidate]) -> String {
    if candidates.is_empty() {
        return "--encoding LABEL".to_owned();
    }
    let each = candidates.iter().map(|one| format!("--encoding {} (“{}”)", one.label, one.reads));
    each.collect::<Vec<_>>().join(" or ")
}
