//! `--map COLUMN=FIELD`: a profile from pairs of a column and what its cells are.

use super::error::ProfileError;

/// The profile the pairs make.
///
/// # Errors
/// A column or a field that is not known.
pub fn toml(pairs: &[(String, String)], columns: &[String]) -> Result<String, ProfileError> {
    let _ = (pairs, columns);
    Err(ProfileError::new(None, "", "nothing is mapped"))
}
