//! The words of a record of any kind, from its JSON.

use super::records::{Claim, Derivation, Evidence, Figure, Gap, Kind, Party, Record, Request, Source};

/// The words that a search finds a record by, a part to a line.
///
/// # Errors
/// When the text is not the JSON of a record of this kind.
pub fn record_words(kind: Kind, json: &str) -> Result<String, serde_json::Error> {
    fn of<R: Record>(json: &str) -> Result<String, serde_json::Error> {
        Ok(serde_json::from_str::<R>(json)?.words())
    }
    match kind {
        Kind::Party => of::<Party>(json),
        Kind::Source => of::<Source>(json),
        Kind::Derivation => of::<Derivation>(json),
        Kind::Claim => of::<Claim>(json),
        Kind::Evidence => of::<Evidence>(json),
        Kind::Figure => of::<Figure>(json),
        Kind::Request => of::<Request>(json),
        Kind::Gap => of::<Gap>(json),
    }
}
