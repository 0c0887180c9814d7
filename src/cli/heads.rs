//! The memory of heads, as the case asks for it.

use crate::case::{Head, HeadMemory};
use crate::config::{Memory, StoredHead};
use crate::domain::ItemId;
use std::path::Path;
use std::sync::Arc;

/// Remembers heads in the state directory.
#[derive(Debug, Clone)]
pub struct Heads(pub Arc<Memory>);

impl HeadMemory for Heads {
    fn recall(&self, case: ItemId, reviewer: ItemId, path: &Path) -> Option<Head> {
        let StoredHead { replica, seq, hash } = self.0.head(case, reviewer, path)?;
        Some(Head { replica, seq, hash })
    }

    fn remember(&self, case: ItemId, reviewer: ItemId, path: &Path, head: &Head) {
        let Head { replica, seq, hash } = *head;
        self.0.save_head(case, reviewer, path, StoredHead { replica, seq, hash });
    }
}
