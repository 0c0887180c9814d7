//! The key table of the manual.

use crate::review::keys::keymap::{Action, Context, Group, Keymap};

impl Keymap {
    /// All keys of an action in a context, to be read: `j ↓`.
    #[must_use]
    pub fn keys_text(&self, context: Context, action: Action) -> String {
        self.bindings
            .iter()
            .filter(|binding| binding.context == context && binding.action == action)
            .map(|binding| binding.chord.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The keys of each action that a context lists, in the order of the help; none for an action that is
    /// reached by its name alone.
    pub fn listed(&self, context: Context) -> impl Iterator<Item = (Vec<String>, Action)> {
        let actions = Group::ALL.iter().flat_map(|group| Action::ALL.iter().filter(|a| a.group() == *group));
        let here = actions.filter(move |action| action.contexts().contains(&context));
        here.filter_map(move |action| {
            let bound = self.bindings.iter().filter(|it| it.context == context && it.action == *action);
            let keys: Vec<String> = bound.map(|binding| binding.chord.to_string()).collect();
            let elsewhere = self.keys(context, *action).next().is_some();
            let hidden = keys.is_empty() && (elsewhere || context != Context::Review);
            (!hidden).then_some((keys, *action))
        })
    }

    /// The table of all keys as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for context in Context::ALL {
            text.push_str(&format!(
                "### {}\n\n| keys | action | what it does |\n|---|---|---|\n",
                context.heading()
            ));
            for (keys, action) in self.listed(*context) {
                let keys: Vec<String> =
                    keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
                let keys = if keys.is_empty() { BY_NAME.to_owned() } else { keys.join(" ") };
                text.push_str(&format!("| {keys} | {} | {} |\n", action.name(), action.sentence()));
            }
            text.push('\n');
        }
        text
    }
}

/// Stands in place of keys where an action has none.
pub const BY_NAME: &str = "(by name)";
