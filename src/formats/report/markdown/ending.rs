//! What is gathered as the parts come and written at the end: matrix, timeline, ledger; and what the words mean.

use crate::domain::glossary::{self, GLOSSARY};
use crate::domain::timeline::Moment;
use crate::formats::report::markdown::escape::line;
use crate::formats::report::markdown::words;
use crate::formats::report::matrix::Matrix;
use crate::formats::report::table::Table;
use crate::formats::report::timeline::{Timeline, label};
use crate::formats::report::words::{left_out as left_out_of, unasked};
use std::io::{self, Write};

/// At most this many sources have a column: more make lines that nobody can follow.
const COLUMNS: usize = 12;
/// At most this many records are named for one date.
const NAMED: usize = 30;

/// Writes the matrix.
pub(super) fn matrix(out: &mut impl Write, matrix: &Matrix) -> io::Result<()> {
    writeln!(out, "\n## Evidence matrix\n")?;
    let chosen = matrix.chosen(COLUMNS);
    if chosen.is_empty() {
        return writeln!(out, "There is no evidence.");
    }
    let left_out = matrix.left_out(COLUMNS);
    writeln!(
        out,
        "Claims down, sources across. Each cell: the stance of the evidence there and, in brackets, the tags that \
         reviewers gave: {}. Claims without evidence in these sources are left out. {left_out}\n",
        glossary::matrix_legend()
    )?;
    let heads = chosen.iter().map(|at| &matrix.columns[*at]);
    let heads: Vec<String> = heads.map(|column| format!("{} {}", column.key, line(&column.called))).collect();
    writeln!(out, "| Claim | {} |", heads.join(" | "))?;
    writeln!(out, "|---{}|", "|---".repeat(chosen.len()))?;
    for row in &matrix.rows {
        let cells = chosen.iter().map(|at| row.cells.iter().find(|cell| cell.column == *at));
        let cells: Vec<String> = cells
            .map(|cell| {
                let Some(cell) = cell else { return String::new() };
                let tags: String = cell.tags().into_iter().map(|(_, letter)| letter).collect();
                format!("{} \\[{}\\]", cell.signs(), if tags.is_empty() { "·" } else { &tags })
            })
            .collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let claim = format!("{}: {}", line(&row.claimant), line(&row.called));
            writeln!(out, "| {} {claim} | {} |", row.key, cells.join(" | "))?;
        }
    }
    writeln!(out)?;
    for column in chosen.iter().map(|at| &matrix.columns[*at]) {
        let grade = column.reliability.map(|grade| format!(" ({grade})")).unwrap_or_default();
        writeln!(out, "- {} {}{grade}", column.key, line(&column.title))?;
    }
    Ok(())
}

/// Writes the timeline: a line for each date and kind of date.
pub(super) fn timeline(out: &mut impl Write, timeline: &mut Timeline) -> io::Result<()> {
    writeln!(out, "\n## Timeline\n")?;
    let left_out = timeline.left_out;
    let moments = timeline.arranged();
    if moments.is_empty() {
        return writeln!(out, "There is no date.");
    }
    let together = |one: &Moment, other: &Moment| one.dated == other.dated && one.of == other.of;
    for moments in moments.chunk_by(together) {
        let Some(first) = moments.first() else { continue };
        let named = moments.iter().take(NAMED).map(|moment| format!("{} {}", moment.key, line(&moment.what)));
        let named: Vec<String> = named.collect();
        let more = match moments.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let stated = if first.inferred().is_some() { "" } else { " (stated)" };
        writeln!(
            out,
            "- **{}**{stated}, {}: {}{more}",
            words::date(&first.dated),
            label(first.of),
            named.join("; ")
        )?;
    }
    if left_out > 0 {
        writeln!(out, "\n{}", left_out_of(left_out as u64, "date"))?;
    }
    Ok(())
}

/// Writes the ledger of the whole report.
pub(super) fn ledger(out: &mut impl Write, table: &Table) -> io::Result<()> {
    writeln!(out, "\n## Ledger of what is not public\n")?;
    if table.lines.is_empty() {
        return writeln!(
            out,
            "Of the claims in this report nothing is on record as withheld, removed or not shown."
        );
    }
    writeln!(
        out,
        "| Material | Claim | Holder | How it stands | Ground, and who says so | Harm, as its holder has it | Asked for in |\n\
         |---|---|---|---|---|---|---|"
    )?;
    for it in &table.lines {
        let entry = &it.entry;
        let claim = it.claim.as_ref().map_or_else(
            || "none in particular".to_owned(),
            |(key, claimant)| format!("{key}, {}", line(claimant)),
        );
        let disputed = if entry.disputed { " and disputed" } else { "" };
        let word: String =
            entry.said(false).iter().map(|said| format!("; {}", line(&said.to_string()))).collect();
        let grounds: Vec<String> = entry.grounds().iter().map(|ground| line(ground)).collect();
        let mut asked: Vec<String> =
            it.asked.iter().map(|(key, what)| format!("{key} {}", line(what))).collect();
        asked.extend(unasked(entry));
        writeln!(
            out,
            "| {} {} | {claim} | {} | {}{disputed}{word} | {} | {} | {} |",
            entry.key,
            line(&entry.material),
            words::name(entry.holder.as_deref()),
            entry.state_in_words(),
            if grounds.is_empty() { "not on record".to_owned() } else { grounds.join("; ") },
            entry.harm().map_or_else(|| "none on record".to_owned(), line),
            asked.join("; "),
        )?;
    }
    let left_out = table.left_out_sentence();
    if !left_out.is_empty() {
        writeln!(out, "\n{left_out}")?;
    }
    Ok(())
}

/// Writes what corrob's words mean.
pub(super) fn words(out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n## Words\n{}", glossary::markdown("###", GLOSSARY.iter()))
}
