//! The parts of a report, made in memory from the records of a native file and from opinions.

use corrob::domain::entry::Entry;
use corrob::domain::records::{Kind, Record};
use corrob::domain::report::{About, Opinion, Part, ReportSource};
use corrob::domain::rows::{ClaimDetail, ClaimRow, EvidenceRow, Stances};
use corrob::domain::{
    Annotation, CaseInfo, Claim, Derivation, Evidence, Figure, Gap, ItemId, Key, Party, Request, Source,
    Stance,
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
                reviewer: reviewer.clone(),
                annotation: annotation.clone(),
                changed: "2025-10-20T09:30:00Z".parse().unwrap(),
            })
            .collect()
    }

    fn name(&self, id: Option<&String>) -> Option<String> {
        id.map(|id| at(&self.parties, id).1.name)
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
            wording_sources: claim.wordings.iter().map(|wording| self.titled(&wording.source)).collect(),
            figures: keyed(&self.figures)
                .filter(|(_, it)| about(&it.claim))
                .map(|(key, it)| (key, it.clone()))
                .collect(),
            requests: keyed(&self.requests)
                .filter(|(_, it)| about(&it.claim))
                .map(|(key, it)| (key, it.clone(), self.name(it.by.as_ref()), self.name(it.to.as_ref())))
                .collect(),
            gaps: keyed(&self.gaps)
                .filter(|(_, it)| about(&it.claim))
                .map(|(key, it)| (key, it.clone(), self.name(it.holder.as_ref())))
                .collect(),
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
            via_party: self.name(via.and_then(|via| via.party.as_ref())),
            via_origin: via.and_then(|via| via.origin.as_ref()).map(|id| self.titled(id)),
            holder: self.name(piece.availability.as_ref().and_then(|it| it.holder.as_ref())),
            annotation: Annotation::default(),
            others: Vec::new(),
            record: piece.clone(),
        }
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
            after(&key);
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
            let (by, to) = (self.name(it.by.as_ref()), self.name(it.to.as_ref()));
            report.part(Part::Request(&key, it, by.as_deref(), to.as_deref())).unwrap();
        }
        for (key, it) in keyed(&self.gaps).filter(|(_, it)| it.claim.is_none()) {
            report.part(Part::Gap(&key, it, self.name(it.holder.as_ref()).as_deref())).unwrap();
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
