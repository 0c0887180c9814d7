//! The files in which a note was open in the user's own editor. One that could not be taken over stays in
//! the state directory, under a name that says which item its note is on.

use super::Memory;
use crate::domain::ItemId;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The start of the name of such a file.
const PREFIX: &str = "note-";

/// How the name of a file ends that keeps what is typed in a form.
pub(super) const FORM: &str = ".form.json";

/// The files of the notes on one item.
#[derive(Debug, Clone)]
pub struct EditorFiles {
    /// The start of their names.
    pub prefix: String,
}

/// What became of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// How many were removed.
    pub removed: usize,
    /// Those that may hold the same text, or hold it and could not be removed.
    pub left: Vec<PathBuf>,
}

impl EditorFiles {
    /// Those of the notes on an item.
    #[must_use]
    pub fn of(item: ItemId) -> Self {
        Self { prefix: format!("{PREFIX}{}-", item.simple()) }
    }

    /// Removes all of them, with what an editor put beside them under a name made from theirs. Older versions
    /// did not name the item: of such files those go that share one of these texts, and others are named.
    #[must_use]
    pub fn remove(&self, memory: &Memory, texts: &BTreeSet<String>) -> Removed {
        let mut done = Removed::default();
        let Ok(entries) = fs::read_dir(memory.state()) else { return done };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let belongs = name.contains(&self.prefix);
            // What is typed in a form may be on one item and about another.
            let is_form = name.starts_with(PREFIX) && name.ends_with(FORM);
            if !(belongs || is_form || name.contains(PREFIX) && names_no_item(&name)) {
                continue;
            }
            let goes = belongs || shares(&path, texts);
            if goes && fs::remove_file(&path).is_ok() {
                done.removed += 1;
            } else if goes || !is_form {
                done.left.push(path);
            }
        }
        done.left.sort();
        done
    }
}

/// Whether a name has no id of an item in it.
fn names_no_item(name: &str) -> bool {
    let Some((_, rest)) = name.split_once(PREFIX) else { return true };
    rest.get(..32).is_none_or(|id| ItemId::try_parse(id).is_err())
}

/// Whether a file holds one of the texts, or a part of one and nothing else.
fn shares(path: &Path, texts: &BTreeSet<String>) -> bool {
    let Ok(bytes) = fs::read(path) else { return false };
    let held = match serde_json::from_slice(&bytes) {
        Ok(kept) => strings(&kept).join("\n"),
        Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let held = held.trim();
    texts
        .iter()
        .map(|text| text.trim())
        .any(|text| !text.is_empty() && (held.contains(text) || !held.is_empty() && text.contains(held)))
}

/// The texts in what is kept as JSON.
fn strings(kept: &Value) -> Vec<&str> {
    match kept {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(strings).collect(),
        Value::Object(members) => members.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;

    #[test]
    fn the_files_of_one_item_go_and_those_that_may_hold_its_text_are_named() {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        fs::create_dir(&dirs.state).unwrap();
        let memory = Memory::new(&dirs, false);
        let (one, two) = (EditorFiles::of(ItemId::from_u128(1)), EditorFiles::of(ItemId::from_u128(2)));
        let write = |name: &str, text: &str| fs::write(dirs.state.join(name), text).unwrap();
        write(&format!("{}a.md", one.prefix), "of one");
        write(&format!(".{}a.md.swp", one.prefix), "of one, as an editor keeps it");
        write(&format!("{}b.md", two.prefix), "Zebulon, of two");
        write("note-Xy12.md", "Zebulon said so, and more\n");
        write("note-Xy13.md", "said so");
        write("note-Xy14.md", "something else");
        write("note-Xy15.md", "");
        write("identity.toml", "Zebulon said so");
        let texts = BTreeSet::from(["Zebulon said so".to_owned(), " ".to_owned()]);
        let done = one.remove(&memory, &texts);
        assert_eq!(done.removed, 4);
        assert_eq!(done.left, ["note-Xy14.md", "note-Xy15.md"].map(|name| dirs.state.join(name)));
        let mut stay: Vec<_> =
            fs::read_dir(&dirs.state).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        stay.sort();
        let two = format!("{}b.md", two.prefix);
        assert_eq!(stay, ["identity.toml", two.as_str(), "note-Xy14.md", "note-Xy15.md"]);
    }
}
