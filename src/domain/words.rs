//! The closed vocabularies: each value is one word, the same in code, on screens, in JSON and in
//! queries.

use thiserror::Error;

/// A word that is not in the vocabulary it was used for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no {what} \"{word}\"; known: {known}")]
pub struct UnknownWord {
    /// What the word should have been, e.g. "stance".
    pub what: &'static str,
    /// The word that was given.
    pub word: String,
    /// The known words, separated by commas.
    pub known: String,
}

/// The words of a vocabulary with what they mean.
#[derive(Debug)]
pub struct Vocabulary {
    /// The name of its type.
    pub name: &'static str,
    /// What a word of it is, e.g. "stance".
    pub what: &'static str,
    /// What its words say, in a sentence.
    pub about: &'static str,
    /// Each word with its meaning, in the order people expect to see them.
    pub words: &'static [(&'static str, &'static str)],
}

/// Words that files spell otherwise than people read them here.
const SPELLED: &[(&str, &str)] = &[
    ("summarises", "summarizes"),
    ("role-only", "role only"),
    ("up-to", "up to"),
    ("at-least", "at least"),
    ("more-than", "more than"),
    ("less-than", "less than"),
    ("no-response", "no response"),
    ("no-records", "no records"),
    ("in-part", "in part"),
    ("not-shown", "not shown"),
];

/// A word of a vocabulary as people read it.
#[must_use]
pub fn shown(word: &'static str) -> &'static str {
    SPELLED.iter().find(|(written, _)| *written == word).map_or(word, |(_, shown)| shown)
}

impl Vocabulary {
    /// The words alone.
    pub fn all(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.words.iter().map(|(word, _)| *word)
    }

    /// A word as files have it, however it is spelled and whatever its letters' case.
    ///
    /// # Errors
    /// When it is none of them, with those that are.
    pub fn find(&self, word: &str) -> Result<&'static str, UnknownWord> {
        let is = |known: &&'static str| [known, shown(known)].iter().any(|it| it.eq_ignore_ascii_case(word));
        self.all().find(is).ok_or_else(|| UnknownWord {
            what: self.what,
            word: word.to_owned(),
            known: self.all().map(shown).collect::<Vec<_>>().join(", "),
        })
    }
}

/// A type whose values are the words of a vocabulary.
pub trait Word {
    /// The vocabulary.
    const VOCABULARY: &'static Vocabulary;
}

/// Declares an enum whose variants are words of the vocabulary.
macro_rules! vocabulary {
    (
        $(#[doc = $about:literal])+
        $name:ident, $what:literal { $($(#[doc = $means:literal])+ $variant:ident = $word:literal),+ $(,)? }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $means])+ #[serde(rename = $word)] $variant),+ }

        impl $crate::domain::words::Word for $name {
            const VOCABULARY: &'static $crate::domain::words::Vocabulary = &$crate::domain::words::Vocabulary {
                name: stringify!($name),
                what: $what,
                about: concat!($($about),+).trim_ascii_start(),
                words: &[$(($word, concat!($($means),+).trim_ascii_start())),+],
            };
        }

        impl $name {
            /// Every word, in the order people expect to see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word itself.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::words::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let word = <Self as $crate::domain::words::Word>::VOCABULARY.find(word)?;
                Ok(Self::ALL.iter().copied().find(|known| known.word() == word).unwrap_or(Self::ALL[0]))
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// How a party is known to us.
    Naming, "naming" {
        /// By name.
        Named = "named",
        /// Only by the role it had, e.g. "a senior official".
        RoleOnly = "role-only",
        /// Known to the source, kept from the reader.
        Anonymous = "anonymous",
        /// The source says nothing of who speaks.
        Unattributed = "unattributed",
    }
}
vocabulary! {
    /// Whether a party is one person or one body; neither for a group that is no body, and where it is
    /// not known.
    Being, "being" {
        /// One person.
        Person = "person",
        /// An organization: a state, an office, a company, a court, a newspaper, ...
        Organization = "organization",
    }
}
vocabulary! {
    /// What sort of statement a claim is.
    Nature, "nature" {
        /// Can be checked.
        Fact = "fact",
        /// A judgment.
        Opinion = "opinion",
        /// About what has not happened yet.
        Prediction = "prediction",
    }
}
vocabulary! {
    /// Where in a source a wording stands.
    Placement, "placement" {
        /// The headline.
        Headline = "headline",
        /// The opening.
        Lead = "lead",
        /// The running text.
        Body = "body",
        /// Under a picture or table.
        Caption = "caption",
        /// A summary set apart from the text.
        Summary = "summary",
    }
}
vocabulary! {
    /// What has become of a published source.
    Status, "status" {
        /// Stands as published.
        Current = "current",
        /// Corrected by its publisher.
        Corrected = "corrected",
        /// No longer to be had.
        Removed = "removed",
        /// Taken back by its publisher.
        Retracted = "retracted",
    }
}
vocabulary! {
    /// How a source derives from another (PROV-O `wasDerivedFrom` and its narrower terms).
    Relation, "relation" {
        /// Passes on what the other says.
        Relays = "relays",
        /// Quotes the other word for word.
        Quotes = "quotes",
        /// Prints the other again.
        Reprints = "reprints",
        /// Says in short what the other says.
        Summarizes = "summarises",
    }
}
vocabulary! {
    /// How a piece of evidence bears on its claim.
    Stance, "stance" {
        /// Adds something for the claim.
        Supports = "supports",
        /// Carries the claim without adding to it; never counts as support.
        Repeats = "repeats",
        /// Speaks against the claim.
        Disputes = "disputes",
        /// Bears on the claim without taking a side.
        Context = "context",
    }
}
impl Stance {
    /// Its sign, where there is little room.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Supports => "+",
            Self::Repeats => "=",
            Self::Disputes => "-",
            Self::Context => "~",
        }
    }
}
vocabulary! {
    /// Whether anyone can inspect the material behind a piece of evidence.
    Access, "access" {
        /// Anyone can inspect it, in full or in part.
        Released = "released",
        /// Not public, and someone says it exists, or its holder will not say.
        Withheld = "withheld",
    }
}
vocabulary! {
    /// A reviewer's judgment on a claim.
    Verdict, "verdict" {
        /// The evidence bears it out.
        Supported = "supported",
        /// The evidence speaks against it.
        Refuted = "refuted",
        /// Good evidence stands on both sides.
        Conflicting = "conflicting",
        /// The evidence does not settle it.
        Unproven = "unproven",
    }
}
vocabulary! {
    /// How sure the reviewer is.
    Confidence, "confidence" {
        /// Little.
        Low = "low",
        /// Middling.
        Moderate = "moderate",
        /// Much.
        High = "high",
    }
}
vocabulary! {
    /// What a figure's bounds mean.
    Qualifier, "qualifier" {
        /// The value itself, or the range from low to high.
        Exact = "exact",
        /// Near the value.
        About = "about",
        /// No more than the value.
        UpTo = "up-to",
        /// The value or more.
        AtLeast = "at-least",
        /// More than the value.
        MoreThan = "more-than",
        /// Less than the value.
        LessThan = "less-than",
    }
}
vocabulary! {
    /// Whether a ground was given, or inferred by whoever recorded it.
    Basis, "basis" {
        /// Given by the one who withholds.
        Invoked = "invoked",
        /// Concluded by the reviewer.
        Inferred = "inferred",
    }
}
vocabulary! {
    /// What sort of thing is asked for.
    Asked, "kind of request" {
        /// A document, dataset or other record.
        Record = "record",
        /// An answer to a question.
        Comment = "comment",
    }
}
vocabulary! {
    /// What came back on a request.
    Outcome, "outcome" {
        /// Nothing is known to have come back.
        NoResponse = "no-response",
        /// Receipt was confirmed, no more.
        Acknowledged = "acknowledged",
        /// The holder says it has no such record.
        NoRecords = "no-records",
        /// Refused.
        Refused = "refused",
        /// Answered in part.
        Part = "part",
        /// Answered in full.
        All = "all",
        /// The refusal was appealed.
        Appealed = "appealed",
        /// The matter is before a court.
        Litigated = "litigated",
    }
}
vocabulary! {
    /// What the sources say of material that a claim rests on.
    Holding, "holding" {
        /// Public, whole.
        Released = "released",
        /// Public in part.
        InPart = "in-part",
        /// Said to exist, not public.
        Withheld = "withheld",
        /// Was public, is not any more.
        Removed = "removed",
        /// Nobody says it exists, or no one gave any.
        NotShown = "not-shown",
    }
}
impl Holding {
    /// Whether anyone can inspect the material, in full or in part.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Released | Self::InPart)
    }
}
vocabulary! {
    /// Admiralty code: how reliable a source is (NATO AJP-2.1).
    Reliability, "reliability" {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}
impl Reliability {
    /// What the letter says of a source.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::A => "completely reliable",
            Self::B => "usually reliable",
            Self::C => "fairly reliable",
            Self::D => "not usually reliable",
            Self::E => "unreliable",
            Self::F => "cannot be judged",
        }
    }
}
vocabulary! {
    /// Admiralty code: how credible a piece of information is (NATO AJP-2.1).
    Credibility, "credibility" {
        /// Confirmed by other sources.
        One = "1",
        /// Probably true.
        Two = "2",
        /// Possibly true.
        Three = "3",
        /// Doubtful.
        Four = "4",
        /// Improbable.
        Five = "5",
        /// Cannot be judged.
        Six = "6",
    }
}
impl Credibility {
    /// What the number says of a piece of information.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::One => "confirmed by other sources",
            Self::Two => "probably true",
            Self::Three => "possibly true",
            Self::Four => "doubtful",
            Self::Five => "improbable",
            Self::Six => "cannot be judged",
        }
    }
}
