//! Two claims, sources or parties that are one: both side by side, and what is kept, before it is asked.

use crate::domain::hanging::{how_many, joined};
use crate::domain::{Kind, Target, wording};
use crate::review::act::next::Next;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::behaviour::Prompt;
use crate::review::prompt::record::asking::Asking;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::protocol::msg::Answer;
use crate::review::protocol::record::{Combining, FormOf};
use crate::review::state::pending::Wait;
use crate::review::state::sheet::{Look, SheetLine};
use crate::review::state::workspace::Workspace;
use crate::text::{SafeText, truncate, wrap};
use crossterm::event::KeyEvent;

/// The question.
#[derive(Debug, Clone)]
pub struct CombinePrompt {
    pub asking: Asking,
    /// The two; none while they are looked for.
    pub found: Option<Combining>,
}

impl CombinePrompt {
    pub(crate) fn open(workspace: &mut Workspace, stays: FormOf, goes: FormOf) -> Self {
        Self { asking: Asking::new(workspace.ask(Read::Combining { stays, goes })), found: None }
    }

    /// "Combine S-7 into S-2".
    pub fn title(&self) -> SafeText {
        match &self.found {
            Some(found) => {
                SafeText::line(&format!("Combine {} into {}", found.goes.titled.0, found.stays.titled.0))
            }
            None => SafeText::chrome("Combine"),
        }
    }

    fn yes(&mut self, workspace: &mut Workspace) -> Next {
        let Some(Combining { kind, stays, goes, .. }) = self.found.take() else {
            self.asking.not_yet(workspace, "what becomes of the two is not known yet");
            return Next::Stay;
        };
        // What is selected may be the one that goes.
        let listed = workspace.listed.as_ref().is_some_and(|listed| listed.kind == kind);
        let next = Target { kind, item: stays.item };
        let flight = workspace.write(Write::Combine { kind, stays: stays.item, goes: goes.item });
        flight.stays = true;
        flight.next = Some(next).filter(|_| kind == Kind::Claim || listed);
        let ticket = flight.ticket;
        workspace.pending.wait = Some(Wait::Commit(ticket));
        Next::Close
    }
}

/// The cells of a heading.
const HEADING: usize = 12;
/// At most this many rows of a field.
const ROWS: usize = 8;

/// Both side by side where they differ, and what is kept.
fn lines(found: &Combining, width: u16) -> Vec<SheetLine> {
    let cells = usize::from(width).saturating_sub(HEADING + 4) / 2;
    let (stay, go) = (&found.stays.titled.0, &found.goes.titled.0);
    let row = |heading: &str, one: &str, other: &str, look: Look| {
        let line = SheetLine::new(1, other, look).column(heading, HEADING, Look::Label);
        line.column(format!("{one:cells$}"), cells, look)
    };
    let mut all = vec![row("", &format!("{stay} stays"), &format!("{go} goes"), Look::Key)];
    let (mine, theirs) = (&found.stays.fields, &found.goes.fields);
    let words = |fields: &[(String, String)], heading: &str| {
        let found = fields.iter().find(|(known, _)| known == heading);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let mut same = Vec::new();
    let more = theirs.iter().filter(|(heading, _)| mine.iter().all(|(known, _)| known != heading));
    for heading in mine.iter().chain(more).map(|(heading, _)| heading) {
        let (one, other) = (words(mine, heading), words(theirs, heading));
        if one == other {
            same.push(heading.clone());
            continue;
        }
        let wrapped = |text: &str| wrap(&truncate(&SafeText::line(text), cells * ROWS), cells.max(1));
        let (one, other) = (wrapped(&one), wrapped(&other));
        for at in 0..one.len().max(other.len()) {
            let text = |rows: &[SafeText]| rows.get(at).map(ToString::to_string).unwrap_or_default();
            let heading = if at == 0 { heading } else { "" };
            all.push(row(heading, &text(&one), &text(&other), Look::Plain));
        }
    }
    if !same.is_empty() {
        let text = format!("the same in both: {}", joined(&same));
        all.push(SheetLine::new(1, text, Look::Muted));
    }
    all.push(SheetLine::blank());
    all.push(SheetLine::new(1, format!("What {stay} says then, besides what it says now"), Look::Heading));
    let before = all.len();
    for (heading, after) in &found.after {
        if *after != words(mine, heading) {
            all.push(SheetLine::new(1, after, Look::Plain).column(heading, HEADING, Look::Label));
        }
    }
    if all.len() == before {
        all.push(SheetLine::new(1, "nothing more", Look::Muted));
    }
    let moved: Vec<String> = found.moved.iter().map(|(kind, n)| how_many(*kind, *n)).collect();
    let sentence = match found.moved.values().sum::<u64>() {
        0 => format!("Nothing refers to {go}."),
        1 => format!("{}, which refers to {go}, refers to {stay} then.", joined(&moved)),
        _ => format!("{}, which refer to {go}, refer to {stay} then.", joined(&moved)),
    };
    all.push(SheetLine::blank());
    all.push(SheetLine::new(1, sentence, Look::Plain));
    let remarks = found.remarks.iter().map(|remark| format!("{}.", wording::capitalized(remark)));
    all.extend(remarks.map(|remark| SheetLine::new(1, remark, Look::Warning)));
    all
}

impl Prompt for CombinePrompt {
    fn context(&self) -> Context {
        Context::Confirm
    }

    fn key(&mut self, workspace: &mut Workspace, action: Option<Action>, _key: &KeyEvent) -> Next {
        match self.asking.key(workspace, action) {
            Some(true) => self.yes(workspace),
            Some(false) => Next::Close,
            None => Next::Stay,
        }
    }

    fn hints(&self) -> &'static [Action] {
        Asking::hints()
    }

    fn follow(&mut self, workspace: &Workspace) {
        if let Some(found) = &self.found {
            self.asking.follow(workspace, |width| lines(found, width));
        }
    }

    fn answer(&mut self, _workspace: &mut Workspace, ticket: Ticket, answer: Answer) -> Next {
        if let Answer::Combining(found) = answer
            && self.asking.came(ticket)
        {
            self.found = Some(*found);
        }
        Next::Stay
    }

    fn refused(&mut self, _workspace: &mut Workspace, ticket: Ticket, sentence: &str) -> bool {
        self.asking.refused(ticket, sentence)
    }
}
