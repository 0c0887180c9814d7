//! The verdict on a claim.

use crate::domain::{Confidence, ItemId, Verdict};
use crate::review::keys::keymap::{Action, Chord, Context};
use crate::review::prompt::Mode;
use crate::review::protocol::effect::Write;
use crate::review::state::Review;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question for a verdict: first the verdict, then how sure.
#[derive(Debug, Clone)]
pub struct VerdictPrompt {
    /// The claim.
    pub claim: ItemId,
    /// Its key.
    pub key: SafeText,
    /// Who asserts it.
    pub claimant: Option<SafeText>,
    /// The statement.
    pub text: SafeText,
    /// The verdict as it stands.
    pub current: Option<Verdict>,
    /// The verdict chosen; while none is, that is the question, then how sure.
    pub chosen: Option<Verdict>,
    /// Whether it came by itself, after the last piece of evidence (the review then goes on).
    pub offered: bool,
}

impl Review {
    /// Asks for the verdict on the claim selected.
    pub(crate) fn ask_verdict(&mut self) {
        self.open_verdict(false);
    }

    /// Offers the verdict on a claim whose evidence is all decided, unless it has one.
    pub(crate) fn offer_verdict(&mut self, claim: ItemId) -> bool {
        let wanted = self
            .shown()
            .is_some_and(|open| open.head.id == claim && open.head.verdict.is_none() && !open.head.aside);
        wanted && self.open_verdict(true)
    }

    fn open_verdict(&mut self, offered: bool) -> bool {
        let Some(open) = self.shown() else { return false };
        let head = &open.head;
        self.mode = Mode::Verdict(VerdictPrompt {
            claim: head.id,
            key: head.key.clone(),
            claimant: head.claimant.clone(),
            text: head.text.clone(),
            current: head.verdict,
            chosen: None,
            offered,
        });
        true
    }

    /// A key while the verdict is asked for. A tagging key does nothing there, so that fast typing
    /// records no verdict.
    pub(crate) fn verdict_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Verdict(prompt) = &mut self.mode else { return };
        let verdict = match action {
            Some(Action::VerdictSupported) => Verdict::Supported,
            Some(Action::VerdictRefuted) => Verdict::Refuted,
            Some(Action::VerdictConflicting) => Verdict::Conflicting,
            Some(Action::VerdictUnproven) => Verdict::Unproven,
            Some(Action::VerdictNone) => return self.give_verdict(None, None),
            Some(Action::ConfidenceLow) => return self.give_confidence(Some(Confidence::Low)),
            Some(Action::ConfidenceModerate) => return self.give_confidence(Some(Confidence::Moderate)),
            Some(Action::ConfidenceHigh) => return self.give_confidence(Some(Confidence::High)),
            Some(Action::Accept) => return self.give_confidence(None),
            Some(Action::Cancel) => return self.close_verdict(),
            _ => return self.explain_verdict(key),
        };
        prompt.chosen = Some(verdict);
    }

    fn give_confidence(&mut self, confidence: Option<Confidence>) {
        let Mode::Verdict(prompt) = &self.mode else { return };
        match prompt.chosen {
            Some(verdict) => self.give_verdict(Some(verdict), confidence),
            None => self.refuse("the verdict comes first, then how sure you are"),
        }
    }

    fn give_verdict(&mut self, verdict: Option<Verdict>, confidence: Option<Confidence>) {
        let Mode::Verdict(prompt) = &self.mode else { return };
        let (claim, same) = (prompt.claim, verdict.is_none() && prompt.current.is_none());
        if !same {
            self.write(Write::Verdict { claim, verdict, confidence });
        }
        self.close_verdict();
    }

    fn close_verdict(&mut self) {
        let Mode::Verdict(prompt) = std::mem::take(&mut self.mode) else { return };
        if prompt.offered {
            self.seek(true);
        }
    }

    fn explain_verdict(&mut self, key: &KeyEvent) {
        let Mode::Verdict(prompt) = &self.mode else { return };
        let claim = prompt.key.as_str();
        let of = |action| self.keymap.key_for(Context::Verdict, action).unwrap_or_default();
        let (first, last, on) =
            (of(Action::VerdictSupported), of(Action::VerdictUnproven), of(Action::Cancel));
        let chord = Chord::of(key);
        let sentence = if prompt.chosen.is_some() {
            format!(
                "{chord} does nothing here: how sure you are is asked; {} leaves it open",
                of(Action::Accept)
            )
        } else {
            format!(
                "{chord} does nothing here: the verdict on {claim} is asked, {first} to {last}; {on} goes on"
            )
        };
        self.refuse(&sentence);
    }
}
