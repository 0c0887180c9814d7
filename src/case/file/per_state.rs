//! A value read from the case that holds as long as nobody changes the case.

use rusqlite::Connection;
use std::cell::RefCell;
use std::sync::Arc;

/// Changes with every commit of another connection, and with every change of this one.
type State = (i64, u64);

/// The value last read, and the state of the case it was read from.
#[derive(Debug)]
pub(crate) struct PerState<T>(RefCell<Option<(State, Arc<T>)>>);

impl<T> Default for PerState<T> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

impl<T> PerState<T> {
    /// The value, read again where the case has changed.
    pub(crate) fn get_or_read<E: From<rusqlite::Error>>(
        &self,
        conn: &Connection,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let version = conn.query_row("PRAGMA data_version", [], |r| r.get(0))?;
        let state = (version, conn.total_changes());
        if let Some((of, value)) = &*self.0.borrow()
            && *of == state
        {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(read()?);
        *self.0.borrow_mut() = Some((state, Arc::clone(&value)));
        Ok(value)
    }
}
