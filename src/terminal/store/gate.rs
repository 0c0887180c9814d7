//! A lock that keeps our readers off the file while our writer needs exclusive access.

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Held by any number of readers, or by the writer alone.
#[derive(Debug, Default)]
pub(super) struct Gate(RwLock<()>);

impl Gate {
    /// Waits for the writer to be done.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, ()> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits for every reader to be done, and keeps them out.
    pub(super) fn write(&self) -> RwLockWriteGuard<'_, ()> {
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
