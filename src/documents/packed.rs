//! Documents whose parts are packed into a ZIP archive.

use crate::documents::extracted::Unreadable;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that a part may hold once it is unpacked.
const MOST: u64 = 64 << 20;

/// The parts of a packed document.
pub(super) struct Packed<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Packed<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|error| {
            Unreadable::new(format!(
                "it begins as a ZIP archive, as Office documents do, and is damaged ({error}); get or save it once more"
            ))
        })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.0.index_for_name(part).is_some()
    }

    /// A part that is text; `None` where there is none, or it is larger than any text that a person wrote.
    pub(super) fn text(&mut self, part: &str) -> Option<String> {
        let mut bytes = Vec::new();
        self.0.by_name(part).ok()?.take(MOST + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= MOST).then(|| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A part that must be there.
    pub(super) fn must(&mut self, part: &str, what: &str) -> Result<String, Unreadable> {
        self.text(part).ok_or_else(|| {
            Unreadable::new(format!(
                "it is {what}, and is damaged: its part {part} cannot be unpacked, or is far too large"
            ))
        })
    }
}
