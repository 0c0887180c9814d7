//! All keys, to be searched.

use crate::review::act::cursor::Reach;
use crate::review::keys::keymap::{Action, Context, Group};
use crate::review::prompt::Mode;
use crate::review::prompt::choice::Choice;
use crate::review::prompt::fuzzy;
use crate::review::prompt::palette::PaletteBox;
use crate::review::prompt::text_field::Input;
use crate::review::state::Review;
use crate::review::state::geometry::list_box;
use crossterm::event::KeyEvent;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// Where the keys below work.
    Heading(&'static str),
    /// A key and what it does.
    Entry {
        /// Its keys, as `r` or `Tab l`; empty where only the palette has it.
        keys: String,
        /// The action's name.
        name: &'static str,
        /// What it does: a sentence.
        sentence: &'static str,
        /// Why it cannot be done now.
        disabled: Option<String>,
    },
}

/// The help.
#[derive(Debug, Default)]
pub struct HelpBox {
    /// What is looked for.
    pub input: Input,
    /// The lines that match.
    pub lines: Vec<HelpLine>,
    /// The line in use.
    pub choice: Choice,
    /// What it was opened over.
    pub over: Box<Mode>,
}

impl Review {
    pub(crate) fn open_help(&mut self) {
        let lines = self.help_lines("");
        let over = Box::new(std::mem::take(&mut self.mode));
        self.mode = Mode::Help(HelpBox { lines, over, ..HelpBox::default() });
    }

    /// All actions with their keys, where they work; with something looked for, those that match,
    /// best first.
    #[must_use]
    pub fn help_lines(&self, wanted: &str) -> Vec<HelpLine> {
        let mut all = Vec::new();
        // What works in the view it was opened over comes first.
        let under = if let Mode::Help(help) = &self.mode { &help.over } else { &self.mode };
        let over = matches!(under, Mode::View(_) | Mode::Matrix(_));
        let mut contexts = Context::ALL.to_vec();
        contexts.sort_by_key(|context| !(over && *context == Context::View));
        for context in &contexts {
            let start = all.len();
            for group in Group::ALL {
                let here = |action: &&Action| action.group() == *group && action.contexts().contains(context);
                all.extend(Action::ALL.iter().filter(here).filter_map(|a| self.help_entry(*context, *a)));
            }
            if all.len() > start {
                all.insert(start, HelpLine::Heading(context.heading()));
            }
        }
        if wanted.trim().is_empty() {
            return all;
        }
        all.retain(|line| matches!(line, HelpLine::Entry { .. }));
        let texts: Vec<String> = all
            .iter()
            .map(|line| match line {
                HelpLine::Heading(text) => (*text).to_owned(),
                HelpLine::Entry { keys, name, sentence, .. } => format!("{keys} {name} {sentence}"),
            })
            .collect();
        fuzzy::ranked(wanted, &texts).into_iter().filter_map(|at| all.get(at).cloned()).collect()
    }

    fn help_entry(&self, context: Context, action: Action) -> Option<HelpLine> {
        let keys = self.keymap.keys_text(context, action);
        let elsewhere = self.keymap.keys(context, action).next().is_some();
        if keys.is_empty() && (elsewhere || context != Context::Review) {
            return None;
        }
        let disabled = match context {
            Context::Review => action.enabled(self).err().map(|reason| reason.0),
            _ => None,
        };
        Some(HelpLine::Entry { keys, name: action.name(), sentence: action.sentence(), disabled })
    }

    /// A key in the help or the list of actions.
    pub(crate) fn list_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let height = list_box(self.size).list.height;
        let (input, choice, len) = match &mut self.mode {
            Mode::Help(help) => (&mut help.input, &mut help.choice, help.lines.len()),
            Mode::Palette(palette) => (&mut palette.input, &mut palette.choice, palette.lines.len()),
            _ => return,
        };
        match action {
            Some(Action::Accept) => self.accept_list(),
            Some(Action::Cancel) => self.close_list(),
            Some(action) => {
                if let Some(reach) = Reach::of(action) {
                    let by = isize::try_from(reach.lines(height)).unwrap_or(0);
                    choice.step(by, len, height);
                }
            }
            None => {
                if input.key(key) {
                    self.list_changed();
                }
            }
        }
    }

    pub(crate) fn list_paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Help(help) => help.input.insert(text),
            Mode::Palette(palette) => palette.input.insert(text),
            _ => return,
        }
        self.list_changed();
    }

    fn list_changed(&mut self) {
        let wanted = match &self.mode {
            Mode::Help(help) => help.input.text().to_owned(),
            Mode::Palette(palette) => palette.input.text().to_owned(),
            _ => return,
        };
        let (lines, actions) = (self.help_lines(&wanted), self.palette_lines(&wanted));
        match &mut self.mode {
            Mode::Help(help) => (help.lines, help.choice) = (lines, Choice::default()),
            Mode::Palette(palette) => (palette.lines, palette.choice) = (actions, Choice::default()),
            _ => {}
        }
    }

    /// Goes back to what the list was opened over.
    fn close_list(&mut self) {
        if let Mode::Help(HelpBox { over, .. }) | Mode::Palette(PaletteBox { over, .. }) =
            std::mem::take(&mut self.mode)
        {
            self.mode = *over;
            // A change since then was not seen there.
            self.pending.stale_shown = true;
        }
    }

    fn accept_list(&mut self) {
        let palette = match &mut self.mode {
            Mode::Palette(palette) => std::mem::take(palette),
            _ => return self.close_list(),
        };
        self.mode = Mode::Review;
        match palette.lines.get(palette.choice.at) {
            Some(line) => self.perform(line.action),
            None => self.refuse("no action of that name"),
        }
    }
}
