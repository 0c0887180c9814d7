//! Remembers the heads of journals between commands, so that undo goes on where it was.

use crate::case::{Forgetful, HeadMemory};

/// The memory of this device.
#[must_use]
pub fn memory() -> Box<dyn HeadMemory> {
    Box::new(Forgetful)
}
