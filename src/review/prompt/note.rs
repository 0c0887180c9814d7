//! Writing a note.

use crate::domain::{Note, Target};
use crate::review::keys::chars::inert;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::protocol::effect::{Effect, Ticket, Write};
use crate::review::state::Review;
use crate::review::state::memory::InEditor;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

/// After how many milliseconds an open note is kept as a draft.
const DRAFT_AFTER: u64 = 1000;
/// The longest note taken, in bytes.
const MAX: usize = 1 << 20;

/// An open note.
#[derive(Debug)]
pub struct NoteEditor {
    /// What it is on.
    pub target: Target,
    /// The key of that.
    pub key: SafeText,
    /// The text, with its cursor.
    pub area: TextArea<'static>,
    /// Left out of exports and reports unless asked for.
    pub private: bool,
    /// Whether it was changed since it was opened.
    pub changed: bool,
    /// Whether it began with a draft kept from an earlier time.
    pub from_draft: bool,
    /// Whether the user is being asked if the text may be thrown away.
    pub discarding: bool,
    /// The text as it was last kept: the note itself, or a draft.
    kept: String,
    /// The note as it stands in the case.
    before: Option<Note>,
    /// Whether the case holds a draft.
    drafted: bool,
}

impl NoteEditor {
    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    fn insert(&mut self, text: &str) {
        let held: usize = self.area.lines().iter().map(|line| line.len() + 1).sum();
        if held + text.len() <= MAX && self.area.insert_str(inert(text)) {
            self.changed = true;
        }
    }

    /// A key that belongs to the text: no control character gets in.
    fn key(&mut self, key: &KeyEvent) {
        if let KeyCode::Char(c) = key.code
            && crate::review::keys::chars::types(key)
        {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        // The clipboard and the selection of the text field stay within it.
        let own = KeyModifiers::CONTROL | KeyModifiers::ALT;
        if matches!(key.code, KeyCode::Char(_)) && !key.modifiers.intersects(own) {
            return;
        }
        self.changed |= self.area.input(*key);
    }
}

/// A note with this text; none for no text.
fn note(text: String, private: bool) -> Option<Note> {
    if text.trim().is_empty() { None } else { Some(Note { text, private }) }
}

impl Review {
    fn note_on(&self, target: Target) -> Option<Note> {
        let open = self.open.as_ref()?;
        if open.head.id == target.item {
            return open.head.detail.annotation.note.clone();
        }
        open.evidence(target.item)?.row.annotation.note.clone()
    }

    pub(crate) fn open_note(&mut self) {
        let Some(target) = self.target() else { return };
        let before = self.note_on(target);
        let draft = self.memory.drafts.get(&target).cloned();
        let from_draft = draft.is_some();
        let text = draft.or_else(|| before.as_ref().map(|note| note.text.clone())).unwrap_or_default();
        let mut area = TextArea::new(inert(&text).split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        let kept = area.lines().join("\n");
        self.mode = Mode::Note(Box::new(NoteEditor {
            target,
            key: self.key_of(target),
            area,
            private: before.as_ref().is_some_and(|note| note.private),
            changed: false,
            from_draft,
            discarding: false,
            kept,
            before,
            drafted: from_draft,
        }));
    }

    pub(crate) fn note_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Note(editor) = &mut self.mode else { return };
        match action {
            Some(Action::SaveNote) => return self.save_note(),
            Some(Action::DiscardNote) if editor.changed || editor.from_draft => editor.discarding = true,
            Some(Action::DiscardNote) => self.mode = Mode::Review,
            Some(Action::TogglePrivate) => {
                editor.private = !editor.private;
                editor.changed = true;
                let says = if editor.private {
                    "private: left out of exports and reports unless asked for"
                } else {
                    "not private: goes out with exports and reports"
                };
                self.say(says);
            }
            _ => editor.key(key),
        }
        self.draft_soon();
    }

    pub(crate) fn note_paste(&mut self, text: &str) {
        let Mode::Note(editor) = &mut self.mode else { return };
        if !editor.discarding {
            editor.insert(text);
        }
        self.draft_soon();
    }

    /// Sees to it that what is typed is kept within a second.
    fn draft_soon(&mut self) {
        let Mode::Note(editor) = &self.mode else { return };
        if self.pending.draft.is_none() && editor.text() != editor.kept {
            let ticket = self.ticket();
            self.pending.draft = Some(ticket);
            self.emit(Effect::Timer(ticket, DRAFT_AFTER));
        }
    }

    pub(crate) fn timer(&mut self, ticket: Ticket) {
        if self.pending.draft == Some(ticket) {
            self.pending.draft = None;
            self.keep_draft();
        }
    }

    /// Keeps what is being written as a draft, where it is not kept already.
    pub(crate) fn keep_draft(&mut self) {
        let Mode::Note(editor) = &mut self.mode else { return };
        let text = editor.text();
        if text == editor.kept {
            return;
        }
        editor.kept.clone_from(&text);
        editor.drafted = true;
        let target = editor.target;
        let text = Some(text).filter(|text| !text.trim().is_empty());
        match &text {
            Some(text) => self.memory.drafts.insert(target, text.clone()),
            None => self.memory.drafts.remove(&target),
        };
        self.write(Write::Draft { target, text });
    }

    fn save_note(&mut self) {
        let Mode::Note(editor) = std::mem::take(&mut self.mode) else { return };
        self.pending.draft = None;
        if editor.changed || editor.from_draft {
            self.write_note(editor.target, editor.text(), editor.private, editor.before, editor.drafted);
        }
    }

    /// Writes a note, unless the case says just that already.
    fn write_note(
        &mut self,
        target: Target,
        text: String,
        private: bool,
        before: Option<Note>,
        drafted: bool,
    ) {
        let note = note(text.clone(), private);
        if note == before {
            if drafted {
                self.drop_draft(target);
            }
            return;
        }
        if let Some(last) = self.memory.last.as_mut().filter(|last| last.items.contains(&target.item)) {
            last.judgement.note.clone_from(&note);
        }
        // Until the note is committed, its text is a draft.
        if note.is_some() {
            self.memory.drafts.insert(target, text.clone());
        } else {
            self.memory.drafts.remove(&target);
        }
        let kept = note.is_some().then_some((target, text));
        self.write(Write::Note { target, note }).note = kept;
    }

    fn drop_draft(&mut self, target: Target) {
        self.memory.drafts.remove(&target);
        self.write(Write::Draft { target, text: None });
    }

    pub(crate) fn discard_answer(&mut self, action: Option<Action>) {
        let Mode::Note(editor) = &mut self.mode else { return };
        match action {
            Some(Action::Yes) => {
                let (target, drafted) = (editor.target, editor.drafted);
                self.mode = Mode::Review;
                self.pending.draft = None;
                if drafted {
                    self.drop_draft(target);
                }
                self.say("the note is as it was");
            }
            Some(Action::No) => {
                editor.discarding = false;
                self.draft_soon();
            }
            _ => self.explain_confirm(),
        }
    }

    /// Gives the note to the user's editor.
    pub(crate) fn note_in_editor(&mut self) {
        let Some(target) = self.target() else { return };
        let before = self.note_on(target);
        let text = self.memory.drafts.get(&target).cloned();
        let text = text.or_else(|| before.as_ref().map(|note| note.text.clone())).unwrap_or_default();
        self.memory.editor = Some(InEditor { target, before });
        self.emit(Effect::Editor { target, text });
    }

    /// The editor is done.
    pub(crate) fn edited(&mut self, target: Target, text: Option<String>) {
        let before = self.memory.editor.take().filter(|editor| editor.target == target);
        let Some(text) = text else { return self.say("the note is as it was") };
        let before = before.and_then(|editor| editor.before);
        let private = before.as_ref().is_some_and(|note| note.private);
        let drafted = self.has_draft(target);
        if self.writable.is_ok() {
            self.write_note(target, text.trim_end_matches('\n').to_owned(), private, before, drafted);
        }
    }
}
