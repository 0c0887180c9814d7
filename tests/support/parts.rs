//! Reports as the program makes them: of a case file made of the records of a native file and of what
//! reviewers say.

use corrob::case::{self, Case, CaseError, Forgetful, Importer};
use corrob::domain::entry::{Entry, Reviewer, Said};
use corrob::domain::report::{About, Part, ReportStanding, Reporting};
use corrob::domain::stale::Stale;
use corrob::domain::{
    Annotation, CaseInfo, Claim, Derivation, Evidence, Figure, Gap, ItemId, Key, Kind, Party, Request, Source,
};
use corrob::formats::report::Report;
use corrob::formats::{Found, native};
use serde_json::{Value, json};

/// The records of a case, as a file lists them.
#[derive(Debug, Default, Clone)]
pub struct Records {
    pub info: CaseInfo,
    pub parties: Vec<Party>,
    pub sources: Vec<Source>,
    pub derivations: Vec<Derivation>,
    pub claims: Vec<Claim>,
    pub evidence: Vec<Evidence>,
    pub figures: Vec<Figure>,
    pub requests: Vec<Request>,
    pub gaps: Vec<Gap>,
    /// What reviewers say: the id of a claim or a piece of evidence, the reviewer, what.
    pub said: Vec<(String, String, Annotation)>,
    /// What has grown old: the id of a claim, whose verdict it is, what. It depends on the day a case is
    /// read and on when its records came, so it is given here.
    pub stale: Vec<(String, Option<String>, Stale)>,
    pub query: Option<String>,
    pub redacted: bool,
    pub with_private: bool,
}

fn reviewer(name: &str) -> Reviewer {
    Reviewer { id: ItemId::new_v5(&ItemId::nil(), name.as_bytes()), name: name.to_owned(), is: None }
}

impl Records {
    /// The records of a native file.
    pub fn read(bytes: &[u8]) -> Self {
        let mut records = Self::default();
        native::read::<String>(bytes, &mut |found| {
            let Found::Entry(entry) = found else { panic!("{found:?}") };
            match entry.item {
                Entry::Case(it) => records.info = it,
                Entry::Party(it) => records.parties.push(it),
                Entry::Source(it) => records.sources.push(it),
                Entry::Derivation(it) => records.derivations.push(it),
                Entry::Claim(it) => records.claims.push(it),
                Entry::Evidence(it) => records.evidence.push(it),
                Entry::Figure(it) => records.figures.push(it),
                Entry::Request(it) => records.requests.push(it),
                Entry::Gap(it) => records.gaps.push(it),
                other => panic!("no {other:?} here"),
            }
            Ok(())
        })
        .unwrap();
        records
    }

    /// A reviewer says something of an item.
    pub fn say(&mut self, reviewer: &str, item: &str, said: Value) {
        self.said.push((item.to_owned(), reviewer.to_owned(), serde_json::from_value(said).unwrap()));
    }

    /// The records, in the order of a file.
    fn entries(&self) -> Vec<Entry> {
        fn all<R: Clone>(records: &[R], entry: fn(R) -> Entry) -> impl Iterator<Item = Entry> {
            records.iter().cloned().map(entry)
        }
        let mut entries = Vec::new();
        if self.info != CaseInfo::default() {
            entries.push(Entry::Case(self.info.clone()));
        }
        entries.extend(all(&self.parties, Entry::Party));
        entries.extend(all(&self.sources, Entry::Source));
        entries.extend(all(&self.derivations, Entry::Derivation));
        entries.extend(all(&self.claims, Entry::Claim));
        entries.extend(all(&self.evidence, Entry::Evidence));
        entries.extend(all(&self.figures, Entry::Figure));
        entries.extend(all(&self.requests, Entry::Request));
        entries.extend(all(&self.gaps, Entry::Gap));
        for (_, name, _) in &self.said {
            let one = Entry::Reviewer(reviewer(name));
            if !entries.contains(&one) {
                entries.push(one);
            }
        }
        // Where all names are one word, all reviewers are one, who says one thing of each item.
        let mut met = std::collections::HashSet::new();
        let said = self.said.iter().filter(|(item, name, _)| met.insert((item, reviewer(name).id)));
        entries.extend(said.map(|(item, name, annotation)| {
            let on =
                if self.claims.iter().any(|claim| claim.id == *item) { Kind::Claim } else { Kind::Evidence };
            Entry::Said(Said {
                reviewer: reviewer(name).id,
                on,
                item: item.clone(),
                dataset: None,
                annotation: annotation.clone(),
                changed: Some("2025-10-20T09:30:00Z".parse().unwrap()),
            })
        }));
        entries
    }

    /// Hands out the report on a case file of these records.
    ///
    /// # Errors
    /// What the report returns.
    pub fn try_tell(
        &self,
        report: &mut dyn Report,
        after: &mut dyn FnMut(&Key),
    ) -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.corrob");
        let me = reviewer(self.said.first().map_or("r.lee", |(_, name, _)| name));
        let import = |importer: &mut Importer<'_, '_>| {
            self.entries().into_iter().try_for_each(|entry| importer.add(entry).map(drop))
        };
        case::create::<CaseError>(&path, &self.info, &me, Box::new(Forgetful), "case.json", import).unwrap();
        let case = Case::open(&path).unwrap();
        let typed = self.query.clone().unwrap_or_default();
        let walk = case
            .report(&Reporting {
                reviewer: me.id,
                query: typed.parse().unwrap(),
                typed,
                with_private: self.with_private,
                redact: self.redacted,
            })
            .unwrap();
        // The day on which this report is made is always the same.
        report.begin(&About { made: "2025-10-21".parse().unwrap(), ..walk.about().clone() })?;
        let mut claim: Option<(Key, String)> = None;
        walk.parts(true, &mut |part| {
            if !matches!(part, Part::Evidence(..) | Part::Standing(_))
                && let Some((key, _)) = claim.take()
            {
                after(&key);
            }
            match part {
                Part::Standing(standing) => {
                    let id = claim.as_ref().map(|(_, id)| id.as_str());
                    let stale = self.stale.iter().filter(|(on, ..)| Some(on.as_str()) == id);
                    let stale = stale.map(|(_, whose, what)| (whose.clone(), what.clone())).collect();
                    report.part(Part::Standing(&ReportStanding { stale, ..standing.clone() }))?;
                }
                part => {
                    if let Part::Claim(detail, _) = part {
                        claim = Some((detail.row.key.clone(), detail.record.id.clone()));
                    }
                    report.part(part)?;
                }
            }
            Ok::<(), Box<dyn std::error::Error>>(())
        })?;
        report.end()?;
        Ok(())
    }

    /// The same for a report that takes everything.
    pub fn tell(&self, report: &mut dyn Report, after: &mut dyn FnMut(&Key)) {
        self.try_tell(report, after).unwrap();
    }
}

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");

/// The bundled case, with made-up judgements of two made-up reviewers.
pub fn bundled() -> Records {
    let mut records = Records::read(&std::fs::read(SEED).unwrap());
    let pieces: Vec<String> = records.evidence.iter().map(|piece| piece.id.clone()).collect();
    for (n, id) in pieces.iter().enumerate().filter(|(n, _)| n % 3 != 2) {
        records.say(
            "r.lee",
            id,
            match n % 7 {
                0 => json!({"access": "released"}),
                1 => json!({"access": "withheld", "ground": {"code": "no-basis-stated", "basis": "inferred"}}),
                2 => json!({"access": "withheld", "part": true, "confidence": "moderate",
                    "ground": {"code": "(b)(7)(E)", "basis": "invoked", "by": "the holder", "on": "2025-10-15"}}),
                3 => json!({"disputed": true, "note": {"text": "Made up for a test.\nSecond line."}}),
                4 => json!({"examined": true}),
                5 => json!({"access": "released", "part": true, "disputed": true}),
                _ => json!({"aside": "made up: ask again"}),
            },
        );
    }
    for id in pieces.iter().step_by(9) {
        records.say("m.ito", id, json!({"access": "released"}));
    }
    let claims: Vec<String> = records.claims.iter().map(|claim| claim.id.clone()).collect();
    for (n, id) in claims.iter().enumerate().step_by(2) {
        let verdict = ["unproven", "conflicting", "supported", "refuted"][n / 2 % 4];
        records.say("r.lee", id, json!({"verdict": verdict, "confidence": "low"}));
    }
    records.say(
        "m.ito",
        &claims[0],
        json!({"verdict": "supported", "note": {"text": "Made up for a test."}}),
    );
    records
}

/// The fields that hold free text, as native JSON calls them.
const TEXTS: [&str; 33] = [
    "title",
    "question",
    "summary",
    "stale",
    "name",
    "short",
    "role",
    "about",
    "publisher",
    "author",
    "text",
    "topic",
    "locator",
    "paraphrase",
    "translator",
    "material",
    "ground",
    "untraced",
    "measures",
    "population",
    "area",
    "period",
    "unit",
    "what",
    "tracking",
    "answer",
    "inferred",
    "code",
    "by",
    "aside",
    "kind",
    "harm",
    "quantity",
];

/// Puts every free text of a record through `change`.
fn change_texts(value: &mut Value, change: &dyn Fn(&str) -> String) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => *text = change(text),
                    other => change_texts(other, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change_texts(item, change)),
        _ => {}
    }
}

/// A made-up case about a harbour that has something of everything a report can hold. Every free
/// text of it went through `change`.
pub fn harbour(change: &dyn Fn(&str) -> String) -> Records {
    let mut case = harbour_file();
    for section in ["case", "parties", "sources", "derivations", "claims", "evidence", "figures", "gaps"] {
        change_texts(&mut case[section], change);
    }
    // Here "kind" and "by" are no texts.
    for request in case["requests"].as_array_mut().unwrap() {
        let kept = (request["kind"].take(), request["by"].take());
        change_texts(request, change);
        (request["kind"], request["by"]) = kept;
    }
    // The order of a file is not that of its names.
    let members = case.as_object().unwrap().iter().map(|(name, member)| format!(",\"{name}\":{member}"));
    let (info, sections): (Vec<String>, Vec<String>) = members.partition(|it| it.starts_with(",\"case\""));
    let file = format!("{{\"format\":\"corrob-case\",\"version\":1{}{}}}", info.concat(), sections.concat());
    let mut records = Records::read(file.as_bytes());
    for (reviewer, item, mut said) in harbour_said() {
        change_texts(&mut said, change);
        records.say(&change(reviewer), item, said);
    }
    let newest = Key::new(Kind::Evidence, 3);
    let verdict = Stale::Verdict { given: "2025-03-01".parse().unwrap(), newer: 1, newest };
    let source = Stale::Source { key: Key::new(Kind::Source, 1), accessed: None, days: None };
    records.stale.push(("cost".into(), Some(change("r.lee")), verdict));
    records.stale.push(("cost".into(), None, source));
    records
}

fn harbour_said() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "r.lee",
            "cost",
            json!({"verdict": "unproven", "confidence": "low", "note": {"text": "Ask again.\nIn May."}}),
        ),
        ("m.ito", "cost", json!({"verdict": "supported"})),
        ("r.lee", "depth", json!({"aside": "after the survey"})),
        (
            "r.lee",
            "ledger",
            json!({"access": "withheld", "part": true, "disputed": true, "confidence": "high",
            "ground": {"code": "(b)(4)", "basis": "invoked", "by": "Port Authority", "on": "2025-03-02"}}),
        ),
        ("m.ito", "ledger", json!({"access": "released"})),
        ("m.ito", "repeat", json!({"examined": true})),
        (
            "r.lee",
            "denial",
            json!({"access": "withheld", "note": {"text": "Kept apart.", "private": true},
            "ground": {"code": "their own words", "basis": "inferred"}}),
        ),
    ]
}

fn harbour_file() -> Value {
    json!({
        "case": {"dataset": "harbour", "title": "The harbour contract", "question": "Who paid for the quay?",
            "summary": "Two statements\nand a ledger.", "as_of": {"date": "2025-04-01", "inferred": "the last letter"},
            "stale": "The court has ruled since.", "recheck_days": 30},
        "parties": [
            {"id": "ministry", "name": "Ministry of Ports", "short": "Ministry", "role": "owner of the quay", "naming": "named"},
            {"id": "clerk", "name": "A clerk", "naming": "anonymous", "about": "Known to the paper."},
            {"id": "paper", "name": "Harbour Gazette", "naming": "named"},
        ],
        "sources": [
            {"id": "release", "title": "Statement on the quay", "publisher": "Ministry of Ports", "author": "Press desk",
             "kind": "official-release", "url": "https://ports.example/quay?a=1&b=2", "archive_url": "http://archive.example/quay",
             "published": "2025-02", "accessed": "2025-03-01", "status": "retracted", "reliability": "B", "language": "en",
             "party": "ministry", "about": "Taken down in March."},
            {"id": "story", "title": "The ledger of the quay", "kind": "news-report", "published": {"date": "2025-02-14", "inferred": "the dateline"}},
            {"id": "letter", "title": "Letter to the guild"},
        ],
        "derivations": [
            {"id": "d1", "source": "story", "from": "release", "relation": "quotes"},
            {"id": "d2", "source": "story", "from": "letter", "relation": "summarises"},
        ],
        "claims": [
            {"id": "cost", "text": "The quay cost nine million crowns", "claimant": "ministry", "nature": "fact",
             "event_date": "2024", "asserted_on": "2025-02-10", "topic": "contracts", "about": "Crowns of that year.",
             "wordings": [{"source": "letter", "place": "headline", "text": "A dear quay", "locator": "page 1"}]},
            {"id": "depth", "text": "The channel is eleven metres deep", "claimant": "clerk", "parent": "cost"},
            {"id": "nobody", "text": "The tender was fair"},
        ],
        "evidence": [
            {"id": "ledger", "claim": "cost", "source": "release", "stance": "supports", "paraphrase": "The ministry shows its ledger.",
             "quote": {"text": "Nueve millones", "language": "es", "translator": "the Gazette"}, "locator": "page 3",
             "kind": "bank-record", "credibility": "2", "material": "ledger of 2024", "dated": "2024-12",
             "availability": {"says": "in-part", "holder": "ministry", "ground": "(b)(4)", "basis": "invoked", "harm": "a lost bid"},
             "via": {"party": "clerk", "origin": "letter", "untraced": "not recorded"}, "about": "Three pages of nine."},
            {"id": "repeat", "claim": "cost", "source": "story", "stance": "repeats", "paraphrase": "The paper prints the sum."},
            {"id": "denial", "claim": "cost", "source": "story", "stance": "disputes", "paraphrase": "A rival bid was four million."},
            {"id": "price", "claim": "cost", "source": "story", "stance": "context", "paraphrase": "Stone was dear that year."},
            {"id": "sounding", "claim": "depth", "source": "story", "stance": "disputes", "paraphrase": "The pilot measured nine."},
        ],
        "figures": [{"id": "sum", "claim": "cost", "asserted_by": "ministry", "measures": "cost of the quay",
            "population": "all contracts", "area": "the outer harbour", "period": "2024", "low": 9_000_000, "unit": "crowns",
            "qualifier": "about", "as_of": "2025-02", "locator": "page 3", "about": "Without interest."},
            {"id": "bid", "claim": "cost", "asserted_by": "clerk", "measures": "cost of the quay", "low": 4_000_000,
             "unit": "crowns", "qualifier": "at-least"},
            {"id": "share", "claim": "nobody", "measures": "share of the bid", "quantity": "shares", "low": 40, "unit": "%",
             "qualifier": "exact", "share_of": [{"part": "bid", "whole": "sum"}]},
            {"id": "depth-of-it", "claim": "depth", "measures": "depth", "high": 11, "unit": "m", "qualifier": "up-to"}],
        "requests": [
            {"id": "r1", "by": "paper", "to": "ministry", "what": "The rest of the ledger", "kind": "record", "claim": "cost",
             "made": "2025-02-01", "tracking": "25-041", "due": "2025-03-01", "outcome": "no-response", "source": "release", "locator": "foot"},
            {"id": "r2", "by": "paper", "what": "A word from the clerk", "kind": "comment", "outcome": "refused",
             "answered": "2025-03-03", "answer": "Not now.", "about": "By telephone."},
        ],
        "gaps": [
            {"id": "g1", "claim": "cost", "material": "six pages of the ledger", "state": "withheld", "holder": "ministry",
             "ground": "no-basis-stated", "basis": "inferred", "source": "letter", "locator": "page 2", "about": "Blacked out.",
             "harm": "a rival would learn of it", "requests": ["r1"]},
            {"id": "g2", "material": "the rival bid", "state": "not-shown"},
        ],
    })
}
