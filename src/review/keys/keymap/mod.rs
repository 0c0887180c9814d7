//! Keys and what they do, as data: `assets/keymap.toml`, and what the user puts over it.

pub mod action;
pub mod chord;
pub mod context;
pub(crate) mod manual;

pub use crate::review::keys::keymap::action::{Action, Group};
pub use crate::review::keys::keymap::chord::Chord;
pub use crate::review::keys::keymap::context::Context;
pub use crate::review::keys::keymap::manual::BY_NAME;

use crossterm::event::KeyEvent;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The keymap corrob comes with.
pub const DEFAULT: &str = include_str!("../../../../assets/keymap.toml");

/// A key bound to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Binding {
    context: Context,
    chord: Chord,
    action: Action,
    /// Its line in the file.
    line: usize,
}

/// Which key does what, where. In each context a key does one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        // That the default keymap parses is held by a test; without it the user still can leave.
        Self::parse(DEFAULT).unwrap_or(Self { bindings: Vec::new() })
    }
}

impl Keymap {
    /// Reads a keymap that stands alone.
    ///
    /// # Errors
    /// One sentence that names the line.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let mut keymap = Self { bindings: Vec::new() };
        keymap.read(toml)?;
        keymap.exits()?;
        Ok(keymap)
    }

    /// The default keymap with the user's on top: a key of the user's replaces the default's;
    /// `"none"` takes a key away.
    ///
    /// # Errors
    /// One sentence that names the line: a key that is none, an action that is none, a key bound
    /// twice, no way left out of something.
    pub fn with(user_toml: &str) -> Result<Self, String> {
        let mut user = Self { bindings: Vec::new() };
        let removed = user.read(user_toml)?;
        let replaced = |old: &Binding| {
            let new = user.bindings.iter().map(|new| (new.context, new.chord));
            removed.iter().copied().chain(new).any(|new| new == (old.context, old.chord))
        };
        let mut all = Self::parse(DEFAULT)?;
        all.bindings.retain(|old| !replaced(old));
        for new in &user.bindings {
            all.add(*new).map_err(|sentence| on_line(new.line, &sentence))?;
        }
        // The user's keys are the ones to show.
        let ours = all.bindings.len() - user.bindings.len();
        all.bindings.rotate_left(ours);
        all.exits()?;
        Ok(all)
    }

    /// What a key does in a context.
    #[must_use]
    pub fn action(&self, context: Context, key: &KeyEvent) -> Option<Action> {
        let chord = Chord::of(key);
        self.bindings
            .iter()
            .find(|binding| {
                binding.chord == chord && (binding.context == context || binding.context == Context::Every)
            })
            .map(|binding| binding.action)
    }

    /// All keys of an action in a context, the one to show first.
    pub fn keys(&self, context: Context, action: Action) -> impl Iterator<Item = Chord> {
        let of = move |wanted: Context| {
            self.bindings
                .iter()
                .filter(move |binding| binding.action == action && binding.context == wanted)
                .map(|binding| binding.chord)
        };
        of(context).chain((context != Context::Every).then(|| of(Context::Every)).into_iter().flatten())
    }

    /// The first key of an action, as the user reads it ("Ctrl-d"); none where it has none.
    #[must_use]
    pub fn key_for(&self, context: Context, action: Action) -> Option<String> {
        self.keys(context, action).next().map(|chord| chord.to_string())
    }

    /// The key of an action in the review, to be named in a sentence; where it has none, how to
    /// find it.
    #[must_use]
    pub fn say(&self, action: Action) -> String {
        self.say_in(Context::Review, action)
    }

    /// The same of a key that acts in another place.
    #[must_use]
    pub fn say_in(&self, context: Context, action: Action) -> String {
        self.key_for(context, action).unwrap_or_else(|| format!("the action {}", action.name()))
    }

    fn add(&mut self, new: Binding) -> Result<(), String> {
        let clash = self.bindings.iter().find(|old| {
            old.chord == new.chord
                && (old.context == new.context
                    || old.context == Context::Every
                    || new.context == Context::Every)
        });
        if let Some(old) = clash {
            return Err(format!(
                "{} in [{}] is {} already, in [{}]",
                new.chord,
                new.context.name(),
                old.action.name(),
                old.context.name()
            ));
        }
        self.bindings.push(new);
        Ok(())
    }

    /// Reads bindings; returns the keys that are taken away.
    fn read(&mut self, toml: &str) -> Result<Vec<(Context, Chord)>, String> {
        let table =
            DeTable::parse(toml).map_err(|error| at(toml, &error.span().unwrap_or(0..0), error.message()))?;
        let mut removed = Vec::new();
        for (name, keys) in table.get_ref() {
            let known = || Context::ALL.iter().map(|c| c.name()).collect::<Vec<_>>().join(", ");
            let context = Context::ALL
                .iter()
                .copied()
                .find(|context| context.name() == name.get_ref().as_ref())
                .ok_or_else(|| {
                    at(toml, &name.span(), &format!("there is no [{}]; known: {}", name.get_ref(), known()))
                })?;
            let DeValue::Table(keys) = keys.get_ref() else {
                return Err(at(toml, &keys.span(), &format!("[{}] is not a table of keys", context.name())));
            };
            let mut entries: Vec<_> = keys.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            for (key, value) in entries {
                let wrong = |sentence: &str| at(toml, &key.span(), sentence);
                let chord: Chord = key.get_ref().parse().map_err(|e: String| wrong(&e))?;
                let DeValue::String(action) = value.get_ref() else {
                    return Err(wrong(&format!("{chord} needs the name of an action, in quotes")));
                };
                if action == "none" {
                    removed.push((context, chord));
                    continue;
                }
                let action = Action::named(action)
                    .ok_or_else(|| wrong(&format!("there is no action \"{action}\"")))?;
                allowed(context, chord, action).map_err(|sentence| wrong(&sentence))?;
                let line = line_of(toml, key.span().start);
                self.add(Binding { context, chord, action, line }).map_err(|sentence| wrong(&sentence))?;
            }
        }
        Ok(removed)
    }

    /// Sees to it that there is a way out of everything.
    fn exits(&self) -> Result<(), String> {
        for context in Context::ALL {
            let action = exit(*context);
            if self.keys(*context, action).next().is_none() {
                let (action, context) = (action.name(), context.name());
                return Err(format!("the keymap leaves no key for {action} in [{context}]"));
            }
        }
        Ok(())
    }
}

/// The action by which one gets out of a context.
const fn exit(context: Context) -> Action {
    match context {
        Context::Every | Context::Review => Action::Leave,
        Context::Note => Action::SaveNote,
        Context::Verdict
        | Context::Form
        | Context::Record
        | Context::Make
        | Context::Edit
        | Context::Prompt
        | Context::Search
        | Context::List => Action::Cancel,
        Context::Confirm => Action::No,
        Context::View | Context::Document | Context::Help => Action::Back,
    }
}

/// Whether a key can do this there.
fn allowed(context: Context, chord: Chord, action: Action) -> Result<(), String> {
    if !action.contexts().contains(&context) {
        let places: Vec<_> = action.contexts().iter().map(|c| format!("[{}]", c.name())).collect();
        return Err(format!(
            "{} does nothing in [{}]; it belongs in {}",
            action.name(),
            context.name(),
            places.join(" or ")
        ));
    }
    if context.types() && chord.types() {
        return Err(format!("{chord} types a character in [{}] and cannot be bound there", context.name()));
    }
    Ok(())
}

fn line_of(toml: &str, at: usize) -> usize {
    toml.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// A sentence with its line.
fn at(toml: &str, span: &Range<usize>, sentence: &str) -> String {
    on_line(line_of(toml, span.start), sentence)
}

fn on_line(line: usize, sentence: &str) -> String {
    format!("keymap, line {line}: {sentence}")
}
