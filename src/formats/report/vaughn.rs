//! A Vaughn index as CSV for a spreadsheet: what an agency files when it withholds records and is taken
//! to court over it, drawn up from outside. A row for each piece of material that is withheld, released
//! in part, removed or not shown: what it is, where that is on record, on which ground it is kept back and who
//! says so, which harm is claimed, and who asked for it with what result.

use crate::domain::grounds;
use crate::domain::ledger::{Asking, Entry, Word, answered};
use crate::domain::rows::ClaimRow;
use crate::domain::wording::capitalized;
use crate::domain::words::Holding;
use crate::formats::error::WriteError;
use crate::formats::own_csv::columns::{date, flag, text};
use crate::formats::report::sheet::Sheet;
use std::borrow::Cow;
use std::io::Write;

/// The columns.
const COLUMNS: &[&str] = &[
    "number",
    "key",
    "claim",
    "claim.claimant",
    "claim.text",
    "document",
    "dated",
    "holder",
    "disposition",
    "ground",
    "ground.meaning",
    "basis",
    "harm",
    "source",
    "source.title",
    "locator",
    "requests",
    "outcome",
    "word",
    "disputed",
    "about",
];

/// Writes the rows.
#[derive(Debug)]
pub struct VaughnIndex<W: Write> {
    out: Sheet<W>,
    rows: u64,
}

impl<W: Write> VaughnIndex<W> {
    /// Begins, with the names of the columns.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(out: W) -> Result<Self, WriteError> {
        let mut out = Sheet::new(out);
        out.header(COLUMNS)?;
        Ok(Self { out, rows: 0 })
    }

    /// A piece of material that is not public, whole: the claim it bears on, the requests of its ledger,
    /// and whose word it is where that is a reviewer's.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn row(
        &mut self,
        claim: Option<&ClaimRow>,
        entry: &Entry,
        requests: &[Asking],
        reviewers: Option<&str>,
    ) -> Result<(), WriteError> {
        self.rows += 1;
        let reason = entry.reason();
        let lead = entry.lead();
        let asked: Vec<&Asking> = requests.iter().filter(|one| entry.asked.contains(&one.key)).collect();
        let (source, title) = match lead.and_then(|lead| lead.source.as_ref()) {
            Some((key, title)) => (key.to_string(), title.as_str()),
            None => Default::default(),
        };
        let cells: [Cow<'_, str>; COLUMNS.len()] = [
            self.rows.to_string().into(),
            entry.key.to_string().into(),
            claim.map(|claim| claim.key.to_string().into()).unwrap_or_default(),
            text(claim.and_then(|claim| claim.claimant.as_ref())),
            claim.map_or("", |claim| &claim.text).into(),
            entry.material.as_str().into(),
            date(entry.dated.as_ref()),
            text(entry.holder.as_ref()),
            disposition(entry).into(),
            reason.map(|reason| grounds::shown(&reason.code).into()).unwrap_or_default(),
            reason.and_then(|reason| grounds::meanings(&reason.code)).unwrap_or_default().into(),
            entry.basis_said(reviewers).unwrap_or_default().into(),
            entry.harm().unwrap_or_default().into(),
            source.into(),
            title.into(),
            text(lead.and_then(|lead| lead.locator.as_ref())),
            joined(&asked, who_asked).into(),
            joined(&asked, what_came_back).into(),
            reviewers.unwrap_or("source").into(),
            flag(entry.disputed),
            about(entry).into(),
        ];
        self.out.row(cells)
    }

    /// Ends, and flushes.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.out.flush()
    }
}

/// How a piece is disposed of, in the words of such an index.
fn disposition(entry: &Entry) -> String {
    let glomar = entry.reason().is_some_and(|reason| grounds::is_glomar(&reason.code));
    match entry.state {
        Holding::Withheld if glomar => "neither confirmed nor denied".to_owned(),
        Holding::Withheld => "withheld in full".to_owned(),
        _ => entry.state_in_words(),
    }
}

/// What the sources say of what was tagged, and what a reader should know.
fn about(entry: &Entry) -> String {
    let tagged = entry.word() == Word::Reviewer;
    let recorded = entry.recorded_in_words().into_iter().filter(|_| tagged);
    let recorded = recorded.map(|sentence| format!("{}.", capitalized(&sentence.to_string())));
    recorded.chain(entry.about()).collect::<Vec<_>>().join(" ")
}

fn joined(asked: &[&Asking], each: impl Fn(&Asking) -> String) -> String {
    asked.iter().map(|asking| each(asking)).collect::<Vec<_>>().join("; ")
}

/// A request by its key, who made it and when, and the holder's number for it.
fn who_asked(asking: &Asking) -> String {
    let request = &asking.request;
    let by = asking.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let on = request.made.as_ref().map(|on| format!(" {}", on.when())).unwrap_or_default();
    let tracking = request.tracking.as_ref().map(|number| format!(", no. {number}")).unwrap_or_default();
    format!("{}{by}{on}{tracking}", asking.key)
}

/// What came back on a request, and when.
fn what_came_back(asking: &Asking) -> String {
    let request = &asking.request;
    let on = request.answered.as_ref().map(|on| format!(", {} {on}", answered(request))).unwrap_or_default();
    let due = request.due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
    let answer = request.answer.as_ref().map(|answer| format!(": {answer}")).unwrap_or_default();
    format!("{}: {}{on}{due}{answer}", asking.key, asking.came_back())
}
