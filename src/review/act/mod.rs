//! What a message does to the review.

pub(crate) mod cursor;
pub mod importing;
pub(crate) mod navigation;
pub(crate) mod open;
pub(crate) mod perform;
pub(crate) mod reading;
pub(crate) mod tagging;
pub mod update;
pub(crate) mod writing;
