//! `corrob schema`.

use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::Out;
use clap::{Args, ValueEnum};

/// Print the JSON Schema of a format corrob writes, or the description of import profiles.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob schema > corrob-case.schema.json
  corrob schema profile | less")]
pub struct SchemaArgs {
    /// What to describe
    #[arg(value_enum, default_value = "case")]
    of: Of,
}

/// The language of import profiles, described.
pub(super) const PROFILES: &str = include_str!("../../assets/profiles/README.md");

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// The whole case, as import and export have it by default
    Case,
    /// What reviewers said alone: export --annotations
    Annotations,
    /// A line of JSON Lines: export --format jsonl
    Lines,
    /// The language of import profiles and of --map, in words
    Profile,
}

impl SchemaArgs {
    pub(super) fn run(self, _: &Global) -> Result<Exit> {
        let text = match self.of {
            Of::Case => include_str!("../../assets/schema/corrob-case.schema.json"),
            Of::Annotations => include_str!("../../assets/schema/corrob-annotations.schema.json"),
            Of::Lines => include_str!("../../assets/schema/corrob-lines.schema.json"),
            Of::Profile => PROFILES,
        };
        let mut out = Out::new();
        out.raw(text)?;
        out.finish()?;
        Ok(Exit::Done)
    }
}
