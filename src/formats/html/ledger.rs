//! Requests and gaps: who was asked for what, what is withheld, what is not shown.

use super::anchors::{Anchors, Ref};
use super::date::When;
use crate::domain::rows::Titled;
use crate::domain::words::{Holding, Outcome};
use crate::domain::{Dated, Gap, Key, Request, grounds, ledger};
use askama::Template;

/// A gap, to show.
#[derive(Debug)]
pub(super) struct GapView<'a> {
    pub key: &'a Key,
    pub gap: &'a Gap,
    pub state: &'static str,
    pub holder: Option<&'a str>,
    pub meaning: String,
    pub source: Option<Ref>,
}

/// A request, to show.
#[derive(Debug)]
pub(super) struct RequestView<'a> {
    pub key: &'a Key,
    pub request: &'a Request,
    pub outcome: &'static str,
    pub overdue: bool,
    pub by: Option<&'a str>,
    pub to: Option<&'a str>,
    pub made: Option<When<'a>>,
    pub due: Option<When<'a>>,
    pub answered: Option<When<'a>>,
    pub answered_how: &'static str,
    pub source: Option<Ref>,
}

/// What the sources say of material, in words.
pub(super) const fn holding(state: Holding) -> &'static str {
    match state {
        Holding::Released => "released",
        Holding::InPart => "released in part",
        Holding::Withheld => "withheld",
        Holding::Removed => "removed",
        Holding::NotShown => "not shown",
    }
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoResponse => "no response",
        Outcome::Acknowledged => "acknowledged, no more",
        Outcome::NoRecords => "no such records, says its holder",
        Outcome::Refused => "refused",
        Outcome::Part => "answered in part",
        Outcome::All => "answered in full",
        Outcome::Appealed => "refused and appealed",
        Outcome::Litigated => "before a court",
    }
}

/// The source a record stands in, with a link to it.
pub(super) fn source(source: Option<&Titled>, sources: &mut Anchors) -> Option<Ref> {
    source.map(|(key, title)| sources.name(key, title))
}

impl<'a> GapView<'a> {
    pub fn new(
        key: &'a Key,
        gap: &'a Gap,
        holder: Option<&'a str>,
        stands_in: Option<&Titled>,
        sources: &mut Anchors,
    ) -> Self {
        Self {
            key,
            gap,
            state: holding(gap.state),
            holder,
            meaning: gap.ground.as_deref().and_then(grounds::meanings).unwrap_or_default(),
            source: source(stands_in, sources),
        }
    }
}

impl<'a> RequestView<'a> {
    pub fn new(
        (key, request): (&'a Key, &'a Request),
        (by, to): (Option<&'a str>, Option<&'a str>),
        as_of: Option<&Dated>,
        stands_in: Option<&Titled>,
        sources: &mut Anchors,
    ) -> Self {
        let none = matches!(request.outcome, Outcome::NoResponse | Outcome::Acknowledged);
        Self {
            key,
            request,
            outcome: outcome(request.outcome),
            overdue: ledger::is_overdue(request, as_of),
            by,
            to,
            made: request.made.as_ref().map(When::of),
            due: request.due.as_ref().map(When::of),
            answered: request.answered.as_ref().map(When::of),
            answered_how: if none { "no answer on record by" } else { "answered" },
            source: source(stands_in, sources),
        }
    }
}

/// A gap about no claim in particular.
#[derive(Template)]
#[template(source = r#"{%- import "ledger.html" as l -%}{% call l::gap(gap) %}{% endcall %}"#, ext = "html")]
pub(super) struct LooseGap<'a> {
    pub gap: GapView<'a>,
}

/// A request about no claim in particular.
#[derive(Template)]
#[template(
    source = r#"{%- import "ledger.html" as l -%}{% call l::request(request) %}{% endcall %}"#,
    ext = "html"
)]
pub(super) struct LooseRequest<'a> {
    pub request: RequestView<'a>,
}
