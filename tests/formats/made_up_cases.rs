//! The generator of made-up cases, which benchmarks and other tests rely on.

use crate::generator::{Shape, entries, write};
use corrob::domain::entry::Entry;
use corrob::domain::{Kind, Record};
use std::collections::{BTreeMap, BTreeSet};

/// The kind and id of a record, and what it refers to.
type Links = (Kind, String, Vec<(Kind, String)>);

fn links(entry: &Entry) -> Option<Links> {
    fn of<T: Record>(record: &T) -> Option<Links> {
        let to = record.references().into_iter().map(|(_, kind, id)| (kind, id.to_owned())).collect();
        Some((T::KIND, record.id().to_owned(), to))
    }
    match entry {
        Entry::Party(it) => of(it),
        Entry::Source(it) => of(it),
        Entry::Derivation(it) => of(it),
        Entry::Claim(it) => of(it),
        Entry::Evidence(it) => of(it),
        Entry::Figure(it) => of(it),
        Entry::Request(it) => of(it),
        Entry::Gap(it) => of(it),
        _ => None,
    }
}

#[test]
fn the_same_seed_makes_the_same_case_and_another_does_not() {
    let made = |seed| {
        let mut bytes = Vec::new();
        write(Shape::of(500, seed), &mut bytes).unwrap();
        bytes
    };
    assert_eq!(made(7), made(7));
    assert_ne!(made(7), made(8));
}

#[test]
fn every_reference_resolves() {
    for evidence in [0, 1, 2, 9, 100, 3_000] {
        let mut known = BTreeSet::new();
        let all: Vec<_> = entries(Shape::of(evidence, 11)).collect();
        assert!(matches!(all.first(), Some(Entry::Case(_))));
        let linked: Vec<_> = all.iter().filter_map(links).collect();
        assert_eq!(linked.len() + 1, all.len());
        assert!(linked.is_sorted_by_key(|(kind, ..)| *kind), "the order of the sections");
        for (kind, id, _) in &linked {
            assert!(known.insert((*kind, id.clone())), "{id} twice");
        }
        let pieces = linked.iter().filter(|(kind, ..)| *kind == Kind::Evidence).count();
        assert_eq!(pieces as u64, evidence);
        for (_, id, to) in &linked {
            for (kind, other) in to {
                assert!(known.contains(&(*kind, other.clone())), "{id} refers to no {kind} {other}");
            }
        }
    }
}

#[test]
fn the_shape_is_that_of_the_real_sets() {
    let mut per_claim: BTreeMap<String, u64> = BTreeMap::new();
    let mut per_source: BTreeMap<String, u64> = BTreeMap::new();
    let (mut words, mut other, mut beyond) = (Vec::new(), 0, 0);
    let mut before = None;
    for entry in entries(Shape::of(40_000, 3)) {
        let Entry::Evidence(evidence) = entry else { continue };
        let claim: u64 = evidence.claim[2..].parse().unwrap();
        assert!(before.is_none_or(|before| before == claim || before + 1 == claim), "in the order of claims");
        before = Some(claim);
        *per_claim.entry(evidence.claim).or_default() += 1;
        *per_source.entry(evidence.source).or_default() += 1;
        let text = evidence.paraphrase;
        other += u64::from(text.chars().next().is_some_and(|first| !first.is_ascii() && first > '\u{370}'));
        beyond += u64::from(!text.is_ascii());
        words.push(text.split(' ').count());
    }
    let mean = 40_000.0 / per_claim.len() as f64;
    assert!((7.0..10.0).contains(&mean), "evidence per claim {mean}");
    assert!(per_claim.values().any(|count| *count > 60), "a long tail");
    let uses = 40_000.0 / per_source.len() as f64;
    assert!((5.0..6.2).contains(&uses), "links per source {uses}");
    assert!(per_source.values().any(|count| *count > 40), "sources that many rest on");
    words.sort_unstable();
    assert!((18..22).contains(&words[20_000]), "the median text has {} words", words[20_000]);
    assert!((100..400).contains(&other), "{other} texts in another script");
    assert!((1_800..2_500).contains(&beyond), "{beyond} texts beyond ASCII");
}
