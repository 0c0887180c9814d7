//! What every table shares: columns, keys, places in an order, settled runs.

pub(crate) mod bounded_cache;
pub(crate) mod columns;
pub(crate) mod keys;
pub(crate) mod position;
pub(crate) mod settled_runs;
