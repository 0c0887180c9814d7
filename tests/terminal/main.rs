//! The reviewer: rendered screens, and journeys of the built program in a pseudo-terminal.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/sallow.rs"]
mod sallow;
#[path = "../support/screen.rs"]
mod screen;

mod journeys;
mod screens;
