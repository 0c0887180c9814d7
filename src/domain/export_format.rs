//! The formats a case leaves in: the one table behind the options of `export`, the names of files and the form of
//! the review.

/// What there is to know of a format.
#[derive(Debug)]
pub struct Described {
    /// Its name on the command line.
    pub name: &'static str,
    /// How the names of its files end, with the dot; the first is the one proposed.
    pub endings: &'static [&'static str],
    /// The letter that chooses it in the form of the review; what needs more than the form asks has none.
    pub letter: Option<char>,
    /// Whether it is text to be read as it stands. What is not escapes in its own way what a terminal would act on.
    pub is_text: bool,
    /// What it is for, as the command line explains it.
    pub help: &'static str,
    /// Its name in a form: two or three words.
    pub title: &'static str,
    /// What it is for, short enough to stand behind its title.
    pub purpose: &'static str,
}

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident {
        $name:literal $endings:expr, $letter:expr, $is_text:literal, $help:literal, $title:literal, $purpose:literal
    })+) => {
        /// A format a case can be exported to. What writes it is chosen where exports are begun.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ExportFormat { $($(#[$doc])* $variant),+ }

        impl ExportFormat {
            /// All of them, in the order in which they are listed and offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its line of the table.
            #[must_use]
            pub const fn described(self) -> &'static Described {
                match self {
                    $(Self::$variant => &Described {
                        name: $name,
                        endings: $endings,
                        letter: $letter,
                        is_text: $is_text,
                        help: $help,
                        title: $title,
                        purpose: $purpose,
                    }),+
                }
            }
        }
    };
}

formats! {
    /// The report as a web page.
    Html {
        "html" &[".html", ".htm"], Some('w'), true,
        "For people: a report as one web page that stands alone",
        "report, web page", "for people: one page that stands alone"
    }
    /// The report as text.
    Markdown {
        "markdown" &[".md"], Some('m'), true,
        "For people: a report as text",
        "report, Markdown", "for people: the same report as text"
    }
    /// A table of evidence and annotations.
    Csv {
        "csv" &[".csv"], Some('s'), true,
        "For a spreadsheet: a row for each piece of evidence and reviewer",
        "spreadsheet, CSV", "a row for each piece of evidence and reviewer"
    }
    /// The index of withheld material that a court asks for.
    Vaughn {
        "vaughn" &[".vaughn.csv"], Some('v'), true,
        "For a court: a Vaughn index as CSV, a row for each piece of material that is not public, whole",
        "Vaughn index, CSV", "a row for each piece of material not public, whole"
    }
    /// The whole case with its history.
    Native {
        "native" &[".json"], Some('i'), false,
        "The whole case, to be imported again",
        "JSON", "the case, to import again"
    }
    /// Claims and evidence, one a line.
    JsonLines {
        "jsonl" &[".jsonl", ".ndjson"], Some('l'), false,
        "For scripts: a claim or a piece of evidence a line",
        "JSON Lines", "for scripts: a claim or a piece of evidence a line"
    }
    /// What reviewers said, in the native format.
    Annotations {
        "annotations" &[".annotations.json"], Some('r'), false,
        "Only what reviewers said: tags, grounds, notes, verdicts, times",
        "annotations", "what reviewers said: tags, grounds, notes, verdicts"
    }
    /// What reviewers said, as W3C Web Annotations.
    WebAnnotations {
        "webannotation" &[".webannotations.json"], Some('a'), false,
        "For annotation tools: what reviewers said, as W3C Web Annotations",
        "Web Annotations", "what reviewers said, for annotation tools"
    }
    /// Verdicts as schema.org ClaimReview.
    ClaimReview {
        "claimreview" &[".claimreview.json"], None, false,
        "For search engines: verdicts as schema.org ClaimReview; needs --url",
        "ClaimReview", "for search engines: verdicts as schema.org ClaimReview"
    }
}

impl ExportFormat {
    /// The format that the name of a file asks for by its ending, whatever its case. The longest ending that fits
    /// decides: `case.vaughn.csv` is no plain table.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let fits = |format: Self| {
            format
                .described()
                .endings
                .iter()
                .filter(|ending| name.ends_with(**ending))
                .map(|it| it.len())
                .max()
        };
        let fitting = Self::ALL.iter().filter_map(|format| Some((fits(*format)?, *format)));
        fitting.max_by_key(|(length, _)| *length).map(|(_, format)| format)
    }

    /// How the name of a file of this format ends, with the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self.described().endings {
            [first, ..] => first,
            [] => "",
        }
    }
}
