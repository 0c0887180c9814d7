//! Long work as jobs: progress, cancel, summary.

pub mod generate;
