//! The origins of one claim's evidence, with what everything is called.

use super::count::Weighed;
use super::origin::{Origin, Untraced};
use super::question::Question;
use crate::domain::words::{Relation, Reliability};
use crate::domain::{ItemId, Key};

/// The origins of one claim's evidence. Indexes are those of the question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimOrigins {
    /// What the origins depend on.
    pub question: Question,
    /// What was found.
    pub weighed: Weighed,
    /// The key of each piece of evidence.
    pub pieces: Vec<Key>,
    /// Its id.
    pub ids: Vec<ItemId>,
    /// Key and title of each source.
    pub sources: Vec<(Key, String)>,
    /// The reliability of each source, where it is graded.
    pub grades: Vec<Option<Reliability>>,
    /// Key and name of each party.
    pub voices: Vec<(Key, String)>,
    /// How the one draws on the other, for each derivation.
    pub relations: Vec<Relation>,
    /// Whether the claim has more evidence than was looked at.
    pub cut: bool,
}

impl ClaimOrigins {
    /// What sort of origin a piece has, in a word.
    #[must_use]
    pub fn sort(&self, piece: usize) -> &'static str {
        match &self.weighed.origins[piece] {
            Origin::Source(_) | Origin::Party(_) if self.weighed.interested[piece] => "interested",
            Origin::Source(_) | Origin::Party(_) => "traced",
            Origin::Untraced(_) => "untraced",
            Origin::Circular(_) => "circular",
        }
    }

    /// The origin of a piece as a line of the list of sources has it: what the source it stands in rests on.
    #[must_use]
    pub fn in_short(&self, piece: usize) -> String {
        let own = self.question.pieces[piece].source;
        let what = match &self.weighed.origins[piece] {
            Origin::Source(at) if *at == own => "itself".to_owned(),
            Origin::Source(at) => format!("{} {}", self.sources[*at].0, self.sources[*at].1),
            Origin::Party(voice) => self.voices[*voice].1.clone(),
            Origin::Untraced(Untraced::NotRecorded(at)) if *at != own => {
                format!("what {} rests on is not recorded", self.sources[*at].0)
            }
            Origin::Untraced(Untraced::OneOfSeveral) => "it draws on several sources".to_owned(),
            Origin::Untraced(why) => why.to_string(),
            Origin::Circular(_) => return "circular reporting".to_owned(),
        };
        format!("{}: {what}", self.sort(piece))
    }
}
