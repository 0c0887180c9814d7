//! The ledger told to people, a fact at a time.

use super::{Asking, Entry, Reason, Word};
use crate::domain::grounds;
use crate::domain::words::{Asked, Basis, Holding, Outcome};

/// How material stands, in words.
#[must_use]
pub const fn holding(state: Holding) -> &'static str {
    match state {
        Holding::Released => "released",
        Holding::InPart => "released in part",
        Holding::Withheld => "withheld",
        Holding::Removed => "removed",
        Holding::NotShown => "not shown",
    }
}

/// What came back on a request, in words.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoResponse => "no response",
        Outcome::Acknowledged => "acknowledged, no more",
        Outcome::NoRecords => "no such records, says its holder",
        Outcome::Refused => "refused",
        Outcome::Part => "answered in part",
        Outcome::All => "answered in full",
        Outcome::Appealed => "refused and appealed",
        Outcome::Litigated => "before a court",
    }
}

impl Reason {
    /// The ground with what it stands for, and who says that it applies: "(b)(1): classified for
    /// national defence or foreign policy, invoked by the agency on 2025-10-14".
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut text = self.code.clone();
        if let Some(meaning) = grounds::meaning(&self.code) {
            text.push_str(&format!(": {meaning}"));
        }
        match self.basis {
            Some(Basis::Invoked) => text.push_str(", invoked"),
            Some(Basis::Inferred) => text.push_str(", inferred"),
            None => {}
        }
        if let Some(by) = &self.by {
            text.push_str(&format!(" by {by}"));
        }
        if let Some(on) = &self.on {
            text.push_str(&format!(" on {on}"));
        }
        text
    }
}

impl Entry {
    /// What is known of it beside what it is and how it stands, most telling first.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        if self.disputed {
            facts.push("disputed as well".to_owned());
        }
        facts.extend(self.holder.as_ref().map(|holder| format!("held by {holder}")));
        facts.extend(self.reason.as_ref().map(|reason| format!("ground {}", reason.sentence())));
        facts.extend(self.harm.as_ref().map(|harm| format!("harm, as its holder has it: {harm}")));
        if !self.asked.is_empty() {
            let keys: Vec<String> = self.asked.iter().map(ToString::to_string).collect();
            facts.push(format!("asked for in {}", keys.join(", ")));
        }
        facts.extend(self.dated.as_ref().map(|on| format!("dated {on}")));
        let says = match self.word {
            Word::Reviewer => "tagged so by the reviewer; in",
            Word::Source => "according to",
        };
        if let Some((key, title)) = &self.source {
            let at = self.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
            facts.push(format!("{says} {key} {title}{at}"));
        }
        facts.extend(self.about.clone());
        facts
    }
}

impl Asking {
    /// Who asked whom for what: "Mexico asked the U.S. government for a record: any case files".
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = match self.request.kind {
            Asked::Record => "for a record",
            Asked::Comment => "for a comment",
        };
        let by = self.by.as_deref().unwrap_or("somebody not named");
        let to = self.to.as_deref().unwrap_or("somebody not named");
        format!("{by} asked {to} {what}: {}", self.request.what)
    }

    /// What is known of it beside that and what came back.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let request = &self.request;
        let mut facts = Vec::new();
        facts.extend(request.made.as_ref().map(|on| format!("made {on}")));
        facts.extend(request.tracking.as_ref().map(|number| format!("tracking number {number}")));
        facts.extend(request.due.as_ref().map(|on| format!("due {on}")));
        let none = matches!(request.outcome, Outcome::NoResponse | Outcome::Acknowledged);
        let how = if none { "no answer on record by" } else { "answered" };
        facts.extend(request.answered.as_ref().map(|on| format!("{how} {on}")));
        facts.extend(request.answer.as_ref().map(|answer| format!("answer: {answer}")));
        if let Some((key, title)) = &self.source {
            let at = request.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
            facts.push(format!("told in {key} {title}{at}"));
        }
        facts.extend(request.about.clone());
        facts
    }
}
