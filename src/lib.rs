//! corrob: review claims against their evidence, at the keyboard.
pub mod case;
pub mod cli;
pub mod config;
pub mod domain;
pub mod review;
pub mod text;
