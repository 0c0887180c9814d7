//! The built program at the command line: commands, refusals, broken input, real datasets.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/desk.rs"]
mod desk;
#[path = "../support/made_up.rs"]
mod made_up;
#[path = "../support/tables.rs"]
mod tables;
#[path = "../support/water.rs"]
mod water;

mod bad_input;
mod command_line;
mod documents;
mod in_editor;
mod readme;
mod real_cases;
mod refusals;
mod shown_everywhere;
mod taken_out;
mod team;
mod true_sentences;
mod typed_text;
