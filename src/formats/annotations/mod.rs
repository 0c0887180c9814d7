//! What reviewers said, alone, as JSON for a teammate's script: one annotation a line, with enough
//! of the claim and the source beside it to be read without the case. Such a file comes in again as what
//! its reviewers say.

mod read;

pub(crate) use read::{read, recognise};

use crate::domain::annotation::Annotation;
use crate::domain::entry::Reviewer;
use crate::domain::entry::Section;
use crate::domain::tag::Tag;
use crate::domain::{Access, Confidence, Date, Dated, Ground, ItemId, Kind, Stance, Verdict};
use crate::formats::error::WriteError;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// What the file says it is.
pub const FORMAT: &str = "corrob-annotations";
/// The version of the format.
pub const VERSION: u64 = 1;

/// The tags that a line names.
const TAGS: [Tag; 4] = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];

/// The case the annotations are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutCase {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day it stands as of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Dated>,
}

/// The claim an annotation is about, or that its evidence bears on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutClaim {
    /// Its key, e.g. `C-7`.
    pub key: String,
    /// The statement.
    pub text: String,
    /// Who asserts it, by name. The statement is never to be shown without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<String>,
}

/// The source a piece of evidence stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutSource {
    /// Its key, e.g. `S-1`.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// All that one reviewer says of one piece of evidence or claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotationLine {
    /// Who says it.
    pub reviewer: Reviewer,
    /// Evidence or claim.
    pub on: Kind,
    /// The item's key, e.g. `E-31`.
    pub key: String,
    /// The item's id.
    pub item: ItemId,
    /// The claim annotated, or the one the evidence bears on.
    pub claim: AboutClaim,
    /// The source the evidence stands in; none for a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<AboutSource>,
    /// How the evidence bears on the claim; none for a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// What the evidence says, in the dossier's own words; none for a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paraphrase: Option<String>,
    /// Every tag that is on, in words: released, withheld, disputed, examined.
    pub tags: Vec<Tag>,
    /// Whether anyone can inspect the material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Released or withheld in part only.
    #[serde(default)]
    pub part: bool,
    /// Its authenticity or reading is contested.
    #[serde(default)]
    pub disputed: bool,
    /// Looked at, and no tag applies.
    #[serde(default)]
    pub examined: bool,
    /// How the reviewer reads evidence, where that is not the stance above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Stance>,
    /// Why it is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// How sure the reviewer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The reviewer's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether that text is private. Private notes stand here only where they were asked for.
    #[serde(default)]
    pub private: bool,
    /// The judgement on a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why the claim is judged so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why the item is set aside for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<String>,
    /// When it was last changed: an RFC 3339 time in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Date>,
}

impl AnnotationLine {
    /// What `reviewer` says of a claim. For evidence, fill in `source`, `stance` and `paraphrase`
    /// besides.
    #[must_use]
    pub fn new(
        reviewer: Reviewer,
        on: Kind,
        key: String,
        item: ItemId,
        claim: AboutClaim,
        said: Annotation,
    ) -> Self {
        let tags = TAGS.into_iter().filter(|tag| said.has(*tag)).collect();
        let (note, private) = said.note.map_or((None, false), |note| (Some(note.text), note.private));
        Self {
            reviewer,
            on,
            key,
            item,
            claim,
            source: None,
            stance: None,
            paraphrase: None,
            tags,
            access: said.access,
            part: said.part,
            disputed: said.disputed,
            examined: said.examined,
            reading: said.reading,
            ground: said.ground,
            confidence: said.confidence,
            note,
            private,
            verdict: said.verdict,
            reason: said.reason,
            aside: said.aside,
            changed: None,
        }
    }
}

/// Writes annotations, one a line: first the reviewers, then what they say.
#[derive(Debug)]
pub struct AnnotationsWriter<W> {
    out: W,
    first: bool,
}

impl<W: Write> AnnotationsWriter<W> {
    /// Begins a file. No clock goes into it: the same annotations make the same bytes.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(mut out: W, case: &AboutCase, reviewers: &[Reviewer]) -> Result<Self, WriteError> {
        write!(out, "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\n\"case\":{}", text(case)?)?;
        write!(out, ",\n\"reviewers\":[")?;
        for (at, reviewer) in reviewers.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\n{}", text(reviewer)?)?;
        }
        let close = if reviewers.is_empty() { "" } else { "\n" };
        write!(out, "{close}],\n\"annotations\":[")?;
        Ok(Self { out, first: true })
    }

    /// Writes one annotation.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn line(&mut self, line: &AnnotationLine) -> Result<(), WriteError> {
        let comma = if std::mem::take(&mut self.first) { "" } else { "," };
        write!(self.out, "{comma}\n{}", text(line)?)?;
        Ok(())
    }

    /// Ends the file and hands the writer back, flushed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.out.write_all(if self.first { b"]}\n" } else { b"\n]}\n" })?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn text<T: Serialize>(value: &T) -> Result<String, WriteError> {
    let json = |reason| WriteError::Json { section: Section::Annotations, reason };
    serde_json::to_string(value).map_err(json)
}
