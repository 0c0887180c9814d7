//! Lending the terminal: to another program, or to the shell.

use std::io;

use super::input::Input;
use super::job;
use super::signals::Signals;
use super::tty::Tty;

/// How `Ctrl-z` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    /// We were stopped and run again; the terminal is ours, everything must be drawn.
    Resumed,
    /// Nothing happened: there is no shell that could bring us back.
    NoShell,
    /// While we were stopped, somebody asked us to leave: the terminal was not taken again.
    Leave,
}

/// Lends the terminal to `work`, typically another program that is waited for. Nobody reads
/// the keyboard meanwhile, its signals are not ours, and what is typed ahead is dropped.
/// Afterwards the next draw paints everything; if the terminal is gone by then, that draw says
/// so, and the result of `work` is not lost.
///
/// # Errors
/// When the terminal cannot be given away; `work` has not run then.
pub fn lend<T>(tty: &mut Tty, input: &Input, signals: &Signals, work: impl FnOnce() -> T) -> io::Result<T> {
    let _parked = input.park();
    let guest = signals.guest();
    tty.leave()?;
    let settings = tty.settings()?;
    let result = work();
    drop(guest);
    // A program that ended badly may have left the terminal as only it could use it.
    let _ = tty.set(&settings).and_then(|()| tty.enter());
    Ok(result)
}

/// `Ctrl-z`, or [`TermEvent::SuspendRequested`](super::events::TermEvent): gives the terminal
/// to the shell and stops, until the shell brings us back.
///
/// # Errors
/// When the terminal is gone.
pub fn suspend(tty: &mut Tty, input: &Input, signals: &Signals) -> io::Result<Suspended> {
    if !job::can_be_continued() {
        return Ok(Suspended::NoShell);
    }
    let _parked = input.park();
    tty.leave()?;
    signals.stop()?;
    come_back(tty, signals)
}

/// After [`TermEvent::Continue`](super::events::TermEvent): somebody stopped us without asking
/// and let us run again. Takes the terminal again, as soon as the shell gives it to us.
///
/// # Errors
/// When the terminal is gone.
pub fn reclaim(tty: &mut Tty, input: &Input, signals: &Signals) -> io::Result<Suspended> {
    let _parked = input.park();
    signals.wait_for_terminal()?;
    come_back(tty, signals)
}

/// The end: stops reading the keyboard, so that what is typed from now on is the shell's, and
/// gives the terminal back.
///
/// # Errors
/// When the terminal is gone.
pub fn finish(mut tty: Tty, input: Input) -> io::Result<()> {
    drop(input);
    tty.leave()
}

fn come_back(tty: &mut Tty, signals: &Signals) -> io::Result<Suspended> {
    if signals.terminating().is_some() {
        return Ok(Suspended::Leave);
    }
    tty.enter()?;
    Ok(Suspended::Resumed)
}
