//! Forbidding this process to write, by the kernel.

/// What the kernel holds this process to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seal {
    /// It cannot make, change, cut, rename or remove any file.
    Kernel,
    /// The same with a gap, which is named.
    Partial(String),
    /// Nothing, and why.
    None(String),
}

impl Seal {
    /// What the user should know, where the kernel does not hold it all.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        match self {
            Self::Kernel => None,
            Self::Partial(gap) => Some(format!(
                "the case is open for reading only; the system enforces it in part ({gap}), corrob's own checks do the rest"
            )),
            Self::None(reason) => Some(format!(
                "the case is open for reading only; corrob's own checks hold that, the kernel does not ({reason})"
            )),
        }
    }
}

/// Takes from this process, and from all it starts, the right to write anywhere. There is no way
/// back. What is open already stays open, so this comes after the terminal is opened; and before
/// any thread is started, as older kernels bind only the thread that asks.
///
/// `/dev/tty` can still be asked for the size of the window: without an answer crossterm starts
/// another program to find out.
#[must_use]
pub fn seal() -> Seal {
    #[cfg(target_os = "linux")]
    {
        landlock().unwrap_or_else(|error| Seal::None(format!("Landlock: {error}")))
    }
    #[cfg(not(target_os = "linux"))]
    {
        Seal::None("Landlock exists on Linux alone".into())
    }
}

#[cfg(target_os = "linux")]
fn landlock() -> Result<Seal, landlock::RulesetError> {
    use landlock::{
        ABI, AccessFs, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd, RestrictSelfAttr,
        Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetStatus,
    };
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_write(ABI::V9))?
        .create()?
        // SQLite tries to open files for writing before it opens them for reading: no news.
        .log_same_exec(false)?
        .all_threads(true)?;
    if let Ok(tty) = PathFd::new("/dev/tty") {
        rules = rules.add_rule(PathBeneath::new(tty, AccessFs::IoctlDev))?;
    }
    let status = rules.restrict_self()?;
    Ok(match (status.ruleset, status.landlock) {
        (RulesetStatus::NotEnforced, LandlockStatus::NotEnabled) => {
            Seal::None("its Landlock is switched off".into())
        }
        (RulesetStatus::NotEnforced, _) => Seal::None("it has no Landlock".into()),
        (_, LandlockStatus::Available { effective_abi, .. }) if effective_abi < ABI::V3 => {
            Seal::Partial("before Linux 6.2 Landlock lets a file be cut short".into())
        }
        _ if !status.all_threads && threads() > 1 => {
            Seal::Partial("other threads were running already".into())
        }
        _ => Seal::Kernel,
    })
}

/// How many threads this process has; one where that cannot be seen.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}
