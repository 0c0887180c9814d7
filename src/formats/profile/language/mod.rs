//! The language of profiles: paths, steps, expressions, templates, and their TOML.

pub(crate) mod expr;
pub(crate) mod path;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod steps;
pub(crate) mod template;
pub(crate) mod toml;
