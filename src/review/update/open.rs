//! Opening a case for review.

use crate::domain::rows::{ListAt, Overview, Place};
use crate::domain::{Key, Note, Target};
use crate::review::keys::keymap::{Action, Keymap};
use crate::review::prompt::confirm::Confirm;
use crate::review::protocol::draft::{DraftPlace, FormDraft};
use crate::review::protocol::effect::{Effect, Read};
use crate::review::state::detail::Detail;
use crate::review::state::list::List;
use crate::review::state::memory::Memory;
use crate::review::state::pane::Pane;
use crate::review::state::pending::{Pending, Wait};
use crate::review::state::status::Reason;
use crate::review::state::unsaved::Unsaved;
use crate::review::state::workspace::{CaseHead, Settings, Workspace};
use crate::review::update::whole::Review;
use crate::text::SafeText;
use std::collections::BTreeMap;
use std::ops::Range;

impl Review {
    /// Opens a case where it was left, or at its beginning. `writable` says why nothing can be
    /// written, where that is so.
    pub fn open(
        overview: Overview,
        saved: Option<Place>,
        writable: Result<(), Reason>,
        settings: Settings,
        keymap: Keymap,
        size: (u16, u16),
    ) -> (Self, Vec<Effect>) {
        let workspace = Workspace {
            case: CaseHead::from(&overview.info),
            reviewer: SafeText::line(&overview.reviewer),
            progress: overview.progress,
            writable,
            settings,
            size,
            claim_rows: 0,
            focus: Pane::Claims,
            zoomed: false,
            claims: List::default(),
            open: None,
            detail: Detail::default(),
            marks: Vec::new(),
            filter: None,
            importing: None,
            listed: None,
            document: None,
            status: None,
            unsaved: Unsaved::default(),
            keymap,
            pending: Pending::default(),
            memory: Memory::default(),
        };
        let mut review = Self {
            workspace,
            view: None,
            behind: None,
            left: None,
            prompt: None,
            beneath: None,
            marked_view: None,
        };
        if review.writable.is_ok() {
            review.offer_drafts(&overview);
        }
        match saved {
            Some(place) => review.go_leniently(place),
            None => {
                let rows = review.span();
                let ticket = review.ask(Read::Claims { at: ListAt::First, before: 0, after: rows });
                review.pending.wait = Some(Wait::Claims { ticket, steps: 0 });
            }
        }
        let effects = review.finish();
        (review, effects)
    }

    /// The passages that were chosen last in documents, when the case was open before.
    pub fn resume_reading(&mut self, read: BTreeMap<Key, Range<usize>>) {
        self.memory.read = read;
    }

    /// Offers words that could not be saved when the case was last open, and saves them.
    pub fn bring_back(&mut self, kept: Vec<(Target, Key, Note)>) -> Vec<Effect> {
        self.bring_words_back(kept);
        self.finish()
    }

    /// Offers what was typed in forms that were not saved when the case was last open.
    pub fn offer_forms(&mut self, kept: &[(DraftPlace, String)]) -> Vec<Effect> {
        self.memory.kept_forms = kept.iter().map(|(place, _)| *place).collect();
        let mut drafts = kept.iter().filter_map(|(place, text)| FormDraft::read(*place, text));
        if let Some(first) = drafts.next() {
            self.prompt = Some(Confirm::resume(first, drafts.count()).into());
        }
        self.finish()
    }

    fn offer_drafts(&mut self, overview: &Overview) {
        self.memory.drafts =
            overview.drafts.iter().map(|(target, _, note)| (*target, note.clone())).collect();
        self.memory.drafted = self.memory.drafts.clone();
        let keys: Vec<String> = overview.drafts.iter().map(|(_, key, _)| key.to_string()).collect();
        let opens = self.keymap.say(Action::Note);
        match keys.as_slice() {
            [] => {}
            [key] => self.say(&format!("a draft note on {key} was kept: {opens} opens it there")),
            keys => {
                self.say(&format!("draft notes were kept on {}: {opens} opens each there", keys.join(", ")))
            }
        }
    }
}
