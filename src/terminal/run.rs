//! The event loop: waits for an event, lets the review update its state, carries out the effects that it
//! returns, and draws.

use super::device::events::TermEvent;
use super::device::input::Input;
use super::device::signals::Signals;
use super::device::suspend::{self, Suspended};
use super::device::tty::{self, Tty, TtyError};
use super::host::HostServices;
use super::programs::browser::{self, WebUrl};
use super::programs::editor::{Editor, EditorError};
use super::store::Store;
use super::summary::{ExitSummary, summary};
use super::timers::Timers;
use crate::case::{CaseError, Follower, Session, seal};
use crate::config::EditorFiles;
use crate::domain::entry::Reviewer;
use crate::domain::rows::{Place, Progress};
use crate::domain::{ItemId, Kind, Target};
use crate::review::keys::keymap::Keymap;
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::import::ImportEnd;
use crate::review::state::status::Reason;
use crate::review::update;
use crate::review::{Effect, Export, Msg, NotSaved, Review, Settings, Ticket};
use crate::ui::{self, Background, Colours, Theme};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use thiserror::Error;

/// How long a frame waits for the rows that it is to show; after that it is drawn without them.
const ANSWER_WAIT: Duration = Duration::from_millis(25);

/// How long a terminal may take to say what its background is.
const BACKGROUND_WAIT: Duration = Duration::from_millis(150);

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
}

/// How a case is opened.
pub enum OpenMode {
    /// To review it.
    Write(Box<Session>),
    /// Read-only, following its owner's changes.
    ReadOnly {
        /// The case file.
        path: PathBuf,
        /// Whose annotations are shown.
        reviewer: Reviewer,
    },
}

/// What a review begins with.
pub struct Setup {
    /// The case.
    pub mode: OpenMode,
    /// The user's settings.
    pub settings: Settings,
    /// The key bindings.
    pub keymap: Keymap,
    /// The colours.
    pub colours: Colours,
    /// For a case's id, where the reviewer was when it was last open, and in which order.
    pub position: Box<dyn Fn(ItemId) -> Option<(Place, SeekOrder)>>,
    /// Files and saved positions.
    pub host: Arc<dyn HostServices>,
}

/// What the loop waits for.
enum LoopEvent {
    Terminal(TermEvent),
    Message(Msg),
}

/// Reviews a case in the terminal, until the user leaves.
///
/// # Errors
/// When there is no terminal, the case cannot be opened, or the terminal fails. The terminal is
/// restored then.
pub fn run(setup: Setup) -> Result<ExitSummary, RunError> {
    let mut tty = Tty::open()?;
    let (sender, events) = mpsc::channel();
    let terminal_events = {
        let sender = sender.clone();
        Arc::new(move |event| sender.send(LoopEvent::Terminal(event)).is_ok())
    };
    let send = Arc::new(move |msg| {
        // Fails only once the loop has ended.
        let _ = sender.send(LoopEvent::Message(msg));
    });
    let mut settings = setup.settings;
    let (mut unfinished, mut kept, mut forms) = (None, Vec::new(), Vec::new());
    let (store, path, case, overview, writable) = match setup.mode {
        OpenMode::Write(session) => {
            let (case, path) = (session.case().id(), session.case().path().to_owned());
            let overview = session.case().overview(session.reviewer())?;
            for (item, words) in setup.host.kept_words(case) {
                let on = |kind| Some((Target { kind, item }, session.case().key(kind, item).ok()?));
                if let Some((target, key)) = on(Kind::Evidence).or_else(|| on(Kind::Claim)) {
                    kept.push((target, key, words));
                }
            }
            forms = setup.host.kept_forms(case);
            let unsaved = kept.last().map(|(target, ..)| target);
            if let Some(target) = unsaved.or(overview.drafts.last().map(|(target, ..)| target)) {
                unfinished = session.case().place(target.kind, target.item).ok();
            }
            (Store::open(*session, Arc::clone(&setup.host), send.clone())?, path, case, overview, Ok(()))
        }
        OpenMode::ReadOnly { path, reviewer } => {
            // Before any thread, so that the kernel holds them all to it.
            let warning = seal().warning();
            let (case, overview) =
                Follower::open(&path)?.read(|case| Ok((case.id(), case.overview(&reviewer)?)))?;
            let why = match warning {
                None => "this case is open read-only: nothing can be changed".to_owned(),
                Some(warning) => format!("nothing can be changed: {warning}"),
            };
            (Store::follow(&path, reviewer.id, send.clone())?, path, case, overview, Err(Reason::new(why)))
        }
    };
    let read_only = writable.is_err();
    let saved = (setup.position)(case);
    if let Some((_, order)) = saved {
        settings.order = order;
    }
    // A note that was not finished is where its writer left off.
    let place = unfinished.or(saved.map(|(place, _)| place));
    tty::install_panic_hook();
    tty.enter()?;
    let asked = if setup.colours.follow() && std::env::var_os("TERM").is_none_or(|term| term != "linux") {
        tty.ask_background()?;
        Some(Instant::now())
    } else {
        None
    };
    let signals = Signals::start(terminal_events.clone())?;
    let input = Input::start(terminal_events)?;
    let size = tty.size();
    let (mut review, mut effects) =
        Review::open(overview, place, writable, settings, setup.keymap, (size.width, size.height));
    review.resume_reading(setup.host.reading(case));
    if !kept.is_empty() {
        effects.extend(review.bring_back(kept));
    }
    if !forms.is_empty() {
        effects.extend(review.offer_forms(&forms));
    }
    let mut event_loop = EventLoop {
        began: review.progress,
        review,
        store,
        case,
        tty,
        signals,
        input,
        events,
        waiting: VecDeque::new(),
        timers: Timers::default(),
        host: setup.host,
        theme: setup.colours.on(None),
        colours: setup.colours,
        asked,
        next: None,
        read_only,
        send,
        exports: Vec::new(),
        left: false,
    };
    event_loop.carry_out(effects)?;
    let ended = event_loop.run();
    event_loop.leave(&path, ended)
}

struct EventLoop {
    began: Progress,
    review: Review,
    store: Store,
    case: ItemId,
    tty: Tty,
    signals: Signals,
    input: Input,
    events: Receiver<LoopEvent>,
    waiting: VecDeque<LoopEvent>,
    timers: Timers,
    host: Arc<dyn HostServices>,
    theme: Theme,
    colours: Colours,
    /// When the terminal was asked for its background, until it answers.
    asked: Option<Instant>,
    next: Option<PathBuf>,
    read_only: bool,
    send: Arc<dyn Fn(Msg) + Send + Sync>,
    /// Exports that may still be running.
    exports: Vec<JoinHandle<()>>,
    left: bool,
}

impl EventLoop {
    fn run(&mut self) -> Result<(), RunError> {
        self.catch_up()?;
        while !self.left {
            self.fit()?;
            self.tty.draw(|frame| ui::view(&self.review, &self.theme, frame))?;
            match self.wait() {
                Some(event) => self.handle(event)?,
                None => return Ok(()),
            }
            self.drain()?;
            self.catch_up()?;
        }
        Ok(())
    }

    /// Passes a changed size on before a frame is drawn. The frame takes the terminal's size of that moment,
    /// and keys pressed in answer to it can arrive before the resize event does; they must act on what the
    /// frame shows.
    fn fit(&mut self) -> Result<(), RunError> {
        let size = self.tty.size();
        if (size.width, size.height) == self.review.size {
            return Ok(());
        }
        self.dispatch(Msg::Resize(size.width, size.height))
    }

    /// The next event, timers included; none once every sender is gone.
    fn wait(&mut self) -> Option<LoopEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if let Some(ticket) = self.timers.due() {
                return Some(LoopEvent::Message(Msg::Timer(ticket)));
            }
            match self.timers.next() {
                None => return self.events.recv().ok(),
                Some(time) => match self.events.recv_timeout(time) {
                    Ok(event) => return Some(event),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            }
        }
    }

    /// Handles every event that is queued, so that one frame shows them all.
    fn drain(&mut self) -> Result<(), RunError> {
        while !self.left {
            let next = self.waiting.pop_front().or_else(|| self.events.try_recv().ok());
            match next {
                Some(event) => self.handle(event)?,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Waits a moment for the answers that the next frame is to show, so that it is drawn once and whole.
    fn catch_up(&mut self) -> Result<(), RunError> {
        let until = Instant::now() + ANSWER_WAIT;
        while !self.left && self.incomplete() {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => self.handle(event)?,
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

    fn handle(&mut self, event: LoopEvent) -> Result<(), RunError> {
        let event = match event {
            LoopEvent::Message(msg) => return self.dispatch(msg),
            LoopEvent::Terminal(event) => event,
        };
        match event {
            TermEvent::Key(key) => self.dispatch(Msg::Key(key)),
            TermEvent::Paste(text) => self.dispatch(Msg::Paste(text)),
            TermEvent::Background(colour) => {
                self.asked = None;
                self.theme = self.colours.on(Some(Background::of(colour)));
                Ok(())
            }
            TermEvent::Resize { cols, rows } => self.dispatch(Msg::Resize(cols, rows)),
            TermEvent::HangUp | TermEvent::Terminate(_) => self.dispatch(Msg::Terminate),
            TermEvent::SuspendRequested => self.suspend(),
            TermEvent::Continue => {
                let back = suspend::reclaim(&mut self.tty, &self.input, &self.signals)?;
                self.came_back(back)
            }
        }
    }

    /// Lets the review update its state, and carries out the effects that it returns.
    fn dispatch(&mut self, msg: Msg) -> Result<(), RunError> {
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
                        self.host.save_position(self.case, Place { claim, evidence }, order);
                    }
                }
                Effect::SaveReading(read) => self.host.save_reading(self.case, read),
                Effect::Copy(text) => {
                    let notice = match self.tty.copy(&text) {
                        Ok(()) => "the citation was handed to the terminal (OSC 52), which may or may not put it on \
                                   the clipboard"
                            .to_owned(),
                        Err(error) => error.to_string(),
                    };
                    self.dispatch(Msg::Notice(notice))?;
                }
                Effect::OpenUrl(url) => self.open(&url)?,
                Effect::Editor { target, text } => self.edit(target, &text)?,
                Effect::EditRecord { item, text } => self.edit_record(item, &text)?,
                Effect::KeepForm { place, text } => self.store.keep_form(place, text),
                Effect::ProposeExports(ticket) => {
                    self.dispatch(Msg::Proposed(ticket, self.host.propose_exports()))?;
                }
                Effect::Export(ticket, export) => self.export(ticket, export),
                Effect::Import { file, to } => self.store.import(file, to),
                Effect::StopImport => self.store.stop_import(),
                Effect::Timer(ticket, after) => self.timers.set(ticket, Duration::from_millis(after)),
                Effect::OpenCase(file) => match self.host.find_case(&file) {
                    Ok(path) => {
                        self.next = Some(path);
                        self.dispatch(Msg::Terminate)?;
                    }
                    Err(why) => self.dispatch(Msg::Refused(Ticket::default(), why))?,
                },
                Effect::Suspend => self.suspend()?,
                Effect::Quit => self.left = true,
            }
        }
        Ok(())
    }

    fn open(&mut self, url: &str) -> Result<(), RunError> {
        let send = Arc::clone(&self.send);
        let opened = match url.parse::<WebUrl>() {
            Ok(url) => browser::open(&url, move |error| send(Msg::Notice(error.to_string())))
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let notice = opened.err().unwrap_or_else(|| "the address was given to the browser".to_owned());
        self.dispatch(Msg::Notice(notice))
    }

    /// Lends the terminal to the user's editor. Keys that we received meanwhile were meant for the editor.
    fn lend_to_editor(
        &mut self,
        item: ItemId,
        suffix: &str,
        text: &str,
    ) -> Result<Result<String, EditorError>, RunError> {
        let folder = self.host.private_folder();
        let prefix = EditorFiles::of(item).prefix;
        let (events, waiting) = (&self.events, &mut self.waiting);
        let edited = suspend::lend(&mut self.tty, &self.input, &self.signals, || {
            let edited =
                Editor::from_environment().and_then(|editor| editor.edit(&folder, (&prefix, suffix), text));
            let is_typed = |event: &LoopEvent| matches!(event, LoopEvent::Terminal(e) if e.is_typed());
            waiting.retain(|event| !is_typed(event));
            waiting.extend(events.try_iter().filter(|event| !is_typed(event)));
            edited
        })?;
        self.tty.redraw()?;
        Ok(edited)
    }

    fn edit(&mut self, target: Target, text: &str) -> Result<(), RunError> {
        match self.lend_to_editor(target.item, ".md", text)? {
            Ok(text) => self.dispatch(Msg::Edited(target, Some(text))),
            Err(error) => {
                self.dispatch(Msg::Edited(target, None))?;
                let mut notice = error.to_string();
                if let Some(left) = error.left() {
                    self.dispatch(Msg::LeftInEditor(target, left))?;
                    notice.push_str(", and as the draft of the note");
                }
                self.dispatch(Msg::Notice(notice))
            }
        }
    }

    fn edit_record(&mut self, item: Option<ItemId>, text: &str) -> Result<(), RunError> {
        match self.lend_to_editor(item.unwrap_or_default(), ".toml", text)? {
            Ok(text) => self.dispatch(Msg::RecordEdited(Some(text))),
            Err(error) => {
                self.dispatch(Msg::RecordEdited(None))?;
                self.dispatch(Msg::Notice(error.to_string()))
            }
        }
    }

    fn export(&mut self, ticket: Ticket, export: Export) {
        let (host, send) = (Arc::clone(&self.host), Arc::clone(&self.send));
        self.exports.retain(|thread| !thread.is_finished());
        self.exports.push(std::thread::spawn(move || match host.begin_export(&export) {
            Ok(rest) => {
                send(Msg::Exporting(ticket));
                send(Msg::Notice(rest()));
            }
            Err(why) => send(Msg::Refused(ticket, why)),
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
                self.dispatch(Msg::Resize(size.width, size.height))
            }
            Suspended::NoShell => self.dispatch(Msg::Notice("there is no shell here to go back to".into())),
            Suspended::Leave => self.dispatch(Msg::Terminate),
        }
    }

    /// Gives the terminal back, finishes exports and writes, and sums up what was decided.
    fn leave(mut self, path: &Path, ended: Result<(), RunError>) -> Result<ExitSummary, RunError> {
        self.await_background();
        let restored = suspend::finish(self.tty, self.input);
        // Exports that were begun are finished, with the terminal free already. The store closes after
        // them: the last connection to the case leaves one plain file.
        self.store.stop_import();
        for export in self.exports {
            let _ = export.join();
        }
        self.store.close();
        let (mut notices, mut failures) = (Vec::new(), Vec::new());
        for event in self.waiting.drain(..).chain(self.events.try_iter()) {
            let LoopEvent::Message(msg) = event else { continue };
            match &msg {
                Msg::Refused(_, why)
                | Msg::NotSaved(_, NotSaved { why, words: None, .. })
                | Msg::Imported(ImportEnd::Failed(why))
                    if !failures.contains(why) =>
                {
                    failures.push(why.clone());
                }
                Msg::FormKept(Err(why)) => failures.push(format!("a form is lost: {why}")),
                Msg::Imported(ImportEnd::Done { says, .. }) | Msg::Notice(says) => notices.push(says.clone()),
                Msg::Imported(ImportEnd::Stopped) => {
                    notices.push("the import was stopped; nothing of it is in the case".into());
                }
                _ => {}
            }
            update(&mut self.review, msg);
        }
        ended?;
        // The terminal may be gone, which is why we leave.
        drop(restored);
        let unsaved = &self.review.unsaved;
        let why = unsaved.why.iter().map(ToString::to_string).find(|why| !failures.contains(why));
        failures.extend(why);
        failures.extend(unsaved.sentences());
        let taken_away = unsaved.copy.is_some();
        let summary = summary(self.began, self.review.progress, self.read_only, taken_away, path);
        // Who is asked to leave by the system opens nothing more.
        let next = self.next.filter(|_| self.signals.terminating().is_none());
        Ok(ExitSummary { notices, summary, failures, next })
    }

    /// An answer that is still on its way when the terminal is given back would be typed into the shell.
    fn await_background(&mut self) {
        let Some(asked) = self.asked else { return };
        loop {
            let left = (asked + BACKGROUND_WAIT).saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(LoopEvent::Terminal(TermEvent::Background(_))) | Err(_) => return,
                Ok(event) => self.waiting.push_back(event),
            }
        }
    }
}
