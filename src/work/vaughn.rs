//! A Vaughn index as a job: the ledgers of the claims in order, as each reviewer judges them.

use super::export::{ExportError, Job};
use crate::case::{Case, Extent, Filtered};
use crate::domain::entry::Reviewer;
use crate::domain::ledger::{Entered, Entry, Ledger, Word};
use crate::domain::query::{Query, fold};
use crate::domain::report::Reporting;
use crate::domain::{ItemId, Kind};
use crate::formats::report::vaughn::VaughnIndex;
use std::io::Write;

/// Claims are looked up this many at a time.
const AT_ONCE: usize = 1_000;

impl Job<'_> {
    /// Writes a Vaughn index; returns the number of its rows.
    ///
    /// # Errors
    /// When the case cannot be read, the output cannot be written, or someone asked to stop.
    pub(super) fn vaughn(self, case: &Case, out: impl Write) -> Result<u64, ExportError> {
        let (what, mut counter) = self.start();
        let _snapshot = case.snapshot()?;
        let query = &what.query;
        // Nothing is written before the query has proved good.
        let filtered = if query.is_empty() { None } else { Some(case.filter(what.reviewer, query)?) };
        let claims = case.list(Kind::Claim, what.reviewer, query)?;
        let reviewers = Reviewers::of(case, what)?;
        let mut index = VaughnIndex::new(out)?;
        let mut start = 0;
        while start < claims.len() {
            for id in case.listed(&claims, start, AT_ONCE)? {
                let mut plain = case.ledger(ItemId::nil(), id, Extent::Whole)?;
                for row in reviewers.rows(case, id, &mut plain)? {
                    if matches(case, filtered.as_ref(), &row.entry)? {
                        counter.one()?;
                        let word = row.names();
                        index.row(plain.claim.as_ref(), &row.entry, &plain.requests, word.as_deref())?;
                    }
                }
            }
            start += AT_ONCE;
        }
        if query.is_empty() {
            let mut loose = case.loose_ledger(Extent::Whole)?;
            loose.entries.iter_mut().for_each(|entry| reviewers.redact(entry));
            for entry in loose.entries.iter().filter(|entry| entry.is_missing()) {
                counter.one()?;
                index.row(None, entry, &loose.requests, None)?;
            }
        }
        index.finish()?;
        Ok(counter.records)
    }
}

/// Whether a row matches the query. A gap goes with its claim.
fn matches(case: &Case, filtered: Option<&Filtered>, entry: &Entry) -> Result<bool, ExportError> {
    let Some(pieces) = filtered.and_then(|filtered| filtered.evidence.as_ref()) else { return Ok(true) };
    if entry.key.kind != Kind::Evidence {
        return Ok(true);
    }
    Ok(pieces.binary_search(&case.evidence_line(ItemId::nil(), entry.id)?.pos).is_ok())
}

/// A row of the index, and the reviewers who agree on it.
struct Row {
    entry: Entry,
    reviewers: Vec<String>,
}

impl Row {
    /// The reviewers' names; none where the row is the source's own statement.
    fn names(&self) -> Option<String> {
        (!self.reviewers.is_empty()).then(|| self.reviewers.join("; "))
    }
}

/// Everyone who reviewed the case, with the name that the index may show.
struct Reviewers {
    all: Vec<(Reviewer, String)>,
    redacted: bool,
}

impl Reviewers {
    fn of(case: &Case, what: &Reporting) -> Result<Self, ExportError> {
        let all = Reporting { query: Query::default(), ..what.clone() };
        let shown = case.reviewers_shown(&all)?.into_iter().map(|reviewer| reviewer.name);
        Ok(Self { all: case.reviewers()?.into_iter().zip(shown).collect(), redacted: what.redact })
    }

    /// The material of a claim that is not public: as its reviewers tagged it, one row for those who agree;
    /// where nobody tagged it, as the source says. The requests for what they tagged are added to the ledger.
    fn rows(&self, case: &Case, claim: ItemId, plain: &mut Ledger) -> Result<Vec<Row>, ExportError> {
        let mut rows: Vec<Row> = Vec::new();
        for (reviewer, name) in &self.all {
            if !case.has_decided(reviewer.id, claim)? {
                continue;
            }
            let tagged = case.ledger(reviewer.id, claim, Extent::Whole)?;
            plain.add_requests(tagged.requests);
            for mut entry in tagged.entries {
                if entry.word() != Word::Reviewer {
                    continue;
                }
                self.redact(&mut entry);
                match rows.iter_mut().find(|row| row.entry == entry) {
                    Some(row) => row.reviewers.push(name.clone()),
                    None => rows.push(Row { entry, reviewers: vec![name.clone()] }),
                }
            }
        }
        let is_tagged = |entry: &&Entry| rows.iter().any(|row| row.entry.is_on_same_material(entry));
        let untagged: Vec<&Entry> = plain.entries.iter().filter(|entry| !is_tagged(entry)).collect();
        rows.extend(untagged.into_iter().map(|entry| {
            let mut entry = entry.clone();
            self.redact(&mut entry);
            Row { entry, reviewers: Vec::new() }
        }));
        rows.retain(|row| row.entry.is_missing());
        rows.sort_by_key(|row| (row.entry.key.kind, row.entry.key.clone()));
        Ok(rows)
    }

    /// Replaces the reviewers' names where they invoked a ground or made a record give it, where names are redacted.
    fn redact(&self, entry: &mut Entry) {
        let reasons =
            entry.voices.iter_mut().filter(|_| self.redacted).filter_map(|voice| voice.reason.as_mut());
        let names = reasons.flat_map(|reason| {
            let entered = reason.entered.iter_mut().map(|entered| match entered {
                Entered::ByHand(name) | Entered::Imported(name) => name,
            });
            reason.by.iter_mut().chain(entered)
        });
        for name in names {
            let named = fold(name.trim());
            let is_named =
                |reviewer: &Reviewer| fold(&reviewer.name) == named || reviewer.id.to_string() == named;
            if let Some((_, shown)) = self.all.iter().find(|(reviewer, _)| is_named(reviewer)) {
                name.clone_from(shown);
            }
        }
    }
}
