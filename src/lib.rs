//! corrob: review claims against their evidence, at the keyboard.
pub mod domain;
pub mod formats;
pub mod review;
pub mod work;
