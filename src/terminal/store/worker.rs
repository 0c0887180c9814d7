//! What the store's threads have in common.

use crate::case::CaseError;
use crate::review::Msg;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Receives the messages that the threads send to the event loop.
pub type MessageSink = Arc<dyn Fn(Msg) + Send + Sync>;

/// A thread, and the way to send it work.
pub(super) type Worker<Q> = (Q, JoinHandle<()>);

/// Starts a named thread.
///
/// # Errors
/// When the system grants none.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, CaseError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| CaseError::Refused(format!("the program could not start a thread: {error}")))
}
