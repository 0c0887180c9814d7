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

    /// The text a note on an item begins with: the draft kept, or else the note `before`.
    pub(crate) fn note_text(&self, target: Target, before: Option<&Note>) -> String {
        let draft = self.memory.drafts.get(&target).cloned();
        draft.or_else(|| before.map(|note| note.text.clone())).unwrap_or_default()
    }

    /// Keeps a text as the draft of a note; an empty one takes the draft away.
    pub(crate) fn keep_draft(&mut self, target: Target, text: String) {
        let text = Some(text).filter(|text| !text.trim().is_empty());
        match &text {
            Some(text) => self.memory.drafts.insert(target, text.clone()),
            None => self.memory.drafts.remove(&target),
        };
        let write = Write::Draft { target, text: text.clone() };
        self.write(write).draft = Some((target, text));
    }

    pub(crate) fn drop_draft(&mut self, target: Target) {
        self.keep_draft(target, String::new());
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
        let note = note(text.clone(), private);
        if note == before {
            if drafted {
                self.drop_draft(target);
            }
            return;
        }
        if let Some(last) = self.last_judgement_mut().filter(|last| last.items.contains(&target.item)) {
            last.judgement.note.clone_from(&note);
        }
        // Until the note is committed, its text is a draft.
        if note.is_some() {
            self.memory.drafts.insert(target, text.clone());
        } else {
            self.memory.drafts.remove(&target);
        }
        let kept = note.is_some().then_some((target, text));
        self.write(Write::Note { target, note, opened: before }).note = kept;
    }

    /// Gives the note on the item in use to the user's editor.
    pub(crate) fn note_in_editor(&mut self) {
        let Some(target) = self.target() else { return };
        let before = self.note_on(target);
        let text = self.note_text(target, before.as_ref());
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
        // A note that the editor left alone stays as it is, also with line ends of another system.
        let text = if before.as_ref().is_some_and(|note| note.text == text) { text } else { typed(&text) };
        if self.writable.is_ok() {
            self.write_note(target, text.trim_end_matches('\n').to_owned(), private, before, drafted);
        }
    }
}
