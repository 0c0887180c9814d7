//! The lines of a form as a text for the user's editor, and back.

use crate::domain::rows::Titled;
use crate::domain::{Kind, record_text};
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::record::candidates::Stands;
use crate::review::prompt::record::form::RecordForm;
use crate::review::prompt::record::line::{Entered, FormLine};
use crate::review::prompt::record::lines;
use crate::review::prompt::record::names::Named;
use crate::review::protocol::effect::Effect;
use crate::review::protocol::record::FormOf;
use crate::review::state::workspace::Workspace;
use crate::text::{SafeText, typed};
use serde_json::{Map, Value};

impl RecordForm {
    /// Gives the record to the user's editor, or once more the text that could not be read.
    pub(super) fn open_in_editor(&mut self, workspace: &mut Workspace) {
        self.settle();
        let text = self.in_editor.clone().unwrap_or_else(|| text(self.of.kind(), &self.title, &self.lines));
        let item = match self.of {
            FormOf::Record(_, item) => Some(item),
            _ => None,
        };
        workspace.emit(Effect::EditRecord { item, text });
    }

    /// The editor is done: what it gave back stands in the lines, or is kept with what is wrong with it.
    pub(crate) fn edited(&mut self, workspace: &mut Workspace, text: Option<String>) {
        let Some(text) = text else { return };
        match read(self.of.kind(), &text, std::mem::take(&mut self.lines)) {
            Ok((lines, first)) => {
                (self.lines, self.first, self.in_editor, self.error) = (lines, first, None, None);
                self.at = self.at.min(self.lines.len().saturating_sub(1));
                self.typing = false;
                self.offer(workspace);
            }
            Err((lines, why)) => {
                self.lines = lines;
                let opens = workspace.keymap.key_for(Context::Record, Action::FormInEditor);
                let again = opens.map(|key| format!("; {key} opens your text again")).unwrap_or_default();
                self.error = Some(SafeText::line(&format!("your text, {why}{again}")));
                self.in_editor = Some(text);
            }
        }
        self.keep_soon(workspace);
    }
}

/// What stands in the lines, as a text.
fn text(kind: Option<Kind>, title: &SafeText, all: &[FormLine]) -> String {
    let mut fields = Map::new();
    for line in all.iter().filter(|line| !line.is_blank()) {
        let value = line.written();
        match line.list {
            None => put(&mut fields, &line.path, value),
            Some((list, at)) => {
                let items = fields.entry(list.name).or_insert_with(|| Value::Array(Vec::new()));
                let Some(items) = items.as_array_mut() else { continue };
                if items.len() <= at {
                    items.resize(at + 1, Value::Object(Map::new()));
                }
                if let Some(members) = items[at].as_object_mut() {
                    put(members, &line.path, value);
                }
            }
        }
    }
    let known = known(all);
    let named = |id: &str| known.iter().find(|(_, key, _)| key == id).map(|(.., (_, name))| name.clone());
    record_text::write(lines::shape(kind), title.as_str(), &fields, &named)
}

fn put(fields: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            fields.insert(path.to_owned(), value);
        }
        Some((outer, inner)) => {
            let field = fields.entry(outer).or_insert_with(|| Value::Object(Map::new()));
            if let Some(members) = field.as_object_mut() {
                put(members, inner, value);
            }
        }
    }
}

/// The records that the lines name, as a text names them: by key.
fn known(all: &[FormLine]) -> Vec<(Kind, String, Titled)> {
    let names = all.iter().filter_map(|line| match &line.entered {
        Entered::Names(names) => Some(names),
        _ => None,
    });
    let records = names.flat_map(|names| names.chosen().iter().map(|named| (names.kind, named)));
    let of = |(kind, named): (Kind, &Named)| match named {
        Named::Record(key, name) => Some((kind, key.to_string(), (key.clone(), name.clone()))),
        Named::New(_) => None,
    };
    records.filter_map(of).collect()
}

/// Lines with what stands in a text, in the place of those before; or those, and what is wrong with it.
fn read(
    kind: Option<Kind>,
    text: &str,
    before: Vec<FormLine>,
) -> Result<(Vec<FormLine>, usize), (Vec<FormLine>, String)> {
    let fields = match record_text::read(lines::shape(kind), lines::owner(kind), &typed(text)) {
        Ok(fields) => fields,
        Err(error) => return Err((before, error.to_string())),
    };
    let (mut all, first) = lines::of_record(kind, &fields, &known(&before));
    let is = |one: &FormLine, other: &FormLine| {
        let list = |line: &FormLine| line.list.map(|(list, at)| (list.name, at));
        one.path == other.path && list(one) == list(other)
    };
    for line in &mut all {
        match before.iter().find(|old| is(old, line)) {
            Some(old) => line.was_opened_as(old),
            None => line.was_opened_blank(),
        }
        let Entered::Names(names) = &mut line.entered else { continue };
        // Who is made on the way is still made on the way.
        let new = before.iter().filter_map(|old| match &old.entered {
            Entered::Names(names) => Some(names.chosen()),
            _ => None,
        });
        let written = names.input.text().to_owned();
        let found = new.flatten().find_map(|named| match named {
            Named::New(new) if new.kind == names.kind && new.name == written => Some(new.clone()),
            _ => None,
        });
        if let Some(new) = found {
            names.take(Stands::New(new));
        }
    }
    // What stood in an item that is no longer there has been taken away.
    for mut old in before {
        if old.list.is_some() && all.iter().all(|line| !is(&old, line)) && !old.is_blank() {
            old.set("");
            all.push(old);
        }
    }
    Ok((all, first))
}
