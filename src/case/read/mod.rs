//! Lists, claims, search, filters, history: what a screen asks for.

pub(crate) mod claim_detail;
pub(crate) mod documents;
pub(crate) mod evidence;
pub(crate) mod filter;
pub(crate) mod find_by_name;
pub(crate) mod gaps_by_material;
pub(crate) mod history;
pub(crate) mod imports;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod open_document;
pub(crate) mod quotes;
pub(crate) mod references;
pub(crate) mod referrers;
pub(crate) mod related;
pub(crate) mod search;
pub(crate) mod stale;
pub(crate) mod undecided;
