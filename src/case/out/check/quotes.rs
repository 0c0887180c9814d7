//! Quotes: whether the document each is from has it.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::check::{Finding, name};

impl Case {
    pub(super) fn check_quotes(&self) -> Result<Finding, CaseError> {
        let (mut count, mut wrong) = (0, Vec::new());
        self.each_quote(None, |source, quoted| {
            count += 1;
            if !quoted.stands() {
                name(&mut wrong, || {
                    format!("the quote of {} from {source} {}", quoted.key, quoted.finding.words())
                });
            }
        })?;
        Ok(Finding { what: "quotes", count, wrong, skipped: None })
    }
}
