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

/// What is asked, one thing after the other, so that no letter of a reason is taken for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The verdict.
    Verdict,
    /// Why this verdict.
    Reason(Verdict),
    /// How sure one is of it.
    Confidence(Verdict),
}

/// The question for a verdict: first the verdict, then why, then how sure.
#[derive(Debug, Clone)]
pub struct VerdictPrompt {
    pub claim: ItemId,
    pub key: SafeText,
    /// The verdict that stands.
    pub current: Option<Verdict>,
    /// The reason of that.
    stands: String,
    /// The reason as typed.
    pub reason: Input,
    /// Whether the reason was typed here.
    typed: bool,
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
            stands: head.detail.annotation.reason.clone().unwrap_or_default(),
            reason: Input::default(),
            typed: false,
            asked: Asked::Verdict,
            offered,
        })
    }

    /// What speaks for the claim and against it, and how it is tagged, as far as that is known by now; with the
    /// claim itself where that is not in sight.
    #[must_use]
    pub fn about(&self, workspace: &Workspace, with_claim: bool) -> About {
        workspace.shown().map(|open| About::verdict(&open.head, with_claim)).unwrap_or_default()
    }

    fn choose(&mut self, verdict: Verdict) {
        // The reason that stands was given for the verdict that stands.
        if !self.typed {
            self.reason = Input::new(if self.current == Some(verdict) { &self.stands } else { "" });
        }
        self.asked = Asked::Reason(verdict);
    }

    fn give(
        &self,
        workspace: &mut Workspace,
        verdict: Option<Verdict>,
        confidence: Option<Confidence>,
    ) -> Next {
        if verdict.is_some() || self.current.is_some() {
            let reason = self.reason.text().trim().to_owned();
            let reason = Some(reason).filter(|reason| verdict.is_some() && !reason.is_empty());
            workspace.write(Write::Verdict { claim: self.claim, verdict, confidence, reason });
        }
        self.close(workspace)
    }

    /// Back by one question; what was typed stays.
    fn back(&mut self, workspace: &mut Workspace) -> Next {
        self.asked = match self.asked {
            Asked::Verdict => return self.close(workspace),
            Asked::Reason(_) => Asked::Verdict,
            Asked::Confidence(verdict) => Asked::Reason(verdict),
        };
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
            Asked::Reason(_) => Context::Prompt,
        }
    }

    /// A tagging key does nothing here, so that fast typing records no verdict.
    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        if action == Some(Action::Cancel) {
            return self.back(workspace);
        }
        match self.asked {
            Asked::Reason(verdict) => match action {
                Some(Action::Accept) => self.asked = Asked::Confidence(verdict),
                _ => self.typed |= self.reason.key(key),
            },
            Asked::Verdict => match action {
                Some(Action::VerdictSupported) => self.choose(Verdict::Supported),
                Some(Action::VerdictRefuted) => self.choose(Verdict::Refuted),
                Some(Action::VerdictConflicting) => self.choose(Verdict::Conflicting),
                Some(Action::VerdictUnproven) => self.choose(Verdict::Unproven),
                Some(Action::VerdictNone) => return self.give(workspace, None, None),
                _ => self.explain(workspace, key),
            },
            Asked::Confidence(verdict) => {
                let confidence = match action {
                    Some(Action::ConfidenceLow) => Some(Confidence::Low),
                    Some(Action::ConfidenceModerate) => Some(Confidence::Moderate),
                    Some(Action::ConfidenceHigh) => Some(Confidence::High),
                    Some(Action::Accept) => None,
                    _ => {
                        self.explain(workspace, key);
                        return Next::Stay;
                    }
                };
                return self.give(workspace, Some(verdict), confidence);
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        match self.asked {
            Asked::Reason(_) => {
                self.typed = true;
                self.reason.insert(text);
            }
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
                Action::Help,
            ],
            Asked::Confidence(_) => &[
                Action::ConfidenceLow,
                Action::ConfidenceModerate,
                Action::ConfidenceHigh,
                Action::Accept,
                Action::Cancel,
                Action::Help,
            ],
            Asked::Reason(_) => &[Action::Accept, Action::Cancel, Action::Help],
        }
    }
}
