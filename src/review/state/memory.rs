//! What was done before, as far as a key can refer to it.

use crate::domain::rows::{EvidenceRow, Place};
use crate::domain::{Annotation, ItemId, Key, Note, Target};
use crate::review::protocol::draft::DraftPlace;
use crate::review::protocol::effect::Ticket;
use crate::review::state::lines::HitLine;
use crate::review::state::pane::Pane;
use crate::review::state::spot::{Aim, Spot};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A judgement, which can be said again of other evidence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Last {
    /// The change by which it was given.
    pub ticket: Ticket,
    /// Of which pieces; a note or details given to one of them belong to it.
    pub items: Vec<ItemId>,
    /// Those of them that are undecided again.
    pub off: Vec<ItemId>,
    pub judgement: Annotation,
    /// Whether the selection waits at the piece for its details, and then goes on.
    pub waits: bool,
    /// The piece, where it was one.
    pub row: Option<Box<EvidenceRow>>,
}

/// How many judgements are remembered.
const JUDGEMENTS: usize = 200;

/// The judgements given since the case was opened, the last one last.
#[derive(Debug, Default)]
pub(crate) struct Judgements(Vec<Last>);

impl Judgements {
    pub fn push(&mut self, last: Last) {
        self.0.push(last);
        let most = self.0.len().saturating_sub(JUDGEMENTS);
        self.0.drain(..most);
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The last first.
    pub fn latest(&self) -> impl Iterator<Item = &Last> {
        self.0.iter().rev()
    }

    pub fn by_ticket(&mut self, ticket: Ticket) -> Option<&mut Last> {
        self.0.iter_mut().find(|last| last.ticket == ticket)
    }

    /// A change was not made: what was remembered of it is forgotten.
    pub fn forget(&mut self, ticket: Ticket) {
        self.0.retain(|last| last.ticket != ticket);
    }

    /// What pieces say now: a judgement taken back no longer stands, and one brought back stands again.
    pub fn now(&mut self, annotations: &[(Target, Annotation)]) {
        for last in &mut self.0 {
            for (Target { item, .. }, said) in annotations {
                if !last.items.contains(item) {
                    continue;
                }
                last.off.retain(|off| off != item);
                if !said.is_decided() {
                    last.off.push(*item);
                } else if last.items.len() == 1 {
                    let note = last.judgement.note.take();
                    last.judgement = Annotation { note, ..judgement(said) };
                }
            }
        }
    }
}

/// The hits `n` and `N` step through.
#[derive(Debug, Clone)]
pub(crate) struct Stepping {
    pub hits: Vec<HitLine>,
    pub at: usize,
    /// The words they were found by, in lower case.
    pub words: Vec<String>,
}

/// What the key before did, where the same key now would do more than is meant by pressing it twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Once {
    /// It tagged these pieces disputed.
    Disputed(Vec<ItemId>),
    /// It was the first of two that leave.
    Leaving,
}

/// What is being written in the user's editor.
#[derive(Debug, Clone)]
pub(crate) struct InEditor {
    pub target: Target,
    pub before: Option<Note>,
}

/// A claim or a piece of evidence that was made under a filter.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub place: Place,
    /// What was done, in words.
    pub says: String,
    /// Whether the selection stays where it is.
    pub stays: bool,
}

/// What was done before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The list used last.
    pub list: Pane,
    pub judgements: Judgements,
    pub anchor: Option<ItemId>,
    pub stepping: Option<Stepping>,
    /// The same in a view that lists sources or parties.
    pub stepping_records: Option<Stepping>,
    /// The source or party that such a view is to select.
    pub wanted_record: Option<ItemId>,
    /// Texts of notes that were not finished.
    pub drafts: BTreeMap<Target, Note>,
    /// The drafts as they are in the case.
    pub drafted: BTreeMap<Target, Note>,
    /// Where forms that were not saved are kept.
    pub kept_forms: BTreeSet<DraftPlace>,
    pub editor: Option<InEditor>,
    /// What the detail pane was made of: the item, the width, and how often rows had changed.
    pub detail_of: Option<(Target, u16, u64)>,
    /// How often rows have changed.
    pub revision: u64,
    /// The file named for an import that was not made.
    pub import: String,
    /// The claim that could not be read; it is not asked for again until another was selected.
    pub unreadable: Option<ItemId>,
    /// What the key before did, as far as the next one depends on it.
    pub once: Option<Once>,
    /// Whether the detail was opened from its list, and then whether that had the whole screen.
    pub opened: Option<bool>,
    /// Whether the claims had the whole screen when the evidence of one was opened.
    pub claims_zoomed: bool,
    /// The passage chosen last in each document that was read, in bytes of its text.
    pub read: BTreeMap<Key, Range<usize>>,
    /// The words to be found in the document that is open.
    pub sought: Option<String>,
    /// What was made under a filter that is being put in force again.
    pub made: Option<Made>,
    /// Whether the filter hides that, as it was asked.
    pub hidden: Option<(Ticket, Made)>,
    /// Where the reviewer was when the view was opened.
    pub spot: Option<Spot>,
    pub aim: Option<Aim>,
}

/// The judgement without what belongs to its item alone.
pub(crate) fn judgement(annotation: &Annotation) -> Annotation {
    Annotation { note: None, verdict: None, reason: None, aside: None, ..annotation.clone() }
}
