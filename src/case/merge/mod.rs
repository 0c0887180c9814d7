//! What several people did to one case comes together: a set union of their events, and a dossier that follows from
//! all of it, whatever came first.

pub(crate) mod parcel;
pub(crate) mod records;
pub(crate) mod settle;
pub(crate) mod summary;
pub(crate) mod take_in;
pub(crate) mod verified;
