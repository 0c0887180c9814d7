//! The ledger of the whole report in one table.

use crate::domain::grounds;
use crate::domain::ledger::holding;
use crate::domain::wording::counted;
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::table::{Line, Table};
use crate::formats::report::words::whose;
use askama::Template;

/// The section.
#[derive(Template)]
#[template(path = "ledger_table.html")]
pub(super) struct TableView<'a> {
    lines: Vec<LineView<'a>>,
    left_out: String,
}

struct LineView<'a> {
    line: &'a Line,
    state: &'static str,
    meaning: String,
    /// Whose word it is: that of a source, of reviewers.
    words: Vec<String>,
    said: String,
    asked: Vec<Ref>,
}

impl<'a> TableView<'a> {
    pub fn new(table: &'a Table, requests: &mut Anchors) -> Self {
        let lines = table.lines.iter().map(|line| {
            let reason = line.entry.reason.as_ref();
            LineView {
                line,
                state: holding(line.entry.state),
                meaning: reason.and_then(|reason| grounds::meanings(&reason.code)).unwrap_or_default(),
                words: whose(&line.entry),
                said: line.entry.basis_said(None).unwrap_or_default(),
                asked: line.entry.asked.iter().map(|key| requests.name(key, "")).collect(),
            }
        });
        let left_out = match table.left_out {
            0 => String::new(),
            n => format!(
                "It holds the first {}; {} more stand with their claims alone.",
                counted(table.lines.len() as u64, "line"),
                counted(n, "line")
            ),
        };
        Self { lines: lines.collect(), left_out }
    }
}
