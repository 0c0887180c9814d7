//! What an expression finds in one record, in one turn of the loops around it.

use crate::formats::profile::error::short;
use crate::formats::profile::language::expr::{Expr, Head, TextPart};
use crate::formats::profile::language::path::{
    Aspect, ConcreteStep, Path, Root, Step, write_at, write_name, write_steps,
};
use crate::formats::profile::language::steps;
use crate::formats::profile::language::steps::{Map, Part};
use crate::formats::profile::language::value::Val;
use crate::formats::profile::run::ids;
use crate::formats::profile::run::noted::{Noted, Remark};
use crate::formats::profile::schema::template::{Condition, Is, Loop, Template};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Why there is no value, though the record has something there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// What is there does not fit.
    Fault {
        /// Where, in the words of the file; `None` if it is the profile's own.
        place: Option<String>,
        /// Why, as the end of a sentence.
        reason: String,
    },
    /// It rests on an entry that was refused, by the refusal's place among those of the record.
    Rests(usize),
}

/// What a template made in one turn.
#[derive(Debug, Clone)]
pub struct Made {
    /// The turn of each loop around it, from 1.
    pub turns: Vec<usize>,
    /// Its id, or the refusal it ended in.
    pub outcome: Result<String, usize>,
}

/// The value of one turn of a loop.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A value of the record.
    Json(&'a Value),
    /// A part of a text.
    Text(&'a str),
}

/// One turn of a loop.
#[derive(Debug, Clone)]
pub struct Turn<'a> {
    /// Its value.
    pub item: Item<'a>,
    /// Which turn it is, from 1.
    pub number: usize,
    /// Its place in a list that the loop goes over.
    pub index: Option<usize>,
    /// How many places there are.
    pub of: usize,
    /// The concrete way to it, where the path of the loop leads to many.
    pub trail: Vec<ConcreteStep<'a>>,
}

/// Where an expression looks.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The record.
    pub record: &'a Value,
    /// Where it stands in what the file handed out; empty where it is that itself.
    pub at: &'a str,
    /// The name it stands under.
    pub name: Option<&'a str>,
    /// Its line.
    pub line: u64,
    /// What the templates before have made, by template.
    pub made: &'a [Vec<Made>],
    /// The loops around, outer ones first.
    pub loops: &'a [Loop],
    /// Their present turns.
    pub turns: Vec<Turn<'a>>,
    /// Where remarks on the record go, if anywhere.
    pub noted: Option<&'a Noted>,
}

impl<'a> Scope<'a> {
    fn turn(&self, name: &str) -> Option<usize> {
        self.loops.iter().take(self.turns.len()).position(|one| one.name == name)
    }

    /// The value that a path begins from.
    pub fn root(&self, path: &Path) -> Option<Item<'a>> {
        match &path.root {
            Root::Record => Some(Item::Json(self.record)),
            Root::Loop(name) => self.turn(name).map(|at| self.turns[at].item),
        }
    }

    /// Remarks on what a field was read from.
    pub fn remark(&self, template: &Template, field: &str, place: Option<String>, what: String) {
        let place = place.filter(|place| place != field).map_or(String::new(), |place| format!("{place}: "));
        let kind = format!("{}, {field}", template.makes.section());
        self.note(Remark::Of { kind, what: format!("{place}{what}") });
    }

    fn note(&self, remark: Remark) {
        if let Some(noted) = self.noted {
            noted.add(remark);
        }
    }

    /// How many remarks there are so far.
    pub fn noted(&self) -> usize {
        self.noted.map_or(0, Noted::len)
    }

    /// Takes remarks back: those between the two counts.
    pub fn forget(&self, from: usize, to: usize) {
        if let Some(noted) = self.noted {
            noted.forget(from, to);
        }
    }

    /// The place beside the present turn of a loop. Where what is read has not as many places as the
    /// loop has, that is noted.
    fn beside(&self, name: &str, places: Option<usize>, what: impl FnOnce() -> String) -> Option<usize> {
        let at = self.turn(name)?;
        let turn = &self.turns[at];
        if let Some(places) = places
            && places != turn.of
        {
            let loop_over = self.loop_place(at);
            let (kind, one) = (what(), short(&loop_over));
            let what = format!(
                "it has {places} and {one} has {}; they were read side by side from the first on",
                turn.of
            );
            self.note(Remark::Of { kind, what });
        }
        Some(turn.index.unwrap_or(turn.number - 1))
    }

    /// A path in which what stands beside a turn has its place.
    fn concrete<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        let Some(first) = path.steps.iter().position(|step| matches!(step, Step::Beside(_))) else {
            return Cow::Borrowed(path);
        };
        let mut whole = Path { steps: path.steps[..first].to_vec(), ..path.clone() };
        for step in &path.steps[first..] {
            let step = match step {
                Step::Beside(name) => {
                    let list = match self.root(path) {
                        Some(Item::Json(root)) => whole.one(root).and_then(Value::as_array),
                        _ => None,
                    };
                    let place = self.beside(name, list.map(Vec::len), || self.place_of(&whole));
                    Step::At(place.unwrap_or(usize::MAX))
                }
                step => step.clone(),
            };
            whole.steps.push(step);
        }
        Cow::Owned(whole)
    }

    fn path(&self, path: &Path) -> Option<Val<'a>> {
        match path.aspect {
            Aspect::Value => {}
            Aspect::Line => return Some(Val::Number(Cow::Owned(Number::from(self.line)))),
            Aspect::Number | Aspect::Name => return self.aspect(path),
        }
        let root = match self.root(path)? {
            Item::Json(value) => value,
            Item::Text(text) if path.steps.is_empty() => return Val::text(Cow::Borrowed(text)),
            Item::Text(_) => return None,
        };
        let path = self.concrete(path);
        if !path.is_many() {
            return path.one(root).and_then(Val::of);
        }
        let mut items = Vec::new();
        path.every(root, &mut |value, _| match Val::of(value) {
            Some(Val::List(more)) => items.extend(more),
            Some(item) => items.push(item),
            None => {}
        });
        // What stands in the place of a list is one value, and so is a list of one.
        if items.len() == 1 && !path.steps.contains(&Step::Every) {
            return items.pop();
        }
        (!items.is_empty()).then_some(Val::List(items))
    }

    fn aspect(&self, path: &Path) -> Option<Val<'a>> {
        let Root::Loop(name) = &path.root else { return Val::text(Cow::Borrowed(self.name?)) };
        let turn = &self.turns[self.turn(name)?];
        if path.aspect == Aspect::Number {
            return Some(Val::Number(Cow::Owned(Number::from(turn.number))));
        }
        let name = turn.trail.iter().rev().find_map(|place| match place {
            ConcreteStep::Name(name) => Some(*name),
            ConcreteStep::At(_) => None,
        });
        Val::text(Cow::Borrowed(name?))
    }

    /// What an expression finds; `None` if it finds nothing.
    ///
    /// # Errors
    /// Why what it finds does not do.
    pub fn eval(&self, expr: &'a Expr) -> Result<Option<Val<'a>>, Trouble> {
        let Some(val) = self.head(&expr.head)? else { return Ok(None) };
        let Some(steps) = &expr.steps else { return Ok(Some(val)) };
        let beside = match (&steps.part, &steps.split, &val) {
            (Some(Part::Beside(name)), Some(separator), Val::Text(text)) => {
                let places = text.split(separator.as_str()).count();
                self.beside(name, Some(places), || self.found_at(expr).unwrap_or_default())
            }
            _ => None,
        };
        let mut unmapped = |map: &Map, val: &Val<'_>| {
            self.note(Remark::Unmapped { map: map.name.clone(), value: val.what() });
        };
        steps.take(val, beside, &mut unmapped).map_err(|reason| self.fault(expr, reason))
    }

    fn head(&self, head: &'a Head) -> Result<Option<Val<'a>>, Trouble> {
        Ok(match head {
            Head::Path(path) => self.path(path),
            Head::Fixed(fixed) => match fixed.val() {
                Val::Text(text) => Val::text(text),
                other => Some(other),
            },
            Head::Template(pieces) => self.template(pieces)?.and_then(|text| Val::text(Cow::Owned(text))),
            Head::Entry(entry) => self.entry(*entry)?,
            Head::First(list) => {
                let first = self.noted();
                for expr in list {
                    let before = self.noted();
                    if let Some(val) = self.eval(expr)? {
                        self.forget(first, before);
                        return Ok(Some(val));
                    }
                }
                None
            }
            Head::All(list) => {
                let mut all = Vec::new();
                let mut says = false;
                for expr in list {
                    let val = self.eval(expr)?;
                    // What the profile itself adds is nothing without something of the record.
                    says |= val.is_some() && !matches!(expr.head, Head::Fixed(_));
                    match val {
                        Some(Val::List(more)) => all.extend(more),
                        Some(val) => all.push(val),
                        None => {}
                    }
                }
                says.then_some(Val::List(all))
            }
            Head::Digest(list) => {
                let mut digest = ids::Name::default();
                let mut says = false;
                for expr in list {
                    let val = self.eval(expr)?;
                    says |= val.is_some();
                    digest.add_val(val.as_ref());
                }
                says.then(|| Val::Text(Cow::Owned(digest.finish())))
            }
        })
    }

    fn template(&self, pieces: &'a [TextPart]) -> Result<Option<String>, Trouble> {
        let mut whole = String::new();
        for piece in pieces {
            match piece {
                TextPart::Text(text) => whole.push_str(text),
                TextPart::Path(path) => {
                    let Some(val) = self.path(path) else { return Ok(None) };
                    let text = val.into_text();
                    let fault = |reason| Trouble::Fault { place: Some(self.place(path)), reason };
                    whole.push_str(&text.map_err(fault)?);
                }
            }
        }
        Ok(Some(whole))
    }

    /// The id of the entry that a template made in this turn; the ids of all that it made in it, where it
    /// goes over more.
    fn entry(&self, template: usize) -> Result<Option<Val<'a>>, Trouble> {
        let Some(made) = self.made.get(template) else { return Ok(None) };
        let depth = made.first().map_or(0, |one| one.turns.len());
        let now: Vec<usize> = self.turns.iter().take(depth).map(|turn| turn.number).collect();
        if depth > now.len() {
            let here = made.iter().filter(|one| one.turns.starts_with(&now));
            let ids: Vec<Val<'a>> = here
                .filter_map(|one| one.outcome.as_ref().ok())
                .map(|id| Val::Text(Cow::Borrowed(id.as_str())))
                .collect();
            return Ok((!ids.is_empty()).then_some(Val::List(ids)));
        }
        let found = made.binary_search_by(|one| one.turns.as_slice().cmp(&now));
        match found.ok().map(|at| &made[at].outcome) {
            Some(Ok(id)) => Ok(Some(Val::Text(Cow::Borrowed(id)))),
            Some(Err(refusal)) => Err(Trouble::Rests(*refusal)),
            None => Ok(None),
        }
    }

    /// Whether all conditions hold.
    ///
    /// # Errors
    /// Why one of them is not known to hold.
    pub fn holds(&self, conditions: &'a [Condition]) -> Result<bool, Trouble> {
        let before = self.noted();
        for condition in conditions {
            let val = self.eval(&condition.of)?;
            self.forget(before, self.noted());
            let holds = match (&condition.is, &val) {
                (Is::There, val) => !matches!(val, None | Some(Val::Flag(false))),
                (Is::In(_) | Is::MemberOf(_), None) => false,
                (Is::In(words), Some(Val::List(items))) => items.iter().any(|item| is_among(item, words)),
                (Is::In(words), Some(val)) => is_among(val, words),
                (Is::MemberOf(path), Some(val)) => self.has_member(path, val),
            };
            if holds == condition.not {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn has_member(&self, path: &Path, val: &Val<'_>) -> bool {
        let Some(Item::Json(root)) = self.root(path) else { return false };
        let name = match val {
            Val::Text(text) => Cow::Borrowed(text.trim()),
            Val::Number(number) => Cow::Owned(number.to_string()),
            _ => return false,
        };
        self.concrete(path).one(root).is_some_and(|there| there.get(name.as_ref()).is_some())
    }

    /// What does not do, with the place it was found at.
    pub fn fault(&self, expr: &'a Expr, reason: String) -> Trouble {
        Trouble::Fault { place: self.found_at(expr), reason }
    }

    /// Where the value of an expression stands.
    pub fn found_at(&self, expr: &'a Expr) -> Option<String> {
        if let Head::First(list) | Head::All(list) = &expr.head {
            let before = self.noted();
            let there = |one: &&Expr| !matches!(self.head(&one.head), Ok(None));
            let first = list.iter().find(there);
            self.forget(before, self.noted());
            return first.and_then(|one| self.found_at(one));
        }
        let mut place = None;
        expr.paths(&mut |path| {
            if place.is_none() {
                place = Some(self.place(path));
            }
        });
        place
    }

    /// Every place at which an expression looks, for one that finds nothing.
    pub fn looked_at(&self, expr: &'a Expr) -> Option<String> {
        const NAMED: usize = 4;
        let mut places = Vec::new();
        expr.paths(&mut |path| {
            let place = self.place(path);
            if !places.contains(&place) {
                places.push(place);
            }
        });
        places.truncate(NAMED);
        (!places.is_empty()).then(|| places.join(" or "))
    }

    /// A path in the words of the file.
    pub fn place(&self, path: &Path) -> String {
        let before = self.noted();
        let path = self.concrete(path);
        self.forget(before, self.noted());
        self.place_of(&path)
    }

    fn place_of(&self, path: &Path) -> String {
        let mut place = match &path.root {
            Root::Record => self.at.to_owned(),
            Root::Loop(name) => self.turn(name).map_or_else(String::new, |at| self.turn_place(at)),
        };
        match path.aspect {
            Aspect::Value => write_steps(&mut place, &path.steps),
            Aspect::Name => place.push_str(" (its name)"),
            Aspect::Number | Aspect::Line => {}
        }
        if place.is_empty() { "the record".to_owned() } else { short(&place) }
    }

    /// A place, behind that of the turn it was met in, where it does not name that itself.
    pub fn in_turn(&self, place: Option<String>) -> Option<String> {
        let Some(last) = self.turns.len().checked_sub(1) else { return place };
        let turn = short(&self.turn_place(last));
        match place {
            None => Some(turn).filter(|turn| !turn.is_empty()),
            Some(place) if place.contains(&turn) => Some(place),
            Some(place) => Some(format!("{turn}, {place}")),
        }
    }

    /// What a loop goes over.
    fn loop_place(&self, at: usize) -> String {
        let one = &self.loops[at];
        let mut place = match &one.from.root {
            Root::Record => self.at.to_owned(),
            Root::Loop(name) => self.turn(name).map_or_else(String::new, |outer| self.turn_place(outer)),
        };
        if self.turns[at].trail.is_empty() {
            write_steps(&mut place, &one.from.steps);
        }
        place
    }

    fn turn_place(&self, at: usize) -> String {
        let turn = &self.turns[at];
        let mut place = self.loop_place(at);
        for step in &turn.trail {
            match step {
                ConcreteStep::Name(name) => write_name(&mut place, name),
                ConcreteStep::At(index) => write_at(&mut place, *index),
            }
        }
        if let Some(index) = turn.index {
            write_at(&mut place, index);
        }
        place
    }
}

fn is_among(val: &Val<'_>, words: &[String]) -> bool {
    val.word().is_some_and(|word| words.iter().any(|one| *one == word))
}

/// The turns of one loop, in the present turn of those around it.
pub fn turns<'a>(scope: &Scope<'a>, one: &'a Loop) -> Vec<Turn<'a>> {
    let mut turns = every_turn(scope, one);
    let of = match (&one.split, turns.last()) {
        // Empty parts are places, too.
        (Some(separator), Some(Turn { item: Item::Text(_), .. })) => match scope.root(&one.from) {
            Some(Item::Json(root)) => scope
                .concrete(&one.from)
                .one(root)
                .and_then(Value::as_str)
                .map_or(turns.len(), |text| text.split(separator.as_str()).count()),
            _ => turns.len(),
        },
        _ => turns.len(),
    };
    turns.iter_mut().for_each(|turn| turn.of = of);
    turns
}

fn every_turn<'a>(scope: &Scope<'a>, one: &'a Loop) -> Vec<Turn<'a>> {
    let turn = |item, at: usize| Turn { item, number: at + 1, index: None, of: 0, trail: Vec::new() };
    let root = match scope.root(&one.from) {
        Some(Item::Json(value)) => value,
        Some(text @ Item::Text(_)) if one.from.steps.is_empty() => return vec![turn(text, 0)],
        _ => return Vec::new(),
    };
    let from = scope.concrete(&one.from);
    if from.is_many() {
        let mut turns = Vec::new();
        from.every(root, &mut |value, trail| {
            turns.push(Turn { trail: trail.to_vec(), ..turn(Item::Json(value), turns.len()) });
        });
        return turns;
    }
    match (from.one(root), &one.split) {
        (None | Some(Value::Null), _) => Vec::new(),
        (Some(Value::String(text)), Some(separator)) => steps::split(text, separator)
            .enumerate()
            .map(|(at, (index, part))| Turn { index: Some(index), ..turn(Item::Text(part), at) })
            .collect(),
        (Some(Value::Array(items)), _) => items
            .iter()
            .enumerate()
            .map(|(at, item)| Turn { index: Some(at), ..turn(Item::Json(item), at) })
            .collect(),
        (Some(value), _) => vec![turn(Item::Json(value), 0)],
    }
}
