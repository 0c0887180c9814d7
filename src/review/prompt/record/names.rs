//! A line that names records: those chosen, and behind them what is typed to choose another.

use crate::domain::new_name::NewName;
use crate::domain::{Key, Kind};
use crate::review::keys::chars::types;
use crate::review::prompt::record::candidates::Stands;
use crate::review::prompt::text_field::Input;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// A record that a line names.
#[derive(Debug, Clone, PartialEq)]
pub enum Named {
    /// One of the case, with its name.
    Record(Key, String),
    /// One that is made on the way.
    New(NewName),
}

impl Named {
    /// As a field refers to it.
    pub(crate) fn reference(&self) -> String {
        match self {
            Self::Record(key, _) => key.to_string(),
            Self::New(new) => new.name.clone(),
        }
    }

    /// As a line shows it.
    fn shown(&self) -> String {
        match self {
            Self::Record(key, name) => format!("{key} {name}"),
            Self::New(new) => format!("new: {}", new.name),
        }
    }
}

/// The line.
#[derive(Debug, Clone)]
pub struct Names {
    /// The kind of the records.
    pub kind: Kind,
    many: bool,
    chosen: Vec<Named>,
    /// What is typed.
    pub input: Input,
}

impl Names {
    pub(crate) fn new(kind: Kind, many: bool, chosen: Vec<Named>) -> Self {
        Self { kind, many, chosen, input: Input::default() }
    }

    /// A line for one record, the one that stands there already or none.
    pub(crate) fn one(kind: Kind, standing: Option<&(Key, String)>) -> Self {
        let chosen = standing.map(|(key, name)| Named::Record(key.clone(), name.clone()));
        Self::new(kind, false, chosen.into_iter().collect())
    }

    /// Those chosen.
    pub fn chosen(&self) -> &[Named] {
        &self.chosen
    }

    /// Whether a record is one of those chosen.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.chosen.iter().any(|named| matches!(named, Named::Record(known, _) if known == key))
    }

    /// Adds one of the case.
    pub(crate) fn add(&mut self, (key, name): &(Key, String)) {
        self.take(Stands::Record(key.clone(), name.clone()));
    }

    pub(crate) const fn takes_more(&self) -> bool {
        self.many || self.chosen.is_empty()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.chosen.is_empty() && self.input.text().is_empty()
    }

    /// Those chosen, to stand before what is typed.
    pub fn before(&self) -> SafeText {
        let all: Vec<String> = self.chosen.iter().map(Named::shown).collect();
        let behind = if self.many && !all.is_empty() { "; " } else { "" };
        SafeText::line(&format!("{}{behind}", all.join("; ")))
    }

    /// Takes a key; says whether what is typed changed. Where one record is chosen and no more can be, it gives way
    /// to what is typed.
    pub(crate) fn key(&mut self, key: &KeyEvent) -> bool {
        let erases = key.code == KeyCode::Backspace;
        if erases && self.input.text().is_empty() {
            return self.chosen.pop().is_some();
        }
        if types(key) {
            self.give_way();
        }
        self.input.key(key)
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.give_way();
        self.input.insert(text.trim());
    }

    fn give_way(&mut self) {
        if !self.many {
            self.chosen.clear();
        }
    }

    /// Takes what was chosen among candidates in the place of what is typed.
    pub(crate) fn take(&mut self, stands: Stands) {
        let named = match stands {
            Stands::Record(key, name) => Named::Record(key, name),
            Stands::New(new) => Named::New(new),
            Stands::Text(_) => return,
        };
        self.give_way();
        self.input = Input::default();
        if !self.chosen.contains(&named) {
            self.chosen.push(named);
        }
    }

    /// The records named: those chosen, and one whose key is typed.
    ///
    /// # Errors
    /// Where what is typed is not chosen and no key: how to choose it.
    pub(crate) fn read(&self) -> Result<Vec<Named>, String> {
        let mut all = self.chosen.clone();
        let typed = self.input.text().split(',').map(str::trim).filter(|text| !text.is_empty());
        for text in typed {
            match text.parse::<Key>() {
                Ok(key) if key.kind == self.kind => all.push(Named::Record(key, String::new())),
                _ => {
                    let one = self.kind.one();
                    return Err(format!("\"{text}\" is not chosen: pick {one} below, or type its key"));
                }
            }
        }
        Ok(all)
    }

    /// The key of the one record named.
    ///
    /// # Errors
    /// As [`Names::read`].
    pub(crate) fn read_key(&self) -> Result<Option<Key>, String> {
        Ok(self.read()?.into_iter().find_map(|named| match named {
            Named::Record(key, _) => Some(key),
            Named::New(_) => None,
        }))
    }
}
