//! Documents: what is kept of each, against the digests that its source records.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::journal;
use crate::case::out::check::{Finding, name};
use crate::case::tables::{columns, contents};
use crate::domain::{Digest, DocumentInfo, Key, Kind, Source};
use std::collections::{BTreeMap, HashSet};

/// What stands under a digest: what it is now, and how many bytes; nothing where it is not there.
type Now = Option<(Digest, u64)>;

impl Case {
    pub(super) fn check_documents(&self) -> Result<Finding, CaseError> {
        let (mut count, mut wrong) = (0, Vec::new());
        let mut known: BTreeMap<Digest, Now> = BTreeMap::new();
        let erased = journal::erased_contents(&self.conn)?;
        let mut now = |digest: Digest| match known.get(&digest) {
            Some(now) => Ok::<_, CaseError>(*now),
            None => Ok(*known.entry(digest).or_insert(contents::digest_now(&self.conn, digest)?)),
        };
        self.each("SELECT key, body FROM source WHERE instr(body, '\"documents\":') > 0", |r| {
            let key = Key::new(Kind::Source, columns::count(r, 0)?);
            // One that cannot be read is found wrong as a record.
            let Ok(source) = columns::json::<Source>(r, 1) else { return Ok(()) };
            for (at, document) in source.documents.iter().enumerate() {
                count += 1;
                let what = format!("version {} of the document of {key}", at + 1);
                for why in faults(document, &erased, &mut now)? {
                    name(&mut wrong, || format!("{what}: {why}"));
                }
                let (text, structure) = (now(document.text_sha256)?, now(document.structure_sha256)?);
                if text.is_some() && structure.is_some() && self.document_text(document)?.is_none() {
                    name(&mut wrong, || {
                        format!("{what}: its text and how that is divided do not fit each other")
                    });
                }
            }
            Ok::<(), CaseError>(())
        })?;
        let strays = "SELECT DISTINCT digest FROM content";
        self.each(strays, |r| {
            let digest = columns::digest(r, 0)?;
            if now(digest)?.is_none_or(|(now, _)| now != digest) {
                name(&mut wrong, || {
                    format!("what is kept with the SHA-256 {digest} has another by now: it was changed outside corrob")
                });
            }
            Ok::<(), CaseError>(())
        })?;
        Ok(Finding { what: "documents", count, wrong, skipped: None })
    }
}

fn faults(
    document: &DocumentInfo,
    erased: &HashSet<Digest>,
    now: &mut impl FnMut(Digest) -> Result<Now, CaseError>,
) -> Result<Vec<String>, CaseError> {
    let mut parts =
        vec![("its text", document.text_sha256, None), ("its structure", document.structure_sha256, None)];
    if document.text_only != Some(true) {
        parts.push(("the document as it came", document.sha256, Some(document.size)));
    }
    let mut faults = Vec::new();
    for (part, digest, size) in parts {
        match now(digest)? {
            // What was erased is on record as that.
            None if erased.contains(&digest) => {}
            None => faults.push(format!("{part} is not in the case")),
            Some((is, _)) if is != digest => {
                faults.push(format!("{part} does not match its SHA-256: it was changed outside corrob"));
            }
            Some((_, is)) if size.is_some_and(|size| size != is) => {
                faults.push(format!("{part} does not have the size that its source records"));
            }
            Some(_) => {}
        }
    }
    Ok(faults)
}
