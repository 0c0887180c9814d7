//! A claim: its head, before its evidence, and its foot, behind it.

use crate::domain::Key;
use crate::domain::records::Wording;
use crate::domain::report::Opinion;
use crate::domain::rows::{ClaimDetail, Stances, WordingRow};
use crate::domain::wording::{self, CLAIMANT_NOT_RECORDED};
use crate::domain::words::Naming;
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::html::figure::FigureView;
use crate::formats::report::html::opinion::{OpinionView, opinion_views};
use crate::formats::report::opinion::differ_on_verdict;
use crate::formats::report::words::{Told, short};
use askama::Template;

/// What stands before a claim's evidence.
#[derive(Template)]
#[template(path = "claim.html")]
pub(super) struct ClaimHead<'a> {
    detail: &'a ClaimDetail,
    claimant: Option<&'a str>,
    role: &'a str,
    /// What a reader should know of the claimant.
    about_claimant: Option<&'a str>,
    naming: Option<&'static str>,
    asserted: Option<When<'a>>,
    event: Option<When<'a>>,
    parent: Option<Ref>,
    stances: Option<Stances>,
    opinions: Vec<OpinionView<'a>>,
    differ: bool,
}

/// What stands behind it.
#[derive(Template)]
#[template(path = "claim_foot.html")]
pub(super) struct ClaimFoot<'a> {
    key: &'a Key,
    figures: Vec<FigureView<'a>>,
    wordings: Vec<WordingView<'a>>,
}

/// How one source puts a claim.
#[derive(Debug)]
struct WordingView<'a> {
    wording: &'a Wording,
    /// Where in its source it stands.
    place: String,
    source: Option<Ref>,
}

/// The claimant's name.
fn claimant(detail: &ClaimDetail) -> Option<&str> {
    let named = detail.claimant.as_ref().map(|party| party.name.as_str());
    named.or(detail.row.claimant.as_deref())
}

/// The claimant's name where there is little room; says so where none is on record.
pub(super) fn short_claimant(detail: &ClaimDetail) -> &str {
    detail.row.claimant.as_deref().or(claimant(detail)).unwrap_or(CLAIMANT_NOT_RECORDED)
}

impl<'a> ClaimHead<'a> {
    /// `whole`: whether all evidence of the claim follows, so that its counts hold.
    pub fn new(
        detail: &'a ClaimDetail,
        said: &'a [Opinion],
        whole: bool,
        claims: &mut Anchors,
        told: &mut Told,
    ) -> Self {
        let party = detail.claimant.as_ref();
        let record = &detail.record;
        Self {
            detail,
            claimant: claimant(detail),
            role: party.and_then(|party| party.role.as_deref()).unwrap_or_default(),
            about_claimant: party.and_then(|party| told.first(party)),
            naming: party.and_then(|party| match party.naming {
                Naming::Named => None,
                Naming::RoleOnly => Some("a role alone, without a name"),
                Naming::Anonymous => Some("anonymous, known to the source"),
                Naming::Unattributed => Some("unattributed in the source"),
            }),
            asserted: record.asserted_on.as_ref().map(When::of),
            event: record.event_date.as_ref().map(When::of),
            parent: detail.parent.as_ref().map(|(key, text)| {
                // Its text never stands without its claimant.
                let claimant = detail.parent_claimant.as_deref().unwrap_or(CLAIMANT_NOT_RECORDED);
                claims.name(key, &format!("{}: {}", short(claimant, 120), short(text, 400)))
            }),
            stances: whole.then_some(detail.row.stances),
            opinions: opinion_views(said),
            differ: differ_on_verdict(said),
        }
    }
}

impl<'a> ClaimFoot<'a> {
    pub fn new(detail: &'a ClaimDetail, sources: &mut Anchors, figures: &mut Anchors) -> Self {
        let wordings = detail.wordings.iter().map(|WordingRow { wording, source: (key, title), .. }| {
            WordingView { wording, place: wording::place(wording), source: Some(sources.name(key, title)) }
        });
        let wordings = wordings.collect();
        Self {
            key: &detail.row.key,
            figures: (detail.figures.iter())
                .map(|figure| {
                    figures.come(&figure.key);
                    FigureView::new(figure, sources)
                })
                .collect(),
            wordings,
        }
    }
}
