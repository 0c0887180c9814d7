//! The clock of the device, which may be wrong in any way.

use crate::domain::Hlc;
use crate::domain::ids;
use crate::domain::ids::ItemId;
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 UTC, negative before; at most as far from it as a stamp can tell.
pub(crate) fn now() -> i64 {
    let millis = |time: std::time::Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let now = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    };
    now.clamp(Hlc::FIRST.millis(), Hlc::LAST.millis())
}

/// A new id.
pub(crate) fn new_id() -> ItemId {
    ids::new_id(now())
}
