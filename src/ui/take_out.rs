//! The question whether records are to be taken out, with what hangs on them.

use super::paint::{Paint, wrap_some};
use super::pen::{indent, line, rows, t};
use super::prompts;
use crate::domain::hanging::joined;
use crate::review::Review;
use crate::review::prompt::record::take_out::TakeOut;
use crate::review::protocol::record::TakingOut;
use crate::review::state::geometry::prompt_box;
use crate::text::SafeText;
use ratatui::style::Style;

/// At most this many of the records that were named stand in the box.
const NAMED: usize = 4;

/// Draws it: the records, what happens besides, the first of what goes with them, the question.
pub fn draw(paint: &mut Paint<'_>, review: &Review, prompt: &TakeOut) {
    let theme = *paint.theme;
    let Some(found) = &prompt.found else {
        let text = prompt.error.clone().unwrap_or_else(|| t("Looking for what hangs on it …"));
        return prompts::ask(paint, review, &text, None);
    };
    let width = usize::from(prompt_box(review.size, 1).width.saturating_sub(4));
    let said = lines(found, width);
    let room = review.size.1.saturating_sub(8);
    let height = u16::try_from(said.len() + 2).unwrap_or(u16::MAX).min(room.max(4));
    let keys: Vec<String> = found.records.iter().take(NAMED).map(|(_, (key, _))| key.to_string()).collect();
    let title = match found.records.len() - keys.len() {
        0 => format!("Take out {}", joined(&keys)),
        more => format!("Take out {} and {more} more", keys.join(", ")),
    };
    let outer = prompt_box(review.size, height);
    let area = indent(paint.boxed(outer, &[(line(title), Style::new())], &SafeText::default()), 1);
    let mut left: Vec<_> = rows(area).collect();
    let (answers, question) = (left.pop(), left.pop());
    // What has no room is said to be more.
    let cut = said.len() > left.len();
    let last = left.len().saturating_sub(1);
    for (at, (row, (text, is_key))) in left.into_iter().zip(&said).enumerate() {
        let style = if *is_key { theme.text } else { theme.label };
        match cut && at == last {
            true => paint.pen(row).put(&t("… a larger window shows the rest"), theme.warning),
            false => paint.pen(row).put(text, style),
        };
    }
    if let Some(row) = question {
        let one = if found.records.len() == 1 { "it" } else { "them" };
        let text = line(format!("Take {one} out? It is one step, which undo takes back."));
        paint.pen(row).put(&text, theme.warning);
    }
    if let Some(row) = answers {
        prompts::answers(paint, review, row);
    }
}

/// What is said, a row each, and whether it is a record.
fn lines(found: &TakingOut, width: usize) -> Vec<(SafeText, bool)> {
    let mut all = Vec::new();
    let mut add = |text: String, record: bool| {
        let rows = wrap_some(&line(text), width, if record { 2 } else { 6 });
        all.extend(rows.into_iter().map(|row| (row, record)));
    };
    for (_, (key, name)) in found.records.iter().take(NAMED) {
        add(format!("{key} {name}"), true);
    }
    for sentence in found.sentences() {
        add(sentence, false);
    }
    for going in &found.first {
        let said = if going.said.is_empty() { String::new() } else { format!(" · you: {}", going.said) };
        add(format!("{} {}{said}", going.titled.0, going.titled.1), true);
    }
    all
}
