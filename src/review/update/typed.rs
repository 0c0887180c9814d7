//! What is typed: acted on at once, or kept until the answer it may depend on is there.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::chars;
use crate::review::keys::keymap::{Action, Chord, Context, Group};
use crate::review::keys::layouts::latin_keys;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::record::form::RecordForm;
use crate::review::prompt::verdict::VerdictPrompt;
use crate::review::protocol::effect::Effect;
use crate::review::state::memory::Once;
use crate::review::state::pane::Pane;
use crate::review::state::pending::{Typed, Wait};
use crate::review::update::whole::{LeftView, Review};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

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
        if self.marked_view.is_some() {
            return false;
        }
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
        if let Typed::Key(key) = typed
            && self.marks_view(key).is_some()
        {
            return true;
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
        action.is_some_and(|action| {
            matches!(action, Action::Open | Action::OtherVersion)
                || action.quotes()
                || Reach::of(action).is_some()
        })
    }

    /// Whether the evidence of the selected claim is there, or will not come.
    fn claim_is_settled(&self) -> bool {
        let Some(selected) = self.claims.selected() else { return true };
        self.shown().is_some() || self.memory.unreadable == Some(selected.id)
    }

    pub(crate) fn act(&mut self, typed: Typed) {
        self.status = None;
        self.memory.aim = None;
        match (typed, &mut self.prompt) {
            (Typed::Key(key), _) => self.key(&key),
            (Typed::Paste(text), Some(prompt)) => prompt.get_mut().paste(&mut self.workspace, &text),
            (Typed::Paste(text), None) => {
                self.marked_view = None;
                if !self.takes_address(&text) {
                    self.refuse_paste();
                }
            }
        }
    }

    /// The view that a key marks among the views. Who is used to counts types digits before a key, so that
    /// no digit opens a view by itself.
    fn marks_view(&self, key: &KeyEvent) -> Option<Action> {
        let action = self.keymap.action(self.context(), key).filter(|_| self.prompt.is_none())?;
        (Chord::of(key).is_digit() && action.shows_view()).then_some(action)
    }

    /// Whether a key acts on the view marked, or marks one.
    fn takes_view(&mut self, key: &KeyEvent, action: Option<Action>) -> bool {
        let marked = self.marked_view.take();
        self.marked_view = self.marks_view(key);
        match (marked, action) {
            _ if self.marked_view.is_some() => true,
            (Some(_), Some(Action::Back)) => true,
            (Some(view), Some(Action::Open)) => {
                self.in_view_or_review(view);
                true
            }
            _ => false,
        }
    }

    /// Whether a key is taken for the second half of one pressed twice: the second `d` of `dd` is not meant
    /// for the evidence that came by itself after the first.
    fn takes_twice(&mut self, action: Option<Action>) -> bool {
        match (self.memory.once.take(), action) {
            (Some(Once::Leaving), Some(Action::LeaveTwice)) => {
                self.ask_to_leave();
                true
            }
            (Some(Once::Disputed(tagged)), Some(Action::TagDisputed)) if self.is_bare() => {
                self.workspace.holds_back_dispute(&tagged)
            }
            _ => false,
        }
    }

    fn key(&mut self, key: &KeyEvent) {
        let action = self.keymap.action(self.context(), key);
        if self.takes_twice(action) || self.takes_view(key, action) {
            return;
        }
        match action {
            Some(Action::Leave) => return self.asked_to_leave(key),
            Some(Action::Suspend) => return self.emit(Effect::Suspend),
            Some(Action::LeaveTwice) => return self.perform(Action::LeaveTwice),
            _ => {}
        }
        if action.is_none() && !self.context().types() && self.names_latin_key(key) {
            return;
        }
        if action == Some(Action::Help) && self.prompt.is_some() {
            return self.perform(Action::Help);
        }
        if let Some(prompt) = &mut self.prompt {
            let next = prompt.get_mut().key(&mut self.workspace, action, key);
            return self.after_prompt(next);
        }
        match action {
            None if self.view.is_none() => self.unbound(key),
            Some(action) if self.view.is_none() => self.perform(action),
            action => self.in_view(action),
        }
    }

    /// Goes back to the view that this place was reached from, or else a step in the panes.
    pub(super) fn go_back(&mut self) {
        if !self.back_to_view() {
            self.back();
        }
    }

    /// Goes back to the view that was left for the claim selected, once there is nothing else to close.
    pub(crate) fn back_to_view(&mut self) -> bool {
        let Some(left) = self.left.take() else { return false };
        let here = self.claims.selected().is_some_and(|claim| claim.id == left.claim);
        if !here || !self.is_at_rest() {
            // What is closed first leaves the way back open.
            self.left = Some(left).filter(|_| here);
            return false;
        }
        self.memory.spot = left.spot;
        self.view = Some(left.view);
        self.view_went_stale(false);
        true
    }

    fn in_view(&mut self, action: Option<Action>) {
        let of_passage = |action: &Action| self.document.is_some() && is_of_passage(*action);
        if let Some(action) = action.filter(|action| opens_over_a_view(*action) && !of_passage(action)) {
            return self.perform(action);
        }
        // In a document keys with these names go through the document.
        let among_records = self.context() == Context::View;
        if let Some(action) = action.filter(|action| among_records && is_of_records(*action)) {
            let lists = self.listed.is_some();
            if let Err(reason) = action.enabled(&self.workspace, true) {
                return self.refuse(&reason.0);
            }
            if !lists {
                self.follow(Next::Return);
            }
            return self.perform(action);
        }
        if let Some(action) = action.filter(|action| self.document.is_some() && is_of_passage(*action)) {
            return self.perform_in_document(action);
        }
        if let Some(view) = &mut self.view {
            let next = view.get_mut().key(&mut self.workspace, action);
            self.after_view(next);
        }
    }

    /// Does what has been named, or says why not: in the view that is open where it belongs there, else in
    /// the review.
    fn in_view_or_review(&mut self, action: Action) {
        if let Some(view) = &self.view
            && (action.contexts().contains(&view.get().context()) || opens_over_a_view(action))
        {
            return self.in_view(Some(action));
        }
        if let Err(reason) = action.enabled(&self.workspace, self.view.is_some()) {
            return self.refuse(&reason.0);
        }
        if self.view.is_some() {
            self.follow(Next::Return);
        }
        self.perform(action);
    }

    /// What comes after a prompt acted on something.
    pub(crate) fn after_prompt(&mut self, next: Next) {
        if next != Next::Stay {
            self.prompt = self.beneath.take();
        }
        match next {
            Next::Perform(action) => self.in_view_or_review(action),
            next => self.follow(next),
        }
    }

    /// What comes after a view acted on something.
    pub(crate) fn after_view(&mut self, next: Next) {
        if let Next::CloseFor(claim) = next {
            let spot = self.memory.spot.take();
            self.left = self.view.take().map(|view| LeftView { view, claim, spot });
            self.listed = None;
        }
        if next == Next::Close {
            self.view = None;
            self.behind = None;
            self.memory.spot = None;
        }
        self.follow(next);
    }

    /// Sees to what comes next.
    pub(crate) fn follow(&mut self, next: Next) {
        match next {
            Next::Stay | Next::Close | Next::CloseFor(_) => {}
            Next::Back if self.behind.is_some() => {
                self.view = self.behind.take();
                self.view_went_stale(false);
            }
            Next::Return | Next::Back => {
                self.view = None;
                self.behind = None;
                self.listed = None;
                self.return_to_spot();
            }
            Next::Perform(action) => self.perform(action),
            Next::Edit(of) => self.edit_record(of),
            Next::Resume(draft) => {
                self.prompt = RecordForm::resume(&mut self.workspace, *draft).map(AnyPrompt::from);
            }
            Next::Combine(stays, goes) => self.combine(stays, goes),
            Next::Make(known) => self.prompt = Some(RecordForm::known(&mut self.workspace, *known).into()),
            Next::OfferVerdict => self.prompt = VerdictPrompt::offer(&self.workspace).map(AnyPrompt::from),
            Next::Leave => self.leave(),
        }
    }

    /// Whether a key that does nothing is one of another keyboard layout: then the Latin key in its place is
    /// named. It is not taken for that key: who reads another script may have bound it.
    fn names_latin_key(&mut self, key: &KeyEvent) -> bool {
        let KeyCode::Char(c) = key.code else { return false };
        let named = |c| Chord::of(&KeyEvent { code: KeyCode::Char(c), ..*key }).to_string();
        let latin: Vec<String> = latin_keys(c).into_iter().map(named).collect();
        if latin.is_empty() {
            return false;
        }
        self.refuse(&format!(
            "{} is not a key here; on a Latin layout that key is {}",
            named(c),
            latin.join(" or ")
        ));
        true
    }

    fn unbound(&mut self, key: &KeyEvent) {
        let chord = Chord::of(key);
        if chord.types() {
            let help = self.keymap.say(Action::Help);
            let counts = if chord.is_digit() { ": keys take no count" } else { "" };
            self.refuse(&format!("{chord} does nothing here{counts}; {help} shows all keys"));
        }
    }
}

/// Whether an action is the same over every view.
const fn opens_over_a_view(action: Action) -> bool {
    matches!(
        action,
        Action::Help | Action::Palette | Action::CaseInfo | Action::Filter | Action::Find | Action::Leave
    ) || matches!(action.group(), Group::Record)
}

/// Whether an action is of the panes, and of a view that lists sources or parties: over any other view it goes
/// back to the panes first, or says why not.
const fn is_of_records(action: Action) -> bool {
    matches!(action, Action::Search | Action::NextHit | Action::PreviousHit) || action.acts_on_records()
}

/// Whether an action makes something of the passage chosen in a document, or takes that back.
const fn is_of_passage(action: Action) -> bool {
    action.quotes() || matches!(action, Action::Undo | Action::Redo)
}

/// Whether an action moves in the list of claims, or touches none of the evidence: such a key need not
/// wait for the evidence of the claim selected.
fn keeps_to_claims(action: Action) -> bool {
    Reach::of(action).is_some()
        || matches!(action, Action::Leave | Action::Suspend | Action::Help | Action::Palette | Action::Zoom)
}
