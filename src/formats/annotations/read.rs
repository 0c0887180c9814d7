//! Reads what `export --annotations` wrote, as what each of its reviewers says.

use crate::domain::annotation::{Annotation, Note};
use crate::domain::entry::{Entry, Reviewer, Said, Section};
use crate::domain::{ItemId, Kind};
use crate::formats::annotations::{AnnotationLine, FORMAT, TAGS, VERSION};
use crate::formats::error::{FormatError, ReadError};
use crate::formats::json::inspect::{Fault, strict};
use crate::formats::json::{Layout, Split, Splitter, says_format};
use crate::formats::{Found, Located, Refusal, Warning};
use std::collections::BTreeSet;
use std::io::BufRead;

/// Whether a file's first bytes are those of annotations alone.
#[must_use]
pub fn recognise(start: &[u8]) -> bool {
    says_format(start, FORMAT)
}

/// Reads annotations and hands them to `sink`, each behind its reviewer. Memory does not grow with the file.
///
/// # Errors
/// [`ReadError::Stopped`] with the error of `sink`, which so cancels the reading, or [`ReadError::File`]
/// where the file is of a later version or cannot be read on.
pub fn read<E>(
    input: impl BufRead,
    sink: &mut dyn FnMut(Found) -> Result<(), E>,
) -> Result<(), ReadError<E>> {
    let mut splitter = Splitter::new(input, Layout::Sections);
    let mut reader =
        AnnotationsReader { sink, section: None, left_out: BTreeSet::new(), scratch: Vec::new() };
    while let Some(split) = splitter.next()? {
        reader.take(split)?;
    }
    Ok(())
}

struct AnnotationsReader<'s, E> {
    sink: &'s mut dyn FnMut(Found) -> Result<(), E>,
    /// The section that is being read; none for one that is not known.
    section: Option<Section>,
    /// The members that were left out, each named once.
    left_out: BTreeSet<String>,
    scratch: Vec<u8>,
}

impl<E> AnnotationsReader<'_, E> {
    fn take(&mut self, split: Split<'_>) -> Result<(), ReadError<E>> {
        match split {
            Split::Member { name: "version", line, raw } => match serde_json::from_slice::<u64>(raw) {
                Ok(found) if found > VERSION => {
                    Err(FormatError::Newer { line, found, known: VERSION }.into())
                }
                _ => Ok(()),
            },
            Split::Member { name: "format" | "case", .. } => Ok(()),
            Split::Member { name, line, .. } => self.leave_out(name, line),
            Split::Section { name, line } => {
                self.section =
                    [Section::Reviewers, Section::Annotations].into_iter().find(|known| known.word() == name);
                if self.section.is_none() { self.leave_out(name, line) } else { Ok(()) }
            }
            Split::Record { line, raw, .. } => self.record(line, raw),
            Split::Broken { line, raw, why, .. } => self.refuse(line, raw, Fault::whole(why.to_string())),
            Split::Slip { line, slip } => self.warn(line, format!("{slip}; it was read anyway")),
        }
    }

    fn record(&mut self, line: u64, raw: &[u8]) -> Result<(), ReadError<E>> {
        let read = match self.section {
            Some(Section::Reviewers) => strict::<Reviewer>(raw, &mut self.scratch)
                .map(|(reviewer, left)| (vec![Entry::Reviewer(reviewer)], left)),
            Some(_) => strict::<AnnotationLine>(raw, &mut self.scratch)
                .and_then(|(said, left)| Ok((entries(said)?, left))),
            None => return Ok(()),
        };
        match read {
            Ok((entries, left)) => {
                left.iter().try_for_each(|member| self.leave_out(member, line))?;
                entries.into_iter().try_for_each(|item| {
                    let shared = matches!(item, Entry::Reviewer(_));
                    let located = Located { line, item };
                    self.put(if shared { Found::Shared(located) } else { Found::Entry(located) })
                })
            }
            Err(fault) => self.refuse(line, raw, fault),
        }
    }

    fn refuse(&mut self, line: u64, raw: &[u8], fault: Fault) -> Result<(), ReadError<E>> {
        let section = self.section.unwrap_or(Section::Annotations).to_string();
        let Fault { field, reason } = fault;
        self.put(Found::Refused(Refusal { line, section, field, reason, raw: raw.to_vec() }))
    }

    fn leave_out(&mut self, name: &str, line: u64) -> Result<(), ReadError<E>> {
        let name: String = name.chars().take(100).collect();
        if !self.left_out.insert(name.clone()) {
            return Ok(());
        }
        self.warn(line, format!("the member \"{name}\" is not known to this version and was left out"))
    }

    fn warn(&mut self, line: u64, what: String) -> Result<(), ReadError<E>> {
        self.put(Found::Warned(Warning { line, what }))
    }

    fn put(&mut self, found: Found) -> Result<(), ReadError<E>> {
        (self.sink)(found).map_err(ReadError::Stopped)
    }
}

/// The reviewer of a line, and what they say.
fn entries(line: AnnotationLine) -> Result<Vec<Entry>, Fault> {
    let AnnotationLine { reviewer, on, item, tags, changed, .. } = &line;
    if reviewer.name.trim().is_empty() {
        return Err(Fault::field("reviewer.name", "it is empty"));
    }
    if !matches!(on, Kind::Claim | Kind::Evidence) {
        return Err(Fault::field(
            "on",
            format!("it is \"{on}\", and only evidence and claims are annotated"),
        ));
    }
    let annotation = Annotation {
        access: line.access,
        part: line.part,
        disputed: line.disputed,
        examined: line.examined,
        reading: line.reading,
        ground: line.ground.clone(),
        confidence: line.confidence,
        note: line.note.clone().map(|text| Note { text, private: line.private }),
        verdict: line.verdict,
        reason: line.reason.clone(),
        aside: line.aside.clone(),
    };
    // The tags in words say the same as the fields beside them.
    if let Some(tag) = TAGS.iter().find(|tag| annotation.has(**tag) != tags.contains(tag)) {
        let reason = format!("\"{tag}\" stands there or in the fields beside it, and not in both");
        return Err(Fault::field("tags", reason));
    }
    let (on, item): (Kind, ItemId) = (*on, *item);
    let said = Said {
        reviewer: reviewer.id,
        on,
        item: item.to_string(),
        dataset: None,
        annotation,
        changed: changed.clone(),
    };
    Ok(vec![Entry::Reviewer(reviewer.clone()), Entry::Said(said)])
}
