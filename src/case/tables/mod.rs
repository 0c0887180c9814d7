//! What every table shares: columns, keys, places in an order, settled runs.

pub(crate) mod bounded_cache;
pub(crate) mod columns;
pub(crate) mod contents;
pub(crate) mod counts;
pub(crate) mod keys;
pub(crate) mod position;
pub(crate) mod reviewers;
pub(crate) mod row_set;
pub(crate) mod scope;
pub(crate) mod settled_runs;
pub(crate) mod snapshot;
