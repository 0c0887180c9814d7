//! A source, as the list of sources has it.

use crate::domain::report::ReportSource;
use crate::domain::wording::counted;
use crate::domain::words::{Relation, Status};
use crate::domain::{Key, Source, custody};
use crate::formats::report::grades;
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::html::escape;
use askama::Template;

/// A source, to show.
#[derive(Template)]
#[template(path = "source.html")]
pub(super) struct SourceView<'a> {
    part: &'a ReportSource,
    source: &'a Source,
    status: Option<&'static str>,
    published: Option<When<'a>>,
    accessed: Option<When<'a>>,
    reliability: Option<String>,
    /// How it derives from others, and from which.
    derives: Vec<(&'static str, Vec<Ref>)>,
    /// A label, the link and its host, or the text of what may not become a link.
    urls: Vec<(&'static str, Option<&'a str>, &'a str, &'a str)>,
    /// The versions of its document, and what is known of each.
    documents: Vec<String>,
    evidence: String,
    claims: &'a [Key],
    more: u64,
}

impl<'a> SourceView<'a> {
    /// `claims`: the first claims with evidence in it; `more`: how many others there are.
    pub fn new(part: &'a ReportSource, claims: &'a [Key], more: u64, sources: &mut Anchors) -> Self {
        let source = &part.source;
        let mut derives: Vec<(&'static str, Vec<Ref>)> = Vec::new();
        for (how, key, title) in &part.derives_from {
            let named = sources.name(key, title);
            match derives.iter_mut().find(|(label, _)| *label == relation(*how)) {
                Some((_, others)) => others.push(named),
                None => derives.push((relation(*how), vec![named])),
            }
        }
        let urls = [("Address", &source.url), ("Archived copy", &source.archive_url)];
        Self {
            part,
            source,
            status: stands_out(source.status),
            published: source.published.as_ref().map(When::of),
            accessed: source.accessed.as_ref().map(When::of),
            reliability: source.reliability.map(grades::reliability),
            derives,
            urls: (urls.into_iter())
                .filter_map(|(label, url)| {
                    let url = url.as_deref().filter(|url| !url.is_empty())?;
                    Some((label, escape::link(Some(url)), escape::host(url), url))
                })
                .collect(),
            documents: custody::versions(&source.documents),
            evidence: counted(part.evidence, "piece"),
            claims,
            more,
        }
    }
}

/// The status, where it is not what one expects of a source.
pub(super) fn stands_out(status: Option<Status>) -> Option<&'static str> {
    status.filter(|status| *status != Status::Current).map(|status| status.word())
}

const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Relays => "Relays",
        Relation::Quotes => "Quotes",
        Relation::Reprints => "Reprints",
        Relation::Summarizes => "Summarizes",
    }
}
