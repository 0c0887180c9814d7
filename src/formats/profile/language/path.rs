//! Paths into a record: `a.b[0].c`, `"odd.name".x`, `votes.*`, `$item.text`, `$item:number`.
//! And where the records of a JSON file are, as `records` of a profile and `--records` say it.

use crate::formats::carrier::Record;
use crate::formats::profile::error::short;
use crate::formats::profile::language::steps::key;
use crate::formats::profile::language::value::Val;
use crate::text::composed;
use serde_json::Value;
use std::fmt::Write as _;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A member of an object.
    Name(String),
    /// An element of a list, from 0.
    At(usize),
    /// The first element of a list in which a member is this word, in whatever letters.
    Where(String, String),
    /// The element of a list that stands beside the present turn of this loop.
    Beside(String),
    /// Every element of a list, every member of an object.
    Every,
    /// Every element of a list; a value that stands in the place of a list is one.
    Each,
}

impl Step {
    /// The one value a step leads to, and its place; for those that lead to one.
    pub fn leads<'v>(&self, value: &'v Value) -> Option<(&'v Value, ConcreteStep<'v>)> {
        match self {
            Self::Name(name) => {
                let members = value.as_object()?;
                let same = || members.iter().find(|(other, _)| composed(other) == name.as_str());
                let (name, value) = match members.get_key_value(name.as_str()) {
                    None if !name.is_ascii() => same()?,
                    found => found?,
                };
                Some((value, ConcreteStep::Name(name)))
            }
            Self::At(index) => Some((value.as_array()?.get(*index)?, ConcreteStep::At(*index))),
            Self::Where(name, word) => {
                find(value.as_array()?, name, word).map(|(index, value)| (value, ConcreteStep::At(index)))
            }
            Self::Beside(_) | Self::Every | Self::Each => None,
        }
    }
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// The record.
    Record,
    /// The value of a loop's turn, by the loop's name.
    Loop(String),
}

/// What of the root a path names besides its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// The value itself, or what the steps lead to.
    Value,
    /// The name it stands under.
    Name,
    /// Its place among the turns, from 1.
    Number,
    /// The line of the record.
    Line,
}

/// A path, as the profile has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub root: Root,
    /// What of it.
    pub aspect: Aspect,
    /// How it goes on.
    pub steps: Vec<Step>,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let mut path = Self { root: Root::Record, aspect: Aspect::Value, steps: Vec::new() };
        let mut first = true;
        if let Some(after) = rest.strip_prefix('$') {
            let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
            let name = &after[..end];
            if name.is_empty() {
                return Err(format!("\"{text}\" names no loop after its $"));
            }
            rest = &after[end..];
            path.root = if name == "record" { Root::Record } else { Root::Loop(name.to_owned()) };
            first = false;
            if let Some(aspect) = rest.strip_prefix(':') {
                path.aspect = match (aspect, &path.root) {
                    ("name", _) => Aspect::Name,
                    ("line", Root::Record) => Aspect::Line,
                    ("number", Root::Loop(_)) => Aspect::Number,
                    (_, Root::Record) => {
                        return Err(format!("\"{text}\" is not known; $record has :name and :line"));
                    }
                    (_, Root::Loop(_)) => {
                        return Err(format!("\"{text}\" is not known; a loop has :name and :number"));
                    }
                };
                return Ok(path);
            }
        }
        while !rest.is_empty() {
            rest = path.step(text, rest, first)?;
            first = false;
        }
        if path.steps.is_empty() && path.root == Root::Record && text != "$record" {
            return Err("a path is empty".into());
        }
        Ok(path)
    }

    /// Whether it leads into a list that a value has, and that is empty or nothing.
    pub fn leads_into_nothing(&self, value: &Value) -> bool {
        let mut at = value;
        for step in &self.steps {
            if at.is_null() || at.as_array().is_some_and(Vec::is_empty) {
                return true;
            }
            match step.leads(at) {
                Some((value, _)) => at = value,
                None => return false,
            }
        }
        false
    }

    /// Reads one step; what is behind it.
    fn step<'t>(&mut self, text: &str, rest: &'t str, first: bool) -> Result<&'t str, String> {
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']').ok_or_else(|| format!("\"{text}\" lacks a ]"))?;
            if let Some((name, word)) = index.split_once('=') {
                self.steps.push(Step::Where(name.trim().to_owned(), key(word)));
                return Ok(after);
            }
            if let Some(name) = index.strip_prefix('$') {
                self.steps.push(Step::Beside(name.trim().to_owned()));
                return Ok(after);
            }
            if index == "*" {
                self.steps.push(Step::Each);
                return Ok(after);
            }
            let index = index.parse().map_err(|_| {
                format!("\"[{index}]\" in \"{text}\" is not a place in a list; the first is [0], [*] is all of them, [type=Person] is the \
                         first whose type is Person, and [$claim] is the one beside the loop's turn")
            })?;
            self.steps.push(Step::At(index));
            return Ok(after);
        }
        let rest = match rest.strip_prefix('.') {
            Some(after) => after,
            None if first => rest,
            None => return Err(format!("\"{text}\" lacks a dot before \"{rest}\"")),
        };
        if let Some(after) = rest.strip_prefix('"') {
            // Within quotation marks two of them are one.
            let mut name = String::new();
            let mut rest = after;
            loop {
                let (before, after) = rest
                    .split_once('"')
                    .ok_or_else(|| format!("a quotation mark in \"{text}\" is not closed"))?;
                name.push_str(before);
                let Some(after) = after.strip_prefix('"') else {
                    self.steps.push(Step::Name(composed(&name).into_owned()));
                    return Ok(after);
                };
                name.push('"');
                rest = after;
            }
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        if name.trim().is_empty() {
            return Err(format!(
                "\"{text}\" has an empty step; a name with a dot in it stands in quotation marks: '\"No. 1\"'"
            ));
        }
        self.steps.push(if name == "*" { Step::Every } else { Step::Name(composed(name).into_owned()) });
        Ok(&rest[end..])
    }

    /// The names of the loops it goes by.
    pub fn loops(&self) -> impl Iterator<Item = &str> {
        let root = match &self.root {
            Root::Loop(name) => Some(name.as_str()),
            Root::Record => None,
        };
        root.into_iter().chain(self.steps.iter().filter_map(|step| match step {
            Step::Beside(name) => Some(name.as_str()),
            _ => None,
        }))
    }

    /// Whether it may lead to several values.
    pub fn is_many(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Every | Step::Each))
    }

    /// The one value its steps lead to; for paths that are not many.
    pub fn one<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.steps.iter().try_fold(root, |value, step| step.leads(value).map(|(value, _)| value))
    }

    /// Hands out every value its steps lead to, to be changed.
    pub fn change(&self, root: &mut Value, change: &mut dyn FnMut(&mut Value)) {
        change_at(&self.steps, root, change);
    }

    /// Hands out every value its steps lead to, and where each stands behind the root.
    pub fn every<'v>(&self, root: &'v Value, found: &mut dyn FnMut(&'v Value, Trail<'_, 'v>)) {
        follow(&self.steps, root, &mut Vec::new(), found);
    }
}

/// The concrete names and places of a value, behind its root.
pub type Trail<'t, 'v> = &'t [ConcreteStep<'v>];

/// One concrete step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConcreteStep<'v> {
    /// A member.
    Name(&'v str),
    /// An element.
    At(usize),
}

/// As deep as the path goes, not the record.
fn follow<'v>(
    steps: &[Step],
    value: &'v Value,
    trail: &mut Vec<ConcreteStep<'v>>,
    found: &mut dyn FnMut(&'v Value, Trail<'_, 'v>),
) {
    let Some((step, rest)) = steps.split_first() else {
        found(value, trail);
        return;
    };
    let mut go = |place, value: &'v Value, trail: &mut Vec<ConcreteStep<'v>>| {
        trail.push(place);
        follow(rest, value, trail, found);
        trail.pop();
    };
    match (step, value) {
        (Step::Every, Value::Object(members)) => {
            for (name, value) in members {
                go(ConcreteStep::Name(name), value, trail);
            }
        }
        (Step::Every | Step::Each, Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                go(ConcreteStep::At(index), value, trail);
            }
        }
        (Step::Each, value) => follow(rest, value, trail, found),
        _ => {
            if let Some((value, place)) = step.leads(value) {
                go(place, value, trail);
            }
        }
    }
}

fn change_at(steps: &[Step], value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    let Some((step, rest)) = steps.split_first() else { return change(value) };
    match (step, value) {
        (Step::Every, Value::Object(members)) => {
            members.values_mut().for_each(|value| change_at(rest, value, change));
        }
        (Step::Every, Value::Array(items)) => {
            items.iter_mut().for_each(|value| change_at(rest, value, change));
        }
        (step, value) => {
            let place = match step.leads(value) {
                Some((_, ConcreteStep::Name(name))) => Ok(name.to_owned()),
                Some((_, ConcreteStep::At(index))) => Err(index),
                None => return,
            };
            let inside = match place {
                Ok(name) => value.get_mut(name),
                Err(index) => value.get_mut(index),
            };
            if let Some(inside) = inside {
                change_at(rest, inside, change);
            }
        }
    }
}

fn find<'v>(items: &'v [Value], name: &str, word: &str) -> Option<(usize, &'v Value)> {
    let is = |item: &Value| {
        let val = item.get(name).and_then(Val::of);
        val.is_some_and(|val| val.word().is_some_and(|one| one == word))
    };
    items.iter().enumerate().find(|(_, item)| is(item))
}

/// Writes steps behind a place: `gold_evidence[3]` and `text` make `gold_evidence[3].text`.
pub fn write_steps(place: &mut String, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Name(name) => write_name(place, name),
            Step::At(index) => write_at(place, *index),
            Step::Where(name, word) => {
                let _ = write!(place, "[{name}={word}]");
            }
            Step::Beside(name) => {
                let _ = write!(place, "[${name}]");
            }
            Step::Every => write_name(place, "*"),
            Step::Each => place.push_str("[*]"),
        }
    }
}

/// Writes the name of a member behind a place. What no sentence shows is not copied: a name may be as
/// long as a file, and stand in the place of everything below it.
pub fn write_name(place: &mut String, name: &str) {
    if place.len() > ENOUGH {
        return;
    }
    if !place.is_empty() {
        place.push('.');
    }
    place.push_str(&short(name));
}

/// Writes the place in a list behind a place.
pub fn write_at(place: &mut String, index: usize) {
    if place.len() <= ENOUGH {
        let _ = write!(place, "[{index}]");
    }
}

/// No sentence shows more bytes of a place.
const ENOUGH: usize = 400;

/// A path from the beginning of a file, or of each value in it, to its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsPath(pub(crate) Path);

/// One way of getting at the records: how far in a carrier goes while it reads, and what is left to
/// be unwrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The members to go in by.
    pub names: Vec<String>,
    /// Whether each value there is meant, one by one.
    pub every: bool,
    /// The rest of the path; `None` if that is all of it.
    pub rest: Option<RecordsPath>,
}

impl RecordsPath {
    /// Reads a path: `data.threads`, `*`, `feed.*.item`; an empty one is the whole.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let path = Path::parse(if text.trim().is_empty() { "$record" } else { text })?;
        if path.loops().next().is_some() || path.aspect != Aspect::Value {
            return Err("it should be a path from the beginning of the record".into());
        }
        Ok(Self(path))
    }

    /// Whether all of the file, or of each value in it, is one record.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.0.steps.is_empty()
    }

    /// How the records are got at; `None` if a carrier cannot go any part of the way.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        let names: Vec<String> = self
            .0
            .steps
            .iter()
            .map_while(|step| if let Step::Name(name) = step { Some(name.clone()) } else { None })
            .collect();
        let (every, rest) = match &self.0.steps[names.len()..] {
            [] => (false, &[][..]),
            [Step::Every, rest @ ..] => (true, rest),
            [Step::Each, rest @ ..] => (false, rest),
            _ => return None,
        };
        let rest = (!rest.is_empty())
            .then(|| Self(Path { root: Root::Record, aspect: Aspect::Value, steps: rest.to_vec() }));
        Some(Reach { names, every, rest })
    }

    /// The members to go in by before the path spreads; `None` if it begins otherwise.
    #[must_use]
    pub fn beginning(&self) -> Vec<String> {
        let names = self.0.steps.iter().map_while(|step| match step {
            Step::Name(name) => Some(name.clone()),
            _ => None,
        });
        names.collect()
    }
}

impl std::fmt::Display for RecordsPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        write_steps(&mut text, &self.0.steps);
        f.write_str(&text)
    }
}

/// A record within a value, its place there, and its name.
pub(crate) type Within<'v> = (&'v Value, String, Option<&'v str>);

/// The records that a value wraps: those at the first path that finds any.
pub(crate) fn within<'v>(value: &'v Value, paths: &[RecordsPath]) -> Vec<Within<'v>> {
    let mut found = Vec::new();
    for RecordsPath(path) in paths {
        if path.steps.is_empty() {
            return vec![(value, String::new(), None)];
        }
        path.every(value, &mut |value, trail| {
            let mut at = String::new();
            for place in trail {
                match place {
                    ConcreteStep::Name(name) => write_name(&mut at, name),
                    ConcreteStep::At(index) => write_at(&mut at, *index),
                }
            }
            let name = trail.last().and_then(|place| match place {
                ConcreteStep::Name(name) if path.is_many() => Some(*name),
                _ => None,
            });
            match value {
                // What `*` leads to is a record already, whatever it is.
                Value::Array(items) if path.steps.last() != Some(&Step::Every) => {
                    for (index, item) in items.iter().enumerate() {
                        let mut at = at.clone();
                        write_at(&mut at, index);
                        found.push((item, at, None));
                    }
                }
                Value::Null => {}
                value => found.push((value, at, name)),
            }
        });
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The records that each of a sample wraps, as records of their own.
#[must_use]
pub fn unwrapped(sample: &[Record], paths: &[RecordsPath]) -> Vec<Record> {
    let mut records = Vec::new();
    for Record { line, value, .. } in sample {
        let of = |(value, _, name): Within<'_>| Record {
            line: *line,
            name: name.map(str::to_owned),
            value: value.clone(),
        };
        records.extend(within(value, paths).into_iter().map(of));
    }
    records
}
