//! Requests, and material that is not public: who was asked for what, what is withheld, what is not
//! shown, why, and whether anyone asked for it.

use crate::domain::ledger::{Asking, Entry, Word, answered, holding, outcome};
use crate::domain::rows::Titled;
use crate::domain::wording::capitalized;
use crate::domain::{Key, Kind, Request};
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::words::asked_for;
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
    /// How its source has it, where it was tagged otherwise.
    pub recorded: Option<&'static str>,
    /// What reviewers tagged it, and what else is said of it, a sentence each.
    pub said: Vec<String>,
    /// Why it is withheld, and who says so.
    pub ground: Option<String>,
    pub source: Option<Ref>,
    /// Other evidence and gaps on the same material, each with the source it stands in.
    pub also: Vec<(&'a Key, Option<Ref>)>,
    /// The requests for it, each with what was asked for and what came back.
    pub asked: Vec<Ref>,
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
    let others = entry.otherwise.iter().map(|other| other.sentence(entry.holder.as_deref()));
    let all = tags.chain(others).chain(asked);
    all.map(|sentence| capitalized(&sentence)).collect()
}

impl<'a> EntryView<'a> {
    /// `asked`: requests, among which those for it may be.
    pub fn new(entry: &'a Entry, asked: &[Asking], sources: &mut Anchors, requests: &mut Anchors) -> Self {
        Self {
            entry,
            anchors: entry.keys().filter(|key| key.kind == Kind::Gap).collect(),
            state: holding(entry.state),
            by_source: entry.word == Word::Source,
            recorded: entry.recorded.filter(|_| entry.is_tagged_otherwise()).map(holding),
            said: beside(entry),
            ground: entry.ground_sentence(None),
            source: source(entry.source.as_ref(), sources),
            also: entry
                .also
                .iter()
                .map(|it| (&it.key, source(it.source.as_ref().filter(|_| !entry.is_source()), sources)))
                .collect(),
            asked: asked_for(entry, asked).map(|(key, what)| requests.name(key, &what)).collect(),
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
