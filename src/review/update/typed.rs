//! What is typed: acted on at once, or kept until the answer it may depend on is there.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::chars;
use crate::review::keys::keymap::{Action, Chord, Context};
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::verdict::VerdictPrompt;
use crate::review::protocol::effect::Effect;
use crate::review::state::pane::Pane;
use crate::review::state::pending::{Typed, Wait};
use crate::review::update::whole::Review;
use crossterm::event::{KeyEvent, KeyEventKind};

/// The most that is kept typed ahead.
const TYPED: usize = 512;

impl Review {
    /// A key or pasted text: acted on at once, or kept until the answer it may depend on is there.
    pub(crate) fn typed(&mut self, typed: Typed) {
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

    /// Whether a key goes back from what a view or a prompt waits for: it does not wait as well.
    fn gives_up(&self, typed: &Typed) -> bool {
        let Typed::Key(key) = typed else { return false };
        let waits = match self.pending.wait {
            Some(Wait::View(_)) => true,
            Some(Wait::Prompt(_)) => self.prompt.as_ref().is_some_and(|prompt| prompt.get().gives_up()),
            _ => self.view_is_waiting(),
        };
        let action = self.keymap.action(self.context(), key);
        waits && matches!(action, Some(Action::Back | Action::Cancel | Action::ViewReview))
    }

    /// Where nothing can be seen, nothing is decided: only leaving and suspending work.
    fn typed_too_small(&mut self, typed: &Typed) {
        let Typed::Key(key) = typed else { return };
        match self.keymap.action(Context::Review, key) {
            Some(Action::Leave) if !self.context().types() || !chars::types(key) => {
                match &self.importing {
                    // Nothing can be asked here.
                    Some(importing) if !importing.stopping && !importing.progress.closing => {
                        self.stop_import()
                    }
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
    pub(crate) fn is_ready(&self, typed: &Typed) -> bool {
        if self.pending.wait.is_some() {
            return false;
        }
        if self.view_is_waiting() && self.acts_on_lines(typed) {
            return false;
        }
        if !self.is_bare() || self.claim_is_settled() {
            return true;
        }
        let Typed::Key(key) = typed else { return true };
        let action = self.keymap.action(Context::Review, key);
        self.focus == Pane::Claims && action.is_none_or(keeps_to_claims)
    }

    /// Whether a key goes through the lines of a view, or to what one is about.
    fn acts_on_lines(&self, typed: &Typed) -> bool {
        let Typed::Key(key) = typed else { return false };
        let action = self.keymap.action(self.context(), key);
        action.is_some_and(|action| action == Action::Open || Reach::of(action).is_some())
    }

    /// Whether the evidence of the selected claim is there, or will not come.
    fn claim_is_settled(&self) -> bool {
        let Some(selected) = self.claims.selected() else { return true };
        self.shown().is_some() || self.memory.unreadable == Some(selected.id)
    }

    pub(crate) fn act(&mut self, typed: Typed) {
        self.status = None;
        match (typed, &mut self.prompt) {
            (Typed::Key(key), _) => self.key(&key),
            (Typed::Paste(text), Some(prompt)) => prompt.get_mut().paste(&mut self.workspace, &text),
            (Typed::Paste(_), None) => self.refuse_paste(),
        }
    }

    fn key(&mut self, key: &KeyEvent) {
        let action = self.keymap.action(self.context(), key);
        match action {
            Some(Action::Leave) => return self.asked_to_leave(key),
            Some(Action::Suspend) => return self.emit(Effect::Suspend),
            _ => {}
        }
        if let Some(prompt) = &mut self.prompt {
            let next = prompt.get_mut().key(&mut self.workspace, action, key);
            return self.after_prompt(next);
        }
        if let Some(view) = &mut self.view {
            let next = view.get_mut().key(&mut self.workspace, action);
            return self.after_view(next);
        }
        match action {
            Some(action) => self.perform(action),
            None => self.unbound(key),
        }
    }

    /// What comes after a prompt acted on something.
    pub(crate) fn after_prompt(&mut self, next: Next) {
        if next != Next::Stay {
            self.prompt = None;
        }
        if let Next::Perform(_) = next {
            // An action found by its name is done in the review, wherever it was looked for.
            self.view = None;
        }
        self.follow(next);
    }

    /// What comes after a view acted on something.
    pub(crate) fn after_view(&mut self, next: Next) {
        if next == Next::Close {
            self.view = None;
        }
        self.follow(next);
    }

    /// Sees to what comes next.
    pub(crate) fn follow(&mut self, next: Next) {
        match next {
            Next::Stay | Next::Close => {}
            Next::Perform(action) => self.perform(action),
            Next::OfferVerdict => self.prompt = VerdictPrompt::offer(&self.workspace).map(AnyPrompt::from),
            Next::Leave => self.leave(),
        }
    }

    fn unbound(&mut self, key: &KeyEvent) {
        let chord = Chord::of(key);
        if chord.types() {
            let help = self.keymap.say(Action::Help);
            self.refuse(&format!("{chord} does nothing here; {help} shows all keys"));
        }
    }
}

/// Whether an action moves in the list of claims, or touches none of the evidence: such a key need not
/// wait for the evidence of the claim selected.
fn keeps_to_claims(action: Action) -> bool {
    Reach::of(action).is_some()
        || matches!(action, Action::Leave | Action::Suspend | Action::Help | Action::Palette | Action::Zoom)
}
