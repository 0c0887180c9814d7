//! `corrob schema`.

use super::out::Out;
use super::outcome::{Exit, Result};
use clap::{Args, ValueEnum};

/// Print the JSON Schema of a format corrob writes.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The whole case, what reviewers said alone (export --annotations), or a line of JSON Lines
    /// (export --format jsonl)
    #[arg(value_enum, default_value = "case")]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    Case,
    Annotations,
    Lines,
}

impl SchemaArgs {
    pub(super) fn run(self) -> Result<Exit> {
        let schema = match self.of {
            Of::Case => include_str!("../../assets/schema/corrob-case.schema.json"),
            Of::Annotations => include_str!("../../assets/schema/corrob-annotations.schema.json"),
            Of::Lines => include_str!("../../assets/schema/corrob-lines.schema.json"),
        };
        let mut out = Out::new();
        out.raw(schema)?;
        out.finish()?;
        Ok(Exit::Done)
    }
}
