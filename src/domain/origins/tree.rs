//! The origins of one claim's evidence in words: a sentence for each side, and a tree.

use super::claim::ClaimOrigins;
use super::count::{Circle, Weighed, weigh};
use super::origin::{Origin, Untraced, speaker};
use super::ways::Ways;
use crate::domain::material::same_material;
use crate::domain::words::{Relation, Reliability, shown};
use crate::domain::{Annotation, Stance};
use std::collections::{HashMap, HashSet};

/// At most this many sources of a circle are named.
const NAMED: usize = 20;
/// The longest way from a source to its origin that is written out.
const WAY: usize = 8;

/// A line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeLine {
    /// How far it stands in: 0 for a heading, 1 for an origin, 2 for a piece of evidence.
    pub depth: usize,
    /// The piece of evidence it is about, as an index.
    pub piece: Option<usize>,
    /// The origin it names.
    pub origin: Option<Origin>,
    /// The stance whose evidence follows.
    pub stance: Option<Stance>,
    /// Whether it warns of circular reporting, or of one source entered more than once.
    pub warns: bool,
    /// The line.
    pub text: String,
}

/// Whom or what a side was heard from before.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Heard {
    Voice(usize),
    Source(usize),
}

fn heading(text: String) -> TreeLine {
    TreeLine { depth: 0, piece: None, origin: None, stance: None, warns: false, text }
}

/// What stands on either side of a claim, in a line.
#[must_use]
pub fn both_sides(supporting: &str, disputing: &str) -> String {
    format!("for: {supporting} · against: {disputing}")
}

impl ClaimOrigins {
    /// Both sides in a line: "for: 1 traced, unseen; 2 untraced · against: nobody".
    #[must_use]
    pub fn summary(&self) -> String {
        let Weighed { supporting, disputing, .. } = &self.weighed;
        both_sides(&supporting.sentence(), &disputing.sentence())
    }

    /// Weighs the evidence with what reviewers say of each piece, each reviewer's in the order of the pieces:
    /// where their tags differ, what is least public counts.
    pub fn tag<'a>(&mut self, reviewers: impl IntoIterator<Item = &'a [Annotation]>) {
        let mut tagged = false;
        for said in reviewers {
            for (piece, said) in self.question.pieces.iter_mut().zip(said) {
                piece.tag = piece.tag.max(said.holding());
                tagged |= piece.tag.is_some();
            }
        }
        if tagged {
            self.weighed = weigh(&self.question);
        }
    }

    /// What an origin is called.
    #[must_use]
    pub fn name(&self, origin: &Origin) -> String {
        match origin {
            Origin::Source(source) => {
                let (key, title) = &self.sources[*source];
                match self.question.sources[*source].party {
                    Some(voice) => format!("{}: {key} {title}", self.voices[voice].1),
                    None => format!("{key} {title}"),
                }
            }
            Origin::Party(voice) => format!("{}: own statement", self.voices[*voice].1),
            Origin::Untraced(Untraced::NotRecorded(end)) => {
                let (key, title) = &self.sources[*end];
                format!("untraced: what {key} {title} rests on is not recorded")
            }
            Origin::Untraced(why @ Untraced::Unplaced(end, _)) => {
                let (key, title) = &self.sources[*end];
                format!("untraced: {key} {title}: {why}")
            }
            Origin::Untraced(why) => format!("untraced: {why}"),
            Origin::Circular(first) => {
                let circle = self.weighed.circles.iter().find(|circle| circle.sources.contains(first));
                format!("circular reporting: {}", circle.map_or_else(String::new, |all| self.round(all)))
            }
        }
    }

    /// The reliability of the source that a line of the tree is about: of the origin it names, of the source
    /// its piece stands in.
    #[must_use]
    pub fn reliability(&self, line: &TreeLine) -> Option<Reliability> {
        let source = match (&line.origin, line.piece) {
            (Some(Origin::Source(source)), _) => *source,
            (None, Some(piece)) => self.question.pieces.get(piece)?.source,
            _ => return None,
        };
        self.grades.get(source).copied().flatten()
    }

    /// The ways that its evidence took.
    #[must_use]
    pub fn ways(&self) -> Ways<'_> {
        Ways::new(self)
    }

    /// The tree: stance by stance, each origin with the evidence that comes from it and the way it
    /// took; then circles and sources that are one.
    #[must_use]
    pub fn tree(&self) -> Vec<TreeLine> {
        let mut lines = self.sides();
        lines.extend(self.warnings().into_iter().map(|text| TreeLine { warns: true, ..heading(text) }));
        lines
    }

    /// The tree without what stands at its end.
    #[must_use]
    pub fn sides(&self) -> Vec<TreeLine> {
        let mut lines = Vec::new();
        let mut ways = self.ways();
        for stance in [Stance::Supports, Stance::Disputes, Stance::Repeats, Stance::Context] {
            let mut groups: Vec<(&Origin, Vec<usize>)> = Vec::new();
            let mut known: HashMap<(&Origin, Option<usize>), usize> = HashMap::new();
            for (at, piece) in self.question.pieces.iter().enumerate() {
                if piece.stance != stance {
                    continue;
                }
                let origin = &self.weighed.origins[at];
                let material = origin.is_traced().then(|| self.weighed.rests_on[at]);
                let group = *known.entry((origin, material)).or_insert_with(|| {
                    groups.push((origin, Vec::new()));
                    groups.len() - 1
                });
                groups[group].1.push(at);
            }
            if groups.is_empty() {
                continue;
            }
            let text = match stance {
                Stance::Supports => format!("For: {}", self.weighed.supporting.sentence()),
                Stance::Disputes => format!("Against: {}", self.weighed.disputing.sentence()),
                Stance::Repeats => "Repeats (not counted)".to_owned(),
                Stance::Context => "Context, on neither side".to_owned(),
            };
            lines.push(TreeLine { stance: Some(stance), ..heading(text) });
            let mut heard = HashSet::new();
            for (origin, pieces) in groups {
                let text = self.origin_line(origin, pieces[0], &mut heard);
                lines.push(TreeLine { depth: 1, origin: Some(origin.clone()), ..heading(text) });
                for at in pieces {
                    lines.push(TreeLine {
                        depth: 2,
                        piece: Some(at),
                        ..heading(self.way_of(at, &ways.of(at, WAY + 2)))
                    });
                }
            }
        }
        lines
    }

    /// An origin: what it is called, whether it is interested, whether it was heard before, and what its evidence
    /// rests on, of which it is said whether anyone can see it.
    fn origin_line(&self, origin: &Origin, piece: usize, heard: &mut HashSet<Heard>) -> String {
        let title = match origin {
            Origin::Source(source) => Some(&self.sources[*source].1),
            _ => None,
        };
        let again = match (speaker(&self.question, origin), origin) {
            (Some(voice), _) => (!heard.insert(Heard::Voice(voice))).then_some("the same voice"),
            (None, Origin::Source(source)) => {
                (!heard.insert(Heard::Source(*source))).then_some("the same source")
            }
            (None, _) => None,
        };
        let interested = self.weighed.interested[piece].then_some("interested");
        let seen = origin.is_traced().then(|| if self.weighed.seen[piece] { "seen" } else { "unseen" });
        let other = |name: &&String| title.is_none_or(|title| same_material(title) != same_material(name));
        let material =
            self.question.pieces[piece].material.name.as_ref().filter(|_| seen.is_some()).filter(other);
        let (of_origin, of_material) = if material.is_some() { (None, seen) } else { (seen, None) };
        let what: Vec<&str> = [interested, of_origin, again].into_iter().flatten().collect();
        let what = if what.is_empty() { String::new() } else { format!(" ({})", what.join(", ")) };
        let material = material.zip(of_material).map(|(name, seen)| format!("; material: {name} ({seen})"));
        format!("{}{what}{}", self.name(origin), material.unwrap_or_default())
    }

    /// What a reader should be warned of, each in a line: circles, and sources that are one.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.circular().map(|text| format!("Circular reporting: {text}")).collect();
        for same in &self.weighed.duplicates {
            let keys: Vec<String> = same.iter().map(|at| self.sources[*at].0.to_string()).collect();
            lines.push(format!("One page or document, entered more than once: {}", keys.join(", ")));
        }
        if self.cut {
            lines.push("The claim has more evidence than is looked at here".to_owned());
        }
        lines
    }

    /// A piece and the way from its source to its origin; who speaks, where the origin does not say.
    fn way_of(&self, at: usize, way: &[(usize, Option<Relation>)]) -> String {
        let piece = &self.question.pieces[at];
        let origin = &self.weighed.origins[at];
        let (first, title) = &self.sources[way[0].0];
        let mut text = match origin {
            Origin::Source(end)
            | Origin::Untraced(Untraced::NotRecorded(end) | Untraced::Unplaced(end, _))
                if way[0].0 == *end =>
            {
                format!("{} in {first} itself", self.pieces[at])
            }
            _ => format!("{} in {first} {title}", self.pieces[at]),
        };
        for (step, pair) in way.windows(2).enumerate() {
            if step == WAY {
                text.push_str(", and on");
                break;
            }
            let word = if step == 0 { "which" } else { "that" };
            let how = pair[0].1.map_or("rests on", |how| shown(how.word()));
            text.push_str(&format!(", {word} {how} {}", self.sources[pair[1].0].0));
        }
        if let Some(voice) = piece.party.filter(|voice| speaker(&self.question, origin) != Some(*voice)) {
            text.push_str(&format!("; speaking: {}", self.voices[voice].1));
        }
        text
    }

    /// Circular reporting, a sentence for each circle.
    pub fn circular(&self) -> impl Iterator<Item = String> + '_ {
        self.weighed.circles.iter().map(|circle| self.round(circle))
    }

    /// Sources that draw on each other.
    fn round(&self, circle: &Circle) -> String {
        let Circle { sources, leads_out } = circle;
        let keys: Vec<String> =
            sources.iter().take(NAMED).map(|at| self.sources[*at].0.to_string()).collect();
        let more = match sources.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        match (&sources[..], leads_out) {
            ([_], false) => format!("{} draws on itself", keys.join("")),
            ([_], true) => format!("{} draws on itself and on others", keys.join("")),
            (_, false) => format!("{}{more} draw on each other", keys.join(", ")),
            (_, true) => format!("{}{more} draw on each other and on others", keys.join(", ")),
        }
    }
}
