//! The columns of the table, and their cells as a case has them.

use crate::domain::annotation::Annotation;
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::shape::Takes;
use crate::domain::{Access, Basis, Confidence, Dated, Ground, Key, Kind, Note, Stance, Verdict};
use std::borrow::Cow;

/// What a column is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The key of a record of this kind; the row is about that record.
    Key(Kind),
    /// A field of the record of this kind that the row is about.
    Record(Kind),
    /// Whose the judgments of the row are.
    Reviewer,
    /// What the reviewer says of the item of this kind.
    Said(Kind),
    /// When the reviewer last changed that.
    Changed,
    /// The case.
    Case,
    /// What the cells before it said when they left the case.
    Exported,
}

/// The columns. A dot leads from a record to its field, as in the paths of the command line.
pub const COLUMNS: &[(&str, Of)] = &[
    ("claim", Of::Key(Kind::Claim)),
    ("claim.text", Of::Record(Kind::Claim)),
    ("claim.claimant", Of::Record(Kind::Claim)),
    ("claim.nature", Of::Record(Kind::Claim)),
    ("claim.asserted_on", Of::Record(Kind::Claim)),
    ("claim.event_date", Of::Record(Kind::Claim)),
    ("claim.topic", Of::Record(Kind::Claim)),
    ("claim.parent", Of::Record(Kind::Claim)),
    ("evidence", Of::Key(Kind::Evidence)),
    ("stance", Of::Record(Kind::Evidence)),
    ("quote.text", Of::Record(Kind::Evidence)),
    ("quote.language", Of::Record(Kind::Evidence)),
    ("quote.translator", Of::Record(Kind::Evidence)),
    ("paraphrase", Of::Record(Kind::Evidence)),
    ("locator", Of::Record(Kind::Evidence)),
    ("kind", Of::Record(Kind::Evidence)),
    ("credibility", Of::Record(Kind::Evidence)),
    ("material", Of::Record(Kind::Evidence)),
    ("availability.says", Of::Record(Kind::Evidence)),
    ("availability.holder", Of::Record(Kind::Evidence)),
    ("availability.ground", Of::Record(Kind::Evidence)),
    ("availability.harm", Of::Record(Kind::Evidence)),
    ("via.party", Of::Record(Kind::Evidence)),
    ("via.origin", Of::Record(Kind::Evidence)),
    ("via.untraced", Of::Record(Kind::Evidence)),
    ("dated", Of::Record(Kind::Evidence)),
    ("about", Of::Record(Kind::Evidence)),
    ("source", Of::Key(Kind::Source)),
    ("source.title", Of::Record(Kind::Source)),
    ("source.publisher", Of::Record(Kind::Source)),
    ("source.author", Of::Record(Kind::Source)),
    ("source.kind", Of::Record(Kind::Source)),
    ("source.published", Of::Record(Kind::Source)),
    ("source.accessed", Of::Record(Kind::Source)),
    ("source.status", Of::Record(Kind::Source)),
    ("source.reliability", Of::Record(Kind::Source)),
    ("source.url", Of::Record(Kind::Source)),
    ("source.archive_url", Of::Record(Kind::Source)),
    ("source.sha256", Of::Record(Kind::Source)),
    ("reviewer", Of::Reviewer),
    ("access", Of::Said(Kind::Evidence)),
    ("part", Of::Said(Kind::Evidence)),
    ("disputed", Of::Said(Kind::Evidence)),
    ("examined", Of::Said(Kind::Evidence)),
    ("reading", Of::Said(Kind::Evidence)),
    ("ground.code", Of::Said(Kind::Evidence)),
    ("ground.basis", Of::Said(Kind::Evidence)),
    ("ground.by", Of::Said(Kind::Evidence)),
    ("ground.on", Of::Said(Kind::Evidence)),
    ("ground.harm", Of::Said(Kind::Evidence)),
    ("confidence", Of::Said(Kind::Evidence)),
    ("note", Of::Said(Kind::Evidence)),
    ("note.private", Of::Said(Kind::Evidence)),
    ("aside", Of::Said(Kind::Evidence)),
    ("changed", Of::Changed),
    ("claim.verdict", Of::Said(Kind::Claim)),
    ("claim.confidence", Of::Said(Kind::Claim)),
    ("claim.reason", Of::Said(Kind::Claim)),
    ("claim.note", Of::Said(Kind::Claim)),
    ("claim.note.private", Of::Said(Kind::Claim)),
    ("claim.aside", Of::Said(Kind::Claim)),
    ("claim.changed", Of::Changed),
    ("case.id", Of::Case),
    ("exported", Of::Exported),
];

/// The columns of the claim, and of the dossier, are the first.
pub const CLAIM: usize = 8;
pub const DOSSIER: usize = 39;
/// Those whose cells the last column vouches for.
pub const VOUCHED: usize = 62;

/// The cells of what reviewers say of evidence, and of its claim, with when that was changed.
pub const SAID: usize = 15;
pub const SAID_OF_CLAIM: usize = VOUCHED - DOSSIER - 1 - SAID;

/// The place of a column.
pub fn place(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|(known, _)| *known == name)
}

/// The field that a column shows, by its path within the record or the annotation.
pub fn path(name: &'static str, of: Of) -> &'static str {
    let prefix = match of {
        Of::Record(Kind::Claim) | Of::Said(Kind::Claim) => "claim.",
        Of::Record(Kind::Source) => "source.",
        _ => "",
    };
    name.strip_prefix(prefix).unwrap_or(name)
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text, or what is a word or a name.
    Text,
    /// A word of a vocabulary, or a key: its letters' case says nothing.
    Word,
    /// A date.
    Date,
    /// Yes, or nothing.
    Flag,
}

/// What the cells of a column are.
pub fn holds(name: &'static str, of: Of) -> Holds {
    match of {
        Of::Key(_) => Holds::Word,
        Of::Record(kind) => match kind.shape().field(path(name, of)).map(|field| field.takes) {
            Some(Takes::Date) => Holds::Date,
            Some(Takes::Word(_) | Takes::Digest) => Holds::Word,
            _ => Holds::Text,
        },
        Of::Said(_) => match path(name, of) {
            "access" | "reading" | "ground.basis" | "confidence" | "verdict" => Holds::Word,
            "part" | "disputed" | "examined" | "note.private" => Holds::Flag,
            "ground.on" => Holds::Date,
            _ => Holds::Text,
        },
        Of::Reviewer | Of::Changed | Of::Case | Of::Exported => Holds::Text,
    }
}

/// A date; nothing where there is none.
pub fn date(date: Option<&Dated>) -> Cow<'_, str> {
    date.map(|date| date.to_string().into()).unwrap_or_default()
}

/// Text; nothing where there is none.
pub fn text(text: Option<&String>) -> Cow<'_, str> {
    text.map_or("", String::as_str).into()
}

/// Yes, or nothing.
pub fn flag(on: bool) -> Cow<'static, str> {
    if on { "yes" } else { "" }.into()
}

fn key(key: &Key) -> Cow<'static, str> {
    key.to_string().into()
}

/// The cells of a claim.
pub fn claim(detail: &ClaimDetail) -> [Cow<'_, str>; CLAIM] {
    let record = &detail.record;
    [
        key(&detail.row.key),
        record.text.as_str().into(),
        text(detail.claimant.as_ref().map(|party| &party.name)),
        record.nature.map_or("", |nature| nature.word()).into(),
        date(record.asserted_on.as_ref()),
        date(record.event_date.as_ref()),
        text(record.topic.as_ref()),
        detail.parent.as_ref().map(|(parent, _)| key(parent)).unwrap_or_default(),
    ]
}

/// The cells of a piece of evidence and its source.
pub fn evidence(row: &EvidenceRow) -> [Cow<'_, str>; DOSSIER - CLAIM] {
    let (record, source) = (&row.record, &row.source);
    let quote = record.quote.as_ref();
    let says = record.availability.as_ref();
    let via = record.via.as_ref();
    let word = |word: Option<&'static str>| Cow::Borrowed(word.unwrap_or_default());
    [
        key(&row.key),
        record.stance.word().into(),
        quote.map_or("", |quote| &quote.text).into(),
        text(quote.and_then(|quote| quote.language.as_ref())),
        text(quote.and_then(|quote| quote.translator.as_ref())),
        record.paraphrase.as_str().into(),
        text(record.locator.as_ref()),
        text(record.kind.as_ref()),
        word(record.credibility.map(|grade| grade.word())),
        text(record.material.as_ref()),
        word(says.map(|says| says.says.word())),
        text(row.holder.as_ref()),
        text(says.and_then(|says| says.ground.as_ref())),
        text(says.and_then(|says| says.harm.as_ref())),
        text(row.via_party.as_ref().map(|(_, name)| name)),
        row.via_origin.as_ref().map(|(origin, _)| key(origin)).unwrap_or_default(),
        text(via.and_then(|via| via.untraced.as_ref())),
        date(record.dated.as_ref()),
        text(record.about.as_ref()),
        key(&row.source_key),
        source.title.as_str().into(),
        text(source.publisher.as_ref()),
        text(source.author.as_ref()),
        text(source.kind.as_ref()),
        date(source.published.as_ref()),
        date(source.accessed.as_ref()),
        word(source.status.map(|status| status.word())),
        word(source.reliability.map(|grade| grade.word())),
        text(source.url.as_ref()),
        text(source.archive_url.as_ref()),
        source.sha256.map(|digest| digest.to_string().into()).unwrap_or_default(),
    ]
}

/// The cells of what a reviewer says of a piece of evidence, without when it was changed.
pub fn said(said: &Annotation) -> [Cow<'_, str>; SAID - 1] {
    let ground: Option<&Ground> = said.ground.as_ref();
    let (words, private) = note(said);
    [
        said.access.map_or("", Access::word).into(),
        flag(said.part),
        flag(said.disputed),
        flag(said.examined),
        said.reading.map_or("", Stance::word).into(),
        ground.map_or("", |ground| &ground.code).into(),
        ground.map_or("", |ground| Basis::word(ground.basis)).into(),
        text(ground.and_then(|ground| ground.by.as_ref())),
        date(ground.and_then(|ground| ground.on.as_ref())),
        text(ground.and_then(|ground| ground.harm.as_ref())),
        confidence(said),
        words,
        private,
        text(said.aside.as_ref()),
    ]
}

/// The cells of what a reviewer says of a claim, without when it was changed.
pub fn said_of_claim(said: &Annotation) -> [Cow<'_, str>; SAID_OF_CLAIM - 1] {
    let (words, private) = note(said);
    [
        said.verdict.map_or("", Verdict::word).into(),
        confidence(said),
        text(said.reason.as_ref()),
        words,
        private,
        text(said.aside.as_ref()),
    ]
}

fn note(said: &Annotation) -> (Cow<'_, str>, Cow<'_, str>) {
    match &said.note {
        Some(Note { text, private }) => (text.as_str().into(), flag(*private)),
        None => Default::default(),
    }
}

fn confidence(said: &Annotation) -> Cow<'_, str> {
    said.confidence.map_or("", Confidence::word).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_is_where_its_cells_are_written() {
        assert_eq!(
            (COLUMNS[CLAIM].0, COLUMNS[DOSSIER].0, COLUMNS[VOUCHED].0),
            ("evidence", "reviewer", "case.id")
        );
        for (name, of) in COLUMNS {
            if let Of::Record(kind) = of {
                assert!(kind.shape().field(path(name, *of)).is_some(), "{name}");
            }
        }
    }
}
