//! A record written as a whole in the user's editor: `--editor` of `add` and `edit`.

use crate::case::Edits;
use crate::cli::context::Global;
use crate::cli::outcome::{Failure, Result};
use crate::cli::output::out::remark;
use crate::config::EditorFiles;
use crate::domain::shape::Shape;
use crate::domain::{ItemId, record_text};
use crate::terminal::Editor;
use crate::text::typed;
use serde_json::{Map, Value};
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

/// What is written.
pub struct Written<'a> {
    /// The table of its fields.
    pub shape: &'static Shape,
    /// What has the fields: "claim".
    pub owner: &'static str,
    /// What stands above it.
    pub heading: &'a str,
    /// The fields as they stand, with references by key.
    pub fields: &'a Map<String, Value>,
    /// What a key is called, where that is known.
    pub named: &'a dyn Fn(&str) -> Option<String>,
    /// The record; none for one that is to be made, and for the case itself.
    pub item: Option<ItemId>,
    /// Whether it stands in the case already.
    pub stands: bool,
}

impl Written<'_> {
    /// Opens the editor, and once more as long as what it gives back cannot be saved and the user wants to go on;
    /// none where nothing was changed. What is not saved is kept in a file, which the failure names.
    ///
    /// # Errors
    /// When there is no editor, or what was written was not saved.
    pub fn edit<T>(&self, global: &Global, mut save: impl FnMut(Edits) -> Result<T>) -> Result<Option<T>> {
        let folder = global.user()?.directories.state.clone();
        let prefix = EditorFiles::of(self.item.unwrap_or_default()).prefix;
        let said = |error: &dyn std::error::Error| Failure::said(error.to_string());
        let editor = Editor::from_environment().map_err(|error| said(&error))?;
        let begun = record_text::write(self.shape, self.heading, self.fields, self.named);
        let before = match self.stands {
            true => record_text::read(self.shape, self.owner, &begun).map_err(|bad| said(&bad))?,
            false => Map::new(),
        };
        let mut text = begun.clone();
        loop {
            text = editor.edit(&folder, (&prefix, ".toml"), &text).map_err(|error| said(&error))?;
            if text == begun {
                return Ok(None);
            }
            let read = record_text::read(self.shape, self.owner, &typed(&text));
            let failure =
                match read.map_err(|bad| said(&bad)).and_then(|fields| save(changed(&before, fields))) {
                    Ok(done) => return Ok(Some(done)),
                    Err(failure) => failure,
                };
            if !wants_again(&failure) {
                let kept = keep(&folder, &prefix, &text).map_err(|error| said(&error))?;
                return Err(Failure::said(format!("{failure}; what you wrote is kept in {kept}")));
            }
        }
    }
}

/// What is to be set: what was changed in the text, and nothing where a field was taken away. What stands as it was
/// read is left to whoever changes it meanwhile.
fn changed(before: &Map<String, Value>, mut fields: Map<String, Value>) -> Edits {
    for name in before.keys() {
        fields.entry(name).or_insert(Value::Null);
    }
    fields.retain(|name, value| before.get(name).unwrap_or(&Value::Null) != value);
    fields
}

/// Says what is wrong, and asks whether to go on, where there is somebody to ask.
fn wants_again(failure: &Failure) -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    remark(&failure.to_string());
    let mut out = io::stderr().lock();
    let _ = write!(out, "Open the editor again with your text? [Y/n] ").and_then(|()| out.flush());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).is_ok_and(|read| read > 0)
        && !answer.trim().to_ascii_lowercase().starts_with('n')
}

/// Keeps a text for its owner alone; returns the file.
fn keep(folder: &Path, prefix: &str, text: &str) -> io::Result<String> {
    let mut file = tempfile::Builder::new().prefix(prefix).suffix(".toml").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path.display().to_string())
}
