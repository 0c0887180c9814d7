//! The ledger in words, a fact at a time.

use super::{Asking, Entry, GapRow, Otherwise, Reason, TagSaid, Word};
use crate::domain::keys::Key;
use crate::domain::rows::Titled;
use crate::domain::words::{Asked, Holding, Outcome};
use crate::domain::{Request, grounds};

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
    /// The ground with what it stands for, and who says that it applies: "(b)(1): classified for
    /// national defense or foreign policy, invoked by the agency on 2025-10-14".
    #[must_use]
    pub fn sentence(&self, holder: Option<&str>, reviewer: Option<&str>) -> String {
        let meaning = grounds::meanings(&self.code).map(|meaning| format!(": {meaning}"));
        let said = self.said(holder, reviewer).map(|said| format!(", {said}"));
        [Some(self.code.clone()), meaning, said].into_iter().flatten().collect()
    }
}

impl Entry {
    /// What is known of it beside what it is and how it stands, most telling first.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        facts.push(self.whose_word(None));
        if self.disputed {
            facts.push("disputed as well".to_owned());
        }
        facts.extend(self.otherwise.iter().map(Otherwise::sentence));
        facts.extend(self.holder.as_ref().map(|holder| held_by(self.state, holder)));
        let holder = self.holder.as_deref();
        facts.extend(self.reason.as_ref().map(|reason| format!("ground {}", reason.sentence(holder, None))));
        facts.extend(self.harm.as_ref().map(|harm| format!("harm, as its holder has it: {harm}")));
        facts.extend(self.requested());
        facts.extend(self.dated.as_ref().map(|on| format!("dated {on}")));
        if self.word == Word::Reviewer && !self.is_source() {
            facts.extend(self.stands_in().map(|source| format!("in {source}")));
        }
        if !self.also.is_empty() {
            facts.push(format!("also {}", joined(&self.also)));
        }
        facts.extend(self.about.clone());
        facts
    }

    /// Whose word it is that the material stands so: "tagged by r.lee", "according to S-4 The quay".
    #[must_use]
    pub fn whose_word(&self, reviewer: Option<&str>) -> String {
        match (self.word, self.stands_in()) {
            (Word::Reviewer, _) => format!("tagged by {}", self.tagger(reviewer).unwrap_or("the reviewer")),
            (Word::Source, Some(source)) => format!("according to {source}"),
            (Word::Source, None) => format!("according to {}", self.key),
        }
    }

    /// Who says that the ground applies, and when; for a reviewer, with their name where that is known.
    #[must_use]
    pub fn basis_said(&self, reviewer: Option<&str>) -> Option<String> {
        self.reason.as_ref()?.said(self.holder.as_deref(), self.tagger(reviewer))
    }

    /// The reviewer whose word it is.
    fn tagger<'a>(&'a self, reviewer: Option<&'a str>) -> Option<&'a str> {
        reviewer.or_else(|| self.tags.first().map(|tag| tag.reviewer.as_str()))
    }

    /// The source that says so, and where in it.
    fn stands_in(&self) -> Option<String> {
        let (key, title) = self.source.as_ref()?;
        let at = self.locator.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        let grade = self.grade.map(|grade| format!(" (reliability {grade})")).unwrap_or_default();
        Some(format!("{key} {title}{grade}{at}"))
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

impl Otherwise {
    /// What another piece or gap says of the same material: "E-4: released, tagged by the reviewer".
    #[must_use]
    pub fn sentence(&self) -> String {
        let whose = match self.word {
            Word::Reviewer => ", tagged by the reviewer",
            Word::Source => "",
        };
        let ground = self.ground.as_ref().map(|code| format!(", ground {code}")).unwrap_or_default();
        format!("but {}: {}{whose}{ground}", self.key, holding(self.state))
    }
}

impl TagSaid {
    /// What the reviewer says: "tagged withheld by r.lee, ground (b)(4): trade secrets, inferred by r.lee".
    #[must_use]
    pub fn sentence(&self, holder: Option<&str>) -> String {
        let disputed = if self.disputed { " and disputed" } else { "" };
        let reason = self.reason.as_ref().map(|reason| reason.sentence(holder, Some(&self.reviewer)));
        let ground = reason.map(|reason| format!(", ground {reason}")).unwrap_or_default();
        format!("tagged {}{disputed} by {}{ground}", holding(self.state), self.reviewer)
    }
}

fn joined(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Who asked whom for what: "Mexico asked the U.S. government for a record: any case files".
#[must_use]
pub fn asked(request: &Request, by: Option<&str>, to: Option<&str>) -> String {
    let what = match request.kind {
        Asked::Record => "for a record",
        Asked::Comment => "for a comment",
    };
    let who = |name: Option<&str>| name.unwrap_or("somebody not on record").to_owned();
    format!("{} asked {} {what}: {}", who(by), who(to), request.what)
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
    let ground = gap.ground.as_ref().map(|code| {
        let reason = Reason { code: code.clone(), basis: gap.basis, by: None, on: None, word: Word::Source };
        format!("ground {}", reason.sentence(holder, None))
    });
    let keys: Vec<Key> = row.asked.iter().map(|asking| asking.key.clone()).collect();
    let facts = [
        holder.map(|holder| held_by(gap.state, holder)),
        ground,
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
