//! What a profile and a file have not in common: the keys of the records that the profile does not
//! read, and the paths of the profile that find nothing. Each is named once for each file.

use crate::formats::carrier::Record;
use crate::formats::profile::error::{listed_up_to, short};
use crate::formats::profile::language::expr::{Expr, Head};
use crate::formats::profile::language::path::{Aspect, Path, Root, Step, write_at, write_name, write_steps};
use crate::formats::profile::language::value::Val;
use crate::formats::profile::schema::profile::{Marks, Profile};
use crate::formats::profile::schema::template::{Condition, Is, Loop, Template};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// At most this many keys are named.
const KEYS: usize = 100;
/// At most this many paths are named.
const PATHS: usize = 40;

/// A place where a profile looks into a record.
enum Use<'p> {
    /// A loop goes over the values there.
    Each(&'p Path),
    /// A condition asks for it.
    If(&'p Condition),
    /// A field is filled from it.
    Field(&'p str, &'p Expr),
}

/// Hands out every place where a profile looks, with the word of the template it is for and the loops
/// around it.
fn uses<'p>(profile: &'p Profile, found: &mut dyn FnMut(&str, &'p [Loop], Use<'p>)) {
    let mut of = |word: &str, template: &'p Template| {
        let loops = template.loops.as_slice();
        for (at, one) in loops.iter().enumerate() {
            found(word, &loops[..at], Use::Each(&one.from));
        }
        for condition in &template.when {
            found(word, loops, Use::If(condition));
        }
        for (field, expr) in &template.fields {
            found(word, loops, Use::Field(&field.name, expr));
        }
    };
    for template in &profile.templates {
        of(template.makes.word(), template);
        for (name, item) in &template.lists {
            of(&format!("{}.{name}", template.makes.word()), item);
        }
    }
}

/// One step from the record to what a path looks for.
#[derive(Debug, Clone)]
enum Stride<'p> {
    /// A step of a path.
    Step(&'p Step),
    /// Into each element of the list there, where a loop goes over it.
    Turn,
}

/// A path from the record on, through the loops it stands in.
#[derive(Debug, Clone, Default)]
struct Route<'p> {
    strides: Vec<Stride<'p>>,
    shown: String,
}

impl<'p> Route<'p> {
    fn new(path: &'p Path, loops: &'p [Loop]) -> Self {
        let outer = match &path.root {
            Root::Record => None,
            Root::Loop(name) => loops.iter().position(|one| one.name == *name),
        };
        let mut route = Self::default();
        if let Some(at) = outer {
            route = Self::new(&loops[at].from, &loops[..at]);
            route.strides.push(Stride::Turn);
        }
        route.strides.extend(path.steps.iter().map(Stride::Step));
        write_steps(&mut route.shown, &path.steps);
        if route.shown.is_empty() {
            write_name(&mut route.shown, "$record");
        }
        route
    }
}

/// What is read below a value.
#[derive(Debug, Default)]
struct Node {
    /// By member.
    members: HashMap<String, Node>,
    /// Below any member, or element.
    every: Option<Box<Node>>,
    /// Everything below is read, or passed by on purpose.
    whole: bool,
    /// Where it is a list: how many of its first elements are read by their places, and whether all are.
    first: usize,
    all: bool,
}

impl Node {
    /// The node a path leads to. Elements of a list are read alike: neither a place in a list nor the
    /// turn of a loop is a step here.
    fn go(&mut self, path: &Path, loops: &[Loop]) -> &mut Self {
        Route::new(path, loops).strides.iter().fold(self, |node, stride| match stride {
            Stride::Step(Step::Name(name)) => node.members.entry(name.clone()).or_default(),
            Stride::Step(Step::Where(name, _)) => {
                node.members.entry(name.clone()).or_default();
                node.all = true;
                node
            }
            Stride::Step(Step::Every) => {
                node.all = true;
                node.every.get_or_insert_default()
            }
            Stride::Step(Step::At(at)) => {
                node.first = node.first.max(at + 1);
                node
            }
            Stride::Step(Step::Each | Step::Beside(_)) | Stride::Turn => {
                node.all = true;
                node
            }
        })
    }

    /// Goes where the paths of an expression lead. What stands there is read, all of it where it is a list,
    /// unless the expression takes one element of that list by its place.
    fn read(&mut self, expr: &Expr, loops: &[Loop]) {
        let mut by_place = HashSet::new();
        expr.paths(&mut |path| {
            for (at, _) in path.steps.iter().enumerate().filter(|(_, step)| matches!(step, Step::At(_))) {
                let list = Path { steps: path.steps[..at].to_vec(), ..path.clone() };
                by_place.insert(Route::new(&list, loops).shown);
            }
        });
        expr.paths(&mut |path| {
            let node = self.go(path, loops);
            let is_element = matches!(path.steps.last(), Some(Step::At(_)));
            node.all |= !is_element && !by_place.contains(&Route::new(path, loops).shown);
        });
    }
}

/// Watches for keys that are not read.
#[derive(Debug)]
pub struct Unread {
    root: Node,
    names: BTreeSet<String>,
    more: bool,
    /// The line of the first record that has one.
    line: Option<u64>,
}

impl Unread {
    /// Watches what a profile reads past.
    pub fn new(profile: &Profile) -> Self {
        let mut root = Node::default();
        if let Some(Marks { all, is, .. }) = &profile.marks {
            for path in all.iter().flatten().chain(is.iter().map(|(path, _)| path)) {
                root.go(path, &[]);
            }
        }
        profile.when.iter().for_each(|condition| root.read(&condition.of, &[]));
        uses(profile, &mut |_, loops, place| match place {
            Use::Each(path) => root.go(path, loops).all = true,
            Use::If(condition) => root.read(&condition.of, loops),
            Use::Field(_, expr) => root.read(expr, loops),
        });
        for path in &profile.ignore {
            root.go(path, &[]).whole = true;
        }
        Self { root, names: BTreeSet::new(), more: false, line: None }
    }

    /// Looks through a record.
    pub fn look(&mut self, record: &Value, line: u64) {
        if self.more {
            return;
        }
        let before = self.names.len();
        // Without recursion, as a record may be nested deeply.
        let mut open: Vec<(&Value, &Node, Option<&str>)> = vec![(record, &self.root, None)];
        let mut path: Vec<(usize, &str)> = Vec::new();
        let mut depths: Vec<usize> = vec![0];
        while let (Some((value, node, name)), Some(depth)) = (open.pop(), depths.pop()) {
            while path.last().is_some_and(|(at, _)| *at >= depth) {
                path.pop();
            }
            if let Some(name) = name {
                path.push((depth, name));
            }
            if node.whole {
                continue;
            }
            match value {
                Value::Array(items) => {
                    let below = node.every.as_deref().unwrap_or(node);
                    let read = if node.all { items.len() } else { node.first.min(items.len()) };
                    for item in items[..read].iter().filter(|item| item.is_object() || item.is_array()) {
                        open.push((item, below, None));
                        depths.push(depth + 1);
                    }
                    if let Some(rest) = (read..items.len()).find(|at| Val::of(&items[*at]).is_some()) {
                        let mut whole = shown(&path);
                        write_at(&mut whole, rest);
                        note(&mut self.names, &mut self.more, &whole);
                    }
                }
                Value::Object(members) => {
                    for (name, value) in members {
                        match node.members.get(name).or(node.every.as_deref()) {
                            Some(below) if value.is_object() || value.is_array() => {
                                open.push((value, below, Some(name)));
                                depths.push(depth + 1);
                            }
                            Some(_) => {}
                            None => {
                                let mut whole = shown(&path);
                                write_name(&mut whole, name);
                                note(&mut self.names, &mut self.more, &whole);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        if self.line.is_none() && self.names.len() > before {
            self.line = Some(line);
        }
    }

    /// The line of the first record with such a key, and the names of them all.
    pub fn warning(&self) -> Option<(u64, String)> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let more = if self.more { " and more" } else { "" };
        Some((self.line?, format!("{}{more}", names.join(", "))))
    }
}

/// Notes a place, as long as there is room.
fn note(names: &mut BTreeSet<String>, more: &mut bool, place: &str) {
    if names.len() < KEYS {
        names.insert(short(place));
    } else {
        *more = true;
    }
}

fn shown(path: &[(usize, &str)]) -> String {
    let mut whole = String::new();
    for (_, name) in path {
        write_name(&mut whole, name);
    }
    whole
}

/// Paths of which one is enough, and where the profile has them.
#[derive(Debug)]
struct Target<'p> {
    routes: Vec<Route<'p>>,
    /// The templates and fields.
    places: Vec<String>,
    /// Whether the profile says itself what holds where none finds anything.
    falls_back: bool,
}

/// The paths of a profile that have found nothing yet. What is still among them at the end of a file
/// is a slip of the pen, or not in this file.
#[derive(Debug)]
pub struct Sought<'p> {
    open: Vec<Target<'p>>,
    /// How many have found something.
    found: usize,
    /// The line of the first record.
    line: Option<u64>,
}

impl<'p> Sought<'p> {
    /// All that a profile looks for.
    pub fn new(profile: &'p Profile) -> Self {
        let mut all = Targets::default();
        for condition in &profile.when {
            all.condition(condition, &[], "record");
        }
        uses(profile, &mut |word, loops, place| match place {
            Use::Each(path) => all.add(vec![Route::new(path, loops)], format!("{word}, each"), false),
            Use::If(condition) => all.condition(condition, loops, word),
            Use::Field(field, expr) => all.expr(expr, loops, format!("{word}, {field}")),
        });
        Self { open: all.targets, found: 0, line: None }
    }

    /// Looks through a record.
    pub fn look(&mut self, record: &Value, line: u64) {
        self.line.get_or_insert(line);
        let before = self.open.len();
        self.open.retain(|target| !target.routes.iter().any(|route| finds(record, &route.strides)));
        self.found += before - self.open.len();
    }

    /// The line of the first record, and the paths that found nothing in any.
    pub fn warning(&self) -> Option<(u64, String)> {
        let line = self.line.filter(|_| !self.open.is_empty())?;
        Some((line, listed(self.open.iter())))
    }

    /// The paths whose columns a table has not.
    fn without(&self, columns: &[String]) -> Option<String> {
        let there = |route: &Route<'_>| match route.strides.first() {
            Some(Stride::Step(Step::Name(name))) => columns.contains(name),
            _ => true,
        };
        let is_missing = |target: &&Target<'_>| !target.falls_back && !target.routes.iter().any(there);
        let mut missing = self.open.iter().filter(is_missing).peekable();
        missing.peek().is_some().then(|| listed(missing))
    }
}

fn listed<'s, 'p: 's>(targets: impl Iterator<Item = &'s Target<'p>>) -> String {
    let each: Vec<String> = targets
        .map(|target| {
            let routes: Vec<String> =
                target.routes.iter().map(|route| format!("`{}`", route.shown)).collect();
            format!("{} ({})", routes.join(" or "), target.places.join("; "))
        })
        .collect();
    listed_up_to(PATHS, each.iter().map(String::as_str))
}

/// Recurses as deep as the path goes, not the record.
fn finds(value: &Value, strides: &[Stride<'_>]) -> bool {
    let Some((stride, rest)) = strides.split_first() else { return Val::of(value).is_some() };
    match (stride, value) {
        (Stride::Turn | Stride::Step(Step::Every | Step::Each | Step::Beside(_)), Value::Array(items)) => {
            items.iter().any(|item| finds(item, rest))
        }
        (Stride::Turn | Stride::Step(Step::Each), _) => finds(value, rest),
        (Stride::Step(Step::Every), Value::Object(members)) => {
            members.values().any(|value| finds(value, rest))
        }
        (Stride::Step(step), _) => step.leads(value).is_some_and(|(value, _)| finds(value, rest)),
    }
}

/// What a profile looks for, each once.
#[derive(Default)]
struct Targets<'p> {
    targets: Vec<Target<'p>>,
    /// By the paths: which it is.
    at: HashMap<String, usize>,
}

impl<'p> Targets<'p> {
    fn condition(&mut self, condition: &'p Condition, loops: &'p [Loop], word: &str) {
        let place = format!("{word}, {}", if condition.not { "unless" } else { "if" });
        self.expr(&condition.of, loops, place.clone());
        if let Is::MemberOf(path) = &condition.is {
            self.add(vec![Route::new(path, loops)], place, false);
        }
    }

    fn expr(&mut self, expr: &'p Expr, loops: &'p [Loop], place: String) {
        let is_template = matches!(expr.head, Head::Template(_));
        let (mut routes, mut only_values) = (Vec::new(), true);
        expr.paths(&mut |path| {
            // Names and numbers are always there.
            only_values &= path.aspect == Aspect::Value;
            if is_template && path.aspect == Aspect::Value {
                // Without one of its paths a template makes nothing.
                self.add(vec![Route::new(path, loops)], place.clone(), false);
            } else if !is_template {
                routes.push(Route::new(path, loops));
            }
        });
        if only_values && !routes.is_empty() {
            self.add(routes, place, falls_back(expr));
        }
    }

    fn add(&mut self, mut routes: Vec<Route<'p>>, place: String, falls_back: bool) {
        routes.dedup_by(|a, b| a.shown == b.shown);
        let paths: Vec<&str> = routes.iter().map(|route| route.shown.as_str()).collect();
        let at = *self.at.entry(paths.join("\0")).or_insert(self.targets.len());
        match self.targets.get_mut(at) {
            Some(target) => {
                target.falls_back &= falls_back;
                if !target.places.contains(&place) {
                    target.places.push(place);
                }
            }
            None => self.targets.push(Target { routes, places: vec![place], falls_back }),
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

impl Profile {
    /// How much of what it looks for is found in some records.
    #[must_use]
    pub fn finds(&self, records: &[Record]) -> usize {
        let mut sought = Sought::new(self);
        for record in records {
            sought.look(&record.value, record.line);
        }
        sought.found
    }

    /// What a profile of one's own reads, and a table of these columns has not; in words.
    #[must_use]
    pub fn lacks(&self, columns: &[String]) -> Option<String> {
        if self.own { Sought::new(self).without(columns) } else { None }
    }
}
