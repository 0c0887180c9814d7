//! Made-up rows.

use super::*;

pub fn claim_id(n: u64) -> ItemId {
    Uuid::from_u128(0xC000_0000 + u128::from(n))
}

pub fn evidence_id(n: u64) -> ItemId {
    Uuid::from_u128(0xE000_0000 + u128::from(n))
}

pub fn source_id(n: u64) -> ItemId {
    Uuid::from_u128(0x5000_0000 + u128::from(n))
}

pub fn party_id() -> ItemId {
    Uuid::from_u128(0xA000_0001)
}

pub fn claim_row(id: ItemId, n: u64, text: &str, claimant: Option<&str>, depth: u8) -> ClaimRow {
    ClaimRow {
        id,
        key: Key::new(Kind::Claim, n),
        ord: n as i64 * 10,
        text: text.into(),
        label: None,
        claimant: claimant.map(str::to_owned),
        depth,
        stances: Stances::default(),
        decided: 0,
        verdict: None,
        aside: false,
        noted: false,
    }
}

/// A claim of which nothing is known but its line.
pub fn bare(row: &ClaimRow) -> ClaimDetail {
    ClaimDetail {
        row: row.clone(),
        record: serde_json::from_value(serde_json::json!({ "text": row.text, "label": row.label })).unwrap(),
        claimant: None,
        concerns: Vec::new(),
        parent: None,
        parent_claimant: None,
        wordings: Vec::new(),
        figures: Vec::new(),
        requests: Vec::new(),
        gaps: Vec::new(),
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}

pub(super) fn source(n: u64) -> Source {
    let url = ["https://example.org/a", "ftp://example.org/b"].get(n as usize - 1);
    serde_json::from_value(serde_json::json!({ "title": format!("source {n}"), "url": url })).unwrap()
}

pub(super) fn evidence(n: u64, claim: u64, stance: Stance) -> EvidenceRow {
    let from = n % 3 + 1;
    let record = serde_json::json!({
        "stance": stance, "paraphrase": format!("evidence {n}"), "material": format!("material {}", n % 2),
    });
    evidence_row(n, claim, (from, source(from)), record)
}

/// A piece of evidence by its number, the claim's number, and the source with its number.
pub fn evidence_row(n: u64, claim: u64, from: (u64, Source), mut record: serde_json::Value) -> EvidenceRow {
    record["claim"] = claim_id(claim).to_string().into();
    record["source"] = source_id(from.0).to_string().into();
    EvidenceRow {
        id: evidence_id(n),
        key: Key::new(Kind::Evidence, n),
        pos: 0,
        claim: claim_id(claim),
        claim_key: Key::new(Kind::Claim, claim),
        record: serde_json::from_value(record).unwrap(),
        source_id: source_id(from.0),
        source_key: Key::new(Kind::Source, from.0),
        source: from.1,
        via_party: None,
        via_origin: None,
        holder: None,
        requests: Vec::new(),
        gaps: Vec::new(),
        annotation: Annotation::default(),
        others: Vec::new(),
    }
}
