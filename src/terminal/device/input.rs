//! The input thread: waits for the keyboard, costs nothing while nobody types.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, tcgetattr};

use super::events::{Sink, TermEvent};
use super::job;
use super::keys::{Decoder, ESCAPE_WAIT, FAR_ESCAPE_WAIT};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Run,
    Park,
    Stop,
}

#[derive(Debug)]
struct State {
    wanted: Wanted,
    parked: bool,
    ended: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        until: impl Fn(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        self.changed.wait_while(state, |state| !until(state)).unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread that reads the keyboard. Dropping it ends the thread.
#[derive(Debug)]
pub struct Input {
    shared: Arc<Shared>,
    wake: UnixStream,
    thread: Option<JoinHandle<()>>,
}

/// While this lives, nobody reads the keyboard: another program may.
/// Dropping it throws away what was typed meanwhile and reads again; unless the terminal
/// listens to somebody else by then, from whom reading would stop us: then it stays parked.
#[derive(Debug)]
#[must_use = "the keyboard is read again as soon as this is dropped"]
pub struct Parked<'a> {
    input: &'a Input,
}

impl Input {
    /// Starts reading the standard input, which must be the terminal, in raw mode.
    ///
    /// # Errors
    /// When the system grants no socket pair or no thread.
    pub fn start(sink: Sink) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State { wanted: Wanted::Run, parked: false, ended: false }),
            changed: Condvar::new(),
        });
        let thread = std::thread::Builder::new().name("input".into()).spawn({
            let shared = Arc::clone(&shared);
            move || {
                let _ended = Ended(&shared);
                read_keys(&shared, woken, &sink);
            }
        })?;
        Ok(Self { shared, wake, thread: Some(thread) })
    }

    /// Stops reading the keyboard; returns once the thread has really let go of it.
    pub fn park(&self) -> Parked<'_> {
        self.want(Wanted::Park);
        let state = self.shared.lock();
        drop(self.shared.wait(state, |state| state.parked || state.ended));
        Parked { input: self }
    }

    fn want(&self, wanted: Wanted) {
        self.shared.lock().wanted = wanted;
        self.shared.changed.notify_all();
        // A full socket means that a wake-up is on its way already.
        let _ = (&self.wake).write(&[0]);
    }
}

impl Drop for Parked<'_> {
    fn drop(&mut self) {
        if job::has_terminal() {
            let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
            self.input.want(Wanted::Run);
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.want(Wanted::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Marks the thread's end, so that nobody waits for it to park.
struct Ended<'a>(&'a Shared);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}

fn read_keys(shared: &Shared, mut woken: UnixStream, sink: &Sink) {
    let stdin = rustix::stdio::stdin();
    let mut decoder = Decoder::new(escape_wait());
    let mut buffer = [0_u8; 4096];
    let mut listening = true;
    while listening {
        if !go_on(shared, &mut decoder) {
            return;
        }
        let mut send = |event| listening = listening && sink(event);
        let timeout = decoder.wait().map(timespec);
        let mut sources = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&woken, PollFlags::IN)];
        match poll(&mut sources, timeout.as_ref()) {
            Ok(0) => {
                decoder.flush(&mut send);
                continue;
            }
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => {
                send(TermEvent::HangUp);
                return;
            }
        }
        let (keyboard, wake) = (sources[0].revents(), sources[1].revents());
        if !wake.is_empty() {
            let _ = woken.read(&mut buffer);
            continue;
        }
        if keyboard.contains(PollFlags::IN) && !job::has_terminal() {
            // What is typed is for the shell, and reading it would stop us: somebody has put
            // us into the background. The main loop waits for the terminal and unparks us.
            shared.lock().wanted = Wanted::Park;
            send(TermEvent::Continue);
        } else if keyboard.contains(PollFlags::IN) {
            match rustix::io::read(stdin, &mut buffer) {
                Ok(0) if tcgetattr(stdin).is_ok() && !keyboard.contains(PollFlags::HUP) => {}
                Ok(0) => {
                    send(TermEvent::HangUp);
                    return;
                }
                Ok(count) => decoder.feed(&buffer[..count], &mut send),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => {
                    send(TermEvent::HangUp);
                    return;
                }
            }
        } else if keyboard.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            send(TermEvent::HangUp);
            return;
        }
    }
}

/// How long an `Esc` waits for the rest of a key. sshd sets these variables, a mosh server and tmux hand them
/// on.
fn escape_wait() -> Duration {
    let far = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| std::env::var_os(name).is_some());
    if far { FAR_ESCAPE_WAIT } else { ESCAPE_WAIT }
}

/// Parks for as long as it is wanted; `false`: the thread shall end.
fn go_on(shared: &Shared, decoder: &mut Decoder) -> bool {
    let mut state = shared.lock();
    if state.wanted == Wanted::Park {
        decoder.reset();
        state.parked = true;
        shared.changed.notify_all();
        state = shared.wait(state, |state| state.wanted != Wanted::Park);
        state.parked = false;
    }
    state.wanted == Wanted::Run
}

fn timespec(duration: Duration) -> Timespec {
    Timespec { tv_sec: duration.as_secs() as _, tv_nsec: duration.subsec_nanos() as _ }
}
