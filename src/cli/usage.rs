//! Arguments that cannot be understood: why, in one sentence, and what would be.

use std::ffi::OsString;
use std::path::Path;

/// Why arguments were refused.
pub fn refusal(error: &clap::Error, args: &[OsString], program: &clap::Command) -> String {
    out_of_place(args, program).unwrap_or_else(|| sentence(error))
}

/// What is wrong with the word where a command or a case should be.
fn out_of_place(args: &[OsString], program: &clap::Command) -> Option<String> {
    let is_command = |word: &str| program.find_subcommand(word).is_some();
    let words: Vec<String> = words(args);
    let (first, second) = (words.first()?, words.get(1));
    if is_command(first) {
        return None;
    }
    match second {
        Some(second) if is_command(second) => Some(command_first(first)),
        Some(second) if is_case(Path::new(first)) => Some(format!(
            "corrob {first} opens the case for review and takes no more than that, and \"{second}\" stands behind it; \
             a command comes first: corrob COMMAND {first}"
        )),
        Some(_) => Some(no_command(first, program)),
        None => None,
    }
}

/// The arguments that are neither options nor the value of the one option that stands before a command.
fn words(args: &[OsString]) -> Vec<String> {
    let args: Vec<String> = args.iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let valued =
        |at: usize| at.checked_sub(1).and_then(|at| args.get(at)).is_some_and(|it| it == "--reviewer");
    let word = |(at, arg): &(usize, &String)| !arg.starts_with('-') && !valued(*at);
    args.iter().enumerate().filter(word).map(|(_, arg)| arg.clone()).collect()
}

/// The refusal of a command that stands behind its case.
pub fn command_first(case: &str) -> String {
    format!("\"{case}\" stands before the command; the command comes first: corrob COMMAND CASE")
}

/// Whether this names a case rather than a command: a file that is there, or what only a file is called.
pub fn is_case(path: &Path) -> bool {
    path.symlink_metadata().is_ok() || path.extension().is_some() || path.components().count() > 1
}

/// The refusal of a word that is no command, with the command nearest to it.
fn no_command(word: &str, program: &clap::Command) -> String {
    match nearest_command(word, program) {
        Some(near) => format!("corrob has no command \"{word}\"; the nearest is \"{near}\""),
        None => format!("corrob has no command \"{word}\"; corrob --help lists them"),
    }
}

/// The command that a mistyped word was most likely meant to be.
pub fn nearest_command<'a>(word: &str, program: &'a clap::Command) -> Option<&'a str> {
    nearest(word, program.get_subcommands().map(clap::Command::get_name))
}

fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let forgiven = (word.chars().count() / 3).max(1);
    let near = names.map(|name| (strsim::osa_distance(&word, name), name));
    near.filter(|(apart, _)| *apart <= forgiven).min().map(|(_, name)| name)
}

/// An error of clap's, which has several lines, in one sentence.
pub fn sentence(error: &clap::Error) -> String {
    joined(&error.render().to_string())
}

fn joined(text: &str) -> String {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let end = ["\n\nUsage:", "\nUsage:", "\n\nFor more"].iter().filter_map(|mark| text.find(mark)).min();
    let said = &text[..end.unwrap_or(text.len())];
    let parts: Vec<String> = said
        .split("\n\n")
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect();
    let said = parts.join("; ").replace("invalid digit found in string", "it takes a whole number");
    format!("{said}; --help says more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_in_one_sentence() {
        let text = "error: unexpected argument '--frce' found\n\n  tip: a similar argument exists: '--force'\n\nUsage: corrob export\n\nFor more information, try '--help'.\n";
        assert_eq!(
            joined(text),
            "unexpected argument '--frce' found; tip: a similar argument exists: '--force'; --help says more"
        );
    }

    #[test]
    fn the_nearest_name_is_a_slip_or_two_away() {
        let near = |word| nearest(word, ["list", "log", "show", "undo", "derive"].into_iter());
        for typed in ["lsit", "lst", "lisst", "lizt", "List"] {
            assert_eq!(near(typed), Some("list"), "{typed}");
        }
        assert_eq!(near("drive"), Some("derive"));
        for typed in ["", "remove", "tsil", "my-case"] {
            assert_eq!(near(typed), None, "{typed}");
        }
    }
}
