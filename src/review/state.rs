//! The state of a review: all the screen shows, and what is being waited for.

use super::detail::Detail;
use super::effect::{Order, Ticket};
use super::geometry::{self, Places};
use super::keymap::{Action, Context, Keymap};
use super::lines::{ClaimHead, ClaimLine, EvidenceLine};
use super::list::List;
use super::mode::Mode;
use super::mode::filter::ActiveFilter;
use super::pane::Pane;
use super::status::{Reason, Status};
use crate::domain::rows::{Progress, Side};
use crate::domain::{ItemId, Target};
use crate::text::SafeText;

/// What the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// After a tag the next undecided piece comes by itself.
    pub auto_advance: bool,
    /// In which order undecided evidence comes.
    pub order: Order,
}

impl Default for Settings {
    fn default() -> Self {
        Self { auto_advance: true, order: Order::ByClaim }
    }
}

/// What the case says of itself.
#[derive(Debug, Clone, Default)]
pub struct CaseHead {
    /// Its title.
    pub title: SafeText,
    /// The question the review is to answer.
    pub question: Option<SafeText>,
    /// The day it stands as of.
    pub as_of: Option<SafeText>,
    /// Why it should be brought up to date before it is relied on.
    pub stale: Option<SafeText>,
}

/// The claim whose evidence is held.
#[derive(Debug, Clone)]
pub struct OpenClaim {
    /// The claim.
    pub head: ClaimHead,
    /// Supporting and repeating evidence.
    pub supporting: List<EvidenceLine>,
    /// Disputing evidence and context.
    pub disputing: List<EvidenceLine>,
}

impl OpenClaim {
    /// The evidence of a side.
    #[must_use]
    pub const fn side(&self, side: Side) -> &List<EvidenceLine> {
        match side {
            Side::Supporting => &self.supporting,
            Side::Disputing => &self.disputing,
        }
    }
}

/// The review.
#[derive(Debug)]
pub struct Review {
    /// The case.
    pub case: CaseHead,
    /// The reviewer's name.
    pub reviewer: SafeText,
    /// How far the reviewer has come.
    pub progress: Progress,
    /// Why nothing can be written, where that is so.
    pub writable: Result<(), Reason>,
    /// What the user has set.
    pub settings: Settings,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The pane the keys go to.
    pub focus: Pane,
    /// Whether that pane has the whole screen.
    pub zoomed: bool,
    /// The claims.
    pub claims: List<ClaimLine>,
    /// The claim whose evidence is held; for a moment not the one selected (see
    /// [`Review::shown`]).
    pub open: Option<OpenClaim>,
    /// Everything about the selected item.
    pub detail: Detail,
    /// The evidence marked, in the order it was marked.
    pub marks: Vec<ItemId>,
    /// The filter in force.
    pub filter: Option<ActiveFilter>,
    /// What the keys go to.
    pub mode: Mode,
    /// What the reviewer is told.
    pub status: Option<Status>,
    /// Which key does what.
    pub keymap: Keymap,
    /// How many changes are on their way to the case; "all saved" at none.
    pub writing: usize,
    pub(super) last_ticket: Ticket,
}

impl Review {
    /// Where everything stands on the screen.
    #[must_use]
    pub fn places(&self) -> Places {
        geometry::places(self.size, self.focus, self.zoomed)
    }

    /// Whether the screen is too small to show what a key would act on.
    #[must_use]
    pub const fn too_small(&self) -> bool {
        geometry::too_small(self.size)
    }

    /// The open claim, when it is the one selected; none while its evidence is on its way.
    #[must_use]
    pub fn shown(&self) -> Option<&OpenClaim> {
        let selected = self.claims.selected()?.id;
        self.open.as_ref().filter(|open| open.head.id == selected)
    }

    /// Whether a piece of evidence is marked.
    #[must_use]
    pub fn is_marked(&self, id: ItemId) -> bool {
        self.marks.contains(&id)
    }

    /// What the keys act on: the claim, or the piece of evidence selected in the pane in use. In
    /// the detail pane it is what the pane shows.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        None
    }

    /// The context in which keys are looked up.
    #[must_use]
    pub const fn context(&self) -> Context {
        match &self.mode {
            Mode::Review => Context::Review,
            Mode::Note(note) if note.discarding => Context::Confirm,
            Mode::Note(_) => Context::Note,
            Mode::Verdict(_) => Context::Verdict,
            Mode::Details(_) => Context::Form,
            Mode::Aside(_) | Mode::Filter(_) => Context::Prompt,
            Mode::Search(_) => Context::Search,
            Mode::Help(_) | Mode::Palette(_) => Context::List,
            Mode::Confirm(_) => Context::Confirm,
            Mode::History(_) => Context::History,
        }
    }

    /// The keys worth showing now, most useful first: key and a word or two.
    #[must_use]
    pub fn hints(&self) -> Vec<(String, &'static str)> {
        let actions: &[Action] = &[];
        actions
            .iter()
            .filter_map(|action| {
                self.keymap.key_for(self.context(), *action).map(|key| (key, action.label()))
            })
            .collect()
    }

    /// The side whose evidence is in view in the detail pane, for the pane's title; none for the
    /// claim itself.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        self.focus.side()
    }
}
