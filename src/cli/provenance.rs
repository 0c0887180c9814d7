//! Where evidence comes from and what its source is worth: grade, derive, via.

use crate::case::{Done, Session, Through};
use crate::cli::completion::{keys, word};
use crate::cli::context::{self, Global};
use crate::cli::fields::text;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::Out;
use crate::domain::words::{Credibility, Relation, Reliability};
use crate::domain::{ItemId, Key, Kind};
use clap::Args;
use std::path::PathBuf;

/// Grade sources (A to F) or pieces of evidence (1 to 6) by the Admiralty code.
#[derive(Debug, Args)]
#[command(after_help = grade_help())]
pub struct GradeArgs {
    /// The case
    case: PathBuf,
    /// One or more keys of sources, or of evidence, then the grade; none takes it away
    #[arg(required = true, num_args = 2.., value_names = ["KEY", "GRADE"], add = keys([Kind::Source, Kind::Evidence]))]
    keys_and_grade: Vec<String>,
}

fn grade_help() -> String {
    let lines = |scale: &[(&str, &str)]| -> String {
        scale.iter().map(|(word, meaning)| format!("\n  {word}  {meaning}")).collect()
    };
    format!(
        "Examples:
  corrob grade my.corrob S-4 B
  corrob grade my.corrob E-31 E-32 3
  corrob grade my.corrob S-4 none

How reliable a source is:{}

How credible a piece of evidence is:{}",
        lines(&reliability()),
        lines(&credibility())
    )
}

fn reliability() -> Vec<(&'static str, &'static str)> {
    Reliability::ALL.iter().map(|grade| (grade.word(), grade.meaning())).collect()
}

fn credibility() -> Vec<(&'static str, &'static str)> {
    Credibility::ALL.iter().map(|grade| (grade.word(), grade.meaning())).collect()
}

/// A scale, for a sentence.
fn spelt(scale: &[(&str, &str)]) -> String {
    let all: Vec<String> = scale.iter().map(|(word, meaning)| format!("{word} ({meaning})")).collect();
    all.join(", ")
}

/// What was given as a grade.
#[derive(Debug, Clone, Copy)]
enum Grade {
    Source(Reliability),
    Evidence(Credibility),
    None,
}

impl Grade {
    fn read(text: &str) -> Result<Self> {
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self::None);
        }
        if let Ok(grade) = text.parse() {
            return Ok(Self::Source(grade));
        }
        text.parse().map(Self::Evidence).map_err(|_| {
            Failure::said(format!(
                "\"{text}\" is not a grade; the grade comes last, after the keys: for sources {}, for evidence {}, \
                 or none",
                spelt(&reliability()),
                spelt(&credibility())
            ))
        })
    }
}

impl GradeArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let mut keys = self.keys_and_grade;
        let grade = Grade::read(keys.pop().unwrap_or_default().trim())?;
        global.change(&self.case, "grade", |session| {
            let first = keys.first().map(String::as_str).unwrap_or_default();
            let (kind, _) = context::find(session.case(), first)?;
            if !matches!(kind, Kind::Source | Kind::Evidence) {
                return Err(Failure::said(format!(
                    "{first} is {}; sources and evidence are graded",
                    kind.one()
                )));
            }
            let why = "sources and evidence have scales of their own, so grade them apart";
            let items = context::find_all(session.case(), &keys, kind, why)?;
            let wrong = |what: &str, scale: &[(&str, &str)]| {
                Failure::said(format!("{first} is {what}, which is graded {}, or none", spelt(scale)))
            };
            say(&match (kind, grade) {
                (Kind::Source, Grade::Source(grade)) => session.set_reliability(&items, Some(grade))?,
                (Kind::Source, Grade::None) => session.set_reliability(&items, None)?,
                (Kind::Source, Grade::Evidence(_)) => return Err(wrong("a source", &reliability())),
                (_, Grade::Evidence(grade)) => session.set_credibility(&items, Some(grade))?,
                (_, Grade::None) => session.set_credibility(&items, None)?,
                (_, Grade::Source(_)) => return Err(wrong("a piece of evidence", &credibility())),
            })
        })
    }
}

/// Say that a source draws on another.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob derive my.corrob S-4 S-1
  corrob derive my.corrob S-4 S-1 --relation quotes --locator \"third paragraph\"

One that is on record with another relation is changed. corrob undo takes it back.")]
pub struct DeriveArgs {
    /// The case
    case: PathBuf,
    /// The source that draws on the other (its key or name)
    #[arg(add = keys([Kind::Source]))]
    source: String,
    /// The source drawn on (its key or name)
    #[arg(add = keys([Kind::Source]))]
    from: String,
    /// How; relays where nothing is on record yet
    #[arg(long, value_parser = word::<Relation>())]
    relation: Option<Relation>,
    /// Where that shows: section, paragraph or page
    #[arg(long, value_name = "TEXT", value_parser = text, allow_hyphen_values = true)]
    locator: Option<String>,
}

impl DeriveArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.change(&self.case, "derive", |session| {
            let why = "a source draws on a source";
            let source = one(session, &self.source, Kind::Source, why)?;
            let from = one(session, &self.from, Kind::Source, why)?;
            let known = || Ok::<_, Failure>(session.case().derivations(source, from)?);
            let relation = match self.relation {
                Some(relation) => relation,
                None => known()?.first().map_or(Relation::Relays, |(_, record)| record.relation),
            };
            say(&session.derive(source, from, relation, self.locator.as_deref())?)
        })
    }
}

/// Say who speaks in evidence and what it rests on, where that is not what its source draws on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob via my.corrob E-31 --party P-4
  corrob via my.corrob E-31 E-32 --party P-4 --origin S-1
  corrob via my.corrob E-7 --untraced anonymous
  corrob via my.corrob E-7 --clear

It is set whole: what is not given is taken away.")]
pub struct ViaArgs {
    /// The case
    case: PathBuf,
    /// The pieces of evidence
    #[arg(required = true, value_name = "KEY", add = keys([Kind::Evidence]))]
    keys: Vec<String>,
    /// The party who speaks there (its key or name)
    #[arg(long, value_name = "KEY|NAME", add = keys([Kind::Party]))]
    party: Option<String>,
    /// The source that is its origin (its key or name)
    #[arg(long, value_name = "KEY|NAME", add = keys([Kind::Source]))]
    origin: Option<String>,
    /// Why its origin is untraced: anonymous, not recorded, ...
    #[arg(long, value_name = "WHY", value_parser = text, allow_hyphen_values = true)]
    untraced: Option<String>,
    /// Take it away: what its source draws on decides again
    #[arg(long, conflicts_with_all = ["party", "origin", "untraced"])]
    clear: bool,
}

impl ViaArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        if !self.clear && [&self.party, &self.origin, &self.untraced].iter().all(|given| given.is_none()) {
            return Err(Failure::said(
                "say who speaks (--party), what it rests on (--origin) or why that is unknown (--untraced); --clear takes it away",
            ));
        }
        global.change(&self.case, "via", |session| {
            let keys = &self.keys;
            let items = context::find_all(
                session.case(),
                keys,
                Kind::Evidence,
                "only evidence has a speaker and an origin",
            )?;
            let find = |text: &Option<String>, kind: Kind, why: &str| {
                text.as_deref().map(|text| one(session, text, kind, why)).transpose()
            };
            let through = Through {
                party: find(&self.party, Kind::Party, "a party speaks")?,
                origin: find(&self.origin, Kind::Source, "evidence rests on a source")?,
                untraced: self.untraced,
            };
            say(&session.set_via(&items, &through)?)
        })
    }
}

/// The one record of a kind that a key or a name stands for.
fn one(session: &Session, text: &str, kind: Kind, why: &str) -> Result<ItemId> {
    if text.trim().parse::<Key>().is_err() {
        return Ok(session.case().called(kind, text)?);
    }
    let (found, item) = context::find(session.case(), text)?;
    if found != kind {
        return Err(Failure::said(format!("{} is {}; {why}", text.trim(), found.one())));
    }
    Ok(item)
}

/// Prints what a step did, or that everything was so already.
fn say(done: &Done) -> Result<Exit> {
    let mut out = Out::new();
    out.line(&done.label)?;
    out.finish()?;
    Ok(Exit::Done)
}
