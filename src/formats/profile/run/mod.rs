//! A profile at work: records in, entries out.

mod annotations;
pub(super) mod coverage;
mod eval;
mod ids;
mod make;
pub(super) mod mapper;
mod noted;
mod remarks;
