//! Words that could not be saved: kept, tried again, brought back.

use crate::domain::{Key, Note, Target};
use crate::review::protocol::effect::{Effect, Ticket, Write};
use crate::review::protocol::msg::NotSaved;
use crate::review::state::pending::Flight;
use crate::review::state::unsaved::{Stands, Words};
use crate::review::state::workspace::Workspace;
use crate::text::SafeText;

/// After how many milliseconds what could not be saved is tried again.
const AGAIN_AFTER: u64 = 2000;

impl Workspace {
    /// Where the text of an open note is.
    #[must_use]
    pub fn note_stands(&self, target: Target, text: &str) -> Stands {
        match self.unsaved.words.get(&target) {
            Some(Words { kept: Ok(_), .. }) => Stands::Outside,
            Some(Words { kept: Err(_), .. }) => Stands::Nowhere,
            None if self.memory.drafted.get(&target).is_some_and(|drafted| drafted.text == text) => {
                Stands::Drafted
            }
            None => Stands::Shown,
        }
    }

    /// A change was not written, for the file or its disk failed. Says what became of it, in a sentence.
    pub(crate) fn not_saved(&mut self, ticket: Ticket, failed: &NotSaved) -> String {
        let mut says = failed.why.clone();
        self.unsaved.why = Some(SafeText::line(&says));
        let safe = |kept: &Result<String, String>| match kept {
            Ok(file) => Ok(SafeText::line(file)),
            Err(why) => Err(SafeText::line(why)),
        };
        if let Some(copy) = &failed.copy {
            self.unsaved.copy = Some(safe(copy));
            says.push_str(&match copy {
                Ok(file) => format!("; all that it held is kept in {file}"),
                Err(why) => format!("; no copy of it could be made either ({why})"),
            });
        }
        let flight = self.pending.flights.iter().find(|flight| flight.ticket == ticket);
        if let Some((target, note)) = flight.and_then(Flight::words)
            && let Some(kept) = &failed.words
        {
            says = match kept {
                Ok(file) => format!("not saved, but kept in {file}: {says}"),
                Err(why) => {
                    format!("not saved, and not kept in a file either ({why}); copy your words: {says}")
                }
            };
            let known = self.unsaved.words.get(&target).map(|words| words.key.clone());
            let key = known.unwrap_or_else(|| self.key_of(target));
            self.unsaved.words.insert(target, Words { key, note, kept: safe(kept), ticket });
            self.try_again_later();
        }
        says
    }

    fn try_again_later(&mut self) {
        if self.unsaved.timer.is_none() {
            let ticket = self.pending.ticket();
            self.unsaved.timer = Some(ticket);
            self.emit(Effect::Timer(ticket, AGAIN_AFTER));
        }
    }

    /// The time to try again has come.
    pub(crate) fn unsaved_timer(&mut self, ticket: Ticket) {
        if self.unsaved.timer == Some(ticket) {
            self.unsaved.timer = None;
            self.save_words();
        }
    }

    /// Tries again to save the words that are not in the case, as drafts.
    pub(crate) fn save_words(&mut self) {
        let under_way = |target: &Target| {
            self.pending.flights.iter().filter_map(Flight::words).any(|(on, _)| on == *target)
        };
        let waiting: Vec<_> = self
            .unsaved
            .words
            .iter()
            .filter(|(target, _)| !under_way(target))
            .map(|(target, words)| (*target, words.note.clone()))
            .collect();
        for (target, note) in waiting {
            let flight = self.write(Write::Draft { target, note: Some(note.clone()) });
            (flight.draft, flight.again) = (Some((target, Some(note))), true);
        }
    }

    /// A change was written: the case can be written again, and later words of a note stand for earlier ones.
    pub(crate) fn saved(&mut self, ticket: Ticket, flight: Option<&Flight>) {
        self.unsaved.why = None;
        let Some(flight) = flight else { return };
        if let Some((target, note)) = &flight.draft {
            match note {
                Some(note) => self.memory.drafted.insert(*target, note.clone()),
                None => self.memory.drafted.remove(target),
            };
        }
        let target = flight.draft.as_ref().map(|(target, _)| *target);
        let Some(target) = target.or_else(|| Some(flight.note.as_ref()?.0)) else { return };
        if self.unsaved.words.get(&target).is_some_and(|words| words.ticket <= ticket)
            && let Some(words) = self.unsaved.words.remove(&target)
            && flight.again
            // Of words that were brought back, that is what the user was told.
            && words.ticket != Ticket::default()
        {
            self.say(&format!("the words of the note on {} are in the case now, as a draft", words.key));
        }
        self.save_words();
    }

    /// Offers words that could not be saved the last time, each with the key of what its note is on.
    pub(crate) fn bring_words_back(&mut self, kept: Vec<(Target, Key, Note)>) {
        let mut keys = Vec::new();
        for (target, key, Note { text: words, private }) in kept {
            let draft = self.memory.drafts.get(&target);
            let private = private || draft.is_some_and(|draft| draft.private);
            let text = match draft.map(|draft| draft.text.as_str()) {
                Some(draft) if draft.contains(&words) => draft.to_owned(),
                Some(draft) if !words.contains(draft) => format!("{draft}\n\n{words}"),
                _ => words,
            };
            let note = Note { text, private };
            keys.push(key.to_string());
            self.memory.drafts.insert(target, note.clone());
            let (key, kept) = (SafeText::line(&key.to_string()), Ok(SafeText::default()));
            self.unsaved.words.insert(target, Words { key, note, kept, ticket: Ticket::default() });
        }
        if !keys.is_empty() {
            let opens = self.keymap.say(crate::review::keys::keymap::Action::Note);
            self.say(&format!(
                "words that could not be saved are back as a draft note on {}: {opens} opens it there",
                keys.join(", ")
            ));
            self.save_words();
        }
    }
}
