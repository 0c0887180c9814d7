//! CSV for a spreadsheet (RFC 4180): a row for each piece of evidence and each reviewer who says
//! something of it or of its claim. What was edited in it can be imported again ([`crate::formats::own_csv`]).
//!
//! A piece that nobody judged has one row with the reviewer's columns empty, a claim without evidence
//! rows with the evidence's columns empty.

use crate::domain::ItemId;
use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::EvidenceRow;
use crate::formats::error::WriteError;
use crate::formats::own_csv::columns::{self, COLUMNS, DOSSIER, SAID, SAID_OF_CLAIM, VOUCHED};
use crate::formats::own_csv::exported::marks;
use crate::formats::report::Report;
use crate::formats::report::sheet::Sheet;
use crate::text::for_spreadsheet;
use std::borrow::Cow;
use std::io::Write;

/// Writes the rows.
#[derive(Debug)]
pub struct CsvRows<W: Write> {
    out: Sheet<W>,
    /// The id of the case.
    case: String,
    /// The claim at hand: its columns, and the annotations on it.
    claim: Vec<String>,
    said: Vec<Opinion>,
    /// Whether a row of that claim was written.
    written: bool,
}

impl<W: Write> CsvRows<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        Self { out: Sheet::new(out), case: String::new(), claim: Vec::new(), said: Vec::new(), written: true }
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
            self.row(&cells, Some(id))?;
        }
        if none {
            let mut cells = dossier.to_vec();
            cells.resize(VOUCHED, "".into());
            self.row(&cells, None)?;
        }
        self.said = of_claim;
        Ok(())
    }

    /// One row, with the case it is of and what its cells say.
    fn row(&mut self, cells: &[Cow<'_, str>], reviewer: Option<ItemId>) -> Result<(), WriteError> {
        let mut cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| for_spreadsheet(cell)).collect();
        let marks = marks(&cells, reviewer);
        cells.push(self.case.as_str().into());
        cells.push(marks.into());
        self.out.safe_row(cells)
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
        dossier.extend(columns::evidence(row));
        let written = self.rows(&dossier, said);
        drop(dossier);
        self.claim = claim;
        written
    }
}

impl<W: Write> Report for CsvRows<W> {
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.case.clone_from(&about.info.id);
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        self.out.header(&names)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => {
                self.close()?;
                self.claim = columns::claim(detail).map(Cow::into_owned).to_vec();
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
) -> impl Iterator<Item = (ItemId, String)> + use<'a> {
    let rest = of_claim.iter().filter(|one| said.iter().all(|other| other.id != one.id));
    said.iter().chain(rest).map(|opinion| (opinion.id, opinion.reviewer.clone()))
}

fn of_evidence(opinion: Option<&Opinion>) -> Vec<Cow<'_, str>> {
    match opinion {
        Some(opinion) => {
            let said = columns::said(&opinion.annotation).into_iter();
            said.chain([opinion.changed.as_str().into()]).collect()
        }
        None => vec![Cow::default(); SAID],
    }
}

fn of_its_claim(opinion: Option<&Opinion>) -> Vec<Cow<'_, str>> {
    match opinion {
        Some(opinion) => {
            let said = columns::said_of_claim(&opinion.annotation).into_iter();
            said.chain([opinion.changed.as_str().into()]).collect()
        }
        None => vec![Cow::default(); SAID_OF_CLAIM],
    }
}
