//! `corrob schema`.

use super::out::Out;
use super::outcome::{Exit, Result};
use clap::{Args, ValueEnum};

/// Print the JSON Schema of a format corrob writes.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The whole case, or what reviewers said alone (export --annotations)
    #[arg(value_enum, default_value = "case")]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    Case,
    Annotations,
}

impl SchemaArgs {
    pub(super) fn run(self) -> Result<Exit> {
        let schema = match self.of {
            Of::Case => include_str!("../../assets/schema/corrob-case.schema.json"),
            Of::Annotations => include_str!("../../assets/schema/corrob-annotations.schema.json"),
        };
        let mut out = Out::new();
        out.raw(schema)?;
        out.finish()?;
        Ok(Exit::Done)
    }
}
