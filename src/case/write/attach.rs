//! Attaching documents to sources: each version behind the one before it.

use crate::case::error::CaseError;
use crate::case::file::clock;
use crate::case::log::journal::time;
use crate::case::log::session::{Change, Session};
use crate::case::tables::{contents, keys};
use crate::case::write::add_record::add_as;
use crate::case::write::edit_records;
use crate::case::write::fields::Edits;
use crate::domain::ids::{Digest, ItemId};
use crate::domain::{Date, Dated, DocumentInfo, DocumentText, Hlc, Key, Kind, Source};
use serde_json::Value;

/// A document to be attached: what was read of it, and what is known of where it came from.
#[derive(Debug)]
pub struct ToAttach<'a> {
    /// The document as it came.
    pub original: &'a [u8],
    /// Whether that is kept, beside its text.
    pub keep: bool,
    /// Its text.
    pub text: &'a DocumentText,
    /// What it is, as an Internet media type.
    pub media_type: &'a str,
    /// How many pages it has, where it has pages.
    pub pages: Option<u64>,
    /// The name of its file.
    pub name: Option<String>,
    /// When it was captured.
    pub captured: Option<Date>,
    /// Who captured it.
    pub captured_by: Option<String>,
    /// Where it was captured from.
    pub from: Option<String>,
}

/// What attaching did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The source's key.
    pub source: Key,
    /// The number of the version, from 1.
    pub version: usize,
    /// Whether this very document was the source's latest version already, and is kept, so that nothing was attached.
    pub known: bool,
    /// The fields of the source that were set with it.
    pub filled: Vec<String>,
    /// Another SHA-256 that the source recorded of its document before it had one.
    pub recorded: Option<Digest>,
    /// Other sources that have this very document.
    pub also: Vec<Key>,
}

impl Session {
    /// Attaches a document to a source, as its latest version, and sets fields of the source with it, all as
    /// one step.
    ///
    /// # Errors
    /// When there is no such source, or a field does not fit; nothing is attached then.
    pub fn attach(
        &mut self,
        source: ItemId,
        document: &ToAttach<'_>,
        fields: &Edits,
    ) -> Result<Attached, CaseError> {
        let by = self.reviewer.name.clone();
        self.transact(|change| {
            let mut attached = attach(change, source, document, &by)?;
            let label = match attached.known {
                true => format!("{}: filled in from its document", attached.source),
                false => label(&attached),
            };
            if edit_records::set_fields(change, Kind::Source, source, fields.clone(), &label)? {
                attached.filled = fields.keys().cloned().collect();
            }
            Ok(attached)
        })
    }

    /// Makes a source from its fields and attaches its document, as one step.
    ///
    /// # Errors
    /// When a field does not fit; nothing is made then.
    pub fn attach_new(&mut self, fields: Edits, document: &ToAttach<'_>) -> Result<Attached, CaseError> {
        let (by, dataset) = (self.reviewer.name.clone(), self.case.dataset.clone());
        self.transact(|change| {
            let made = clock::new_id();
            add_as(change, Kind::Source, made, &dataset, fields, |key| {
                format!("{key} added with its document")
            })?;
            attach(change, made, document, &by)
        })
    }
}

fn label(attached: &Attached) -> String {
    match attached.version {
        1 => format!("{}: document attached", attached.source),
        version => format!("{}: version {version} of its document attached", attached.source),
    }
}

fn attach(
    change: &mut Change<'_>,
    source: ItemId,
    document: &ToAttach<'_>,
    by: &str,
) -> Result<Attached, CaseError> {
    let at = keys::must(change.conn, Kind::Source, source)?;
    let body: String = change.conn.query_row("SELECT body FROM source WHERE id = ?1", [at], |r| r.get(0))?;
    let record: Source = serde_json::from_str(&body)?;
    let sha256 = Digest::of(document.original);
    let mut attached = Attached {
        source: keys::key_of(change.conn, Kind::Source, at)?,
        version: record.documents.len() + 1,
        known: false,
        filled: Vec::new(),
        recorded: record.sha256.filter(|recorded| record.documents.is_empty() && *recorded != sha256),
        also: same_document(change, at, sha256)?,
    };
    let text_only = (!document.keep).then_some(true);
    if let Some(latest) = record.documents.last()
        && latest.sha256 == sha256
        && (latest.text_only == text_only || latest.text_only.is_none())
        && is_all_kept(change, latest)?
    {
        attached.version -= 1;
        attached.known = true;
        return Ok(attached);
    }
    if document.keep {
        contents::keep(change.conn, document.original)?;
    }
    let now = time(Hlc::at_milli(clock::now()));
    let info = DocumentInfo {
        sha256,
        media_type: document.media_type.to_owned(),
        size: document.original.len() as u64,
        name: document.name.clone(),
        attached: Dated::Stated(now),
        by: Some(by.to_owned()),
        captured: document.captured.clone().map(Dated::Stated),
        captured_by: document.captured_by.clone(),
        from: document.from.clone(),
        pages: document.pages,
        text_sha256: contents::keep(change.conn, document.text.text.as_bytes())?,
        structure_sha256: contents::keep(change.conn, document.text.structure().as_bytes())?,
        text_only,
    };
    let mut documents = serde_json::to_value(&record.documents)?;
    if let Value::Array(all) = &mut documents {
        all.push(serde_json::to_value(&info)?);
    }
    let set = Edits::from_iter([
        ("documents".to_owned(), documents),
        ("sha256".to_owned(), Value::String(sha256.to_string())),
    ]);
    edit_records::set_fields(change, Kind::Source, source, set, &label(&attached))?;
    Ok(attached)
}

/// Whether all of a document is in the case: some of it may have been erased, or have stayed behind where it came from.
fn is_all_kept(change: &Change<'_>, document: &DocumentInfo) -> Result<bool, CaseError> {
    for digest in document.contents() {
        if !contents::is_kept(change.conn, digest)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The other sources that say this is their document.
fn same_document(change: &Change<'_>, at: i64, sha256: Digest) -> Result<Vec<Key>, CaseError> {
    let mut found = change.conn.prepare(
        "SELECT id FROM source WHERE id <> ?1 AND instr(body, ?2) > 0 AND (body ->> '$.sha256' = ?2 \
         OR EXISTS (SELECT 1 FROM json_each(body, '$.documents') d WHERE d.value ->> '$.sha256' = ?2)) \
         ORDER BY id LIMIT 5",
    )?;
    let rows = found.query_map(rusqlite::params![at, sha256.to_string()], |r| r.get::<_, i64>(0))?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|row| Ok(keys::key_of(change.conn, Kind::Source, row)?)).collect()
}
