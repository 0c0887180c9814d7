//! The ledger in words, a fact at a time.

use super::{Asking, Entered, Entry, GapRow, Reason, Word, holding};
use crate::domain::keys::Key;
use crate::domain::rows::Titled;
use crate::domain::words::{Basis, Holding, Outcome};
use crate::domain::{Request, grounds};

/// Who holds material that stands so; of what nobody has shown to exist, who would.
#[must_use]
pub fn held_by(state: Holding, holder: &str) -> String {
    match state {
        Holding::NotShown => format!("would be held by {holder}"),
        _ => format!("held by {holder}"),
    }
}

/// The heading of material that stands so.
#[must_use]
pub const fn heading(state: Holding) -> &'static str {
    match state {
        Holding::Released => "Released",
        Holding::InPart => "Released in part",
        Holding::Withheld => "Withheld",
        Holding::Removed => "Removed",
        Holding::NotShown => "Not shown",
    }
}

/// What came back on a request, in words.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoResponse => "no response on record",
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
    /// Who says that this is the ground, and when: "invoked by the Navy on 2025-03-04", "inferred by r.lee",
    /// where that is the reviewer. A source says of nobody but the holder that they invoked it, and what is
    /// inferred of what it says was inferred by whoever made the record say so. `None` if it is not said.
    #[must_use]
    pub fn said(&self, holder: Option<&str>, reviewer: Option<&str>) -> Option<String> {
        let (basis, by) = (self.basis?, self.by.as_deref());
        Some(match (basis, self.word) {
            (Basis::Inferred, Word::Reviewer) => {
                let who = Some(reviewer.unwrap_or("the reviewer"));
                grounds::basis(basis, who, by, self.on.as_ref())
            }
            (Basis::Inferred, Word::Source) => match &self.entered {
                Some(Entered::ByHand(who)) => format!("inferred by {who}, who entered it"),
                Some(Entered::Imported(who)) => format!("inferred in a file that {who} imported"),
                None => "inferred, by whom is not on record".to_owned(),
            },
            (Basis::Invoked, word) => {
                let by = by.or(holder.filter(|_| word == Word::Source));
                grounds::basis(basis, None, by, self.on.as_ref())
            }
        })
    }

    /// The ground with what it stands for, and who says that it applies: "(b)(1): classified for
    /// national defense or foreign policy, invoked by the agency on 2025-10-14".
    #[must_use]
    pub fn sentence(&self, holder: Option<&str>, reviewer: Option<&str>) -> String {
        grounds::sentence(&self.code, self.said(holder, reviewer).as_deref())
    }
}

impl Entry {
    /// What is known of it beside what it is and how it stands, most telling first.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let mut facts: Vec<String> = self.said(true).iter().map(ToString::to_string).collect();
        if self.disputed && self.word() == Word::Source {
            facts.push("tagged disputed".to_owned());
        }
        facts.extend(self.holder.as_ref().map(|holder| held_by(self.state, holder)));
        facts.extend(self.requested());
        facts.extend(self.dated.as_ref().map(|on| format!("dated {on}")));
        facts.extend(self.about());
        facts
    }

    /// Who says that the ground applies, and when.
    #[must_use]
    pub fn basis_said(&self, reviewer: Option<&str>) -> Option<String> {
        self.reason()?.said(self.holder.as_deref(), reviewer)
    }

    /// By which requests it is asked for; where there is none, by which its holder was asked for a record.
    #[must_use]
    pub fn requested(&self) -> Option<String> {
        match (&self.asked[..], &self.holder_asked[..]) {
            ([], []) => None,
            ([], holder) => Some(format!("its holder was asked for a record in {}", joined(holder))),
            (asked, _) => Some(format!("asked for in {}", joined(asked))),
        }
    }
}

fn joined(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Who asked whom for what: "Mexico asked the U.S. government for a record: any case files".
#[must_use]
pub fn asked(request: &Request, by: Option<&str>, to: Option<&str>) -> String {
    let kind = request.kind;
    let what = &request.what;
    match (by, to) {
        (Some(by), Some(to)) => format!("{by} asked {to} for a {kind}: {what}"),
        (Some(by), None) => format!("{by} asked for a {kind}: {what} (of whom is not on record)"),
        (None, Some(to)) => format!("A {kind} was asked of {to}: {what} (by whom is not on record)"),
        (None, None) => format!("A {kind} was asked for: {what} (by whom and of whom is not on record)"),
    }
}

/// What the date of a request's answer says: when it came; where none came, by when none had; where
/// something did that is no answer, a referral or a withdrawal, when that was.
#[must_use]
pub fn answered(request: &Request) -> &'static str {
    match (request.is_open(), &request.answer) {
        (false, _) => "answered",
        (true, None) => "no answer on record by",
        (true, Some(_)) => "last heard of",
    }
}

/// What is known of a request beside that and what came back.
#[must_use]
pub fn beside(request: &Request, source: Option<&Titled>) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(request.made.as_ref().map(|on| format!("made {on}")));
    facts.extend(request.tracking.as_ref().map(|number| format!("tracking number {number}")));
    facts.extend(request.due.as_ref().map(|on| format!("due {on}")));
    facts.extend(request.answered.as_ref().map(|on| format!("{} {on}", answered(request))));
    facts.extend(request.answer.as_ref().map(|answer| format!("answer: {answer}")));
    if let Some((key, title)) = source {
        let at = request.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        facts.push(format!("reported in {key} {title}{at}"));
    }
    facts.extend(request.about.clone());
    facts
}

/// A request in a line: who asked whom for what, what came back, and what else is known of it.
#[must_use]
pub fn request(asking: &Asking) -> String {
    let facts: String = beside(&asking.request, None).iter().map(|fact| format!("; {fact}")).collect();
    format!("{}: {}{facts}", asking.sentence(), asking.came_back())
}

/// A gap in a line: how the material stands, what it is, and what else is known of it.
#[must_use]
pub fn gap(row: &GapRow) -> String {
    let (gap, holder) = (&row.gap, row.holder.as_deref());
    let basis =
        gap.basis.map(|basis| grounds::basis(basis, None, holder.filter(|_| basis == Basis::Invoked), None));
    let ground = gap.ground.as_ref().map(|code| grounds::sentence(code, basis.as_deref()));
    let keys: Vec<Key> = row.asked.iter().map(|asking| asking.key.clone()).collect();
    let facts = [
        holder.map(|holder| held_by(gap.state, holder)),
        ground.map(|ground| format!("ground {ground}")),
        gap.harm.as_ref().map(|harm| format!("harm, as its holder has it: {harm}")),
        (!keys.is_empty()).then(|| format!("asked for in {}", joined(&keys))),
        gap.locator.clone(),
        gap.about.clone(),
    ];
    let facts: String = facts.into_iter().flatten().map(|fact| format!("; {fact}")).collect();
    format!("{}: {}{facts}", holding(gap.state), gap.material)
}

impl Asking {
    /// What came back, and whether an answer is overdue, as of which day: "no response on record, overdue as of
    /// 2025-10-18".
    #[must_use]
    pub fn came_back(&self) -> String {
        let overdue = self.overdue.as_ref().map(|day| format!(", overdue as of {day}")).unwrap_or_default();
        format!("{}{overdue}", outcome(self.request.outcome))
    }

    /// What was asked for, and what came back: "any case files (no response on record)".
    #[must_use]
    pub fn what(&self) -> String {
        format!("{} ({})", self.request.what, self.came_back())
    }

    /// Who asked whom for what.
    #[must_use]
    pub fn sentence(&self) -> String {
        asked(&self.request, self.by.as_deref(), self.to.as_deref())
    }

    /// What is known of it beside that and what came back.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        beside(&self.request, self.source.as_ref())
    }
}
