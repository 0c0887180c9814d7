//! What a change makes of the case in memory.

use super::*;

impl Fake {
    /// Writes as the store does; `Err` is its refusal.
    pub fn write(&mut self, write: &Write) -> Result<Change, String> {
        if self.refuse_writes {
            return Err("the disk is full".into());
        }
        let before = self.kept();
        match write {
            Write::Reliability { .. }
            | Write::Credibility { .. }
            | Write::Derive { .. }
            | Write::Via { .. } => {
                self.records.push(write.clone());
                let info = Some(self.info.clone());
                return Ok(Change { records: true, info, ..self.change("done".into(), &[], None) });
            }
            Write::Draft { target, note } => {
                match note {
                    Some(note) => self.drafts.insert(*target, note.clone()),
                    None => self.drafts.remove(target),
                };
                return Ok(self.change(String::new(), &[], None));
            }
            Write::Record(record) => {
                let (target, label) = self.write_record(record)?;
                let targets: Vec<Target> = target.into_iter().collect();
                if target.is_some() {
                    let (kept, label, targets) = (before, label.clone(), targets.clone());
                    self.undo.push(Step { kept, targets, label, records: true });
                    self.redo.clear();
                }
                let place = target.and_then(|target| self.place(target));
                let info = Some(self.info.clone());
                return Ok(Change { records: true, info, ..self.change(label, &targets, place) });
            }
            Write::Combine { kind, stays, goes } => {
                let label = self.combine(*kind, *stays, *goes)?;
                let targets = vec![Target { kind: *kind, item: *stays }];
                self.undo.push(Step { kept: before, targets, label: label.clone(), records: true });
                self.redo.clear();
                let info = Some(self.info.clone());
                return Ok(Change { records: true, info, ..self.change(label, &[], None) });
            }
            Write::TakeOut { items, hanging } => {
                let (label, targets) = self.take_out(items, hanging)?;
                self.undo.push(Step { kept: before, targets, label: label.clone(), records: true });
                self.redo.clear();
                let info = Some(self.info.clone());
                return Ok(Change { records: true, info, ..self.change(label, &[], None) });
            }
            Write::Undo | Write::Redo => {
                let undo = *write == Write::Undo;
                let (from, to) =
                    if undo { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
                let Some(step) = from.pop() else {
                    return Err(format!("there is nothing to {}", if undo { "undo" } else { "redo" }));
                };
                let done = format!("{}: {}", if undo { "undid" } else { "redid" }, step.label);
                let (targets, records) = (step.targets.clone(), step.records);
                to.push(Step { kept: before, targets: step.targets, label: step.label, records });
                let Kept { said, claims, evidence } = step.kept;
                self.said = said;
                if records {
                    (self.claims, self.evidence) = (claims, evidence);
                }
                let place = targets.first().and_then(|target| self.place(*target));
                let info = records.then(|| self.info.clone());
                return Ok(Change { records, info, ..self.change(done, &targets, place) });
            }
            _ => {}
        }
        let (targets, label) = self.revise(write);
        let said = |target: &Target| before.said.get(target) != self.said.get(target);
        let mut changed: Vec<Target> = targets.into_iter().filter(said).collect();
        let place = changed.first().and_then(|target| self.place(*target));
        let change = self.change(label.clone(), &changed, place);
        // To undo it leads to the first of them in the order of their ids.
        changed.sort_unstable();
        if !changed.is_empty() {
            self.undo.push(Step { kept: before, targets: changed, label, records: false });
            self.redo.clear();
        }
        Ok(change)
    }

    fn kept(&self) -> Kept {
        Kept { said: self.said.clone(), claims: self.claims.clone(), evidence: self.evidence.clone() }
    }

    /// Changes what is said of items; returns the items, and what was done.
    fn revise(&mut self, write: &Write) -> (Vec<Target>, String) {
        let pieces = |items: &[ItemId]| items.iter().copied().map(Target::evidence).collect::<Vec<_>>();
        match write {
            Write::Toggle { items, tag } => {
                let targets = pieces(items);
                let standing: Vec<Annotation> =
                    targets.iter().map(|target| self.annotation(*target)).collect();
                let toggle = Toggle::of(*tag, &standing);
                let what = match toggle {
                    Toggle::On(Tag::Clear) => "cleared".to_owned(),
                    Toggle::On(tag) => tag.to_string(),
                    Toggle::Off(tag) => format!("no longer {tag}"),
                };
                let label = format!("{} {what}", self.name(&targets));
                self.set(targets, label, |said| toggle.apply(said))
            }
            Write::Reading { items, stance } => {
                let targets = pieces(items);
                let off = targets.iter().all(|target| self.annotation(*target).reading == Some(*stance));
                let listed = |item: ItemId| {
                    self.evidence.iter().find(|row| row.id == item).map(|row| row.record.stance)
                };
                let reads: Vec<Option<Stance>> = items
                    .iter()
                    .map(|item| Some(*stance).filter(|stance| !off && listed(*item) != Some(*stance)))
                    .collect();
                let read = reads.iter().flatten().next().map_or("listed", |stance| wording::reading(*stance));
                let label = format!("{} read as {read}", self.name(&targets));
                let mut reads = reads.into_iter();
                self.set(targets, label, |said| Annotation {
                    reading: reads.next().flatten(),
                    ..said.clone()
                })
            }
            Write::Repeat { items, judgement } => self.repeat(pieces(items), judgement),
            Write::RepeatOnMaterial { item, judgement } => {
                self.repeat(pieces(&self.on_material(*item)), judgement)
            }
            Write::Details { items, part, ground, confidence } => {
                let targets = pieces(items);
                let details = wording::details(*part, ground.as_ref(), *confidence);
                let label = format!("{}: {details}", self.name(&targets));
                self.set(targets, label, |said| Annotation {
                    part: *part,
                    ground: ground.clone(),
                    confidence: *confidence,
                    ..said.clone()
                })
            }
            Write::Note { target, note, .. } => {
                self.drafts.remove(target);
                let no = if note.is_some() { "" } else { "no " };
                let label = format!("{no}note on {}", self.name(&[*target]));
                self.set(vec![*target], label, |said| Annotation { note: note.clone(), ..said.clone() })
            }
            Write::Verdict { claim, verdict, confidence, reason } => {
                let target = Target::claim(*claim);
                let name = self.name(&[target]);
                let label = verdict
                    .map_or_else(|| format!("no verdict on {name}"), |verdict| format!("{name} {verdict}"));
                self.set(vec![target], label, |said| Annotation {
                    verdict: *verdict,
                    confidence: *confidence,
                    reason: reason.clone(),
                    ..said.clone()
                })
            }
            Write::Aside { targets, reason } => {
                let what = if reason.is_some() { "set aside" } else { "taken up again" };
                let label = format!("{} {what}", self.name(targets));
                self.set(targets.clone(), label, |said| Annotation { aside: reason.clone(), ..said.clone() })
            }
            _ => unreachable!("{write:?} changes no annotation"),
        }
    }

    fn repeat(&mut self, targets: Vec<Target>, judgement: &Annotation) -> (Vec<Target>, String) {
        let tags = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];
        let tags: Vec<&str> =
            tags.into_iter().filter(|tag| judgement.has(*tag)).map(|tag| tag.word()).collect();
        let what = if tags.is_empty() { "cleared".to_owned() } else { tags.join(" and ") };
        let label = format!("{} {what}", self.name(&targets));
        self.set(targets, label, |said| said.with_judgement(judgement))
    }

    fn set(
        &mut self,
        targets: Vec<Target>,
        label: String,
        mut rule: impl FnMut(&Annotation) -> Annotation,
    ) -> (Vec<Target>, String) {
        for target in &targets {
            let after = rule(&self.annotation(*target));
            if after.is_empty() {
                self.said.remove(target);
            } else {
                self.said.insert(*target, after);
            }
        }
        (targets, label)
    }

    /// The items of a step, as its label names them.
    fn name(&self, targets: &[Target]) -> String {
        match targets {
            [] => "nothing".into(),
            [one] if one.kind == Kind::Claim => self
                .claims
                .iter()
                .find(|row| row.id == one.item)
                .map_or_else(String::new, |row| row.key.to_string()),
            [one] => {
                let row = self.evidence.iter().find(|row| row.id == one.item);
                row.map_or_else(String::new, |row| row.key.to_string())
            }
            [first, ..] => {
                let kind = if first.kind == Kind::Claim { "claims" } else { "pieces of evidence" };
                format!("{} {kind}", targets.len())
            }
        }
    }

    fn place(&self, target: Target) -> Option<Place> {
        if target.kind == Kind::Claim {
            let claim = self.claims.iter().find(|row| row.id == target.item)?;
            return Some(Place { claim: claim.id, evidence: None });
        }
        let evidence = self.evidence.iter().find(|e| e.id == target.item)?;
        Some(Place { claim: evidence.claim, evidence: Some(evidence.id) })
    }

    fn change(&self, label: String, targets: &[Target], place: Option<Place>) -> Change {
        let places: Vec<(Target, Place)> =
            targets.iter().filter_map(|target| Some((*target, self.place(*target)?))).collect();
        let claims: Vec<ItemId> = places.iter().map(|(_, place)| place.claim).collect();
        Change {
            label,
            annotations: places.iter().map(|(target, _)| (*target, self.annotation(*target))).collect(),
            claims: self.lines(&claims),
            records: false,
            info: None,
            progress: self.progress(),
            place,
        }
    }
}
