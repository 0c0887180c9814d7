//! What a reviewer does to evidence and claims. Each is one step: one transaction, one undo.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::tables::{columns, keys};
use crate::domain::annotation::Target;
use crate::domain::event::{Payload, Step};
use crate::domain::ids::ItemId;
use crate::domain::tag::Tag;
use crate::domain::{Annotation, Confidence, Field, FieldSet, Ground, Kind, Note, Verdict};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

/// What goes with a tag. What is not given stays as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// In part only.
    pub part: Option<bool>,
    /// Why it is withheld.
    pub ground: Option<Ground>,
    /// How sure the reviewer is.
    pub confidence: Option<Confidence>,
    /// The reviewer's text.
    pub note: Option<Note>,
}

/// What a step did: its label, and the items it touched (none where everything stood already).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The label, e.g. "E-31 withheld".
    pub label: String,
    /// The items whose annotations changed.
    pub items: Vec<Target>,
}

impl Session {
    /// Applies one rule to what this reviewer says of each item, as one step.
    fn revise(
        &mut self,
        targets: &[Target],
        label: impl Fn(&str) -> String,
        rule: impl Fn(&Annotation) -> Annotation,
    ) -> Result<Done, CaseError> {
        self.transact(|change| revise(change, targets, &label, &rule))
    }

    /// What a tagging key does: sets the tag, or takes it off where all the items have it.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn toggle(&mut self, items: &[ItemId], tag: Tag) -> Result<Done, CaseError> {
        let targets: Vec<Target> = items.iter().copied().map(Target::evidence).collect();
        self.transact(|change| {
            let me = change.me()?;
            let mut all_have_it = tag != Tag::Clear;
            for target in &targets {
                let at = keys::must(change.conn, target.kind, target.item)?;
                let said =
                    projection::read(change.conn, me, target.kind, at)?.map(|(a, _)| a).unwrap_or_default();
                all_have_it &= said.has(tag);
            }
            if all_have_it {
                revise(change, &targets, &|what| format!("{what} not {tag} any more"), &|a| a.without(tag))
            } else {
                revise(change, &targets, &|what| label_of(what, tag), &|a| a.with(tag))
            }
        })
    }

    /// Sets a tag, with details and a note where given. Never takes it off.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn set_tag(&mut self, items: &[ItemId], tag: Tag, details: &Details) -> Result<Done, CaseError> {
        let targets: Vec<Target> = items.iter().copied().map(Target::evidence).collect();
        self.revise(
            &targets,
            |what| label_of(what, tag),
            |said| {
                let mut after = said.with(tag);
                after.part = details.part.unwrap_or(after.part);
                after.ground = details.ground.clone().or(after.ground);
                after.confidence = details.confidence.or(after.confidence);
                after.note = details.note.clone().or(after.note);
                after
            },
        )
    }

    /// Says of several pieces what was said of another: tags, details, and the note if it has one.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn repeat(&mut self, items: &[ItemId], judgement: &Annotation) -> Result<Done, CaseError> {
        let targets: Vec<Target> = items.iter().copied().map(Target::evidence).collect();
        self.revise(
            &targets,
            |what| format!("{what} {}", spoken(judgement)),
            |said| repeated(said, judgement),
        )
    }

    /// The same on every undecided piece that rests on the same material as this one.
    ///
    /// # Errors
    /// When the item is not in the case, names no material, or the change cannot be committed.
    pub fn repeat_on_material(&mut self, item: ItemId, judgement: &Annotation) -> Result<Done, CaseError> {
        self.transact(|change| {
            let me = change.me()?;
            let at = keys::must(change.conn, Kind::Evidence, item)?;
            let targets: Vec<Target> = change
                .conn
                .prepare_cached(&format!("SELECT e.uuid {}", undecided_on_material()))?
                .query_map(params![me, at], |r| columns::uuid(r, 0).map(Target::evidence))?
                .collect::<Result<_, _>>()?;
            revise(change, &targets, &|what| format!("{what} {}", spoken(judgement)), &|a| {
                repeated(a, judgement)
            })
        })
    }

    /// Sets the details of a tag.
    ///
    /// # Errors
    /// When a piece is not withheld but a ground is given, is not in the case, or the change cannot
    /// be committed.
    pub fn set_details(
        &mut self,
        items: &[ItemId],
        part: bool,
        ground: Option<&Ground>,
        confidence: Option<Confidence>,
    ) -> Result<Done, CaseError> {
        let targets: Vec<Target> = items.iter().copied().map(Target::evidence).collect();
        self.transact(|change| {
            let me = change.me()?;
            for target in &targets {
                let at = keys::must(change.conn, target.kind, target.item)?;
                let said = projection::read(change.conn, me, target.kind, at)?.map(|(a, _)| a).unwrap_or_default();
                if ground.is_some() && !said.has(Tag::Withheld) {
                    let key = change.key(target.kind, target.item)?;
                    return Err(CaseError::Refused(format!(
                        "{key} is not tagged withheld, so it has no ground; tag it withheld first"
                    )));
                }
                if part && said.access.is_none() {
                    let key = change.key(target.kind, target.item)?;
                    return Err(CaseError::Refused(format!(
                        "{key} is tagged neither released nor withheld, so \"in part\" says nothing; tag it first"
                    )));
                }
            }
            revise(change, &targets, &|what| format!("details of {what}"), &|said| Annotation {
                part,
                ground: ground.cloned(),
                confidence,
                ..said.clone()
            })
        })
    }

    /// Writes a note, or takes it away; the draft goes with it.
    ///
    /// # Errors
    /// When the item is not in the case or the change cannot be committed.
    pub fn set_note(&mut self, target: Target, note: Option<&Note>) -> Result<Done, CaseError> {
        let note = note.filter(|note| !note.text.trim().is_empty());
        self.transact(|change| {
            put_draft(change, target, None)?;
            let label = |what: &str| {
                if note.is_some() { format!("note on {what}") } else { format!("no note on {what}") }
            };
            revise(change, &[target], &label, &|said| Annotation { note: note.cloned(), ..said.clone() })
        })
    }

    /// Keeps what stands in an open note; none forgets it. Leaves no trace in the log.
    ///
    /// # Errors
    /// When the item is not in the case or the change cannot be committed.
    pub fn set_draft(&mut self, target: Target, text: Option<&str>) -> Result<(), CaseError> {
        self.transact(|change| put_draft(change, target, text))
    }

    /// Judges a claim, or takes the judgement back. The verdict that stands, given again over newer
    /// evidence, is a verdict on that too.
    ///
    /// # Errors
    /// When the claim is not in the case or the change cannot be committed.
    pub fn set_verdict(
        &mut self,
        claim: ItemId,
        verdict: Option<Verdict>,
        confidence: Option<Confidence>,
    ) -> Result<Done, CaseError> {
        let target = Target::claim(claim);
        let label =
            |what: &str| verdict.map_or_else(|| format!("no verdict on {what}"), |v| format!("{what} {v}"));
        let rule = |said: &Annotation| Annotation {
            verdict,
            confidence: confidence.filter(|_| verdict.is_some()),
            ..said.clone()
        };
        // Only the verdict that stands can be given again.
        let again = verdict.is_some() && self.case.verdict(self.reviewer.id, claim)? == verdict;
        let old = again && self.case.stale_verdict(self.reviewer.id, claim)?.is_some();
        self.transact(|change| {
            let me = change.me()?;
            let at = keys::must(change.conn, target.kind, claim)?;
            let before =
                projection::read(change.conn, me, target.kind, at)?.map(|(a, _)| a).unwrap_or_default();
            if !old || before.verdict != verdict {
                return revise(change, &[target], &label, &rule);
            }
            let after = rule(&before);
            let label = format!("{} again", label(&change.key(target.kind, claim)?));
            let step = change.step(&label)?;
            let (mut set, mut was) = before.difference(&after);
            set.insert(Field::Verdict, before.get(Field::Verdict));
            was.insert(Field::Verdict, before.get(Field::Verdict));
            let said = Payload::Annotate { kind: target.kind, item: claim, set, was, step };
            let stamp = change.append(&said)?.hlc;
            projection::store(change.conn, me, target.kind, at, &before, &after, stamp)?;
            Ok(Done { label, items: vec![target] })
        })
    }

    /// Sets items aside with a reason, or takes them up again.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn set_aside(&mut self, targets: &[Target], reason: Option<&str>) -> Result<Done, CaseError> {
        let label = |what: &str| {
            if reason.is_some() { format!("{what} set aside") } else { format!("{what} taken up again") }
        };
        self.revise(targets, label, |said| Annotation { aside: reason.map(str::to_owned), ..said.clone() })
    }

    /// How many undecided pieces rest on the same material as this one, itself left out.
    ///
    /// # Errors
    /// When the item is not in the case.
    pub fn count_on_material(&self, item: ItemId) -> Result<u64, CaseError> {
        self.case.count_on_material(self.reviewer.id, item)
    }
}

impl crate::case::file::open::Case {
    /// How many undecided pieces rest on the same material as this one, itself left out.
    ///
    /// # Errors
    /// When the item is not in the case.
    pub fn count_on_material(&self, reviewer: ItemId, item: ItemId) -> Result<u64, CaseError> {
        let at = keys::must(&self.conn, Kind::Evidence, item)?;
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT count(*) {}", undecided_on_material()))?
            .query_row(params![self.reviewer_row(reviewer)?, at], |r| columns::count(r, 0))?)
    }

    /// What the reviewer was writing when the case was last left.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn drafts(&self, reviewer: ItemId) -> Result<Vec<(Target, crate::domain::Key, String)>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let mut found = self.conn.prepare("SELECT kind, item, text FROM draft WHERE reviewer = ?1")?;
        let mut rows = found.query([me])?;
        let mut drafts = Vec::new();
        while let Some(r) = rows.next()? {
            let (code, at): (i64, i64) = (r.get(0)?, r.get(1)?);
            let Some(kind) = columns::kind(code) else { continue };
            let id = self
                .conn
                .query_row(&format!("SELECT uuid FROM {} WHERE id = ?1", keys::table(kind)), [at], |r| {
                    columns::uuid(r, 0)
                })
                .optional()?;
            if let Some(item) = id {
                drafts.push((Target { kind, item }, keys::key_of(&self.conn, kind, at)?, r.get(2)?));
            }
        }
        Ok(drafts)
    }
}

/// Undecided evidence (of reviewer ?1) on the same material as the piece in row ?2.
const fn undecided_on_material() -> &'static str {
    "FROM evidence e WHERE e.material = (SELECT material FROM evidence WHERE id = ?2) AND e.id <> ?2 \
     AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.kind = 4 AND a.item = e.id AND a.reviewer = ?1 \
     AND (a.access IS NOT NULL OR a.disputed OR a.examined))"
}

fn put_draft(change: &mut Change<'_>, target: Target, text: Option<&str>) -> Result<(), CaseError> {
    let me = change.me()?;
    let at = keys::must(change.conn, target.kind, target.item)?;
    let kind = columns::kind_code(target.kind);
    match text.filter(|text| !text.is_empty()) {
        Some(text) => change
            .conn
            .prepare_cached(
                "INSERT OR REPLACE INTO draft (reviewer, kind, item, text) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![me, kind, at, text])?,
        None => change
            .conn
            .prepare_cached("DELETE FROM draft WHERE reviewer = ?1 AND kind = ?2 AND item = ?3")?
            .execute(params![me, kind, at])?,
    };
    Ok(())
}

fn label_of(what: &str, tag: Tag) -> String {
    match tag {
        Tag::Clear => format!("{what} cleared"),
        Tag::Released | Tag::Withheld | Tag::Disputed | Tag::Examined => format!("{what} {tag}"),
    }
}

/// The tags of an annotation in words.
fn spoken(said: &Annotation) -> String {
    let words: Vec<&str> = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined]
        .into_iter()
        .filter(|tag| said.has(*tag))
        .map(Tag::word)
        .collect();
    if words.is_empty() { "cleared".into() } else { words.join(" and ") }
}

fn repeated(said: &Annotation, judgement: &Annotation) -> Annotation {
    Annotation {
        note: judgement.note.clone().or_else(|| said.note.clone()),
        verdict: said.verdict,
        aside: said.aside.clone(),
        ..judgement.clone()
    }
}

fn revise(
    change: &mut Change<'_>,
    targets: &[Target],
    label: &dyn Fn(&str) -> String,
    rule: &dyn Fn(&Annotation) -> Annotation,
) -> Result<Done, CaseError> {
    let me = change.me()?;
    let mut pending = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for target in targets {
        // A target named twice changes once.
        if !seen.insert(*target) {
            continue;
        }
        let at = keys::must(change.conn, target.kind, target.item)?;
        let before = projection::read(change.conn, me, target.kind, at)?.map(|(a, _)| a).unwrap_or_default();
        let after = rule(&before);
        if before != after {
            pending.push((*target, at, before, after));
        }
    }
    let what = match targets {
        [] => "nothing".to_owned(),
        [one] => change.key(one.kind, one.item)?,
        [first, ..] => {
            let kind = if first.kind == Kind::Claim { "claims" } else { "pieces of evidence" };
            format!("{} {kind}", seen.len())
        }
    };
    let label = label(&what);
    if pending.is_empty() {
        return Ok(Done { label, items: Vec::new() });
    }
    let step = change.step(&label)?;
    let mut items = Vec::new();
    for (target, at, before, after) in pending {
        say(change, me, target, at, &before, &after, &step)?;
        items.push(target);
    }
    Ok(Done { label, items })
}

/// Appends what changed in one annotation and moves the projection. A note has an event of its
/// own, so that it alone can be expunged.
fn say(
    change: &mut Change<'_>,
    me: i64,
    target: Target,
    at: i64,
    before: &Annotation,
    after: &Annotation,
    step: &Step,
) -> Result<(), CaseError> {
    let (mut set, mut was) = before.difference(after);
    let mut note = (FieldSet::new(), FieldSet::new());
    if let (Some(to), Some(from)) = (set.remove(&Field::Note), was.remove(&Field::Note)) {
        note.0.insert(Field::Note, to);
        note.1.insert(Field::Note, from);
    }
    let mut stamp = None;
    // A private note is taken away by an event of its own, so that the event of a public one that
    // takes its place can be shared without it.
    let mut parted = (FieldSet::new(), FieldSet::new());
    if before.note.as_ref().is_some_and(|note| note.private)
        && after.note.as_ref().is_some_and(|note| !note.private)
    {
        parted = (FieldSet::from([(Field::Note, Value::Null)]), note.1.clone());
        note.1.insert(Field::Note, Value::Null);
    }
    for (set, was) in [(set, was), parted, note] {
        if !set.is_empty() {
            let event = change.append(&Payload::Annotate {
                kind: target.kind,
                item: target.item,
                set,
                was,
                step: step.clone(),
            })?;
            stamp = Some(event.hlc);
        }
    }
    match stamp {
        Some(hlc) => projection::store(change.conn, me, target.kind, at, before, after, hlc),
        None => Ok(()),
    }
}
