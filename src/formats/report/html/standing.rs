//! What a claim stands on: its origins, what is left of it where only what is tagged released counts, what has
//! grown old, and its ledger.

use crate::domain::Key;
use crate::domain::ledger::Entry;
use crate::domain::origins::ClaimOrigins;
use crate::domain::report::ReportStanding;
use crate::domain::stale::Stale;
use crate::formats::report::html::anchors::Anchors;
use crate::formats::report::html::ledger::{EntryView, RequestView};
use crate::formats::report::words::{listed, public, repeats};
use askama::Template;
use std::collections::BTreeMap;

/// A tree of more lines than this can be closed.
const LONG: usize = 8;

/// What a claim stands on, to show.
#[derive(Template)]
#[template(path = "standing.html")]
pub(super) struct StandingView<'a> {
    whole: bool,
    /// Whether anyone tagged anything: where nobody did, the head of the report says so once.
    tagged: bool,
    evidence: bool,
    supporting: String,
    disputing: String,
    repeats: String,
    /// Whether nobody decided on any of its evidence.
    untagged: bool,
    /// What reviewers tagged released, where they did.
    released: Vec<(&'a str, String)>,
    warnings: Vec<String>,
    stale: &'a [(Option<String>, Stale)],
    long: bool,
    tree: Vec<SideView>,
    missing: Vec<EntryView<'a>>,
    /// For what of it no request is on record.
    unasked: Vec<&'a Entry>,
    public: String,
    requests: Vec<RequestView<'a>>,
    overdue: usize,
}

/// One stance, with the origins of its evidence.
struct SideView {
    title: String,
    origins: Vec<OriginView>,
}

/// An origin, with the evidence that comes from it: its key, whether that can be linked to, the way,
/// and the grades.
struct OriginView {
    title: String,
    pieces: Vec<(Key, bool, String, String)>,
}

impl<'a> StandingView<'a> {
    /// `pieces`: the evidence of the claim that stands in the report, with its grades; `about`: how
    /// many of the ledger's requests are about the claim itself, those first.
    pub fn new(
        standing: &'a ReportStanding,
        (whole, tagged): (bool, bool),
        pieces: &BTreeMap<Key, String>,
        about: usize,
        sources: &mut Anchors,
        requests: &mut Anchors,
    ) -> Self {
        let origins = &standing.origins;
        let ledger = &standing.ledger;
        let asked = &ledger.requests[..about.min(ledger.requests.len())];
        let tree = tree(origins, pieces);
        let lines: usize = tree.iter().flat_map(|side| &side.origins).map(|it| 1 + it.pieces.len()).sum();
        let mut view = |entry| EntryView::new(entry, &ledger.requests, sources, requests);
        let missing = listed(ledger).map(&mut view).collect();
        Self {
            whole,
            tagged,
            evidence: !origins.pieces.is_empty(),
            supporting: origins.weighed.supporting.sentence(),
            disputing: origins.weighed.disputing.sentence(),
            repeats: repeats(origins),
            untagged: standing.released.is_empty(),
            released: standing.tagged_released().map(|(name, it)| (name, it.sentence())).collect(),
            warnings: origins.warnings(),
            stale: &standing.stale,
            long: lines > LONG,
            tree,
            missing,
            unasked: ledger.unasked().collect(),
            public: public(ledger),
            overdue: asked.iter().filter(|asking| asking.overdue.is_some()).count(),
            requests: asked.iter().map(|asking| RequestView::new(asking, sources, requests)).collect(),
        }
    }
}

/// The tree of a claim's origins, in lists.
fn tree(origins: &ClaimOrigins, pieces: &BTreeMap<Key, String>) -> Vec<SideView> {
    let mut sides: Vec<SideView> = Vec::new();
    for line in origins.sides() {
        match (line.depth, sides.last_mut()) {
            (0, _) | (_, None) => sides.push(SideView { title: line.text, origins: Vec::new() }),
            (1, Some(side)) => side.origins.push(OriginView { title: line.text, pieces: Vec::new() }),
            (_, Some(side)) => {
                let Some((origin, key)) =
                    side.origins.last_mut().zip(line.piece.and_then(|at| origins.pieces.get(at)))
                else {
                    continue;
                };
                // The line begins with the key.
                let way = line.text.strip_prefix(&key.to_string()).unwrap_or(&line.text).to_owned();
                let grade = pieces.get(key).cloned().unwrap_or_default();
                origin.pieces.push((key.clone(), pieces.contains_key(key), way, grade));
            }
        }
    }
    sides
}
