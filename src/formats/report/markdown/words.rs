//! Records and judgements as lines of Markdown.

use crate::domain::figures::said;
use crate::domain::ledger::{self, Asking, Entry, Reason};
use crate::domain::records::Figure;
use crate::domain::report::Opinion;
use crate::domain::rows::{FigureRow, Titled};
use crate::domain::{Dated, wording};
use crate::formats::report::markdown::escape::{block, line};
use crate::formats::report::words::asked_for;

/// A date, with what it was inferred from.
pub(super) fn date(date: &Dated) -> String {
    match date {
        Dated::Stated(date) => line(date.as_str()),
        Dated::Inferred { date, inferred } => {
            format!("{} (inferred: {})", line(date.as_str()), line(inferred))
        }
    }
}

/// A name; says so where there is none.
pub(super) fn name(name: Option<&str>) -> String {
    name.map_or_else(|| "not on record".to_owned(), line)
}

/// Where a record stands.
fn stands_in(source: Option<&Titled>, locator: Option<&str>) -> String {
    let Some((key, title)) = source else { return String::new() };
    let locator = locator.map(|at| format!(", {}", line(at))).unwrap_or_default();
    format!("; in {key} {}{locator}", line(title))
}

/// A quantity: who asserts it, qualifier, bounds, unit; and what it measures.
pub(super) fn figure(row: &FigureRow) -> String {
    let (figure, by) = (&row.figure, name(row.asserted_by.as_deref()));
    let mut text = format!("{}, asserted by {by}: {}: {}", row.key, line(&said(figure)), measured(figure));
    if let Some(on) = &figure.as_of {
        text.push_str(&format!("; as of {}", date(on)));
    }
    text.push_str(&stands_in(row.stands_in.as_ref(), figure.locator.as_deref()));
    if let Some(about) = &figure.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// What a figure measures, among what, where and over what span of time.
pub(super) fn measured(figure: &Figure) -> String {
    let mut text = line(&figure.measures);
    for fact in [&figure.population, &figure.area, &figure.period].into_iter().flatten() {
        text.push_str(&format!("; {}", line(fact)));
    }
    text
}

/// Some material as the ledger has it; among `asked` are the requests for it.
pub(super) fn entry(entry: &Entry, asked: &[Asking]) -> String {
    let mut facts: Vec<String> = entry.said(true).iter().map(|said| line(&said.to_string())).collect();
    facts.extend(entry.holder.as_ref().map(|holder| line(&ledger::held_by(entry.state, holder))));
    let requests: Vec<String> = asked_for(entry, asked)
        .map(|(key, what)| format!("{key} {}", line(&what)).trim_end().to_owned())
        .collect();
    if requests.is_empty() {
        facts.extend(entry.requested());
    } else {
        facts.push(format!("asked for in {}", requests.join(", ")));
    }
    let facts: String = facts.iter().map(|fact| format!("; {fact}")).collect();
    let about = entry.about().map(|about| format!(". {}", line(&about))).unwrap_or_default();
    format!("{}: **{}:** {}{facts}{about}", entry.key, entry.state_in_words(), line(&entry.material))
}

/// What came back, and whether it is overdue.
fn outcome(asking: &Asking) -> String {
    let overdue = asking.overdue.as_ref().map(|day| format!(", **overdue** as of {day}")).unwrap_or_default();
    format!("**{}**{overdue}", ledger::outcome(asking.request.outcome))
}

/// Who asked whom for what, and what came back.
pub(super) fn request(asking: &Asking) -> String {
    let request = &asking.request;
    let mut text = format!("{}: {}; outcome: {}", asking.key, line(&asking.sentence()), outcome(asking));
    let answered = ledger::answered(request);
    for (label, on) in [("made", &request.made), ("due", &request.due), (answered, &request.answered)] {
        if let Some(on) = on {
            text.push_str(&format!("; {label} {}", date(on)));
        }
    }
    for (label, fact) in [("answer", &request.answer), ("number", &request.tracking)] {
        if let Some(fact) = fact {
            text.push_str(&format!("; {label}: {}", line(fact)));
        }
    }
    text.push_str(&stands_in(asking.source.as_ref(), request.locator.as_deref()));
    if let Some(about) = &request.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// What a reviewer says, as one item of a list; `indent` stands before each further line.
pub(super) fn opinion(opinion: &Opinion, indent: &str) -> String {
    let said = &opinion.annotation;
    let mut parts = Vec::new();
    if let Some(verdict) = said.verdict {
        parts.push(format!("verdict **{verdict}**"));
    }
    if let Some(access) = said.access {
        parts.push(format!("**{access}**{}", if said.part { " in part" } else { "" }));
    }
    if said.disputed {
        parts.push("**disputed**".into());
    }
    if said.examined && !said.is_tagged() {
        parts.push("examined, no tag applies".into());
    }
    if let Some(stance) = said.reading {
        parts.push(format!("read as **{}**", wording::reading(stance)));
    }
    if let Some(ground) = &said.ground {
        let sentence = Reason::of_reviewer(ground).sentence(None, Some(&opinion.reviewer));
        parts.push(format!("ground {}", line(&(sentence + &wording::harm(ground.harm.as_deref())))));
    }
    if let Some(confidence) = said.confidence {
        parts.push(format!("{confidence} confidence"));
    }
    if let Some(reason) = &said.reason {
        parts.push(format!("reason: {}", line(reason)));
    }
    if let Some(reason) = &said.aside {
        parts.push(line(&wording::set_aside(reason)));
    }
    let mut text = format!("{}: {}", line(&opinion.reviewer), parts.join("; "));
    if let Some(note) = &said.note {
        let note_is = if note.private { "private note" } else { "note" };
        let gap = if parts.is_empty() { "" } else { "; " };
        text.push_str(&format!("{gap}{note_is}: {}", block(&note.text, indent)));
    }
    text
}
