//! Bytes to records and back, streaming: one file per format.

pub mod annotations;
pub mod carrier;
pub mod error;
pub mod foreign;
mod found;
pub mod json;
pub mod native;
pub mod profile;
pub mod report;

pub use crate::formats::error::{FormatError, ReadError, WriteError};
pub use crate::formats::found::{Found, Located, Refusal, Warning};
