//! The paths of a profile that have found nothing yet: what is still among them at the end of a
//! file is a slip of the pen, or not in this file.

use crate::formats::profile::Profile;
use crate::formats::profile::language::expr::{Expr, Head, Piece};
use crate::formats::profile::language::path::{Aspect, Path, Root, Step, write_name, write_steps};
use crate::formats::profile::language::template::{Condition, Is, Loop, Template};
use crate::formats::profile::run::value::Val;
use serde_json::Value;
use std::collections::HashMap;

/// So many are named.
const NAMED: usize = 40;

/// One step from the record to what a path looks for.
#[derive(Debug, Clone)]
enum Stride<'p> {
    /// A step of a path.
    Step(&'p Step),
    /// Into each element of the list there, where a loop goes over it.
    Turn,
}

/// A path from the record on, through the loops it stands in.
#[derive(Debug, Clone)]
struct Way<'p> {
    strides: Vec<Stride<'p>>,
    shown: String,
}

/// Paths of which one is enough, and where the profile has them.
#[derive(Debug)]
struct Sight<'p> {
    ways: Vec<Way<'p>>,
    /// The templates and fields.
    places: Vec<String>,
    /// Whether the profile says itself what holds where none finds anything.
    falls_back: bool,
}

/// What a profile still looks for.
#[derive(Debug)]
pub struct Sought<'p> {
    open: Vec<Sight<'p>>,
    /// How many have found something.
    found: usize,
    /// The line of the first record.
    line: Option<u64>,
}

impl<'p> Sought<'p> {
    /// All that a profile looks for.
    pub fn new(profile: &'p Profile) -> Self {
        let mut all = All::default();
        all.conditions(&profile.when, &[], "record");
        for template in &profile.templates {
            all.template(template, template.makes.word());
            for (name, item) in &template.lists {
                all.template(item, &format!("{}.{name}", template.makes.word()));
            }
        }
        Self { open: all.sights, found: 0, line: None }
    }

    /// Looks through a record.
    pub fn look(&mut self, record: &Value, line: u64) {
        self.line.get_or_insert(line);
        let before = self.open.len();
        self.open.retain(|sight| !sight.ways.iter().any(|way| finds(record, &way.strides)));
        self.found += before - self.open.len();
    }

    /// How many have found something.
    pub const fn found(&self) -> usize {
        self.found
    }

    /// What to say of those that found nothing in any record, and the line of the first record.
    pub fn told(&self) -> Option<(u64, String)> {
        let line = self.line.filter(|_| !self.open.is_empty())?;
        Some((line, listed(self.open.iter())))
    }

    /// Those whose columns a table has not.
    pub fn without(profile: &'p Profile, columns: &[String]) -> Option<String> {
        let there = |way: &Way<'_>| match way.strides.first() {
            Some(Stride::Step(Step::Name(name))) => columns.contains(name),
            _ => true,
        };
        let sought = Self::new(profile);
        let missing: Vec<_> =
            sought.open.iter().filter(|sight| !sight.falls_back && !sight.ways.iter().any(there)).collect();
        (!missing.is_empty()).then(|| listed(missing.into_iter()))
    }
}

fn listed<'s, 'p: 's>(sights: impl Iterator<Item = &'s Sight<'p>>) -> String {
    let told: Vec<String> = sights
        .map(|sight| {
            let ways: Vec<String> = sight.ways.iter().map(|way| format!("`{}`", way.shown)).collect();
            format!("{} ({})", ways.join(" or "), sight.places.join("; "))
        })
        .collect();
    crate::formats::profile::error::listed_up_to(NAMED, told.iter().map(String::as_str))
}

/// As deep as the path goes, not the record.
fn finds(value: &Value, strides: &[Stride<'_>]) -> bool {
    let Some((stride, rest)) = strides.split_first() else { return Val::of(value).is_some() };
    match (stride, value) {
        (Stride::Turn, Value::Array(items)) => items.iter().any(|item| finds(item, rest)),
        (Stride::Turn, _) => finds(value, rest),
        (Stride::Step(Step::Every), Value::Object(members)) => {
            members.values().any(|value| finds(value, rest))
        }
        (Stride::Step(Step::Every), Value::Array(items)) => items.iter().any(|item| finds(item, rest)),
        (Stride::Step(step), _) => step.leads(value).is_some_and(|(value, _)| finds(value, rest)),
    }
}

/// What a profile looks for, as it is gathered.
#[derive(Default)]
struct All<'p> {
    sights: Vec<Sight<'p>>,
    /// By the paths: which it is.
    at: HashMap<String, usize>,
}

impl<'p> All<'p> {
    fn template(&mut self, template: &'p Template, word: &str) {
        let loops = &template.loops;
        for (at, one) in loops.iter().enumerate() {
            self.add(vec![way(&one.from, &loops[..at])], format!("{word}, each"), false);
        }
        self.conditions(&template.when, loops, word);
        for (field, expr) in &template.fields {
            self.expr(expr, loops, &format!("{word}, {}", field.name));
        }
    }

    fn conditions(&mut self, conditions: &'p [Condition], loops: &'p [Loop], word: &str) {
        for condition in conditions {
            let place = format!("{word}, {}", if condition.not { "unless" } else { "if" });
            self.expr(&condition.of, loops, &place);
            if let Is::MemberOf(path) = &condition.is {
                self.add(vec![way(path, loops)], place, false);
            }
        }
    }

    fn expr(&mut self, expr: &'p Expr, loops: &'p [Loop], place: &str) {
        if let Head::Template(pieces) = &expr.head {
            // Without one of them there is nothing.
            for piece in pieces {
                if let Piece::Path(path) = piece {
                    self.path(path, loops, place);
                }
            }
            return;
        }
        let mut ways = Vec::new();
        let mut all = true;
        expr.paths(&mut |path| {
            all &= path.aspect == Aspect::Value;
            ways.push(way(path, loops));
        });
        // Names and numbers are always there.
        if all && !ways.is_empty() {
            self.add(ways, place.to_owned(), falls_back(expr));
        }
    }

    fn path(&mut self, path: &'p Path, loops: &'p [Loop], place: &str) {
        if path.aspect == Aspect::Value {
            self.add(vec![way(path, loops)], place.to_owned(), false);
        }
    }

    fn add(&mut self, mut ways: Vec<Way<'p>>, place: String, falls_back: bool) {
        ways.dedup_by(|a, b| a.shown == b.shown);
        let paths: Vec<&str> = ways.iter().map(|way| way.shown.as_str()).collect();
        let at = *self.at.entry(paths.join("\0")).or_insert(self.sights.len());
        match self.sights.get_mut(at) {
            Some(sight) => {
                sight.falls_back &= falls_back;
                if !sight.places.contains(&place) {
                    sight.places.push(place);
                }
            }
            None => self.sights.push(Sight { ways, places: vec![place], falls_back }),
        }
    }
}

/// Whether the profile itself has a word where nothing is found.
fn falls_back(expr: &Expr) -> bool {
    match &expr.head {
        Head::Fixed(_) | Head::Entry(_) => true,
        Head::First(list) => list.iter().any(falls_back),
        _ => false,
    }
}

fn way<'p>(path: &'p Path, loops: &'p [Loop]) -> Way<'p> {
    let mut way = match &path.root {
        Root::Record => Way { strides: Vec::new(), shown: String::new() },
        Root::Loop(name) => match loops.iter().position(|one| one.name == *name) {
            Some(at) => {
                let mut way = self::way(&loops[at].from, &loops[..at]);
                way.strides.push(Stride::Turn);
                way
            }
            None => Way { strides: Vec::new(), shown: String::new() },
        },
    };
    way.strides.extend(path.steps.iter().map(Stride::Step));
    write_steps(&mut way.shown, &path.steps);
    if way.shown.is_empty() {
        write_name(&mut way.shown, "$record");
    }
    way
}
