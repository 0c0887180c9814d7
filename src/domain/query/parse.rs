//! Reading a query.

use super::keys::{self, KEYS};
use super::value::Value;
use super::{Clause, Query, QueryError, Term, Text};
use std::str::FromStr;

/// How many clauses a query may have: each is looked for on its own.
pub const MOST_CLAUSES: usize = 64;

/// How many words a search takes notice of.
const MOST_WORDS: usize = 32;

/// The name before the colon, where a word is a term with a key.
pub(super) fn key_of(word: &str) -> Option<&str> {
    let (name, _) = word.split_once(':')?;
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-');
    named.then_some(name)
}

struct Reader<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.at += taken.chars().count();
        taken
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.rest.starts_with(c);
        if there {
            self.take(c.len_utf8());
        }
        there
    }

    fn skip_space(&mut self) {
        let rest = self.rest.trim_start();
        self.take(self.rest.len() - rest.len());
    }

    /// What stands between quotes, the first of which is taken already; `None` if they do not end.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let end = self.rest.find('"')?;
            text.push_str(self.take(end));
            self.take(1);
            if !self.eat('"') {
                return Some(text);
            }
            text.push('"');
        }
    }

    /// A value, as it stands; empty where none stands here.
    fn value(&mut self) -> Result<Value, QueryError> {
        let at = self.at;
        if self.eat('"') {
            let text = self.quoted().ok_or(QueryError::OpenQuote { at })?;
            let text = text.trim().to_owned();
            if text.is_empty() {
                return Err(QueryError::EmptyQuotes { at });
            }
            return Ok(Value { text, starred: self.eat('*') });
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(self.rest.len());
        let word = self.take(end);
        let plain = word.strip_suffix('*').filter(|plain| !plain.is_empty());
        Ok(Value { text: plain.unwrap_or(word).to_owned(), starred: plain.is_some() })
    }

    fn term(&mut self) -> Result<Term, QueryError> {
        let at = self.at;
        if let Some(name) =
            key_of(self.rest.split(|c: char| c.is_whitespace() || c == '"').next().unwrap_or(""))
        {
            let key = keys::find(name).ok_or_else(|| QueryError::UnknownKey {
                key: name.chars().take(40).collect(),
                at,
                known: KEYS.iter().map(|known| known.key).collect::<Vec<_>>().join(", "),
            })?;
            self.take(name.len() + 1);
            let value = self.value()?;
            if value.text.is_empty() {
                return Err(QueryError::NoValue { key: key.key, at, example: key.example });
            }
            let term =
                (key.read)(&value).map_err(|reason| QueryError::BadValue { key: key.key, at, reason })?;
            if let Term::Note(text) = &term {
                long_enough(text, at)?;
            }
            return Ok(term);
        }
        let value = self.value()?;
        let text = Text { text: value.text, prefix: value.starred };
        long_enough(&text, at)?;
        Ok(Term::Text(text))
    }
}

/// A prefix of one letter stands for a good part of all words.
fn long_enough(text: &Text, at: usize) -> Result<(), QueryError> {
    if text.prefix && text.text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_none() {
        return Err(QueryError::ShortPrefix { at: at + text.text.chars().count() });
    }
    Ok(())
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let mut reader = Reader { rest: text, at: 1 };
        let mut clauses = Vec::new();
        loop {
            reader.skip_space();
            if reader.rest.is_empty() {
                return Ok(Self { clauses });
            }
            if clauses.len() == MOST_CLAUSES {
                return Err(QueryError::TooMany { most: MOST_CLAUSES });
            }
            let at = reader.at;
            let negated = reader.eat('-');
            if negated && (reader.rest.is_empty() || reader.rest.starts_with(char::is_whitespace)) {
                return Err(QueryError::LoneMinus { at });
            }
            clauses.push(Clause { negated, term: reader.term()? });
        }
    }
}

/// Words and "phrases" as they are typed into a search: nothing is an error, nothing has a meaning
/// of its own, a quote that is still open ends with the text, and the last word may go on.
#[must_use]
pub fn loose(text: &str) -> Vec<Text> {
    let mut reader = Reader { rest: text, at: 1 };
    let mut words = Vec::new();
    loop {
        reader.skip_space();
        if reader.rest.is_empty() || words.len() == MOST_WORDS {
            return words;
        }
        let mut closed = false;
        let word = if reader.eat('"') {
            let all = reader.rest;
            reader.quoted().inspect(|_| closed = true).unwrap_or_else(|| {
                reader.rest = "";
                all.to_owned()
            })
        } else {
            let end = reader.rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(reader.rest.len());
            reader.take(end).to_owned()
        };
        let text = word.trim().to_owned();
        if !text.is_empty() {
            let goes_on = !closed && reader.rest.trim_start().is_empty();
            // One letter would stand for a good part of all words.
            let prefix = goes_on && text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some();
            words.push(Text { text, prefix });
        }
    }
}
