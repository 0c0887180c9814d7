//! The list of sources, or of parties: a row each, and under it all there is to the one selected.

use super::paint::Paint;
use super::parts::filtered;
use super::pen::{indent, line, rows, t};
use super::sheet;
use super::words::{pointer, stance};
use crate::domain::record_list::RecordOrder;
use crate::domain::{Kind, Stance};
use crate::review::Review;
use crate::review::view::behaviour::View as _;
use crate::review::view::record_lines::RecordLine;
use crate::review::view::records_view::RecordsView;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it.
pub fn draw(paint: &mut Paint<'_>, body: Rect, review: &Review, view: &RecordsView) {
    let theme = *paint.theme;
    let places = view.places(body);
    let of_sources = view.kind == Kind::Source;
    let what = if of_sources { "Sources" } else { "Parties" };
    let mut title = vec![(line(format!("{what} {}", by(view.kind, view.order))), Style::new())];
    title.extend(match of_sources {
        true => filtered(review, paint),
        false => {
            review.filter.as_ref().map(|_| (t(" · all of them: the filter leaves claims"), theme.warning))
        }
    });
    let position = match view.rows.is_empty() {
        true => SafeText::default(),
        false => line(format!("{}/{}", view.rows.cursor() + 1, view.rows.total())),
    };
    paint.title(places.title, &title, &position, !view.in_detail);
    if view.rows.is_empty() {
        let text = match (view.is_waiting(), review.filter.is_some() && of_sources) {
            (true, _) => t("looking …"),
            (false, true) => t("No source matches the filter."),
            (false, false) if of_sources => t("This case has no sources yet."),
            (false, false) => t("This case has no parties yet."),
        };
        paint.pen(indent(places.rows, 1)).put(&text, theme.muted);
        return;
    }
    let columns = Columns::of(body.width, view.kind);
    columns.heads(paint, places.head);
    for (row, (selected, record)) in rows(places.rows).zip(view.rows.visible(places.rows.height)) {
        if selected && !view.in_detail {
            paint.eye(row);
        }
        columns.draw(paint, row, record, (selected, !view.in_detail));
    }
    let Some(selected) = view.rows.selected() else { return };
    let of = line(format!("{} {}", selected.key, selected.called));
    let shown = view.sheet.as_ref();
    let right = shown.map(|sheet| sheet::rows_in_view(sheet, places.detail.rows.height)).unwrap_or_default();
    paint.title(places.detail.title, &[(of, Style::new())], &right, view.in_detail);
    match shown {
        Some(sheet) => sheet::lines(paint, places.detail.rows, sheet, view.in_detail),
        None => drop(paint.pen(places.detail.rows).put(&t("looking …"), theme.muted)),
    }
}

/// An order, as a title has it.
const fn by(kind: Kind, order: RecordOrder) -> &'static str {
    match (order, kind) {
        (RecordOrder::Key, _) => "by key",
        (RecordOrder::Name, _) => "by name",
        (RecordOrder::Publisher, _) => "by publisher",
        (RecordOrder::Date, _) => "by date",
        (RecordOrder::Evidence, _) => "with the most evidence first",
        (RecordOrder::Undecided, _) => "with the most undecided evidence first",
    }
}

/// How many cells each column has; none for one that is left out.
#[derive(Debug, Clone, Copy)]
struct Columns {
    kind: Kind,
    called: usize,
    by: usize,
    day: usize,
    what: usize,
    grade: usize,
    /// For each of the four stances.
    stance: usize,
    counted: usize,
    accessed: usize,
    /// That it is stale, or what has become of it.
    state: usize,
    /// What is left.
    origin: bool,
}

/// The cells of a key, with the pointer before it.
const KEY: usize = 7;

impl Columns {
    /// Those for which a screen of this width has room.
    fn of(width: u16, kind: Kind) -> Self {
        let width = usize::from(width);
        if kind != Kind::Source {
            let called = (width / 3).min(40);
            let (what, by) = if width >= 100 { (width / 4, width / 4) } else { (0, 24) };
            return Self {
                kind,
                called,
                by,
                day: 0,
                what,
                grade: 0,
                stance: 0,
                counted: 7,
                accessed: 0,
                state: 0,
                origin: true,
            };
        }
        let (day, what, grade, accessed) = match width {
            160.. => (11, 20, 3, 11),
            120.. => (11, 18, 3, 0),
            100.. => (11, 0, 3, 0),
            60.. => (11, 0, 0, 0),
            _ => (0, 0, 0, 0),
        };
        let (stance, counted, state) = if width >= 60 { (4, 8, 10) } else { (3, 6, 0) };
        let origin = width >= 160;
        let taken = KEY + day + what + grade + accessed + stance * 4 + counted + state;
        let left = width.saturating_sub(taken + if origin { 44 } else { 0 });
        let by = if width >= 60 { left * 2 / 5 } else { 0 };
        Self { kind, called: left - by, by, day, what, grade, stance, counted, accessed, state, origin }
    }

    /// The names of the columns.
    fn heads(&self, paint: &mut Paint<'_>, area: Rect) {
        let style = paint.theme.label;
        let of_sources = self.kind == Kind::Source;
        let mut pen = paint.pen(area);
        pen.gap(1).column(&t("key"), KEY - 1, style);
        pen.column(&t("name"), self.called, style);
        pen.column(&t(if of_sources { "publisher or party" } else { "of" }), self.by, style);
        pen.column(&t("date"), self.day, style);
        pen.column(&t(if of_sources { "kind" } else { "role" }), self.what, style);
        if self.grade > 0 {
            pen.column(&t("gr"), self.grade, style);
        }
        if of_sources {
            for its in Stance::ALL {
                pen.column_end(&t(its.sign()), self.stance, style);
            }
        }
        pen.column_end(&t(if of_sources { "decided" } else { "claims" }), self.counted, style).gap(1);
        pen.column(&t("looked at"), self.accessed, style);
        pen.column(&t(""), self.state.saturating_sub(1), style);
        if self.origin {
            pen.put(&t(if of_sources { "origin" } else { "naming" }), style);
        }
    }

    fn draw(
        &self,
        paint: &mut Paint<'_>,
        area: Rect,
        record: &RecordLine,
        (selected, focused): (bool, bool),
    ) {
        let theme = *paint.theme;
        let mut pen = paint.pen(area);
        if selected {
            pen = pen.over(if focused { theme.selected } else { theme.selected_off });
        }
        let cell = |cells: usize| cells.saturating_sub(1);
        pen.put(&pointer(selected, focused), theme.mark);
        pen.column(&record.key, cell(KEY - 1), theme.key).gap(1);
        pen.column(&record.called, cell(self.called), theme.text).gap(1);
        if self.by > 0 {
            pen.column(&record.by, cell(self.by), theme.label).gap(1);
        }
        pen.column(&record.day, self.day, theme.muted);
        if self.what > 0 {
            pen.column(&record.kind, cell(self.what), theme.label).gap(1);
        }
        pen.column(&record.grade, self.grade, theme.label);
        if let Some(stances) = record.stances {
            for its in Stance::ALL {
                let count = match stances.of(*its) {
                    0 => t("·"),
                    count => line(count.to_string()),
                };
                let style = if stances.of(*its) == 0 { theme.muted } else { stance(*its, &theme).2 };
                pen.column_end(&count, self.stance, style);
            }
        }
        pen.column_end(&record.counted, self.counted, theme.text).gap(1);
        pen.column(&record.accessed, self.accessed, theme.muted);
        let (state, style) = match (&record.changed, record.stale) {
            (Some(status), _) => (status.clone(), theme.error),
            (None, true) => (t("stale"), theme.warning),
            (None, false) => (SafeText::default(), theme.text),
        };
        pen.column(&state, self.state.saturating_sub(1), style);
        if self.origin {
            pen.put(&record.origin, theme.text);
        }
    }
}
