//! The ledger of the whole report in one table.

use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::table::{Table, TableLine};
use crate::formats::report::words::unasked;
use askama::Template;

/// The section.
#[derive(Template)]
#[template(path = "ledger_table.html")]
pub(super) struct TableView<'a> {
    lines: Vec<LineView<'a>>,
    left_out: String,
}

struct LineView<'a> {
    line: &'a TableLine,
    state: String,
    harm: Option<&'a str>,
    /// Whose word it is: that of a source, of reviewers.
    words: Vec<String>,
    /// Every ground that is given, and who says so.
    grounds: Vec<String>,
    asked: Vec<Ref>,
    /// What is to be said of requests where none is for it.
    unasked: Option<String>,
}

impl<'a> TableView<'a> {
    pub fn new(table: &'a Table, requests: &mut Anchors) -> Self {
        let lines = table.lines.iter().map(|line| LineView {
            line,
            state: line.entry.state_in_words(),
            harm: line.entry.harm(),
            words: line.entry.said(false).iter().map(ToString::to_string).collect(),
            grounds: line.entry.grounds(),
            asked: line.asked.iter().map(|(key, what)| requests.name(key, what)).collect(),
            unasked: unasked(&line.entry),
        });
        Self { lines: lines.collect(), left_out: table.left_out_sentence() }
    }
}
