//! The workspace: the four panes and all that is known beneath whatever is open over them.

use crate::domain::glossary::sign;
use crate::domain::record_list::RecordRow;
use crate::domain::rows::{EvidenceRow, Progress, Side};
use crate::domain::{CaseInfo, ItemId, Key, Kind, Source, Target, wording};
use crate::review::keys::keymap::{Action, Keymap};
use crate::review::protocol::effect::{Effect, Read, SeekOrder, Ticket, Write};
use crate::review::state::detail::Detail;
use crate::review::state::filter::ActiveFilter;
use crate::review::state::geometry::{self, Places};
use crate::review::state::importing::Importing;
use crate::review::state::lines::{ClaimHead, ClaimLine, EvidenceLine};
use crate::review::state::list::List;
use crate::review::state::memory::Memory;
use crate::review::state::pane::Pane;
use crate::review::state::pending::{Flight, Pending};
use crate::review::state::status::{Reason, Status, Tone};
use crate::review::state::unsaved::Unsaved;
use crate::text::{SafeText, truncate, wrap};

/// What the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// After a tag the next undecided piece comes by itself.
    pub auto_advance: bool,
    /// In which order undecided evidence comes.
    pub order: SeekOrder,
}

impl Default for Settings {
    fn default() -> Self {
        Self { auto_advance: true, order: SeekOrder::ByClaim }
    }
}

/// What the case says of itself.
#[derive(Debug, Clone, Default)]
pub struct CaseHead {
    /// Its title.
    pub title: SafeText,
    /// The question the review is to answer.
    pub question: Option<SafeText>,
    /// The case in a paragraph.
    pub summary: Option<SafeText>,
    /// The day it stands as of.
    pub as_of: Option<SafeText>,
    /// Why it should be brought up to date before it is relied on.
    pub stale: Option<SafeText>,
}

impl From<&CaseInfo> for CaseHead {
    fn from(info: &CaseInfo) -> Self {
        Self {
            title: SafeText::line(&info.title),
            question: info.question.as_deref().map(SafeText::line),
            summary: info.summary.as_deref().map(SafeText::block),
            as_of: info.as_of.as_ref().map(|on| SafeText::line(&on.to_string())),
            stale: info.stale.as_deref().map(SafeText::line),
        }
    }
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
    /// The side on which what a filter asks for begins.
    pub(crate) begins: Option<Side>,
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

    pub(crate) const fn side_mut(&mut self, side: Side) -> &mut List<EvidenceLine> {
        match side {
            Side::Supporting => &mut self.supporting,
            Side::Disputing => &mut self.disputing,
        }
    }

    /// A piece of evidence held.
    #[must_use]
    pub fn evidence(&self, id: ItemId) -> Option<&EvidenceLine> {
        self.supporting.rows().iter().chain(self.disputing.rows()).find(|line| line.id == id)
    }

    /// The side on which a piece of evidence held stands.
    #[must_use]
    pub fn side_of(&self, id: ItemId) -> Option<Side> {
        SIDES.into_iter().find(|side| self.side(*side).position(id).is_some())
    }
}

/// The sources or the parties that a view lists: keys act on the one selected there, and not on what is
/// selected in the panes beneath.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Which kind.
    pub kind: Kind,
    /// The one selected.
    pub row: Option<RecordRow>,
}

/// The source that a key acts on.
#[derive(Debug, Clone, Copy)]
pub struct SourceInUse<'a> {
    /// Its id.
    pub id: ItemId,
    /// Its key.
    pub key: &'a Key,
    /// The record.
    pub record: &'a Source,
    /// The evidence it is the source of, where it is not selected itself.
    pub evidence: Option<&'a EvidenceRow>,
}

/// A document that is being read.
#[derive(Debug, Clone)]
pub(crate) struct DocumentInUse {
    /// Why nothing can be made of the passage chosen, where that is so.
    pub quotable: Result<(), Reason>,
    /// How many versions there are.
    pub versions: usize,
}

/// Both sides, in the order of the evidence.
pub(crate) const SIDES: [Side; 2] = [Side::Supporting, Side::Disputing];

/// The four panes, what they hold, and what is outstanding. What is open over them, a view or a prompt,
/// acts on it and is no part of it.
#[derive(Debug)]
pub struct Workspace {
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
    /// How many rows the selected claim takes above its evidence.
    pub(crate) claim_rows: u16,
    /// The pane the keys go to.
    pub focus: Pane,
    /// Whether that pane has the whole screen.
    pub zoomed: bool,
    /// The claims.
    pub claims: List<ClaimLine>,
    /// The claim whose evidence is held; for a moment not the one selected (see
    /// [`Workspace::shown`]).
    pub open: Option<OpenClaim>,
    /// Everything about the selected item.
    pub detail: Detail,
    /// The evidence marked, in the order it was marked.
    pub marks: Vec<ItemId>,
    /// The filter in force.
    pub filter: Option<ActiveFilter>,
    /// The import under way.
    pub importing: Option<Importing>,
    /// The message under the panes.
    pub status: Option<Status>,
    /// What the view that is open over the panes lists, where it lists sources or parties.
    pub listed: Option<Listed>,
    /// The document that is open over the panes, as far as keys depend on it.
    pub(crate) document: Option<DocumentInUse>,
    /// What could not be saved.
    pub unsaved: Unsaved,
    /// Which key does what.
    pub keymap: Keymap,
    pub(crate) pending: Pending,
    pub(crate) memory: Memory,
}

impl Workspace {
    /// Where everything stands on the screen.
    #[must_use]
    pub fn places(&self) -> Places {
        geometry::places(self.size, self.focus, self.zoomed, self.claim_rows)
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

    /// Looks how many rows the selected claim takes above its evidence.
    pub(crate) fn measure_claim(&mut self) {
        let width = usize::from(geometry::head_width(self.size.0, self.zoomed));
        let Some(claim) = self.claims.selected() else { return };
        let (claimant, text) = match self.shown() {
            Some(open) => (open.head.claimant.as_ref(), &open.head.text),
            None => (claim.claimant.as_ref(), &claim.text),
        };
        // No more is read of a text without end than a screen could show.
        let text = truncate(text, width * usize::from(self.size.1));
        let whole = wording::assertion(claimant.map(SafeText::as_str), text.as_str());
        let stands = self.shown().map(|open| wrap(&open.head.stands, width).len()).unwrap_or_default();
        // The line for what it stands on is kept free until that is known.
        let rows = wrap(&SafeText::line(&whole), width).len() + stands.max(1);
        self.claim_rows = u16::try_from(rows).unwrap_or(u16::MAX);
    }

    /// Whether a piece of evidence is marked.
    #[must_use]
    pub fn is_marked(&self, id: ItemId) -> bool {
        self.marks.contains(&id)
    }

    /// The sign before a piece of evidence: that it is marked, else that it matches the filter.
    #[must_use]
    pub fn row_sign(&self, line: &EvidenceLine) -> Option<&'static str> {
        let matches = || self.filter.as_ref().is_some_and(|filter| filter.matches(line.row.pos));
        match self.is_marked(line.id) {
            true => Some(sign::MARKED),
            false => matches().then_some(sign::MATCHES),
        }
    }

    /// The list the detail pane shows the selection of: the pane in use, or the one used before
    /// the detail pane.
    #[must_use]
    pub const fn list_in_use(&self) -> Pane {
        match self.focus {
            Pane::Detail => self.memory.list,
            pane => pane,
        }
    }

    /// The piece of evidence selected in the list in use.
    #[must_use]
    pub fn evidence(&self) -> Option<&EvidenceLine> {
        self.shown()?.side(self.list_in_use().side()?).selected()
    }

    /// What the keys act on: the claim, or the piece of evidence selected in the list in use.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        match self.list_in_use() {
            Pane::Claims => self.claims.selected().map(|claim| Target::claim(claim.id)),
            _ => self.evidence().map(|evidence| Target::evidence(evidence.id)),
        }
    }

    /// The source in use: the one selected in a view that lists them, else that of the evidence selected.
    #[must_use]
    pub fn source(&self) -> Option<SourceInUse<'_>> {
        match &self.listed {
            Some(Listed { row: Some(RecordRow::Source(row)), .. }) => {
                Some(SourceInUse { id: row.id, key: &row.key, record: &row.record, evidence: None })
            }
            Some(_) => None,
            None => self.evidence().map(|line| SourceInUse {
                id: line.row.source_id,
                key: &line.row.source_key,
                record: &line.row.source,
                evidence: Some(&line.row),
            }),
        }
    }

    /// The record in use, of whatever kind: a claim or a piece of evidence, or the source or party selected in a
    /// view that lists them.
    #[must_use]
    pub fn record_in_use(&self) -> Option<Target> {
        match &self.listed {
            Some(listed) => listed.row.as_ref().map(|row| Target { kind: listed.kind, item: row.id() }),
            None => self.target(),
        }
    }

    /// How many changes are on their way to the case; at none, all is saved.
    #[must_use]
    pub fn writing(&self) -> usize {
        self.pending.flights.len()
    }

    /// Whether keys are being kept until an answer has moved the selection.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.pending.wait.is_some()
    }

    /// Which of what the last search found is selected, as position and number ("hit 3 of 12").
    #[must_use]
    pub fn hit(&self) -> Option<(usize, usize)> {
        let stepping = self.memory.stepping.as_ref()?;
        let hit = stepping.hits.get(stepping.at)?;
        let place = hit.place?;
        let target = place.evidence.map_or(Target::claim(place.claim), Target::evidence);
        // What is no claim and no evidence stands in the detail of one.
        let shown = self.key_of(target) == hit.key || self.rows_of(Pane::Detail) > 0;
        (shown && self.target() == Some(target)).then_some((stepping.at + 1, stepping.hits.len()))
    }

    /// Whether a draft of a note is kept for an item.
    #[must_use]
    pub fn has_draft(&self, target: Target) -> bool {
        self.memory.drafts.contains_key(&target)
    }

    /// The rows of a pane as it stands on the screen.
    pub(crate) fn rows_of(&self, pane: Pane) -> u16 {
        self.places().pane(pane).rows.height
    }

    /// How many rows are asked for on each side of the cursor.
    pub(crate) fn span(&self) -> usize {
        self.screen() * 2
    }

    /// The rows of one screen, whatever the pane in use.
    pub(crate) fn screen(&self) -> usize {
        usize::from(self.places().body.height.max(8))
    }

    /// The key of an item in view.
    pub(crate) fn key_of(&self, target: Target) -> SafeText {
        let evidence = self.open.as_ref().and_then(|open| open.evidence(target.item)).map(|line| &line.key);
        let claim = || self.claims.rows().iter().find(|claim| claim.id == target.item).map(|line| &line.key);
        evidence.or_else(claim).cloned().unwrap_or_default()
    }

    /// Tells the user something.
    pub(crate) fn say(&mut self, text: &str) {
        self.status = Some(Status { tone: Tone::Info, text: SafeText::line(text) });
    }

    /// Tells the user why something is not done.
    pub(crate) fn refuse(&mut self, text: &str) {
        self.status = Some(Status { tone: Tone::Refusal, text: SafeText::line(text) });
    }

    /// Says that pasted text does nothing here.
    pub(crate) fn refuse_paste(&mut self) {
        let note = self.keymap.say(Action::Note);
        self.refuse(&format!("pasted text does nothing here; {note} opens a note"));
    }

    /// What was waited for will not come: says why, and forgets the keys that were meant for it.
    pub(crate) fn lost(&mut self, sentence: &str) {
        self.pending.wait = None;
        let keys = match self.pending.typed.len() {
            0 => String::new(),
            1 => " (a key typed ahead was not acted on)".to_owned(),
            n => format!(" ({n} keys typed ahead were not acted on)"),
        };
        self.pending.typed.clear();
        self.refuse(&format!("{sentence}{keys}"));
    }

    pub(crate) fn emit(&mut self, effect: Effect) {
        self.pending.emit(effect);
    }

    pub(crate) fn ask(&mut self, read: Read) -> Ticket {
        self.pending.ask(read)
    }

    pub(crate) fn write(&mut self, write: Write) -> &mut Flight {
        self.pending.write(write)
    }
}
