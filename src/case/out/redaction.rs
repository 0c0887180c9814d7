//! Reviewers as an export names them: as they are, or each behind a stand-in.
//!
//! A stand-in is a number: `Reviewer 1` is the one who came into the case first. Its id is made from
//! that number under a key, and the key from what only those who have the case with its history know:
//! the hash of the first event of each device. So the exports of a case go together as long as nobody
//! joins it; two cases, or two copies in which reviewers came in another order, never give two people
//! one stand-in; and whoever knows names and ids from elsewhere finds none of them again.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::tables::{columns, reviewers};
use crate::domain::entry::Reviewer;
use crate::domain::ids::{Digester, ItemId};
use crate::domain::query::fold;
use crate::domain::{Annotation, Digest, Source};
use std::collections::HashMap;

/// The reviewers of a case, as an export may name them.
#[derive(Debug)]
pub(crate) struct Redaction {
    shown: Vec<Reviewer>,
    /// Whether each speaks for themselves in this case: not only a file that was imported says what they said.
    speak: Vec<bool>,
    /// Where each reviewer's row stands among them.
    at: HashMap<i64, usize>,
    /// What stands in the place of each name and id, folded; empty where nothing is redacted.
    instead: HashMap<String, usize>,
}

impl Redaction {
    /// The reviewers of a case, behind stand-ins where `redact` asks for it.
    pub(crate) fn of(case: &Case, redact: bool) -> Result<Self, CaseError> {
        let mut redaction =
            Self { shown: Vec::new(), speak: Vec::new(), at: HashMap::new(), instead: HashMap::new() };
        // By when they began, not by when they came into this file: another one that has the same in it may have them in
        // another order.
        let order = match redact {
            true => "id",
            false => {
                "(SELECT min(e.hlc) FROM replica r JOIN event e ON e.replica = r.id AND e.seq = 1 \
                       WHERE r.reviewer = w.id) NULLS LAST, name, uuid"
            }
        };
        let mut found = case.conn.prepare(&format!(
            "SELECT id, uuid, name, being, \
             EXISTS (SELECT 1 FROM replica r WHERE r.reviewer = w.id) FROM reviewer w ORDER BY {order}",
        ))?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            redaction.at.insert(r.get(0)?, redaction.shown.len());
            redaction.shown.push(reviewers::read(r, 1)?);
            redaction.speak.push(r.get(4)?);
        }
        if redact {
            let space = space(case, &redaction.shown)?;
            for (at, reviewer) in redaction.shown.iter_mut().enumerate() {
                for own in [fold(&reviewer.name), reviewer.id.to_string()] {
                    if !own.is_empty() {
                        redaction.instead.insert(own, at);
                    }
                }
                let name = format!("Reviewer {}", at + 1);
                *reviewer = Reviewer { id: ItemId::new_v5(&space, name.as_bytes()), name, is: None };
            }
        }
        Ok(redaction)
    }

    /// Every reviewer, in the order of the export.
    pub(crate) fn all(&self) -> &[Reviewer] {
        &self.shown
    }

    /// The reviewer of a row.
    pub(crate) fn reviewer(&self, row: i64) -> Result<&Reviewer, CaseError> {
        self.at.get(&row).and_then(|at| self.shown.get(*at)).ok_or(CaseError::NoSuchItem)
    }

    /// Where the reviewer of a row stands in the order of all.
    pub(crate) fn place(&self, row: i64) -> usize {
        self.at.get(&row).copied().unwrap_or(usize::MAX)
    }

    /// Whether the reviewer of a row speaks for themselves in this case.
    pub(crate) fn speaks(&self, row: i64) -> bool {
        self.at.get(&row).and_then(|at| self.speak.get(*at)).copied().unwrap_or_default()
    }

    /// Takes a reviewer's name out of where a name belongs. Text stays as it was written.
    pub(crate) fn apply(&self, said: &mut Annotation) {
        if let Some(by) = said.ground.as_mut().and_then(|ground| ground.by.as_mut()) {
            self.stand_in(by);
        }
    }

    /// The same for who attached and captured a source's documents.
    pub(crate) fn apply_to_documents(&self, source: &mut Source) {
        for document in &mut source.documents {
            document.by.iter_mut().chain(&mut document.captured_by).for_each(|by| self.stand_in(by));
        }
    }

    /// Puts a stand-in's name in the place of a reviewer's own.
    fn stand_in(&self, by: &mut String) {
        if let Some(stand_in) = self.instead.get(&fold(by.trim())).and_then(|at| self.shown.get(*at)) {
            by.clone_from(&stand_in.name);
        }
    }

    /// Whether a text names a reviewer who is to stay unnamed.
    pub(crate) fn is_named_in(&self, text: &str) -> bool {
        let text = fold(text);
        self.instead.keys().any(|own| text.contains(own.as_str()))
    }
}

/// The space of the stand-ins' ids.
fn space(case: &Case, reviewers: &[Reviewer]) -> Result<ItemId, CaseError> {
    let mut key = Digester::default();
    key.add(b"corrob stand-ins 1\n");
    for reviewer in reviewers {
        key.add(reviewer.id.as_bytes());
    }
    let mut firsts = case.conn.prepare("SELECT hash FROM event WHERE seq = 1 ORDER BY hash")?;
    let mut rows = firsts.query([])?;
    while let Some(r) = rows.next()? {
        key.add(&columns::digest(r, 0)?.0);
    }
    let Digest(bytes) = key.finish();
    let mut half = [0; 16];
    half.copy_from_slice(&bytes[..16]);
    Ok(ItemId::from_bytes(half))
}
