//! What a case is: claims, sources, evidence, judgements, events. Knows no SQL, no terminal, no
//! clock.

pub mod agreement;
pub mod annotation;
pub mod as_written;
pub mod dates;
pub mod document;
pub mod entry;
pub mod event;
pub mod export_format;
pub mod fields;
pub mod figures;
pub mod glossary;
pub mod grounds;
pub mod hlc;
pub mod ids;
pub mod keys;
mod kind;
pub mod ledger;
pub mod material;
pub mod matrix;
pub mod nobody;
pub mod origins;
pub mod query;
pub mod quotes;
pub mod record_words;
pub mod records;
pub mod report;
pub mod rows;
pub mod shape;
pub mod stale;
pub mod standing;
pub mod tag;
pub mod timeline;
pub mod wording;
pub mod words;

pub use annotation::{Annotation, Ground, Note, Target};
pub use dates::{Date, Dated};
pub use document::{DocumentInfo, DocumentText};
pub use event::{Event, Payload, Step};
pub use export_format::ExportFormat;
pub use fields::{Field, FieldSet};
pub use hlc::Hlc;
pub use ids::{Digest, ItemId};
pub use keys::Key;
pub use records::{CaseInfo, Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Record, Request, Source};
pub use words::{Access, Basis, Confidence, Stance, Verdict};
