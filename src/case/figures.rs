//! A figure with what a reader must know beside it.

use super::error::CaseError;
use super::open::Case;
use crate::domain::figures::Entered;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::{Figure, Key, Kind, Party};

impl Case {
    /// A figure, who asserts it, and the figures it can be worked out from.
    ///
    /// # Errors
    /// When there is no such figure, or the file cannot be read.
    pub fn figure_entered(&self, id: ItemId) -> Result<Entered, CaseError> {
        let figure: Figure = self.record(Kind::Figure, id)?.ok_or(CaseError::NoSuchItem)?;
        let home = figure.dataset.clone().unwrap_or_else(|| self.dataset.clone());
        let by = match &figure.asserted_by {
            Some(party) => {
                let party: Option<Party> = self.record(Kind::Party, item_id(&home, Kind::Party, party))?;
                party.map(|party| party.short.unwrap_or(party.name))
            }
            None => None,
        };
        let other = |id: &str| -> Result<Option<(Key, Figure)>, CaseError> {
            let id = item_id(&home, Kind::Figure, id);
            let Some(figure) = self.record(Kind::Figure, id)? else { return Ok(None) };
            Ok(Some((self.key(Kind::Figure, id)?, figure)))
        };
        let mut share_of = Vec::new();
        for share in &figure.share_of {
            if let (Some(part), Some(whole)) = (other(&share.part)?, other(&share.whole)?) {
                share_of.push([part, whole]);
            }
        }
        Ok(Entered { key: self.key(Kind::Figure, id)?, by, share_of, figure })
    }
}
