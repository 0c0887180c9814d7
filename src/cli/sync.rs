//! `corrob sync`.

use crate::case::CaseError;
use crate::cli::context::Global;
use crate::cli::merge::asked;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::domain::wording::{capitalized, counted};
use crate::team::TeamError;
use crate::team::git::Git;
use crate::team::sync::{Done, sync};
use clap::Args;
use std::path::PathBuf;

/// Bring a case and a shared folder together: what others did comes in, and what you did goes out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob sync my.corrob ~/team/harbor
  corrob sync my.corrob ~/team/harbor --git
  corrob clone ~/team/harbor mine.corrob      a new teammate

The folder may be carried by anything: a git repository, Syncthing, a network drive. Each device appends to a journal
of its own, so that nothing is ever in conflict there. A file that has not come whole is waited for. Private notes stay
in your case. With --git the folder is pulled first, and committed and pushed afterwards, by your own git.")]
pub struct SyncArgs {
    /// The case
    case: PathBuf,
    /// The shared folder
    folder: PathBuf,
    /// Pull first, then commit and push, with git
    #[arg(long)]
    git: bool,
    /// Make two cases one that were made apart from the same records
    #[arg(long)]
    join: bool,
}

/// How often a push that met another one is tried again.
const TRIES: usize = 5;

impl SyncArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.must_write("sync")?;
        let git = if self.git { Some(Git::at(&self.folder)?) } else { None };
        let mut all = Vec::new();
        for left in (0..TRIES).rev() {
            if let Some(git) = &git {
                git.pull()?;
            }
            all.push(self.once(global)?);
            let Some(git) = &git else { break };
            git.commit("corrob sync")?;
            if git.push()? {
                break;
            }
            if left == 0 {
                return Err(Failure::said(
                    "others keep pushing; what you did is committed, and is pushed the next time",
                ));
            }
        }
        say(&all)
    }

    fn once(&self, global: &Global) -> Result<Done> {
        let memory = &global.user()?.memory;
        global.change(&self.case, "sync", |session| {
            let (id, path) = (session.case().id(), session.case().path().to_owned());
            let before = memory.synced(id, &path, &self.folder);
            let mut done = sync(session, &self.folder, before.clone(), self.join);
            if let Err(TeamError::Case(CaseError::AnotherCase(title))) = &done
                && asked(&format!(
                    "{} holds \"{title}\", which was made apart from this case, over the same records. Make the two one? \
                     This cannot be undone.",
                    self.folder.display()
                ))
            {
                done = sync(session, &self.folder, before, true);
            }
            let (done, synced) = done?;
            memory.note_synced(session.case().id(), &path, &self.folder, &synced);
            Ok(done)
        })
    }
}

/// Says what came and what went.
pub(super) fn say(all: &[Done]) -> Result<Exit> {
    let mut out = Out::new();
    let came: Vec<String> = (all.iter())
        .filter(|done| !done.merged.is_nothing())
        .flat_map(|done| done.merged.sentences())
        .collect();
    came.iter().try_for_each(|sentence| out.line(sentence))?;
    let sent: u64 = all.iter().map(|done| done.sent).sum();
    if sent > 0 {
        out.line(&format!("{} sent", counted(sent, "event")))?;
    }
    if came.is_empty() && sent == 0 {
        out.line("nothing new")?;
    }
    out.finish()?;
    all.iter().flat_map(|done| done.merged.remarks()).for_each(|sentence| remark(&capitalized(&sentence)));
    let Some(last) = all.last() else { return Ok(Exit::Done) };
    for what in &last.waiting {
        remark(&format!("{what} has not come whole yet; it is taken in as soon as it is there"));
    }
    for what in &last.changed {
        remark(&format!("{what}: it was changed after it was written, and is left alone with all behind it"));
    }
    Ok(if last.changed.is_empty() { Exit::Done } else { Exit::Incomplete })
}

impl From<TeamError> for Failure {
    fn from(error: TeamError) -> Self {
        match error {
            TeamError::Case(error) => error.into(),
            other => Self::said(other.to_string()),
        }
    }
}
