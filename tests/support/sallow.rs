//! A made-up case about a harbour, held in memory, that answers what a review asks. No person, body
//! or place in it exists.

use corrob::domain::ExportFormat;
use corrob::domain::records::Kind;
use corrob::domain::rows::{
    Change, ClaimDetail, ClaimRow, ClaimView, EvidenceRow, Hit, Hits, OtherOpinion, Overview, Place,
    Progress, Side, Slice, Stances,
};
use corrob::domain::{Annotation, CaseInfo, Claim, Evidence, ItemId, Key, Party, Source, Target};
use corrob::review::keys::keymap::Keymap;
use corrob::review::protocol::effect::ClaimAt;
use corrob::review::state::status::Reason;
use corrob::review::update;
use corrob::review::{Answer, Effect, Msg, Read, Review, Settings, Write};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::{Value, json};
use std::collections::VecDeque;

#[path = "views.rs"]
mod views;

/// The case.
pub struct Harbour {
    pub overview: Overview,
    pub claims: Vec<ClaimDetail>,
    pub evidence: Vec<EvidenceRow>,
}

fn id(kind: Kind, number: u64) -> ItemId {
    ItemId::from_u128((u128::from(kind.letter() as u32) << 64) | u128::from(number))
}

pub fn claim_id(number: u64) -> ItemId {
    id(Kind::Claim, number)
}

pub fn evidence_id(number: u64) -> ItemId {
    id(Kind::Evidence, number)
}

fn source(number: u64) -> Source {
    let (title, publisher, kind, published, url, status) = match number {
        1 => (
            "Statement on the deepening of the Sallow channel",
            "Ministry of Harbours",
            "official-release",
            "2025-03-04",
            "https://harbours.example/2025/channel-statement",
            "current",
        ),
        2 => (
            "Who dug the channel? Invoices put the depth in doubt",
            "The Sallow Courier",
            "news-report",
            "2025-03-19",
            "https://courier.example/channel-depth",
            "corrected",
        ),
        3 => (
            "Soundings of the outer channel, spring series",
            "Hydrographic Office",
            "dataset",
            "2025-02",
            "https://soundings.example/sallow/spring.csv",
            "current",
        ),
        4 => (
            "Checked: four statements about the channel",
            "Plumb Line",
            "fact-check",
            "2025-04-02",
            "https://plumbline.example/channel",
            "current",
        ),
        5 => (
            "Order in Pilots' Guild v. Ministry of Harbours",
            "Coastal Court",
            "court-record",
            "2025-05-16",
            "https://court.example/orders/118",
            "current",
        ),
        _ => (
            "Answer to records request 25-041",
            "Ministry of Harbours",
            "letter",
            "2025-04-11",
            "",
            "current",
        ),
    };
    let mut value = json!({
        "title": title, "publisher": publisher, "kind": kind, "published": published, "status": status,
        "reliability": if number == 3 { "A" } else { "B" },
    });
    if !url.is_empty() {
        value["url"] = json!(url);
    }
    serde_json::from_value(value).unwrap()
}

/// Stance, source, paraphrase and what else the record says.
fn evidence(number: u64, claim: u64, from: u64, stance: &str, paraphrase: &str, more: Value) -> EvidenceRow {
    let mut value = json!({
        "claim": format!("c{claim}"), "source": format!("s{from}"), "stance": stance, "paraphrase": paraphrase,
    });
    let mut names = (None, None, None);
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        for (field, what) in more {
            match field.as_str() {
                "speaker" => {
                    names.0 = what.as_str().map(|name| (Key::new(Kind::Party, number), name.to_owned()))
                }
                "origin" => names.1 = what.as_u64().map(|n| (Key::new(Kind::Source, n), source(n).title)),
                "holder" => names.2 = what.as_str().map(str::to_owned),
                _ => drop(value.insert(field, what)),
            }
        }
    }
    // A holder's id is its name here.
    if let (Some(holder), Some(says)) = (&names.2, value["availability"].as_object_mut()) {
        says.insert("holder".into(), holder.clone().into());
    }
    EvidenceRow {
        id: evidence_id(number),
        key: Key::new(Kind::Evidence, number),
        pos: 0,
        claim: claim_id(claim),
        claim_key: Key::new(Kind::Claim, claim),
        record: serde_json::from_value::<Evidence>(value).unwrap(),
        source_key: Key::new(Kind::Source, from),
        source: source(from),
        via_party: names.0,
        via_origin: names.1,
        holder: names.2,
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}

fn claim(number: u64, claimant: Option<&str>, text: &str, more: Value) -> ClaimDetail {
    let mut value = json!({ "text": text });
    let mut parent = None;
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        for (field, what) in more {
            if field == "part_of" {
                parent = what.as_u64();
            } else {
                value.insert(field, what);
            }
        }
    }
    let party = claimant
        .map(|name| serde_json::from_value::<Party>(json!({ "name": name, "naming": "named" })).unwrap());
    ClaimDetail {
        row: ClaimRow {
            id: claim_id(number),
            key: Key::new(Kind::Claim, number),
            ord: i64::try_from(number).unwrap(),
            text: text.to_owned(),
            claimant: claimant.map(str::to_owned),
            depth: u8::from(parent.is_some()),
            stances: Stances::default(),
            decided: 0,
            verdict: None,
            aside: false,
            noted: false,
        },
        record: serde_json::from_value::<Claim>(value).unwrap(),
        claimant: party,
        parent: parent.map(|n| (Key::new(Kind::Claim, n), "The channel was deepened".to_owned())),
        parent_claimant: None,
        wording_sources: Vec::new(),
        wording_urls: Vec::new(),
        figures: Vec::new(),
        figure_parties: Vec::new(),
        requests: Vec::new(),
        gaps: Vec::new(),
        gap_requests: Vec::new(),
        stands_in: Default::default(),
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}

fn info(title: &str) -> Overview {
    Overview {
        info: CaseInfo {
            title: title.to_owned(),
            dataset: "harbour".into(),
            question: Some("How deep is the channel, and who paid for it?".into()),
            as_of: Some(serde_json::from_value(json!("2025-06-01")).unwrap()),
            ..CaseInfo::default()
        },
        reviewer: "r.lee".into(),
        progress: Progress::default(),
        drafts: Vec::new(),
    }
}

impl Harbour {
    /// A case without a claim.
    pub fn empty() -> Self {
        Self { overview: info("A new case"), claims: Vec::new(), evidence: Vec::new() }
    }

    /// The case everybody works on.
    pub fn new() -> Self {
        let ministry = Some("Ministry of Harbours");
        let guild = Some("Pilots' Guild");
        let claims = vec![
            claim(
                1,
                ministry,
                "the outer channel was deepened to 14 metres along its whole length",
                json!({
                    "nature": "fact", "asserted_on": "2025-03-04", "event_date": "2025-02", "topic": "depth",
                    "wordings": [{ "source": "s1", "place": "headline", "text": "Channel now 14 metres deep" }],
                }),
            ),
            claim(
                2,
                ministry,
                "the last two kilometres were finished before the winter",
                json!({
                    "part_of": 1, "asserted_on": "2025-03-04", "topic": "depth",
                }),
            ),
            claim(3, ministry, "the work cost no more than 48 million", json!({ "topic": "cost" })),
            claim(
                4,
                guild,
                "three ships touched ground in the channel after the work was declared finished",
                json!({
                    "nature": "fact", "asserted_on": "2025-03-21", "event_date": "2025-03", "topic": "safety",
                }),
            ),
            claim(
                5,
                Some("A former site engineer, not named"),
                "depths were written down before they were measured",
                json!({
                    "topic": "depth",
                }),
            ),
            claim(
                6,
                None,
                "the survey boat was hired out during the weeks it is billed for",
                json!({ "topic": "cost" }),
            ),
            claim(
                7,
                Some("Association of Coastal and Inland Harbour Contractors"),
                "no contractor was paid in advance",
                json!({
                    "topic": "cost",
                }),
            ),
            claim(
                8,
                guild,
                "warnings about the depth were sent twice and not answered",
                json!({ "topic": "safety" }),
            ),
        ];
        let evidence = vec![
            evidence(
                1,
                1,
                1,
                "supports",
                "The release states the depth and names the day the work was declared finished.",
                json!({
                    "quote": { "text": "The outer channel now measures fourteen metres from the bar to the basin." },
                    "locator": "¶2", "kind": "statement", "material": "acceptance survey",
                    "availability": { "says": "withheld", "ground": "no-basis-stated", "basis": "inferred" },
                    "holder": "Ministry of Harbours", "credibility": "3", "speaker": "Ministry of Harbours",
                }),
            ),
            evidence(
                2,
                1,
                3,
                "supports",
                "Soundings along the first nine kilometres lie between 13.9 and 14.3 metres.",
                json!({
                    "kind": "statistics", "locator": "rows 1–412", "material": "spring soundings",
                    "availability": { "says": "released" },
                }),
            ),
            evidence(
                3,
                1,
                2,
                "repeats",
                "The report gives the ministry's figure with attribution.",
                json!({
                    "kind": "summary", "origin": 1,
                }),
            ),
            evidence(
                4,
                1,
                4,
                "repeats",
                "The fact-check quotes the release before it questions it.",
                json!({
                    "kind": "summary", "origin": 1,
                }),
            ),
            evidence(
                5,
                1,
                2,
                "disputes",
                "Invoices seen by the paper bill for dredging to 12 metres in the last section.",
                json!({
                    "kind": "bank-record", "locator": "§4", "material": "contractor invoices",
                    "quote": { "text": "à 12 mètres, section terminale", "language": "fr", "translator": "the paper" },
                    "availability": { "says": "withheld", "ground": "source-protection", "basis": "invoked" },
                    "holder": "The Sallow Courier",
                    "via": { "unresolved": "anonymous" },
                }),
            ),
            evidence(
                6,
                1,
                3,
                "disputes",
                "There is no sounding in the last two kilometres after 2024-11.",
                json!({
                    "kind": "statistics", "locator": "rows 413–460", "material": "spring soundings",
                    "availability": { "says": "released" },
                }),
            ),
            evidence(
                7,
                1,
                5,
                "context",
                "The court ordered the survey to be filed under seal.",
                json!({
                    "kind": "order", "locator": "p. 3", "material": "acceptance survey",
                    "availability": { "says": "withheld", "ground": "sealed", "basis": "invoked" },
                    "holder": "Coastal Court",
                }),
            ),
            evidence(
                8,
                2,
                1,
                "supports",
                "The release says so without a date.",
                json!({ "kind": "statement" }),
            ),
            evidence(
                9,
                2,
                6,
                "disputes",
                "The answer lists work orders into January.",
                json!({ "kind": "letter" }),
            ),
            evidence(10, 3, 1, "supports", "The release names the sum.", json!({ "kind": "statement" })),
            evidence(
                11,
                4,
                5,
                "supports",
                "The order recites the three groundings as pleaded.",
                json!({ "kind": "order" }),
            ),
            evidence(
                12,
                5,
                2,
                "supports",
                "The paper reports one conversation.",
                json!({ "kind": "informant-report" }),
            ),
        ];
        let mut case = Self { overview: info("Sallow harbour: how deep, and who paid?"), claims, evidence };
        case.opinions();
        case.count();
        case
    }

    /// What has been said before the review is opened.
    fn opinions(&mut self) {
        let say = |value: Value| serde_json::from_value::<Annotation>(value).unwrap();
        self.evidence[1].annotation = say(json!({ "access": "released", "confidence": "high" }));
        self.evidence[2].annotation = say(json!({ "examined": true }));
        self.evidence[4].annotation = say(json!({
            "access": "withheld", "part": true, "disputed": true,
            "ground": { "code": "source-protection", "basis": "invoked", "by": "The Sallow Courier", "on": "2025-03-19" },
            "note": { "text": "asked the desk on 2 June; two pages are facsimiles" },
        }));
        self.evidence[4].others = vec![OtherOpinion {
            reviewer: "m.ortiz".into(),
            annotation: say(json!({ "access": "released", "note": { "text": "pages 2 and 3 are printed" } })),
        }];
        self.evidence[6].others = vec![OtherOpinion {
            reviewer: "m.ortiz".into(),
            annotation: say(json!({ "access": "withheld" })),
        }];
        self.evidence[9].annotation = say(json!({ "access": "released" }));
        self.claims[2].annotation = say(json!({ "verdict": "supported", "confidence": "moderate" }));
        self.claims[5].annotation = say(json!({ "aside": "waiting for the register" }));
        self.claims[3].annotation = say(json!({ "note": { "text": "call the guild" } }));
    }

    /// Many claims, each with much evidence.
    pub fn long(claims: u64, each: u64) -> Self {
        let mut case = Self { overview: info("A long list"), claims: Vec::new(), evidence: Vec::new() };
        for n in 1..=claims {
            case.claims.push(claim(
                n,
                Some("Ministry of Harbours"),
                &format!("berth {n} was dredged on time"),
                json!({}),
            ));
            for k in 1..=each {
                let stance = ["supports", "repeats", "disputes", "context"][usize::try_from(k % 4).unwrap()];
                let number = (n - 1) * each + k;
                let text = format!("Log entry {k} for berth {n} gives a date and a depth.");
                case.evidence.push(evidence(number, n, k % 6 + 1, stance, &text, json!({ "kind": "log" })));
            }
        }
        case.count();
        case
    }

    /// Texts from all over the world, and some that mean harm.
    pub fn foreign() -> Self {
        let hostile =
            "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} and \u{202e}reversed\u{202c} and z\u{200b}ero";
        let claims = vec![
            claim(
                1,
                Some("وزارة الموانئ"),
                "تم تعميق القناة إلى أربعة عشر مترا بالكامل",
                json!({ "topic": "عمق" }),
            ),
            claim(2, Some("משרד הנמלים"), "התעלה הועמקה לארבעה עשר מטרים", json!({})),
            claim(
                3,
                Some("港湾省"),
                "外側の航路は全長にわたって水深十四メートルまで浚渫されたと発表した",
                json!({}),
            ),
            claim(4, Some("👩‍👩‍👧 Harbour 🇲🇽 fans"), "👍🏽 done ❤️ deep 1️⃣4️⃣ metres", json!({})),
            claim(
                5,
                Some("Z\u{301}\u{302}\u{303}a\u{300}lgo"),
                "e\u{301}te\u{301} tower: a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} end",
                json!({}),
            ),
            claim(6, Some(hostile), hostile, json!({ "topic": hostile })),
            claim(7, None, "नहर की गहराई चौदह मीटर है", json!({})),
        ];
        let mut list = Vec::new();
        for (n, text) in (1..).zip([
            "قال المصدر إن العمق أربعة عشر مترا",
            "המקור אומר ארבעה עשר מטרים",
            "情報源によると水深は十四メートルである",
            "👩‍👩‍👧 says 👍🏽",
            "cafe\u{301} tower",
            hostile,
        ]) {
            let quote =
                json!({ "quote": { "text": text, "language": "xx" }, "kind": "情報", "locator": "第三節" });
            list.push(evidence(n, 1, 1, "supports", text, quote.clone()));
            list.push(evidence(n + 10, 1, 2, "disputes", text, quote));
        }
        let mut case = Self {
            overview: info("港 ميناء נמל 👩‍👩‍👧 harbour"), claims, evidence: list
        };
        case.count();
        case
    }

    fn count(&mut self) {
        for (pos, row) in (0..).zip(&mut self.evidence) {
            row.pos = pos;
        }
        for claim in &mut self.claims {
            let mut stances = Stances::default();
            claim.row.decided = 0;
            for row in self.evidence.iter().filter(|row| row.claim == claim.row.id) {
                match row.record.stance.word() {
                    "supports" => stances.supports += 1,
                    "repeats" => stances.repeats += 1,
                    "disputes" => stances.disputes += 1,
                    _ => stances.context += 1,
                }
                claim.row.decided += u64::from(row.annotation.is_decided());
            }
            claim.row.stances = stances;
            claim.row.verdict = claim.annotation.verdict;
            claim.row.aside = claim.annotation.aside.is_some();
            claim.row.noted = claim.annotation.note.is_some();
        }
        self.overview.progress = Progress {
            decided: self.evidence.iter().filter(|row| row.annotation.is_decided()).count() as u64,
            aside: 0,
            evidence: self.evidence.len() as u64,
            verdicts: self.claims.iter().filter(|claim| claim.annotation.verdict.is_some()).count() as u64,
            claims: self.claims.len() as u64,
        };
    }

    fn side(&self, claim: ItemId, side: Side) -> Vec<EvidenceRow> {
        let of = |row: &&EvidenceRow| row.claim == claim && Side::of(row.record.stance) == side;
        let mut rows: Vec<EvidenceRow> = self.evidence.iter().filter(of).cloned().collect();
        rows.sort_by_key(|row| row.record.stance);
        rows
    }

    fn answer(&self, read: Read) -> Answer {
        match read {
            Read::Claims { at, before, after } => {
                let place = match at {
                    ClaimAt::First => 0,
                    ClaimAt::Last => self.claims.len().saturating_sub(1),
                    ClaimAt::Item(id) => self.claims.iter().position(|claim| claim.row.id == id).unwrap_or(0),
                };
                let start = place.saturating_sub(before);
                let rows: Vec<ClaimRow> = self
                    .claims
                    .iter()
                    .skip(start)
                    .take(place - start + after)
                    .map(|claim| claim.row.clone())
                    .collect();
                let on = self.claims.get(place).map(|claim| claim.row.id);
                Answer::Claims(Slice { rows, start: start as u64, total: self.claims.len() as u64 }, on)
            }
            Read::Claim { claim, focus, rows } => {
                let Some(detail) = self.claims.iter().find(|c| c.row.id == claim) else {
                    return Answer::Claim(None, None);
                };
                let part = |side| {
                    let all = self.side(claim, side);
                    let at = all.iter().position(|row| Some(row.id) == focus).unwrap_or(0);
                    let start = at.saturating_sub(rows / 2);
                    let total = all.len() as u64;
                    Slice {
                        rows: all.into_iter().skip(start).take(rows).collect(),
                        start: start as u64,
                        total,
                    }
                };
                let view = Some(Box::new(ClaimView {
                    claim: detail.clone(),
                    supporting: part(Side::Supporting),
                    disputing: part(Side::Disputing),
                }));
                Answer::Claim(view, None)
            }
            Read::Evidence { claim, side, start, rows } => {
                let all = self.side(claim, side);
                let total = all.len() as u64;
                let skip = usize::try_from(start).unwrap();
                Answer::Evidence(Slice {
                    rows: all.into_iter().skip(skip).take(rows).collect(),
                    start,
                    total,
                })
            }
            Read::Between { from, to } => {
                let at = |id| self.evidence.iter().position(|row| row.id == id).unwrap_or(0);
                let (a, b) = (at(from).min(at(to)), at(from).max(at(to)));
                Answer::Between(self.evidence[a..=b].iter().map(|row| row.id).collect())
            }
            Read::Undecided { from, .. } => {
                let at = from
                    .and_then(|id| self.evidence.iter().position(|row| row.id == id))
                    .map_or(0, |at| at + 1);
                let open = |row: &&EvidenceRow| !row.annotation.is_decided();
                let next = self.evidence.iter().skip(at).find(open).map(|row| (row, false));
                let next = next.or_else(|| self.evidence.iter().find(open).map(|row| (row, true)));
                Answer::Undecided(
                    next.map(|(row, round)| (Place { claim: row.claim, evidence: Some(row.id) }, round)),
                )
            }
            Read::OnSameMaterial { .. } => Answer::OnSameMaterial(3),
            Read::Search { text } => {
                let word = text.to_lowercase();
                let claims = self.claims.iter().map(|c| Hit {
                    key: c.row.key.clone(),
                    place: Some(Place { claim: c.row.id, evidence: None }),
                    text: c.row.text.clone(),
                });
                let evidence = self.evidence.iter().map(|e| Hit {
                    key: e.key.clone(),
                    place: Some(Place { claim: e.claim, evidence: Some(e.id) }),
                    text: e.record.paraphrase.clone(),
                });
                let hits: Vec<Hit> = claims
                    .chain(evidence)
                    .filter(|hit| hit.text.to_lowercase().contains(&word))
                    .take(50)
                    .collect();
                Answer::Search(Hits { count: hits.len() as u64, hits, more: false })
            }
            Read::Filter { query } if query.is_empty() => Answer::Filter(None),
            Read::Filter { .. } => {
                Answer::Filter(Some((self.claims.len() as u64, self.evidence.len() as u64)))
            }
            Read::Standing { claim } => Answer::Standing(Box::new(views::standing(&self.of(claim)))),
            Read::Named { kind, text } => {
                let all = (1..=6).map(|n| (Key::new(kind, n), source(n).title));
                Answer::Named(all.filter(|(_, title)| title.contains(&text)).collect())
            }
            Read::View { topic, of } => Answer::View(Box::new(views::viewed(self, topic, of))),
            Read::Arrange { .. } => Answer::Arranged,
            Read::Matrix { arrangement, .. } => views::matrix(self, arrangement),
        }
    }

    /// The evidence of a claim.
    fn of(&self, claim: ItemId) -> Vec<EvidenceRow> {
        self.evidence.iter().filter(|row| row.claim == claim).cloned().collect()
    }

    fn write(&mut self, write: Write) -> Change {
        let mut touched = Vec::new();
        let mut label = String::new();
        match write {
            Write::Toggle { items, tag } => {
                for item in items {
                    if let Some(row) = self.evidence.iter_mut().find(|row| row.id == item) {
                        row.annotation = row.annotation.toggled(tag);
                        touched.push((Target::evidence(item), row.annotation.clone()));
                        label = format!("tagged {} {tag}", row.key);
                    }
                }
            }
            Write::Verdict { claim, verdict, confidence } => {
                if let Some(detail) = self.claims.iter_mut().find(|c| c.row.id == claim) {
                    detail.annotation.verdict = verdict;
                    detail.annotation.confidence = confidence;
                    touched.push((Target::claim(claim), detail.annotation.clone()));
                    label = format!("verdict on {}", detail.row.key);
                }
            }
            Write::Aside { targets, reason } => {
                for target in targets {
                    if let Some(row) = self.evidence.iter_mut().find(|row| row.id == target.item) {
                        row.annotation.aside = reason.clone();
                        touched.push((target, row.annotation.clone()));
                        label = format!("set {} aside", row.key);
                    }
                }
            }
            _ => {}
        }
        self.count();
        Change {
            label,
            annotations: touched,
            claims: self.claims.iter().map(|claim| claim.row.clone()).collect(),
            records: false,
            progress: self.overview.progress,
            place: None,
        }
    }
}

/// A review of the case, and the case behind it.
pub struct Session {
    pub review: Review,
    pub case: Harbour,
    /// Whether changes stay on their way.
    pub slow: bool,
}

impl Session {
    /// Opens the case on a screen of this size.
    pub fn open(case: Harbour, size: (u16, u16)) -> Self {
        Self::with(case, size, Ok(()))
    }

    /// Opens it so that nothing can be written.
    pub fn read_only(case: Harbour, size: (u16, u16)) -> Self {
        Self::with(case, size, Err(Reason::new("you opened it with --read-only")))
    }

    fn with(case: Harbour, size: (u16, u16), writable: Result<(), Reason>) -> Self {
        let (review, effects) =
            Review::open(case.overview.clone(), None, writable, Settings::default(), Keymap::default(), size);
        let mut session = Self { review, case, slow: false };
        session.run(effects);
        session
    }

    /// Does what the review asks, until it asks nothing more.
    fn run(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let msg = match effect {
                Effect::Read(ticket, read) => Msg::Answer(ticket, self.case.answer(read)),
                Effect::Write(ticket, write) if !self.slow => {
                    Msg::Committed(ticket, Box::new(self.case.write(write)))
                }
                Effect::ProposeExports(ticket) => {
                    let named = |format: &ExportFormat| format!("~/cases/harbour-2{}", format.ending());
                    Msg::Proposed(ticket, ExportFormat::ALL.iter().map(named).collect())
                }
                Effect::Export(ticket, export) => {
                    let why = "is there already and stays as it is; choose another name";
                    Msg::Refused(ticket, format!("{} {why}", export.file))
                }
                Effect::Timer(ticket, millis) if millis < 1000 => Msg::Timer(ticket),
                _ => continue,
            };
            queue.extend(update(&mut self.review, msg));
        }
    }

    /// Tells the review something.
    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.review, msg);
        self.run(effects);
        self
    }

    /// Presses keys: characters, and names in angle brackets, as in `]r<Tab><Enter>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (code, len) = match rest.strip_prefix('<').and_then(|after| after.split_once('>')) {
                Some((name, _)) => (named(name), name.len() + 2),
                None => (KeyCode::Char(c), c.len_utf8()),
            };
            let held = if keys.contains("<Ctrl-x>") && code == KeyCode::Char('x') {
                KeyModifiers::CONTROL
            } else {
                KeyModifiers::NONE
            };
            self.tell(Msg::Key(KeyEvent::new(code, held)));
            rest = &rest[len..];
        }
        self
    }
}

fn named(name: &str) -> KeyCode {
    match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Down" => KeyCode::Down,
        "Up" => KeyCode::Up,
        "PgDn" => KeyCode::PageDown,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Ctrl-x" => KeyCode::Char('x'),
        other => panic!("no key is called {other}"),
    }
}
