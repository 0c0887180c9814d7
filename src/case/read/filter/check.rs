//! A clause of a query, made ready to be asked of rows.

use crate::case::error::CaseError;
use crate::case::tables::row_set::RowSet;
use crate::domain::dates::Dated;
use crate::domain::query::{Level, Needle, Span, fold};
use crate::domain::records::{Availability, Record};
use crate::domain::words::Status;
use crate::domain::{Claim, Evidence, Source};
use serde::Deserialize;

/// What must hold, or must not, of a claim and a piece of its evidence: the rows it holds of, as far
/// as they are known beforehand, and what is read in the records themselves.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) negated: bool,
    pub(crate) level: Level,
    pub(crate) claims: RowSet,
    pub(crate) sources: RowSet,
    /// Whether the sources it holds of are known beforehand, be it none.
    pub(crate) knows_sources: bool,
    pub(crate) pieces: RowSet,
    /// Parties whose claims it holds of.
    pub(crate) claimants: Option<RowSet>,
    pub(crate) read: Option<Read>,
}

impl Check {
    pub(crate) fn new(negated: bool, level: Level) -> Self {
        let (claims, sources, pieces) = Default::default();
        Self { negated, level, claims, sources, knows_sources: false, pieces, claimants: None, read: None }
    }

    /// Whether it holds of a piece.
    pub(crate) fn holds(&self, piece: &Piece<'_>) -> Result<bool, CaseError> {
        let mut found = self.pieces.has(piece.id)
            || self.sources.has(piece.source)
            || (self.asks_claims() || self.negated && self.level == Level::Item)
                && self.claims.has(piece.claim);
        if !found && let Some(read) = &self.read {
            found = read.in_piece(piece)?;
        }
        Ok(found != self.negated)
    }

    /// Whether it holds of a piece when it holds of its claim.
    pub(crate) fn asks_claims(&self) -> bool {
        matches!(self.level, Level::Claim | Level::Any)
    }

    /// Whether it holds of a claim by itself.
    pub(crate) fn holds_alone(&self, claim: i64) -> bool {
        self.level != Level::Evidence && self.claims.has(claim) != self.negated
    }

    /// Whether the whole record of a piece must be read.
    pub(crate) fn reads_pieces(&self) -> bool {
        !matches!(
            self.read,
            None | Some(Read::Stance(_) | Read::SourceTitle(_) | Read::Status(_) | Read::Topic(_))
        )
    }

    pub(crate) fn reads_claims(&self) -> bool {
        matches!(self.read, Some(Read::Words(_) | Read::Dates(_) | Read::Topic(_)))
    }

    pub(crate) fn reads_sources(&self) -> bool {
        matches!(
            self.read,
            Some(Read::Words(_) | Read::Dates(_) | Read::SourceTitle(_) | Read::Kind(_) | Read::Status(_))
        )
    }

    /// Whether some piece it holds of can be missing from the rows it knows.
    pub(crate) fn is_open(&self) -> bool {
        self.negated || self.reads_pieces() || matches!(self.read, Some(Read::Stance(_)))
    }
}

/// What is read in records. Texts are folded.
#[derive(Debug)]
pub(crate) enum Read {
    Stance(i64),
    Material(String),
    Kind(String),
    Ground(String),
    SourceTitle(String),
    Status(Status),
    Topic(String),
    Words(Needle),
    Dates(Span),
}

/// A piece of evidence as it is looked at; its record only where a check reads it.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) id: i64,
    pub(crate) claim: i64,
    pub(crate) source: i64,
    pub(crate) stance: i64,
    pub(crate) body: &'a str,
}

/// Of a record, what terms ask for.
#[derive(Deserialize)]
struct PieceSays {
    kind: Option<String>,
    material: Option<String>,
    availability: Option<Availability>,
    dated: Option<Dated>,
}

#[derive(Deserialize)]
struct SourceSays {
    title: String,
    short: Option<String>,
    publisher: Option<String>,
    kind: Option<String>,
    status: Option<Status>,
    dated: Option<Dated>,
    published: Option<Dated>,
}

#[derive(Deserialize)]
struct ClaimSays {
    topic: Option<String>,
    event_date: Option<Dated>,
    asserted_on: Option<Dated>,
}

fn holds_part(text: Option<&String>, part: &str) -> bool {
    text.is_some_and(|text| fold(text).contains(part))
}

fn within(span: &Span, date: Option<&Dated>) -> bool {
    date.is_some_and(|dated| span.holds(dated.date()))
}

/// Whether the words of a record hold something the index of words does not find.
fn says<R: Record>(needle: &Needle, body: &str) -> Result<bool, CaseError> {
    if !body.contains(needle.sure_part()) {
        return Ok(false);
    }
    Ok(needle.is_in(&serde_json::from_str::<R>(body)?.words()))
}

impl Read {
    fn in_piece(&self, piece: &Piece<'_>) -> Result<bool, CaseError> {
        if let Self::Stance(stance) = self {
            return Ok(piece.stance == *stance);
        }
        if let Self::Words(needle) = self {
            return says::<Evidence>(needle, piece.body);
        }
        if !self.may_be_in(piece.body) {
            return Ok(false);
        }
        let piece: PieceSays = serde_json::from_str(piece.body)?;
        Ok(match self {
            Self::Material(part) => holds_part(piece.material.as_ref(), part),
            Self::Kind(kind) => piece.kind.is_some_and(|is| one_word(&is) == *kind),
            Self::Ground(part) => holds_part(piece.availability.and_then(|a| a.ground).as_ref(), part),
            Self::Dates(span) => within(span, piece.dated.as_ref()),
            Self::Stance(_) | Self::SourceTitle(_) | Self::Status(_) | Self::Topic(_) | Self::Words(_) => {
                false
            }
        })
    }

    /// Whether the text of a piece's record gives reason to read it.
    fn may_be_in(&self, body: &str) -> bool {
        let holds = |part: &str, value: &str| value.contains('\\') || fold(value).contains(part);
        match self {
            Self::Material(part) => any_member(body, "\"material\":\"", |value| holds(part, value)),
            Self::Ground(part) => any_member(body, "\"ground\":\"", |value| holds(part, value)),
            Self::Kind(kind) => {
                any_member(body, "\"kind\":\"", |value| value.contains('\\') || one_word(value) == *kind)
            }
            Self::Dates(_) => body.contains("\"dated\":"),
            Self::Stance(_) | Self::SourceTitle(_) | Self::Status(_) | Self::Topic(_) | Self::Words(_) => {
                false
            }
        }
    }

    pub(crate) fn in_source(&self, body: &str) -> Result<bool, CaseError> {
        if let Self::Words(needle) = self {
            return says::<Source>(needle, body);
        }
        let source: SourceSays = serde_json::from_str(body)?;
        Ok(match self {
            Self::SourceTitle(part) => {
                let others = [&source.short, &source.publisher];
                fold(&source.title).contains(part) || others.iter().any(|it| holds_part(it.as_ref(), part))
            }
            Self::Status(status) => source.status == Some(*status),
            Self::Kind(kind) => source.kind.is_some_and(|is| one_word(&is) == *kind),
            Self::Dates(span) => {
                within(span, source.dated.as_ref()) || within(span, source.published.as_ref())
            }
            Self::Stance(_) | Self::Material(_) | Self::Ground(_) | Self::Topic(_) | Self::Words(_) => false,
        })
    }

    pub(crate) fn in_claim(&self, body: &str) -> Result<bool, CaseError> {
        if let Self::Words(needle) = self {
            return says::<Claim>(needle, body);
        }
        let claim: ClaimSays = serde_json::from_str(body)?;
        Ok(match self {
            Self::Topic(part) => holds_part(claim.topic.as_ref(), part),
            Self::Dates(span) => {
                within(span, claim.event_date.as_ref()) || within(span, claim.asserted_on.as_ref())
            }
            Self::Stance(_)
            | Self::Material(_)
            | Self::Kind(_)
            | Self::Ground(_)
            | Self::SourceTitle(_)
            | Self::Status(_)
            | Self::Words(_) => false,
        })
    }
}

/// Whether some text in a record that follows this beginning (a member's name) passes a test. Cut off
/// at its first quote, even an escaped one. Within a text of the record no such beginning can stand,
/// since its quotes would be escaped.
fn any_member(body: &str, beginning: &str, test: impl Fn(&str) -> bool) -> bool {
    body.match_indices(beginning).any(|(at, _)| {
        let rest = &body[at + beginning.len()..];
        test(&rest[..rest.find('"').unwrap_or(rest.len())])
    })
}

/// A kind as it is compared: "News report" is news-report.
pub(crate) fn one_word(kind: &str) -> String {
    fold(kind.trim()).replace([' ', '_'], "-")
}
