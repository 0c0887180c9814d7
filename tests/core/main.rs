//! What a case is and what follows from it: records, events, annotations, and what is derived from them.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(target_os = "linux")]
#[path = "../support/child.rs"]
mod child;
#[path = "../support/desk.rs"]
mod desk;
#[path = "../support/harbour.rs"]
mod harbour;
#[path = "../support/made_up.rs"]
mod made_up;
#[path = "../support/marker.rs"]
mod marker;

mod agreement;
mod architecture;
mod bundled_case;
mod case_file;
mod checked;
mod events;
mod expunged;
mod figures;
mod gaps;
mod grounds;
mod ledger;
mod matrix;
mod merged;
mod older_format;
mod origins;
mod own_head;
mod private_notes;
mod provenance;
mod query_language;
mod quotes;
mod read_only;
mod readings;
mod record_lists;
mod stale;
mod taken_out;
mod timeline;
mod untrusted_text;
mod wrong_clock;
