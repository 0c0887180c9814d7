//! What is typed in an open form, kept outside the case until it is saved, and brought back.

use crate::domain::ItemId;
use crate::domain::new_name::NewName;
use crate::domain::shape::Takes;
use crate::review::prompt::record::candidates::Stands;
use crate::review::prompt::record::form::RecordForm;
use crate::review::prompt::record::line::{Entered, FormLine};
use crate::review::prompt::record::lines;
use crate::review::prompt::record::names::Named;
use crate::review::protocol::draft::{DraftLine, DraftPlace, FormDraft};
use crate::review::protocol::effect::Effect;
use crate::review::protocol::record::FormOf;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use serde_json::Value;

/// After how many milliseconds an open form is kept.
const DRAFT_AFTER: u64 = 1000;

/// What is typed in a line.
fn typed_in(line: &FormLine) -> DraftLine {
    let (typed, chosen) = match &line.entered {
        Entered::Text(text) => (text.text(), &[][..]),
        Entered::Short(input) => (input.text(), &[][..]),
        Entered::Names(names) => (names.input.text(), names.chosen()),
    };
    let chosen = chosen.iter().map(|named| match named {
        Named::Record(key, name) => (Some(key.to_string()), name.clone()),
        Named::New(new) => (None, new.name.clone()),
    });
    DraftLine {
        path: line.path.clone(),
        list: line.list.map(|(list, at)| (list.name.to_owned(), at)),
        typed: typed.to_owned(),
        chosen: chosen.collect(),
        opened: line.opened().to_owned(),
    }
}

fn is_in(typed: &DraftLine, line: &FormLine) -> bool {
    let list = line.list.map(|(list, at)| (list.name, at));
    line.path == typed.path && list == typed.list.as_ref().map(|(list, at)| (list.as_str(), *at))
}

/// Puts what was typed in its line.
fn put(typed: &DraftLine, line: &mut FormLine) {
    line.set(&typed.typed);
    let Entered::Names(names) = &mut line.entered else { return };
    for (key, name) in &typed.chosen {
        let stands = match key.as_ref().map(|key| key.parse()) {
            Some(Ok(key)) => Stands::Record(key, name.clone()),
            _ => Stands::New(NewName { kind: names.kind, name: name.clone() }),
        };
        names.take(stands);
    }
    // What is chosen takes the place of what is typed.
    if names.input.text() != typed.typed {
        names.input.insert(&typed.typed);
    }
}

impl RecordForm {
    /// For what was typed in a form that was not saved.
    pub(crate) fn resume(workspace: &mut Workspace, draft: FormDraft) -> Option<Self> {
        let of = draft.of()?;
        let mut form = Self::of(workspace, of, &draft.title, draft.about());
        form.draft = Some(draft);
        Some(form)
    }

    /// The item whose draft it is: what it is of, else what it is about.
    fn item(&self) -> ItemId {
        match (&self.of, self.place) {
            (FormOf::Record(_, item), _) => *item,
            (_, Some(place)) => place.evidence.unwrap_or(place.claim),
            _ => ItemId::nil(),
        }
    }

    /// Sees to it that what is typed is kept within a second.
    pub(super) fn keep_soon(&mut self, workspace: &mut Workspace) {
        if self.timer.is_none() {
            let ticket = workspace.pending.ticket();
            self.timer = Some(ticket);
            workspace.emit(Effect::Timer(ticket, DRAFT_AFTER));
        }
    }

    /// Keeps what is typed, where it is not kept already.
    pub(super) fn keep(&mut self, workspace: &mut Workspace) {
        if !self.is_ready() || self.is_saving() {
            return;
        }
        let Some(text) = self.as_draft().filter(|_| self.is_changed()) else {
            return self.forget(workspace);
        };
        if self.kept.as_ref() == Some(&text) {
            return;
        }
        // What is kept of another form of the same item, and may be wanted yet, stays.
        let item = self.item();
        let places = &mut workspace.memory.kept_forms;
        let free = (0..).map(|n| (item, n)).find(|place| !places.contains(place));
        let Some(place) = self.kept_at.or(free) else { return };
        places.insert(place);
        (self.kept_at, self.kept) = (Some(place), Some(text.clone()));
        self.keeping += 1;
        workspace.emit(Effect::KeepForm { place, text: Some(text) });
    }

    /// What was kept is wanted no more.
    pub(super) fn forget(&mut self, workspace: &mut Workspace) {
        self.kept = None;
        if let Some(place) = self.kept_at.take() {
            workspace.memory.kept_forms.remove(&place);
            self.keeping += 1;
            workspace.emit(Effect::KeepForm { place, text: None });
        }
    }

    /// What was typed was kept, or why it was not.
    pub(crate) fn was_kept(&mut self, kept: Result<(), String>) {
        self.keeping = self.keeping.saturating_sub(1);
        self.unkept = kept.err().map(|why| SafeText::line(&why));
    }

    /// Whether all that is typed is kept.
    pub const fn is_kept(&self) -> bool {
        self.kept.is_some() && self.timer.is_none() && self.keeping == 0 && self.unkept.is_none()
    }

    fn as_draft(&self) -> Option<String> {
        let (kind, item) = match &self.of {
            FormOf::New(kind) => (Some(kind), None),
            FormOf::Record(kind, item) => (Some(kind), Some(*item)),
            FormOf::Keyed(_) | FormOf::Case => (None, None),
        };
        let new = matches!(self.of, FormOf::New(_));
        let typed = |line: &&FormLine| if new { !line.is_blank() } else { line.is_changed() };
        let draft = FormDraft {
            title: self.title.to_string(),
            kind: kind.map(|kind| kind.word().to_owned()),
            item,
            claim: self.place.map(|place| place.claim),
            evidence: self.place.and_then(|place| place.evidence),
            lines: self.lines.iter().filter(typed).map(typed_in).collect(),
            in_editor: self.in_editor.clone(),
            at: self.at,
            place: DraftPlace::default(),
        };
        serde_json::to_string(&draft).ok()
    }

    /// Puts what was typed where it was.
    pub(super) fn bring_back(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        let mut changed = Vec::new();
        for typed in &draft.lines {
            if !self.lines.iter().any(|line| is_in(typed, line)) {
                self.add_line(typed);
            }
            let Some(line) = self.lines.iter_mut().find(|line| is_in(typed, line)) else { continue };
            if line.opened() != typed.opened && matches!(self.of, FormOf::Record(..) | FormOf::Case) {
                changed.push(line.field.heading.to_lowercase());
            }
            put(typed, line);
        }
        self.at = draft.at.min(self.lines.len().saturating_sub(1));
        self.in_editor.clone_from(&draft.in_editor);
        self.from_draft = true;
        if !changed.is_empty() {
            let text = format!(
                "{} changed in the case since you typed this; what you typed would take its place",
                crate::domain::hanging::joined(&changed)
            );
            self.error = Some(SafeText::line(&text));
        }
        (self.kept_at, self.kept) = (Some(draft.place), self.as_draft());
    }

    /// Adds a line of a list that has more items in the draft than in the case.
    fn add_line(&mut self, typed: &DraftLine) {
        let Some((name, at)) = &typed.list else { return };
        let list = lines::shape(self.of.kind()).fields.iter().find(|field| field.name == name);
        let Some((list, Takes::List(inside))) = list.map(|list| (list, list.takes)) else { return };
        for (path, leaf) in inside.leaves() {
            let line = FormLine::new(path, leaf, Some((list, *at)), &Value::Null, |_, _| None);
            self.lines.push(line);
        }
    }

    /// The record is no more: what was typed can still make a new one. Says whether there was something typed.
    pub(super) fn makes_new_instead(&mut self, workspace: &mut Workspace) -> bool {
        let (Some(draft), Some(kind)) = (&mut self.draft, self.of.kind()) else { return false };
        if draft.item.take().is_none() {
            return false;
        }
        (draft.claim, draft.evidence) = (None, None);
        let (of, draft) = (FormOf::New(kind), self.draft.take());
        *self = Self::of(workspace, of, "", None);
        self.title = SafeText::line(&format!("New {kind}, from your draft of one that is gone"));
        self.draft = draft;
        true
    }
}
