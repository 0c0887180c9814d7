//! What a record that is made or edited is about: what is selected in the panes, or what the line of a view leads to.

use crate::domain::rows::Place;
use crate::domain::{ItemId, Kind, Target};
use crate::review::keys::keymap::Action;
use crate::review::protocol::record::FormOf;
use crate::review::state::lines;
use crate::review::state::pane::Pane;
use crate::review::state::sheet::SheetLine;
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
    /// The records that are selected themselves: one, or all that is marked.
    pub records: Vec<FormOf>,
    /// What is selected next, where they are no more.
    pub next: Option<Target>,
}

impl Subject {
    /// What a line is about: the record that it is, and the place that it leads to.
    pub(crate) fn line(line: &SheetLine) -> Option<Self> {
        let place = line.place;
        let claim = place.map(|place| place.claim);
        let evidence = place.and_then(|place| place.evidence);
        let there = match (evidence, claim) {
            (Some(evidence), _) => Some(FormOf::Record(Kind::Evidence, evidence)),
            (None, claim) => claim.map(|claim| FormOf::Record(Kind::Claim, claim)),
        };
        let record = line.is.clone().map(FormOf::Keyed).or(there)?;
        Some(Self { claim, evidence, records: vec![record], ..Self::default() })
    }

    /// Where it is, for what is to stay in sight.
    pub(crate) fn place(&self) -> Option<Place> {
        self.claim.map(|claim| Place { claim, evidence: self.evidence })
    }

    /// The record of a kind among it.
    pub(crate) fn of(&self, kind: Kind) -> Option<FormOf> {
        if let [one] = self.records.as_slice()
            && one.kind() == Some(kind)
        {
            return Some(one.clone());
        }
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
            Kind::Claim => &[("claimant", Kind::Party)],
            Kind::Source => &[("party", Kind::Party)],
            Kind::Party => &[],
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
    /// What is selected once these records are no more, where one of them is the claim selected.
    pub(crate) fn next_after(&self, records: &[FormOf]) -> Option<Target> {
        let selected = self.claims.selected()?;
        let is_selected = |of: &FormOf| match of {
            FormOf::Record(Kind::Claim, item) => *item == selected.id,
            FormOf::Keyed(key) => lines::key(key) == selected.key,
            _ => false,
        };
        let beside = self.claims.beside().map(|claim| Target::claim(claim.id));
        beside.filter(|_| records.iter().any(is_selected))
    }

    /// What is selected in the panes.
    pub(crate) fn subject(&self) -> Subject {
        let claim = self.claims.selected().map(|claim| claim.id);
        // Over a list of records the panes are not in sight.
        let in_panes = self.listed.is_none() && self.list_in_use() != Pane::Claims;
        let line = self.evidence().filter(|_| in_panes);
        let marked = self.marks.iter().map(|item| Target::evidence(*item));
        let records: Vec<Target> = match self.listed {
            None if !self.marks.is_empty() => marked.collect(),
            _ => self.record_in_use().into_iter().collect(),
        };
        Subject {
            records: records.into_iter().map(|it| FormOf::Record(it.kind, it.item)).collect(),
            next: None,
            claim,
            evidence: line.map(|line| line.id),
            source: self.source().map(|source| FormOf::Keyed(source.key.clone())),
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
