//! What a document is, by what is in it.

use crate::documents::extracted::{Extracted, Hint, Unreadable};
use crate::documents::packed::Packed;
use crate::text::encoding;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// The largest document that is read, in bytes.
pub const MOST: u64 = 64 << 20;

/// How much of a file is looked at to find what it is.
const LOOK: usize = 64 << 10;

/// What a document is; of text, the text in UTF-8.
pub(super) enum Sort<'a> {
    Html(Cow<'a, str>),
    Markdown(Cow<'a, str>),
    Plain(Cow<'a, str>),
    Email,
    Pdf,
    Docx,
    Odt,
}

/// Files that are no documents to be read, by their first bytes, and what to do with them.
const OTHERS: &[(&[u8], &str)] = &[
    (
        b"\xD0\xCF\x11\xE0",
        "an old Office document (DOC, XLS) or one with a password; save it as DOCX or ODT without one",
    ),
    (b"{\\rtf", "a rich text document (RTF); save it as DOCX or ODT"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x1f\x8b", "compressed with gzip; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; decompress it first"),
    (b"BZh", "compressed with bzip2; decompress it first"),
    (b"\xFD7zXZ\0", "compressed with xz; decompress it first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (
        b"\x89PNG",
        "a picture; \"ocrmypdf --image-dpi 300 PICTURE OUT.pdf\" makes a PDF with its text, which can be attached",
    ),
    (
        b"\xFF\xD8\xFF",
        "a picture; \"ocrmypdf --image-dpi 300 PICTURE OUT.pdf\" makes a PDF with its text, which can be attached",
    ),
    (b"II*\0", "a picture; \"ocrmypdf PICTURE OUT.pdf\" makes a PDF with its text, which can be attached"),
    (b"MM\0*", "a picture; \"ocrmypdf PICTURE OUT.pdf\" makes a PDF with its text, which can be attached"),
    (b"GIF8", "a picture, without text that could be read"),
    (b"RIFF", "a picture, sound or film, without text that could be read"),
    (b"ID3", "a recording; attach its transcript"),
    (b"OggS", "a recording; attach its transcript"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript document; \"ps2pdf\" makes a PDF of it"),
    (b"AT&TFORM", "a DjVu document; save it as PDF with its text"),
];

/// Tells what a document is.
pub(super) fn recognise<'a>(bytes: &'a [u8], hint: &Hint) -> Result<Sort<'a>, Unreadable> {
    let start = &bytes[..bytes.len().min(LOOK)];
    // A PDF may have something before its own first line.
    if memchr::memmem::find(&start[..start.len().min(1024)], b"%PDF-").is_some() {
        return Ok(Sort::Pdf);
    }
    if start.starts_with(b"PK\x03\x04") {
        return packed(bytes);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(first, _)| start.starts_with(first)) {
        return Err(Unreadable::new(format!("it is {what}")));
    }
    if start.get(4..8) == Some(b"ftyp") {
        return Err(Unreadable::new("it is a film or a recording; attach its transcript"));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable::new("it is empty"));
    }
    if is_email(start) {
        return Ok(Sort::Email);
    }
    let text = decode(bytes, hint)?;
    let controls = |c: &char| c.is_control() && !c.is_whitespace() && *c != '\u{1b}';
    let (all, wrong) = (text.chars().take(LOOK).count(), text.chars().take(LOOK).filter(controls).count());
    if wrong * 20 > all {
        return Err(Unreadable::new("it is not text, and no kind of document that is known here"));
    }
    if is_page(&text) {
        return Ok(Sort::Html(text));
    }
    let markdown = text.starts_with("---\n") || ends(hint, &["md", "markdown", "mdown"]);
    Ok(if markdown { Sort::Markdown(text) } else { Sort::Plain(text) })
}

/// A document whose parts are packed into a ZIP archive.
fn packed(bytes: &[u8]) -> Result<Sort<'_>, Unreadable> {
    let no = |what: &str| Err(Unreadable::new(format!("it is {what}")));
    let mut parts = Packed::open(bytes)?;
    if parts.has("word/document.xml") {
        return Ok(Sort::Docx);
    }
    let media_type = parts.text("mimetype").unwrap_or_default();
    match media_type.trim() {
        // Also that of a template, of a page, of a whole made of parts.
        text if text.starts_with("application/vnd.oasis.opendocument.text") => return Ok(Sort::Odt),
        "application/epub+zip" => return no("an e-book (EPUB); save what you quote from it as a text"),
        other if other.contains("spreadsheet") => {
            return no("a spreadsheet (ODS); save it as CSV and import it, or print it to a PDF");
        }
        other if other.contains("presentation") => return no("a presentation (ODP); print it to a PDF"),
        _ => {}
    }
    if parts.has("xl/workbook.xml") {
        return no("a spreadsheet (XLSX); save it as CSV and import it, or print it to a PDF");
    }
    if parts.has("ppt/presentation.xml") {
        return no("a presentation (PPTX); print it to a PDF");
    }
    no("a ZIP archive; unpack it and attach what is in it")
}

/// The text of a file in UTF-8, without a byte order mark, and with line feeds alone.
fn decode<'a>(bytes: &'a [u8], hint: &Hint) -> Result<Cow<'a, str>, Unreadable> {
    let asked = match &hint.encoding {
        None => None,
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let label: String = label.chars().take(60).collect();
            Unreadable::new(format!("there is no encoding \"{label}\"; {}", encoding::ENCODINGS))
        })?),
    };
    let named = asked.or_else(|| encoding::wide(bytes)).or_else(|| encoding::of_page(bytes));
    let text = match named {
        Some(named) => named.decode(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
            Err(wrong) if encoding::is_foreign(bytes, true) => {
                let line = memchr::memchr_iter(b'\n', &bytes[..wrong.valid_up_to()]).count() + 1;
                let readings = encoding::readings(&encoding::candidates(bytes));
                return Err(Unreadable::new(format!(
                    "line {line} is not UTF-8, and nothing says in which encoding the file is; on the command \
                     line, name the one in which it reads right: {readings}"
                )));
            }
            Err(_) => UTF_8.decode(bytes).0,
        },
    };
    Ok(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text })
}

/// Whether a text is a web page: it begins as one, after blanks, comments and declarations.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(4096).collect::<String>().to_ascii_lowercase();
    let tag =
        ["<html", "<head", "<body", "<!doctype html", "<title", "<article", "<div", "<p>", "<h1", "<meta"];
    start.starts_with('<') && tag.iter().any(|tag| start.contains(tag))
}

/// Whether a file is an e-mail: it begins with the head of one.
fn is_email(start: &[u8]) -> bool {
    const TOLD: [&str; 4] = ["from", "to", "date", "subject"];
    const ALONE: [&str; 5] = ["received", "message-id", "mime-version", "return-path", "delivered-to"];
    let text = String::from_utf8_lossy(start);
    let (mut told, mut alone) = (0, 0);
    for line in text.trim_start_matches('\u{feff}').lines().take(200) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        told += usize::from(TOLD.contains(&name.as_str()));
        alone += usize::from(ALONE.contains(&name.as_str()));
    }
    alone > 0 && told > 0 || told >= 3
}

/// Whether the name of the file ends so.
fn ends(hint: &Hint, endings: &[&str]) -> bool {
    ending(hint).is_some_and(|ending| endings.contains(&ending.as_str()))
}

fn ending(hint: &Hint) -> Option<String> {
    hint.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

/// A file whose name says that it is something else than it is: in a sentence.
pub(super) fn lies(extracted: &Extracted, hint: &Hint) -> Option<String> {
    let ending = ending(hint)?;
    let says = match ending.as_str() {
        "pdf" => "application/pdf",
        "htm" | "html" | "xhtml" => "text/html",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt" => "application/vnd.oasis.opendocument.text",
        "eml" => "message/rfc822",
        "doc" | "rtf" | "xls" | "xlsx" | "png" | "jpg" | "jpeg" | "zip" => "",
        _ => return None,
    };
    (says != extracted.media_type).then(|| {
        format!("its name ends in .{ending}, and it is {}: it was read as what it is", extracted.what)
    })
}
