//! A look at the start of a file that leaves the file whole.

use std::io::{self, BufRead, Chain, Cursor, Read};

/// How much of a file is looked at to tell what it is, in bytes.
pub const PEEK: usize = 1 << 20;
/// How much is looked at where no record ends before: a little more than a record may have.
pub const MOST_PEEKED: usize = 65 << 20;

/// A reader whose start has been looked at and comes again. See [`peek`].
pub type Peeked<R> = Chain<Chain<Cursor<Vec<u8>>, Failed>, R>;

/// An error that is due once, where there is one.
#[derive(Debug)]
pub struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Failed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

/// The first `n` bytes of `input`, fewer where it has fewer (`true`: they are all of it), and a
/// reader that begins with them again. Where reading fails before, the reader fails there too.
pub fn peek<R: BufRead>(mut input: R, n: usize) -> (Vec<u8>, bool, Peeked<R>) {
    let mut start = Vec::new();
    let read = input.by_ref().take(n as u64).read_to_end(&mut start);
    let whole = read.is_ok() && start.len() < n;
    let again = Cursor::new(start.clone()).chain(Failed(read.err()));
    (start, whole, again.chain(input))
}
