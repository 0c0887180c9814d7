//! Figures: what is measured, in words and with its bounds.

use crate::domain::figures::bounds;
use crate::domain::rows::Titled;
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
    /// The bounds with what they mean, without the unit.
    pub value: String,
    /// Among what, where, over what span of time.
    pub frame: Vec<(&'static str, &'a str)>,
    pub as_of: Option<When<'a>>,
    pub source: Option<Ref>,
}

impl<'a> FigureView<'a> {
    /// With the name of who asserts it.
    pub fn new(
        key: &'a Key,
        figure: &'a Figure,
        by: Option<&'a str>,
        stands_in: Option<&Titled>,
        sources: &mut Anchors,
    ) -> Self {
        let frame = [("among", &figure.population), ("where", &figure.area), ("over", &figure.period)];
        Self {
            key,
            figure,
            by: by.unwrap_or("not recorded"),
            value: bounds(figure),
            frame: frame.into_iter().filter_map(|(label, text)| Some((label, text.as_deref()?))).collect(),
            as_of: figure.as_of.as_ref().map(When::of),
            source: source(stands_in, sources),
        }
    }
}

/// A figure of no claim and no piece of evidence.
#[derive(Template)]
#[template(path = "loose_figure.html")]
pub(super) struct LooseFigure<'a> {
    pub f: FigureView<'a>,
}
