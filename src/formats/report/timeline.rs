//! The dates of a case, gathered as the parts come.

use crate::domain::figures::said;
use crate::domain::ledger::Asking;
use crate::domain::rows::FigureRow;
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::timeline::{DateOf, Moment, arrange};
use crate::domain::{Dated, Key, wording};
use crate::formats::report::words::short;
use std::collections::BTreeSet;

/// At most this many sources are remembered, so that each source's dates are listed once.
const SOURCES: usize = 5_000;
/// At most this many characters of what a record says are kept; all of it stands with the record.
const WHAT: usize = 600;

/// The dates, as far as they are known.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    moments: Vec<Moment>,
    taken: [usize; DateOf::ALL.len()],
    /// How many dates there was no room for.
    pub left_out: usize,
    sources: BTreeSet<Key>,
}

/// How many dates of a kind are kept.
const fn room(of: DateOf) -> usize {
    match of {
        DateOf::Accessed | DateOf::Requested | DateOf::Due | DateOf::Answered => 200,
        _ => 400,
    }
}

/// What a date is the date of, in words.
pub(crate) const fn label(of: DateOf) -> &'static str {
    match of {
        DateOf::Event => "event a claim describes",
        DateOf::Asserted => "claim asserted",
        DateOf::Described => "event evidence describes",
        DateOf::Published => "source published",
        DateOf::Accessed => "source accessed",
        DateOf::AsOf => "figure as of",
        DateOf::Requested => "request made",
        DateOf::Due => "answer to a request due",
        DateOf::Answered => "answer to a request, or none by then",
    }
}

impl Timeline {
    fn date(&mut self, of: DateOf, dated: Option<&Dated>, key: &Key, what: &str) {
        let Some(dated) = dated else { return };
        if dated.date().days().is_none() {
            return;
        }
        let Some(taken) = DateOf::ALL.iter().position(|its| *its == of).and_then(|at| self.taken.get_mut(at))
        else {
            return;
        };
        if *taken == room(of) {
            self.left_out += 1;
            return;
        }
        *taken += 1;
        let what = short(what, WHAT);
        self.moments.push(Moment { dated: dated.clone(), of, key: key.clone(), what, place: None });
    }

    /// Takes a claim.
    pub fn claim(&mut self, detail: &ClaimDetail, claimant: &str) {
        let key = &detail.row.key;
        let claim = wording::assertion(Some(claimant), detail.row.called());
        self.date(DateOf::Event, detail.record.event_date.as_ref(), key, &claim);
        self.date(DateOf::Asserted, detail.record.asserted_on.as_ref(), key, &claim);
        detail.requests.iter().for_each(|asking| self.request(asking));
        detail.figures.iter().for_each(|figure| self.figure(figure));
    }

    /// Takes a piece of evidence.
    pub fn evidence(&mut self, row: &EvidenceRow) {
        let says = format!("{}: {}", row.source.called(), row.record.paraphrase);
        self.date(DateOf::Described, row.record.dated.as_ref(), &row.key, &says);
        if self.sources.len() < SOURCES && self.sources.insert(row.source_key.clone()) {
            self.date(DateOf::Published, row.source.published.as_ref(), &row.source_key, &row.source.title);
            self.date(DateOf::Accessed, row.source.accessed.as_ref(), &row.source_key, &row.source.title);
        }
    }

    /// Takes a figure.
    pub fn figure(&mut self, row: &FigureRow) {
        let figure = &row.figure;
        if figure.as_of.is_some() {
            let by = row.asserted_by.as_deref().unwrap_or("asserted by nobody on record");
            self.date(
                DateOf::AsOf,
                figure.as_of.as_ref(),
                &row.key,
                &format!("{by}: {}: {}", figure.measures, said(figure)),
            );
        }
    }

    /// Takes a request.
    pub fn request(&mut self, asking: &Asking) {
        let Asking { key, request, .. } = asking;
        let asked = asking.sentence();
        self.date(DateOf::Requested, request.made.as_ref(), key, &asked);
        let came_back = format!("{asked}: {}", asking.came_back());
        self.date(DateOf::Due, request.due.as_ref(), key, &came_back);
        self.date(DateOf::Answered, request.answered.as_ref(), key, &came_back);
    }

    /// The dates in their order.
    pub fn arranged(&mut self) -> &[Moment] {
        arrange(&mut self.moments);
        &self.moments
    }
}
