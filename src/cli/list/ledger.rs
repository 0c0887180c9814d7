//! The ledger of a claim, line by line, as text and as JSON.

use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::words::{alone, assertion};
use crate::domain::Key;
use crate::domain::grounds;
use crate::domain::ledger::{self, Asking, Entry, Ledger, Word};
use crate::domain::stale::Stale;
use crate::domain::standing::{Released, Standing};
use crate::domain::words::Holding;
use serde_json::{Value, json};

/// One ledger, with the standing of its claim where it has one.
///
/// # Errors
/// When it cannot be written.
pub fn text(out: &mut Out, of: &Ledger, standing: Option<&Standing>) -> Result<()> {
    match &of.claim {
        Some(claim) => {
            let text = assertion(claim.claimant.as_deref(), &claim.text);
            out.paragraph(&format!("{} {text}", claim.key), 0)?;
        }
        None => out.line("About no claim in particular")?,
    }
    if let Some(standing) = standing.filter(|standing| standing.released.pieces > 0) {
        out.paragraph(&released(standing), 2)?;
    }
    for state in Holding::ALL {
        let entries: Vec<&Entry> = of.of(*state).collect();
        heading(out, ledger::heading(*state), entries.len())?;
        for entry in entries {
            out.paragraph(&line(&entry.key, &entry.material, &entry.facts()), 4)?;
        }
    }
    heading(out, "Asked for", of.requests.len())?;
    for asking in &of.requests {
        let came = format!("{}: {}", asking.sentence(), asking.came_back());
        out.paragraph(&line(&asking.key, &came, &asking.facts()), 4)?;
    }
    let unasked: Vec<&Entry> = of.unasked().collect();
    heading(out, "No request on record for", unasked.len())?;
    for entry in unasked {
        out.paragraph(&format!("{} {}", entry.key, entry.material), 4)?;
    }
    if let Some(standing) = standing {
        stale(out, standing, 2)?;
    }
    out.line("")
}

/// What stands on the evidence that the reviewer tagged released.
#[must_use]
pub fn released(standing: &Standing) -> String {
    format!("{}: {}", Released::NAME, standing.released.sentence())
}

/// What is stale.
///
/// # Errors
/// When it cannot be written.
pub fn stale(out: &mut Out, standing: &Standing, indent: usize) -> Result<()> {
    standing.stale.iter().try_for_each(|stale| out.paragraph(&format!("Stale: {stale}"), indent))
}

/// A key, what it is, and the facts beside it.
fn line(key: &Key, what: &str, facts: &[String]) -> String {
    let facts: String = facts.iter().map(|fact| format!("; {}", alone(fact))).collect();
    format!("{key} {}{facts}", alone(what))
}

fn heading(out: &mut Out, name: &str, count: usize) -> Result<()> {
    if count == 0 { Ok(()) } else { out.line(&format!("  {} ({count})", name)) }
}

/// One ledger, with the standing of its claim where it has one.
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
    let (reason, lead) = (entry.reason(), entry.lead());
    let source = lead.and_then(|lead| lead.source.as_ref());
    let differing = entry.said(true).into_iter().filter(|sentence| sentence.differs);
    without_nulls(json!({
        "key": entry.key.to_string(),
        "material": entry.material,
        "state": entry.state,
        "word": match entry.word() { Word::Reviewer => "reviewer", Word::Source => "source" },
        "recorded": entry.recorded(),
        "tagged": lead.and_then(|lead| lead.tag.as_ref()).map(|tag| tag.state()),
        "disputed": entry.disputed.then_some(true),
        "holder": entry.holder,
        "ground": reason.map(|reason| &reason.code),
        "meaning": reason.and_then(|reason| grounds::meanings(&reason.code)),
        "basis": reason.and_then(|reason| reason.basis),
        "basis_said": entry.basis_said(None),
        "by": reason.and_then(|reason| reason.by.as_ref()),
        "on": reason.and_then(|reason| reason.on.as_ref()),
        "harm": entry.harm(),
        "source": source.map(|(key, _)| key.to_string()),
        "title": source.map(|(_, title)| title),
        "locator": lead.and_then(|lead| lead.locator.as_ref()),
        "dated": entry.dated,
        "about": entry.about(),
        "also": entry.keys().skip(1).map(ToString::to_string).collect::<Vec<_>>(),
        "otherwise": differing.map(|sentence| sentence.to_string()).collect::<Vec<_>>(),
        "asked": keys(&entry.asked),
        "holder_asked": keys(&entry.holder_asked),
    }))
}

fn keys(all: &[Key]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
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
        "overdue": asking.overdue.is_some(),
        "overdue_as_of": asking.overdue,
    }))
}

/// Absent fields are left out, as in native JSON.
fn without_nulls(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// The standing of a claim: the origins of each side, those of what is tagged released, and what is
/// stale.
#[must_use]
pub fn standing_json(standing: &Standing) -> Value {
    let released = &standing.released;
    let stale: Vec<Value> = standing.stale.iter().map(stale_json).collect();
    json!({
        "supporting": crate::cli::list::origins::tally(&standing.origins.weighed.supporting),
        "disputing": crate::cli::list::origins::tally(&standing.origins.weighed.disputing),
        "released": {
            "sentence": released.sentence(),
            "pieces": released.pieces,
            "part": released.part,
            "disputed": released.disputed,
            "beside": released.beside,
            "undecided": released.undecided,
            "all": released.all,
            "supporting": crate::cli::list::origins::tally(&released.supporting),
            "disputing": crate::cli::list::origins::tally(&released.disputing),
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
        Stale::Quote { evidence, source, .. } => json!({
            "quote": {"evidence": evidence.to_string(), "source": source.to_string()},
            "sentence": sentence,
        }),
        Stale::Withdrawn { given, source, status } => json!({
            "withdrawn": {"given": given, "source": source.to_string(), "status": status},
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
