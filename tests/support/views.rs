//! What the made-up harbour says for the views: origins, figures, ledger, dates, history.

use super::source;
use crate::fake::{Fake, claim_id};
use corrob::domain::figures::{Entered, Grid, grids};
use corrob::domain::ledger::{Asking, GapRow, Ledger, Linked};
use corrob::domain::origins::{ClaimOrigins, EvidenceNode, Question, SourceNode, Voice, weigh};
use corrob::domain::records::{Figure, Kind};
use corrob::domain::rows::{EvidenceRow, HistoryRow, Place};
use corrob::domain::stale::Stale;
use corrob::domain::standing::{Released, Standing};
use corrob::domain::timeline::{DateOf, Moment};
use corrob::domain::words::{Naming, Relation};
use corrob::domain::{Annotation, Dated, ItemId, Key, Target};
use corrob::review::protocol::viewed::{LedgerPage, Topic, ViewOf, Viewed};
use serde_json::{Value, json};

fn id(kind: Kind, number: u64) -> ItemId {
    ItemId::from_u128((u128::from(kind.letter() as u32) << 64) | u128::from(number))
}

/// The evidence of a claim, with what is said of it.
pub fn evidence_of(case: &Fake, claim: ItemId) -> Vec<EvidenceRow> {
    let with_annotation = |row: &EvidenceRow| {
        let annotation = case.annotation(Target::evidence(row.id));
        EvidenceRow { annotation, ..row.clone() }
    };
    case.evidence.iter().filter(|row| row.claim == claim).map(with_annotation).collect()
}

/// The ministry's statement is the claimant's own statement, the fact-check quotes the newspaper, and the
/// newspaper quotes the fact-check.
pub fn standing(evidence: &[EvidenceRow]) -> Standing {
    let sources = (1..=6).map(|n| SourceNode {
        party: (n == 1 || n == 6).then_some(0),
        kind: source(n).kind,
        public: true,
        placed: true,
        ..SourceNode::default()
    });
    let pieces = evidence.iter().map(|row| EvidenceNode {
        party: row.via_party.as_ref().map(|_| 1),
        ..EvidenceNode::new(row.record.stance, usize::try_from(row.source_key.number).unwrap() - 1)
    });
    let question = Question {
        claimant: Some(0),
        concerns: Vec::new(),
        voices: vec![
            Voice { naming: Naming::Named, of: None, speaks_for: false },
            Voice { naming: Naming::Anonymous, of: None, speaks_for: false },
        ],
        sources: sources.collect(),
        derivations: vec![(3, 1), (1, 3), (5, 0)],
        pieces: pieces.collect(),
    };
    let origins = ClaimOrigins {
        weighed: weigh(&question),
        pieces: evidence.iter().map(|row| row.key.clone()).collect(),
        ids: evidence.iter().map(|row| row.id).collect(),
        sources: (1..=6).map(|n| (Key::new(Kind::Source, n), source(n).title)).collect(),
        grades: (1..=6).map(|n| source(n).reliability).collect(),
        voices: vec![
            (Key::new(Kind::Party, 1), "Ministry of Harbours".into()),
            (Key::new(Kind::Party, 2), "a pilot".into()),
        ],
        relations: vec![Relation::Quotes, Relation::Quotes, Relation::Summarizes],
        cut: false,
        question,
    };
    let said: Vec<Annotation> = evidence.iter().map(|row| row.annotation.clone()).collect();
    let stale = Stale::Verdict {
        given: "2025-05-01".parse().unwrap(),
        newer: 2,
        newest: Key::new(Kind::Evidence, 9),
    };
    Standing { released: Released::of(&origins, &said), origins, stale: vec![stale], ..Standing::default() }
}

fn figure(number: u64, by: &str, more: Value) -> Entered {
    let mut value = json!({"measures": "depth of the channel", "unit": "metres", "qualifier": "exact"});
    for (field, what) in more.as_object().unwrap() {
        value[field] = what.clone();
    }
    Entered {
        key: Key::new(Kind::Figure, number),
        figure: serde_json::from_value::<Figure>(value).unwrap(),
        by: Some(by.into()),
        place: Some(Place { claim: claim_id(1), evidence: None }),
        share_of: Vec::new(),
    }
}

fn figures() -> Vec<Grid> {
    let dug = json!({"measures": "sand dug", "quantity": "sand", "low": 40_000, "unit": "tonnes",
        "period": "half a year", "months": 6});
    let plan = json!({"measures": "sand to be dug", "quantity": "sand", "low": 90_000, "high": 120_000,
        "unit": "tonnes/year"});
    let (dug, plan) = (figure(5, "Hydrographic Office", dug), figure(6, "Ministry of Harbours", plan));
    let mut share = figure(
        7,
        "Plumb Line",
        json!({"measures": "share of the sand dug", "quantity": "sand", "high": 50, "unit": "%",
            "qualifier": "less-than"}),
    );
    share.share_of = vec![[(dug.key.clone(), dug.figure.clone()), (plan.key.clone(), plan.figure.clone())]];
    grids(vec![
        figure(1, "Ministry of Harbours", json!({"low": 14})),
        figure(2, "The Sallow Courier", json!({"high": 1200, "unit": "cm", "qualifier": "up-to"})),
        figure(3, "Hydrographic Office", json!({"low": 11.5, "high": 12.5, "period": "spring 2025"})),
        figure(4, "Pilots' Guild", json!({"low": 10, "qualifier": "at-least"})),
        dug,
        plan,
        share,
    ])
}

fn asking(number: u64, more: Value) -> Asking {
    let mut value = json!({"what": "the contractor's log of the dredging", "kind": "record", "to": "Ministry of Harbours",
        "made": "2025-03-21", "outcome": "no-response"});
    for (field, what) in more.as_object().unwrap() {
        value[field] = what.clone();
    }
    Asking {
        key: Key::new(Kind::Request, number),
        id: id(Kind::Request, number),
        request: serde_json::from_value(value).unwrap(),
        by: Some("The Sallow Courier".into()),
        to: Some("Ministry of Harbours".into()),
        source: Some((Key::new(Kind::Source, 2), source(2).title)),
        overdue: (number == 1).then(|| "2025-05-18".parse().unwrap()),
    }
}

fn gap(number: u64, material: &str, state: &str, asked: Vec<Asking>) -> GapRow {
    let ground = if state == "withheld" { json!("(b)(7)(A)") } else { json!(null) };
    let value = json!({"material": material, "state": state, "ground": ground, "basis": "invoked", "holder": "Ministry of Harbours",
        "harm": "bids in a second tender would be known"});
    GapRow {
        key: Key::new(Kind::Gap, number),
        id: id(Kind::Gap, number),
        gap: serde_json::from_value(value).unwrap(),
        holder: Some("Ministry of Harbours".into()),
        source: None,
        grade: None,
        asked,
    }
}

fn page(case: &Fake, claim: ItemId) -> LedgerPage {
    let evidence = evidence_of(case, claim);
    let standing = standing(&evidence);
    let row = case.lines(&[claim]).pop();
    let late = asking(1, json!({"due": "2025-04-21", "tracking": "25-041"}));
    let gaps = vec![
        gap(1, "log of the dredging", "withheld", vec![late.clone()]),
        gap(2, "soundings of the autumn", "not-shown", vec![]),
    ];
    let requests =
        vec![late, asking(2, json!({"kind": "comment", "outcome": "part", "answer": "It was dug."}))];
    let ledger = Ledger::new(row, &evidence, gaps, requests, &Linked::new());
    LedgerPage { ledger, released: Some(standing.released), stale: standing.stale }
}

fn moments() -> Vec<Moment> {
    let moment = |date: Value, of, key, what: &str| Moment {
        dated: serde_json::from_value::<Dated>(date).unwrap(),
        of,
        key,
        what: what.into(),
        place: Some(Place { claim: claim_id(1), evidence: None }),
    };
    let inferred = json!({"date": "2024", "inferred": "the statement says the year before"});
    vec![
        moment(
            inferred,
            DateOf::Event,
            Key::new(Kind::Claim, 1),
            "Ministry of Harbours: the channel was dug",
        ),
        moment(json!("2025-02"), DateOf::AsOf, Key::new(Kind::Figure, 3), "depth of the channel"),
        moment(json!("2025-03-04"), DateOf::Published, Key::new(Kind::Source, 1), &source(1).title),
        moment(json!("2025-03-21"), DateOf::Requested, Key::new(Kind::Request, 1), "the contractor's log"),
        moment(json!("2025-04-21"), DateOf::Due, Key::new(Kind::Request, 1), "the contractor's log"),
    ]
}

fn history() -> Vec<HistoryRow> {
    vec![
        HistoryRow {
            at: 1_748_850_000_000,
            reviewer: "r.lee".into(),
            label: "tagged E-5 withheld".into(),
            changes: vec![
                ("access".into(), String::new(), "withheld".into()),
                ("part".into(), String::new(), "true".into()),
            ],
            expunged: false,
        },
        HistoryRow {
            at: 1_748_840_000_000,
            reviewer: "m.ortiz".into(),
            label: "wrote a note on E-5".into(),
            changes: Vec::new(),
            expunged: true,
        },
    ]
}

pub fn viewed(case: &Fake, topic: Topic, of: ViewOf) -> Viewed {
    let claims: Vec<_> = match of {
        ViewOf::Item(target) => vec![target.item],
        ViewOf::Case(_) => case.claims.iter().map(|row| row.id).collect(),
    };
    match topic {
        Topic::Timeline => Viewed::Timeline(moments(), matches!(of, ViewOf::Case(_))),
        Topic::Figures => Viewed::Figures(figures(), false),
        Topic::Origins => {
            let of = |id: &ItemId| Some((case.lines(&[*id]).pop()?, standing(&evidence_of(case, *id))));
            Viewed::Origins(claims.iter().filter_map(of).collect(), false)
        }
        Topic::Ledger => Viewed::Ledger(claims.iter().map(|id| page(case, *id)).collect(), false),
        Topic::History => Viewed::History(history()),
        Topic::Record => case.record(of),
    }
}
