//! What can be done, by name. Only what is named is done: where what is typed begins more than one name, or
//! is only like one, a line must be chosen first.

use crate::review::act::cursor::Reach;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::matching;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::Effect;
use crate::review::state::geometry::list_box;
use crate::review::state::sheet::{Look, Sheet, SheetLine};
use crate::review::state::workspace::Workspace;
use crossterm::event::KeyEvent;

/// What a line of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// An action.
    Action(Action),
    /// Says that everything is saved, to who is used to saving.
    Save,
    /// Opens another case.
    OpenCase,
}

/// A line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteLine {
    pub does: Does,
    /// Its name, as it is typed.
    pub name: &'static str,
    pub sentence: &'static str,
    pub keys: Vec<String>,
    /// Why it cannot be done now.
    pub disabled: Option<String>,
}

/// What people used to other editors type: the names, the first of them shown, and what they do.
const COMMANDS: [(&[&str], Does, &str); 3] = [
    (&["e FILE", "e", "edit"], Does::OpenCase, "Leave this case and open another."),
    (&["w", "w!", "wa", "write", "save"], Does::Save, "Nothing to do: every step is saved at once."),
    (
        &["q", "q!", "qa", "qa!", "quit", "x", "xa", "wq", "wq!", "wqa"],
        Does::Action(Action::Leave),
        Action::Leave.sentence(),
    ),
];

/// The fewest letters of a name that name it.
const LETTERS: usize = 3;

#[derive(Debug)]
pub struct PaletteBox {
    pub input: Input,
    /// What matches, best first.
    pub lines: Vec<PaletteLine>,
    /// The same, wrapped to the box.
    pub sheet: Sheet,
    /// Whether a line is chosen: it is named, or was gone to.
    pub picked: bool,
    /// Whether the lines have names that are, or begin with, what is typed.
    pub named: bool,
    /// What it is open over.
    over: Context,
}

impl PaletteBox {
    pub(crate) fn open(workspace: &Workspace, over: Context) -> Self {
        let mut palette = Self {
            input: Input::default(),
            lines: Vec::new(),
            sheet: Sheet::default(),
            picked: false,
            named: false,
            over,
        };
        palette.look_up(workspace);
        palette
    }

    fn look_up(&mut self, workspace: &Workspace) {
        let found = find(workspace, self.over, self.input.text());
        (self.lines, self.picked, self.named) = (found.lines, found.one, found.named);
        self.sheet = self.wrapped(list_box(workspace.size).list.width);
    }

    fn wrapped(&self, width: u16) -> Sheet {
        let cells = if width >= 60 { (20, 9) } else { (12, 6) };
        let lines = self.lines.iter().map(|line| {
            let (text, look, name) = match &line.disabled {
                Some(reason) => (format!("Not now: {reason}."), Look::Muted, Look::Muted),
                None => (line.sentence.to_owned(), Look::Plain, Look::Heading),
            };
            SheetLine::new(1, text, look).column(line.name, cells.0, name).column(
                some(&line.keys, cells.1),
                cells.1,
                Look::Key,
            )
        });
        Sheet::new(lines.collect(), width)
    }

    /// The line in use.
    fn line(&self) -> Option<&PaletteLine> {
        self.lines.get(self.sheet.cursor())
    }

    fn accept(&self, workspace: &mut Workspace) -> Next {
        let typed = self.input.text().trim();
        match self.line().filter(|_| self.picked) {
            Some(line) => match line.does {
                Does::Action(action) => return Next::Perform(action),
                Does::Save => workspace.say("nothing to do: every step is saved at once"),
                Does::OpenCase => return self.open_case(workspace),
            },
            None if typed.is_empty() => {}
            None if self.lines.is_empty() => workspace.refuse(&format!("nothing is called \"{typed}\"")),
            None => {
                workspace.refuse(&if self.named {
                    format!("\"{typed}\" does not name one thing: ↓ chooses, or type more of the name")
                } else {
                    format!("nothing is called \"{typed}\"; ↓ chooses among what is like it")
                });
                return Next::Stay;
            }
        }
        Next::Close
    }

    /// Opens the case whose file is named behind the command.
    fn open_case(&self, workspace: &mut Workspace) -> Next {
        let file = self.input.text().trim().split_once(char::is_whitespace).map(|(_, file)| file.trim());
        let Some(file) = file.filter(|file| !file.is_empty() && *file != "FILE") else {
            workspace.refuse("name the file of the case: e FILE");
            return Next::Stay;
        };
        match workspace.no_import() {
            Ok(()) => workspace.emit(Effect::OpenCase(file.to_owned())),
            Err(reason) => workspace.refuse(&reason.0),
        }
        Next::Close
    }

    fn step(&mut self, reach: Reach, height: u16) {
        // The first step chooses the first line.
        if self.picked {
            reach.through(&mut self.sheet, height);
        }
        self.picked = !self.lines.is_empty();
    }
}

impl Prompt for PaletteBox {
    fn context(&self) -> Context {
        Context::List
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        let height = list_box(workspace.size).list.height;
        match action {
            Some(Action::Accept) => return self.accept(workspace),
            Some(Action::Cancel) => return Next::Close,
            // What goes up half a page takes away what is typed, as it does in every line to type in.
            Some(Action::HalfPageUp) if self.input.key(key) => self.look_up(workspace),
            Some(action) => {
                if let Some(reach) = Reach::of(action) {
                    self.step(reach, height);
                }
            }
            None => {
                if self.input.key(key) {
                    self.look_up(workspace);
                }
            }
        }
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Accept, Action::MoveDown, Action::MoveUp, Action::Cancel]
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        self.input.insert(text);
        self.look_up(workspace);
    }

    fn follow(&mut self, workspace: &Workspace) {
        let list = list_box(workspace.size).list;
        if self.sheet.width() == list.width {
            return self.sheet.fit(list.height);
        }
        let mut sheet = self.wrapped(list.width);
        sheet.keep(&self.sheet, list.height);
        self.sheet = sheet;
    }
}

/// As many keys as there are cells for: the help has all of them.
fn some(keys: &[String], cells: usize) -> String {
    let mut text = String::new();
    for key in keys {
        if text.is_empty() {
            text.push_str(key);
        } else if text.chars().count() + 1 + key.chars().count() <= cells {
            text.push(' ');
            text.push_str(key);
        }
    }
    text
}

/// What matches, and how well.
pub(crate) struct Found {
    pub lines: Vec<PaletteLine>,
    /// Whether exactly the first is named.
    pub one: bool,
    /// Whether the names match, not only something like them.
    pub named: bool,
}

/// Everything that can be done here; with something typed, what is called that, else what is like it.
pub(crate) fn find(workspace: &Workspace, context: Context, typed: &str) -> Found {
    let typed = typed.trim().to_lowercase();
    let all = lines(workspace, context);
    let take =
        |places: Vec<usize>| places.into_iter().filter_map(|at| all.get(at).map(|(line, _)| line.clone()));
    if typed.is_empty() {
        return Found { lines: take((0..all.len()).collect()).collect(), one: false, named: true };
    }
    // A file may follow the name.
    let (command, file) = typed.split_once(char::is_whitespace).unwrap_or((&typed, ""));
    let is_open = |at: &usize| all[*at].0.does == Does::OpenCase;
    let places = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|at| all[*at].1.iter().any(|name| is(name))).collect()
    };
    let exact = match file {
        "" => places(&|name| name == typed),
        _ => places(&|name| name == command).into_iter().filter(is_open).collect(),
    };
    let prefix = places(&|name| name.starts_with(&typed));
    let words = places(&|name| {
        let begins = |word: &str| name.split([' ', '-']).any(|part| part.starts_with(word));
        typed.split([' ', '-']).filter(|word| !word.is_empty()).all(begins)
    });
    let mut named = exact.clone();
    for at in prefix.iter().chain(&words) {
        if !named.contains(at) {
            named.push(*at);
        }
    }
    if !named.is_empty() {
        let long = typed.chars().count() >= LETTERS;
        let one = match (exact.len(), prefix.len(), words.len()) {
            (0, 0, words) => words == 1 && long,
            (0, prefix, _) => prefix == 1 && long,
            (exact, ..) => exact == 1,
        };
        return Found { lines: take(named).collect(), one, named: true };
    }
    // One slip is forgiven in a name; else what does that, in its own words.
    let texts =
        |text: &dyn Fn(&PaletteLine) -> String| all.iter().map(|(line, _)| text(line)).collect::<Vec<_>>();
    let mut like = matching::ranked(&typed, &texts(&|line| line.name.to_owned()));
    if like.is_empty() {
        like = matching::holding(&typed, &texts(&|line| format!("{} {}", line.name, line.sentence)));
    }
    Found { lines: take(like).collect(), one: false, named: false }
}

/// Every line, each with all its names in lower case.
fn lines(workspace: &Workspace, context: Context) -> Vec<(PaletteLine, Vec<String>)> {
    let here = |action: &&Action| {
        let contexts = action.contexts();
        (contexts.contains(&Context::Review) || contexts.contains(&context))
            && !matches!(action, Action::Palette | Action::LeaveTwice)
    };
    let actions = Action::ALL.iter().filter(here).map(|action| {
        let keys = workspace.keymap.keys(context, *action).map(|key| key.to_string());
        let line = PaletteLine {
            does: Does::Action(*action),
            name: action.name(),
            sentence: action.sentence(),
            keys: keys.collect(),
            disabled: action.enabled(workspace, context != Context::Review).err().map(|reason| reason.0),
        };
        (line, vec![action.name().to_owned(), action.label().to_lowercase()])
    });
    let commands = COMMANDS.iter().map(|(names, does, sentence)| {
        let line = PaletteLine { does: *does, name: names[0], sentence, keys: Vec::new(), disabled: None };
        (line, names.iter().map(|name| name.to_lowercase()).collect())
    });
    actions.chain(commands).collect()
}
