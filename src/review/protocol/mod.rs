//! What goes into a review and what comes out: messages and effects.

pub mod draft;
pub mod effect;
pub mod import;
pub mod msg;
pub mod record;
pub mod viewed;
