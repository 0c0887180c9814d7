//! What a message does to the review.

use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::Mode;
use crate::review::protocol::effect::Effect;
use crate::review::protocol::msg::Msg;
use crate::review::state::Review;
use crate::review::state::pane::Pane;
use crate::review::state::queries::{Typed, Wait};
use crate::review::state::status::{Status, Tone};
use crate::text::SafeText;
use crossterm::event::{KeyEvent, KeyEventKind};

/// The most that is kept typed ahead.
const TYPED: usize = 512;

/// Takes a message in, and says what is to be done for it.
pub fn update(review: &mut Review, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => review.typed(Typed::Key(key)),
        Msg::Paste(text) => review.typed(Typed::Paste(text)),
        Msg::Resize(width, height) => review.size = (width, height),
        Msg::Timer(ticket) => review.timer(ticket),
        Msg::Answer(ticket, answer) => review.answer(ticket, answer),
        Msg::Committed(ticket, change) => review.committed(ticket, *change),
        Msg::Refused(ticket, sentence) => review.refused(ticket, &sentence),
        Msg::Changed(progress) => review.changed(progress),
        Msg::Edited(target, text) => review.edited(target, text),
        Msg::Proposed(ticket, files) => review.proposed(ticket, files),
        Msg::Exporting(ticket) => review.export_began(ticket),
        Msg::Importing(far) => review.import_goes_on(far),
        Msg::Imported(imported) => review.import_ended(imported),
        Msg::Notice(text) => review.say(&text),
        Msg::Terminate => review.leave(),
    }
    review.finish()
}

impl Review {
    /// Tells the user something.
    pub(crate) fn say(&mut self, text: &str) {
        self.status = Some(Status { tone: Tone::Info, text: SafeText::line(text) });
    }

    /// Tells the user why something is not done.
    pub(crate) fn refuse(&mut self, text: &str) {
        self.status = Some(Status { tone: Tone::Refusal, text: SafeText::line(text) });
    }

    /// A key or pasted text: acted on at once, or kept until the answer it may depend on is there.
    fn typed(&mut self, typed: Typed) {
        if let Typed::Key(key) = &typed
            && key.kind == KeyEventKind::Release
        {
            return;
        }
        self.pending.stalled = false;
        if !self.too_small() && self.gives_up(&typed) {
            self.pending.wait = None;
            self.pending.typed.clear();
        }
        if self.too_small() {
            self.typed_too_small(&typed);
        } else if !self.pending.typed.is_empty() || !self.is_ready(&typed) {
            self.keep(typed);
        } else {
            self.act(typed);
        }
    }

    /// Whether a key goes back from what a view or a form waits for: it does not wait as well.
    fn gives_up(&self, typed: &Typed) -> bool {
        let Typed::Key(key) = typed else { return false };
        let waits = matches!(self.pending.wait, Some(Wait::Arrange(..) | Wait::Matrix(_) | Wait::Named(_)))
            || self.view_is_waiting();
        let action = self.keymap.action(self.context(), key);
        waits && matches!(action, Some(Action::Back | Action::Cancel | Action::ViewReview))
    }

    /// Where nothing can be seen, nothing is decided: only leaving and suspending work.
    fn typed_too_small(&mut self, typed: &Typed) {
        let Typed::Key(key) = typed else { return };
        match self.keymap.action(Context::Review, key) {
            Some(Action::Leave) if !self.context().types() || !crate::review::keys::chars::types(key) => {
                match &self.importing {
                    // Nothing can be asked here.
                    Some(importing) if !importing.stopping && !importing.far.closing => self.stop_import(),
                    _ => self.leave(),
                }
            }
            Some(Action::Suspend) => self.emit(Effect::Suspend),
            _ => {}
        }
    }

    fn keep(&mut self, typed: Typed) {
        let leaves = |typed: &Typed| matches!(typed, Typed::Key(key) if self.keymap.action(self.context(), key) == Some(Action::Leave));
        // Who asks to leave twice does not want to wait.
        if leaves(&typed) && self.pending.typed.iter().any(leaves) {
            self.leave();
        } else if self.pending.typed.len() < TYPED {
            self.pending.typed.push_back(typed);
        }
    }

    /// Whether what is typed can be acted on now: nothing that moves the selection is outstanding,
    /// and the evidence a key may act on is the evidence of the claim selected.
    fn is_ready(&self, typed: &Typed) -> bool {
        if self.pending.wait.is_some() {
            return false;
        }
        if self.view_is_waiting() && self.acts_on_lines(typed) {
            return false;
        }
        if !matches!(self.mode, Mode::Review) || self.view_is_settled() {
            return true;
        }
        let Typed::Key(key) = typed else { return true };
        let action = self.keymap.action(Context::Review, key);
        self.focus == Pane::Claims && action.is_none_or(|action| action.keeps_to_claims())
    }

    /// Whether a key goes through the lines of a view, or to what one is about.
    fn acts_on_lines(&self, typed: &Typed) -> bool {
        let Typed::Key(key) = typed else { return false };
        let action = self.keymap.action(self.context(), key);
        action.is_some_and(|action| action == Action::Open || Reach::of(action).is_some())
    }

    /// Whether the evidence of the selected claim is there, or will not come.
    fn view_is_settled(&self) -> bool {
        let Some(selected) = self.claims.selected() else { return true };
        self.shown().is_some() || self.memory.unreadable == Some(selected.id)
    }

    fn act(&mut self, typed: Typed) {
        self.status = None;
        match typed {
            Typed::Key(key) => self.key(&key),
            Typed::Paste(text) => self.paste(&text),
        }
    }

    fn key(&mut self, key: &KeyEvent) {
        let context = self.context();
        let action = self.keymap.action(context, key);
        if action == Some(Action::Leave) {
            return self.asked_to_leave(key);
        }
        if action == Some(Action::Suspend) {
            return self.emit(Effect::Suspend);
        }
        // A mode that is open is taken out while it looks at a key; what it leaves in its place
        // stands, and where it leaves nothing it goes on.
        match context {
            Context::Review | Context::Every => match action {
                Some(action) => self.perform(action),
                None => self.unbound(key),
            },
            Context::Note => self.note_key(action, key),
            Context::Verdict => self.verdict_key(action, key),
            Context::Form => self.form_key(action, key),
            Context::Prompt => self.prompt_key(action, key),
            Context::Search => self.search_key(action, key),
            Context::List => self.list_key(action, key),
            Context::Confirm => self.confirm_key(action),
            Context::View if matches!(self.mode, Mode::Matrix(_)) => self.matrix_key(action),
            Context::View => self.view_key(action),
        }
    }

    fn form_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        match self.mode {
            Mode::Export(_) => self.export_key(action, key),
            Mode::Provenance(_) => self.provenance_key(action, key),
            _ => self.details_key(action, key),
        }
    }

    fn unbound(&mut self, key: &KeyEvent) {
        let chord = crate::review::keys::keymap::Chord::of(key);
        if chord.types() {
            let help = self.keymap.say(Action::Help);
            self.refuse(&format!("{chord} does nothing here; {help} shows all keys"));
        }
    }

    fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Note(_) => self.note_paste(text),
            Mode::Details(_) => self.details_paste(text),
            Mode::Export(_) => self.export_paste(text),
            Mode::Provenance(_) => self.provenance_paste(text),
            Mode::Import(_) => self.import_paste(text),
            Mode::Aside(prompt) => prompt.input.insert(text),
            Mode::Filter(prompt) => prompt.input.insert(text),
            Mode::Search(_) => self.search_paste(text),
            Mode::Help(_) | Mode::Palette(_) => self.list_paste(text),
            Mode::Review
            | Mode::Grade(_)
            | Mode::Verdict(_)
            | Mode::Confirm(_)
            | Mode::View(_)
            | Mode::Matrix(_) => {
                let note = self.keymap.say(Action::Note);
                self.refuse(&format!("pasted text does nothing here; {note} opens a note"));
            }
        }
    }

    /// Brings everything in line after a message: the rows in view, what is to be asked, what was
    /// typed ahead.
    pub(crate) fn finish(&mut self) -> Vec<Effect> {
        loop {
            if matches!(self.pending.wait, Some(Wait::Settled(_))) && self.pending.flights.is_empty() {
                self.ask_undecided();
            }
            self.fit();
            self.ask_for_more();
            let Some(next) = self.pending.typed.front() else { break };
            if self.too_small() || !self.is_ready(next) {
                break;
            }
            if let Some(next) = self.pending.typed.pop_front() {
                self.act(next);
            }
        }
        self.refresh_detail();
        self.follow_view();
        self.fit_matrix();
        let oldest = self.pending.oldest();
        self.pending.recent.forget(oldest);
        std::mem::take(&mut self.pending.out)
    }
}
