//! Being back exactly where one was.

use crate::review::state::pane::Pane;
use crate::review::state::pending::GoTo;
use crate::review::state::spot::{Aim, Spot};
use crate::review::state::workspace::{SIDES, Workspace};

impl Workspace {
    /// Where the reviewer is.
    pub(crate) fn spot(&self) -> Spot {
        let open = self.shown();
        let selected = SIDES.map(|side| Some(open?.side(side).selected()?.id));
        let above = |side| open.map_or(0, |open| open.side(side).above());
        Spot {
            place: self.place(),
            focus: self.focus,
            list: self.memory.list,
            zoomed: self.zoomed,
            opened: self.memory.opened,
            selected,
            above: [self.claims.above(), above(SIDES[0]), above(SIDES[1])],
            scroll: self.detail.scroll,
        }
    }

    /// Returns to where the view that is being left was opened.
    pub(crate) fn return_to_spot(&mut self) {
        let Some(spot) = self.memory.spot.take() else { return };
        match spot.place {
            Some(place) => self.go_to(place, GoTo::Back(Box::new(spot))),
            None => self.be_back(&spot),
        }
    }

    /// Is back where it was, as far as that is still there; the claim is in view already.
    pub(crate) fn be_back(&mut self, spot: &Spot) {
        (self.focus, self.zoomed) = (spot.focus, spot.zoomed);
        (self.memory.list, self.memory.opened) = (spot.list, spot.opened);
        let heights = [Pane::Claims, Pane::Supporting, Pane::Disputing].map(|pane| self.rows_of(pane));
        self.claims.show_below(spot.above[0], heights[0]);
        if let Some(open) = &mut self.open {
            for (at, side) in SIDES.into_iter().enumerate() {
                let list = open.side_mut(side);
                if let Some(id) = spot.selected[at] {
                    list.select(id, heights[at + 1]);
                }
                list.show_below(spot.above[at + 1], heights[at + 1]);
            }
        }
        self.memory.aim = Some(Aim::Line(spot.scroll));
    }
}
