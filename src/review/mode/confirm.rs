//! A question to be answered with yes or no.

use crate::domain::{Annotation, ItemId};
use crate::text::SafeText;

/// The question, and what a yes does.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// The question.
    pub question: SafeText,
    /// What it is about, on lines of its own (an address in full).
    pub about: Option<SafeText>,
    pub(in crate::review) yes: Yes,
}

/// What a yes does.
#[derive(Debug, Clone)]
pub(in crate::review) enum Yes {
    /// Opens an address.
    OpenUrl(String),
    /// Says the same of all undecided evidence on the same material.
    RepeatOnMaterial(ItemId, Box<Annotation>),
}
