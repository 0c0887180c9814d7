//! A source's document open for reading, with the quotes that evidence has from it.

use super::annotation::Annotation;
use super::document::{DocumentInfo, DocumentText};
use super::keys::Key;
use super::quotes::Finding;
use super::rows::Place;
use super::words::Stance;
use std::sync::Arc;

/// A version of a source's document.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenDocument {
    /// The source.
    pub source: Key,
    /// What a row calls the source.
    pub called: String,
    /// What is known of the version.
    pub info: DocumentInfo,
    /// Which version it is, from 1.
    pub version: usize,
    /// How many there are.
    pub versions: usize,
    /// Its text.
    pub text: Arc<DocumentText>,
    /// The quotes that evidence has from it, in the order in which they stand in it; those that do not stand in
    /// it are the last.
    pub quotes: Vec<QuoteLine>,
}

/// A quote that a piece of evidence has from a document.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteLine {
    /// The piece and its claim.
    pub place: Place,
    /// The key of the piece.
    pub key: Key,
    /// The key of the claim.
    pub claim: Key,
    /// How it bears on the claim.
    pub stance: Stance,
    /// What the reviewer says of it.
    pub annotation: Annotation,
    /// What became of the quote in this version.
    pub finding: Finding,
}
