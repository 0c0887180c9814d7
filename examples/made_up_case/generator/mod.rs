//! Made-up cases of any size with the shape of real ones, for benchmarks and tests.
//!
//! A record is a function of the seed, its kind and its number: nothing is kept from one record to
//! the next, so memory does not grow with the case, and every id can be computed from a number.

mod dice;
mod text;

use corrob::domain::dates::{Date, Dated};
use corrob::domain::entry::Entry;
use corrob::domain::records::{
    Availability, CaseInfo, Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Quote, Request, Source,
    Via, Wording,
};
use corrob::domain::words::{
    Asked, Basis, Credibility, Holding, Naming, Nature, Outcome, Placement, Qualifier, Relation, Reliability,
    Stance, Status,
};
use corrob::formats::WriteError;
use corrob::formats::native::{FIRST_VERSION, NativeWriter};
use dice::Dice;
use serde_json::{Map, Number};
use std::io::Write;
use text::Texts;

/// Which case to make.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    evidence: u64,
    seed: u64,
}

impl Shape {
    /// A case with this many pieces of evidence; the number of every other kind of record follows from
    /// it. The same seed makes the same case.
    pub const fn of(evidence: u64, seed: u64) -> Self {
        Self { evidence, seed }
    }
}

// The shape of real cases. Measured over the sets of claims with gathered evidence that the
// project tests with: SciFact, Fool-Me-Twice and Perspectrum (4,856 claims, 40,414 pieces of
// evidence), and for stances, texts and sources over all 108,697 claims and 137,481 links of the
// large set (these, TabFact and CREAK). Only the distributions are taken; every word is our own.

/// Evidence per claim, one step of a fortieth of the claims each; then the long tail.
const PER_CLAIM: [u64; 39] = [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5, 7, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11,
    11, 11, 11, 11, 11, 11, 12, 12, 15,
];
/// The top fortieth: pieces of evidence, and from what thousandth of the claims on.
const TAIL: [u64; 8] = [24, 27, 32, 39, 47, 72, 102, 127];
const TAIL_STEPS: [u64; 8] = [975, 980, 985, 990, 995, 998, 999, 1000];
/// Links per source, in tenths: 5.6.
const USES: u64 = 56;
/// Stances in thousandths. The sets know no "repeats": a quarter of what supports stands for it.
const STANCES: [(u64, Stance); 4] =
    [(306, Stance::Supports), (102, Stance::Repeats), (251, Stance::Disputes), (341, Stance::Context)];

// The sets have no parties, derivations, figures, requests and gaps: these ratios are our own guess
// at what a reviewed case holds.
const CLAIMS_PER_PARTY: u64 = 20;
const SOURCES_PER_DERIVATION: u64 = 5;
const CLAIMS_PER_FIGURE: u64 = 4;
const CLAIMS_PER_REQUEST: u64 = 12;
const CLAIMS_PER_GAP: u64 = 8;

/// Every entry of the case, in the order of the native format; evidence in the order of its claims.
pub fn entries(shape: Shape) -> impl Iterator<Item = Entry> {
    Entries { maker: Maker::new(shape), begun: false, kind: 0, number: 0, claim: 0, left: 0 }
}

/// Writes the case in the native format.
///
/// # Errors
/// When the output cannot be written.
pub fn write(shape: Shape, out: impl Write) -> Result<(), WriteError> {
    let mut writer = NativeWriter::new(out, FIRST_VERSION)?;
    for entry in entries(shape) {
        writer.record(entry.section(), &entry)?;
    }
    writer.finish()?;
    Ok(())
}

struct Entries {
    maker: Maker,
    begun: bool,
    /// Which of [`Kind::ALL`], and which of its records comes next.
    kind: usize,
    number: u64,
    /// The claim the evidence is at, and how many pieces it still gets.
    claim: u64,
    left: u64,
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if !self.begun {
            self.begun = true;
            return Some(Entry::Case(self.maker.case()));
        }
        let mut kind = *Kind::ALL.get(self.kind)?;
        while self.number >= self.maker.plan.of(kind) {
            self.kind += 1;
            self.number = 0;
            kind = *Kind::ALL.get(self.kind)?;
        }
        let (maker, n) = (&self.maker, self.number);
        self.number += 1;
        Some(match kind {
            Kind::Party => Entry::Party(maker.party(n)),
            Kind::Source => Entry::Source(maker.source(n)),
            Kind::Derivation => Entry::Derivation(maker.derivation(n)),
            Kind::Claim => Entry::Claim(maker.claim(n)),
            Kind::Evidence => {
                if self.left == 0 {
                    self.claim += u64::from(n > 0);
                    self.left = per_claim(maker.shape.seed, self.claim);
                }
                self.left -= 1;
                Entry::Evidence(maker.evidence(n, self.claim))
            }
            Kind::Figure => Entry::Figure(maker.figure(n)),
            Kind::Request => Entry::Request(maker.request(n)),
            Kind::Gap => Entry::Gap(maker.gap(n)),
        })
    }
}

/// How many records of each kind, in the order of [`Kind::ALL`].
struct Plan([u64; 8]);

impl Plan {
    fn new(shape: &Shape) -> Self {
        let evidence = shape.evidence;
        let (mut claims, mut given) = (0, 0);
        while given < evidence {
            given += per_claim(shape.seed, claims);
            claims += 1;
        }
        let sources = evidence.saturating_mul(10).div_ceil(USES);
        Self([
            3 + claims / CLAIMS_PER_PARTY,
            sources,
            sources / SOURCES_PER_DERIVATION,
            claims,
            evidence,
            claims / CLAIMS_PER_FIGURE,
            claims / CLAIMS_PER_REQUEST,
            claims / CLAIMS_PER_GAP,
        ])
    }

    const fn of(&self, kind: Kind) -> u64 {
        self.0[kind as usize]
    }
}

fn per_claim(seed: u64, claim: u64) -> u64 {
    // Apart from the dice that fill the claim's own fields.
    let mut dice = Dice::new(!seed, Kind::Claim, claim);
    let at = dice.below(1000);
    match usize::try_from(at / 25).ok().and_then(|step| PER_CLAIM.get(step)) {
        Some(count) => *count,
        None => dice.size(&TAIL_STEPS, &TAIL),
    }
}

#[rustfmt::skip]
const EVIDENCE_KINDS: &[&str] = &[
    "summary", "statement", "prosecution", "platform-removal", "intercept", "informant-report",
    "forensic-report", "bank-record", "statistics",
];
#[rustfmt::skip]
const SOURCE_KINDS: &[&str] = &[
    "news-report", "news-report", "news-report", "official-release", "official-statement", "court-record",
    "fact-check", "dataset", "letter",
];
#[rustfmt::skip]
const GROUNDS: &[&str] = &[
    "no-basis-stated", "classified", "glomar", "(b)(7)(A)", "source-protection",
];

/// Makes each record from its number.
struct Maker {
    shape: Shape,
    plan: Plan,
    texts: Texts,
    dates: Vec<Date>,
}

impl Maker {
    fn new(shape: Shape) -> Self {
        let dates = (2021..2026)
            .flat_map(|year| (1..13).flat_map(move |month| (1..29).map(move |day| (year, month, day))))
            .filter_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}").parse().ok())
            .collect();
        Self { plan: Plan::new(&shape), shape, texts: Texts::new(), dates }
    }

    fn dice(&self, kind: Kind, number: u64) -> Dice {
        Dice::new(self.shape.seed, kind, number)
    }

    fn case(&self) -> CaseInfo {
        CaseInfo {
            dataset: format!("made-up-{}-{}", self.shape.seed, self.shape.evidence),
            title: format!("A made-up case of {} pieces of evidence", self.shape.evidence),
            summary: Some("Made by a generator from word lists. Nothing in it is about anyone.".into()),
            ..CaseInfo::default()
        }
    }

    fn party(&self, n: u64) -> Party {
        let dice = &mut self.dice(Kind::Party, n);
        let naming = match dice.below(20) {
            0 => Naming::Anonymous,
            1 => Naming::Unattributed,
            2 | 3 => Naming::RoleOnly,
            _ => Naming::Named,
        };
        let name = match naming {
            Naming::Named if dice.chance(500) => {
                format!("Office of {} {}", self.texts.name(dice), self.texts.name(dice))
            }
            Naming::Named => format!("{} {}", self.texts.name(dice), self.texts.name(dice)),
            _ => format!("a {} official", text::topic(dice)),
        };
        let short = name.rsplit(' ').next().filter(|_| naming == Naming::Named).map(str::to_owned);
        Party {
            id: id('p', n),
            key: None,
            dataset: None,
            short: short.filter(|_| dice.chance(300)),
            name,
            role: dice.chance(400).then(|| self.texts.text(dice, 3)),
            is: None,
            naming,
            of: (n > 2 && dice.chance(300)).then(|| id('p', dice.below(n))),
            speaks_for: None,
            about: None,
            extra: Map::new(),
        }
    }

    fn source(&self, n: u64) -> Source {
        let dice = &mut self.dice(Kind::Source, n);
        let outlet = dice.below(400);
        Source {
            id: id('s', n),
            key: None,
            dataset: None,
            title: self.texts.title(dice),
            short: None,
            publisher: Some(self.texts.name(&mut Dice::new(self.shape.seed, Kind::Gap, outlet))),
            author: dice.chance(300).then(|| format!("{} {}", self.texts.name(dice), self.texts.name(dice))),
            kind: Some(dice.one_of(SOURCE_KINDS, "letter").to_owned()),
            url: Some(format!("https://outlet-{outlet}.example/articles/{n}")),
            archive_url: dice.chance(150).then(|| format!("https://archive.example/{n}")),
            dated: None,
            published: dice.chance(800).then(|| self.date(dice)),
            accessed: dice.chance(300).then(|| self.date(dice)),
            status: dice.chance(900).then(|| match dice.below(50) {
                0 => Status::Corrected,
                1 => Status::Removed,
                2 => Status::Retracted,
                _ => Status::Current,
            }),
            reliability: dice.chance(400).then(|| dice.one_of(Reliability::ALL, Reliability::F)),
            language: None,
            party: dice.chance(150).then(|| self.some_party(dice)),
            sha256: None,
            documents: Vec::new(),
            about: None,
            extra: Map::new(),
        }
    }

    fn derivation(&self, n: u64) -> Derivation {
        let dice = &mut self.dice(Kind::Derivation, n);
        // Always on an earlier source, so that none derives from itself in the end.
        let source = (n + 1) * SOURCES_PER_DERIVATION - 1;
        Derivation {
            id: id('d', n),
            key: None,
            dataset: None,
            source: id('s', source),
            from: id('s', dice.popular(source)),
            relation: dice.one_of(Relation::ALL, Relation::Relays),
            locator: dice.chance(300).then(|| locator(dice)),
            about: None,
            extra: Map::new(),
        }
    }

    fn claim(&self, n: u64) -> Claim {
        let dice = &mut self.dice(Kind::Claim, n);
        let wordings = if dice.chance(200) { 1 + dice.below(2) } else { 0 };
        Claim {
            id: id('c', n),
            key: None,
            dataset: None,
            text: self.texts.claim(dice),
            label: None,
            claimant: dice.chance(900).then(|| self.some_party(dice)),
            concerns: Vec::new(),
            nature: dice.chance(700).then(|| match dice.below(20) {
                0 => Nature::Prediction,
                1 | 2 => Nature::Opinion,
                _ => Nature::Fact,
            }),
            event_date: dice.chance(300).then(|| self.date(dice)),
            asserted_on: dice.chance(500).then(|| self.date(dice)),
            topic: dice.chance(600).then(|| text::topic(dice).to_owned()),
            parent: (n > 0 && dice.chance(150)).then(|| id('c', n - 1 - dice.below(n.min(6)))),
            wordings: (0..wordings)
                .map(|_| Wording {
                    source: self.some_source(dice),
                    place: Some(dice.one_of(Placement::ALL, Placement::Body)),
                    text: self.texts.text(dice, 8),
                    locator: None,
                })
                .collect(),
            about: dice.chance(50).then(|| self.texts.text(dice, 12)),
            extra: Map::new(),
        }
    }

    fn evidence(&self, n: u64, claim: u64) -> Evidence {
        let dice = &mut self.dice(Kind::Evidence, n);
        Evidence {
            id: id('e', n),
            key: None,
            dataset: None,
            claim: id('c', claim),
            source: id('s', self.source_of(dice, n)),
            stance: stance(dice),
            paraphrase: self.texts.evidence(dice),
            quote: dice.chance(350).then(|| {
                let language = dice.chance(50).then(|| "es".to_owned());
                Quote { text: self.texts.evidence(dice), language, translator: None, anchor: None }
            }),
            locator: dice.chance(600).then(|| locator(dice)),
            kind: Some(dice.one_of(EVIDENCE_KINDS, "summary").to_owned()),
            credibility: dice.chance(300).then(|| dice.one_of(Credibility::ALL, Credibility::Six)),
            // Neighbours rest on the same material.
            requests: Vec::new(),
            material: dice
                .chance(350)
                .then(|| self.texts.text(&mut Dice::new(!self.shape.seed, Kind::Evidence, n / 6), 4)),
            availability: dice.chance(250).then(|| {
                let says = dice.one_of(Holding::ALL, Holding::NotShown);
                let ground =
                    (says == Holding::Withheld).then(|| dice.one_of(GROUNDS, "classified").to_owned());
                let basis = ground.is_some().then(|| dice.one_of(Basis::ALL, Basis::Inferred));
                Availability {
                    says,
                    holder: dice.chance(500).then(|| self.some_party(dice)),
                    ground,
                    basis,
                    harm: None,
                }
            }),
            via: dice.chance(200).then(|| match dice.below(3) {
                0 => Via { untraced: Some("anonymous".into()), ..Via::default() },
                1 => Via { origin: Some(self.some_source(dice)), ..Via::default() },
                _ => Via { party: Some(self.some_party(dice)), ..Via::default() },
            }),
            dated: dice.chance(100).then(|| self.date(dice)),
            about: dice.chance(50).then(|| self.texts.text(dice, 12)),
            extra: Map::new(),
        }
    }

    fn figure(&self, n: u64) -> Figure {
        let dice = &mut self.dice(Kind::Figure, n);
        let of_claim = dice.chance(600);
        let low = 1 + dice.below(100_000);
        let percent = dice.chance(250);
        let number = |value: u64| {
            #[allow(clippy::cast_precision_loss)]
            let share = value as f64 / 1000.0;
            if percent { Number::from_f64(share) } else { Some(Number::from(value)) }
        };
        Figure {
            id: id('f', n),
            key: None,
            dataset: None,
            claim: of_claim.then(|| id('c', dice.below(self.plan.of(Kind::Claim)))),
            evidence: (!of_claim).then(|| id('e', dice.below(self.plan.of(Kind::Evidence)))),
            asserted_by: dice.chance(500).then(|| self.some_party(dice)),
            measures: self.texts.text(dice, 3),
            quantity: None,
            population: dice.chance(400).then(|| self.texts.text(dice, 2)),
            area: dice.chance(400).then(|| self.texts.name(dice)),
            period: dice.chance(400).then(|| (2015 + dice.below(11)).to_string()),
            months: None,
            low: number(low),
            high: if dice.chance(300) { number(low + dice.below(low)) } else { None },
            unit: if percent { "%" } else { dice.one_of(&["people", "USD", "firearms", "years"], "people") }
                .into(),
            qualifier: dice.one_of(Qualifier::ALL, Qualifier::Exact),
            as_of: dice.chance(300).then(|| self.date(dice)),
            share_of: Vec::new(),
            source: dice.chance(700).then(|| self.some_source(dice)),
            locator: dice.chance(300).then(|| locator(dice)),
            about: None,
            extra: Map::new(),
        }
    }

    fn request(&self, n: u64) -> Request {
        let dice = &mut self.dice(Kind::Request, n);
        let outcome = dice.one_of(Outcome::ALL, Outcome::NoResponse);
        let answered = !matches!(outcome, Outcome::NoResponse | Outcome::Acknowledged);
        Request {
            id: id('r', n),
            key: None,
            dataset: None,
            by: dice.chance(800).then(|| self.some_party(dice)),
            to: dice.chance(900).then(|| self.some_party(dice)),
            what: self.texts.text(dice, 9),
            kind: dice.one_of(Asked::ALL, Asked::Record),
            claim: Some(id('c', dice.below(self.plan.of(Kind::Claim)))),
            made: dice.chance(800).then(|| self.date(dice)),
            tracking: dice.chance(500).then(|| format!("F-2025-{:05}", dice.below(100_000))),
            due: None,
            outcome,
            answered: answered.then(|| self.date(dice)),
            answer: answered.then(|| self.texts.text(dice, 10)),
            source: dice.chance(500).then(|| self.some_source(dice)),
            locator: None,
            about: None,
            extra: Map::new(),
        }
    }

    fn gap(&self, n: u64) -> Gap {
        let dice = &mut self.dice(Kind::Gap, n);
        let state = dice.one_of(&[Holding::Withheld, Holding::Removed, Holding::NotShown], Holding::NotShown);
        let ground = (state == Holding::Withheld).then(|| dice.one_of(GROUNDS, "classified").to_owned());
        Gap {
            id: id('g', n),
            key: None,
            dataset: None,
            claim: Some(id('c', dice.below(self.plan.of(Kind::Claim)))),
            material: self.texts.text(dice, 6),
            state,
            holder: dice.chance(600).then(|| self.some_party(dice)),
            basis: ground.is_some().then(|| dice.one_of(Basis::ALL, Basis::Inferred)),
            ground,
            harm: None,
            requests: Vec::new(),
            source: dice.chance(700).then(|| self.some_source(dice)),
            locator: None,
            about: None,
            extra: Map::new(),
        }
    }

    /// The source of a piece of evidence. Sources open one after another, each with the evidence
    /// that comes to it first; what follows stays with it, or goes to one that many rest on.
    fn source_of(&self, dice: &mut Dice, n: u64) -> u64 {
        let (sources, evidence) = (self.plan.of(Kind::Source), self.plan.of(Kind::Evidence));
        let open = |n: u64| {
            let at = u128::from(n) * u128::from(sources) / u128::from(evidence.max(1));
            u64::try_from(at).unwrap_or(0)
        };
        let here = open(n);
        let opens = n == 0 || open(n - 1) != here;
        if opens || dice.chance(600) { here } else { dice.popular(sources) }
    }

    fn some_source(&self, dice: &mut Dice) -> String {
        id('s', dice.popular(self.plan.of(Kind::Source)))
    }

    fn some_party(&self, dice: &mut Dice) -> String {
        id('p', dice.popular(self.plan.of(Kind::Party)))
    }

    fn date(&self, dice: &mut Dice) -> Dated {
        let at = usize::try_from(dice.below(self.dates.len() as u64)).unwrap_or(0);
        let date = self.dates[at].clone();
        if dice.chance(30) {
            return Dated::Inferred { date, inferred: "from the text".into() };
        }
        Dated::Stated(date)
    }
}

fn id(letter: char, number: u64) -> String {
    let mut id = String::with_capacity(12);
    id.push(letter);
    id.push('-');
    let mut digits = [0_u8; 20];
    let mut rest = number;
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    id.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    id
}

fn locator(dice: &mut Dice) -> String {
    format!("§{}", 1 + dice.below(40))
}

fn stance(dice: &mut Dice) -> Stance {
    let mut at = dice.below(STANCES.iter().map(|(share, _)| share).sum());
    for (share, stance) in STANCES {
        if at < share {
            return stance;
        }
        at -= share;
    }
    Stance::Context
}
