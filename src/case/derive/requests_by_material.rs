//! Which requests ask for some material: those that evidence or a gap on the same material names, whichever
//! claim it belongs to.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::names::Names;
use crate::case::tables::columns;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::ledger::{Asking, GapRow, Linked};
use crate::domain::material::MaterialId;
use crate::domain::rows::EvidenceRow;
use crate::domain::{Evidence, Gap, Kind, Record};
use std::collections::HashMap;

impl Case {
    /// The request with an id; `None` if it is not in the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asking(&self, id: ItemId) -> Result<Option<Asking>, CaseError> {
        Names::new(self).request_with(id)
    }

    /// The requests that ask for what a piece of evidence rests on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn requests_for(&self, row: &EvidenceRow) -> Result<Vec<Asking>, CaseError> {
        let mut linked = Names::new(self).linked(std::slice::from_ref(row), &[])?;
        Ok(linked.remove(&MaterialId::of(&row.record, &row.source_key)).unwrap_or_default())
    }
}

impl Names<'_> {
    /// The requests for what evidence and gaps are about, as evidence and gaps anywhere in the case name
    /// them. All of these are read once for each state of the case.
    pub(crate) fn linked(&mut self, evidence: &[EvidenceRow], gaps: &[GapRow]) -> Result<Linked, CaseError> {
        let case = self.case;
        let by_material = case
            .requests_by_material
            .get_or_read(&case.conn, || requests_by_material(case, &mut Names::new(case)))?;
        let of_evidence = evidence.iter().map(|row| MaterialId::of(&row.record, &row.source_key));
        let materials = of_evidence.chain(gaps.iter().map(|row| MaterialId::named(&row.gap.material)));
        let mut linked = Linked::new();
        for material in materials {
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

fn requests_by_material(
    case: &Case,
    names: &mut Names<'_>,
) -> Result<HashMap<MaterialId, Vec<ItemId>>, CaseError> {
    let mut asked: HashMap<MaterialId, Vec<ItemId>> = HashMap::new();
    let mut add = |material: MaterialId, home: &str, requests: &[String]| {
        let known = asked.entry(material).or_default();
        for request in requests {
            let request = item_id(home, Kind::Request, request);
            if !known.contains(&request) {
                known.push(request);
            }
        }
    };
    // No text of a record can hold this: its quotes would be escaped.
    let sql = "SELECT body FROM gap WHERE instr(body, '\"requests\":') > 0 ORDER BY id";
    case.each::<CaseError>(sql, |r| {
        let gap: Gap = columns::json(r, 0)?;
        let home = gap.dataset().unwrap_or(&case.dataset);
        add(MaterialId::named(&gap.material), home, &gap.requests);
        Ok(())
    })?;
    let sql = "SELECT e.body, s.key, s.uuid FROM evidence e JOIN source s ON s.id = e.source \
               WHERE instr(e.body, '\"requests\":') > 0 ORDER BY e.id";
    case.each::<CaseError>(sql, |r| {
        let record: Evidence = columns::json(r, 0)?;
        let source = names.key_in(Kind::Source, r, 1)?;
        add(MaterialId::of(&record, &source), record.dataset().unwrap_or(&case.dataset), &record.requests);
        Ok(())
    })?;
    Ok(asked)
}
