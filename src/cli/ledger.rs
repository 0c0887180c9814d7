//! What a claim stands on, line by line, as text and as JSON.

use super::out::Out;
use super::outcome::Result;
use super::words;
use crate::domain::grounds;
use crate::domain::ledger::{Asking, Entry, Ledger, Reason, Word};
use crate::domain::stale::Stale;
use crate::domain::standing::Standing;
use crate::domain::words::Holding;
use serde_json::{Value, json};

/// One ledger; with the standing of its claim, where it is that of one.
///
/// # Errors
/// When it cannot be written.
pub fn text(out: &mut Out, ledger: &Ledger, standing: Option<&Standing>) -> Result<()> {
    match &ledger.claim {
        Some(claim) => {
            let text = words::assertion(claim.claimant.as_deref(), &claim.text);
            out.paragraph(&format!("{} {text}", claim.key), 0)?;
        }
        None => out.line("About no claim in particular")?,
    }
    if let Some(standing) = standing {
        out.paragraph(&released(standing), 2)?;
    }
    for state in Holding::ALL {
        let entries: Vec<&Entry> = ledger.of(*state).collect();
        heading(out, state_in_words(*state), entries.len())?;
        for entry in entries {
            out.paragraph(&format!("{} {}", entry.key, entry_in_words(entry)), 4)?;
        }
    }
    heading(out, "Asked for", ledger.requests.len())?;
    for asking in &ledger.requests {
        let overdue = if asking.overdue { "; OVERDUE" } else { "" };
        let asked = words::request(&asking.request, asking.by.as_deref(), asking.to.as_deref());
        out.paragraph(&format!("{} {asked}{}{overdue}", asking.key, where_told(asking)), 4)?;
    }
    let unasked: Vec<&Entry> = ledger.unasked().collect();
    heading(out, "Nobody asked for", unasked.len())?;
    for entry in unasked {
        out.paragraph(&format!("{} {}", entry.key, entry.material), 4)?;
    }
    if let Some(standing) = standing {
        stale(out, standing, 2)?;
    }
    out.line("")
}

/// What stands on released evidence alone.
#[must_use]
pub fn released(standing: &Standing) -> String {
    format!("On released evidence alone: {}", standing.released.sentence())
}

/// What should be looked at again.
///
/// # Errors
/// When it cannot be written.
pub fn stale(out: &mut Out, standing: &Standing, indent: usize) -> Result<()> {
    standing.stale.iter().try_for_each(|stale| out.paragraph(&format!("Stale: {stale}"), indent))
}

fn heading(out: &mut Out, name: &str, count: usize) -> Result<()> {
    if count == 0 { Ok(()) } else { out.line(&format!("  {name} ({count})")) }
}

const fn state_in_words(state: Holding) -> &'static str {
    match state {
        Holding::Released => "Released",
        Holding::InPart => "In part",
        Holding::Withheld => "Withheld",
        Holding::Removed => "Removed",
        Holding::NotShown => "Not shown",
    }
}

/// Some material and how it stands: holder, ground, harm, whose word it is, and who asked for it.
fn entry_in_words(entry: &Entry) -> String {
    let mut text = entry.material.clone();
    let mut add = |fact: String| text.push_str(&format!("; {fact}"));
    if let Some(holder) = &entry.holder {
        add(format!("held by {holder}"));
    }
    if let Some(reason) = &entry.reason {
        add(reason_in_words(reason, entry.holder.as_deref()));
    }
    if let Some(harm) = &entry.harm {
        add(format!("harm, as its holder has it: {harm}"));
    }
    if entry.disputed {
        add("disputed".into());
    }
    match (entry.word, &entry.source) {
        (Word::Reviewer, Some((key, title))) => add(format!("tagged by the reviewer, in {key} {title}")),
        (Word::Reviewer, None) => add("tagged by the reviewer".into()),
        (Word::Source, Some((key, title))) => add(format!("according to {key} {title}")),
        (Word::Source, None) => {}
    }
    if let Some(locator) = &entry.locator {
        add(locator.clone());
    }
    if !entry.asked.is_empty() {
        add(format!("asked for in {}", keys(entry)));
    }
    if let Some(about) = &entry.about {
        add(about.clone());
    }
    text
}

fn keys(entry: &Entry) -> String {
    entry.asked.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Why something is withheld, what that stands for, and who says so.
fn reason_in_words(reason: &Reason, holder: Option<&str>) -> String {
    let meaning = grounds::meaning(&reason.code).map(|it| format!(", {it}")).unwrap_or_default();
    let said = reason.said(holder).map(|said| format!(" ({said})")).unwrap_or_default();
    format!("ground {}{meaning}{said}", reason.code)
}

fn where_told(asking: &Asking) -> String {
    let locator = asking.request.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    let told = asking.source.as_ref().map(|(key, title)| format!("; according to {key} {title}{locator}"));
    told.unwrap_or_default()
}

/// One ledger, with the standing of its claim, where it is that of one.
#[must_use]
pub fn json(ledger: &Ledger, standing: Option<&Standing>) -> Value {
    let claim = ledger.claim.as_ref();
    let mut object = json!({
        "claim": claim.map(|claim| claim.key.to_string()),
        "text": claim.map(|claim| &claim.text),
        "claimant": claim.and_then(|claim| claim.claimant.as_ref()),
        "entries": ledger.entries.iter().map(entry_json).collect::<Vec<_>>(),
        "requests": ledger.requests.iter().map(asking_json).collect::<Vec<_>>(),
        "unasked": ledger.unasked().map(|entry| entry.key.to_string()).collect::<Vec<_>>(),
        "overdue": ledger.overdue().map(|asking| asking.key.to_string()).collect::<Vec<_>>(),
    });
    if let Some(standing) = standing {
        object["standing"] = standing_json(standing);
    }
    object
}

fn entry_json(entry: &Entry) -> Value {
    let reason = entry.reason.as_ref();
    without_nulls(json!({
        "key": entry.key.to_string(),
        "material": entry.material,
        "state": entry.state,
        "word": match entry.word { Word::Reviewer => "reviewer", Word::Source => "source" },
        "disputed": entry.disputed.then_some(true),
        "holder": entry.holder,
        "ground": reason.map(|reason| &reason.code),
        "meaning": reason.and_then(|reason| grounds::meaning(&reason.code)),
        "basis": reason.and_then(|reason| reason.basis),
        "by": reason.and_then(|reason| reason.by.as_ref()),
        "on": reason.and_then(|reason| reason.on.as_ref()),
        "harm": entry.harm,
        "source": entry.source.as_ref().map(|(key, _)| key.to_string()),
        "title": entry.source.as_ref().map(|(_, title)| title),
        "locator": entry.locator,
        "dated": entry.dated,
        "about": entry.about,
        "asked": entry.asked.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

fn asking_json(asking: &Asking) -> Value {
    let request = &asking.request;
    without_nulls(json!({
        "key": asking.key.to_string(),
        "by": asking.by,
        "to": asking.to,
        "what": request.what,
        "kind": request.kind,
        "made": request.made,
        "tracking": request.tracking,
        "due": request.due,
        "outcome": request.outcome,
        "answered": request.answered,
        "answer": request.answer,
        "source": asking.source.as_ref().map(|(key, _)| key.to_string()),
        "title": asking.source.as_ref().map(|(_, title)| title),
        "locator": request.locator,
        "about": request.about,
        "overdue": asking.overdue,
    }))
}

/// What is not given is left out, as in native JSON.
fn without_nulls(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// What a claim stands on: the origins of each side, what is left on released evidence alone, and what
/// should be looked at again.
#[must_use]
pub fn standing_json(standing: &Standing) -> Value {
    let released = &standing.released;
    let stale: Vec<Value> = standing.stale.iter().map(stale_json).collect();
    json!({
        "supporting": super::origins::tally(&standing.origins.weighed.supporting),
        "disputing": super::origins::tally(&standing.origins.weighed.disputing),
        "released": {
            "sentence": released.sentence(),
            "pieces": released.pieces,
            "part": released.part,
            "disputed": released.disputed,
            "beside": released.beside,
            "undecided": released.undecided,
            "all": released.all,
            "supporting": super::origins::tally(&released.supporting),
            "disputing": super::origins::tally(&released.disputing),
        },
        "stale": stale,
    })
}

fn stale_json(stale: &Stale) -> Value {
    let sentence = stale.to_string();
    without_nulls(match stale {
        Stale::Verdict { given, newer, newest } => json!({
            "verdict": {"given": given, "newer": newer, "newest": newest.to_string()},
            "sentence": sentence,
        }),
        Stale::Source { key, accessed, days } => json!({
            "source": key.to_string(),
            "accessed": accessed,
            "days": days,
            "sentence": sentence,
        }),
    })
}
