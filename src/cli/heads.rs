//! The memory of heads, as the case asks for it.

use crate::case::HeadMemory;
use crate::config::Heads;
use crate::domain::ItemId;
use crate::domain::event::Head;
use std::path::Path;

impl HeadMemory for Heads {
    fn recall(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<Head> {
        Self::recall(self, case, reviewer, path)
    }

    fn remember(&self, case: ItemId, reviewer: ItemId, path: &Path, head: &Head) {
        Self::remember(self, case, reviewer, path, *head);
    }
}
