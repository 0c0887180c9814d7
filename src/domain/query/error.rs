//! What can be wrong with a query, in a sentence that says where.

use thiserror::Error;

/// A query that cannot be read. Positions count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// No such key.
    #[error(
        "\"{key}\" at position {at} is not a query term; known: {known}; text that holds a colon goes in quotes"
    )]
    UnknownKey {
        /// What was given.
        key: String,
        /// Where.
        at: usize,
        /// The keys there are.
        known: String,
    },
    /// A value that its key does not take.
    #[error("{key}: at position {at}: {reason}")]
    BadValue {
        /// The key.
        key: &'static str,
        /// Where.
        at: usize,
        /// Why not.
        reason: String,
    },
    /// A key without a value.
    #[error("{key}: at position {at} needs a value, right after the colon, like {example}")]
    NoValue {
        /// The key.
        key: &'static str,
        /// Where.
        at: usize,
        /// How it is written.
        example: &'static str,
    },
    /// Quotes around nothing.
    #[error("the quotes at position {at} hold nothing to look for")]
    EmptyQuotes {
        /// Where.
        at: usize,
    },
    /// A quote without its other end.
    #[error("the quote at position {at} is not closed; a quote within quotes is written twice")]
    OpenQuote {
        /// Where.
        at: usize,
    },
    /// A minus on its own.
    #[error("the - at position {at} stands before nothing; put it right before what must not hold")]
    LoneMinus {
        /// Where.
        at: usize,
    },
    /// A star behind too little.
    #[error("the * at position {at} comes after too little; give at least two letters before it")]
    ShortPrefix {
        /// Where.
        at: usize,
    },
    /// More than anyone writes.
    #[error("the query has more than {most} terms; leave some out")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
}
