//! The profiles that ship with corrob.

use super::Profile;
use std::sync::LazyLock;

/// The profiles as they stand under `assets/profiles/`.
const TEXTS: [&str; 1] = [include_str!("../../../assets/profiles/fever.toml")];

/// All of them, read once.
pub fn all() -> &'static [Profile] {
    static ALL: LazyLock<Vec<Profile>> =
        LazyLock::new(|| TEXTS.iter().filter_map(|text| Profile::parse(text).ok()).collect());
    &ALL
}
