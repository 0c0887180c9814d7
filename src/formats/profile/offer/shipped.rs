//! The profiles that ship with corrob.

use crate::formats::profile::Profile;
use std::sync::LazyLock;

/// The profiles as they stand under `assets/profiles/`.
const TEXTS: [&str; 11] = [
    include_str!("../../../../assets/profiles/claimreview.toml"),
    include_str!("../../../../assets/profiles/doccano.toml"),
    include_str!("../../../../assets/profiles/factck-br.toml"),
    include_str!("../../../../assets/profiles/fever.toml"),
    include_str!("../../../../assets/profiles/flat.toml"),
    include_str!("../../../../assets/profiles/foia-documents.toml"),
    include_str!("../../../../assets/profiles/foia-log.toml"),
    include_str!("../../../../assets/profiles/fool-me-twice.toml"),
    include_str!("../../../../assets/profiles/google-factcheck.toml"),
    include_str!("../../../../assets/profiles/hypothesis.toml"),
    include_str!("../../../../assets/profiles/scifact.toml"),
];

/// All of them, read once.
pub fn all() -> &'static [Profile] {
    static ALL: LazyLock<Vec<Profile>> = LazyLock::new(|| {
        let parsed = TEXTS.iter().filter_map(|text| Profile::parse(text).ok());
        parsed.map(|profile| Profile { own: false, strict: false, ..profile }).collect()
    });
    &ALL
}
