//! A text in the user's own editor.
//!
//! Only the file and the program; who has the terminal meanwhile is `suspend::lend`'s affair.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use tempfile::TempPath;

/// Longest text taken back from an editor, in bytes.
pub const MAX_BYTES: u64 = 16 << 20;

/// Tried in this order when neither `VISUAL` nor `EDITOR` is set.
const FALLBACKS: [&str; 2] = ["vi", "nano"];

/// Why there is no edited text. Where something may have been written, its file is kept and
/// named.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// Nothing set, nothing found.
    #[error("no editor found: set VISUAL or EDITOR to the one you use")]
    NoEditor,
    /// The variable cannot be split into words.
    #[error("{variable} is not a command ({value}): a quote is not closed")]
    BadCommand {
        /// `VISUAL` or `EDITOR`.
        variable: &'static str,
        /// What it holds.
        value: String,
    },
    /// The file for the editor could not be made.
    #[error("no file for the editor could be made in {}: {source}", .folder.display())]
    NoFile {
        /// The private folder.
        folder: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The program could not be started.
    #[error("the editor {program} could not be started: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The editor ended with an error, and what it was given had not changed.
    #[error("the editor {program} ended with {}, so nothing was taken over", in_words(*.status))]
    Abandoned {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// The editor ended with an error after the text had changed.
    #[error(
        "the editor {program} ended with {}, so nothing was taken over; what you wrote is kept in {}",
        in_words(*.status), .kept.display()
    )]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// Where the text is.
        kept: PathBuf,
    },
    /// The file cannot be read back.
    #[error("what the editor wrote cannot be read back from {}: {source}", .kept.display())]
    Unreadable {
        /// Where the text should be.
        kept: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file is no UTF-8 text.
    #[error("what the editor wrote is not UTF-8 text; it is kept in {}", .kept.display())]
    NotText {
        /// Where it is.
        kept: PathBuf,
    },
    /// The file is too long to be taken back.
    #[error("what the editor wrote is longer than 16 MiB; it is kept in {}", .kept.display())]
    TooLong {
        /// Where it is.
        kept: PathBuf,
    },
}

impl EditorError {
    /// The text that an editor left which ended with an error.
    #[must_use]
    pub fn left(&self) -> Option<String> {
        match self {
            Self::Failed { kept, .. } => read_back(kept).ok(),
            _ => None,
        }
    }
}

fn in_words(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("status {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "an error".into(),
    }
}

/// An editor and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    program: OsString,
    arguments: Vec<OsString>,
}

impl Editor {
    /// The user's editor: `VISUAL`, else `EDITOR`, else `vi` or `nano` where found.
    ///
    /// # Errors
    /// [`EditorError::NoEditor`], [`EditorError::BadCommand`].
    pub fn from_environment() -> Result<Self, EditorError> {
        for variable in ["VISUAL", "EDITOR"] {
            let value = std::env::var(variable).unwrap_or_default();
            if !value.trim().is_empty() {
                return Self::parse(variable, &value);
            }
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        FALLBACKS
            .iter()
            .find(|name| is_found(name, &path))
            .map(|name| Self { program: name.into(), arguments: Vec::new() })
            .ok_or(EditorError::NoEditor)
    }

    fn parse(variable: &'static str, value: &str) -> Result<Self, EditorError> {
        let bad = || EditorError::BadCommand { variable, value: value.into() };
        let mut words = shlex::split(value).ok_or_else(bad)?.into_iter();
        Ok(Self {
            program: words.next().ok_or_else(bad)?.into(),
            arguments: words.map(OsString::from).collect(),
        })
    }

    /// Lets the user edit `text` in a file of its own in `folder`, which must be private to
    /// them, and returns the edited text. The name of the file begins with `prefix` and ends with `suffix`.
    ///
    /// A line end that the editor put behind a last line which had none is taken off again.
    /// The file is removed when its text is returned; otherwise it is kept and the error says
    /// where, unless nothing was written.
    ///
    /// # Errors
    /// [`EditorError`], with a sentence.
    pub fn edit(
        &self,
        folder: &Path,
        (prefix, suffix): (&str, &str),
        text: &str,
    ) -> Result<String, EditorError> {
        let path = new_file(folder, (prefix, suffix), text)
            .map_err(|source| EditorError::NoFile { folder: folder.into(), source })?;
        let program = self.program.to_string_lossy().into_owned();
        let status = Command::new(&self.program).args(&self.arguments).arg(&path).status();
        let status = status.map_err(|source| EditorError::NotStarted { program: program.clone(), source })?;
        let edited = read_back(&path);
        if !status.success() {
            return Err(match edited {
                Ok(edited) if edited == text => EditorError::Abandoned { program, status },
                _ => EditorError::Failed { program, status, kept: keep(path) },
            });
        }
        let mut edited = match edited {
            Ok(edited) => edited,
            Err(error) => {
                keep(path);
                return Err(error);
            }
        };
        if edited.ends_with('\n') && !text.ends_with('\n') {
            edited.pop();
            if edited.ends_with('\r') {
                edited.pop();
            }
        }
        Ok(edited)
    }
}

fn is_found(program: &str, path: &OsStr) -> bool {
    std::env::split_paths(path).any(|folder| {
        fs::metadata(folder.join(program))
            .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
    })
}

/// A new file that only its owner can read, holding `text`; removed when dropped.
fn new_file(folder: &Path, (prefix, suffix): (&str, &str), text: &str) -> io::Result<TempPath> {
    let mut file = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file.into_temp_path())
}

/// Keeps a file that would be removed.
fn keep(path: TempPath) -> PathBuf {
    path.keep().unwrap_or_else(|error| error.path.to_path_buf())
}

fn read_back(path: &Path) -> Result<String, EditorError> {
    let unreadable = |source| EditorError::Unreadable { kept: path.into(), source };
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(EditorError::TooLong { kept: path.into() });
    }
    String::from_utf8(bytes).map_err(|_| EditorError::NotText { kept: path.into() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn script(folder: &Path, body: &str) -> Editor {
        let path = folder.join("an editor.sh");
        fs::write(&path, body).unwrap();
        Editor::parse("EDITOR", &format!("sh '{}' --wait", path.display())).unwrap()
    }

    fn left_in(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn the_text_comes_back_and_the_file_is_gone() {
        let tools = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let editor = script(
            tools.path(),
            r#"[ "$1" = --wait ] && [ "$(stat -c %a "$2")" = 600 ] && echo ' Käse' >> "$2""#,
        );
        let text = editor.edit(folder.path(), ("note-", ".md"), "old").unwrap();
        assert_eq!(text, "old Käse");
        let text = editor.edit(folder.path(), ("note-", ".md"), "old\n").unwrap();
        assert_eq!(text, "old\n Käse\n");
        assert_eq!(left_in(folder.path()), [] as [PathBuf; 0]);
    }

    #[test]
    fn an_editor_that_replaces_the_file_is_read() {
        let tools = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let editor = script(tools.path(), r#"echo new > "$2~"; mv "$2~" "$2""#);
        assert_eq!(editor.edit(folder.path(), ("note-", ".md"), "old").unwrap(), "new");
    }

    #[test]
    fn what_was_written_is_kept_and_named_when_the_editor_fails() {
        let tools = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let editor = script(tools.path(), r#"echo more >> "$2"; exit 3"#);
        let error = editor.edit(folder.path(), ("note-", ".md"), "old ").unwrap_err();
        let EditorError::Failed { kept, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(fs::read_to_string(kept).unwrap(), "old more\n");
        let sentence = error.to_string();
        assert!(
            sentence.contains("status 3") && sentence.contains(&kept.display().to_string()),
            "{sentence}"
        );

        let editor = script(tools.path(), r#"printf '\377' > "$2""#);
        let error = editor.edit(folder.path(), ("note-", ".md"), "").unwrap_err();
        assert!(matches!(&error, EditorError::NotText { kept } if kept.exists()), "{error}");

        let editor = script(tools.path(), r#"rm "$2""#);
        let error = editor.edit(folder.path(), ("note-", ".md"), "").unwrap_err();
        assert!(matches!(&error, EditorError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn nothing_is_left_behind_when_nothing_was_written() {
        let tools = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let error = script(tools.path(), "exit 1").edit(folder.path(), ("note-", ".md"), "old");
        assert!(matches!(error, Err(EditorError::Abandoned { .. })));
        let missing = Editor::parse("EDITOR", "/nowhere/at-all").unwrap();
        let error = missing.edit(folder.path(), ("note-", ".md"), "old");
        assert!(matches!(error, Err(EditorError::NotStarted { .. })));
        assert_eq!(left_in(folder.path()), [] as [PathBuf; 0]);
        let error = missing.edit(Path::new("/nowhere"), ("note-", ".md"), "old");
        assert!(matches!(error, Err(EditorError::NoFile { .. })));
        assert!(matches!(Editor::parse("EDITOR", "vi '"), Err(EditorError::BadCommand { .. })));
    }
}
