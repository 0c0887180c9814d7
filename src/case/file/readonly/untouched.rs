//! Whether a change that was begun has reached the case file yet, by its rollback journal.
//!
//! The journal holds each page as it was before the change (SQLite file format, section 3). Where all of them
//! stand in the file as they are in the journal, the file is as it was before, and may be read as it stands: under
//! the readers' lock nobody writes to it.

use std::fs::File;
use std::io;
use std::path::Path;

/// How a journal begins.
const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// What a journal's header holds besides: how many pages, a number for checksums, how many pages the file
/// had, and the sizes of a sector and of a page.
const HEADER: usize = MAGIC.len() + 5 * 4;

/// Whether the case file is as it was before the change that a journal belongs to. What cannot be told counts
/// as touched.
pub(super) fn is_untouched(file: &File, journal: &Path) -> bool {
    File::open(journal).and_then(|journal| compare(file, &journal)).unwrap_or(false)
}

fn compare(file: &File, journal: &File) -> io::Result<bool> {
    let end = journal.metadata()?.len();
    let mut at = 0;
    loop {
        let mut header = [0; HEADER];
        if at + HEADER as u64 > end {
            return Ok(at > 0);
        }
        read(journal, &mut header, at)?;
        let number = |part: usize| {
            let from = MAGIC.len() + part * 4;
            u32::from_be_bytes([header[from], header[from + 1], header[from + 2], header[from + 3]])
        };
        let (pages, before, sector, page) =
            (number(0), u64::from(number(2)), u64::from(number(3)), u64::from(number(4)));
        if header[..MAGIC.len()] != MAGIC {
            // What is left of an older, longer journal.
            return Ok(at > 0);
        }
        // It was not on the disk yet, so that nothing of the change was written.
        if pages == 0 {
            return Ok(true);
        }
        let sized = (512..=65536).contains(&page) && (32..=65536).contains(&sector);
        if !sized || file.metadata()?.len() != before * page {
            return Ok(false);
        }
        at += sector;
        let (mut was, mut is) = (vec![0; usize::try_from(page).unwrap_or(0)], Vec::new());
        for _ in 0..pages {
            let mut of = [0; 4];
            read(journal, &mut of, at)?;
            read(journal, &mut was, at + 4)?;
            is.resize(was.len(), 0);
            read(file, &mut is, u64::from(u32::from_be_bytes(of)).saturating_sub(1) * page)?;
            if was != is {
                return Ok(false);
            }
            at += page + 8;
        }
        at = at.next_multiple_of(sector);
    }
}

fn read(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_exact_at(file, into, at)
    }
    #[cfg(not(unix))]
    {
        let _ = (file, into, at);
        Err(io::ErrorKind::Unsupported.into())
    }
}
