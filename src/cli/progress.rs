//! Progress on standard error, where someone can see it; and Ctrl-c.

use super::outcome::{Failure, Result};
use crate::work::{Cancel, Progress};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A line on the terminal that is written over.
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

/// How far a job has come: records, bytes, how many a second, and how long it will still take where
/// that can be told.
fn far(progress: Progress, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rate = (progress.records as f64 / seconds) as u64;
    let mut parts = vec![format!("{} records", grouped(progress.records))];
    match progress.of {
        Some(all) if all > 0 => {
            let part = progress.bytes.min(all);
            parts.push(format!("{} of {} ({} %)", size(part), size(all), part.saturating_mul(100) / all));
        }
        _ if progress.bytes > 0 => parts.push(size(progress.bytes)),
        _ => {}
    }
    parts.push(format!("{}/s", grouped(rate)));
    if let Some(all) = progress.of.filter(|all| *all > progress.bytes && progress.bytes > 0)
        && elapsed > Duration::from_secs(1)
    {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let left = (seconds * (all - progress.bytes) as f64 / progress.bytes as f64).ceil() as u64;
        parts.push(format!("{} left", time(left)));
    }
    parts.join(", ")
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes, in the largest unit that leaves a number before the point.
fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match UNITS.iter().find(|(_, of)| bytes >= *of) {
        Some((unit, of)) => format!("{}.{} {unit}", bytes / of, bytes % of * 10 / of),
        None => format!("{bytes} bytes"),
    }
}

/// Seconds, as a person says them.
fn time(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far() {
        let progress = Progress { bytes: 1_500_000, of: Some(6_000_000), records: 12_000 };
        assert_eq!(
            far(progress, Duration::from_secs(4)),
            "12,000 records, 1.5 MB of 6.0 MB (25 %), 3,000/s, 12 s left"
        );
        let streamed = Progress { bytes: 999, of: None, records: 7 };
        assert_eq!(far(streamed, Duration::from_secs(1)), "7 records, 999 bytes, 7/s");
        assert_eq!(far(Progress::default(), Duration::ZERO), "0 records, 0/s");
    }

    #[test]
    fn for_people() {
        assert_eq!([grouped(0), grouped(999), grouped(1_234_567)], ["0", "999", "1,234,567"]);
        assert_eq!([time(59), time(61), time(7_260)], ["59 s", "1 min 01 s", "2 h 01 min"]);
    }
}
