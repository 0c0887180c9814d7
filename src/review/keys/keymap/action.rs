//! Everything a key can do: the one table from which keymap, help, palette, hint line and
//! the key table of the manual derive.

use crate::review::keys::keymap::context::Context;

/// What belongs together in help and manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Going somewhere.
    Go,
    /// Deciding.
    Decide,
    /// Making and editing records.
    Record,
    /// Writing notes.
    Write,
    /// Taking things out and in.
    Out,
    /// The program itself.
    Program,
    /// Answering what is asked.
    Answer,
}

impl Group {
    /// In the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Move,
        Self::Go,
        Self::Decide,
        Self::Record,
        Self::Write,
        Self::Out,
        Self::Program,
        Self::Answer,
    ];

    /// Its heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Go => "Going somewhere",
            Self::Decide => "Deciding",
            Self::Record => "Making and editing",
            Self::Write => "Notes",
            Self::Out => "Taking out and in",
            Self::Program => "Program",
            Self::Answer => "Answering",
        }
    }
}

macro_rules! actions {
    ($($variant:ident, $name:literal, $label:literal, $group:ident, [$($context:ident),+], $sentence:literal;)+) => {
        /// Something a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[doc = $sentence] $variant),+ }

        impl Action {
            /// All of them, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in keymaps and in the palette.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// A word or two for the line of keys.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// What it does: one sentence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence),+ }
            }

            /// What it belongs with.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),+ }
            }

            /// Where it can be bound.
            #[must_use]
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$variant => &[$(Context::$context),+]),+ }
            }
        }
    };
}

actions! {
    MoveDown, "move-down", "down", Move, [Review, View, Search, List, Help, Form, Document, Record, Make, Edit, Confirm], "Go one line down.";
    MoveUp, "move-up", "up", Move, [Review, View, Search, List, Help, Form, Document, Record, Make, Edit, Confirm], "Go one line up.";
    HalfPageDown, "half-page-down", "½ page down", Move, [Review, View, List, Help, Document], "Go half a page down.";
    HalfPageUp, "half-page-up", "½ page up", Move, [Review, View, List, Help, Document], "Go half a page up.";
    PageDown, "page-down", "page down", Move, [Review, View, Search, List, Help, Document, Record, Confirm], "Go a page down.";
    PageUp, "page-up", "page up", Move, [Review, View, Search, List, Help, Document, Record, Confirm], "Go a page up.";
    Top, "top", "top", Move, [Review, View, List, Help, Document], "Go to the first line.";
    Bottom, "bottom", "bottom", Move, [Review, View, List, Help, Document], "Go to the last line.";
    NextPane, "next-pane", "next pane", Move, [Review, View, Document], "Go to the next pane; in the matrix, to the next source with evidence; in a list of records, to what is selected or back; in a document, to the next paragraph.";
    PreviousPane, "previous-pane", "previous pane", Move, [Review, View, Document], "Go to the previous pane; in the matrix, to the source with evidence before; in a list of records, to what is selected or back; in a document, to the paragraph before.";
    Right, "right", "next", Move, [View, Document], "Show the view of the next claim; in the matrix, go to the next source; in a list of records, to what is selected; in a document, to the next word.";
    Left, "left", "previous", Move, [View, Document], "Show the view of the claim before; in the matrix, go to the source before; in a list of records, back to the list; in a document, to the word before.";
    Open, "open", "open", Move, [Review, View, Document], "Open what is selected: a claim's evidence, then the whole of a piece of evidence; from a view, go there; in a document, go to the evidence that has the quote.";
    Back, "back", "back", Move, [Review, View, Help, Document], "Go back to where you were: take off marks, undo the zoom, return to the list; with nothing left to close, take the filter off.";
    StretchWord, "stretch-by-word", "word more", Move, [Document], "Choose one word more.";
    ShrinkWord, "shrink-by-word", "word less", Move, [Document], "Choose one word less.";
    StretchSentence, "stretch-by-sentence", "sentence more", Move, [Document], "Choose up to the end of the next sentence.";
    ShrinkSentence, "shrink-by-sentence", "sentence less", Move, [Document], "Choose one sentence less.";
    NextQuote, "next-quote", "next quote", Move, [Document], "Go to the next quote that evidence has from the document.";
    PreviousQuote, "previous-quote", "previous quote", Move, [Document], "Go to the quote before.";
    Zoom, "zoom", "zoom", Move, [Review], "Give the pane the whole screen, or take it back.";

    NextUndecided, "next-undecided", "next undecided", Go, [Review], "Go to the next piece of evidence you have not decided.";
    PreviousUndecided, "previous-undecided", "previous undecided", Go, [Review], "Go to the previous piece of evidence you have not decided.";
    SwitchOrder, "switch-order", "order", Go, [Review], "Take undecided evidence claim by claim, or source by source.";
    Search, "search", "search", Go, [Review, View], "Search the whole case; in the list of sources or of parties, those.";
    NextHit, "next-hit", "next hit", Go, [Review, View, Document], "Go to the next thing the search found.";
    PreviousHit, "previous-hit", "previous hit", Go, [Review, View, Document], "Go to the previous thing the search found.";
    Filter, "filter", "filter", Go, [Review, View], "Show only the claims that a query matches, by themselves or in their evidence; an empty query shows all.";
    ReadDocument, "read-document", "read", Go, [Review, View], "Read the document of the source, at the quote if there is one.";
    Find, "find", "find", Go, [Document], "Find words in the document.";
    Contents, "contents", "headings", Go, [Document], "Show the headings of the document, to go to one.";
    OtherVersion, "other-version", "version", Go, [Document], "Show the version of the document before this one; from the first, the latest.";
    CaseInfo, "case-info", "the case", Go, [Review, View], "Show what the case says of itself: its question, its summary, and what is stale about it.";
    ViewReview, "view-review", "review", Go, [Review, View, Document], "Show the review.";
    ViewSources, "view-sources", "sources", Go, [Review, View, Document], "Show the sources, or the parties: what each supports and disputes, what it rests on, whether it was looked at.";
    ViewMatrix, "view-matrix", "matrix", Go, [Review, View, Document], "Show the matrix: claims down, sources across, stance and tag in the cells.";
    ViewTimeline, "view-timeline", "timeline", Go, [Review, View, Document], "Show the timeline of the claim or the case, each kind of date apart.";
    ViewFigures, "view-figures", "figures", Go, [Review, View, Document], "Show the figures of the case, those of one quantity side by side.";
    ViewOrigins, "view-origins", "origins", Go, [Review, View, Document], "Show where the evidence comes from in the end, and how many voices that is.";
    ViewLedger, "view-ledger", "ledger", Go, [Review, View, Document], "Show the ledger: what is released, withheld, not shown, asked for and overdue.";
    ViewHistory, "view-history", "history", Go, [Review, View, Document], "Show the history of what is selected.";
    SwitchWhole, "switch-whole", "claim or case", Go, [View], "Show the view of this claim, or of the whole case (under a filter, of the claims it leaves).";
    SwitchList, "switch-list", "sources or parties", Go, [View], "Turn from the list of sources to that of parties, and back.";
    SwitchArrangement, "switch-arrangement", "order", Go, [View], "Put the matrix, or the list of sources or of parties, in another order.";

    TagReleased, "tag-released", "released", Decide, [Review], "Tag evidence released: anyone can inspect the material; again takes the tag off.";
    TagWithheld, "tag-withheld", "withheld", Decide, [Review], "Tag evidence withheld: the material is not public; again takes the tag off.";
    TagDisputed, "tag-disputed", "disputed", Decide, [Review], "Tag evidence disputed: its authenticity or reading is contested; again takes the tag off.";
    TagExamined, "tag-examined", "examined", Decide, [Review], "Say that you looked at evidence and no tag applies; again takes that back.";
    ReadSupports, "read-supporting", "reads +", Decide, [Review], "Read the evidence as supporting, where the case lists it otherwise; again takes that off.";
    ReadRepeats, "read-repeating", "reads =", Decide, [Review], "Read the evidence as repeating the claim, where the case lists it otherwise; again takes that off.";
    ReadDisputes, "read-disputing", "reads -", Decide, [Review], "Read the evidence as disputing, where the case lists it otherwise; again takes that off.";
    ReadContext, "read-context", "reads ~", Decide, [Review], "Read the evidence as context, where the case lists it otherwise; again takes that off.";
    TagClear, "tag-clear", "clear", Decide, [Review], "Take off all tags: the evidence is undecided again.";
    Details, "details", "details", Decide, [Review], "Give the details of a tag: ground, by whom, when, in part, confidence; of what has no tag, the tag first.";
    DetailsOfLast, "details-of-last", "last tag's details", Decide, [Review], "Give the details of what you tagged last, wherever you are now.";
    Repeat, "repeat", "repeat", Decide, [Review], "Say of this evidence what you last said: tag, ground, confidence, and the note given with it.";
    RepeatOnMaterial, "repeat-on-material", "repeat on material", Decide, [Review], "Say what you last said of all undecided evidence on the same material as this, after asking.";
    GradeSource, "grade-source", "grade source", Decide, [Review, View], "Grade how reliable the source is: A to F, by the Admiralty code.";
    GradeEvidence, "grade-evidence", "grade", Decide, [Review], "Grade how credible what the evidence says is: 1 to 6, by the Admiralty code.";
    Derive, "derive", "draws on", Decide, [Review, View], "Say which source this source draws on, and how.";
    Via, "via", "via", Decide, [Review], "Say who speaks in the evidence, and what it rests on.";
    Verdict, "verdict", "verdict", Decide, [Review], "Give your verdict on the claim.";
    Aside, "set-aside", "set aside", Decide, [Review], "Set aside with a reason, to be passed over; again takes it up.";
    Mark, "mark", "mark", Decide, [Review], "Mark the evidence: the next tag goes to all that is marked, as one step.";
    MarkRange, "mark-range", "mark range", Decide, [Review], "Mark all evidence from the last mark to here.";
    AutoAdvance, "auto-advance", "auto-advance", Decide, [Review], "After a tag, go to the next undecided evidence by itself, or stay.";
    Undo, "undo", "undo", Decide, [Review, View, Document], "Take back your last step.";
    Redo, "redo", "redo", Decide, [Review, View, Document], "Bring back the step you took back.";

    Make, "make-record", "make", Record, [Review, View, Document], "Make a record: one more letter says what, and what is selected is filled in.";
    Edit, "edit-record", "edit", Record, [Review, View, Document], "Edit a record: what is selected, its source, or another.";
    MakeClaim, "make-claim", "claim", Record, [Review, Make], "Make a claim: a checkable statement.";
    MakeEvidence, "make-evidence", "evidence", Record, [Review, Make], "Make a piece of evidence: what a source says for or against the claim.";
    MakeSource, "make-source", "source", Record, [Review, Make], "Make a source: something published or obtainable.";
    MakeFigure, "make-figure", "figure", Record, [Review, Make], "Make a figure: a quantity that the claim or the evidence asserts.";
    MakeRequest, "make-request", "request", Record, [Review, Make], "Make a request: who asked whom for what.";
    MakeGap, "make-gap", "gap", Record, [Review, Make], "Make a gap: material that is not public, or that nobody has shown.";
    MakeDerivation, "make-derivation", "derivation", Record, [Review, Make], "Make a derivation: the source draws on another.";
    MakeParty, "make-party", "party", Record, [Review, Make], "Make a party: who asserts, holds or answers.";
    EditClaim, "edit-claim", "claim", Record, [Review, Edit], "Edit the claim.";
    EditEvidence, "edit-evidence", "evidence", Record, [Review, Edit], "Edit the piece of evidence.";
    EditSource, "edit-source", "source", Record, [Review, Edit], "Edit the source of the evidence, or another.";
    EditFigure, "edit-figure", "figure", Record, [Review, Edit], "Edit a figure.";
    EditRequest, "edit-request", "request", Record, [Review, Edit], "Edit a request.";
    EditGap, "edit-gap", "gap", Record, [Review, Edit], "Edit a gap.";
    EditDerivation, "edit-derivation", "derivation", Record, [Review, Edit], "Edit a derivation.";
    EditParty, "edit-party", "party", Record, [Review, Edit], "Edit a party.";
    EditCase, "edit-case", "the case", Record, [Review, Edit], "Edit what the case says of itself.";
    TakeOut, "take-out", "take out", Record, [Review, View], "Take out what is selected, with what hangs on it: that is named first, and undo brings it back.";
    Combine, "combine", "combine", Record, [Review, View], "Combine the claim, source or party selected with another that is the same: both are shown first, and what is kept.";
    Duplicates, "duplicates", "duplicates", Record, [Review], "Show the sources that were entered more than once, to combine them.";
    QuoteAsEvidence, "quote-as-evidence", "evidence", Record, [Document], "Make evidence of the passage: for the claim in use or another, and its sign says how it bears.";
    QuoteAsClaim, "quote-as-claim", "claim", Record, [Document], "Make a claim of the passage, with its wording and where that stands.";
    QuoteForEvidence, "quote-for-evidence", "quote", Record, [Document], "Make the passage the quote of the evidence that the document was opened from, or of another piece of this source.";
    TakeFigures, "take-figures", "figures", Record, [Document], "Offer the figures and dates that the passage names, to take or leave.";
    AnswerRequest, "answer-request", "answer", Record, [Review], "Say what came back on a request about the claim: one more letter says it, and the day is today.";

    Note, "note", "note", Write, [Review], "Write a note on what is selected.";
    NoteInEditor, "note-in-editor", "note in editor", Write, [Review], "Write the note in your editor.";
    SaveNote, "save-note", "save and close", Write, [Note], "Save the note and close it.";
    DiscardNote, "discard-note", "discard", Write, [Note], "Throw away what was changed in the note, after asking.";
    TogglePrivate, "toggle-private", "private", Write, [Note], "Keep the note private: out of exports and reports, unless asked for.";

    CopyCitation, "copy-citation", "cite", Out, [Review, View], "Copy a citation of what is selected.";
    OpenUrl, "open-url", "open URL", Out, [Review, View], "Open the source's address in the browser, after showing it.";
    Export, "export", "export", Out, [Review], "Write the case to a file: as a report, a table, or JSON.";
    Attach, "attach", "attach", Out, [Review, View], "Attach a document to the source in use: its text, and the file as it came.";
    Import, "import", "import", Out, [Review], "Bring what a file holds into the case: JSON, JSON Lines, CSV, a web page's table.";

    Help, "help", "keys · words", Program, [Review, Note, Verdict, Form, Prompt, Search, List, Confirm, View, Document, Record, Make, Edit], "Show all keys, and what the words mean.";
    Palette, "palette", "actions", Program, [Review, View, Document], "Do something by its name.";
    Suspend, "suspend", "suspend", Program, [Review, Every], "Return to the shell; its fg comes back here.";
    Leave, "leave", "leave", Program, [Review, View, Every, Document], "Leave; everything is saved.";
    LeaveTwice, "leave-when-pressed-twice", "twice: leave", Program, [Review, View, Document], "Leave when pressed twice in a row; everything is saved.";

    Accept, "accept", "ok", Answer, [Verdict, Form, Record, Make, Edit, Prompt, Search, List], "Take what is typed or chosen.";
    Cancel, "cancel", "cancel", Answer, [Verdict, Form, Record, Make, Edit, Prompt, Search, List], "Close without doing anything.";
    OtherPage, "other-page", "keys or words", Answer, [Help], "Turn from the keys to the words and back.";
    NextField, "next-field", "next line", Answer, [Form, Record], "Go to the next line of the form.";
    PreviousField, "previous-field", "previous line", Answer, [Form, Record], "Go to the previous line of the form.";
    NextValue, "next-value", "next value", Answer, [Form, Record], "Choose the next value, or go right in a text.";
    PreviousValue, "previous-value", "previous value", Answer, [Form, Record], "Choose the previous value, or go left in a text.";
    FormInEditor, "form-in-editor", "in editor", Answer, [Record], "Write the record in your editor, as a whole.";
    VerdictSupported, "verdict-supported", "supported", Answer, [Verdict], "The evidence bears the claim out.";
    VerdictRefuted, "verdict-refuted", "refuted", Answer, [Verdict], "The evidence speaks against the claim.";
    VerdictConflicting, "verdict-conflicting", "conflicting", Answer, [Verdict], "Good evidence stands on both sides.";
    VerdictUnproven, "verdict-unproven", "unproven", Answer, [Verdict], "The evidence does not settle the claim.";
    VerdictNone, "verdict-none", "none", Answer, [Verdict], "Take the verdict away.";
    ConfidenceLow, "confidence-low", "low", Answer, [Verdict], "You are not very sure.";
    ConfidenceModerate, "confidence-moderate", "moderate", Answer, [Verdict], "You are fairly sure.";
    ConfidenceHigh, "confidence-high", "high", Answer, [Verdict], "You are very sure.";
    Yes, "yes", "yes", Answer, [Confirm], "Do it.";
    No, "no", "no", Answer, [Confirm], "Do not do it.";
}

impl Action {
    /// Whether it shows a view: these are called so.
    #[must_use]
    pub fn shows_view(self) -> bool {
        self.name().starts_with("view-")
    }

    /// The actions that show a view, in the order of their keys.
    pub fn views() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|action| action.shows_view())
    }

    /// The action of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}
