//! Requests, and material that is not public: who was asked for what, what is withheld, what is not
//! shown, why, and whether anyone asked for it.

use crate::domain::ledger::{Asking, Entry, answered, outcome};
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
    pub state: String,
    /// Who says how it stands, and why, a sentence each.
    pub said: Vec<Said>,
    pub about: Option<String>,
    /// What is to be said of requests where none is for it.
    pub unasked: Option<String>,
    /// The requests for it, each with what was asked for and what came back.
    pub asked: Vec<Ref>,
}

/// A sentence that may name a source in its midst.
#[derive(Debug)]
pub(super) struct Said {
    pub before: String,
    pub source: Option<Ref>,
    pub after: String,
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

impl<'a> EntryView<'a> {
    /// `asked`: requests, among which those for it may be.
    pub fn new(entry: &'a Entry, asked: &[Asking], sources: &mut Anchors, requests: &mut Anchors) -> Self {
        Self {
            entry,
            anchors: entry.keys().filter(|key| key.kind == Kind::Gap).collect(),
            state: entry.state_in_words(),
            said: entry
                .said(true)
                .into_iter()
                .map(|sentence| Said {
                    before: capitalized(&sentence.before),
                    source: source(sentence.source.as_ref(), sources),
                    after: sentence.after,
                })
                .collect(),
            about: entry.about(),
            unasked: entry.requested().filter(|_| entry.asked.is_empty()).map(|said| capitalized(&said)),
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
