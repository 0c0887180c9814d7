//! Where everything stands on a screen of a given size. The screen draws with these rectangles and
//! the review pages by them, so that the two cannot disagree. Arithmetic only.

use crate::review::state::pane::Pane;
use crate::review::state::sheet::Sheet;
use ratatui::layout::Rect;

/// The fewest columns with which keys are taken.
pub const MIN_WIDTH: u16 = 40;
/// The fewest rows with which keys are taken.
pub const MIN_HEIGHT: u16 = 10;
/// From this many columns on, claims and evidence stand side by side.
pub const WIDE: u16 = 100;
/// From this many columns beside the claims on, the two panes of evidence stand side by side.
pub const ABREAST: u16 = 100;
/// The column in which the names of facts stand in the detail pane, its space included.
pub const LABEL: u16 = 14;

/// Whether the screen is too small to show what a key would act on.
#[must_use]
pub const fn too_small((width, height): (u16, u16)) -> bool {
    width < MIN_WIDTH || height < MIN_HEIGHT
}

/// A pane: one line of title, and its rows below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaneArea {
    /// The line of the title.
    pub title: Rect,
    /// The rows.
    pub rows: Rect,
}

impl PaneArea {
    /// Of an area.
    #[must_use]
    pub const fn of(area: Rect) -> Self {
        let title = if area.height == 0 { 0 } else { 1 };
        Self {
            title: Rect { height: title, ..area },
            rows: Rect { y: area.y + title, height: area.height - title, ..area },
        }
    }

    /// Of an area, for text: its rows keep a column free on either side.
    #[must_use]
    pub const fn of_text(area: Rect) -> Self {
        let frame = Self::of(area);
        let rows = Rect {
            x: area.x + if area.width > 2 { 1 } else { 0 },
            width: area.width - if area.width > 2 { 2 } else { 0 },
            ..frame.rows
        };
        Self { rows, ..frame }
    }

    /// Whether there is nothing of it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.title.height == 0 || self.title.width == 0
    }
}

/// The places of a screen. A pane that is not shown (another one is zoomed) is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// The first line: case, progress, reviewer, saved.
    pub header: Rect,
    /// The claims.
    pub claims: PaneArea,
    /// The line between claims and the rest, where they stand side by side.
    pub divider: Rect,
    /// The selected claim in full: its title line (the key) and its text.
    pub head: PaneArea,
    /// Supporting and repeating evidence.
    pub supporting: PaneArea,
    /// The line between the two panes of evidence, where they stand side by side.
    pub split: Rect,
    /// Disputing evidence and context.
    pub disputing: PaneArea,
    /// The detail of the selected item.
    pub detail: PaneArea,
    /// The line for messages. Where it has the place of `hints`, a message
    /// covers the hints.
    pub status: Rect,
    /// The line of keys.
    pub hints: Rect,
    /// Everything between header and footer: for views that take the whole screen.
    pub body: Rect,
}

impl Places {
    /// The frame of a pane.
    #[must_use]
    pub const fn pane(&self, pane: Pane) -> PaneArea {
        match pane {
            Pane::Claims => self.claims,
            Pane::Supporting => self.supporting,
            Pane::Disputing => self.disputing,
            Pane::Detail => self.detail,
        }
    }
}

/// The rows of the footer: messages, and the keys. Questions stand above both.
const fn footer_of(height: u16) -> u16 {
    match height {
        16.. => 2,
        2.. => 1,
        _ => 0,
    }
}

/// The places of a screen on which the selected claim takes `claim` rows (see [`head_width`]).
#[must_use]
pub fn places((width, height): (u16, u16), focus: Pane, zoomed: bool, claim: u16) -> Places {
    let footer = footer_of(height);
    let header = Rect::new(0, 0, width, height.min(1));
    let body = Rect::new(0, header.height, width, height.saturating_sub(header.height + footer));
    let hints = Rect::new(0, height.saturating_sub(1), width, u16::from(footer > 0));
    let status = if footer == 2 { Rect { y: hints.y - 1, ..hints } } else { hints };
    let mut places = Places { header, status, hints, body, ..Places::default() };
    if zoomed {
        let frame = PaneArea::of(body);
        match focus {
            Pane::Claims => places.claims = frame,
            Pane::Supporting => places.supporting = frame,
            Pane::Disputing => places.disputing = frame,
            Pane::Detail => {
                let mut take = taking(body);
                places.head = PaneArea::of(take(head_of(body.height, claim)));
                places.detail = PaneArea::of_text(take(body.height));
            }
        }
    } else if width >= WIDE {
        side_by_side(&mut places, body, claim);
    } else {
        one_column(&mut places, body, focus, claim);
    }
    places
}

/// How wide the claim above its evidence is on a screen of `width` columns.
#[must_use]
pub const fn head_width(width: u16, zoomed: bool) -> u16 {
    let whole = if width >= WIDE && !zoomed { width - claims_width(width) - 1 } else { width };
    whole.saturating_sub(1)
}

/// The columns of the claims, where they stand beside the rest.
const fn claims_width(width: u16) -> u16 {
    let part = width * 2 / 5;
    if part < 70 { part } else { 70 }
}

/// The rows of the claim above its evidence, its title line included: enough for most, and for a claim that
/// takes `claim` rows, what it stands on among them, enough for that; on a high screen for its facts as well, which
/// its detail has on any.
fn head_of(height: u16, claim: u16) -> u16 {
    let (facts, most) = match height {
        30.. => (1, height * 2 / 5),
        20.. => (0, height * 2 / 5),
        _ => (0, height / 3),
    };
    (height / 5).clamp(3, 5).max(claim.saturating_add(1 + facts)).min(most)
}

/// Takes an area apart from its top; there is never more to be had than there is.
fn taking(area: Rect) -> impl FnMut(u16) -> Rect {
    let mut y = area.y;
    move |height| {
        let height = height.min(area.bottom() - y);
        y += height;
        Rect { y: y - height, height, ..area }
    }
}

fn side_by_side(places: &mut Places, body: Rect, claim: u16) {
    let left = claims_width(body.width);
    places.claims = PaneArea::of(Rect { width: left, ..body });
    places.divider = Rect { x: left, width: 1, ..body };
    let right = Rect { x: left + 1, width: body.width.saturating_sub(left + 1), ..body };
    let mut take = taking(right);
    let head = take(head_of(body.height, claim));
    places.head = PaneArea::of(head);
    let rest = body.height - head.height;
    if right.width < ABREAST {
        // One above the other: half as wide, a line of evidence would say nothing.
        let each = (rest * 2 / 9).max(2);
        places.supporting = PaneArea::of(take(each));
        places.disputing = PaneArea::of(take(each));
    } else {
        let both = take((rest * 2 / 5).max(2));
        let half = both.width / 2;
        places.supporting = PaneArea::of(Rect { width: half, ..both });
        places.split = Rect { x: both.x + half, width: 1, ..both };
        let x = both.x + half + 1;
        places.disputing = PaneArea::of(Rect { x, width: both.right().saturating_sub(x), ..both });
    }
    places.detail = PaneArea::of_text(take(rest));
}

/// One pane under another. Only the list in use has more than a row or two: what a tag is about needs the
/// room.
fn one_column(places: &mut Places, body: Rect, focus: Pane, claim: u16) {
    let head = if body.height >= 16 { head_of(body.height, claim) } else { 0 };
    let rest = body.height - head;
    let few = if rest < 24 { 2 } else { rest / 6 };
    // In a low window every pane keeps a quarter of a fair share at least.
    let low = (rest / 6).max(2).min(rest / 4);
    let [claims, supporting, disputing] = match focus {
        _ if head == 0 => {
            let used = rest - low * 3;
            [Pane::Claims, Pane::Supporting, Pane::Disputing].map(|it| if it == focus { used } else { low })
        }
        Pane::Claims if rest < 24 => [rest - few * 2, few, few],
        Pane::Claims => [rest / 2, few, few],
        Pane::Supporting => [0, rest / 4, few - few / 2],
        Pane::Disputing => [0, few - few / 2, rest / 4],
        Pane::Detail => [0, few, few],
    };
    let mut take = taking(body);
    places.claims = PaneArea::of(take(claims));
    places.head = PaneArea::of(take(head));
    places.supporting = PaneArea::of(take(supporting));
    places.disputing = PaneArea::of(take(disputing));
    places.detail = PaneArea::of_text(take(rest));
}

/// The places of the matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatrixPlaces {
    /// The line of the title.
    pub title: Rect,
    /// The names of the sources.
    pub head: Rect,
    /// The claims, a row each.
    pub rows: Rect,
    /// What is in use, in words: the claim, the source, the evidence.
    pub foot: Rect,
    /// How many cells of a row name the claim.
    pub label: u16,
    /// How many sources there is room for.
    pub columns: usize,
}

/// How many cells a source has in the matrix, the free one behind it included.
pub const MATRIX_CELL: u16 = 11;

/// The places of a matrix with this many sources in the body of a screen: what they leave free is for
/// the claims.
#[must_use]
pub fn matrix(body: Rect, sources: usize) -> MatrixPlaces {
    let foot = match body.height {
        20.. => 6,
        12.. => 3,
        _ => 0,
    };
    let least = match body.width {
        160.. => 56,
        100.. => 40,
        70.. => 36,
        _ => 18,
    };
    let taken = u16::try_from(sources.max(1)).unwrap_or(u16::MAX).saturating_mul(MATRIX_CELL);
    let label = least.max(body.width.saturating_sub(taken));
    // A name has three rows of a few cells each, or one.
    let names = if body.height >= 16 { 3 } else { 1 };
    let mut take = taking(body);
    let (title, head) = (take(1), take(names));
    let rows = take(body.height.saturating_sub(title.height + head.height + foot));
    MatrixPlaces {
        title,
        head,
        rows,
        foot: Rect { y: body.bottom() - foot, height: foot, ..body },
        label,
        columns: usize::from(body.width.saturating_sub(label) / MATRIX_CELL).max(1),
    }
}

/// The places of a list of sources or of parties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordPlaces {
    /// The line of the title.
    pub title: Rect,
    /// The names of the columns.
    pub head: Rect,
    /// The records, a row each.
    pub rows: Rect,
    /// What there is to the one selected.
    pub detail: PaneArea,
}

/// The places of a list of so many sources or parties in the body of a screen: the list above, what there is to
/// the one selected below. What has the keys has more of the room, and none is left free.
#[must_use]
pub fn records(body: Rect, total: u64, in_detail: bool) -> RecordPlaces {
    let mut take = taking(body);
    let (title, head) = (take(1), take(if body.height >= 12 { 1 } else { 0 }));
    let rest = body.height.saturating_sub(title.height + head.height);
    let most = if in_detail { (rest / 4).max(2) } else { rest / 2 };
    let rows = take(u16::try_from(total.max(1)).unwrap_or(u16::MAX).min(most));
    RecordPlaces { title, head, rows, detail: PaneArea::of_text(take(body.height)) }
}

/// A box in the middle of the screen for help, palette, search results and forms: its border and
/// title are its outermost cells. Its keys stand in the footer, which it leaves free.
#[must_use]
pub fn overlay((width, height): (u16, u16)) -> Rect {
    let w = width.saturating_sub(if width >= 60 { 8 } else { 0 }).min(110);
    let above = if height >= 20 { 2 } else { 0 };
    let room = height.saturating_sub(footer_of(height) + above);
    let h = room.min(32);
    Rect::new((width - w) / 2, above + (room - h) / 2, w, h)
}

/// Where what is to be read before a question stands: the rows of an overlay above the question and its keys, no
/// more than there are.
#[must_use]
pub fn question(size: (u16, u16), sheet: &Sheet) -> Rect {
    let inner = inside(overlay(size));
    let rows = u16::try_from(sheet.position(0).2).unwrap_or(u16::MAX).max(1);
    let height = rows.min(inner.height.saturating_sub(2));
    let y = inner.y + (inner.height - 2u16.min(inner.height) - height) / 2;
    Rect { y, height, width: inner.width.saturating_sub(1), ..inner }
}

/// The places inside an overlay with a line to type in and a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListBox {
    /// The box with its border.
    pub outer: Rect,
    /// The line to type in.
    pub input: Rect,
    /// The rows of the list, which leave a column free before the border.
    pub list: Rect,
}

/// The places of a document being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DocumentPlaces {
    /// Its title and its rows.
    pub page: PaneArea,
    /// The quote in use, in words.
    pub foot: Rect,
}

/// The cells left of a document's text: pointer, stance and tags of a quote, number of a paragraph.
pub const MARGIN: usize = 11;

/// The places of a document in the body of a screen.
#[must_use]
pub fn document(body: Rect) -> DocumentPlaces {
    let foot = if body.height >= 12 { 2 } else { 0 };
    let page = PaneArea::of(Rect { height: body.height - foot, ..body });
    DocumentPlaces { page, foot: Rect { y: body.bottom() - foot, height: foot, ..body } }
}

/// An overlay with a line to type in and a list.
#[must_use]
pub fn list_box(size: (u16, u16)) -> ListBox {
    let outer = overlay(size);
    let inner = inside(outer);
    ListBox {
        outer,
        input: Rect { height: inner.height.min(1), ..inner },
        list: Rect {
            y: inner.y + 1,
            height: inner.height.saturating_sub(1),
            width: inner.width.saturating_sub(1),
            ..inner
        },
    }
}

/// The box of the note editor: the lower part of the screen, so that what the note is on stays in
/// view. Its border and title are its outermost cells.
#[must_use]
pub fn note_box((width, height): (u16, u16)) -> Rect {
    let below = footer_of(height);
    let h = (height / 2).clamp(6, 16).min(height.saturating_sub(below + 1));
    Rect::new(0, height.saturating_sub(below + h), width, h)
}

/// The cells and the rows a note has in its box, a cell in from its border.
#[must_use]
pub fn note_page(size: (u16, u16)) -> (usize, usize) {
    let area = inside(note_box(size));
    (usize::from(area.width.saturating_sub(1)), usize::from(area.height))
}

/// The column in which the names of the lines of a record's form stand.
pub const RECORD_LABEL: u16 = 18;

/// The cells and the most rows that a text has in a line of a record's form.
#[must_use]
pub fn record_text(size: (u16, u16)) -> (usize, usize) {
    let area = inside(overlay(size));
    (usize::from(area.width.saturating_sub(RECORD_LABEL + 4).max(8)), 5)
}

/// A small box over the footer for a question of a few lines (border included).
#[must_use]
pub fn prompt_box((width, height): (u16, u16), lines: u16) -> Rect {
    let h = (lines + 2).min(height);
    let w = width.min(90);
    Rect::new((width - w) / 2, height.saturating_sub(h + footer_of(height)), w, h)
}

/// What a box holds inside its border.
#[must_use]
pub const fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + if area.width > 0 { 1 } else { 0 },
        y: area.y + if area.height > 0 { 1 } else { 0 },
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}
