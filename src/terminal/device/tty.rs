//! The terminal: taken over, drawn to, and given back as it was, whatever happens.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, Once, PoisonError, TryLockError};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, queue};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{LocalModes, OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcsetattr};

use super::clipboard;
use super::job;
use super::screen::{Screen, size_of};

/// Why the terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TtyError {
    /// Standard input or output is a file or a pipe.
    #[error("{0} is not a terminal")]
    NotATerminal(&'static str),
    /// `TERM=dumb`.
    #[error("this terminal cannot place text on the screen (TERM={0})")]
    Dumb(String),
    /// The system refused something.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// The mode the terminal had before, and where to write what restores the screen. [`SAVED`] holds
/// one exactly while the terminal is ours; the panic hook takes it from whichever thread panics.
struct SavedTermios {
    before: Termios,
    output: File,
}

static SAVED: Mutex<Option<SavedTermios>> = Mutex::new(None);

fn saved() -> MutexGuard<'static, Option<SavedTermios>> {
    SAVED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal. Everything it needs is open from the start, so that it also works after
/// Landlock has forbidden to open anything for writing.
#[derive(Debug)]
pub struct Tty {
    terminal: Terminal<Screen>,
    output: File,
}

impl Tty {
    /// Looks at standard input and output, which must both be terminals; changes nothing yet.
    ///
    /// # Errors
    /// [`TtyError`], with a sentence.
    pub fn open() -> Result<Self, TtyError> {
        if !isatty(rustix::stdio::stdin()) {
            return Err(TtyError::NotATerminal("standard input"));
        }
        if !isatty(rustix::stdio::stdout()) {
            return Err(TtyError::NotATerminal("standard output"));
        }
        match std::env::var("TERM") {
            Ok(term) if term == "dumb" => return Err(TtyError::Dumb(term)),
            _ => {}
        }
        // NO_COLOR is our theme's affair: crossterm's answer to it would drop bold as well.
        crossterm::style::force_color_output(true);
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let terminal = Terminal::new(Screen::new())?;
        Ok(Self { terminal, output })
    }

    /// Takes the terminal over: raw mode, alternate screen, no cursor, bracketed paste, no
    /// mouse. The next [`Tty::draw`] paints everything. May be called again at any time, to
    /// reclaim a terminal that another program has changed.
    ///
    /// # Errors
    /// When the terminal refuses, or is gone.
    pub fn enter(&mut self) -> io::Result<()> {
        let mut saved = saved();
        let stdin = rustix::stdio::stdin();
        let before = match saved.take() {
            Some(earlier) => earlier.before,
            None => tcgetattr(stdin)?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        // From here on there is something to undo.
        *saved = Some(SavedTermios { before, output: self.output.try_clone()? });
        tcsetattr(stdin, OptionalActions::Now, &raw)?;
        let mut bytes = Vec::new();
        queue!(
            bytes,
            EnterAlternateScreen,
            SetAttribute(Attribute::Reset),
            // A program that crashed may have left mouse reports on: they would be keys.
            DisableMouseCapture,
            EnableBracketedPaste,
            cursor::Hide,
        )?;
        write_all(&self.output, &bytes)?;
        drop(saved);
        self.redraw()
    }

    /// Asks the terminal for its background (OSC 11). What knows the question answers among the keys, as
    /// [`TermEvent::Background`](super::events::TermEvent::Background); the Linux console does not know it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn ask_background(&self) -> io::Result<()> {
        write_all(&self.output, b"\x1b]11;?\x1b\\")
    }

    /// How the terminal is set, while it is not taken over.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn settings(&self) -> io::Result<Termios> {
        Ok(tcgetattr(rustix::stdio::stdin())?)
    }

    /// Sets the terminal as it was before another program had it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn set(&self, settings: &Termios) -> io::Result<()> {
        Ok(tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, settings)?)
    }

    /// Gives the terminal back as it was found. Doing it twice does nothing.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn leave(&mut self) -> io::Result<()> {
        give_back(&mut saved())
    }

    /// Draws one frame; writes once, and only if something changed. A new size of the
    /// terminal is noticed here.
    ///
    /// # Errors
    /// When the terminal is gone, or is not ours: not entered, or given back by a panic.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view)?;
        match self.terminal.backend_mut().take_frame()? {
            Some(frame) => self.send(&frame),
            None => Ok(()),
        }
    }

    /// Forgets what stands on the screen: the next [`Tty::draw`] clears and paints it all.
    ///
    /// # Errors
    /// None in practice.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        // Not `Terminal::clear`, which asks for the cursor's position first.
        let area = Rect::from((ratatui::layout::Position::ORIGIN, self.size()));
        self.terminal.resize(area)
    }

    /// The terminal's size in cells.
    #[must_use]
    pub fn size(&self) -> Size {
        size_of(&self.output)
    }

    /// Sends text to the terminal's clipboard. Whether it took it is not known: terminals do
    /// not answer.
    ///
    /// # Errors
    /// [`clipboard::CopyError`]: too long, or the terminal is gone.
    pub fn copy(&mut self, text: &str) -> Result<(), clipboard::CopyError> {
        let bytes = clipboard::copy_sequence(text)?;
        Ok(self.send(&bytes)?)
    }

    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        // The lock keeps a panic on another thread from restoring in the midst of a frame,
        // and frames from being drawn after it.
        let saved = saved();
        if saved.is_none() {
            return Err(io::Error::other("the terminal is not ours"));
        }
        write_all(&self.output, bytes)
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

/// Makes a panic on any thread restore the terminal before the hook that was there prints its
/// message and ends the program. Once is enough; more often does nothing.
pub fn install_panic_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Held while the message is printed, so that no frame is drawn over it.
            let mut saved = saved();
            let _ = give_back(&mut saved);
            previous(panic);
        }));
    });
}

/// Restores the terminal unless somebody is at it; never waits.
pub(super) fn restore_at_once() {
    match SAVED.try_lock() {
        Ok(mut saved) => drop(give_back(&mut saved)),
        Err(TryLockError::Poisoned(poisoned)) => drop(give_back(&mut poisoned.into_inner())),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn give_back(saved: &mut Option<SavedTermios>) -> io::Result<()> {
    let Some(SavedTermios { before, output }) = saved.take() else {
        return Ok(());
    };
    let stdin = rustix::stdio::stdin();
    let ours = job::has_terminal();
    // From the background, setting the mode would stop us, and so would writing, if the
    // terminal was told so; the shell has set its own mode by then.
    let may_write = ours
        || tcgetpgrp(stdin).is_err()
        || tcgetattr(stdin).is_ok_and(|now| !now.local_modes.contains(LocalModes::TOSTOP));
    let written = if may_write {
        let mut bytes = Vec::new();
        queue!(
            bytes,
            EndSynchronizedUpdate,
            SetAttribute(Attribute::Reset),
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show,
        )?;
        write_all(&output, &bytes)
    } else {
        Ok(())
    };
    let reset =
        if ours { tcsetattr(stdin, OptionalActions::Now, &before).map_err(io::Error::from) } else { Ok(()) };
    written.and(reset)
}

/// Writes everything, also to a terminal that somebody has set to non-blocking.
fn write_all(mut output: &File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match output.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let _ = poll(&mut [PollFd::new(&output, PollFlags::OUT)], None);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
