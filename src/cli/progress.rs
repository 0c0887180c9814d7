//! Progress on standard error, where someone can see it; and Ctrl-c.

use super::outcome::{Failure, Result};
use crate::work::{Cancel, Progress};
use std::io::{self, IsTerminal, Write};

/// A line on the terminal that is written over.
#[derive(Debug)]
pub struct Line {
    what: String,
    seen: bool,
    shown: bool,
}

impl Line {
    /// Begins; shows nothing where standard error is no terminal.
    #[must_use]
    pub fn new(what: &str) -> Self {
        let what = crate::text::for_terminal(what, false).into_owned();
        Self { what, seen: io::stderr().is_terminal(), shown: false }
    }

    /// Shows how far it has come.
    pub fn show(&mut self, progress: Progress) {
        if !self.seen {
            return;
        }
        self.shown = true;
        let part = match progress.of {
            Some(all) if all > 0 => format!("{} %", progress.bytes.saturating_mul(100) / all),
            _ => format!("{} records", progress.records),
        };
        let _ = write!(io::stderr().lock(), "\r\x1b[K{} {part} (Ctrl-c stops)", self.what);
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A request to stop that comes with Ctrl-c, SIGTERM or SIGHUP from now on.
///
/// # Errors
/// When the system does not let us know of signals.
pub fn stop_on_signals() -> Result<Cancel> {
    let cancel = Cancel::new();
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, cancel.flag())
            .map_err(|error| Failure::said(format!("signals cannot be waited for: {error}")))?;
    }
    Ok(cancel)
}
