//! The gaps about some material, whichever claim they belong to: what is said to be withheld or not shown there is so
//! for every piece of evidence that rests on it.

use crate::case::error::CaseError;
use crate::case::read::names::Names;
use crate::case::tables::columns;
use crate::domain::Gap;
use crate::domain::material::MaterialId;
use crate::domain::rows::GapRow;
use std::collections::HashMap;

/// Of more gaps than these the material is not looked up: each state of a case reads all of them once.
const MOST: u64 = 20_000;

impl Names<'_> {
    /// The gaps about some material.
    pub(crate) fn gaps_on(&mut self, material: &MaterialId) -> Result<Vec<GapRow>, CaseError> {
        let case = self.case;
        let all = case.gaps_by_material.get_or_read(&case.conn, || -> Result<_, CaseError> {
            let mut found: HashMap<MaterialId, Vec<i64>> = HashMap::new();
            let count = "SELECT count(*) FROM gap";
            if case.conn.query_row(count, [], |r| columns::count(r, 0))? <= MOST {
                case.each::<CaseError>("SELECT id, body FROM gap ORDER BY id", |r| {
                    let gap: Gap = columns::json(r, 1)?;
                    found.entry(MaterialId::named(&gap.material)).or_default().push(r.get(0)?);
                    Ok(())
                })?;
            }
            Ok(found)
        })?;
        let mut gaps = Vec::new();
        for row in all.get(material).into_iter().flatten() {
            let mut found = case.conn.prepare_cached("SELECT key, uuid, body FROM gap WHERE id = ?1")?;
            let mut rows = found.query([row])?;
            if let Some(r) = rows.next()? {
                gaps.push(self.gap(r)?);
            }
        }
        Ok(gaps)
    }
}
