//! The keys of the records that a profile does not read: named once for each file.

use crate::formats::profile::error::short;
use crate::formats::profile::language::path::{Path, Root, Step, write_name};
use crate::formats::profile::language::template::{Condition, Template};
use crate::formats::profile::{Marks, Profile};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// So many keys are named.
const NAMED: usize = 100;

/// What is read below a value.
#[derive(Debug, Default)]
struct Node {
    /// By member.
    members: HashMap<String, Node>,
    /// Below any member, or element.
    every: Option<Box<Node>>,
    /// Everything below is read, or passed by on purpose.
    whole: bool,
}

impl Node {
    fn go(&mut self, steps: &[Step]) -> &mut Self {
        // Elements of a list are read alike: a place in a list is no step here.
        steps.iter().fold(self, |node, step| match step {
            Step::Name(name) => node.members.entry(name.clone()).or_default(),
            Step::At(_) => node,
            Step::Where(name, _) => {
                node.members.entry(name.clone()).or_default();
                node
            }
            Step::Every => node.every.get_or_insert_default(),
        })
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
                root.go(&path.steps);
            }
        }
        conditions(&mut root, &profile.when, &[]);
        for template in &profile.templates {
            reads(&mut root, template);
            for (_, item) in &template.lists {
                reads(&mut root, item);
            }
        }
        for path in &profile.ignore {
            root.go(&path.steps).whole = true;
        }
        Self { root, names: BTreeSet::new(), more: false, line: None }
    }

    /// Looks through a record.
    pub fn look(&mut self, record: &Value, line: u64) {
        if self.more {
            return;
        }
        let before = self.names.len();
        // Without recursion: how deep a record goes is not ours to say.
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
                    for item in items.iter().filter(|item| item.is_object() || item.is_array()) {
                        open.push((item, below, None));
                        depths.push(depth + 1);
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
                            None if self.names.len() < NAMED => {
                                let mut whole = String::new();
                                for (_, name) in &path {
                                    write_name(&mut whole, name);
                                }
                                write_name(&mut whole, name);
                                self.names.insert(short(&whole));
                            }
                            None => self.more = true,
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

    /// The line of the first record with such a key, and what is to be said of them all.
    pub fn told(&self) -> Option<(u64, String)> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let more = if self.more { " and more" } else { "" };
        Some((self.line?, format!("{}{more}", names.join(", "))))
    }
}

/// The node a path leads to; loops stand for the values they go over.
fn place<'n>(
    root: &'n mut Node,
    path: &Path,
    loops: &[crate::formats::profile::language::template::Loop],
) -> &'n mut Node {
    let start = match &path.root {
        Root::Record => root,
        Root::Loop(name) => match loops.iter().position(|one| one.name == *name) {
            Some(at) => place(root, &loops[at].from, &loops[..at]),
            None => root,
        },
    };
    start.go(&path.steps)
}

fn reads(root: &mut Node, template: &Template) {
    for one in 0..template.loops.len() {
        place(root, &template.loops[one].from, &template.loops[..one]);
    }
    for (_, expr) in &template.fields {
        expr.paths(&mut |path| {
            place(root, path, &template.loops);
        });
    }
    conditions(root, &template.when, &template.loops);
}

fn conditions(
    root: &mut Node,
    conditions: &[Condition],
    loops: &[crate::formats::profile::language::template::Loop],
) {
    for condition in conditions {
        condition.of.paths(&mut |path| {
            place(root, path, loops);
        });
    }
}
