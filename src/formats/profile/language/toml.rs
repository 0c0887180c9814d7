//! Reading the TOML of a profile, with the line of everything in it.

use crate::formats::profile::error::{ProfileError, listed};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value of the profile.
pub type Node<'t> = Spanned<DeValue<'t>>;
/// A table of the profile.
pub type Table<'t> = DeTable<'t>;

/// The text of a profile, which knows its lines.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t>(pub &'t str);

impl<'t> Text<'t> {
    /// The table that the text is.
    ///
    /// # Errors
    /// Where it is no TOML.
    pub fn table(self) -> Result<Table<'t>, ProfileError> {
        DeTable::parse(self.0).map(Spanned::into_inner).map_err(|error| {
            let line = error.span().map(|span| self.line_of(span.start));
            ProfileError::new(line, "", format!("it is not TOML: {}", error.message().trim()))
        })
    }

    fn line_of(self, at: usize) -> usize {
        let before = self.0.as_bytes().get(..at).unwrap_or(self.0.as_bytes());
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    /// An error at a value.
    pub fn error(self, node: &Node<'_>, field: &str, reason: impl Into<String>) -> ProfileError {
        ProfileError::new(Some(self.line_of(node.span().start)), field, reason)
    }

    /// A text.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn text<'n>(self, node: &'n Node<'t>, field: &str) -> Result<&'n str, ProfileError> {
        node.get_ref()
            .as_str()
            .ok_or_else(|| self.error(node, field, format!("it is {}, and should be text", kind(node))))
    }

    /// True or false.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn flag(self, node: &Node<'t>, field: &str) -> Result<bool, ProfileError> {
        node.get_ref().as_bool().ok_or_else(|| {
            self.error(node, field, format!("it is {}, and should be true or false", kind(node)))
        })
    }

    /// A table.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn members<'n>(self, node: &'n Node<'t>, field: &str) -> Result<&'n Table<'t>, ProfileError> {
        node.get_ref()
            .as_table()
            .ok_or_else(|| self.error(node, field, format!("it is {}, and should be a table", kind(node))))
    }

    /// The elements of a list; anything else is a list of one.
    pub fn each<'n>(self, node: &'n Node<'t>) -> Vec<&'n Node<'t>> {
        match node.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![node],
        }
    }

    /// Texts: one, or a list of them.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn texts<'n>(self, node: &'n Node<'t>, field: &str) -> Result<Vec<&'n str>, ProfileError> {
        self.each(node).into_iter().map(|item| self.text(item, field)).collect()
    }

    /// That a table has no members but these.
    ///
    /// # Errors
    /// The first other one.
    pub fn only(self, table: &Table<'t>, known: &[&str], field: &str) -> Result<(), ProfileError> {
        for (name, value) in table {
            if !known.contains(&name.get_ref().as_ref()) {
                let line = self.line_of(name.span().start.min(value.span().start));
                let known = listed(known.iter().copied());
                let reason = format!("it is not known here; known: {known}");
                return Err(ProfileError::new(Some(line), join(field, name.get_ref()), reason));
            }
        }
        Ok(())
    }
}

/// A member of a table.
pub fn get<'n, 't>(table: &'n Table<'t>, name: &str) -> Option<&'n Node<'t>> {
    table.get(name)
}

/// The path of a member.
pub fn join(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

/// A value's kind, for a sentence.
pub fn kind(node: &Node<'_>) -> Cow<'static, str> {
    match node.get_ref() {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
    .into()
}
