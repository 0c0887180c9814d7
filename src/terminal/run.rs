//! The loop: waits for something to happen, lets the review say what it means, does what it asks,
//! draws.

use super::browser::{self, WebUrl};
use super::editor::Editor;
use super::events::TermEvent;
use super::input::Input;
use super::signals::Signals;
use super::store::Store;
use super::suspend::{self, Suspended};
use super::timers::Timers;
use super::tty::{self, Tty, TtyError};
use crate::case::{CaseError, Follower, Session, seal};
use crate::domain::entry::Reviewer;
use crate::domain::rows::{Place, Progress};
use crate::domain::{ItemId, Target};
use crate::review::keys::keymap::Keymap;
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::import::ImportEnd;
use crate::review::state::status::Reason;
use crate::review::update;
use crate::review::{Effect, Export, Msg, Review, Settings, Ticket};
use crate::ui::{self, Theme};
use crate::work::{self, Cancel};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use thiserror::Error;

/// How long a frame waits for the rows it is about. Later than that it shows what is there.
const PATIENCE: Duration = Duration::from_millis(25);

/// Why the reviewer could not be shown.
#[derive(Debug, Error)]
pub enum RunError {
    /// There is no terminal to show it on.
    #[error(transparent)]
    Tty(#[from] TtyError),
    /// The case could not be opened.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(#[from] std::io::Error),
    /// A part of the program panicked; it has said so itself.
    #[error("the program had to stop; everything that was shown as saved is saved")]
    Panicked,
}

/// What is done for the reviewer outside the case and the terminal.
pub trait Errands: Send + Sync {
    /// Remembers where the reviewer is.
    fn save_position(&self, case: ItemId, place: Place, order: SeekOrder);
    /// Names files for an export that are free, in the order of the formats.
    fn propose_exports(&self) -> Vec<String>;
    /// Begins an export.
    ///
    /// # Errors
    /// A sentence that says why not: nothing is written then.
    fn begin_export(&self, export: &Export) -> Result<Exporting, String>;
    /// Brings what a file holds into the case; `tell` is told how far it has come.
    fn import(
        &self,
        session: &mut Session,
        file: &str,
        cancel: &Cancel,
        tell: &mut dyn FnMut(Stage),
    ) -> ImportEnd;
    /// A folder of the user's own for the file an editor works on.
    fn private_folder(&self) -> PathBuf;
}

/// The rest of an export that was begun. Returns the sentence for the user.
pub type Exporting = Box<dyn FnOnce() -> String + Send>;

/// What an import has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The file is known for what it is.
    Began,
    /// So much of it is read.
    Read(work::Progress),
    /// All is read. What follows needs the case for itself alone where that is not in write-ahead
    /// logging.
    Closing,
}

/// How a case is opened.
pub enum Access {
    /// To review it.
    Write(Box<Session>),
    /// To look at it and follow its owner's changes.
    ReadOnly {
        /// The case file.
        path: PathBuf,
        /// Through whose eyes.
        reviewer: Reviewer,
    },
}

/// What a review is begun with.
pub struct Setup {
    /// The case.
    pub access: Access,
    /// What the user has set.
    pub settings: Settings,
    /// Which key does what.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// Where the reviewer was the last time, and in which order, by the case's id.
    pub position: Box<dyn Fn(ItemId) -> Option<(Place, SeekOrder)>>,
    /// What is done outside.
    pub errands: Arc<dyn Errands>,
}

/// What is said on leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    /// How what was still under way ended, a sentence each.
    pub said: Vec<String>,
    /// What was decided, and where it is saved.
    pub line: String,
    /// What could not be saved.
    pub failures: Vec<String>,
}

/// Something that happened.
enum Happening {
    Outside(TermEvent),
    Told(Msg),
}

/// Reviews a case in the terminal, until the user leaves.
///
/// # Errors
/// When there is no terminal, the case cannot be opened, or the terminal fails. The terminal is
/// restored then.
pub fn run(setup: Setup) -> Result<Farewell, RunError> {
    let mut tty = Tty::open()?;
    let (sender, happenings) = mpsc::channel();
    let outside = {
        let sender = sender.clone();
        Arc::new(move |event| sender.send(Happening::Outside(event)).is_ok())
    };
    let told = Arc::new(move |msg| {
        // Nobody listens any more only when the loop has ended.
        let _ = sender.send(Happening::Told(msg));
    });
    let mut settings = setup.settings;
    let mut unfinished = None;
    let (store, path, case, overview, writable) = match setup.access {
        Access::Write(session) => {
            let (case, path) = (session.case().id(), session.case().path().to_owned());
            let overview = session.case().overview(session.reviewer())?;
            if let Some((target, ..)) = overview.drafts.last() {
                unfinished = session.case().place(target.kind, target.item).ok();
            }
            (Store::open(*session, Arc::clone(&setup.errands), told.clone())?, path, case, overview, Ok(()))
        }
        Access::ReadOnly { path, reviewer } => {
            // Before any thread, so that the kernel holds them all to it.
            let warning = seal().warning();
            let (case, overview) =
                Follower::open(&path)?.read(|case| Ok((case.id(), case.overview(&reviewer)?)))?;
            let why = match warning {
                None => "this case is open read-only: nothing can be changed".to_owned(),
                Some(warning) => format!("nothing can be changed: {warning}"),
            };
            (Store::follow(&path, reviewer.id, told.clone())?, path, case, overview, Err(Reason::new(why)))
        }
    };
    let read_only = writable.is_err();
    let saved = (setup.position)(case);
    if let Some((_, order)) = saved {
        settings.order = order;
    }
    // A note that was not finished is where its writer left off.
    let place = unfinished.or(saved.map(|(place, _)| place));
    tty::install_panic_hook(Some(outside.clone()));
    tty.enter()?;
    let signals = Signals::start(outside.clone())?;
    let input = Input::start(outside)?;
    let size = tty.size();
    let (review, effects) =
        Review::open(overview, place, writable, settings, setup.keymap, (size.width, size.height));
    let mut desk = Desk {
        began: review.progress,
        review,
        store,
        case,
        tty,
        signals,
        input,
        happenings,
        waiting: VecDeque::new(),
        timers: Timers::default(),
        errands: setup.errands,
        theme: setup.theme,
        read_only,
        told,
        exports: Vec::new(),
        left: false,
    };
    desk.carry_out(effects)?;
    let ended = desk.work();
    desk.leave(&path, ended)
}

struct Desk {
    began: Progress,
    review: Review,
    store: Store,
    case: ItemId,
    tty: Tty,
    signals: Signals,
    input: Input,
    happenings: Receiver<Happening>,
    waiting: VecDeque<Happening>,
    timers: Timers,
    errands: Arc<dyn Errands>,
    theme: Theme,
    read_only: bool,
    told: Arc<dyn Fn(Msg) + Send + Sync>,
    /// Exports that may still be running.
    exports: Vec<JoinHandle<()>>,
    left: bool,
}

impl Desk {
    fn work(&mut self) -> Result<(), RunError> {
        self.catch_up()?;
        while !self.left {
            self.fit()?;
            if let Err(error) = self.tty.draw(|frame| ui::view(&self.review, &self.theme, frame)) {
                return Err(if tty::panicked() { RunError::Panicked } else { error.into() });
            }
            match self.wait() {
                Some(happening) => self.take(happening)?,
                None => return Ok(()),
            }
            self.drain()?;
            self.catch_up()?;
        }
        Ok(())
    }

    /// A frame has the size that the terminal has now, and keys that answer what it shows may come before
    /// the news of that size: what is drawn is what the keys act on.
    fn fit(&mut self) -> Result<(), RunError> {
        let size = self.tty.size();
        if (size.width, size.height) == self.review.size {
            return Ok(());
        }
        self.tell(Msg::Resize(size.width, size.height))
    }

    /// Waits for the next thing to happen, timers among them; none when nothing can any more.
    fn wait(&mut self) -> Option<Happening> {
        loop {
            if let Some(happening) = self.waiting.pop_front() {
                return Some(happening);
            }
            if let Some(ticket) = self.timers.due() {
                return Some(Happening::Told(Msg::Timer(ticket)));
            }
            match self.timers.next() {
                None => return self.happenings.recv().ok(),
                Some(time) => match self.happenings.recv_timeout(time) {
                    Ok(happening) => return Some(happening),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            }
        }
    }

    /// Takes everything that has happened meanwhile, so that one frame shows it all.
    fn drain(&mut self) -> Result<(), RunError> {
        while !self.left {
            let next = self.waiting.pop_front().or_else(|| self.happenings.try_recv().ok());
            match next {
                Some(happening) => self.take(happening)?,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Gives the answers a frame is about a moment to arrive, so that it is drawn once and whole.
    fn catch_up(&mut self) -> Result<(), RunError> {
        let until = Instant::now() + PATIENCE;
        while !self.left && self.incomplete() {
            match self.happenings.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(happening) => self.take(happening)?,
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    fn incomplete(&self) -> bool {
        self.review.is_waiting()
            || self.review.view_is_waiting()
            || (self.review.claims.selected().is_some() && self.review.shown().is_none())
    }

    fn take(&mut self, happening: Happening) -> Result<(), RunError> {
        let event = match happening {
            Happening::Told(msg) => return self.tell(msg),
            Happening::Outside(event) => event,
        };
        match event {
            TermEvent::Key(key) => self.tell(Msg::Key(key)),
            TermEvent::Paste(text) => self.tell(Msg::Paste(text)),
            TermEvent::Resize { cols, rows } => self.tell(Msg::Resize(cols, rows)),
            TermEvent::HangUp | TermEvent::Terminate(_) => self.tell(Msg::Terminate),
            TermEvent::SuspendRequested => self.suspend(),
            TermEvent::Continue => {
                let back = suspend::reclaim(&mut self.tty, &self.input, &self.signals)?;
                self.came_back(back)
            }
            TermEvent::Panicked => Err(RunError::Panicked),
        }
    }

    fn tell(&mut self, msg: Msg) -> Result<(), RunError> {
        let effects = update(&mut self.review, msg);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), RunError> {
        for effect in effects {
            match effect {
                Effect::Write(ticket, write) => self.store.write(ticket, write),
                Effect::Read(ticket, read) => self.store.read(ticket, read),
                Effect::SavePosition { claim, evidence } => {
                    if !self.read_only {
                        let order = self.review.settings.order;
                        self.errands.save_position(self.case, Place { claim, evidence }, order);
                    }
                }
                Effect::Copy(text) => {
                    let said = match self.tty.copy(&text) {
                        Ok(()) => "the citation was sent to the terminal's clipboard".to_owned(),
                        Err(error) => error.to_string(),
                    };
                    self.tell(Msg::Notice(said))?;
                }
                Effect::OpenUrl(url) => self.open(&url)?,
                Effect::Editor { target, text } => self.edit(target, &text)?,
                Effect::ProposeExports(ticket) => {
                    self.tell(Msg::Proposed(ticket, self.errands.propose_exports()))?;
                }
                Effect::Export(ticket, export) => self.export(ticket, export),
                Effect::Import { file } => self.store.import(file),
                Effect::StopImport => self.store.stop_import(),
                Effect::Timer(ticket, after) => self.timers.set(ticket, Duration::from_millis(after)),
                Effect::Suspend => self.suspend()?,
                Effect::Quit => self.left = true,
            }
        }
        Ok(())
    }

    fn open(&mut self, url: &str) -> Result<(), RunError> {
        let told = Arc::clone(&self.told);
        let opened = match url.parse::<WebUrl>() {
            Ok(url) => browser::open(&url, move |error| told(Msg::Notice(error.to_string())))
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let said = opened.err().unwrap_or_else(|| "the address was given to the browser".to_owned());
        self.tell(Msg::Notice(said))
    }

    /// Lends the terminal to the user's editor. What is typed meanwhile is the editor's.
    fn edit(&mut self, target: Target, text: &str) -> Result<(), RunError> {
        let folder = self.errands.private_folder();
        let (happenings, waiting) = (&self.happenings, &mut self.waiting);
        let edited = suspend::lend(&mut self.tty, &self.input, &self.signals, || {
            let edited = Editor::from_environment().and_then(|editor| editor.edit(&folder, "note", text));
            let typed = |happening: &Happening| matches!(happening, Happening::Outside(e) if e.is_typed());
            waiting.retain(|happening| !typed(happening));
            waiting.extend(happenings.try_iter().filter(|happening| !typed(happening)));
            edited
        })?;
        self.tty.redraw()?;
        match edited {
            Ok(text) => self.tell(Msg::Edited(target, Some(text))),
            Err(error) => {
                self.tell(Msg::Edited(target, None))?;
                self.tell(Msg::Notice(error.to_string()))
            }
        }
    }

    fn export(&mut self, ticket: Ticket, export: Export) {
        let (errands, told) = (Arc::clone(&self.errands), Arc::clone(&self.told));
        self.exports.retain(|thread| !thread.is_finished());
        self.exports.push(std::thread::spawn(move || match errands.begin_export(&export) {
            Ok(rest) => {
                told(Msg::Exporting(ticket));
                told(Msg::Notice(rest()));
            }
            Err(why) => told(Msg::Refused(ticket, why)),
        }));
    }

    fn suspend(&mut self) -> Result<(), RunError> {
        let back = suspend::suspend(&mut self.tty, &self.input, &self.signals)?;
        self.came_back(back)
    }

    fn came_back(&mut self, back: Suspended) -> Result<(), RunError> {
        match back {
            Suspended::Resumed => {
                let size = self.tty.size();
                self.tty.redraw()?;
                self.tell(Msg::Resize(size.width, size.height))
            }
            Suspended::NoShell => self.tell(Msg::Notice("there is no shell here to go back to".into())),
            Suspended::Leave => self.tell(Msg::Terminate),
        }
    }

    /// Writes what is still to be written, gives the terminal back, and says what was done.
    fn leave(mut self, path: &std::path::Path, ended: Result<(), RunError>) -> Result<Farewell, RunError> {
        let restored = suspend::finish(self.tty, self.input);
        // An export that was asked for is finished, with the terminal free. The case is closed after it,
        // by the last one at it, which leaves one plain file.
        self.store.stop_import();
        for export in self.exports {
            let _ = export.join();
        }
        self.store.close();
        let (mut said, mut failures) = (Vec::new(), Vec::new());
        for happening in self.waiting.drain(..).chain(self.happenings.try_iter()) {
            let Happening::Told(msg) = happening else { continue };
            match &msg {
                Msg::Refused(_, why) | Msg::Imported(ImportEnd::Failed(why)) => failures.push(why.clone()),
                Msg::Imported(ImportEnd::Done { says, .. }) | Msg::Notice(says) => said.push(says.clone()),
                Msg::Imported(ImportEnd::Stopped) => {
                    said.push("the import was stopped; nothing of it is in the case".into());
                }
                _ => {}
            }
            update(&mut self.review, msg);
        }
        ended?;
        // The terminal may be gone, which is why we leave.
        drop(restored);
        let line = farewell(self.began, self.review.progress, self.read_only, path);
        Ok(Farewell { said, line, failures })
    }
}

/// One line that says what was decided and where it is saved.
fn farewell(began: Progress, now: Progress, read_only: bool, path: &std::path::Path) -> String {
    let place = path.display();
    if !path.exists() {
        return format!("{place} is not there any more: it was deleted or moved while it was open");
    }
    if read_only {
        return format!("{place} was open read-only; nothing was changed");
    }
    let change = |before: u64, after: u64, one: &str, many: &str| match (before, after) {
        (b, a) if a > b => Some(format!("{} {}", a - b, if a - b == 1 { one } else { many })),
        _ => None,
    };
    let done: Vec<String> = [
        change(began.decided, now.decided, "piece of evidence decided", "pieces of evidence decided"),
        change(began.verdicts, now.verdicts, "verdict given", "verdicts given"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let done = if done.is_empty() { "nothing newly decided".to_owned() } else { done.join(", ") };
    format!("{done}; {} of {} decided in all; saved in {place}", now.decided, now.evidence)
}
