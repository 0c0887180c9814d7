//! The four panes.

use crate::domain::rows::Side;
use crate::review::state::turn::turned;

/// A pane of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The claims.
    #[default]
    Claims,
    /// Supporting and repeating evidence.
    Supporting,
    /// Disputing evidence and context.
    Disputing,
    /// Everything about the selected item.
    Detail,
}

impl Pane {
    /// In the order in which Tab goes through them.
    pub const ALL: [Self; 4] = [Self::Claims, Self::Supporting, Self::Disputing, Self::Detail];

    /// The pane of a side.
    #[must_use]
    pub const fn of(side: Side) -> Self {
        match side {
            Side::Supporting => Self::Supporting,
            Side::Disputing => Self::Disputing,
        }
    }

    /// The side whose evidence it lists.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Supporting => Some(Side::Supporting),
            Self::Disputing => Some(Side::Disputing),
            Self::Claims | Self::Detail => None,
        }
    }

    /// The one `steps` further round.
    #[must_use]
    pub fn turned(self, steps: usize) -> Self {
        turned(&Self::ALL, self, steps)
    }
}
