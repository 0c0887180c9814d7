//! Everything about the selected item, made into the lines of the detail pane.

pub mod about;
pub(crate) mod build;
pub mod cite;
pub(crate) mod evidence;
pub(crate) mod part;
pub(crate) mod refresh;
