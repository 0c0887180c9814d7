//! The ledger of a claim: what is released, in full or in part; what is withheld, by whom, on which
//! ground, invoked or inferred; what is not shown; what was asked for and what came back; what is
//! overdue; and for what no request is on record.
//!
//! A line is about some material, and no material has two: what reviewers tagged it comes first, of several tags
//! the one by which least is public, else what the sources say of it, in the order of the case; those that say
//! otherwise are named. Where a piece of evidence
//! names no material it is the source itself. A request asks for some material where any piece of evidence
//! or gap on it names the request, in this claim or in another.

mod entry;
mod voice;
mod wording;

pub use entry::Entry;
pub use voice::{Sentence, TagSaid, Voice, holding};
pub use wording::{answered, gap, heading, held_by, outcome, request};

use super::annotation::Ground;
use super::dates::{Date, Dated};
use super::ids::ItemId;
use super::keys::Key;
use super::kind::Kind;
use super::material::MaterialId;
use super::records::{Record, Request};
pub use super::rows::{Asking, GapRow};
use super::rows::{ClaimRow, EvidenceRow};
use super::words::{Asked, Basis, Holding};
use std::collections::HashMap;

/// Why something is withheld, whoever says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The ground: a FOIA exemption, `glomar`, `no-basis-stated`, or text.
    pub code: String,
    /// Invoked by the holder, or inferred.
    pub basis: Option<Basis>,
    /// Who invoked it.
    pub by: Option<String>,
    /// When.
    pub on: Option<Dated>,
    /// Whose word it is: with a reviewer's tag may stand the ground that the source has.
    pub word: Word,
    /// The record of the dossier that gives it, where that is a source's word.
    pub record: Option<(Kind, ItemId)>,
    /// Who made that record say so, where that is known.
    pub entered: Option<Entered>,
}

/// Who made a record of the dossier say what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// This reviewer wrote it.
    ByHand(String),
    /// It stands so in a file that this reviewer imported.
    Imported(String),
}

/// Whose word it is that material stands as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The reviewer's, by a tag.
    Reviewer,
    /// The source's, as the dossier has it.
    Source,
}

impl Reason {
    /// The ground that a reviewer gives.
    #[must_use]
    pub fn of_reviewer(ground: &Ground) -> Self {
        Self {
            code: ground.code.clone(),
            basis: Some(ground.basis),
            by: ground.by.clone(),
            on: ground.on.clone(),
            word: Word::Reviewer,
            record: None,
            entered: None,
        }
    }

    /// The ground that a record of the dossier gives.
    #[must_use]
    pub fn of_record(code: &str, basis: Option<Basis>, record: (Kind, ItemId)) -> Self {
        let record = Some(record);
        Self { code: code.to_owned(), basis, by: None, on: None, word: Word::Source, record, entered: None }
    }

    /// Whether it is inferred, by whoever made a record say so.
    #[must_use]
    pub fn is_inferred_in_record(&self) -> bool {
        self.word == Word::Source && self.basis == Some(Basis::Inferred)
    }
}

/// A party, by the dataset its id is of (none for that of the case) and its id: two may have one name.
pub type PartyId = (Option<String>, String);

/// The party that a record names.
#[must_use]
pub fn party_id(of: &impl Record, id: Option<&str>) -> Option<PartyId> {
    id.map(|id| (of.dataset().map(str::to_owned), id.to_owned()))
}

/// The requests for each material.
pub type Linked = HashMap<MaterialId, Vec<Asking>>;

/// The ledger of one claim; without a claim, of what belongs to none.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// The claim.
    pub claim: Option<ClaimRow>,
    /// Material, state by state in the order of [`Holding::ALL`]; in a state, evidence before gaps.
    pub entries: Vec<Entry>,
    /// Requests about the claim, and those that its gaps name.
    pub requests: Vec<Asking>,
    /// Whether there is more than was read.
    pub cut: bool,
}

impl Ledger {
    /// Puts together what stands around a claim.
    #[must_use]
    pub fn new(
        claim: Option<ClaimRow>,
        evidence: &[EvidenceRow],
        gaps: Vec<GapRow>,
        requests: Vec<Asking>,
        linked: &Linked,
    ) -> Self {
        let mut requests = requests;
        let mut went: HashMap<PartyId, Vec<Key>> = HashMap::new();
        // What a gap names, and what a request itself calls by the same name.
        let mut named: HashMap<MaterialId, Vec<Key>> = HashMap::new();
        for asking in requests.iter().filter(|asking| asking.request.kind == Asked::Record) {
            named.entry(MaterialId::named(&asking.request.what)).or_default().push(asking.key.clone());
            if let Some(to) = party_id(&asking.request, asking.request.to.as_deref()) {
                went.entry(to).or_default().push(asking.key.clone());
            }
        }
        let mut add = |asking: &Asking| {
            if requests.iter().all(|known| known.id != asking.id) {
                requests.push(asking.clone());
            }
            asking.key.clone()
        };
        let mut entries = Entries::default();
        for entry in evidence.iter().filter_map(Entry::of_evidence) {
            entries.put(entry);
        }
        for row in gaps {
            let asked = row.asked.iter().map(&mut add);
            named.entry(MaterialId::named(&row.gap.material)).or_default().extend(asked);
            entries.put(Entry::of_gap(row));
        }
        let mut entries = entries.all;
        for entry in &mut entries {
            let elsewhere = linked.get(&entry.id_of_material).into_iter().flatten();
            let by_name = named.get(&entry.id_of_material).into_iter().flatten().cloned();
            let all: Vec<Key> = elsewhere.map(&mut add).chain(by_name).collect();
            entry.ask(all, |holder| went.get(holder).cloned().unwrap_or_default());
        }
        entries.sort_by_key(|entry| entry.state);
        Self { claim, entries, requests, cut: false }
    }

    /// Adds what a reviewer tagged some of the material, by the ledger as that reviewer has it.
    pub fn add_tags(&mut self, reviewer: &str, ledger: Self) {
        self.add_requests(ledger.requests);
        for entry in ledger.entries.into_iter().filter(|entry| entry.word() == Word::Reviewer) {
            match self.entries.iter_mut().find(|known| known.is_on_same_material(&entry)) {
                Some(known) => known.join(entry.of_reviewer(reviewer)),
                None => {
                    let notes = entry.notes.clone();
                    self.entries.push(Entry { notes, ..entry.of_reviewer(reviewer) });
                }
            }
        }
        self.entries.sort_by_key(|entry| entry.state);
    }

    /// Adds requests that are not known yet.
    pub fn add_requests(&mut self, requests: Vec<Asking>) {
        for asking in requests {
            if self.requests.iter().all(|known| known.id != asking.id) {
                self.requests.push(asking);
            }
        }
    }

    /// Material that stands so.
    pub fn of(&self, state: Holding) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.state == state)
    }

    /// Requests that are overdue.
    pub fn overdue(&self) -> impl Iterator<Item = &Asking> {
        self.requests.iter().filter(|asking| asking.overdue.is_some())
    }

    /// Material that is not public, whole, that it would make sense to ask for, and for which no request is
    /// on record.
    pub fn unasked(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_unasked())
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.requests.is_empty()
    }
}

/// Entries as they come, no material twice.
#[derive(Default)]
struct Entries {
    all: Vec<Entry>,
    /// Where those on some material stand: several, where they name different holders.
    by_material: HashMap<MaterialId, Vec<usize>>,
}

impl Entries {
    fn put(&mut self, entry: Entry) {
        let known = self.by_material.entry(entry.id_of_material.clone()).or_default();
        match known.iter().find(|at| self.all[**at].is_on_same_material(&entry)) {
            Some(at) => self.all[*at].join(entry),
            None => {
                known.push(self.all.len());
                self.all.push(entry);
            }
        }
    }
}

/// The day as of which a request is overdue: an answer was due before it, and none is on record. It is the
/// day the case stands as of, else today.
#[must_use]
pub fn overdue(request: &Request, as_of: Option<&Dated>, today: &Date) -> Option<Date> {
    let due = request.due.as_ref()?.date().days()?;
    let day = as_of.map_or(today, Dated::date);
    let now = day.days()?;
    (request.is_open() && due.1 <= now.0).then(|| day.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn overdue_is_told_by_the_day_the_case_stands_as_of_else_by_today() {
        let today: Date = "2025-09-30".parse().unwrap();
        let overdue = |due: &str, outcome: &str, as_of: Option<&str>| {
            let request = json!({"what": "x", "kind": "record", "due": due, "outcome": outcome});
            let as_of = as_of.map(|day| Dated::Stated(day.parse().unwrap()));
            let day = overdue(&serde_json::from_value(request).unwrap(), as_of.as_ref(), &today);
            assert!(day.is_none() || day == Some(as_of.map_or(today.clone(), |day| day.date().clone())));
            day.is_some()
        };
        assert!(overdue("2025-10-01", "no-response", Some("2025-10-02")));
        assert!(overdue("2025-09", "acknowledged", Some("2025-10")));
        assert!(!overdue("2025-10", "no-response", Some("2025-10-18")));
        assert!(!overdue("2025-10-02", "no-response", Some("2025-10-02")));
        assert!(!overdue("2025-10-01", "refused", Some("2025-10-02")));
        assert!(!overdue("2025-10-01", "no-response", None));
        assert!(overdue("2025-09-29", "no-response", None));
    }

    fn asking(number: u64, to: &str, kind: &str) -> Asking {
        let request = json!({"what": "the papers", "kind": kind, "outcome": "no-response", "to": to});
        Asking {
            key: Key::new(Kind::Request, number),
            id: ItemId::from_u128(u128::from(number)),
            request: serde_json::from_value(request).unwrap(),
            by: None,
            to: Some("Press office".into()),
            source: None,
            overdue: None,
        }
    }

    fn gap(number: u64, material: &str, state: &str, holder: &str, asked: Vec<Asking>) -> GapRow {
        GapRow {
            grade: None,
            key: Key::new(Kind::Gap, number),
            id: ItemId::from_u128(100 + u128::from(number)),
            gap: serde_json::from_value(json!({"material": material, "state": state, "holder": holder}))
                .unwrap(),
            // Two offices may have one name.
            holder: Some("Press office".into()),
            source: None,
            asked,
        }
    }

    #[test]
    fn a_ground_is_told_with_whose_word_it_is() {
        let reason = |basis, by: Option<&str>, word| Reason {
            code: "glomar".into(),
            basis,
            by: by.map(str::to_owned),
            on: by.map(|_| Dated::Stated("2025-03".parse().unwrap())),
            word,
            record: None,
            entered: None,
        };
        let said = |reason: Reason| reason.said(Some("Navy"), None).unwrap_or_default();
        assert_eq!(said(reason(Some(Basis::Invoked), None, Word::Source)), "invoked by Navy");
        assert_eq!(said(reason(Some(Basis::Invoked), None, Word::Reviewer)), "invoked");
        assert_eq!(
            said(reason(Some(Basis::Invoked), Some("FBI"), Word::Reviewer)),
            "invoked by FBI in 2025-03"
        );
        let inferred = reason(Some(Basis::Inferred), None, Word::Source);
        assert_eq!(said(inferred.clone()), "inferred, by whom is not on record");
        let entered = |entered| said(Reason { entered: Some(entered), ..inferred.clone() });
        assert_eq!(entered(Entered::ByHand("ana".into())), "inferred by ana, who entered it");
        assert_eq!(entered(Entered::Imported("ana".into())), "inferred in a file that ana imported");
        let tagged = reason(Some(Basis::Inferred), None, Word::Reviewer).said(None, Some("r.lee"));
        assert_eq!(tagged.as_deref(), Some("inferred by r.lee"));
        assert_eq!(said(reason(Some(Basis::Inferred), None, Word::Reviewer)), "inferred by the reviewer");
        assert_eq!(said(reason(None, None, Word::Source)), "");
    }

    #[test]
    fn what_no_request_asks_for_stands_apart() {
        let gaps = vec![
            gap(1, "the log", "withheld", "harbour", vec![]),
            gap(2, "the tape", "not-shown", "police", vec![]),
            gap(3, "the notes", "not-shown", "police", vec![asking(9, "police", "record")]),
        ];
        let ledger = Ledger::new(
            None,
            &[],
            gaps,
            vec![asking(1, "harbour", "record"), asking(2, "police", "comment")],
            &Linked::new(),
        );
        let unasked: Vec<String> = ledger.unasked().map(|entry| entry.key.to_string()).collect();
        // A comment that was asked for is no request for the material.
        assert_eq!(unasked, ["G-2"]);
        assert_eq!(ledger.requests.len(), 3);
        assert_eq!(ledger.of(Holding::NotShown).count(), 2);
        // A record was asked of its holder, which need not have been this one.
        assert_eq!(
            (&ledger.entries[0].asked[..], &ledger.entries[0].holder_asked[..]),
            (&[][..], &[Key::new(Kind::Request, 1)][..])
        );
    }

    #[test]
    fn no_material_stands_twice_and_a_request_for_it_answers_for_all() {
        let linked = Linked::from([(MaterialId::named("The  log"), vec![asking(7, "harbour", "record")])]);
        let gaps = vec![
            gap(1, "the log", "withheld", "harbour", vec![]),
            gap(2, "The log", "not-shown", "harbour", vec![asking(9, "harbour", "record")]),
            // Two holders may have things of one name.
            gap(3, "the log", "withheld", "police", vec![]),
        ];
        let ledger = Ledger::new(None, &[], gaps, vec![], &linked);
        let keys: Vec<String> = ledger.entries.iter().map(|entry| entry.key.to_string()).collect();
        assert_eq!(keys, ["G-1", "G-3"]);
        let first = &ledger.entries[0];
        assert_eq!(first.asked, [Key::new(Kind::Request, 7), Key::new(Kind::Request, 9)]);
        assert_eq!(first.keys().collect::<Vec<_>>(), [&Key::new(Kind::Gap, 1), &Key::new(Kind::Gap, 2)]);
        let said: Vec<String> = first.said(true).iter().map(ToString::to_string).collect();
        assert_eq!(said, ["as the case records it", "but not shown as the case records it (G-2)"]);
        assert!(ledger.unasked().next().is_none());
    }
}
