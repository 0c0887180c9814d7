//! Going through what the last search found.

use crate::review::state::memory::Stepping;
use crate::review::state::workspace::Workspace;

impl Workspace {
    /// Begins to go through hits, at the one chosen.
    pub(crate) fn step_through(&mut self, stepping: Stepping) {
        self.memory.stepping = Some(stepping);
        self.go_to_hit();
    }

    /// The next or previous hit, round the ends.
    pub(crate) fn step_hits(&mut self, forward: bool) {
        let Some(stepping) = &mut self.memory.stepping else { return };
        let count = stepping.hits.len().max(1);
        stepping.at = (stepping.at + if forward { 1 } else { count - 1 }) % count;
        self.go_to_hit();
    }

    fn go_to_hit(&mut self) {
        let Some(stepping) = &self.memory.stepping else { return };
        let Some(hit) = stepping.hits.get(stepping.at) else { return };
        let says = format!("hit {} of {}: {}", stepping.at + 1, stepping.hits.len(), hit.key.as_str());
        match hit.place {
            Some(place) => {
                self.say(&says);
                self.go(place);
            }
            None => self.lost(&format!("{says} is on no claim")),
        }
    }
}
