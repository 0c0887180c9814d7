//! Long work as jobs, which report progress and can be cancelled.

pub mod attach;
pub mod export;
pub mod import;
pub mod merge;
mod outcome;
mod pipeline;
mod table;
mod table_rows;
mod vaughn;

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A request to stop, from anywhere.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Not asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the job to stop.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether someone asked.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// The flag itself, for a signal handler to set.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read or written.
    pub bytes: u64,
    /// Bytes in all, where that is known.
    pub of: Option<u64>,
    /// Records done.
    pub records: u64,
}

impl Progress {
    /// The hundredths of the whole that are done; none where the whole is not known.
    #[must_use]
    pub fn percent(self) -> Option<u8> {
        let all = self.of.filter(|all| *all > 0)?;
        u8::try_from(u128::from(self.bytes.min(all)) * 100 / u128::from(all)).ok()
    }

    /// The seconds that it will still take, judged by the time it has taken so far; none where that is
    /// unknown.
    #[must_use]
    pub fn left(self, elapsed: Duration) -> Option<u64> {
        let all = self.of.filter(|all| *all > self.bytes && self.bytes > 0)?;
        let millis = elapsed.as_millis();
        let left = millis * u128::from(all - self.bytes) / u128::from(self.bytes);
        (millis > 1000).then(|| u64::try_from(left.div_ceil(1000)).unwrap_or(u64::MAX))
    }
}

/// Reports progress at most ten times a second.
struct Reporter<'a> {
    report: &'a mut dyn FnMut(Progress),
    last: Instant,
    calls: u32,
}

const PAUSE: Duration = Duration::from_millis(100);

impl<'a> Reporter<'a> {
    fn new(report: &'a mut dyn FnMut(Progress)) -> Self {
        Self { report, last: Instant::now(), calls: 0 }
    }

    /// Called for each record, and looks at the clock for one in 64 only.
    fn record(&mut self, progress: impl FnOnce() -> Progress) {
        self.calls = self.calls.wrapping_add(1);
        if self.calls.is_multiple_of(64) && self.last.elapsed() >= PAUSE {
            self.last = Instant::now();
            (self.report)(progress());
        }
    }
}

/// Counts the bytes read, and fails once the job is cancelled.
struct Counted<'a, R> {
    from: R,
    bytes: Arc<AtomicU64>,
    cancel: &'a Cancel,
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.cancel.asked() {
            return Err(io::Error::other("stopped"));
        }
        self.from.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.bytes.fetch_add(u64::try_from(n).unwrap_or(0), Ordering::Relaxed);
        self.from.consume(n);
    }
}
