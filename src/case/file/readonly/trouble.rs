//! Why a read did not begin, and whether to try again.

use crate::case::error::CaseError;

/// Why a read did not begin.
pub(crate) enum Trouble {
    /// It may be over in a moment; this is what to say if it is not.
    Again(CaseError),
    /// It will not go away by itself.
    Lasting(CaseError),
}

impl From<CaseError> for Trouble {
    fn from(error: CaseError) -> Self {
        Self::Lasting(error)
    }
}
