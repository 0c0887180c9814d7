//! The ledger of the whole report in one table: what is not public, whose word that is, why, and
//! whether anyone asked for it. Gathered as the parts come.

use crate::domain::Key;
use crate::domain::ledger::{Asking, Entry};
use crate::domain::report::ReportStanding;
use crate::domain::wording::counted;
use crate::formats::report::words::{asked_for, missing, short};
use crate::text::grouped;

/// At most this many lines are kept.
const LINES: usize = 1_000;
/// At most this many characters of a text are kept; all of it stands with the claim.
const TEXT: usize = 600;
/// At most this many characters of a claimant's name.
const NAME: usize = 120;

/// The table, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The lines, in the order of the report.
    pub lines: Vec<TableLine>,
    /// How many lines there was no room for.
    pub left_out: u64,
}

/// A line of it.
#[derive(Debug)]
pub(crate) struct TableLine {
    /// The claim and its claimant; none for a gap about no claim in particular.
    pub claim: Option<(Key, String)>,
    /// The material, as the ledger has it.
    pub entry: Entry,
    /// The requests for it, each with what was asked for and what came back.
    pub asked: Vec<(Key, String)>,
}

impl Table {
    /// Takes what a claim stands on.
    pub fn standing(&mut self, claim: &Key, claimant: &str, standing: &ReportStanding) {
        let claim = Some((claim, claimant));
        for entry in missing(&standing.ledger) {
            self.line(claim, entry, &standing.ledger.requests);
        }
    }

    /// Takes a gap about no claim in particular; among `asked` are the requests for it.
    pub fn gap(&mut self, entry: &Entry, asked: &[Asking]) {
        if entry.is_missing() {
            self.line(None, entry, asked);
        }
    }

    /// What of it is left out, in a sentence; empty where nothing is.
    pub fn left_out_sentence(&self) -> String {
        match self.left_out {
            0 => String::new(),
            more => format!(
                "It holds the first {}; {} with the claims alone.",
                counted(self.lines.len() as u64, "line"),
                if more == 1 { "1 more stands".to_owned() } else { format!("{} more stand", grouped(more)) }
            ),
        }
    }

    fn line(&mut self, claim: Option<(&Key, &str)>, entry: &Entry, asked: &[Asking]) {
        if self.lines.len() == LINES {
            self.left_out += 1;
            return;
        }
        let mut entry = entry.clone();
        entry.material = short(&entry.material, TEXT);
        entry.notes.clear();
        for harm in entry.voices.iter_mut().filter_map(|voice| voice.harm.as_mut()) {
            *harm = short(harm, TEXT);
        }
        let asked = asked_for(&entry, asked).map(|(key, what)| (key.clone(), short(&what, TEXT))).collect();
        let claim = claim.map(|(key, claimant)| (key.clone(), short(claimant, NAME)));
        self.lines.push(TableLine { claim, entry, asked });
    }
}
