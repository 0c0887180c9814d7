//! `corrob [CASE]`: the review itself, at a terminal.

mod host;

use crate::case::{Case, Follower};
use crate::cli::context::{Global, User};
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::remark;
use crate::cli::review::host::Host;
use crate::cli::usage;
use crate::config;
use crate::domain::entry::Reviewer;
use crate::domain::rows::Place;
use crate::review::Settings;
use crate::review::protocol::effect::SeekOrder;
use crate::terminal::{self, ExitSummary, OpenMode, RunError, Setup};
use crate::text::for_terminal;
use crate::ui::Colours;
use crate::work::import::{self, ImportError};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens a case for review: the one named, else the last one opened, else the bundled one.
///
/// # Errors
/// Where there is no terminal, or no case to be opened.
pub fn review(case: Option<&Path>, global: &Global) -> Result<Exit> {
    if let Some(path) = case.filter(|path| !usage::is_case(path)) {
        let word = path.display().to_string();
        if let Some(near) = usage::nearest_command(&word, &(global.definition.0)()) {
            return Err(Failure::said(format!(
                "there is neither a case nor a command called \"{word}\"; the nearest command is \"{near}\""
            )));
        }
    }
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(without_terminal(case));
    }
    let user = global.user()?;
    let mut path = match case {
        Some(path) => std::path::absolute(path)
            .map_err(|error| Failure::said(format!("{}: {error}", path.display())))?,
        None => default_case(global, user)?,
    };
    let mut exit = Exit::Done;
    loop {
        let summary = review_one(path, global, user)?;
        for failure in &summary.failures {
            exit = Exit::Incomplete;
            remark(failure);
        }
        // The terminal may be gone, which can be why the review ended.
        for line in summary.notices.iter().chain([&summary.summary]) {
            let _ = writeln!(std::io::stdout(), "{}", for_terminal(line, false));
        }
        match summary.next {
            Some(next) => path = next,
            None => return Ok(exit),
        }
    }
}

/// Opens one case for review, until it is left.
fn review_one(path: PathBuf, global: &Global, user: &User) -> Result<ExitSummary> {
    let mode = if global.read_only {
        let reviewer = Follower::open(&path)?.read_once(|case| Ok(shown_reviewer(global, case)))??;
        OpenMode::ReadOnly { path: path.clone(), reviewer }
    } else {
        OpenMode::Write(Box::new(global.write(&path, "CASE")?))
    };
    user.memory.save_last_case(&path);
    let reviewer = match &mode {
        OpenMode::Write(session) => session.reviewer().id,
        OpenMode::ReadOnly { reviewer, .. } => reviewer.id,
    };
    let settings = &user.settings;
    let keymap = global.keymap()?;
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let rich = std::env::var("COLORTERM").is_ok_and(|value| matches!(value.as_str(), "truecolor" | "24bit"));
    let colours = Colours::pick(no_color, settings.theme.as_deref(), rich)
        .map_err(|error| Failure::said(error.to_string()))?;
    let host = Arc::new(Host {
        memory: Arc::clone(&user.memory),
        reviewer,
        path,
        folder: user.directories.state.clone(),
    });
    let memory = Arc::clone(&user.memory);
    terminal::run(Setup {
        mode,
        settings: Settings { auto_advance: settings.auto_advance, order: order(settings.order) },
        keymap,
        colours,
        position: Box::new(move |case| {
            let position = memory.position(case, reviewer)?;
            let place = Place { claim: position.claim, evidence: position.evidence };
            Some((place, order(position.order)))
        }),
        host,
    })
    .map_err(|error| match error {
        RunError::Case(error) => Failure::Case(error),
        other => Failure::said(other.to_string()),
    })
}

/// Whose annotations a read-only review shows: the user's own where they have reviewed the case, else
/// those of its owner, the reviewer with the most events.
fn shown_reviewer(global: &Global, case: &Case) -> Result<Reviewer> {
    let own = global.reader(case)?;
    let all = case.reviewers()?;
    if global.reviewer.is_some() || all.iter().any(|reviewer| reviewer.id == own.id) {
        return Ok(own);
    }
    Ok(case.busiest_reviewer()?.unwrap_or(own))
}

const fn order(order: config::Order) -> SeekOrder {
    match order {
        config::Order::Claim => SeekOrder::ByClaim,
        config::Order::Source => SeekOrder::BySource,
    }
}

/// The refusal where there is no terminal, with the command that gives the same as text.
fn without_terminal(case: Option<&Path>) -> Failure {
    let name = case.map_or_else(|| "CASE".to_owned(), |path| path.display().to_string());
    Failure::said(format!(
        "the review needs a terminal, and its input or its output is not one; \"corrob list {name}\" lists the \
         claims, \"corrob show {name} KEY\" shows one whole, and \"corrob --help\" names the rest"
    ))
}

/// Where the bundled case lies.
const BUNDLED: &str = "bounties-and-guns.corrob";

/// The last case opened, or the bundled one, which is made where it is not there yet.
fn default_case(global: &Global, user: &User) -> Result<PathBuf> {
    if let Some(last) = user.memory.last_case() {
        if last.symlink_metadata().is_ok() {
            return Ok(last);
        }
        remark(&format!("the last case, {}, is gone; this is the bundled one", last.display()));
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
