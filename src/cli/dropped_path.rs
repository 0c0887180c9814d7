//! A path as a terminal or a desktop hands it over when a file is dropped on it: in quotation marks, with
//! backslashes, or as the address of a file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The path that is meant. What names a file as it stands is that file.
pub fn dropped(text: &str) -> PathBuf {
    let plain = PathBuf::from(text);
    if plain.symlink_metadata().is_ok() {
        return plain;
    }
    let word = match shlex::split(text).as_deref() {
        Some([word]) => word.clone(),
        _ => text.to_owned(),
    };
    of_address(&word).unwrap_or_else(|| PathBuf::from(word))
}

/// The same for a path of the command line, from which a shell has taken its quotation marks.
pub fn addressed(path: &Path) -> PathBuf {
    let address = path.to_str().filter(|_| path.symlink_metadata().is_err()).and_then(of_address);
    address.unwrap_or_else(|| path.to_owned())
}

/// The path of a file's address on this machine: `file:///a%20b.csv`.
fn of_address(text: &str) -> Option<PathBuf> {
    let rest = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("file://")).map(|_| &text[7..])?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.strip_prefix('/').map(|_| path.as_bytes())?;
    while let Some((byte, after)) = rest.split_first() {
        let hex =
            (*byte == b'%').then(|| after.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    Some(PathBuf::from(of_bytes(bytes)?))
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(|path| OsString::from(path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_dropped_is_found_however_it_is_written() {
        for text in [
            "/a/two words.csv",
            "'/a/two words.csv'",
            "\"/a/two words.csv\"",
            "/a/two\\ words.csv",
            "file:///a/two%20words.csv",
            "'file:///a/two%20words.csv'",
            "FILE://localhost/a/two%20words.csv",
        ] {
            assert_eq!(dropped(text), Path::new("/a/two words.csv"), "{text}");
        }
        // What is no such form is a name.
        for name in ["it's.csv", "100%.csv", "a 'b", "file:/x", "file://far.example/x"] {
            assert_eq!(dropped(name), Path::new(name));
        }
        assert_eq!(dropped("/a/caf%C3%A9.csv"), Path::new("/a/caf%C3%A9.csv"));
        assert_eq!(dropped("file:///a/caf%C3%A9%zz.csv"), Path::new("/a/café%zz.csv"));
        assert_eq!(addressed(Path::new("file:///a/b%20c")), Path::new("/a/b c"));
        assert_eq!(addressed(Path::new("a\\ b")), Path::new("a\\ b"));

        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("'odd'");
        std::fs::write(&odd, "").unwrap();
        assert_eq!(dropped(odd.to_str().unwrap()), odd);
    }
}
