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
    dated: Option<When<'a>>,
    published: Option<When<'a>>,
    accessed: Option<When<'a>>,
    reliability: Option<String>,
    /// How it derives from others, and from which.
    derives: Vec<(&'static str, Vec<Drawn<'a>>)>,
    /// A label, the link and its host, or the text of what may not become a link.
    urls: Vec<(&'static str, Option<&'a str>, &'a str, &'a str)>,
    /// The versions of its document, and what is known of each.
    documents: Vec<String>,
    evidence: String,
    claims: &'a [Key],
    more: u64,
}

/// Another source that this one derives from.
struct Drawn<'a> {
    source: Ref,
    /// Where that shows.
    locator: Option<&'a str>,
    about: Option<&'a str>,
}

impl<'a> SourceView<'a> {
    /// `claims`: the first claims with evidence in it; `more`: how many others there are.
    pub fn new(part: &'a ReportSource, claims: &'a [Key], more: u64, sources: &mut Anchors) -> Self {
        let source = &part.source;
        let mut derives: Vec<(&'static str, Vec<Drawn<'a>>)> = Vec::new();
        for from in &part.derives_from {
            let derivation = &from.derivation;
            let drawn = Drawn {
                source: sources.name(&from.key, &from.title),
                locator: derivation.locator.as_deref(),
                about: derivation.about.as_deref(),
            };
            let how = relation(derivation.relation);
            match derives.iter_mut().find(|(label, _)| *label == how) {
                Some((_, others)) => others.push(drawn),
                None => derives.push((how, vec![drawn])),
            }
        }
        let urls = [("Address", &source.url), ("Archived copy", &source.archive_url)];
        Self {
            part,
            source,
            status: stands_out(source.status),
            dated: source.dated.as_ref().map(When::of),
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
