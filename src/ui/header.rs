//! The first line: the case, how far its review has come, who reviews, and whether all is saved.

use super::paint::Paint;
use super::pen::{line, t};
use crate::review::Review;
use crate::review::keys::keymap::{Action, Context};
use crate::review::state::importing::Importing;
use crate::text::{SafeText, truncate, truncate_middle};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it. What stands at the right has fixed widths, so that nothing moves as numbers grow.
pub fn draw(paint: &mut Paint<'_>, area: Rect, review: &Review) {
    let theme = *paint.theme;
    let roomy = area.width >= 100;
    let mut right: Vec<(SafeText, Style)> = Vec::new();
    let progress = review.progress;
    let total = progress.evidence.to_string();
    let word = if roomy { " decided" } else { "" };
    right.push((line(format!("{:>1$}/{total}{word} ", progress.decided, total.len())), theme.text));
    let cells = match area.width {
        // How far an import has come needs the room.
        0..140 if review.importing.is_some() => 0,
        0..60 => 0,
        60..140 => 8,
        _ => 16,
    };
    if cells > 0 {
        right.push((t("▕"), theme.muted));
        right.push((bar(progress.decided, progress.evidence, cells), theme.bar));
        right.push((t("▏"), theme.muted));
        right.push((line(format!(" {}  ", truncate(&review.reviewer, 16))), theme.text));
    }
    right.push(match (&review.writable, review.writing()) {
        _ if review.importing.is_some() => (SafeText::default(), theme.text),
        (Err(_), _) => (t("read-only "), theme.warning),
        (Ok(()), _) if !review.unsaved.is_empty() => (t("NOT SAVED "), theme.error),
        (Ok(()), 0) => (t("all saved "), theme.text),
        (Ok(()), _) => (t("saving …  "), theme.warning),
    });
    let right_cells: usize = right.iter().map(|(text, _)| text.width()).sum();
    let left_cells = usize::from(area.width).saturating_sub(right_cells + 1);

    let mut pen = paint.pen(area);
    pen.gap(1);
    let before = pen.left();
    match &review.importing {
        Some(importing) => {
            pen.cells(&import(review, importing, left_cells.saturating_sub(1)), left_cells, theme.warning);
        }
        None => {
            let dated = dated(review, roomy);
            let dated_cells = dated.width();
            let title_cells = left_cells.saturating_sub(1 + dated_cells);
            pen.cells(&review.case.title, title_cells, theme.title);
            let style = if review.case.stale.is_some() { theme.warning } else { theme.muted };
            pen.cells(&dated, dated_cells.min(left_cells), style);
        }
    }
    let used = before - pen.left();
    pen.gap((left_cells).saturating_sub(used));
    for (text, style) in &right {
        pen.put(text, *style);
    }
}

/// The progress of an import; the name of its file gets the room that is left.
fn import(review: &Review, importing: &Importing, cells: usize) -> SafeText {
    let stops = if importing.stopping || importing.progress.closing {
        String::new()
    } else {
        format!(" ({} stops)", review.keymap.say(Action::Back))
    };
    let far = importing.says();
    let what = if importing.attaching { "attaching" } else { "importing" };
    let room = cells.saturating_sub(what.len() + ": ".len() + 1 + far.chars().count() + stops.len());
    if room < 6 {
        return line(format!("{what}: {far}{stops}"));
    }
    line(format!("{what} {}: {far}{stops}", truncate_middle(&importing.file, room)))
}

fn dated(review: &Review, roomy: bool) -> SafeText {
    match (&review.case.as_of, &review.case.stale) {
        (Some(day), Some(_)) if roomy => line(format!("  as of {day}, stale{}", says_why(review))),
        (Some(day), None) if roomy => line(format!("  as of {day}")),
        (_, Some(_)) => line(format!("  stale{}", says_why(review))),
        _ => SafeText::default(),
    }
}

/// The key that says why the case is stale.
fn says_why(review: &Review) -> String {
    let key = review.keymap.key_for(Context::Review, Action::CaseInfo);
    key.map(|key| format!(" ({key})")).unwrap_or_default()
}

/// A bar of `cells` cells, drawn to an eighth of a cell.
#[must_use]
pub fn bar(done: u64, of: u64, cells: u64) -> SafeText {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = if of == 0 { 0 } else { u128::from(done.min(of)) * u128::from(cells) * 8 / u128::from(of) };
    let full = usize::try_from(eighths / 8).unwrap_or(0);
    let part = PARTS[usize::try_from(eighths % 8).unwrap_or(0)];
    let cells = usize::try_from(cells).unwrap_or(0);
    line(format!("{}{part:<1$}", "█".repeat(full), cells.saturating_sub(full)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_keeps_its_width() {
        for done in 0..=7 {
            assert_eq!(bar(done, 7, 10).width(), 10);
        }
        assert_eq!(bar(1, 2, 4).as_str(), "██  ");
        assert_eq!(bar(0, 0, 4).as_str(), "    ");
        assert_eq!(bar(u64::MAX, 1, 2).as_str(), "██");
    }
}
