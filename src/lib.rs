//! corrob: review claims against their evidence, at the keyboard.
pub mod case;
pub mod cli;
pub mod config;
mod documents;
pub mod domain;
mod files;
pub mod formats;
pub mod review;
mod team;
mod terminal;
pub mod text;
pub mod ui;
mod work;
