//! The folder in a git repository, through the user's own git.

use crate::team::error::TeamError;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A working tree of git.
#[derive(Debug)]
pub struct Git {
    folder: PathBuf,
    branch: String,
    remote: Option<String>,
}

impl Git {
    /// The working tree that a folder is in.
    ///
    /// # Errors
    /// When there is no git, or the folder is in no working tree.
    pub fn at(folder: &Path) -> Result<Self, TeamError> {
        let mut git = Self { folder: folder.to_owned(), branch: String::new(), remote: None };
        git.branch = git.says(&["symbolic-ref", "--short", "HEAD"])?;
        let own = git.run(&["config", &format!("branch.{}.remote", git.branch)])?;
        let remotes = git.says(&["remote"])?;
        git.remote = match own.status.success() {
            true => Some(String::from_utf8_lossy(&own.stdout).trim().to_owned()),
            false => remotes.lines().next().map(str::to_owned),
        };
        Ok(git)
    }

    /// Brings in what others pushed.
    ///
    /// # Errors
    /// What git says.
    pub fn pull(&self) -> Result<(), TeamError> {
        let Some(remote) = &self.remote else { return Ok(()) };
        self.says(&["fetch", "--quiet", remote])?;
        let theirs = format!("{remote}/{}", self.branch);
        if !self.run(&["rev-parse", "--verify", "--quiet", &theirs])?.status.success() {
            return Ok(());
        }
        // Two who both began with an empty repository have histories that do not meet; their files do not, either.
        self.says(&["merge", "--quiet", "--no-edit", "--allow-unrelated-histories", &theirs])?;
        Ok(())
    }

    /// Commits what is new in the folder. Returns whether anything was.
    ///
    /// # Errors
    /// What git says.
    pub fn commit(&self, message: &str) -> Result<bool, TeamError> {
        const OURS: [&str; 3] = ["journals", "records", "contents"];
        let ours: Vec<&str> = OURS.into_iter().filter(|name| self.folder.join(name).exists()).collect();
        if ours.is_empty() {
            return Ok(false);
        }
        self.says(&[&["add", "--"], ours.as_slice()].concat())?;
        let staged = [&["diff", "--cached", "--quiet", "--"], ours.as_slice()].concat();
        if self.run(&staged)?.status.success() {
            return Ok(false);
        }
        self.says(&[&["commit", "--quiet", "-m", message, "--"], ours.as_slice()].concat())?;
        Ok(true)
    }

    /// Pushes. Returns false where others pushed in between.
    ///
    /// # Errors
    /// What git says.
    pub fn push(&self) -> Result<bool, TeamError> {
        let Some(remote) = &self.remote else { return Ok(true) };
        if !self.run(&["rev-parse", "--verify", "--quiet", "HEAD"])?.status.success() {
            return Ok(true);
        }
        let pushed = self.run(&["push", "--quiet", "-u", remote, &format!("HEAD:{}", self.branch)])?;
        if pushed.status.success() {
            return Ok(true);
        }
        let said = String::from_utf8_lossy(&pushed.stderr).into_owned();
        let in_between =
            ["rejected", "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref"];
        if in_between.iter().any(|word| said.contains(word)) {
            Ok(false)
        } else {
            Err(refused(&["push"], &said))
        }
    }

    fn run(&self, args: &[&str]) -> Result<Output, TeamError> {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.folder).args(args).env("LC_ALL", "C").stdin(Stdio::null());
        git.output().map_err(|error| TeamError::Git(format!("git cannot be run: {error}")))
    }

    fn says(&self, args: &[&str]) -> Result<String, TeamError> {
        let output = self.run(args)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(refused(args, &String::from_utf8_lossy(&output.stderr)))
    }
}

fn refused(args: &[&str], said: &str) -> TeamError {
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    TeamError::Git(format!("git {} was refused: {said}", args.first().unwrap_or(&"")))
}
