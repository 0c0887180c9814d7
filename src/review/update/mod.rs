//! The whole review, and what a message does to it: the one place that knows every prompt and view.

pub(crate) mod answers;
pub(crate) mod hints;
pub(crate) mod importing;
pub(crate) mod leave;
pub(crate) mod message;
pub(crate) mod open;
pub(crate) mod perform;
pub(crate) mod quoting;
pub(crate) mod records;
pub(crate) mod typed;
pub mod whole;
