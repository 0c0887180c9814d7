//! The ledger of the whole report in one table: what is not public, whose word that is, why, and
//! whether anyone asked for it. Gathered as the parts come.

use crate::domain::Key;
use crate::domain::ledger::Entry;
use crate::domain::report::ReportStanding;
use crate::formats::report::words::{missing, short};

/// At most this many lines are kept.
const LINES: usize = 1_000;
/// At most this many characters of a text are kept.
const TEXT: usize = 200;

/// The table, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The lines, in the order of the report.
    pub lines: Vec<Line>,
    /// How many lines there was no room for.
    pub left_out: u64,
}

/// A line of it.
#[derive(Debug)]
pub(crate) struct Line {
    /// The claim and its claimant; none for a gap about no claim in particular.
    pub claim: Option<(Key, String)>,
    /// The material, as the ledger has it.
    pub entry: Entry,
}

impl Table {
    /// Takes what a claim stands on.
    pub fn standing(&mut self, claim: &Key, claimant: &str, standing: &ReportStanding) {
        let claim = Some((claim, claimant));
        for entry in missing(&standing.ledger) {
            self.line(claim, entry);
        }
    }

    /// Takes a gap about no claim in particular.
    pub fn gap(&mut self, entry: &Entry) {
        if entry.is_missing() {
            self.line(None, entry);
        }
    }

    fn line(&mut self, claim: Option<(&Key, &str)>, entry: &Entry) {
        if self.lines.len() == LINES {
            self.left_out += 1;
            return;
        }
        let mut entry = entry.clone();
        entry.material = short(&entry.material, TEXT);
        entry.harm = entry.harm.map(|harm| short(&harm, TEXT));
        entry.about = None;
        self.lines
            .push(Line { claim: claim.map(|(key, claimant)| (key.clone(), short(claimant, 60))), entry });
    }
}
