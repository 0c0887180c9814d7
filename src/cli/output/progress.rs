//! Progress on standard error, where someone can see it; and Ctrl-c.

use crate::cli::outcome::{Failure, Result};
use crate::domain::wording::counted;
use crate::text::{duration, grouped, size};
use crate::work::{Cancel, Progress};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A line on the terminal that is overwritten as the job goes on.
#[derive(Debug)]
pub struct Line {
    what: String,
    seen: bool,
    shown: bool,
    began: Instant,
}

impl Line {
    /// Begins; shows nothing where standard error is no terminal.
    #[must_use]
    pub fn new(what: &str) -> Self {
        let what = crate::text::for_terminal(what, false).into_owned();
        Self { what, seen: io::stderr().is_terminal(), shown: false, began: Instant::now() }
    }

    /// Shows how far it has come.
    pub fn show(&mut self, progress: Progress) {
        if !self.seen {
            return;
        }
        self.shown = true;
        let far = far(progress, self.began.elapsed());
        let _ = write!(io::stderr().lock(), "\r\x1b[K{}: {far} (Ctrl-c stops)", self.what);
    }

    /// Erases the line.
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

/// How far a job has come: records, bytes, records a second, and the time left where that is known.
fn far(progress: Progress, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rate = (progress.records as f64 / seconds) as u64;
    let mut parts = vec![counted(progress.records, "record")];
    match (progress.of, progress.percent()) {
        (Some(all), Some(percent)) => {
            parts.push(format!("{} of {} ({percent}%)", size(progress.bytes.min(all)), size(all)));
        }
        _ if progress.bytes > 0 => parts.push(size(progress.bytes)),
        _ => {}
    }
    parts.push(format!("{}/s", grouped(rate)));
    if let Some(left) = progress.left(elapsed) {
        parts.push(format!("{} left", duration(left)));
    }
    parts.join(", ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_leaves_out_what_is_not_known() {
        let progress = Progress { bytes: 1_500_000, of: Some(6_000_000), records: 12_000 };
        assert_eq!(
            far(progress, Duration::from_secs(4)),
            "12,000 records, 1.5 MB of 6.0 MB (25%), 3,000/s, 12 s left"
        );
        let streamed = Progress { bytes: 999, of: None, records: 7 };
        assert_eq!(far(streamed, Duration::from_secs(1)), "7 records, 999 bytes, 7/s");
        assert_eq!(far(Progress::default(), Duration::ZERO), "0 records, 0/s");
    }
}
