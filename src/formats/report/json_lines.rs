//! JSON Lines for scripts: each line a claim or a piece of evidence, with what reviewers say of it
//! and enough around it to be read alone. `assets/schema/corrob-lines.schema.json` describes it.

use crate::domain::annotation::Annotation;
use crate::domain::entry::Reviewer;
use crate::domain::entry::Section;
use crate::domain::records::{Availability, Quote};
use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::tag::Tag;
use crate::domain::words::{
    Asked, Basis, Credibility, Holding, Naming, Nature, Outcome, Place, Qualifier, Reliability, Status,
};
use crate::domain::{Confidence, Date, Dated, Digest, Ground, ItemId, Stance, Verdict};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use serde::Serialize;
use serde_json::Number;
use std::io::Write;

/// Writes the lines.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
    line: Vec<u8>,
    /// The claim at hand, as its evidence names it.
    claim: (String, String, Option<String>),
}

impl<W: Write> JsonLines<W> {
    /// Begins.
    pub const fn new(out: W) -> Self {
        Self { out, line: Vec::new(), claim: (String::new(), String::new(), None) }
    }

    fn line<T: Serialize>(&mut self, line: &T) -> Result<(), WriteError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line)
            .map_err(|reason| WriteError::Json { section: Section::Evidence, reason })?;
        self.line.push(b'\n');
        Ok(self.out.write_all(&self.line)?)
    }
}

impl<W: Write> Report for JsonLines<W> {
    fn begin(&mut self, _: &About) -> Result<(), WriteError> {
        Ok(())
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => {
                let claimant = detail.claimant.as_ref().map(|party| party.name.clone());
                self.claim = (detail.row.key.to_string(), detail.record.text.clone(), claimant);
                self.line(&ClaimLine::of(detail, said))
            }
            Part::Evidence(row, said) => {
                let (key, text, claimant) = std::mem::take(&mut self.claim);
                let claim = OfClaim { key: &key, id: row.claim, text: &text, claimant: claimant.as_deref() };
                let written = self.line(&EvidenceLine::of(row, claim, said));
                self.claim = (key, text, claimant);
                written
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }
}

#[derive(Serialize)]
struct ClaimLine<'a> {
    record: &'static str,
    key: String,
    id: ItemId,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    claimant: Option<Claimant<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nature: Option<Nature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_date: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asserted_on: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<OfRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    wordings: Vec<WordingOf<'a>>,
    figures: Vec<FigureOf<'a>>,
    requests: Vec<RequestOf<'a>>,
    gaps: Vec<GapOf<'a>>,
    annotations: Vec<Judgement<'a>>,
}

#[derive(Serialize)]
struct Claimant<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    naming: Naming,
}

/// Another record: its key and what it is called.
#[derive(Serialize)]
struct OfRecord<'a> {
    key: String,
    text: &'a str,
}

#[derive(Serialize)]
struct WordingOf<'a> {
    source: OfSource<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<&'a str>,
}

#[derive(Serialize)]
struct FigureOf<'a> {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    asserted_by: Option<&'a str>,
    measures: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<&'a Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<&'a Number>,
    unit: &'a str,
    qualifier: Qualifier,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestOf<'a> {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    what: &'a str,
    kind: Asked,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<&'a Dated>,
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
}

#[derive(Serialize)]
struct GapOf<'a> {
    key: String,
    material: &'a str,
    state: Holding,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    harm: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requests: Vec<String>,
}

#[derive(Serialize)]
struct EvidenceLine<'a> {
    record: &'static str,
    key: String,
    id: ItemId,
    claim: OfClaim<'a>,
    stance: Stance,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a Quote>,
    paraphrase: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credibility: Option<Credibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    material: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    availability: Option<Availability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<ViaOf<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    source: OfSource<'a>,
    annotations: Vec<Judgement<'a>>,
}

#[derive(Serialize)]
struct OfClaim<'a> {
    key: &'a str,
    id: ItemId,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    claimant: Option<&'a str>,
}

#[derive(Serialize)]
struct ViaOf<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<OfSource<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unresolved: Option<&'a str>,
}

#[derive(Default, Serialize)]
struct OfSource<'a> {
    key: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<&'a Dated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<Digest>,
}

#[derive(Serialize)]
struct Judgement<'a> {
    reviewer: Reviewer,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    part: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'a Ground>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Confidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    aside: Option<&'a str>,
    changed: &'a Date,
}

impl<'a> ClaimLine<'a> {
    fn of(detail: &'a ClaimDetail, said: &'a [Opinion]) -> Self {
        let record = &detail.record;
        let wordings = record.wordings.iter().zip(&detail.wording_sources);
        let figures = detail.figures.iter().zip(&detail.figure_parties);
        Self {
            record: "claim",
            key: detail.row.key.to_string(),
            id: detail.row.id,
            text: &record.text,
            claimant: detail.claimant.as_ref().map(|party| Claimant {
                name: &party.name,
                role: party.role.as_deref(),
                naming: party.naming,
            }),
            nature: record.nature,
            event_date: record.event_date.as_ref(),
            asserted_on: record.asserted_on.as_ref(),
            topic: record.topic.as_deref(),
            parent: detail.parent.as_ref().map(|(key, text)| OfRecord { key: key.to_string(), text }),
            about: record.about.as_deref(),
            wordings: wordings
                .map(|(wording, (key, title))| WordingOf {
                    source: OfSource { key: key.to_string(), title, ..OfSource::default() },
                    place: wording.place,
                    text: &wording.text,
                    locator: wording.locator.as_deref(),
                })
                .collect(),
            figures: figures
                .map(|((key, figure), by)| FigureOf {
                    key: key.to_string(),
                    asserted_by: by.as_deref(),
                    measures: &figure.measures,
                    population: figure.population.as_deref(),
                    area: figure.area.as_deref(),
                    period: figure.period.as_deref(),
                    low: figure.low.as_ref(),
                    high: figure.high.as_ref(),
                    unit: &figure.unit,
                    qualifier: figure.qualifier,
                    as_of: figure.as_of.as_ref(),
                    about: figure.about.as_deref(),
                })
                .collect(),
            requests: detail
                .requests
                .iter()
                .map(|(key, request, by, to)| RequestOf {
                    key: key.to_string(),
                    by: by.as_deref(),
                    to: to.as_deref(),
                    what: &request.what,
                    kind: request.kind,
                    made: request.made.as_ref(),
                    due: request.due.as_ref(),
                    outcome: request.outcome,
                    answered: request.answered.as_ref(),
                    answer: request.answer.as_deref(),
                })
                .collect(),
            gaps: detail
                .gaps
                .iter()
                .zip(&detail.gap_requests)
                .map(|((key, gap, holder), asked)| GapOf {
                    key: key.to_string(),
                    material: &gap.material,
                    state: gap.state,
                    holder: holder.as_deref(),
                    ground: gap.ground.as_deref(),
                    basis: gap.basis,
                    harm: gap.harm.as_deref(),
                    requests: asked.iter().map(ToString::to_string).collect(),
                })
                .collect(),
            annotations: said.iter().map(Judgement::of).collect(),
        }
    }
}

impl<'a> EvidenceLine<'a> {
    fn of(row: &'a EvidenceRow, claim: OfClaim<'a>, said: &'a [Opinion]) -> Self {
        let (record, source) = (&row.record, &row.source);
        let origin = row.via_origin.as_ref();
        Self {
            record: "evidence",
            key: row.key.to_string(),
            id: row.id,
            claim,
            stance: record.stance,
            quote: record.quote.as_ref(),
            paraphrase: &record.paraphrase,
            locator: record.locator.as_deref(),
            kind: record.kind.as_deref(),
            credibility: record.credibility,
            material: record.material.as_deref(),
            availability: record
                .availability
                .as_ref()
                .map(|says| Availability { holder: row.holder.clone(), ..says.clone() }),
            via: record.via.as_ref().map(|via| ViaOf {
                party: row.via_party.as_ref().map(|(_, name)| name.as_str()),
                origin: origin.map(|(key, title)| OfSource {
                    key: key.to_string(),
                    title,
                    ..OfSource::default()
                }),
                unresolved: via.unresolved.as_deref(),
            }),
            dated: record.dated.as_ref(),
            about: record.about.as_deref(),
            source: OfSource {
                key: row.source_key.to_string(),
                title: &source.title,
                publisher: source.publisher.as_deref(),
                author: source.author.as_deref(),
                kind: source.kind.as_deref(),
                url: source.url.as_deref(),
                archive_url: source.archive_url.as_deref(),
                published: source.published.as_ref(),
                accessed: source.accessed.as_ref(),
                status: source.status,
                reliability: source.reliability,
                sha256: source.sha256,
            },
            annotations: said.iter().map(Judgement::of).collect(),
        }
    }
}

impl<'a> Judgement<'a> {
    fn of(opinion: &'a Opinion) -> Self {
        let said: &Annotation = &opinion.annotation;
        let tags = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];
        Self {
            reviewer: Reviewer { id: opinion.id, name: opinion.reviewer.clone() },
            tags: tags.into_iter().filter(|tag| said.has(*tag)).collect(),
            part: said.part,
            ground: said.ground.as_ref(),
            verdict: said.verdict,
            confidence: said.confidence,
            note: said.note.as_ref().map(|note| note.text.as_str()),
            private: said.note.as_ref().is_some_and(|note| note.private),
            aside: said.aside.as_deref(),
            changed: &opinion.changed,
        }
    }
}
