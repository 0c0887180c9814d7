//! Annotations: each judgement in words, named as the judgement of the reviewer who made it.

use crate::domain::ledger::Reason;
use crate::domain::report::Opinion;
use crate::domain::{Annotation, wording};
use crate::formats::report::html::date::When;
use crate::formats::report::opinion::{Tag, tags};

/// One reviewer's judgement on one item.
#[derive(Debug)]
pub(super) struct OpinionView<'a> {
    pub reviewer: &'a str,
    pub said: &'a Annotation,
    pub tags: Vec<Tag>,
    /// What it is read as, where that is not what the case lists.
    pub reading: Option<&'static str>,
    /// Why it is withheld, and who says so.
    pub ground: Option<String>,
    pub note: Option<&'a str>,
    pub private: bool,
    pub changed: When<'a>,
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
                reading: said.reading.map(wording::reading),
                ground: said.ground.as_ref().map(|ground| {
                    let sentence = Reason::of_reviewer(ground).sentence(None, Some(&opinion.reviewer));
                    sentence + &wording::harm(ground.harm.as_deref())
                }),
                note: note.map(|note| note.text.as_str()),
                private: note.is_some_and(|note| note.private),
                changed: When::day(&opinion.changed),
            }
        })
        .collect()
}
