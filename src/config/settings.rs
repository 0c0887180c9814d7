//! The user's settings, `config.toml`: read and never written; without it the defaults hold.

use super::{ConfigError, Directories};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The order in which undecided evidence comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Claim by claim.
    #[default]
    Claim,
    /// Source by source, so that each document is read once.
    Source,
}

/// What the user set, and the defaults for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `reviewer`: who reviews, by name or id.
    pub reviewer: Option<String>,
    /// `theme`: the name of a theme.
    pub theme: Option<String>,
    /// `auto_advance`: whether the next undecided evidence comes by itself after a tag.
    pub auto_advance: bool,
    /// `order`: "claim" or "source", where a case was not left in either.
    pub order: Order,
    /// `[keys]`: the user's keys in the form of the keymap, each on the same line as in the file, so that
    /// the line numbers in the keymap's errors are those of the file.
    pub keys: Option<String>,
}

/// Every setting there is.
const KNOWN: [&str; 5] = ["reviewer", "theme", "auto_advance", "order", "keys"];

impl Default for Settings {
    fn default() -> Self {
        Self { reviewer: None, theme: None, auto_advance: true, order: Order::default(), keys: None }
    }
}

/// A fault, and the part of the text that has it.
struct Wrong(Range<usize>, String);

impl Settings {
    /// Reads the settings; the defaults where there is no file.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, or holds what is no setting.
    pub fn load(directories: &Directories) -> Result<Self, ConfigError> {
        let path = directories.settings_file();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(ConfigError::Unreadable(path, error)),
        };
        Self::parse(&text).map_err(|Wrong(span, problem)| ConfigError::Setting {
            path,
            line: line_of(&text, span.start),
            problem,
        })
    }

    fn parse(text: &str) -> Result<Self, Wrong> {
        let table = DeTable::parse(text)
            .map_err(|error| Wrong(error.span().unwrap_or(0..0), error.message().to_owned()))?;
        let mut settings = Self::default();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            match name {
                "reviewer" => settings.reviewer = Some(word(name, value)?),
                "theme" => settings.theme = Some(word(name, value)?),
                "auto_advance" => {
                    settings.auto_advance = match value.get_ref() {
                        DeValue::Boolean(on) => *on,
                        _ => return Err(Wrong(value.span(), format!("{name} is true or false"))),
                    }
                }
                "order" => {
                    settings.order = match word(name, value)?.as_str() {
                        "claim" => Order::Claim,
                        "source" => Order::Source,
                        _ => return Err(Wrong(value.span(), format!("{name} is \"claim\" or \"source\""))),
                    }
                }
                "keys" => match value.get_ref() {
                    DeValue::Table(keys) => settings.keys = Some(keymap(text, keys)),
                    _ => return Err(Wrong(value.span(), "keys is a table: [keys.review] and so on".into())),
                },
                _ => {
                    let problem = format!("there is no setting {name:?}; known: {}", KNOWN.join(", "));
                    return Err(Wrong(key.span(), problem));
                }
            }
        }
        Ok(settings)
    }
}

fn word(name: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Wrong> {
    match value.get_ref() {
        DeValue::String(word) if !word.trim().is_empty() => Ok(word.trim().to_owned()),
        _ => Err(Wrong(value.span(), format!("{name} is a text in quotes"))),
    }
}

/// The line of a place in a text, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The tables below `[keys]` as a text of their own, every key on its line.
fn keymap(text: &str, keys: &DeTable<'_>) -> String {
    let source = |span: Range<usize>| text.get(span).unwrap_or_default();
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (context, value) in keys {
        let name = source(context.span());
        match value.get_ref() {
            DeValue::Table(bindings) => {
                for (key, action) in bindings {
                    let line = format!("{name}.{} = {}", source(key.span()), source(action.span()));
                    lines.push((key.span().start, line));
                }
            }
            _ => lines.push((context.span().start, format!("{name} = {}", source(value.span())))),
        }
    }
    lines.sort();
    let mut all = String::new();
    let mut at = 1;
    for (start, line) in lines {
        while at < line_of(text, start) {
            all.push('\n');
            at += 1;
        }
        at += line.matches('\n').count() + 1;
        all.push_str(&line);
        all.push('\n');
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Settings, String> {
        let home = tempfile::tempdir().unwrap();
        let dirs = Directories::under(home.path());
        std::fs::write(dirs.settings_file(), text).unwrap();
        Settings::load(&dirs).map_err(|error| {
            let prefix = format!("{}, ", dirs.settings_file().display());
            error.to_string().replace(&prefix, "")
        })
    }

    #[test]
    fn no_file_is_the_defaults() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(&Directories::under(home.path())).unwrap(), Settings::default());
        assert_eq!(load("# nothing\n").unwrap(), Settings::default());
        assert!(Settings::default().auto_advance);
    }

    #[test]
    fn every_setting_is_read() {
        let all = "reviewer = \" r.lee \"\ntheme = \"mono\"\nauto_advance = false\norder = \"source\"\n\n[keys.review]\n\"t\" = \"tag-released\" # mine\n\n[keys.note]\nCtrl-s = 'keep'\n";
        let settings = load(all).unwrap();
        assert_eq!(settings.reviewer.as_deref(), Some("r.lee"));
        assert_eq!(settings.theme.as_deref(), Some("mono"));
        assert!(!settings.auto_advance);
        assert_eq!(settings.order, Order::Source);
        let keys = settings.keys.unwrap();
        assert_eq!(
            keys.lines().collect::<Vec<_>>(),
            ["", "", "", "", "", "", "review.\"t\" = \"tag-released\"", "", "", "note.Ctrl-s = 'keep'"]
        );
        assert!(keys.parse::<toml::Table>().unwrap()["note"]["Ctrl-s"].is_str());
        let inline = load("keys = { review = { a = \"b\", c = \"d\" }, odd = 1 }").unwrap().keys.unwrap();
        assert_eq!(inline, "review.a = \"b\"\nreview.c = \"d\"\nodd = 1\n");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, sentence) in [
            (
                "theme = \"x\"\ncolour = 1\n",
                "line 2: there is no setting \"colour\"; known: reviewer, theme, auto_advance, order, keys",
            ),
            ("\nauto_advance = \"yes\"", "line 2: auto_advance is true or false"),
            ("order = \"random\"", "line 1: order is \"claim\" or \"source\""),
            ("reviewer = \"\"", "line 1: reviewer is a text in quotes"),
            ("theme = 3", "line 1: theme is a text in quotes"),
            ("keys = 3", "line 1: keys is a table: [keys.review] and so on"),
        ] {
            assert_eq!(load(text).unwrap_err(), sentence, "{text}");
        }
        assert!(load("a = 1\n\nb = = 2").unwrap_err().starts_with("line 3: "));
        assert!(load("theme = \"a\"\ntheme = \"b\"").unwrap_err().starts_with("line 2: "));
    }
}
