//! The user: directories, settings, identity, and where they left off.
//!
//! Settings are the user's and only read. What corrob remembers by itself is in the state directory;
//! losing it loses no work.

mod directories;
mod editor_files;
mod heads;
mod identity;
mod kept_words;
mod memory;
mod position;
mod settings;
mod synced;

pub use directories::Directories;
pub use editor_files::EditorFiles;
pub use heads::Heads;
pub(crate) use identity::{Wanted, Whence, identify, take_over, to_text};
pub use memory::Memory;
pub(crate) use position::Position;
pub use settings::{Order, Settings};

use crate::domain::ItemId;
use std::path::PathBuf;
use thiserror::Error;

/// Why settings or identity cannot be used, each in one sentence.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The platform names no home directory.
    #[error("there is no home directory to keep settings in; set CORROB_HOME to a folder")]
    NoHome,
    /// A setting that is not one, or has no such value.
    #[error("{path}, line {line}: {problem}")]
    Setting {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what is possible.
        problem: String,
    },
    /// A file that is there but cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// Nothing says who reviews.
    #[error("nothing says who reviews; give a name with --reviewer")]
    Nobody,
    /// A name that cannot be used.
    #[error(
        "{0:?} cannot be the name of a reviewer: it must have 1 to 100 characters, none of them a control character"
    )]
    BadName(String),
    /// An id that neither the case nor this device knows.
    #[error("no reviewer has the id {0} in this case or on this device; give a name instead")]
    UnknownId(ItemId),
    /// A text that moves nobody.
    #[error("this is no identity; \"corrob identity --export FILE\" writes one, on the device you come from")]
    NoIdentity,
    /// An identity that could not be kept.
    #[error("the identity could not be kept; nothing was changed")]
    NotKept,
    /// A name that more than one reviewer has.
    #[error(
        "more than one reviewer is called {name}: {ids}; say which with --reviewer and the id, or give another name",
        ids = listed(ids)
    )]
    Ambiguous {
        /// The name.
        name: String,
        /// Those who have it.
        ids: Vec<ItemId>,
    },
}

fn listed(ids: &[ItemId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
