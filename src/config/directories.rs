//! Where settings, state and the first case lie. Nothing is made here; each folder is made when
//! something is first written to it.

use super::ConfigError;
use std::path::{Path, PathBuf};

/// The directories of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directories {
    /// The user's own files: `config.toml`.
    pub config: PathBuf,
    /// What corrob remembers by itself.
    pub state: PathBuf,
    /// The bundled case, once it is opened.
    pub data: PathBuf,
}

impl Directories {
    /// Those that `CORROB_HOME` names, else the platform's.
    ///
    /// # Errors
    /// When there is no home directory.
    pub fn find() -> Result<Self, ConfigError> {
        if let Some(home) = std::env::var_os("CORROB_HOME").filter(|home| !home.is_empty()) {
            let home = std::path::absolute(&home)
                .map_err(|error| ConfigError::Unreadable(PathBuf::from(home), error))?;
            return Ok(Self::under(&home));
        }
        let dirs = directories::ProjectDirs::from("", "", "corrob").ok_or(ConfigError::NoHome)?;
        Ok(Self {
            config: dirs.config_dir().to_owned(),
            state: dirs.state_dir().map_or_else(|| dirs.data_local_dir().join("state"), Path::to_owned),
            data: dirs.data_dir().to_owned(),
        })
    }

    /// All of them in one folder.
    #[must_use]
    pub fn under(home: &Path) -> Self {
        Self { config: home.to_owned(), state: home.join("state"), data: home.to_owned() }
    }

    /// The file with the user's settings.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }
}
