//! What a profile is made of: the fields it can set, its templates, and the profile itself.

mod complete;
pub(super) mod draft;
pub(super) mod fields;
pub(super) mod profile;
pub(super) mod template;
