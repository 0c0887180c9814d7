//! The keys of the query language: what each takes and what it means. The parser, the help and
//! `docs/queries.md` all read this one table.

use super::value::Value;
use super::{Named, ReadingIs, State, TagIs, Term, Text, VerdictIs};
use crate::domain::keys::Key;
use crate::domain::records::Kind;
use crate::domain::words::{Stance, Status};
use std::str::FromStr;

/// A key of the query language.
#[derive(Debug, Clone, Copy)]
pub struct QueryKey {
    /// The key itself, without the colon.
    pub key: &'static str,
    /// A term with it.
    pub example: &'static str,
    /// What it finds.
    pub sentence: &'static str,
    /// The values it takes; `None` if it takes text.
    pub values: fn() -> Vec<&'static str>,
    pub(super) read: fn(&Value) -> Result<Term, String>,
}

/// Every key, in the order people expect to see them.
pub const KEYS: &[QueryKey] = &[
    QueryKey {
        key: "tag",
        example: "tag:withheld",
        sentence: "Evidence that the reviewer has tagged so; examined: looked at, and no tag applies; none: undecided.",
        values: || TagIs::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Tag),
    },
    QueryKey {
        key: "stance",
        example: "stance:disputes",
        sentence: "Evidence that bears on its claim this way.",
        values: || Stance::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Stance),
    },
    QueryKey {
        key: "reading",
        example: "reading:disputes",
        sentence: "Evidence that the reviewer reads this way, where the case lists it otherwise; none for what has no such reading.",
        values: || ReadingIs::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Reading),
    },
    QueryKey {
        key: "verdict",
        example: "verdict:none",
        sentence: "Claims on which the reviewer has given this verdict, or none.",
        values: || VerdictIs::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Verdict),
    },
    QueryKey {
        key: "is",
        example: "is:undecided",
        sentence: "Evidence undecided or decided; evidence or claims on which reviewers differ (conflict), set aside, or noted; claims whose verdict is older than newer evidence or than the retraction of a source, evidence whose quote its document does not have, and evidence in sources unchecked for longer than the case allows (stale).",
        values: || State::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Is),
    },
    QueryKey {
        key: "by",
        example: "by:r.lee",
        sentence: "Whose judgment the terms on tags, verdicts, grounds and notes mean; without such a term, what that reviewer has annotated.",
        values: Vec::new,
        read: |value| Ok(Term::By(value.text.clone())),
    },
    QueryKey {
        key: "source",
        example: "source:S-4",
        sentence: "This source, and evidence in it, by its key or a part of its title, short name or publisher.",
        values: Vec::new,
        read: |value| Ok(Term::Source(named(value, Kind::Source))),
    },
    QueryKey {
        key: "claim",
        example: "claim:C-7",
        sentence: "The claim with this key.",
        values: Vec::new,
        read: |value| {
            let key = Key::from_str(&value.text).ok().filter(|key| key.kind == Kind::Claim);
            key.map(Term::Claim)
                .ok_or_else(|| format!("\"{}\" is not the key of a claim, like C-7", value.short()))
        },
    },
    QueryKey {
        key: "claimant",
        example: "claimant:ministry",
        sentence: "Claims by this party: its id, its key, or a part of its name.",
        values: Vec::new,
        read: |value| Ok(Term::Claimant(named(value, Kind::Party))),
    },
    QueryKey {
        key: "kind",
        example: "kind:intercept",
        sentence: "Evidence of this kind, or in a source of this kind.",
        values: Vec::new,
        read: |value| Ok(Term::Kind(value.text.clone())),
    },
    QueryKey {
        key: "status",
        example: "status:retracted",
        sentence: "Sources with this status, and evidence in them.",
        values: || Status::ALL.iter().map(|word| word.word()).collect(),
        read: |value| word(value).map(Term::Status),
    },
    QueryKey {
        key: "topic",
        example: "topic:contracts",
        sentence: "Claims whose topic holds this text.",
        values: Vec::new,
        read: |value| Ok(Term::Topic(value.text.clone())),
    },
    QueryKey {
        key: "material",
        example: "material:ledger",
        sentence: "Evidence that rests on material whose name holds this text.",
        values: Vec::new,
        read: |value| Ok(Term::Material(value.text.clone())),
    },
    QueryKey {
        key: "ground",
        example: "ground:glomar",
        sentence: "Evidence withheld on a ground that holds this text, as the reviewer or the source has it.",
        values: Vec::new,
        read: |value| Ok(Term::Ground(value.text.clone())),
    },
    QueryKey {
        key: "note",
        example: "note:asked",
        sentence: "Evidence and claims on which the reviewer's note says this.",
        values: Vec::new,
        read: |value| Ok(Term::Note(Text { text: value.text.clone(), prefix: value.starred })),
    },
    QueryKey {
        key: "before",
        example: "before:2025-10-16",
        sentence: "Dated before this year, month, day or time: the claim's event or assertion, the evidence, or its source, by the date it bears or its publication.",
        values: Vec::new,
        read: |value| value.text.parse().map(Term::Before).map_err(|error| format!("{error}")),
    },
    QueryKey {
        key: "after",
        example: "after:2025-10",
        sentence: "Dated after it; with before:, one date lies between the two.",
        values: Vec::new,
        read: |value| value.text.parse().map(Term::After).map_err(|error| format!("{error}")),
    },
];

/// The key with a name.
pub(super) fn find(name: &str) -> Option<&'static QueryKey> {
    KEYS.iter().find(|known| known.key.eq_ignore_ascii_case(name))
}

fn word<T: FromStr<Err = crate::domain::words::UnknownWord>>(value: &Value) -> Result<T, String> {
    let star = if value.starred { "*" } else { "" };
    format!("{}{star}", value.short()).parse().map_err(|error: T::Err| error.to_string())
}

fn named(value: &Value, kind: Kind) -> Named {
    match Key::from_str(&value.text) {
        Ok(key) if key.kind == kind => Named::Key(key),
        _ => Named::Part(value.text.clone()),
    }
}
