//! Export as a job: a case, its annotations or a report, written record by record.

use super::{Cancel, Progress, Reporter};
use crate::case::{Case, CaseError, Outgoing, SaidOf};
use crate::domain::ExportFormat;
use crate::domain::entry::Section;
use crate::domain::report::Reporting;
use crate::formats::WriteError;
use crate::formats::annotations::{AboutCase, AboutClaim, AboutSource, AnnotationLine, AnnotationsWriter};
use crate::formats::native::{FIRST_VERSION, NativeWriter, SECOND_VERSION, VERSION};
use crate::formats::report::Report;
use crate::formats::report::claim_review::{ClaimReviews, PageUrl, Tally};
use crate::formats::report::csv::CsvRows;
use crate::formats::report::html::HtmlReport;
use crate::formats::report::json_lines::JsonLines;
use crate::formats::report::markdown::Markdown;
use crate::formats::report::web_annotation::WebAnnotations;
use std::io::Write;
use thiserror::Error;

/// Why an export was not finished.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The case cannot be read.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The output cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Reviews of claims, and no page where they would stand.
    #[error("a ClaimReview names the page where it stands; --url https://... says which")]
    NoPage,
    /// Someone asked to stop.
    #[error("stopped on request")]
    Cancelled,
}

/// An export to be made.
pub struct Job<'a> {
    /// The part of the case that is exported.
    pub what: &'a Reporting,
    /// A request to stop.
    pub cancel: &'a Cancel,
    /// Receives the number of records written, now and then.
    pub progress: &'a mut dyn FnMut(Progress),
}

/// The output, until writing begins.
struct Begin<W>(Option<W>);

impl<W> Begin<W> {
    fn take(&mut self) -> Result<W, WriteError> {
        self.0.take().ok_or_else(|| std::io::Error::other("it was begun before").into())
    }
}

/// Counts and reports the records written, and fails once the job is cancelled.
pub(super) struct Counter<'a> {
    cancel: &'a Cancel,
    reporter: Reporter<'a>,
    pub(super) records: u64,
}

impl Counter<'_> {
    pub(super) fn one(&mut self) -> Result<(), ExportError> {
        if self.cancel.asked() {
            return Err(ExportError::Cancelled);
        }
        self.records += 1;
        let records = self.records;
        self.reporter.record(|| Progress { records, ..Progress::default() });
        Ok(())
    }
}

/// What reviews of claims are published with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Publication<'a> {
    /// The page where they stand. None is written without it.
    pub page: Option<&'a PageUrl>,
    /// Whose they are; none: each reviewer's own.
    pub publisher: Option<&'a str>,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// Records, rows, annotations or parts of a report.
    pub records: u64,
    /// What became of the claims, where reviews of them are written.
    pub reviews: Tally,
}

impl<'a> Job<'a> {
    /// Writes a case in a format. This is where the writer of each format is chosen.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    pub fn write(
        self,
        case: &Case,
        format: ExportFormat,
        publication: Publication<'_>,
        out: &mut dyn Write,
    ) -> Result<Written, ExportError> {
        let mut reviews = Tally::default();
        let records = match format {
            ExportFormat::Native => self.native(case, out),
            ExportFormat::JsonLines => self.report(case, &mut JsonLines::new(out)),
            ExportFormat::Csv => self.report(case, &mut CsvRows::new(out)),
            ExportFormat::Vaughn => self.vaughn(case, out),
            ExportFormat::Markdown => self.report(case, &mut Markdown::new(out)),
            ExportFormat::Html => self.report(case, &mut HtmlReport::new(out)),
            ExportFormat::ClaimReview => {
                let page = publication.page.ok_or(ExportError::NoPage)?;
                let mut report = ClaimReviews::new(out, page, publication.publisher);
                let records = self.report(case, &mut report);
                reviews = report.tally();
                records
            }
            ExportFormat::WebAnnotations => self.report(case, &mut WebAnnotations::new(out)),
            ExportFormat::Annotations => self.annotations(case, out),
        }?;
        Ok(Written { records, reviews })
    }

    pub(super) fn start(self) -> (&'a Reporting, Counter<'a>) {
        (self.what, Counter { cancel: self.cancel, reporter: Reporter::new(self.progress), records: 0 })
    }

    /// Writes the case in the native format: whole, with its history, or the part that matches a query,
    /// without. Returns the number of records.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    fn native(self, case: &Case, out: impl Write) -> Result<u64, ExportError> {
        let (what, mut counter) = self.start();
        // Nothing is written before the query has proved good.
        let mut begin = Begin(Some(out));
        let mut writer = None;
        case.export::<ExportError>(what, |outgoing| {
            counter.one()?;
            let writer = match &mut writer {
                Some(writer) => writer,
                None => {
                    let version = match outgoing {
                        Outgoing::Case { documents: true, .. } => VERSION,
                        Outgoing::Case { answers: true, .. } => SECOND_VERSION,
                        _ => FIRST_VERSION,
                    };
                    writer.insert(NativeWriter::new(begin.take()?, version)?)
                }
            };
            match outgoing {
                Outgoing::Case { info, .. } => writer.record(Section::Case, info)?,
                Outgoing::Record(kind, json) => writer.record_raw(Section::from(kind), json)?,
                Outgoing::Reviewer(it) => writer.record(Section::Reviewers, it)?,
                Outgoing::Said(it) => writer.record(Section::Annotations, it)?,
                Outgoing::Event(it) => writer.record(Section::History, it)?,
                Outgoing::Replaced(it) => writer.record(Section::Replaced, it)?,
                Outgoing::Brought(it) => writer.record(Section::Brought, it)?,
                Outgoing::Content(it) => writer.record(Section::Contents, it)?,
            }
            Ok(())
        })?;
        if let Some(writer) = writer {
            writer.finish()?;
        }
        Ok(counter.records)
    }

    /// Writes the annotations alone; returns their number.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    fn annotations(self, case: &Case, out: impl Write) -> Result<u64, ExportError> {
        let (what, mut counter) = self.start();
        let _snapshot = case.snapshot()?;
        let info = case.info()?;
        let about = AboutCase { id: info.id, title: info.title, as_of: info.as_of };
        let reviewers = case.reviewers_shown(what)?;
        let mut begin = Begin(Some(out));
        let mut writer = None;
        case.export_annotations::<ExportError>(what, |said| {
            counter.one()?;
            let writer = match &mut writer {
                Some(writer) => writer,
                None => writer.insert(AnnotationsWriter::new(begin.take()?, &about, &reviewers)?),
            };
            Ok(writer.line(&line(said))?)
        })?;
        match writer {
            Some(writer) => writer.finish()?,
            None => AnnotationsWriter::new(begin.take()?, &about, &reviewers)?.finish()?,
        };
        Ok(counter.records)
    }

    /// Writes a report; returns the number of its parts.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    fn report(self, case: &Case, report: &mut dyn Report) -> Result<u64, ExportError> {
        let (what, mut counter) = self.start();
        let walk = case.report(what)?;
        report.begin(walk.about())?;
        walk.parts::<ExportError>(report.is_deep(), &mut |part| {
            counter.one()?;
            Ok(report.part(part)?)
        })?;
        report.end()?;
        Ok(counter.records)
    }
}

/// An annotation as it is exported.
#[must_use]
pub fn line(said: SaidOf) -> AnnotationLine {
    let claim = AboutClaim { key: said.claim.to_string(), text: said.claim_text, claimant: said.claimant };
    let source = said.source.map(|(key, title)| AboutSource { key: key.to_string(), title });
    AnnotationLine {
        source,
        stance: said.stance,
        paraphrase: said.paraphrase,
        changed: Some(said.changed),
        ..AnnotationLine::new(said.reviewer, said.on, said.key.to_string(), said.item, claim, said.annotation)
    }
}
