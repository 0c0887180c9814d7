//! What the review asks of the case and of the world, as data: nothing here does anything by itself.

use crate::domain::hanging::Hanging;
use crate::domain::matrix::Arrangement;
use crate::domain::record_list::RecordOrder;
use crate::domain::rows::{ListAt, Place, Side};
use crate::domain::tag::Tag;
use crate::domain::words::{Credibility, Relation, Reliability};
use crate::domain::{
    Annotation, Confidence, ExportFormat, Ground, ItemId, Key, Kind, Note, Stance, Target, Verdict,
};
use crate::review::protocol::draft::DraftPlace;
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::protocol::viewed::{Topic, ViewOf};
use std::collections::BTreeMap;
use std::ops::Range;

/// Names one question, so that its answer is not taken for an older one's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Something to be done outside the review. What comes of it comes back as a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Change the case.
    Write(Ticket, Write),
    /// Ask the case.
    Read(Ticket, Read),
    /// Remember where the selection is, for the next time.
    SavePosition {
        /// The claim.
        claim: ItemId,
        /// The piece of evidence.
        evidence: Option<ItemId>,
    },
    /// Remember which passage was chosen last in the document of each source, in bytes of its text.
    SaveReading(BTreeMap<Key, Range<usize>>),
    /// Put text on the clipboard.
    Copy(String),
    /// Open an address in the browser.
    OpenUrl(String),
    /// Edit a text in the user's editor.
    Editor {
        /// What the note is on.
        target: Target,
        /// The text to begin with.
        text: String,
    },
    /// Edit a record as a text in the user's editor.
    EditRecord {
        /// The record; none for one that is to be made, and for the case itself.
        item: Option<ItemId>,
        /// The text to begin with.
        text: String,
    },
    /// Keep what is typed in an open form outside the case, or keep it no longer.
    KeepForm {
        /// Where it is kept.
        place: DraftPlace,
        /// What is typed.
        text: Option<String>,
    },
    /// Name files for an export that are free, one for each format in the order of its table.
    ProposeExports(Ticket),
    /// Write the case, or part of it, to a file that is not there yet.
    Export(Ticket, Export),
    /// Bring what a file holds into the case. Nothing else is written meanwhile.
    Import {
        /// The file, as it was typed.
        file: String,
        /// The source to which it is attached as a document, where it is one.
        to: Option<Key>,
    },
    /// Stop the import: the case is then as it was.
    StopImport,
    /// Send [`crate::review::Msg::Timer`] with this ticket after this many milliseconds.
    Timer(Ticket, u64),
    /// Leave this case for another, whose file is named as it was typed; where there is none, say so.
    OpenCase(String),
    /// Give the terminal back to the shell until the user returns.
    Suspend,
    /// Leave.
    Quit,
}

/// What leaves the case, and where to. Private notes stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// As what.
    pub format: ExportFormat,
    /// The file, as it was typed.
    pub file: String,
    /// What it is limited to (the query language); empty for all.
    pub query: String,
}

/// A change, as an intention on items by id. The one writer resolves them in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Tag evidence with a key: where all of it has the tag already, the tag comes off.
    Toggle {
        /// The evidence.
        items: Vec<ItemId>,
        /// The tag.
        tag: Tag,
    },
    /// Read evidence with a key: where all of it is read so already, it is read as listed again.
    Reading {
        /// The evidence.
        items: Vec<ItemId>,
        /// What it is read as.
        stance: Stance,
    },
    /// Say the same of several pieces of evidence: tags, ground, confidence, and note if any.
    Repeat {
        /// The evidence.
        items: Vec<ItemId>,
        /// What to say; its verdict and aside are not used.
        judgement: Annotation,
    },
    /// Say the same of all undecided evidence that rests on the same material as this piece.
    RepeatOnMaterial {
        /// The piece.
        item: ItemId,
        /// What to say; its verdict and aside are not used.
        judgement: Annotation,
    },
    /// The details of a tag.
    Details {
        /// The evidence.
        items: Vec<ItemId>,
        /// In part only.
        part: bool,
        /// Why it is withheld.
        ground: Option<Ground>,
        /// How sure.
        confidence: Option<Confidence>,
    },
    /// A note; none takes it away. Its draft goes with it, unless another note was saved meanwhile.
    Note {
        /// On what.
        target: Target,
        /// The note.
        note: Option<Note>,
        /// The note that stood there when this one was opened.
        opened: Option<Note>,
    },
    /// What stands in an open note; none when it was given up.
    Draft {
        /// On what.
        target: Target,
        /// What stands in it.
        note: Option<Note>,
    },
    /// A verdict on a claim; none takes it away.
    Verdict {
        /// The claim.
        claim: ItemId,
        /// The verdict.
        verdict: Option<Verdict>,
        /// How sure.
        confidence: Option<Confidence>,
        /// Why.
        reason: Option<String>,
    },
    /// Grade a source; none takes the grade away.
    Reliability {
        /// The source.
        source: Key,
        /// The grade.
        grade: Option<Reliability>,
    },
    /// Grade evidence; none takes the grade away.
    Credibility {
        /// The evidence.
        items: Vec<ItemId>,
        /// The grade.
        grade: Option<Credibility>,
    },
    /// Say that a source draws on another.
    Derive {
        /// The source.
        source: Key,
        /// The other.
        from: Key,
        /// How.
        relation: Relation,
        /// Where that shows.
        locator: Option<String>,
    },
    /// Set who speaks in evidence and what it rests on, whole.
    Via {
        /// The evidence.
        items: Vec<ItemId>,
        /// The party who speaks.
        party: Option<Key>,
        /// The source it rests on in the end.
        origin: Option<Key>,
        /// Why the origin cannot be traced.
        untraced: Option<String>,
    },
    /// Make or edit a record.
    Record(Box<RecordWrite>),
    /// Combine two records that are one.
    Combine {
        /// Their kind.
        kind: Kind,
        /// The one that stays.
        stays: ItemId,
        /// The one that goes.
        goes: ItemId,
    },
    /// Take records out, with what hangs on them, where that is still what was shown.
    TakeOut {
        /// The records.
        items: Vec<Target>,
        /// What was shown to hang on them.
        hanging: Box<Hanging>,
    },
    /// Set items aside with a reason; none takes them up again.
    Aside {
        /// The items.
        targets: Vec<Target>,
        /// Why.
        reason: Option<String>,
    },
    /// Take back the last step.
    Undo,
    /// Bring back the last step taken back.
    Redo,
}

/// The order in which undecided evidence comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SeekOrder {
    /// Claim by claim.
    #[default]
    ByClaim,
    /// Source by source, so that each document is read once.
    BySource,
}

/// A question to the case. Lists of claims and undecided evidence keep to the filter in force.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Claims around a place: up to `before` rows above it and `after` from it on.
    Claims {
        /// The place.
        at: ListAt,
        /// Rows above it.
        before: usize,
        /// Rows from it on.
        after: usize,
    },
    /// A claim, and up to `rows` pieces of evidence on each side, around `focus` where it is there.
    Claim {
        /// The claim.
        claim: ItemId,
        /// The piece of evidence to have in view.
        focus: Option<ItemId>,
        /// How many rows on each side.
        rows: usize,
    },
    /// What a claim stands on.
    Standing {
        /// The claim.
        claim: ItemId,
    },
    /// Evidence of one side around a place in it (0 is the first).
    Evidence {
        /// The claim.
        claim: ItemId,
        /// The side.
        side: Side,
        /// The first row wanted.
        start: u64,
        /// How many rows.
        rows: usize,
    },
    /// All evidence of a side between two pieces, both included.
    Between {
        /// One end.
        from: ItemId,
        /// The other.
        to: ItemId,
    },
    /// The next (or previous) undecided piece of evidence that is not set aside.
    Undecided {
        /// From which piece of evidence on; or from the line of a claim, so that on the way on its own
        /// evidence comes first. None for the very first or last.
        from: Option<ItemId>,
        /// On or back.
        forward: bool,
        /// In which order.
        order: SeekOrder,
    },
    /// How many undecided pieces rest on the same material as this one (itself left out).
    OnSameMaterial {
        /// The piece.
        item: ItemId,
    },
    /// Search the whole case.
    Search {
        /// Words and "phrases".
        text: String,
        /// The kind of records that are looked for, where it is one alone.
        only: Option<Kind>,
    },
    /// Put a filter in force (the query language); empty takes it off.
    Filter {
        /// The query.
        query: String,
    },
    /// Records of a kind whose key, name or title is, or holds, what was typed.
    Named {
        /// The kind.
        kind: Kind,
        /// What was typed.
        text: String,
        /// Of evidence, the source that it is to be of; also what it quotes and its claim are looked at then.
        within: Option<Key>,
    },
    /// What a form begins with.
    Form {
        /// What it is of.
        of: FormOf,
        /// What it is to refer to.
        refers: Vec<FormOf>,
        /// What it is about.
        place: Option<Place>,
    },
    /// Records with which one might be combined: whose key, name or title is, or holds, what was typed.
    Others {
        /// The one.
        of: FormOf,
        /// What was typed.
        text: String,
    },
    /// What would become of two records that are combined.
    Combining {
        /// The one that stays.
        stays: FormOf,
        /// The one that goes.
        goes: FormOf,
    },
    /// Sources that were entered more than once.
    Duplicates,
    /// What hangs on records that might be taken out.
    Hanging {
        /// The records.
        of: Vec<FormOf>,
    },
    /// What a view shows.
    View {
        /// Which.
        topic: Topic,
        /// Of what.
        of: ViewOf,
    },
    /// Put all sources or parties in an order, or those that the filter leaves.
    ArrangeRecords {
        /// Which kind.
        kind: Kind,
        /// In which order.
        order: RecordOrder,
    },
    /// Sources or parties around a place: up to `before` rows above it and `after` from it on.
    Records {
        /// Which kind.
        kind: Kind,
        /// In which order. Any but the one by key, without a filter, is the one asked for last.
        order: RecordOrder,
        /// The place.
        at: ListAt,
        /// Rows above it.
        before: usize,
        /// Rows from it on.
        after: usize,
    },
    /// The document of a source, with the quotes that evidence has from it.
    Document {
        /// The source.
        source: Key,
        /// The version, from 1; the latest where none is named.
        version: Option<usize>,
    },
    /// Where words stand in the document of a source.
    Find {
        /// The source.
        source: Key,
        /// The version of its document, as above.
        version: Option<usize>,
        /// The words.
        words: String,
    },
    /// Put all claims in an order for the matrix.
    Arrange {
        /// Which.
        arrangement: Arrangement,
    },
    /// The matrix around a place: up to `before` rows above it and `after` from it on.
    Matrix {
        /// In which order. One that all claims must be put in first is the one asked for last.
        arrangement: Arrangement,
        /// The place.
        at: ListAt,
        /// Rows above it.
        before: usize,
        /// Rows from it on.
        after: usize,
    },
}
