//! A made-up case about a harbour, for the screens: records in the fake case that `review`'s unit tests
//! use too. No person, body or place in it exists.

use crate::fake::{Fake, Views, bare, claim_id, claim_row, evidence_id, evidence_row};
use corrob::domain::records::{Kind, Wording};
use corrob::domain::rows::{ClaimDetail, ClaimRow, EvidenceRow, OtherOpinion, WordingRow};
use corrob::domain::{Annotation, CaseInfo, Claim, ExportFormat, Key, Party, Source, Target};
use corrob::review::keys::keymap::Keymap;
use corrob::review::state::status::Reason;
use corrob::review::{Effect, Msg, Review, Settings, update};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::{Value, json};
use std::collections::VecDeque;

#[path = "views.rs"]
mod views;

const VIEWS: Views = Views {
    viewed: views::viewed,
    standing: |case, claim| views::standing(&views::evidence_of(case, claim)),
    // The fact-check quotes the newspaper.
    origin: |key| format!("S-{} itself", if key.number == 4 { 2 } else { key.number }),
    in_short: |key| match key.number {
        4 => "traced: S-2 Crane log".into(),
        n if n % 3 == 0 => "untraced: what it rests on is not recorded".into(),
        _ => "traced: itself".into(),
    },
};

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
    // The sixth has no short name.
    let short = ["Ministry statement", "Courier report", "Soundings", "Plumb Line check", "Court order"];
    let short = usize::try_from(number - 1).ok().and_then(|at| short.get(at));
    let mut value = json!({
        "title": title, "short": short, "publisher": publisher, "kind": kind, "published": published, "status": status,
        "reliability": if number == 3 { "A" } else { "B" },
    });
    if !url.is_empty() {
        value["url"] = json!(url);
    }
    serde_json::from_value(value).unwrap()
}

/// Stance, source, paraphrase and what else the record says.
fn evidence(number: u64, claim: u64, from: u64, stance: &str, paraphrase: &str, more: Value) -> EvidenceRow {
    let mut value = json!({ "stance": stance, "paraphrase": paraphrase });
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
    let row = evidence_row(number, claim, (from, source(from)), value);
    EvidenceRow { via_party: names.0, via_origin: names.1, holder: names.2, ..row }
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
    let label = value["label"].as_str().map(str::to_owned);
    let row: ClaimRow = claim_row(claim_id(number), number, text, claimant, u8::from(parent.is_some()));
    let row = ClaimRow { label, ..row };
    let record = serde_json::from_value::<Claim>(value).unwrap();
    let wording = |wording: &Wording| {
        let number = wording.source.trim_start_matches('s').parse().unwrap();
        WordingRow {
            wording: wording.clone(),
            source: (Key::new(Kind::Source, number), source(number).title),
            url: None,
        }
    };
    ClaimDetail {
        wordings: record.wordings.iter().map(wording).collect(),
        record,
        claimant: party,
        parent: parent.map(|n| (Key::new(Kind::Claim, n), "The channel was deepened".to_owned())),
        ..bare(&row)
    }
}

fn of_records(title: &str, claims: Vec<ClaimDetail>, evidence: Vec<EvidenceRow>) -> Fake {
    let info = CaseInfo {
        title: title.to_owned(),
        dataset: "harbour".into(),
        question: Some("How deep is the channel, and who paid for it?".into()),
        as_of: Some(serde_json::from_value(json!("2025-06-01")).unwrap()),
        ..CaseInfo::default()
    };
    let rows = claims.iter().map(|claim| claim.row.clone()).collect();
    let mut case = Fake::of_records(info, (1..=6).map(source).collect(), rows, evidence, VIEWS);
    case.details = claims.into_iter().map(|claim| (claim.row.id, claim)).collect();
    case
}

/// A case without a claim.
pub fn empty() -> Fake {
    of_records("A new case", Vec::new(), Vec::new())
}

/// The case everybody works on.
pub fn case() -> Fake {
    let ministry = Some("Ministry of Harbours");
    let guild = Some("Pilots' Guild");
    let claims = vec![
        claim(
            1,
            ministry,
            "the outer channel was deepened to 14 metres along its whole length",
            json!({
                "nature": "fact", "asserted_on": "2025-03-04", "event_date": "2025-02", "topic": "depth",
                "label": "Channel: 14 metres deep",
                "wordings": [{ "source": "s1", "place": "headline", "text": "Channel now 14 metres deep" }],
            }),
        ),
        claim(
            2,
            ministry,
            "the last two kilometres were finished before the winter",
            json!({
                "part_of": 1, "label": "Last two kilometres in time", "asserted_on": "2025-03-04", "topic": "depth",
            }),
        ),
        claim(
            3,
            ministry,
            "the work cost no more than 48 million",
            json!({ "topic": "cost", "label": "Cost: up to 48 million" }),
        ),
        claim(
            4,
            guild,
            "three ships touched ground in the channel after the work was declared finished",
            json!({
                "nature": "fact", "asserted_on": "2025-03-21", "event_date": "2025-03", "topic": "safety",
                "label": "Three ships touched ground",
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
                "via": { "untraced": "anonymous" },
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
        evidence(8, 2, 1, "supports", "The release says so without a date.", json!({ "kind": "statement" })),
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
    let mut case = of_records("Sallow harbour: how deep, and who paid?", claims, evidence);
    opinions(&mut case);
    case
}

/// What has been said before the review is opened.
fn opinions(case: &mut Fake) {
    let say = |value: Value| serde_json::from_value::<Annotation>(value).unwrap();
    let ortiz = |value: Value| vec![OtherOpinion { reviewer: "m.ortiz".into(), annotation: say(value) }];
    case.evidence[4].others =
        ortiz(json!({ "access": "released", "note": { "text": "pages 2 and 3 are printed" } }));
    case.evidence[6].others = ortiz(json!({ "access": "withheld" }));
    let said = [
        (Target::evidence(evidence_id(2)), json!({ "access": "released", "confidence": "high" })),
        (Target::evidence(evidence_id(3)), json!({ "examined": true })),
        (
            Target::evidence(evidence_id(5)),
            json!({
                "access": "withheld", "part": true, "disputed": true,
                "ground": { "code": "source-protection", "basis": "invoked", "by": "The Sallow Courier", "on": "2025-03-19" },
                "note": { "text": "asked the desk on 2 June; two pages are facsimiles" },
            }),
        ),
        (Target::evidence(evidence_id(10)), json!({ "access": "released" })),
        (Target::claim(claim_id(3)), json!({ "verdict": "supported", "confidence": "moderate" })),
        (Target::claim(claim_id(4)), json!({ "note": { "text": "call the guild" } })),
        (Target::claim(claim_id(6)), json!({ "aside": "waiting for the register" })),
    ];
    case.said = said.into_iter().map(|(target, value)| (target, say(value))).collect();
}

/// Many claims, each with much evidence.
pub fn long(claims: u64, each: u64) -> Fake {
    let (mut lines, mut pieces) = (Vec::new(), Vec::new());
    for n in 1..=claims {
        lines.push(claim(
            n,
            Some("Ministry of Harbours"),
            &format!("berth {n} was dredged on time"),
            json!({}),
        ));
        for k in 1..=each {
            let stance = ["supports", "repeats", "disputes", "context"][usize::try_from(k % 4).unwrap()];
            let number = (n - 1) * each + k;
            let text = format!("Log entry {k} for berth {n} gives a date and a depth.");
            pieces.push(evidence(number, n, k % 6 + 1, stance, &text, json!({ "kind": "log" })));
        }
    }
    of_records("A long list", lines, pieces)
}

/// Texts from all over the world, and some that mean harm.
pub fn foreign() -> Fake {
    let hostile = "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} and \u{202e}reversed\u{202c} and z\u{200b}ero";
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
    of_records("港 ميناء נמל 👩‍👩‍👧 harbour", claims, list)
}

/// A review of the case, and the case behind it.
pub struct Session {
    pub review: Review,
    pub case: Fake,
    /// Whether changes stay on their way.
    pub slow: bool,
}

impl Session {
    /// Opens the case on a screen of this size.
    pub fn open(case: Fake, size: (u16, u16)) -> Self {
        Self::with(case, size, Ok(()))
    }

    /// Opens it so that nothing can be written.
    pub fn read_only(case: Fake, size: (u16, u16)) -> Self {
        Self::with(case, size, Err(Reason::new("you opened it with --read-only")))
    }

    fn with(case: Fake, size: (u16, u16), writable: Result<(), Reason>) -> Self {
        let (review, effects) =
            Review::open(case.overview(), None, writable, Settings::default(), Keymap::default(), size);
        let mut session = Self { review, case, slow: false };
        session.run(effects);
        session
    }

    /// Does what the review asks, until it asks nothing more.
    fn run(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let msg = match effect {
                Effect::Write(..) if self.slow => None,
                Effect::ProposeExports(ticket) => {
                    let named = |format: &ExportFormat| format!("~/cases/harbour-2{}", format.ending());
                    Some(Msg::Proposed(ticket, ExportFormat::ALL.iter().map(named).collect()))
                }
                Effect::Export(ticket, export) => {
                    let why = "is there already and stays as it is; choose another name";
                    Some(Msg::Refused(ticket, format!("{} {why}", export.file)))
                }
                Effect::Timer(ticket, millis) if millis < 1000 => Some(Msg::Timer(ticket)),
                effect => self.case.answer(&effect),
            };
            let Some(msg) = msg else { continue };
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
