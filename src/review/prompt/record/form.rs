//! The form of a record: a field a line, with what it is about in sight.

use crate::domain::figures::Amount;
use crate::domain::new_name::is_address;
use crate::domain::rows::Place;
use crate::domain::shape::Takes;
use crate::domain::{Date, Kind};
use crate::review::act::next::{Known, Next};
use crate::review::act::subject::Subject;
use crate::review::detail::about::About as Sight;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::confirm;
use crate::review::prompt::record::candidates::Candidates;
use crate::review::prompt::record::line::{Entered, FormLine};
use crate::review::prompt::record::lines;
use crate::review::prompt::record::order;
use crate::review::protocol::draft::{DraftPlace, FormDraft};
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{FormBasis, FormOf, RecordWrite};
use crate::review::state::lines::ClaimHead;
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::KeyEvent;

/// How far a page goes among the lines.
const PAGE: usize = 6;

/// The form.
#[derive(Debug)]
pub struct RecordForm {
    /// What it is of.
    pub of: FormOf,
    /// "New claim", "E-3".
    pub title: SafeText,
    /// The claim or evidence it is about.
    pub sight: Sight,
    pub lines: Vec<FormLine>,
    /// How many lines stand first.
    pub first: usize,
    /// The line in use.
    pub at: usize,
    /// What can be chosen in it.
    pub candidates: Candidates,
    /// What is wrong.
    pub error: Option<SafeText>,
    /// What the user's editor gave back and cannot be read.
    pub in_editor: Option<String>,
    /// Whether the user is being asked if what was typed may be thrown away.
    pub discarding: bool,
    /// The fields that a new record begins with, by path, each with what the form asked the name of.
    prefill: Vec<Prefill>,
    /// Whether most of it was known when it was opened.
    known: bool,
    /// Whether what stands in the line in use was typed since it is in use.
    pub(super) typing: bool,
    /// What it begins with is on its way.
    asked: Option<Ticket>,
    /// The change that saves it.
    saving: Option<Ticket>,
    pub(super) today: Date,
    /// What it is about.
    pub(super) place: Option<Place>,
    /// Whether it began with a draft.
    pub from_draft: bool,
    /// What was typed in it before, until it is there.
    pub(super) draft: Option<FormDraft>,
    /// What was given to be kept of it as a draft, and how often that is not answered yet.
    pub(super) kept: Option<String>,
    pub(super) keeping: usize,
    /// Where that is.
    pub(super) kept_at: Option<DraftPlace>,
    /// Why that could not be kept.
    pub unkept: Option<SafeText>,
    /// The timer after which it is kept.
    pub(super) timer: Option<Ticket>,
}

/// What a line of a new record begins with.
#[derive(Debug, Clone)]
enum Prefill {
    /// The record that was asked for at this place.
    Record(&'static str, usize),
    /// A text.
    Text(&'static str, String),
}

impl RecordForm {
    /// For a record to be made; what it is about fills in what is known.
    pub(crate) fn make(workspace: &mut Workspace, kind: Kind, subject: &Subject) -> Self {
        let mut refers = Vec::new();
        let mut prefill = Vec::new();
        for (path, of) in subject.known(kind) {
            prefill.push(Prefill::Record(path, refers.len()));
            refers.push(of);
        }
        let texts = subject.texts(kind).into_iter();
        prefill.extend(texts.map(|(path, text)| Prefill::Text(path, text)));
        let usual = order::usual(kind).iter();
        prefill.extend(usual.map(|(path, text)| Prefill::Text(path, (*text).to_owned())));
        let of = FormOf::New(kind);
        let place = subject.place();
        Self::open(workspace, of, &format!("New {}", noun(kind)), prefill, refers, place)
    }

    /// For a record of the case, or the case itself.
    pub(crate) fn edit(workspace: &mut Workspace, of: FormOf, place: Option<Place>) -> Self {
        Self::of(workspace, of, "", place)
    }

    /// Without anything filled in.
    pub(super) fn of(workspace: &mut Workspace, of: FormOf, title: &str, place: Option<Place>) -> Self {
        Self::open(workspace, of, title, Vec::new(), Vec::new(), place)
    }

    /// For a record to be made of which something is known already, with what it is about.
    pub(crate) fn known(workspace: &mut Workspace, known: Known) -> Self {
        let (paths, refers): (Vec<_>, Vec<_>) = known.refers.into_iter().unzip();
        let records = paths.into_iter().enumerate().map(|(at, path)| Prefill::Record(path, at));
        let texts = known.texts.into_iter().map(|(path, text)| Prefill::Text(path, text));
        let prefill = records.chain(texts).collect();
        let title = format!("New {}", noun(known.kind));
        let mut form = Self::open(workspace, FormOf::New(known.kind), &title, prefill, refers, None);
        (form.sight, form.known) = (known.sight, true);
        form
    }

    /// For a new source with an address.
    pub(crate) fn source_at(workspace: &mut Workspace, url: &str) -> Self {
        let prefill = vec![Prefill::Text("url", url.to_owned())];
        Self::open(workspace, FormOf::New(Kind::Source), "New source", prefill, Vec::new(), None)
    }

    fn open(
        workspace: &mut Workspace,
        of: FormOf,
        title: &str,
        prefill: Vec<Prefill>,
        refers: Vec<FormOf>,
        place: Option<Place>,
    ) -> Self {
        let ticket = workspace.ask(Read::Form { of: of.clone(), refers, place });
        workspace.pending.wait = Some(Wait::Prompt(ticket));
        Self {
            of,
            title: SafeText::line(title),
            sight: Sight::default(),
            lines: Vec::new(),
            first: 0,
            at: 0,
            candidates: Candidates::default(),
            error: None,
            in_editor: None,
            discarding: false,
            prefill,
            known: false,
            typing: false,
            asked: Some(ticket),
            saving: None,
            today: Date::default(),
            place,
            from_draft: false,
            draft: None,
            kept: None,
            keeping: 0,
            kept_at: None,
            unkept: None,
            timer: None,
        }
    }

    /// Whether what it begins with is there.
    pub const fn is_ready(&self) -> bool {
        self.asked.is_none()
    }

    /// Whether it is being saved.
    pub const fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    fn is_new(&self) -> bool {
        matches!(self.of, FormOf::New(_))
    }

    /// The line in use.
    pub fn line(&self) -> Option<&FormLine> {
        self.lines.get(self.at)
    }

    /// Whether a line must be filled in.
    pub fn is_required(&self, line: &FormLine) -> bool {
        lines::is_required(&self.lines, line)
    }

    /// Whether anything was typed.
    pub fn is_changed(&self) -> bool {
        self.in_editor.is_some() || self.lines.iter().any(FormLine::is_changed)
    }

    /// How what is typed in the line in use is read, where that is not how it is written.
    pub fn reads_as(&self) -> Option<SafeText> {
        let line = self.line().filter(|line| !line.is_blank())?;
        let typed = match (&line.entered, line.field.takes) {
            (Entered::Short(input), Takes::Date | Takes::Number) => input.text().trim(),
            _ => return None,
        };
        let shape = match line.list.map(|(list, _)| list.takes) {
            Some(Takes::List(inside)) => inside,
            _ => lines::shape(self.of.kind()),
        };
        let read = match Amount::read(typed).filter(|_| matches!(line.field.takes, Takes::Number)) {
            Some(Amount { number, unit: Some(unit) }) => format!("{number}, in {unit}"),
            _ => {
                let value = line.value(shape, lines::owner(self.of.kind())).ok()?;
                line.field.takes.in_words(&value)?
            }
        };
        (read != typed).then(|| SafeText::line(&format!("read as {read}")))
    }

    /// Takes in what the form begins with.
    fn begin(&mut self, basis: FormBasis) {
        self.of = basis.of;
        let kind = self.of.kind();
        if let Some(key) = &basis.key {
            self.title = SafeText::line(&key.to_string());
        } else if kind.is_none() {
            self.title = SafeText::chrome("The case");
        }
        if let Some(view) = basis.about {
            let evidence = view.supporting.rows.first().or(view.disputing.rows.first());
            self.sight = match evidence {
                Some(row) => Sight::evidence(row),
                None => Sight::claim(&ClaimHead::from(view.claim)),
            };
        }
        self.today = basis.today;
        (self.lines, self.first) = lines::of_record(kind, &basis.fields, &basis.named);
        for prefill in std::mem::take(&mut self.prefill) {
            let (Prefill::Record(path, _) | Prefill::Text(path, _)) = &prefill;
            let Some(line) = self.lines.iter_mut().find(|line| line.path == *path) else { continue };
            match prefill {
                Prefill::Record(_, at) => {
                    if let (Some(titled), Entered::Names(names)) = (basis.refers.get(at), &mut line.entered) {
                        names.add(titled);
                    }
                }
                Prefill::Text(_, text) => line.set(&text),
            }
            line.settle_as_opened();
        }
        // The first line to be filled in, of one of which most is known the first that must be. Whoever makes a
        // figure of a claim need not name evidence.
        let must = self.known;
        let waits =
            |line: &FormLine| line.is_blank() && line.path != "evidence" && (line.field.required || !must);
        self.at = if self.is_new() { self.lines.iter().position(waits).unwrap_or(0) } else { 0 };
        self.bring_back();
    }

    /// Goes to another line.
    fn go(&mut self, workspace: &mut Workspace, to: usize) {
        self.settle();
        self.at = to.min(self.lines.len().saturating_sub(1));
        self.typing = false;
        self.offer(workspace);
    }

    pub(super) fn turn(&mut self, workspace: &mut Workspace, by: isize) {
        let count = self.lines.len().max(1);
        let to = (self.at + count).saturating_add_signed(by) % count;
        self.go(workspace, to);
    }

    fn accept(&mut self, workspace: &mut Workspace) -> Next {
        self.settle();
        if self.in_editor.is_some() {
            self.edited(workspace, self.in_editor.clone());
            if self.in_editor.is_some() {
                return Next::Stay;
            }
        }
        match lines::read(self.of.kind(), &self.lines, self.is_new()) {
            Err((at, sentence)) => {
                self.at = at;
                self.offer(workspace);
                self.error = Some(SafeText::line(&sentence));
                Next::Stay
            }
            Ok((fields, _)) if fields.is_empty() && !self.is_new() => {
                self.forget(workspace);
                workspace.say("nothing was changed");
                Next::Close
            }
            Ok((fields, names)) => {
                let write = RecordWrite { of: self.of.clone(), fields, names };
                let goes = self.of.is_listed_when_made();
                let flight = workspace.write(Write::Record(Box::new(write)));
                flight.stays = !goes;
                let ticket = flight.ticket;
                workspace.pending.wait = Some(Wait::Commit(ticket));
                self.saving = Some(ticket);
                Next::Stay
            }
        }
    }

    fn cancel(&mut self, workspace: &mut Workspace) -> Next {
        if self.is_changed() {
            self.discarding = true;
            return Next::Stay;
        }
        self.forget(workspace);
        Next::Close
    }

    /// Whether what was typed may be thrown away is answered.
    fn discard(&mut self, workspace: &mut Workspace, action: Option<Action>) -> Next {
        match action {
            Some(Action::Yes) => {
                self.forget(workspace);
                workspace.say("nothing was saved");
                return Next::Close;
            }
            Some(Action::No) => self.discarding = false,
            _ => confirm::explain(workspace),
        }
        Next::Stay
    }
}

/// How many candidates are in view at once.
pub const ROWS: u16 = 5;

/// A record of a kind, in a title.
const fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Evidence => "piece of evidence",
        kind => kind.word(),
    }
}

impl Prompt for RecordForm {
    fn context(&self) -> Context {
        if self.discarding { Context::Confirm } else { Context::Record }
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        use Action::{Accept, Cancel, MoveDown, MoveUp, NextField, PageDown, PageUp, PreviousField};
        if self.discarding {
            return self.discard(workspace, action);
        }
        self.error = None;
        // What chooses among candidates waits for them.
        let chooses = matches!(
            action,
            Some(Accept | NextField | PreviousField | MoveDown | MoveUp | PageDown | PageUp)
        );
        if chooses && self.candidates.keeps(workspace, key) {
            return Next::Stay;
        }
        match action {
            Some(Accept) => return self.accept(workspace),
            Some(Cancel) => return self.cancel(workspace),
            Some(Action::FormInEditor) => self.open_in_editor(workspace),
            Some(MoveDown) => self.up_or_down(workspace, 1, key),
            Some(MoveUp) => self.up_or_down(workspace, -1, key),
            Some(NextField) => self.turn(workspace, 1),
            Some(PreviousField) => self.turn(workspace, -1),
            Some(PageDown) => self.go(workspace, self.at + PAGE),
            Some(PageUp) => self.go(workspace, self.at.saturating_sub(PAGE)),
            _ => self.type_in(workspace, action, key),
        }
        self.keep_soon(workspace);
        Next::Stay
    }

    fn hints(&self) -> &'static [Action] {
        match self.discarding {
            true => &[Action::Yes, Action::No],
            false => &[Action::Accept, Action::NextField, Action::FormInEditor, Action::Cancel, Action::Help],
        }
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        if self.discarding || self.saving.is_some() {
            return;
        }
        // The address of a source belongs in its own line.
        let url = self.lines.iter().position(|line| line.path == "url" && line.is_blank());
        if let Some(at) = url.filter(|_| is_address(text.trim())) {
            self.lines[at].paste(text.trim());
            workspace.say("the address stands in its own line");
        } else if let Some(line) = self.lines.get_mut(self.at) {
            line.paste(text);
            self.typing = true;
            self.offer(workspace);
        }
        self.keep_soon(workspace);
    }

    fn gives_up(&self) -> bool {
        true
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        match answer {
            Answer::Form(basis) if self.asked == Some(ticket) => {
                self.asked = None;
                workspace.pending.came(ticket);
                self.begin(*basis);
                self.offer(workspace);
            }
            Answer::Named(mut records) => {
                let Some(Entered::Names(names)) = self.lines.get(self.at).map(|line| &line.entered) else {
                    return Next::Stay;
                };
                // One that is chosen already need not be chosen again.
                records.retain(|(key, _)| !names.has(key));
                let typed = (names.kind, names.input.text(), true);
                self.candidates.found(workspace, ticket, records, typed);
            }
            _ => {}
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let candidates = self.candidates.lost(workspace, ticket);
        if self.asked == Some(ticket) && self.makes_new_instead(workspace) {
            return true;
        }
        let own = candidates || [self.asked, self.saving].contains(&Some(ticket));
        if own {
            if self.saving.take_if(|saving| *saving == ticket).is_none() {
                workspace.pending.came(ticket);
            }
            self.error = Some(SafeText::line(sentence));
        }
        own
    }

    fn saved(&mut self, workspace: &mut Workspace, ticket: Ticket) -> bool {
        let own = self.saving == Some(ticket);
        if own {
            self.forget(workspace);
        }
        own
    }

    fn timer(&mut self, workspace: &mut Workspace, ticket: Ticket) {
        if self.timer.take_if(|timer| *timer == ticket).is_some() {
            self.keep(workspace);
        }
    }

    fn left(&mut self, workspace: &mut Workspace) {
        self.keep(workspace);
    }
}
