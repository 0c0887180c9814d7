//! What a prompt is about, in the words of the detail, to stay in sight while it is open.

use crate::domain::rows::EvidenceRow;
use crate::domain::{Target, wording};
use crate::review::detail::build;
use crate::review::detail::evidence;
use crate::review::detail::part::DetailPart;
use crate::review::state::detail::{DetailLine, Role};
use crate::review::state::lines::ClaimHead;
use crate::review::state::workspace::{SourceInUse, Workspace};

/// A claim or evidence, in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About(Vec<DetailPart>);

impl About {
    /// Of all that is marked, or else of what is in use.
    pub(crate) fn acted_on(workspace: &Workspace) -> Self {
        if !workspace.marks.is_empty() {
            let keys =
                workspace.marks.iter().map(|item| workspace.key_of(Target::evidence(*item)).to_string());
            let keys = keys.collect::<Vec<_>>().join(", ");
            return Self(vec![DetailPart::new(Role::Fact, "marked", keys)]);
        }
        match (workspace.evidence(), workspace.shown()) {
            (Some(line), _) => Self::evidence(&line.row),
            (None, Some(open)) => Self::claim(&open.head),
            (None, None) => Self::default(),
        }
    }

    /// Of a piece of evidence: what a tag on it is about.
    pub(crate) fn evidence(row: &EvidenceRow) -> Self {
        Self(evidence::about(row))
    }

    /// Of a source: the evidence it is the source of, or else what a reader tells it by.
    pub(crate) fn source(source: &SourceInUse<'_>) -> Self {
        if let Some(row) = source.evidence {
            return Self::evidence(row);
        }
        let record = source.record;
        let facts = [
            ("title", Some(record.title.clone())),
            ("publisher", record.publisher.clone()),
            ("kind", record.kind.clone()),
            ("date", record.day().map(ToString::to_string)),
            ("about", record.about.clone()),
        ];
        let known = facts.into_iter().filter_map(|(label, text)| Some((label, text?)));
        Self(known.map(|(label, text)| DetailPart::new(Role::Fact, label, text)).collect())
    }

    /// Of a passage of a document: where it stands, and its words.
    pub(crate) fn passage(place: &str, words: &str) -> Self {
        Self(vec![DetailPart::new(Role::Fact, "in", place), DetailPart::new(Role::Quote, "", words)])
    }

    /// Of a claim: itself.
    pub(crate) fn claim(head: &ClaimHead) -> Self {
        Self(vec![assertion(head)])
    }

    /// Of a claim: what speaks for it, against it, and how that is tagged, behind the claim itself where that is
    /// wanted.
    pub(crate) fn verdict(head: &ClaimHead, with_claim: bool) -> Self {
        let mut parts: Vec<DetailPart> = with_claim.then(|| assertion(head)).into_iter().collect();
        parts.extend(build::standing(head));
        Self(parts)
    }

    /// In lines of `width` cells.
    #[must_use]
    pub fn lines(&self, width: u16) -> Vec<DetailLine> {
        self.0.iter().flat_map(|part| part.wrapped(usize::from(width))).collect()
    }
}

/// A claim with its claimant, in a sentence.
fn assertion(head: &ClaimHead) -> DetailPart {
    let claimant = head.claimant.as_ref().map(|name| name.as_str());
    DetailPart::new(Role::Body, "", wording::assertion(claimant, head.text.as_str()))
}
