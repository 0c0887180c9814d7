//! The fields of each kind of record as options of `add` and `edit`.

use crate::case::Edits;
use crate::cli::completion::{self, Offers};
use crate::cli::outcome::{Failure, Result};
use crate::domain::shape::{FieldSpec, Shape, Shaped, Takes};
use crate::domain::words::shown;
use crate::domain::{CaseInfo, Kind, as_written};
use crate::text::typed;
use clap::builder::{StringValueParser, StyledStr};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::Value;

/// Reads a text, for clap: with line feeds, and without byte order marks.
pub fn text(given: &str) -> std::result::Result<String, std::convert::Infallible> {
    Ok(typed(given))
}

/// The fields of a kind; those of the case itself for none.
#[must_use]
pub const fn shape(kind: Option<Kind>) -> &'static Shape {
    match kind {
        Some(kind) => kind.shape(),
        None => CaseInfo::SHAPE,
    }
}

/// The fields that have an option, each with its path: also those one step inside another. What lies deeper,
/// and lists, go by `--set`.
fn options(kind: Option<Kind>) -> Vec<(String, &'static FieldSpec)> {
    let plain = |field: &&FieldSpec| !matches!(field.takes, Takes::Nested(_) | Takes::List(_));
    let mut all = Vec::new();
    for field in shape(kind).fields {
        match field.takes {
            Takes::Nested(inside) => all.extend(
                inside
                    .fields
                    .iter()
                    .filter(plain)
                    .map(|inner| (format!("{}.{}", field.name, inner.name), inner)),
            ),
            _ => all.extend(Some(field).filter(plain).map(|field| (field.name.to_owned(), field))),
        }
    }
    all
}

/// What the option of a field is called: `--via-party`; of a field that alone must be there for the one around
/// it, as that one: `--quote` for `quote.text`.
fn long(kind: Option<Kind>, path: &str) -> String {
    let inside = path.split_once('.').and_then(|(outer, _)| match shape(kind).field(outer)?.takes {
        Takes::Nested(inside) => Some((outer, inside)),
        _ => None,
    });
    let alone = inside.filter(|(outer, inside)| {
        let mut required = inside.fields.iter().filter(|field| field.required);
        let first = required.next().is_some_and(|field| path == format!("{outer}.{}", field.name));
        first && required.next().is_none()
    });
    alone.map_or(path, |(outer, _)| outer).replace(['.', '_'], "-")
}

/// Every kind, and the case itself.
fn owners() -> impl Iterator<Item = Option<Kind>> {
    Kind::ALL.iter().copied().map(Some).chain([None])
}

/// What the fields inside fields are called, for the help.
fn inside(kind: Kind) -> Option<String> {
    let mut all = Vec::new();
    let mut nested: Vec<String> = kind.shape().leaves().into_iter().map(|(path, _)| path).collect();
    nested.retain(|path| path.matches('.').count() > 1);
    if !nested.is_empty() {
        all.push(format!("Fields deeper inside are set with --set: {}.", nested.join(", ")));
    }
    for field in kind.shape().fields {
        if let Takes::List(item) = field.takes {
            let example = item.fields.iter().filter(|field| field.required).map(|field| match field.takes {
                Takes::Reference(kind) => format!("\"{}\":\"{}-1\"", field.name, kind.letter()),
                _ => format!("\"{}\":\"...\"", field.name),
            });
            let example = example.collect::<Vec<_>>().join(",");
            let about = help(field);
            all.push(format!("{about}: one list, --set '{}:=[{{{example}}}]'.", field.name));
        }
    }
    (!all.is_empty()).then(|| all.join("\n"))
}

/// What a field says, as help has it: without a full stop.
fn help(field: &FieldSpec) -> &'static str {
    match field.about.strip_suffix('.') {
        Some(about) if !about.ends_with('.') => about,
        _ => field.about,
    }
}

/// What an option takes, in the help.
const fn value_name(takes: Takes) -> &'static str {
    match takes {
        Takes::Text | Takes::Ground => "TEXT",
        Takes::Word(_) => "WORD",
        Takes::Number | Takes::Count => "NUMBER",
        Takes::Days => "DAYS",
        Takes::Date => "DATE",
        Takes::Digest => "SHA-256",
        Takes::Flag => "YES|NO",
        Takes::Reference(_) => "KEY|NAME",
        Takes::References(_) => "KEYS",
        Takes::Nested(_) | Takes::List(_) => "JSON",
    }
}

fn arg(kind: Option<Kind>, path: &str, field: &'static FieldSpec) -> Arg {
    let about = help(field);
    let help = match field.takes {
        Takes::Word(words) => format!("{about}: {}", words.all().map(shown).collect::<Vec<_>>().join(", ")),
        Takes::Reference(kind) => format!("{about} (a {kind}'s key or name)"),
        Takes::References(kind) => {
            format!("{about} (keys or names of {}, separated by commas)", kind.plural())
        }
        Takes::Date => format!("{about} (as precise as it is known: 2025, 2025-10, 2025-10-14)"),
        _ => about.to_owned(),
    };
    let mut arg = Arg::new(path.to_owned())
        .long(long(kind, path))
        .value_name(value_name(field.takes))
        .help(StyledStr::from(help))
        .hide_possible_values(true)
        .action(ArgAction::Set)
        .allow_hyphen_values(true);
    if let Some(completer) = completion::field(kind, path, field) {
        arg = arg.add(completer);
    }
    match field.takes {
        Takes::Word(words) => arg.value_parser(Offers(words)),
        _ => arg,
    }
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
    let about = shape(Some(kind)).about.split_once('.').map_or("", |(first, _)| first);
    let mut command = Command::new(kind.word()).about(about);
    for (path, field) in options(Some(kind)) {
        let required = field.required && !path.contains('.');
        let option = arg(Some(kind), &path, field);
        command = command.arg(if required { option.required_unless_present("editor") } else { option });
    }
    if let Some(more) = inside(kind) {
        command = command.after_help(more);
    }
    command.arg(set_arg()).arg(editor_arg())
}

/// The option that opens the editor.
fn editor_arg() -> Arg {
    Arg::new("editor")
        .long("editor")
        .help("Write the record as a whole in your editor, with what else is given here")
        .action(ArgAction::SetTrue)
}

/// Adds every field of every kind to a command.
#[must_use]
pub fn any_fields(mut command: Command) -> Command {
    let mut all: Vec<(String, &'static FieldSpec, Vec<Option<Kind>>)> = Vec::new();
    for kind in owners() {
        for (path, field) in options(kind) {
            match all.iter_mut().find(|(known, ..)| *known == path) {
                Some((.., kinds)) => kinds.push(kind),
                None => all.push((path, field, vec![kind])),
            }
        }
    }
    for (path, field, kinds) in all {
        let words = kinds.iter().map(|kind| kind.map_or("case", Kind::word)).collect::<Vec<_>>();
        let everywhere = kinds.len() == Kind::ALL.len();
        let of = if everywhere { "every record".to_owned() } else { words.join(", ") };
        let arg = arg(kinds[0], &path, field).help(StyledStr::from(format!("Of {of}")));
        // What several kinds have by one name need not be the same.
        command = command.arg(match kinds.len() {
            1 => arg,
            _ => arg.value_name("VALUE").value_parser(StringValueParser::new()),
        });
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
            if !owners().any(|kind| options(kind).iter().any(|(known, _)| known == field)) {
                continue;
            }
            if let Ok(Some(value)) = matches.try_get_one::<String>(field) {
                given.push((field.to_owned(), typed(value), false));
            }
        }
        for set in matches.get_many::<String>("set").into_iter().flatten() {
            let set = &typed(set);
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

fn value(kind: Option<Kind>, path: &str, text: &str, json: bool) -> Result<Value> {
    if json {
        return serde_json::from_str(text)
            .map_err(|error| Failure::said(format!("the JSON given for {path} cannot be read: {error}")));
    }
    let owner = kind.map_or("case", Kind::word);
    as_written::value(shape(kind), owner, path, text).map_err(Failure::said)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn values_that_do_not_fit_are_named() {
        let given = |field: &str, text: &str| Given(vec![(field.into(), text.into(), false)]);
        let said = |given: Given, kind| given.edits(Some(kind)).unwrap_err().to_string();
        assert!(said(given("stance", "maybe"), Kind::Evidence).contains("supports, repeats"));
        assert!(said(given("low", "about 5"), Kind::Figure).contains("takes a number"));
        assert!(said(given("published", "soon"), Kind::Source).contains("not a date"));
        assert!(said(given("sha256", "abc"), Kind::Source).contains("not a SHA-256 digest"));
        let days = given("recheck_days", "-3").edits(None).unwrap_err().to_string();
        assert!(days.contains("a whole number of days"), "{days}");
        assert!(said(given("colour", "red"), Kind::Claim).contains("claim has no field \"colour\""));
    }
}
