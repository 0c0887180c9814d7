//! The fields of each kind of record as flags: one table for `add`, `edit` and their help.

use crate::case::Edits;
use crate::cli::outcome::{Failure, Result};
use crate::domain::words::{
    Asked, Basis, Being, Credibility, Naming, Nature, Outcome, Qualifier, Relation, Reliability, Stance,
    Status,
};
use crate::domain::{Date, Digest, Kind, grounds};
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

/// What a flag takes.
#[derive(Debug, Clone, Copy)]
enum Takes {
    Text,
    /// A word of a vocabulary.
    Word(fn() -> Vec<&'static str>),
    Number,
    Date,
    /// A code, or text.
    Ground,
    /// The key (or id) of another record.
    Record(Kind),
    /// The keys (or ids) of other records, separated by commas.
    Records(Kind),
    /// The SHA-256 of a document.
    Digest,
    /// A whole number of days.
    Days,
}

/// A field of a record.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    field: &'static str,
    takes: Takes,
    required: bool,
    help: &'static str,
}

const fn flag(field: &'static str, takes: Takes, help: &'static str) -> Flag {
    Flag { field, takes, required: false, help }
}

const fn needed(field: &'static str, takes: Takes, help: &'static str) -> Flag {
    Flag { field, takes, required: true, help }
}

macro_rules! words {
    ($vocabulary:ty) => {
        Takes::Word(|| <$vocabulary>::ALL.iter().map(|word| word.word()).collect())
    };
}

use Takes::{Date as Day, Days, Number, Record, Records, Text};

const PARTY: &[Flag] = &[
    needed("name", Text, "The name, or a short description of a party that is not named"),
    flag("short", Text, "The name in a word or two, for lists"),
    flag("role", Text, "Its role at the time"),
    flag("is", words!(Being), "A person or an organization, where it is one of them"),
    needed("naming", words!(Naming), "How it is known to us"),
    flag("of", Record(Kind::Party), "The party it belongs to or speaks for"),
    flag("about", Text, "What a reader should know of it"),
];
const SOURCE: &[Flag] = &[
    needed("title", Text, "The title, or a description where it has none"),
    flag("publisher", Text, "Who published it"),
    flag("author", Text, "Who wrote it"),
    flag("kind", Text, "What it is: official-release, court-record, news-report, fact-check, ..."),
    flag("url", Text, "Where it was published"),
    flag("archive_url", Text, "Where a copy is kept"),
    flag("published", Day, "When it was published"),
    flag("accessed", Day, "When it was last looked at"),
    flag("status", words!(Status), "What has become of it"),
    flag("reliability", words!(Reliability), "Admiralty code"),
    flag("language", Text, "Its language, as a BCP 47 tag"),
    flag("party", Record(Kind::Party), "The party whose own word it is"),
    flag("sha256", Takes::Digest, "The SHA-256 of its document, in hexadecimal"),
    flag("about", Text, "What a reader should know of it"),
];
const DERIVATION: &[Flag] = &[
    needed("source", Record(Kind::Source), "The source that draws on the other"),
    needed("from", Record(Kind::Source), "The source drawn on"),
    needed("relation", words!(Relation), "How it draws on it"),
    flag("locator", Text, "Where that shows: section, paragraph or page"),
    flag("about", Text, "What a reader should know of it"),
];
const CLAIM: &[Flag] = &[
    needed("text", Text, "The statement, without its claimant"),
    flag("claimant", Record(Kind::Party), "The party who asserts it"),
    flag("nature", words!(Nature), "What sort of statement it is"),
    flag("event_date", Day, "When what it tells of happened"),
    flag("asserted_on", Day, "When it was asserted"),
    flag("topic", Text, "What it is about, in a word or two"),
    flag("parent", Record(Kind::Claim), "The claim it is a tier or part of"),
    flag("about", Text, "What a reader should know of it"),
];
const EVIDENCE: &[Flag] = &[
    needed("claim", Record(Kind::Claim), "The claim it bears on"),
    needed("source", Record(Kind::Source), "The source it stands in"),
    needed("stance", words!(Stance), "How it bears on the claim"),
    needed("paraphrase", Text, "What the source says, in your own words"),
    flag("locator", Text, "Section, paragraph or page"),
    flag("kind", Text, "What it is: summary, statement, intercept, forensic-report, statistics, ..."),
    flag("credibility", words!(Credibility), "Admiralty code"),
    flag("material", Text, "The material it rests on"),
    flag("dated", Day, "The date of what it tells"),
    flag("about", Text, "What a reader should know of it"),
];
const FIGURE: &[Flag] = &[
    flag("claim", Record(Kind::Claim), "The claim it belongs to"),
    flag("evidence", Record(Kind::Evidence), "The piece of evidence that asserts it"),
    flag("asserted_by", Record(Kind::Party), "The party who asserts it"),
    needed("measures", Text, "What is measured"),
    flag("quantity", Text, "The quantity it is looked at together with others of"),
    flag("population", Text, "Among what"),
    flag("area", Text, "Where"),
    flag("period", Text, "Over what span of time"),
    flag("months", Number, "How many months the period spans"),
    flag("low", Number, "The lower bound, or the value"),
    flag("high", Number, "The upper bound"),
    needed("unit", Text, "USD, %, firearms/year, people, ..."),
    needed("qualifier", words!(Qualifier), "What the bounds mean"),
    flag("as_of", Day, "The date it holds for"),
    flag("source", Record(Kind::Source), "The source it stands in"),
    flag("locator", Text, "Section, paragraph or page"),
    flag("about", Text, "What it can and cannot be compared with, and why"),
];
const REQUEST: &[Flag] = &[
    flag("by", Record(Kind::Party), "The party who asked"),
    flag("to", Record(Kind::Party), "The party who was asked"),
    needed("what", Text, "What was asked for"),
    needed("kind", words!(Asked), "A record or a comment"),
    flag("claim", Record(Kind::Claim), "The claim it is about"),
    flag("made", Day, "When it was made"),
    flag("tracking", Text, "The holder's number for it"),
    flag("due", Day, "When an answer is due"),
    needed("outcome", words!(Outcome), "What came back"),
    flag("answered", Day, "When the answer came, or the date by which none had"),
    flag("answer", Text, "What the answer says"),
    flag("source", Record(Kind::Source), "The source that tells of it"),
    flag("locator", Text, "Section, paragraph or page"),
    flag("about", Text, "What a reader should know of it"),
];
const GAP: &[Flag] = &[
    flag("claim", Record(Kind::Claim), "The claim it would bear on"),
    needed("material", Text, "What is missing"),
    needed("state", words!(crate::domain::words::Holding), "What the sources say of it"),
    flag("holder", Record(Kind::Party), "The party that holds it, or would"),
    flag("ground", Takes::Ground, "The ground given for withholding it: a FOIA exemption, or text"),
    flag("basis", words!(Basis), "Whether the holder invoked the ground or someone inferred it"),
    flag("harm", Text, "The harm that showing it would do, as the holder has it"),
    flag("requests", Records(Kind::Request), "The requests that ask for it"),
    flag("source", Record(Kind::Source), "The source that says so"),
    flag("locator", Text, "Section, paragraph or page"),
    flag("about", Text, "What a reader should know of it"),
];
const CASE: &[Flag] = &[
    flag("title", Text, "The title"),
    flag("question", Text, "The question the review is to answer"),
    flag("summary", Text, "The case in a paragraph"),
    flag("as_of", Day, "The day the case stands as of"),
    flag("stale", Text, "Why it should be brought up to date before it is relied on"),
    flag("recheck_days", Days, "How many days a source may stand unchecked"),
];

/// The flags of a kind; those of the case itself for none.
const fn flags(kind: Option<Kind>) -> &'static [Flag] {
    match kind {
        Some(Kind::Party) => PARTY,
        Some(Kind::Source) => SOURCE,
        Some(Kind::Derivation) => DERIVATION,
        Some(Kind::Claim) => CLAIM,
        Some(Kind::Evidence) => EVIDENCE,
        Some(Kind::Figure) => FIGURE,
        Some(Kind::Request) => REQUEST,
        Some(Kind::Gap) => GAP,
        None => CASE,
    }
}

/// The fields of a kind in their order, each with the kind of record it refers to, if any.
pub fn of(kind: Kind) -> impl Iterator<Item = (&'static str, Option<Kind>)> {
    flags(Some(kind)).iter().map(|flag| match flag.takes {
        Takes::Record(of) | Takes::Records(of) => (flag.field, Some(of)),
        _ => (flag.field, None),
    })
}

/// The fields inside a field, for the help.
const fn nested(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Evidence => Some(
            "Fields inside a field are set with --set: quote.text, quote.language, quote.translator, via.party, \
             via.origin, via.unresolved, availability.says, availability.holder, availability.ground, \
             availability.basis, availability.harm.",
        ),
        Kind::Claim => Some(
            "How each source puts the claim is one list: --set 'wordings:=[{\"source\":\"S-1\",\"text\":\"...\"}]'.",
        ),
        _ => None,
    }
}

impl Takes {
    const fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Ground => "TEXT",
            Self::Word(_) => "WORD",
            Self::Number => "NUMBER",
            Self::Date => "DATE",
            Self::Record(_) => "KEY",
            Self::Records(_) => "KEYS",
            Self::Digest => "SHA-256",
            Self::Days => "DAYS",
        }
    }
}

fn long(field: &str) -> String {
    field.replace('_', "-")
}

fn arg(flag: &Flag) -> Arg {
    let name = long(flag.field);
    let help = match flag.takes {
        Takes::Word(all) => format!("{}: {}", flag.help, all().join(", ")),
        Takes::Record(kind) => format!("{} (a {kind}'s key)", flag.help),
        Takes::Records(kind) => format!("{} (keys of {}, separated by commas)", flag.help, kind.plural()),
        Takes::Date => format!("{} (as precise as it is known: 2025, 2025-10, 2025-10-14)", flag.help),
        Takes::Text | Takes::Ground | Takes::Number | Takes::Digest | Takes::Days => flag.help.to_owned(),
    };
    Arg::new(flag.field)
        .long(name)
        .value_name(flag.takes.name())
        .help(StyledStr::from(help))
        .action(ArgAction::Set)
        .allow_hyphen_values(true)
}

fn set_arg() -> Arg {
    Arg::new("set")
        .long("set")
        .value_name("FIELD=VALUE")
        .help("Any field, also one inside another (via.party=P-2); FIELD:=JSON for lists and objects")
        .action(ArgAction::Append)
        .allow_hyphen_values(true)
}

/// The command that adds a record of a kind.
#[must_use]
pub fn add_command(kind: Kind) -> Command {
    let mut command = Command::new(kind.word()).about(match kind {
        Kind::Party => "Who asserts, holds or answers",
        Kind::Source => "Something published or obtainable",
        Kind::Derivation => "One source drawing on another",
        Kind::Claim => "A checkable statement",
        Kind::Evidence => "One link between a claim and a source",
        Kind::Figure => "A quantity someone asserts",
        Kind::Request => "Who asked whom for what",
        Kind::Gap => "Material said to exist and not public, or that nobody has shown",
    });
    for flag in flags(Some(kind)) {
        command = command.arg(arg(flag).required(flag.required));
    }
    if let Some(more) = nested(kind) {
        command = command.after_help(more);
    }
    command.arg(set_arg())
}

/// Adds every field of every kind to a command.
#[must_use]
pub fn any_fields(mut command: Command) -> Command {
    let mut all: Vec<(&Flag, Vec<&str>)> = Vec::new();
    for kind in Kind::ALL.iter().copied().map(Some).chain([None]) {
        let word = kind.map_or("case", Kind::word);
        for flag in flags(kind) {
            match all.iter_mut().find(|(known, _)| known.field == flag.field) {
                Some((_, kinds)) => kinds.push(word),
                None => all.push((flag, vec![word])),
            }
        }
    }
    for (flag, kinds) in all {
        let everywhere = kinds.len() == Kind::ALL.len();
        let of = if everywhere { "every record".to_owned() } else { kinds.join(", ") };
        let name = if kinds.len() == 1 { flag.takes.name() } else { "VALUE" };
        command = command.arg(arg(flag).value_name(name).help(StyledStr::from(format!("Of {of}"))));
    }
    command.arg(set_arg())
}

/// What was given for fields, in order: the field's path, its value, and whether that is JSON.
#[derive(Debug, Clone, Default)]
pub struct Given(Vec<(String, String, bool)>);

impl Given {
    /// Takes what was given from the command line.
    #[must_use]
    pub fn of(matches: &ArgMatches) -> Self {
        let mut given = Vec::new();
        for id in matches.ids() {
            let field = id.as_str();
            let known = || Kind::ALL.iter().copied().map(Some).chain([None]);
            if field == "set" || !known().any(|kind| flags(kind).iter().any(|flag| flag.field == field)) {
                continue;
            }
            if let Ok(Some(value)) = matches.try_get_one::<String>(field) {
                given.push((field.to_owned(), value.clone(), false));
            }
        }
        for set in matches.get_many::<String>("set").into_iter().flatten() {
            let (field, value) = set.split_once('=').unwrap_or((set, ""));
            let known = set.contains('=');
            match field.strip_suffix(':') {
                Some(field) => given.push((field.to_owned(), value.to_owned(), true)),
                None if known => given.push((field.to_owned(), value.to_owned(), false)),
                None => given.push((String::new(), set.clone(), false)),
            }
        }
        Self(given)
    }

    /// Whether nothing was given.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values as a record of a kind (or the case itself) takes them; an empty one takes the
    /// field away.
    ///
    /// # Errors
    /// When a value does not fit its field.
    pub fn edits(self, kind: Option<Kind>) -> Result<Edits> {
        let mut edits = Edits::new();
        for (field, text, json) in self.0 {
            if field.trim().is_empty() {
                return Err(Failure::said(format!("--set takes FIELD=VALUE, and \"{text}\" has no field")));
            }
            let value = value(kind, &field, &text, json)?;
            if edits.insert(field.clone(), value).is_some() {
                return Err(Failure::said(format!("{field} is given twice")));
            }
        }
        Ok(edits)
    }
}

/// Fields inside a field whose value is a number.
const NESTED_NUMBERS: [&str; 2] = ["quote.anchor.start", "quote.anchor.end"];

fn value(kind: Option<Kind>, field: &str, text: &str, json: bool) -> Result<Value> {
    if json {
        return serde_json::from_str(text)
            .map_err(|error| Failure::said(format!("the JSON given for {field} cannot be read: {error}")));
    }
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let owner = kind.map_or("case", Kind::word);
    let takes = flags(kind).iter().find(|flag| flag.field == field).map(|flag| flag.takes);
    match takes {
        None if NESTED_NUMBERS.contains(&field) => number(field, text),
        None if field == "availability.ground" => Ok(grounds::canonical(text).into()),
        None if field.contains('.') || field == "wordings" => Ok(text.into()),
        None => {
            let all: Vec<String> = flags(kind).iter().map(|flag| long(flag.field)).collect();
            Err(Failure::said(format!("\"{field}\" is no field of {owner}; known: {}", all.join(", "))))
        }
        Some(Takes::Text | Takes::Record(_)) => Ok(text.into()),
        Some(Takes::Ground) => Ok(grounds::canonical(text).into()),
        Some(Takes::Records(_)) => {
            Ok(text.split(',').map(str::trim).filter(|key| !key.is_empty()).collect::<Vec<_>>().into())
        }
        Some(Takes::Digest) => {
            let digest = Digest::try_from(text.trim().to_owned());
            Ok(digest.map_err(|error| Failure::said(format!("{field}: {error}")))?.to_string().into())
        }
        Some(Takes::Days) => match text.trim().parse::<u32>() {
            Ok(days) => Ok(days.into()),
            Err(_) => {
                Err(Failure::said(format!("{field} takes a whole number of days, and \"{text}\" is none")))
            }
        },
        Some(Takes::Number) => number(field, text),
        Some(Takes::Date) => {
            let date: Date = text.parse().map_err(|error| Failure::said(format!("{field}: {error}")))?;
            Ok(date.as_str().into())
        }
        Some(Takes::Word(all)) => {
            let known = all();
            let word = known.iter().find(|word| word.eq_ignore_ascii_case(text)).ok_or_else(|| {
                Failure::said(format!("\"{text}\" is no {field} of {owner}; known: {}", known.join(", ")))
            })?;
            Ok((*word).into())
        }
    }
}

fn number(field: &str, text: &str) -> Result<Value> {
    match serde_json::from_str::<serde_json::Number>(text.trim()) {
        Ok(number) => Ok(Value::Number(number)),
        Err(_) => Err(Failure::said(format!(
            "{field} takes a number in digits, with a point for decimals and nothing else, and \"{text}\" is none"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::records::Record;
    use crate::domain::{Claim, Derivation, Evidence, Figure, Gap, Party, Request, Source};

    #[test]
    fn each_flag_is_a_field_and_a_record_made_from_flags_is_accepted() {
        fn check<R: Record>() {
            let mut given = Given::default();
            for flag in flags(Some(R::KIND)) {
                let value = match flag.takes {
                    Takes::Text | Takes::Ground | Takes::Record(_) => "x".to_owned(),
                    Takes::Number => "1.50".to_owned(),
                    Takes::Records(_) => "x, y".to_owned(),
                    Takes::Digest => "0F".repeat(32),
                    Takes::Days => "30".to_owned(),
                    Takes::Date => "2025-10".to_owned(),
                    Takes::Word(all) => all()[0].to_uppercase(),
                };
                given.0.push((flag.field.to_owned(), value, false));
            }
            let edits = given.edits(Some(R::KIND)).unwrap();
            let record: R = serde_json::from_value(Value::Object(edits.clone())).unwrap();
            let back = serde_json::to_value(&record).unwrap();
            for (name, value) in &edits {
                assert_eq!(back.get(name), Some(value), "{} {name}", R::KIND);
            }
        }
        check::<Party>();
        check::<Source>();
        check::<Derivation>();
        check::<Claim>();
        check::<Evidence>();
        check::<Figure>();
        check::<Request>();
        check::<Gap>();
    }

    /// The schema tells every field; those with fields inside are for `--set`.
    #[test]
    fn each_field_has_its_flag() {
        const INSIDE: [&str; 5] = ["quote", "via", "availability", "wordings", "share_of"];
        const GIVEN: [&str; 3] = ["id", "key", "dataset"];
        let schema = include_str!("../../assets/schema/corrob-case.schema.json");
        let schema: Value = serde_json::from_str(schema).unwrap();
        for kind in Kind::ALL {
            let fields = schema["$defs"][kind.word()]["properties"].as_object().unwrap();
            for field in fields.keys().map(String::as_str) {
                let flag = flags(Some(*kind)).iter().any(|flag| flag.field == field);
                assert!(flag || INSIDE.contains(&field) || GIVEN.contains(&field), "{kind}: {field}");
            }
        }
    }

    #[test]
    fn values_that_do_not_fit_are_named() {
        let given = |field: &str, text: &str| Given(vec![(field.into(), text.into(), false)]);
        let said = |given: Given, kind| given.edits(Some(kind)).unwrap_err().to_string();
        assert!(said(given("stance", "maybe"), Kind::Evidence).contains("supports, repeats"));
        assert!(said(given("low", "about 5"), Kind::Figure).contains("takes a number"));
        assert!(said(given("published", "soon"), Kind::Source).contains("no date"));
        assert!(said(given("sha256", "abc"), Kind::Source).contains("no SHA-256 digest"));
        let days = given("recheck_days", "-3").edits(None).unwrap_err().to_string();
        assert!(days.contains("a whole number of days"), "{days}");
        assert!(said(given("colour", "red"), Kind::Claim).contains("\"colour\" is no field of claim"));
    }
}
