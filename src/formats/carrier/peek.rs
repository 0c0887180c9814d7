//! A look at the start of a file that leaves the file whole.

use std::io::{self, BufRead, Cursor, Read};

/// How much of a file is looked at to tell what it is, in bytes.
pub const PEEK: usize = 1 << 20;

/// A reader whose start has been looked at and comes again. See [`peek`].
#[derive(Debug)]
pub struct Peeked<R> {
    start: Cursor<Vec<u8>>,
    /// What ended the look, to be said once the start is read.
    error: Option<io::Error>,
    rest: R,
}

/// The first `n` bytes of `input`, fewer where it has fewer (`true`: they are all of it), and a
/// reader that begins with them again. Where reading fails before, the reader fails there too.
pub fn peek<R: BufRead>(mut input: R, n: usize) -> (Vec<u8>, bool, Peeked<R>) {
    let mut start = Vec::new();
    let mut whole = false;
    let mut error = None;
    while start.len() < n {
        match input.fill_buf() {
            Ok([]) => {
                whole = true;
                break;
            }
            Ok(bytes) => {
                let taken = bytes.len().min(n - start.len());
                start.extend_from_slice(&bytes[..taken]);
                input.consume(taken);
            }
            Err(failed) if failed.kind() == io::ErrorKind::Interrupted => {}
            Err(failed) => {
                error = Some(failed);
                break;
            }
        }
    }
    (start.clone(), whole, Peeked { start: Cursor::new(start), error, rest: input })
}

impl<R: BufRead> Read for Peeked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(into)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Peeked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start.fill_buf()?.is_empty() {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            if self.start.position() > 0 {
                // The start is done with: its room is given back.
                self.start = Cursor::default();
            }
            return self.rest.fill_buf();
        }
        self.start.fill_buf()
    }

    fn consume(&mut self, taken: usize) {
        let left = self.start.get_ref().len() as u64 - self.start.position();
        if left > 0 {
            self.start.consume(taken);
        } else {
            self.rest.consume(taken);
        }
    }
}
