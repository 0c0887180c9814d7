//! Figures: what is measured, in words and with its bounds.

use crate::domain::figures::said;
use crate::domain::rows::FigureRow;
use crate::domain::{Figure, Key};
use crate::formats::report::html::anchors::{Anchors, Ref};
use crate::formats::report::html::date::When;
use crate::formats::report::html::ledger::source;
use askama::Template;

/// A figure, to show.
#[derive(Debug)]
pub(super) struct FigureView<'a> {
    pub key: &'a Key,
    pub figure: &'a Figure,
    /// Who asserts it.
    pub by: &'a str,
    /// The bounds with what they mean and the unit.
    pub value: String,
    /// Among what, where, over what span of time.
    pub frame: Vec<(&'static str, &'a str)>,
    pub as_of: Option<When<'a>>,
    pub source: Option<Ref>,
}

impl<'a> FigureView<'a> {
    pub fn new(row: &'a FigureRow, sources: &mut Anchors) -> Self {
        let figure = &row.figure;
        let frame = [("among", &figure.population), ("where", &figure.area), ("over", &figure.period)];
        Self {
            key: &row.key,
            figure,
            by: row.asserted_by.as_deref().unwrap_or("not recorded"),
            value: said(figure),
            frame: frame.into_iter().filter_map(|(label, text)| Some((label, text.as_deref()?))).collect(),
            as_of: figure.as_of.as_ref().map(When::of),
            source: source(row.stands_in.as_ref(), sources),
        }
    }
}

/// A figure of no claim and no piece of evidence.
#[derive(Template)]
#[template(path = "loose_figure.html")]
pub(super) struct LooseFigure<'a> {
    pub f: FigureView<'a>,
}
