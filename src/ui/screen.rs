//! The whole screen: which widget goes where.

use super::lines::{Lines, Weight};
use super::paint::Paint;
use super::parts::{self, filtered};
use super::pen::{confine_directions, indent, line, t};
use super::{
    Theme, claims, detail, document, evidence, export, footer, form, head, header, lists, matrix, note,
    prompts, provenance, quote, record, records, sheet,
};
use crate::domain::rows::Side;
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::AnyPrompt;
use crate::review::state::geometry;
use crate::review::state::geometry::{MIN_HEIGHT, MIN_WIDTH, PaneArea, Places};
use crate::review::state::list::{HasId, List};
use crate::review::state::pane::Pane;
use crate::review::view::AnyView;
use crate::text::SafeText;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the state of a review.
pub fn view(review: &Review, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, theme.text);
    let mut paint = Paint::new(theme, frame.buffer_mut());
    if geometry::too_small((area.width, area.height)) || review.too_small() {
        too_small(&mut paint, area);
    } else {
        screen(&mut paint, review);
    }
    let cursor = paint.cursor;
    confine_directions(frame.buffer_mut());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

fn too_small(paint: &mut Paint<'_>, area: Rect) {
    let text = line(format!(
        "Too small to show what a key would act on: {}×{} here, {MIN_WIDTH}×{MIN_HEIGHT} needed. Please enlarge \
         the window. Nothing is lost.",
        area.width, area.height
    ));
    let style = paint.theme.text;
    paint.paragraph(area, &text, style);
}

fn screen(paint: &mut Paint<'_>, review: &Review) {
    let places = review.places();
    header::draw(paint, places.header, review);
    match &review.view {
        Some(AnyView::Lines(view)) => {
            let place = whole(paint, places.body);
            let title = sheet::title(review, view, paint.theme);
            paint.title(place.title, &title, &sheet::position(view, place.rows.height), true);
            sheet::draw(paint, place.rows, view);
        }
        Some(AnyView::Matrix(view)) => {
            whole(paint, places.body);
            matrix::draw(paint, places.body, review, view);
        }
        Some(AnyView::Records(view)) => {
            whole(paint, places.body);
            records::draw(paint, places.body, review, view);
        }
        Some(AnyView::Document(view)) => {
            whole(paint, places.body);
            document::draw(paint, geometry::document(places.body), review, view);
        }
        None => panes(paint, review, &places),
    }
    let message = footer::message(review, paint.theme);
    let rows = message.as_ref().map_or(0, |(rows, _)| rows.len());
    let occupied = rows > 0;
    if places.status != places.hints && !occupied {
        footer::settings(paint, places.status, review);
    }
    if !occupied || (places.status != places.hints && rows < 2) {
        parts::hints(paint, places.hints, review);
    }
    // A message stands where the keys do only as far as it takes their row.
    if let Some((text, style)) = message.as_ref().filter(|_| rows == 1) {
        paint.pen(indent(places.status, 1)).put(&text[0], *style);
    }
    let lines = review.prompt.as_ref().map_or(0, |prompt| prompt.get().lines_in_sight());
    match &review.prompt {
        None => {
            if let Some(marked) = review.marked_view {
                prompts::views(paint, review, marked);
            }
        }
        Some(AnyPrompt::Note(editor)) => note::draw(paint, review, editor),
        Some(AnyPrompt::Verdict(prompt)) => prompts::verdict(paint, review, prompt),
        Some(AnyPrompt::Details(details)) => form::draw(paint, review, details),
        Some(AnyPrompt::Export(form)) => export::draw(paint, review, form),
        Some(AnyPrompt::TagFirst(prompt)) => prompts::tag_first(paint, review, prompt),
        Some(AnyPrompt::CaseInfo(page)) => prompts::case_info(paint, review, **page),
        Some(AnyPrompt::Grade(prompt)) => prompts::grade(paint, review, prompt),
        Some(AnyPrompt::Provenance(form)) => provenance::draw(paint, review, form),
        Some(AnyPrompt::Record(form)) => record::draw(paint, review, form),
        Some(AnyPrompt::RecordMenu(menu)) => record::menu(paint, review, menu),
        Some(AnyPrompt::RequestAnswer(prompt)) => record::answer(paint, review, prompt),
        Some(AnyPrompt::RecordPicker(picker)) => record::picker(paint, review, picker),
        Some(AnyPrompt::TakeOut(prompt)) => record::take_out(paint, review, prompt),
        Some(AnyPrompt::Combine(prompt)) => record::combine(paint, review, prompt),
        Some(AnyPrompt::Duplicates(list)) => record::duplicates(paint, review, list),
        Some(AnyPrompt::Quote(prompt)) => quote::draw(paint, review, prompt, lines),
        Some(AnyPrompt::Offers(prompt)) => quote::offers(paint, review, prompt, lines),
        Some(AnyPrompt::Import(prompt)) => prompts::import(paint, review, prompt),
        Some(AnyPrompt::Aside(prompt)) => prompts::aside(paint, review, prompt),
        Some(AnyPrompt::Find(prompt)) => prompts::find(paint, review, prompt),
        Some(AnyPrompt::Filter(prompt)) => prompts::filter(paint, review, prompt),
        Some(AnyPrompt::Confirm(prompt)) => prompts::confirm(paint, review, prompt),
        Some(AnyPrompt::Search(search)) => lists::search(paint, review, search),
        Some(AnyPrompt::Help(help)) => lists::help(paint, review, help),
        Some(AnyPrompt::Palette(palette)) => lists::palette(paint, review, palette),
    }
    // One that takes more rows stands over what is there: the next key takes it away.
    if let Some(message) = message.filter(|_| rows > 1) {
        footer::draw_message(paint, Rect { height: places.hints.bottom(), ..places.header }, &message);
    }
}

/// A view takes all there is between header and footer.
fn whole(paint: &mut Paint<'_>, body: Rect) -> PaneArea {
    let place = PaneArea::of(body);
    rule(&mut Lines::new(body, paint.theme, paint.buffer), place, body, Weight::Heavy);
    place
}

/// The line under a pane's title and the lines at its sides, which it joins.
fn rule(lines: &mut Lines<'_>, place: PaneArea, body: Rect, weight: Weight) {
    if place.is_empty() {
        return;
    }
    let (left, right) = (place.title.x, place.title.right());
    // At the edge of the screen the line runs on.
    lines.across(left.saturating_sub(1), right, place.title.y, weight);
    if left == body.x {
        lines.runs_on(left, place.title.y, weight);
    }
    if left > body.x {
        lines.down(left - 1, place.title.y, place.rows.bottom(), weight);
    }
    if right < body.right() {
        lines.down(right, place.title.y, place.rows.bottom(), weight);
    }
}

fn panes(paint: &mut Paint<'_>, review: &Review, places: &Places) {
    let mut lines = Lines::new(places.body, paint.theme, paint.buffer);
    let other = Pane::ALL.into_iter().filter(|pane| *pane != review.focus).map(|pane| places.pane(pane));
    for place in other.chain([places.head]) {
        rule(&mut lines, place, places.body, Weight::Light);
    }
    rule(&mut lines, places.pane(review.focus), places.body, Weight::Heavy);

    let place = places.claims;
    let focused = review.focus == Pane::Claims;
    if !place.is_empty() {
        let mut parts = vec![(t("Claims"), Style::new())];
        parts.extend(filtered(review, paint));
        paint.title(place.title, &parts, &position(&review.claims), focused);
        if review.claims.is_empty() {
            no_claims(paint, place.rows, review);
        } else {
            claims::draw(paint, place.rows, &review.claims, focused);
        }
    }
    if !places.head.is_empty() {
        // Where the list of claims is not on the screen, the claim says where in it it stands.
        let right = if places.claims.is_empty() { position(&review.claims) } else { SafeText::default() };
        paint.title(places.head.title, &head::title(review), &right, false);
        head::draw(paint, places.head.rows, review);
    }
    for (pane, side) in [(Pane::Supporting, Side::Supporting), (Pane::Disputing, Side::Disputing)] {
        side_pane(paint, review, places.pane(pane), (pane, side));
    }
    let place = places.detail;
    if !place.is_empty() {
        let right = detail::position(review, place.rows.height);
        let mut title = vec![(detail::title(review), Style::new())];
        if review.zoomed {
            title.extend(filtered(review, paint));
        }
        paint.title(place.title, &title, &right, review.focus == Pane::Detail);
        if review.focus == Pane::Detail {
            paint.eye(place.rows);
        }
        detail::draw(paint, place.rows, &review.detail);
    }
}

fn side_pane(paint: &mut Paint<'_>, review: &Review, place: PaneArea, (pane, side): (Pane, Side)) {
    if place.is_empty() {
        return;
    }
    let focused = review.focus == pane;
    let open = review.shown();
    let list = open.map(|open| open.side(side));
    let mut title = evidence::title(side, open.map(|open| open.head.stances));
    if review.zoomed {
        title.extend(filtered(review, paint));
    }
    let right = list.map(position).unwrap_or_default();
    paint.title(place.title, &title, &right, focused);
    match list {
        Some(list) if list.is_empty() => {
            let what = match side {
                Side::Supporting => "supports or repeats",
                Side::Disputing => "disputes",
            };
            let muted = paint.theme.muted;
            let make = making(review, Action::MakeEvidence);
            let text = line(format!("Nothing on record {what} it{make}."));
            paint.paragraph(indent(place.rows, 1), &text, muted);
        }
        Some(list) => evidence::draw(paint, place.rows, list, focused, |e| review.row_sign(e)),
        None => {}
    }
}

/// The position of the cursor in a list, and the length of the list.
fn position<T: HasId>(list: &List<T>) -> SafeText {
    if list.is_empty() {
        return SafeText::default();
    }
    line(format!("{}/{}", list.cursor() + 1, list.total()))
}

/// Draws what to do where there is no claim to show.
fn no_claims(paint: &mut Paint<'_>, area: Rect, review: &Review) {
    let theme = *paint.theme;
    let key = review.keymap.key_for(Context::Review, Action::Filter).unwrap_or_default();
    let import = review.keymap.say(Action::Import);
    let text = if review.filter.is_some() {
        format!("No claim matches the filter: {key} changes it.")
    } else if review.progress.claims > 0 {
        return;
    } else {
        let make = making(review, Action::MakeClaim);
        format!("No claims yet{make}; {import} brings some in from a file.")
    };
    paint.paragraph(indent(area, 1), &line(text), theme.text);
}

/// The keys that make a record, for a sentence that says there is none; nothing where none can be made.
fn making(review: &Review, action: Action) -> String {
    let letter = review.keymap.key_for(Context::Make, action);
    match (&review.writable, letter) {
        (Ok(()), Some(letter)) => format!(": {} {letter} makes one", review.keymap.say(Action::Make)),
        _ => String::new(),
    }
}
