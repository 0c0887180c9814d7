//! The language of profiles: values, paths, steps, expressions, and their TOML.

pub(super) mod dates;
pub(super) mod expr;
pub(super) mod path;
pub(super) mod steps;
pub(super) mod toml;
pub(super) mod value;
