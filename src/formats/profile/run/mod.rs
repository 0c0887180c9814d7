//! A profile at work: records in, entries out.

pub(crate) mod draft;
pub(crate) mod eval;
pub(crate) mod ids;
pub(crate) mod make;
pub(crate) mod mapper;
pub(crate) mod said;
pub(crate) mod value;
