//! What comes into the review: keys, answers, news of what was begun.

use crate::domain::matrix::Matrix;
use crate::domain::open_document::OpenDocument;
use crate::domain::record_list::RecordRow;
use crate::domain::rows::{Change, ClaimRow, ClaimView, EvidenceRow, Hits, Place, Progress, Slice};
use crate::domain::standing::Standing;
use crate::domain::{ItemId, Key, Target};
use crate::review::protocol::effect::Ticket;
use crate::review::protocol::import::{ImportEnd, ImportProgress};
use crate::review::protocol::record::{Combining, FormBasis, Others, TakingOut, Twice};
use crate::review::protocol::viewed::Viewed;
use crossterm::event::KeyEvent;
use std::ops::Range;
use std::sync::Arc;

/// A message to the review.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// Pasted text; never fires keys.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// The time of a timer has passed.
    Timer(Ticket),
    /// The case answers a question.
    Answer(Ticket, Answer),
    /// A change is durably committed.
    Committed(Ticket, Box<Change>),
    /// A change, a question or an errand was not done, and why: one sentence. Nothing is lost.
    Refused(Ticket, String),
    /// A change was not written, for the file or its disk failed: the same may go well later. Without a ticket:
    /// none could be written now.
    NotSaved(Ticket, NotSaved),
    /// The case can be written again.
    Writable,
    /// The case was changed by another program.
    Changed(Progress),
    /// The editor gave a text back; none when it was left unchanged or failed.
    Edited(Target, Option<String>),
    /// The editor ended with an error, and this is what stood in its file.
    LeftInEditor(Target, String),
    /// The editor gave the text of a record back; none when it failed.
    RecordEdited(Option<String>),
    /// What is typed in an open form was kept, or why it was not.
    FormKept(Result<(), String>),
    /// Files that are free for an export, in the order of the formats.
    Proposed(Ticket, Vec<String>),
    /// The export runs; its end comes as a notice.
    Exporting(Ticket),
    /// How far the import has come.
    Importing(ImportProgress),
    /// The import has ended.
    Imported(ImportEnd),
    /// A word to the user about something done outside, e.g. "exported to …".
    Notice(String),
    /// The session is being ended from outside.
    Terminate,
}

/// Why a change was not written, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSaved {
    /// A sentence, without its full stop.
    pub why: String,
    /// For words of a note: the file that keeps them instead, or why none does.
    pub words: Option<Result<String, String>>,
    /// Where the file of the case was taken away: the copy of what it held, or why there is none.
    pub copy: Option<Result<String, String>>,
}

/// An answer of the case.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Claims, and the place asked for among them (none when the list is empty).
    Claims(Slice<ClaimRow>, Option<ItemId>),
    /// A claim with its evidence (none when there is no such claim any more), and the first piece of
    /// that evidence a filter in force leaves, where the filter asks something of evidence.
    Claim(Option<Box<ClaimView>>, Option<ItemId>),
    /// What a claim stands on.
    Standing(Box<Standing>),
    /// Evidence of one side.
    Evidence(Slice<EvidenceRow>),
    /// Items between two others.
    Between(Vec<ItemId>),
    /// Undecided evidence, and whether the search went round the end; none when all is decided.
    Undecided(Option<(Place, bool)>),
    /// A count.
    OnSameMaterial(u64),
    /// What a search found.
    Search(Hits),
    /// What a filter leaves; none when it was taken off.
    Filter(Option<FilterLeaves>),
    /// Records found by name: key and name.
    Named(Vec<(Key, String)>),
    /// What a form begins with.
    Form(Box<FormBasis>),
    /// Records with which one might be combined.
    Others(Box<Others>),
    /// What becomes of two records that are combined.
    Combining(Box<Combining>),
    /// Sources that were entered more than once, and whether there are more of them.
    Duplicates(Vec<Twice>, bool),
    /// What hangs on records.
    Hanging(Box<TakingOut>),
    /// What a view shows.
    View(Box<Viewed>),
    /// The document of a source.
    Document(Box<OpenDocument>),
    /// Where words stand in a document, in bytes of its text.
    Passages(Vec<Range<usize>>),
    /// The claims are in the order asked for, or the sources or parties.
    Arranged,
    /// Sources or parties, and the one at the place asked for (none when the list is empty).
    Records(Slice<RecordRow>, Option<ItemId>),
    /// Rows of the matrix, and the claim at the place asked for (none where there is no claim).
    Matrix(Box<Matrix>, Option<ItemId>),
}

/// What a filter leaves of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterLeaves {
    /// How many claims.
    pub claims: u64,
    /// How many pieces of their evidence match; all of it, where the filter asks nothing of evidence.
    pub evidence: u64,
    /// The places of those, sorted, where the filter asks something of evidence.
    pub matching: Option<Arc<[i64]>>,
}
