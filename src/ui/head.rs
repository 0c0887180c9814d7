//! The selected claim, above its evidence. The claimant always stands with the claim.

use super::paint::{Paint, wrap_some};
use super::pen::{Pen, below, indent, line, rows, t};
use super::words::attribution;
use crate::review::Review;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The parts of its title: key, verdict, and the marks of stale, note and set aside.
#[must_use]
pub fn title(review: &Review) -> Vec<(SafeText, Style)> {
    let Some(claim) = review.claims.selected() else { return vec![(t("Claim"), Style::new())] };
    let confidence = review.shown().and_then(|open| open.head.confidence);
    let verdict = match (claim.verdict, confidence) {
        (Some(verdict), Some(confidence)) => format!("verdict: {verdict}, {confidence} confidence"),
        (Some(verdict), None) => format!("verdict: {verdict}"),
        (None, _) => "no verdict".to_owned(),
    };
    // A low window has no room for the facts, but still says that the claim is stale.
    let stale = review.shown().is_some_and(|open| open.head.is_stale());
    let mut text = format!("Claim {} · {verdict}", claim.key);
    if stale {
        text.push_str(" · stale");
    }
    if claim.noted {
        text.push_str(" · note");
    }
    if claim.aside {
        text.push_str(" · set aside");
    }
    vec![(line(text), Style::new())]
}

/// Draws the claim, under it what it stands on, and on the last row its facts, where there is room for them.
pub fn draw(paint: &mut Paint<'_>, area: Rect, review: &Review) {
    let Some(claim) = review.claims.selected() else { return };
    let area = indent(area, 1);
    let head = review.shown().map(|open| &open.head);
    let (claimant, text) = match head {
        Some(head) => (head.claimant.as_ref(), &head.text),
        None => (claim.claimant.as_ref(), &claim.text),
    };
    let Some(head) = head else {
        attributed(paint, area, claimant, text);
        return;
    };
    let theme = *paint.theme;
    // What it stands on keeps its row, however long the claim.
    let stands = wrap_some(&head.stands, usize::from(area.width), usize::from(area.height / 2));
    let stands_rows = u16::try_from(stands.len()).unwrap_or(0);
    let used = attributed(paint, Rect { height: area.height - stands_rows, ..area }, claimant, text);
    let mut left = rows(below(area, used));
    for (text, row) in stands.iter().zip(left.by_ref()) {
        paint.pen(row).put(text, theme.label);
    }
    if let Some(row) = left.next_back().filter(|_| !head.facts.is_empty()) {
        let facts: Vec<&str> = head.facts.iter().map(SafeText::as_str).collect();
        paint.pen(row).put(&line(facts.join(" \u{b7} ")), theme.muted);
    }
}

/// Draws the claim with its claimant over the rows there are; returns the number of rows it took.
pub fn attributed(paint: &mut Paint<'_>, area: Rect, claimant: Option<&SafeText>, text: &SafeText) -> u16 {
    let theme = *paint.theme;
    let who = attribution(claimant);
    // A claim's text may be long: only as much as can be shown is cleaned and wrapped.
    let cells = usize::from(area.width) * (usize::from(area.height) + 1);
    let whole = line(format!("{who}{}", crate::text::truncate(text, cells)));
    let mut named = who.width();
    let mut used = 0;
    for (row, text) in rows(area).zip(wrap_some(&whole, usize::from(area.width), usize::from(area.height))) {
        let mut pen: Pen<'_> = paint.pen(row);
        used += 1;
        if named == 0 {
            pen.put(&text, theme.text);
            continue;
        }
        let split = crate::text::split(&text, named);
        named = named.saturating_sub(text.width() + 1);
        pen.put(&split.0, if claimant.is_some() { theme.claimant } else { theme.muted });
        pen.put(&split.1, theme.text);
    }
    used
}
