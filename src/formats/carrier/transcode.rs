//! Text in another encoding, as a stream of UTF-8.

use crate::formats::Warning;
use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much is decoded at a time.
const STEP: usize = 16 << 10;
/// Room for what one byte of input may become, and for the mark of a character that could not be read.
const SPARE: usize = 64;

/// Characters that could not be read, counted while reading.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    count: AtomicU64,
    line: AtomicU64,
}

impl Replaced {
    fn add(&self, line: u64) {
        if self.count.fetch_add(1, Ordering::Relaxed) == 0 {
            self.line.store(line, Ordering::Relaxed);
        }
    }

    /// The warning, where there is anything to warn of.
    pub fn warning(&self, encoding: &str) -> Option<Warning> {
        let what = match self.count.load(Ordering::Relaxed) {
            0 => return None,
            1 => format!("a character is not {encoding}; it is read as \u{FFFD}"),
            n => format!(
                "{n} characters, the first on this line, are not {encoding}; they are read as \u{FFFD}"
            ),
        };
        Some(Warning { line: self.line.load(Ordering::Relaxed), what })
    }
}

/// Reads text in some encoding as UTF-8.
pub(super) struct Transcoder<R> {
    input: R,
    decoder: Decoder,
    replaced: Arc<Replaced>,
    line: u64,
    out: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: BufRead> Transcoder<R> {
    pub fn new(input: R, encoding: &'static Encoding, replaced: Arc<Replaced>) -> Self {
        Self {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            replaced,
            line: 1,
            out: Vec::new(),
            at: 0,
            done: false,
        }
    }

    /// Decodes the next step into the emptied buffer.
    fn step(&mut self) -> io::Result<()> {
        self.out.resize(STEP, 0);
        self.at = 0;
        let mut filled = 0;
        let bytes = match self.input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) => {
                self.out.clear();
                return Err(error);
            }
        };
        let last = bytes.is_empty();
        let mut taken = 0;
        loop {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &bytes[taken..],
                &mut self.out[filled..STEP - SPARE],
                last,
            );
            taken += read;
            self.line += memchr::memchr_iter(b'\n', &self.out[filled..filled + written]).count() as u64;
            filled += written;
            match result {
                DecoderResult::InputEmpty => {
                    self.done = last;
                    break;
                }
                DecoderResult::OutputFull => break,
                DecoderResult::Malformed(..) => {
                    self.replaced.add(self.line);
                    let mark = "\u{FFFD}".as_bytes();
                    self.out[filled..filled + mark.len()].copy_from_slice(mark);
                    filled += mark.len();
                    if filled + SPARE > STEP - SPARE {
                        break;
                    }
                }
            }
        }
        self.input.consume(taken);
        self.out.truncate(filled);
        Ok(())
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(into)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at >= self.out.len() && !self.done {
            self.step()?;
        }
        Ok(self.out.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, taken: usize) {
        self.at += taken;
    }
}
