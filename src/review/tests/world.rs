//! A review with its case, between which messages can be held up.

use crate::domain::rows::Place;
use crate::review::keys::keymap::Keymap;
use crate::review::prompt::AnyPrompt;
use crate::review::state::status::Reason;
use crate::review::tests::fake::Fake;
use crate::review::update;
use crate::review::view::AnyView;
use crate::review::{Effect, Msg, Read, Review, Settings, Write};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::VecDeque;

pub struct World {
    pub review: Review,
    pub case: Fake,
    /// What is on its way to the case.
    pub held: VecDeque<Effect>,
    /// What went elsewhere: clipboard, browser, shell.
    pub outside: Vec<Effect>,
}

impl World {
    pub fn new(shape: &[(u64, u64)]) -> Self {
        Self::with(Fake::new(shape), None, Ok(()), (120, 40))
    }

    pub fn with(case: Fake, saved: Option<Place>, writable: Result<(), Reason>, size: (u16, u16)) -> Self {
        let (review, effects) =
            Review::open(case.overview(), saved, writable, Settings::default(), Keymap::default(), size);
        let mut world = Self { review, case, held: VecDeque::new(), outside: Vec::new() };
        world.send(effects);
        world.settle();
        world
    }

    fn send(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Write(..) | Effect::Read(..) | Effect::ProposeExports(_) | Effect::Export(..) => {
                    self.held.push_back(effect)
                }
                other => self.outside.push(other),
            }
        }
    }

    pub fn msg(&mut self, msg: Msg) {
        let effects = update(&mut self.review, msg);
        self.send(effects);
    }

    /// Presses keys, as a keymap writes them, separated by spaces; the case does not answer.
    pub fn type_ahead(&mut self, keys: &str) {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.msg(Msg::Key(pressed(key)));
        }
    }

    /// Presses keys, and lets the case answer each.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.type_ahead(key);
            self.settle();
        }
    }

    /// Types text, character by character.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.msg(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
            self.settle();
        }
    }

    /// Lets the case answer the oldest thing it was told.
    pub fn deliver(&mut self) -> bool {
        let Some(effect) = self.held.pop_front() else { return false };
        if let Some(msg) = self.case.answer(&effect) {
            self.msg(msg);
        }
        true
    }

    /// Lets the case answer everything.
    pub fn settle(&mut self) {
        for _ in 0..10_000 {
            if !self.deliver() {
                return;
            }
        }
        panic!("the reviewer never stops asking: {:?}", self.held.front());
    }

    pub fn at(&self) -> String {
        match self.review.evidence() {
            Some(line) => line.key.as_str().to_owned(),
            None => self.review.claims.selected().map(|c| c.key.as_str().to_owned()).unwrap_or_default(),
        }
    }

    pub fn status(&self) -> &str {
        self.review.status.as_ref().map_or("", |status| status.text.as_str())
    }

    pub fn writes(&self) -> Vec<Write> {
        let write = |effect: &Effect| match effect {
            Effect::Write(_, write) => Some(write.clone()),
            _ => None,
        };
        self.held.iter().filter_map(write).collect()
    }

    pub fn reads(&self) -> Vec<Read> {
        let read = |effect: &Effect| match effect {
            Effect::Read(_, read) => Some(read.clone()),
            _ => None,
        };
        self.held.iter().filter_map(read).collect()
    }

    pub fn mode(&self) -> &'static str {
        match (&self.review.prompt, &self.review.view) {
            (None, None) => "review",
            (Some(AnyPrompt::Note(_)), _) => "note",
            (Some(AnyPrompt::Verdict(_)), _) => "verdict",
            (Some(AnyPrompt::Details(_)), _) => "details",
            (Some(AnyPrompt::TagFirst(_)), _) => "tag first",
            (Some(AnyPrompt::CaseInfo(_)), _) => "the case",
            (Some(AnyPrompt::Export(_)), _) => "export",
            (Some(AnyPrompt::Import(_)), _) => "import",
            (Some(AnyPrompt::Aside(_)), _) => "aside",
            (Some(AnyPrompt::Search(_)), _) => "search",
            (Some(AnyPrompt::Filter(_)), _) => "filter",
            (Some(AnyPrompt::Help(_)), _) => "help",
            (Some(AnyPrompt::Palette(_)), _) => "palette",
            (Some(AnyPrompt::Confirm(_)), _) => "confirm",
            (Some(AnyPrompt::Grade(_)), _) => "grade",
            (Some(AnyPrompt::Provenance(_)), _) => "provenance",
            (Some(AnyPrompt::Record(_)), _) => "record",
            (Some(AnyPrompt::RecordMenu(_)), _) => "record menu",
            (Some(AnyPrompt::RequestAnswer(_)), _) => "answer",
            (Some(AnyPrompt::RecordPicker(_)), _) => "record picker",
            (Some(AnyPrompt::TakeOut(_)), _) => "take out",
            (Some(AnyPrompt::Combine(_)), _) => "combine",
            (Some(AnyPrompt::Duplicates(_)), _) => "duplicates",
            (Some(AnyPrompt::Quote(_)), _) => "quote",
            (Some(AnyPrompt::Offers(_)), _) => "offers",
            (None, Some(AnyView::Lines(_))) => "view",
            (None, Some(AnyView::Matrix(_))) => "matrix",
            (None, Some(AnyView::Records(_))) => "records",
            (None, Some(AnyView::Document(_))) => "document",
            (Some(AnyPrompt::Find(_)), _) => "find",
        }
    }
}

pub fn pressed(key: &str) -> KeyEvent {
    let mut held = KeyModifiers::NONE;
    let mut rest = key;
    if let Some(tail) = rest.strip_prefix("Ctrl-") {
        held |= KeyModifiers::CONTROL;
        rest = tail;
    }
    let code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Space" => KeyCode::Char(' '),
        "Down" => KeyCode::Down,
        "Up" => KeyCode::Up,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgDn" => KeyCode::PageDown,
        "PgUp" => KeyCode::PageUp,
        "Shift-Tab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "F1" => KeyCode::F(1),
        one => KeyCode::Char(one.chars().next().unwrap()),
    };
    KeyEvent::new(code, held)
}
