//! Everything about the selected item, made into the lines of the detail pane.

pub(crate) mod build;
pub(crate) mod evidence;
pub mod cite;
pub(crate) mod part;
pub(crate) mod refresh;
