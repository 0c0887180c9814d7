//! Records and judgements as lines of Markdown.

use super::escape::{block, line};
use crate::domain::grounds;
use crate::domain::records::{Availability, Figure, Gap, Request};
use crate::domain::report::Opinion;
use crate::domain::rows::Titled;
use crate::domain::words::{Credibility, Qualifier, Reliability};
use crate::domain::{Dated, Ground, Key};

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
fn name(name: Option<&str>) -> String {
    name.map_or_else(|| "(not recorded)".to_owned(), line)
}

/// Where a record stands.
fn stands_in(source: Option<&Titled>, locator: Option<&str>) -> String {
    let Some((key, title)) = source else { return String::new() };
    let locator = locator.map(|at| format!(", {}", line(at))).unwrap_or_default();
    format!("; in {key} {}{locator}", line(title))
}

/// A quantity: who asserts it, qualifier, bounds, unit; and what it measures.
pub(super) fn figure(key: &Key, figure: &Figure, by: Option<&str>, source: Option<&Titled>) -> String {
    let bounds = match (&figure.low, &figure.high) {
        (Some(low), Some(high)) if low != high => format!("{low} to {high}"),
        (Some(value), _) | (None, Some(value)) => value.to_string(),
        (None, None) => "not given".to_owned(),
    };
    let qualifier = match figure.qualifier {
        Qualifier::Exact => String::new(),
        other => format!("{} ", other.word().replace('-', " ")),
    };
    let mut text = format!(
        "{key}, asserted by {}: {qualifier}{} {}: {}",
        name(by),
        line(&bounds),
        line(&figure.unit),
        line(&figure.measures)
    );
    for fact in [&figure.population, &figure.area, &figure.period].into_iter().flatten() {
        text.push_str(&format!("; {}", line(fact)));
    }
    if let Some(on) = &figure.as_of {
        text.push_str(&format!("; as of {}", date(on)));
    }
    text.push_str(&stands_in(source, figure.locator.as_deref()));
    if let Some(about) = &figure.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// Material that is not public.
pub(super) fn gap(key: &Key, gap: &Gap, holder: Option<&str>, source: Option<&Titled>) -> String {
    let mut text = format!("{key}: **{}:** {}", gap.state.word().replace('-', " "), line(&gap.material));
    if let Some(holder) = holder {
        text.push_str(&format!("; held by {}", line(holder)));
    }
    if let Some(ground) = &gap.ground {
        text.push_str(&format!("; ground {}", code(ground, gap.basis.map(|basis| basis.to_string()))));
    }
    text.push_str(&harm(gap.harm.as_deref()));
    text.push_str(&stands_in(source, gap.locator.as_deref()));
    if let Some(about) = &gap.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// Who asked whom for what, and what came back.
pub(super) fn request(
    key: &Key,
    request: &Request,
    (by, to): (Option<&str>, Option<&str>),
    source: Option<&Titled>,
) -> String {
    let mut text = format!(
        "{key}: {} asked {} for a {}: {}. Outcome: **{}**",
        name(by),
        name(to),
        request.kind,
        line(&request.what),
        request.outcome.word().replace('-', " ")
    );
    for (label, on) in [("made", &request.made), ("due", &request.due), ("answered", &request.answered)] {
        if let Some(on) = on {
            text.push_str(&format!("; {label} {}", date(on)));
        }
    }
    for (label, fact) in [("answer", &request.answer), ("number", &request.tracking)] {
        if let Some(fact) = fact {
            text.push_str(&format!("; {label}: {}", line(fact)));
        }
    }
    text.push_str(&stands_in(source, request.locator.as_deref()));
    if let Some(about) = &request.about {
        text.push_str(&format!(". {}", line(about)));
    }
    text
}

/// What a source says of the material behind a piece of evidence.
pub(super) fn availability(says: &Availability, holder: Option<&str>) -> String {
    let mut text = says.says.word().replace('-', " ");
    if let Some(holder) = holder {
        text.push_str(&format!(", held by {}", line(holder)));
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
fn code(code: &str, basis: Option<String>) -> String {
    let more: Vec<String> = [basis, grounds::meanings(code)].into_iter().flatten().collect();
    if more.is_empty() { line(code) } else { format!("{} ({})", line(code), more.join("; ")) }
}

/// An Admiralty grade of a source, with its meaning.
pub(super) const fn reliability(grade: Reliability) -> &'static str {
    match grade {
        Reliability::A => "A, completely reliable",
        Reliability::B => "B, usually reliable",
        Reliability::C => "C, fairly reliable",
        Reliability::D => "D, not usually reliable",
        Reliability::E => "E, unreliable",
        Reliability::F => "F, cannot be judged",
    }
}

/// An Admiralty grade of information, with its meaning.
pub(super) const fn credibility(grade: Credibility) -> &'static str {
    match grade {
        Credibility::One => "1, confirmed by other sources",
        Credibility::Two => "2, probably true",
        Credibility::Three => "3, possibly true",
        Credibility::Four => "4, doubtful",
        Credibility::Five => "5, improbable",
        Credibility::Six => "6, cannot be judged",
    }
}
