//! A case of somebody else's, looked over before anything of it is taken.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::check::Finding;

impl Case {
    /// Refuses a case whose log does not hold together, or whose records are not what the log answers for: something
    /// was changed, taken away or cut off.
    ///
    /// # Errors
    /// When it does not hold, and what of it; or when the file cannot be read.
    pub fn verify_for_merge(&self) -> Result<(), CaseError> {
        let look = |found: Finding| match found.wrong.into_iter().next() {
            Some(wrong) => Err(CaseError::Refused(wrong)),
            None => Ok(()),
        };
        look(self.check_log()?)?;
        look(self.check_imports()?)?;
        look(self.check_records()?)?;
        look(self.check_dossier()?)
    }
}
