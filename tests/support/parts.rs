//! The parts of a report, made in memory from the records of a native file and from opinions.

use corrob::domain::entry::Entry;
use corrob::domain::figures::{Entered, grids};
use corrob::domain::ledger::{Asking, Entry as Line, GapRow, Ledger, Linked, Word, is_overdue};
use corrob::domain::origins::{ClaimOrigins, Piece, Question, SourceNode, Voice, weigh};
use corrob::domain::records::Record;
use corrob::domain::report::{About, Opinion, Part, ReportSource, ReportStanding};
use corrob::domain::rows::{ClaimDetail, ClaimRow, EvidenceRow, FigureRow, Stances, Titled, WordingRow};
use corrob::domain::stale::Stale;
use corrob::domain::standing::Released;
use corrob::domain::{
    Annotation, CaseInfo, Claim, Derivation, Evidence, Figure, Gap, ItemId, Key, Kind, Party, Request,
    Source, Stance,
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
    /// What has grown old: the id of a claim, whose verdict it is, what.
    pub stale: Vec<(String, Option<String>, Stale)>,
    pub query: Option<String>,
    pub redacted: bool,
    pub with_private: bool,
}

fn at<R: Record>(all: &[R], id: &str) -> (Key, R) {
    let at = all.iter().position(|record| record.id() == id).unwrap();
    (Key::new(R::KIND, at as u64 + 1), all[at].clone())
}

fn keyed<R: Record>(all: &[R]) -> impl Iterator<Item = (Key, &R)> {
    all.iter().enumerate().map(|(n, record)| (Key::new(R::KIND, n as u64 + 1), record))
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

    fn opinions(&self, item: &str) -> Vec<Opinion> {
        let of_it = self.said.iter().filter(|(on, ..)| on == item);
        of_it
            .map(|(_, reviewer, annotation)| Opinion {
                id: ItemId::nil(),
                reviewer: reviewer.clone(),
                annotation: annotation.clone(),
                changed: "2025-10-20T09:30:00Z".parse().unwrap(),
            })
            .collect()
    }

    fn name(&self, id: Option<&String>) -> Option<String> {
        id.map(|id| at(&self.parties, id).1.name)
    }

    fn stands_in(&self, id: Option<&String>) -> Option<Titled> {
        id.map(|id| self.titled(id))
    }

    fn titled(&self, id: &str) -> (Key, String) {
        let (key, source) = at(&self.sources, id);
        (key, source.title)
    }

    pub fn about(&self) -> About {
        let mut reviewers: Vec<String> = self.said.iter().map(|(_, reviewer, _)| reviewer.clone()).collect();
        reviewers.sort();
        reviewers.dedup();
        About {
            info: self.info.clone(),
            query: self.query.clone(),
            reviewers,
            redacted: self.redacted,
            with_private: self.with_private,
            claims: self.claims.len() as u64,
            evidence: self.evidence.len() as u64,
            tagged: self.said.iter().any(|(.., said)| said.is_decided()),
            checked: self.info.recheck_days.map(|days| (days, "2025-10-21".parse().unwrap())),
        }
    }

    fn origins(&self, claim: &Claim, pieces: &[(Key, &Evidence)]) -> ClaimOrigins {
        let party = |id: &str| self.parties.iter().position(|it| it.id == id).unwrap();
        let source = |id: &str| self.sources.iter().position(|it| it.id == id).unwrap();
        let question = Question {
            claimant: claim.claimant.as_deref().map(party),
            voices: (self.parties.iter())
                .map(|it| Voice { naming: it.naming, of: it.of.as_deref().map(party) })
                .collect(),
            sources: (self.sources.iter())
                .map(|it| SourceNode {
                    party: it.party.as_deref().map(party),
                    kind: it.kind.clone(),
                    url: it.url.clone(),
                    sha256: None,
                })
                .collect(),
            derivations: self.derivations.iter().map(|it| (source(&it.source), source(&it.from))).collect(),
            pieces: (pieces.iter())
                .map(|(_, it)| {
                    let via = it.via.clone().unwrap_or_default();
                    Piece {
                        stance: it.stance,
                        source: source(&it.source),
                        party: via.party.as_deref().map(party),
                        origin: via.origin.as_deref().map(source),
                        unresolved: via.unresolved,
                    }
                })
                .collect(),
        };
        ClaimOrigins {
            weighed: weigh(&question),
            pieces: pieces.iter().map(|(key, _)| key.clone()).collect(),
            ids: pieces.iter().map(|(key, _)| ItemId::from_u128(u128::from(key.number))).collect(),
            sources: keyed(&self.sources).map(|(key, it)| (key, it.title.clone())).collect(),
            grades: keyed(&self.sources).map(|(_, it)| it.reliability).collect(),
            voices: keyed(&self.parties).map(|(key, it)| (key, it.name.clone())).collect(),
            relations: self.derivations.iter().map(|it| it.relation).collect(),
            question,
            cut: false,
        }
    }

    fn asking(&self, key: Key, it: &Request) -> Asking {
        Asking {
            id: ItemId::from_u128(u128::from(key.number)),
            key,
            by: self.name(it.by.as_ref()),
            to: self.name(it.to.as_ref()),
            source: self.stands_in(it.source.as_ref()),
            overdue: is_overdue(it, self.info.as_of.as_ref()),
            request: it.clone(),
        }
    }

    fn gap(&self, key: Key, it: &Gap) -> GapRow {
        let asked = it.requests.iter().map(|id| {
            let (key, request) = at(&self.requests, id);
            self.asking(key, &request)
        });
        GapRow {
            id: ItemId::from_u128(u128::from(key.number)),
            key,
            holder: self.name(it.holder.as_ref()),
            source: self.stands_in(it.source.as_ref()),
            grade: it.source.as_ref().and_then(|id| at(&self.sources, id).1.reliability),
            asked: asked.collect(),
            gap: it.clone(),
        }
    }

    fn figure(&self, key: Key, it: &Figure) -> FigureRow {
        FigureRow {
            key,
            evidence: None,
            asserted_by: self.name(it.asserted_by.as_ref()),
            stands_in: self.stands_in(it.source.as_ref()),
            figure: it.clone(),
        }
    }

    fn requests_about(&self, claim: &Claim) -> Vec<Asking> {
        let about = keyed(&self.requests).filter(|(_, it)| it.claim.as_ref() == Some(&claim.id));
        about.map(|(key, it)| self.asking(key, it)).collect()
    }

    fn gaps_about(&self, claim: &Claim) -> Vec<GapRow> {
        let about = keyed(&self.gaps).filter(|(_, it)| it.claim.as_ref() == Some(&claim.id));
        about.map(|(key, it)| self.gap(key, it)).collect()
    }

    /// What a claim stands on; none where there is nothing to say.
    fn standing(&self, claim: &Claim) -> Option<ReportStanding> {
        let mut pieces: Vec<(Key, &Evidence)> =
            keyed(&self.evidence).filter(|(_, it)| it.claim == claim.id).collect();
        pieces.sort_by_key(|(_, it)| Stance::ALL.iter().position(|its| *its == it.stance));
        let (gaps, requests) = (self.gaps_about(claim), self.requests_about(claim));
        if pieces.is_empty() && gaps.is_empty() && requests.is_empty() {
            return None;
        }
        let rows: Vec<EvidenceRow> = pieces.iter().map(|(key, it)| self.row(key.clone(), it)).collect();
        let origins = self.origins(claim, &pieces);
        let of = |reviewer: &str| -> Vec<Annotation> {
            let said = |id: &str| {
                let mut said = self.said.iter().filter(|(on, by, _)| on == id && by == reviewer);
                said.next().map(|(.., said)| said.clone()).unwrap_or_default()
            };
            pieces.iter().map(|(_, it)| said(&it.id)).collect()
        };
        let mut released: Vec<(String, Released)> = Vec::new();
        let mut tagged: Vec<(String, Vec<Line>)> = Vec::new();
        for reviewer in self.about().reviewers {
            let said = of(&reviewer);
            if said.iter().any(Annotation::is_decided) {
                released.push((reviewer.clone(), Released::of(&origins, &said)));
            }
            let rows: Vec<EvidenceRow> = (rows.iter().zip(said))
                .filter(|(_, said)| said.access.is_some())
                .map(|(row, annotation)| EvidenceRow { annotation, ..row.clone() })
                .collect();
            let all = Ledger::new(None, &rows, gaps.clone(), requests.clone(), &Linked::new()).entries;
            let own: Vec<Line> = all.into_iter().filter(|it| it.word == Word::Reviewer).collect();
            if !own.is_empty() {
                tagged.push((reviewer, own));
            }
        }
        let stale = self.stale.iter().filter(|(on, ..)| *on == claim.id);
        Some(ReportStanding {
            origins,
            released,
            tagged,
            ledger: Ledger::new(None, &rows, gaps, requests, &Linked::new()),
            stale: stale.map(|(_, whose, what)| (whose.clone(), what.clone())).collect(),
        })
    }

    fn entered(&self, key: Key, figure: &Figure) -> Entered {
        let share_of =
            figure.share_of.iter().map(|it| [at(&self.figures, &it.part), at(&self.figures, &it.whole)]);
        Entered {
            key,
            by: self.name(figure.asserted_by.as_ref()),
            share_of: share_of.collect(),
            place: None,
            figure: figure.clone(),
        }
    }

    fn detail(&self, key: Key, claim: &Claim) -> ClaimDetail {
        let claimant = claim.claimant.as_ref().map(|id| at(&self.parties, id).1);
        let mut stances = Stances::default();
        for piece in self.evidence.iter().filter(|piece| piece.claim == claim.id) {
            *match piece.stance {
                Stance::Supports => &mut stances.supports,
                Stance::Repeats => &mut stances.repeats,
                Stance::Disputes => &mut stances.disputes,
                Stance::Context => &mut stances.context,
            } += 1;
        }
        let about = |claim_of: &Option<String>| claim_of.as_ref() == Some(&claim.id);
        ClaimDetail {
            row: ClaimRow {
                id: ItemId::from_u128(u128::from(key.number)),
                ord: 0,
                text: claim.text.clone(),
                claimant: claimant.as_ref().map(|party| party.short.clone().unwrap_or(party.name.clone())),
                depth: 0,
                stances,
                decided: 0,
                verdict: None,
                aside: false,
                noted: false,
                key,
            },
            record: claim.clone(),
            claimant,
            parent: claim.parent.as_ref().map(|id| {
                let (key, parent) = at(&self.claims, id);
                (key, parent.text)
            }),
            parent_claimant: (claim.parent.as_ref())
                .and_then(|id| self.name(at(&self.claims, id).1.claimant.as_ref())),
            wordings: (claim.wordings.iter())
                .map(|wording| WordingRow {
                    wording: wording.clone(),
                    source: self.titled(&wording.source),
                    url: None,
                })
                .collect(),
            figures: keyed(&self.figures)
                .filter(|(_, it)| about(&it.claim))
                .map(|(key, it)| self.figure(key, it))
                .collect(),
            requests: self.requests_about(claim),
            gaps: self.gaps_about(claim),
            annotation: Annotation::default(),
            others: Vec::new(),
        }
    }

    fn row(&self, key: Key, piece: &Evidence) -> EvidenceRow {
        let (source_key, source) = at(&self.sources, &piece.source);
        let via = piece.via.as_ref();
        EvidenceRow {
            id: ItemId::from_u128(u128::from(key.number)),
            key,
            pos: 0,
            claim: ItemId::nil(),
            claim_key: at(&self.claims, &piece.claim).0,
            source_key,
            source,
            via_party: (via.and_then(|via| via.party.as_ref()))
                .map(|id| (at(&self.parties, id).0, self.name(Some(id)).unwrap_or_default())),
            via_origin: via.and_then(|via| via.origin.as_ref()).map(|id| self.titled(id)),
            holder: self.name(piece.availability.as_ref().and_then(|it| it.holder.as_ref())),
            annotation: Annotation::default(),
            others: Vec::new(),
            record: piece.clone(),
        }
    }

    /// Every piece of evidence.
    pub fn rows(&self) -> Vec<EvidenceRow> {
        keyed(&self.evidence).map(|(key, piece)| self.row(key, piece)).collect()
    }

    /// Tells a report all parts, and `after` each claim with its evidence.
    pub fn tell(&self, report: &mut dyn Report, after: &mut dyn FnMut(&Key)) {
        report.begin(&self.about()).unwrap();
        for (key, claim) in keyed(&self.claims) {
            let detail = self.detail(key.clone(), claim);
            report.part(Part::Claim(&detail, &self.opinions(&claim.id))).unwrap();
            for stance in Stance::ALL {
                for (key, piece) in keyed(&self.evidence) {
                    if piece.claim == claim.id && piece.stance == *stance {
                        let row = self.row(key, piece);
                        report.part(Part::Evidence(&row, &self.opinions(&piece.id))).unwrap();
                    }
                }
            }
            if let Some(standing) = self.standing(claim) {
                report.part(Part::Standing(&standing)).unwrap();
            }
            after(&key);
        }
        let mut grids = grids(keyed(&self.figures).map(|(key, it)| self.entered(key, it)).collect());
        grids.sort_by_key(|grid| grid.is_alone());
        for grid in &grids {
            report.part(Part::Grid(grid)).unwrap();
        }
        for (key, source) in keyed(&self.sources) {
            let evidence = self.evidence.iter().filter(|piece| piece.source == source.id).count() as u64;
            if evidence > 0 {
                let derives = self.derivations.iter().filter(|derivation| derivation.source == source.id);
                let part = ReportSource {
                    key,
                    source: source.clone(),
                    party: self.name(source.party.as_ref()),
                    derives_from: derives
                        .map(|derivation| {
                            let (key, title) = self.titled(&derivation.from);
                            (derivation.relation, key, title)
                        })
                        .collect(),
                    evidence,
                };
                report.part(Part::Source(&part)).unwrap();
            }
        }
        for (key, it) in keyed(&self.requests).filter(|(_, it)| it.claim.is_none()) {
            report.part(Part::Request(&self.asking(key, it))).unwrap();
        }
        for (key, it) in keyed(&self.gaps).filter(|(_, it)| it.claim.is_none()) {
            let ledger = Ledger::new(None, &[], vec![self.gap(key, it)], Vec::new(), &Linked::new());
            report.part(Part::Gap(&ledger.entries[0], &ledger.requests)).unwrap();
        }
        report.end().unwrap();
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
    "unresolved",
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
             "via": {"party": "clerk", "origin": "letter", "unresolved": "not recorded"}, "about": "Three pages of nine."},
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
