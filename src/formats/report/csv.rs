//! CSV for a spreadsheet (RFC 4180): a row for each piece of evidence and each reviewer who says
//! something of it or of its claim.
//!
//! A piece that nobody judged has one row with the reviewer's columns empty, a claim without evidence
//! rows with the evidence's columns empty.

use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::{Annotation, Ground, Key, Note};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use crate::formats::report::sheet::{Sheet, date, flag, text};
use std::borrow::Cow;
use std::io::Write;

/// The columns. A dot leads from a record to its field, as in the paths of the command line.
const COLUMNS: &[&str] = &[
    "claim",
    "claim.text",
    "claim.claimant",
    "claim.nature",
    "claim.asserted_on",
    "claim.event_date",
    "claim.topic",
    "claim.parent",
    "evidence",
    "stance",
    "quote.text",
    "quote.language",
    "quote.translator",
    "paraphrase",
    "locator",
    "kind",
    "credibility",
    "material",
    "availability.says",
    "availability.holder",
    "availability.ground",
    "availability.harm",
    "via.party",
    "via.origin",
    "via.untraced",
    "dated",
    "about",
    "source",
    "source.title",
    "source.publisher",
    "source.author",
    "source.kind",
    "source.published",
    "source.accessed",
    "source.status",
    "source.reliability",
    "source.url",
    "source.archive_url",
    "source.sha256",
    "reviewer",
    "access",
    "part",
    "disputed",
    "examined",
    "reading",
    "ground.code",
    "ground.basis",
    "ground.by",
    "ground.on",
    "ground.harm",
    "confidence",
    "note",
    "note.private",
    "aside",
    "changed",
    "claim.verdict",
    "claim.confidence",
    "claim.reason",
    "claim.note",
    "claim.note.private",
    "claim.aside",
    "claim.changed",
];

/// The columns before these are the claim's, and before those the dossier's.
const CLAIM: usize = 8;
const DOSSIER: usize = 39;

/// Writes the rows.
#[derive(Debug)]
pub struct CsvRows<W: Write> {
    out: Sheet<W>,
    /// The claim at hand: its columns, and the annotations on it.
    claim: Vec<String>,
    said: Vec<Opinion>,
    /// Whether a row of that claim was written.
    written: bool,
}

impl<W: Write> CsvRows<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        Self { out: Sheet::new(out), claim: Vec::new(), said: Vec::new(), written: true }
    }

    /// The rows of a piece of evidence, or of a claim that has none.
    fn rows(&mut self, dossier: &[Cow<'_, str>], said: &[Opinion]) -> Result<(), WriteError> {
        let of_claim = std::mem::take(&mut self.said);
        let mut none = true;
        for (id, reviewer) in reviewers(said, &of_claim) {
            none = false;
            let find = |said: &'_ [Opinion]| said.iter().position(|opinion| opinion.id == id);
            let mut cells = dossier.to_vec();
            cells.push(reviewer.into());
            cells.extend(of_evidence(find(said).and_then(|at| said.get(at))));
            cells.extend(of_its_claim(find(&of_claim).and_then(|at| of_claim.get(at))));
            self.out.row(cells)?;
        }
        if none {
            let empty = COLUMNS.len() - dossier.len();
            self.out.row(dossier.iter().cloned().chain(std::iter::repeat_n("".into(), empty)))?;
        }
        self.said = of_claim;
        Ok(())
    }

    /// Writes the claim before, if it had no evidence.
    fn close(&mut self) -> Result<(), WriteError> {
        if std::mem::replace(&mut self.written, true) {
            return Ok(());
        }
        let claim = std::mem::take(&mut self.claim);
        let mut dossier: Vec<Cow<'_, str>> = claim.iter().map(|cell| cell.as_str().into()).collect();
        dossier.resize(DOSSIER, "".into());
        self.rows(&dossier, &[])
    }

    fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) -> Result<(), WriteError> {
        self.written = true;
        let claim = std::mem::take(&mut self.claim);
        let mut dossier: Vec<Cow<'_, str>> = claim.iter().map(|cell| cell.as_str().into()).collect();
        dossier.extend(evidence(row));
        let written = self.rows(&dossier, said);
        drop(dossier);
        self.claim = claim;
        written
    }
}

impl<W: Write> Report for CsvRows<W> {
    fn begin(&mut self, _: &About) -> Result<(), WriteError> {
        debug_assert_eq!((COLUMNS[CLAIM], COLUMNS[DOSSIER]), ("evidence", "reviewer"));
        self.out.header(COLUMNS)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => {
                self.close()?;
                self.claim = claim(detail);
                self.said = said.to_vec();
                self.written = false;
                Ok(())
            }
            Part::Evidence(row, said) => self.evidence(row, said),
            _ => self.close(),
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.close()?;
        self.out.flush()
    }
}

/// Everyone who says something of either, each once.
fn reviewers<'a>(
    said: &'a [Opinion],
    of_claim: &'a [Opinion],
) -> impl Iterator<Item = (crate::domain::ItemId, String)> + use<'a> {
    let rest = of_claim.iter().filter(|one| said.iter().all(|other| other.id != one.id));
    said.iter().chain(rest).map(|opinion| (opinion.id, opinion.reviewer.clone()))
}

fn claim(detail: &ClaimDetail) -> Vec<String> {
    let record = &detail.record;
    vec![
        detail.row.key.to_string(),
        record.text.clone(),
        detail.claimant.as_ref().map(|party| party.name.clone()).unwrap_or_default(),
        record.nature.map(|nature| nature.word().to_owned()).unwrap_or_default(),
        date(record.asserted_on.as_ref()).into_owned(),
        date(record.event_date.as_ref()).into_owned(),
        record.topic.clone().unwrap_or_default(),
        detail.parent.as_ref().map(|(key, _)| key.to_string()).unwrap_or_default(),
    ]
}

fn evidence(row: &EvidenceRow) -> [Cow<'_, str>; DOSSIER - CLAIM] {
    let (record, source) = (&row.record, &row.source);
    let quote = record.quote.as_ref();
    let says = record.availability.as_ref();
    let via = record.via.as_ref();
    let word = |word: Option<&'static str>| Cow::Borrowed(word.unwrap_or_default());
    [
        key(&row.key),
        record.stance.word().into(),
        quote.map_or("", |quote| &quote.text).into(),
        text(quote.and_then(|quote| quote.language.as_ref())),
        text(quote.and_then(|quote| quote.translator.as_ref())),
        record.paraphrase.as_str().into(),
        text(record.locator.as_ref()),
        text(record.kind.as_ref()),
        word(record.credibility.map(|grade| grade.word())),
        text(record.material.as_ref()),
        word(says.map(|says| says.says.word())),
        text(row.holder.as_ref()),
        text(says.and_then(|says| says.ground.as_ref())),
        text(says.and_then(|says| says.harm.as_ref())),
        text(row.via_party.as_ref().map(|(_, name)| name)),
        row.via_origin.as_ref().map(|(origin, _)| key(origin)).unwrap_or_default(),
        text(via.and_then(|via| via.untraced.as_ref())),
        date(record.dated.as_ref()),
        text(record.about.as_ref()),
        key(&row.source_key),
        source.title.as_str().into(),
        text(source.publisher.as_ref()),
        text(source.author.as_ref()),
        text(source.kind.as_ref()),
        date(source.published.as_ref()),
        date(source.accessed.as_ref()),
        word(source.status.map(|status| status.word())),
        word(source.reliability.map(|grade| grade.word())),
        text(source.url.as_ref()),
        text(source.archive_url.as_ref()),
        source.sha256.map(|digest| digest.to_string().into()).unwrap_or_default(),
    ]
}

fn of_evidence(opinion: Option<&Opinion>) -> [Cow<'_, str>; 15] {
    let Some(Opinion { annotation: said, changed, .. }) = opinion else { return Default::default() };
    let ground: Option<&Ground> = said.ground.as_ref();
    [
        said.access.map_or("", |access| access.word()).into(),
        flag(said.part),
        flag(said.disputed),
        flag(said.examined),
        said.reading.map_or("", |reading| reading.word()).into(),
        ground.map_or("", |ground| &ground.code).into(),
        ground.map_or("", |ground| ground.basis.word()).into(),
        text(ground.and_then(|ground| ground.by.as_ref())),
        date(ground.and_then(|ground| ground.on.as_ref())),
        text(ground.and_then(|ground| ground.harm.as_ref())),
        confidence(said),
        note(said).0,
        note(said).1,
        text(said.aside.as_ref()),
        changed.as_str().into(),
    ]
}

fn of_its_claim(opinion: Option<&Opinion>) -> [Cow<'_, str>; 7] {
    let Some(Opinion { annotation: said, changed, .. }) = opinion else { return Default::default() };
    let (words, private) = note(said);
    [
        said.verdict.map_or("", |verdict| verdict.word()).into(),
        confidence(said),
        text(said.reason.as_ref()),
        words,
        private,
        text(said.aside.as_ref()),
        changed.as_str().into(),
    ]
}

fn note(said: &Annotation) -> (Cow<'_, str>, Cow<'_, str>) {
    match &said.note {
        Some(Note { text, private }) => (text.as_str().into(), flag(*private)),
        None => Default::default(),
    }
}

fn confidence(said: &Annotation) -> Cow<'_, str> {
    said.confidence.map_or("", |confidence| confidence.word()).into()
}

fn key(key: &Key) -> Cow<'static, str> {
    key.to_string().into()
}
