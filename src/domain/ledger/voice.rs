//! What is said of some material: by a piece of evidence or a gap of the case, or by a reviewer's tag.

use super::{Reason, Word};
use crate::domain::annotation::Annotation;
use crate::domain::keys::Key;
use crate::domain::rows::Titled;
use crate::domain::words::{Access, Holding, Reliability};
use std::fmt;

/// How material stands, in words.
#[must_use]
pub const fn holding(state: Holding) -> &'static str {
    match state {
        Holding::Released => "released",
        Holding::InPart => "released in part",
        Holding::Withheld => "withheld",
        Holding::Removed => "removed",
        Holding::NotShown => "not shown",
    }
}

/// What one piece of evidence or one gap says of how some material stands, or what one reviewer tagged it.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// The piece of evidence or the gap.
    pub key: Key,
    /// How the material stands by it.
    pub state: Holding,
    /// The tag, where that is a reviewer's word; else it is that of the source.
    pub tag: Option<TagSaid>,
    /// Why it is not public.
    pub reason: Option<Reason>,
    /// The harm that showing it would do, as its holder has it.
    pub harm: Option<String>,
    /// The source that it stands in.
    pub source: Option<Titled>,
    /// Its reliability, where it is graded.
    pub grade: Option<Reliability>,
    /// Where in it.
    pub locator: Option<String>,
}

/// A reviewer's tag on some material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSaid {
    /// The reviewer's name; none where it is the one at work.
    pub reviewer: Option<String>,
    /// Released or withheld.
    pub access: Access,
    /// In part only.
    pub part: bool,
    /// Disputed as well.
    pub disputed: bool,
}

impl TagSaid {
    /// The tag of an annotation; none where it says nothing of how the material stands.
    pub(super) fn of(said: &Annotation) -> Option<Self> {
        Some(Self { reviewer: None, access: said.access?, part: said.part, disputed: said.disputed })
    }

    /// How the material stands by it, in words: "withheld in part".
    #[must_use]
    pub fn state(&self) -> String {
        format!("{}{}", self.access, if self.part { " in part" } else { "" })
    }

    fn sentence(&self) -> String {
        let disputed = if self.disputed { " and disputed" } else { "" };
        let reviewer = self.reviewer.as_deref().unwrap_or("the reviewer");
        format!("tagged {}{disputed} by {reviewer}", self.state())
    }
}

/// A sentence that may name a source in its midst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Whether it says otherwise than the material stands.
    pub differs: bool,
    /// What stands before the source.
    pub before: String,
    /// The source.
    pub source: Option<Titled>,
    /// What stands behind it.
    pub after: String,
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.before)?;
        if let Some((key, title)) = &self.source {
            write!(f, "{key} {title}")?;
        }
        write!(f, "{}", self.after)
    }
}

impl Voice {
    /// Whose word it is.
    #[must_use]
    pub const fn word(&self) -> Word {
        if self.tag.is_some() { Word::Reviewer } else { Word::Source }
    }

    /// How the material stands by it, in words.
    #[must_use]
    pub fn state_in_words(&self) -> String {
        self.tag.as_ref().map_or_else(|| holding(self.state).to_owned(), TagSaid::state)
    }

    /// Why it is not public, where that is to be said: of what is released, whoever gives a ground.
    fn ground(&self, holder: Option<&str>) -> Option<String> {
        let reason =
            self.reason.as_ref().filter(|_| self.tag.is_some() || self.state != Holding::Released)?;
        let reviewer = self.tag.as_ref().and_then(|tag| tag.reviewer.as_deref());
        Some(reason.sentence(holder, reviewer))
    }

    /// Whether another says the same: of one source, also where one of them gives no ground.
    fn says_the_same(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(one: Option<T>, other: Option<T>, strictly: bool) -> bool {
            one == other || !strictly && (one.is_none() || other.is_none())
        }
        let tagged = self.tag.is_some();
        let ground = |voice: &Self| {
            let reason = voice.reason.as_ref()?;
            Some((
                reason.code.clone(),
                reason.basis,
                reason.by.clone(),
                reason.on.clone(),
                reason.entered.clone(),
            ))
        };
        self.state == other.state
            && self.tag == other.tag
            && (tagged || self.source == other.source)
            && agree(ground(self), ground(other), tagged)
            && agree(self.harm.as_ref(), other.harm.as_ref(), tagged)
    }
}

/// Those of some voices who say the same, in the order of the first of each.
pub(super) fn groups<'a>(voices: impl Iterator<Item = &'a Voice>) -> Vec<Vec<&'a Voice>> {
    let mut groups: Vec<Vec<&Voice>> = Vec::new();
    for voice in voices {
        match groups.iter_mut().find(|group| group.iter().all(|known| known.says_the_same(voice))) {
            Some(group) => group.push(voice),
            None => groups.push(vec![voice]),
        }
    }
    groups
}

/// What a group of voices says, beside the one by which the material stands as it does; with the ground that they
/// give, where it is `whole`.
pub(super) fn sentence(
    group: &[&Voice],
    lead: &Voice,
    holder: Option<&str>,
    whole: bool,
) -> Option<Sentence> {
    let voice = *group.first()?;
    let differs = voice.state != lead.state;
    let but = if differs { "but " } else { "" };
    let keys: Vec<String> = group.iter().map(|voice| voice.key.to_string()).collect();
    let named = keys.len() > 1 || voice.key != lead.key;
    let (mut ground, mut harm) = (None, None);
    if whole {
        ground =
            group.iter().find_map(|voice| voice.ground(holder)).map(|ground| format!(", ground {ground}"));
        harm = group.iter().find_map(|voice| voice.harm.as_ref());
    }
    let harm = harm.map(|harm| format!(", harm, as its holder has it: {harm}"));
    let beside = ground.unwrap_or_default() + &harm.unwrap_or_default();
    if let Some(tag) = &voice.tag {
        let keys = if named { format!("{} ", keys.join(" and ")) } else { String::new() };
        let before = format!("{but}{keys}{}{beside}", tag.sentence());
        return Some(Sentence { differs, before, ..Sentence::default() });
    }
    let state = match (std::ptr::eq(voice, lead), differs) {
        (true, _) => String::new(),
        (false, false) if lead.tag.is_none() => "also ".to_owned(),
        _ => format!("{} ", holding(voice.state)),
    };
    let keys = if named { format!(" ({})", keys.join(", ")) } else { String::new() };
    let Some(source) = voice.source.clone() else {
        let before = format!("{but}{state}as the case records it{keys}{beside}");
        return Some(Sentence { differs, before, ..Sentence::default() });
    };
    let at = voice.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    let grade = voice.grade.map(|grade| format!(" (reliability {grade})")).unwrap_or_default();
    Some(Sentence {
        differs,
        before: format!("{but}{state}according to "),
        source: Some(source),
        after: format!("{grade}{at}{keys}{beside}"),
    })
}

/// The grounds that voices give, each once, with who says that it applies; a source's after the tags', by its name.
pub(super) fn grounds(voices: &[Voice], holder: Option<&str>) -> Vec<String> {
    let tagged = voices.iter().any(|voice| voice.tag.is_some());
    let mut all: Vec<String> = Vec::new();
    for voice in voices {
        let Some(ground) = voice.ground(holder) else { continue };
        let whose = voice.source.as_ref().filter(|_| tagged && voice.tag.is_none());
        let said = whose.map_or_else(|| ground.clone(), |(key, title)| format!("{key} {title}: {ground}"));
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}
