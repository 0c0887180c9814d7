//! Where in the page the writer is, and what stands between its places.

use crate::domain::{Key, Stance};
use std::collections::BTreeMap;

/// Where in the page the writer is.
#[derive(Debug)]
pub(super) enum PagePart {
    Claims,
    Claim(Box<InClaim>),
    Figures {
        /// The list that is being written.
        list: Option<Listed>,
    },
    Sources {
        any: bool,
    },
    Loose {
        list: Option<&'static str>,
    },
}

/// At most this many pieces of a claim are remembered with their grades.
pub(super) const PIECES: usize = 10_000;

/// In a claim.
#[derive(Debug)]
pub(super) struct InClaim {
    pub key: Key,
    pub claimant: String,
    /// The stance of the evidence that is being written, if any has come.
    pub stance: Option<Stance>,
    /// Whether its evidence has been ended, and what it stands on has been written.
    pub ended: bool,
    /// The evidence that has come, with its grades.
    pub pieces: BTreeMap<Key, String>,
    /// How many requests are about it.
    pub requests: usize,
    /// What stands behind it.
    pub foot: String,
}

/// What is being written among the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Quantities with figures side by side.
    Grids,
    /// The table of those with one figure.
    Alone,
}

pub(super) const LEFT: &str = "<div class=\"sides\"><div class=\"side\">\n";
pub(super) const RIGHT: &str = "</div>\n<div class=\"side\">\n";
pub(super) const NO_SUPPORT: &str = "<p class=\"none\">Nothing here supports or repeats it.</p>\n";
pub(super) const NO_DISPUTE: &str = "<p class=\"none\">Nothing here disputes it or sets it in context.</p>\n";
pub(super) const FIGURES: &str = "<section class=\"part\" id=\"figures\" aria-labelledby=\"figures-title\">\n\
                       <h2 id=\"figures-title\">Figures side by side</h2>\n\
                       <p class=\"small\">Figures of one quantity, unit and population stand on one scale. A value is a dot and a \
                       range a line; what is bounded on one side alone goes on as an arrow, and “about” is dashed. \
                       What can be set against what, and why not, is said in words; a share is worked out as \
                       arithmetic. Neither is a verdict.</p>\n";
pub(super) const ALONE: &str = "<section class=\"grid\" aria-labelledby=\"alone-title\"><h3 id=\"alone-title\">Quantities with one figure</h3>\n\
                     <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Quantities with one figure\">\n\
                     <table class=\"words\"><thead><tr><th scope=\"col\">Figure</th><th scope=\"col\">Asserted by</th>\
                     <th scope=\"col\">Says</th><th scope=\"col\">Of what</th><th scope=\"col\">As of</th></tr></thead>\n<tbody>\n";
pub(super) const SOURCES: &str = "</section>\n<section class=\"part\" id=\"sources\" aria-labelledby=\"sources-title\">\n\
                       <h2 id=\"sources-title\">Sources</h2>\n";
pub(super) const LOOSE: &str = "<section class=\"part\" id=\"loose\" aria-labelledby=\"loose-title\">\n\
                     <h2 id=\"loose-title\">Figures, requests and gaps about no claim in particular</h2>\n";
