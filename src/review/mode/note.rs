//! Writing a note.

use crate::domain::Target;
use crate::text::SafeText;
use ratatui_textarea::TextArea;

/// An open note.
#[derive(Debug)]
pub struct NoteEditor {
    /// What it is on.
    pub target: Target,
    /// The key of that.
    pub key: SafeText,
    /// The text, with its cursor.
    pub area: TextArea<'static>,
    /// Left out of exports, sync, snapshots and reports unless asked for.
    pub private: bool,
    /// Whether it was changed since it was opened.
    pub changed: bool,
    /// Whether it began with a draft kept from an earlier time.
    pub from_draft: bool,
    /// Whether the user is being asked if the text may be thrown away.
    pub discarding: bool,
}
