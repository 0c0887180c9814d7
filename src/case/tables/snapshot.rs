//! One state of a case for many questions.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use rusqlite::Row;

/// One state of a case, for as long as this is kept.
#[derive(Debug)]
pub struct Snapshot<'a> {
    case: &'a Case,
    began: bool,
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if self.began {
            let _ = self.case.conn.execute_batch("COMMIT");
        }
    }
}

impl Case {
    /// One state of the case for many questions, whoever writes meanwhile, until it is let go.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, CaseError> {
        let began = self.conn.is_autocommit();
        if began {
            self.conn.execute_batch("BEGIN")?;
        }
        Ok(Snapshot { case: self, began })
    }

    pub(crate) fn each<E: From<CaseError>>(
        &self,
        sql: &str,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut found = self.conn.prepare(sql).map_err(CaseError::from)?;
        let mut rows = found.query([]).map_err(CaseError::from)?;
        while let Some(r) = rows.next().map_err(CaseError::from)? {
            each(r)?;
        }
        Ok(())
    }
}
