//! All keys, and what the words mean: two pages, each to be searched.

use crate::domain::glossary;
use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::matching;
use crate::review::prompt::text_field::Input;
use crate::review::state::geometry::list_box;
use crate::review::state::sheet::{Look, Sheet, SheetLine};
use crate::review::state::workspace::Workspace;
use crossterm::event::{KeyCode, KeyEvent};

/// What a page of the help lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    /// Keys, and what they do.
    #[default]
    Keys,
    /// Words, and what they mean.
    Words,
}

impl Page {
    const fn other(self) -> Self {
        match self {
            Self::Keys => Self::Words,
            Self::Words => Self::Keys,
        }
    }
}

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// Its keys, as `r` or `Tab l`, or the word; empty for a heading, and where only the palette has it.
    pub term: String,
    /// The action's name; empty for anything else.
    pub name: &'static str,
    /// What it does or means, or the heading.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

impl HelpLine {
    fn heading(text: &str) -> Self {
        Self { term: String::new(), name: "", text: text.to_owned(), look: Look::Heading }
    }

    fn stands_alone(&self) -> bool {
        self.term.is_empty() && self.name.is_empty()
    }
}

#[derive(Debug, Default)]
pub struct HelpBox {
    pub input: Input,
    pub page: Page,
    /// The lines that match, wrapped to the box.
    pub sheet: Sheet,
    /// What it is open over: its keys come first.
    over: Option<Context>,
}

impl HelpBox {
    pub(crate) fn open(workspace: &Workspace, over: Context) -> Self {
        let mut help = Self { over: Some(over), ..Self::default() };
        help.look_up(workspace);
        help
    }

    fn look_up(&mut self, workspace: &Workspace) {
        let wanted = self.input.text();
        let lines = match self.page {
            Page::Keys => key_lines(workspace, self.over, wanted),
            Page::Words => word_lines(wanted),
        };
        let width = list_box(workspace.size).list.width;
        let cells = match (self.page, width) {
            (Page::Keys, 60..) => 20,
            (Page::Words, 60..) => 16,
            _ => 10,
        };
        let sheet = lines.iter().map(|line| match line.stands_alone() {
            true => SheetLine::new(1, &line.text, line.look),
            false => SheetLine::new(2, &line.text, line.look).column(&line.term, cells, Look::Key),
        });
        self.sheet = Sheet::new(sheet.collect(), width);
    }

    fn turn(&mut self, workspace: &Workspace) {
        self.page = self.page.other();
        self.look_up(workspace);
    }
}

impl Prompt for HelpBox {
    fn context(&self) -> Context {
        Context::Help
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        // What opened it, and a space, type a character only in a search that has begun.
        let empty = self.input.text().is_empty();
        let again = || workspace.keymap.action(Context::Review, key) == Some(Action::Help);
        let height = list_box(workspace.size).list.height;
        match action {
            Some(Action::Back) => return Next::Close,
            Some(Action::OtherPage) => self.turn(workspace),
            // What goes up half a page takes away what is typed, as it does in every line to type in.
            Some(Action::HalfPageUp) if self.input.key(key) => self.look_up(workspace),
            Some(action) => {
                if let Some(reach) = Reach::of(action) {
                    reach.through(&mut self.sheet, height);
                }
            }
            None if empty && again() => self.turn(workspace),
            None if empty && key.code == KeyCode::Char(' ') => {
                Reach::Pages(1).through(&mut self.sheet, height);
            }
            None => {
                if self.input.key(key) {
                    self.look_up(workspace);
                }
            }
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
        self.look_up(workspace);
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::OtherPage, Action::MoveDown, Action::PageDown, Action::Back]
    }

    fn follow(&mut self, workspace: &Workspace) {
        let list = list_box(workspace.size).list;
        if self.sheet.width() == list.width {
            return self.sheet.fit(list.height);
        }
        let before = std::mem::take(&mut self.sheet);
        self.look_up(workspace);
        self.sheet.keep(&before, list.height);
    }
}

/// All actions with their keys, where they work; with something looked for, those that match, best
/// first. What works in what it is open over comes first.
pub(crate) fn key_lines(workspace: &Workspace, over: Option<Context>, wanted: &str) -> Vec<HelpLine> {
    let in_view = matches!(over, Some(Context::View | Context::Document));
    let mut all = vec![HelpLine {
        look: Look::Muted,
        ..HelpLine::heading("Keys take no count: a digit marks a view, and Enter opens it.")
    }];
    let mut contexts = Context::ALL.to_vec();
    contexts.sort_by_key(|context| Some(*context) != over);
    for context in &contexts {
        let start = all.len();
        let listed = workspace.keymap.listed(*context);
        all.extend(listed.map(|(keys, action)| entry(workspace, in_view, *context, action, keys.join(" "))));
        if all.len() > start {
            all.insert(start, HelpLine::heading(context.heading()));
        }
    }
    matching(all, wanted)
}

fn entry(workspace: &Workspace, in_view: bool, context: Context, action: Action, term: String) -> HelpLine {
    let disabled = match context {
        Context::Review => action.enabled(workspace, in_view).err(),
        _ => None,
    };
    let (text, look) = match disabled {
        Some(reason) => (format!("{} Not now: {reason}.", action.sentence()), Look::Muted),
        None => (action.sentence().to_owned(), Look::Plain),
    };
    HelpLine { term, name: action.name(), text, look }
}

/// All words with what they mean; with something looked for, those that match, best first.
pub(crate) fn word_lines(wanted: &str) -> Vec<HelpLine> {
    let mut all = Vec::new();
    for section in glossary::sections() {
        all.push(HelpLine::heading(section.heading));
        all.extend(section.terms.iter().map(|term| {
            let sign = term.mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
            let look = Look::Plain;
            HelpLine { term: format!("{sign}{}", term.name), name: "", text: term.text.to_owned(), look }
        }));
    }
    matching(all, wanted)
}

fn matching(mut all: Vec<HelpLine>, wanted: &str) -> Vec<HelpLine> {
    if wanted.trim().is_empty() {
        return all;
    }
    all.retain(|line| !line.stands_alone());
    let texts: Vec<String> =
        all.iter().map(|line| format!("{} {} {}", line.term, line.name, line.text)).collect();
    matching::ranked(wanted, &texts).into_iter().filter_map(|at| all.get(at).cloned()).collect()
}
