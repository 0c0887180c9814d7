//! What one reviewer says of one piece of evidence or one claim.

use super::dates::Dated;
use super::ids::ItemId;
use super::kind::Kind;
use super::words::{Access, Basis, Confidence, Holding, Stance, Verdict};
use serde::{Deserialize, Serialize};

/// An item that can be annotated: a piece of evidence or a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// [`Kind::Evidence`] or [`Kind::Claim`].
    pub kind: Kind,
    /// The item's id.
    pub item: ItemId,
}

impl Target {
    /// A piece of evidence.
    #[must_use]
    pub const fn evidence(item: ItemId) -> Self {
        Self { kind: Kind::Evidence, item }
    }

    /// A claim.
    #[must_use]
    pub const fn claim(item: ItemId) -> Self {
        Self { kind: Kind::Claim, item }
    }
}

/// Why something is withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// A FOIA exemption such as `(b)(7)(A)`, `classified`, `glomar`, `no-basis-stated`, or text.
    pub code: String,
    /// Whether its holder invoked it or the reviewer infers it.
    pub basis: Basis,
    /// Who invoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Dated>,
    /// The harm that showing it would do, as its holder has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<String>,
}

/// A reviewer's text on a claim or a piece of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Left out of exports and reports unless asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
}

/// Everything one reviewer says of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Whether anyone can inspect the material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Released or withheld in part only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
    /// Its authenticity or reading is contested.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
    /// Looked at, and no tag applies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub examined: bool,
    /// How the reviewer reads a piece of evidence, where that is not the stance that the case lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Stance>,
    /// Why it is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// How sure the reviewer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The reviewer's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// The judgement on a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why the claim is judged so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why the item is set aside for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<String>,
}

impl Annotation {
    /// Tagged released, withheld or disputed.
    #[must_use]
    pub const fn is_tagged(&self) -> bool {
        self.access.is_some() || self.disputed
    }

    /// Tagged or examined. Undecided otherwise.
    #[must_use]
    pub const fn is_decided(&self) -> bool {
        self.is_tagged() || self.examined
    }

    /// How the material stands by the tag; none where the tag does not say.
    #[must_use]
    pub const fn holding(&self) -> Option<Holding> {
        match self.access {
            Some(_) if self.part => Some(Holding::InPart),
            Some(Access::Released) => Some(Holding::Released),
            Some(Access::Withheld) => Some(Holding::Withheld),
            None => None,
        }
    }

    /// Tagged, examined, or read otherwise than the case lists it: its stance was looked at.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.is_decided() || self.reading.is_some()
    }

    /// Whether another reviewer who decided as well tagged it differently, or reads it otherwise; who has no reading
    /// of their own reads it as it is listed.
    #[must_use]
    pub fn contradicts(&self, other: &Self, listed: Stance) -> bool {
        let tagged = |said: &Self| said.is_decided().then_some((said.access, said.disputed, said.examined));
        let read = |said: &Self| said.is_read().then(|| said.reading.unwrap_or(listed));
        let both_tagged = tagged(self).zip(tagged(other));
        let both_read = read(self).zip(read(other));
        both_tagged.is_some_and(|(one, other)| one != other)
            || both_read.is_some_and(|(one, other)| one != other)
    }

    /// With another's judgement repeated here: its tags, their details and its confidence. Its note
    /// replaces the one here only where it has one; the reading, the verdict with its reason and what is set aside
    /// stay: they are of this item alone.
    #[must_use]
    pub fn with_judgement(&self, judgement: &Self) -> Self {
        Self {
            note: judgement.note.clone().or_else(|| self.note.clone()),
            reading: self.reading,
            verdict: self.verdict,
            reason: self.reason.clone(),
            aside: self.aside.clone(),
            ..judgement.clone()
        }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(text: &str) -> Option<Note> {
        Some(Note { text: text.into(), private: false })
    }

    #[test]
    fn two_who_decided_contradict_each_other_where_their_tags_differ_in_anything() {
        let says =
            |access, disputed, examined| Annotation { access, disputed, examined, ..Annotation::default() };
        let undecided = says(None, false, false);
        let decided = [
            says(Some(Access::Released), false, false),
            says(Some(Access::Withheld), false, false),
            says(Some(Access::Released), true, false),
            says(None, true, false),
            says(None, false, true),
        ];
        for one in &decided {
            let contradicts = |one: &Annotation, other: &Annotation| one.contradicts(other, Stance::Supports);
            assert!(!contradicts(one, &undecided) && !contradicts(&undecided, one));
            for other in &decided {
                assert_eq!(contradicts(one, other), !std::ptr::eq(one, other), "{one:?} {other:?}");
            }
        }
        let noted = Annotation { note: noted("why"), ..decided[0].clone() };
        assert!(!noted.contradicts(&decided[0], Stance::Supports));
        let read = |said: &Annotation| Annotation { reading: Some(Stance::Context), ..said.clone() };
        assert!(read(&undecided).contradicts(&decided[0], Stance::Supports));
        assert!(decided[0].contradicts(&read(&decided[0]), Stance::Supports));
        assert!(!read(&undecided).contradicts(&undecided, Stance::Supports));
        assert!(!read(&undecided).contradicts(&read(&decided[0]), Stance::Supports));
        assert!(!read(&undecided).contradicts(&decided[0], Stance::Context), "both read it as listed");
    }

    #[test]
    fn a_judgement_repeated_keeps_what_is_no_judgement() {
        let here = Annotation {
            examined: true,
            reading: Some(Stance::Context),
            note: noted("here"),
            verdict: Some(Verdict::Refuted),
            reason: Some("it was raining".into()),
            aside: Some("later".into()),
            ..Annotation::default()
        };
        let judgement = Annotation {
            access: Some(Access::Withheld),
            part: true,
            confidence: Some(Confidence::Low),
            verdict: Some(Verdict::Supported),
            aside: Some("no".into()),
            ..Annotation::default()
        };
        let after = here.with_judgement(&judgement);
        assert_eq!(
            after,
            Annotation {
                note: here.note.clone(),
                reading: here.reading,
                verdict: here.verdict,
                reason: here.reason.clone(),
                aside: here.aside.clone(),
                ..judgement.clone()
            }
        );
        assert!(!after.examined);
        let with_note = Annotation { note: noted("there"), ..judgement };
        assert_eq!(here.with_judgement(&with_note).note, noted("there"));
    }
}
