//! What is to be said of a claim.

use crate::domain::records::Figure;
use crate::domain::rows::{FigureRow, OtherOpinion, WordingRow};
use crate::domain::words::shown;
use crate::domain::{Annotation, Key, Record, figures, ledger, wording};
use crate::review::detail::part::DetailPart;
use crate::review::state::detail::Role;
use crate::review::state::lines::ClaimHead;
use serde_json::Value;

/// Adds facts, leaving out those there are none of.
#[derive(Default)]
pub(super) struct DetailParts(pub Vec<DetailPart>);

impl DetailParts {
    pub fn fact(&mut self, label: &str, text: Option<impl Into<String>>) {
        if let Some(text) = text.map(Into::into).filter(|text: &String| !text.is_empty()) {
            self.0.push(DetailPart::new(Role::Fact, label, text));
        }
    }

    /// The fields of a record that are not `shown` otherwise, without those that lead to other records.
    pub fn rest<R: Record>(&mut self, record: &R, shown: &[&str]) {
        let Ok(Value::Object(given)) = serde_json::to_value(record) else { return };
        for field in R::SHAPE.fields.iter().filter(|field| !shown.contains(&field.name)) {
            let text = given.get(field.name).and_then(|value| field.takes.in_words(value));
            self.fact(&field.heading.to_lowercase(), text);
        }
    }

    pub fn body(&mut self, role: Role, text: &str) {
        if !text.is_empty() {
            self.0.push(DetailPart::new(role, "", text));
        }
    }

    fn heading(&mut self, text: &str) {
        self.0.push(DetailPart::new(Role::Blank, "", ""));
        self.0.push(DetailPart::new(Role::Heading, "", text));
    }

    /// What one reviewer says, in as few lines as it takes: it stands high in a pane that may be low.
    pub fn judgement(&mut self, role: Role, who: &str, said: &Annotation) {
        let mut add = |label: &str, text: String| {
            let label = if role == Role::Other { who } else { label };
            self.0.push(DetailPart::new(role, label, text));
        };
        let confidence = said.confidence.map(|confidence| format!("{confidence} confidence"));
        let mut tag = wording::tags(said);
        let label = if tag.is_empty() { "you say" } else { "your tag" };
        let reading = said.reading.map(|stance| format!("read as {}", wording::reading(stance)));
        tag.extend(said.ground.as_ref().map(wording::ground_with_meaning));
        tag.extend(reading);
        let verdict = said.verdict.map(|verdict| verdict.to_string());
        match verdict {
            Some(verdict) => {
                let verdict = [verdict].into_iter().chain(confidence).collect::<Vec<_>>().join(", ");
                add("your verdict", verdict);
            }
            None => tag.extend(confidence),
        }
        if let Some(reason) = &said.reason {
            add("reason", reason.clone());
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

    pub fn figures<'a>(&mut self, rows: impl Iterator<Item = &'a FigureRow>) {
        for (at, row) in rows.enumerate() {
            if at == 0 {
                self.heading("Figures");
            }
            self.fact(&row.key.to_string(), Some(figure_in_words(&row.figure)));
        }
    }

    pub fn others(&mut self, others: &[OtherOpinion]) {
        if !others.is_empty() {
            self.heading("Others");
            for other in others {
                self.judgement(Role::Other, &other.reviewer, &other.annotation);
            }
        }
    }
}

pub(super) fn dated(on: Option<&crate::domain::Dated>) -> Option<String> {
    on.map(ToString::to_string)
}

pub(super) fn keyed(key: &Key, text: &str) -> String {
    format!("{key} {text}")
}

/// A claim with its claimant.
pub(crate) fn assertion(head: &ClaimHead) -> Vec<DetailPart> {
    let detail = &head.detail;
    let mut parts = DetailParts::default();
    let Some(party) = &detail.claimant else {
        let who = wording::attribution(head.claimant.as_ref().map(|name| name.as_str()));
        parts.body(Role::Claimant, who.trim_end());
        parts.body(Role::Body, &detail.record.text);
        return parts.0;
    };
    let role = party.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
    let naming = match party.naming {
        crate::domain::words::Naming::Named => String::new(),
        other => format!(" ({})", shown(other.word())),
    };
    parts.body(Role::Claimant, &format!("{}{role}{naming}:", party.name));
    parts.body(Role::Body, &detail.record.text);
    parts.0
}

/// What speaks for a claim and against it, and what of that is released, as far as that is known.
pub(crate) fn standing(head: &ClaimHead) -> Vec<DetailPart> {
    let mut parts = DetailParts::default();
    if let Some(standing) = &head.standing {
        let weighed = &standing.origins.weighed;
        parts.fact("for it", Some(weighed.supporting.sentence()));
        parts.fact("against it", Some(weighed.disputing.sentence()));
        parts.fact("your tags", Some(standing.released.tags()));
        parts.fact("you read", standing.readings.sentence());
        if standing.released.pieces > 0 {
            parts.fact("you released", Some(standing.released.stands()));
        }
    }
    parts.0
}

/// A claim: the statement, what the reviewer says of it, then what else stands in the dossier.
pub(crate) fn claim(head: &ClaimHead) -> Vec<DetailPart> {
    let mut parts = assertion(head);
    parts.extend(beyond_assertion(head));
    parts
}

/// The same without the statement.
pub(crate) fn beyond_assertion(head: &ClaimHead) -> Vec<DetailPart> {
    let detail = &head.detail;
    let record = &detail.record;
    let mut parts = DetailParts::default();
    parts.judgement(Role::Judgement, "", &detail.annotation);
    parts.fact("asserted", dated(record.asserted_on.as_ref()));
    parts.fact("event", dated(record.event_date.as_ref()));
    parts.fact("nature", record.nature.map(|nature| format!("put forward as {nature}")));
    parts.fact("topic", record.topic.clone());
    let concerns: Vec<String> = detail.concerns.iter().map(|(key, name)| keyed(key, name)).collect();
    parts.fact("concerns", Some(concerns.join("; ")));
    parts.fact("part of", detail.parent.as_ref().map(|(key, text)| keyed(key, text)));
    const SHOWN: [&str; 6] = ["text", "asserted_on", "event_date", "nature", "topic", "about"];
    parts.rest(record, &SHOWN);
    parts.fact("about", record.about.clone());
    parts.others(&detail.others);
    let stands = standing(head);
    if !stands.is_empty() {
        parts.heading("What it stands on");
        parts.0.extend(stands);
    }
    for circle in head.standing.iter().flat_map(|standing| standing.origins.circular()) {
        parts.fact("circular", Some(circle));
    }
    for stale in head.standing.iter().flat_map(|standing| &standing.stale) {
        parts.fact("stale", Some(stale.to_string()));
    }
    if !record.wordings.is_empty() {
        parts.heading("Wordings");
        for WordingRow { wording, source: (key, title), .. } in &detail.wordings {
            let place = Some(wording::place(wording)).filter(|place| !place.is_empty());
            let facts = [Some(keyed(key, title)), place];
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
