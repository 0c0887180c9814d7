//! The form for an export: what, to which file, and whether all of it.

use crate::domain::ExportFormat;
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Effect, Export, Ticket};
use crate::review::state::pending::Wait;
use crate::review::state::turn::turned;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// The formats the form offers, in its order, each with the letter that chooses it.
pub fn offered() -> impl Iterator<Item = (char, ExportFormat)> {
    ExportFormat::ALL.iter().filter_map(|format| Some((format.described().letter?, *format)))
}

/// A line of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExportField {
    /// What is exported.
    #[default]
    Format,
    /// The file it goes to.
    File,
    /// Whether only what the filter leaves.
    Only,
}

#[derive(Debug, Clone)]
pub struct ExportForm {
    /// What is exported.
    pub format: ExportFormat,
    pub field: ExportField,
    /// The file it goes to.
    pub file: Input,
    /// Whether a filter is in force.
    pub filtered: bool,
    /// Only what the filter leaves.
    pub only: bool,
    /// What is wrong, when it could not be begun.
    pub error: Option<SafeText>,
    /// Files that are free, in the order of [`ExportFormat::ALL`].
    proposed: Vec<String>,
    /// Whether the name of the file is the user's.
    typed: bool,
}

impl ExportForm {
    /// For an export of the whole case, or of what a filter leaves of it.
    fn new(filtered: bool) -> Self {
        Self {
            format: ExportFormat::Html,
            field: ExportField::default(),
            file: Input::default(),
            filtered,
            only: filtered,
            error: None,
            proposed: Vec::new(),
            typed: false,
        }
    }

    /// The place of the format chosen among those offered.
    pub fn at(&self) -> usize {
        offered().position(|(_, format)| format == self.format).unwrap_or(0)
    }

    fn fields(&self) -> &'static [ExportField] {
        if self.filtered {
            &[ExportField::Format, ExportField::File, ExportField::Only]
        } else {
            &[ExportField::Format, ExportField::File]
        }
    }

    fn turn_field(&mut self, forward: bool) {
        let all = self.fields();
        self.field = turned(all, self.field, if forward { 1 } else { all.len() - 1 });
    }

    fn choose(&mut self, format: ExportFormat) {
        let before = std::mem::replace(&mut self.format, format);
        if !self.typed {
            return self.propose();
        }
        // A name of the user's own keeps to the format that is chosen.
        if let Some(stem) = self.file.text().strip_suffix(before.ending()) {
            self.file = Input::new(&format!("{stem}{}", format.ending()));
        }
    }

    fn propose(&mut self) {
        let at = ExportFormat::ALL.iter().position(|format| *format == self.format).unwrap_or(0);
        if let Some(file) = self.proposed.get(at) {
            self.file = Input::new(file);
        }
    }

    fn step(&mut self, by: isize) {
        if let Some((_, next)) = self.at().checked_add_signed(by).and_then(|at| offered().nth(at)) {
            self.choose(next);
        }
    }

    /// A key that neither goes about the form nor ends it.
    fn other_key(&mut self, key: &KeyEvent) {
        match (self.field, key.code) {
            (ExportField::File, _) => self.typed |= self.file.key(key),
            (ExportField::Format, KeyCode::Char('j')) => self.step(1),
            (ExportField::Format, KeyCode::Char('k')) => self.step(-1),
            (ExportField::Format, KeyCode::Char(letter)) => {
                if let Some((_, format)) = offered().find(|(its, _)| *its == letter) {
                    self.choose(format);
                }
            }
            (ExportField::Only, KeyCode::Char(' ')) => self.only = !self.only,
            _ => {}
        }
    }
}

impl ExportForm {
    /// Opens the form; the names of files that are free are on their way.
    pub(crate) fn open(workspace: &mut Workspace) -> Option<Self> {
        let ticket = workspace.pending.ticket();
        workspace.emit(Effect::ProposeExports(ticket));
        workspace.pending.wait = Some(Wait::Prompt(ticket));
        Some(Self::new(workspace.filter.is_some()))
    }

    /// Files that are free have come.
    pub(crate) fn proposed(&mut self, files: Vec<String>) {
        self.proposed = files;
        self.propose();
    }

    fn accept(&mut self, workspace: &mut Workspace) {
        let file = self.file.text().trim().to_owned();
        if file.is_empty() {
            self.field = ExportField::File;
            self.error = Some(SafeText::line("name the file to write"));
            return;
        }
        let filter = workspace.filter.as_ref().filter(|_| self.only);
        let query = filter.map(|filter| filter.raw.clone()).unwrap_or_default();
        let ticket = workspace.pending.ticket();
        workspace.emit(Effect::Export(ticket, Export { format: self.format, file, query }));
        workspace.pending.wait = Some(Wait::Prompt(ticket));
    }
}

impl Prompt for ExportForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        self.error = None;
        let format = self.field == ExportField::Format;
        match action {
            Some(Action::Accept) => self.accept(workspace),
            Some(Action::Cancel) => return Next::Close,
            Some(Action::MoveDown) if format => self.step(1),
            Some(Action::MoveUp) if format => self.step(-1),
            Some(Action::NextField | Action::MoveDown) => self.turn_field(true),
            Some(Action::PreviousField | Action::MoveUp) => self.turn_field(false),
            Some(Action::NextValue | Action::PreviousValue) if self.field == ExportField::Only => {
                self.only = !self.only;
            }
            _ => self.other_key(key),
        }
        Next::Stay
    }

    fn paste(&mut self, _workspace: &mut Workspace, text: &str) {
        if self.field == ExportField::File {
            self.error = None;
            self.typed = true;
            self.file.insert(text.trim());
        }
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Accept, Action::NextField, Action::MoveDown, Action::Cancel]
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own = workspace.pending.wait == Some(Wait::Prompt(ticket));
        if own {
            workspace.lost(sentence);
            workspace.status = None;
            self.field = ExportField::File;
            self.error = Some(SafeText::line(sentence));
        }
        own
    }
}
