//! Notes and their drafts, wherever they are written.

use crate::domain::{Note, Target};
use crate::review::protocol::effect::{Effect, Write};
use crate::review::state::memory::InEditor;
use crate::review::state::workspace::Workspace;
use crate::text::typed;

/// A note with this text; none for no text.
fn note(text: String, private: bool) -> Option<Note> {
    if text.trim().is_empty() { None } else { Some(Note { text, private }) }
}

impl Workspace {
    /// The note on an item in view, as it is in the case.
    pub(crate) fn note_on(&self, target: Target) -> Option<Note> {
        let open = self.open.as_ref()?;
        if open.head.id == target.item {
            return open.head.detail.annotation.note.clone();
        }
        open.evidence(target.item)?.row.annotation.note.clone()
    }

    /// What a note on an item begins with: the draft kept, or else the note `before`.
    pub(crate) fn note_begun(&self, target: Target, before: Option<&Note>) -> Note {
        self.memory.drafts.get(&target).or(before).cloned().unwrap_or_default()
    }

    /// Keeps the draft of a note; one without a text takes the draft away.
    pub(crate) fn keep_draft(&mut self, target: Target, note: Note) {
        let note = Some(note).filter(|note| !note.text.trim().is_empty());
        match &note {
            Some(note) => self.memory.drafts.insert(target, note.clone()),
            None => self.memory.drafts.remove(&target),
        };
        let write = Write::Draft { target, note: note.clone() };
        self.write(write).draft = Some((target, note));
    }

    pub(crate) fn drop_draft(&mut self, target: Target) {
        self.keep_draft(target, Note::default());
    }

    /// Writes a note, unless the case says just that already.
    pub(crate) fn write_note(
        &mut self,
        target: Target,
        text: String,
        private: bool,
        before: Option<Note>,
        drafted: bool,
    ) {
        let note = note(text, private);
        if note == before {
            if drafted {
                self.drop_draft(target);
            }
            return;
        }
        if let Some(last) = self.last_judgement_mut().filter(|last| last.items.contains(&target.item)) {
            last.judgement.note.clone_from(&note);
        }
        // Until the note is committed, it is a draft.
        match &note {
            Some(note) => self.memory.drafts.insert(target, note.clone()),
            None => self.memory.drafts.remove(&target),
        };
        let kept = note.clone().map(|note| (target, note));
        self.write(Write::Note { target, note, opened: before }).note = kept;
    }

    /// Gives the note on the item in use to the user's editor.
    pub(crate) fn note_in_editor(&mut self) {
        let Some(target) = self.target() else { return };
        let before = self.note_on(target);
        let text = self.note_begun(target, before.as_ref()).text;
        self.memory.editor = Some(InEditor { target, before });
        self.emit(Effect::Editor { target, text });
    }

    /// The editor is done.
    pub(crate) fn edited(&mut self, target: Target, text: Option<String>) {
        let before = self.memory.editor.take().filter(|editor| editor.target == target);
        let Some(text) = text else { return self.say("the note is as it was") };
        let before = before.and_then(|editor| editor.before);
        let private = self.note_begun(target, before.as_ref()).private;
        let drafted = self.has_draft(target);
        // A note that the editor left alone stays as it is, also with line ends of another system.
        let text = if before.as_ref().is_some_and(|note| note.text == text) { text } else { typed(&text) };
        if self.writable.is_ok() {
            self.write_note(target, text.trim_end_matches('\n').to_owned(), private, before, drafted);
        }
    }

    /// The editor ended with an error after the text had changed: that is a draft, offered again.
    pub(crate) fn left_in_editor(&mut self, target: Target, text: &str) {
        if self.writable.is_ok() {
            let private = self.note_begun(target, self.note_on(target).as_ref()).private;
            self.keep_draft(target, Note { text: typed(text).trim_end_matches('\n').to_owned(), private });
        }
    }
}
