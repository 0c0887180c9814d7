//! Records made and edited: forms made from the one table of fields.

pub mod answer;
pub mod asking;
pub mod candidates;
pub mod combine;
pub mod draft;
pub mod duplicates;
pub mod form;
mod in_editor;
pub mod line;
pub(crate) mod lines;
pub mod menu;
pub mod names;
mod order;
pub mod pick;
pub mod take_out;
mod typing;
