//! Keeps readers out of the way of a writer that needs the file to itself for a moment.

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Readers pass it together; a writer passes alone.
#[derive(Debug, Default)]
pub(super) struct Gate(RwLock<()>);

impl Gate {
    /// Passes as a reader.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, ()> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Passes alone.
    pub(super) fn write(&self) -> RwLockWriteGuard<'_, ()> {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
