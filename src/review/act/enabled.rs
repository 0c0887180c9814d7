//! Why an action is not done now.

use crate::domain::{Stance, wording};
use crate::review::detail::cite;
use crate::review::keys::keymap::{Action, Group};
use crate::review::state::pane::Pane;
use crate::review::state::status::Reason;
use crate::review::state::workspace::{Listed, SourceInUse, Workspace};

impl Action {
    /// Whether it can be done now, in a view or in the review itself; if not, why.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub(crate) fn enabled(self, review: &Workspace, in_view: bool) -> Result<(), Reason> {
        if self.writes() {
            review.writable.clone()?;
        }
        // What it would act on is not in sight.
        let decides = self.writes() && matches!(self.group(), Group::Decide | Group::Write);
        let cites = matches!(self, Self::CopyCitation | Self::OpenUrl | Self::Attach | Self::ReadDocument);
        let in_sight = review.listed.is_some() && self.acts_on_records()
            || review.document.is_some() && matches!(self, Self::Undo | Self::Redo);
        if in_view && (decides || cites) && !in_sight {
            let back = review.keymap.say(Action::Back);
            return Err(Reason::new(format!("a view is open: {back} goes back to the evidence")));
        }
        if self.works_on_the_case() {
            review.no_import()?;
        }
        match self {
            Self::TagReleased | Self::TagWithheld | Self::TagDisputed | Self::TagExamined => {
                review.needs_evidence_or_marks()
            }
            Self::ReadSupports => review.needs_other_reading(Stance::Supports),
            Self::ReadRepeats => review.needs_other_reading(Stance::Repeats),
            Self::ReadDisputes => review.needs_other_reading(Stance::Disputes),
            Self::ReadContext => review.needs_other_reading(Stance::Context),
            Self::TagClear => review.needs_tag("only a tag can be taken off"),
            Self::Details => review.needs_evidence_or_marks(),
            Self::DetailsOfLast => review.needs_last(),
            Self::GradeSource | Self::Derive | Self::Attach | Self::ReadDocument => {
                review.needs_source().map(|_| ())
            }
            Self::GradeEvidence => review.needs_evidence_or_marks(),
            Self::Via => review.needs_evidence_or_marks(),
            Self::Repeat => review.needs_evidence_or_marks().and_then(|()| review.needs_last()),
            Self::RepeatOnMaterial => review
                .needs_evidence()
                .and_then(|()| review.needs_last())
                .and_then(|()| review.needs_material()),
            Self::AnswerRequest => review.needs_request(),
            Self::QuoteAsEvidence | Self::QuoteAsClaim | Self::QuoteForEvidence | Self::TakeFigures => {
                review.needs_passage()
            }
            Self::OtherVersion => review.needs_versions(),
            Self::Mark => review.needs_evidence(),
            Self::MarkRange => review.needs_evidence().and_then(|()| review.needs_anchor()),
            Self::Aside => review.needs_target(),
            Self::Note | Self::NoteInEditor | Self::ViewHistory => review.needs_target(),
            Self::ViewMatrix | Self::ViewOrigins if review.claims.is_empty() => Err(review.no_claims()),
            Self::CopyCitation if review.listed.is_some() => review.needs_record(),
            Self::Verdict | Self::CopyCitation => review.needs_claim(),
            Self::OpenUrl => review.needs_address(),
            Self::NextUndecided | Self::PreviousUndecided if review.claims.is_empty() => {
                Err(review.no_claims())
            }
            Self::NextHit | Self::PreviousHit => review.needs_hits(),
            Self::Open if review.focus == Pane::Claims => review.needs_target(),
            Self::ViewReview if !in_view => Err(Reason::new("this is the review already")),
            _ => Ok(()),
        }
    }

    /// Whether it makes something of the passage chosen in a document.
    pub(crate) const fn quotes(self) -> bool {
        matches!(
            self,
            Self::QuoteAsEvidence | Self::QuoteAsClaim | Self::QuoteForEvidence | Self::TakeFigures
        )
    }

    /// Whether it changes the case, or needs another program, which is not started without leave
    /// to write.
    const fn writes(self) -> bool {
        match self.group() {
            Group::Decide => !matches!(self, Self::AutoAdvance),
            Group::Record | Group::Write => true,
            Group::Out => !matches!(self, Self::CopyCitation),
            Group::Move | Group::Go | Group::Program | Group::Answer => false,
        }
    }

    /// Whether it acts on the source or party selected in a view that lists them, or takes back what was done
    /// there.
    pub(crate) const fn acts_on_records(self) -> bool {
        matches!(
            self,
            Self::GradeSource
                | Self::Derive
                | Self::OpenUrl
                | Self::Attach
                | Self::ReadDocument
                | Self::CopyCitation
                | Self::Undo
                | Self::Redo
                | Self::AutoAdvance
        )
    }

    /// Whether it changes the case or takes all of it out, which an import stands in the way of.
    const fn works_on_the_case(self) -> bool {
        self.writes() && !matches!(self, Self::Mark | Self::MarkRange | Self::OpenUrl)
    }
}

fn reason(sentence: String) -> Result<(), Reason> {
    Err(Reason(sentence))
}

impl Workspace {
    fn needs_target(&self) -> Result<(), Reason> {
        match self.target() {
            Some(_) => Ok(()),
            None if self.claims.is_empty() => Err(self.no_claims()),
            None => reason("nothing is selected in this pane".to_owned()),
        }
    }

    fn no_claims(&self) -> Reason {
        Reason::new(if self.filter.is_some() {
            format!("no claim matches the filter; {} changes it", self.keymap.say(Action::Filter))
        } else {
            "this case has no claims yet".to_owned()
        })
    }

    fn needs_claim(&self) -> Result<(), Reason> {
        match self.claims.selected() {
            None => Err(self.no_claims()),
            Some(claim) if self.shown().is_none() => {
                reason(format!("{} could not be read", claim.key.as_str()))
            }
            Some(_) => Ok(()),
        }
    }

    fn needs_evidence(&self) -> Result<(), Reason> {
        if self.evidence().is_some() {
            return Ok(());
        }
        let open = self.keymap.say(Action::Open);
        match self.list_in_use() {
            _ if self.claims.is_empty() => Err(self.no_claims()),
            Pane::Claims => {
                reason(format!("select a piece of evidence first: {open} goes to those of this claim"))
            }
            _ => reason("there is no evidence in this pane".to_owned()),
        }
    }

    fn needs_source(&self) -> Result<SourceInUse<'_>, Reason> {
        match (self.source(), &self.listed) {
            (Some(source), _) => Ok(source),
            (None, Some(Listed { row: Some(row), .. })) => {
                Err(Reason(format!("{} is a party, not a source", row.key())))
            }
            (None, Some(_)) => Err(Reason::new("there is no source in this list")),
            (None, None) => {
                self.needs_evidence()?;
                Err(Reason::new("no source is selected"))
            }
        }
    }

    fn needs_record(&self) -> Result<(), Reason> {
        match self.record_in_use() {
            Some(_) => Ok(()),
            None => reason("there is nothing in this list".to_owned()),
        }
    }

    fn needs_passage(&self) -> Result<(), Reason> {
        match &self.document {
            Some(document) => document.quotable.clone(),
            None => reason("no document is open".to_owned()),
        }
    }

    fn needs_versions(&self) -> Result<(), Reason> {
        match self.document.as_ref().map_or(0, |document| document.versions) {
            0 => reason("no document is open".to_owned()),
            1 => reason("this is the only version of the document".to_owned()),
            _ => Ok(()),
        }
    }

    fn needs_evidence_or_marks(&self) -> Result<(), Reason> {
        if self.marks.is_empty() { self.needs_evidence() } else { Ok(()) }
    }

    fn needs_request(&self) -> Result<(), Reason> {
        self.needs_claim()?;
        let of_evidence = self.evidence().is_some_and(|line| !line.row.requests.is_empty());
        let of_claim = self.shown().is_some_and(|open| !open.head.detail.requests.is_empty());
        if of_evidence || of_claim {
            return Ok(());
        }
        reason(format!(
            "no request names this piece or this claim: {} makes one",
            self.keymap.say(Action::Make)
        ))
    }

    fn needs_tag(&self, why: &str) -> Result<(), Reason> {
        self.needs_evidence_or_marks()?;
        let Some(line) = self.evidence().filter(|_| self.marks.is_empty()) else { return Ok(()) };
        if self.expected(line.id).is_some_and(|said| said.is_decided()) {
            return Ok(());
        }
        reason(format!("{why}, and {} has none", line.key.as_str()))
    }

    /// A reading says otherwise than the case does, or takes back what did.
    fn needs_other_reading(&self, stance: Stance) -> Result<(), Reason> {
        self.needs_evidence_or_marks()?;
        match self.evidence().filter(|line| self.marks.is_empty() && line.stance == stance) {
            Some(line) if self.expected(line.id).is_none_or(|said| said.reading.is_none()) => {
                reason(format!(
                    "the case lists {} as {} already; a reading says where you differ",
                    line.key.as_str(),
                    wording::reading(stance)
                ))
            }
            _ => Ok(()),
        }
    }

    fn needs_last(&self) -> Result<(), Reason> {
        match self.last_judgement() {
            Some(_) => Ok(()),
            None if self.memory.judgements.is_empty() => {
                reason("nothing was tagged since the case was opened".to_owned())
            }
            None => reason("every tag given since the case was opened was taken back".to_owned()),
        }
    }

    fn needs_material(&self) -> Result<(), Reason> {
        match self.evidence() {
            Some(line) if line.row.record.material.is_none() => {
                reason(format!("{} does not say what material it rests on", line.key.as_str()))
            }
            _ => Ok(()),
        }
    }

    fn needs_anchor(&self) -> Result<(), Reason> {
        if self.memory.anchor.is_some() {
            return Ok(());
        }
        reason(format!("a range needs its other end: {} marks one", self.keymap.say(Action::Mark)))
    }

    fn needs_address(&self) -> Result<(), Reason> {
        let source = self.needs_source()?;
        cite::address(source.key, source.record).map(|_| ())
    }

    fn needs_hits(&self) -> Result<(), Reason> {
        let stepping = match self.listed {
            Some(_) => &self.memory.stepping_records,
            None => &self.memory.stepping,
        };
        if stepping.is_some() {
            return Ok(());
        }
        reason(format!("nothing was searched for yet: {} searches", self.keymap.say(Action::Search)))
    }
}
