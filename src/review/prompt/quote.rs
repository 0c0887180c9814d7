//! What a passage of a document becomes: evidence for a claim, or the quote of evidence that is there.

use crate::domain::quotes::Anchored;
use crate::domain::words::Stance;
use crate::domain::{Key, Kind};
use crate::review::act::next::Next;
use crate::review::keys::chars::types;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::candidates::{Candidates, Stands};
use crate::review::prompt::record::names::Names;
use crate::review::prompt::text_field::Input;
use crate::review::protocol::effect::{Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::state::pending::Wait;
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};
use serde_json::json;

/// A passage that something is made of.
#[derive(Debug, Clone)]
pub(crate) struct Passage {
    /// The source.
    pub source: Key,
    /// Where it stands, with the source.
    pub cited: String,
    /// Its words, where they stand.
    pub anchored: Anchored,
}

/// The question.
#[derive(Debug, Clone)]
pub struct QuotePrompt {
    passage: Passage,
    /// Where the passage stands.
    pub cited: SafeText,
    /// The claim that the evidence is for, or the evidence that has the quote.
    pub names: Names,
    /// The records that match what is typed.
    pub candidates: Candidates,
    /// How the evidence bears on the claim, once that is said.
    pub stance: Option<Stance>,
    /// What the source says in one's own words.
    pub paraphrase: Input,
    /// What is wrong.
    pub error: Option<SafeText>,
    saving: Option<Ticket>,
}

/// How many candidates are in view at once.
pub const ROWS: u16 = 4;

impl QuotePrompt {
    /// Asks for which claim, and how it bears on that.
    pub(crate) fn evidence(
        workspace: &mut Workspace,
        passage: Passage,
        claim: Option<&(Key, String)>,
    ) -> Self {
        Self::open(workspace, passage, Names::one(Kind::Claim, claim))
    }

    /// Asks which evidence of the source has the quote.
    pub(crate) fn quote(workspace: &mut Workspace, passage: Passage) -> Self {
        Self::open(workspace, passage, Names::one(Kind::Evidence, None))
    }

    fn open(workspace: &mut Workspace, passage: Passage, names: Names) -> Self {
        let mut prompt = Self {
            cited: SafeText::line(&passage.cited),
            passage,
            names,
            candidates: Candidates::default(),
            stance: None,
            paraphrase: Input::default(),
            error: None,
            saving: None,
        };
        if prompt.names.is_blank() {
            prompt.look_up(workspace);
        }
        prompt
    }

    /// Whether it asks for a claim.
    pub fn makes(&self) -> bool {
        self.names.kind == Kind::Claim
    }

    /// Whether a record is still to be chosen.
    fn chooses(&self) -> bool {
        self.names.chosen().is_empty()
    }

    fn look_up(&mut self, workspace: &mut Workspace) {
        let within = (!self.makes()).then(|| self.passage.source.clone());
        self.candidates.look_up_within(workspace, self.names.kind, self.names.input.text(), within);
    }

    fn wrong(&mut self, sentence: &str) -> Next {
        self.error = Some(SafeText::line(sentence));
        Next::Stay
    }

    /// The record that is chosen or whose key is typed.
    fn chosen(&mut self) -> Result<Key, String> {
        if let Some(stands @ Stands::Record(..)) = self.candidates.take() {
            self.names.take(stands);
        }
        let one = self.names.kind.one();
        self.names.read_key()?.ok_or_else(|| format!("choose {one}, or type its key"))
    }

    fn accept(&mut self, workspace: &mut Workspace) -> Next {
        let key = match self.chosen() {
            Ok(key) => key,
            Err(why) => return self.wrong(&why),
        };
        let write = match (self.makes(), self.stance) {
            (false, _) => self.passage.for_evidence(FormOf::Keyed(key)),
            (true, None) => return self.wrong("one of the signs says how it bears on the claim"),
            (true, Some(stance)) => self.make(&key, stance),
        };
        let flight = workspace.write(Write::Record(Box::new(write)));
        flight.stays = true;
        let ticket = flight.ticket;
        workspace.pending.wait = Some(Wait::Commit(ticket));
        self.saving = Some(ticket);
        Next::Stay
    }

    /// The evidence; where nothing is said in other words, the words themselves are what the source says.
    fn make(&self, claim: &Key, stance: Stance) -> RecordWrite {
        let paraphrase = match self.paraphrase.text().trim() {
            "" => format!("“{}”", self.passage.in_a_line()),
            words => words.to_owned(),
        };
        let mut fields = self.passage.fields();
        fields.insert("claim".into(), json!(claim.to_string()));
        fields.insert("source".into(), json!(self.passage.source.to_string()));
        fields.insert("stance".into(), json!(stance));
        fields.insert("paraphrase".into(), json!(paraphrase));
        RecordWrite { of: FormOf::New(Kind::Evidence), fields, names: Vec::new() }
    }

    /// The stance that a key says, where a claim is chosen and nothing is typed.
    fn says_stance(&self, key: &KeyEvent) -> Option<Stance> {
        let KeyCode::Char(c) = key.code else { return None };
        let asked = self.makes()
            && self.names.input.text().is_empty()
            && self.names.read_key().is_ok_and(|key| key.is_some());
        Stance::ALL.iter().copied().find(|stance| asked && types(key) && stance.sign() == c.to_string())
    }
}

impl Prompt for QuotePrompt {
    fn context(&self) -> Context {
        Context::Search
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, key: &KeyEvent) -> Next {
        use Action::{Accept, Cancel, MoveDown, MoveUp, PageDown, PageUp};
        self.error = None;
        if self.stance.is_some() {
            match action {
                Some(Accept) => return self.accept(workspace),
                Some(Cancel) => return Next::Close,
                _ => drop(self.paraphrase.key(key)),
            }
            return Next::Stay;
        }
        let chooses = matches!(action, Some(Accept | MoveDown | MoveUp | PageDown | PageUp));
        if chooses && self.candidates.keeps(workspace, key) {
            return Next::Stay;
        }
        let page = isize::try_from(ROWS).unwrap_or(1);
        match action {
            Some(Accept) if self.makes() => match self.chosen() {
                Ok(_) => return self.wrong("now the sign that says how it bears on the claim"),
                Err(why) => return self.wrong(&why),
            },
            Some(Accept) => return self.accept(workspace),
            Some(Cancel) => return Next::Close,
            Some(MoveDown) => drop(self.candidates.pick(1, ROWS)),
            Some(MoveUp) => drop(self.candidates.pick(-1, ROWS)),
            Some(PageDown) => drop(self.candidates.pick(page, ROWS)),
            Some(PageUp) => drop(self.candidates.pick(-page, ROWS)),
            _ => match self.says_stance(key) {
                Some(stance) => self.stance = Some(stance),
                None => {
                    if self.names.key(key) {
                        self.look_up(workspace);
                    }
                }
            },
        }
        Next::Stay
    }

    fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        if self.stance.is_some() {
            self.paraphrase.insert(text);
        } else {
            self.names.paste(text);
            self.look_up(workspace);
        }
    }

    fn gives_up(&self) -> bool {
        self.saving.is_none()
    }

    fn hints(&self) -> &'static [Action] {
        match (self.stance, self.chooses()) {
            (None, true) => &[Action::Accept, Action::MoveDown, Action::MoveUp, Action::Cancel],
            _ => &[Action::Accept, Action::Cancel],
        }
    }

    fn lines_in_sight(&self) -> u16 {
        if self.chooses() { 3 + ROWS } else { 4 }
    }

    fn answer(&mut self, workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Named(records) = answer {
            let typed = (self.names.kind, self.names.input.text(), false);
            self.candidates.found(workspace, ticket, records, typed);
        }
        Next::Stay
    }

    fn refused(&mut self, workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        let own =
            self.candidates.lost(workspace, ticket) || self.saving.take_if(|it| *it == ticket).is_some();
        if own {
            self.error = Some(SafeText::line(sentence));
        }
        own
    }

    fn saved(&mut self, _workspace: &mut Workspace, ticket: Ticket) -> bool {
        self.saving == Some(ticket)
    }
}
