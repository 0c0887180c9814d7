//! The history of an item, newest first, as lines.

use crate::domain::rows::HistoryRow;
use crate::review::view::sheet::{Look, SheetLine};

/// A line for each step, and under it one for each field it changed.
pub(super) fn lines(steps: &[HistoryRow]) -> Vec<SheetLine> {
    if steps.is_empty() {
        let text = "Nothing has been recorded on it since it came into the case.";
        return vec![SheetLine::new(1, text, Look::Muted)];
    }
    let mut lines = Vec::new();
    for step in steps {
        let at = jiff::Timestamp::from_millisecond(step.at)
            .map(|at| at.strftime("%Y-%m-%d %H:%M:%SZ").to_string())
            .unwrap_or_default();
        lines.push(SheetLine::new(1, &step.label, Look::Heading).column(at, 20, Look::Muted).column(
            &step.reviewer,
            14,
            Look::Label,
        ));
        if step.expunged {
            lines.push(SheetLine::new(5, "what it recorded was erased", Look::Warning));
            continue;
        }
        let or_none = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
        for (field, before, after) in &step.changes {
            lines.push(
                SheetLine::new(5, format!("{} → {}", or_none(before), or_none(after)), Look::Plain).column(
                    field,
                    12,
                    Look::Label,
                ),
            );
        }
    }
    lines
}
