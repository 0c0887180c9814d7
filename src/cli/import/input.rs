//! Files that are read, and standard input.

use crate::cli::outcome::{Failure, Result};
use crate::work::Cancel;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Something to read, and how long it is where that is known.
pub type Input = (Box<dyn BufRead + Send>, Option<u64>);

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// When it is missing, a folder, or not to be read.
pub fn open(path: &Path, cancel: &Cancel) -> Result<Input> {
    if path.as_os_str() == "-" {
        let patient = Patient { from: io::stdin(), cancel: cancel.clone() };
        return Ok((Box::new(BufReader::with_capacity(BUFFER, patient)), None));
    }
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Failure::said(format!("there is no file {}", path.display())),
        _ => Failure::said(format!("{} cannot be read: {error}", path.display())),
    };
    let file = opened(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if meta.is_dir() {
        return Err(Failure::said(format!("{} is a folder; name the files in it", path.display())));
    }
    let length = meta.is_file().then_some(meta.len());
    let patient = Patient { from: file, cancel: cancel.clone() };
    Ok((Box::new(BufReader::with_capacity(BUFFER, patient)), length))
}

const BUFFER: usize = 256 << 10;

/// Opens a file without waiting for the other end of a pipe: [`Patient`] waits, and can be stopped.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Waits for input, and gives up waiting when asked to stop.
struct Patient<R> {
    from: R,
    cancel: Cancel,
}

#[cfg(unix)]
impl<R: Read + std::os::fd::AsFd> Read for Patient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        const WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        loop {
            if self.cancel.asked() {
                return Err(io::Error::other("stopped"));
            }
            let mut there = [PollFd::new(&self.from, PollFlags::IN)];
            match poll(&mut there, Some(&WAIT)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => match self.from.read(into) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    read => return read,
                },
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
impl<R: Read> Read for Patient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.cancel.asked() {
            return Err(io::Error::other("stopped"));
        }
        self.from.read(into)
    }
}
