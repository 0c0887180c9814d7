//! Two threads in a row: one makes things, the other takes them.

use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// The taker has stopped.
#[derive(Debug)]
pub(super) struct TakerGone;

/// A batch goes over when it has this many things or bytes.
const BATCH_THINGS: usize = 256;
const BATCH_BYTES: usize = 1 << 20;
/// At most this many batches wait, ...
const BATCHES: usize = 4;
/// ... and none goes over while more bytes than these are on their way.
const BYTES_IN_FLIGHT: usize = 16 << 20;

/// Makes things on a thread of its own and takes them here, in order. What is made ahead is bounded in number
/// and, by what `weigh` returns, in bytes, so that memory does not grow. The first error of either side ends
/// both; the taker's comes first.
pub(super) fn pipeline<T: Send, M: Send, E>(
    weigh: impl Fn(&T) -> usize + Send,
    make: impl FnOnce(&mut dyn FnMut(T) -> Result<(), TakerGone>) -> Result<(), M> + Send,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<Result<(), M>, E> {
    let in_flight = InFlight::default();
    std::thread::scope(|scope| {
        let (sender, batches) = mpsc::sync_channel::<(usize, Vec<T>)>(BATCHES);
        let bytes = &in_flight;
        let maker = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH_THINGS);
            let mut weight = 0;
            let made = make(&mut |thing| {
                weight += weigh(&thing);
                batch.push(thing);
                if batch.len() < BATCH_THINGS && weight < BATCH_BYTES {
                    return Ok(());
                }
                let full = (std::mem::take(&mut weight), std::mem::take(&mut batch));
                bytes.add(full.0);
                sender.send(full).map_err(|_| TakerGone)
            });
            // What was made before an error counts.
            let _ = sender.send((0, batch));
            made
        });
        let _release = Release(&in_flight);
        for (weight, batch) in batches {
            batch.into_iter().try_for_each(&mut take)?;
            in_flight.remove(weight);
        }
        Ok(maker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The bytes that are made and not yet taken.
#[derive(Default)]
struct InFlight {
    bytes: Mutex<usize>,
    freed: Condvar,
}

impl InFlight {
    /// Waits until there is room. An empty pipeline has room for a batch of any size.
    fn add(&self, weight: usize) {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = self
            .freed
            .wait_while(bytes, |bytes| *bytes > 0 && bytes.saturating_add(weight) > BYTES_IN_FLIGHT)
            .unwrap_or_else(PoisonError::into_inner);
        *bytes = bytes.saturating_add(weight);
    }

    fn remove(&self, weight: usize) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *bytes = bytes.saturating_sub(weight);
        self.freed.notify_one();
    }
}

/// However taking ends, the maker does not wait for room any longer.
struct Release<'s>(&'s InFlight);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        self.0.remove(usize::MAX);
    }
}
