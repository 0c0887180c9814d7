//! The details of a tag: ground, basis, by whom, when, part, confidence.

use super::super::choice::Choice;
use super::super::input::Input;
use crate::domain::grounds::KnownGround;
use crate::domain::{Access, Basis, Confidence, ItemId};
use crate::text::SafeText;

/// A line of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FormField {
    /// Why it is withheld.
    #[default]
    Ground,
    /// Invoked or inferred.
    Basis,
    /// Who invoked it.
    By,
    /// When.
    On,
    /// In part only.
    Part,
    /// How sure.
    Confidence,
}

impl FormField {
    /// In the order of the form.
    pub const ALL: [Self; 6] = [Self::Ground, Self::Basis, Self::By, Self::On, Self::Part, Self::Confidence];

    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Basis => "basis",
            Self::By => "by",
            Self::On => "on",
            Self::Part => "part",
            Self::Confidence => "confidence",
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct DetailsForm {
    /// What it is about.
    pub items: Vec<ItemId>,
    /// "E-31", or "4 marked pieces".
    pub title: SafeText,
    /// The tag the details belong to; a ground needs withheld.
    pub access: Option<Access>,
    /// The line in use.
    pub field: FormField,
    /// Why it is withheld, as typed.
    pub ground: Input,
    /// The known grounds that match what is typed, best first.
    pub known: Vec<KnownGround>,
    /// Which of them is chosen; none while the text itself is the ground.
    pub picked: Option<Choice>,
    /// Invoked or inferred.
    pub basis: Basis,
    /// Who invoked it, as typed.
    pub by: Input,
    /// When, as typed.
    pub on: Input,
    /// In part only.
    pub part: bool,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// What is wrong, when it could not be taken.
    pub error: Option<SafeText>,
}
