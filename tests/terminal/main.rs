//! The reviewer: rendered screens, and journeys of the built program in a pseudo-terminal.

#![allow(clippy::unwrap_used, clippy::panic)]

// The fake case of `review`'s unit tests, which reaches these two by `crate::`.
use corrob::{domain, review};

#[allow(dead_code)]
#[path = "../../src/review/tests/fake/mod.rs"]
mod fake;
#[path = "../support/marker.rs"]
mod marker;
#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/sallow.rs"]
mod sallow;
#[path = "../support/screen.rs"]
mod screen;

mod expunged;
mod getting_about;
mod journeys;
mod making;
mod quoting;
mod screens;
mod unsaved;
