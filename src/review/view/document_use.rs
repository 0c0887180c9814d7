//! A document being read, as far as its versions and what is made of its passages go.

use crate::domain::open_document::OpenDocument;
use crate::domain::quotes::{Anchored, anchor_of};
use crate::review::keys::keymap::{Action, Context};
use crate::review::state::pending::Wait;
use crate::review::state::status::Reason;
use crate::review::state::workspace::{DocumentInUse, Workspace};
use crate::review::view::document_view::DocumentView;
use std::ops::Range;

impl DocumentView {
    /// Turns to the version before this one, or from the first to the latest.
    pub(super) fn turn_version(&mut self, workspace: &mut Workspace) {
        if let Err(reason) = Action::OtherVersion.enabled(workspace, true) {
            return workspace.refuse(&reason.0);
        }
        let Some(document) = &self.document else { return };
        self.version = match document.version {
            1 => None,
            version => Some(version - 1),
        };
        self.ask(workspace);
        workspace.pending.wait = self.asked.map(Wait::View);
    }

    /// What keys depend on.
    pub(crate) fn in_use(&self, workspace: &Workspace) -> DocumentInUse {
        let reason = |says: String| Err(Reason::new(says));
        let quotable = match &self.document {
            None => reason("the document is not there yet".to_owned()),
            Some(document) if document.version < document.versions => reason(format!(
                "this is version {} of {}: quotes are taken from the latest, to which {} turns",
                document.version,
                document.versions,
                workspace.keymap.say_in(Context::Document, Action::OtherVersion)
            )),
            Some(document) if document.text.text[self.passage.clone()].trim().is_empty() => {
                reason("there are no words in this passage".to_owned())
            }
            Some(_) => Ok(()),
        };
        DocumentInUse { quotable, versions: self.document.as_ref().map_or(0, |document| document.versions) }
    }

    /// The passage chosen as a record keeps it.
    pub(crate) fn chosen(&self) -> Option<Anchored> {
        self.document.as_ref().map(|document| anchor_of(&document.text, self.passage.clone()))
    }

    /// Where the passage stands, as a title has it.
    pub(crate) fn cited(&self) -> String {
        let place = self.document.as_ref().map(|document| document.text.locator(self.passage.start));
        format!("{} · {}", self.source, place.unwrap_or_default())
    }

    /// So many rows at the bottom of its place have something over them: the passage is kept above those, and
    /// goes back to where it was afterwards.
    pub(crate) fn cover(&mut self, rows: u16) {
        if rows > 0 && self.covered == 0 {
            self.uncovered = Some(self.top);
        } else if rows == 0 && self.covered > 0 {
            self.top = self.uncovered.take().unwrap_or(self.top);
        }
        self.covered = rows;
    }

    /// Where the words chosen in one version stand in another, nearest to where they stood.
    pub(super) fn same_words(&self, other: &OpenDocument) -> Option<Range<usize>> {
        let words = self.document.as_ref()?.text.text.get(self.passage.clone())?;
        let places = other.text.text.match_indices(words).map(|(at, _)| at);
        let near = places.take(1_000).min_by_key(|at| at.abs_diff(self.passage.start))?;
        Some(near..near + words.len())
    }
}
