//! `corrob [CASE]`: the review itself, at a terminal.

use super::context::{Global, User};
use super::out::remark;
use super::outcome::{Exit, Failure, Result};
use crate::work::import::{self, ImportError};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Opens a case for review: the one named, else the last one opened, else the bundled one.
///
/// # Errors
/// Where there is no terminal, or no case to be opened.
pub fn review(case: Option<&Path>, global: &Global) -> Result<Exit> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(without_terminal(case));
    }
    let user = global.user()?;
    let path = match case {
        Some(path) => std::path::absolute(path)
            .map_err(|error| Failure::said(format!("{}: {error}", path.display())))?,
        None => default_case(global, user)?,
    };
    let reviewer = if global.read_only {
        crate::case::Follower::open(&path)?.read_once(|case| Ok(global.reader(case)))??
    } else {
        global.writer(Some(&crate::case::Case::open(&path)?))?
    };
    user.memory.save_last_case(&path);
    // The review begins here: crate::terminal::run with `path`, `reviewer`, `global.heads()?`,
    // `global.read_only` and `user`.
    let _ = reviewer;
    Ok(Exit::Done)
}

/// Where there is no terminal: which command says the same as text.
fn without_terminal(case: Option<&Path>) -> Failure {
    let name = case.map_or_else(|| "CASE".to_owned(), |path| path.display().to_string());
    let known = super::command();
    if let Some(path) = case
        && path.symlink_metadata().is_err()
        && let Some(command) = known.get_subcommands().find(|sub| alike(sub.get_name(), &name))
    {
        return Failure::said(format!(
            "there is no case {name}; did you mean \"corrob {}\"?",
            command.get_name()
        ));
    }
    Failure::said(format!(
        "the review needs a terminal, and the input or the output is none; \"corrob list {name}\" lists the claims, \
         \"corrob show {name} KEY\" shows one whole, and \"corrob --help\" names the rest"
    ))
}

/// Whether two words differ in one letter at the most.
fn alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.chars().collect(), other.to_lowercase().chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (rest, more) = (&one[same..], &other[same..]);
    rest == more
        || rest.get(1..).is_some_and(|rest| rest == more || more.get(1..).is_some_and(|more| rest == more))
        || more.get(1..).is_some_and(|more| rest == more)
}

/// Where the bundled case lies.
const BUNDLED: &str = "bounties-and-guns.corrob";

/// The last case opened, or the bundled one, which is made where it is not there yet.
fn default_case(global: &Global, user: &User) -> Result<PathBuf> {
    if let Some(last) = user.memory.last_case() {
        if last.symlink_metadata().is_ok() {
            return Ok(last);
        }
        remark(&format!("the last case, {}, is not there any more; this is the bundled one", last.display()));
    }
    let path = user.directories.data.join(BUNDLED);
    if path.symlink_metadata().is_ok() {
        return Ok(path);
    }
    if global.read_only {
        return Err(Failure::said(
            "there is no case yet, and with --read-only none is made; run corrob once without it, or name a case",
        ));
    }
    std::fs::create_dir_all(&user.directories.data).map_err(|error| {
        Failure::said(format!("{} cannot be made: {error}", user.directories.data.display()))
    })?;
    let reviewer = global.writer(None)?;
    match import::bundled_case(&path, &reviewer, global.heads()?) {
        Ok(_) => Ok(path),
        Err(ImportError::Case(error)) => Err(error.into()),
        Err(error) => Err(Failure::said(format!("the bundled case could not be made: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_no_difference() {
        for typed in ["list", "lst", "lisst", "lizt", "List"] {
            assert!(alike("list", typed), "{typed}");
        }
        for typed in ["", "l", "tsil", "my.corrob", "lissst"] {
            assert!(!alike("list", typed), "{typed}");
        }
    }
}
