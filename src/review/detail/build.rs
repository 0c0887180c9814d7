//! What is to be said of a claim, and of a piece of evidence.

use crate::domain::records::{Availability, Figure, Quote};
use crate::domain::rows::{FigureRow, OtherOpinion, WordingRow};
use crate::domain::{Annotation, Ground, Key, Record, figures, grounds, ledger, wording};
use crate::review::detail::part::DetailPart;
use crate::review::state::detail::Role;
use crate::review::state::lines::{ClaimHead, EvidenceLine};
use serde_json::Value;

/// Adds facts, leaving out those there are none of.
struct DetailParts(Vec<DetailPart>);

impl DetailParts {
    fn fact(&mut self, label: &str, text: Option<impl Into<String>>) {
        if let Some(text) = text.map(Into::into).filter(|text: &String| !text.is_empty()) {
            self.0.push(DetailPart::new(Role::Fact, label, text));
        }
    }

    /// The fields of a record that are not `shown` otherwise, without those that lead to other records.
    fn rest<R: Record>(&mut self, record: &R, shown: &[&str]) {
        let Ok(Value::Object(given)) = serde_json::to_value(record) else { return };
        for field in R::SHAPE.fields.iter().filter(|field| !shown.contains(&field.name)) {
            let text = given.get(field.name).and_then(|value| field.takes.in_words(value));
            self.fact(&field.heading.to_lowercase(), text);
        }
    }

    fn body(&mut self, role: Role, text: &str) {
        if !text.is_empty() {
            self.0.push(DetailPart::new(role, "", text));
        }
    }

    fn heading(&mut self, text: &str) {
        self.0.push(DetailPart::new(Role::Blank, "", ""));
        self.0.push(DetailPart::new(Role::Heading, "", text));
    }

    /// What one reviewer says, in as few lines as it takes: it stands high in a pane that may be low.
    fn judgement(&mut self, role: Role, who: &str, said: &Annotation) {
        let mut add = |label: &str, text: String| {
            let label = if role == Role::Other { who } else { label };
            self.0.push(DetailPart::new(role, label, text));
        };
        let confidence = said.confidence.map(|confidence| format!("{confidence} confidence"));
        let mut tag = wording::tags(said);
        let label = if tag.is_empty() { "you say" } else { "your tag" };
        tag.extend(said.ground.as_ref().map(ground_with_meaning));
        let verdict = said.verdict.map(|verdict| verdict.to_string());
        match verdict {
            Some(verdict) => {
                let verdict = [verdict].into_iter().chain(confidence).collect::<Vec<_>>().join(", ");
                add("your verdict", verdict);
            }
            None => tag.extend(confidence),
        }
        if !tag.is_empty() {
            add(label, tag.join(" · "));
        }
        if let Some(note) = &said.note {
            add(if note.private { "private note" } else { "your note" }, note.text.clone());
        }
        if let Some(reason) = &said.aside {
            add("set aside", reason.clone());
        }
    }

    fn figures<'a>(&mut self, rows: impl Iterator<Item = &'a FigureRow>) {
        for (at, row) in rows.enumerate() {
            if at == 0 {
                self.heading("Figures");
            }
            self.fact(&row.key.to_string(), Some(figure_in_words(&row.figure)));
        }
    }

    fn others(&mut self, others: &[OtherOpinion]) {
        if !others.is_empty() {
            self.heading("Others");
            for other in others {
                self.judgement(Role::Other, &other.reviewer, &other.annotation);
            }
        }
    }
}

/// A ground with what its code stands for, its basis and the harm.
fn ground_with_meaning(ground: &Ground) -> String {
    let meaning = grounds::meanings(&ground.code).map(|meaning| format!(": {meaning}")).unwrap_or_default();
    let by = ground.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let on = ground.on.as_ref().map(|on| format!(", {on}")).unwrap_or_default();
    let harm = ground.harm.as_ref().map(|harm| format!("; harm: {harm}")).unwrap_or_default();
    format!("{}{meaning} ({}{by}{on}){harm}", ground.code, ground.basis)
}

/// What a source says of the material, its facts set apart by dots as everywhere in the pane.
fn availability_facts(says: &Availability, holder: Option<&str>) -> String {
    let holder =
        holder.map(|holder| format!(" · {}", ledger::held_by(says.says, holder))).unwrap_or_default();
    let ground = says.ground.as_ref().map(|ground| format!(" · {ground}")).unwrap_or_default();
    let basis = says.basis.map(|basis| format!(" ({basis})")).unwrap_or_default();
    let harm = says.harm.as_ref().map(|harm| format!("; harm: {harm}")).unwrap_or_default();
    format!("{}{holder}{ground}{basis}{harm}", says.says)
}

fn dated(on: Option<&crate::domain::Dated>) -> Option<String> {
    on.map(ToString::to_string)
}

fn keyed(key: &Key, text: &str) -> String {
    format!("{key} {text}")
}

/// A claim: the statement, what the reviewer says of it, then what else stands in the dossier.
pub(crate) fn claim(head: &ClaimHead) -> Vec<DetailPart> {
    let detail = &head.detail;
    let record = &detail.record;
    let mut parts = DetailParts(Vec::new());
    if let Some(party) = &detail.claimant {
        let role = party.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
        let naming = match party.naming {
            crate::domain::words::Naming::Named => String::new(),
            other => format!(" ({other})"),
        };
        parts.body(Role::Claimant, &format!("{}{role}{naming}{}", party.name, ":"));
    }
    parts.body(Role::Body, &record.text);
    parts.judgement(Role::Judgement, "", &detail.annotation);
    parts.fact("asserted", dated(record.asserted_on.as_ref()));
    parts.fact("event", dated(record.event_date.as_ref()));
    parts.fact("nature", record.nature.map(|nature| nature.word()));
    parts.fact("topic", record.topic.clone());
    parts.fact("part of", detail.parent.as_ref().map(|(key, text)| keyed(key, text)));
    const SHOWN: [&str; 6] = ["text", "asserted_on", "event_date", "nature", "topic", "about"];
    parts.rest(record, &SHOWN);
    parts.fact("about", record.about.clone());
    parts.others(&detail.others);
    if let Some(standing) = &head.standing {
        let weighed = &standing.origins.weighed;
        parts.heading("What it stands on");
        parts.fact("for it", Some(weighed.supporting.sentence()));
        parts.fact("against it", Some(weighed.disputing.sentence()));
        for circle in standing.origins.circular() {
            parts.fact("circular", Some(circle));
        }
        parts.fact("released", Some(format!("tagged released: {}", standing.released.sentence())));
        for stale in &standing.stale {
            parts.fact("stale", Some(stale.to_string()));
        }
    }
    if !record.wordings.is_empty() {
        parts.heading("Wordings");
        for WordingRow { wording, source: (key, title), .. } in &detail.wordings {
            let facts = [
                Some(keyed(key, title)),
                wording.place.map(|place| place.to_string()),
                wording.locator.clone(),
            ];
            parts.body(Role::Body, &wording.text);
            parts.fact("in", Some(facts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
        }
    }
    parts.figures(detail.figures.iter());
    if !detail.gaps.is_empty() {
        parts.heading("Not public");
        for row in &detail.gaps {
            parts.fact(&row.key.to_string(), Some(ledger::gap(row)));
        }
    }
    if !detail.requests.is_empty() {
        parts.heading("Requests");
        for row in &detail.requests {
            parts.fact(&row.key.to_string(), Some(ledger::request(row)));
        }
    }
    parts.0
}

fn figure_in_words(figure: &Figure) -> String {
    let about = figure.about.as_ref().map(|about| format!("; {about}")).unwrap_or_default();
    format!("{}: {}{about}", figures::said(figure), figures::measured(figure))
}

/// A piece of evidence: the quote before the paraphrase, what the reviewer says of it, then where it
/// stands and what it rests on. `figures` are those of its claim.
pub(crate) fn evidence(line: &EvidenceLine, figures: &[FigureRow]) -> Vec<DetailPart> {
    let row = &line.row;
    let record = &row.record;
    let mut parts = DetailParts(Vec::new());
    if let Some(quote) = record.quote.as_ref().filter(|quote| !quote.text.is_empty()) {
        parts.body(Role::Quote, &format!("\u{201c}{}\u{201d}{}", quote.text, origin_of_words(quote)));
    }
    parts.body(Role::Body, &record.paraphrase);
    parts.judgement(Role::Judgement, "", &row.annotation);
    parts.fact("stance", Some(format!("{} {}", record.stance, row.claim_key)));
    let source = &row.source;
    let facts = [source.publisher.clone(), source.author.clone(), dated(source.published.as_ref())];
    let facts: String = facts.into_iter().flatten().map(|fact| format!(" · {fact}")).collect();
    parts.fact("source", Some(format!("{}{facts}", keyed(&row.source_key, &source.title))));
    parts.fact("at", record.locator.clone());
    parts.fact("status", source.status.map(|status| status.word()));
    parts.fact("kind", record.kind.clone());
    parts.fact("dated", dated(record.dated.as_ref()));
    parts.fact("reliability", source.reliability.map(|grade| format!("{grade}: {}", grade.meaning())));
    parts.fact("credibility", record.credibility.map(|grade| format!("{grade}: {}", grade.meaning())));
    parts.fact("speaks", row.via_party.as_ref().map(|(_, name)| name.clone()));
    parts.fact("rests on", row.via_origin.as_ref().map(|(key, title)| keyed(key, title)));
    let untraced = record.via.as_ref().and_then(|via| via.untraced.clone());
    parts.fact("origin", untraced.map(|why| format!("untraced: {why}")));
    parts.fact("material", record.material.clone());
    let says = record.availability.as_ref().map(|says| availability_facts(says, row.holder.as_deref()));
    parts.fact("availability", says);
    const SHOWN: [&str; 8] =
        ["stance", "paraphrase", "locator", "kind", "credibility", "material", "dated", "about"];
    parts.rest(record, &SHOWN);
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
    use crate::domain::{Annotation, ItemId, Kind};
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
            source_key: Key::new(Kind::Source, 1),
            source: serde_json::from_value(json!({"title": "Log"})).unwrap(),
            via_party: None,
            via_origin: None,
            holder: None,
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
