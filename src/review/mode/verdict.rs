//! The verdict on a claim.

use crate::domain::{ItemId, Verdict};
use crate::text::SafeText;

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
