//! What a reviewer says: tag, note, verdict, aside.

use crate::case::{Details, Done, Session};
use crate::cli::completion::{keys, keys_and, word};
use crate::cli::context::{self, Global};
use crate::cli::fields::text;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::domain::material::ground_on_record;
use crate::domain::query::{ReadingIs, VerdictIs};
use crate::domain::tag::Tag;
use crate::domain::words::Word;
use crate::domain::{Basis, Confidence, Date, Dated, Ground, ItemId, Kind, Note, Target, grounds, wording};
use crate::text::typed;
use clap::Args;
use std::io::Read;
use std::path::PathBuf;

/// Reads yes or no, for clap.
fn yes(text: &str) -> std::result::Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("\"{other}\" is neither yes nor no")),
    }
}

/// Tag evidence: say what can be inspected. Sets, never toggles.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob tag my.corrob E-31 withheld --ground no-basis-stated --basis inferred
  corrob tag my.corrob E-4 E-5 E-9 released --part
  corrob tag my.corrob E-31 disputed --note \"the lab contests the reading\"
  corrob tag my.corrob E-31 clear

Grounds: no-basis-stated, classified, glomar, a FOIA exemption such as \"(b)(7)(A)\" or \
b7A, several with commas between, source-protection, sealed, or your own words.")]
pub struct TagArgs {
    /// The case
    case: PathBuf,
    /// One or more keys of evidence, then the tag: released, withheld, disputed, examined, clear
    #[arg(required = true, num_args = 2.., value_names = ["KEY", "TAG"], add = keys_and([Kind::Evidence], Tag::VOCABULARY.words))]
    keys_and_tag: Vec<String>,
    /// In part only
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes", value_name = "yes|no", value_parser = yes)]
    part: Option<bool>,
    /// Why it is withheld; a tag without it has no ground, whatever the source records
    #[arg(long, value_parser = text)]
    ground: Option<String>,
    /// Whether the holder invoked the ground, or you infer it
    #[arg(long, requires = "ground", value_parser = word::<Basis>())]
    basis: Option<Basis>,
    /// Who invoked the ground
    #[arg(long, requires = "ground", value_name = "PARTY", value_parser = text, add = keys([Kind::Party]))]
    by: Option<String>,
    /// When the ground was invoked
    #[arg(long, requires = "ground", value_name = "DATE")]
    on: Option<Date>,
    /// The harm that showing it would do, as the holder has it
    #[arg(long, requires = "ground", value_name = "TEXT", value_parser = text, allow_hyphen_values = true)]
    harm: Option<String>,
    /// How sure you are
    #[arg(long, value_parser = word::<Confidence>())]
    confidence: Option<Confidence>,
    /// A note that goes with it
    #[arg(long, value_parser = text, allow_hyphen_values = true)]
    note: Option<String>,
    /// Keep the note out of exports and reports
    #[arg(long, requires = "note")]
    private: bool,
}

impl TagArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let mut keys = self.keys_and_tag;
        let tag: Tag = keys
            .pop()
            .unwrap_or_default()
            .parse()
            .map_err(|error| Failure::said(format!("{error}; the tag comes last, after the keys")))?;
        let held = matches!(tag, Tag::Released | Tag::Withheld);
        if self.ground.is_some() && tag != Tag::Withheld {
            return Err(Failure::said(
                "--ground says why something is withheld, and goes only with that tag",
            ));
        }
        if self.part.is_some() && !held {
            return Err(Failure::said("--part goes with released and withheld"));
        }
        if self.confidence.is_some() && matches!(tag, Tag::Clear | Tag::Examined) {
            return Err(Failure::said(format!("--confidence goes with a tag, and {tag} takes all tags off")));
        }
        let ground = self.ground.as_deref().map(str::trim);
        if ground == Some("") {
            return Err(Failure::said("--ground needs a code or a few words; the tag alone needs no ground"));
        }
        let by = self.by;
        let details = Details {
            part: self.part,
            ground: ground.map(|code| Ground {
                code: grounds::canonical(code),
                basis: self.basis.unwrap_or(if by.is_some() { Basis::Invoked } else { Basis::Inferred }),
                by: by.clone(),
                on: self.on.map(Dated::Stated),
                harm: self.harm.filter(|harm| !harm.trim().is_empty()),
            }),
            confidence: self.confidence,
            note: self.note.map(|text| Note { text, private: self.private }),
        };
        global.change(&self.case, "tag", |session| {
            let why = "only evidence is tagged; a claim gets a verdict";
            let items = context::find_all(session.case(), &keys, Kind::Evidence, why)?;
            let mut details = details;
            if let Some(ground) = &mut details.ground {
                ground.by = ground.by.take().map(|by| party(session, by)).transpose()?;
            }
            let exit = say(&session.set_tag(&items, tag, &details)?)?;
            if tag == Tag::Withheld && details.ground.is_none() {
                grounds_on_record(session, &items)?;
            }
            Ok(exit)
        })
    }
}

/// Names the grounds that sources record for what was tagged withheld without one. A tag has the ground that
/// is given with it and no other: whether the source's applies is for the reviewer to say.
fn grounds_on_record(session: &Session, items: &[ItemId]) -> Result<()> {
    let reviewer = session.reviewer().id;
    for item in items {
        let row = session.case().evidence_line(reviewer, *item)?;
        if row.annotation.ground.is_none()
            && let Some(ground) = ground_on_record(&row)
        {
            let ground = wording::ground(&ground);
            remark(&format!("{}: the source records the ground {ground}; --ground takes it over", row.key));
        }
    }
    Ok(())
}

/// A party by its key, as its name; any other text as it is.
fn party(session: &Session, text: String) -> Result<String> {
    match context::find(session.case(), &text) {
        Ok((Kind::Party, item)) => {
            let party: Option<crate::domain::Party> = session.case().record(Kind::Party, item)?;
            Ok(party.map_or(text, |party| party.name))
        }
        _ if text.parse::<crate::domain::Key>().is_ok_and(|key| key.kind == Kind::Party) => {
            Err(Failure::said(format!("there is no party {text} in this case")))
        }
        _ => Ok(text),
    }
}

/// Read evidence otherwise than the case lists it: say your own stance.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob reading my.corrob E-31 context
  corrob reading my.corrob E-4 E-5 disputes
  corrob reading my.corrob E-31 none

What the case lists is left as it is; a reading the same as that is none.")]
pub struct ReadingArgs {
    /// The case
    case: PathBuf,
    /// One or more keys of evidence, then your reading: supports, repeats, disputes, context, none
    #[arg(required = true, num_args = 2.., value_names = ["KEY", "READING"], add = keys_and([Kind::Evidence], ReadingIs::VOCABULARY.words))]
    keys_and_reading: Vec<String>,
}

impl ReadingArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let mut keys = self.keys_and_reading;
        let reading: ReadingIs = keys
            .pop()
            .unwrap_or_default()
            .parse()
            .map_err(|error| Failure::said(format!("{error}; the reading comes last, after the keys")))?;
        global.change(&self.case, "reading", |session| {
            let items = context::find_all(session.case(), &keys, Kind::Evidence, "only evidence is read")?;
            say(&session.set_reading(&items, reading.stance())?)
        })
    }
}

/// Write a note on a claim or a piece of evidence, in place of the one you wrote before.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob note my.corrob E-31 \"asked the agency on 17 October\"
  corrob note my.corrob C-7 - < notes.txt
  corrob note my.corrob E-31 --clear")]
pub struct NoteArgs {
    /// The case
    case: PathBuf,
    /// The claim or piece of evidence
    #[arg(add = keys([Kind::Claim, Kind::Evidence]))]
    key: String,
    /// The text; - reads it from standard input
    #[arg(required_unless_present = "clear", conflicts_with = "clear", value_parser = text, allow_hyphen_values = true)]
    text: Option<String>,
    /// Keep it out of exports and reports
    #[arg(long, conflicts_with = "clear")]
    private: bool,
    /// Take the note away
    #[arg(long)]
    clear: bool,
}

/// The longest note: more is a document.
const LONGEST: u64 = 1 << 20;

impl NoteArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.must_write("note")?;
        let text = match self.text {
            Some(dash) if dash == "-" => Some(from_stdin()?),
            other => other,
        };
        if text.as_deref().is_some_and(|text| text.trim().is_empty()) {
            return Err(Failure::said("the note is empty; --clear takes a note away"));
        }
        let note = text.map(|text| Note { text, private: self.private });
        global.change(&self.case, "note", |session| {
            let target = context::target(session.case(), &self.key)?;
            say(&session.set_note(target, note.as_ref())?)
        })
    }
}

fn from_stdin() -> Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::said(format!("the note could not be read: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LONGEST {
        return Err(Failure::said("the note is longer than 1 MiB; nothing was written"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::said("the note is not in UTF-8; convert it first (iconv -t UTF-8)"))?;
    let mut text = typed(&text);
    text.truncate(text.strip_suffix('\n').unwrap_or(&text).len());
    Ok(text)
}

/// Judge a claim.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob verdict my.corrob C-7 unproven --confidence moderate --reason \"no log names the day\"
  corrob verdict my.corrob C-7 none")]
pub struct VerdictArgs {
    /// The case
    case: PathBuf,
    /// The claim
    #[arg(add = keys([Kind::Claim]))]
    key: String,
    /// The verdict, or none to take it back
    #[arg(value_parser = word::<VerdictIs>())]
    verdict: VerdictIs,
    /// How sure you are
    #[arg(long, value_parser = word::<Confidence>())]
    confidence: Option<Confidence>,
    /// Why you judge so; it stands beside the verdict in reports
    #[arg(long, value_parser = text, allow_hyphen_values = true)]
    reason: Option<String>,
}

impl VerdictArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let verdict = self.verdict.verdict();
        if verdict.is_none() && self.confidence.is_some() {
            return Err(Failure::said("--confidence goes with a verdict, and none takes it back"));
        }
        if verdict.is_none() && self.reason.is_some() {
            return Err(Failure::said("--reason goes with a verdict, and none takes it back"));
        }
        global.change(&self.case, "verdict", |session| {
            let why = "only a claim gets a verdict; evidence is tagged";
            let items = context::find_all(session.case(), &[self.key], Kind::Claim, why)?;
            let claim = items.first().copied().unwrap_or_default();
            say(&session.set_verdict(claim, verdict, self.confidence, self.reason.as_deref())?)
        })
    }
}

/// Set claims or evidence aside for now, or take them up again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob aside my.corrob E-31 E-32 --reason \"waiting for the lab\"
  corrob aside my.corrob E-31 --clear")]
pub struct AsideArgs {
    /// The case
    case: PathBuf,
    /// The claims or pieces of evidence
    #[arg(required = true, value_name = "KEY", add = keys([Kind::Claim, Kind::Evidence]))]
    keys: Vec<String>,
    /// Why
    #[arg(long, conflicts_with = "clear", value_parser = text, allow_hyphen_values = true)]
    reason: Option<String>,
    /// Take them up again
    #[arg(long)]
    clear: bool,
}

impl AsideArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let reason = (!self.clear).then(|| self.reason.unwrap_or_default());
        global.change(&self.case, "aside", |session| {
            let mut targets: Vec<Target> = Vec::new();
            for key in &self.keys {
                let target = context::target(session.case(), key)?;
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
            say(&session.set_aside(&targets, reason.as_deref())?)
        })
    }
}

/// Prints what a step did.
fn say(done: &Done) -> Result<Exit> {
    let mut out = Out::new();
    if done.items.is_empty() {
        out.line(&format!("{} (no change)", done.label))?;
    } else {
        out.line(&done.label)?;
    }
    out.finish()?;
    Ok(Exit::Done)
}
