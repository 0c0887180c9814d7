//! What a shell offers on Tab: the words of a vocabulary, and keys and values of the case named before.
//!
//! The shell runs corrob itself for that, so what is offered is never behind the program or the case. The case
//! is read so that nothing can be written.

use crate::case::{Case, CaseError, Follower};
use crate::domain::matrix::Arrangement;
use crate::domain::record_list::RecordOrder;
use crate::domain::shape::{FieldSpec, Takes};
use crate::domain::words::{UnknownWord, Vocabulary, Word, shown};
use crate::domain::{Kind, query};
use clap::builder::{PossibleValue, StringValueParser, StyledStr, TypedValueParser};
use clap::{Arg, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter};
use clap_complete::env::Shells;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::str::FromStr;

/// The variable by which a shell says that it asks for completions.
const VARIABLE: &str = "CORROB_COMPLETE";
/// At most this many keys or values are offered: more are no help.
const OFFERED: usize = 50;

/// Answers a shell that asks for completions; whether one did.
pub fn answer(program: fn() -> Command, args: &[OsString]) -> Result<bool, clap::Error> {
    CompleteEnv::with_factory(program).var(VARIABLE).try_complete(args, None)
}

/// The names of the shells that can ask.
pub fn shells() -> Vec<&'static str> {
    Shells::builtins().names().collect()
}

/// What a shell must run once to ask corrob from then on.
pub fn script(shell: &str) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(shell) {
        shell.write_registration(VARIABLE, "corrob", "corrob", "corrob", &mut script)?;
    }
    Ok(script)
}

/// Takes a word of a vocabulary, and offers its words with what they mean.
pub fn word<T>() -> impl TypedValueParser<Value = T>
where
    T: Word + FromStr<Err = UnknownWord> + Clone + Send + Sync + 'static,
{
    Offers(T::VOCABULARY).try_map(|text| text.parse::<T>())
}

/// Takes any text, and offers the words of a vocabulary: what is given is read later, with the field and the
/// record that it is of at hand.
#[derive(Debug, Clone)]
pub struct Offers(pub &'static Vocabulary);

impl TypedValueParser for Offers {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.words.iter().map(|(word, means)| PossibleValue::new(shown(word)).help(*means))))
    }
}

/// Offers files of cases wherever an argument is called `case`.
pub fn with_cases(program: Command) -> Command {
    let files = || {
        ArgValueCompleter::new(
            PathCompleter::file().filter(|path| path.extension() == Some("corrob".as_ref())),
        )
    };
    let equip = move |arg: Arg| if arg.get_id() == "case" { arg.add(files()) } else { arg };
    let program = program.mut_args(equip);
    program.mut_subcommands(move |command| command.mut_args(equip))
}

/// Offers the keys of some kinds of record.
pub fn keys(kinds: impl Into<Vec<Kind>>) -> ArgValueCompleter {
    keys_and(kinds, &[])
}

/// The same, and words with what they mean.
pub fn keys_and(
    kinds: impl Into<Vec<Kind>>,
    words: &'static [(&'static str, &'static str)],
) -> ArgValueCompleter {
    let kinds = kinds.into();
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let found = of_case(|case| {
            let mut found = Vec::new();
            for kind in &kinds {
                found.extend(case.keyed_like(*kind, &typed, OFFERED)?);
            }
            Ok(found)
        });
        let words = words.iter().filter(|(word, _)| word.starts_with(&*typed));
        let keys = found.iter().map(|(key, name)| candidate(&key.to_string(), name));
        words.map(|(word, means)| candidate(word, means)).chain(keys).collect()
    })
}

/// Offers what a field of a kind takes: keys of what it refers to; of a text, what its sentence names as usual
/// and what other records of the case have there.
pub fn field(kind: Option<Kind>, path: &str, field: &'static FieldSpec) -> Option<ArgValueCompleter> {
    let path = path.to_owned();
    match (field.takes, kind) {
        (Takes::Reference(kind) | Takes::References(kind), _) => Some(keys([kind])),
        (Takes::Text, Some(kind)) => Some(ArgValueCompleter::new(move |typed: &OsStr| {
            let typed = typed.to_string_lossy();
            let usual = field.usual().filter(|word| word.starts_with(&*typed)).map(str::to_owned);
            let mut all: Vec<String> = usual.collect();
            for value in of_case(|case| case.values_like(kind, &path, &typed, OFFERED)) {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
            all.into_iter().map(CompletionCandidate::new).collect()
        })),
        _ => None,
    }
}

/// Offers the terms of a query.
pub fn terms() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let terms = query::KEYS.iter().flat_map(|key| match (key.values)() {
            values if values.is_empty() => vec![(format!("{}:", key.key), key.sentence)],
            values => values.iter().map(|value| (format!("{}:{value}", key.key), key.sentence)).collect(),
        });
        terms
            .filter(|(term, _)| term.starts_with(&*typed))
            .map(|(term, says)| candidate(&term, says))
            .collect()
    })
}

/// Offers the orders of whatever can be put in one.
pub fn orders() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let words = RecordOrder::VOCABULARY.words.iter().chain(Arrangement::VOCABULARY.words);
        words
            .filter(|(word, _)| word.starts_with(&*typed))
            .map(|(word, means)| candidate(word, means))
            .collect()
    })
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    let help = crate::text::SafeText::line(help);
    CompletionCandidate::new(value).help(Some(StyledStr::from(help.as_str().to_owned())))
}

/// Reads the case on the line that is being completed; nothing where there is none, or it cannot be read.
fn of_case<T>(read: impl FnOnce(&Case) -> Result<Vec<T>, CaseError>) -> Vec<T> {
    let line = std::env::args_os().skip_while(|arg| arg != "--").skip(2);
    let Some(path) = line.map(PathBuf::from).find(|path| path.is_file()) else { return Vec::new() };
    Follower::open(&path).and_then(|mut case| case.read_once(read)).unwrap_or_default()
}
