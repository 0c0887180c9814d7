//! Annotations: each judgement in words, named as the judgement of the reviewer who made it.

use crate::domain::report::Opinion;
use crate::domain::{Annotation, Basis, Ground, grounds};
use crate::formats::report::html::date::When;
use crate::formats::report::opinion::{Tag, tags};

/// One reviewer's judgement on one item.
#[derive(Debug)]
pub(super) struct OpinionView<'a> {
    pub reviewer: &'a str,
    pub said: &'a Annotation,
    pub tags: Vec<Tag>,
    pub ground: Option<GroundView<'a>>,
    pub note: Option<&'a str>,
    pub private: bool,
    pub changed: When<'a>,
}

/// Why something is withheld.
#[derive(Debug)]
pub(super) struct GroundView<'a> {
    pub code: &'a str,
    /// What known grounds stand for; empty for any other.
    pub meaning: String,
    pub invoked: bool,
    pub by: &'a str,
    pub on: Option<When<'a>>,
    pub harm: &'a str,
}

impl<'a> GroundView<'a> {
    fn of(ground: &'a Ground) -> Self {
        Self {
            code: &ground.code,
            meaning: grounds::meanings(&ground.code).unwrap_or_default(),
            invoked: ground.basis == Basis::Invoked,
            by: ground.by.as_deref().unwrap_or_default(),
            on: ground.on.as_ref().map(When::of),
            harm: ground.harm.as_deref().unwrap_or_default(),
        }
    }
}

/// The annotations that say something.
pub(super) fn opinion_views(opinions: &[Opinion]) -> Vec<OpinionView<'_>> {
    let saying = |opinion: &'_ Opinion| !opinion.annotation.is_empty();
    opinions
        .iter()
        .filter(|opinion| saying(opinion))
        .map(|opinion| {
            let said = &opinion.annotation;
            let note = said.note.as_ref().filter(|note| !note.text.is_empty());
            OpinionView {
                reviewer: &opinion.reviewer,
                said,
                tags: tags(said),
                ground: said.ground.as_ref().map(GroundView::of),
                note: note.map(|note| note.text.as_str()),
                private: note.is_some_and(|note| note.private),
                changed: When::day(&opinion.changed),
            }
        })
        .collect()
}
