//! The clock of the device, which may be wrong in any way.

use crate::domain::ids;
use crate::domain::ids::ItemId;
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 UTC, negative before.
pub(crate) fn now() -> i64 {
    let millis = |time: std::time::Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    }
}

/// A new id.
pub(crate) fn new_id() -> ItemId {
    ids::new_id(now())
}
