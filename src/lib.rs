//! corrob: review claims against their evidence, at the keyboard.
pub mod case;
pub mod domain;
pub mod review;
pub mod text;
pub mod ui;
