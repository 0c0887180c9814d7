//! Deciding: tags, marks, saying the same again, and going on to what is undecided.

use crate::domain::rows::Place;
use crate::domain::tag::{Tag, Toggle};
use crate::domain::wording::counted;
use crate::domain::{Annotation, ItemId, Stance, Target, wording};
use crate::review::act::next::Next;
use crate::review::keys::keymap::Action;
use crate::review::protocol::effect::{Read, Ticket, Write};
use crate::review::state::memory::{Last, Once, judgement};
use crate::review::state::pane::Pane;
use crate::review::state::pending::Wait;
use crate::review::state::workspace::{SIDES, Workspace};

impl Workspace {
    /// A tagging key: on all that is marked, else on the piece selected. After a decision the next piece that
    /// waits for one comes.
    pub(crate) fn tag(&mut self, tag: Tag) -> Next {
        match self.tag_here(tag) {
            Some(item) => self.advance(item),
            None => Next::Stay,
        }
    }

    /// The same, and the selection stays; returns the piece that this decided.
    pub(crate) fn tag_here(&mut self, tag: Tag) -> Option<ItemId> {
        if !self.marks.is_empty() {
            let items = std::mem::take(&mut self.marks);
            let said = Annotation::default().with(tag);
            self.memory.anchor = None;
            let expected = self.expected_of_all(&items, tag);
            let flight = self.write(Write::Toggle { items: items.clone(), tag });
            flight.expected = expected;
            flight.marks.clone_from(&items);
            let ticket = flight.ticket;
            self.remember(ticket, items.clone(), said);
            if tag == Tag::Disputed {
                self.memory.once = Some(Once::Disputed(items));
            }
            return None;
        }
        let item = self.evidence()?.id;
        let before = self.expected(item)?;
        let after = before.toggled(tag);
        let decides = !before.is_decided() && after.is_decided();
        let back = self.here();
        let said = after.is_decided().then(|| judgement(&after));
        let flight = self.write(Write::Toggle { items: vec![item], tag });
        flight.back = back;
        flight.expected = vec![(item, Some(after))];
        let ticket = flight.ticket;
        if let Some(said) = said {
            self.remember(ticket, vec![item], said);
        }
        if tag == Tag::Disputed {
            self.memory.once = Some(Once::Disputed(vec![item]));
        }
        decides.then_some(item)
    }

    /// A reading key: on all that is marked, else on the piece selected.
    pub(crate) fn read_as(&mut self, stance: Stance) {
        if !self.marks.is_empty() {
            let items = self.marks.clone();
            self.write_marked(Write::Reading { items, stance });
            return;
        }
        let Some((item, listed)) = self.evidence().map(|line| (line.id, line.stance)) else { return };
        let Some(before) = self.expected(item) else { return };
        let off = before.reading == Some(stance) || listed == stance;
        let after = Annotation { reading: Some(stance).filter(|_| !off), ..before };
        let back = self.here();
        let flight = self.write(Write::Reading { items: vec![item], stance });
        flight.back = back;
        flight.expected = vec![(item, Some(after))];
    }

    /// Right after some pieces were tagged disputed, another that came by itself is not: says so, and says
    /// whether that is so.
    pub(crate) fn holds_back_dispute(&mut self, tagged: &[ItemId]) -> bool {
        let Some(now) = self.evidence().filter(|line| self.marks.is_empty() && !tagged.contains(&line.id))
        else {
            return false;
        };
        let now = now.key.clone();
        let done = match tagged {
            [one] => self.key_of(Target::evidence(*one)).to_string(),
            many => format!("{} pieces", many.len()),
        };
        let key = self.keymap.say(Action::TagDisputed);
        self.refuse(&format!("tagged {done} disputed; press {key} again to tag {now} too"));
        true
    }

    /// What a tagging key makes of several pieces, where all of them are held.
    fn expected_of_all(&self, items: &[ItemId], tag: Tag) -> Vec<(ItemId, Option<Annotation>)> {
        let before: Option<Vec<Annotation>> = items.iter().map(|item| self.expected(*item)).collect();
        let Some(before) = before else { return items.iter().map(|item| (*item, None)).collect() };
        let toggle = Toggle::of(tag, &before);
        items.iter().copied().zip(before.iter().map(|said| Some(toggle.apply(said)))).collect()
    }

    /// Remembers a judgement, to be said again and to be given its details.
    fn remember(&mut self, ticket: Ticket, items: Vec<ItemId>, judgement: Annotation) {
        let row = match items.as_slice() {
            [one] => {
                self.open.as_ref().and_then(|open| open.evidence(*one)).map(|line| Box::new(line.row.clone()))
            }
            _ => None,
        };
        self.memory.judgements.push(Last { ticket, items, off: Vec::new(), judgement, waits: false, row });
    }

    /// Says again what was said last.
    pub(crate) fn repeat(&mut self) -> Next {
        let Some(said) = self.last_judgement().map(|last| last.judgement.clone()) else { return Next::Stay };
        let items = if self.marks.is_empty() {
            self.evidence().map(|line| line.id).into_iter().collect()
        } else {
            self.memory.anchor = None;
            std::mem::take(&mut self.marks)
        };
        let Some(first) = items.first().copied() else { return Next::Stay };
        let alone = items.len() == 1;
        let before = self.expected(first).unwrap_or_default();
        let back = self.here();
        let expected = items
            .iter()
            .map(|id| (*id, self.expected(*id).map(|before| before.with_judgement(&said))))
            .collect();
        let marks = if alone { Vec::new() } else { items.clone() };
        let flight = self.write(Write::Repeat { items: items.clone(), judgement: said.clone() });
        flight.back = back;
        flight.expected = expected;
        flight.marks = marks;
        let ticket = flight.ticket;
        self.remember(ticket, items, said);
        if alone && !before.is_decided() { self.advance(first) } else { Next::Stay }
    }

    /// Asks how much undecided evidence rests on the same material.
    pub(crate) fn repeat_on_material(&mut self) {
        let (Some(last), Some(item)) = (self.last_judgement().cloned(), self.evidence().map(|line| line.id))
        else {
            return;
        };
        let ticket = self.ask(Read::OnSameMaterial { item });
        self.pending.wait = Some(Wait::Material(ticket, item, Box::new(last.judgement)));
    }

    /// How much there is of it: what a yes would say again, of all on the material of which piece, and
    /// the question that is put first.
    pub(crate) fn material_answer(
        &mut self,
        ticket: Ticket,
        count: u64,
    ) -> Option<(ItemId, Box<Annotation>, String)> {
        if !self.pending.waits_for(ticket) {
            return None;
        }
        let Some(Wait::Material(_, item, said)) = self.pending.wait.take() else { return None };
        if count == 0 {
            self.lost("no other undecided evidence rests on the same material");
            return None;
        }
        let pieces = counted(count, "more piece");
        let question = format!("tag {pieces} on the same material {}?", describe(&said));
        Some((item, said, question))
    }

    /// Says again, of all undecided evidence on the same material, what was said last; the selection
    /// stays.
    pub(crate) fn say_on_material(&mut self, item: ItemId, judgement: Annotation) {
        let back = self.place_of(item);
        let flight = self.write(Write::RepeatOnMaterial { item, judgement: judgement.clone() });
        flight.back = back;
        flight.stays = true;
        let ticket = flight.ticket;
        // Of which pieces, the answer says.
        self.remember(ticket, Vec::new(), judgement);
        self.pending.wait = Some(Wait::Commit(ticket));
    }

    /// Marks a piece, or takes its mark off, and goes one line down.
    pub(crate) fn mark(&mut self) {
        let Some(item) = self.evidence().map(|line| line.id) else { return };
        match self.marks.iter().position(|mark| *mark == item) {
            Some(at) => {
                self.marks.remove(at);
                self.memory.anchor = None;
            }
            None => {
                self.marks.push(item);
                self.memory.anchor = Some(item);
            }
        }
        if self.focus != Pane::Detail {
            self.step_list(self.focus, 1);
        }
    }

    /// Marks all from the last mark to here.
    pub(crate) fn mark_range(&mut self) {
        let (Some(from), Some(to)) = (self.memory.anchor, self.evidence().map(|line| line.id)) else {
            return;
        };
        let held = self.shown().and_then(|open| {
            let list =
                SIDES.map(|side| open.side(side)).into_iter().find(|list| list.position(to).is_some())?;
            let (one, other) = (list.position(from)?, list.position(to)?);
            Some((one.min(other)..=one.max(other)).filter_map(|at| list.at(at)).map(|line| line.id).collect())
        });
        match held {
            Some(items) => self.add_marks(items),
            None => {
                let ticket = self.ask(Read::Between { from, to });
                self.pending.wait = Some(Wait::Between(ticket));
            }
        }
    }

    pub(crate) fn between_answer(&mut self, ticket: Ticket, items: &[ItemId]) {
        if self.pending.came(ticket) {
            self.add_marks(items.to_vec());
        }
    }

    fn add_marks(&mut self, items: Vec<ItemId>) {
        for item in items {
            if !self.marks.contains(&item) {
                self.marks.push(item);
            }
        }
        let count = self.marks.len();
        self.say(&format!("{count} marked: the next tag goes to all of them, as one step"));
    }

    /// After a decision: goes to the next undecided piece, if that is wanted.
    pub(crate) fn advance(&mut self, from: ItemId) -> Next {
        if !self.settings.auto_advance {
            return Next::Stay;
        }
        let claim = self.shown().map(|open| open.head.id);
        if self.goes_by_claim()
            && let Some(next) = self.next_in_claim(from)
        {
            self.select_evidence(next);
            return Next::Stay;
        }
        if self.claim_is_done() && claim.is_some_and(|claim| self.wants_verdict(claim)) {
            return Next::OfferVerdict;
        }
        // Going claim by claim, the case knows whether the claim has any left; rows held may not.
        let leaving = claim.filter(|_| self.goes_by_claim());
        self.seek_from(Some(from), true, leaving);
        Next::Stay
    }

    /// The next undecided piece of the claim, as far as it is certain from the rows held: those
    /// after it, then, where all rows are held, those before it.
    fn next_in_claim(&self, from: ItemId) -> Option<ItemId> {
        let open = self.shown()?;
        let side = open.side_of(from)?;
        let list = open.side(side);
        let at = list.position(from)?;
        let rest = list.rows().iter().skip(usize::try_from(at + 1 - list.start()).ok()?);
        let mut after: Vec<ItemId> = rest.map(|line| line.id).collect();
        let reaches_end = list.end() >= list.total();
        if side == SIDES[0] && reaches_end && open.disputing.start() == 0 {
            after.extend(open.disputing.rows().iter().map(|line| line.id));
        }
        let next = after.into_iter().find(|id| self.is_undecided(*id));
        if next.is_some() || !SIDES.iter().all(|side| open.side(*side).is_whole()) {
            return next;
        }
        let all = open.supporting.rows().iter().chain(open.disputing.rows());
        all.map(|line| line.id).find(|id| self.is_undecided(*id))
    }

    /// Whether it is certain that nothing of the claim shown waits for a decision.
    fn claim_is_done(&self) -> bool {
        self.shown().is_some_and(|open| {
            SIDES.iter().all(|side| {
                open.side(*side).is_whole()
                    && !open.side(*side).rows().iter().any(|line| self.is_undecided(line.id))
            })
        })
    }

    /// Takes up again what is set aside; says whether that was so.
    pub(crate) fn take_up(&mut self) -> bool {
        let Some(target) = self.target().filter(|_| self.marks.is_empty()) else { return false };
        let aside = match self.evidence() {
            Some(line) => self.expected(line.id).is_some_and(|said| said.aside.is_some()),
            None => self.claims.selected().is_some_and(|claim| claim.aside),
        };
        if aside {
            let back = self.here();
            self.write(Write::Aside { targets: vec![target], reason: None }).back = back;
        }
        aside
    }

    /// Takes the last step back, or makes it again; the answer says where that was.
    pub(crate) fn step_in_time(&mut self, write: Write) {
        let ticket = self.write(write).ticket;
        self.pending.wait = Some(Wait::Commit(ticket));
    }

    /// Switches going on by itself.
    pub(crate) fn switch_auto_advance(&mut self) {
        self.settings.auto_advance = !self.settings.auto_advance;
        let key = self.keymap.say(Action::NextUndecided);
        if self.settings.auto_advance {
            self.say("after a tag, the next undecided evidence comes by itself");
        } else {
            self.say(&format!("after a tag, the selection stays; {key} goes on"));
        }
    }

    /// The place of a piece of the claim shown.
    fn place_of(&self, item: ItemId) -> Option<Place> {
        self.shown().map(|open| Place { claim: open.head.id, evidence: Some(item) })
    }
}

/// A judgement in words.
fn describe(said: &Annotation) -> String {
    let mut text = wording::tags(said).join(" and ");
    if let Some(ground) = &said.ground {
        text.push_str(&format!(" ({})", ground.code));
    }
    if said.note.is_some() {
        text.push_str(" with the note");
    }
    text
}
