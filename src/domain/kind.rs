//! The kinds of record that a case holds.

use super::words::vocabulary;

vocabulary! {
    /// The kinds of record a case holds.
    Kind, "kind of record" {
        /// Who asserts, holds or answers.
        Party = "party",
        /// Something published or obtainable.
        Source = "source",
        /// One source drawing on another.
        Derivation = "derivation",
        /// A checkable statement.
        Claim = "claim",
        /// One link between a claim and a source.
        Evidence = "evidence",
        /// A quantity someone asserts.
        Figure = "figure",
        /// Who asked whom for what.
        Request = "request",
        /// Material said to exist and not public, or that nobody has shown.
        Gap = "gap",
    }
}

impl Kind {
    /// The letter of the kind's keys: the `E` of `E-103`.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Party => 'P',
            Self::Source => 'S',
            Self::Derivation => 'D',
            Self::Claim => 'C',
            Self::Evidence => 'E',
            Self::Figure => 'F',
            Self::Request => 'R',
            Self::Gap => 'G',
        }
    }

    /// One of them, for a sentence.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Self::Party => "a party",
            Self::Source => "a source",
            Self::Derivation => "a derivation",
            Self::Claim => "a claim",
            Self::Evidence => "a piece of evidence",
            Self::Figure => "a figure",
            Self::Request => "a request",
            Self::Gap => "a gap",
        }
    }

    /// The plural, which is also the name of the kind's section in native JSON.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Party => "parties",
            Self::Source => "sources",
            Self::Derivation => "derivations",
            Self::Claim => "claims",
            Self::Evidence => "evidence",
            Self::Figure => "figures",
            Self::Request => "requests",
            Self::Gap => "gaps",
        }
    }
}
