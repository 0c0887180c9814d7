//! The query language, the same in the reviewer's filter, `corrob list` and `corrob export`.
//!
//! A query is a row of clauses, and what it finds must satisfy each of them: words and "phrases",
//! `key:value` terms, and either with `-` before it for what must not hold.
//!
//! What a clause looks at is its [`Level`]. A query is decided for a claim together with one piece of
//! its evidence: terms of the claim must hold for the claim, terms of the evidence for the piece, and
//! text and dates for the claim, the piece or its source, whichever. So all terms on evidence hold
//! for one and the same piece. A claim is found when it is found with any of its pieces. What reviewers say
//! of an item (`is:noted`, `note:`, `is:conflict`, `is:aside`, `is:stale`, `by:` alone) finds the piece it is about
//! of, or the claim.

mod error;
mod fold;
mod keys;
mod needle;
mod parse;
mod span;
mod value;

pub use error::QueryError;
pub use fold::fold;
pub use keys::{KEYS, QueryKey};
pub use needle::Needle;
pub(super) use needle::runs_on;
pub use parse::{MOST_CLAUSES, loose};
pub use span::Span;

use super::dates::Date;
use super::keys::Key;
use super::words::{Stance, Status, Verdict, vocabulary};
use std::fmt;

/// What is looked for: every clause must hold. Without any, it is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The clauses.
    pub clauses: Vec<Clause>,
}

impl Query {
    /// Whether it finds everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }
}

/// One thing that must hold, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it must not hold.
    pub negated: bool,
    /// What.
    pub term: Term,
}

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words, without quotes; never empty.
    pub text: String,
    /// Whether the last word may go on.
    pub prefix: bool,
}

impl Text {
    /// What finds it in a text.
    #[must_use]
    pub fn needle(&self) -> Needle {
        Needle::new(&self.text, self.prefix)
    }
}

/// A record, by its key or by a part of what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its key.
    Key(Key),
    /// By a part of its name or title.
    Part(String),
}

vocabulary! {
    /// A judgement on a piece of evidence, as a query names it.
    TagIs, "tag" {
        /// Tagged released.
        Released = "released",
        /// Tagged withheld.
        Withheld = "withheld",
        /// Tagged disputed.
        Disputed = "disputed",
        /// Examined: looked at, and no tag applies.
        Examined = "examined",
        /// Nothing decided.
        None = "none",
    }
}
vocabulary! {
    /// A reviewer's own stance on a piece of evidence, as a query names it.
    ReadingIs, "reading" {
        /// Read as supporting the claim.
        Supports = "supports",
        /// Read as carrying the claim without adding to it.
        Repeats = "repeats",
        /// Read as disputing the claim.
        Disputes = "disputes",
        /// Read as context.
        Context = "context",
        /// Read as the case lists it.
        None = "none",
    }
}

impl ReadingIs {
    /// The stance; none for none.
    #[must_use]
    pub const fn stance(self) -> Option<Stance> {
        match self {
            Self::Supports => Some(Stance::Supports),
            Self::Repeats => Some(Stance::Repeats),
            Self::Disputes => Some(Stance::Disputes),
            Self::Context => Some(Stance::Context),
            Self::None => None,
        }
    }
}
vocabulary! {
    /// A judgement on a claim, as a query names it.
    VerdictIs, "verdict" {
        /// The evidence bears it out.
        Supported = "supported",
        /// The evidence speaks against it.
        Refuted = "refuted",
        /// Good evidence stands on both sides.
        Conflicting = "conflicting",
        /// The evidence does not settle it.
        Unproven = "unproven",
        /// No verdict.
        None = "none",
    }
}
vocabulary! {
    /// How an item stands with its reviewers.
    State, "state" {
        /// A piece of evidence neither tagged nor examined.
        Undecided = "undecided",
        /// A piece of evidence tagged or examined.
        Decided = "decided",
        /// Two reviewers' tags, readings or verdicts on it differ.
        Conflict = "conflict",
        /// Set aside.
        Aside = "aside",
        /// With a note.
        Noted = "noted",
        /// A claim whose verdict is older than newer evidence; evidence in a source unchecked for too
        /// long.
        Stale = "stale",
    }
}

impl VerdictIs {
    /// The verdict; none for none.
    #[must_use]
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Supported => Some(Verdict::Supported),
            Self::Refuted => Some(Verdict::Refuted),
            Self::Conflicting => Some(Verdict::Conflicting),
            Self::Unproven => Some(Verdict::Unproven),
            Self::None => None,
        }
    }
}

/// What can hold of a claim, of a piece of evidence, or of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// It says this.
    Text(Text),
    /// How the evidence is tagged.
    Tag(TagIs),
    /// How the evidence bears on the claim.
    Stance(Stance),
    /// How the reviewer reads it, where otherwise.
    Reading(ReadingIs),
    /// The verdict on the claim.
    Verdict(VerdictIs),
    /// The source, or a part of its title, short name or publisher.
    Source(Named),
    /// The claim.
    Claim(Key),
    /// The claimant, by id, key or a part of the name.
    Claimant(Named),
    /// The kind of the evidence or of its source.
    Kind(String),
    /// What has become of the source.
    Status(Status),
    /// A part of the claim's topic.
    Topic(String),
    /// A part of the material the evidence rests on.
    Material(String),
    /// A part of the ground for withholding.
    Ground(String),
    /// Whose judgement; alone, what that reviewer has annotated.
    By(String),
    /// A note says this.
    Note(Text),
    /// How it stands.
    Is(State),
    /// Dated before.
    Before(Date),
    /// Dated after.
    After(Date),
}

/// What a term looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The claim alone.
    Claim,
    /// The piece of evidence and its source.
    Evidence,
    /// The claim, the piece or its source: it holds where it holds for one of them.
    Any,
    /// The piece or the claim, as the item that a reviewer's words are about.
    Item,
}

impl Term {
    /// What it looks at.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Self::Claim(_) | Self::Claimant(_) | Self::Topic(_) | Self::Verdict(_) => Level::Claim,
            Self::Tag(_)
            | Self::Reading(_)
            | Self::Stance(_)
            | Self::Source(_)
            | Self::Kind(_)
            | Self::Status(_)
            | Self::Material(_)
            | Self::Ground(_)
            | Self::Is(State::Undecided | State::Decided) => Level::Evidence,
            Self::Text(_) | Self::Before(_) | Self::After(_) => Level::Any,
            Self::Note(_)
            | Self::By(_)
            | Self::Is(State::Conflict | State::Aside | State::Noted | State::Stale) => Level::Item,
        }
    }

    /// Whether it is a judgement: the reviewer's, or where `by:` names one, that reviewer's.
    #[must_use]
    pub const fn is_judged(&self) -> bool {
        matches!(
            self,
            Self::Tag(_)
                | Self::Reading(_)
                | Self::Verdict(_)
                | Self::Ground(_)
                | Self::Note(_)
                | Self::Is(State::Undecided | State::Decided | State::Aside | State::Noted | State::Stale)
        )
    }

    /// Its key and value as they are written; no key for text.
    fn written(&self) -> (Option<&'static str>, String) {
        let part = |text: &str| quoted(text, false);
        let named = |named: &Named| match named {
            Named::Key(key) => key.to_string(),
            Named::Part(text) => part(text),
        };
        let starred = |text: &Text| {
            let star = if text.prefix { "*" } else { "" };
            format!("{}{star}", quoted(&text.text, false))
        };
        match self {
            Self::Text(text) => {
                (None, format!("{}{}", quoted(&text.text, true), if text.prefix { "*" } else { "" }))
            }
            Self::Tag(tag) => (Some("tag"), tag.to_string()),
            Self::Stance(stance) => (Some("stance"), stance.to_string()),
            Self::Reading(reading) => (Some("reading"), reading.to_string()),
            Self::Verdict(verdict) => (Some("verdict"), verdict.to_string()),
            Self::Source(source) => (Some("source"), named(source)),
            Self::Claim(key) => (Some("claim"), key.to_string()),
            Self::Claimant(party) => (Some("claimant"), named(party)),
            Self::Kind(text) => (Some("kind"), part(text)),
            Self::Status(status) => (Some("status"), status.to_string()),
            Self::Topic(text) => (Some("topic"), part(text)),
            Self::Material(text) => (Some("material"), part(text)),
            Self::Ground(text) => (Some("ground"), part(text)),
            Self::By(text) => (Some("by"), part(text)),
            Self::Note(text) => (Some("note"), starred(text)),
            Self::Is(state) => (Some("is"), state.to_string()),
            Self::Before(date) => (Some("before"), part(date.as_str())),
            Self::After(date) => (Some("after"), part(date.as_str())),
        }
    }

    /// The key it is written with; none for text.
    #[must_use]
    pub fn key(&self) -> Option<&'static str> {
        self.written().0
    }
}

/// A value as it is written: in quotes (a quote within them doubled) where it would be read as
/// something else without.
fn quoted(text: &str, alone: bool) -> String {
    let plain = !text.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || c == '"')
        && !text.ends_with('*')
        && !(alone && (text.starts_with('-') || parse::key_of(text).is_some()));
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        match self.term.written() {
            (Some(key), value) => write!(f, "{key}:{value}"),
            (None, value) => f.write_str(&value),
        }
    }
}

impl fmt::Display for Query {
    /// The query as it can be typed: reading it gives the same query again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, clause) in self.clauses.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{clause}")?;
        }
        Ok(())
    }
}
