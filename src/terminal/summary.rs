//! What is said when the reviewer has left: what was decided, and where it is.

use crate::domain::rows::Progress;
use std::path::{Path, PathBuf};

/// What the program prints when the reviewer has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitSummary {
    /// How exports and imports that were still running ended, a sentence each.
    pub notices: Vec<String>,
    /// What was decided, and where it is saved.
    pub summary: String,
    /// What could not be saved.
    pub failures: Vec<String>,
    /// The case to open next, where the user asked for one.
    pub next: Option<PathBuf>,
}

/// What was decided since the review began, and where it is saved.
pub(super) fn summary(
    began: Progress,
    now: Progress,
    read_only: bool,
    taken_away: bool,
    path: &Path,
) -> String {
    let file = path.display();
    if !taken_away && !path.exists() {
        return format!("{file} is gone: it was deleted or moved while it was open");
    }
    if read_only {
        return format!("{file} was open read-only; nothing was changed");
    }
    let change = |before: u64, after: u64, one: &str, many: &str| match (before, after) {
        (b, a) if a > b => Some(format!("{} {}", a - b, if a - b == 1 { one } else { many })),
        _ => None,
    };
    let done: Vec<String> = [
        change(began.decided, now.decided, "piece of evidence decided", "pieces of evidence decided"),
        change(began.verdicts, now.verdicts, "verdict given", "verdicts given"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let done = if done.is_empty() { "nothing newly decided".to_owned() } else { done.join(", ") };
    let saved = if taken_away { "not in" } else { "saved in" };
    format!("{done}; {} of {} decided in all; {saved} {file}", now.decided, now.evidence)
}
