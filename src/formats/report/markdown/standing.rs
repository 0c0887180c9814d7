//! What a claim stands on, and its ledger, as Markdown.

use crate::domain::report::ReportStanding;
use crate::formats::report::markdown::escape::line;
use crate::formats::report::markdown::words;
use crate::formats::report::words::{listed, public, repeats};
use std::io::{self, Write};

/// Writes what a claim stands on. `whole`: whether the report holds the whole case; `tagged`: whether
/// anyone tagged anything in it.
pub(super) fn write(
    out: &mut impl Write,
    standing: &ReportStanding,
    whole: bool,
    tagged: bool,
    grade: &dyn Fn(&crate::domain::Key) -> String,
) -> io::Result<()> {
    let origins = &standing.origins;
    if !origins.pieces.is_empty() {
        let of = if whole { "" } else { ", by all its evidence in the case" };
        writeln!(out, "\n#### What it stands on{of}\n")?;
        writeln!(out, "- For: {}", origins.weighed.supporting.sentence())?;
        writeln!(out, "- Against: {}", origins.weighed.disputing.sentence())?;
        let repeats = repeats(origins);
        if !repeats.is_empty() {
            writeln!(out, "- Repeating: {repeats}")?;
        }
        if tagged && standing.released.is_empty() {
            writeln!(out, "- Nobody has tagged any of its evidence")?;
        }
        for (reviewer, released) in standing.tagged_released() {
            writeln!(out, "- Tagged released by {}: {}", line(reviewer), released.sentence())?;
        }
        for warning in origins.warnings() {
            writeln!(out, "- **{}**", line(&warning))?;
        }
        for (reviewer, stale) in &standing.stale {
            let of = reviewer.as_deref().map(|name| format!("{}, ", line(name))).unwrap_or_default();
            writeln!(out, "- **Look again:** {of}{}", line(&stale.to_string()))?;
        }
        writeln!(out, "- From each piece of evidence to its origin:")?;
        for it in origins.sides() {
            let grade = it.piece.and_then(|at| origins.pieces.get(at)).map(grade).unwrap_or_default();
            writeln!(out, "{}- {}{grade}", "  ".repeat(it.depth + 1), line(&it.text))?;
        }
    }
    let ledger = &standing.ledger;
    list(
        out,
        "Gaps and what is not public",
        listed(ledger).map(|entry| words::entry(entry, &ledger.requests)),
    )?;
    let unasked: Vec<String> =
        ledger.unasked().map(|entry| format!("{} {}", entry.key, line(&entry.material))).collect();
    if !unasked.is_empty() {
        writeln!(out, "- **No request on record for** {}", unasked.join("; "))?;
    }
    let public = public(ledger);
    if !public.is_empty() && ledger.entries.iter().any(|entry| entry.is_missing()) {
        writeln!(out, "\n{public}")?;
    }
    list(out, "Asked for", ledger.requests.iter().map(words::request))
}

/// Writes a list with a heading; nothing where it is empty.
pub(super) fn list(out: &mut impl Write, name: &str, lines: impl Iterator<Item = String>) -> io::Result<()> {
    for (at, line) in lines.enumerate() {
        if at == 0 {
            writeln!(out, "\n#### {name}\n")?;
        }
        writeln!(out, "- {line}")?;
    }
    Ok(())
}
