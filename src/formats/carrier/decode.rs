//! A file as UTF-8 text: compression taken off, encoding brought to one.

use crate::formats::Warning;
use crate::formats::carrier::inflate::{Gzip, Zstd};
use crate::formats::carrier::peek::{Peeked, peek};
use crate::formats::carrier::transcode::{Replaced, Transcoder};
use crate::text::encoding::{self as text_encoding, ENCODINGS};
use encoding_rs::Encoding;
use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::sync::Arc;

/// How much is looked at to find compression and encoding.
const LOOK: usize = 4 << 10;
/// What is decompressed at a time.
const BUFFER: usize = 128 << 10;
/// Compression within compression that is taken off.
const LAYERS: usize = 2;

/// How a file was compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip, RFC 1952.
    Gzip,
    /// zstd, RFC 8878.
    Zstd,
}

/// What was found on the way to the text of a file.
#[derive(Debug, Clone)]
pub struct Decoding {
    /// The compression, outermost first.
    pub compression: Vec<Compression>,
    /// The encoding, by its name in the Encoding Standard. UTF-8 that was not asked for by label is
    /// handed on as it is.
    pub encoding: &'static str,
    replaced: Arc<Replaced>,
}

impl Decoding {
    /// Once the file is read: whether characters could not be, how many, and on which line the first.
    pub fn warning(&self) -> Option<Warning> {
        self.replaced.warning(self.encoding)
    }
}

impl fmt::Display for Decoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for compression in &self.compression {
            match compression {
                Compression::Gzip => f.write_str("gzip, ")?,
                Compression::Zstd => f.write_str("zstd, ")?,
            }
        }
        f.write_str(self.encoding)
    }
}

type Input<'a> = Box<dyn BufRead + Send + 'a>;

/// The text of a file as UTF-8, without a byte order mark. gzip and zstd are recognised by their
/// first bytes, also one within the other, and taken off. `encoding` is a label such as
/// `windows-1252`; without one UTF-16 is recognised by its byte order mark or its zeros, and all
/// else is UTF-8, left as it is, unless it is a web page that says otherwise of itself. What no character can be made of becomes U+FFFD where an encoding
/// is decoded, and [`Decoding::warning`] reports it.
///
/// To follow the progress, count the bytes taken from `input`.
///
/// # Errors
/// When the label is not known. Data that is cut off or damaged is an error of the reader, behind
/// what came before it.
pub fn decoded<'a>(
    input: impl BufRead + Send + 'a,
    encoding: Option<&str>,
) -> io::Result<(Input<'a>, Decoding)> {
    let asked = match encoding {
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown(label))?),
        None => None,
    };
    let mut compression = Vec::new();
    let (mut start, _, peeked) = peek(input, LOOK);
    let mut input: Input<'a> = Box::new(peeked);
    while compression.len() < LAYERS
        && let Some(found) = compressed(&start)
    {
        compression.push(found);
        input = match found {
            Compression::Gzip => buffered(Gzip::new(input)),
            Compression::Zstd => buffered(Zstd::new(input)),
        };
        let peeked: Peeked<Input<'a>>;
        (start, _, peeked) = peek(input, LOOK);
        input = Box::new(peeked);
    }
    let replaced = Arc::new(Replaced::default());
    let name = match asked.or_else(|| text_encoding::wide(&start)).or_else(|| text_encoding::of_page(&start))
    {
        Some(encoding) => {
            input = Box::new(Transcoder::new(input, encoding, Arc::clone(&replaced)));
            encoding.name()
        }
        None => {
            if start.starts_with(b"\xEF\xBB\xBF") {
                for _ in 0..3 {
                    input.fill_buf()?;
                    input.consume(1);
                }
            }
            "UTF-8"
        }
    };
    Ok((input, Decoding { compression, encoding: name, replaced }))
}

fn buffered<'a>(input: impl io::Read + Send + 'a) -> Input<'a> {
    Box::new(BufReader::with_capacity(BUFFER, input))
}

fn unknown(label: &str) -> io::Error {
    let label: String = label.chars().take(60).collect();
    io::Error::new(io::ErrorKind::InvalidInput, format!("there is no encoding \"{label}\"; {ENCODINGS}"))
}

fn compressed(start: &[u8]) -> Option<Compression> {
    match start {
        [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
        _ => None,
    }
}
