//! Expressions: where a field's value comes from. Read once, with the profile.

use crate::formats::profile::error::{ProfileError, listed};
use crate::formats::profile::language::dates::DateForm;
use crate::formats::profile::language::path::Path;
use crate::formats::profile::language::steps::{
    Fixed, Letters, Map, NumberForm, Other, Part, Spaces, Steps, key,
};
use crate::formats::profile::language::toml::{Node, Table, Text, get, join, kind};
use serde_json::Number;
use std::collections::HashMap;
use toml::de::DeValue;

/// Where a value comes from, and what is done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Where from.
    pub head: Head,
    /// What is done to it.
    pub steps: Option<Box<Steps>>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// A place in the record.
    Path(Path),
    /// The profile itself.
    Fixed(Fixed),
    /// Text with paths in it; nothing where one of them leads to nothing.
    Template(Vec<TextPart>),
    /// The id of the entry another template makes: that template's place among all.
    Entry(usize),
    /// The first that leads to something.
    First(Vec<Expr>),
    /// All that lead to something, as a list.
    All(Vec<Expr>),
    /// A name made of all these.
    Digest(Vec<Expr>),
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Text as it stands.
    Text(String),
    /// What stands at a path.
    Path(Path),
}

/// The named maps of a profile.
pub type Maps = HashMap<String, Map>;

/// What an expression may be written with.
#[derive(Debug, Clone, Copy)]
pub struct ProfileReader<'a, 't> {
    /// The profile.
    pub text: Text<'t>,
    /// Its maps.
    pub maps: &'a Maps,
    /// What its templates are called, in their order.
    pub labels: &'a [String],
}

const HEADS: [&str; 3] = ["from", "all", "digest"];
const KNOWN: [&str; 13] = [
    "from", "all", "digest", "split", "part", "without", "spaces", "letters", "nothing", "map", "date",
    "number", "join",
];

/// Whether a table is an expression, not fields within a field.
pub fn is_expression(table: &Table<'_>) -> bool {
    HEADS.iter().any(|head| table.contains_key(*head))
}

impl<'t> ProfileReader<'_, 't> {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn expr(self, node: &Node<'t>, field: &str) -> Result<Expr, ProfileError> {
        let head = match node.get_ref() {
            DeValue::String(text) => {
                return head(text, self.labels)
                    .map(|head| Expr { head, steps: None })
                    .map_err(|reason| self.text.error(node, field, reason));
            }
            DeValue::Array(_) => Head::First(self.list(node, field)?),
            DeValue::Table(table) => return self.table(node, table, field),
            _ => Head::Fixed(self.fixed(node, field)?),
        };
        Ok(Expr { head, steps: None })
    }

    fn list(self, node: &Node<'t>, field: &str) -> Result<Vec<Expr>, ProfileError> {
        let list: Result<Vec<Expr>, _> =
            self.text.each(node).into_iter().map(|item| self.expr(item, field)).collect();
        let list = list?;
        if list.is_empty() {
            return Err(self.text.error(node, field, "the list is empty"));
        }
        Ok(list)
    }

    fn table(self, node: &Node<'t>, table: &Table<'t>, field: &str) -> Result<Expr, ProfileError> {
        self.text.only(table, &KNOWN, field)?;
        let heads: Vec<&str> = HEADS.into_iter().filter(|head| table.contains_key(*head)).collect();
        let [name] = heads[..] else {
            let reason = "it should have one of from, all and digest: where the value comes from";
            return Err(self.text.error(node, field, reason));
        };
        let from = table.get(name).unwrap_or(node);
        let head = match name {
            "from" => {
                let expr = self.expr(from, field)?;
                match expr.steps {
                    None => expr.head,
                    Some(_) => Head::First(vec![expr]),
                }
            }
            "all" => Head::All(self.list(from, field)?),
            _ => Head::Digest(self.list(from, field)?),
        };
        let steps = self.steps(table, field)?;
        Ok(Expr { head, steps: (steps != Steps::default()).then(|| Box::new(steps)) })
    }

    fn steps(self, table: &Table<'t>, field: &str) -> Result<Steps, ProfileError> {
        let mut steps = Steps { part: self.part(table, field)?, ..Steps::default() };
        if let Some(node) = get(table, "split") {
            let at = join(field, "split");
            let separator = self.text.text(node, &at)?;
            if separator.is_empty() {
                return Err(self.text.error(node, &at, "the separator is empty"));
            }
            steps.split = Some(separator.to_owned());
        }
        if let Some(node) = get(table, "without") {
            let at = join(field, "without");
            steps.without = self.text.texts(node, &at)?.into_iter().map(str::to_owned).collect();
            if steps.without.iter().any(String::is_empty) {
                return Err(self.text.error(node, &at, "the beginning to take off is empty"));
            }
        }
        if let Some(node) = get(table, "spaces") {
            let at = join(field, "spaces");
            steps.spaces = Some(match self.text.text(node, &at)? {
                "trim" => Spaces::Trim,
                "one" => Spaces::One,
                other => {
                    let reason = format!(
                        "\"{other}\" is not known; trim takes blanks off both ends, one also makes every run of \
                         them one blank"
                    );
                    return Err(self.text.error(node, &at, reason));
                }
            });
        }
        if let Some(node) = get(table, "letters") {
            let at = join(field, "letters");
            steps.letters = Some(match self.text.text(node, &at)? {
                "lower" => Letters::Lower,
                "upper" => Letters::Upper,
                other => {
                    let reason = format!("\"{other}\" is not known; known: lower, upper");
                    return Err(self.text.error(node, &at, reason));
                }
            });
        }
        if let Some(node) = get(table, "nothing") {
            let words = self.text.texts(node, &join(field, "nothing"))?;
            steps.nothing = words.into_iter().map(key).collect();
        }
        if let Some(node) = get(table, "map") {
            steps.map = Some(self.map(node, &join(field, "map"))?);
        }
        if let Some(node) = get(table, "date") {
            let at = join(field, "date");
            let forms: Result<_, String> =
                self.text.texts(node, &at)?.into_iter().map(DateForm::parse).collect();
            steps.date = forms.map_err(|reason| self.text.error(node, &at, reason))?;
        }
        if let Some(node) = get(table, "number") {
            let at = join(field, "number");
            let form = NumberForm::parse(self.text.text(node, &at)?);
            steps.number = Some(form.map_err(|reason| self.text.error(node, &at, reason))?);
        }
        if let Some(node) = get(table, "join") {
            steps.join = Some(self.text.text(node, &join(field, "join"))?.to_owned());
        }
        Ok(steps)
    }

    /// Which part of a text that is cut: `2`, `-1`, `"$claim"`.
    fn part(self, table: &Table<'t>, field: &str) -> Result<Option<Part>, ProfileError> {
        let Some(node) = get(table, "part") else { return Ok(None) };
        let at = join(field, "part");
        let wrong = |reason: &str| Err(self.text.error(node, &at, reason));
        if !table.contains_key("split") {
            return wrong("it needs split beside it: what the text is cut at");
        }
        let number = node.get_ref().as_integer().map(|integer| integer.as_str().parse::<i32>());
        let from = |at: u32| at.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let part = match (number, node.get_ref().as_str()) {
            (Some(Ok(at @ 1..)), _) => from(at.unsigned_abs()).map(Part::At),
            (Some(Ok(at)), _) => from(at.unsigned_abs()).map(Part::FromEnd),
            (_, Some(text)) => text.strip_prefix('$').map(|name| Part::Beside(name.trim().to_owned())),
            _ => None,
        };
        match part {
            Some(part) => Ok(Some(part)),
            None => {
                wrong("it should be a number, 1 for the first and -1 for the last, or a loop: \"$claim\"")
            }
        }
    }

    fn map(self, node: &Node<'t>, field: &str) -> Result<Map, ProfileError> {
        let DeValue::Table(table) = node.get_ref() else {
            let name = self.text.text(node, field)?;
            return self.maps.get(name).cloned().ok_or_else(|| {
                let mut known: Vec<&str> = self.maps.keys().map(String::as_str).collect();
                known.sort_unstable();
                let reason = match known.is_empty() {
                    true => format!("there is no map \"{name}\"; write it under [maps.{name}]"),
                    false => format!("there is no map \"{name}\"; known: {}", listed(known)),
                };
                self.text.error(node, field, reason)
            });
        };
        self.values("", table, field)
    }

    /// Reads a map's values.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn values(self, name: &str, table: &Table<'t>, field: &str) -> Result<Map, ProfileError> {
        let mut map =
            Map { name: name.to_owned(), values: HashMap::new(), known: Vec::new(), other: Other::Refused };
        let mut all: Vec<_> = table.iter().collect();
        all.sort_by_key(|(value, _)| value.span().start);
        for (value, node) in all {
            let value = value.get_ref();
            let at = join(field, value);
            let fixed = match node.get_ref() {
                DeValue::String(text) if text.is_empty() => None,
                _ => Some(self.fixed(node, &at)?),
            };
            if value == "*" {
                map.other = match fixed {
                    None => Other::Nothing,
                    Some(Fixed::Text(text)) if text == "*" => Other::Itself,
                    Some(fixed) => Other::Is(fixed),
                };
                continue;
            }
            map.known.push(value.to_string());
            if map.values.insert(key(value), fixed).is_some() {
                let reason = "it appears twice; case and blanks around make no difference";
                return Err(self.text.error(node, &at, reason));
            }
        }
        Ok(map)
    }

    fn fixed(self, node: &Node<'t>, field: &str) -> Result<Fixed, ProfileError> {
        let number = |text: String| {
            serde_json::from_str::<Number>(&text)
                .map(Fixed::Number)
                .map_err(|_| self.text.error(node, field, "it is not a number that can be kept"))
        };
        match node.get_ref() {
            DeValue::String(text) => Ok(Fixed::Text(text.to_string())),
            DeValue::Boolean(flag) => Ok(Fixed::Flag(*flag)),
            DeValue::Integer(integer) if integer.radix() == 10 => number(integer.as_str().replace('_', "")),
            DeValue::Float(float) => number(float.as_str().replace('_', "")),
            DeValue::Datetime(date) => Ok(Fixed::Text(date.to_string())),
            DeValue::Array(_) => {
                let texts = self.text.texts(node, field)?;
                Ok(Fixed::List(texts.into_iter().map(str::to_owned).collect()))
            }
            _ => {
                let reason = format!("it is {}, and should be text, a number, or true or false", kind(node));
                Err(self.text.error(node, field, reason))
            }
        }
    }
}

/// Reads what is written as text.
fn head(text: &str, labels: &[String]) -> Result<Head, String> {
    if let Some(fixed) = text.strip_prefix('=') {
        return Ok(Head::Fixed(Fixed::Text(fixed.to_owned())));
    }
    if let Some(name) = text.strip_prefix('&') {
        let place = labels.iter().position(|label| label == name && !name.is_empty());
        return place.map(Head::Entry).ok_or_else(|| {
            let known = labels.iter().map(String::as_str).filter(|label| !label.is_empty());
            format!("nothing is called \"{name}\" (as = \"{name}\" does that); known: {}", listed(known))
        });
    }
    // What is a path in quotation marks may have braces in its names.
    if text.starts_with('"')
        && let Ok(path) = Path::parse(text)
    {
        return Ok(Head::Path(path));
    }
    if !text.contains(['{', '}']) {
        return Path::parse(text).map(Head::Path);
    }
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            plain.push_str(brace);
            rest = after;
            continue;
        }
        let closed = (brace == "{").then(|| rest.split_once('}')).flatten();
        let (path, after) = closed.ok_or_else(|| {
            format!("a brace in \"{text}\" has no partner; paths stand like {{this}}, braces like {{{{ }}}}")
        })?;
        if !plain.is_empty() {
            pieces.push(TextPart::Text(std::mem::take(&mut plain)));
        }
        pieces.push(TextPart::Path(Path::parse(path)?));
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(TextPart::Text(plain));
    }
    Ok(Head::Template(pieces))
}

impl Expr {
    /// Hands out every path in it.
    pub fn paths<'e>(&'e self, found: &mut dyn FnMut(&'e Path)) {
        match &self.head {
            Head::Path(path) => found(path),
            Head::Template(pieces) => {
                for piece in pieces {
                    if let TextPart::Path(path) = piece {
                        found(path);
                    }
                }
            }
            Head::First(list) | Head::All(list) | Head::Digest(list) => {
                for expr in list {
                    expr.paths(found);
                }
            }
            Head::Fixed(_) | Head::Entry(_) => {}
        }
    }

    /// Hands out the name of every loop it stands in.
    pub fn loops<'e>(&'e self, found: &mut dyn FnMut(&'e str)) {
        self.paths(&mut |path| path.loops().for_each(&mut *found));
        if let Some(Part::Beside(name)) = self.steps.as_ref().and_then(|steps| steps.part.as_ref()) {
            found(name);
        }
        if let Head::First(list) | Head::All(list) | Head::Digest(list) = &self.head {
            list.iter().for_each(|expr| expr.loops(found));
        }
    }

    /// Hands out the templates whose entries it refers to.
    pub fn entries(&self, found: &mut dyn FnMut(usize)) {
        match &self.head {
            Head::Entry(place) => found(*place),
            Head::First(list) | Head::All(list) | Head::Digest(list) => {
                for expr in list {
                    expr.entries(found);
                }
            }
            Head::Path(_) | Head::Fixed(_) | Head::Template(_) => {}
        }
    }

    /// Hands out every value that it takes from the profile itself.
    pub fn fixed<'e>(&'e self, found: &mut dyn FnMut(&'e Fixed)) {
        if let Some(map) = self.steps.as_ref().and_then(|steps| steps.map.as_ref()) {
            let values = map.known.iter().filter_map(|value| map.values.get(&key(value)));
            values.flatten().for_each(&mut *found);
            if let Other::Is(fixed) = &map.other {
                found(fixed);
            }
            if map.other != Other::Itself {
                return;
            }
        }
        match &self.head {
            Head::Fixed(fixed) => found(fixed),
            Head::First(list) | Head::All(list) => {
                for expr in list {
                    expr.fixed(found);
                }
            }
            Head::Path(_) | Head::Template(_) | Head::Entry(_) | Head::Digest(_) => {}
        }
    }
}
