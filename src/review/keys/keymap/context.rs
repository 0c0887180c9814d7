//! Where a key can be bound.

/// What the keys go to: each has its own table in a keymap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere.
    Every,
    /// The review.
    Review,
    /// An open note.
    Note,
    /// The question for a verdict.
    Verdict,
    /// The form of a tag's details, of an export.
    Form,
    /// A line to type in: filter, reason for setting aside, file to import.
    Prompt,
    /// The search.
    Search,
    /// Help and palette.
    List,
    /// A question to be answered with yes or no.
    Confirm,
    /// A view that takes the whole screen: matrix, timeline, figures, origins, ledger, history.
    View,
}

impl Context {
    /// All of them, in the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Review,
        Self::Note,
        Self::Verdict,
        Self::Form,
        Self::Prompt,
        Self::Search,
        Self::List,
        Self::Confirm,
        Self::View,
        Self::Every,
    ];

    /// Its name in keymaps.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Review => "review",
            Self::Note => "note",
            Self::Verdict => "verdict",
            Self::Form => "form",
            Self::Prompt => "prompt",
            Self::Search => "search",
            Self::List => "list",
            Self::Confirm => "confirm",
            Self::View => "view",
        }
    }

    /// Its heading in help and manual.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Every => "Everywhere",
            Self::Review => "Review",
            Self::Note => "While writing a note",
            Self::Verdict => "When asked for a verdict",
            Self::Form => "In a form",
            Self::Prompt => "In a line to type in",
            Self::Search => "In the search",
            Self::List => "In the help and the list of actions",
            Self::Confirm => "When asked yes or no",
            Self::View => "In a view",
        }
    }

    /// Whether keys that type a character type there.
    #[must_use]
    pub const fn types(self) -> bool {
        matches!(self, Self::Note | Self::Form | Self::Prompt | Self::Search | Self::List)
    }
}
