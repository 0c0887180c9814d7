//! All actions by name.

use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::Mode;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::fuzzy;
use crate::review::prompt::text_field::Input;
use crate::review::state::Review;

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteLine {
    /// The action.
    pub action: Action,
    /// Its keys in the review.
    pub keys: String,
    /// Why it cannot be done now.
    pub disabled: Option<String>,
}

/// The palette.
#[derive(Debug, Default)]
pub struct PaletteBox {
    /// What is looked for.
    pub input: Input,
    /// The actions that match, best first.
    pub lines: Vec<PaletteLine>,
    /// The line in use.
    pub choice: Choice,
    /// What it was opened over.
    pub over: Box<Mode>,
}

impl Review {
    pub(crate) fn open_palette(&mut self) {
        let lines = self.palette_lines("");
        let over = Box::new(std::mem::take(&mut self.mode));
        self.mode = Mode::Palette(PaletteBox { lines, over, ..PaletteBox::default() });
    }

    /// The actions of the review; with something looked for, those that match, best first.
    #[must_use]
    pub fn palette_lines(&self, wanted: &str) -> Vec<PaletteLine> {
        let actions: Vec<Action> = Action::ALL
            .iter()
            .copied()
            .filter(|action| action.contexts().contains(&Context::Review) && *action != Action::Palette)
            .collect();
        let texts: Vec<String> =
            actions.iter().map(|action| format!("{} {}", action.name(), action.sentence())).collect();
        let order = if wanted.trim().is_empty() {
            (0..actions.len()).collect()
        } else {
            fuzzy::ranked(wanted, &texts)
        };
        order
            .into_iter()
            .filter_map(|at| actions.get(at).copied())
            .map(|action| PaletteLine {
                action,
                keys: self
                    .keymap
                    .keys(Context::Review, action)
                    .map(|key| key.to_string())
                    .collect::<Vec<_>>()
                    .join(" "),
                disabled: action.enabled(self).err().map(|reason| reason.0),
            })
            .collect()
    }
}
