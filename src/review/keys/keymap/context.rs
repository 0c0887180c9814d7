//! Where a key can be bound.

macro_rules! contexts {
    ($($variant:ident, $name:literal, $heading:literal, $types:literal, $doc:literal;)+) => {
        /// What the keys go to: each has its own table in a keymap.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Context { $(#[doc = $doc] $variant),+ }

        impl Context {
            /// All of them, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in keymaps.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Its heading in help and manual.
            #[must_use]
            pub const fn heading(self) -> &'static str {
                match self { $(Self::$variant => $heading),+ }
            }

            /// Whether keys that type a character type there.
            #[must_use]
            pub const fn types(self) -> bool {
                match self { $(Self::$variant => $types),+ }
            }
        }
    };
}

contexts! {
    Review, "review", "Review", false, "The panes.";
    Note, "note", "While writing a note", true, "An open note.";
    Verdict, "verdict", "When asked for a verdict", false, "The question for a verdict.";
    Form, "form", "In a form", true, "A form: the details of a tag, an export.";
    Record, "record", "In the form of a record", true, "The form of a record that is made or edited.";
    Make, "make", "When asked what to make", false, "The question what is to be made.";
    Edit, "edit", "When asked what to edit", false, "The question what is to be edited.";
    Prompt, "prompt", "In a line to type in", true, "A line to type in: filter, reason for setting aside, file to import.";
    Search, "search", "In the search", true, "The search.";
    List, "list", "In the list of actions", true, "The palette.";
    Help, "help", "In the pages of keys and words", true, "Help.";
    Confirm, "confirm", "When asked yes or no", false, "A question to be answered with yes or no.";
    View, "view", "In a view", false, "A view that takes the whole screen: matrix, timeline, figures, origins, ledger, history.";
    Document, "document", "In a document", false, "A source's document being read.";
    Every, "every", "Everywhere", false, "All of these.";
}
