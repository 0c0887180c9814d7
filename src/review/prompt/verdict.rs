//! The verdict on a claim.

use crate::domain::{Confidence, ItemId, Verdict};
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Chord, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::protocol::effect::Write;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// The question for a verdict: first the verdict, then how sure.
#[derive(Debug, Clone)]
pub struct VerdictPrompt {
    pub claim: ItemId,
    pub key: SafeText,
    /// Who asserts it.
    pub claimant: Option<SafeText>,
    pub text: SafeText,
    pub current: Option<Verdict>,
    /// The verdict chosen; while none is, that is the question, then how sure.
    pub chosen: Option<Verdict>,
    /// Whether it came by itself, after the last piece of evidence (the review then goes on).
    pub offered: bool,
}

impl VerdictPrompt {
    /// For the claim in view.
    pub(crate) fn open(workspace: &Workspace) -> Option<Self> {
        Self::new(workspace, false)
    }

    /// For the claim in view, by itself: its evidence is all decided.
    pub(crate) fn offer(workspace: &Workspace) -> Option<Self> {
        Self::new(workspace, true)
    }

    fn new(workspace: &Workspace, offered: bool) -> Option<Self> {
        let head = &workspace.shown()?.head;
        Some(Self {
            claim: head.id,
            key: head.key.clone(),
            claimant: head.claimant.clone(),
            text: head.text.clone(),
            current: head.verdict,
            chosen: None,
            offered,
        })
    }

    fn give(
        &self,
        workspace: &mut Workspace,
        verdict: Option<Verdict>,
        confidence: Option<Confidence>,
    ) -> Next {
        if verdict.is_some() || self.current.is_some() {
            workspace.write(Write::Verdict { claim: self.claim, verdict, confidence, reason: None });
        }
        self.close(workspace)
    }

    fn give_confidence(&self, workspace: &mut Workspace, confidence: Option<Confidence>) -> Next {
        if self.chosen.is_some() {
            return self.give(workspace, self.chosen, confidence);
        }
        workspace.refuse("the verdict comes first, then how sure you are");
        Next::Stay
    }

    fn close(&self, workspace: &mut Workspace) -> Next {
        if self.offered {
            workspace.seek(true);
        }
        Next::Close
    }

    fn explain(&self, workspace: &mut Workspace, key: &KeyEvent) {
        let claim = self.key.as_str();
        let of = |action| workspace.keymap.key_for(Context::Verdict, action).unwrap_or_default();
        let (first, last, on) =
            (of(Action::VerdictSupported), of(Action::VerdictUnproven), of(Action::Cancel));
        let chord = Chord::of(key);
        let sentence = if self.chosen.is_some() {
            format!(
                "{chord} does nothing here: how sure you are is asked; {} leaves it open",
                of(Action::Accept)
            )
        } else {
            format!(
                "{chord} does nothing here: the verdict on {claim} is asked, {first} to {last}; {on} goes on"
            )
        };
        workspace.refuse(&sentence);
    }
}

impl Prompt for VerdictPrompt {
    fn context(&self) -> Context {
        Context::Verdict
    }

    /// A tagging key does nothing here, so that fast typing records no verdict.
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        let verdict = match action {
            Some(Action::VerdictSupported) => Verdict::Supported,
            Some(Action::VerdictRefuted) => Verdict::Refuted,
            Some(Action::VerdictConflicting) => Verdict::Conflicting,
            Some(Action::VerdictUnproven) => Verdict::Unproven,
            Some(Action::VerdictNone) => return self.give(workspace, None, None),
            Some(Action::ConfidenceLow) => return self.give_confidence(workspace, Some(Confidence::Low)),
            Some(Action::ConfidenceModerate) => {
                return self.give_confidence(workspace, Some(Confidence::Moderate));
            }
            Some(Action::ConfidenceHigh) => return self.give_confidence(workspace, Some(Confidence::High)),
            Some(Action::Accept) => return self.give_confidence(workspace, None),
            Some(Action::Cancel) => return self.close(workspace),
            _ => {
                self.explain(workspace, key);
                return Next::Stay;
            }
        };
        self.chosen = Some(verdict);
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        match self.chosen {
            None => &[
                Action::VerdictSupported,
                Action::VerdictRefuted,
                Action::VerdictConflicting,
                Action::VerdictUnproven,
                Action::VerdictNone,
                Action::Cancel,
            ],
            Some(_) => &[
                Action::ConfidenceLow,
                Action::ConfidenceModerate,
                Action::ConfidenceHigh,
                Action::Accept,
                Action::Cancel,
            ],
        }
    }
}
