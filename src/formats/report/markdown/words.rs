//! Records and judgements as lines of Markdown.

use crate::domain::figures::said;
use crate::domain::grounds;
use crate::domain::ledger::{self, Asking, Entry};
use crate::domain::records::{Availability, Figure};
use crate::domain::report::Opinion;
use crate::domain::rows::{FigureRow, Titled};
use crate::domain::{Dated, Ground, Key};
use crate::formats::report::markdown::escape::{block, line};

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
    name.map_or_else(|| "(not recorded)".to_owned(), line)
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
    let mut text = format!("{}: **{}:** {}", entry.key, ledger::holding(entry.state), line(&entry.material));
    for tag in &entry.tags {
        text.push_str(&format!("; {}", line(&tag.sentence(entry.holder.as_deref()))));
    }
    for other in &entry.otherwise {
        text.push_str(&format!("; {}", other.sentence()));
    }
    if let Some(holder) = &entry.holder {
        text.push_str(&format!("; {}", ledger::held_by(entry.state, &line(holder))));
    }
    if let Some(why) = &entry.reason {
        text.push_str(&format!(
            "; ground {}",
            code(&why.code, entry.basis_said(None).map(|said| line(&said)))
        ));
    }
    text.push_str(&harm(entry.harm.as_deref()));
    text.push_str(&stands_in(entry.source.as_ref(), entry.locator.as_deref()));
    let request = |key: &Key| match asked.iter().find(|asking| asking.key == *key) {
        Some(asking) => format!("{key} ({})", outcome(asking)),
        None => key.to_string(),
    };
    let asked: Vec<String> = entry.asked.iter().map(request).collect();
    if !asked.is_empty() {
        text.push_str(&format!("; asked for in {}", asked.join(", ")));
    } else if let Some(asked) = entry.requested() {
        text.push_str(&format!("; {asked}"));
    }
    if let Some(about) = &entry.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// What came back, and whether it is overdue.
fn outcome(asking: &Asking) -> String {
    let overdue = asking.overdue.as_ref().map(|day| format!(", **overdue** as of {day}")).unwrap_or_default();
    format!("**{}**{overdue}", ledger::outcome(asking.request.outcome))
}

/// Who asked whom for what, and what came back.
pub(super) fn request(asking: &Asking) -> String {
    let request = &asking.request;
    let mut text = format!(
        "{}: {} asked {} for a {}: {}; outcome: {}",
        asking.key,
        name(asking.by.as_deref()),
        name(asking.to.as_deref()),
        request.kind,
        line(&request.what),
        outcome(asking)
    );
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

/// What a source says of the material behind a piece of evidence.
pub(super) fn availability(says: &Availability, holder: Option<&str>) -> String {
    let mut text = says.says.word().replace('-', " ");
    if let Some(holder) = holder {
        text.push_str(&format!(", {}", ledger::held_by(says.says, &line(holder))));
    }
    if let Some(ground) = &says.ground {
        text.push_str(&format!(", ground {}", code(ground, says.basis.map(|basis| basis.to_string()))));
    }
    text + &harm(says.harm.as_deref())
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
    if let Some(reason) = &said.ground {
        parts.push(format!("ground {}", ground(reason)));
    }
    if let Some(confidence) = said.confidence {
        parts.push(format!("{confidence} confidence"));
    }
    if let Some(reason) = &said.reason {
        parts.push(format!("reason: {}", line(reason)));
    }
    if let Some(reason) = &said.aside {
        parts.push(if reason.is_empty() {
            "set aside".into()
        } else {
            format!("set aside: {}", line(reason))
        });
    }
    let mut text = format!("{}: {}", line(&opinion.reviewer), parts.join("; "));
    if let Some(note) = &said.note {
        let note_is = if note.private { "private note" } else { "note" };
        let gap = if parts.is_empty() { "" } else { "; " };
        text.push_str(&format!("{gap}{note_is}: {}", block(&note.text, indent)));
    }
    text
}

fn ground(ground: &Ground) -> String {
    let mut basis = ground.basis.to_string();
    if let Some(by) = &ground.by {
        basis.push_str(&format!(" by {}", line(by)));
    }
    if let Some(on) = &ground.on {
        basis.push_str(&format!(" on {}", date(on)));
    }
    code(&ground.code, Some(basis)) + &harm(ground.harm.as_deref())
}

/// The harm that showing something would do, as its holder has it.
fn harm(harm: Option<&str>) -> String {
    harm.map(|harm| format!("; harm: {}", line(harm))).unwrap_or_default()
}

/// A ground, whose it is, and what it stands for.
pub(super) fn code(code: &str, basis: Option<String>) -> String {
    let more: Vec<String> = [basis, grounds::meanings(code)].into_iter().flatten().collect();
    if more.is_empty() { line(code) } else { format!("{} ({})", line(code), more.join("; ")) }
}
