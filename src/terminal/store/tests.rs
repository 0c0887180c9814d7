//! The store and the fake that stands in for it in the tests of `review` and of the screens: the same
//! questions and the same changes, put to both, get the same answers.

#![allow(clippy::unwrap_used, clippy::panic)]

mod alike;

use self::alike::{alike, alike_change};
use super::Store;
use super::worker::MessageSink;
use crate::case::{self, Case, CaseError, Forgetful, Session};
use crate::domain::entry::{Entry, Reviewer};
use crate::domain::matrix::Arrangement;
use crate::domain::record_list::RecordOrder;
use crate::domain::rows::{ListAt, Place, Side};
use crate::domain::tag::Tag;
use crate::domain::{Annotation, Basis, Confidence, Ground, ItemId, Key, Kind, Note, Party, Target, Verdict};
use crate::review::protocol::effect::SeekOrder;
use crate::review::protocol::import::ImportEnd;
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::protocol::viewed::{Topic, ViewOf};
use crate::review::tests::fake::{Fake, claim_id, evidence_id, party_id, source_id};
use crate::review::{Answer, Export, Msg, Read, Ticket, Write};
use crate::terminal::host::{HostServices, ImportStage, PendingExport};
use crate::work::Cancel;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Nothing is asked of the world around the case here.
struct NoHost;

impl HostServices for NoHost {
    fn save_reading(&self, _: ItemId, _: BTreeMap<Key, Range<usize>>) {}
    fn reading(&self, _: ItemId) -> BTreeMap<Key, Range<usize>> {
        BTreeMap::new()
    }
    fn save_position(&self, _: ItemId, _: crate::domain::rows::Place, _: SeekOrder) {}
    fn propose_exports(&self) -> Vec<String> {
        Vec::new()
    }
    fn begin_export(&self, _: &Export) -> Result<PendingExport, String> {
        Err("no exports here".into())
    }
    fn import(
        &self,
        _: &mut Session,
        _: (&str, Option<Key>),
        _: &Cancel,
        _: &mut dyn FnMut(ImportStage),
    ) -> ImportEnd {
        ImportEnd::Stopped
    }
    fn find_case(&self, _: &str) -> Result<PathBuf, String> {
        Err("no other case here".into())
    }
    fn keep_words(&self, _: ItemId, _: ItemId, _: Option<&Note>) -> Result<String, String> {
        Err("nothing is kept here".into())
    }
    fn kept_words(&self, _: ItemId) -> Vec<(ItemId, Note)> {
        Vec::new()
    }
    fn keep_form(&self, _: ItemId, _: (ItemId, u32), _: Option<&str>) -> Result<(), String> {
        Err("nothing is kept here".into())
    }
    fn kept_forms(&self, _: ItemId) -> Vec<((ItemId, u32), String)> {
        Vec::new()
    }
    fn copy_case(&self, _: &Case) -> Result<String, String> {
        Err("nothing is copied here".into())
    }
    fn private_folder(&self) -> PathBuf {
        PathBuf::new()
    }
}

/// The records of a fake case, as a file would bring them.
fn entries(fake: &Fake) -> Vec<Entry> {
    let mut all = vec![Entry::Case(fake.info.clone())];
    let party = ItemId::from_u128(0xA000_0001).to_string();
    let claimant = serde_json::json!({ "id": party, "name": "DHS", "naming": "named" });
    all.push(Entry::Party(serde_json::from_value::<Party>(claimant).unwrap()));
    for (n, source) in (1..).zip(&fake.sources) {
        let mut source = source.clone();
        source.id = source_id(n).to_string();
        all.push(Entry::Source(source));
    }
    for row in &fake.claims {
        let claim = serde_json::json!({ "id": row.id, "text": row.text, "claimant": party });
        all.push(Entry::Claim(serde_json::from_value(claim).unwrap()));
    }
    for row in &fake.evidence {
        let mut record = row.record.clone();
        record.id = row.id.to_string();
        all.push(Entry::Evidence(record));
    }
    all
}

/// A fake case, and a case file of the same records behind the real store.
struct Both {
    fake: Fake,
    store: Option<Store>,
    heard: Receiver<Msg>,
    tickets: u64,
    /// Where the two did not agree.
    apart: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Both {
    fn new(shape: &[(u64, u64)]) -> Self {
        let fake = Fake::new(shape);
        let folder = tempfile::tempdir().unwrap();
        let path = made(folder.path(), &fake);
        let (tell, heard) = mpsc::channel();
        let sink: MessageSink = Arc::new(move |msg| drop(tell.send(msg)));
        let session = Session::new(Case::open(&path).unwrap(), reviewer(), Box::new(Forgetful));
        let store = Some(Store::open(session, Arc::new(NoHost), sink).unwrap());
        Self { fake, store, heard, tickets: 0, apart: Vec::new(), _folder: folder }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// What the store says next, but for its own looking at the file, which comes when it comes.
    fn hear(&self) -> Msg {
        self.heard.iter().find(|msg| !matches!(msg, Msg::Changed(_))).unwrap()
    }

    fn ask(&mut self, read: Read) {
        let ticket = self.ticket();
        self.store().read(ticket, read.clone());
        let real = match self.hear() {
            Msg::Answer(to, answer) if to == ticket => Ok(alike(answer)),
            Msg::Refused(to, why) if to == ticket => Err(why),
            other => panic!("{read:?} was answered with {other:?}"),
        };
        let fake = self.fake.read(&read).map(alike);
        // The fake need not find the store's words for what it refuses.
        if (fake.is_ok() || real.is_ok()) && fake != real {
            self.apart.push(differing(&format!("{read:?}"), &fake, &real));
        }
    }

    fn write(&mut self, write: Write) {
        let ticket = self.ticket();
        self.store().write(ticket, write.clone());
        let real = match self.hear() {
            Msg::Committed(to, change) if to == ticket => {
                // What is made has the id that the store gave it.
                if matches!(&write, Write::Record(record) if matches!(record.of, FormOf::New(_))) {
                    let id = |place: Place| place.evidence.unwrap_or(place.claim);
                    self.fake.new_ids.extend(change.place.map(id));
                }
                Ok(alike_change(*change))
            }
            Msg::Refused(to, why) if to == ticket => Err(why),
            other => panic!("{write:?} was answered with {other:?}"),
        };
        let fake = self.fake.write(&write).map(alike_change);
        if fake != real {
            self.apart.push(differing(&format!("{write:?}"), &fake, &real));
        }
    }

    #[track_caller]
    fn agreed(&self) {
        let few = self.apart.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(self.apart.is_empty(), "{} times the two answered differently:\n{few}", self.apart.len());
    }

    /// Every question that is answered from records and annotations.
    fn ask_everything(&mut self) {
        let claims: Vec<ItemId> = self.fake.claims.iter().map(|row| row.id).collect();
        let evidence: Vec<ItemId> = self.fake.evidence.iter().map(|row| row.id).collect();
        let places = [ListAt::First, ListAt::Last];
        let places: Vec<ListAt> =
            places.into_iter().chain(claims.iter().copied().map(ListAt::Item)).collect();
        for at in places {
            for (before, after) in [(1, 1), (1, 2), (9, 9)] {
                self.ask(Read::Claims { at, before, after });
            }
        }
        for claim in &claims {
            for focus in evidence.iter().copied().map(Some).chain([None]) {
                self.ask(Read::Claim { claim: *claim, focus, rows: 2 });
            }
            for side in [Side::Supporting, Side::Disputing] {
                for start in [0, 1] {
                    self.ask(Read::Evidence { claim: *claim, side, start, rows: 2 });
                }
            }
        }
        for order in [SeekOrder::ByClaim, SeekOrder::BySource] {
            for forward in [true, false] {
                for from in evidence.iter().chain(&claims).copied().map(Some).chain([None]) {
                    self.ask(Read::Undecided { from, forward, order });
                }
            }
        }
        self.ask_of_records();
        for item in &evidence {
            self.ask(Read::Between { from: *item, to: evidence_id(2) });
            self.ask(Read::OnSameMaterial { item: *item });
        }
    }
}

impl Both {
    /// The lists of sources and of parties, in each order, and all there is to each record.
    fn ask_of_records(&mut self) {
        let sources = (1..=self.fake.sources.len() as u64).map(source_id);
        for (kind, ids) in [(Kind::Source, sources.collect::<Vec<_>>()), (Kind::Party, vec![party_id()])] {
            for order in RecordOrder::of(kind).iter().copied() {
                if order != RecordOrder::Key || self.fake.filtered.is_some() {
                    self.ask(Read::ArrangeRecords { kind, order });
                }
                let places = [ListAt::First, ListAt::Last];
                for at in places.into_iter().chain(ids.iter().copied().map(ListAt::Item)) {
                    for (before, after) in [(1, 1), (9, 9)] {
                        self.ask(Read::Records { kind, order, at, before, after });
                    }
                }
            }
            for item in ids {
                let of = ViewOf::Item(Target { kind, item });
                self.ask(Read::View { topic: Topic::Record, of });
            }
        }
    }
}

impl Drop for Both {
    fn drop(&mut self) {
        if let Some(store) = self.store.take() {
            store.close();
        }
    }
}

/// The lines in which two answers differ.
fn differing(to: &str, fake: &impl std::fmt::Debug, store: &impl std::fmt::Debug) -> String {
    let (fake, store) = (format!("{fake:#?}"), format!("{store:#?}"));
    let pairs = fake.lines().zip(store.lines()).filter(|(one, other)| one != other).take(6);
    let lines: String = pairs.map(|(one, other)| format!("\n  fake {one}\n store {other}")).collect();
    format!("{to}{lines}")
}

fn reviewer() -> Reviewer {
    Reviewer { id: ItemId::from_u128(1), name: "r.lee".into(), is: None }
}

fn made(folder: &Path, fake: &Fake) -> PathBuf {
    let path = folder.join("fake.corrob");
    let add = |importer: &mut case::Importer<'_, '_>| {
        for entry in entries(fake) {
            importer.add(entry)?;
        }
        Ok::<(), CaseError>(())
    };
    case::create(&path, &fake.info, &reviewer(), Box::new(Forgetful), "fake", add).unwrap();
    path
}

#[test]
fn the_fake_answers_as_the_store_does() {
    let mut both = Both::new(&[(3, 2), (0, 1), (2, 0), (0, 0)]);
    both.ask_everything();
    for (kind, text) in [(Kind::Source, "source"), (Kind::Source, "SOURCE 2"), (Kind::Source, "S-3")] {
        both.ask(Read::Named { kind, text: text.into(), within: None });
    }
    both.ask(Read::Named { kind: Kind::Source, text: "elsewhere".into(), within: None });
    for text in ["evidence 4", "claim 2", "nowhere"] {
        both.ask(Read::Search { text: text.into(), only: None });
    }
    for (kind, text) in [(Kind::Source, "source 2"), (Kind::Source, "claim"), (Kind::Party, "dhs")] {
        both.ask(Read::Search { text: text.into(), only: Some(kind) });
    }
    both.ask(Read::Claim { claim: ItemId::from_u128(7), focus: None, rows: 2 });
    both.ask(Read::Document { source: Key::new(Kind::Source, 1), version: None });
    both.agreed();
}

#[test]
fn the_fake_filters_as_the_store_does() {
    let mut both = Both::new(&[(3, 2), (0, 1), (2, 0), (0, 0)]);
    both.write(Write::Toggle { items: vec![evidence_id(2), evidence_id(6)], tag: Tag::Withheld });
    let filters = [
        "claim:C-1",
        "-claim:C-2",
        "tag:withheld",
        "tag:none -claim:C-1",
        "\"evidence 4\"",
        "nowhere",
        "dhs",
    ];
    for query in filters {
        both.ask(Read::Filter { query: query.into() });
        both.ask_everything();
    }
    both.ask(Read::Filter { query: "colour:red".into() });
    both.ask(Read::Filter { query: String::new() });
    both.ask_everything();
    both.agreed();
}

#[test]
fn the_fake_has_the_matrix_of_the_store() {
    let mut both = Both::new(&[(3, 2), (0, 3), (3, 0)]);
    both.write(Write::Toggle { items: vec![evidence_id(1)], tag: Tag::Disputed });
    for arrangement in Arrangement::ALL {
        if arrangement.takes_all_claims() {
            both.ask(Read::Arrange { arrangement: *arrangement });
        }
        both.ask(Read::Matrix { arrangement: *arrangement, at: ListAt::First, before: 0, after: 9 });
    }
    both.agreed();
}

#[test]
fn the_fake_changes_as_the_store_does() {
    let mut both = Both::new(&[(3, 2), (0, 1), (2, 0)]);
    let piece = evidence_id;
    let ground = Ground { code: "glomar".into(), basis: Basis::Invoked, by: None, on: None, harm: None };
    let judgement = Annotation {
        access: Some(crate::domain::Access::Released),
        note: Some(Note { text: "seen".into(), private: false }),
        ..Annotation::default()
    };
    let note = |text: &str| Some(Note { text: text.into(), private: true });
    let undo = 14;
    let writes = [
        Write::Toggle { items: vec![piece(1)], tag: Tag::Withheld },
        Write::Toggle { items: vec![piece(1), piece(2)], tag: Tag::Withheld },
        Write::Details {
            items: vec![piece(1)],
            part: true,
            ground: Some(ground),
            confidence: Some(Confidence::High),
        },
        Write::Toggle { items: vec![piece(1), piece(2)], tag: Tag::Withheld },
        Write::Toggle { items: vec![piece(1)], tag: Tag::Clear },
        Write::Toggle { items: vec![piece(3)], tag: Tag::Disputed },
        Write::Repeat { items: vec![piece(4), piece(3)], judgement: judgement.clone() },
        Write::RepeatOnMaterial { item: piece(1), judgement: judgement.clone() },
        Write::Note {
            target: Target::evidence(piece(5)),
            note: note("asked"),
            opened: judgement.note.clone(),
        },
        Write::Note { target: Target::claim(claim_id(2)), note: note("why?"), opened: None },
        Write::Note { target: Target::evidence(piece(5)), note: None, opened: note("asked") },
        Write::Draft { target: Target::evidence(piece(5)), note: note("half") },
        Write::Verdict {
            claim: claim_id(1),
            verdict: Some(Verdict::Refuted),
            confidence: Some(Confidence::Low),
            reason: Some("no log names the day".into()),
        },
        Write::Verdict { claim: claim_id(1), verdict: None, confidence: None, reason: None },
        Write::Aside { targets: vec![Target::evidence(piece(6))], reason: Some("later".into()) },
        Write::Aside { targets: vec![Target::claim(claim_id(2)), Target::claim(claim_id(3))], reason: None },
        Write::Aside { targets: vec![Target::claim(claim_id(3))], reason: Some("later".into()) },
    ];
    for write in writes {
        both.write(write);
        both.ask_everything();
    }
    for _ in 0..undo {
        both.write(Write::Undo);
    }
    both.ask_everything();
    for _ in 0..undo {
        both.write(Write::Redo);
    }
    both.write(Write::Redo);
    both.ask_everything();
    both.agreed();
}

#[test]
fn the_fake_makes_and_edits_records_as_the_store_does() {
    let mut both = Both::new(&[(3, 2), (0, 1), (2, 0)]);
    let fields = |fields: serde_json::Value| fields.as_object().unwrap().clone();
    let record = |of: FormOf, set: serde_json::Value| {
        Write::Record(Box::new(RecordWrite { of, fields: fields(set), names: Vec::new() }))
    };
    let forms = [
        FormOf::New(Kind::Claim),
        FormOf::Record(Kind::Claim, claim_id(1)),
        FormOf::Record(Kind::Evidence, evidence_id(2)),
        FormOf::Keyed("S-2".parse().unwrap()),
    ];
    for of in forms {
        let refers = vec![FormOf::Record(Kind::Claim, claim_id(2)), FormOf::Keyed("S-1".parse().unwrap())];
        let place = Some(Place { claim: claim_id(1), evidence: Some(evidence_id(2)) });
        both.ask(Read::Form { of, refers, place });
    }
    let evidence = serde_json::json!({
        "claim": "C-4", "source": "S-2", "stance": "disputes", "paraphrase": "It was shut."
    });
    let writes = [
        record(
            FormOf::New(Kind::Claim),
            serde_json::json!({ "text": "The gate was open.", "label": "Gate" }),
        ),
        record(FormOf::New(Kind::Evidence), evidence),
        // What moves goes to the end of its source: this is the last of it.
        record(FormOf::Record(Kind::Evidence, evidence_id(8)), serde_json::json!({ "stance": "context" })),
        record(FormOf::Record(Kind::Claim, claim_id(2)), serde_json::json!({ "text": "Another" })),
        Write::Toggle { items: vec![evidence_id(2)], tag: Tag::Withheld },
    ];
    for write in writes {
        both.write(write);
        both.ask_everything();
    }
    for step in [Write::Undo, Write::Redo] {
        for _ in 0..6 {
            both.write(step.clone());
            both.ask_everything();
        }
    }
    both.agreed();
}

#[test]
fn the_fake_takes_records_out_as_the_store_does() {
    let mut both = Both::new(&[(3, 2), (0, 1), (2, 0)]);
    both.write(Write::Toggle { items: vec![evidence_id(2), evidence_id(6)], tag: Tag::Withheld });
    let record = |kind, item| FormOf::Record(kind, item);
    for of in [
        vec![record(Kind::Claim, claim_id(1))],
        vec![FormOf::Keyed("E-2".parse().unwrap()), record(Kind::Evidence, evidence_id(7))],
    ] {
        both.ask(Read::Hanging { of });
    }
    let take = |both: &mut Both, of: &[FormOf]| {
        let Ok(Answer::Hanging(found)) = both.fake.read(&Read::Hanging { of: of.to_vec() }) else { panic!() };
        let items = found.records.iter().map(|(target, _)| *target).collect();
        Write::TakeOut { items, hanging: Box::new(found.hanging) }
    };
    let claim = take(&mut both, &[record(Kind::Claim, claim_id(1))]);
    let pieces =
        take(&mut both, &[record(Kind::Evidence, evidence_id(7)), record(Kind::Evidence, evidence_id(6))]);
    both.write(Write::Toggle { items: vec![evidence_id(1)], tag: Tag::Released });
    // What was shown is no longer all there is to say.
    both.write(claim);
    both.write(pieces);
    let claim = take(&mut both, &[record(Kind::Claim, claim_id(1))]);
    both.write(claim);
    both.ask_everything();
    for step in [Write::Undo, Write::Redo, Write::Undo, Write::Undo] {
        both.write(step);
        both.ask_everything();
    }
    both.agreed();
}

/// A teammate's screen asks for rows at the moment the owner writes: what the answer already has must
/// still be announced, or the counts in the header stay behind.
#[test]
fn a_change_that_an_answer_has_is_still_announced() {
    let fake = Fake::new(&[(2, 0)]);
    let folder = tempfile::tempdir().unwrap();
    let path = made(folder.path(), &fake);
    let (tell, heard) = mpsc::channel();
    let sink: MessageSink = Arc::new(move |msg| drop(tell.send(msg)));
    let store = Store::follow(&path, reviewer().id, sink).unwrap();
    let decided_in_news = || loop {
        if let Msg::Changed(progress) = heard.recv_timeout(Duration::from_secs(60)).unwrap() {
            break progress.decided;
        }
    };
    assert_eq!(decided_in_news(), 0);
    let mut owner = Session::new(Case::open(&path).unwrap(), reviewer(), Box::new(Forgetful));
    owner.toggle(&[evidence_id(1)], Tag::Released).unwrap();
    store.read(Ticket(1), Read::OnSameMaterial { item: evidence_id(1) });
    assert_eq!(decided_in_news(), 1);
    store.close();
}
