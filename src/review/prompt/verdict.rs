//! The verdict on a claim.

use crate::domain::{Confidence, ItemId, Verdict};
use crate::review::act::next::Next;
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Chord, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Write;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// What is asked.
#[derive(Debug, Clone)]
pub enum Asked {
    /// The verdict.
    Verdict,
    /// How sure one is of this verdict.
    Confidence(Verdict),
    /// Why; what is typed is the reason.
    Reason(Verdict, Option<Confidence>, Input),
}

/// The question for a verdict: first the verdict, then how sure, then why.
#[derive(Debug, Clone)]
pub struct VerdictPrompt {
    pub claim: ItemId,
    pub key: SafeText,
    /// The verdict that stands, and its reason.
    pub current: Option<Verdict>,
    reason: String,
    pub asked: Asked,
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
            current: head.verdict,
            reason: head.detail.annotation.reason.clone().unwrap_or_default(),
            asked: Asked::Verdict,
            offered,
        })
    }

    /// The claim with what speaks for it and against it, as far as that is known by now.
    #[must_use]
    pub fn about(&self, workspace: &Workspace) -> About {
        workspace.shown().map(|open| About::verdict(&open.head)).unwrap_or_default()
    }

    fn give(&self, workspace: &mut Workspace, verdict: Option<Verdict>) -> Next {
        let (confidence, reason) = match &self.asked {
            Asked::Reason(_, confidence, reason) => (*confidence, reason.text().trim().to_owned()),
            Asked::Verdict | Asked::Confidence(_) => (None, String::new()),
        };
        if verdict.is_some() || self.current.is_some() {
            let reason = Some(reason).filter(|reason| !reason.is_empty());
            workspace.write(Write::Verdict { claim: self.claim, verdict, confidence, reason });
        }
        self.close(workspace)
    }

    fn take_confidence(&mut self, workspace: &mut Workspace, confidence: Option<Confidence>) {
        let Asked::Confidence(verdict) = self.asked else {
            return workspace.refuse("the verdict comes first, then how sure you are");
        };
        // The reason that stands was given for the verdict that stands.
        let reason = if self.current == Some(verdict) { self.reason.as_str() } else { "" };
        self.asked = Asked::Reason(verdict, confidence, Input::new(reason));
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
        let sentence = if matches!(self.asked, Asked::Verdict) {
            format!(
                "{chord} does nothing here: the verdict on {claim} is asked, {first} to {last}; {on} goes on"
            )
        } else {
            format!(
                "{chord} does nothing here: how sure you are is asked; {} leaves it open",
                of(Action::Accept)
            )
        };
        workspace.refuse(&sentence);
    }
}

impl Prompt for VerdictPrompt {
    fn context(&self) -> Context {
        match self.asked {
            Asked::Verdict | Asked::Confidence(_) => Context::Verdict,
            Asked::Reason(..) => Context::Prompt,
        }
    }

    /// A tagging key does nothing here, so that fast typing records no verdict.
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        if let Asked::Reason(verdict, _, reason) = &mut self.asked {
            match action {
                Some(Action::Accept) => {
                    let verdict = *verdict;
                    return self.give(workspace, Some(verdict));
                }
                Some(Action::Cancel) => return self.close(workspace),
                _ => reason.key(key),
            };
            return Next::Stay;
        }
        let verdict = match action {
            Some(Action::VerdictSupported) => Verdict::Supported,
            Some(Action::VerdictRefuted) => Verdict::Refuted,
            Some(Action::VerdictConflicting) => Verdict::Conflicting,
            Some(Action::VerdictUnproven) => Verdict::Unproven,
            Some(Action::VerdictNone) => return self.give(workspace, None),
            Some(Action::Cancel) => return self.close(workspace),
            Some(Action::ConfidenceLow) => {
                self.take_confidence(workspace, Some(Confidence::Low));
                return Next::Stay;
            }
            Some(Action::ConfidenceModerate) => {
                self.take_confidence(workspace, Some(Confidence::Moderate));
                return Next::Stay;
            }
            Some(Action::ConfidenceHigh) => {
                self.take_confidence(workspace, Some(Confidence::High));
                return Next::Stay;
            }
            Some(Action::Accept) => {
                self.take_confidence(workspace, None);
                return Next::Stay;
            }
            _ => {
                self.explain(workspace, key);
                return Next::Stay;
            }
        };
        self.asked = Asked::Confidence(verdict);
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        match &mut self.asked {
            Asked::Reason(_, _, reason) => reason.insert(text),
            Asked::Verdict | Asked::Confidence(_) => workspace.refuse_paste(),
        }
    }

    fn hints(&self) -> &'static [Action] {
        match self.asked {
            Asked::Verdict => &[
                Action::VerdictSupported,
                Action::VerdictRefuted,
                Action::VerdictConflicting,
                Action::VerdictUnproven,
                Action::VerdictNone,
                Action::Cancel,
            ],
            Asked::Confidence(_) => &[
                Action::ConfidenceLow,
                Action::ConfidenceModerate,
                Action::ConfidenceHigh,
                Action::Accept,
                Action::Cancel,
            ],
            Asked::Reason(..) => &[Action::Accept, Action::Cancel],
        }
    }
}
