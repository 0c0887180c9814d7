//! What is made of the passage chosen in a document: a quote, evidence, a claim, figures.

use crate::domain::ItemId;
use crate::domain::rows::Change;
use crate::domain::{Key, Kind};
use crate::review::keys::keymap::Action;
use crate::review::prompt::AnyPrompt;
use crate::review::prompt::offers::OffersPrompt;
use crate::review::prompt::quote::{Passage, QuotePrompt};
use crate::review::protocol::effect::{Ticket, Write};
use crate::review::protocol::record::{FormOf, RecordWrite};
use crate::review::state::geometry;
use crate::review::state::pending::Wait;
use crate::review::update::whole::Review;
use crate::review::view::AnyView;
use crate::review::view::document_view::DocumentView;
use serde_json::{Map, json};

impl Review {
    /// The document that is being read.
    pub(super) fn read(&mut self) -> Option<&mut DocumentView> {
        match &mut self.view {
            Some(AnyView::Document(view)) => Some(view),
            _ => None,
        }
    }

    /// Says to the workspace what keys depend on.
    pub(super) fn note_document(&mut self) {
        self.workspace.document = match &self.view {
            Some(AnyView::Document(view)) => Some(view.in_use(&self.workspace)),
            _ => None,
        };
    }

    /// Where a box about the passage is open over the document, the passage stands above it.
    pub(super) fn keep_passage_in_sight(&mut self) {
        let lines = self.prompt.as_ref().map_or(0, |prompt| prompt.get().lines_in_sight());
        let body = self.workspace.places().body;
        let place = geometry::document(body).page.rows;
        let above = geometry::prompt_box(self.workspace.size, lines).y;
        let covered = if lines == 0 { 0 } else { place.bottom().saturating_sub(above) };
        if let Some(view) = self.read() {
            view.cover(covered);
        }
    }

    /// Makes something of the passage chosen, or takes the last step back; says why not.
    pub(super) fn perform_in_document(&mut self, action: Action) {
        if let Err(reason) = action.enabled(&self.workspace, true) {
            return self.refuse(&reason.0);
        }
        match action {
            Action::Undo => self.step_back(Write::Undo),
            Action::Redo => self.step_back(Write::Redo),
            _ => self.make_of_passage(action),
        }
    }

    /// Undoes or redoes; the document stays open.
    fn step_back(&mut self, write: Write) {
        // The claim made last may be gone with that.
        if let Some(view) = self.read() {
            view.claim = None;
        }
        let flight = self.workspace.write(write);
        flight.stays = true;
        let ticket = flight.ticket;
        self.pending.wait = Some(Wait::Commit(ticket));
    }

    fn make_of_passage(&mut self, action: Action) {
        let Some(AnyView::Document(view)) = &mut self.view else { return };
        let Some(anchored) = view.chosen() else { return };
        let passage = Passage { source: view.source.clone(), cited: view.cited(), anchored };
        let workspace = &mut self.workspace;
        let selected = || {
            let claim = workspace.claims.selected()?;
            Some((claim.id, claim.key.as_str().parse::<Key>().ok()?, claim.label.as_str().to_owned()))
        };
        let claim = view.claim.clone().or_else(selected);
        match action {
            Action::QuoteAsEvidence => {
                let claim = claim.map(|(_, key, name)| (key, name));
                self.prompt =
                    Some(AnyPrompt::from(QuotePrompt::evidence(workspace, passage, claim.as_ref())));
            }
            Action::QuoteForEvidence => match &view.evidence {
                Some((item, _)) => {
                    let write = passage.for_evidence(FormOf::Record(Kind::Evidence, *item));
                    self.write_and_stay(write);
                }
                None => self.prompt = Some(QuotePrompt::quote(workspace, passage).into()),
            },
            Action::QuoteAsClaim => {
                let write = passage.as_claim();
                let ticket = self.write_and_stay(write);
                if let Some(view) = self.read() {
                    view.making = Some(ticket);
                }
            }
            Action::TakeFigures => {
                let quoted = view.quote().map(|quote| (quote.place, quote.key.clone(), quote.claim.clone()));
                let claim = claim.map(|(id, key, _)| (id, key));
                match OffersPrompt::open(&passage, quoted, claim) {
                    Some(offers) => self.prompt = Some(offers.into()),
                    None => {
                        workspace.refuse("this passage names no figure and no date whose meaning is plain")
                    }
                }
            }
            _ => {}
        }
    }

    fn write_and_stay(&mut self, write: RecordWrite) -> Ticket {
        let flight = self.workspace.write(Write::Record(Box::new(write)));
        flight.stays = true;
        let ticket = flight.ticket;
        self.pending.wait = Some(Wait::Commit(ticket));
        ticket
    }

    /// A claim that was made of a passage: evidence is made for it from here on.
    pub(super) fn note_claim(&mut self, ticket: Ticket, change: &Change) {
        let Some(view) = self.read() else { return };
        if view.making.take_if(|making| *making == ticket).is_none() {
            return;
        }
        let made: Option<(ItemId, Key, String)> =
            change.claims.first().map(|row| (row.id, row.key.clone(), row.called().to_owned()));
        view.claim = made;
    }
}

impl Passage {
    /// Its words on one line.
    pub(crate) fn in_a_line(&self) -> String {
        self.anchored.quote.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The quote and the locator of evidence.
    pub(crate) fn fields(&self) -> Map<String, serde_json::Value> {
        let quote = &self.anchored.quote;
        Map::from_iter([
            ("quote.text".to_owned(), json!(quote.text)),
            ("quote.anchor".to_owned(), json!(quote.anchor)),
            ("locator".to_owned(), json!(self.anchored.locator)),
        ])
    }

    /// As the quote of a piece of evidence, in the document's own words.
    pub(crate) fn for_evidence(&self, of: FormOf) -> RecordWrite {
        let mut fields = self.fields();
        fields.insert("quote.translator".to_owned(), serde_json::Value::Null);
        RecordWrite { of, fields, names: Vec::new() }
    }

    /// As a claim with its wording.
    fn as_claim(&self) -> RecordWrite {
        let wording = json!([{
            "source": self.source.to_string(),
            "text": self.anchored.quote.text,
            "locator": self.anchored.locator,
        }]);
        let fields =
            Map::from_iter([("text".to_owned(), json!(self.in_a_line())), ("wordings".to_owned(), wording)]);
        RecordWrite { of: FormOf::New(Kind::Claim), fields, names: Vec::new() }
    }
}
