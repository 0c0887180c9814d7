//! The status of the review, counted as the parts come.

use crate::domain::report::Opinion;
use crate::domain::wording::counted;
use crate::domain::{Access, Stance};
use crate::formats::report::opinion::{differ_on_evidence, differ_on_verdict};
use crate::text::grouped;
use askama::Template;

/// At most this many reviewers are counted one by one.
const MOST: usize = 200;

/// What one reviewer has decided.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    decided: u64,
    released: u64,
    withheld: u64,
    disputed: u64,
    examined: u64,
    verdicts: u64,
}

/// What all reviewers have decided.
#[derive(Debug, Default)]
pub(super) struct Progress {
    rows: Vec<(String, Tally)>,
    others: u64,
    claims: u64,
    pieces: u64,
    undecided: u64,
    evidence_conflicts: u64,
    verdict_conflicts: u64,
}

impl Progress {
    /// Counts for these reviewers, in this order; others come behind as they are met.
    pub fn new(reviewers: &[String]) -> Self {
        let rows = reviewers.iter().take(MOST).map(|name| (name.clone(), Tally::default())).collect();
        Self { rows, ..Self::default() }
    }

    fn of(&mut self, reviewer: &str) -> Option<&mut Tally> {
        if let Some(at) = self.rows.iter().position(|(name, _)| name == reviewer) {
            return self.rows.get_mut(at).map(|(_, tally)| tally);
        }
        if self.rows.len() == MOST {
            self.others += 1;
            return None;
        }
        self.rows.push((reviewer.to_owned(), Tally::default()));
        self.rows.last_mut().map(|(_, tally)| tally)
    }

    /// How many claims went by.
    pub fn claims(&self) -> u64 {
        self.claims
    }

    /// Takes a claim.
    pub fn claim(&mut self, said: &[Opinion]) {
        self.claims += 1;
        self.verdict_conflicts += u64::from(differ_on_verdict(said));
        for opinion in said.iter().filter(|opinion| opinion.annotation.verdict.is_some()) {
            if let Some(tally) = self.of(&opinion.reviewer) {
                tally.verdicts += 1;
            }
        }
    }

    /// Takes a piece of evidence.
    pub fn evidence(&mut self, listed: Stance, said: &[Opinion]) {
        self.pieces += 1;
        self.evidence_conflicts += u64::from(differ_on_evidence(said, listed));
        let mut decided = false;
        for opinion in said.iter().filter(|opinion| opinion.annotation.is_decided()) {
            decided = true;
            let said = &opinion.annotation;
            if let Some(tally) = self.of(&opinion.reviewer) {
                tally.decided += 1;
                tally.released += u64::from(said.access == Some(Access::Released));
                tally.withheld += u64::from(said.access == Some(Access::Withheld));
                tally.disputed += u64::from(said.disputed);
                tally.examined += u64::from(said.examined && !said.is_tagged());
            }
        }
        self.undecided += u64::from(!decided);
    }

    /// The section.
    pub fn section(&self) -> impl Template + '_ {
        let undecided = match self.undecided {
            0 => "Every piece of evidence has been decided by at least one reviewer.".to_owned(),
            n => format!("{} not been decided by anyone.", has(n, "piece")),
        };
        Section {
            rows: &self.rows,
            others: self.others,
            claims: counted(self.claims, "claim"),
            evidence: counted(self.pieces, "piece"),
            pieces: grouped(self.pieces),
            statements: grouped(self.claims),
            undecided,
            conflicts: self.evidence_conflicts + self.verdict_conflicts,
            conflict_words: format!(
                "{} of evidence, {} with different verdicts",
                counted(self.evidence_conflicts, "piece"),
                counted(self.verdict_conflicts, "claim"),
            ),
        }
    }
}

fn has(n: u64, what: &str) -> String {
    format!("{} of evidence {}", counted(n, what), if n == 1 { "has" } else { "have" })
}

#[derive(Template)]
#[template(path = "progress.html")]
struct Section<'a> {
    rows: &'a [(String, Tally)],
    others: u64,
    claims: String,
    evidence: String,
    pieces: String,
    statements: String,
    undecided: String,
    conflicts: u64,
    conflict_words: String,
}
