//! Signals become events, on a thread that sleeps until one arrives.
//!
//! SIGPIPE needs nothing here: a Rust program ignores it from the start, and `std::process`
//! gives it back to the programs we run.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_current_process_group};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals as Arriving};

use super::events::{Sink, TermEvent};
use super::job;
use super::screen::size_of;
use super::tty;

/// A second request to leave, this much later than the first, is obeyed at once: the main
/// loop is stuck. Closer ones belong together (a closing terminal sends several).
const PATIENCE: Duration = Duration::from_secs(2);
/// How long our own signals may take to come back to us.
const ECHO: Duration = Duration::from_secs(1);
/// How long a shell may take between continuing us and handing over the terminal.
const HANDOVER: Duration = Duration::from_millis(50);

/// Which program has the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// Ours.
    Us,
    /// A program we run and wait for.
    Guest,
    /// The shell, or it is about to.
    Shell,
}

#[derive(Debug)]
struct State {
    holder: Holder,
    stops: u64,
    continues: u64,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    terminating: Arc<AtomicUsize>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, until: impl Fn(&State) -> bool) {
        let state = self.lock();
        drop(self.changed.wait_timeout_while(state, ECHO, |state| !until(state)));
    }
}

/// The thread that receives signals. Dropping it ends the thread; the signals it took over
/// stay without effect from then on.
#[derive(Debug)]
pub struct Signals {
    shared: Arc<Shared>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// While this lives, another program has the terminal, and what the keyboard raises is meant
/// for it: SIGINT and SIGQUIT are not for us, and SIGTSTP stops us along with it.
#[derive(Debug)]
#[must_use = "the keyboard's signals are ours again as soon as this is dropped"]
pub struct Guest<'a> {
    signals: &'a Signals,
}

impl Signals {
    /// Takes over SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT and SIGWINCH.
    ///
    /// # Errors
    /// When the system grants no handler or no thread.
    pub fn start(sink: Sink) -> io::Result<Self> {
        let terminating = Arc::new(AtomicUsize::new(0));
        // Set within the handler itself, before anything else runs.
        for signal in [SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or(1);
            signal_hook::flag::register_usize(signal, Arc::clone(&terminating), number)?;
        }
        let mut arriving = Arriving::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
        let handle = arriving.handle();
        let shared = Arc::new(Shared {
            state: Mutex::new(State { holder: Holder::Us, stops: 0, continues: 0 }),
            changed: Condvar::new(),
            terminating,
        });
        let thread = std::thread::Builder::new().name("signals".into()).spawn({
            let shared = Arc::clone(&shared);
            move || {
                let mut asked = None;
                for signal in arriving.forever() {
                    if !on_signal(signal, &shared, &sink, &mut asked) {
                        return;
                    }
                }
            }
        })?;
        Ok(Self { shared, handle, thread: Some(thread) })
    }

    /// The signal that asked us to leave, if one did: known before its event arrives.
    #[must_use]
    pub fn terminating(&self) -> Option<i32> {
        match self.shared.terminating.load(Ordering::SeqCst) {
            0 => None,
            signal => i32::try_from(signal).ok(),
        }
    }

    /// Another program gets the terminal.
    pub fn guest(&self) -> Guest<'_> {
        self.shared.lock().holder = Holder::Guest;
        Guest { signals: self }
    }

    /// Stops our process group, as the shell's job control expects, and returns when it runs
    /// in the foreground again; also when somebody asks us to leave, or the terminal is gone.
    ///
    /// Whoever calls this has left the terminal, and made sure that somebody can continue us.
    ///
    /// # Errors
    /// When the system refuses the signal.
    pub fn stop(&self) -> io::Result<()> {
        self.with_shell(|| {
            // The others in our group, such as the script that started us, stop by SIGTSTP. We
            // have a handler for it, which no safe code can take off: it swallows ours, and we
            // stop by SIGSTOP afterwards.
            let stops = self.shared.lock().stops;
            kill_current_process_group(Signal::TSTP)?;
            self.shared.wait(|state| state.stops > stops);
            self.stop_once()?;
            self.stop_in_background()
        })
    }

    /// Stops while we are in the background, where nothing may be done to the terminal.
    ///
    /// # Errors
    /// When the system refuses the signal.
    pub fn wait_for_terminal(&self) -> io::Result<()> {
        self.with_shell(|| self.stop_in_background())
    }

    fn with_shell(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        self.shared.lock().holder = Holder::Shell;
        let worked = work();
        self.shared.lock().holder = Holder::Us;
        worked
    }

    /// `bg` continues us without the terminal: then we stop again, until `fg`.
    fn stop_in_background(&self) -> io::Result<()> {
        while !self.may_go_on() {
            // A shell may hand over the terminal only after it has continued us.
            std::thread::sleep(HANDOVER);
            if self.may_go_on() {
                break;
            }
            self.stop_once()?;
        }
        Ok(())
    }

    /// Stops, and returns once continued.
    fn stop_once(&self) -> io::Result<()> {
        let continues = self.shared.lock().continues;
        signal_hook::low_level::raise(SIGSTOP)?;
        // Continued. A SIGTERM that came along with the SIGCONT is handled before it.
        self.shared.wait(|state| state.continues > continues);
        Ok(())
    }

    fn may_go_on(&self) -> bool {
        self.terminating().is_some() || job::has_terminal()
    }
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        // What was raised before the guest ended is still the guest's, even if our thread has
        // not come to it yet: once it has seen this one, it has seen those.
        let continues = self.signals.shared.lock().continues;
        if signal_hook::low_level::raise(SIGCONT).is_ok() {
            self.signals.shared.wait(|state| state.continues > continues);
        }
        self.signals.shared.lock().holder = Holder::Us;
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// `false`: nobody listens any more.
fn on_signal(signal: i32, shared: &Shared, sink: &Sink, asked: &mut Option<Instant>) -> bool {
    let holder = shared.lock().holder;
    match signal {
        SIGWINCH => {
            let size = size_of(rustix::stdio::stdout());
            sink(TermEvent::Resize { cols: size.width, rows: size.height })
        }
        SIGCONT => {
            shared.lock().continues += 1;
            shared.changed.notify_all();
            holder != Holder::Us || sink(TermEvent::Continue)
        }
        SIGTSTP => {
            shared.lock().stops += 1;
            shared.changed.notify_all();
            match holder {
                Holder::Us => sink(TermEvent::SuspendRequested),
                Holder::Guest => {
                    if job::can_be_continued() {
                        let _ = signal_hook::low_level::raise(SIGSTOP);
                    }
                    true
                }
                Holder::Shell => true,
            }
        }
        SIGINT | SIGQUIT if holder == Holder::Guest => true,
        _ => {
            match asked {
                Some(first) if first.elapsed() > PATIENCE => {
                    tty::restore_at_once();
                    std::process::exit(128 + signal);
                }
                Some(_) => {}
                None => *asked = Some(Instant::now()),
            }
            sink(TermEvent::Terminate(signal))
        }
    }
}
