//! Everything a case holds, in the order of the native format, one record at a time.

use crate::case::error::CaseError;
use crate::case::file::dossier;
use crate::case::file::open::Case;
use crate::case::log::journal::{EVENT, event, time};
use crate::case::out::private_notes::PrivateNotes;
use crate::case::out::redaction::Redaction;
use crate::case::out::subset::Subset;
use crate::case::read::filter::Filtered;
use crate::case::tables::{columns, keys};
use crate::domain::entry::{Brought, Content, Replaced, Reviewer, Said};
use crate::domain::event::Event;
use crate::domain::fields::Written;
use crate::domain::ids::{ItemId, item_id};
use crate::domain::report::Reporting;
use crate::domain::{Annotation, CaseInfo, Date, DocumentInfo, Hlc, Key, Kind, Source, Stance};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// One thing on its way out.
#[derive(Debug)]
pub enum Outgoing<'a> {
    /// What the case says of itself, and whether events come that answer for the dossier.
    Case {
        /// What it says.
        info: &'a CaseInfo,
        /// Whether any do.
        answers: bool,
        /// Whether it has documents.
        documents: bool,
    },
    /// A record, as its native JSON.
    Record(Kind, &'a str),
    /// A reviewer.
    Reviewer(&'a Reviewer),
    /// What a reviewer says of an item.
    Said(&'a Said),
    /// An event.
    Event(&'a Event),
    /// What an import replaced.
    Replaced(&'a Replaced),
    /// What an import brought.
    Brought(&'a Brought),
    /// A piece of what documents hold.
    Content(&'a Content),
}

/// An annotation with what a reader needs to know what it is on.
#[derive(Debug, Clone)]
pub struct SaidOf {
    /// The reviewer.
    pub reviewer: Reviewer,
    /// Evidence or claim.
    pub on: Kind,
    /// The item's key.
    pub key: Key,
    /// The item's id.
    pub item: ItemId,
    /// The claim's key.
    pub claim: Key,
    /// The claim's text.
    pub claim_text: String,
    /// The claimant's name.
    pub claimant: Option<String>,
    /// The source's key and title, for evidence.
    pub source: Option<(Key, String)>,
    /// The stance, for evidence.
    pub stance: Option<Stance>,
    /// What the evidence says, in the dossier's own words.
    pub paraphrase: Option<String>,
    /// What is said.
    pub annotation: Annotation,
    /// When it was last changed.
    pub changed: Date,
}

/// How many annotations are sorted in memory; of more than these the whole case is walked instead.
const SORTED: u64 = 50_000;

impl Case {
    /// Hands out the case in the order of the native format. Private notes stay here, and the events
    /// that hold them go without their payload, unless they were asked for.
    ///
    /// Limited by a query, it is what the query leaves with all that belongs to it and all that it
    /// refers to, and imports by itself. The history stays behind then, for its events tell of records
    /// that are not there; and it stays behind where reviewers are redacted, for it names them.
    ///
    /// # Errors
    /// What `out` returns, or when the query names what the case does not have, or the file cannot be
    /// read.
    pub fn export<E: From<CaseError>>(
        &self,
        what: &Reporting,
        mut out: impl FnMut(Outgoing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let _snapshot = self.snapshot()?;
        let redaction = Redaction::of(self, what.redact)?;
        let scope = self.scope_of(what)?;
        let whole = scope.is_none() && !what.redact;
        let answers = whole && dossier::is_answered_for(&self.conn).map_err(CaseError::from)?;
        let documents = "SELECT EXISTS (SELECT 1 FROM content)";
        let documents = self.conn.query_row(documents, [], |r| r.get(0)).map_err(CaseError::from)?;
        out(Outgoing::Case { info: &self.info()?, answers, documents })?;
        let mut of_documents = Vec::new();
        let subset = scope.as_ref().map(|scope| Subset::of(self, scope)).transpose()?;
        for kind in Kind::ALL {
            let sql = format!("SELECT id, body FROM {} ORDER BY {}", keys::table(*kind), order_of(*kind));
            self.each(&sql, |r| match &subset {
                Some(subset) if !subset.has(*kind, r.get(0).map_err(CaseError::from)?) => Ok(()),
                _ if !whole && *kind == Kind::Source => {
                    let mut source: Source = columns::json(r, 1).map_err(CaseError::from)?;
                    redaction.apply_to_documents(&mut source);
                    of_documents.extend(source.documents.iter().flat_map(DocumentInfo::contents));
                    out(Outgoing::Record(*kind, &serde_json::to_string(&source).map_err(CaseError::from)?))
                }
                _ => out(Outgoing::Record(*kind, text(r, 1)?)),
            })?;
        }
        let reviewers = self.heard(what, &redaction, scope.as_ref())?;
        reviewers.iter().try_for_each(|reviewer| out(Outgoing::Reviewer(reviewer)))?;
        self.each_said(what, &redaction, scope.as_ref(), |said, reviewer, on| {
            let id = said.id_in_file(&self.dataset)?;
            out(Outgoing::Said(&Said {
                reviewer: reviewer.id,
                on,
                item: id.0,
                dataset: id.1,
                annotation: said.annotation,
                changed: Some(time(said.changed)),
            }))
        })?;
        if whole {
            self.each_event(&PrivateNotes::new(self, what.with_private)?, answers, &mut out)?;
            // Also what was attached and taken back: it may come again.
            return self.each("SELECT digest, part, bytes FROM content ORDER BY digest, part", |r| {
                out(Outgoing::Content(&content(r).map_err(CaseError::from)?))
            });
        }
        let mut written = BTreeSet::new();
        of_documents.retain(|sha256| written.insert(*sha256));
        of_documents.into_iter().try_for_each(|sha256| {
            let mut part = 0;
            self.content::<E>(sha256, |piece| {
                let content = Content { sha256, part, bytes: piece.to_vec() };
                part += 1;
                out(Outgoing::Content(&content))
            })
            .map(|_| ())
        })
    }

    /// Hands out the history: the events, what imports replaced, and the annotations they brought.
    fn each_event<E: From<CaseError>>(
        &self,
        private_notes: &PrivateNotes<'_>,
        answers: bool,
        out: &mut dyn FnMut(Outgoing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {EVENT}, e.item, r.reviewer FROM event e JOIN replica r ON r.id = e.replica \
             ORDER BY r.uuid, e.seq, e.hash"
        );
        self.each(&sql, |r| {
            let read = || -> Result<_, rusqlite::Error> {
                let item: Option<[u8; 16]> = r.get(9)?;
                Ok((event(r)?, item.map(ItemId::from_bytes), r.get(10)?))
            };
            let (mut event, item, reviewer) = read().map_err(CaseError::from)?;
            if private_notes.keep_event(item, reviewer, &event)? {
                event.payload = None;
            }
            out(Outgoing::Event(&event))
        })?;
        self.each(
            "SELECT p.event, p.kind, p.item, p.body FROM replaced p LEFT JOIN event e ON e.hash = p.event \
                   ORDER BY e.hlc, p.event, p.id",
            |r| {
                let read = || -> Result<Replaced, rusqlite::Error> {
                    Ok(Replaced {
                        event: columns::digest(r, 0)?,
                        kind: columns::kind(r.get(1)?).unwrap_or(Kind::Claim),
                        item: columns::uuid(r, 2)?,
                        record: columns::json(r, 3)?,
                    })
                };
                out(Outgoing::Replaced(&read().map_err(CaseError::from)?))
            },
        )?;
        let sql = "SELECT b.event, w.uuid, b.kind, b.item, b.annotation, b.changed, b.reviewer, e.hlc, b.written \
                   FROM brought b JOIN reviewer w ON w.id = b.reviewer LEFT JOIN event e ON e.hash = b.event \
                   ORDER BY e.hlc, b.event, b.id";
        self.each(sql, |r| {
            let read = || -> Result<_, rusqlite::Error> {
                let brought = Brought {
                    event: columns::digest(r, 0)?,
                    reviewer: columns::uuid(r, 1)?,
                    on: columns::kind(r.get(2)?).unwrap_or(Kind::Evidence),
                    item: columns::uuid(r, 3)?,
                    annotation: columns::json(r, 4)?,
                    changed: r.get::<_, Option<i64>>(5)?.map(|changed| time(Hlc(changed))),
                    held_back: BTreeMap::new(),
                };
                let written = Written::from_blob(r.get::<_, Option<Vec<u8>>>(8)?.as_deref());
                Ok((brought, r.get(6)?, Hlc(r.get::<_, Option<i64>>(7)?.unwrap_or_default()), written))
            };
            let (mut brought, reviewer, came, written) = read().map_err(CaseError::from)?;
            let note = brought.annotation.note.take();
            brought.annotation.note =
                private_notes.brought(note, brought.item, reviewer, (came, brought.event));
            if answers {
                brought.held_back = written.missing(&brought.annotation);
            }
            out(Outgoing::Brought(&brought))
        })
    }

    /// The reviewers as an export names them; limited by a query, those who say something of what it
    /// leaves.
    ///
    /// # Errors
    /// When the query names what the case does not have, or the file cannot be read.
    pub fn reviewers_shown(&self, what: &Reporting) -> Result<Vec<Reviewer>, CaseError> {
        let scope = self.scope_of(what)?;
        self.heard(what, &Redaction::of(self, what.redact)?, scope.as_ref())
    }

    fn heard(
        &self,
        what: &Reporting,
        redaction: &Redaction,
        scope: Option<&Filtered>,
    ) -> Result<Vec<Reviewer>, CaseError> {
        if scope.is_none() {
            return Ok(redaction.all().to_vec());
        }
        let mut heard: BTreeMap<(String, ItemId), Reviewer> = BTreeMap::new();
        self.each_said::<CaseError>(what, redaction, scope, |_, reviewer, _| {
            heard.entry(place_of(reviewer)).or_insert_with(|| reviewer.clone());
            Ok(())
        })?;
        Ok(heard.into_values().collect())
    }

    /// Hands out what every reviewer says, claims first, each in the order of the case.
    ///
    /// # Errors
    /// What `out` returns, or when the query names what the case does not have, or the file cannot be
    /// read.
    pub fn export_annotations<E: From<CaseError>>(
        &self,
        what: &Reporting,
        mut out: impl FnMut(SaidOf) -> Result<(), E>,
    ) -> Result<(), E> {
        let _snapshot = self.snapshot()?;
        let redaction = Redaction::of(self, what.redact)?;
        let scope = self.scope_of(what)?;
        self.each_said(what, &redaction, scope.as_ref(), |said, reviewer, on| {
            let item = said.item;
            let place = self.place(on, item)?;
            let lines = self.claim_lines(ItemId::nil(), &[place.claim])?;
            let line = lines.into_iter().next().ok_or(CaseError::NoSuchItem)?;
            let evidence = match on {
                Kind::Evidence => Some(self.evidence_line(ItemId::nil(), item)?),
                _ => None,
            };
            out(SaidOf {
                reviewer: reviewer.clone(),
                on,
                key: self.key(on, item)?,
                item,
                claim: line.key,
                claim_text: line.text,
                claimant: line.claimant,
                stance: evidence.as_ref().map(|e| e.record.stance),
                paraphrase: evidence.as_ref().map(|e| e.record.paraphrase.clone()),
                source: evidence.map(|e| (e.source_key, e.source.title)),
                annotation: said.annotation,
                changed: time(said.changed),
            })
        })
    }

    /// Hands out every record of a kind in the order of the case: its id and its native JSON.
    ///
    /// # Errors
    /// What `out` returns, or when the file cannot be read.
    pub fn records<E: From<CaseError>>(
        &self,
        kind: Kind,
        mut out: impl FnMut(ItemId, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let _snapshot = self.snapshot()?;
        let sql = format!("SELECT uuid, body FROM {} ORDER BY {}", keys::table(kind), order_of(kind));
        self.each(&sql, |r| out(columns::uuid(r, 0).map_err(CaseError::from)?, text(r, 1)?))
    }

    /// The native JSON of a record.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn record_text(&self, kind: Kind, id: ItemId) -> Result<String, CaseError> {
        self.conn
            .prepare_cached(&format!("SELECT body FROM {} WHERE uuid = ?1", keys::table(kind)))?
            .query_row([id.as_bytes()], |r| r.get(0))
            .optional()?
            .ok_or(CaseError::NoSuchItem)
    }

    fn each_said<E: From<CaseError>>(
        &self,
        what: &Reporting,
        redaction: &Redaction,
        scope: Option<&Filtered>,
        mut each: impl FnMut(Stated, &Reviewer, Kind) -> Result<(), E>,
    ) -> Result<(), E> {
        let private_notes = PrivateNotes::new(self, what.with_private)?;
        for (kind, order) in [(Kind::Claim, "ord"), (Kind::Evidence, "pos")] {
            let table = keys::table(kind);
            let many: u64 = self
                .conn
                .query_row(
                    "SELECT count(*) FROM (SELECT 1 FROM annotation WHERE kind = ?1 LIMIT ?2)",
                    params![columns::kind_code(kind), columns::int(SORTED + 1)],
                    |r| columns::count(r, 0),
                )
                .map_err(CaseError::from)?;
            let (left, right) = (format!("{table} t"), "annotation a".to_owned());
            let from = if many > SORTED { (left, right) } else { (right, left) };
            let sql = format!(
                "SELECT t.uuid, t.body, a.reviewer, a.body, a.changed, t.{order} FROM {} CROSS JOIN {} \
                 WHERE a.kind = {} AND a.item = t.id ORDER BY t.{order}, a.reviewer",
                from.0,
                from.1,
                columns::kind_code(kind)
            );
            let mut turn = Turn { scoped: scope.is_some(), at: None, sayings: Vec::new() };
            self.each(&sql, |r| {
                let at: i64 = r.get(5).map_err(CaseError::from)?;
                let left = scope.is_none_or(|scope| match kind {
                    Kind::Claim => scope.has_claim(at),
                    _ => scope.has_piece(at),
                });
                if !left {
                    return Ok(());
                }
                let read = || -> Result<(Stated, i64), rusqlite::Error> {
                    let said = Stated {
                        item: columns::uuid(r, 0)?,
                        kind,
                        body: r.get(1)?,
                        annotation: columns::json(r, 3)?,
                        changed: Hlc(r.get(4)?),
                    };
                    Ok((said, r.get(2)?))
                };
                let (mut said, reviewer) = read().map_err(CaseError::from)?;
                match private_notes.strip(said.item, reviewer, &mut said.annotation, said.changed)? {
                    Some(changed) => {
                        said.changed = changed;
                        redaction.apply(&mut said.annotation);
                        turn.take(
                            at,
                            said,
                            (redaction.reviewer(reviewer)?, redaction.place(reviewer)),
                            |said, who| each(said, who, kind),
                        )
                    }
                    None => Ok(()),
                }
            })?;
            turn.end(|said, who| each(said, who, kind))?;
        }
        Ok(())
    }
}

/// A piece of what documents hold, from its row.
fn content(r: &Row<'_>) -> Result<Content, rusqlite::Error> {
    Ok(Content { sha256: columns::digest(r, 0)?, part: columns::count(r, 1)?, bytes: r.get(2)? })
}

/// The order of the records of a kind.
const fn order_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Claim => "ord",
        Kind::Evidence => "pos",
        _ => "id",
    }
}

/// Where a reviewer stands in a part of a case: not where they came into it, which another case that
/// takes the part in does not know.
fn place_of(reviewer: &Reviewer) -> (String, ItemId) {
    (reviewer.name.clone(), reviewer.id)
}

/// What is said of one item after the other, in the order of its reviewers.
struct Turn<'c> {
    scoped: bool,
    at: Option<i64>,
    /// Each with who says it, and their place in the order of all.
    sayings: Vec<(Stated, &'c Reviewer, usize)>,
}

impl<'c> Turn<'c> {
    fn take<E>(
        &mut self,
        at: i64,
        said: Stated,
        (reviewer, place): (&'c Reviewer, usize),
        out: impl FnMut(Stated, &Reviewer) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.at.replace(at) != Some(at) {
            self.end(out)?;
        }
        self.sayings.push((said, reviewer, place));
        Ok(())
    }

    fn end<E>(&mut self, mut out: impl FnMut(Stated, &Reviewer) -> Result<(), E>) -> Result<(), E> {
        match self.scoped {
            true => self.sayings.sort_by_cached_key(|(_, reviewer, _)| place_of(reviewer)),
            false => self.sayings.sort_by_key(|(.., place)| *place),
        }
        self.sayings.drain(..).try_for_each(|(said, reviewer, _)| out(said, reviewer))
    }
}

/// What one reviewer says of one item.
struct Stated {
    item: ItemId,
    kind: Kind,
    body: String,
    annotation: Annotation,
    changed: Hlc,
}

impl Stated {
    /// The item's id and dataset as its record has them.
    fn id_in_file(&self, dataset: &str) -> Result<(String, Option<String>), CaseError> {
        #[derive(serde::Deserialize)]
        struct Named {
            id: String,
            dataset: Option<String>,
        }
        let named: Named = serde_json::from_str(&self.body)?;
        let home = named.dataset.as_deref().unwrap_or(dataset);
        debug_assert_eq!(item_id(home, self.kind, &named.id), self.item);
        Ok((named.id, named.dataset))
    }
}

fn text<'a>(r: &'a Row<'_>, column: usize) -> Result<&'a str, CaseError> {
    let value = r.get_ref(column)?;
    value
        .as_str()
        .map_err(|error| CaseError::Damaged(std::path::PathBuf::from("a record"), error.to_string()))
}
