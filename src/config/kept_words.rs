//! What could not be saved in a case, kept in the state directory until it can be: the words of notes, each in
//! a file that is named after its item and its case, and copies of cases whose files were taken away.

use super::editor_files::FORM;
use super::memory::replace;
use super::{EditorFiles, Memory};
use crate::domain::{ItemId, Note};
use std::io;
use std::path::PathBuf;

impl Memory {
    /// The file of a note on an item; that of a private note says so.
    fn words_of(&self, case: ItemId, item: ItemId, private: bool) -> PathBuf {
        let ending = if private { ".private.md" } else { ".md" };
        self.state().join(format!("{}{}{ending}", EditorFiles::of(item).prefix, case.simple()))
    }

    /// Keeps the note on an item, durably. Returns the file.
    ///
    /// # Errors
    /// When it cannot be kept either.
    pub fn keep_words(&self, case: ItemId, item: ItemId, note: &Note) -> io::Result<PathBuf> {
        let file = self.words_of(case, item, note.private);
        replace(&file, note.text.as_bytes(), true)?;
        // What is not there need not go.
        let _ = std::fs::remove_file(self.words_of(case, item, !note.private));
        Ok(file)
    }

    /// Takes the note away that is in the case by now, or wanted no more.
    pub fn drop_words(&self, case: ItemId, item: ItemId) {
        for private in [false, true] {
            let _ = std::fs::remove_file(self.words_of(case, item, private));
        }
    }

    /// The notes kept for a case, each with the item that it is on.
    #[must_use]
    pub fn kept_words(&self, case: ItemId) -> Vec<(ItemId, Note)> {
        let Ok(entries) = std::fs::read_dir(self.state()) else { return Vec::new() };
        let mut kept: Vec<_> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let item = ItemId::try_parse(path.file_stem()?.to_str()?.get(5..37)?).ok()?;
                let private = [false, true].into_iter().find(|it| path == self.words_of(case, item, *it))?;
                Some((item, Note { text: std::fs::read_to_string(&path).ok()?, private }))
            })
            .collect();
        kept.sort_by_key(|(item, _)| *item);
        kept
    }

    /// Keeps what is typed in an open form of an item, the one of this number, durably; none takes it away.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn keep_form(&self, case: ItemId, (item, n): (ItemId, u32), text: Option<&str>) -> io::Result<()> {
        let name = format!("{}{}-{n}{FORM}", EditorFiles::of(item).prefix, case.simple());
        let file = self.state().join(name);
        match text {
            Some(text) => replace(&file, text.as_bytes(), true),
            None => match std::fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }

    /// What is kept of forms of a case, with the item and the number of each; the one that was kept last first.
    #[must_use]
    pub fn kept_forms(&self, case: ItemId) -> Vec<((ItemId, u32), String)> {
        let Ok(entries) = std::fs::read_dir(self.state()) else { return Vec::new() };
        let of_case = format!("-{}-", case.simple());
        let mut kept: Vec<_> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                let (item, n) = name.strip_suffix(FORM)?.split_once(&of_case)?;
                let place = (ItemId::try_parse(item.get(5..)?).ok()?, n.parse().ok()?);
                let at = entry.metadata().and_then(|about| about.modified()).ok()?;
                Some((std::cmp::Reverse(at), place, std::fs::read_to_string(entry.path()).ok()?))
            })
            .collect();
        kept.sort();
        kept.into_iter().map(|(_, place, text)| (place, text)).collect()
    }

    /// A name for a copy of a case that no file has yet.
    ///
    /// # Errors
    /// When the state directory cannot be written.
    pub fn place_for_copy(&self, case: ItemId) -> io::Result<PathBuf> {
        let prefix = copies_of(case);
        let made = tempfile::Builder::new().prefix(&prefix).suffix(".corrob").tempfile_in(self.state())?;
        Ok(made.into_temp_path().keep()?)
    }

    /// The copies of a case.
    #[must_use]
    pub fn copies(&self, case: ItemId) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.state()) else { return Vec::new() };
        let of_case = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&copies_of(case)))
        };
        let mut copies: Vec<_> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(of_case).collect();
        copies.sort();
        copies
    }
}

fn copies_of(case: ItemId) -> String {
    format!("case-{}-", case.simple())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn words_are_private_found_again_by_their_case_and_gone_when_erased() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(&Directories::under(&home.path().join("corrob")), false);
        let [case, other, one, two] = [1, 2, 3, 4].map(ItemId::from_u128);
        let note = |text: &str, private| Note { text: text.into(), private };
        let file = memory.keep_words(case, one, &note("first", false)).unwrap();
        memory.keep_words(case, one, &note("second\n", false)).unwrap();
        memory.keep_words(other, one, &note("elsewhere", true)).unwrap();
        memory.keep_words(case, two, &note("second", false)).unwrap();
        memory.keep_words(case, two, &note("third", true)).unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(memory.kept_words(case), [(one, note("second\n", false)), (two, note("third", true))]);
        memory.drop_words(case, two);
        assert_eq!(memory.kept_words(case).len(), 1);
        memory.keep_form(case, (one, 0), Some("of one")).unwrap();
        memory.keep_form(case, (two, 3), Some(r#"{"typed":"he said \"no\""}"#)).unwrap();
        memory.keep_form(case, (other, 0), Some("of another")).unwrap();
        memory.keep_form(case, (other, 0), None).unwrap();
        memory.keep_form(case, (other, 0), None).unwrap();
        let mut places: Vec<_> = memory.kept_forms(case).into_iter().map(|(place, _)| place).collect();
        places.sort();
        assert_eq!((places, memory.kept_forms(other).len()), (vec![(one, 0), (two, 3)], 0));
        // What is erased on an item goes from its own form, and from any other that has the same text.
        let texts = BTreeSet::from(["he said \"no\"".to_owned()]);
        let gone = EditorFiles::of(one).remove(&memory, &texts);
        assert_eq!((gone.removed, gone.left.len()), (4, 0));
        assert!(memory.kept_forms(case).is_empty());
        assert!(memory.kept_words(case).is_empty() && memory.kept_words(other).is_empty());
        let copy = memory.place_for_copy(case).unwrap();
        assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!((memory.copies(case), memory.copies(other)), (vec![copy], vec![]));
    }
}
