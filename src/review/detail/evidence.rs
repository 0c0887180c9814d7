//! What is to be said of a piece of evidence: first, and whole, what a tag on it is about.

use crate::domain::material::is_public;
use crate::domain::records::Quote;
use crate::domain::rows::{EvidenceRow, FigureRow, GapRow};
use crate::domain::{ledger, wording};
use crate::review::detail::build::{DetailParts, dated, keyed};
use crate::review::detail::part::DetailPart;
use crate::review::state::detail::Role;
use crate::review::state::lines::EvidenceLine;

/// What a tag on a piece of evidence is about: the material and what the source says of it, the words, who
/// speaks and where, and what that rests on.
pub(crate) fn about(row: &EvidenceRow) -> Vec<DetailPart> {
    let mut parts = DetailParts::default();
    parts.fact("material", Some(material(row)));
    match quote(row) {
        Some(quote) => {
            parts.body(Role::Quote, &format!("{}{}", wording::quoted(&quote.text), origin_of_words(quote)));
        }
        None => parts.body(Role::Body, &row.record.paraphrase),
    }
    parts.fact("speaks", Some(speaks(row)));
    parts.0
}

fn quote(row: &EvidenceRow) -> Option<&Quote> {
    row.record.quote.as_ref().filter(|quote| !quote.text.is_empty())
}

/// The material, and what is said of it by whom.
fn material(row: &EvidenceRow) -> String {
    let record = &row.record;
    let material = record.material.as_deref().unwrap_or("the source itself");
    let says = match &record.availability {
        Some(says) => {
            format!("{} says: {}", row.source.called(), wording::availability(says, row.holder.as_deref()))
        }
        None if record.material.is_none() && is_public(&row.source) => {
            "on record as published, so anyone can read it".to_owned()
        }
        None if row.gaps.is_empty() => "no source here says if it is public".to_owned(),
        None => row.gaps.iter().map(said_of_gap).collect::<Vec<_>>().join("; "),
    };
    format!("{material} · {says}")
}

/// How the material stands by a gap about it, and whose word that is.
fn said_of_gap(gap: &GapRow) -> String {
    let state = ledger::holding(gap.gap.state);
    match &gap.source {
        Some((source, _)) => format!("{state} according to {source} ({})", gap.key),
        None => format!("{state} as the case records it ({})", gap.key),
    }
}

/// Who speaks, where, and what that rests on.
fn speaks(row: &EvidenceRow) -> String {
    let source = &row.source;
    let who = row.via_party.as_ref().map(|(_, name)| name).or(source.author.as_ref());
    let who = who.or(source.publisher.as_ref()).map_or("not on record who", String::as_str);
    let place = [Some(source.called().to_owned()), dated(source.day()), row.record.locator.clone()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let untraced = row.record.via.as_ref().and_then(|via| via.untraced.as_ref());
    let rests = match (&row.via_origin, untraced) {
        (Some((key, _)), _) if *key == row.source_key => Some(format!("rests on {key} itself")),
        (Some((key, title)), _) => Some(format!("rests on {}", keyed(key, title))),
        (None, Some(why)) => Some(format!("what it rests on is untraced: {why}")),
        (None, None) => None,
    };
    [Some(who.to_owned()), Some(format!("in {place}")), rests]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// All of it: what a tag is about, what the reviewer says, then the rest. `figures` are those of its claim.
pub(crate) fn evidence(line: &EvidenceLine, figures: &[FigureRow]) -> Vec<DetailPart> {
    let row = &line.row;
    let record = &row.record;
    let mut parts = DetailParts(about(row));
    parts.judgement(Role::Judgement, "", &row.annotation);
    parts.fact("in short", quote(row).map(|_| record.paraphrase.clone()));
    let source = &row.source;
    let facts = [source.publisher.clone(), source.author.clone(), dated(source.published.as_ref())];
    let facts: String = facts.into_iter().flatten().map(|fact| format!(" · {fact}")).collect();
    parts.fact("source", Some(format!("{}{facts}", keyed(&row.source_key, &source.title))));
    parts.fact("status", source.status.map(|status| status.word()));
    parts.fact("kind", record.kind.clone());
    parts.fact("dated", dated(record.dated.as_ref()));
    parts.fact("reliability", source.reliability.map(|grade| format!("{grade}: {}", grade.meaning())));
    parts.fact("credibility", record.credibility.map(|grade| format!("{grade}: {}", grade.meaning())));
    const SHOWN: [&str; 8] =
        ["stance", "paraphrase", "locator", "kind", "credibility", "material", "dated", "about"];
    parts.rest(record, &SHOWN);
    for asking in &row.requests {
        parts.fact("asked for in", Some(keyed(&asking.key, &ledger::request(asking))));
    }
    parts.fact("about", record.about.clone());
    parts.fact("address", source.url.clone());
    parts.fact("archived", source.archive_url.clone());
    parts.figures(figures.iter().filter(|figure| figure.evidence == Some(row.id)));
    parts.others(&row.others);
    parts.0
}

fn origin_of_words(quote: &Quote) -> String {
    match (&quote.language, &quote.translator) {
        (None, None) => String::new(),
        (language, translator) => {
            let language = language.clone();
            let translator = translator.as_ref().map(|name| format!("translated by {name}"));
            format!(" ({})", language.into_iter().chain(translator).collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rows::EvidenceRow;
    use crate::domain::{Annotation, ItemId, Key, Kind};
    use serde_json::json;

    #[test]
    fn the_figures_that_a_piece_of_evidence_asserts_stand_in_its_detail() {
        let read = |value| serde_json::from_value(value).unwrap();
        let row = EvidenceRow {
            id: ItemId::from_u128(1),
            key: Key::new(Kind::Evidence, 1),
            pos: 0,
            claim: ItemId::nil(),
            claim_key: Key::new(Kind::Claim, 1),
            record: serde_json::from_value(
                json!({"claim": "c", "source": "s", "stance": "supports", "paraphrase": "Counts them"}),
            )
            .unwrap(),
            source_id: ItemId::nil(),
            source_key: Key::new(Kind::Source, 1),
            source: serde_json::from_value(json!({"title": "Log"})).unwrap(),
            via_party: None,
            via_origin: None,
            holder: None,
            requests: Vec::new(),
            gaps: Vec::new(),
            annotation: Annotation::default(),
            others: Vec::new(),
        };
        let figure = |number, evidence| FigureRow {
            key: Key::new(Kind::Figure, number),
            figure: read(json!({"measures": "boats", "low": 5, "unit": "boats", "qualifier": "exact"})),
            evidence,
            asserted_by: None,
            stands_in: None,
        };
        let figures = [figure(1, Some(row.id)), figure(2, None), figure(3, Some(ItemId::from_u128(2)))];
        let shown: Vec<String> =
            evidence(&EvidenceLine::from(row), &figures).into_iter().map(|part| part.label).collect();
        assert!(shown.contains(&"F-1".to_owned()), "{shown:?}");
        assert!(!shown.iter().any(|label| label == "F-2" || label == "F-3"), "{shown:?}");
    }
}
