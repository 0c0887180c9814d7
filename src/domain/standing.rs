//! What a claim stands on: its origins, what of it is released, and what of that has grown old.

use super::annotation::Annotation;
use super::origins::{ClaimOrigins, Tally, both_sides, tags_of_material};
use super::rows::Stances;
use super::stale::Stale;
use super::tag::Tag;
use super::wording::{self, counted};
use super::words::{Access, Holding, Stance};

/// What a claim stands on, as one reviewer has tagged its evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Where its evidence comes from.
    pub origins: ClaimOrigins,
    /// What stands on the evidence that is tagged released.
    pub released: Released,
    /// How the reviewer reads it.
    pub readings: Readings,
    /// What should be looked at again.
    pub stale: Vec<Stale>,
}

/// How a reviewer reads the evidence of a claim, where that is not as the case lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    /// Pieces that the reviewer reads otherwise than listed.
    pub otherwise: u64,
    /// All pieces by that reading.
    pub stances: Stances,
}

impl Readings {
    /// Of the pieces of a claim, each as it is listed and with what the reviewer says of it.
    #[must_use]
    pub fn of<'a>(pieces: impl IntoIterator<Item = (Stance, Option<&'a Annotation>)>) -> Self {
        let mut found = Self::default();
        for (listed, said) in pieces {
            let read = said.and_then(|said| said.reading).unwrap_or(listed);
            found.otherwise += u64::from(read != listed);
            found.stances.add(read);
        }
        found
    }

    /// What is for a claim and against it by that reading; none where it is the one that the case lists.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        let parts = Stance::ALL.iter().map(|stance| (self.stances.of(*stance), wording::reading(*stance)));
        let parts: Vec<String> =
            parts.filter(|(n, _)| *n > 0).map(|(n, read)| format!("{n} {read}")).collect();
        (self.otherwise > 0).then(|| {
            let pieces = counted(self.otherwise, "piece");
            format!("{} ({pieces} read otherwise than listed)", parts.join(", "))
        })
    }
}

/// What stands on the evidence that a reviewer tagged released.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Released {
    /// Pieces tagged released, in part or whole.
    pub pieces: usize,
    /// Those of them tagged in part.
    pub part: usize,
    /// Those of them tagged disputed as well.
    pub disputed: usize,
    /// Pieces tagged withheld.
    pub withheld: usize,
    /// Pieces tagged disputed, released or not.
    pub contested: usize,
    /// Pieces examined, where no tag applies.
    pub examined: usize,
    /// Pieces of the claim that are not decided yet.
    pub undecided: usize,
    /// Pieces of the claim.
    pub all: usize,
    /// What is released of what supports the claim.
    pub supporting: Tally,
    /// What is released of what disputes it.
    pub disputing: Tally,
    /// Released pieces that repeat the claim or set it in context.
    pub beside: usize,
}

impl Released {
    /// What is left of a claim's evidence where only what is tagged released counts. The annotations
    /// are those of the pieces, in their order.
    #[must_use]
    pub fn of(origins: &ClaimOrigins, said: &[Annotation]) -> Self {
        // What is tagged released here and withheld there is not released, as in the ledger.
        let states = tags_of_material(&origins.question, said);
        let state = |at: usize| states.get(at).copied().flatten().filter(|state| state.is_public());
        let tagged = |at: usize| said.get(at).is_some_and(|said| said.access == Some(Access::Released));
        let released = |at: usize| tagged(at) && state(at).is_some();
        let (supporting, disputing) = origins.weighed.only(&origins.question, released);
        let mut found = Self { all: origins.pieces.len(), supporting, disputing, ..Self::default() };
        for (at, piece) in origins.question.pieces.iter().enumerate() {
            let Some(said) = said.get(at).filter(|said| said.is_decided()) else {
                found.undecided += 1;
                continue;
            };
            found.withheld += usize::from(said.has(Tag::Withheld));
            found.contested += usize::from(said.has(Tag::Disputed));
            found.examined += usize::from(said.has(Tag::Examined));
            if released(at) {
                found.pieces += 1;
                found.part += usize::from(state(at) == Some(Holding::InPart));
                found.disputed += usize::from(said.disputed);
                found.beside += usize::from(matches!(piece.stance, Stance::Repeats | Stance::Context));
            }
        }
        found
    }

    /// How the pieces of the claim are tagged, in a line.
    #[must_use]
    pub fn tags(&self) -> String {
        let counts = [
            (self.pieces, Tag::Released),
            (self.withheld, Tag::Withheld),
            (self.contested, Tag::Disputed),
            (self.examined, Tag::Examined),
        ];
        let mut parts: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, tag)| format!("{n} {tag}")).collect();
        if self.undecided > 0 || parts.is_empty() {
            parts.push(format!("{} of {} undecided", self.undecided, self.all));
        }
        parts.join(", ")
    }

    /// What that is called: "tagged released: ...". It is the reviewer's word, not that of a source.
    pub const NAME: &str = "Tagged released";

    /// What stands on the evidence that is tagged released, in a line, and how much is undecided.
    #[must_use]
    pub fn sentence(&self) -> String {
        match (self.undecided, self.all) {
            (_, 0) => "no evidence is on record".to_owned(),
            (0, _) => self.stands(),
            (undecided, all) => format!("{}; {undecided} of {all} undecided", self.stands()),
        }
    }

    /// What stands on the evidence that is tagged released.
    #[must_use]
    pub fn stands(&self) -> String {
        if self.pieces == 0 {
            return "nothing".to_owned();
        }
        let mut line = both_sides(&self.supporting.counts(), &self.disputing.counts());
        for (n, what) in [
            (self.beside, "only repeating or context"),
            (self.part, "in part"),
            (self.disputed, "disputed as well"),
        ] {
            if n > 0 {
                line.push_str(&format!("; {n} {what}"));
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::origins::{EvidenceNode, Material, Question, SourceNode, Voice, weigh};
    use crate::domain::words::Naming;
    use crate::domain::{Key, Kind};

    fn origins() -> ClaimOrigins {
        let source = |party| SourceNode { party, kind: Some("letter".into()), ..SourceNode::default() };
        let voice = || Voice { naming: Naming::Named, of: None, speaks_for: false };
        let question = Question {
            claimant: Some(0),
            concerns: vec![],
            voices: vec![voice(), voice()],
            sources: vec![source(Some(0)), source(Some(1)), source(None)],
            derivations: vec![],
            pieces: vec![
                EvidenceNode::new(Stance::Supports, 0),
                EvidenceNode::new(Stance::Supports, 1),
                EvidenceNode::new(Stance::Disputes, 2),
                EvidenceNode {
                    material: Material { name: Some("a list".into()), ..Material::default() },
                    ..EvidenceNode::new(Stance::Repeats, 1)
                },
            ],
        };
        ClaimOrigins {
            weighed: weigh(&question),
            pieces: (1..=4).map(|n| Key::new(Kind::Evidence, n)).collect(),
            question,
            ..ClaimOrigins::default()
        }
    }

    fn tagged(access: Access, part: bool, disputed: bool) -> Annotation {
        Annotation { access: Some(access), part, disputed, ..Annotation::default() }
    }

    #[test]
    fn only_what_is_released_counts() {
        let origins = origins();
        let none = vec![Annotation::default(); 4];
        assert_eq!(Released::of(&origins, &none).sentence(), "nothing; 4 of 4 undecided");
        let said = [
            tagged(Access::Released, false, false),
            tagged(Access::Withheld, false, false),
            Annotation::default(),
            tagged(Access::Released, true, true),
        ];
        let found = Released::of(&origins, &said);
        assert_eq!((found.supporting.interested.origins, found.supporting.traced.origins), (1, 0));
        assert_eq!(
            found.sentence(),
            "for: 1 interested · against: nobody; 1 only repeating or context; 1 in part; 1 disputed as well; \
             1 of 4 undecided"
        );
        let said = [tagged(Access::Withheld, false, false), tagged(Access::Released, false, false)];
        let found = Released::of(&origins, &said);
        assert_eq!(found.sentence(), "for: 1 traced · against: nobody; 2 of 4 undecided");
        // On one material, the tag by which less is public counts.
        let mut origins = origins;
        origins.question.pieces[1].material.name = Some("A  list".into());
        let said = [
            Annotation::default(),
            tagged(Access::Released, false, false),
            Annotation::default(),
            tagged(Access::Withheld, false, false),
        ];
        assert_eq!(Released::of(&origins, &said).sentence(), "nothing; 2 of 4 undecided");
    }
}
