//! What a review holds: the rows of the four panes, what is outstanding, what was done before.

pub mod detail;
pub mod filter;
pub mod geometry;
pub mod importing;
pub mod lines;
pub mod list;
pub(crate) mod memory;
pub mod pane;
pub(crate) mod pending;
pub(crate) mod sheet;
pub(crate) mod spot;
pub mod status;
pub(crate) mod turn;
pub mod unsaved;
pub mod workspace;
