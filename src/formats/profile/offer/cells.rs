//! The left side of `--map COLUMN=FIELD`: which cells are meant, and where in them. `code` is a column;
//! `meta.topic` goes on into what its cells hold; `labels[]` is a list and `labels[;]` a text cut at each
//! `;`, of which every element or part is taken, side by side with those of other lists of the row.

use crate::formats::profile::error::{ProfileError, listed, short};
use crate::text::composed;
use toml::{Table, Value};

/// What the turn of the loop over lists is called.
const ROW: &str = "row";

/// The cells of a column, or what is meant of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The path to them, or to the list in them.
    path: String,
    /// What a list is cut at; empty where it is one already; `None` where it is no list.
    list: Option<String>,
    /// The path from an element of the list on.
    after: String,
    /// The column, where its cells may be JSON.
    pub json: Option<String>,
}

impl Cells {
    /// Reads the left side of a pair. `columns` are those of the file; if there are none, any will do.
    ///
    /// # Errors
    /// That there is no such column, with those that are.
    pub fn of(text: &str, columns: &[String]) -> Result<Self, ProfileError> {
        let text = composed(text);
        let there = |name: &str| columns.iter().any(|column| column == name);
        let plain = |name: &str| Self { path: quoted(name), list: None, after: String::new(), json: None };
        if columns.is_empty() || there(&text) {
            return Ok(plain(&text));
        }
        let (cells, list, after) = match text.split_once('[') {
            Some((cells, rest)) => match rest.split_once(']') {
                Some((list, after)) if after.is_empty() || after.starts_with('.') => {
                    (cells, Some(list), after)
                }
                _ => (text.as_ref(), None, ""),
            },
            None => (text.as_ref(), None, ""),
        };
        // The longest name of a column counts: names may have dots.
        let column = columns
            .iter()
            .filter(|column| {
                cells
                    .strip_prefix(column.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
            .max_by_key(|column| column.len());
        let Some(column) = column else {
            let known = listed(columns.iter().map(String::as_str));
            return Err(ProfileError::new(
                None,
                short(&text),
                format!("there is no such column; known: {known}"),
            ));
        };
        let opened = list == Some("") || cells != column;
        Ok(Self {
            path: format!("{}{}", quoted(column), &cells[column.len()..]),
            list: list.map(str::to_owned),
            after: after.to_owned(),
            json: opened.then(|| quoted(column)),
        })
    }

    /// The loop over the list it is, as a profile has it.
    pub fn each(&self) -> Option<Value> {
        let mut each = Table::new();
        let list = self.list.as_ref()?;
        each.insert("from".into(), Value::String(self.path.clone()));
        each.insert("as".into(), Value::String(ROW.into()));
        if !list.is_empty() {
            each.insert("split".into(), Value::String(list.clone()));
        }
        Some(Value::Array(vec![Value::Table(each)]))
    }

    /// The expression for it, where the loop goes over this list (`own`) or over another.
    pub fn expression(&self, own: bool) -> Value {
        let text = |text: String| Value::String(text);
        match self.list.as_deref() {
            None => text(self.path.clone()),
            Some(_) if own => text(format!("${ROW}{}", self.after)),
            Some("") => text(format!("{}[${ROW}]{}", self.path, self.after)),
            Some(separator) => {
                let mut cut = Table::new();
                cut.insert("from".into(), text(self.path.clone()));
                cut.insert("split".into(), text(separator.to_owned()));
                cut.insert("part".into(), text(format!("${ROW}")));
                Value::Table(cut)
            }
        }
    }
}

/// A path to a column, whatever it is called.
fn quoted(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}
