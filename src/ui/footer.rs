//! The line above the keys: a message, or else the settings in force.

use super::paint::{Paint, wrap_some};
use super::pen::{clear, indent, line, rows, t};
use super::theme::Theme;
use super::words::{matrix_legend, stance_legend};
use crate::domain::Kind;
use crate::domain::wording::counted;
use crate::review::Review;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::SeekOrder;
use crate::review::state::status::Tone;
use crate::review::view::AnyView;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The message, if there is one, in as many rows as it takes, at most half of the screen, and its style.
#[must_use]
pub fn message(review: &Review, theme: &Theme) -> Option<(Vec<SafeText>, Style)> {
    let status = review.status.as_ref()?;
    let style = match status.tone {
        Tone::Info => theme.notice,
        Tone::Refusal => theme.error,
    };
    let (width, height) = review.size;
    let most = usize::from(height / 2).max(2);
    Some((wrap_some(&status.text, usize::from(width.saturating_sub(2)), most), style))
}

/// Draws a message at the foot of the screen, over whatever is there.
pub fn draw_message(paint: &mut Paint<'_>, screen: Rect, (text, style): &(Vec<SafeText>, Style)) {
    let height = u16::try_from(text.len()).unwrap_or(screen.height).min(screen.height);
    let area = Rect { y: screen.bottom() - height, height, ..screen };
    clear(area, paint.theme, paint.buffer);
    for (row, text) in rows(area).zip(text) {
        paint.pen(indent(row, 1)).put(text, *style);
    }
}

/// Draws the settings in force: filter, marks, order, and what follows a tag; under the matrix, the legend
/// of its letters.
pub fn settings(paint: &mut Paint<'_>, area: Rect, review: &Review) {
    let theme = *paint.theme;
    if matches!(review.view, Some(AnyView::Matrix(_))) {
        let legend = matrix_legend(usize::from(area.width).saturating_sub(1));
        paint.pen(area).gap(1).put(&legend, theme.muted);
        return;
    }
    let mut parts: Vec<(SafeText, Style)> = Vec::new();
    if matches!(&review.view, Some(AnyView::Records(view)) if view.kind == Kind::Source) {
        parts.push((stance_legend(), theme.muted));
    }
    if let Some(filter) = &review.filter {
        parts.push((line(format!("the filter leaves {}", filter.leaves())), theme.warning));
    }
    if !review.marks.is_empty() {
        parts.push((line(format!("{} marked", review.marks.len())), theme.mark));
    }
    if let Some((at, of)) = review.hit() {
        parts.push((line(format!("hit {at} of {of}")), theme.text));
    }
    // Not while it is open: then its title says where its words are.
    let is_kept = |target| review.prompt.is_none() && review.has_draft(target);
    if review.target().is_some_and(is_kept) {
        let key = review.keymap.say(Action::Note);
        parts.push((line(format!("an unfinished note is kept here, {key} opens it")), theme.warning));
    }
    if let Err(reason) = &review.writable {
        parts.push((line(reason.to_string()), theme.warning));
    } else if review.view.is_none() {
        let next = match (review.settings.auto_advance, review.settings.order) {
            (true, SeekOrder::ByClaim) => t("after a tag: next undecided, claim by claim"),
            (true, SeekOrder::BySource) => t("after a tag: next undecided, source by source"),
            (false, SeekOrder::ByClaim) => t("after a tag: stay"),
            (false, SeekOrder::BySource) => t("after a tag: stay; order: source by source"),
        };
        parts.push((next, theme.muted));
    }
    let progress = review.progress;
    if progress.aside > 0 {
        parts.push((line(format!("{} set aside", progress.aside)), theme.muted));
    }
    if progress.claims > 0 {
        let (verdicts, claims) = (progress.verdicts, progress.claims);
        parts.push((line(format!("verdict on {verdicts} of {}", counted(claims, "claim"))), theme.muted));
    }
    // What has no room whole is left out: only the first, which matters most, is cut.
    let mut pen = paint.pen(area);
    pen.gap(1);
    for (at, (text, style)) in parts.iter().enumerate() {
        if at > 0 && text.width() + 3 > pen.left() {
            continue;
        }
        if at > 0 {
            pen.put(&t(" · "), theme.muted);
        }
        pen.put(text, *style);
    }
}
