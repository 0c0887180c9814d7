//! Claims and evidence taken out of the case in memory, as the store does it, with undo.

use super::*;
use crate::domain::hanging::{Hanging, NAMED, how_many, listed};
use crate::review::protocol::record::{FormOf, Going, TakingOut};

impl Fake {
    /// The evidence that goes with records, and does not go by itself.
    fn with(&self, records: &[Target]) -> Vec<&EvidenceRow> {
        let goes = |row: &&EvidenceRow| {
            records.contains(&Target::claim(row.claim)) && !records.contains(&Target::evidence(row.id))
        };
        let mut with: Vec<_> = self.evidence.iter().filter(goes).collect();
        with.sort_by_key(|row| row.key.number);
        with
    }

    fn hanging(&self, records: &[Target]) -> Result<Hanging, String> {
        let with = self.with(records);
        let mut hanging = Hanging::default();
        for target in records {
            hanging.asked.push(self.titled(&FormOf::Record(target.kind, target.item))?.0);
        }
        if !with.is_empty() {
            hanging.with.insert(Kind::Evidence, with.len() as u64);
        }
        hanging.first = with.iter().take(NAMED).map(|row| row.key.clone()).collect();
        let going = records.iter().copied().chain(with.iter().map(|row| Target::evidence(row.id)));
        let going: Vec<Target> = going.collect();
        let said = going.iter().filter(|target| !self.annotation(**target).is_empty()).count();
        if said > 0 {
            hanging.said.push(("r.lee".into(), said as u64));
        }
        for target in going.iter().filter(|target| self.drafts.contains_key(target)) {
            hanging.unfinished.push(self.titled(&FormOf::Record(target.kind, target.item))?.0);
        }
        Ok(hanging)
    }

    /// What is to be known of records before they are taken out.
    pub(super) fn taking_out(&self, of: &[FormOf]) -> Result<TakingOut, String> {
        let mut records = Vec::new();
        for of in of {
            let FormOf::Record(kind, item) = self.by_id(of)? else { continue };
            records.push((Target { kind, item }, self.titled(&FormOf::Record(kind, item))?));
        }
        let targets: Vec<Target> = records.iter().map(|(target, _)| *target).collect();
        let hanging = self.hanging(&targets)?;
        let judged = |target: Target| wording::judgement(&self.annotation(target));
        let own = records.iter().map(|(target, titled)| (titled.clone(), judged(*target)));
        let own = own.filter(|(_, said)| !said.is_empty());
        let with =
            self.with(&targets).into_iter().take(NAMED).map(|row| {
                ((row.key.clone(), row.record.paraphrase.clone()), judged(Target::evidence(row.id)))
            });
        let first = own.chain(with).map(|(titled, said)| Going { titled, said }).collect();
        Ok(TakingOut { records, hanging, first })
    }

    /// Takes records out; returns what was done, and to what.
    pub(super) fn take_out(
        &mut self,
        items: &[Target],
        shown: &Hanging,
    ) -> Result<(String, Vec<Target>), String> {
        let hanging = self.hanging(items)?;
        if hanging != *shown {
            return Err(
                "something else hangs on it by now, so nothing was taken out: look at it again".into()
            );
        }
        let with: Vec<Target> = self.with(items).iter().map(|row| Target::evidence(row.id)).collect();
        let targets: Vec<Target> = items.iter().copied().chain(with).collect();
        let gone = |target: Target| targets.contains(&target);
        self.claims.retain(|row| !gone(Target::claim(row.id)));
        self.evidence.retain(|row| !gone(Target::evidence(row.id)));
        self.said.retain(|target, _| !gone(*target));
        let with = hanging.with.iter().map(|(kind, n)| how_many(*kind, *n)).next();
        let with = with.map(|with| format!(" with {with}")).unwrap_or_default();
        // To undo it leads to the first of them.
        let first = targets.into_iter().min().into_iter().collect();
        Ok((format!("{} taken out{with}", listed(&hanging.asked, hanging.asked.len() as u64)), first))
    }
}
