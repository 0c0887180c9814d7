//! A copy of a case, also of one whose file has no name any more.

use crate::case::error::CaseError;
use crate::case::file::disk;
use crate::case::file::open::Case;
use std::path::Path;

impl Case {
    /// Writes all that the case holds to another file, which is there and empty; durably.
    ///
    /// # Errors
    /// When the case cannot be read or the copy cannot be written.
    pub fn copy_to(&self, to: &Path) -> Result<(), CaseError> {
        let name = to.to_string_lossy();
        self.conn.execute("VACUUM INTO ?1", [name]).map_err(|error| CaseError::from(error).at(to))?;
        disk::sync_file_and_folder(to)
    }
}
