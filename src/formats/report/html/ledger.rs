//! Requests, and material that is not public: who was asked for what, what is withheld, what is not
//! shown, why, and whether anyone asked for it.

use crate::domain::ledger::{Asking, Entry, Otherwise, Word, answered, holding, outcome};
use crate::domain::rows::Titled;
use crate::domain::{Key, Kind, Request, grounds};
use crate::domain::wording::capitalized;
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use askama::Template;

/// Some material that is not public, to show.
#[derive(Debug)]
pub(super) struct EntryView<'a> {
    pub entry: &'a Entry,
    /// The gaps to which links lead here.
    pub anchors: Vec<&'a Key>,
    pub state: &'static str,
    /// Whether a source says so; else reviewers tagged it so.
    pub by_source: bool,
    /// What reviewers tagged it, and what else is said of it, a sentence each.
    pub said: Vec<String>,
    pub reason: Option<ReasonView<'a>>,
    pub source: Option<Ref>,
    /// The requests for it, each with what was asked for and what came back.
    pub asked: Vec<Ref>,
}

/// Why something is withheld, whoever says so.
#[derive(Debug)]
pub(super) struct ReasonView<'a> {
    pub code: &'a str,
    /// What a known ground stands for; empty for any other.
    pub meaning: String,
    /// Who says that it applies, and when.
    pub said: Option<String>,
}

/// A request, to show.
#[derive(Debug)]
pub(super) struct RequestView<'a> {
    pub key: &'a Key,
    pub request: &'a Request,
    pub outcome: &'static str,
    pub overdue: Option<&'a crate::domain::Date>,
    pub by: Option<&'a str>,
    pub to: Option<&'a str>,
    pub made: Option<When<'a>>,
    pub due: Option<When<'a>>,
    pub answered: Option<When<'a>>,
    pub answered_how: &'static str,
    pub source: Option<Ref>,
}

/// The source a record stands in, with a link to it.
pub(super) fn source(source: Option<&Titled>, sources: &mut Anchors) -> Option<Ref> {
    source.map(|(key, title)| sources.name(key, title))
}

/// What reviewers tagged some material, what else is said of it, and whether its holder was asked at all.
fn beside(entry: &Entry) -> Vec<String> {
    let tags = entry.tags.iter().map(|tag| tag.sentence(entry.holder.as_deref()));
    let asked = entry.requested().filter(|_| entry.asked.is_empty());
    let all = tags.chain(entry.otherwise.iter().map(Otherwise::sentence)).chain(asked);
    all.map(|sentence| capitalized(&sentence)).collect()
}

impl<'a> EntryView<'a> {
    /// `asked`: requests, among which those for it may be.
    pub fn new(entry: &'a Entry, asked: &[Asking], sources: &mut Anchors, requests: &mut Anchors) -> Self {
        let request = |key: &Key| {
            let asking = asked.iter().find(|asking| asking.key == *key);
            asking.map_or_else(String::new, |asking| {
                format!("{} ({})", asking.request.what, asking.came_back())
            })
        };
        Self {
            entry,
            anchors: entry.also.iter().chain([&entry.key]).filter(|key| key.kind == Kind::Gap).collect(),
            state: holding(entry.state),
            by_source: entry.word == Word::Source,
            said: beside(entry),
            reason: entry.reason.as_ref().map(|reason| ReasonView {
                code: &reason.code,
                meaning: grounds::meanings(&reason.code).unwrap_or_default(),
                said: entry.basis_said(None),
            }),
            source: source(entry.source.as_ref(), sources),
            asked: entry.asked.iter().map(|key| requests.name(key, &request(key))).collect(),
        }
    }
}

impl<'a> RequestView<'a> {
    pub fn new(asking: &'a Asking, sources: &mut Anchors, requests: &mut Anchors) -> Self {
        requests.come(&asking.key);
        let request = &asking.request;
        Self {
            key: &asking.key,
            request,
            outcome: outcome(request.outcome),
            overdue: asking.overdue.as_ref(),
            by: asking.by.as_deref(),
            to: asking.to.as_deref(),
            made: request.made.as_ref().map(When::of),
            due: request.due.as_ref().map(When::of),
            answered: request.answered.as_ref().map(When::of),
            answered_how: answered(request),
            source: source(asking.source.as_ref(), sources),
        }
    }
}

/// A gap about no claim in particular.
#[derive(Template)]
#[template(
    source = r#"{%- import "ledger.html" as l -%}{% call l::entry(gap) %}{% endcall %}"#,
    ext = "html"
)]
pub(super) struct LooseGap<'a> {
    pub gap: EntryView<'a>,
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
