//! A line of a form: one field, what is typed in it, and how that is read.

use crate::domain::grounds;
use crate::domain::shape::{FieldSpec, Shape, Takes};
use crate::domain::words::{Stance, Vocabulary, shown};
use crate::domain::{Key, Kind, as_written};
use crate::review::prompt::matching;
use crate::review::prompt::note_text::NoteText;
use crate::review::prompt::record::candidates::{Candidate, Stands};
use crate::review::prompt::record::names::{Named, Names};
use crate::review::prompt::text_field::Input;
use crate::text::SafeText;
use crossterm::event::KeyEvent;
use serde_json::Value;

/// What is typed in a line.
#[derive(Debug)]
pub enum Entered {
    /// A text of any length, in lines.
    Text(NoteText),
    /// A word, a number, a date.
    Short(Input),
    /// Other records.
    Names(Names),
}

/// A line.
#[derive(Debug)]
pub struct FormLine {
    /// The field's path within its shape, or within the shape of a list's items.
    pub path: String,
    pub field: &'static FieldSpec,
    /// The list that the field is in, and in which of its items.
    pub list: Option<(&'static FieldSpec, usize)>,
    pub entered: Entered,
    /// What stood there when the form was opened.
    opened: String,
}

impl FormLine {
    /// A line with what stands there; `named` is what its references lead to.
    pub(super) fn new(
        path: String,
        field: &'static FieldSpec,
        list: Option<(&'static FieldSpec, usize)>,
        value: &Value,
        named: impl Fn(Kind, &str) -> Option<(Key, String)>,
    ) -> Self {
        let mut entered = match field.takes {
            Takes::Reference(kind) | Takes::References(kind) => {
                let ids = match value {
                    Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect(),
                    value => value.as_str().into_iter().collect::<Vec<_>>(),
                };
                let many = matches!(field.takes, Takes::References(_));
                let known = ids.iter().filter_map(|id| named(kind, id));
                let known = known.map(|(key, name)| Named::Record(key, name)).collect();
                let mut names = Names::new(kind, many, known);
                // What leads nowhere stays to be seen.
                let lost: Vec<&str> = ids.into_iter().filter(|id| named(kind, id).is_none()).collect();
                names.input.insert(&lost.join(", "));
                Entered::Names(names)
            }
            Takes::Text if field.usual().next().is_none() => Entered::Text(NoteText::default()),
            _ => Entered::Short(Input::default()),
        };
        let text = field.takes.in_words(value).unwrap_or_default();
        match &mut entered {
            Entered::Text(written) => *written = NoteText::new(&text),
            Entered::Short(input) => *input = Input::new(&text),
            Entered::Names(_) => {}
        }
        let mut line = Self { path, field, list, entered, opened: String::new() };
        line.opened = line.said();
        line
    }

    /// Its name on the screen.
    pub fn heading(&self) -> SafeText {
        match self.list {
            Some((_, at)) => SafeText::line(&format!("{}. {}", at + 1, self.field.heading)),
            None => SafeText::chrome(self.field.heading),
        }
    }

    /// What its field says.
    pub fn about(&self) -> SafeText {
        let list = self.list.map_or("", |(list, _)| list.about);
        let sep = if list.is_empty() { "" } else { " " };
        SafeText::line(&format!("{list}{sep}{}", self.field.about))
    }

    /// What stands in it, so that it can be compared.
    fn said(&self) -> String {
        match &self.entered {
            Entered::Text(text) => text.text().trim().to_owned(),
            Entered::Short(input) => input.text().trim().to_owned(),
            Entered::Names(names) => {
                let mut all: Vec<String> = names.chosen().iter().map(Named::reference).collect();
                all.push(names.input.text().trim().to_owned());
                all.join("\n")
            }
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.said().trim().is_empty()
    }

    /// Whether something else stands there than when the form was opened.
    pub(super) fn is_changed(&self) -> bool {
        self.said() != self.opened
    }

    /// What stood there when the form was opened.
    pub(super) fn opened(&self) -> &str {
        &self.opened
    }

    /// What stands there now is what the form was opened with.
    pub(super) fn settle_as_opened(&mut self) {
        self.opened = self.said();
    }

    /// What stands there as a text has it: references by key or name, words as files spell them.
    pub(super) fn written(&self) -> Value {
        let Entered::Names(names) = &self.entered else {
            let said = self.said();
            return match self.field.takes {
                Takes::Word(words) => words.find(&said).map_or(said.clone(), str::to_owned),
                Takes::Ground => grounds::canonical(&said),
                _ => said,
            }
            .into();
        };
        let mut all: Vec<String> = names.chosen().iter().map(Named::reference).collect();
        all.extend(Some(names.input.text().trim().to_owned()).filter(|text| !text.is_empty()));
        match self.field.takes {
            Takes::References(_) => all.into(),
            _ => all.pop().unwrap_or_default().into(),
        }
    }

    /// It takes the place of a line of the same field.
    pub(super) fn was_opened_as(&mut self, other: &Self) {
        self.opened.clone_from(&other.opened);
    }

    /// It is new in the form.
    pub(super) fn was_opened_blank(&mut self) {
        self.opened = String::new();
    }

    /// Whether just this stands there.
    pub(super) fn says(&self, text: &str) -> bool {
        self.said() == text
    }

    /// Puts a text in the place of what is there.
    pub(super) fn set(&mut self, text: &str) {
        match &mut self.entered {
            Entered::Text(written) => *written = NoteText::new(text),
            Entered::Short(input) => {
                let shown = self.field.takes.in_words(&text.into());
                *input = Input::new(&shown.unwrap_or_default());
            }
            Entered::Names(names) => {
                *names = Names::new(names.kind, matches!(self.field.takes, Takes::References(_)), Vec::new());
                names.input.insert(text);
            }
        }
    }

    /// Takes a candidate that was chosen.
    pub(super) fn take(&mut self, stands: Stands) {
        match (&mut self.entered, stands) {
            (Entered::Names(names), stands) => names.take(stands),
            (_, Stands::Text(text)) => self.set(&text),
            _ => {}
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        match &mut self.entered {
            Entered::Text(written) => written.insert(text),
            Entered::Short(input) => input.insert(text.trim()),
            Entered::Names(names) => names.paste(text),
        }
    }

    /// Takes a key that no action has, in a box of so many cells and rows; says whether what is typed changed.
    pub(super) fn key(&mut self, key: &KeyEvent, page: (usize, usize)) -> bool {
        match &mut self.entered {
            Entered::Text(written) => {
                let before = written.text().len();
                written.key(key, page);
                written.text().len() != before
            }
            Entered::Short(input) => input.key(key),
            Entered::Names(names) => names.key(key),
        }
    }

    /// The words that can stand there, with what they mean.
    pub(super) fn words(&self) -> Vec<Candidate> {
        let of = |words: &'static Vocabulary| {
            words.words.iter().map(|(word, means)| {
                let sign = (words.name == "Stance").then(|| word.parse().ok().map(Stance::sign)).flatten();
                Candidate::word(shown(word), sign, means)
            })
        };
        match self.field.takes {
            Takes::Word(words) => of(words).collect(),
            Takes::Flag => vec![Candidate::word("yes", None, ""), Candidate::word("no", None, "")],
            Takes::Ground => {
                let known = grounds::KNOWN.iter();
                known.map(|(code, means)| Candidate::word(&grounds::shown(code), None, means)).collect()
            }
            _ => self.field.usual().map(|word| Candidate::word(word, None, "")).collect(),
        }
    }

    /// Whether only such a word can stand there.
    pub fn is_closed(&self) -> bool {
        matches!(self.field.takes, Takes::Word(_) | Takes::Flag)
    }

    /// The words that match what is typed, best first, and whether the first is meant: of a closed list what is
    /// typed is the beginning of a word, or its sign.
    pub(super) fn matching(&self) -> (Vec<Candidate>, bool) {
        let Entered::Short(input) = &self.entered else { return (Vec::new(), false) };
        let (all, typed) = (self.words(), input.text().trim().to_lowercase());
        if typed.is_empty() {
            return (all, false);
        }
        if self.is_closed() {
            let begins = |candidate: &&Candidate| {
                let text = candidate.shown.as_str();
                let word = text.split_once(' ').map_or(text, |(_, word)| word);
                text.starts_with(&typed) || word.starts_with(&typed)
            };
            let found: Vec<_> = all.iter().filter(begins).cloned().collect();
            return (found, true);
        }
        let texts: Vec<String> = all.iter().map(|it| format!("{} {}", it.shown, it.says)).collect();
        let found = matching::holding(&typed, &texts);
        (found.into_iter().map(|at| all[at].clone()).collect(), false)
    }

    /// Turns to the next word of a closed list, or to the one before.
    pub(super) fn turn(&mut self, forward: bool) {
        let all: Vec<String> =
            self.words().into_iter().filter_map(|candidate| text(candidate.stands)).collect();
        let now = self.said();
        let to = match all.iter().position(|word| *word == now) {
            Some(at) if forward => all.get(at + 1),
            Some(at) => at.checked_sub(1).and_then(|at| all.get(at)),
            None if forward => all.first(),
            None => all.last(),
        };
        let to = to.cloned().unwrap_or_default();
        self.set(&to);
    }

    /// The value, null where nothing stands there. `shape` is what has the field.
    ///
    /// # Errors
    /// Why it is none, in a sentence.
    pub(super) fn value(&self, shape: &Shape, owner: &str) -> Result<Value, String> {
        match &self.entered {
            Entered::Names(names) => {
                let all = names.read()?.into_iter().map(|named| Value::String(named.reference()));
                let mut all: Vec<Value> = all.collect();
                Ok(match self.field.takes {
                    Takes::References(_) if !all.is_empty() => Value::Array(all),
                    Takes::References(_) => Value::Null,
                    _ => all.pop().unwrap_or(Value::Null),
                })
            }
            _ => as_written::value(shape, owner, &self.path, &self.said()),
        }
    }
}

fn text(stands: Stands) -> Option<String> {
    match stands {
        Stands::Text(text) => Some(text),
        _ => None,
    }
}
