//! What follows from the records: origins, ledger, matrix, timeline, figures, staleness.

pub(crate) mod agreement;
pub(crate) mod duplicates;
pub(crate) mod entered;
pub(crate) mod figures;
pub(crate) mod ledger;
pub(crate) mod likely_same;
pub(crate) mod matrix;
pub(crate) mod origins;
pub(crate) mod record_detail;
pub(crate) mod record_list;
pub(crate) mod requests_by_material;
pub(crate) mod standing;
pub(crate) mod timeline;
