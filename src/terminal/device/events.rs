//! What reaches the main loop from the terminal and from the system.

use std::sync::Arc;

use crossterm::event::KeyEvent;

/// One thing that happened outside: a key, pasted text, a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermEvent {
    /// A key was pressed or repeats; releases never arrive.
    Key(KeyEvent),
    /// Text was pasted, with line ends as `\n`. A very large paste arrives in several pieces,
    /// in order, one right after the other. The text is as it came: not yet safe to show.
    Paste(String),
    /// The terminal's background, as it was asked for: red, green and blue.
    Background([u8; 3]),
    /// The terminal has a new size, in cells.
    Resize {
        /// Columns.
        cols: u16,
        /// Rows.
        rows: u16,
    },
    /// The terminal is gone. Arrives once; no key follows.
    HangUp,
    /// The system, or somebody with `kill`, asks us to leave: the signal's number.
    Terminate(i32),
    /// Somebody raised SIGTSTP from outside: do as for `Ctrl-z`, which arrives as a key.
    /// Answer with [`suspend`](super::suspend::suspend).
    SuspendRequested,
    /// We were stopped without having been asked (SIGSTOP) and run again: the shell may have
    /// reset the terminal meanwhile. Answer with [`reclaim`](super::suspend::reclaim).
    Continue,
}

impl TermEvent {
    /// Whether this came from the keyboard: what must be thrown away when the keyboard was
    /// lent to another program.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Paste(_))
    }
}

/// Where events go. Returns `false` when nobody listens any more, which ends the sender.
pub type Sink = Arc<dyn Fn(TermEvent) -> bool + Send + Sync>;
