//! What a reviewer does to evidence and claims. Each is one step: one transaction, one undo.

use crate::case::error::CaseError;
use crate::case::log::projection;
use crate::case::log::session::{Change, Session};
use crate::case::read::undecided::undecided_on_material;
use crate::case::tables::{columns, keys};
use crate::domain::annotation::Target;
use crate::domain::event::{Payload, Step};
use crate::domain::hanging::{how_many, joined};
use crate::domain::ids::ItemId;
use crate::domain::tag::{Tag, Toggle};
use crate::domain::{
    Annotation, Basis, Confidence, Field, FieldSet, Ground, Hlc, Kind, Note, Stance, Verdict, grounds,
    wording,
};
use rusqlite::params;
use serde_json::Value;
use std::collections::BTreeSet;

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

/// What a step did: its label, and the items it touched (empty if nothing changed).
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
        targets: impl IntoIterator<Item = Target>,
        label: impl Fn(&str) -> String,
        rule: impl Fn(&Annotation) -> Annotation,
    ) -> Result<Done, CaseError> {
        self.transact(|change| {
            let standing = standing(change, targets)?;
            put(change, standing, label, rule)
        })
    }

    /// What a tagging key does: sets the tag, or takes it off where all the items have it.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn toggle(&mut self, items: &[ItemId], tag: Tag) -> Result<Done, CaseError> {
        self.transact(|change| {
            let standing = standing(change, items.iter().copied().map(Target::evidence))?;
            let toggle = Toggle::of(tag, standing.iter().map(|item| &item.before));
            let label = |what: &str| match toggle {
                Toggle::On(tag) => label_of(what, tag),
                Toggle::Off(tag) => format!("{what} no longer {tag}"),
            };
            put(change, standing, label, |said| toggle.apply(said))
        })
    }

    /// Sets a tag, with details and a note where given. Never takes it off.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn set_tag(&mut self, items: &[ItemId], tag: Tag, details: &Details) -> Result<Done, CaseError> {
        can_be(details.ground.as_ref())?;
        self.revise(
            items.iter().copied().map(Target::evidence),
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

    /// What a reading key does: reads evidence so, or takes the reading off where all the items have it. What the
    /// case lists so already is read as listed.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn toggle_reading(&mut self, items: &[ItemId], stance: Stance) -> Result<Done, CaseError> {
        self.transact(|change| {
            let standing = standing(change, items.iter().copied().map(Target::evidence))?;
            let off = standing.iter().all(|item| item.before.reading == Some(stance));
            put_reading(change, standing, Some(stance).filter(|_| !off))
        })
    }

    /// Reads evidence as of this stance; none is to read it as the case lists it.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn set_reading(&mut self, items: &[ItemId], reading: Option<Stance>) -> Result<Done, CaseError> {
        self.transact(|change| {
            let standing = standing(change, items.iter().copied().map(Target::evidence))?;
            put_reading(change, standing, reading)
        })
    }

    /// Repeats a judgement on several pieces of evidence: tags, details, and the note if it has one.
    ///
    /// # Errors
    /// When an item is not in the case or the change cannot be committed.
    pub fn repeat(&mut self, items: &[ItemId], judgement: &Annotation) -> Result<Done, CaseError> {
        self.revise(
            items.iter().copied().map(Target::evidence),
            |what| format!("{what} {}", wording::tag_label(judgement)),
            |said| said.with_judgement(judgement),
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
                .prepare_cached(&undecided_on_material("e.uuid"))?
                .query_map(params![me, at], |r| columns::uuid(r, 0).map(Target::evidence))?
                .collect::<Result<_, _>>()?;
            let standing = standing(change, targets)?;
            let label = |what: &str| format!("{what} {}", wording::tag_label(judgement));
            put(change, standing, label, |said| said.with_judgement(judgement))
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
        can_be(ground)?;
        self.transact(|change| {
            let standing = standing(change, items.iter().copied().map(Target::evidence))?;
            for Standing { target, before, .. } in &standing {
                if ground.is_some() && !before.has(Tag::Withheld) {
                    let key = change.key(target.kind, target.item)?;
                    return Err(CaseError::Refused(format!(
                        "{key} is not tagged withheld, so it has no ground; tag it withheld first"
                    )));
                }
                if part && before.access.is_none() {
                    let key = change.key(target.kind, target.item)?;
                    return Err(CaseError::Refused(format!(
                        "{key} is tagged neither released nor withheld, so \"in part\" says nothing; tag it first"
                    )));
                }
            }
            let rule = |said: &Annotation| Annotation {
                part,
                ground: ground.cloned(),
                confidence,
                ..said.clone()
            };
            let details = wording::details(part, ground, confidence);
            put(change, standing, |what| format!("{what}: {details}"), rule)
        })
    }

    /// Writes a note, or takes it away; the draft goes with it.
    ///
    /// # Errors
    /// When the item is not in the case or the change cannot be committed.
    pub fn set_note(&mut self, target: Target, note: Option<&Note>) -> Result<Done, CaseError> {
        self.transact(|change| put_note(change, target, note))
    }

    /// Writes a note that was open on a screen since `opened` stood there, or takes that away. Where another
    /// note was saved meanwhile, from a second window or the command line, that one stands, and this text is
    /// kept as the draft.
    ///
    /// # Errors
    /// When another note was saved meanwhile, the item is not in the case or the change cannot be committed.
    pub fn save_note(
        &mut self,
        target: Target,
        note: Option<&Note>,
        opened: Option<&Note>,
    ) -> Result<Done, CaseError> {
        let saved = self.transact(|change| {
            let me = change.me()?;
            let stands = read(change, me, target)?.before.note;
            if stands.as_ref() == opened || stands.as_ref() == note {
                return put_note(change, target, note).map(Ok);
            }
            if let Some(note) = note {
                put_draft(change, target, Some(note))?;
            }
            Ok(Err(change.key(target.kind, target.item)?))
        })?;
        let kept =
            if note.is_some() { "; yours is kept as a draft, which opening the note offers" } else { "" };
        saved.map_err(|key| {
            CaseError::Refused(format!(
                "the note on {key} was changed elsewhere since you opened it, and that one stands{kept}"
            ))
        })
    }

    /// Keeps what stands in an open note; none forgets it. Leaves no trace in the log.
    ///
    /// # Errors
    /// When the item is not in the case or the change cannot be committed.
    pub fn set_draft(&mut self, target: Target, note: Option<&Note>) -> Result<(), CaseError> {
        self.transact(|change| put_draft(change, target, note))
    }

    /// Judges a claim, how surely and why, or takes the judgement back. The verdict that stands, given again over newer
    /// evidence, is a verdict on that too.
    ///
    /// # Errors
    /// When the claim is not in the case or the change cannot be committed.
    pub fn set_verdict(
        &mut self,
        claim: ItemId,
        verdict: Option<Verdict>,
        confidence: Option<Confidence>,
        reason: Option<&str>,
    ) -> Result<Done, CaseError> {
        let target = Target::claim(claim);
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty() && verdict.is_some());
        let label =
            |what: &str| verdict.map_or_else(|| format!("no verdict on {what}"), |v| format!("{what} {v}"));
        let rule = |said: &Annotation| Annotation {
            verdict,
            confidence: confidence.filter(|_| verdict.is_some()),
            reason: reason.map(str::to_owned),
            ..said.clone()
        };
        // Only the verdict that stands can be given again.
        let again = verdict.is_some() && self.case.verdict(self.reviewer.id, claim)? == verdict;
        let old = again && self.case.stale_verdict(self.reviewer.id, claim)?.is_some();
        self.transact(|change| {
            let me = change.me()?;
            let Standing { at, before, .. } = read(change, me, target)?;
            if !old || before.verdict != verdict {
                return put(change, vec![Standing { target, at, before }], label, rule);
            }
            let after = rule(&before);
            let label = format!("{} again", label(&change.key(target.kind, claim)?));
            let step = change.step(&label)?;
            let (mut set, mut was) = before.difference(&after);
            set.insert(Field::Verdict, before.get(Field::Verdict));
            was.insert(Field::Verdict, before.get(Field::Verdict));
            if let Some(stamp) = record(change, target, set, was, &step)? {
                projection::store(change.conn, me, target.kind, at, &before, &after, stamp)?;
            }
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
        self.revise(targets.iter().copied(), label, |said| Annotation {
            aside: reason.map(str::to_owned),
            ..said.clone()
        })
    }
}

fn put_note(change: &mut Change<'_>, target: Target, note: Option<&Note>) -> Result<Done, CaseError> {
    let note = note.filter(|note| !note.text.trim().is_empty());
    put_draft(change, target, None)?;
    let label =
        |what: &str| if note.is_some() { format!("note on {what}") } else { format!("no note on {what}") };
    let standing = standing(change, [target])?;
    put(change, standing, label, |said| Annotation { note: note.cloned(), ..said.clone() })
}

/// A reading of the evidence in a row, which is kept only where it is not what the case lists.
pub(crate) fn kept_reading(
    change: &Change<'_>,
    at: i64,
    reading: Option<Stance>,
) -> Result<Option<Stance>, CaseError> {
    let listed: i64 = change
        .conn
        .prepare_cached("SELECT stance FROM evidence WHERE id = ?1")?
        .query_row([at], |r| r.get(0))?;
    Ok(reading.filter(|stance| columns::stance_code(*stance) != listed))
}

fn put_reading(
    change: &mut Change<'_>,
    standing: Vec<Standing>,
    reading: Option<Stance>,
) -> Result<Done, CaseError> {
    let mut after = Vec::with_capacity(standing.len());
    for item in standing {
        let reading = kept_reading(change, item.at, reading)?;
        let said = Annotation { reading, ..item.before.clone() };
        after.push((item, said));
    }
    let read = after.iter().find_map(|(_, said)| said.reading).map_or("listed", wording::reading);
    put_each(change, after, |what| format!("{what} read as {read}"))
}

fn put_draft(change: &mut Change<'_>, target: Target, note: Option<&Note>) -> Result<(), CaseError> {
    let me = change.me()?;
    let at = keys::must(change.conn, target.kind, target.item)?;
    let kind = columns::kind_code(target.kind);
    match note.filter(|note| !note.text.is_empty()) {
        Some(note) => change
            .conn
            .prepare_cached(
                "INSERT OR REPLACE INTO draft (reviewer, kind, item, text, private) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![me, kind, at, note.text, note.private])?,
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

/// An item of a step: its row, and what this reviewer says of it before.
struct Standing {
    target: Target,
    at: i64,
    before: Annotation,
}

fn read(change: &Change<'_>, me: i64, target: Target) -> Result<Standing, CaseError> {
    let at = keys::must(change.conn, target.kind, target.item)?;
    let before = projection::read(change.conn, me, target.kind, at)?.map(|(said, _)| said);
    Ok(Standing { target, at, before: before.unwrap_or_default() })
}

/// The items of a step. One that is named twice changes once.
fn standing(
    change: &mut Change<'_>,
    targets: impl IntoIterator<Item = Target>,
) -> Result<Vec<Standing>, CaseError> {
    let me = change.me()?;
    let mut seen = BTreeSet::new();
    targets.into_iter().filter(|target| seen.insert(*target)).map(|target| read(change, me, target)).collect()
}

/// Applies one rule to the items of a step, and records what that changes.
fn put(
    change: &mut Change<'_>,
    standing: Vec<Standing>,
    label: impl Fn(&str) -> String,
    rule: impl Fn(&Annotation) -> Annotation,
) -> Result<Done, CaseError> {
    let after = standing.into_iter().map(|item| {
        let after = rule(&item.before);
        (item, after)
    });
    put_each(change, after.collect(), label)
}

/// Refuses a ground that says of a holder what no holder says.
fn can_be(ground: Option<&Ground>) -> Result<(), CaseError> {
    match ground.filter(|ground| ground.basis == Basis::Invoked && grounds::is_unstated(&ground.code)) {
        Some(_) => Err(CaseError::Refused(
            "that no basis is stated is what you infer: nobody invokes it; give the ground that was invoked"
                .into(),
        )),
        None => Ok(()),
    }
}

/// Records what each item of a step is to say.
fn put_each(
    change: &mut Change<'_>,
    standing: Vec<(Standing, Annotation)>,
    label: impl Fn(&str) -> String,
) -> Result<Done, CaseError> {
    let label = match standing.as_slice() {
        [] => label("nothing"),
        [(one, _)] => label(&change.key(one.target.kind, one.target.item)?),
        several => {
            let claims = several.iter().filter(|(one, _)| one.target.kind == Kind::Claim).count();
            let kinds = [(Kind::Evidence, several.len() - claims), (Kind::Claim, claims)];
            let some = kinds.iter().filter(|(_, n)| *n > 0).map(|(kind, n)| how_many(*kind, *n as u64));
            label(&joined(&some.collect::<Vec<_>>()))
        }
    };
    let mut items = Vec::new();
    let mut step = None;
    for (Standing { target, at, before }, after) in standing {
        if before != after {
            let step = match &mut step {
                Some(step) => step,
                none => none.insert(change.step(&label)?),
            };
            say(change, target, at, &before, &after, step)?;
            items.push(target);
        }
    }
    Ok(Done { label, items })
}

/// Takes one field out of what is set and what stood before.
fn part(set: &mut FieldSet, was: &mut FieldSet, field: Field) -> (FieldSet, FieldSet) {
    let take = |from: &mut FieldSet| from.remove(&field).map(|value| (field, value)).into_iter().collect();
    (take(set), take(was))
}

/// Appends what changed in one annotation and moves the projection.
pub(crate) fn say(
    change: &mut Change<'_>,
    target: Target,
    at: i64,
    before: &Annotation,
    after: &Annotation,
    step: &Step,
) -> Result<(), CaseError> {
    let (set, was) = before.difference(after);
    match record(change, target, set, was, step)? {
        Some(hlc) => projection::store(change.conn, change.me()?, target.kind, at, before, after, hlc),
        None => Ok(()),
    }
}

/// Appends what changed in one annotation. A note and the reason of a verdict have events of their own, so
/// that they alone can be expunged, or a note kept from being shared.
pub(crate) fn record(
    change: &mut Change<'_>,
    target: Target,
    mut set: FieldSet,
    mut was: FieldSet,
    step: &Step,
) -> Result<Option<Hlc>, CaseError> {
    let mut note = part(&mut set, &mut was, Field::Note);
    let reason = part(&mut set, &mut was, Field::Reason);
    // A private note is taken away by an event of its own, so that the event of a public one that
    // takes its place can be shared without it.
    let mut parted = (FieldSet::new(), FieldSet::new());
    let of = |told: &FieldSet| told.get(&Field::Note).cloned().unwrap_or_default();
    let private = |note: &Value| note.get("private") == Some(&Value::Bool(true));
    if private(&of(&note.1)) && of(&note.0).is_object() && !private(&of(&note.0)) {
        parted = (FieldSet::from([(Field::Note, Value::Null)]), note.1.clone());
        note.1.insert(Field::Note, Value::Null);
    }
    let mut stamp = None;
    for (set, was) in [reason, (set, was), parted, note] {
        if !set.is_empty() {
            let Target { kind, item } = target;
            stamp =
                Some(change.append(&Payload::Annotate { kind, item, set, was, step: step.clone() })?.time());
        }
    }
    Ok(stamp)
}
