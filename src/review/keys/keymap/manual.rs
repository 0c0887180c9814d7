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

    /// The table of all keys as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for context in Context::ALL {
            text.push_str(&format!(
                "### {}\n\n| keys | action | what it does |\n|---|---|---|\n",
                context.heading()
            ));
            for group in Group::ALL {
                for action in
                    Action::ALL.iter().filter(|a| a.group() == *group && a.contexts().contains(context))
                {
                    let keys = self
                        .bindings
                        .iter()
                        .filter(|binding| binding.context == *context && binding.action == *action)
                        .map(|binding| format!("`{}`", binding.chord.to_string().replace('|', "\\|")))
                        .collect::<Vec<_>>()
                        .join(" ");
                    let elsewhere = self.keys(*context, *action).next().is_some();
                    if keys.is_empty() && (elsewhere || *context != Context::Review) {
                        continue;
                    }
                    let keys = if keys.is_empty() { "(by name)".to_owned() } else { keys };
                    text.push_str(&format!("| {keys} | {} | {} |\n", action.name(), action.sentence()));
                }
            }
            text.push('\n');
        }
        text
    }
}
