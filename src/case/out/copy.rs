//! A copy of a case, also of one whose file has no name any more.

use crate::case::error::CaseError;
use crate::case::file::disk;
use crate::case::file::open::Case;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::path::Path;

impl Case {
    /// Writes all that the case holds to another file, which is there and empty; durably.
    ///
    /// # Errors
    /// When the case cannot be read or the copy cannot be written.
    pub fn copy_to(&self, to: &Path) -> Result<(), CaseError> {
        // The bytes of the path as they are: a folder's name need not be UTF-8.
        let name = ToSqlOutput::Borrowed(ValueRef::Text(to.as_os_str().as_encoded_bytes()));
        self.conn.execute("VACUUM INTO ?1", [name]).map_err(|error| CaseError::from(error).at(to))?;
        disk::sync_file_and_folder(to)
    }
}
