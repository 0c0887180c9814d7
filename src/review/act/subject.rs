//! What a record that is made or edited is about: what is selected in the panes, or what the line of a view leads to.

use crate::domain::rows::Place;
use crate::domain::{ItemId, Kind};
use crate::review::keys::keymap::Action;
use crate::review::protocol::record::FormOf;
use crate::review::state::pane::Pane;
use crate::review::state::workspace::Workspace;

/// What is selected, as far as records are about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subject {
    /// The claim.
    pub claim: Option<ItemId>,
    /// The piece of evidence.
    pub evidence: Option<ItemId>,
    /// The source.
    pub source: Option<FormOf>,
    /// The material that the evidence rests on.
    pub material: Option<String>,
}

impl Subject {
    /// What a line leads to.
    pub(crate) fn at(place: Option<Place>) -> Self {
        let claim = place.map(|place| place.claim);
        Self { claim, evidence: place.and_then(|place| place.evidence), ..Self::default() }
    }

    /// Where it is, for what is to stay in sight.
    pub(crate) fn place(&self) -> Option<Place> {
        self.claim.map(|claim| Place { claim, evidence: self.evidence })
    }

    /// The record of a kind among it.
    pub(crate) fn of(&self, kind: Kind) -> Option<FormOf> {
        match kind {
            Kind::Claim => self.claim.map(|claim| FormOf::Record(Kind::Claim, claim)),
            Kind::Evidence => self.evidence.map(|evidence| FormOf::Record(Kind::Evidence, evidence)),
            Kind::Source => self.source.clone(),
            _ => None,
        }
    }

    /// What a new record of a kind refers to, by the path of the field.
    pub(crate) fn known(&self, kind: Kind) -> Vec<(&'static str, FormOf)> {
        let paths: &[(&'static str, Kind)] = match kind {
            // A source without evidence on the claim is the one that is to have some.
            Kind::Evidence if self.evidence.is_none() => &[("claim", Kind::Claim), ("source", Kind::Source)],
            Kind::Evidence | Kind::Request | Kind::Gap => &[("claim", Kind::Claim)],
            Kind::Figure => &[("claim", Kind::Claim), ("evidence", Kind::Evidence)],
            Kind::Derivation => &[("source", Kind::Source)],
            Kind::Claim | Kind::Source | Kind::Party => &[],
        };
        paths.iter().filter_map(|(path, kind)| Some((*path, self.of(*kind)?))).collect()
    }

    /// What else a new record of a kind begins with, by the path of the field.
    pub(crate) fn texts(&self, kind: Kind) -> Option<(&'static str, String)> {
        let material = self.material.clone();
        match kind {
            Kind::Request => material.map(|material| ("what", material)),
            Kind::Gap => material.map(|material| ("material", material)),
            _ => None,
        }
    }
}

impl Workspace {
    /// What is selected in the panes.
    pub(crate) fn subject(&self) -> Subject {
        let claim = self.claims.selected().map(|claim| claim.id);
        let line = if self.list_in_use() == Pane::Claims { None } else { self.evidence() };
        Subject {
            claim,
            evidence: line.map(|line| line.id),
            source: line.map(|line| FormOf::Keyed(line.row.source_key.clone())),
            material: line.and_then(|line| line.row.record.material.clone()),
        }
    }
}

impl Action {
    /// The kind of record that it makes.
    pub(crate) const fn makes(self) -> Option<Kind> {
        Some(match self {
            Self::MakeClaim => Kind::Claim,
            Self::MakeSource => Kind::Source,
            Self::MakeEvidence => Kind::Evidence,
            Self::MakeFigure => Kind::Figure,
            Self::MakeRequest => Kind::Request,
            Self::MakeGap => Kind::Gap,
            Self::MakeDerivation => Kind::Derivation,
            Self::MakeParty => Kind::Party,
            _ => return None,
        })
    }

    /// The kind of record that it edits.
    pub(crate) const fn edits(self) -> Option<Kind> {
        Some(match self {
            Self::EditClaim => Kind::Claim,
            Self::EditSource => Kind::Source,
            Self::EditEvidence => Kind::Evidence,
            Self::EditFigure => Kind::Figure,
            Self::EditRequest => Kind::Request,
            Self::EditGap => Kind::Gap,
            Self::EditDerivation => Kind::Derivation,
            Self::EditParty => Kind::Party,
            _ => return None,
        })
    }
}
