//! Going through what the last search found.

use crate::review::state::memory::Stepping;
use crate::review::state::pane::Pane;
use crate::review::state::pending::GoTo;
use crate::review::state::spot::{Aim, Found};
use crate::review::state::workspace::Workspace;

impl Workspace {
    /// Begins to go through hits, at the one chosen.
    pub(crate) fn step_through(&mut self, stepping: Stepping) {
        *match self.listed {
            Some(_) => &mut self.memory.stepping_records,
            None => &mut self.memory.stepping,
        } = Some(stepping);
        self.go_to_hit();
    }

    fn go_to_record_hit(&mut self) {
        let Some(stepping) = &self.memory.stepping_records else { return };
        let Some(hit) = stepping.hits.get(stepping.at) else { return };
        let says = format!("hit {} of {}: {}", stepping.at + 1, stepping.hits.len(), hit.key.as_str());
        self.memory.wanted_record = Some(hit.id);
        self.say(&says);
    }

    /// The next or previous hit, round the ends.
    pub(crate) fn step_hits(&mut self, forward: bool) {
        let Some(stepping) = self.stepping() else { return };
        let count = stepping.hits.len().max(1);
        stepping.at = (stepping.at + if forward { 1 } else { count - 1 }) % count;
        self.go_to_hit();
    }

    /// The hits that are gone through: those among the sources or parties of a view that lists them have their
    /// own.
    fn stepping(&mut self) -> Option<&mut Stepping> {
        match self.listed {
            Some(_) => self.memory.stepping_records.as_mut(),
            None => self.memory.stepping.as_mut(),
        }
    }

    fn go_to_hit(&mut self) {
        if self.listed.is_some() {
            return self.go_to_record_hit();
        }
        let Some(stepping) = &self.memory.stepping else { return };
        let Some(hit) = stepping.hits.get(stepping.at) else { return };
        let says = format!("hit {} of {}: {}", stepping.at + 1, stepping.hits.len(), hit.key.as_str());
        match hit.place {
            Some(place) => {
                let found = Found { key: hit.key.clone(), words: stepping.words.clone() };
                self.say(&says);
                self.go_to(place, GoTo::See(found));
            }
            None => self.lost(&format!("{says} is on no claim")),
        }
    }

    /// Brings what a search found into view. What does not stand in the row that is selected stands in its
    /// detail, which takes the whole screen where its pane is too low to read in.
    pub(crate) fn see(&mut self, found: Found) {
        const READABLE: u16 = 8;
        let own = self.target().is_some_and(|target| self.key_of(target) == found.key);
        let row = match (self.evidence(), self.shown()) {
            (Some(line), _) => line.text.as_str(),
            (None, Some(open)) => open.head.text.as_str(),
            (None, None) => "",
        };
        if !(own && found.is_whole_in(row)) && self.rows_of(Pane::Detail) < READABLE {
            self.open_detail();
        }
        self.memory.aim = Some(Aim::Found(found));
    }
}
