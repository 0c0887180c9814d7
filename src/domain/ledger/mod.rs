//! The ledger of a claim: what is released, in full or in part; what is withheld, by whom, on which
//! ground, invoked or inferred; what is not shown; what was asked for and what came back; what is
//! overdue; and what nobody asked for.
//!
//! A piece of evidence stands where its reviewer's tag puts it; without a tag, where the source says
//! that the material behind it is. A gap stands where the dossier puts it, and for a piece of evidence
//! of which a source says the same. Material is asked for by the requests that a gap for it names, in
//! this claim or in another; where none does, by those about the claim that went to its holder.

mod wording;

pub use wording::{answered, gap, heading, held_by, holding, outcome, request};

use super::dates::Dated;
use super::ids::ItemId;
use super::keys::Key;
use super::records::{Record, Request};
pub use super::rows::{Asking, GapRow};
use super::rows::{ClaimRow, EvidenceRow, Titled};
use super::words::{Access, Asked, Basis, Holding, Reliability};
use std::collections::{HashMap, HashSet};

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
    /// Who says that this is the ground, and when: "invoked by the Navy on 2025-03-04", "inferred in the
    /// source". A source says of nobody but the holder that they invoked it. `None` if it is not said.
    #[must_use]
    pub fn said(&self, holder: Option<&str>) -> Option<String> {
        let by = self.by.as_deref().or(holder.filter(|_| self.word == Word::Source));
        Some(match (self.basis?, self.word) {
            (Basis::Invoked, _) => {
                let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
                let on = self.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
                format!("invoked{by}{on}")
            }
            (Basis::Inferred, Word::Reviewer) => "inferred by the reviewer".to_owned(),
            (Basis::Inferred, Word::Source) => "inferred in the source".to_owned(),
        })
    }
}

/// A party, by the dataset its id is of (none for that of the case) and its id: two may have one name.
pub type PartyId = (Option<String>, String);

/// The party that a record names.
#[must_use]
pub fn party_id(of: &impl Record, id: Option<&str>) -> Option<PartyId> {
    id.map(|id| (of.dataset().map(str::to_owned), id.to_owned()))
}

/// A line of the ledger: some material and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The piece of evidence or the gap.
    pub key: Key,
    /// Its id.
    pub id: ItemId,
    /// What it is.
    pub material: String,
    /// How it stands.
    pub state: Holding,
    /// Whose word that is.
    pub word: Word,
    /// Whether the reviewer tagged it disputed.
    pub disputed: bool,
    /// Who holds it, or would.
    pub holder: Option<String>,
    /// Which party that is.
    pub held_by: Option<PartyId>,
    /// Why it is withheld.
    pub reason: Option<Reason>,
    /// The harm that showing it would do, as its holder has it.
    pub harm: Option<String>,
    /// The source that says so.
    pub source: Option<Titled>,
    /// Its reliability, where it is graded.
    pub grade: Option<Reliability>,
    /// Where in it.
    pub locator: Option<String>,
    /// The date of what it reports.
    pub dated: Option<Dated>,
    /// What a reader should know of it.
    pub about: Option<String>,
    /// The requests that ask for it.
    pub asked: Vec<Key>,
}

impl Entry {
    /// Whether it is something that could be asked for.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        !matches!(self.state, Holding::Released)
    }
}

/// What a source says of some material: its name, how it stands, who holds it. A gap that says the same as
/// a piece of evidence stands for both.
type Said = (String, Holding, Option<PartyId>);

/// The requests for some material, by what [`same_material`] makes of its name.
pub type Linked = HashMap<String, Vec<Asking>>;

/// The name of some material without what does not tell it from another: case and white space.
#[must_use]
pub fn same_material(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The materials of which a ledger may say who asked for them.
pub fn materials<'a>(evidence: &'a [EvidenceRow], gaps: &'a [GapRow]) -> impl Iterator<Item = &'a str> {
    let of_evidence = evidence.iter().filter_map(|row| row.record.material.as_deref());
    of_evidence.chain(gaps.iter().map(|row| row.gap.material.as_str()))
}

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
        let about_claim = requests.len();
        let mut requests = requests;
        let mut add = |asking: &Asking| {
            if requests.iter().all(|known| known.id != asking.id) {
                requests.push(asking.clone());
            }
            asking.key.clone()
        };
        // What a gap names; else what is asked for of the same material elsewhere.
        let named: Vec<Vec<Key>> = (gaps.iter())
            .map(|gap| match gap.asked.is_empty() {
                false => gap.asked.iter().map(&mut add).collect(),
                true => linked
                    .get(&same_material(&gap.gap.material))
                    .into_iter()
                    .flatten()
                    .map(&mut add)
                    .collect(),
            })
            .collect();
        let mut entries: Vec<Entry> = evidence.iter().filter_map(of_evidence).collect();
        let said: HashSet<Said> = (gaps.iter())
            .map(|row| {
                let holder = party_id(&row.gap, row.gap.holder.as_deref());
                (same_material(&row.gap.material), row.gap.state, holder)
            })
            .collect();
        entries.retain(|entry| {
            entry.word == Word::Reviewer
                || !said.contains(&(same_material(&entry.material), entry.state, entry.held_by.clone()))
        });
        for entry in entries.iter_mut().filter(|entry| entry.is_missing()) {
            let of_material = linked.get(&same_material(&entry.material)).into_iter().flatten();
            entry.asked = of_material.map(&mut add).collect();
        }
        entries.extend(gaps.into_iter().zip(named).map(|(gap, asked)| of_gap(gap, asked)));
        // What nobody names is asked for by whoever asked its holder for a record.
        for entry in entries.iter_mut().filter(|entry| entry.is_missing() && entry.asked.is_empty()) {
            let went = |asking: &&Asking| {
                asking.request.kind == Asked::Record
                    && entry.held_by.is_some()
                    && party_id(&asking.request, asking.request.to.as_deref()) == entry.held_by
            };
            entry.asked =
                requests[..about_claim].iter().filter(went).map(|asking| asking.key.clone()).collect();
        }
        entries.sort_by_key(|entry| entry.state);
        Self { claim, entries, requests, cut: false }
    }

    /// Material that stands so.
    pub fn of(&self, state: Holding) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.state == state)
    }

    /// Requests that are overdue.
    pub fn overdue(&self) -> impl Iterator<Item = &Asking> {
        self.requests.iter().filter(|asking| asking.overdue)
    }

    /// Material that is not public, whole, and that nobody is known to have asked for.
    pub fn unasked(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_missing() && entry.asked.is_empty())
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.requests.is_empty()
    }
}

/// Whether an answer was due before the day the case stands as of, and none is on record.
#[must_use]
pub fn is_overdue(request: &Request, as_of: Option<&Dated>) -> bool {
    let due = request.due.as_ref().and_then(|due| due.date().days());
    let now = as_of.and_then(|day| day.date().days());
    request.is_open() && due.zip(now).is_some_and(|((_, after_due), (today, _))| after_due <= today)
}

/// What the tag or the source says of the material behind a piece of evidence; `None` if neither
/// says anything.
fn of_evidence(row: &EvidenceRow) -> Option<Entry> {
    let record = &row.record;
    let said = &row.annotation;
    let says = record.availability.as_ref();
    let (state, word) = match (said.access, says) {
        (Some(_), _) if said.part => (Holding::InPart, Word::Reviewer),
        (Some(Access::Released), _) => (Holding::Released, Word::Reviewer),
        (Some(Access::Withheld), _) => (Holding::Withheld, Word::Reviewer),
        (None, Some(says)) => (says.says, Word::Source),
        (None, None) => return None,
    };
    let sources = || {
        let says = says?;
        let code = says.ground.clone()?;
        Some(Reason { code, basis: says.basis, by: None, on: None, word: Word::Source })
    };
    let reviewers = || {
        let ground = said.ground.as_ref()?;
        Some(Reason {
            code: ground.code.clone(),
            basis: Some(ground.basis),
            by: ground.by.clone(),
            on: ground.on.clone(),
            word: Word::Reviewer,
        })
    };
    let held_back = matches!(state, Holding::Withheld | Holding::InPart | Holding::Removed);
    let harm = said.ground.as_ref().and_then(|ground| ground.harm.clone());
    Some(Entry {
        key: row.key.clone(),
        id: row.id,
        material: record.material.clone().unwrap_or_else(|| record.paraphrase.clone()),
        state,
        word,
        disputed: said.disputed,
        holder: row.holder.clone(),
        held_by: party_id(record, says.and_then(|says| says.holder.as_deref())),
        reason: reviewers().or_else(|| sources().filter(|_| held_back)),
        harm: harm.or_else(|| says.and_then(|says| says.harm.clone())),
        source: Some((row.source_key.clone(), row.source.title.clone())),
        grade: row.source.reliability,
        locator: record.locator.clone(),
        dated: record.dated.clone(),
        about: record.about.clone(),
        asked: Vec::new(),
    })
}

fn of_gap(row: GapRow, asked: Vec<Key>) -> Entry {
    let gap = row.gap;
    Entry {
        held_by: party_id(&gap, gap.holder.as_deref()),
        key: row.key,
        id: row.id,
        material: gap.material,
        state: gap.state,
        word: Word::Source,
        disputed: false,
        holder: row.holder,
        reason: gap.ground.map(|code| Reason {
            code,
            basis: gap.basis,
            by: None,
            on: None,
            word: Word::Source,
        }),
        harm: gap.harm,
        source: row.source,
        grade: row.grade,
        locator: gap.locator,
        dated: None,
        about: gap.about,
        asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use serde_json::json;

    #[test]
    fn overdue_is_told_by_the_day_the_case_stands_as_of() {
        let overdue = |due: &str, outcome: &str, as_of: Option<&str>| {
            let request = json!({"what": "x", "kind": "record", "due": due, "outcome": outcome});
            let as_of = as_of.map(|day| Dated::Stated(day.parse().unwrap()));
            is_overdue(&serde_json::from_value(request).unwrap(), as_of.as_ref())
        };
        assert!(overdue("2025-10-01", "no-response", Some("2025-10-02")));
        assert!(overdue("2025-09", "acknowledged", Some("2025-10")));
        assert!(!overdue("2025-10", "no-response", Some("2025-10-18")));
        assert!(!overdue("2025-10-02", "no-response", Some("2025-10-02")));
        assert!(!overdue("2025-10-01", "refused", Some("2025-10-02")));
        assert!(!overdue("2025-10-01", "no-response", None));
    }

    fn asking(number: u64, to: &str, kind: &str) -> Asking {
        let request = json!({"what": "the log", "kind": kind, "outcome": "no-response", "to": to});
        Asking {
            key: Key::new(Kind::Request, number),
            id: ItemId::from_u128(u128::from(number)),
            request: serde_json::from_value(request).unwrap(),
            by: None,
            to: Some("Press office".into()),
            source: None,
            overdue: false,
        }
    }

    fn gap(number: u64, state: &str, holder: &str, asked: Vec<Asking>) -> GapRow {
        GapRow {
            grade: None,
            key: Key::new(Kind::Gap, number),
            id: ItemId::from_u128(100 + u128::from(number)),
            gap: serde_json::from_value(json!({"material": "the log", "state": state, "holder": holder}))
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
        };
        let said = |reason: Reason| reason.said(Some("Navy")).unwrap_or_default();
        assert_eq!(said(reason(Some(Basis::Invoked), None, Word::Source)), "invoked by Navy");
        assert_eq!(said(reason(Some(Basis::Invoked), None, Word::Reviewer)), "invoked");
        assert_eq!(
            said(reason(Some(Basis::Invoked), Some("FBI"), Word::Reviewer)),
            "invoked by FBI on 2025-03"
        );
        assert_eq!(said(reason(Some(Basis::Inferred), None, Word::Source)), "inferred in the source");
        assert_eq!(said(reason(Some(Basis::Inferred), None, Word::Reviewer)), "inferred by the reviewer");
        assert_eq!(said(reason(None, None, Word::Source)), "");
    }

    #[test]
    fn what_nobody_asked_for_stands_apart() {
        let gaps = vec![
            gap(1, "withheld", "harbour", vec![]),
            gap(2, "not-shown", "police", vec![]),
            gap(3, "not-shown", "police", vec![asking(9, "police", "record")]),
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
        assert_eq!(ledger.entries[0].asked, [Key::new(Kind::Request, 1)]);
    }
}
