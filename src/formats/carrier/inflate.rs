//! Compressed files, as a stream. What was read before the damage has been handed out by then.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// The largest window of zstd, which is held in memory, in bytes.
const WINDOW: u64 = 128 << 20;

/// A reader that remembers how it ended, to tell damage from a failing disk.
struct Watched<R> {
    input: R,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R> Watched<R> {
    const fn new(input: R) -> Self {
        Self { input, ended: false, failed: None }
    }

    /// What to say of a decoder's failure.
    fn verdict(&mut self, name: &str) -> io::Error {
        match self.failed.take() {
            Some(error) => error,
            None if self.ended => io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("the {name} data ends too early: the file is cut off"),
            ),
            None => damaged(name),
        }
    }
}

fn damaged(name: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the {name} data is damaged"))
}

impl<R: BufRead> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(into)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.input.fill_buf() {
            Ok(bytes) => {
                self.ended = bytes.is_empty();
                Ok(bytes)
            }
            Err(error) => {
                let kind = error.kind();
                if kind != io::ErrorKind::Interrupted {
                    self.failed = Some(error);
                }
                Err(kind.into())
            }
        }
    }

    fn consume(&mut self, taken: usize) {
        self.input.consume(taken);
    }
}

/// Reads gzip, one member after another. Zeros behind the last, as tapes leave them, are passed over.
pub(super) struct Gzip<R> {
    members: MultiGzDecoder<Watched<R>>,
}

impl<R: BufRead> Gzip<R> {
    pub fn new(input: R) -> Self {
        Self { members: MultiGzDecoder::new(Watched::new(input)) }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.members.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => self.members.get_mut().verdict("gzip"),
        })
    }
}

/// Reads zstd, one frame after another.
pub(super) struct Zstd<R> {
    input: Watched<R>,
    frame: FrameDecoder,
    /// A frame is open.
    open: bool,
    /// What ended the data, due once what came before is handed out.
    error: Option<io::Error>,
}

impl<R: BufRead> Zstd<R> {
    pub fn new(input: R) -> Self {
        let mut frame = FrameDecoder::new();
        frame.set_max_window_size(WINDOW);
        Self { input: Watched::new(input), frame, open: false, error: None }
    }

    /// Begins the next frame; says whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.input.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.frame.reset(&mut self.input) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.pass(u64::from(length))?,
                Err(FrameDecoderError::WindowSizeTooBig { .. }) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!(
                            "the zstd data needs a window of more than {} MiB; compress it again without \
                             --long or --ultra",
                            WINDOW >> 20
                        ),
                    ));
                }
                Err(FrameDecoderError::DictNotProvided { .. }) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "the zstd data needs a dictionary; compress it again without one",
                    ));
                }
                Err(_) => return Err(self.input.verdict("zstd")),
            }
        }
    }

    /// Passes over a frame that is not for us.
    fn pass(&mut self, length: u64) -> io::Result<()> {
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink())
            .map_err(|_| self.input.verdict("zstd"))?;
        if passed < length { Err(self.input.verdict("zstd")) } else { Ok(()) }
    }

    /// Decodes until there is something to hand out or the frame ends.
    fn decode(&mut self) -> io::Result<()> {
        while self.frame.can_collect() == 0 && !self.frame.is_finished() {
            if self.frame.decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1)).is_ok() {
                continue;
            }
            let error = self.input.verdict("zstd");
            if self.input.ended {
                // The decoder holds the last window back until the frame ends. It is brought to an
                // end, an empty last block and a checksum nobody reads, to hand out what there is.
                let end: &[u8] = &[1, 0, 0, 0, 0, 0, 0];
                let _ = self.frame.decode_blocks(end, BlockDecodingStrategy::UptoBlocks(1));
            }
            if !self.frame.is_finished() || self.frame.can_collect() == 0 {
                return Err(error);
            }
            self.error = Some(error);
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.open && !self.begin()? {
                return Ok(0);
            }
            self.decode()?;
            let taken = self.frame.read(into)?;
            if taken > 0 {
                return Ok(taken);
            }
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            let stated = self.frame.get_checksum_from_data();
            if stated.is_some() && stated != self.frame.get_calculated_checksum() {
                return Err(damaged("zstd"));
            }
            self.open = false;
        }
    }
}
