//! What reviewers say of one item, in words and letters, and whether they differ.

use crate::domain::report::Opinion;
use crate::domain::{Access, Annotation, Stance, wording};

/// A tag: its word, its letter, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The word of the tag, also the name of its style in a page.
    pub name: &'static str,
    /// Its letter, where there is no room for the word.
    pub letter: &'static str,
    /// Its words.
    pub words: String,
}

/// The tags of a judgement; empty where nothing is decided.
pub(crate) fn tags(said: &Annotation) -> Vec<Tag> {
    let mut tags = Vec::new();
    if let Some(access) = said.access {
        let letter = match (access, said.part) {
            (Access::Released, false) => "R",
            (Access::Released, true) => "Rp",
            (Access::Withheld, false) => "W",
            (Access::Withheld, true) => "Wp",
        };
        let words = wording::access(access, said.part);
        tags.push(Tag { name: access.word(), letter, words });
    }
    if said.disputed {
        tags.push(Tag { name: "disputed", letter: "D", words: "disputed".into() });
    }
    if tags.is_empty() && said.examined {
        tags.push(Tag { name: "examined", letter: "e", words: "examined, no tag applies".into() });
    }
    tags
}

/// Whether two reviewers tag a piece of evidence differently, or read it otherwise, that is listed with this stance.
pub(crate) fn differ_on_evidence(opinions: &[Opinion], listed: Stance) -> bool {
    let said = || opinions.iter().map(|opinion| &opinion.annotation);
    said().any(|one| said().any(|other| one.contradicts(other, listed)))
}

/// Whether two who reached a verdict reached different ones.
pub(crate) fn differ_on_verdict(opinions: &[Opinion]) -> bool {
    let mut verdicts = opinions.iter().filter_map(|o| o.annotation.verdict);
    verdicts.next().is_some_and(|first| verdicts.any(|other| other != first))
}
