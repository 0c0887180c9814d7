//! What a message does to the review.

use crate::review::detail::refresh::refresh;
use crate::review::prompt::AnyPrompt;
use crate::review::protocol::effect::Effect;
use crate::review::protocol::msg::Msg;
use crate::review::state::pending::Typed;
use crate::review::update::whole::Review;

/// Takes a message in, and says what is to be done for it.
pub fn update(review: &mut Review, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => review.typed(Typed::Key(key)),
        Msg::Paste(text) => review.typed(Typed::Paste(text)),
        Msg::Resize(width, height) => review.size = (width, height),
        Msg::Timer(ticket) => {
            review.unsaved_timer(ticket);
            review.each_prompt(|prompt, workspace| prompt.timer(workspace, ticket));
        }
        Msg::Answer(ticket, answer) => review.answer(ticket, answer),
        Msg::Committed(ticket, change) => review.committed(ticket, *change),
        Msg::Refused(ticket, sentence) => review.refused(ticket, &sentence),
        Msg::NotSaved(ticket, failed) => review.change_not_saved(ticket, &failed),
        Msg::Writable => review.writable_again(),
        Msg::Changed(progress) => review.changed(progress),
        Msg::Edited(target, text) => review.edited(target, text),
        Msg::LeftInEditor(target, text) => review.left_in_editor(target, &text),
        Msg::RecordEdited(text) => {
            if let Some(AnyPrompt::Record(form)) = &mut review.prompt {
                form.edited(&mut review.workspace, text);
            }
        }
        Msg::FormKept(kept) => {
            let open = review.beneath.as_mut().or(review.prompt.as_mut());
            if let Some(AnyPrompt::Record(form)) = open {
                form.was_kept(kept);
            }
        }
        Msg::Proposed(ticket, files) => {
            if review.pending.came(ticket)
                && let Some(AnyPrompt::Export(form)) = &mut review.prompt
            {
                form.proposed(files);
            }
        }
        Msg::Exporting(ticket) => {
            if review.pending.came(ticket)
                && let Some(AnyPrompt::Export(form)) = &review.prompt
            {
                let says = format!("exporting to {} …", form.file.text().trim());
                review.prompt = None;
                review.say(&says);
            }
        }
        Msg::Importing(progress) => review.import_goes_on(progress),
        Msg::Imported(end) => review.import_ended(end),
        Msg::Notice(text) => review.say(&text),
        Msg::Terminate => review.leave(),
    }
    review.finish()
}

impl Review {
    /// Brings everything in line after a message: the rows in view, what is to be asked, what was
    /// typed ahead.
    pub(crate) fn finish(&mut self) -> Vec<Effect> {
        loop {
            self.ask_undecided();
            self.fit();
            self.ask_for_more();
            // What is typed next acts on what a view has selected by now.
            self.keep_passage_in_sight();
            if let Some(view) = &mut self.view {
                view.get_mut().follow(&mut self.workspace);
            }
            self.note_document();
            let Some(next) = self.pending.typed.front() else { break };
            if self.too_small() || !self.is_ready(next) {
                break;
            }
            if let Some(next) = self.pending.typed.pop_front() {
                self.act(next);
            }
        }
        refresh(&mut self.workspace);
        self.each_prompt(|prompt, workspace| prompt.follow(workspace));
        self.pending.take_effects()
    }

    /// Asks for what is out of date: the filter first, for the rest depends on it, then what is on the
    /// screen.
    fn ask_for_more(&mut self) {
        if self.pending.wait.is_some() {
            return;
        }
        let at_filter = matches!(self.prompt, Some(AnyPrompt::Filter(_)));
        if !at_filter && self.ask_filter_again() {
            return;
        }
        if self.prompt.is_none()
            && let Some(view) = &mut self.view
        {
            view.get_mut().ask_again(&mut self.workspace);
        }
        if self.pending.wait.is_none() {
            self.ask_for_rows();
        }
    }
}
