//! What is done to the workspace: moving in it, deciding, writing, taking rows in.

pub(crate) mod cursor;
pub(crate) mod enabled;
pub(crate) mod filtering;
pub(crate) mod hits;
pub(crate) mod importing;
pub(crate) mod navigation;
pub(crate) mod next;
pub(crate) mod notes;
pub(crate) mod reading;
pub(crate) mod returning;
pub mod subject;
pub(crate) mod tagging;
pub(crate) mod unsaved;
pub(crate) mod writing;
