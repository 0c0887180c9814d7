//! What could not be saved in the case, and where it is meanwhile.

use crate::domain::{Note, Target};
use crate::review::protocol::effect::Ticket;
use crate::text::SafeText;
use std::collections::BTreeMap;

/// The words of a note that are not in the case.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// The key of what the note is on.
    pub key: SafeText,
    /// The words.
    pub note: Note,
    /// The file that keeps them instead, or why none does.
    pub kept: Result<SafeText, SafeText>,
    /// The change that should have saved them.
    pub ticket: Ticket,
}

/// What could not be saved.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// Why the case could not be written when that was last tried.
    pub why: Option<SafeText>,
    /// The copy of a case whose file was taken away after something was decided, or why there is none.
    pub copy: Option<Result<SafeText, SafeText>>,
    pub(crate) words: BTreeMap<Target, Words>,
    /// When saving is tried again.
    pub(crate) timer: Option<Ticket>,
}

/// Where the text of an open note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In the case, as a draft.
    Drafted,
    /// On the screen; it will be a draft in a moment.
    Shown,
    /// Not in the case, which cannot be written; in a file of its own.
    Outside,
    /// On the screen alone: the case cannot be written, and no other file either.
    Nowhere,
}

impl Unsaved {
    /// Whether all that is on the screen is in the case, as far as it was tried.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.why.is_none() && self.words.is_empty()
    }

    /// Whether something would be lost, or left outside the case, by leaving now.
    #[must_use]
    pub fn holds_back(&self) -> bool {
        !self.words.is_empty() || matches!(self.copy, Some(Err(_)))
    }

    /// What is not in the case when the review is left, a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let words = self.words.values().map(|words| match &words.kept {
            Ok(file) => format!(
                "the note on {} is not in the case; its words are kept in {file}, and opening the case again \
                 offers them",
                words.key
            ),
            Err(why) => {
                format!("the note on {} is lost: it could not be kept in a file either ({why})", words.key)
            }
        });
        let copy = self.copy.iter().map(|copy| match copy {
            Ok(file) => format!(
                "all that the case held is kept in {file}, a case of its own: open it, or export it with \
                 --with-private and import that into the file that is there now"
            ),
            Err(why) => format!("what was decided is lost with the file: no copy could be made ({why})"),
        });
        copy.chain(words).collect()
    }
}
