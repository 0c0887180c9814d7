//! Which requests ask for some material: those that a gap for the same material names, whichever claim
//! it belongs to.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::columns;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Asking, Linked, same_material};
use crate::domain::{Dated, Gap, Kind, Record};
use std::cell::RefCell;
use std::collections::HashMap;

/// The requests for each material, as far as they were read, and from which state of the case.
#[derive(Debug, Default)]
pub(crate) struct AskedFor(RefCell<Option<(State, ByMaterial)>>);

type ByMaterial = HashMap<String, Vec<ItemId>>;

/// Changes with every commit of another connection, and with every change of this one.
type State = (i64, u64);

impl Case {
    /// The requests for some materials, as gaps anywhere in the case name them. All gaps that name one
    /// are read once for each state of the case.
    pub(crate) fn linked<'m>(
        &self,
        materials: impl Iterator<Item = &'m str>,
        as_of: Option<&Dated>,
    ) -> Result<Linked, CaseError> {
        let state = (self.data_version()?, self.conn.total_changes());
        let mut known = self.asked_for.0.borrow_mut();
        let asked = match known.take() {
            Some((of, asked)) if of == state => known.insert((state, asked)),
            _ => known.insert((state, self.requests_by_material()?)),
        };
        let mut linked = Linked::new();
        for material in materials {
            let material = same_material(material);
            let Some(requests) = asked.1.get(&material) else { continue };
            if linked.contains_key(&material) {
                continue;
            }
            let mut all: Vec<Asking> = Vec::new();
            for request in requests {
                all.extend(self.asking(*request, as_of)?);
            }
            linked.insert(material, all);
        }
        Ok(linked)
    }

    fn requests_by_material(&self) -> Result<ByMaterial, CaseError> {
        let mut asked = ByMaterial::new();
        // No text of a record can hold this: its quotes would be escaped.
        let sql = "SELECT body FROM gap WHERE instr(body, '\"requests\":') > 0 ORDER BY id";
        self.each::<CaseError>(sql, |r| {
            let gap: Gap = columns::json(r, 0)?;
            let home = gap.dataset().unwrap_or(&self.dataset);
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
}
