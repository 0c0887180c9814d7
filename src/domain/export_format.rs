//! The formats a case leaves in: the one table behind the options of `export` and the form of the review.

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $ending:literal, $help:literal, $title:literal, $short:literal;)+) => {
        /// A format a case can be exported to. What writes it is chosen where exports are begun.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ExportFormat { $($(#[$doc])* $variant),+ }

        impl ExportFormat {
            /// All of them, in the order in which the command line lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// How the name of its file ends, with the dot.
            #[must_use]
            pub const fn ending(self) -> &'static str {
                match self { $(Self::$variant => $ending),+ }
            }

            /// What it is for, as the command line explains it.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),+ }
            }

            /// Its name in a form: two or three words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// What it is for, short enough to stand behind its title.
            #[must_use]
            pub const fn purpose(self) -> &'static str {
                match self { $(Self::$variant => $short),+ }
            }
        }
    };
}

formats! {
    /// The whole case with its history.
    Native, "native", ".json",
        "The whole case, to be imported again",
        "JSON", "the case, to import again";
    /// Claims and evidence, one a line.
    JsonLines, "jsonl", ".jsonl",
        "For scripts: a claim or a piece of evidence a line",
        "JSON Lines", "for scripts: a claim or a piece of evidence a line";
    /// A table of evidence and annotations.
    Csv, "csv", ".csv",
        "For a spreadsheet: a row for each piece of evidence and reviewer",
        "spreadsheet, CSV", "a row for each piece of evidence and reviewer";
    /// The index of withheld material that a court asks for.
    Vaughn, "vaughn", ".vaughn.csv",
        "For a court: a Vaughn index as CSV, a row for each piece of material that is not public, whole",
        "Vaughn index, CSV", "a row for each piece of material not public, whole";
    /// The report as text.
    Markdown, "markdown", ".md",
        "For people: a report as text",
        "report, Markdown", "for people: the same report as text";
    /// The report as a web page.
    Html, "html", ".html",
        "For people: a report as one web page that stands alone",
        "report, web page", "for people: one page that stands alone";
    /// Verdicts as schema.org ClaimReview.
    ClaimReview, "claimreview", ".claimreview.json",
        "For search engines: verdicts as schema.org ClaimReview; needs --url",
        "ClaimReview", "for search engines: verdicts as schema.org ClaimReview";
    /// What reviewers said, as W3C Web Annotations.
    WebAnnotations, "webannotation", ".webannotations.json",
        "For annotation tools: what reviewers said, as W3C Web Annotations",
        "Web Annotations", "what reviewers said, for annotation tools";
    /// What reviewers said, in the native format.
    Annotations, "annotations", ".annotations.json",
        "Only what reviewers said: tags, grounds, notes, verdicts, times",
        "annotations", "what reviewers said: tags, grounds, notes, verdicts";
}
