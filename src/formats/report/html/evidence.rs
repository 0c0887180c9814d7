//! A piece of evidence, where it stands beside its claim.

use crate::domain::report::Opinion;
use crate::domain::rows::EvidenceRow;
use crate::domain::wording;
use crate::formats::report::grades::{credibility, reliability};
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::html::escape;
use crate::formats::report::html::opinion::{OpinionView, opinion_views};
use crate::formats::report::html::source::stands_out;
use crate::formats::report::opinion::differ_on_evidence;
use askama::Template;

/// A piece of evidence, to show.
#[derive(Template)]
#[template(path = "evidence.html")]
pub(super) struct EvidenceView<'a> {
    row: &'a EvidenceRow,
    published: Option<When<'a>>,
    dated: Option<When<'a>>,
    status: Option<&'static str>,
    url: Option<&'a str>,
    host: &'a str,
    lang: Option<&'a str>,
    /// The quote between quotation marks; empty where there is none.
    quoted: String,
    /// Who speaks and what it rests on: a label, and a text or a source.
    through: Vec<(&'static str, &'a str, Option<Ref>)>,
    /// What the source says of the material.
    available: Option<String>,
    /// Both grades in short, and in words.
    grade: &'a str,
    grades: Option<String>,
    opinions: Vec<OpinionView<'a>>,
    differ: bool,
}

impl<'a> EvidenceView<'a> {
    /// `grade`: the grades of the source and of the piece, in short.
    pub fn new(
        row: &'a EvidenceRow,
        said: &'a [Opinion],
        grade: &'a str,
        sources: &mut Anchors,
        requests: &mut Anchors,
    ) -> Self {
        let record = &row.record;
        let mut through = Vec::new();
        if let Some((_, party)) = &row.via_party {
            through.push(("Speaks there", party.as_str(), None));
        }
        if let Some((key, title)) = &row.via_origin {
            through.push(("Rests on", "", Some(sources.name(key, title))));
        }
        if let Some(why) = record.via.as_ref().and_then(|via| via.untraced.as_deref()) {
            through.push(("Origin untraced", why, None));
        }
        for asking in &row.requests {
            through.push(("Asked for in", "", Some(requests.name(&asking.key, &asking.what()))));
        }
        let holder = row.holder.as_deref();
        let available = record.availability.as_ref();
        let source_grade = row.source.reliability.map(|grade| format!("source {}", reliability(grade)));
        let own_grade = record.credibility.map(|grade| format!("evidence {}", credibility(grade)));
        let grades: Vec<String> = source_grade.into_iter().chain(own_grade).collect();
        let url = escape::link(row.source.url.as_deref());
        Self {
            row,
            published: row.source.published.as_ref().map(When::of),
            dated: record.dated.as_ref().map(When::of),
            status: stands_out(row.source.status),
            url,
            host: url.map(escape::host).unwrap_or_default(),
            quoted: record.quote.as_ref().map(|quote| wording::quoted(&quote.text)).unwrap_or_default(),
            lang: escape::language(record.quote.as_ref().and_then(|quote| quote.language.as_deref())),
            through,
            available: available.map(|says| wording::availability_with_meaning(says, holder)),
            grade,
            grades: (!grades.is_empty()).then(|| grades.join("; ")),
            opinions: opinion_views(said),
            differ: differ_on_evidence(said, record.stance),
        }
    }
}
