//! The form for an export: what, to which file, and whether all of it.

use crate::domain::ExportFormat;
use crate::review::keys::keymap::Action;
use crate::review::prompt::Mode;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Effect, Export, Ticket};
use crate::review::state::Review;
use crate::review::state::queries::Wait;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};

/// The formats the form offers, in its order, each with the letter that chooses it.
pub const OFFERED: [(char, ExportFormat); 8] = [
    ('w', ExportFormat::Html),
    ('m', ExportFormat::Markdown),
    ('s', ExportFormat::Csv),
    ('v', ExportFormat::Vaughn),
    ('i', ExportFormat::Native),
    ('l', ExportFormat::JsonLines),
    ('r', ExportFormat::Annotations),
    ('a', ExportFormat::WebAnnotations),
];

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

/// The form.
#[derive(Debug, Clone)]
pub struct ExportForm {
    /// What is exported.
    pub format: ExportFormat,
    /// The line in use.
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
            format: OFFERED[0].1,
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
    #[must_use]
    pub fn at(&self) -> usize {
        OFFERED.iter().position(|(_, format)| *format == self.format).unwrap_or(0)
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
        let at = all.iter().position(|field| *field == self.field).unwrap_or(0);
        self.field = all[(at + if forward { 1 } else { all.len() - 1 }) % all.len()];
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
        if let Some((_, next)) = self.at().checked_add_signed(by).and_then(|at| OFFERED.get(at)) {
            self.choose(*next);
        }
    }

    /// A key that neither goes about the form nor ends it.
    fn other_key(&mut self, key: &KeyEvent) {
        match (self.field, key.code) {
            (ExportField::File, _) => self.typed |= self.file.key(key),
            (ExportField::Format, KeyCode::Char('j')) => self.step(1),
            (ExportField::Format, KeyCode::Char('k')) => self.step(-1),
            (ExportField::Format, KeyCode::Char(letter)) => {
                if let Some((_, format)) = OFFERED.into_iter().find(|(its, _)| *its == letter) {
                    self.choose(format);
                }
            }
            (ExportField::Only, KeyCode::Char(' ')) => self.only = !self.only,
            _ => {}
        }
    }
}

impl Review {
    pub(crate) fn open_export(&mut self) {
        let filtered = self.filter.is_some();
        self.mode = Mode::Export(Box::new(ExportForm::new(filtered)));
        let ticket = self.ticket();
        self.emit(Effect::ProposeExports(ticket));
        self.pending.wait = Some(Wait::Errand(ticket));
    }

    /// Files that are free, in the order of the formats.
    pub(crate) fn proposed(&mut self, ticket: Ticket, files: Vec<String>) {
        if !self.errand_done(ticket) {
            return;
        }
        let Mode::Export(form) = &mut self.mode else { return };
        form.proposed = files;
        form.propose();
    }

    fn errand_done(&mut self, ticket: Ticket) -> bool {
        let done = self.pending.wait == Some(Wait::Errand(ticket));
        if done {
            self.pending.wait = None;
        }
        done
    }

    pub(crate) fn export_key(&mut self, action: Option<Action>, key: &KeyEvent) {
        let Mode::Export(form) = &mut self.mode else { return };
        form.error = None;
        let format = form.field == ExportField::Format;
        match action {
            Some(Action::Accept) => self.take_export(),
            Some(Action::Cancel) => self.mode = Mode::Review,
            Some(Action::NextField) => form.turn_field(true),
            Some(Action::PreviousField) => form.turn_field(false),
            Some(Action::MoveDown) if format => form.step(1),
            Some(Action::MoveUp) if format => form.step(-1),
            Some(Action::MoveDown) => form.turn_field(true),
            Some(Action::MoveUp) => form.turn_field(false),
            Some(Action::NextValue | Action::PreviousValue) if form.field == ExportField::Only => {
                form.only = !form.only;
            }
            _ => form.other_key(key),
        }
    }

    pub(crate) fn export_paste(&mut self, text: &str) {
        let Mode::Export(form) = &mut self.mode else { return };
        if form.field == ExportField::File {
            form.error = None;
            form.typed = true;
            form.file.insert(text.trim());
        }
    }

    fn take_export(&mut self) {
        let Mode::Export(form) = &mut self.mode else { return };
        let file = form.file.text().trim().to_owned();
        if file.is_empty() {
            form.field = ExportField::File;
            form.error = Some(SafeText::line("name the file to write"));
            return;
        }
        let (format, only) = (form.format, form.only);
        let query = self.filter.as_ref().filter(|_| only).map(|filter| filter.raw.clone());
        let ticket = self.ticket();
        self.emit(Effect::Export(ticket, Export { format, file, query: query.unwrap_or_default() }));
        self.pending.wait = Some(Wait::Errand(ticket));
    }

    /// The file was free: the export runs, and the form is done.
    pub(crate) fn export_began(&mut self, ticket: Ticket) {
        if !self.errand_done(ticket) {
            return;
        }
        if let Mode::Export(form) = &self.mode {
            let says = format!("exporting to {} …", form.file.text().trim());
            self.mode = Mode::Review;
            self.say(&says);
        }
    }

    /// An errand was refused; the form stays and says so.
    pub(crate) fn export_refused(&mut self, ticket: Ticket, sentence: &str) -> bool {
        if self.pending.wait != Some(Wait::Errand(ticket)) {
            return false;
        }
        self.lost(sentence);
        if let Mode::Export(form) = &mut self.mode {
            form.field = ExportField::File;
            form.error = Some(SafeText::line(sentence));
            self.status = None;
        }
        true
    }
}
