//! Which requests ask for some material: those that a gap for the same material names, whichever claim
//! it belongs to.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::columns;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Linked, same_material};
use crate::domain::{Gap, Kind, Record};
use std::collections::HashMap;

impl Names<'_> {
    /// The requests for some materials, as gaps anywhere in the case name them. All gaps that name one
    /// are read once for each state of the case.
    pub(crate) fn linked<'m>(
        &mut self,
        materials: impl Iterator<Item = &'m str>,
    ) -> Result<Linked, CaseError> {
        let case = self.case;
        let by_material = case.requests_by_material.get_or_read(&case.conn, || requests_by_material(case))?;
        let mut linked = Linked::new();
        for material in materials {
            let material = same_material(material);
            let Some(requests) = by_material.get(&material) else { continue };
            if linked.contains_key(&material) {
                continue;
            }
            let mut all = Vec::new();
            for request in requests {
                all.extend(self.request_with(*request)?);
            }
            linked.insert(material, all);
        }
        Ok(linked)
    }
}

fn requests_by_material(case: &Case) -> Result<HashMap<String, Vec<ItemId>>, CaseError> {
    let mut asked: HashMap<String, Vec<ItemId>> = HashMap::new();
    // No text of a record can hold this: its quotes would be escaped.
    let sql = "SELECT body FROM gap WHERE instr(body, '\"requests\":') > 0 ORDER BY id";
    case.each::<CaseError>(sql, |r| {
        let gap: Gap = columns::json(r, 0)?;
        let home = gap.dataset().unwrap_or(&case.dataset);
        let known = asked.entry(same_material(&gap.material)).or_default();
        for request in &gap.requests {
            let request = item_id(home, Kind::Request, request);
            if !known.contains(&request) {
                known.push(request);
            }
        }
        Ok(())
    })?;
    Ok(asked)
}
