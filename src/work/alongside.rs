//! Making things on one thread and taking them on another.

use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// The one who takes has ended the work.
#[derive(Debug)]
pub(super) struct Ended;

/// How many things go over at once, and how many such heaps may wait.
const HEAP: usize = 256;
const HEAPS: usize = 4;
/// A heap of so many bytes goes over, however few things it has.
const HEAVY: usize = 1 << 20;
/// While more bytes than these are on their way, nothing more goes over.
const MOST: usize = 16 << 20;

/// Makes things on a thread of its own and takes them here, in order. What is made ahead is bounded
/// in number and, by what `weigh` says, in bytes, so that memory does not grow. The first error, made
/// or taken, ends it; one of the taker comes first.
pub(super) fn alongside<T: Send, M: Send, E>(
    weigh: impl Fn(&T) -> usize + Send,
    make: impl FnOnce(&mut dyn FnMut(T) -> Result<(), Ended>) -> Result<(), M> + Send,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<Result<(), M>, E> {
    let scale = Scale::default();
    std::thread::scope(|scope| {
        let (sender, heaps) = mpsc::sync_channel::<(usize, Vec<T>)>(HEAPS);
        let on = &scale;
        let maker = scope.spawn(move || {
            let mut heap = Vec::with_capacity(HEAP);
            let mut weight = 0;
            let made = make(&mut |thing| {
                weight += weigh(&thing);
                heap.push(thing);
                if heap.len() < HEAP && weight < HEAVY {
                    return Ok(());
                }
                let full = (std::mem::take(&mut weight), std::mem::take(&mut heap));
                on.put(full.0);
                sender.send(full).map_err(|_| Ended)
            });
            // What was made before an error counts.
            let _ = sender.send((0, heap));
            made
        });
        // However the taking ends, nobody waits for it any more.
        let _free = Free(&scale);
        for (weight, heap) in heaps {
            heap.into_iter().try_for_each(&mut take)?;
            scale.take_off(weight);
        }
        Ok(maker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The bytes that are on their way; none where nobody takes any more.
#[derive(Default)]
struct Scale {
    load: Mutex<usize>,
    freed: Condvar,
}

impl Scale {
    /// Waits until there is room, and puts bytes on: always where it is empty.
    fn put(&self, weight: usize) {
        let load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        let mut load = self
            .freed
            .wait_while(load, |load| *load > 0 && load.saturating_add(weight) > MOST)
            .unwrap_or_else(PoisonError::into_inner);
        *load = load.saturating_add(weight);
    }

    fn take_off(&self, weight: usize) {
        let mut load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        *load = load.saturating_sub(weight);
        self.freed.notify_one();
    }
}

struct Free<'s>(&'s Scale);

impl Drop for Free<'_> {
    fn drop(&mut self) {
        self.0.take_off(usize::MAX);
    }
}
