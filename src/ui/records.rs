//! The list of sources, or of parties: a row each, and under it all there is to the one selected.

use super::paint::Paint;
use super::parts::filtered;
use super::pen::{Pen, indent, line, rows, t};
use super::sheet;
use super::words::{pointer, stance};
use crate::domain::glossary::sign;
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
    let mut title = vec![(line(format!("{what} {}", by(view.order))), Style::new())];
    title.extend(filtered(review, paint));
    let position = match view.rows.is_empty() {
        true => SafeText::default(),
        false => line(format!("{}/{}", view.rows.cursor() + 1, view.rows.total())),
    };
    paint.title(places.title, &title, &position, !view.in_detail);
    if view.rows.is_empty() {
        let text = match (view.is_waiting(), review.filter.is_some()) {
            (true, _) => t("looking …"),
            (false, true) if of_sources => t("No source matches the filter."),
            (false, true) => t("No party has to do with what the filter leaves."),
            (false, false) if of_sources => t("This case has no sources yet."),
            (false, false) => t("This case has no parties yet."),
        };
        paint.pen(indent(places.rows, 1)).put(&text, theme.muted);
        return;
    }
    let columns = Columns::of(body.width, view);
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
const fn by(order: RecordOrder) -> &'static str {
    match order {
        RecordOrder::Key => "by key",
        RecordOrder::Name => "by name",
        RecordOrder::Publisher => "by publisher",
        RecordOrder::Date => "by date",
        RecordOrder::Evidence => "with the most evidence first",
        RecordOrder::Undecided => "with the most undecided evidence first",
    }
}

/// How many cells each column has; none for one that is left out.
#[derive(Debug, Clone, Copy)]
struct Columns {
    kind: Kind,
    /// With the pointer before it.
    key: usize,
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
    /// Whether what is left is for the origin of a source, or how a party is named.
    rest: bool,
}

/// The fewest cells of a key, with the pointer before it and a free one behind.
const KEY: usize = 7;

/// Writes a text in a column, the last of whose cells stays free; nothing where it is left out.
fn cell(pen: &mut Pen<'_>, text: &SafeText, cells: usize, style: Style) {
    if cells > 0 {
        pen.column(text, cells - 1, style).gap(1);
    }
}

impl Columns {
    /// Those for which a screen of this width has room.
    fn of(width: u16, view: &RecordsView) -> Self {
        let width = usize::from(width);
        let key = view.rows.rows().iter().map(|record| record.key.width() + 2).max().unwrap_or(0).max(KEY);
        let none = Self {
            kind: view.kind,
            key,
            called: 0,
            by: 0,
            day: 0,
            what: 0,
            grade: 0,
            stance: 0,
            counted: 8,
            accessed: 0,
            state: 0,
            rest: false,
        };
        if view.kind != Kind::Source {
            let rest = if width >= 60 { 14 } else { 0 };
            let left = width.saturating_sub(key + none.counted + 1 + rest);
            let (by, what) = if width >= 100 { (left / 3, left / 3) } else { (left / 2, 0) };
            return Self { called: left - by - what, by, what, rest: rest > 0, ..none };
        }
        let (day, what, grade, accessed) = match width {
            160.. => (11, 20, 6, 11),
            120.. => (11, 18, 6, 0),
            100.. => (11, 0, 6, 0),
            60.. if view.order == RecordOrder::Date => (11, 0, 0, 0),
            _ => (0, 0, 0, 0),
        };
        let (stance, counted, state) = if width >= 60 { (4, 8, 10) } else { (3, 7, 0) };
        let rest = width >= 160;
        let taken = key + day + what + grade + accessed + stance * 4 + counted + 1 + state;
        let left = width.saturating_sub(taken + if rest { 44 } else { 0 });
        let by = match width {
            100.. => left * 2 / 5,
            60.. if day == 0 => left * 2 / 5,
            _ => 0,
        };
        Self { called: left - by, by, day, what, grade, stance, counted, accessed, state, rest, ..none }
    }

    /// The names of the columns.
    fn heads(&self, paint: &mut Paint<'_>, area: Rect) {
        let style = paint.theme.label;
        let of_sources = self.kind == Kind::Source;
        let mut pen = paint.pen(area);
        cell(&mut pen, &t(" key"), self.key, style);
        cell(&mut pen, &t("name"), self.called, style);
        cell(&mut pen, &t(if of_sources { "publisher or party" } else { "of" }), self.by, style);
        cell(&mut pen, &t("date"), self.day, style);
        cell(&mut pen, &t(if of_sources { "kind" } else { "role" }), self.what, style);
        cell(&mut pen, &t("grade"), self.grade, style);
        if of_sources {
            for its in Stance::ALL {
                pen.column_end(&t(its.sign()), self.stance, style);
            }
        }
        pen.column_end(&t(if of_sources { "decided" } else { "claims" }), self.counted, style).gap(1);
        cell(&mut pen, &t("looked at"), self.accessed, style);
        pen.gap(self.state);
        if self.rest {
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
        pen.put(&pointer(selected, focused), theme.mark);
        cell(&mut pen, &record.key, self.key - 1, theme.key);
        cell(&mut pen, &record.called, self.called, theme.text);
        cell(&mut pen, &record.by, self.by, theme.label);
        cell(&mut pen, &record.day, self.day, theme.muted);
        cell(&mut pen, &record.kind, self.what, theme.label);
        cell(&mut pen, &record.grade, self.grade, theme.label);
        if let Some(stances) = record.stances {
            for its in Stance::ALL {
                let count = match stances.of(*its) {
                    // There may be some among what was not counted.
                    0 if record.more => t(sign::UNKNOWN),
                    0 => t("·"),
                    count => line(count.to_string()),
                };
                let style = if stances.of(*its) == 0 { theme.muted } else { stance(*its, &theme).2 };
                pen.column_end(&count, self.stance, style);
            }
        }
        pen.column_end(&record.counted, self.counted, theme.text).gap(1);
        cell(&mut pen, &record.accessed, self.accessed, theme.muted);
        let (state, style) = match (&record.changed, record.stale) {
            (Some(status), _) => (status.clone(), theme.error),
            (None, true) => (t("stale"), theme.warning),
            (None, false) => (SafeText::default(), theme.text),
        };
        cell(&mut pen, &state, self.state, style);
        if self.rest {
            pen.put(&record.origin, theme.text);
        }
    }
}
