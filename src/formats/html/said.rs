//! What reviewers say: each judgement in words, named as the judgement of whoever made it.

use super::date::When;
use crate::domain::report::Opinion;
use crate::domain::{Access, Annotation, Basis, Ground, grounds};

/// A tag: the class that colours it, its letter, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// The word of the tag, also the name of its style.
    pub name: &'static str,
    /// Its letter, where there is no room for the word.
    pub letter: &'static str,
    /// Its words.
    pub words: String,
}

/// The tags of a judgement; empty where nothing is decided.
pub(super) fn tags(said: &Annotation) -> Vec<Tag> {
    let mut tags = Vec::new();
    if let Some(access) = said.access {
        let letter = match (access, said.part) {
            (Access::Released, false) => "R",
            (Access::Released, true) => "Rp",
            (Access::Withheld, false) => "W",
            (Access::Withheld, true) => "Wp",
        };
        let words = format!("{access}{}", if said.part { " in part" } else { "" });
        tags.push(Tag { name: access.word(), letter, words });
    }
    if said.disputed {
        tags.push(Tag { name: "disputed", letter: "D", words: "disputed".into() });
    }
    if tags.is_empty() && said.examined {
        tags.push(Tag { name: "examined", letter: "E", words: "examined, none of the three applies".into() });
    }
    tags
}

/// One reviewer's judgement on one item.
#[derive(Debug)]
pub(super) struct Saying<'a> {
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

/// What is said, by those who say something.
pub(super) fn sayings(opinions: &[Opinion]) -> Vec<Saying<'_>> {
    let saying = |opinion: &'_ Opinion| !opinion.annotation.is_empty();
    opinions
        .iter()
        .filter(|opinion| saying(opinion))
        .map(|opinion| {
            let said = &opinion.annotation;
            let note = said.note.as_ref().filter(|note| !note.text.is_empty());
            Saying {
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

/// Whether two who have decided on a piece of evidence decided differently.
pub(super) fn differ_on_tags(opinions: &[Opinion]) -> bool {
    let mut decided = opinions.iter().map(|o| &o.annotation).filter(|said| said.is_decided());
    let judgement = |said: &Annotation| (said.access, said.disputed, said.examined);
    decided.next().is_some_and(|first| decided.any(|other| judgement(other) != judgement(first)))
}

/// Whether two who reached a verdict reached different ones.
pub(super) fn differ_on_verdict(opinions: &[Opinion]) -> bool {
    let mut verdicts = opinions.iter().filter_map(|o| o.annotation.verdict);
    verdicts.next().is_some_and(|first| verdicts.any(|other| other != first))
}
