//! Writing a note.

use crate::domain::{Note, Target};
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::confirm;
use crate::review::prompt::note_text::NoteText;
use crate::review::protocol::effect::{Effect, Ticket};
use crate::review::state::geometry::note_page;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// After how many milliseconds an open note is kept as a draft.
const DRAFT_AFTER: u64 = 1000;

/// An open note.
#[derive(Debug)]
pub struct NoteEditor {
    /// What it is on.
    pub target: Target,
    /// The key of that.
    pub key: SafeText,
    /// The text, with its cursor.
    pub written: NoteText,
    /// Left out of exports and reports unless asked for.
    pub private: bool,
    /// Whether it was changed since it was opened.
    pub changed: bool,
    /// Whether it began with a draft kept from an earlier time.
    pub from_draft: bool,
    /// Whether the user is being asked if the text may be thrown away.
    pub discarding: bool,
    /// What was last kept: the note itself, or a draft.
    kept: Option<Note>,
    /// The note as it stands in the case.
    before: Option<Note>,
    /// Whether the case holds a draft.
    drafted: bool,
    /// The timer after which the text is kept as a draft.
    timer: Option<Ticket>,
}

impl NoteEditor {
    pub fn text(&self) -> String {
        self.written.text().to_owned()
    }

    /// What stands in it.
    fn note(&self) -> Note {
        Note { text: self.text(), private: self.private }
    }

    /// Lets something be done to the text, and sees whether that changed it.
    fn write(&mut self, how: impl FnOnce(&mut NoteText)) {
        let before = self.text();
        how(&mut self.written);
        self.changed |= self.written.text() != before;
    }
}

impl NoteEditor {
    /// For the item in use, with its draft or its note.
    pub(crate) fn open(workspace: &Workspace) -> Option<Self> {
        let target = workspace.target()?;
        let before = workspace.note_on(target);
        let begun = workspace.note_begun(target, before.as_ref());
        let written = NoteText::new(&begun.text);
        let from_draft = workspace.has_draft(target);
        Some(Self {
            target,
            key: workspace.key_of(target),
            kept: Some(Note { text: written.text().to_owned(), private: begun.private }),
            written,
            private: begun.private,
            changed: false,
            from_draft,
            discarding: false,
            before,
            drafted: from_draft,
            timer: None,
        })
    }

    /// Sees to it that what is typed is kept within a second.
    fn draft_soon(&mut self, workspace: &mut Workspace) {
        if self.timer.is_none() && self.kept != Some(self.note()) {
            let ticket = workspace.pending.ticket();
            self.timer = Some(ticket);
            workspace.emit(Effect::Timer(ticket, DRAFT_AFTER));
        }
    }

    /// Keeps what is being written as a draft, where it is not kept already.
    fn keep(&mut self, workspace: &mut Workspace) {
        let note = self.note();
        if self.kept.as_ref() != Some(&note) {
            self.kept = Some(note.clone());
            self.drafted = true;
            workspace.keep_draft(self.target, note);
        }
    }

    fn save(&mut self, workspace: &mut Workspace) {
        if self.changed || self.from_draft {
            let before = self.before.take();
            workspace.write_note(self.target, self.text(), self.private, before, self.drafted);
        }
    }

    fn turn_private(&mut self, workspace: &mut Workspace) {
        self.private = !self.private;
        self.changed = true;
        workspace.say(if self.private {
            "private: left out of exports and reports unless asked for"
        } else {
            "not private: goes out with exports and reports"
        });
    }

    /// Whether the text may be thrown away is answered.
    fn discard(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        match action {
            Some(Action::Yes) => {
                if self.drafted {
                    workspace.drop_draft(self.target);
                }
                workspace.say("the note is as it was");
                return Next::Close;
            }
            Some(Action::No) => {
                self.discarding = false;
                self.draft_soon(workspace);
            }
            _ => confirm::explain(workspace),
        }
        Next::Stay
    }
}

impl Prompt for NoteEditor {
    fn context(&self) -> Context {
        if self.discarding { Context::Confirm } else { Context::Note }
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        if self.discarding {
            return self.discard(workspace, action);
        }
        match action {
            Some(Action::SaveNote) => {
                self.save(workspace);
                return Next::Close;
            }
            Some(Action::DiscardNote) if self.changed || self.from_draft => self.discarding = true,
            Some(Action::DiscardNote) => return Next::Close,
            Some(Action::TogglePrivate) => self.turn_private(workspace),
            _ => self.write(|text| text.key(key, note_page(workspace.size))),
        }
        self.draft_soon(workspace);
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        if !self.discarding {
            self.write(|written| written.insert(text));
        }
        self.draft_soon(workspace);
    }

    fn timer(&mut self, workspace: &mut Workspace, ticket: Ticket) {
        if self.timer == Some(ticket) {
            self.timer = None;
            self.keep(workspace);
        }
    }

    fn left(&mut self, workspace: &mut Workspace) {
        // Kept again even where it was kept before: another window that saved its note took the draft away.
        if self.changed {
            self.kept = None;
        }
        self.keep(workspace);
    }
}
